"""Goals one before the other, with a proven bound for each, on one linear model.

A stage minimises one goal while every goal before it keeps the value that it has. The bound of a stage is proven
under just these rows, hence valid for every plan that is at least as good in the goals before; it stays valid when
an earlier goal improves, since that only removes plans.

The first two goals are searched together, with a price on the first that no usual trade can pay; whether that price
was enough is checked against the first goal's own bound, never assumed.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from scheduler.search.goals import LinearGoal, within
from scheduler.search.highs import Answer, EngineLost, Floats, Highs, Task
from scheduler.search.limits import Limits
from scheduler.search.linear import INF, Ints, LinearModel

PRICE_OF_FIRST = 100
"""How many units of the second goal one unit of the first is worth while the two are searched together."""

OnImproved = Callable[[], None]


class Infeasible(Exception):
    """No solution keeps every row."""


@dataclass
class State:
    """The best solution so far and the proven bound of each goal."""

    goals: Sequence[LinearGoal]
    x: Ints | None = None
    bounds: dict[str, int] = field(default_factory=dict[str, int])

    def values(self, x: Ints | None = None) -> tuple[int, ...]:
        """The goals' values, in order."""
        point = self.x if x is None else x
        assert point is not None
        return tuple(goal.value(point) for goal in self.goals)

    def offer(self, x: Ints) -> bool:
        """Keep x if it is better, in the order of the goals."""
        if self.x is None or self.values(x) < self.values():
            self.x = x
            return True
        return False

    def prove(self, goal: LinearGoal, bound: int | None) -> None:
        """Raise a goal's bound."""
        if bound is not None and bound > self.bounds.get(goal.name, -INF):
            self.bounds[goal.name] = bound

    def done(self, goal: LinearGoal, gap: float) -> bool:
        """Whether the goal's value has met its bound."""
        return self.x is not None and within(goal.value(self.x), self.bounds.get(goal.name), gap)


@dataclass(frozen=True)
class _Fix:
    """Variables held at their lower (``down``) or upper (``up``) bound for plans with goals no worse than ``values``."""

    values: tuple[int, ...]
    down: Ints
    up: Ints


@dataclass(frozen=True)
class Attempt:
    """A quick first try at a goal: only the ``free`` variables move, ``index`` at ``value``, all others as they are."""

    free: Ints
    index: Ints = field(default_factory=lambda: np.array([], dtype=np.int64))
    value: Ints = field(default_factory=lambda: np.array([], dtype=np.int64))


@dataclass(frozen=True)
class Known:
    """A bound that was proven beforehand, for plans whose first goal is at most ``first``."""

    goal: str
    bound: int
    first: int


