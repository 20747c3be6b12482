"""On schools small enough for one plain model: the same optimum for every goal, from two models that share no line.

python -m benchmarks.agree [--schools 200] [--from SEED]

The tiny schools of the exhaustive tests, family after family. Exit code 1 if the two differ, or if one of them proves nothing.
"""

import argparse
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.peers import plain
from benchmarks.peers.making import Order
from models.school import School
from scheduler.errors import PinConflict
from scheduler.options import Options
from scheduler.plan import solve

LIMIT = 60.0


def ours(school: School) -> tuple[dict[str, int], dict[str, int]] | None:
    """The planner's values and bounds; None where the pins contradict the rules."""
    try:
        plan = solve(school, Options(time_limit=LIMIT))
    except PinConflict:
        return None
    return {s.goal: s.value for s in plan.scores}, {s.goal: s.bound for s in plan.scores}


def theirs(school: School) -> tuple[dict[str, int], dict[str, int]] | None:
    """The plain model's values and bounds; None where it has no solution at all."""
    try:
        made = plain.make(school, Order(LIMIT, workers=1))
    except plain.Impossible:
        return None
    return {s.goal: s.value for s in made.plan.scores}, dict(made.bounds)


def main() -> None:
    """Compare school after school."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--schools", type=int, default=200)
    parser.add_argument("--from", dest="first", type=int, default=100, help="the first seed")
    given = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "exhaustive"))
    tiny: Any = import_module("tiny_schools")
    families = list(tiny.FAMILIES)
    differ = planned = 0
    for number in range(given.schools):
        family, seed = families[number % len(families)], given.first + number // len(families)
        school = tiny.tiny_school(family, seed)
        mine, other = ours(school), theirs(school)
        planned += mine is not None
        if mine != other or (mine and mine[0] != mine[1]):
            differ += 1
            print(f"{family} {seed}: planner {mine}, plain model {other}", flush=True)
    print(f"{given.schools} schools, {planned} with a plan: {differ} differ")
    sys.exit(1 if differ else 0)


if __name__ == "__main__":
    main()
