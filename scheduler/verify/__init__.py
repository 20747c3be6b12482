"""Every rule and every goal again, from the plain data: a judge of plans that shares nothing with their maker."""

from collections.abc import Mapping

from models.plan import Plan
from models.policy import Goal
from models.school import School
from scheduler.verify.children import check_childcare
from scheduler.verify.duty import check_duty_and_service, check_past, check_roster
from scheduler.verify.files import check_files
from scheduler.verify.given import Given
from scheduler.verify.goals import GOALS, Changes, changed, changes, check_scores, check_statuses
from scheduler.verify.missing import check_gaps
from scheduler.verify.pins import agrees, check_pins
from scheduler.verify.planned import Planned
from scheduler.verify.report import Breach, Report, apart, describe
from scheduler.verify.services import check_class_sessions, check_clubs, check_rooms
from scheduler.verify.staff import check_clearance, check_leaders, check_limits, check_one_place
from scheduler.verify.students import check_placements, check_tutoring

__all__ = ["Breach", "Changes", "Report", "agrees", "apart", "changed", "changes", "describe", "verify"]

_CHECKS = (
    check_files,
    check_one_place,
    check_class_sessions,
    check_clubs,
    check_leaders,
    check_limits,
    check_clearance,
    check_rooms,
    check_childcare,
    check_placements,
    check_roster,
    check_duty_and_service,
    check_pins,
    check_tutoring,
    check_gaps,
)


def verify(
    school: School, plan: Plan, previous: Plan | None = None, statuses: Mapping[str, str] | None = None
) -> Report:
    """Everything that is wrong with ``plan``, and every goal's value: ``changes`` only beside the ``previous`` plan.

    ``statuses``: what its file says of each goal's status, which the plan does not hold.

    ``school`` must be free of input faults; the plan may be anything at all, and unknown ids in it are breaches.
    """
    planned = Planned(Given(school), plan)
    scores: dict[Goal, int] = {goal: value(planned) for goal, value in GOALS.items()}
    breaches = [found for check in _CHECKS for found in check(planned)]
    if previous is not None:
        scores["changes"] = changes(previous, plan, school, plan.run.since)
        breaches += check_past(planned, previous)
    breaches += check_scores(planned, scores)
    breaches += check_statuses(planned, scores, statuses or {})
    return Report(breaches=tuple(breaches), scores=scores)
