"""One way out, tried: the plan moved as far as the relaxation lets a part of it become better."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from models.people import CHILDCARE_SKILL
from models.plan import Duty, Plan
from models.policy import Goal
from models.school import School
from scheduler.duties import dates_stand
from scheduler.errors import NoPlanInTime
from scheduler.options import Options, Stop
from scheduler.plan import Pipeline
from scheduler.roster.best import best_roster
from scheduler.roster.context import RosterData
from scheduler.roster.result import RosterResult
from scheduler.search.highs import EngineLost, Floats, Highs, Task
from scheduler.search.linear import Ints, LinearModel, translate
from scheduler.search.state import State
from scheduler.ways_out.steps import NEW, most_sessions
from scheduler.week.context import Context, Var
from scheduler.week.layers import Indexes, duty_layer, staff_layer, student_layer
from scheduler.week.plan import WeekPlan
from scheduler.week.point import moves, open_questions, point_of
from scheduler.week.start import Chains

#: What of the week may move: clubs and students of a block with the staff; the staff; tutoring with the staff; duties.
Part = Literal["clubs", "staff", "tutoring", "duties"]

#: The engine ends where what is left to gain is this share of the value.
QUICK_GAP = 0.0005

#: What the engine says where it was not cut short.
_TO_THE_END = ("Optimal", "Infeasible")


@dataclass(frozen=True)
class Trial:
    """What to try: ``school`` as it is and ``changed``, the goals that may become better, the part of the week that may
    move, and the block of clubs, "" for all."""

    school: School
    changed: School
    goals: tuple[Goal, ...]
    part: Part
    block: str = ""


@dataclass(frozen=True)
class Outcome:
    """``plan``: a verified plan of the changed school that is better in one of the goals, goals before that one no worse
    than before, later ones perhaps; None where none was found. ``known``: whether the search came to its end, so that
    "none was found" says that there is none in the part that may move. ``searched``: seconds of it that could be cut short."""

    plan: Plan | None
    known: bool
    searched: float = 0.0


def attempt(plan: Plan, trial: Trial, options: Options, stop: Stop) -> Outcome:
    """Try it within ``options.time_limit`` seconds."""
    trying = _Attempt(plan, trial, options, stop)
    try:
        found = trying.run()
    except NoPlanInTime:
        found = None
    except EngineLost:
        return Outcome(None, False, trying.searched)
    return Outcome(found, trying.known and not trying.short_of_dates, trying.searched)


class BesidePlan(Pipeline):
    """The pipeline for a search that begins with a plan, which keeps the school's pins."""

    def __init__(self, school: School, plan: Plan, options: Options, stop: Stop) -> None:
        super().__init__(school, options, None, stop)
        self.plan = plan
        self.spares_dates = True  # whether nothing is looked for that other dates would bring
        self.building = self.searched = 0.0

    def _pins_hold(self, roster: RosterData) -> None:
        """They hold in the plan, and nothing was taken away."""

    def _roster_alone(self, roster: RosterData) -> RosterResult:
        return best_roster(roster, roster.triples, pins=self.school.pin_duties, time_limit=0.0)

    def _search(self, ctx: Context, best: RosterResult) -> State:  # noqa: ARG002
        """The search, which can be cut short; everything before and after it cannot."""
        before = self.clock.gone
        self.building = before - self.searched
        try:
            if self._limits().left <= 0:
                raise NoPlanInTime
            return self._sought(ctx)
        finally:
            self.searched += self.clock.gone - before

    def _sought(self, ctx: Context) -> State:
        """What the search finds. Raises NoPlanInTime where that is nothing."""
        raise NotImplementedError

    def _reserve(self) -> float:
        """On a machine that is busy, reading and checking take their time as building did."""
        return max(super()._reserve(), self.building)

    def _dated(self, week: WeekPlan, roster: RosterData) -> tuple[Duty, ...]:
        """The plan's own dates where they stand beside the new week and leave no more posts empty than it counts on."""
        kept = self.plan.duties
        own = self.spares_dates and self.plan.run.since is None  # else earlier dates are not for us to keep
        filled = sum(duty.staff_id is not None for duty in kept)
        if own and filled >= sum(week.duties.values()) and dates_stand(self.school, roster, kept, week.working):
            return kept
        return super()._dated(week, roster)

    def _starved(self, plan: Plan) -> bool:  # noqa: ARG002
        """One try is enough: the plan shows what it shows."""
        return False


