"""The unit in which a branch and bound counts an objective of very large numbers. Runs in the solver's own process.

Two goals as one have prices of a hundred thousand and more. A solution that a linear programme calls feasible may break a row by 1e-7, so that its
objective is off by tenths; and where HiGHS knows that an objective is whole, it leaves out whatever lies above the next better whole number by 1e-6.
So it lost best solutions now and then. In a unit in which no objective is whole it leaves out only what lies half a unit above that.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

LARGE = 1e5
"""Prices from which that matters."""

FACTOR = 0.7310585786300049
"""No multiple of it that is not very large is whole."""

ROUNDING, MOST = 1e-6, 0.9
"""How far a bound may be off, as a share of the largest price, and at most: the next whole number is another value."""

GAP = 0.5
"""Share of the gap at which a search may end."""


@dataclass(frozen=True)
class Unit:
    """``factor``: what 1 is counted as; ``margin``: by how much a bound may be too high."""

    factor: float = 1.0
    margin: float = 0.0

    def value(self, objective: float) -> float:
        """An engine's objective as the task's."""
        return objective / self.factor

    def bound(self, found: float) -> float:
        """An engine's bound as one of the task's that holds."""
        return found / self.factor - self.margin

    def options(self, given: dict[str, Any]) -> dict[str, Any]:
        """A task's options for the engine."""
        if self.factor == 1.0:
            return given
        scaled = {"mip_abs_gap": GAP * self.factor, "objective_target": self.factor}
        return given | {name: given[name] * by for name, by in scaled.items() if name in given}


def unit_of(task: dict[str, Any]) -> Unit:
    """The unit for a task: its own, unless its prices are very large."""
    free = task["lower"] < task["upper"]
    dearest = float(np.abs(task["cost"][free]).max(initial=0.0))
    if task["kind"] != "mip" or dearest < LARGE:
        return Unit()
    return Unit(FACTOR, min(MOST, ROUNDING * dearest))
