"""The cheapest ways out: small relaxations of a school, each tried by a solve and worth what a verified plan shows."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from models.plan import Plan
from models.school import School
from scheduler.options import Options, Stop
from scheduler.verify import verify
from scheduler.ways_out.attempt import Trial, attempt
from scheduler.ways_out.candidates import Way, ways
from scheduler.ways_out.gains import Gain, gain
from scheduler.ways_out.steps import NEW, Step
from scheduler.ways_out.words import gain_words, steps_words

__all__ = ["NEW", "Gain", "Step", "Try", "Way", "WayOut", "find", "gain", "gain_words", "steps_words"]

LEAST_SECONDS, MOST_SECONDS = 4.0, 30.0
"""Seconds for one way: with less left none is begun; none gets more."""


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
) -> tuple[WayOut, ...]:
    """Ways out for a plan of the school, what they close first and the most gained first.

    Ends with ``enough`` of them, when ``options.time_limit`` seconds are over, when every way has been tried, or when
    somebody asks to stop.
    """
    end = time.monotonic() + options.time_limit
    found: list[WayOut] = []
    every = ways(school, plan)
    for number, way in enumerate(every, 1):
        left = end - time.monotonic()
        if stop.is_set() or left < LEAST_SECONDS or len(found) >= enough:
            break
        if on_try:
            on_try(Try(number, len(every), way))
        one = _tried(school, plan, way, replace(options, time_limit=min(left, MOST_SECONDS), began=None), stop)
        if one and all(one.steps != other.steps for other in found):
            found.append(one)
            if on_found:
                on_found(one)
    return tuple(sorted(found, key=lambda one: (-one.gain.coverage, -one.gain.cost, one.seconds)))


def _tried(school: School, plan: Plan, way: Way, options: Options, stop: Stop) -> WayOut | None:
    began = time.monotonic()
    shown = attempt(plan, Trial(way.apply(school), way.goals, way.part, way.block), options, stop)
    if shown is None:
        return None
    gained = gain(school, plan, shown)
    if (gained.coverage, gained.cost) <= (0, 0):
        return None
    goal = "coverage" if gained.coverage else "choices"
    sure = all(score.value == score.bound for score in plan.scores if score.goal in ("coverage", goal))
    return WayOut(_cut(school, way, shown), gained, sure, time.monotonic() - began)


def _cut(school: School, way: Way, shown: Plan) -> tuple[Step, ...]:
    """The steps, no larger than the plan needs, if it is then still a plan without a fault; else as they were tried."""
    steps = tuple(small for step in way.steps if (small := step.cut(school, shown)))
    smaller = replace(way, steps=steps).apply(school)
    return steps if steps and verify(smaller, shown).good else way.steps
