"""Where a lexicographic search stands: the best solution, the proven bounds, what may be held fixed meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from scheduler.search.goals import LinearGoal, within
from scheduler.search.highs import Answer
from scheduler.search.implied import Implied
from scheduler.search.linear import INF, Ints, LinearModel

FIX_MARGIN, FIX_RELATIVE_MARGIN = 1e-3, 1e-8
"""How much dearer than the best plan a variable must be before it is held: more than an engine's rounding."""


@dataclass(frozen=True)
class Attempt:
    """A quick first try at a goal: only the ``free`` variables move, ``index`` at ``value``, all others as they are.

    ``small``: it is so quick that it is worth while even if an earlier goal may still improve; small ones come first. ``draft``: what it finds
    is one, as of a proof with the first two goals at a price (:mod:`.proofs`).
    """

    free: Ints
    index: Ints = field(default_factory=lambda: np.array([], dtype=np.int64))
    value: Ints = field(default_factory=lambda: np.array([], dtype=np.int64))
    small: bool = False
    draft: bool = False


@dataclass(frozen=True)
class Known:
    """A bound that was proven beforehand, for plans whose first goal is at most ``first``."""

    goal: str
    bound: int
    first: int


@dataclass(frozen=True)
class _Fix:
    """Bounds of some variables (``index``) that every plan with goals no worse than ``values`` keeps."""

    values: tuple[int, ...]
    index: Ints
    lower: Ints
    upper: Ints


@dataclass(frozen=True)
class _Relaxed:
    """What a relaxation of a goal, for plans no worse than ``values``, says of the variables whose reduced costs are not 0."""

    values: tuple[int, ...]
    bound: float
    index: Ints
    reduced: NDArray[np.float64]
    lower: Ints
    upper: Ints


@dataclass(frozen=True)
class _Proof:
    """A bound of a goal for plans whose first goals are no worse than ``given``."""

    given: tuple[int, ...]
    bound: int


