"""What students' explanations say of a plan, against planning again with each place pinned.

    python benchmarks/explain_students.py INSTANCE PLAN [--students 50] [--seconds 120] [--record FILE]

Draws students who have something above what they were given, asks what their best such choice would cost, and plans
the school anew with that place pinned, with nothing known beforehand, until every goal is proven up to the first that the
answer says differs. Prints a line for each; ends with 1 if any differs. What was planned anew is kept in the
record, so that a run that was ended goes on where it was.
"""

import json
import random
import resource
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from threading import Event

from models.pins import PinPlacementRow
from models.plan import Plan
from models.school import School
from scheduler.canonical import canonical
from scheduler.errors import NoPlanInTime, PinConflict
from scheduler.files import load_school
from scheduler.files.plans import load_plan
from scheduler.options import Options, Progress
from scheduler.plan import solve
from scheduler.whatif import WhatIf, what_if


def questions(school: School, plan: Plan, count: int, seed: int) -> list[PinPlacementRow]:
    """For each of the students drawn, the best choice above the one that they have."""
    found: dict[str, PinPlacementRow] = {}
    for row in plan.placements:
        ranks = school.ranks(row.student_id, row.block)
        best = min(ranks, key=lambda a: (ranks[a], a), default=None)
        if best is not None and row.activity_id != best:
            pin = PinPlacementRow(student_id=row.student_id, block=row.block, activity_id=best)
            found.setdefault(row.student_id, pin)
    return random.Random(seed).sample(sorted(found.values(), key=str), min(count, len(found)))


Proven = dict[str, tuple[int, int]]
"""Value and bound of each goal."""


def anew(school: School, goals: int, seconds: float) -> Proven | None:
    """Values and bounds of goals, the first ones proven from nothing; None where the pin cannot hold, nothing if time was over."""
    enough = Event()

    def hear(news: Progress) -> None:
        first = news.goals[:goals]
        if first and all(g.value is not None and g.value == g.bound for g in first):
            enough.set()

    try:
        plan = solve(school, Options(time_limit=seconds), hear, enough)
    except PinConflict:
        return None
    except NoPlanInTime:
        return {}
    return {s.goal: (s.value, s.bound) for s in plan.scores}


class Record:
    """What was planned anew before, a line for each question."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        lines = path.read_text("utf-8").splitlines() if path and path.exists() else []
        self.known: dict[str, Proven | None] = {}
        for line in lines:
            pin, found = json.loads(line)
            self.known[pin] = (
                None if found is None else {goal: (value, bound) for goal, (value, bound) in found.items()}
            )

    def anew(self, pin: PinPlacementRow, changed: School, goals: int, seconds: float) -> Proven | None:
        """Planned anew, or what is known from an earlier run."""
        if pin.model_dump_json() in self.known:
            return self.known[pin.model_dump_json()]
        found = anew(changed, goals, seconds)
        if self.path:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps([pin.model_dump_json(), found]) + "\n")
        return found


def verdict(answer: WhatIf, proven: Proven | None) -> str:
    """Whether both say the same of the goals up to the first that differs: ``agrees``, ``open after N goals`` or ``DIFFERS``.

    What is proven by either refutes what the other says; where nothing is refuted and not both are proven, it is open.
    """
    agreed = 0
    if proven is None or answer.status == "impossible":
        same = proven is None and answer.status == "impossible"
        return "agrees" if same else "DIFFERS" if proven != {} else "open after 0 goals"
    for one in answer.settled:
        value, bound = proven.get(one.goal, (None, None))
        if value is None or bound is None or one.after is None or one.bound is None:
            break
        if one.bound > value or bound > one.after:
            return "DIFFERS"
        if one.after != value or one.sure != "exact" or value != bound:
            break
        agreed += 1
    return "agrees" if agreed == len(answer.settled) else f"open after {agreed} goals"


def cpu() -> float:
    """Seconds of work of this process and those that it has ended."""
    return sum(resource.getrusage(who).ru_utime for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def main() -> int:
    """Run it."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("instance", type=Path)
    parser.add_argument("plan", type=Path)
    parser.add_argument("--students", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--record", type=Path)
    given = parser.parse_args()
    school, plan = canonical(load_school(given.instance)), load_plan(given.plan)
    record = Record(given.record)
    verdicts: list[str] = []
    spent: list[float] = []
    for pin in questions(school, plan, given.students, given.seed):
        changed = school.replaced(pin_placements=(*school.pin_placements, pin))
        before, began = cpu(), time.monotonic()
        answer = what_if(school, plan, changed, Options(time_limit=given.seconds), later=0.0)
        spent.append(cpu() - before)
        seconds = time.monotonic() - began
        verdicts.append(verdict(answer, record.anew(pin, changed, max(2, len(answer.settled)), given.seconds)))
        first = answer.first
        what = f"{first.goal} {first.amount:+d} ({first.sure})" if first and first.amount else answer.status
        print(f"{pin.student_id}: {what}; {verdicts[-1]}; {seconds:.1f} s, {spent[-1]:.1f} CPU s", flush=True)
    print({one: verdicts.count(one) for one in sorted(set(verdicts))})
    print(f"CPU seconds of a question: median {sorted(spent)[len(spent) // 2]:.1f}, most {max(spent):.1f}")
    return int("DIFFERS" in verdicts)


if __name__ == "__main__":
    sys.exit(main())
