"""The planner beside what a competent person would use otherwise: one table of goals, bounds, times and memory.

python -m benchmarks.compare [--classes 12,36] [--seeds 1,2] [--time-limit S] [--peer-limit S]
                             [--peers plain,highs,timefold,first-come,dictatorship] [--out DIR]

Schools are those of ``kehou generate``. Everybody runs in a process of its own, one after the other, and is ended when its
time is over; every plan goes through the verifier, which recomputes its values. DIR gets ``comparison.csv`` and all plans.
"""

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.apart import Outcome, run_apart
from benchmarks.lean import lean
from models.plan import Plan
from models.policy import DEFAULT_PRIORITIES
from models.school import School
from scheduler.files import save_school
from scheduler.files.plans import Cell, csv_bytes
from scheduler.generate import generate

PEERS = ("plain", "highs", "timefold", "first-come", "dictatorship")
ON_LEAN = ("timefold",)
ON_PLAN = ("first-come", "dictatorship")
NEAR = 0.01
"""How near to the bound of choices a plan is called good: 1 %."""
FIRST = ("classes", "seed", "school", "who", "ended")
LAST = (
    "first complete s", "within 1 % s", "end s", "CPU s", "peak MiB", "breaches", "first choices", "first or second",
    "bad weeks",
)  # fmt: skip


@dataclass(frozen=True)
class Race:
    """One school and everybody who planned it."""

    classes: int
    seed: int
    kind: str
    school: School
    outcomes: tuple[Outcome, ...]


def gap(value: int, bound: int) -> float:
    """(value − bound) / max(1, bound)."""
    return (value - bound) / max(1, bound)


def least_coverage(outcomes: Iterable[Outcome]) -> int | None:
    """The best coverage that a plan of theirs has."""
    return min((o.values["coverage"] for o in outcomes if o.values and not o.breaches), default=None)


def choices_bound(outcomes: Iterable[Outcome], coverage: int) -> int | None:
    """The best bound of choices that one of them proved for plans of this coverage."""
    bounds = [
        o.bounds["choices"]
        for o in outcomes
        if o.values and not o.breaches and o.values["coverage"] == coverage and "choices" in o.bounds
    ]
    return max(bounds, default=None)


def milestones(outcome: Outcome, coverage: int | None, bound: int | None) -> tuple[float | None, float | None]:
    """Seconds to a plan with this coverage, and to one that is also within 1 % on choices; None = not reached.

    A maker that tells of no plan on its way is judged by its last one.
    """
    trace = [*outcome.trace, (outcome.seconds, outcome.values)] if outcome.values else outcome.trace
    complete = [(when, v["choices"]) for when, v in trace if coverage is not None and v["coverage"] <= coverage]
    near = [when for when, value in complete if bound is not None and gap(value, bound) <= NEAR]
    return (complete[0][0] if complete else None), (near[0] if near else None)


def places(school: School, plan: Plan) -> tuple[int, int, int]:
    """Places in a first choice, in a first or second choice, and students with a bad week."""
    ranks = [row.rank for row in plan.placements if row.rank]
    well = {row.student_id for row in plan.placements if row.rank in (1, 2)}
    bad = sum(bool(blocks) and student not in well for student, blocks in school.attended.items())
    return ranks.count(1), sum(rank <= 2 for rank in ranks), bad


def row(race: Race, outcome: Outcome) -> list[Cell]:
    """A line of the table."""
    coverage = least_coverage(race.outcomes)
    bound = None if coverage is None else choices_bound(race.outcomes, coverage)
    cells: list[Cell] = [race.classes, race.seed, race.kind, outcome.name, outcome.ended]
    for goal in DEFAULT_PRIORITIES:
        value, low = outcome.values.get(goal), outcome.bounds.get(goal)
        far = None if value is None or low is None else f"{gap(value, low):.5f}"
        cells += [value, low, far]
    for seconds in (*milestones(outcome, coverage, bound), outcome.seconds, outcome.cpu):
        cells.append(None if seconds is None else f"{seconds:.1f}")
    well = places(race.school, outcome.plan) if outcome.plan else (None, None, None)
    return [*cells, f"{outcome.peak:.0f}", len(outcome.breaches) if outcome.plan else None, *well]


def headings() -> tuple[str, ...]:
    """The names of the columns."""
    return (*FIRST, *(f"{g}{part}" for g in DEFAULT_PRIORITIES for part in ("", " bound", " gap")), *LAST)


