"""Whether new plans of the stored instances contradict what was proven before, or what is proven now contradicts old plans.

python -m benchmarks.bounds [--time-limit S] [NAME …]

Regress on bounds, not on assignments: a new value below an old proven bound means that one of the two is wrong, and so does a new
bound above an old value. Exit code 1 if there is any such goal.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from models.plan import Plan, Score
from scheduler.files import load_school, school_digest
from scheduler.files.plans import load_plan
from scheduler.options import Options
from scheduler.plan import solve

ROOT = Path(__file__).resolve().parent.parent


def contradictions(old: Sequence[Score], new: Sequence[Score]) -> list[str]:
    """What cannot both be true of two plans' scores, in words.

    A bound speaks of plans that are at least as good in every goal before it; of others it says nothing.
    """
    return [*_below(old, new, "new", "old"), *_below(new, old, "old", "new")]


def _below(proven: Sequence[Score], found: Sequence[Score], whose: str, by: str) -> list[str]:
    """Values of ``found`` that are below a bound of ``proven`` which speaks of them."""
    words: list[str] = []
    for theirs, mine in zip(proven, found, strict=True):
        if mine.goal != theirs.goal:
            raise ValueError("the goals are not in the same order")
        if mine.value < theirs.bound:
            words.append(f"{mine.goal}: {whose} value {mine.value} below {by} bound {theirs.bound}")
        if mine.value > theirs.value:
            break
    return words


def instances() -> dict[str, Path]:
    """Every instance with a stored plan, by name."""
    found = {(p.stem if p.is_file() else p.name): p for p in sorted((ROOT / "instances").iterdir())}
    return {name: path for name, path in found.items() if (ROOT / "solutions" / name / "plan.json").exists()}


def solved_anew(name: str, seconds: float, seed: int = 0) -> tuple[Plan, Plan]:
    """The stored plan of an instance and a new one. Raises ValueError where the stored plan is of another school."""
    school, stored = load_school(instances()[name]), load_plan(ROOT / "solutions" / name)
    if stored.run.digest != school_digest(school):
        raise ValueError(f"{name}: the stored plan is of another school")
    return stored, solve(school, Options(time_limit=seconds, seed=seed))


def main() -> None:
    """Go through the named instances, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--time-limit", type=float, default=60.0)
    given = parser.parse_args()
    wrong = False
    for name in given.names or instances():
        old, new = solved_anew(name, given.time_limit)
        found = contradictions(old.scores, new.scores)
        wrong = wrong or bool(found)
        pairs = zip(old.scores, new.scores, strict=True)
        told = "; ".join(f"{a.goal} {a.bound}..{a.value} | {b.bound}..{b.value}" for a, b in pairs)
        print(name, "old | new:", told, *found, sep="\n    ", flush=True)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
