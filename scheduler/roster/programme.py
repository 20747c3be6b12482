"""A roster's model in HiGHS: one goal after the other, with proven bounds."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import TracebackType

import numpy as np
from ortools.sat.python import cp_model

from scheduler.options import WALL, Timekeeper
from scheduler.roster.counts import Terms
from scheduler.roster.engine import CHECK_EVERY, Limits
from scheduler.search.highs import Answer, EngineLost, ExtraRow, Floats, Highs, Task
from scheduler.search.linear import INF, Ints, translate

ROUNDING = 0.1
"""Bounds are whole numbers; an engine's that is this little above one may be the one below."""
ABSOLUTE_GAP = 0.5
"""Values are whole numbers, so that a solution this near to its bound is the best."""
GRACE = 1.0
"""Seconds after its time that the engine has to answer before it is left alone."""


@dataclass(frozen=True)
class Solved:
    """``values`` by variable index, None where nothing was found; ``bound`` is proven, None where nothing is."""

    values: dict[int, int] | None
    value: int | None
    bound: int | None
    impossible: bool

    @property
    def optimal(self) -> bool:
        """Whether value and bound meet."""
        return self.value is not None and self.value == self.bound


class Programme:
    """A model that HiGHS holds. Use it as a context manager.

    ``loose``: variables that need not be whole, since others settle them; ``settle`` puts them right in a solution
    (value by variable index in, the same for some of the variables out).
    """

    def __init__(
        self,
        model: cp_model.CpModel,
        loose: Iterable[cp_model.IntVar] = (),
        settle: Callable[[Mapping[int, int]], Mapping[int, int]] | None = None,
        clock: Timekeeper = WALL,
    ) -> None:
        self.linear = translate(model)
        self.settle = settle
        self.highs = Highs(clock)
        self.rows: list[ExtraRow] = []
        self.lost = False
        try:
            self.highs.load(self.linear, np.array([var.index for var in loose], dtype=np.int64))
        except EngineLost:
            self.lost = True

    def __enter__(self) -> "Programme":
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the engine."""
        self.highs.close()

    def fix(self, terms: Terms, value: int) -> None:
        """From now on this sum has this value."""
        self.rows.append((_indexes(terms), _weights(terms), value, value))

    def limit(self, terms: Terms, most: int) -> None:
        """From now on this sum is at most this."""
        self.rows.append((_indexes(terms), _weights(terms), -INF, most))

    def minimise(self, terms: Terms, limits: Limits, hint: Mapping[int, int] | None = None) -> Solved:
        """The least value of this sum; what was found and proven when the time was over.

        ``hint``: a complete solution, by variable index.
        """
        cost = np.zeros(self.linear.columns, dtype=np.int64)
        np.add.at(cost, _indexes(terms), _weights(terms))
        best = _Best(self, cost)
        if limits.left <= 0 or self.lost:
            return best.solved(None)
        options = {"mip_rel_gap": 0.0, "mip_abs_gap": ABSOLUTE_GAP, "random_seed": limits.seed}
        lower, upper = self.linear.lower, self.linear.upper
        start = None if hint is None else np.array([hint[i] for i in range(self.linear.columns)], dtype=np.int64)
        task = Task(cost, 0, lower, upper, tuple(self.rows), start, "mip", limits.left, options)
        try:
            number = self.highs.start(task)
        except EngineLost:
            self.lost = True
            return best.solved(None)
        asked_to_stop: float | None = None
        while asked_to_stop is None or limits.clock.now() - asked_to_stop < GRACE:
            try:
                answer = self.highs.poll(number, CHECK_EVERY, best.solution, best.bound)
            except EngineLost:
                # What was found and proven before stands; later goals of this model do without the engine.
                self.lost = True
                break
            if answer is not None:
                return best.solved(answer)
            if limits.left <= 0 and asked_to_stop is None:
                self.highs.stop(number)
                asked_to_stop = limits.clock.now()
        return best.solved(None)


class _Best:
    """The best solution so far, checked exactly, and the best bound."""

    def __init__(self, programme: Programme, cost: Ints) -> None:
        self.programme = programme
        self.cost = cost
        self.x: Ints | None = None
        self.value: int | None = None
        self.least: int | None = None

    def solution(self, found: Floats) -> None:
        x = np.rint(found).astype(np.int64)
        if self.programme.settle is not None:
            for index, settled in self.programme.settle(dict(enumerate(x.tolist()))).items():
                x[index] = settled
        value = int(self.cost @ x)
        if (self.value is None or value < self.value) and self._holds(x):
            self.x, self.value = x, value

    def _holds(self, x: Ints) -> bool:
        extra = all(low <= int(weights @ x[index]) <= high for index, weights, low, high in self.programme.rows)
        return extra and self.programme.linear.holds(x)

    def bound(self, found: float) -> None:
        if math.isfinite(found) and abs(found) < INF:
            least = math.ceil(found - ROUNDING)
            self.least = least if self.least is None else max(self.least, least)

    def solved(self, answer: Answer | None) -> Solved:
        impossible = answer is not None and answer.status == "Infeasible"
        if answer is not None and not impossible:
            if answer.x is not None:
                self.solution(answer.x)
            self.bound(answer.bound)
            if answer.status == "Optimal" and answer.objective is not None:
                # Of a model without whole variables the engine tells no bound.
                self.bound(answer.objective - ABSOLUTE_GAP)
        values = None if self.x is None else dict(enumerate(self.x.tolist()))
        return Solved(values, self.value, self.least, impossible)


def _indexes(terms: Terms) -> Ints:
    return np.array([var.index for var, _ in terms], dtype=np.int64)


def _weights(terms: Terms) -> Ints:
    return np.array([weight for _, weight in terms], dtype=np.int64)
