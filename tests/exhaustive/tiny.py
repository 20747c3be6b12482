"""What the tables of a tiny school say, read from the contract; nothing of the planner is used here."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from models.school import School
from models.services import Activity


@dataclass(frozen=True, order=True)
class Offer:
    """An activity at a time (a slot, or a block), for one class or ("") for the school; at most ``limit`` sessions."""

    activity: str
    time: str
    class_id: str
    limit: int


@dataclass(frozen=True, order=True)
class Held:
    """The ``section``-th session of an offer."""

    offer: Offer
    section: int


class Tiny:
    """Look-ups in a tiny school."""

    def __init__(self, school: School) -> None:
        self.school = school
        self.slots = {s.slot_id: s for s in school.slots}
        self.bit = {s.slot_id: 1 << n for n, s in enumerate(school.slots)}
        self.weekdays = sorted({s.weekday for s in school.slots})
        self.classes = {c.class_id: c for c in school.classes}
        self.students = {s.student_id: s for s in school.students}
        self.activities = {a.activity_id: a for a in school.activities}
        if all(a.kind != "homework" for a in school.activities):
            self.activities["homework"] = Activity(activity_id="homework", name="homework", kind="homework")
        self.doing = {(row.grade, row.slot_id): row.kind for row in school.pattern}
        self.times = {s: (s,) for s in self.slots}
        self.block_grades: dict[str, set[str]] = {}
        for row in school.pattern:
            if row.kind == "elective":
                self.block_grades.setdefault(row.block or row.slot_id, set()).add(row.grade)
        for block in self.block_grades:
            members = {r.slot_id for r in school.pattern if r.kind == "elective" and (r.block or r.slot_id) == block}
            self.times[block] = tuple(s for s in self.slots if s in members)

    def weekday(self, time: str) -> int:
        """The weekday of a slot or block."""
        return self.slots[self.times[time][0]].weekday

    def mask(self, time: str) -> int:
        """The slots of a time as bits."""
        return sum(self.bit[s] for s in self.times[time])

    def stay(self, class_id: str, weekday: int) -> list[str]:
        """Students of a class who stay on a weekday."""
        return [s.student_id for s in self.school.students if s.class_id == class_id and weekday in s.weekdays]

    @cached_property
    def attended(self) -> dict[str, list[str]]:
        """The blocks that each student attends."""
        return {
            s.student_id: [
                block
                for block, grades in self.block_grades.items()
                if self.classes[s.class_id].grade in grades
                and self.weekday(block) in s.weekdays
                and (not s.blocks or block in s.blocks)
            ]
            for s in self.school.students
        }

    def ranks(self, student_id: str, block: str | None) -> dict[str, int]:
        """The list that serves a block: its own, else the blank one."""
        own = {c.activity_id: c.rank for c in self.school.choices if c.student_id == student_id and c.block == block}
        return own if own or block is None else self.ranks(student_id, None)

    def nothing_twice(self, student_id: str) -> bool:
        """Whether the blank list serves a block that the student attends."""
        lists = {c.block for c in self.school.choices if c.student_id == student_id}
        return None in lists and any(block not in lists for block in self.attended[student_id])

    def wanted(self) -> list[tuple[str, str, str]]:
        """(kind, class, slot) of every homework and strand session that there should be."""
        return [
            (kind, c.class_id, slot.slot_id)
            for c in self.school.classes
            for slot in self.school.slots
            if (kind := self.doing.get((c.grade, slot.slot_id))) in ("homework", "strand")
            and self.stay(c.class_id, slot.weekday)
        ]

    def may_attend(self, offer: Offer) -> list[str]:
        """Students who could be in a club's or a tutoring's session."""
        activity = self.activities[offer.activity]
        found: list[str] = []
        for student in self.school.students:
            grade = self.classes[student.class_id].grade
            if (activity.grades and grade not in activity.grades) or offer.class_id not in ("", student.class_id):
                continue
            if activity.kind == "tutoring":
                named = any(
                    (r.student_id, r.activity_id) == (student.student_id, offer.activity) for r in self.school.tutoring
                )
                here = self.doing.get((grade, offer.time)) == "homework"
                if named and here and self.weekday(offer.time) in student.weekdays:
                    found.append(student.student_id)
            elif offer.time in self.attended[student.student_id] and (
                activity.fallback or offer.activity in self.ranks(student.student_id, offer.time)
            ):
                found.append(student.student_id)
        return found

    @cached_property
    def offers(self) -> list[Offer]:
        """Everything that could be held."""
        found: list[Offer] = []
        for kind, class_id, slot in self.wanted():
            grade = self.classes[class_id].grade
            for a in self.activities.values():
                if a.kind == kind and (not a.grades or grade in a.grades) and (not a.blocks or slot in a.blocks):
                    found.append(Offer(a.activity_id, slot, class_id, 1))
        for a in self.activities.values():
            times = list(self.block_grades) if a.kind == "club" else list(self.slots) if a.kind == "tutoring" else []
            groups = [c.class_id for c in self.school.classes] if a.scope == "class" else [""]
            for time in times:
                if a.blocks and time not in a.blocks:
                    continue
                for class_id in groups:
                    offer = Offer(a.activity_id, time, class_id, a.max_sections)
                    most = min(a.max_sections, len(self.may_attend(offer)) // max(1, a.min_size))
                    if most:
                        found.append(Offer(a.activity_id, time, class_id, most))
        return found

    @cached_property
    def days(self) -> list[tuple[date, int]]:
        """Open dates with the weekday whose timetable runs. The terms of these tests touch no official holiday."""
        rows = {row.date: row for row in self.school.calendar}
        found: list[tuple[date, int]] = []
        day = self.school.term.start
        while day <= self.school.term.end:
            row = rows.get(day)
            if row.open if row else day.isoweekday() <= 5:
                found.append((day, (row.weekday if row else None) or day.isoweekday()))
            day += timedelta(days=1)
        return found