class _Attempt(BesidePlan):
    """A search of one step, from the plan."""

    def __init__(self, plan: Plan, trial: Trial, options: Options, stop: Stop) -> None:
        super().__init__(trial.changed, plan, options, stop)
        self.trial = trial
        self.known = False
        self.short_of_dates = False
        self.spares_dates = trial.part != "duties"

    def _starved(self, plan: Plan) -> bool:
        """No second try; but what dates did not keep in the time there was, is not known to be beyond them."""
        assert self.state
        searched = dict(zip(self.order, self.state.values(), strict=True))
        self.short_of_dates = any(s.value > searched[s.goal] for s in plan.scores if s.goal == "coverage")
        return False

    def _sought(self, ctx: Context) -> State:
        model = translate(ctx.model)
        goals = [self._goal(ctx, goal, model.columns) for goal in self.order]
        self.floors = {goal.name: goal.floor(model.lower, model.upper) for goal in goals}
        self.chains = Chains(ctx)
        state = self.state = State(model, goals)
        for goal in goals:
            state.prove(goal, self.floors[goal.name])
        with Highs() as engine:
            engine.load(model, self.chains.steps)
            self._begin(engine, ctx, model)
            self.known = True
            before = state.values()
            for index, goal in enumerate(goals):
                if goal.name in self.trial.goals and not state.done(goal, 0.0):
                    self._improve(engine, ctx, model, index)
                    if self.stop.is_set():
                        self.known = False
                        raise NoPlanInTime
                    if state.values()[index] < before[index]:
                        return state
        if self.trial.part != "duties":  # dates alone may make the roster better
            raise NoPlanInTime
        return state

    def _begin(self, engine: Highs, ctx: Context, model: LinearModel) -> None:
        """The plan as a point of the changed school; what no table of a plan tells, as pins' sections, is searched."""
        state = self.state
        assert state is not None
        point = point_of(ctx, self.plan)
        state.offer(point)
        if state.x is None:
            lower, upper = point.copy(), point.copy()
            unknown = open_questions(ctx)
            lower[unknown], upper[unknown] = model.lower[unknown], model.upper[unknown]
            nothing = np.zeros_like(point)
            self._run(engine, Task(nothing, 0, lower, upper, [], point, "mip", max(0.3, self._limits().left), {}))
        if state.x is None:
            self.known = False
            raise NoPlanInTime

    def _improve(self, engine: Highs, ctx: Context, model: LinearModel, index: int) -> None:
        """The goal's best in the part; of the same value, the plan that uses least of what is new."""
        state = self.state
        assert state is not None
        assert state.x is not None
        goal = state.goals[index]
        lower, upper = model.lower.copy(), model.upper.copy()
        held = np.ones(model.columns, dtype=bool)
        held[_free(ctx, self.trial)] = False
        lower[held] = upper[held] = state.x[held]
        if self.trial.part != "duties":  # what counts would fill, dates may not; there are ways for that
            empty = np.array([var.index for var in ctx.unfilled.values()], dtype=np.int64)
            lower[empty] = np.maximum(lower[empty], state.x[empty])
        cost = _sparing(goal.cost, self._new(ctx), moves(ctx, self.plan), upper)
        rows = [state.row(before) for before in state.goals[:index]]
        options = {"mip_rel_gap": QUICK_GAP, "random_seed": self.options.seed % 2**31}
        task = Task(cost, 0, lower, upper, rows, state.x, "mip", max(0.3, self._limits().left), options)
        answer = self._run(engine, task)
        if answer is not None:
            self._take(answer, index)

    def _run(self, engine: Highs, task: Task) -> Floats | None:
        """The engine's last word on a task, whose plans are heard on the way; None where there is none in time."""
        limits = self._limits()
        number = engine.start(task)
        asked = False
        while not limits.over:
            answer = engine.poll(number, 0.05, self._hear)
            if answer is not None:
                self.known &= answer.status in _TO_THE_END
                if answer.x is not None:
                    self._hear(answer.x)
                return answer.x
            if not asked and limits.left <= 0:
                engine.stop(number)
                asked = True
        self.known = False
        return None

    def _new(self, ctx: Context) -> Indexes:
        """The decisions that use people, rooms and skills that do not exist yet, or more of somebody's week than may be now."""
        known = {(t.teacher_id, skill) for t in self.trial.school.teachers for skill in t.skills}
        lead = [v for (who, pool), v in ctx.lead.items() if (who, pool[0]) not in known]
        cover = [v for (who, _), v in ctx.cover.items() if who.startswith(NEW)]
        duties = [v for (who, _, _), v in ctx.duties.items() if who.startswith(NEW)]
        rooms = [v for (_, k), v in ctx.rooms.items() if ctx.room_plan.classes[k].rooms[0].startswith(NEW)]
        new = {v.index for v in [*lead, *cover, *duties, *rooms, *self._freed(ctx)]} | self._above(ctx)
        return np.array(sorted(new), dtype=np.int64)

    def _freed(self, ctx: Context) -> Iterator[Var]:
        """The work of teachers in slots in which they may not work now, and as carers who are none now."""
        now = {t.teacher_id: t for t in self.trial.school.teachers}
        for teacher in self.trial.changed.teachers:
            before = now.get(teacher.teacher_id)
            if before is None:
                continue
            for slot_id in sorted(set(before.unavailable) - set(teacher.unavailable)):
                yield from ctx.working(teacher.teacher_id, slot_id)
            if CHILDCARE_SKILL in teacher.skills and CHILDCARE_SKILL not in before.skills:
                yield from (v for (who, _), v in ctx.care.items() if who == teacher.teacher_id)

    def _above(self, ctx: Context) -> set[int]:
        """The steps of teachers' work that are above what they may work now."""
        now = {t.teacher_id: most_sessions(t) for t in self.trial.school.teachers}
        more = [t for t in self.trial.changed.teachers if most_sessions(t) > now.get(t.teacher_id, 10**6)]
        steps = {variables[0].index: steps for steps, variables in ctx.chains}
        found: set[int] = set()
        for teacher in more:
            working = [v for s in ctx.school.slot_by_id for v in ctx.working(teacher.teacher_id, s)]
            if working:
                found |= {v.index for v in steps.get(working[0].index, [])[now[teacher.teacher_id] :]}
        return found

    def _hear(self, x: Floats) -> None:
        assert self.state is not None
        self.state.offer(self.chains.complete(np.rint(x).astype(np.int64)))

    def _take(self, x: Floats, index: int) -> None:
        """The engine's last word: as good as any plan heard before, and sparing with what is new."""
        assert self.state is not None
        point = self.chains.complete(np.rint(x).astype(np.int64))
        if self.state.model.holds(point) and self.state.values(point)[: index + 1] <= self.state.values()[: index + 1]:
            self.state.x = point


