"""What each kind of change costs: how many changes the rerun makes, how many are proven to be needed, how long it takes.

python -m benchmarks.changes SCHOOL PLAN [--limit SECONDS] [--cold] [--only NAME ...] [--out TABLE.csv]

SCHOOL is an instance, PLAN a plan's folder for it. ``--cold`` also plans the changed school from nothing and counts how many
changes that would have been.
"""

import argparse
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests" / "rerun"))

from happenings import HAPPENINGS, leaves, room_closes, teacher_leaves

from models.checks import faults
from models.plan import Plan
from models.school import School
from scheduler.files import load_school
from scheduler.files.plans import csv_bytes, load_plan
from scheduler.options import Options
from scheduler.plan import solve
from scheduler.rerun import lost, rerun
from scheduler.verify import changed

HEADINGS = (
    "change", "lost", "sessions", "students", "duties", "changes", "bound", "coverage", "its bound", "seconds",
    "CPU seconds", "cold", "ratio",
)  # fmt: skip
Happening = Callable[[School, Plan], School]


def much_at_once(school: School, plan: Plan) -> School:
    """Twelve students more, nine fewer, a teacher gone, a room closed."""
    now = school
    for n in range(12):
        one = school.students[(n * 37) % len(school.students)]
        mine = [c for c in school.choices if c.student_id == one.student_id]
        added = one.model_copy(update={"student_id": f"NEW{n}"})
        choices = (*now.choices, *(c.model_copy(update={"student_id": f"NEW{n}"}) for c in mine))
        now = now.replaced(students=(*now.students, added), choices=choices)
    for _ in range(9):
        now = leaves(now, plan)
    return room_closes(teacher_leaves(now, plan), plan)


def row(name: str, now: School, plan: Plan, limit: float, *, cold: bool) -> list[str | int | None]:
    """One line of the table."""
    assert not faults(now), name
    began, used = time.monotonic(), _cpu()
    new = rerun(now, plan, Options(time_limit=limit))
    seconds, cpu = time.monotonic() - began, _cpu() - used
    figures = {score.goal: score for score in new.scores}
    parts = changed(plan, new, now)
    coverage, changes = figures["coverage"], figures["changes"]
    scratch = sum(changed(plan, solve(now, Options(time_limit=limit)), now)) if cold else None
    ratio = "" if scratch is None else f"{scratch / max(1, changes.value):.0f}"
    known = [coverage.value, coverage.bound, f"{seconds:.1f}", f"{cpu:.1f}"]
    return [name, len(lost(now, plan)), *parts, changes.value, changes.bound, *known, scratch, ratio]


def _cpu() -> float:
    """Seconds of this process and of the engines that it has ended."""
    return sum(
        found.ru_utime + found.ru_stime
        for found in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def markdown(rows: Sequence[Sequence[str | int | None]]) -> str:
    """The table for a page."""
    lines = [HEADINGS, ["---"] * len(HEADINGS), *rows]
    return "\n".join("| " + " | ".join("" if cell is None else str(cell) for cell in line) + " |" for line in lines)


def main() -> None:
    """Print the table, and write it where asked."""
    parser = argparse.ArgumentParser()
    parser.add_argument("school", type=Path)
    parser.add_argument("plan", type=Path)
    parser.add_argument("--limit", type=float, default=60)
    parser.add_argument("--cold", action="store_true")
    parser.add_argument("--only", nargs="*", default=None)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    school, plan = load_school(given.school), load_plan(given.plan)
    every: list[tuple[str, Happening]] = [("nothing", lambda s, _: s), *((one.__name__, one) for one in HAPPENINGS)]
    every.append(("much_at_once", much_at_once))
    rows: list[list[str | int | None]] = []
    for name, happening in every:
        if given.only is None or name in given.only:
            rows.append(row(name, happening(school, plan), plan, given.limit, cold=given.cold))
            print(*rows[-1], sep="\t", flush=True)
    print(markdown(rows))
    if given.out:
        given.out.write_bytes(csv_bytes(HEADINGS, rows))


if __name__ == "__main__":
    main()
