"""A school's term: every table, and the look-ups that follow from them."""

from collections import defaultdict
from functools import cached_property

from models.duty import DEFAULT_POSTS, DutyPost, DutyStaff
from models.hours import Hours, TimeOffRow
from models.people import (
    ChildRow,
    ChoiceRow,
    Instructor,
    LeaveRow,
    SchoolClass,
    Student,
    Teacher,
    TeachingRow,
    TutoringRow,
)
from models.pins import PinDutyRow, PinPlacementRow, PinRow
from models.places import ChildcareRoom, Room
from models.policy import Policy
from models.row import Frozen, Id, Int, Row, Text, column
from models.services import HOMEWORK_ID, Activity
from models.term import CalendarRow, PatternKind, PatternRow, Slot, Term

SCHEMA_VERSION = 1


class Block(Frozen):
    """An elective block: one undivided session on one weekday. ``slots`` are in order of time."""

    block_id: str
    weekday: int
    slots: tuple[str, ...]
    grades: frozenset[str]


class School(Frozen):
    """One school's term. Rows are valid one by one; whether they fit together is :mod:`models.checks`' to say."""

    schema_version: Int = column(
        "格式版本", "Version of the format: 1.", "格式版本：1。", default=SCHEMA_VERSION, ge=1, le=1
    )
    name: Text = column("学校名称", "The school's name.", "学校的名称。")
    region: Id | None = column(
        "地区",
        "Picks a rule pack: one that `kehou packs` names, or a TOML file of your own beside the school.",
        "选用的地区规则：kehou packs 列出的名称，或放在学校数据旁边的规则文件。",
        default=None,
    )
    term: Term
    policy: Policy = Policy()
    hours: Hours = Hours()
    slots: tuple[Slot, ...] = ()
    pattern: tuple[PatternRow, ...] = ()
    classes: tuple[SchoolClass, ...] = ()
    teachers: tuple[Teacher, ...] = ()
    teaching: tuple[TeachingRow, ...] = ()
    childcare: tuple[ChildRow, ...] = ()
    childcare_rooms: tuple[ChildcareRoom, ...] = ()
    instructors: tuple[Instructor, ...] = ()
    rooms: tuple[Room, ...] = ()
    activities: tuple[Activity, ...] = ()
    students: tuple[Student, ...] = ()
    choices: tuple[ChoiceRow, ...] = ()
    tutoring: tuple[TutoringRow, ...] = ()
    duty_posts: tuple[DutyPost, ...] = ()
    duty_staff: tuple[DutyStaff, ...] = ()
    leave: tuple[LeaveRow, ...] = ()
    calendar: tuple[CalendarRow, ...] = ()
    pins: tuple[PinRow, ...] = ()
    pin_placements: tuple[PinPlacementRow, ...] = ()
    pin_duties: tuple[PinDutyRow, ...] = ()
    time_off: tuple[TimeOffRow, ...] = ()

    def replaced(self, **tables: object) -> "School":
        """The same school with other tables. (A copy of the object would keep the look-ups of the old tables.)"""
        fields = {name: tables.get(name, getattr(self, name)) for name in type(self).model_fields}
        return School.model_construct(**fields)  # type: ignore[arg-type]

    # -- by id ---------------------------------------------------------------------------------------------
    @cached_property
    def slot_by_id(self) -> dict[str, Slot]:
        """Slots by id, in order of weekday and time."""
        return {s.slot_id: s for s in sorted(self.slots, key=lambda s: (s.weekday, s.start, s.slot_id))}

    @cached_property
    def class_by_id(self) -> dict[str, SchoolClass]:
        """Classes by id."""
        return {c.class_id: c for c in self.classes}

    @cached_property
    def teacher_by_id(self) -> dict[str, Teacher]:
        """Teachers by id."""
        return {t.teacher_id: t for t in self.teachers}

    @cached_property
    def instructor_by_id(self) -> dict[str, Instructor]:
        """External instructors by id."""
        return {i.instructor_id: i for i in self.instructors}

    @cached_property
    def room_by_id(self) -> dict[str, Room]:
        """Rooms by id."""
        return {r.room_id: r for r in self.rooms}

    @cached_property
    def student_by_id(self) -> dict[str, Student]:
        """Students by id."""
        return {s.student_id: s for s in self.students}

    @cached_property
    def activity_by_id(self) -> dict[str, Activity]:
        """Activities by id, with the implied homework activity where the table has none."""
        found = {a.activity_id: a for a in self.activities}
        if not any(a.kind == "homework" for a in self.activities):
            found[HOMEWORK_ID] = Activity(activity_id=HOMEWORK_ID, name="作业辅导", kind="homework")
        return found

    # -- the week ------------------------------------------------------------------------------------------
    @cached_property
    def pattern_of(self) -> dict[tuple[str, str], PatternRow]:
        """The pattern row of (grade, slot id); a missing key means that the grade has gone home."""
        return {(row.grade, row.slot_id): row for row in self.pattern}

    @cached_property
    def blocks(self) -> dict[str, Block]:
        """Elective blocks by id, in order of weekday and time."""
        slots: dict[str, set[str]] = defaultdict(set)
        grades: dict[str, set[str]] = defaultdict(set)
        for row in self.pattern:
            if row.kind == "elective" and row.slot_id in self.slot_by_id:
                slots[row.block_id].add(row.slot_id)
                grades[row.block_id].add(row.grade)
        found: list[Block] = []
        for block_id, members in slots.items():
            ordered = tuple(slot_id for slot_id in self.slot_by_id if slot_id in members)
            weekday = self.slot_by_id[ordered[0]].weekday
            found.append(Block(block_id=block_id, weekday=weekday, slots=ordered, grades=frozenset(grades[block_id])))
        found.sort(key=lambda b: (b.weekday, self.slot_by_id[b.slots[0]].start, b.block_id))
        return {b.block_id: b for b in found}

    def slots_of(self, grade: str, kind: PatternKind) -> tuple[str, ...]:
        """Slot ids in which the grade does ``kind``, in order of time."""
        return tuple(s for s in self.slot_by_id if (row := self.pattern_of.get((grade, s))) and row.kind == kind)

    def homework_of(self, grade: str) -> Activity | None:
        """The grade's homework activity; None where the table gives it none."""
        found = (a for a in self.activity_by_id.values() if a.kind == "homework" and a.for_grade(grade))
        return next(found, None)

    # -- students ------------------------------------------------------------------------------------------
    @cached_property
    def students_of_class(self) -> dict[str, tuple[Student, ...]]:
        """Students of each class, in the order of the table."""
        found: dict[str, list[Student]] = {c.class_id: [] for c in self.classes}
        for student in self.students:
            found.setdefault(student.class_id, []).append(student)
        return {class_id: tuple(members) for class_id, members in found.items()}

    @cached_property
    def staying(self) -> dict[tuple[str, int], int]:
        """How many students of (class id, weekday) stay for the service."""
        found: dict[tuple[str, int], int] = defaultdict(int)
        for student in self.students:
            for weekday in student.weekdays:
                found[student.class_id, weekday] += 1
        return dict(found)

    @cached_property
    def attended(self) -> dict[str, tuple[str, ...]]:
        """The elective blocks that each student attends, in order of time."""
        found: dict[str, tuple[str, ...]] = {}
        for student in self.students:
            grade = self.class_by_id[student.class_id].grade
            found[student.student_id] = tuple(
                block.block_id
                for block in self.blocks.values()
                if grade in block.grades
                and block.weekday in student.weekdays
                and (not student.blocks or block.block_id in student.blocks)
            )
        return found

    @cached_property
    def _lists(self) -> dict[str, dict[str | None, dict[str, int]]]:
        found: dict[str, dict[str | None, dict[str, int]]] = defaultdict(dict)
        for row in self.choices:
            found[row.student_id].setdefault(row.block, {}).setdefault(row.activity_id, row.rank)
        return found

    def ranks(self, student_id: str, block_id: str) -> dict[str, int]:
        """The student's list for a block: rank by activity id (1 = first); the blank-block list where it has none."""
        lists = self._lists.get(student_id, {})
        return lists.get(block_id) or lists.get(None, {})

    def nothing_twice(self, student_id: str) -> bool:
        """Whether a blank-block list serves one of the student's blocks: then no activity twice in the week."""
        lists = self._lists.get(student_id, {})
        return None in lists and any(not lists.get(block) for block in self.attended[student_id])

    # -- duty ----------------------------------------------------------------------------------------------
    @cached_property
    def posts(self) -> tuple[DutyPost, ...]:
        """The duty posts; with duty staff but no posts: one lead and four supervisors every school day."""
        return self.duty_posts or (DEFAULT_POSTS if self.duty_staff else ())


#: The tables of a school, by the name of their field (also the name of their file or sheet), with the row's class.
TABLES: dict[str, type[Row]] = {
    "slots": Slot,
    "pattern": PatternRow,
    "classes": SchoolClass,
    "teachers": Teacher,
    "teaching": TeachingRow,
    "childcare": ChildRow,
    "childcare_rooms": ChildcareRoom,
    "instructors": Instructor,
    "rooms": Room,
    "activities": Activity,
    "students": Student,
    "choices": ChoiceRow,
    "tutoring": TutoringRow,
    "duty_posts": DutyPost,
    "duty_staff": DutyStaff,
    "leave": LeaveRow,
    "calendar": CalendarRow,
    "pins": PinRow,
    "pin_placements": PinPlacementRow,
    "pin_duties": PinDutyRow,
    "time_off": TimeOffRow,
}
