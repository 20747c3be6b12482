"""What the week has to decide, worked out from the school once: offers, pools, room classes, students' groups.

An *offer* is an activity at a time (a slot, or a block) for one class or for the whole school; the week decides
how many sessions of it are held. A *pool* is all offers of one activity at one time: they share their leaders.
A *room class* is a set of rooms that nothing tells apart; a *student group* is a set of students whom nothing
tells apart, who are counted in the search and told apart by the seed afterwards.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from models.people import CHILDCARE_SKILL, ChildGroup, ChildRow, Instructor, Teacher
from models.pins import PinDutyRow
from models.plan import Plan
from models.policy import Goal
from models.school import School
from models.services import Activity


@dataclass(frozen=True)
class Offer:
    """An activity at a time, for a class or (``class_id`` None) for the whole school; at most ``limit`` sessions."""

    activity: str
    time: str
    class_id: str | None
    limit: int

    @property
    def pool(self) -> tuple[str, str]:
        """The offers that share leaders: same activity, same time."""
        return self.activity, self.time


@dataclass(frozen=True)
class Option:
    """A place that a student can have in a block: an offer, its rank (0 = fallback) and its price."""

    offer: Offer
    rank: int
    cost: int


@dataclass(frozen=True)
class Group:
    """Students whom nothing tells apart: the same options in the same blocks. ``once``: no activity twice a week."""

    students: tuple[str, ...]
    options: tuple[tuple[str, tuple[Option, ...]], ...]
    once: bool

    @property
    def count(self) -> int:
        """How many students."""
        return len(self.students)


@dataclass(frozen=True)
class RoomClass:
    """Rooms that nothing tells apart; ``groups`` is the sessions at once of all of them together."""

    rooms: tuple[str, ...]
    kinds: frozenset[str]
    capacity: int
    groups: int
    closed: frozenset[str]


@dataclass(frozen=True)
class DutyPool:
    """What the week must know of the roster: counts over the term, by the weekday whose timetable runs.

    ``demand``: open dates of (weekday, post). ``most``: the most duties that (person, weekday, post) can have.
    ``total``/``on_weekday``: the most of a person, in all and on a weekday; ``limits``: the most of a person on sets
    of weekdays. ``pinned``: fixed by hand.
    ``past``: duties that are over, which cost ``past_cost`` by themselves. ``kept``: what a rerun can keep of the earlier roster.
    ``dates``: the roster date by date, where counts alone were not enough.
    """

    demand: dict[tuple[int, str], int]
    most: dict[tuple[str, int, str], int]
    total: dict[str, int]
    on_weekday: dict[tuple[str, int], int]
    limits: dict[str, tuple[tuple[frozenset[int], int], ...]]
    pinned: dict[tuple[str, int, str], tuple[PinDutyRow, ...]]
    past: dict[tuple[str, int, str], int] = field(default_factory=dict[tuple[str, int, str], int])
    past_cost: int = 0
    kept: "KeptDuties | None" = None
    dates: "DutyDates | None" = None


@dataclass(frozen=True)
class DutyDates:
    """The roster date by date, for a week whose counts dates could not keep. Dates are numbers in order of the term.

    ``asking``: dates of (weekday, post); ``possible``: dates on which a person may serve; ``week``: the calendar week of
    a date; ``max_week`` and ``min_gap`` by person; ``used``: duties of (person, week) that are over; ``pinned``:
    (person, date, post). Of an earlier roster: ``kept``, who may stay on (date, post), and ``empty``, what nobody filled.
    """

    asking: dict[tuple[int, str], tuple[int, ...]]
    possible: dict[str, frozenset[int]]
    week: dict[int, int]
    max_week: dict[str, int]
    min_gap: dict[str, int]
    pinned: frozenset[tuple[str, int, str]]
    used: dict[tuple[str, int], int] = field(default_factory=dict[tuple[str, int], int])
    kept: dict[tuple[int, str], str] = field(default_factory=dict[tuple[int, str], str])
    empty: frozenset[tuple[int, str]] = frozenset()


@dataclass(frozen=True)
class KeptDuties:
    """The earlier roster as counts over what is left of the term.

    ``places``: how many of its places still ask for somebody; ``most``: how many duties of (person, weekday, post) each
    by itself can be kept; ``together``: how many of a person; ``empty``: places of (weekday, post) that were unfilled;
    ``open_to``: how many of the places that keep nobody (person, weekday, post) could take, ``beside`` how many beside
    all that the person can keep.
    """

    places: int
    most: dict[tuple[str, int, str], int]
    together: dict[str, int]
    empty: dict[tuple[int, str], int]
    open_to: dict[tuple[str, int, str], int]
    beside: dict[tuple[str, int, str], int]


@dataclass
class WeekData:
    """The school as the week sees it. ``exact_rooms``: weekdays on which every room is a class of its own.

    ``earlier``: the plan that a rerun keeps to as far as it can; ``max_changes``: how far it may leave it at most.
    ``order``: that of the goals, where it is not the school's own.
    ``loose_pins``: each pin holds only if a decision of its own says so, to find out which contradict each other.
    """

    school: School
    duty: DutyPool | None = None
    exact_rooms: frozenset[int] = frozenset()
    earlier: Plan | None = None
    max_changes: int | None = None
    order: tuple[Goal, ...] = ()
    loose_pins: bool = False
    pinned_rooms: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.pinned_rooms = frozenset(pin.room_id for pin in self.school.pins if pin.room_id)

    @cached_property
    def was_in(self) -> dict[tuple[str, str], str | None]:
        """The earlier activity of (student, block), None = unplaced; a missing key means that there was no row."""
        return {(row.student_id, row.block): row.activity_id for row in self.earlier.placements} if self.earlier else {}

    # -- time ----------------------------------------------------------------------------------------------
    @cached_property
    def times(self) -> dict[str, tuple[str, ...]]:
        """The slots of each time: a slot is itself, a block its slots."""
        found = {slot_id: (slot_id,) for slot_id in self.school.slot_by_id}
        found |= {block.block_id: block.slots for block in self.school.blocks.values()}
        return found

    def weekday(self, time: str) -> int:
        """The weekday of a time."""
        return self.school.slot_by_id[self.times[time][0]].weekday

    # -- offers --------------------------------------------------------------------------------------------
    @cached_property
    def class_slots(self) -> dict[str, dict[tuple[str, str], None]]:
        """(class, slot) in which homework, or a strand, is needed: somebody of the class stays that weekday."""
        found: dict[str, dict[tuple[str, str], None]] = {"homework": {}, "strand": {}}
        for item in self.school.classes:
            for slot_id, slot in self.school.slot_by_id.items():
                row = self.school.pattern_of.get((item.grade, slot_id))
                if row and row.kind in found and self.school.staying.get((item.class_id, slot.weekday)):
                    found[row.kind][item.class_id, slot_id] = None
        return found

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        """Everything that can be held in the week."""
        return (*self._homework(), *self._strands(), *self._tutoring(), *self._clubs())

    def _homework(self) -> Iterable[Offer]:
        for class_id, slot_id in self.class_slots["homework"]:
            activity = self.school.homework_of(self.school.class_by_id[class_id].grade)
            if activity and activity.runs_in(slot_id):
                yield Offer(activity.activity_id, slot_id, class_id, 1)

    def _strands(self) -> Iterable[Offer]:
        for class_id, slot_id in self.class_slots["strand"]:
            grade = self.school.class_by_id[class_id].grade
            for activity in self._of_kind("strand"):
                if activity.for_grade(grade) and activity.sessions_week and activity.runs_in(slot_id):
                    yield Offer(activity.activity_id, slot_id, class_id, 1)

    def _tutoring(self) -> Iterable[Offer]:
        wanted = {(activity, slot) for _, activity, slot in self.tutoring_slots}
        for activity in self._of_kind("tutoring"):
            for slot_id in self.school.slot_by_id:
                if activity.max_sections and (activity.activity_id, slot_id) in wanted:
                    yield Offer(activity.activity_id, slot_id, None, activity.max_sections)

    def _clubs(self) -> Iterable[Offer]:
        for block in self.school.blocks.values():
            for activity in self._of_kind("club"):
                if not activity.max_sections or not activity.runs_in(block.block_id):
                    continue
                grades = [g for g in block.grades if activity.for_grade(g)]
                if grades and activity.scope == "school":
                    yield Offer(activity.activity_id, block.block_id, None, activity.max_sections)
                elif grades:
                    for item in self.school.classes:
                        if item.grade in grades and self.school.staying.get((item.class_id, block.weekday)):
                            yield Offer(activity.activity_id, block.block_id, item.class_id, activity.max_sections)

    def _of_kind(self, kind: str) -> list[Activity]:
        return [a for a in self.school.activity_by_id.values() if a.kind == kind]

    def activity(self, offer: Offer) -> Activity:
        """The offer's activity."""
        return self.school.activity_by_id[offer.activity]

    @cached_property
    def pools(self) -> dict[tuple[str, str], list[Offer]]:
        """Offers by (activity, time)."""
        found: dict[tuple[str, str], list[Offer]] = defaultdict(list)
        for offer in self.offers:
            found[offer.pool].append(offer)
        return dict(found)

    @cached_property
    def tutoring_slots(self) -> tuple[tuple[str, str, str], ...]:
        """(student, activity, slot) in which a student who is to be tutored can be: homework, a day on which they stay."""
        found: list[tuple[str, str, str]] = []
        for row in self.school.tutoring:
            student = self.school.student_by_id[row.student_id]
            grade = self.school.class_by_id[student.class_id].grade
            activity = self.school.activity_by_id[row.activity_id]
            if not activity.for_grade(grade):
                continue
            found += [
                (row.student_id, row.activity_id, slot_id)
                for slot_id in self.school.slots_of(grade, "homework")
                if activity.runs_in(slot_id) and self.school.slot_by_id[slot_id].weekday in student.weekdays
            ]
        return tuple(found)

    # -- people --------------------------------------------------------------------------------------------
    @cached_property
    def children(self) -> dict[str, list[ChildRow]]:
        """Children of each teacher, in the order of the table."""
        found: dict[str, list[ChildRow]] = defaultdict(list)
        for row in self.school.childcare:
            found[row.teacher_id].append(row)
        return dict(found)

    def children_in(self, teacher_id: str, slot_id: str) -> list[tuple[int, ChildRow]]:
        """The children (numbered from 1) who need a place if the teacher works the slot (R9)."""
        slot = self.school.slot_by_id[slot_id]
        return [
            (number, child)
            for number, child in enumerate(self.children.get(teacher_id, ()), 1)
            if slot.weekday in child.weekdays and slot.end > child.leave_by
        ]

    @cached_property
    def open_rooms(self) -> dict[tuple[ChildGroup, str], list[str]]:
        """Childcare rooms of (group, slot) that are open and have places."""
        found: dict[tuple[ChildGroup, str], list[str]] = defaultdict(list)
        for room in self.school.childcare_rooms:
            for slot_id in room.slots or self.school.slot_by_id:
                if room.places:
                    found[room.group, slot_id].append(room.room_id)
        return dict(found)

    @cached_property
    def teacher_slots(self) -> dict[str, frozenset[str]]:
        """Slots in which each teacher can work at all."""
        return {
            teacher.teacher_id: frozenset(s for s in self.school.slot_by_id if self._can_work(teacher, s))
            for teacher in self.school.teachers
        }

    def _can_work(self, teacher: Teacher, slot_id: str) -> bool:
        if slot_id in teacher.unavailable or not min(self.most_slots(teacher), teacher.max_sessions_day) > 0:
            return False
        return all(
            child.may_use_room and (child.group, slot_id) in self.open_rooms
            for _, child in self.children_in(teacher.teacher_id, slot_id)
        )

    def most_slots(self, teacher: Teacher) -> int:
        """The most after-school slots a week that the teacher's limits allow."""
        days: dict[int, int] = defaultdict(int)
        for slot_id, slot in self.school.slot_by_id.items():
            days[slot.weekday] += slot_id not in teacher.unavailable
        most = min(teacher.max_sessions_week, sum(min(n, teacher.max_sessions_day) for n in days.values()))
        return most if teacher.max_load is None else max(0, min(most, teacher.max_load - teacher.day_load))

    def teacher_free(self, teacher_id: str, time: str) -> bool:
        """Whether the teacher can work all slots of a time."""
        slots = self.times[time]
        teacher = self.school.teacher_by_id[teacher_id]
        return len(slots) <= min(self.most_slots(teacher), teacher.max_sessions_day) and all(
            s in self.teacher_slots[teacher_id] for s in slots
        )

    @cached_property
    def usable_instructors(self) -> list[Instructor]:
        """Instructors whose clearance covers the term (R7)."""
        end = self.school.term.end
        return [i for i in self.school.instructors if i.cleared_until is None or i.cleared_until >= end]

    def instructor_free(self, instructor: Instructor, time: str) -> bool:
        """Whether the instructor can come to all slots of a time."""
        slots = self.times[time]
        return len(slots) <= instructor.max_sessions_week and all(s in instructor.available for s in slots)

    def class_teachers(self, class_id: str) -> dict[str, bool]:
        """Teachers of a class; True for its head teacher."""
        head = self.school.class_by_id[class_id].head_teacher
        found = dict.fromkeys(self._teaching.get(class_id, ()), False)
        if head:
            found[head] = True
        return found

    @cached_property
    def _teaching(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for row in self.school.teaching:
            found[row.class_id].append(row.teacher_id)
        return dict(found)

    @cached_property
    def carers(self) -> list[str]:
        """Teachers who may care in a childcare room."""
        return [t.teacher_id for t in self.school.teachers if CHILDCARE_SKILL in t.skills]
