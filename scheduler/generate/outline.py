"""The outline of a school: its small tables in full, and numbers for all that is made up."""

from datetime import time

from models.duty import DutyPost
from models.hours import Hours
from models.people import Instructor
from models.pins import PinDutyRow, PinPlacementRow, PinRow
from models.places import ChildcareRoom, Room
from models.policy import Policy
from models.row import Clock, Frozen, Id, Ids
from models.services import Activity
from models.term import CalendarRow, PatternRow, Slot, Term


class SlotPlan(Slot):
    """A slot with the grades that do each thing in it; a grade that is not named has gone home."""

    homework: Ids = ()
    strand: Ids = ()
    elective: Ids = ()
    block: Id | None = None

    @property
    def grades(self) -> tuple[str, ...]:
        """The grades that are still at school."""
        return (*self.homework, *self.strand, *self.elective)

    def slot(self) -> Slot:
        """The bare slot."""
        return Slot(**{name: getattr(self, name) for name in Slot.model_fields})

    def pattern(self) -> list[PatternRow]:
        """The pattern rows of the slot."""
        rows = [PatternRow(grade=g, slot_id=self.slot_id, kind="homework") for g in self.homework]
        rows += [PatternRow(grade=g, slot_id=self.slot_id, kind="strand") for g in self.strand]
        return rows + [
            PatternRow(grade=g, slot_id=self.slot_id, kind="elective", block=self.block) for g in self.elective
        ]


def elective_blocks(slots: tuple[SlotPlan, ...]) -> dict[str, list[SlotPlan]]:
    """The slots of each elective block."""
    found: dict[str, list[SlotPlan]] = {}
    for slot in slots:
        if slot.elective:
            found.setdefault(slot.block or slot.slot_id, []).append(slot)
    return found


class Offer(Activity):
    """An activity, how much it is wished for, and who can lead it.

    ``popularity`` weighs it in students' lists; 0 keeps it off them. ``subjects`` name those who are given the
    skill first; ``leaders`` is the number of teachers who get it (blank: enough for its sections). ``named`` is the
    number of students to be tutored.
    """

    popularity: float = 1.0
    subjects: Ids = ()
    leaders: int | None = None
    named: int = 0

    def activity(self) -> Activity:
        """The bare activity."""
        return Activity(**{name: getattr(self, name) for name in Activity.model_fields})


class Subject(Frozen):
    """A daytime subject and its periods a week in each class."""

    name: str
    periods: int


PRIMARY_SUBJECTS = tuple(
    Subject(name=name, periods=periods)
    for name, periods in {
        "语文": 8,
        "数学": 5,
        "英语": 3,
        "体育": 4,
        "音乐": 2,
        "美术": 2,
        "科学": 2,
        "信息": 1,
    }.items()
)


class Outline(Frozen):
    """What :func:`scheduler.generate.build.build` fills in to a whole school.

    ``grades``: number of classes by grade. ``students``: in all classes together. Shares are between 0 and 1:
    ``part_time`` of the teachers, ``stay_all`` of the students (the others stay on two to four days), ``one_list``
    of the students with one list for all their blocks. ``parents``: teachers with a child to look after.
    ``leads`` and ``officers`` are duty staff who do not teach, the ``…_teachers`` teachers who take the same role.
    ``work``: most sessions a week of a full-time teacher; blank: from the work there is, with slack.
    ``leave_by``: when most parents among the teachers must leave.
    """

    name: str
    region: Id | None = None
    seed: int
    term: Term
    policy: Policy = Policy()
    hours: Hours = Hours()
    grades: dict[str, int]
    students: int
    slots: tuple[SlotPlan, ...]
    activities: tuple[Offer, ...]
    rooms: tuple[Room, ...] = ()
    childcare_rooms: tuple[ChildcareRoom, ...] = ()
    instructors: tuple[Instructor, ...] = ()
    duty_posts: tuple[DutyPost, ...] = ()
    calendar: tuple[CalendarRow, ...] = ()
    pins: tuple[PinRow, ...] = ()
    pin_placements: tuple[PinPlacementRow, ...] = ()
    pin_duties: tuple[PinDutyRow, ...] = ()
    subjects: tuple[Subject, ...] = PRIMARY_SUBJECTS
    teachers: int
    work: int | None = None
    part_time: float = 0.12
    parents: int = 0
    leave_by: Clock = time(16, 50)
    stay_all: float = 0.85
    one_list: float = 0.15
    list_length: tuple[int, int] = (3, 5)
    leads: int = 0
    lead_teachers: int = 0
    officers: int = 0
    officer_teachers: int = 0
    leaves: int = 0

    def class_ids(self) -> list[tuple[str, str]]:
        """(class id, grade) of every class: ``203`` is the third class of grade 2."""
        return [(f"{grade}{n:02d}", grade) for grade, count in self.grades.items() for n in range(1, count + 1)]

    def elective_slots(self) -> dict[str, list[SlotPlan]]:
        """The slots of each elective block."""
        return elective_blocks(self.slots)
