"""How long the duty roster takes to its proven best, beside one plain dated CP-SAT model with the same time.

python -m benchmarks.roster [--limit SECONDS] [--seeds N]
"""

import argparse
import time
from collections.abc import Sequence

from benchmarks.duty_school import duty_school
from scheduler.roster.best import best_roster
from scheduler.roster.context import RosterData, roster_data
from scheduler.roster.engine import Limits, search
from scheduler.roster.kinds import each_its_own
from scheduler.roster.part import Together

SIZES = ((88, 28), (88, 20), (200, 40))


def plain(data: RosterData, unfilled: int, limit: float) -> tuple[int | None, int, float]:
    """One CP-SAT model over all dates, told how many places stay unfilled: value, bound, seconds."""
    started = time.monotonic()
    whole = Together(data, data.triples, {}, each_its_own(data))
    whole.dated.model.add(sum(var for var, _ in whole.unfilled) == unfilled)
    whole.dated.model.minimize(sum(weight * var for var, weight in whole.goal))
    outcome = search(whole.dated.model, Limits(started + limit), num_workers=8)
    value = round(outcome.solver.objective_value) if outcome.found else None
    return value, round(outcome.solver.best_objective_bound), time.monotonic() - started


def run(dates: int, people: int, seed: int, limit: float) -> str:
    """One line of the table."""
    data = roster_data(duty_school(dates, people, seed))
    started = time.monotonic()
    best = best_roster(data, data.triples, seed=seed, time_limit=limit)
    seconds = time.monotonic() - started
    value, bound, slow = plain(data, best.unfilled, limit)
    gap = (best.goal - best.bound_goal) / max(1, best.bound_goal)
    ratio = "nothing" if value is None else f"{value / best.goal:.5f}"
    left = "-" if value is None else f"{(value - bound) / max(1, abs(bound)):.3%}"
    return (
        f"{dates:5} {people:6} {seed:4} {best.unfilled:8} {best.goal:8} {gap:8.3%} {seconds:8.2f}"
        f" {ratio:>11} {left:>9} {slow / seconds:10.1f}"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--limit", type=float, default=60.0, help="seconds for each search")
    parser.add_argument("--seeds", type=int, default=2, help="schools of each size")
    chosen = parser.parse_args(arguments)
    print("                               roster                    plain model / roster")
    print("dates people seed unfilled     goal      gap  seconds       value  gap left    seconds")
    for dates, people in SIZES:
        for seed in range(chosen.seeds):
            print(run(dates, people, seed, chosen.limit), flush=True)


if __name__ == "__main__":
    main()
