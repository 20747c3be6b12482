"""A goal as a linear form over the model's variables, and where it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, gcd

import numpy as np

from scheduler.search.linear import Ints

#: How far an engine's bound may be wrong by rounding: absolutely, and relative to its size.
TOLERANCE, RELATIVE_TOLERANCE = 1e-3, 1e-9

#: How near a relaxation's value must be to one that a plan can have, for it to be likely that a plan has it.
EVEN = 0.01

PRICE_OF_FIRST = 100
"""How many units of the second goal one unit of the first is worth while the two are searched together."""


@dataclass(frozen=True)
class LinearGoal:
    """value = cost · x + offset; ``step`` divides every difference between two values; ``least``: never below it."""

    name: str
    cost: Ints
    offset: int
    step: int
    least: int | None = None

    def value(self, x: Ints) -> int:
        """The goal's value at a solution, exactly."""
        return int(self.cost @ x) + self.offset

    def round_bound(self, bound: float) -> int | None:
        """The least value that the goal can have at or above an engine's bound; None if there is no bound."""
        if not np.isfinite(bound):
            return None
        slack = TOLERANCE + RELATIVE_TOLERANCE * abs(bound)
        return self.offset + self.step * ceil((bound - self.offset - slack) / self.step)

    def even(self, bound: float) -> bool:
        """Whether the bound is a value that the goal can have, but for rounding."""
        value = self.round_bound(bound)
        return value is not None and abs(value - bound) <= EVEN + RELATIVE_TOLERANCE * abs(bound)

    def floor(self, lower: Ints, upper: Ints) -> int:
        """A bound that needs no proof: every variable at its better end."""
        floor = int(np.minimum(self.cost * lower, self.cost * upper).sum()) + self.offset
        return floor if self.least is None else max(floor, self.least)

    @property
    def support(self) -> Ints:
        """The variables that matter to the goal."""
        return np.nonzero(self.cost)[0]


def linear_goal(
    name: str, columns: int, terms: Iterable[tuple[int, int]], offset: int, least: int | None = None
) -> LinearGoal:
    """A goal from its terms (variable index, weight)."""
    cost = np.zeros(columns, dtype=np.int64)
    for index, weight in terms:
        cost[index] += weight
    return LinearGoal(name, cost, offset, max(1, gcd(*(int(c) for c in cost[cost != 0]))), least)


def within(value: int, bound: int | None, gap: float) -> bool:
    """Whether (value − bound) / max(1, bound) is no more than the gap."""
    return bound is not None and value - bound <= gap * max(1, bound)


def first_two(goals: Sequence[LinearGoal]) -> LinearGoal:
    """The first two goals as one, with a price on the first that no usual trade can pay."""
    first, second = goals[0], goals[min(1, len(goals) - 1)]
    if first is second:
        return first
    cost = PRICE_OF_FIRST * first.cost + second.cost
    return LinearGoal("blend", cost, PRICE_OF_FIRST * first.offset + second.offset, 1)
