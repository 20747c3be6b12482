"""A first solution after a change, beside the one that was good before it, and what a relaxation says of it.

The linear relaxation of the first two goals says early what the change must cost, and which variables a good solution
hardly uses. So the parts of the model that may make room are searched near it first.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from scheduler.search.cuts import Sections
from scheduler.search.drafts import PRICE as DRAFT_PRICE
from scheduler.search.drafts import WHOLE
from scheduler.search.goals import PRICE_OF_FIRST, LinearGoal, first_two
from scheduler.search.highs import Answer, ExtraRow, Floats, Highs, Task, no_variables
from scheduler.search.lent import Lender
from scheduler.search.lexicographic import Infeasible
from scheduler.search.limits import Limits
from scheduler.search.linear import INF, Ints, LinearModel
from scheduler.search.state import State
from scheduler.search.waiting import wait

PART_SHARE, SETTLE_SHARE, POLISH_SHARE = 0.25, 0.7, 0.3
"""Shares of the time that is left: to make room in one part, to settle one goal, to better one later goal."""

ENOUGH_SECONDS = 0.3
"""With less nothing is begun."""

LOOSE_GAP = 0.001

NEAR_ALONE, NEAR = 1.0, 3.0
"""How dear by its reduced cost a variable may be that a first solution uses beside the relaxation: for students alone, for all."""

DRAFT_GAP = 0.3
"""In units of the second goal: how far a draft of a first solution may be from the best one."""

EXACT: dict[str, float] = {"mip_rel_gap": 0.0, "mip_abs_gap": 0.99}


@dataclass
class Beside:
    """What the search knows. ``start``: the solution before the change, which may break rows of the model as it is now.

    ``before``: the goals' values then. ``floors``: bounds that hold for every solution that is no worse than ``before``
    in each goal earlier. ``parts``: variables that may make room while all others stay, small parts first, the last one
    is everything. ``nearby``: the part in which a goal that became worse is bettered first; ``still``: variables of it that a first solution leaves where they are, if
    it can. ``later``: most seconds for goals after the first that differs. ``gentle``: of solutions with the same values one of least such cost is taken, as far as the
    first part can tell. ``inner``: variables that nearly follow from the others (:mod:`.drafts`). ``narrower``: every solution
    is one of the model before the change, so that a goal that is no worse than it was is settled. ``until``: the moment of ``time.monotonic`` after which nothing is proven or bettered any more. ``engines``: some that
    hold the model with its ``loose`` and ``inner`` variables. ``activities``: those that cuts are made for.
    """

    model: LinearModel
    goals: Sequence[LinearGoal]
    limits: Limits
    start: Ints
    before: tuple[int, ...]
    floors: Mapping[str, int]
    parts: Sequence[Ints]
    nearby: Ints
    still: Ints
    later: float
    gentle: Ints
    loose: Ints
    complete: Callable[[Ints], Ints]
    until: float = np.inf
    inner: Ints = field(default_factory=no_variables)
    narrower: bool = False
    engines: Lender | None = None
    activities: Sequence[Sections] = ()
    state: State = field(init=False)

    def __post_init__(self) -> None:
        self.state = State(self.model, self.goals)
        self._relaxed: Answer | None = None
        self._cuts: Sequence[ExtraRow] = ()
        self._gentlest: Ints | None = None
        for index, goal in enumerate(self.goals):
            self.state.prove(goal, goal.floor(self.model.lower, self.model.upper))
            if goal.name in self.floors:
                self.state.prove(goal, self.floors[goal.name], self.before[:index])

    # -- a first solution ----------------------------------------------------------------------------------
    def _look_first(self, engine: Highs) -> None:
        """A first solution, and what the relaxation of the first two goals says of it."""
        if self.narrower and len(self.goals) > 1:
            self._relax_both(engine, self.limits.left * PART_SHARE)
        self._make_room(engine)
        if self.state.x is not None:
            self._hear_both()
            if not self._is_open():
                self._be_gentle(engine)

    def _relax_both(self, engine: Highs, seconds: float) -> None:
        """The relaxation of the first two goals together, with cuts."""
        both, model = first_two(self.goals), self.model
        task = Task(both.cost, both.offset, model.lower, model.upper, kind="relax", seconds=seconds)
        task = replace(task, activities=self.activities, basis=self.engines.basis if self.engines else None)
        self._relaxed = self._wait(engine, engine.start(task))
        self._cuts = [(row.index, row.value, -INF, row.high) for row in self._relaxed.rows]

    @property
    def _solved(self) -> Answer | None:
        """The relaxation of the first two goals, if it was solved."""
        found = self._relaxed
        return found if found and found.status == "Optimal" and found.reduced is not None else None

    def _make_room(self, engine: Highs) -> None:
        """The first part in which the change fits, with each of its goals at its best there."""
        fits = self._relaxed is None or self._relaxed.status != "Infeasible"
        for part in self.parts[:-1] if fits else ():
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
            best = self._first_two_in(engine, part)
            if self.state.x is None:
                return
            touched = touched[2:] if best else touched
        for index in touched:
            differs = None if self.state.x is None else self._differs()
            if differs is not None and differs < index:
                return  # later goals are bettered once that one is settled
            if not (self.state.x is not None and self.state.done(self.goals[index], 0.0)):
                self._solve(engine, index, self._held(part), PART_SHARE)
                if self.state.x is None:
                    return

    def _first_two_in(self, engine: Highs, part: Ints) -> bool:
        """The best of the first two goals together in a part, first near the relaxation; whether it was solved to its end."""
        alone = part is self.parts[0]
        ways = list(self._narrowed(*self._held(part), self.start, NEAR_ALONE if alone else NEAR))
        if not alone and self._solved:
            lower, upper = ways[0][0].copy(), ways[0][1].copy()
            lower[self.still] = upper[self.still] = self.start[self.still]
            ways.insert(0, (lower, upper))
        for lower, upper in ways:
            seconds = self.limits.left * SETTLE_SHARE
            answer = (self._mend if alone else self._draft)(engine, lower, upper, seconds)
            if self.state.x is not None or answer.status not in ("Infeasible", "Optimal"):
                return answer.status == "Optimal"
        return False

    def _mend(self, engine: Highs, lower: Ints, upper: Ints, seconds: float) -> Answer:
        """The first part's best, with as little moving as can be."""
        cost = self._price_of_moving() * first_two(self.goals).cost + self.gentle
        answer = self._wait(engine, engine.start(Task(cost, 0, lower, upper, (), None, "mip", seconds, EXACT)))
        if answer.status == "Optimal" and answer.x is not None and self.state.x is not None:
            self._prefer(answer.x)
        return answer

    def _draft(self, engine: Highs, lower: Ints, upper: Ints, seconds: float) -> Answer:
        """A part's best with fractional inner variables, all others as near to where they were as can be; then made whole."""
        near = self._nearness()
        price = 1 + int(np.abs(near).sum())
        cost = price * first_two(self.goals).cost + near
        options = EXACT | {"mip_abs_gap": DRAFT_GAP * price}
        answer = self._wait(
            engine, engine.start(Task(cost, 0, lower, upper, (), None, "mip", seconds, options, "loose"))
        )
        if answer.x is not None:
            self._make_whole(engine, answer.x)
        return answer

    def _nearness(self) -> Ints:
        """A cost of 1 for each decision of the nearby part that is not as it was."""
        cost = np.zeros(self.model.columns, dtype=np.int64)
        near = np.setdiff1d(self.nearby, self.loose)
        near = near[(self.model.upper - self.model.lower)[near] == 1]
        cost[near] = np.where(self.start[near] > self.model.lower[near], -1, 1)
        return cost

    def _narrowed(self, lower: Ints, upper: Ints, at: Ints | Floats, dear: float) -> Iterator[tuple[Ints, Ints]]:
        """The bounds without what the relaxation of the first two goals does not use, nor ``at``, and what is dear to use;
        then as they are."""
        relaxed = self._solved
        if relaxed is not None and relaxed.reduced is not None and relaxed.x is not None:
            unused = (relaxed.x < self.model.lower + WHOLE) & (at < self.model.lower + WHOLE)
            yield lower, np.where(unused & (relaxed.reduced > dear), lower, upper)
        yield lower, upper

    def _best_of_all(self, engine: Highs) -> None:
        """The whole model, the first two goals together. Raises Infeasible."""
        both = first_two(self.goals)
        lower, upper = self.model.lower, self.model.upper
        seconds = self.limits.left * SETTLE_SHARE
        task = Task(both.cost, both.offset, lower, upper, (), None, "mip", seconds, EXACT, "loose")
        answer = self._wait(engine, engine.start(task))
        if self.state.x is None and answer.x is not None:
            self._make_whole(engine, answer.x)
        if answer.status == "Optimal" and self.state.x is None:
            answer = self._wait(engine, engine.start(replace(task, inner="whole")))
        if answer.status == "Infeasible":
            raise Infeasible
        if self.state.x is not None and len(self.goals) > 1 and self.state.done(self.goals[0], 0.0):
            second, value = self.goals[1], self.goals[0].value(self.state.x)
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
        cost = self._price_of_moving() * cost + self.gentle
        for narrow in self._narrowed(lower, upper, x, NEAR_ALONE):
            task = Task(cost, 0, *narrow, (), None, "mip", self.limits.left * PART_SHARE, EXACT)
            answer = self._wait(engine, engine.start(task))
            if answer.status != "Infeasible":
                if answer.status == "Optimal" and answer.x is not None:
                    self._prefer(answer.x)
                return

    def _prefer(self, x: Floats) -> None:
        """Take a solution that has the same values and moves least."""
        found = self.complete(np.rint(x).astype(np.int64))
        if self.model.holds(found) and self.state.values(found) == self.state.values():
            self.state.x = self._gentlest = found

    def _held(self, part: Ints, at: Ints | None = None) -> tuple[Ints, Ints]:
        """The variables' bounds with all that is not in the part at its place, which is the best solution's or that of ``at``."""
        lower, upper = self.model.lower.copy(), self.model.upper.copy()
        if at is None:
            at = self.start if self.state.x is None else self.state.x
        held = np.ones(self.model.columns, dtype=bool)
        held[part] = False
        lower[held] = upper[held] = at[held]
        return lower, upper

    def _hear_both(self) -> None:
        """What the relaxation of the first two goals says of the second, and what it holds."""
        relaxed = self._solved
        if relaxed is None:
            return
        first, second = self.goals[0], self.goals[1]
        value = first.value(self._best())
        if self.state.done(first, 0.0):
            self.state.prove(second, second.round_bound(relaxed.bound - PRICE_OF_FIRST * value), (value,))
        self.state.fix(relaxed, PRICE_OF_FIRST * value + second.value(self._best()))

    def _is_open(self) -> bool:
        """Whether a goal up to the first that differs is not settled, or a later one is worse than it was."""
        for index, goal in enumerate(self.goals):
            value = goal.value(self._best())
            if not (self.narrower and value == self.before[index]) and not self.state.done(goal, 0.0):
                return True
        return False

    def _be_gentle(self, engine: Highs) -> None:
        """Of solutions that differ in the first part alone and have the same values, one that moves least."""
        x, part = self.state.x, self.parts[0]
        if x is None or x is self._gentlest:
            return
        touched = [goal for goal in self.goals if np.any(goal.cost[part])]
        if not touched or not np.any(self.gentle[part]) or self.limits.left <= ENOUGH_SECONDS:
            return
        # A row that keeps the last goal would be a knapsack, far harder than its price.
        cost, rows = (
            self._price_of_moving() * touched[-1].cost + self.gentle,
            [self.state.row(goal) for goal in touched[:-1]],
        )
        lower, upper = next(self._narrowed(*self._held(part), x, NEAR_ALONE))
        task = Task(cost, 0, lower, upper, rows, x, "mip", self.limits.left * POLISH_SHARE, EXACT)
        answer = self._wait(engine, engine.start(task))
        if answer.x is not None:
            self._prefer(answer.x)

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
        cuts: Sequence[ExtraRow] = (),
    ) -> Answer:
        """Minimise a goal within bounds while every goal before it keeps its value. ``loose``: inner variables need not be
        whole; ``most``: seconds; ``cuts``: rows that every solution keeps."""
        goal = self.goals[index]
        x = self.state.x
        rows = [*cuts, *([] if x is None else [self.state.row(g) for g in self.goals[:index]])]
        hint = x if x is not None and bool(np.all((x >= bounds[0]) & (x <= bounds[1]))) else None
        # with fractional students two values may be nearer than a step, and only the bound's next step counts
        gap = LOOSE_GAP if loose else 0.99 * goal.step
        options = {"random_seed": self.limits.seed % 2**31, "mip_rel_gap": 0.0, "mip_abs_gap": gap}
        seconds = max(ENOUGH_SECONDS, min(most, self.limits.left * share))
        inner = "loose" if loose else "whole"
        task = Task(goal.cost, goal.offset, *bounds, rows, hint, "mip", seconds, options, inner)
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
