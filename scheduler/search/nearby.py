"""What a small change costs: goals in order beside a solution that was good before the change.

Most changes can be answered near that solution: a small part of the model makes room, and the linear relaxation of the
whole proves that nothing better is left. What is still open is a small problem once the reduced costs have held every
variable that no better solution moves. The goals are settled one after the other up to the first whose value differs.
"""

import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field, replace

import numpy as np

from scheduler.search.cuts import Sections
from scheduler.search.drafts import PRICE as DRAFT_PRICE
from scheduler.search.goals import PRICE_OF_FIRST, LinearGoal, first_two
from scheduler.search.highs import Answer, EngineLost, Floats, Highs, Task, no_variables
from scheduler.search.lexicographic import Infeasible
from scheduler.search.limits import Limits
from scheduler.search.linear import Ints, LinearModel
from scheduler.search.proofs import INTERIOR_POINT
from scheduler.search.state import State
from scheduler.search.together import FIRST_THRESHOLD, QUICK_GAP
from scheduler.search.waiting import wait

PART_SHARE, SETTLE_SHARE, POLISH_SHARE = 0.25, 0.7, 0.3
"""Shares of the time that is left: to make room in one part, to settle one goal, to better one later goal."""

ENOUGH_SECONDS = 0.3
"""With less nothing is begun."""

DOUBTFUL_SECONDS = 3.0
"""To settle a goal that was not proven before the change either: what it gains by the change can hardly be proven."""

LOOSE_GAP = 0.001

EXACT: dict[str, float] = {"mip_rel_gap": 0.0, "mip_abs_gap": 0.99}