class Lexicographic:
    """The search.

    ``attempts`` are by goal; ``hint`` is a complete solution to begin with; the ``loose`` variables follow from the
    others by ``complete``, so that an engine need not keep them whole.
    """

    def __init__(
        self,
        model: LinearModel,
        goals: Sequence[LinearGoal],
        limits: Limits,
        *,
        hint: Ints | None = None,
        attempts: dict[str, list[Attempt]] | None = None,
        known: Sequence[Known] = (),
        loose: Ints | None = None,
        complete: Callable[[Ints], Ints] | None = None,
        on_improved: OnImproved | None = None,
    ) -> None:
        self.model = model
        self.limits = limits
        self.state = State(goals)
        self.attempts = attempts or {}
        self.known = known
        self.on_improved = on_improved
        self.loose = np.array([], dtype=np.int64) if loose is None else loose
        self.complete = complete
        self._fixes: list[_Fix] = []
        for goal in goals:
            self.state.prove(goal, goal.floor(model.lower, model.upper))
        if hint is not None and model.holds(hint):
            self.state.offer(hint)

    def run(self) -> State:
        """Search until every goal is proven or time is over. Raises Infeasible if there is no solution at all.

        An engine that is lost (killed, out of memory) is replaced once; what was found and proven stays.
        """
        for _ in range(2):
            try:
                self._run()
            except EngineLost:
                continue
            break
        return self.state

    def _run(self) -> None:
        goals = self.state.goals
        with Highs() as engine:
            engine.load(self.model, self.loose)
            self._together(engine, self._share(0, len(goals)))
            while self.limits.left > 0:
                open_goals = [i for i, g in enumerate(goals) if not self.state.done(g, self.limits.gap)]
                if not open_goals or self.state.x is None:
                    break
                for turn, i in enumerate(open_goals):
                    if i == 0 and self.state.done(goals[0], self.limits.gap):
                        continue
                    self._stage(engine, i, self._share(turn, len(open_goals)))
                    if self.limits.left <= 0:
                        break

    def _share(self, turn: int, turns: int) -> float:
        """Seconds for a stage: half of what is left for the first of many, all for the last."""
        remaining = turns - turn
        return self.limits.left if remaining <= 1 else self.limits.left * max(0.4, 1 / remaining)

    # -- the first two goals together ----------------------------------------------------------------------
    def _together(self, engine: Highs, seconds: float) -> None:
        first = self.state.goals[0]
        relaxed = self._solve(engine, first.cost, first.offset, (), relax=True, seconds=seconds)
        if relaxed.status == "Infeasible":
            raise Infeasible
        if relaxed.status == "Optimal":
            self.state.prove(first, first.round_bound(relaxed.bound))
        self._progress()
        if len(self.state.goals) == 1:
            return
        second = self.state.goals[1]
        cost, offset = PRICE_OF_FIRST * first.cost + second.cost, PRICE_OF_FIRST * first.offset + second.offset
        blend = LinearGoal(first.name, cost, offset, 1)
        relaxed = self._solve(engine, cost, offset, (), relax=True, seconds=seconds)
        answer = self._solve(engine, cost, offset, (), seconds=seconds, goal=blend)
        if answer.status == "Infeasible":
            raise Infeasible
        if self.state.x is None:
            return
        value = first.value(self.state.x)
        bound = blend.round_bound(answer.bound)
        if bound is not None and self.state.done(first, 0.0):
            # every plan as good in the first goal has exactly its value there
            self.state.prove(second, second.round_bound(float(bound - PRICE_OF_FIRST * value)))
            self._fix(relaxed, blend.value(self.state.x), 2)
        self._progress()

    def _fix(self, relaxed: Answer, value: int, goals: int) -> None:
        """Hold variables that no plan at least as good in the first ``goals`` goals can move.

        A plan in which such a variable leaves its bound costs more than ``value`` in what was relaxed, by its reduced
        cost alone. Later stages ask for plans that are at least as good; the fix serves while that is so.
        """
        if relaxed.status != "Optimal" or relaxed.reduced is None or self.state.x is None:
            return
        slack = value - relaxed.bound + 1e-4 + 1e-9 * abs(value)
        lower, upper = self._bounds()
        open_ = lower < upper  # the reduced cost of a variable that is held already says nothing
        down = np.nonzero(open_ & (relaxed.reduced > slack))[0]
        up = np.nonzero(open_ & (relaxed.reduced < -slack))[0]
        self._fixes.append(_Fix(self.state.values()[:goals], down, up))

    def _bounds(self) -> tuple[Ints, Ints]:
        """The variables' bounds with every fix that serves now."""
        lower, upper = self.model.lower.copy(), self.model.upper.copy()
        now = self.state.values() if self.state.x is not None else ()
        for fix in self._fixes:
            if all(mine <= then for mine, then in zip(now, fix.values, strict=False)):
                upper[fix.down] = np.minimum(upper[fix.down], self.model.lower[fix.down])
                lower[fix.up] = np.maximum(lower[fix.up], self.model.upper[fix.up])
        return lower, upper

    # -- one goal ------------------------------------------------------------------------------------------
    def _stage(self, engine: Highs, index: int, seconds: float) -> None:
        goal = self.state.goals[index]
        assert self.state.x is not None
        end = time.monotonic() + seconds
        rows = [self._row(g) for g in self.state.goals[:index]]
        relaxed = self._solve(engine, goal.cost, goal.offset, rows, relax=True, seconds=seconds)
        if relaxed.status == "Optimal":
            self.state.prove(goal, goal.round_bound(relaxed.bound))
        for known in self.known:
            if known.goal == goal.name and self.state.values()[0] <= known.first:
                self.state.prove(goal, known.bound)
        for attempt in self.attempts.get(goal.name, []):
            left = end - time.monotonic()
            if left <= 0 or self.state.done(goal, self.limits.gap):
                break
            self._solve(engine, goal.cost, goal.offset, rows, seconds=left * 0.3, attempt=attempt, goal=goal)
        self._fix(relaxed, goal.value(self.state.x), index + 1)
        left = end - time.monotonic()
        if left > 0 and not self.state.done(goal, self.limits.gap):
            answer = self._solve(engine, goal.cost, goal.offset, rows, seconds=left, goal=goal, prove=goal)
            self.state.prove(goal, goal.round_bound(answer.bound))
        self._progress()

    def _row(self, goal: LinearGoal) -> tuple[Ints, Ints, int, int]:
        assert self.state.x is not None
        index = goal.support
        return index, goal.cost[index], -INF, goal.value(self.state.x) - goal.offset

    # -- the engine ----------------------------------------------------------------------------------------
    def _solve(
        self,
        engine: Highs,
        cost: Ints,
        offset: int,
        rows: Sequence[tuple[Ints, Ints, int, int]],
        *,
        seconds: float,
        relax: bool = False,
        attempt: Attempt | None = None,
        goal: LinearGoal | None = None,
        prove: LinearGoal | None = None,
    ) -> Answer:
        lower, upper = self._bounds()
        if attempt and self.state.x is not None:
            held = np.ones(self.model.columns, dtype=bool)
            held[attempt.free] = False
            lower[held] = upper[held] = self.state.x[held]
            lower[attempt.index] = upper[attempt.index] = attempt.value
        step = goal.step if goal else 1
        options = {"random_seed": self.limits.seed % 2**31, "mip_rel_gap": self.limits.gap, "mip_abs_gap": 0.99 * step}
        seconds = min(seconds, self.limits.left)
        hint = None if relax or (attempt and len(attempt.index)) else self.state.x
        number = engine.start(Task(cost, offset, lower, upper, rows, hint, relax, seconds, options))
        end = time.monotonic() + seconds + 1.0
        asked = False

        def on_bound(value: float) -> None:
            if prove:
                before = self.state.bounds.get(prove.name)
                self.state.prove(prove, prove.round_bound(value))
                if self.state.bounds.get(prove.name) != before:
                    self._progress()

        while True:
            answer = engine.poll(number, 0.1, self._on_solution, on_bound)
            if answer is not None:
                if answer.x is not None and not relax:
                    self._on_solution(answer.x)
                return answer
            if not asked and self.limits.left <= 0:
                engine.stop(number)
                asked = True
            if time.monotonic() > min(end, self.limits.deadline + 1.0):
                return Answer("Abandoned", None, -np.inf, None)

    def _on_solution(self, x: Floats) -> None:
        point = np.rint(x).astype(np.int64)
        if self.complete:
            point = self.complete(point)
        if self.model.holds(point) and self.state.offer(point):
            self._progress()

    def _progress(self) -> None:
        if self.on_improved:
            self.on_improved()
