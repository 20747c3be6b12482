"""What ran before a plan took over in the middle of a term."""

from datetime import datetime

from models.ledger import Change
from models.plan import Plan
from models.row import Frozen
from models.school import School


class Past(Frozen):
    """An earlier plan as far as its dates are still asked about: who worked when, and what was arranged for single dates.

    ``digest`` is that of the whole plan. ``plan`` and ``school`` are without students; ``ledger`` is as it was ``read``
    (None: a run that is the same each time says nothing of when).
    """

    digest: str
    read: datetime | None
    plan: Plan
    school: School
    ledger: tuple[Change, ...] = ()


class Pasts(Frozen):
    """All plans that ran before one, oldest first."""

    plans: tuple[Past, ...] = ()


def remembered(digest: str, plan: Plan, school: School, ledger: tuple[Change, ...], read: datetime) -> Past:
    """An earlier plan without what belongs to students."""
    run = plan.run.model_copy(update={"lots": None})
    short = {"run": run, "placements": (), "tutoring": (), "gaps": (), "scores": ()}
    none = dict.fromkeys(("students", "choices", "tutoring", "pins", "pin_placements", "pin_duties"), ())
    return Past(
        digest=digest, read=read, plan=plan.model_copy(update=short), school=school.replaced(**none), ledger=ledger
    )
