"""The plan that ways out are compared with: the one that is there, as good as it becomes by itself."""

import time
from dataclasses import replace
from functools import partial

from models.plan import Plan
from models.policy import Goal
from models.school import School
from scheduler.options import Options, Stop
from scheduler.ways_out.attempt import Part, Trial, attempt
from scheduler.ways_out.pace import Pace, by_itself, fault
from scheduler.ways_out.proof import closed, prove, served
from scheduler.ways_out.report import Failed

PARTS: tuple[Part, ...] = ("clubs", "staff", "tutoring", "duties")


def settled(
    school: School, plan: Plan, options: Options, stop: Stop, pace: Pace, seconds: float
) -> tuple[Plan, list[Failed]]:
    """The plan as good as it becomes in so many seconds, so that no way out is credited with what needs none: first in parts,
    as ways are tried, then as a whole. And the errors of the program that were passed over."""
    open_goals: tuple[Goal, ...] = tuple(
        s.goal for s in plan.scores if s.goal in ("coverage", "choices") and not closed(plan, s.goal)
    )
    failed = list[Failed]()
    if not open_goals:
        return plan, failed
    end, given = time.monotonic() + seconds, plan

    def left() -> float:
        now = time.monotonic()
        return 0.0 if stop.is_set() or end - now < pace.needs else end - now

    def better(now: Plan, part: Part | None) -> Plan | None:
        limits = replace(options, time_limit=left() / (len(PARTS) if part else 1), began=None)
        if part:
            began = time.monotonic()
            outcome = attempt(now, Trial(school, school, open_goals, part), limits, stop)
            pace.took(time.monotonic() - began, limits.time_limit, outcome.searched)
            return outcome.plan
        return prove(school, now, open_goals[-1], limits, stop).plan

    for part in (*PARTS, None):
        if not left():
            break
        done = by_itself(partial(better, plan, part), pace)
        if done.cancelled():
            break
        error = fault(done)
        if error:
            failed.append(Failed(error))
        elif part is None:
            plan = done.result() or plan
        else:
            found = done.result()
            plan = plan if found is None or worth(found) >= worth(plan) else served(found, plan)
    return served(plan, given), failed


def worth(plan: Plan) -> tuple[int, ...]:
    """Its goals' values, to compare plans of one school."""
    return tuple(score.value for score in plan.scores)
