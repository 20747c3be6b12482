"""What a plan is: sessions, placements, duties, seats for teachers' children, gaps and scores."""

from datetime import date, datetime, time
from typing import Literal

from models.policy import Goal
from models.row import Frozen
from models.services import ActivityKind

GapKind = Literal["homework", "strand", "duty", "placement", "tutoring"]
Status = Literal["optimal", "feasible"]


class Session(Frozen):
    """One session of the week. ``section`` counts from 1; ``block`` is the slot's id for all but clubs."""

    session_id: str
    kind: ActivityKind
    activity_id: str
    section: int
    class_id: str | None
    block: str
    slots: tuple[str, ...]
    weekday: int
    start: time
    end: time
    leader_id: str
    escort_id: str | None
    room_id: str
    enrolled: int


class Placement(Frozen):
    """Where a student is in a block that they attend; rank 0 = fallback; all three blank = unplaced."""

    student_id: str
    class_id: str
    block: str
    session_id: str | None
    activity_id: str | None
    rank: int | None


class Duty(Frozen):
    """Who fills a post on a date; ``weekday`` is that whose timetable runs; no ``staff_id`` = unfilled."""

    date: date
    weekday: int
    post_id: str
    role: str
    staff_id: str | None


class Seat(Frozen):
    """A place of a teacher's child in a childcare room; ``child`` counts the teacher's rows from 1."""

    teacher_id: str
    child: int
    slot_id: str
    room_id: str


class Carer(Frozen):
    """A teacher who cares in a childcare room in a slot."""

    slot_id: str
    room_id: str
    teacher_id: str


class TutoringSeat(Frozen):
    """A tutoring session that a student gets."""

    student_id: str
    activity_id: str
    slot_id: str
    session_id: str


class Gap(Frozen):
    """What is missing, where (ids joined by ``;``), and why in words."""

    what: GapKind
    where: str
    reason: str


class Score(Frozen):
    """A goal's value and its proven lower bound, given the goals before it."""

    goal: Goal
    value: int
    bound: int

    @property
    def status(self) -> Status:
        """``optimal`` where value and bound meet."""
        return "optimal" if self.value == self.bound else "feasible"


class Ancestor(Frozen):
    """A plan that others were made from: its digest, when and by which command it was made, and its ``changes``."""

    digest: str
    made: datetime | None
    command: str
    changes: int | None


class Run(Frozen):
    """How a plan was made: what anyone needs to make it again. Times in seconds.

    Of a rerun: ``parent`` is the digest of the plan before it, ``line`` all plans that led to it, oldest first, and
    duties before ``since`` are those of the parent. ``goals``: their order, where it is not the school's;
    ``max_changes``: plans with more were not looked for. ``made``: when the plan was written. ``reproducible``: the
    same school, options and version give the same bytes on any machine of the same kind; ``seconds`` then count work, and
    nothing says when it was made. ``lots``: the students in the
    order of their lots (None: not recorded).
    """

    version: str
    digest: str
    seed: int
    time_limit: float
    gap: float
    workers: int
    seconds: dict[str, float]
    parent: str | None = None
    line: tuple[Ancestor, ...] = ()
    since: date | None = None
    goals: tuple[Goal, ...] = ()
    max_changes: int | None = None
    made: datetime | None = None
    reproducible: bool = False
    lots: tuple[str, ...] | None = None


class Plan(Frozen):
    """A term's plan. Every table is sorted, so that the same plan gives the same bytes."""

    run: Run
    sessions: tuple[Session, ...] = ()
    placements: tuple[Placement, ...] = ()
    duties: tuple[Duty, ...] = ()
    childcare: tuple[Seat, ...] = ()
    carers: tuple[Carer, ...] = ()
    tutoring: tuple[TutoringSeat, ...] = ()
    gaps: tuple[Gap, ...] = ()
    scores: tuple[Score, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.gaps


#: The tables of a plan, by the name of their field and file, with the columns in order.
PLAN_TABLES: dict[str, type[Frozen]] = {
    "sessions": Session,
    "placements": Placement,
    "duties": Duty,
    "childcare": Seat,
    "carers": Carer,
    "tutoring": TutoringSeat,
    "gaps": Gap,
    "scores": Score,
}
