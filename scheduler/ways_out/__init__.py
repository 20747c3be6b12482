"""The cheapest ways out: small relaxations of a school, each tried by a solve and worth what a verified plan shows."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from models.plan import Plan
from models.policy import Goal
from models.school import School
from scheduler.options import Options, Stop
from scheduler.verify import verify
from scheduler.ways_out.attempt import Part, Trial, attempt
from scheduler.ways_out.candidates import Way, ways
from scheduler.ways_out.gains import Gain, gain
from scheduler.ways_out.steps import NEW, Step
from scheduler.ways_out.words import gain_words, steps_words

__all__ = ["NEW", "Gain", "Step", "Try", "Way", "WayOut", "find", "gain", "gain_words", "steps_words"]

LEAST_SECONDS, MOST_SECONDS = 4.0, 30.0
"""Seconds for one way: with less left none is begun; none gets more."""

BASE_SHARE = 0.3
"""Share of the time for a plan that was not proven best: first it is made as good as it will be by itself."""


@dataclass(frozen=True)
class WayOut:
    """Steps that help, no larger than the plan that shows it needs them. ``seconds``: what finding out took.

    ``sure``: the plan before was proven best in the goal that improves, so that the gain is due to the steps alone.
    """

    steps: tuple[Step, ...]
    gain: Gain
    sure: bool
    seconds: float


@dataclass(frozen=True)
class Try:
    """News: way ``number`` of ``total`` is begun."""

    number: int
    total: int
    way: Way


def find(
    school: School,
    plan: Plan,
    options: Options,
    stop: Stop,
    *,
    enough: int = 10,
    on_try: Callable[[Try], None] | None = None,
    on_found: Callable[[WayOut], None] | None = None,
    on_unknown: Callable[[Way], None] | None = None,
) -> tuple[WayOut, ...]:
    """Ways out for a plan of the school, what they close first and the most gained first.

    ``on_unknown`` hears of ways whose search did not come to its end, and which may help all the same. Ends with ``enough`` of them, when ``options.time_limit`` seconds are over, when every way has been tried, or when
    somebody asks to stop.
    """
    end = time.monotonic() + options.time_limit
    found: list[WayOut] = []
    base = _settled(school, plan, replace(options, time_limit=BASE_SHARE * options.time_limit, began=None), stop)
    every = ways(school, base)
    late = 0.0  # by how much a try outlasted its time at most: building and checking cannot be cut short
    for number, way in enumerate(every, 1):
        began = time.monotonic()
        left = end - began - late
        if stop.is_set() or left < LEAST_SECONDS or len(found) >= enough:
            break
        if on_try:
            on_try(Try(number, len(every), way))
        seconds = min(left, MOST_SECONDS)
        one, known = _tried(school, base, way, replace(options, time_limit=seconds, began=None), stop)
        late = max(late, time.monotonic() - began - seconds)
        if not one and not known and on_unknown:
            on_unknown(way)
        if one and all(one.steps != other.steps for other in found):
            found.append(one)
            if on_found:
                on_found(one)
    return tuple(sorted(found, key=lambda one: (-one.gain.coverage, -one.gain.cost, one.seconds)))


def _settled(school: School, plan: Plan, options: Options, stop: Stop) -> Plan:
    """The plan as good as the same kind of search makes it without any way out, so that it gains nothing by itself."""
    open_goals: tuple[Goal, ...] = tuple(
        s.goal for s in plan.scores if s.goal in ("coverage", "choices") and s.value > s.bound
    )
    parts: tuple[Part, ...] = ("clubs", "staff", "tutoring", "duties")
    end = time.monotonic() + options.time_limit
    for part in parts if open_goals else ():
        left = end - time.monotonic()
        if left > LEAST_SECONDS and not stop.is_set():
            trial = Trial(school, school, open_goals, part)
            better = attempt(plan, trial, replace(options, time_limit=left / 2), stop).plan
            plan = plan if better is None or _worth(better) >= _worth(plan) else better
    return plan


def _worth(plan: Plan) -> tuple[int, ...]:
    return tuple(score.value for score in plan.scores)


def _tried(school: School, plan: Plan, way: Way, options: Options, stop: Stop) -> tuple[WayOut | None, bool]:
    """The way out, if it is one, and whether that is known."""
    began = time.monotonic()
    outcome = attempt(plan, Trial(school, way.apply(school), way.goals, way.part, way.block), options, stop)
    shown = outcome.plan
    if shown is None:
        return None, outcome.known
    gained = gain(school, plan, shown)
    steps = _cut(school, way, shown)
    if (gained.coverage, gained.cost) <= (0, 0) or not steps:
        return None, outcome.known
    goal = "coverage" if gained.coverage else "choices"
    sure = all(score.value == score.bound for score in plan.scores if score.goal in ("coverage", goal))
    return WayOut(steps, gained, sure, time.monotonic() - began), True


def _cut(school: School, way: Way, shown: Plan) -> tuple[Step, ...]:
    """The steps, no larger than the plan needs, if it is then still a plan without a fault, else as they were tried.

    None at all where the plan is one of the school as it is: it is better by itself.
    """
    steps = tuple(small for step in way.steps if (small := step.cut(school, shown)))
    return steps if verify(replace(way, steps=steps).apply(school), shown).good else way.steps
