"""The pipeline: a school in, a verified plan out. Prints nothing, keeps nothing, can be stopped from another thread."""

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from threading import Event

from models.plan import Duty, Gap, Plan
from models.policy import Goal
from models.school import School
from scheduler.begin import floors, nothing_held, start
from scheduler.beside import beside
from scheduler.calendar import SchoolDay, open_days
from scheduler.canonical import canonical
from scheduler.clock import Clock, begun
from scheduler.conflict import all_pins, contradiction
from scheduler.conflict import name as pin_name
from scheduler.duties import dated_duties, duty_dates, duty_pool, roster_alone
from scheduler.earlier import Earlier
from scheduler.errors import NoPlanInTime, PinConflict, SchedulerError, TooManyChanges
from scheduler.finish import record, verified
from scheduler.options import GoalState, OnProgress, Options, Progress, Stop
from scheduler.reasons import gaps, placed
from scheduler.roster.context import RosterData, roster_data
from scheduler.roster.goal import counts_of
from scheduler.roster.result import RosterResult
from scheduler.search.goals import LinearGoal, linear_goal
from scheduler.search.lexicographic import Infeasible, Lexicographic
from scheduler.search.limits import Limits
from scheduler.search.linear import Ints, translate
from scheduler.search.processes import warmed
from scheduler.search.state import Known, State
from scheduler.verify import changes
from scheduler.week.build import build
from scheduler.week.context import Context
from scheduler.week.data import DutyPool, WeekData
from scheduler.week.goals.coverage import SESSION
from scheduler.week.layers import attempts, section_counts, student_layer
from scheduler.week.one_list import alike
from scheduler.week.plan import WeekPlan
from scheduler.week.read import read
from scheduler.week.read_rooms import RoomsApart
from scheduler.week.rules.r04_clubs import club_sections
from scheduler.week.rules.r11_duty import never_filled
from scheduler.week.start import Chains, empty_plan

Alone = Callable[[], RosterResult]

PINS_SHARE = 0.5
"""Share of the time by whose end the pins must be known to hold, or to contradict each other."""

ENGINES_BESIDE = 3
"""Engines besides those of the search: the roster alone mostly takes two, one after the other, and the first draft one."""

ALWAYS = 2
"""Engines of a run that is to be reproducible, whatever the machine has."""

LAST_LOOK_SHARE = 0.1
"""How much longer a run without a plan may take to find that its pins contradict each other, as a share of its time."""


def solve(
    school: School, options: Options | None = None, on_progress: OnProgress | None = None, stop: Stop | None = None
) -> Plan:
    """The best plan for a school that can be found in the time limit, with a proven bound for every goal.

    The school must be free of input faults. Raises PinConflict (the pins contradict the rules), NoPlanInTime, and
    PlanBroken if the plan fails its own verification, which is a bug of this program.
    """
    return finished(Pipeline(school, options or Options(), on_progress, stop or Event()))


def finished(pipeline: "Pipeline") -> Plan:
    """What a run gives. Where it ends with nothing the pins are looked at again: the first look may have had too little time.

    Raises what :meth:`Pipeline.run` does.
    """
    try:
        with warmed(ENGINES_BESIDE + pipeline.workers()):
            return pipeline.run()
    except NoPlanInTime:
        raise pipeline.last_look() or NoPlanInTime(stopped=pipeline.stop.is_set()) from None


