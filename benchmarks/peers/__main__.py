"""One maker, one school, one plan: what the comparison starts in a process of its own.

python -m benchmarks.peers NAME SCHOOL OUT --time-limit S --seed N [--base PLAN]

Standard output: a line of JSON for each better plan, then one with the proven bounds. OUT becomes the plan's folder.
"""

import argparse
import json
import time
from importlib import import_module
from pathlib import Path

BEGAN = time.monotonic()

MODULES = {
    "kehou": "kehou",
    "plain": "plain",
    "highs": "highs",
    "timefold": "timefold_peer",
    "first-come": "first_come",
    "dictatorship": "dictatorship",
}


def main() -> None:
    """Make the plan and write it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("name", choices=MODULES)
    parser.add_argument("school", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--time-limit", type=float, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--base", type=Path)
    given = parser.parse_args()

    from benchmarks.peers.making import Order
    from scheduler.files import load_school
    from scheduler.files.plans import save_plan

    module = import_module(f"benchmarks.peers.{MODULES[given.name]}")
    school = load_school(given.school)
    made = module.make(school, Order(given.time_limit, given.seed, base=given.base, began=BEGAN))
    save_plan(made.plan, school, given.out)
    print(json.dumps({"bounds": dict(made.bounds)}), flush=True)


if __name__ == "__main__":
    main()
