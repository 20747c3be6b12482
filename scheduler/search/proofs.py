"""How one goal is proven: five ways to ask, from the quickest to the one that always ends in a proof.

``out``: without the inner variables, where settling has held what they rest on. ``priced``: the inner variables may be
fractional, and the first two goals stand in the objective, at a price that keeps them worth more than the goal, instead of
in a row: their row would be dense, and lets the relaxation trade a little of everything. ``counts``: for the first goals, nothing but
the counts need be whole; the third has the first two in its objective, at such a price. ``rows``: every earlier goal is a row, the inner variables may be fractional. ``whole``: they may not.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from scheduler.search.goals import LinearGoal
from scheduler.search.highs import Floats, Inner, Reach, Task, no_variables
from scheduler.search.jobs import Mode
from scheduler.search.linear import INF, Ints
from scheduler.search.pairs import Pair, pair_of
from scheduler.search.quick import FOR_COUNTS, NO_HEURISTICS
from scheduler.search.state import Attempt, State

INTERIOR_POINT: dict[str, Any] = {"solver": "ipm", "run_crossover": "off"}
"""The rows that keep earlier goals are dense, which the interior point method minds far less than the simplex.

Without crossover its reduced costs are those of the middle of the optimal face: as many as can be are not 0.
"""

PRICE_OF_UNIT = 2
"""How many times the goal's largest weight one unit of the first two goals costs."""

AFTER: dict[Mode, Mode] = {"out": "rows", "priced": "rows", "counts": "priced", "rows": "whole", "whole": "whole"}

FIRST_PAIR = 3
"""The first goal that is searched together with the next one."""

BY_COUNTS = 2
"""The last goal that hangs on the numbers of sections more than on anything else: how much there is to do."""


