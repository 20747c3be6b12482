"""How one goal is proven: five ways to ask, from the quickest to the one that always ends in a proof.

``out``: without the inner variables, where settling has held what they rest on. ``priced``: the inner variables may be
fractional, and the first two goals stand in the objective, at a price that keeps them worth more than the goal, instead of
in a row: their row would be dense, and lets the relaxation trade a little of everything. ``counts``: for the first two goals, nothing but
the counts need be whole. ``rows``: every earlier goal is a row, the inner variables may be fractional. ``whole``: they may not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from scheduler.search.goals import LinearGoal
from scheduler.search.highs import Inner, Task
from scheduler.search.jobs import Mode
from scheduler.search.linear import Ints
from scheduler.search.quick import NO_HEURISTICS
from scheduler.search.state import Attempt, State

INTERIOR_POINT: dict[str, Any] = {"solver": "ipm", "run_crossover": "off"}
"""The rows that keep earlier goals are dense, which the interior point method minds far less than the simplex.

Without crossover its reduced costs are those of the middle of the optimal face: as many as can be are not 0.
"""

PRICE_OF_UNIT = 2
"""How many times the goal's largest weight one unit of the first two goals costs."""

AFTER: dict[Mode, Mode] = {"out": "rows", "priced": "rows", "counts": "rows", "rows": "whole", "whole": "whole"}


@dataclass(frozen=True)
class Proofs:
    """``both``: the first two goals as one; ``inner``: the variables that nearly follow from the others, ``loose``: those that do; ``counted``: whether
    there are counts."""

    state: State
    goals: Sequence[LinearGoal]
    both: LinearGoal
    inner: Ints
    loose: Ints
    counted: bool = False

    def mode(self, index: int, wanted: Mode) -> Mode:
        """The quickest way, from the ``wanted`` one on, that can say something of a goal."""
        if not len(self.inner):
            return "whole"
        if wanted != "out":
            return wanted
        if self.state.settled(index) and not np.any(self.goals[index].cost[self.inner]):
            return "out"
        if index < 2 and self.counted:
            return "counts"
        return "priced" if index > 1 and not self.state.ever_settled else "rows"

    def task(self, index: int, mode: Mode, relax: bool, seconds: float, options: dict[str, Any]) -> Task:
        """The goal's least value, or its relaxation's, for plans at least as good in the goals before it."""
        goal, x = self.goals[index], self.state.x
        assert x is not None
        lower, upper = self.state.limits(index)
        cost, offset, first = goal.cost, goal.offset, 0
        if mode == "priced":
            price, first = self.price(index), 2
            cost, offset = cost + price * self.both.cost, offset + price * self.both.offset
        rows = [self.state.row(before) for before in self.goals[first:index]]
        if mode == "out":
            lower[self.inner] = upper[self.inner] = x[self.inner]
            rows = [self._without_inner(before) for before in self.goals[:index]]
        if relax:
            options = INTERIOR_POINT
        inner: Inner = mode if mode in ("out", "counts", "whole") else "loose"
        if inner == "counts" and not relax:
            options = options | NO_HEURISTICS
        return Task(
            cost, offset, lower, upper, rows, None if relax else x, "relax" if relax else "mip", seconds, options, inner
        )

    def attempt(self, index: int, trial: Attempt, seconds: float, options: dict[str, Any]) -> Task:
        """The goal's least value where only some variables move, for plans at least as good in the goals before it."""
        goal, x = self.goals[index], self.state.x
        assert x is not None
        lower, upper = self.state.limits(index)
        held = np.ones(len(x), dtype=bool)
        held[trial.free] = False
        lower[held] = upper[held] = x[held]
        lower[trial.index] = upper[trial.index] = trial.value
        rows = [self.state.row(before) for before in self.goals[:index]]
        return Task(
            goal.cost, goal.offset, lower, upper, rows, None if len(trial.index) else x, "mip", seconds, options
        )

    def crossing(self, point: Ints) -> Attempt:
        """An attempt in which the best plan and the ``point``, a draft of a better one, are crossed.

        What both have in common stays, but for the inner variables, which a draft says nothing of, and the loose ones
        (crossover: Rothberg 2007).
        """
        free = point != self.state.x
        free[self.inner] = free[self.loose] = True
        return Attempt(np.nonzero(free)[0])

    def shift(self, index: int, mode: Mode) -> int:
        """What the engine's values have more than the goal's, for plans as good as the best in the first two."""
        assert self.state.x is not None
        return self.price(index) * self.both.value(self.state.x) if mode == "priced" else 0

    def given(self, index: int, mode: Mode, values: tuple[int, ...]) -> tuple[int, ...]:
        """The values of earlier goals that a bound rests on; ``values``: the best plan's when the proof began."""
        return (*self.state.values()[:2], *values[2:index]) if mode == "priced" else values[:index]

    def price(self, index: int) -> int:
        """What a unit of the first two goals costs in the goal's objective."""
        return PRICE_OF_UNIT * int(np.abs(self.goals[index].cost).max(initial=1))

    def _without_inner(self, goal: LinearGoal) -> tuple[Ints, Ints, int, int]:
        """The row that keeps a goal's value, as far as it can be said without the inner variables: with their best."""
        index, cost, low, high = self.state.row(goal)
        inside = np.isin(index, self.inner)
        at, price = index[inside], cost[inside]
        model = self.state.model
        best = int(np.minimum(price * model.lower[at], price * model.upper[at]).sum())
        return index[~inside], cost[~inside], low, high - best
