"""A roster merged into the school's: new people, what changed, who is missing; nobody is removed unasked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from models.people import Student
from models.row import Row
from models.school import School
from scheduler.imports.roster import KINDS, Roster, Said
from scheduler.spelling import tidy

#: The tables whose rows are about a person alone and go when the person goes, with the column that names them.
FOLLOWERS: dict[str, dict[str, str]] = {
    "students": {"choices": "student_id", "tutoring": "student_id", "pin_placements": "student_id"},
    "teachers": {
        "teaching": "teacher_id",
        "childcare": "teacher_id",
        "duty_staff": "staff_id",
        "leave": "person_id",
        "pin_duties": "staff_id",
    },
}
#: Checks a row's cells against its table: gives the row, or None and a fault.
Validate = Callable[[Said, Mapping[str, object]], Row | None]


@dataclass(frozen=True)
class PersonChange:
    """A person who is new (``old`` is None) or differs: the columns with the old and the new row."""

    id: str
    old: Row | None
    new: Row
    columns: tuple[str, ...]
    label: str
    row: int


def people_of(row: Row) -> set[str]:
    """Whom a row of any table is about."""
    names = ("student_id", "teacher_id", "staff_id", "person_id", "leader_id", "head_teacher")
    return {str(value) for name in names if (value := getattr(row, name, None)) is not None}


@dataclass(frozen=True)
class MergedRoster:
    """The tables after the import, what changed, and the ids of those who are not in the file.

    ``removed`` counts the rows that went from each table.
    """

    tables: dict[str, tuple[Row, ...]]
    changes: tuple[PersonChange, ...]
    unchanged: int
    missing: tuple[str, ...]
    removed: dict[str, int] = field(default_factory=dict[str, int])


def merge_roster(
    kind: str, roster: Roster, school: School, validate: Validate, *, remove: Callable[[], bool]
) -> MergedRoster:
    """The school's people with the roster's among them.

    ``remove`` is asked, once all rows are read, whether those who are missing go; of students only those of classes
    that the file holds count as missing.
    """
    id_column = KINDS[kind][1]
    old = cast("tuple[Row, ...]", getattr(school, kind))
    changes: list[PersonChange] = []
    unchanged = 0
    for said in roster.said:
        base = _given(said.known) if said.known is not None else {}
        new = validate(said, base | dict(said.cells))
        if new is None:
            continue
        columns = tuple(c for c, value in new if said.known is None or value != getattr(said.known, c))
        if columns:
            changes.append(PersonChange(said.id, said.known, new, columns, said.label, said.row))
        else:
            unchanged += 1
    by_id = {tidy(one.id): one.new for one in changes if one.old is not None}
    rows = [by_id.get(tidy(getattr(row, id_column)), row) for row in old]
    rows += [one.new for one in changes if one.old is None]
    missing = _missing(roster, rows, old, id_column)
    tables: dict[str, tuple[Row, ...]] = {kind: tuple(rows)}
    removed: dict[str, int] = {}
    if missing and remove():
        gone = set(missing)
        columns_of = {kind: id_column} | FOLLOWERS[kind]
        for table, column in columns_of.items():
            before = cast("Sequence[Row]", tables.get(table, getattr(school, table)))
            tables[table] = tuple(row for row in before if getattr(row, column) not in gone)
            removed[table] = len(before) - len(tables[table])
    return MergedRoster(tables, tuple(changes), unchanged, missing, {t: n for t, n in removed.items() if n})


def _given(row: Row) -> dict[str, object]:
    return {name: value for name, value in row if value is not None}


def _missing(roster: Roster, rows: list[Row], old: tuple[Row, ...], id_column: str) -> tuple[str, ...]:
    seen = [row for row in rows if tidy(getattr(row, id_column)) in roster.seen]
    classes = {row.class_id for row in seen if isinstance(row, Student)}
    return tuple(
        str(getattr(row, id_column))
        for row in old
        if tidy(getattr(row, id_column)) not in roster.seen
        and (not isinstance(row, Student) or row.class_id in classes)
    )


def drop_outdated(school: School, choices: Sequence[tuple[str, str | None]]) -> School:
    """The school without the lists of these students and blocks."""
    gone = set(choices)
    return school.replaced(choices=tuple(row for row in school.choices if (row.student_id, row.block) not in gone))
