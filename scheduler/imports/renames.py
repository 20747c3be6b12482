"""Names that move from one id to another: what a list looks like whose ids have slipped against its names."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import cast

from models.people import Student, Teacher
from models.school import School
from scheduler.imports.rosters import PersonChange
from scheduler.imports.sheet import Findings
from scheduler.spelling import person


def doubtful(kind: str, changes: Sequence[PersonChange], school: School) -> list[tuple[PersonChange, str]]:
    """The changes that give a person another name where it is likely to be another person's row, each with the id of
    who has that name already (of the same class, or among the teachers), blank where nobody has it.

    A single new name that nobody has is a correction; of several at once nobody can tell. A name that is spelt with other
    spaces or dots, or was not known before, is none of these.
    """
    renamed = [one for one in changes if _is_renamed(one)]
    people = cast("Iterable[Student | Teacher]", getattr(school, kind))
    holders: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in people:
        if row.name:
            holders[_group(row), person(row.name)].append(_id(row))
    found: list[tuple[PersonChange, str]] = []
    for one in renamed:
        old, new = rows_of(one)
        groups = dict.fromkeys((_group(old), _group(new)))
        name = person(new.name)
        others = [id_ for group in groups for id_ in holders[group, name] if id_ != one.id]
        if others or len(renamed) > 1:
            found.append((one, others[0] if others else ""))
    return found


def report(found: Sequence[tuple[PersonChange, str]], titles: dict[str, str], findings: Findings) -> None:
    """A fault for each of them at its row; ``titles``: the headings of the names as typed, by person."""
    for one, other in found:
        wanted = "imports.name_of_other" if other else "imports.names_moved"
        typed = rows_of(one)[1].name or ""
        findings.problem(one.label, one.row, titles.get(one.id) or "name", typed, wanted, id=one.id, other=other)


def rows_of(change: PersonChange) -> tuple[Student | Teacher, Student | Teacher]:
    """The rows before and after of somebody who was there before."""
    return cast("Student | Teacher", change.old), cast("Student | Teacher", change.new)


def _is_renamed(one: PersonChange) -> bool:
    if one.old is None or "name" not in one.columns:
        return False
    old, new = rows_of(one)
    return bool(old.name and new.name) and person(old.name) != person(new.name)


def _group(row: Student | Teacher) -> str:
    return row.class_id if isinstance(row, Student) else ""


def _id(row: Student | Teacher) -> str:
    return row.student_id if isinstance(row, Student) else row.teacher_id