@dataclass(frozen=True)
class Proofs:
    """``both``: the first two goals as one; ``inner``: the variables that nearly follow from the others, ``loose``: those that do;
    ``counts``: the numbers of sections; ``lean``: a point of the relaxation of ``both`` (:mod:`.highs_lean`);
    ``summed``: whether what is asked by counts goes to a smaller model (:mod:`.merged`)."""

    state: State
    goals: Sequence[LinearGoal]
    both: LinearGoal
    inner: Ints
    loose: Ints
    counts: Ints = field(default_factory=no_variables)
    lean: Callable[[], Floats | None] = lambda: None
    summed: Callable[[], bool] = lambda: False

    def mode(self, index: int, wanted: Mode) -> Mode:
        """The quickest way, from the ``wanted`` one on, that can say something of a goal."""
        if not len(self.inner):
            return "whole"
        if wanted != "out":
            return wanted
        if self.state.settled(index) and self._outer(index):
            return "out"
        if index <= BY_COUNTS and len(self.counts):
            return "counts"
        return "priced" if index > 1 and not self.state.ever_settled else "rows"

    def without_inner(self, index: int) -> bool:
        """Whether the inner variables can be left out of what is asked of a goal, for plans no worse than the best in it."""
        return len(self.inner) > 0 and self.state.settled(index + 1) and self._outer(index)

    def _outer(self, index: int) -> bool:
        return not np.any(self.goals[index].cost[self.inner])

    def after(self, index: int, mode: Mode) -> Mode:
        """The next way, where this one has said all it can."""
        return "rows" if index < 2 and mode == "counts" else AFTER[mode]

    def priced(self, index: int, mode: Mode) -> bool:
        """Whether the first two goals are in the objective."""
        return mode == "priced" or (mode == "counts" and index > 1)

    def task(
        self, index: int, mode: Mode, relax: bool, seconds: float, options: dict[str, Any], reach: bool = False
    ) -> Task:
        """The goal's least value, or its relaxation's, for plans at least as good in the goals before it.

        ``reach``: the bound that is known may well be reached, which is asked first.
        """
        goal, x = self.goals[index], self.state.x
        assert x is not None
        lower, upper = self.state.limits(index)
        cost, offset, first = goal.cost, goal.offset, 0
        if self.priced(index, mode):
            first = 2
            cost, offset = self._at_a_price(index)
        rows = [self.state.row(before) for before in self.goals[first:index]]
        if mode == "out":
            lower[self.inner] = upper[self.inner] = x[self.inner]
            rows = [self._without_inner(before) for before in self.goals[:index]]
        if relax:
            options = INTERIOR_POINT
        inner: Inner = mode if mode in ("out", "counts", "whole") else "loose"
        if inner == "counts" and not relax:
            options = options | NO_HEURISTICS | FOR_COUNTS
        if relax:
            return Task(cost, offset, lower, upper, rows, None, "relax", seconds, options, inner)
        lean = self.lean() if inner == "counts" else None
        asked = self._reach(index, options) if mode == "out" and reach else None
        task = Task(cost, offset, lower, upper, rows, x, "mip", seconds, options, inner, lean=lean, reach=asked)
        return self._paired(task, index) if mode == "out" else task

    def attempt(self, index: int, trial: Attempt, seconds: float, options: dict[str, Any]) -> Task:
        """The goal's least value where only some variables move, for plans at least as good in the goals before it."""
        goal, x = self.goals[index], self.state.x
        assert x is not None
        lower, upper = self.state.limits(index)
        held = np.ones(len(x), dtype=bool)
        held[trial.free] = False
        lower[held] = upper[held] = x[held]
        lower[trial.index] = upper[trial.index] = trial.value
        hint = x if np.array_equal(x[trial.index], trial.value) else None
        if trial.draft:
            cost, offset = self._at_a_price(index)
            rows = [self.state.row(before) for before in self.goals[2:index]]
            return Task(cost, offset, lower, upper, rows, hint, "mip", seconds, options, "loose", lean=self.lean())
        rows = [self.state.row(before) for before in self.goals[:index]]
        return self._paired(Task(goal.cost, goal.offset, lower, upper, rows, hint, "mip", seconds, options), index)

    def _reach(self, index: int, options: dict[str, Any]) -> Reach | None:
        """Asks whether the bound that is known of the goal is reached."""
        goal = self.goals[index]
        known = goal.round_bound(self.state.bounds.get(goal.name, -np.inf))
        if known is None:
            return None
        assert self.state.x is not None
        lower, upper = self.state.limits(index, known)
        lower[self.inner] = upper[self.inner] = self.state.x[self.inner]
        row = (goal.support, goal.cost[goal.support], -INF, known - goal.offset)
        pair = self.pair(index, options)
        if pair is None:
            return Reach(row, known + goal.step, known, lower, upper)
        least = pair.second.floor(self.state.model.lower, self.state.model.upper)
        return Reach(row, pair.weight * (known + goal.step) + least, pair.weight * known + least, lower, upper)

    def _paired(self, task: Task, index: int) -> Task:
        """The same task with the next goal to break its ties, where the two go together."""
        pair = self.pair(index, task.options)
        if pair is None:
            return task
        both = pair.goal
        options = task.options | {"mip_abs_gap": 0.99 * both.step}
        return replace(task, cost=both.cost, offset=both.offset, options=options)

    def pair(self, index: int, options: dict[str, Any]) -> Pair | None:
        """A goal after the first three with the next one, by twos, as far as neither is about the inner variables; with an engine's
        ``options`` for the goal, which say whether the best value will do only to a gap: then the next one has no say."""
        if index < FIRST_PAIR or (index - FIRST_PAIR) % 2 or index + 1 >= len(self.goals) or options["mip_rel_gap"]:
            return None
        first, second = self.goals[index], self.goals[index + 1]
        if np.any(first.cost[self.inner]) or np.any(second.cost[self.inner]):
            return None
        return pair_of(first, second, self.state.model.lower, self.state.model.upper)

    def _at_a_price(self, index: int) -> tuple[Ints, int]:
        goal, price = self.goals[index], self.price(index)
        return goal.cost + price * self.both.cost, goal.offset + price * self.both.offset

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
        return self.price(index) * self.both.value(self.state.x) if self.priced(index, mode) else 0

    def given(self, index: int, mode: Mode, values: tuple[int, ...]) -> tuple[int, ...]:
        """The values of earlier goals that a bound rests on; ``values``: the best plan's when the proof began."""
        return (*self.state.values()[:2], *values[2:index]) if self.priced(index, mode) else values[:index]

    def with_counts(self, x: Floats) -> Attempt:
        """An attempt with the counts of ``x``, in which nothing else need be whole: all else may move.

        Of ``x`` from a model with sums there need be no plan as good as it says: then only what it has in common with the best plan stays.
        """
        found = np.rint(x[self.counts]).astype(np.int64)
        assert self.state.x is not None
        stays = found == self.state.x[self.counts] if self.summed() else np.ones(len(found), dtype=np.bool_)
        return Attempt(np.arange(len(x)), self.counts[stays], found[stays], draft=True)

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
