"""What people have agreed on or the office decides: swaps and sessions not held, without any search."""

from collections.abc import Sequence
from datetime import date

from models.ledger import Change, Task, write_task
from models.plan import Plan
from scheduler.ledger import in_force
from scheduler.substitute.day import Day, Facts, Job, Move


def jobs_of(facts: Facts, person: str) -> list[Job]:
    """Everything that somebody has on the date."""
    return [job for job in facts.jobs if job.on == facts.on.date and job.was == person]


def job_named(facts: Facts, task: Task, person: str | None = None) -> Job | None:
    """A task of the date; of several carers of one room the one named."""
    found = [job for job in facts.jobs if job.on == facts.on.date and job.task == task]
    if person is not None:
        found = [job for job in found if job.was == person]
    return found[0] if found else None


def partners(first: Sequence[Job], second: Sequence[Job]) -> list[tuple[Job, Job]]:
    """The pairs of tasks that two people can mean by a swap: duties with duties, work after school with such work."""
    return [(one, other) for one in first for other in second if one.is_duty == other.is_duty and one != other]


def swap(first: Job, second: Job) -> tuple[Move, ...]:
    """Two tasks change hands."""
    return Move(first, second.was), Move(second, first.was)


def cancel(facts: Facts, job: Job) -> tuple[Move, ...]:
    """A session that is not held, with its escort let go; or a task that is left to nobody."""
    if job.task.kind != "leader":
        return (Move(job, None),)
    escort = Day.begin(facts).of_session("escort", job.task.ids[0])
    return (Move(job, None), *((Move(escort, None),) if escort is not None else ()))


def restore(plan: Plan, ledger: Sequence[Change], on: date, task: Task) -> tuple[Move, ...]:
    """A task of a date back to whom the plan names, a session with its escort; nothing where the ledger left it alone."""
    kinds = ("leader", "escort") if task.kind in ("leader", "escort") else (task.kind,)
    whats = {write_task(kind, *task.ids) for kind in kinds}
    changes = [change for change in in_force(ledger, on) if change.what in whats]
    if task.kind == "carer":
        first = {change.was for change in changes} - {change.now for change in changes}
        last = {change.now for change in changes} - {change.was for change in changes}
        if len(first) != 1 or len(last) != 1:
            return ()
        return (Move(Job(on, task, last.pop()), first.pop()),)
    posted = {write_task("leader", s.session_id): s.leader_id for s in plan.sessions}
    posted |= {write_task("escort", s.session_id): s.escort_id for s in plan.sessions}
    posted |= {write_task("duty", duty.post_id): duty.staff_id for duty in plan.duties if duty.date == on}
    return tuple(
        Move(Job(on, change.task, change.now), posted[change.what]) for change in changes if change.what in posted
    )


def dates(moves: Sequence[Move]) -> tuple[date, ...]:
    """The dates that moves touch."""
    return tuple(sorted({move.job.on for move in moves}))
