"""Who could take a task, best first; and why each of the others could not."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.ledger import Task
from models.plan import Seat
from scheduler.ledger import seats_without
from scheduler.messages import Lang
from scheduler.messages.names import person_name
from scheduler.substitute.cause import Cause, because, speaks
from scheduler.substitute.day import Day, Facts, Job, Move
from scheduler.substitute.rules import candidates, why_not
from scheduler.substitute.value import of_moves, value


@dataclass(frozen=True)
class Option:
    """A way to fill a task: ``moves`` are made together, the first is the task's own; ``cost`` is to compare by."""

    hole: Job
    moves: tuple[Move, ...]
    cost: int
    reasons: tuple[Cause, ...]

    @property
    def person(self) -> str | None:
        """Who takes the task."""
        return self.moves[0].now

    @property
    def is_chain(self) -> bool:
        """Whether others pass their own tasks on."""
        ours = Task("escort", self.hole.task.ids)
        return any(move.now is not None and move.job.task != ours for move in self.moves[1:])

    @property
    def with_escort(self) -> str | None:
        """The teacher who goes along with an instructor, where one has to be found as well."""
        if self.hole.task.kind != "leader":
            return None
        ours = Task("escort", self.hole.task.ids)
        return next((move.now for move in self.moves[1:] if move.job.task == ours and move.now is not None), None)


@dataclass(frozen=True)
class Found:
    """What was found for a task: the options, best first, and who could not, with the reason."""

    options: tuple[Option, ...]
    unable: tuple[tuple[str, Cause], ...]


def holes(facts: Facts, day: Day) -> tuple[Job, ...]:
    """The tasks of the date that nobody has now, but for escorts whose session lacks its leader too."""
    found = [job for job, person in day.holders.items() if job.on == facts.on.date and person is None]
    led = {job.task.ids for job in found if job.task.kind == "leader"}
    return tuple(job for job in found if not (job.task.kind == "escort" and job.task.ids in led))


def needless(facts: Facts, hole: Job) -> bool:
    """Whether a room can do without the carer: all its children are gone, or have places elsewhere."""
    if hole.task.kind != "carer":
        return False
    seats: Sequence[Seat] = seats_without(facts.plan, facts.school, facts.ledger, facts.on, facts.absent)
    return all((seat.slot_id, seat.room_id) != hole.task.ids for seat in seats)


def find(day: Day, hole: Job, lang: Lang) -> Found:
    """Everybody who could take the task directly, and everybody of the right kind who could not."""
    facts = day.facts
    if needless(facts, hole):
        return Found((Option(hole, (Move(hole, None),), 0, (speaks("needless"),)),), ())
    options: list[Option] = []
    unable: list[tuple[str, Cause]] = []
    for person in candidates(facts, hole):
        found = option(day, hole, person, lang)
        if isinstance(found, Cause):
            unable.append((person, found))
        else:
            options.append(found)
    options.sort(key=lambda one: (one.cost, _load(facts, one.person), one.person or ""))
    return Found(tuple(options), tuple(unable))


def _load(facts: Facts, person: str | None) -> int:
    teacher = facts.school.teacher_by_id.get(person or "")
    return teacher.day_load if teacher else 0


def option(day: Day, hole: Job, person: str, lang: Lang, giving: Sequence[Job] = ()) -> Option | Cause:
    """The option of giving the task to this candidate, or the reason against it. ``giving``: what they pass on."""
    session = hole.session
    escort = day.of_session("escort", session.session_id) if session and hole.task.kind == "leader" else None
    own = [escort] if escort is not None and day.holders.get(escort) == person else []
    against = why_not(day, person, hole, lang, [*giving, *own])
    if against is not None:
        return against
    moves = with_escort(day, hole, person, lang)
    if moves is None:
        return because("no_escort")
    cost, reasons = of_moves(day, moves)
    second = Option(hole, moves, cost, reasons).with_escort
    if second:
        reasons = (*reasons, speaks("with_escort", who=person_name(day.facts.school, second)))
    return Option(hole, moves, cost, reasons)


def with_escort(day: Day, hole: Job, person: str, lang: Lang) -> tuple[Move, ...] | None:
    """The moves of giving a task to somebody, with what follows for the escort; None where one is wanted and none free.

    A teacher needs no escort, nor do some instructors: whoever escorted so far is let go.
    """
    first = Move(hole, person)
    session = hole.session
    if session is None or hole.task.kind != "leader":
        return (first,)
    escort = day.of_session("escort", session.session_id)
    held = day.holders.get(escort) if escort is not None else None
    instructor = None if person in day.facts.school.teacher_by_id else day.facts.school.instructor_by_id[person]
    if instructor is None or not instructor.escort:
        return (first, Move(escort, None)) if escort is not None and escort.was is not None else (first,)
    if held is not None:
        return (first,)
    job = escort or Job(hole.on, Task("escort", hole.task.ids), None, hole.slots, session)
    then = day.after([first])
    free = [t for t in candidates(day.facts, job) if why_not(then, t, job, lang) is None]
    best = min(free, key=lambda t: (value(then, t, job)[0], t), default=None)
    return (first, Move(job, best)) if best is not None else None
