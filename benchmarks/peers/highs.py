"""(b) HiGHS on our own translated model, in its own process: the goals one after the other, a row for each earlier one.

Half of the time that is left for each goal. The engine begins each goal with the last one's solution. The steps of sums of squares may
stay fractional, as in our own search: they follow from what they add up.
"""

from dataclasses import dataclass

import numpy as np

from benchmarks.peers.making import Made, Order, Tables, finished, tell
from models.policy import Goal
from models.school import School
from scheduler.canonical import canonical
from scheduler.duties import dated_duties, duty_pool
from scheduler.roster.context import RosterData, roster_data
from scheduler.search.goals import LinearGoal, linear_goal
from scheduler.search.highs import Floats, Highs, Task
from scheduler.search.linear import INF, Ints, LinearModel, translate
from scheduler.week.build import build
from scheduler.week.context import Context
from scheduler.week.data import WeekData
from scheduler.week.read import read
from scheduler.week.read_rooms import RoomsApart
from scheduler.week.start import Chains

RESERVE = 0.05
"""Share of the time that is kept for the duties' dates and for reading back."""


def make(school: School, order: Order) -> Made:
    """The best plan of the time, and the bounds that HiGHS proved. Raises RuntimeError if it found nothing."""
    given = canonical(school)
    roster = roster_data(given)
    exact: frozenset[int] = frozenset()
    while True:
        ctx = build(WeekData(given, duty_pool(roster, given.pin_duties), exact))
        x, bounds = _Search(ctx, order).run()
        try:
            return _read(given, roster, ctx, x, bounds, order)
        except RoomsApart as apart:  # counts of rooms do not tell enough: once more, room by room
            exact |= {apart.weekday}


def _read(school: School, roster: RosterData, ctx: Context, x: Ints, bounds: dict[str, int], order: Order) -> Made:
    week = read(ctx, x, order.seed)
    duties = dated_duties(school, roster, week.duties, week.working, seed=order.seed, seconds=max(2.0, order.left))
    tables = Tables(week.sessions, week.placements, duties, week.seats, week.carers, week.tutoring)
    return finished(school, tables, order, bounds)


@dataclass
class _Search:
    ctx: Context
    order: Order

    def __post_init__(self) -> None:
        self.model: LinearModel = translate(self.ctx.model)
        self.chains = Chains(self.ctx)
        self.goals = [self._goal(name) for name in self.ctx.school.policy.order()]
        self.x: Ints | None = None

    def _goal(self, name: Goal) -> LinearGoal:
        terms = [(term.var.index, term.weight) for term in self.ctx.terms[name]]
        return linear_goal(name, self.model.columns, terms, self.ctx.constants[name])

    def run(self) -> tuple[Ints, dict[str, int]]:
        """The last solution, and the bound of each goal that the engine came to."""
        bounds: dict[str, int] = {}
        with Highs() as engine:
            engine.load(self.model, self.chains.steps)
            for number, goal in enumerate(self.goals):
                seconds = self._left() / (2 if number + 1 < len(self.goals) else 1)
                if number and self.x is None:
                    break
                if seconds > 0 and (bound := self._minimise(engine, number, seconds)) is not None:
                    bounds[goal.name] = bound
        if self.x is None:
            raise RuntimeError("HiGHS found nothing in the time")
        return self.x, bounds

    def _left(self) -> float:
        return self.order.left - RESERVE * self.order.limit

    def _minimise(self, engine: Highs, number: int, seconds: float) -> int | None:
        goal = self.goals[number]
        rows = [self._row(before) for before in self.goals[:number]]
        task = Task(goal.cost, goal.offset, self.model.lower, self.model.upper, rows, self.x, seconds=seconds)
        task.options.update(random_seed=self.order.seed, mip_rel_gap=0.0, mip_abs_gap=0.5)
        started, last = engine.start(task), -np.inf

        def on_bound(value: float) -> None:
            nonlocal last
            last = max(last, value)

        while True:
            answer = engine.poll(started, 1.0, lambda x: self._take(x, number), on_bound)
            if answer is None and self._left() < -0.03 * self.order.limit:
                return goal.round_bound(float(last))
            if answer is not None:
                if answer.x is not None:
                    self._take(answer.x, number)
                return goal.round_bound(answer.bound)

    def _row(self, goal: LinearGoal) -> tuple[Ints, Ints, int, int]:
        assert self.x is not None
        return goal.support, goal.cost[goal.support], -INF, goal.value(self.x) - goal.offset

    def _take(self, found: Floats, number: int) -> None:
        """Keep a solution of the engine if it is exact and better in the goal that is being minimised."""
        x = self.chains.complete(np.rint(found).astype(np.int64))
        if not self.model.holds(x):
            return
        values = [goal.value(x) for goal in self.goals]
        if self.x is None or values[: number + 1] < [goal.value(self.x) for goal in self.goals[: number + 1]]:
            self.x = x
            tell({goal.name: value for goal, value in zip(self.goals, values, strict=True)})
