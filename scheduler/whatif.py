"""What if the school were a little different: the least that a change costs, or brings, beside a plan that is there.

The search begins with the plan, has no goal ``changes``, and ends with the first goal whose value differs; goals after
that one are reported as they were found. Every value is that of a whole plan that the verifier has passed.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from threading import Event
from typing import Literal

import numpy as np

from models.plan import Plan, Score
from models.policy import Goal
from models.school import TABLES, School
from scheduler.canonical import canonical
from scheduler.conflict import contradiction
from scheduler.errors import NoPlanInTime
from scheduler.options import Options, Stop
from scheduler.plan import Pipeline
from scheduler.roster.best import best_roster
from scheduler.roster.context import RosterData
from scheduler.roster.result import RosterResult
from scheduler.search.lexicographic import Infeasible
from scheduler.search.linear import translate
from scheduler.search.nearby import Nearby
from scheduler.search.state import State
from scheduler.week.context import Context
from scheduler.week.goals.coverage import SESSION
from scheduler.week.layers import staff_layer
from scheduler.week.point import moves, open_questions, others_moved, parts, point_of
from scheduler.week.start import Chains

Sure = Literal["exact", "at_least", "at_most"]
PIN_TABLES = ("pins", "pin_placements", "pin_duties")


@dataclass(frozen=True)
class Difference:
    """A goal before the change and after it; ``after`` None where no plan was found in time.

    ``bound``: no plan of the changed school has less, given the goals before. ``sure``: whether ``amount`` is exact, or
    the true one may be less (``at_most``) or more (``at_least``).
    """

    goal: Goal
    before: int
    after: int | None
    bound: int | None

    @property
    def amount(self) -> int | None:
        """How much the goal grows; below 0 it falls. Without a plan: how much at least, None if nothing is known."""
        known = self.bound if self.after is None else self.after
        return None if known is None else known - self.before

    @property
    def sure(self) -> Sure:
        """How sure the amount is."""
        if self.after is None:
            return "at_least"
        return "exact" if self.bound == self.after else "at_most"


@dataclass(frozen=True)
class WhatIf:
    """The answer. ``impossible``: no plan keeps the changed school's rules and pins; ``unknown``: none found in time.

    ``plan`` is a verified plan of the changed school with these values (nothing is written anywhere). ``worse`` and
    ``better``: the places (student and block) of others that need to be lower on their list for it, and that are higher.
    """

    status: Literal["found", "impossible", "unknown"]
    goals: tuple[Difference, ...]
    plan: Plan | None = None
    seconds: float = 0.0
    worse: int = 0
    better: int = 0

    @property
    def first(self) -> Difference | None:
        """The first goal, in their order, whose value differs; None if none does. Later ones weigh less."""
        return next((d for d in self.goals if d.amount), None)

    @property
    def settled(self) -> tuple[Difference, ...]:
        """The goals up to the first that differs: what the answer is about. (All goals, if none differs.)"""
        first = self.first
        return self.goals if first is None else self.goals[: self.goals.index(first) + 1]

    @property
    def exact(self) -> bool:
        """Whether each of the settled goals is exact, so that the answer is a proven one."""
        return all(d.sure == "exact" for d in self.settled)


def what_if(
    school: School,
    plan: Plan,
    changed: School,
    options: Options | None = None,
    stop: Stop | None = None,
    *,
    later: float = inf,
) -> WhatIf:
    """What changes in the goals if ``school``, for which ``plan`` was made, became ``changed``.

    ``options.time_limit``: seconds for this question; ``later``: most seconds of these for goals after the first that differs,
    to report good values of these; else they may be far from what could be had. Where only pins are added, the plan's own bounds serve. Raises
    PlanBroken where the answer's plan fails its verification, which is a bug of this program.
    """
    options = options or Options()
    began = time.monotonic()
    question = _Question(school, plan, changed, options, stop or Event())
    question.later = later
    before = {score.goal: score.value for score in plan.scores}
    status: Literal["found", "impossible", "unknown"] = "found"
    found: Plan | None = None
    try:
        found = question.run()
    except Infeasible:
        status = "impossible"
    except NoPlanInTime:
        status = "unknown"
    seconds = time.monotonic() - began
    if status == "impossible":
        return WhatIf(status, (), None, seconds)
    after: dict[Goal, Score] = {score.goal: score for score in found.scores} if found else {}
    bounds = {goal: score.bound for goal, score in after.items()} if found else question.bounds
    goals = tuple(
        Difference(goal, before[goal], after[goal].value if goal in after else None, bounds.get(goal))
        for goal in question.order
        if goal in before
    )
    return WhatIf(status, goals, found, seconds, *question.moved)


def conflict(changed: School, options: Options | None = None, stop: Stop | None = None) -> tuple[str, ...]:
    """A smallest set of the school's pins that cannot hold together; empty where time ended first."""
    error = contradiction(changed, options or Options(), stop, every=False)
    return error.pins if error else ()


def only_pins_added(school: School, changed: School) -> bool:
    """Whether every plan of ``changed`` is one of ``school``: the same but for further pins, in whatever order of rows."""
    school, changed = canonical(school), canonical(changed)
    for table in TABLES:
        old: Sequence[object] = getattr(school, table)
        new: Sequence[object] = getattr(changed, table)
        if table in PIN_TABLES:
            if not all(row in new for row in old):
                return False
        elif old != new:
            return False
    return (school.policy, school.term) == (changed.policy, changed.term)


class _Question(Pipeline):
    """The pipeline with another search: beside the plan, up to the first goal that differs."""

    def __init__(self, school: School, plan: Plan, changed: School, options: Options, stop: Stop) -> None:
        super().__init__(changed, options, None, stop)
        self.plan = plan
        self.later = inf
        self.moved = (0, 0)
        pinned = set(changed.pin_placements) - set(school.pin_placements)
        self.asked = frozenset(pin.student_id for pin in pinned)
        self.floors_given = self._serving() if only_pins_added(school, changed) else {}

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

    def _search(self, ctx: Context, best: RosterResult) -> State:  # noqa: ARG002
        ctx.constant("coverage", SESSION * self.lost_for_good)
        model = translate(ctx.model)
        goals = [self._goal(ctx, goal, model.columns) for goal in self.order]
        self.floors = {goal.name: goal.floor(model.lower, model.upper) for goal in goals}
        chains = Chains(ctx)
        start = point_of(ctx, self.plan)
        values = {score.goal: score.value for score in self.plan.scores}
        search = Nearby(
            model,
            goals,
            self._limits(),
            start,
            before=tuple(values.get(goal, 0) for goal in self.order),
            floors=self.floors_given,
            parts=parts(ctx),
            nearby=np.union1d(staff_layer(ctx), open_questions(ctx)),
            later=self.later,
            gentle=moves(ctx, self.plan),
            loose=chains.steps,
            complete=chains.complete,
        )
        self.state = search.state
        search.run()
        if search.state.x is not None:
            self.moved = others_moved(ctx, self.plan, search.state.x, self.asked)
        return search.state

    def _starved(self, plan: Plan) -> bool:  # noqa: ARG002
        """One try is enough: where dates cannot keep the counts, the answer is ``at most``."""
        return False
