"""The search behind what a change costs: the pipeline, beside the plan that is there, up to the first goal that differs.

Questions that only add pins to a school share one model of it, in which a decision of its own says whether each of these
pins holds, and engines that hold this model.
"""

import time
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from math import inf
from threading import Lock

import numpy as np

from models.pins import PinPlacementRow, PinRow
from models.plan import Duty, Plan
from models.school import TABLES, School
from scheduler.calendar import SchoolDay
from scheduler.canonical import canonical
from scheduler.conflict import TABLES as PIN_TABLES
from scheduler.conflict import Pin, all_pins
from scheduler.duties import dates_serve
from scheduler.errors import NoPlanInTime
from scheduler.options import Options, Stop
from scheduler.plan import Alone, Pipeline
from scheduler.roster.best import best_roster
from scheduler.roster.context import RosterData
from scheduler.roster.result import RosterResult
from scheduler.search.cuts import Sections
from scheduler.search.goals import LinearGoal, first_two
from scheduler.search.highs import Answer, Highs, Task
from scheduler.search.lent import Lender
from scheduler.search.lexicographic import Infeasible
from scheduler.search.linear import Ints, LinearModel, translate
from scheduler.search.nearby import Nearby
from scheduler.search.state import State
from scheduler.search.waiting import wait
from scheduler.week.build import build
from scheduler.week.context import Context
from scheduler.week.data import DutyPool, WeekData
from scheduler.week.goals.coverage import SESSION
from scheduler.week.layers import staff_layer, student_layer
from scheduler.week.plan import WeekPlan
from scheduler.week.point import Moved, moves, open_questions, others_moved, parts, point_of
from scheduler.week.read import read
from scheduler.week.read_rooms import RoomsApart
from scheduler.week.rules.r04_clubs import club_sections
from scheduler.week.rules.r11_duty import never_filled
from scheduler.week.start import Chains

LEAST_SECONDS = 1.0
"""With less a model of its own is not worth building."""

AFTER = 1 / 3
"""What everything after the search takes for one question, as a share of the time that the model took to build: on a busy machine
both take longer."""

MOST_AFTER = 0.3
"""The most of a question's time that is kept for what comes after its search."""


def only_pins_added(school: School, changed: School) -> bool:
    """Whether every plan of ``changed`` is one of ``school``: the same but for further pins, in whatever order of rows."""
    differ = [table for table in TABLES if getattr(school, table) != getattr(changed, table)]
    school, changed = (canonical(one) if set(differ) - set(PIN_TABLES.values()) else one for one in (school, changed))
    for table in differ:
        old: Sequence[object] = getattr(school, table)
        new: Sequence[object] = getattr(changed, table)
        if table in PIN_TABLES.values():
            if not all(row in new for row in old):
                return False
        elif old != new:
            return False
    return (school.policy, school.term) == (changed.policy, changed.term)


@dataclass(frozen=True)
class Problem:
    """A school's week as a model, and the plan in it; what the search must know of its variables is said there."""

    ctx: Context
    model: LinearModel
    goals: list[LinearGoal]
    chains: Chains
    start: Ints
    parts: list[Ints]
    inner: Ints
    nearby: Ints
    still: Ints
    gentle: Ints
    activities: list[Sections]


