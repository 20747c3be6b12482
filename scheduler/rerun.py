"""After a change: the earlier plan mended for the school as it is now, with as few changes as can be."""

from collections.abc import Sequence
from datetime import date
from threading import Event

from models.ledger import Change
from models.plan import Ancestor, Plan
from models.school import School
from scheduler.earlier import Earlier
from scheduler.errors import TooManyChanges
from scheduler.files.plans import plan_digest, sorted_plan
from scheduler.ledger import arranged
from scheduler.losses import Losses
from scheduler.messages import Lang
from scheduler.options import OnProgress, Options, Stop
from scheduler.plan import Pipeline, finished
from scheduler.verify import Breach, verify


def rerun(
    school: School,
    previous: Plan,
    options: Options | None = None,
    *,
    from_date: date | None = None,
    max_changes: int | None = None,
    ledger: Sequence[Change] = (),
    then: School | None = None,
    on_progress: OnProgress | None = None,
    stop: Stop | None = None,
) -> Plan:
    """The plan for ``school`` that changes as little of ``previous`` as can be, by the order of the goals.

    Duties before ``from_date`` stay as they are (None: as :func:`runs_from` says); those that the ``ledger`` of the earlier plan arranged count as that plan's
    own. ``then``: the school that plan was made for, for the names of whoever left. Raises what
    :func:`scheduler.plan.solve` does, and TooManyChanges where it is proven that no plan has at most ``max_changes``.
    """
    options = options or Options()
    earlier = started_from(previous, from_date, max_changes, ledger, then)
    return mended(Pipeline(school, options, on_progress, stop or Event(), earlier), earlier, options.lang)


def runs_from(previous: Plan, from_date: date | None) -> date | None:
    """From when on a new plan runs: from where it is told to, else from where the plan does that it replaces."""
    return previous.run.since if from_date is None else from_date


def started_from(
    previous: Plan, from_date: date | None, max_changes: int | None, ledger: Sequence[Change], then: School | None
) -> Earlier:
    """The plan that a rerun starts from, as it was arranged, and what is asked of the new one; see :func:`rerun`."""
    since = runs_from(previous, from_date)
    return Earlier(arranged(sorted_plan(previous), ledger), plan_digest(previous), since, max_changes, school=then)


def mended(pipeline: Pipeline, earlier: Earlier, lang: Lang) -> Plan:
    """What a run from an earlier plan gives, with the line of plans that led to it."""
    try:
        plan = finished(pipeline)
    except TooManyChanges as error:
        words = Losses(earlier.plan, pipeline.given, earlier.school, lang)
        forced, _ = words.split(lost(pipeline.given, earlier.plan, earlier.since))
        raise TooManyChanges(error.limit, error.least, error.alone, forced) from None
    parent = as_ancestor(earlier.plan).model_copy(update={"digest": earlier.digest})
    run = plan.run.model_copy(update={"line": (*earlier.plan.run.line, parent)})
    return plan.model_copy(update={"run": run})


def as_ancestor(plan: Plan) -> Ancestor:
    """A plan as its descendants remember it."""
    changes = next((score.value for score in plan.scores if score.goal == "changes"), None)
    command = "rerun" if plan.run.parent else "solve"
    return Ancestor(digest=plan_digest(plan), made=plan.run.made, command=command, changes=changes)


def lost(school: School, previous: Plan, from_date: date | None = None) -> tuple[Breach, ...]:
    """Whatever of the earlier plan no longer exists in the school as it is now, or breaks a rule there.

    Duties before ``from_date`` are over and are not looked at.
    """
    run = previous.run.model_copy(update={"since": from_date})
    found = verify(school, previous.model_copy(update={"run": run})).breaches
    return tuple(b for b in found if not _is_a_figure(b))


def _is_a_figure(found: Breach) -> bool:
    """What only follows from other rows: scores, the list of gaps, the number of students in a session."""
    return found.rule == "scores" or ".gap_" in found.key or found.args.get("column") == "enrolled"
