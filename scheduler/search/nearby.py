"""What a small change costs: goals in order beside a solution that was good before the change.

Most changes can be answered near that solution: a small part of the model makes room, and the linear relaxation of the
whole proves that nothing better is left. What is still open is a small problem once the reduced costs have held every
variable that no better solution moves. The goals are settled one after the other up to the first whose value differs.
"""

import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace

import numpy as np

from scheduler.search.beside import ENOUGH_SECONDS, EXACT, NEAR, PART_SHARE, POLISH_SHARE, SETTLE_SHARE, Beside
from scheduler.search.goals import PRICE_OF_FIRST, first_two
from scheduler.search.highs import Answer, EngineLost, Highs, Task
from scheduler.search.lent import Lender
from scheduler.search.proofs import INTERIOR_POINT
from scheduler.search.state import State

DOUBTFUL_SECONDS = 3.0
"""To settle a goal that was not proven before the change either: what it gains by the change can hardly be proven."""


WIDE = 3.0
"""How far above its relaxation a first solution must be to look for a better one before anything is proven."""

PRICE_OF_LATER = 10
"""How many units of a goal one unit of the goal before it is worth while those after the first that differs are bettered."""


@dataclass
class Nearby(Beside):
    """The search."""

    def run(self) -> State:
        """Search until every goal up to the first that differs is settled, or time is over.

        Raises Infeasible where no solution keeps the rows of the model.
        """
        self.state.offer(self.start)
        if self.state.x is not None and self._differs() is None and self._all_done():
            return self.state
        engines = self.engines or Lender(1, lambda engine: engine.load(self.model, self.loose, self.inner))
        try:
            with suppress(EngineLost):  # what was found until then stays
                if self.state.x is None:
                    with self._turn(engines, first=True) as engine:
                        self._look_first(engine)
                if self.state.x is not None and self._is_open():
                    with self._turn(engines, first=False) as engine:
                        self._settle_all(engine)
                        self._be_gentle(engine)
        finally:
            if self.engines is None:
                engines.close()
        return self.state

    @contextmanager
    def _turn(self, engines: Lender, *, first: bool) -> Generator[Highs]:
        """An engine, with this search's share of the time meanwhile."""
        whole, until = self.limits, self.until
        with engines.turn(whole, first=first) as (engine, share):
            self.limits = replace(whole, deadline=whole.now() + share * (whole.deadline - whole.now()))
            self.until = until if first else time.monotonic() + share * (until - time.monotonic())
            try:
                yield engine
            finally:
                self.limits, self.until = whole, until

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
        if first == 0:
            self._keep_others(engine)
        if first is not None:
            self._polish(engine, first)

    def _keep_others(self, engine: Highs) -> None:
        """The second goal, where the first one differs: nothing kept the others where they were while that was settled. So the part
        in which the change is makes room beside all else as it was; more is moved only where that is proven to be best."""
        if len(self.goals) < 2 or len(self.parts) < 2 or self.state.done(self.goals[1], 0.0):
            return
        whole, kept = self.limits, self._best()
        seconds = min(self.later, self.until - time.monotonic(), whole.left)
        self.limits = replace(whole, deadline=whole.now() + seconds)
        try:
            part = self.parts[-2]
            moved = np.any(np.delete(kept != self.start, part))
            if moved and seconds > ENOUGH_SECONDS and self._may_fit(part):
                self._draft(engine, *self._held(part, self.start), seconds)
                kept = self._best()
            if self.limits.left > ENOUGH_SECONDS and not self.state.done(self.goals[1], 0.0):
                self._settle(engine, 1)
        finally:
            self.limits = whole
            if not self.state.done(self.goals[1], 0.0):
                self.state.x = kept

    def _settle(self, engine: Highs, index: int) -> None:
        """Prove that the goal has its best value, or find a better one: the relaxation first, then what it leaves open."""
        goal = self.goals[index]
        seconds = self._seconds_to_settle(index)
        if seconds <= ENOUGH_SECONDS:
            return
        end = time.monotonic() + seconds
        if index == 1 and (self.activities or self._solved):
            self._near_both(engine, seconds)
        elif index > 1 or not self.narrower:
            self._relax(engine, index, seconds)
        began = self._best()
        for loose in (True, False):
            if not self.state.done(goal, 0.0) and min(self.limits.left, end - time.monotonic()) > ENOUGH_SECONDS:
                self._prove(engine, index, end, loose=loose)
        if index == 1 and self._solved and self._best() is not began:
            self._draw_near(engine, min(self.later, self.until - time.monotonic()))

    def _prove(self, engine: Highs, index: int, end: float, *, loose: bool) -> None:
        """The goal's best value, with fractional inner variables or without, among what is not held."""
        goal, given = self.goals[index], self.state.values()[:index]
        both = index == 1 and loose and self._solved is not None and self.state.done(self.goals[0], 0.0)
        if both:
            answer = self._solve_both(engine, end)
            bound = answer.bound - PRICE_OF_FIRST * given[0]
        else:
            bounds, most = self.state.limits(index), end - time.monotonic()
            answer = self._solve(engine, index, bounds, SETTLE_SHARE, loose=loose, most=most, cuts=self._cuts)
            bound = answer.bound
        self.state.prove(goal, goal.round_bound(bound), given)
        if loose and answer.x is not None and not self.state.done(goal, 0.0) and self.limits.left > ENOUGH_SECONDS:
            self._make_whole(engine, answer.x)

    def _solve_both(self, engine: Highs, end: float) -> Answer:
        """The first two goals together, which needs no row for the first."""
        both, x = first_two(self.goals), self._best()
        seconds = max(ENOUGH_SECONDS, min(end - time.monotonic(), self.limits.left))
        options = EXACT | {"random_seed": self.limits.seed % 2**31}
        lower, upper = self.state.limits(1)
        task = Task(both.cost, both.offset, lower, upper, self._cuts, x, "mip", seconds, options, "loose")
        return self._wait(engine, engine.start(task), lambda bound: self._met(both, bound))

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
            goal.cost, goal.offset, lower, upper, rows, None, "relax", seconds, INTERIOR_POINT if index > 1 else {}
        )
        relaxed = self._wait(engine, engine.start(task))
        self.state.prove(goal, goal.round_bound(relaxed.bound), given)
        self.state.relax(relaxed, index)

    def _near_both(self, engine: Highs, seconds: float) -> None:
        """The first two goals together: a tight relaxation, what it holds, and where much is open a solution near it."""
        if self._relaxed is None:
            self._relax_both(engine, seconds)
        relaxed = self._solved
        if relaxed is None:
            return
        self._hear_both()
        if not self.state.done(self.goals[1], 0.0) and first_two(self.goals).value(self._best()) > relaxed.bound + WIDE:
            self._draw_near(engine, seconds * PART_SHARE)
            self._hear_both()

    def _draw_near(self, engine: Highs, seconds: float) -> None:
        """A solution at least as good in the first two goals, nearer to the one that was there; which helps the later goals."""
        if min(seconds, self.limits.left) > ENOUGH_SECONDS:
            lower, upper = next(self._narrowed(*self.state.limits(1), self._best(), NEAR))
            self._draft(engine, lower, upper, min(seconds, self.limits.left))

    def _polish(self, engine: Highs, first: int) -> None:
        """Later goals, after one that differs: what the staff's part can do for all of them together, an earlier one at a price;
        first without the variables that were to stay as they were, then these alone, which is far quicker than all at once."""
        end = time.monotonic() + self.later
        later, before = self.goals[first + 1 :], self.before[first + 1 :]
        cost = np.zeros(self.model.columns, dtype=np.int64)
        for goal in later:
            cost = PRICE_OF_LATER * cost + goal.cost
        for part in (np.setdiff1d(self.nearby, self.still), np.union1d(self.still, self.loose)):
            x = self._best()
            worse = [goal for goal, value in zip(later, before, strict=True) if goal.value(x) > value]
            seconds = min(self.limits.left, self.until - time.monotonic(), end - time.monotonic())
            if seconds > ENOUGH_SECONDS and any(np.any(goal.cost[part]) for goal in worse):
                rows = [self.state.row(goal) for goal in self.goals[: first + 1]]
                self._wait(engine, engine.start(Task(cost, 0, *self._held(part), rows, x, "mip", seconds, EXACT)))

    def _better_nearby(self, engine: Highs, index: int, share: float = POLISH_SHARE) -> None:
        """Where a goal became worse: its best while only the staff's part moves."""
        goal, part = self.goals[index], self.nearby
        worse = goal.value(self._best()) > self.before[index]
        if worse and not self.state.done(goal, 0.0) and bool(np.any(goal.cost[part])):
            self._solve(engine, index, self._held(part), share)