@dataclass
class State:
    """The best solution so far and the proven bound of each goal."""

    model: LinearModel
    goals: Sequence[LinearGoal]
    x: Ints | None = None
    _proofs: dict[str, list[_Proof]] = field(default_factory=dict[str, list[_Proof]])
    _fixes: list[_Fix] = field(default_factory=list[_Fix])
    _relaxed: list[_Relaxed] = field(default_factory=list[_Relaxed])
    ever_settled: bool = False
    _settled: list[tuple[int, ...]] = field(default_factory=list[tuple[int, ...]])
    _limits: dict[int, tuple[tuple[object, ...], Ints, Ints]] = field(
        default_factory=dict[int, tuple[tuple[object, ...], Ints, Ints]]
    )

    def __post_init__(self) -> None:
        self._implied = Implied(self.model)

    def values(self, x: Ints | None = None) -> tuple[int, ...]:
        """The goals' values, in order."""
        point = self.x if x is None else x
        assert point is not None
        return tuple(goal.value(point) for goal in self.goals)

    def offer(self, x: Ints) -> int | None:
        """Keep x if it is better, in the order of the goals; the number of the first goal that is, or None."""
        if not self.model.holds(x):
            return None
        new = self.values(x)
        old = self.values() if self.x is not None else tuple(INF for _ in new)
        if new >= old:
            return None
        self.x = x
        return next(i for i, (mine, before) in enumerate(zip(new, old, strict=True)) if mine < before)

    @property
    def bounds(self) -> dict[str, int]:
        """The best bound of each goal that is proven for plans at least as good in the goals before it.

        When a goal improves, one between it and a later goal may get worse; then what was proven for the later one
        serves no more, since it rests on a value that is not kept.
        """
        now = self.values() if self.x is not None else ()
        found: dict[str, int] = {}
        for name, proofs in self._proofs.items():
            serving = [p.bound for p in proofs if _as_good(now, p.given)]
            if serving:
                found[name] = max(serving)
        return found

    def prove(self, goal: LinearGoal, bound: int | None, given: tuple[int, ...] = ()) -> bool:
        """Note a goal's bound for plans whose first goals are no worse than ``given``; whether it is a better one now."""
        if bound is None:
            return False
        before = self.bounds.get(goal.name, -INF)
        proofs = self._proofs.setdefault(goal.name, [])
        proofs[:] = [p for p in proofs if not (p.bound <= bound and _as_good(p.given, given))]
        proofs.append(_Proof(given, bound))
        return self.bounds.get(goal.name, -INF) > before

    def done(self, goal: LinearGoal, gap: float) -> bool:
        """Whether the goal's value has met its bound."""
        return self.x is not None and within(goal.value(self.x), self.bounds.get(goal.name), gap)

    def row(self, goal: LinearGoal) -> tuple[Ints, Ints, int, int]:
        """The row that asks for a goal's value to be no worse than now."""
        assert self.x is not None
        return _row(goal, goal.value(self.x))

    # -- holding variables ---------------------------------------------------------------------------------
    def fix(self, relaxed: Answer, value: int) -> None:
        """Hold variables that no plan at least as good in the first two goals can move: these, as one, were relaxed.

        A plan in which such a variable leaves its bound costs more than ``value`` in what was relaxed, by its reduced
        cost alone: true of any reduced costs with the bound that they give, even of a relaxation that was not solved to
        its end. Later goals ask for plans that are at least as good; the fix serves them while that is so, and
        never an earlier goal, whose better plans may be worse here.
        """
        if relaxed.reduced is None or self.x is None or not np.isfinite(relaxed.bound):
            return
        lower, upper = self.limits(1)
        down, up = dear(relaxed, value, lower, upper)
        held_lower, held_upper = np.where(up, upper, self.model.lower), np.where(down, lower, self.model.upper)
        self.box(self.values()[:2], held_lower, held_upper)

    def relax(self, relaxed: Answer, index: int) -> None:
        """Hold variables by what a relaxation says of the goal of this number: the more of them, the better its value becomes.

        The goal's relaxation often reaches its best value. As soon as a plan has that, all that costs anything at all is held for later goals.
        """
        if relaxed.reduced is None or self.x is None or not np.isfinite(relaxed.bound):
            return
        lower, upper = self.limits(index)
        at = np.nonzero((lower < upper) & (np.abs(relaxed.reduced) > FIX_MARGIN))[0]
        now = self.values()[: index + 1]
        self._relaxed.append(_Relaxed(now, relaxed.bound, at, relaxed.reduced[at], lower[at], upper[at]))

    def box(self, values: tuple[int, ...], lower: Ints, upper: Ints) -> None:
        """Note bounds of the variables that every plan keeps whose first goals are no worse than ``values``."""
        index = np.nonzero((lower > self.model.lower) | (upper < self.model.upper))[0]
        self._fixes.append(_Fix(values, index, lower[index], upper[index]))

    def settle(self, values: tuple[int, ...]) -> None:
        """Note that the inner variables hardly matter any more to plans whose first goals are no worse than these."""
        self._settled.append(values)
        self.ever_settled = True

    def unsettle(self) -> None:
        """Note that they do matter."""
        self._settled.clear()

    def settled(self, index: int) -> bool:
        """Whether that is so while the goal of this number is minimised."""
        now = self.values() if self.x is not None else ()
        return any(len(values) <= index and _as_good(now, values) for values in self._settled)

    def limits(self, index: int, value: int | None = None) -> tuple[Ints, Ints]:
        """The variables' bounds with every fix that serves now while the goal of this number is minimised.

        A better value of a goal may cost later goals something: fixes that rest on these do not serve it.
        ``value``: of plans in which the goal's is no more than this; there may be none.
        """
        now = self.values()[: index + 1] if self.x is not None else ()
        if value is not None:
            now = (*now[:index], value)
        stage = now, len(self._fixes), len(self._relaxed)
        if index not in self._limits or self._limits[index][0] != stage:
            lower, upper = self._held(index, now)
            if self.x is not None:
                asked = (
                    1 if index == 1 else index + 1
                )  # the first two are searched as one: better in the first may be worse in the second
                rows = [_row(self.goals[i], now[i]) for i in range(min(asked, len(now)))]
                lower, upper = self._implied.tighten(lower, upper, rows)
            self._limits[index] = stage, lower, upper
        _, lower, upper = self._limits[index]
        return lower.copy(), upper.copy()

    def _held(self, index: int, now: tuple[int, ...]) -> tuple[Ints, Ints]:
        lower, upper = self.model.lower.copy(), self.model.upper.copy()
        for fix in self._fixes:
            if len(fix.values) <= index + 1 and _as_good(now, fix.values):
                upper[fix.index] = np.minimum(upper[fix.index], fix.upper)
                lower[fix.index] = np.maximum(lower[fix.index], fix.lower)
        for found in self._relaxed:
            if len(found.values) <= index + 1 and _as_good(now, found.values):
                slack = _slack(now[len(found.values) - 1], found.bound)
                down, up = found.reduced > slack, found.reduced < -slack
                upper[found.index[down]] = np.minimum(upper[found.index[down]], found.lower[down])
                lower[found.index[up]] = np.maximum(lower[found.index[up]], found.upper[up])
        return lower, upper


def dear(relaxed: Answer, value: int, lower: Ints, upper: Ints) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """The variables whose reduced costs say that a solution is dearer than ``value`` if they leave their lower bound, or their upper one."""
    assert relaxed.reduced is not None
    slack = _slack(value, relaxed.bound)
    movable = lower < upper  # the reduced cost of a variable that is held already says nothing
    return movable & (relaxed.reduced > slack), movable & (relaxed.reduced < -slack)


def _row(goal: LinearGoal, most: int) -> tuple[Ints, Ints, int, int]:
    return goal.support, goal.cost[goal.support], -INF, most - goal.offset


def _slack(value: int, bound: float) -> float:
    return value - bound + FIX_MARGIN + FIX_RELATIVE_MARGIN * abs(value)


def _as_good(values: tuple[int, ...], given: tuple[int, ...]) -> bool:
    """Whether each of the first goals is no worse than given."""
    return len(values) >= len(given) and all(mine <= then for mine, then in zip(values, given, strict=False))
