"""What if the school were a little different: the least that a change costs, or brings, beside a plan that is there.

The search begins with the plan, has no goal ``changes``, and ends with the first goal whose value differs; goals after
that one are reported as they were found. Every value is that of a whole plan that the verifier has passed.
"""

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from math import inf
from threading import Event
from typing import Literal

from models.plan import Plan, Score
from models.policy import Goal
from models.school import School
from scheduler.conflict import Pin, contradiction
from scheduler.errors import NoPlanInTime
from scheduler.options import Options, Stop
from scheduler.question import PinQuestion, Question, Shared
from scheduler.question import only_pins_added as only_pins_added
from scheduler.question import pin_added as pin_added
from scheduler.search.lexicographic import Infeasible
from scheduler.week.point import Rank

Sure = Literal["exact", "at_least", "at_most"]


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
    ``better``: the places (student and block) of others that need to be lower on their list for it, and that are higher;
    ``furthest``: from which rank to which the one goes that falls furthest and still has a club; ``lost`` and ``gained``: the places of those that are
    in no club any more, and of those that were in none and are in one.
    """

    status: Literal["found", "impossible", "unknown"]
    goals: tuple[Difference, ...]
    plan: Plan | None = None
    seconds: float = 0.0
    worse: int = 0
    better: int = 0
    furthest: tuple[Rank, Rank] | None = None
    lost: int = 0
    gained: int = 0

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

    @property
    def finished(self) -> bool:
        """Whether students move no more than the choices need: these and the goals before them are proven."""
        upto = next((n for n, d in enumerate(self.goals, 1) if d.goal == "choices"), 0)
        return all(d.sure == "exact" for d in self.goals[:upto])


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
    question = Question(school, plan, changed, options or Options(), stop or Event())
    question.later = later
    return answered(question)


def answered(question: Question) -> WhatIf:
    """The answer to a question that is ready to be asked."""
    began = time.monotonic()
    before = {score.goal: score.value for score in question.plan.scores}
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
    moved = question.moved
    return WhatIf(status, goals, found, seconds, moved.worse, moved.better, moved.furthest, moved.lost, moved.gained)


def conflict(changed: School, options: Options | None = None, stop: Stop | None = None) -> tuple[str, ...]:
    """A smallest set of the school's pins that cannot hold together; empty where time ended first."""
    error = contradiction(changed, options or Options(), stop, every=False)
    return error.pins if error else ()


@dataclass
class PinsAsked:
    """Questions that each add one pin to the same school: they share its model, and the engines that hold it.

    Use it as a context manager; :meth:`ask` from as many threads as there are questions. ``engines``: how many at once.
    """

    school: School
    plan: Plan
    pins: Sequence[Pin]
    options: Options = field(default_factory=Options)
    stop: Stop = field(default_factory=Event)
    engines: int = 2

    def __enter__(self) -> "PinsAsked":
        self._shared = Shared(self.school, self.plan, self.pins, self.options, self.stop, self.engines)
        return self

    def __exit__(self, *_: object) -> None:
        self._shared.close()

    def ask(self, pin: Pin, options: Options, *, later: float = inf, until: float = inf) -> WhatIf:
        """What it would cost that a pin holds: as :func:`what_if` for the school with that pin.

        ``until``: the moment of ``time.monotonic`` after which no time goes into proofs.
        """
        with suppress(Infeasible, NoPlanInTime):  # which each question says for itself
            self._shared.ready()
        question = PinQuestion(self._shared, pin, options, self.stop)
        question.later, question.until = later, until
        return answered(question)
