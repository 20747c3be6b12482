"""A plan's folder: written as a whole, read back from the tables that people see and edit."""

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date, time
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, cast, get_args, get_origin

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from models.plan import PLAN_TABLES, Plan, Run
from models.row import Clock, Day, Frozen, Id, Ids, Int, Text
from models.school import School
from scheduler.errors import InputFault, InputProblem, OutputRefused
from scheduler.files import atomic
from scheduler.files.cells import guard
from scheduler.files.load import load_school
from scheduler.files.records import Records
from scheduler.seals import sealed_json, untouched_json

LEDGER_FILE = "changes.csv"
PAST_FILE = "past.json"
PLAN_FILES = (*(f"{table}.csv" for table in PLAN_TABLES), "plan.json", "instance.json")
_MAY_BE_REPLACED = (*PLAN_FILES, PAST_FILE)
A_PLAN_HAS = ("plan.json", "sessions.csv")
A_SCHOOL_HAS = ("school.toml", "students.csv")
_DECIDED = tuple(table for table in PLAN_TABLES if table not in ("gaps", "scores"))
_FREE_TEXT = {"where", "reason"}

Cell = str | int | None


def check_output(out: Path, *, force: bool = False, rerun: bool = False) -> None:
    """Raise :class:`OutputRefused` unless a plan could be written to ``out``; for use before the search.

    A plan with a ledger beside it is not replaced: what was arranged for its dates would be lost. Nor is one that
    remembers a past, unless a ``rerun`` looks for itself whether it knows the same.
    """
    if not force and any((out / name).is_file() for name in A_SCHOOL_HAS):
        raise OutputRefused("plans.school_here", str(out))
    if not force and (out / LEDGER_FILE).is_file():
        raise OutputRefused("plans.has_ledger", str(out))
    if not force and not rerun and (out / PAST_FILE).is_file():
        raise OutputRefused("plans.has_past", str(out))
    atomic.check_output(out, _MAY_BE_REPLACED, A_PLAN_HAS, force=force)


def save_plan(
    plan: Plan, school: School, out: Path, *, force: bool = False, beside: Mapping[str, bytes] | None = None
) -> None:
    """Write the plan's folder, with the school it was made for and the files ``beside`` it, in one step.

    An earlier plan in ``out`` is replaced as a whole or not at all; with ``force`` anything is. Raises
    :class:`OutputRefused`.
    """
    plan = sorted_plan(plan)
    files = {f"{table}.csv": _table(plan, table) for table in PLAN_TABLES}
    files["plan.json"] = (sealed_json(plan.model_dump_json(indent=1)) + "\n").encode("utf-8")
    files["instance.json"] = _json(school)
    files |= beside or {}
    atomic.replace_folder(out, files, _MAY_BE_REPLACED, A_PLAN_HAS, force=force)


def sorted_plan(plan: Plan) -> Plan:
    """The plan with every table in the one order in which it is written; scores keep the order of the goals."""
    tables: dict[str, object] = {}
    for table in PLAN_TABLES:
        rows: Sequence[Frozen] = getattr(plan, table)
        tables[table] = tuple(rows if table == "scores" else sorted(rows, key=_order))
    return plan.model_copy(update=tables)


def plan_digest(plan: Plan) -> str:
    """A fingerprint of what a plan decides: the same for the same tables, whenever and however they were made.

    Gaps and scores follow from these and do not count.
    """
    ordered = sorted_plan(plan)
    tables = {table: [row.model_dump(mode="json") for row in getattr(ordered, table)] for table in _DECIDED}
    return hashlib.sha256(json.dumps(tables, ensure_ascii=False, sort_keys=True).encode("utf-8")).hexdigest()


def load_plan(folder: Path) -> Plan:
    """The plan of a folder: its tables from the CSV files, how it was made from ``plan.json``.

    Raises :class:`InputFault` with every fault of every file.
    """
    reader = _Reader(folder)
    tables: dict[str, Any] = {table: reader.table(table) for table in PLAN_TABLES}
    run = reader.run()
    if reader.problems or run is None:
        raise InputFault(reader.problems)
    return Plan(run=run, **tables)


def load_run(folder: Path) -> Run:
    """How the plan of a folder was made, and the line that led to it. Raises :class:`InputFault`."""
    reader = _Reader(folder)
    run = reader.run()
    if run is None:
        raise InputFault(reader.problems)
    return run


def statuses_of(folder: Path) -> dict[str, str]:
    """What ``scores.csv`` says in its last column, by goal; a plan itself does not hold it, since it follows from the others."""
    rows = Records(folder).rows("scores.csv", columns_of("scores"))
    return {cells["goal"]: cells["status"] for _, cells in rows}


def record_untouched(folder: Path) -> bool | None:
    """Whether ``plan.json`` is as the program wrote it; None where it has no seal to tell by, or cannot be read."""
    record = read_record(folder)
    return None if record is None else untouched_json(record)