class Pipeline:
    """A run from a school to its plan; with an ``earlier`` plan the new one changes as little of it as can be.

    ``start``: the solution of another run for the same school and earlier plan (its ``state.x``), to begin with.
    """

    def __init__(
        self,
        school: School,
        options: Options,
        on_progress: OnProgress | None,
        stop: Stop,
        earlier: Earlier | None = None,
        start: Ints | None = None,
    ) -> None:
        self.start = start
        self.given = canonical(school)
        self.earlier = earlier
        self.school = earlier.coming(self.given) if earlier else self.given
        self.options = begun(options, stop)
        self.on_progress = on_progress
        self.stop = stop
        self.clock = Clock(self.options.clock, self.options.began or 0.0)
        self.order: tuple[Goal, ...] = earlier.order(school.policy) if earlier else school.policy.order()
        self.state: State | None = None
        self.floors: dict[str, int] = {}
        self.lost_for_good = 0
        self.by_date = False  # whether the week has to keep the duties' dates itself

    def run(self) -> Plan:
        """The plan. Raises what :func:`solve` does, and TooManyChanges where the earlier plan's limit cannot be kept."""
        self._say("building")
        days = open_days(self.school)
        past = self.earlier.past(self.school, days) if self.earlier else ()
        self.lost_for_good = self._unfilled(past, days)
        roster = self._roster(self.school, days)
        self._pins_hold(roster)
        with beside(lambda: self._roster_alone(roster), at_once=self.options.clock.exact) as alone:
            self.clock.lap("roster alone")
            plan = self._planned(alone, roster, days, past)
        if (plan is None or (not self.stop.is_set() and self._starved(plan))) and self._left() > self._reserve():
            self.by_date = True
            plans = (self._planned(alone, roster, days, past), plan)
            plan = min((one for one in plans if one), key=_values, default=None)
        if plan is None:
            raise NoPlanInTime
        return self._timed(plan)

    def _starved(self, plan: Plan) -> bool:
        """Whether dates could not keep what the week had counted on."""
        assert self.state
        searched = dict(zip(self.order, self.state.values(), strict=True))
        return any(s.value > searched[s.goal] for s in plan.scores if s.goal in ("coverage", "changes", "duty"))

    def _planned(
        self,
        alone: Alone,
        roster: RosterData,
        days: tuple[SchoolDay, ...],
        past: tuple[Duty, ...],
    ) -> Plan | None:
        """None where dates force more changes than may be."""
        week, bounds = self._week(self._pool(roster), alone)
        self._say("roster")
        duties = (*past, *self._dated(week, roster))
        self.clock.lap("roster")
        missing = self._gaps(week, duties, days, bounds)
        self._say("verify")
        return self._verified(week, duties, missing, bounds)

    def _dated(self, week: WeekPlan, roster: RosterData) -> tuple[Duty, ...]:
        return dated_duties(
            self.school,
            roster,
            week.duties,
            week.working,
            seed=self.options.seed,
            seconds=max(2.0, self._left() * 0.5),
            earlier=self.earlier.plan.duties if self.earlier else None,
            changes_first="changes" not in self.order or self.order.index("changes") < self.order.index("duty"),
            most_changed=self._left_to_duties(week),
            clock=self.options.clock,
        )

    # -- duties ------------------------------------------------------------------------------------------
    def _roster(self, school: School, days: tuple[SchoolDay, ...] | None = None) -> RosterData:
        if self.earlier is None:
            return roster_data(school, days)
        return roster_data(school, days, since=self.earlier.since, past=self.earlier.plan.duties)

    def _pins_hold(self, roster: RosterData) -> None:
        """Raise PinConflict where it is proven that the pins do not, before there is any goal."""
        if all_pins(self.school):
            self._say("pins")
        share = replace(self.options, time_limit=PINS_SHARE * self.options.time_limit, began=self.clock.began)
        error = contradiction(self.school, share, self.stop, roster)
        self.clock.lap("pins")
        if error:
            raise error

    def last_look(self) -> PinConflict | None:
        """Whether the pins contradict each other or the rules, after a run without a plan; None where one is known."""
        if self.start is not None:
            return None
        seconds = max(2.0, LAST_LOOK_SHARE * self.options.time_limit)
        again = replace(self.options, time_limit=seconds, began=self.options.clock.now())
        return contradiction(self.school, again, self.stop, self._roster(self.school))

    def _unfilled(self, past: tuple[Duty, ...], days: tuple[SchoolDay, ...]) -> int:
        """Places of dates that are over that nobody filled, and nobody can fill any more."""
        due = {(day.date, p.post_id) for day in days for p in self.school.posts if day.weekday in p.weekdays}
        return sum(row.staff_id is None and (row.date, row.post_id) in due for row in past)

    def _left_to_duties(self, week: WeekPlan) -> int | None:
        """How many duties may change where sessions and students have had their part of a limit."""
        if self.earlier is None or self.earlier.max_changes is None:
            return None
        new = self.earlier.plan.model_copy(update={"sessions": week.sessions, "placements": week.placements})
        return self.earlier.max_changes - changes(self.earlier.plan, new, self.given)

    def _pool(self, roster: RosterData) -> DutyPool | None:
        duties = self.earlier.plan.duties if self.earlier else None
        pool = duty_pool(roster, self.school.pin_duties, duties)
        if pool is None or not self.by_date:
            return pool
        return replace(pool, dates=duty_dates(roster, self.school.pin_duties, duties))

    # -- the week ------------------------------------------------------------------------------------------
    def _roster_alone(self, roster: RosterData) -> RosterResult:
        return roster_alone(self.school, roster, self.options, self.stop)

    def _week(self, pool: DutyPool | None, alone: Alone) -> tuple[WeekPlan, Mapping[str, int]]:
        exact: frozenset[int] = frozenset()
        while True:
            if early := self._stopped(alone):
                return early
            ctx = build(self._data(pool, exact))
            self.clock.lap("building")
            best = alone()
            self.clock.lap("roster alone")
            if early := self._stopped(alone):
                return early
            never_filled(ctx, best.bound_unfilled)
            state = self._search(ctx, best)
            self.clock.lap("search")
            if state.x is None:
                raise NoPlanInTime
            try:
                week = read(ctx, state.x, self.options.seed)
            except RoomsApart as apart:
                exact |= {apart.weekday}
                continue
            self.clock.lap("reading back")
            return week, state.bounds

    def _stopped(self, alone: Alone) -> tuple[WeekPlan, Mapping[str, int]] | None:
        """After a stop the week in which nothing is held, where there is nothing better: each step to a model takes long, and no
        search would follow it. Raises NoPlanInTime where pins forbid it."""
        if not self.stop.is_set() or self.earlier or self.start is not None:
            return None
        week = nothing_held(self.school, self.options.seed)
        if week is None:
            raise NoPlanInTime
        self.state = None
        self.floors = floors(self.school, self.order, self._roster(self.school), SESSION * alone().bound_unfilled)
        return week, self.floors

    def _data(self, pool: DutyPool | None, exact: frozenset[int] = frozenset()) -> WeekData:
        if self.earlier is None:
            return WeekData(self.school, pool, exact)
        return WeekData(self.school, pool, exact, self.earlier.plan, self.earlier.max_changes, self.order)

    def _search(self, ctx: Context, best: RosterResult) -> State:
        ctx.constant("coverage", SESSION * self.lost_for_good)
        model = translate(ctx.model)
        goals = [self._goal(ctx, goal, model.columns) for goal in self.order]
        self.floors = {goal.name: goal.floor(model.lower, model.upper) for goal in goals}
        unfilled = SESSION * (best.bound_unfilled + self.lost_for_good)
        self.floors["coverage"] = max(self.floors["coverage"], unfilled)  # duties that no roster fills
        self.clock.lap("translating")
        chains = Chains(ctx)
        limits = self._limits()
        first = start(ctx, model, self.start)
        search = Lexicographic(
            model,
            goals,
            limits,
            hint=first if model.holds(first) else empty_plan(ctx),
            draft=None if model.holds(first) else first,
            attempts=attempts(ctx, self.order, counts_of(best.duties)),
            known=[Known("duty", best.bound_goal, unfilled)],
            loose=chains.steps,
            complete=chains.complete,
            inner=student_layer(ctx),
            counts=section_counts(ctx),
            activities=club_sections(ctx),
            alike=alike(ctx),
            on_improved=lambda: self._say("goal"),
        )
        self.state = search.state
        self.state.prove(goals[self.order.index("coverage")], unfilled)
        self._say("first_plan")
        try:
            return search.run()
        except Infeasible:
            raise self._impossible(limits) from None

    def _impossible(self, limits: Limits) -> SchedulerError:
        if self.earlier and self.earlier.max_changes is not None:
            limit = self.earlier.max_changes
            self.earlier = replace(self.earlier, max_changes=None)
            found = self._least_changes(limits)
            if found is not None:
                return TooManyChanges(limit, max(found[0], limit + 1), found[1])
        pins = all_pins(self.school)
        if not pins:
            return NoPlanInTime()
        found = contradiction(self.school, self.options, self.stop, self._roster(self.school))
        names = [pin_name(pin, self.options.lang, self.school) for pin in pins]
        return found or PinConflict(names, cut_short=True, seconds=self.options.time_limit)

    def _least_changes(self, limits: Limits) -> tuple[int, int] | None:
        """A proven least number of changes, whatever else is lost for it, and how many of these are forced each by itself;
        None where no plan keeps the rules."""
        ctx = build(self._data(self._pool(self._roster(self.school))))
        model = translate(ctx.model)
        goal = self._goal(ctx, "changes", model.columns)
        try:
            found = Lexicographic(model, [goal], limits, hint=empty_plan(ctx)).run()
        except Infeasible:
            return None
        return found.bounds["changes"], goal.floor(model.lower, model.upper)

    def _goal(self, ctx: Context, goal: Goal, columns: int) -> LinearGoal:
        terms = ((term.var.index, term.weight) for term in ctx.terms[goal])
        # a negative carry can take the duty goal below 0, a list of prices that falls the choices
        falls = any(later < before for before, later in pairwise(self.school.policy.rank_cost))
        least = None if goal == "duty" or (goal == "choices" and falls) else 0
        return linear_goal(goal, columns, terms, ctx.constants[goal], least)

    def _left(self) -> float:
        return self.options.time_limit - self.clock.gone

    def _limits(self) -> Limits:
        clock = self.options.clock
        deadline = clock.now() + self._left() - self._reserve()
        return Limits(deadline, self.options.gap, self.options.seed, self.workers(), self.stop, clock)

    def workers(self) -> int:
        """How many engines search at once."""
        of_machine = ALWAYS if self.options.reproducible else min(4, os.cpu_count() or 1)
        return max(1, self.options.workers or of_machine)

    def _reserve(self) -> float:
        """Seconds to keep for everything after the search."""
        rows = len(self.school.students) + 10 * len(self.school.teachers) + 20 * len(self.school.duty_staff)
        return min(0.3 * self.options.time_limit, 0.3 + rows / 1500)

    # -- the rest ------------------------------------------------------------------------------------------
    def _gaps(
        self, week: WeekPlan, duties: tuple[Duty, ...], days: tuple[SchoolDay, ...], bounds: Mapping[str, int]
    ) -> tuple[Gap, ...]:
        found = gaps(
            self.school,
            week.sessions,
            week.placements,
            duties,
            week.seats,
            week.carers,
            week.tutoring,
            days,
            self.options.lang,
            bounds.get("coverage"),
            limited=self.earlier is not None and self.earlier.max_changes is not None,
        )
        self.clock.lap("reasons")
        found = self.earlier.explained(found, self.options.lang) if self.earlier else found
        return placed(self.school, found, self.options.lang)

    def _verified(
        self, week: WeekPlan, duties: tuple[Duty, ...], missing: tuple[Gap, ...], bounds: Mapping[str, int]
    ) -> Plan | None:
        plan = Plan(
            run=record(self.given, self.options, self.earlier, self.order, week.lots),
            sessions=week.sessions,
            placements=week.placements,
            duties=duties,
            childcare=week.seats,
            carers=week.carers,
            tutoring=week.tutoring,
            gaps=missing,
        )
        found = verified(self.given, plan, self.earlier, self.state, bounds, self.floors, self.options)
        self.clock.lap("verify")
        return found

    def _timed(self, plan: Plan) -> Plan:
        self.clock.seconds["total"] = round(self.clock.gone, 3)
        return plan.model_copy(update={"run": plan.run.model_copy(update={"seconds": dict(self.clock.seconds)})})

    def _say(self, phase: str) -> None:
        if self.on_progress:
            states: tuple[GoalState, ...] = ()
            if self.state:
                x = self.state.x
                states = tuple(
                    GoalState(g.name, None if x is None else g.value(x), self.state.bounds.get(g.name))
                    for g in self.state.goals
                )
            self.on_progress(Progress(self.clock.shown, f"search.{phase}", states))


def _values(plan: Plan) -> tuple[int, ...]:
    return tuple(score.value for score in plan.scores)
