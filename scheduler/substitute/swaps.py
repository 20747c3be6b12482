"""What people have agreed on or the office decides: swaps and sessions not held, without any search."""

from collections.abc import Sequence
from datetime import date

from models.ledger import Task
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


def dates(moves: Sequence[Move]) -> tuple[date, ...]:
    """The dates that moves touch."""
    return tuple(sorted({move.job.on for move in moves}))