class Question(Pipeline):
    """The pipeline with another search: beside the plan, up to the first goal that differs."""

    def __init__(self, school: School, plan: Plan, changed: School, options: Options, stop: Stop) -> None:
        super().__init__(changed, options, None, stop)
        self.plan = plan
        self.later = self.until = inf
        self.moved = Moved(0, 0, None)
        pinned = set(changed.pin_placements) - set(school.pin_placements)
        self.asked = frozenset(pin.student_id for pin in pinned)
        pinned_sessions = set(changed.pins) - set(school.pins)
        self.blocks = {pin.block for pin in (*pinned, *pinned_sessions) if pin.block}
        self.narrower = only_pins_added(school, changed)
        self.floors_given = self._serving() if self.narrower else {}

    def _serving(self) -> dict[str, int]:
        """The plan's bounds that do not rest on its changes beside an earlier plan."""
        found: dict[str, int] = {}
        for score in self.plan.scores:
            if score.goal == "changes":
                break
            found[score.goal] = score.bound
        return found

    @property
    def bounds(self) -> dict[str, int]:
        """What is proven of each goal without a plan."""
        return self.state.bounds if self.state else {}

    def _pins_hold(self, roster: RosterData) -> None:
        """The search itself finds out."""

    def _roster_alone(self, roster: RosterData) -> RosterResult:
        found = best_roster(roster, roster.triples, pins=self.school.pin_duties, time_limit=0.0)
        if found.impossible:
            raise Infeasible
        return found

    def _stopped(self, alone: Alone) -> tuple[WeekPlan, Mapping[str, int]] | None:  # noqa: ARG002
        """Nobody asks what a change costs where nothing is held."""
        self._go_on()
        return None

    def _go_on(self) -> None:
        """Raise NoPlanInTime where time is over or somebody stopped it: on a busy machine each step to a model takes seconds."""
        if self.stop.is_set() or self._left() <= 0:
            raise NoPlanInTime(stopped=self.stop.is_set())

    def problem(self, ctx: Context) -> Problem:
        """A model with the plan in it. Raises NoPlanInTime where it is not wanted any more."""
        self._go_on()
        ctx.constant("coverage", SESSION * self.lost_for_good)
        model = translate(ctx.model)
        self._go_on()
        goals = [self._goal(ctx, goal, model.columns) for goal in self.order]
        return Problem(
            ctx,
            model,
            goals,
            Chains(ctx),
            point_of(ctx, self.plan),
            parts(ctx, self.blocks),
            inner=student_layer(ctx),
            nearby=np.union1d(staff_layer(ctx), open_questions(ctx)),
            still=np.array([var.index for var in ctx.duties.values()], dtype=np.int64),
            gentle=moves(ctx, self.plan),
            activities=club_sections(ctx),
        )

    def _search(self, ctx: Context, best: RosterResult) -> State:  # noqa: ARG002
        return self._searched(self.problem(ctx))

    def _searched(self, problem: Problem, engines: Lender | None = None) -> State:
        model = problem.model
        self.floors = {goal.name: goal.floor(model.lower, model.upper) for goal in problem.goals}
        values = {score.goal: score.value for score in self.plan.scores}
        search = Nearby(
            model,
            problem.goals,
            self._limits(),
            problem.start,
            before=tuple(values.get(goal, 0) for goal in self.order),
            floors=self.floors_given,
            parts=problem.parts,
            nearby=problem.nearby,
            still=problem.still,
            later=self.later,
            until=self.until,
            gentle=problem.gentle,
            loose=problem.chains.steps,
            complete=problem.chains.complete,
            inner=problem.inner,
            narrower=self.narrower,
            engines=engines,
            activities=problem.activities,
        )
        self.state = search.state
        search.run()
        if search.state.x is not None:
            self.moved = others_moved(problem.ctx, self.plan, search.state.x, self.asked)
        return search.state

    def _starved(self, plan: Plan) -> bool:  # noqa: ARG002
        """One try is enough: where dates cannot keep the counts, the answer is ``at most``."""
        return False


