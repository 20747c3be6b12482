"""Importing: what a file of choices, students or teachers would change in an instance, and the change itself."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from models.checks import faults
from models.fault import Fault
from models.row import Row
from models.school import School
from scheduler.errors import InputFault, InputProblem
from scheduler.files import cells
from scheduler.files.change import FileChange, file_changes, put_in_place
from scheduler.files.edits import table_edit
from scheduler.files.grids import read_grids
from scheduler.files.load import assemble, read_source
from scheduler.files.rows import read_rows
from scheduler.files.source import Line, Sheet, Source
from scheduler.imports import renames
from scheduler.imports.choices import Merged, find_block, merge_choices
from scheduler.imports.roster import Roster, Said, read_roster
from scheduler.imports.rosters import MergedRoster, PersonChange, drop_outdated, merge_roster, people_of
from scheduler.imports.sheet import Findings, Grid, Question, short

__all__ = ["Import", "find_block", "look", "read_school", "write"]

Kind = Literal["choices", "students", "teachers"]

#: What must be right in the instance before anything of a kind can be matched with it.
_NEEDED: dict[str, frozenset[str]] = {
    "choices": frozenset(("slots", "pattern", "classes", "activities", "students", "choices")),
    "students": frozenset(("slots", "pattern", "classes", "students")),
    "teachers": frozenset(("teachers",)),
}
#: Rows of a table are told apart by these columns; of those that have none, by everything.
_KEYS: dict[str, tuple[str, ...]] = {
    "students": ("student_id",),
    "teachers": ("teacher_id",),
    "choices": ("student_id", "block", "rank"),
}


@dataclass(frozen=True)
class Import:
    """What a file would change. ``merged`` says it in the terms of its kind; ``outdated`` are lists of choices that no
    longer fit the students' classes or days; ``changes`` are the files, none where nothing differs. ``blocked``: after the change the tables would not fit together, so none can be made.
    ``renamed``: people of the file who would get a name that may be another's; they are left out."""

    kind: Kind
    school: School
    after: School
    merged: Merged | MergedRoster
    findings: Findings
    changes: tuple[FileChange, ...]
    outdated: tuple[tuple[str, str | None], ...] = ()
    blocked: bool = False
    renamed: tuple[PersonChange, ...] = ()

    @property
    def problems(self) -> list[InputProblem]:
        """The faults of the file."""
        return self.findings.problems

    @property
    def lists_dropped(self) -> bool:
        """Whether the lists that are out of date go."""
        return not {(row.student_id, row.block) for row in self.after.choices} & set(self.outdated)

    @property
    def questions(self) -> list[Question]:
        """What only the user can tell."""
        return self.findings.questions


class _Instance:
    """An instance as it lies on the disk: its school, and the file's number of every row."""

    def __init__(self, path: Path, kind: Kind) -> None:
        self.path = path
        self.source = read_source(path)
        self.school = assemble(self.source, check=False)
        self.faults = faults(self.school)
        if self.source.problems or any(fault.table in _NEEDED[kind] for fault in self.faults):
            checked = read_source(path)
            assemble(checked)
            raise InputFault(checked.problems)

    def rows(self, table: str) -> tuple[Sequence[Row], list[int]]:
        """A table's rows with their numbers."""
        sheet = self.source.sheets.get(table)
        return read_rows(Source(""), sheet) if sheet else ((), [])

    def label(self, table: str) -> str:
        """What the user calls a table's file or sheet."""
        sheet = self.source.sheets.get(table)
        return sheet.label if sheet else table + self.source.suffix


def read_school(instance: Path, kind: Kind) -> School:
    """The school that is imported into; faults that have nothing to do with it are let be. Raises InputFault."""
    return _Instance(instance, kind).school


