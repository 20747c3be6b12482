"""Whom a row means: by id, or by class and name; never a guess."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from models.people import Student
from models.school import School
from scheduler.imports.classes import Classes, class_fault
from scheduler.spelling import nearest, person, tidy

Known = TypeVar("Known")


@dataclass(frozen=True)
class Typed:
    """What a row says about a person, as text; blank where it says nothing."""

    id: str = ""
    name: str = ""
    class_: str = ""
    grade: str = ""


@dataclass(frozen=True)
class Match:
    """The student; or the message that says why there is none, with the part of the row that it is about.

    ``several``: students that fit equally well. ``args``: the message's blanks.
    """

    student: Student | None = None
    wanted: str = ""
    part: str = "id"
    near: str = ""
    several: tuple[Student, ...] = ()
    args: dict[str, str | int] = field(default_factory=dict[str, str | int])


def known_id(text: str, known: Mapping[str, Known]) -> Known | None:
    """What is known by an id, also where a spreadsheet took the id for a number: ``26301.0``, ``26,301``, ``2.6301E+04`` or
    a zero before it. None where nothing is known by it, or where digits were lost."""
    plain = tidy(text)
    if plain in known:
        return known[plain]
    number = plain
    if found := re.fullmatch(r"([0-9])\.([0-9]+)e\+?([0-9]{1,2})", plain):
        number = found[1] + found[2] if len(found[2]) == int(found[3]) else ""
    elif re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.0+)?", plain):
        number = plain.replace(",", "")
    number = re.sub(r"\.0+$", "", number)
    if not number.isdecimal():
        return None
    return known.get(number) or known.get(number.lstrip("0"))


class Students:
    """The school's students, to be found by what a row says."""

    def __init__(self, school: School) -> None:
        self._school = school
        self.classes = Classes(school)
        self._ids = {tidy(s.student_id): s for s in school.students}
        self._names: dict[str, list[Student]] = defaultdict(list)
        for student in school.students:
            if student.name:
                self._names[person(student.name)].append(student)

    def knows_id(self, text: str) -> bool:
        """Whether a text is a student's id."""
        return known_id(text, self._ids) is not None

    def find(self, typed: Typed) -> Match:
        """The student of a row."""
        if typed.id:
            return self._by_id(typed)
        if not typed.name:
            return Match(wanted="imports.nobody", part="name")
        return self._by_name(typed)

    def _by_id(self, typed: Typed) -> Match:
        student = known_id(typed.id, self._ids)
        if student is None:
            return Match(wanted="imports.unknown_student", near=nearest(typed.id, self._near_ids(typed.id), 0.6))
        if typed.name and student.name and person(typed.name) != person(student.name):
            return Match(wanted="imports.other_name", part="name")
        if typed.class_ and not typed.name:
            class_id = self.classes.find(typed.class_, typed.grade)
            if class_id is not None and class_id != student.class_id:
                return Match(wanted="imports.other_class", part="class")
        return Match(student)

    def _near_ids(self, text: str) -> list[str]:
        start = tidy(text)[:3]
        return [s.student_id for key, s in self._ids.items() if key.startswith(start)]

    def _by_name(self, typed: Typed) -> Match:
        named = self._names.get(person(typed.name), [])
        if not typed.class_:
            return self._one(named) if named else Match(wanted="imports.unknown_name", part="name")
        class_id = self.classes.find(typed.class_, typed.grade)
        if class_id is None:
            wanted, args = class_fault(self.classes, typed.class_, typed.grade)
            return Match(wanted=wanted, part="class", args=args)
        here = [student for student in named if student.class_id == class_id]
        if here:
            return self._one(here)
        if named:
            return Match(wanted="imports.not_in_class", part="name", near=named[0].class_id if len(named) == 1 else "")
        return Match(wanted="imports.unknown_name", part="name", near=self._near_name(typed.name, class_id))

    def _near_name(self, name: str, class_id: str) -> str:
        """The id of the classmate whose name is most like it: names of children are not said unasked."""
        mates = {s.name: s.student_id for s in self._school.students_of_class.get(class_id, ()) if s.name}
        return mates.get(nearest(name, mates, 0.5), "")

    def _one(self, found: list[Student]) -> Match:
        if len(found) == 1:
            return Match(found[0])
        return Match(wanted="imports.name_fits_several", part="name", several=tuple(found))
