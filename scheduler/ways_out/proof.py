"""Whether more is to be had with a way out than the plan shows that was found with it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from models.plan import Plan, Score
from models.policy import Goal
from models.school import School
from scheduler.errors import NoPlanInTime
from scheduler.options import Options, Stop
from scheduler.search.goals import LinearGoal
from scheduler.search.lexicographic import Infeasible
from scheduler.search.limits import Limits
from scheduler.search.linear import INF, Ints, LinearModel, translate
from scheduler.search.nearby import Nearby
from scheduler.search.state import State
from scheduler.ways_out.attempt import BesidePlan
from scheduler.week.context import Context
from scheduler.week.layers import duty_layer, staff_layer, student_layer
from scheduler.week.point import moves, open_questions, parts, point_of
from scheduler.week.rules.r04_clubs import club_sections
from scheduler.week.start import Chains


@dataclass(frozen=True)
class Proof:
    """``plan``: the one there was, or a better one, verified, with what is proven of each goal up to the last.
    ``better``: whether it is another one. ``proven``: that none is better up to that goal. ``searched``: seconds of it that could
    be cut short."""

    plan: Plan
    better: bool
    proven: bool
    searched: float = 0.0


def prove(school: School, plan: Plan, goal: Goal, options: Options, stop: Stop) -> Proof:
    """Look for a plan of the whole school that is better than ``plan`` up to ``goal``, or for the proof that there is none."""
    proving = _Proving(school, plan, goal, options, stop)
    try:
        found = proving.run()
    except (NoPlanInTime, Infeasible):  # nothing better, or no way into the model in time
        found = plan
    better = _up_to(found, goal) < _up_to(
        plan, goal
    )  # the week only counts duties: dates may not keep what it promised
    found = found if better else _bounded(plan, proving.bounds)
    return Proof(found, better, closed(found, goal), proving.searched)


def _up_to(plan: Plan, goal: Goal) -> tuple[int, ...]:
    order = [score.goal for score in plan.scores]
    return tuple(score.value for score in plan.scores[: order.index(goal) + 1])


def served(better: Plan, plan: Plan) -> Plan:
    """A better plan of the same school, with those bounds of the other one that hold for it too."""
    values = {score.goal: score.value for score in better.scores}
    bounds: dict[str, int] = {}
    for score in plan.scores:
        bounds[score.goal] = score.bound
        if values[score.goal] > score.value:
            break
    return _bounded(better, bounds)


def alone(plan: Plan) -> Plan:
    """A plan without the goal ``changes``, beside no earlier one; bounds that rest on its changes are given up."""
    scores: list[Score] = []
    kept = True
    for score in plan.scores:
        if score.goal == "changes":
            kept = False
        else:
            scores.append(score if kept else score.model_copy(update={"bound": -INF}))
    return plan.model_copy(update={"scores": tuple(scores)})


def _bounded(plan: Plan, bounds: Mapping[str, int]) -> Plan:
    scores = tuple(s.model_copy(update={"bound": max(s.bound, bounds.get(s.goal, s.bound))}) for s in plan.scores)
    return plan.model_copy(update={"scores": scores})


def closed(plan: Plan, goal: Goal) -> bool:
    """Whether a plan's own bounds prove its values up to a goal."""
    order = [score.goal for score in plan.scores]
    return all(score.bound >= score.value for score in plan.scores[: order.index(goal) + 1])


class _Proving(BesidePlan):
    """The search for something better, or for the proof that there is nothing."""

    def __init__(self, school: School, plan: Plan, goal: Goal, options: Options, stop: Stop) -> None:
        super().__init__(school, plan, options, stop)
        self.last = self.order.index(goal)
        self.bounds: dict[str, int] = {}
        self.spares_dates = "duty" not in self.order[: self.last + 1]

    def _sought(self, ctx: Context) -> State:
        model = translate(ctx.model)
        goals = [self._goal(ctx, goal, model.columns) for goal in self.order]
        self.floors = {goal.name: goal.floor(model.lower, model.upper) for goal in goals}
        values = {score.goal: score.value for score in self.plan.scores}
        given = before = tuple(values[goal] for goal in self.order[: self.last + 1])
        limits, start = self._limits(), point_of(ctx, self.plan)
        floors: dict[str, int] = {}
        while True:
            search = self._nearby(ctx, model, goals, limits, start, before, floors)
            search.run()
            state = search.state
            if state.x is None:
                raise NoPlanInTime
            if state.values() >= before or limits.left <= 0:
                break
            before, start = (
                state.values(),
                state.x,
            )  # it ends with the first goal that is better: what of the next ones?
            floors = {"coverage": state.bounds["coverage"]}
        if state.values() >= given:
            self.bounds = state.bounds if state.values() == given else {}
            raise NoPlanInTime
        return self._whole(state, goals)

    def _nearby(
        self,
        ctx: Context,
        model: LinearModel,
        goals: list[LinearGoal],
        limits: Limits,
        start: Ints,
        before: tuple[int, ...],
        floors: Mapping[str, int],
    ) -> Nearby:
        chains = Chains(ctx)
        return Nearby(
            model,
            goals[: self.last + 1],
            limits,
            start,
            before=before,
            floors=floors,
            parts=parts(ctx, ()),
            nearby=np.union1d(staff_layer(ctx), open_questions(ctx)),
            still=duty_layer(ctx),
            later=0.0,
            gentle=moves(ctx, self.plan),
            loose=chains.steps,
            complete=chains.complete,
            inner=student_layer(ctx),
            activities=club_sections(ctx),
        )

    def _whole(self, search: State, goals: list[LinearGoal]) -> State:
        """What the search found and proved, with the goals that it had nothing to do with."""
        state = self.state = State(search.model, goals)
        state.x = search.x
        for index, goal in enumerate(goals):
            state.prove(goal, self.floors[goal.name])
            if index <= self.last:
                state.prove(goal, search.bounds.get(goal.name), state.values()[:index])
        return state