def look(
    kind: Kind,
    file: Path,
    instance: Path,
    *,
    block: str | None = None,
    remove_missing: bool = False,
    drop_lists: bool = False,
    rename: bool = False,
    answers: Mapping[str, str] | None = None,
) -> Import:
    """What the file would change; nothing is written.

    ``block``: of choices that name none. ``remove_missing``: people who are not in a roster go, unless it has a fault.
    ``drop_lists``: lists of choices that a roster puts out of date go. ``rename``: people get the names of a roster even
    where these look like other people's. ``answers``: those to :attr:`Import.questions`.
    Raises :class:`InputFault` where file or instance cannot be read, :class:`OutputRefused` where the instance cannot
    be changed where it lies.
    """
    place = _Instance(instance, kind)
    school = place.school
    grids = [Grid(_label(file, title), title.removesuffix(file.suffix), rows) for title, rows in read_grids(file)]
    findings = Findings(answers=dict(answers or {}))
    if kind == "choices":
        merged = merge_choices(grids, school, block, findings)
        return _made(kind, place, merged, school.replaced(choices=merged.rows), findings)
    roster = read_roster(kind, grids, school, findings)
    renamed = () if rename else _leave_renamed(kind, roster, school, findings)
    may = _may_remove(remove_missing, findings)
    return replace(_merge_roster(kind, place, roster, findings, may, drop_lists=drop_lists), renamed=renamed)


def _leave_renamed(kind: Kind, roster: Roster, school: School, findings: Findings) -> tuple[PersonChange, ...]:
    """Takes out of the roster, with a fault, whoever would get a name that may be another's."""
    merged = merge_roster(kind, roster, school, _validator(kind, Findings()), remove=lambda: False)
    found = renames.doubtful(kind, merged.changes, school)
    renames.report(found, {said.id: said.titles.get("name", "") for said in roster.said}, findings)
    gone = {one.id for one, _ in found}
    roster.said = [said for said in roster.said if said.id not in gone]
    return tuple(one for one, _ in found)


def _merge_roster(
    kind: Kind, place: _Instance, roster: Roster, findings: Findings, may: Callable[[], bool], *, drop_lists: bool
) -> Import:
    """Merges the roster; a person with whom the tables would not fit together any more is left out, with the fault."""
    merged = merge_roster(kind, roster, place.school, _validator(kind, findings), remove=may)
    after = place.school.replaced(**merged.tables)
    new = _new_faults(place, after)
    outdated = _outdated(new, after)
    if drop_lists:
        after = drop_outdated(after, outdated)
        new = _new_faults(place, after)
    origin = {one.id: one for one in merged.changes}
    bad = {person for fault in new if (row := _row_of(fault, after)) for person in people_of(row) & set(origin)}
    if not bad:
        return _made(kind, place, merged, after, findings, outdated)
    own = [fault for fault in new if (row := _row_of(fault, after)) and people_of(row) & bad]
    _report(place, own, after, {one.id: (one.label, one.row) for one in merged.changes}, kind, findings)
    roster.said = [said for said in roster.said if said.id not in bad]
    merged = merge_roster(kind, roster, place.school, _validator(kind, Findings()), remove=may)
    after = place.school.replaced(**merged.tables)
    if drop_lists:
        after = drop_outdated(after, outdated)
    return _made(kind, place, merged, after, findings, outdated)


def _made(
    kind: Kind,
    place: _Instance,
    merged: Merged | MergedRoster,
    after: School,
    findings: Findings,
    outdated: tuple[tuple[str, str | None], ...] = (),
) -> Import:
    """The import with the changes of its files, unless the tables would not fit together any more."""
    new = _new_faults(place, after)
    origin = {one.student_id: (one.label, one.row) for one in merged.lists} if isinstance(merged, Merged) else {}
    _report(place, new, after, origin, kind, findings)
    changes = _changes(place, after) if not new else ()
    return Import(kind, place.school, after, merged, findings, changes, outdated, bool(new))


def _label(file: Path, title: str) -> str:
    name = cells.shown(file.name)
    return name if title == name else f"{name} [{short(title)}]"


