"""A plan's folder: written as a whole, read back from the tables that people see and edit."""

import csv
import io
import json
import re
from collections.abc import Sequence
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
from scheduler.errors import InputFault, InputProblem
from scheduler.files import atomic

PLAN_FILES = (*(f"{table}.csv" for table in PLAN_TABLES), "plan.json", "instance.json")
_A_PLAN_HAS = ("plan.json", "sessions.csv")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_NEUTRAL = re.compile(r"'+[=+\-@\t\r]")
_FREE_TEXT = {"where", "reason"}

Cell = str | int | None


def check_output(out: Path, *, force: bool = False) -> None:
    """Raise :class:`OutputRefused` unless a plan could be written to ``out``; for use before the search."""
    atomic.check_output(out, PLAN_FILES, _A_PLAN_HAS, force=force)


def save_plan(plan: Plan, school: School, out: Path, *, force: bool = False) -> None:
    """Write the plan's folder, with the school it was made for, in one step.

    An earlier plan in ``out`` is replaced as a whole or not at all; with ``force`` anything is. Raises
    :class:`OutputRefused`.
    """
    plan = sorted_plan(plan)
    files = {f"{table}.csv": _table(plan, table) for table in PLAN_TABLES}
    files["plan.json"] = _json(plan)
    files["instance.json"] = _json(school)
    atomic.replace_folder(out, files, _A_PLAN_HAS, force=force)


def sorted_plan(plan: Plan) -> Plan:
    """The plan with every table in the one order in which it is written; scores keep the order of the goals."""
    tables: dict[str, object] = {}
    for table in PLAN_TABLES:
        rows: Sequence[Frozen] = getattr(plan, table)
        tables[table] = tuple(rows if table == "scores" else sorted(rows, key=_order))
    return plan.model_copy(update=tables)


def load_plan(folder: Path) -> Plan:
    """The plan of a folder: its tables from the CSV files, how it was made from ``plan.json``.

    Raises :class:`InputFault` with every fault of every file.
    """
    problems: list[InputProblem] = []
    tables: dict[str, Any] = {table: _load_table(folder, table, problems) for table in PLAN_TABLES}
    run = _load_run(folder / "plan.json", problems)
    if problems or run is None:
        raise InputFault(problems)
    return Plan(run=run, **tables)


def load_instance_of(folder: Path) -> School:
    """The school that a plan's folder was made for. Raises :class:`InputFault`."""
    from scheduler.files import load_school

    path = folder / "instance.json"
    if not path.is_file():
        raise InputFault([InputProblem(path.name, None, None, "", "plans.file_missing")])
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
        return f"'{cell}" if _FORMULA.match(cell) else cell
    return "" if cell is None else cell


def _json(data: Frozen) -> bytes:
    return (data.model_dump_json(indent=1) + "\n").encode("utf-8")


def _columns(table: str) -> list[str]:
    fields = list(PLAN_TABLES[table].model_fields)
    return [*fields, "status"] if table == "scores" else fields


def _order(row: Frozen) -> list[tuple[bool, Any]]:
    cells = [getattr(row, name) for name in type(row).model_fields]
    return [(cell is not None, "" if cell is None else cell) for cell in cells]


def _table(plan: Plan, table: str) -> bytes:
    columns = _columns(table)
    return csv_bytes(columns, [[_cell(getattr(row, name)) for name in columns] for row in getattr(plan, table)])


def _cell(value: object) -> Cell:
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


def _load_run(path: Path, problems: list[InputProblem]) -> Run | None:
    try:
        data: Any = json.loads(path.read_bytes())
        return Run.model_validate(data["run"])
    except FileNotFoundError:
        problems.append(InputProblem(path.name, None, None, "", "plans.file_missing"))
    except (ValueError, KeyError, TypeError):
        problems.append(InputProblem(path.name, None, None, "", "plans.no_run"))
    return None


def _load_table(folder: Path, table: str, problems: list[InputProblem]) -> tuple[Frozen, ...]:
    name = f"{table}.csv"
    try:
        content = (folder / name).read_bytes()
    except FileNotFoundError:
        problems.append(InputProblem(name, None, None, "", "plans.file_missing"))
        return ()
    records = _records(name, content, problems)
    headings = [cell.strip() for cell in records[0]] if records else []
    known = len(problems)
    for column in _columns(table):
        if headings.count(column) != 1:
            problems.append(InputProblem(name, 1, column, "", "plans.column_once"))
    for heading in headings:
        if heading not in _columns(table):
            problems.append(InputProblem(name, 1, heading, heading, "plans.column_known"))
    if len(problems) > known:
        return ()
    found: list[Frozen] = []
    for number, record in enumerate(records[1:], start=2):
        if any(cell.strip() for cell in record):
            row = _load_row(table, number, headings, record, problems)
            found += [row] if row else []
    return tuple(found)


def _records(name: str, content: bytes, problems: list[InputProblem]) -> list[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return list(csv.reader(io.StringIO(content.decode(encoding), newline=""), strict=True))
        except UnicodeDecodeError:
            continue
        except csv.Error:
            break
    problems.append(InputProblem(name, None, None, "", "plans.not_csv"))
    return []


def _load_row(
    table: str, number: int, headings: list[str], record: list[str], problems: list[InputProblem]
) -> Frozen | None:
    name, model = f"{table}.csv", PLAN_TABLES[table]
    if len(record) > len(headings) and any(cell.strip() for cell in record[len(headings) :]):
        problems.append(InputProblem(name, number, None, "", "plans.too_many_cells"))
        return None
    cells = dict(zip(headings, [*record, *[""] * len(headings)], strict=False))
    values: dict[str, Any] = {}
    known = len(problems)
    for column, field in model.model_fields.items():
        text = cells[column].strip()
        text = text[1:] if _NEUTRAL.match(text) else text
        kind, optional = _kind(field)
        if not text and (optional or kind == "ids" or column in _FREE_TEXT):
            values[column] = None if optional else () if kind == "ids" else ""
            continue
        try:
            values[column] = _adapter(model, column).validate_python(text)
        except ValidationError:
            problems.append(InputProblem(name, number, column, text, *_wanted(kind, field)))
    return model.model_validate(values) if len(problems) == known else None


def _wanted(kind: str, field: FieldInfo) -> tuple[str, dict[str, str | int]]:
    if kind == "choice":
        return "plans.want_choice", {"choices": ", ".join(get_args(field.annotation))}
    return f"plans.want_{kind}", {}


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
    return TypeAdapter({"int": Int, "date": Day, "time": Clock, "ids": Ids, "id": Id}[kind])
