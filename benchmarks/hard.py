"""Schools that are hard on purpose: what is proven of each, above all that its gaps are the fewest possible.

python -m benchmarks.hard [--time-limit S] [--seeds 1,2] [--classes N] [--only NAME …] [--out DIR]

Each runs in a process of its own; ``--classes`` makes all of them of one size, for a quick look. ``gaps proven``: coverage has met its bound.
"""

import argparse
from collections import Counter
from pathlib import Path

from benchmarks.apart import Outcome, run_apart
from models.policy import DEFAULT_PRIORITIES
from scheduler.files import save_school
from scheduler.files.plans import Cell, csv_bytes
from scheduler.generate import HARD, generate

HEADINGS = ("school", "classes", "seed", "ended", "gaps", "gaps proven", *DEFAULT_PRIORITIES, "s", "CPU s", "MiB")


def shown(value: int | None, bound: int | None) -> str:
    """A goal's cell: its value if that is proven, else with its bound."""
    if value is None:
        return "–"
    return f"{value}" if value == bound else f"{value} (≥ {bound})"


def row(name: str, classes: int, seed: int, outcome: Outcome) -> list[Cell]:
    """A line of the table."""
    kinds = Counter(gap.what for gap in outcome.plan.gaps) if outcome.plan else Counter[str]()
    gaps = ", ".join(f"{count} {what}" for what, count in sorted(kinds.items())) or ("none" if outcome.plan else "–")
    values, bounds = outcome.values, outcome.bounds
    proven = "yes" if outcome.plan and values["coverage"] == bounds.get("coverage") else "no"
    ended = "broken" if outcome.breaches else outcome.ended
    goals = [shown(values.get(goal), bounds.get(goal)) for goal in DEFAULT_PRIORITIES]
    figures = [f"{outcome.seconds:.0f}", f"{outcome.cpu:.0f}", f"{outcome.peak:.0f}"]
    return [name, classes, seed, ended, gaps, proven, *goals, *figures]


def main() -> None:
    """Run every profile."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--time-limit", type=float, default=60.0)
    parser.add_argument("--seeds", default="1")
    parser.add_argument("--classes", type=int)
    parser.add_argument("--only", nargs="*", choices=list(HARD))
    parser.add_argument("--out", type=Path, default=Path("hard"))
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    lines: list[list[Cell]] = []
    print("| " + " | ".join(HEADINGS) + " |", "|" + " --- |" * len(HEADINGS), sep="\n", flush=True)
    for name in given.only or HARD:
        meant, profile = HARD[name]
        classes = given.classes or meant
        for seed in map(int, given.seeds.split(",")):
            school, path = generate(classes, seed, profile), given.out / f"{name}-{seed}.json"
            save_school(school, path, force=True)
            plan = given.out / f"{name}-{seed}"
            outcome = run_apart("kehou", school, path, plan, limit=given.time_limit, seed=seed)
            lines.append(row(name, classes, seed, outcome))
            print("| " + " | ".join(map(str, lines[-1])) + " |", flush=True)
            if outcome.words and outcome.ended != "done":
                print(outcome.words)
            (given.out / "hard.csv").write_bytes(csv_bytes(HEADINGS, lines))


if __name__ == "__main__":
    main()
