"""Shortages at full size: ``python benchmarks/shortages.py [SEEDS]``.

Every planted shortage in made-up schools of 12 and 36 classes, with the seconds of one core that looking takes; then
made-up schools that have complete plans (100 unless another number is given), none of which may be said to be short.
"""

import sys
import time
from pathlib import Path

from scheduler.generate import generate
from scheduler.shortages import Shortage, shortages


def plain(found: tuple[Shortage, ...]) -> list[tuple[str, tuple[str, ...], int, int]]:
    """Shortages as the planted ones are written down."""
    return sorted((s.kind, s.names, s.needed, s.available) for s in found)


def planted() -> int:
    """How many planted shortages were not found as they should be."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "shortages"))
    from planted import PLANTS  # pyright: ignore[reportMissingImports, reportUnknownVariableType]

    wrong = 0
    for classes in (12, 36):
        base, worst = generate(classes, 1), 0.0
        for name, make in PLANTS.items():
            school, expected = make(base)
            began = time.process_time()
            good = plain(shortages(school)) == sorted(expected)
            worst = max(worst, time.process_time() - began)
            wrong += not good
            if not good:
                print(f"{classes} classes, {name}: not as planted")
        print(f"{classes} classes: {len(PLANTS)} planted, {worst:.1f} s at most")
    return wrong


def complete(seeds: int) -> int:
    """How many made-up schools were wrongly said to be short."""
    wrong = 0
    for seed in range(seeds):
        found = shortages(generate((6, 12, 18, 24)[seed % 4], seed))
        wrong += bool(found)
        if found:
            print(f"seed {seed}: {plain(found)}")
    print(f"{seeds} schools with complete plans: {wrong} said to be short")
    return wrong


if __name__ == "__main__":
    sys.exit(planted() + complete(int(sys.argv[1]) if len(sys.argv) > 1 else 100) > 0)
