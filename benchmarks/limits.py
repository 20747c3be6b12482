"""The same school with less and with more time: no longer run may end with a worse plan, nor a rerun below the plan it begins with.

python -m benchmarks.limits [--classes 12] [--seeds 1,2,3] [--limits 3,6,12,30] [--out TABLE.csv]

A line for each run: its goals' values, in order, and whether a shorter run had a better plan. The last line of each school is a
rerun from the best plan, the school unchanged, with the shortest limit: it has to keep all. Exit code 1 where a line is worse.
"""

import argparse
import sys
import time
from pathlib import Path

from models.plan import Plan
from models.policy import DEFAULT_PRIORITIES
from models.school import School
from scheduler.errors import NoPlanInTime
from scheduler.files.plans import Cell, csv_bytes
from scheduler.generate import generate
from scheduler.options import Options
from scheduler.plan import solve
from scheduler.rerun import rerun

HEADINGS = ("classes", "seed", "limit s", "s", *DEFAULT_PRIORITIES, "proven", "worse than before")


def values(plan: Plan) -> tuple[int, ...]:
    """The goals' values, most important first."""
    found = {score.goal: score.value for score in plan.scores}
    return tuple(found[goal] for goal in DEFAULT_PRIORITIES)


def line(name: str, plan: Plan | None, seconds: float, best: tuple[int, ...] | None) -> list[Cell]:
    """What a run gave, beside the best before it."""
    if plan is None:
        return [name, f"{seconds:.1f}", *("–" for _ in DEFAULT_PRIORITIES), 0, "yes" if best else "no"]
    now = values(plan)
    proven = sum(score.value == score.bound for score in plan.scores if score.goal in DEFAULT_PRIORITIES)
    return [name, f"{seconds:.1f}", *now, proven, "yes" if best is not None and now > best else "no"]


def runs(school: School, limits: list[float]) -> list[list[Cell]]:
    """A line for each limit, and one for the rerun."""
    found: list[list[Cell]] = []
    best: Plan | None = None
    for limit in limits:
        began = time.monotonic()
        try:
            plan = solve(school, Options(time_limit=limit))
        except NoPlanInTime:
            plan = None
        found.append(line(f"{limit:g}", plan, time.monotonic() - began, values(best) if best else None))
        best = min((one for one in (best, plan) if one), key=values, default=None)
    if best:
        began = time.monotonic()
        again = rerun(school, best, Options(time_limit=limits[0]))
        found.append(line(f"rerun {limits[0]:g}", again, time.monotonic() - began, values(best)))
    return found


def main() -> None:
    """Run every school with every limit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--classes", default="12")
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--limits", default="3,6,12,30")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    limits = sorted(float(limit) for limit in given.limits.split(","))
    lines: list[list[Cell]] = []
    print("| " + " | ".join(HEADINGS) + " |", "|" + " --- |" * len(HEADINGS), sep="\n", flush=True)
    for classes in map(int, given.classes.split(",")):
        for seed in map(int, given.seeds.split(",")):
            for cells in runs(generate(classes, seed), limits):
                lines.append([classes, seed, *cells])
                print("| " + " | ".join(map(str, lines[-1])) + " |", flush=True)
    if given.out:
        given.out.write_bytes(csv_bytes(HEADINGS, lines))
    sys.exit(any(cells[-1] == "yes" for cells in lines))


if __name__ == "__main__":
    main()