class Shared(Question):
    """One model for questions that each add a pin (of a session, or a student's place) to the same school."""

    def __init__(
        self, school: School, plan: Plan, pins: Sequence[Pin], options: Options, stop: Stop, engines: int = 1
    ) -> None:
        super().__init__(school, plan, with_pins(school, pins), options, stop)
        self.base = canonical(school)
        self._lock = Lock()
        self._ready: Problem | None = None
        self.building = 0.0
        """Seconds that the model took to build."""
        self.questions = len(pins)
        self.engines = Lender(engines, self._prepare)
        self.engines.begin(min(engines, len(pins)))
        self._rosters: tuple[RosterData, RosterResult] | None = None
        self._relaxing = Lock()
        self._relaxed: Answer | None = None

    def _roster_alone(self, roster: RosterData) -> RosterResult:
        if all(duty.staff_id is not None for duty in self.plan.duties):
            return RosterResult((), 0, 0, 0, 0)  # the plan's own roster keeps the pins of duties, which are the same
        return super()._roster_alone(roster)

    def rosters(self) -> tuple[RosterData, RosterResult]:
        """What the duties are made from, and the roster as if nobody had a session: no pin of a session or place changes them."""
        with self._lock:
            if self._rosters is None:
                roster = self._roster(self.school)
                self._rosters = roster, self._roster_alone(roster)
            return self._rosters

    def ready(self) -> Problem:
        """The model that the questions share. Raises Infeasible where no roster keeps the pins, NoPlanInTime where nobody waits
        for it any more."""
        roster, best = self.rosters()
        with self._lock:
            if self._ready is None:
                self._go_on()
                began = time.monotonic()
                ctx = build(WeekData(self.school, self._pool(roster), loose_pins=True))
                never_filled(ctx, best.bound_unfilled)
                self._ready = self.problem(ctx)
                self.building = time.monotonic() - began
            return self._ready

    def asking(self, pin: Pin) -> Problem:
        """The problem in which one of the pins holds, and the school's own."""
        ready = self.ready()
        given = all_pins(self.base)
        lower, upper, start = ready.model.lower.copy(), ready.model.upper.copy(), ready.start.copy()
        for each, var in ready.ctx.pin_holds.items():
            lower[var.index] = upper[var.index] = start[var.index] = each == pin or each in given
        return replace(ready, model=replace(ready.model, lower=lower, upper=upper), start=start)

    def _prepare(self, engine: Highs) -> None:
        """Give an engine the model; the first one finds the rows that make the relaxation of the first two goals tight, and where
        it ends, which is near where it ends with any of the pins."""
        assert self._ready
        engine.load(self._ready.model, self._ready.chains.steps, self._ready.inner)
        with self._relaxing:
            if self._relaxed is None and len(self._ready.goals) > 1:
                self._relaxed = self._tightened(engine, self._ready)
                self.engines.basis = self._relaxed.basis
            if self._relaxed is not None:
                engine.strengthen(self._relaxed.rows)

    def _tightened(self, engine: Highs, ready: Problem) -> Answer:
        both, model, limits = first_two(ready.goals), ready.model, self._limits()
        task = Task(both.cost, both.offset, model.lower, model.upper, kind="relax", seconds=limits.left / 2)
        task = replace(task, activities=ready.activities)
        return wait(engine, engine.start(task), limits, lambda _: None)

    def close(self) -> None:
        """End the engines."""
        self.engines.close()


class PinQuestion(Question):
    """A question that shares its model."""

    def __init__(self, shared: Shared, pin: Pin, options: Options, stop: Stop) -> None:
        super().__init__(shared.base, shared.plan, with_pins(shared.base, [pin]), options, stop)
        self.shared, self.pin = shared, pin

    def _roster(self, school: School, days: tuple[SchoolDay, ...] | None = None) -> RosterData:  # noqa: ARG002
        return self.shared.rosters()[0]

    def _roster_alone(self, roster: RosterData) -> RosterResult:  # noqa: ARG002
        return self.shared.rosters()[1]

    def _reserve(self) -> float:
        """As much as this machine will take, where all questions come out at the end together: one thread reads them all."""
        together = max(1.0, AFTER * self.shared.questions) * self.shared.building
        return max(super()._reserve(), min(MOST_AFTER * self.options.time_limit, together))

    def _dated(self, week: WeekPlan, roster: RosterData) -> tuple[Duty, ...]:
        own = self.plan.run.since is None  # else earlier dates are not judged, and not for us to keep
        if own and dates_serve(self.school, roster, self.plan.duties, week.duties, week.working):
            return self.plan.duties
        return super()._dated(week, roster)

    def _week(self, pool: DutyPool | None, alone: Alone) -> tuple[WeekPlan, Mapping[str, int]]:
        problem = self.shared.asking(self.pin)
        state = self._searched(problem, self.shared.engines)
        if state.x is None and (self.stop.is_set() or self._left() <= self._reserve() + LEAST_SECONDS):
            raise NoPlanInTime
        if state.x is None:
            return super()._week(pool, alone)
        ours = copy(problem.ctx)
        ours.data = copy(problem.ctx.data)
        ours.data.school = self.school
        try:
            return read(ours, state.x, self.options.seed, deal=False), state.bounds
        except RoomsApart:  # a model of its own tells them apart
            return super()._week(pool, alone)


def with_pins(school: School, pins: Sequence[Pin]) -> School:
    """The school with further pins."""
    sessions = [pin for pin in pins if isinstance(pin, PinRow)]
    places = [pin for pin in pins if isinstance(pin, PinPlacementRow)]
    return school.replaced(pins=(*school.pins, *sessions), pin_placements=(*school.pin_placements, *places))


def pin_added(school: School, changed: School) -> Pin | None:
    """The one pin, of a session or a student's place, that ``changed`` has more; None if that is not the difference."""
    if not only_pins_added(school, changed):
        return None
    given = all_pins(school)
    more = [pin for pin in all_pins(changed) if pin not in given]
    return more[0] if len(more) == 1 and isinstance(more[0], PinRow | PinPlacementRow) else None
