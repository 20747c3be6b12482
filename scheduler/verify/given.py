"""What a school's tables say, worked out again here from the rows alone.

Nothing is taken from the look-ups that the planner uses, so that a slip there cannot hide itself here.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from holidays import country_holidays

from models.duty import DEFAULT_POSTS
from models.people import ChildRow, Student
from models.school import School
from models.services import Activity


@dataclass(frozen=True)
class OpenDay:
    """An open date: the weekday whose timetable runs, the Monday of its week, its position among the open dates."""

    weekday: int
    monday: date
    position: int
    date: date


@dataclass(frozen=True)
class ElectiveBlock:
    """Slots of one weekday, in order of time, that are one undivided session for these grades."""

    slots: tuple[str, ...]
    weekday: int
    grades: frozenset[str]


@cache
def _official(year: int) -> frozenset[date]:
    return frozenset(country_holidays("CN", years=year))


def open_days(school: School) -> dict[date, OpenDay]:
    """The term's open dates: Monday to Friday but for official holidays, with the school's calendar above them."""
    stated = {row.date: row for row in school.calendar}
    found: dict[date, OpenDay] = {}
    for ordinal in range(school.term.start.toordinal(), school.term.end.toordinal() + 1):
        day = date.fromordinal(ordinal)
        row = stated.get(day)
        if row is None and (day.weekday() >= 5 or day in _official(day.year)):
            continue
        if row is not None and not row.open:
            continue
        weekday = (row.weekday if row is not None else None) or day.weekday() + 1
        found[day] = OpenDay(weekday, day - timedelta(days=day.weekday()), len(found), day)
    return found


def needs_skill(activity: Activity) -> bool:
    """Whether the leader needs the skill: as stated, or for all but homework."""
    return activity.kind != "homework" if activity.skill_needed is None else activity.skill_needed


def takes_grade(activity: Activity, grade: str) -> bool:
    """Whether the activity is for the grade; no grades named = all."""
    return not activity.grades or grade in activity.grades


def runs_in(activity: Activity, block: str) -> bool:
    """Whether the activity may run in the block (or slot); no blocks named = all."""
    return not activity.blocks or block in activity.blocks


def of_one_class(activity: Activity) -> bool:
    """Whether a session of it belongs to one class: homework, strands and class clubs."""
    return activity.kind in ("homework", "strand") or (activity.kind == "club" and activity.scope == "class")


class Given:
    """A school's tables by id, and what follows from them."""

    def __init__(self, school: School) -> None:
        self.school = school
        self.policy = school.policy
        self.slots = {row.slot_id: row for row in school.slots}
        self.classes = {row.class_id: row for row in school.classes}
        self.teachers = {row.teacher_id: row for row in school.teachers}
        self.instructors = {row.instructor_id: row for row in school.instructors}
        self.rooms = {row.room_id: row for row in school.rooms}
        self.care_rooms = {row.room_id: row for row in school.childcare_rooms}
        self.students = {row.student_id: row for row in school.students}
        self.activities = self._activities()
        self.doing = {(row.grade, row.slot_id): row.kind for row in school.pattern}
        self.blocks = self._blocks()
        self.attended = {row.student_id: self._attended(row) for row in school.students}
        self.staying = self._staying()
        self.lists = self._lists()
        self.children = self._children()
        self.tutored = frozenset((row.student_id, row.activity_id) for row in school.tutoring)
        self.taught_by = frozenset((row.class_id, row.teacher_id) for row in school.teaching)
        self.days = open_days(school)
        posts = school.duty_posts or (DEFAULT_POSTS if school.duty_staff else ())
        self.posts = {row.post_id: row for row in posts}
        self.duty_staff = {row.staff_id: row for row in school.duty_staff}

    def grade_of(self, student_id: str) -> str:
        """The grade of a known student."""
        return self.classes[self.students[student_id].class_id].grade

    def list_for(self, student_id: str, block: str) -> dict[str, int]:
        """Rank by activity of the student's list for the block; the blank-block list where it has none of its own."""
        lists = self.lists.get(student_id, {})
        return lists[block] if block in lists else lists.get(None, {})

    def nothing_twice(self, student_id: str) -> bool:
        """Whether the student's blank-block list serves a block that they attend."""
        lists = self.lists.get(student_id, {})
        return None in lists and any(block not in lists for block in self.attended[student_id])

    def due(self, day: OpenDay) -> list[str]:
        """The posts of an open date."""
        return [post_id for post_id, post in self.posts.items() if day.weekday in post.weekdays]

    def _activities(self) -> dict[str, Activity]:
        found = {row.activity_id: row for row in self.school.activities}
        if all(row.kind != "homework" for row in found.values()):
            found["homework"] = Activity(activity_id="homework", name="homework", kind="homework")
        return found

    def _blocks(self) -> dict[str, ElectiveBlock]:
        slots: defaultdict[str, set[str]] = defaultdict(set)
        grades: defaultdict[str, set[str]] = defaultdict(set)
        for row in self.school.pattern:
            if row.kind == "elective":
                block = row.block or row.slot_id
                slots[block].add(row.slot_id)
                grades[block].add(row.grade)
        found: dict[str, ElectiveBlock] = {}
        for block, members in slots.items():
            ordered = tuple(sorted(members, key=lambda slot: self.slots[slot].start))
            found[block] = ElectiveBlock(ordered, self.slots[ordered[0]].weekday, frozenset(grades[block]))
        return found

    def _attended(self, student: Student) -> frozenset[str]:
        grade = self.classes[student.class_id].grade
        return frozenset(
            block_id
            for block_id, block in self.blocks.items()
            if grade in block.grades
            and block.weekday in student.weekdays
            and (not student.blocks or block_id in student.blocks)
        )

    def _staying(self) -> dict[tuple[str, int], set[str]]:
        found: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
        for student in self.school.students:
            for weekday in student.weekdays:
                found[student.class_id, weekday].add(student.student_id)
        return dict(found)

    def _lists(self) -> dict[str, dict[str | None, dict[str, int]]]:
        found: dict[str, dict[str | None, dict[str, int]]] = {}
        for row in self.school.choices:
            ranks = found.setdefault(row.student_id, {}).setdefault(row.block, {})
            ranks.setdefault(row.activity_id, row.rank)
        return found

    def _children(self) -> dict[str, list[ChildRow]]:
        found: defaultdict[str, list[ChildRow]] = defaultdict(list)
        for row in self.school.childcare:
            found[row.teacher_id].append(row)
        return dict(found)
