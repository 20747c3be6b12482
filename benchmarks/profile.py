"""Where the time of a whole command goes, from starting it to the plan on the disk.

python -m benchmarks.profile [--classes 36,120] [--seed N] [--time-limit S] [--out DIR]

The parts between reading and verifying are those that the plan itself records (``plan.json``); reading is what is left of its total,
starting is the time of a command that does nothing, writing what is left of the whole. Presolve is a part of the search: HiGHS's own,
measured once more by itself on the same model.
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from models.policy import Goal
from models.school import School
from scheduler.canonical import canonical
from scheduler.duties import duty_pool
from scheduler.files import save_school
from scheduler.files.plans import Cell, csv_bytes
from scheduler.generate import generate
from scheduler.roster.context import roster_data
from scheduler.search.linear import translate
from scheduler.week.build import build
from scheduler.week.data import WeekData

ROOT = Path(__file__).resolve().parent.parent
SEARCHING = ("roster alone", "pins", "search", "roster")
HEADINGS = ("classes", "part", "seconds", "share")
EXTRA = 120.0
"""Seconds that a command may take beyond its time limit."""


def command(arguments: list[str], most: float) -> float:
    """Seconds that a command of the program takes. Raises subprocess.TimeoutExpired."""
    began = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "scheduler.cli", *arguments], cwd=ROOT, timeout=most, check=False, capture_output=True
    )
    return time.monotonic() - began


def presolve(school: School, folder: Path) -> float:
    """Seconds of HiGHS's presolve on the school's model, in a process without ortools."""
    given = canonical(school)
    data = WeekData(given, duty_pool(roster_data(given), given.pin_duties))
    ctx = build(data)
    model = translate(ctx.model)
    cost = np.zeros(model.columns)
    prices: tuple[tuple[Goal, int], ...] = (("coverage", 100), ("choices", 1))  # as the search begins
    for goal, price in prices:
        for term in ctx.terms[goal]:
            cost[term.var.index] += price * term.weight
    file = folder / "model.npz"
    np.savez(file, cost=cost, **{name: getattr(model, name) for name in model.__dataclass_fields__})
    found = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("presolve.py")), str(file)],
        capture_output=True,
        text=True,
        timeout=600,
        check=True,
    )
    return float(found.stdout)


def parts(school: School, folder: Path, limit: float) -> dict[str, float]:
    """Seconds of each part, and of the ``whole``."""
    folder.mkdir(parents=True, exist_ok=True)
    path, plan = folder / "school", folder / "plan"
    save_school(school, path, force=True)
    starting = command(["--version"], EXTRA)
    solve = ["solve", str(path), "--out", str(plan), "--time-limit", str(limit), "--quiet", "--lang", "en"]
    whole = command(solve, limit + EXTRA)
    laps: dict[str, float] = json.loads((plan / "plan.json").read_text("utf-8"))["run"]["seconds"]
    total = laps.pop("total")
    found = {"starting": starting, "reading": max(0.0, total - sum(laps.values())), **laps}
    found["writing"] = max(0.0, whole - total - starting)
    found["whole"] = whole
    found["of the search: presolve"] = presolve(school, folder)
    found["all but the search"] = whole - sum(laps.get(name, 0.0) for name in SEARCHING)
    return found


def main() -> None:
    """Print the table for each size and write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--classes", default="36,120")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--time-limit", type=float, default=60.0)
    parser.add_argument("--out", type=Path, default=Path("profile"))
    given = parser.parse_args()
    lines: list[list[Cell]] = []
    print("| " + " | ".join(HEADINGS) + " |", "|" + " --- |" * len(HEADINGS), sep="\n")
    for classes in map(int, given.classes.split(",")):
        folder = given.out.resolve() / str(classes)
        found = parts(generate(classes, given.seed), folder, given.time_limit)
        for part, seconds in found.items():
            lines.append([classes, part, f"{seconds:.2f}", f"{seconds / found['whole']:.1%}"])
            print("| " + " | ".join(map(str, lines[-1])) + " |", flush=True)
    (given.out / "profile.csv").write_bytes(csv_bytes(HEADINGS, lines))


if __name__ == "__main__":
    main()
