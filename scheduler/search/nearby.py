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

from scheduler.search.beside import ENOUGH_SECONDS, EXACT, PART_SHARE, POLISH_SHARE, SETTLE_SHARE, Beside
from scheduler.search.drafts import WHOLE
from scheduler.search.goals import first_two
from scheduler.search.highs import EngineLost, Highs, Task
from scheduler.search.lent import Lender
from scheduler.search.proofs import INTERIOR_POINT
from scheduler.search.state import State
from scheduler.search.together import FIRST_THRESHOLD, QUICK_GAP

DOUBTFUL_SECONDS = 3.0
"""To settle a goal that was not proven before the change either: what it gains by the change can hardly be proven."""


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
        if first is not None:
            self._polish(engine, first)

    def _settle(self, engine: Highs, index: int) -> None:
        """Prove that the goal has its best value, or find a better one: the relaxation first, then what it leaves open."""
        goal = self.goals[index]
        seconds = self._seconds_to_settle(index)
        if seconds <= ENOUGH_SECONDS:
            return
        end = time.monotonic() + seconds
        if index == 1 and (self.activities or self._solved):
            self._tighten(engine, seconds)
        elif index > 1 or not self.narrower:
            self._relax(engine, index, seconds)
        if self.state.done(goal, 0.0):
            return
        if min(self.limits.left, end - time.monotonic()) > ENOUGH_SECONDS:
            given = self.state.values()[:index]
            bounds = self.state.limits(index)
            most = end - time.monotonic()
            answer = self._solve(engine, index, bounds, SETTLE_SHARE, loose=True, most=most, cuts=self._cuts)
            self.state.prove(goal, goal.round_bound(answer.bound), given)
            if answer.x is not None and not self.state.done(goal, 0.0) and self.limits.left > ENOUGH_SECONDS:
                self._make_whole(engine, answer.x)
        if not self.state.done(goal, 0.0) and min(self.limits.left, end - time.monotonic()) > ENOUGH_SECONDS:
            given = self.state.values()[:index]
            bounds = self.state.limits(index)
            most = end - time.monotonic()
            answer = self._solve(engine, index, bounds, SETTLE_SHARE, most=most, cuts=self._cuts)
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
        if self._relaxed is None:
            self._relax_both(engine, seconds)
        relaxed = self._solved
        if relaxed is None or relaxed.reduced is None or relaxed.x is None:
            return
        self._hear_both()
        if self.state.done(self.goals[1], 0.0):
            return
        both = first_two(self.goals)
        lower, upper = self.state.limits(1)
        left = (relaxed.reduced > FIRST_THRESHOLD) & (relaxed.x < lower + WHOLE)
        upper[left] = lower[left]
        options = {"random_seed": self.limits.seed % 2**31, "mip_rel_gap": QUICK_GAP}
        quick = Task(
            both.cost,
            both.offset,
            lower,
            upper,
            self._cuts,
            seconds=seconds * PART_SHARE,
            options=options,
            inner="loose",
        )
        answer = self._wait(engine, engine.start(quick))
        if answer.x is not None and self.limits.left > ENOUGH_SECONDS:
            self._make_whole(engine, answer.x)
            self._hear_both()

    def _polish(self, engine: Highs, first: int) -> None:
        """Later goals, after one that differs: what the staff's part alone can do for all of them, an earlier one at a price."""
        seconds = min(self.limits.left, self.until - time.monotonic(), self.later)
        later = self.goals[first + 1 :]
        worse = [
            goal
            for goal, before in zip(later, self.before[first + 1 :], strict=True)
            if goal.value(self._best()) > before
        ]
        if seconds <= ENOUGH_SECONDS or not any(np.any(goal.cost[self.nearby]) for goal in worse):
            return
        cost = np.zeros(self.model.columns, dtype=np.int64)
        for goal in later:
            cost = PRICE_OF_LATER * cost + goal.cost
        rows = [self.state.row(goal) for goal in self.goals[: first + 1]]
        self._wait(
            engine, engine.start(Task(cost, 0, *self._held(self.nearby), rows, self._best(), False, seconds, EXACT))
        )

    def _better_nearby(self, engine: Highs, index: int, share: float = POLISH_SHARE) -> None:
        """Where a goal became worse: its best while only the staff's part moves."""
        goal, part = self.goals[index], self.nearby
        worse = goal.value(self._best()) > self.before[index]
        if worse and not self.state.done(goal, 0.0) and bool(np.any(goal.cost[part])):
            self._solve(engine, index, self._held(part), share)
