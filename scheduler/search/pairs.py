"""A goal and the next one searched as one: the second breaks the ties of the first.

Alone, a goal leaves very many solutions that are equally good, among which a branch and bound gets lost; with the next goal in
its objective it proves both in little more than the time of one. The first weighs more than all that the second can differ by
(exact weights of a lexicographic order: Sherali 1982).
"""

from dataclasses import dataclass
from math import gcd

import numpy as np

from scheduler.search.goals import LinearGoal
from scheduler.search.linear import Ints


@dataclass(frozen=True)
class Pair:
    """``goal``: ``weight`` · ``first`` + ``second``; ``most``: the largest value that the second can have."""

    first: LinearGoal
    second: LinearGoal
    weight: int
    most: int

    @property
    def goal(self) -> LinearGoal:
        """Both as one."""
        first, second, weight = self.first, self.second, self.weight
        cost, offset = weight * first.cost + second.cost, weight * first.offset + second.offset
        return LinearGoal(f"{first.name}+{second.name}", cost, offset, gcd(weight * first.step, second.step))

    def bounds(self, value: float) -> tuple[int, int] | None:
        """What a bound of both says: of the first goal, and of the second in solutions whose first is no more than that."""
        first = self.first.round_bound((value - self.most) / self.weight)
        second = None if first is None else self.second.round_bound(value - self.weight * first)
        return None if first is None or second is None else (first, second)


def pair_of(first: LinearGoal, second: LinearGoal, lower: Ints, upper: Ints) -> Pair:
    """The two as one, for variables within these bounds."""
    least, most = second.floor(lower, upper), int(np.maximum(second.cost * lower, second.cost * upper).sum())
    most += second.offset
    return Pair(first, second, (most - least) // first.step + 1, most)