def _may_remove(wanted: bool, findings: Findings) -> Callable[[], bool]:
    def may() -> bool:
        if wanted and findings.problems:
            findings.note("imports.nobody_removed")
        return wanted and not findings.problems

    return may


def _validator(kind: Kind, findings: Findings) -> Callable[[Said, Mapping[str, object]], Row | None]:
    def validate(said: Said, values: Mapping[str, object]) -> Row | None:
        source = Source("")
        spoiled = {column: wrong for column, value in said.cells.items() if (wrong := _trouble(value))}
        for column, wrong in spoiled.items():
            source.problem(said.label, wrong, row=said.row, column=column, found=said.cells[column])
        rows, _ = read_rows(source, Sheet(kind, said.label, [Line(said.row, dict(values), frozenset(spoiled))]))
        for problem in source.problems:
            column = said.titles.get(problem.column or "") or problem.column
            args = problem.args | {"in_table": kind}
            findings.problems.append(replace(problem, column=column, args=args))
        return rows[0] if rows else None

    return validate


def _trouble(value: object) -> str | None:
    """The message about a value that no file can give back; None where there is nothing against it."""
    return cells.trouble(";".join(map(str, value)) if isinstance(value, tuple) else value)


def _new_faults(place: _Instance, after: School) -> list[Fault]:
    """The faults of how the tables fit together that were not there before."""
    if after == place.school:
        return []
    known = {(f.table, f.column, f.found, f.wanted) for f in place.faults}
    return [f for f in faults(after) if (f.table, f.column, f.found, f.wanted) not in known]


def _outdated(new: Sequence[Fault], after: School) -> tuple[tuple[str, str | None], ...]:
    rows = [after.choices[f.index] for f in new if f.table == "choices" and f.index is not None]
    return tuple(dict.fromkeys((row.student_id, row.block) for row in rows))


def _row_of(fault: Fault, after: School) -> Row | None:
    return getattr(after, fault.table)[fault.index] if fault.index is not None else None


def _report(
    place: _Instance,
    new: Sequence[Fault],
    after: School,
    origin: Mapping[str, tuple[str, int]],
    kind: Kind,
    findings: Findings,
) -> None:
    """Faults that the school would have after the import, at the row of the file where that is what is wrong."""
    for fault in new:
        row = _row_of(fault, after)
        label, number = place.label(fault.table), None
        person = next((one for one in (people_of(row) if row else ()) if one in origin), None)
        if person is not None and fault.table == kind:
            label, number = origin[person]
        elif row is not None:
            rows, numbers = place.rows(fault.table)
            number = next((n for one, n in zip(rows, numbers, strict=True) if one == row), None)
        args = fault.args | {"in_table": fault.table}
        findings.problems.append(
            InputProblem(label, number, fault.column, cells.shown(fault.found), fault.wanted, args)
        )


def _changes(place: _Instance, after: School) -> tuple[FileChange, ...]:
    edits = []
    for table in ("pin_placements", "tutoring", "pin_duties", "leave", "duty_staff", "childcare", "teaching", "choices", "students", "teachers"):  # fmt: skip
        if getattr(after, table) != getattr(place.school, table):
            rows, numbers = place.rows(table)
            edit = table_edit(table, rows, numbers, getattr(after, table), _key(table))
            edits += [edit] if edit else []
    return tuple(file_changes(place.path, edits, after)) if edits else ()


def _key(table: str) -> Callable[[Row], Hashable]:
    columns = _KEYS.get(table)

    def key(row: Row) -> Hashable:
        return tuple(getattr(row, name) for name in columns or type(row).model_fields)

    return key


def write(found: Import, now: datetime | None = None) -> list[Path]:
    """Put the change in place; gives the copies that are kept of the files as they were.

    Raises :class:`OutputRefused`, with everything as it was.
    """
    return put_in_place(found.changes, now) if found.changes else []