def markdown(lines: Sequence[Sequence[Cell]]) -> str:
    """The table for a page: a value is bold where it is proven, else its own bound stands beside it."""
    at = len(FIRST)
    names = (*FIRST, *DEFAULT_PRIORITIES, *LAST)
    shown = [list(names), ["---"] * len(names)]
    for line in lines:
        goals: list[str] = []
        for number in range(len(DEFAULT_PRIORITIES)):
            value, low, _ = line[at + 3 * number : at + 3 * number + 3]
            bare = "–" if value is None else str(value)
            known = "" if low is None or value is None else f" (≥ {low})"
            goals.append(f"**{bare}**" if value is not None and value == low else bare + known)
        rest = ["–" if cell is None else str(cell) for cell in line[at + 3 * len(DEFAULT_PRIORITIES) :]]
        shown.append([*map(str, line[:at]), *goals, *rest])
    return "\n".join("| " + " | ".join(cells) + " |" for cells in shown)


def against_students(race: Race) -> str:
    """What the plan does for students, beside each way in which they choose by themselves; empty where neither ran."""
    ours = next((o.plan for o in race.outcomes if o.name == "kehou"), None)
    lines: list[str] = []
    for outcome in race.outcomes:
        if outcome.name in ON_PLAN and outcome.plan and ours:
            mine, theirs = places(race.school, ours), places(race.school, outcome.plan)
            more = [f"{a - b:+d}" for a, b in zip(mine, theirs, strict=True)]
            lines.append(
                f"{race.classes} classes, seed {race.seed}: beside {outcome.name} {more[0]} first choices,"
                f" {more[1]} first or second choices, {more[2]} bad weeks"
            )
    return "\n".join(lines)


def races(classes: int, seed: int, peers: Sequence[str], limit: float, peer_limit: float, out: Path) -> list[Race]:
    """Let everybody plan one school; those who cannot plan all of it plan a lean one, beside the planner."""
    whole = generate(classes, seed)
    fields = [("whole", whole, [p for p in peers if p not in ON_LEAN])]
    if any(p in ON_LEAN for p in peers):
        fields.append(("lean", lean(whole), [p for p in peers if p in ON_LEAN]))
    found: list[Race] = []
    for kind, school, names in fields:
        folder = out / f"{classes}-{seed}-{kind}"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "school.json"
        save_school(school, path, force=True)
        outcomes: list[Outcome] = []
        for name in ("kehou", *names):
            seconds = limit if name == "kehou" else peer_limit
            base = folder / "kehou" if name in ON_PLAN else None
            print(f"{classes} classes, seed {seed}, {kind}: {name} …", flush=True)
            outcomes.append(run_apart(name, school, path, folder / name, limit=seconds, seed=seed, base=base))
            if outcomes[-1].ended != "done" or outcomes[-1].breaches:
                print("   ", outcomes[-1].ended, outcomes[-1].words, *outcomes[-1].breaches[:3], sep="\n    ")
        found.append(Race(classes, seed, kind, school, tuple(outcomes)))
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Run everything; the table is written anew after each school, so that a run that is broken off leaves what it had."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--classes", default="12,36")
    parser.add_argument("--seeds", default="1,2")
    parser.add_argument("--time-limit", type=float, default=60.0, help="seconds for the planner")
    parser.add_argument("--peer-limit", type=float, help="seconds for each other; the same where it is not given")
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--out", type=Path, default=Path("comparison"))
    given = parser.parse_args(arguments)
    peers = [name for name in given.peers.split(",") if name]
    unknown = set(peers) - set(PEERS)
    if unknown:
        parser.error(f"no such peer: {', '.join(sorted(unknown))}; there are {', '.join(PEERS)}")
    lines: list[list[Cell]] = []
    said: list[str] = []
    given.out.mkdir(parents=True, exist_ok=True)
    for classes in map(int, given.classes.split(",")):
        for seed in map(int, given.seeds.split(",")):
            for race in races(classes, seed, peers, given.time_limit, given.peer_limit or given.time_limit, given.out):
                lines += [row(race, outcome) for outcome in race.outcomes]
                said.append(against_students(race))
            (given.out / "comparison.csv").write_bytes(csv_bytes(headings(), lines))
    print(markdown(lines))
    print("\n".join(line for line in said if line))


if __name__ == "__main__":
    main()