def _sparing(cost: Ints, new: Indexes, stays: Ints, most: Ints) -> Ints:
    """The goal first, then as little as can be of what is new, then as many students as can be where they are."""
    small = 1 + int(np.abs(stays * most).sum())
    found = (1 + int(most[new].sum())) * small * cost + stays
    found[new] += small
    return found


def _free(ctx: Context, trial: Trial) -> Indexes:
    """The variables of a part."""
    unknown = open_questions(ctx)
    if trial.part == "duties":
        gaps = [var.index for var in ctx.unfilled.values()]
        return np.union1d(np.union1d(duty_layer(ctx), unknown), np.array(gaps, dtype=np.int64))
    staff = np.union1d(staff_layer(ctx), unknown)
    if trial.part == "staff":
        return staff
    kind = "club" if trial.part == "clubs" else "tutoring"
    offers = {o for o in ctx.held if ctx.data.activity(o).kind == kind and trial.block in ("", o.time)}
    moved = [var for offer, var in ctx.held.items() if offer in offers]
    moved += [var for (offer, _), var in ctx.rooms.items() if offer in offers]
    if trial.part == "tutoring":
        moved += [*ctx.tutored.values(), *ctx.untutored.values()]
        return np.union1d(staff, np.array([v.index for v in moved], dtype=np.int64))
    staff = np.setdiff1d(staff, duty_layer(ctx))
    return np.union1d(np.union1d(staff, student_layer(ctx)), np.array([v.index for v in moved], dtype=np.int64))