@dataclass
class Nearby:
    """The search. ``start``: the solution before the change, which may break rows of the model as it is now.

    ``before``: the goals' values then. ``floors``: bounds that hold for every solution that is no worse than ``before``
    in each goal earlier. ``parts``: variables that may make room while all others stay, small parts first, the last one
    is everything. ``nearby``: the part in which a goal that became worse is bettered first; ``later``: most seconds for
    goals after the first that differs. ``gentle``: of solutions with the same values one of least such cost is taken, as far as the
    first part can tell. ``inner``: variables that nearly follow from the others (:mod:`.drafts`). ``narrower``: every solution
    is one of the model before the change, so that a goal that is no worse than it was is settled. ``until``: the moment of ``time.monotonic`` after which nothing is proven or bettered any more. ``engine``: one that
    holds the model with its ``loose`` and ``inner`` variables. ``activities``: those that cuts are made for.
    """

    model: LinearModel
    goals: Sequence[LinearGoal]
    limits: Limits
    start: Ints
    before: tuple[int, ...]
    floors: Mapping[str, int]
    parts: Sequence[Ints]
    nearby: Ints
    later: float
    gentle: Ints
    loose: Ints
    complete: Callable[[Ints], Ints]
    until: float = np.inf
    inner: Ints = field(default_factory=no_variables)
    narrower: bool = False
    engine: AbstractContextManager[Highs] | None = None
    activities: Sequence[Sections] = ()
    state: State = field(init=False)

    def __post_init__(self) -> None:
        self.state = State(self.model, self.goals)
        self._gently = False
        for index, goal in enumerate(self.goals):
            self.state.prove(goal, goal.floor(self.model.lower, self.model.upper))
            if goal.name in self.floors:
                self.state.prove(goal, self.floors[goal.name], self.before[:index])

    def run(self) -> State:
        """Search until every goal up to the first that differs is settled, or time is over.

        Raises Infeasible where no solution keeps the rows of the model.
        """
        self.state.offer(self.start)
        if self.state.x is not None and self._differs() is None and self._all_done():
            return self.state
        with suppress(EngineLost), self.engine or self._own_engine() as engine:  # what was found until then stays
            if self.state.x is None:
                self._make_room(engine)
                if not self._gently:
                    self._be_gentle(engine)
            began = self.state.x
            if began is not None:
                self._settle_all(engine)
                if self.state.x is not began:
                    self._be_gentle(engine)
        return self.state

    @contextmanager
    def _own_engine(self) -> Generator[Highs]:
        with Highs() as engine:
            engine.load(self.model, self.loose, self.inner)
            yield engine

    # -- a first solution ----------------------------------------------------------------------------------
    def _make_room(self, engine: Highs) -> None:
        """The first part in which the change fits, with each of its goals at its best there."""
        for part in self.parts[:-1]:
            if self._may_fit(part):
                self._best_in(engine, part)
            if self.state.x is not None or self.limits.left <= ENOUGH_SECONDS:
                return
        self._best_of_all(engine)

    def _may_fit(self, part: Ints) -> bool:
        """Whether every row that the start breaks has a variable of the part, and every bound it breaks is in it."""
        free = np.zeros(self.model.columns, dtype=bool)
        free[part] = True
        outside = (self.start < self.model.lower) | (self.start > self.model.upper)
        if bool(np.any(outside & ~free)):
            return False
        activity = self.model.activity(self.start)
        broken = np.nonzero((activity < self.model.row_lower) | (activity > self.model.row_upper))[0]
        return all(bool(free[self.model.index[self.model.start[r] : self.model.start[r + 1]]].any()) for r in broken)

    def _best_in(self, engine: Highs, part: Ints) -> None:
        """The part's best, goal by goal, the first two together, if anything fits in it."""
        touched = [index for index, goal in enumerate(self.goals) if np.any(goal.cost[part])]
        if touched[:2] == [0, 1]:
            cost, price = self._both()[0], self._price_of_moving()
            bounds, seconds = self._held(part), self.limits.left * SETTLE_SHARE
            task = Task(price * cost + self.gentle, 0, *bounds, (), None, False, seconds, EXACT)
            answer = self._wait(engine, engine.start(task))
            if self.state.x is None:
                return
            if answer.status == "Optimal":
                touched = touched[2:]
                self._gently = not touched
        for index in touched:
            differs = None if self.state.x is None else self._differs()
            if differs is not None and differs < index:
                return  # later goals are bettered once that one is settled
            if not (self.state.x is not None and self.state.done(self.goals[index], 0.0)):
                self._solve(engine, index, self._held(part), PART_SHARE)
                if self.state.x is None:
                    return

    def _both(self) -> tuple[Ints, int]:
        """Cost and offset of the first two goals as one."""
        first, second = self.goals[0], self.goals[min(1, len(self.goals) - 1)]
        return PRICE_OF_FIRST * first.cost + second.cost, PRICE_OF_FIRST * first.offset + second.offset

    def _best_of_all(self, engine: Highs) -> None:
        """The whole model, the first two goals together. Raises Infeasible."""
        cost, offset = self._both()
        lower, upper = self.model.lower, self.model.upper
        task = Task(cost, offset, lower, upper, (), None, False, self.limits.left * SETTLE_SHARE, EXACT, "loose")
        answer = self._wait(engine, engine.start(task))
        if self.state.x is None and answer.x is not None:
            self._make_whole(engine, answer.x)
        if answer.status == "Optimal" and self.state.x is None:
            answer = self._wait(engine, engine.start(replace(task, inner="whole")))
        if answer.status == "Infeasible":
            raise Infeasible
        first, second = self.goals[0], self.goals[min(1, len(self.goals) - 1)]
        if self.state.x is not None and len(self.goals) > 1 and self.state.done(first, 0.0):
            value = first.value(self.state.x)
            self.state.prove(second, second.round_bound(answer.bound - PRICE_OF_FIRST * value), (value,))

    def _make_whole(self, engine: Highs, x: Floats) -> None:
        """The best whole solution that has all but the inner variables where x has them."""
        point = self.complete(np.rint(x).astype(np.int64))
        lower, upper = point.copy(), point.copy()
        lower[self.inner], upper[self.inner] = self.model.lower[self.inner], self.model.upper[self.inner]
        cost = np.zeros(self.model.columns, dtype=np.int64)
        for goal in self.goals:
            if np.any(goal.cost[self.inner]):
                cost = DRAFT_PRICE * cost + goal.cost
        task = Task(cost, 0, lower, upper, (), None, False, self.limits.left * PART_SHARE, EXACT)
        self._wait(engine, engine.start(task))

    def _held(self, part: Ints) -> tuple[Ints, Ints]:
        """The variables' bounds with all that is not in the part at its place."""
        lower, upper = self.model.lower.copy(), self.model.upper.copy()
        at = self.start if self.state.x is None else self.state.x
        held = np.ones(self.model.columns, dtype=bool)
        held[part] = False
        lower[held] = upper[held] = at[held]
        return lower, upper

    # -- goal by goal --------------------------------------------------------------------------------------
    def _settle_all(self, engine: Highs) -> None:
        for index, goal in enumerate(self.goals):
            if self.narrower and goal.value(self._best()) == self.before[index]:
                continue
            if self.limits.left > ENOUGH_SECONDS:
                self._better_nearby(engine, index)
            if not self.state.done(goal, 0.0) and self.limits.left > ENOUGH_SECONDS:
                self._settle(engine, index)
            if self._differs() == index:
                break
        first = self._differs()
        if first is not None:
            self._polish(engine, first)

    def _settle(self, engine: Highs, index: int) -> None:
        """Prove that the goal has its best value, or find a better one: the relaxation first, then what it leaves open."""
        goal = self.goals[index]
        seconds = self._seconds_to_settle(index)
        if seconds <= ENOUGH_SECONDS:
            return
        end = time.monotonic() + seconds
        if index == 1 and self.activities:
            self._tighten(engine, seconds)
        elif index > 1 or not self.narrower:
            self._relax(engine, index, seconds)
        if self.state.done(goal, 0.0):
            return
        if min(self.limits.left, end - time.monotonic()) > ENOUGH_SECONDS:
            given = self.state.values()[:index]
            bounds = self.state.limits(index)
            answer = self._solve(engine, index, bounds, SETTLE_SHARE, loose=True, most=end - time.monotonic())
            self.state.prove(goal, goal.round_bound(answer.bound), given)
            if answer.x is not None and not self.state.done(goal, 0.0) and self.limits.left > ENOUGH_SECONDS:
                self._make_whole(engine, answer.x)
        if not self.state.done(goal, 0.0) and min(self.limits.left, end - time.monotonic()) > ENOUGH_SECONDS:
            given = self.state.values()[:index]
            bounds = self.state.limits(index)
            answer = self._solve(engine, index, bounds, SETTLE_SHARE, most=end - time.monotonic())
            self.state.prove(goal, goal.round_bound(answer.bound), given)

    def _seconds_to_settle(self, index: int) -> float:
        """Most seconds for a goal; few where there is no proof that the plan had its least value before the change."""
        doubtful = self.narrower and self.floors.get(self.goals[index].name, -np.inf) < self.before[index]
        left = min(self.limits.left * SETTLE_SHARE, self.until - time.monotonic())
        return min(left, DOUBTFUL_SECONDS) if doubtful else left

    def _relax(self, engine: Highs, index: int, seconds: float) -> None:
        """The goal's relaxation, for its bound and for what it holds."""
        goal = self.goals[index]
        given = self.state.values()[:index]
        lower, upper = self.state.limits(index)
        rows = [self.state.row(g) for g in self.goals[:index]]
        task = Task(
            goal.cost, goal.offset, lower, upper, rows, None, True, seconds, INTERIOR_POINT if index > 1 else {}
        )
        relaxed = self._wait(engine, engine.start(task))
        self.state.prove(goal, goal.round_bound(relaxed.bound), given)
        self.state.fix(relaxed, goal.value(self._best()), index + 1)

    def _tighten(self, engine: Highs, seconds: float) -> None:
        """The first two goals together: a tight relaxation, what it holds, and a solution near it."""
        both, model = first_two(self.goals), self.model
        task = Task(both.cost, both.offset, model.lower, model.upper, relax=True, seconds=seconds)
        relaxed = self._wait(engine, engine.start(replace(task, activities=self.activities)))
        engine.strengthen(relaxed.rows)
        if relaxed.status != "Optimal" or relaxed.reduced is None or relaxed.x is None:
            return
        self._hear_both(relaxed)
        if self.state.done(self.goals[1], 0.0):
            return
        lower, upper = self.state.limits(1)
        left = (relaxed.reduced > FIRST_THRESHOLD) & (relaxed.x < lower + 1e-6)
        upper[left] = lower[left]
        options = {"random_seed": self.limits.seed % 2**31, "mip_rel_gap": QUICK_GAP}
        quick = Task(both.cost, both.offset, lower, upper, seconds=seconds * PART_SHARE, options=options, inner="loose")
        answer = self._wait(engine, engine.start(quick))
        if answer.x is not None and self.limits.left > ENOUGH_SECONDS:
            self._make_whole(engine, answer.x)
            self._hear_both(relaxed)

    def _hear_both(self, relaxed: Answer) -> None:
        """What the relaxation of the first two goals says of the second, and what it holds."""
        first, second = self.goals[0], self.goals[1]
        value = first.value(self._best())
        if self.state.done(first, 0.0):
            self.state.prove(second, second.round_bound(relaxed.bound - PRICE_OF_FIRST * value), (value,))
        self.state.fix(relaxed, PRICE_OF_FIRST * value + second.value(self._best()), 2)

    def _polish(self, engine: Highs, first: int) -> None:
        """Later goals, after one that differs: as good as the staff's part can be made in the time that is left."""
        end = time.monotonic() + self.later
        for index in range(first + 1, len(self.goals)):
            left = min(self.limits.left, self.until - time.monotonic(), end - time.monotonic())
            if left > ENOUGH_SECONDS:
                self._better_nearby(engine, index, min(POLISH_SHARE, left / self.limits.left))

    def _better_nearby(self, engine: Highs, index: int, share: float = POLISH_SHARE) -> None:
        """Where a goal became worse: its best while only the staff's part moves."""
        goal, part = self.goals[index], self.nearby
        worse = goal.value(self._best()) > self.before[index]
        if worse and not self.state.done(goal, 0.0) and bool(np.any(goal.cost[part])):
            self._solve(engine, index, self._held(part), share)

    def _be_gentle(self, engine: Highs) -> None:
        """Of solutions that differ in the first part alone and have the same values, one that moves least."""
        x, part = self.state.x, self.parts[0]
        if x is None:
            return
        touched = [goal for goal in self.goals if np.any(goal.cost[part])]
        if not touched or not np.any(self.gentle[part]) or self.limits.left <= ENOUGH_SECONDS:
            return
        # A row that keeps the last goal would be a knapsack, far harder than its price.
        cost, rows = (
            self._price_of_moving() * touched[-1].cost + self.gentle,
            [self.state.row(goal) for goal in touched[:-1]],
        )
        task = Task(cost, 0, *self._held(part), rows, x, False, self.limits.left * POLISH_SHARE, EXACT)
        answer = self._wait(engine, engine.start(task))
        if answer.x is not None:
            found = self.complete(np.rint(answer.x).astype(np.int64))
            if self.model.holds(found) and self.state.values(found) == self.state.values():
                self.state.x = found

    def _price_of_moving(self) -> int:
        """What a unit of a goal is worth where everybody's moving counts too."""
        return 1 + int(np.abs(self.gentle * (self.model.upper - self.model.lower)).sum())

    def _solve(
        self,
        engine: Highs,
        index: int,
        bounds: tuple[Ints, Ints],
        share: float,
        *,
        loose: bool = False,
        most: float = np.inf,
    ) -> Answer:
        """Minimise a goal within bounds while every goal before it keeps its value. ``loose``: inner variables need not be
        whole; ``most``: seconds."""
        goal = self.goals[index]
        x = self.state.x
        rows = [] if x is None else [self.state.row(g) for g in self.goals[:index]]
        hint = x if x is not None and bool(np.all((x >= bounds[0]) & (x <= bounds[1]))) else None
        # with fractional students two values may be nearer than a step, and only the bound's next step counts
        gap = LOOSE_GAP if loose else 0.99 * goal.step
        options = {"random_seed": self.limits.seed % 2**31, "mip_rel_gap": 0.0, "mip_abs_gap": gap}
        seconds = max(ENOUGH_SECONDS, min(most, self.limits.left * share))
        inner = "loose" if loose else "whole"
        task = Task(goal.cost, goal.offset, *bounds, rows, hint, False, seconds, options, inner)
        return self._wait(engine, engine.start(task), lambda bound: self._met(goal, bound))

    def _met(self, goal: LinearGoal, bound: float) -> bool:
        """Whether a bound proves the goal's value."""
        proven = goal.round_bound(bound)
        return self.state.x is not None and proven is not None and proven >= goal.value(self.state.x)

    def _wait(self, engine: Highs, number: int, enough: Callable[[float], bool] | None = None) -> Answer:
        def hear_bound(bound: float) -> None:
            if enough and enough(bound):
                engine.stop(number)

        answer = wait(engine, number, self.limits, self._hear, hear_bound=hear_bound)
        if answer.status == "Abandoned":
            engine.close()  # whoever asks next must not wait for this task
        return answer

    def _hear(self, x: Floats) -> None:
        self.state.offer(self.complete(np.rint(x).astype(np.int64)))

    # -- where it stands -----------------------------------------------------------------------------------
    def _best(self) -> Ints:
        assert self.state.x is not None
        return self.state.x

    def _differs(self) -> int | None:
        """The first goal whose value is not what it was before."""
        now = self.state.values()
        return next((i for i, (a, b) in enumerate(zip(now, self.before, strict=True)) if a != b), None)

    def _all_done(self) -> bool:
        return all(self.state.done(goal, 0.0) for goal in self.goals)