def tables_untouched(plan: Plan, folder: Path) -> bool:
    """Whether the tables, as read, are the sealed ones, so that whatever was changed in ``plan.json`` stands there alone."""
    record = read_record(folder)
    if record is None:
        return False
    tables = json.loads(sorted_plan(plan).model_dump_json(include=set(PLAN_TABLES)))
    return untouched_json(record | tables) is True


def read_record(folder: Path) -> dict[str, Any] | None:
    """What ``plan.json`` holds, as it stands there; None where it cannot be read, or is no object."""
    try:
        found: Any = json.loads((folder / "plan.json").read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return cast("dict[str, Any]", found) if isinstance(found, dict) else None


def load_instance_of(folder: Path) -> School:
    """The school that a plan's folder was made for. Raises :class:`InputFault`."""
    path = folder / "instance.json"
    if not path.is_file():
        raise InputFault([InputProblem(f"{folder.resolve().name}/{path.name}", None, None, "", "plans.file_missing")])
    return load_school(path)


def csv_bytes(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """A CSV file as spreadsheets like it: byte order mark, ``\\r\\n``, no text cell that they take for a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_neutral(heading) for heading in headings])
    writer.writerows([_neutral(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _neutral(cell: Cell) -> str | int:
    if isinstance(cell, str):
        return guard(cell)
    return "" if cell is None else cell


def _json(data: Frozen) -> bytes:
    return (data.model_dump_json(indent=1) + "\n").encode("utf-8")


def columns_of(table: str) -> list[str]:
    """The headings of a plan's table."""
    fields = list(PLAN_TABLES[table].model_fields)
    return [*fields, "status"] if table == "scores" else fields


def _order(row: Frozen) -> list[tuple[bool, Any]]:
    cells = [getattr(row, name) for name in type(row).model_fields]
    return [(cell is not None, "" if cell is None else cell) for cell in cells]


def _table(plan: Plan, table: str) -> bytes:
    columns = columns_of(table)
    return csv_bytes(columns, [[as_cell(getattr(row, name)) for name in columns] for row in getattr(plan, table)])


def as_cell(value: object) -> Cell:
    """A value as a plan's tables have it."""
    match value:
        case tuple():
            return ";".join(cast("tuple[str, ...]", value))
        case time():
            return value.strftime("%H:%M")
        case date():
            return value.isoformat()
        case int() | None:
            return value
        case _:
            return str(value)


# -- reading back ------------------------------------------------------------------------------------------


class _Reader(Records):
    """Reads a plan's folder."""

    def run(self) -> Run | None:
        try:
            data: Any = json.loads((self.folder / "plan.json").read_bytes())
            return Run.model_validate(data["run"])
        except FileNotFoundError:
            self.fault("plan.json", "file_missing")
        except (ValueError, KeyError, TypeError, RecursionError):
            self.fault("plan.json", "no_run")
        return None

    def table(self, table: str) -> tuple[Frozen, ...]:
        rows = (self._row(table, number, cells) for number, cells in self.rows(f"{table}.csv", columns_of(table)))
        return tuple(row for row in rows if row)

    def _row(self, table: str, number: int, cells: dict[str, str]) -> Frozen | None:
        model, values = PLAN_TABLES[table], dict[str, Any]()
        known = len(self.problems)
        for column, field in model.model_fields.items():
            kind, optional = _kind(field)
            if not cells[column] and (optional or kind == "ids" or column in _FREE_TEXT):
                values[column] = None if optional else () if kind == "ids" else ""
                continue
            try:
                values[column] = _adapter(model, column).validate_python(cells[column])
            except ValidationError:
                choices = ", ".join(get_args(_parts(field.annotation)[0])) if kind == "choice" else ""
                self.fault(f"{table}.csv", f"want_{kind}", number, column, cells[column], choices)
        return model.model_validate(values) if len(self.problems) == known else None


def _parts(annotation: Any) -> tuple[Any, bool]:
    """The type of a field without None, and whether it may be None."""
    if get_origin(annotation) in (Union, UnionType):
        kinds = [kind for kind in get_args(annotation) if kind is not type(None)]
        return kinds[0], True
    return annotation, False


def _kind(field: FieldInfo) -> tuple[str, bool]:
    annotation, optional = _parts(field.annotation)
    if get_origin(annotation) is Literal:
        return "choice", optional
    if get_origin(annotation) is tuple:
        return "ids", optional
    return {int: "int", date: "date", time: "time"}.get(annotation, "id"), optional


@cache
def _adapter(model: type[Frozen], column: str) -> TypeAdapter[Any]:
    """What reads a cell as people write it: the cell types of the input, over the plan's plainer ones."""
    field = model.model_fields[column]
    kind, _ = _kind(field)
    if kind == "choice":
        return TypeAdapter(_parts(field.annotation)[0])
    if column in _FREE_TEXT:
        return TypeAdapter(Text)
    types: dict[str, Any] = {"int": Int, "date": Day, "time": Clock, "ids": Ids, "id": Id}
    return TypeAdapter(types[kind])
