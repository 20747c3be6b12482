"""Reading a school with every fault at once, and writing it in any of its forms."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from models.checks import faults
from models.checks_base import DEFINED, REPEATED
from models.checks_columns import SWAPPED, UNMATCHED
from models.checks_doubts import doubts
from models.checks_dragged import DRAGGED
from models.checks_gone import GONE, GONE_ONE
from models.checks_ids import EMPTY, NO_ROWS
from models.checks_sorted import MOVED
from models.fault import Fault
from models.row import Row
from models.school import TABLES, School
from scheduler.errors import InputFault, InputProblem, OutputRefused
from scheduler.files import cells, names
from scheduler.files.crossed import uncrossed
from scheduler.files.dates import day_within
from scheduler.files.dragged import undragged
from scheduler.files.folder import read_folder, write_folder
from scheduler.files.headed import headed
from scheduler.files.json_file import json_text, read_json
from scheduler.files.replace import refuse_form, replacing
from scheduler.files.rows import read_rows
from scheduler.files.settings import read_settings
from scheduler.files.shifted import unshifted
from scheduler.files.source import Source
from scheduler.files.texts import Encoding
from scheduler.files.unnamed import told_unnamed, unnamed
from scheduler.messages import Lang
from scheduler.messages.origin import Origin

#: What no plan depends on: a change of it leaves a plan the plan of its school.
_NOT_PLANNED: dict[str, Any] = {"hours": True, "time_off": True, "policy": {"swaps"}}


_OF_A_PLAN = ("plan.json", "instance.json", "sessions.csv")
"""Files that are together in a plan's folder and in no school's."""

#: Faults of whole tables, behind which others cannot be seen.
_HIDE_MORE = frozenset({EMPTY, NO_ROWS, GONE, GONE_ONE, *UNMATCHED, *DRAGGED})


def load_school(path: str | Path) -> School:
    """The school in a folder, a workbook or a JSON file. Raises :class:`InputFault` with every fault at once."""
    return load_with_origin(path)[0]


def load_with_origin(path: str | Path) -> tuple[School, Origin]:
    """The same, with where each row stands in what was read."""
    return load_with_doubts(path)[:2]


def load_with_doubts(path: str | Path) -> tuple[School, Origin, list[InputProblem]]:
    """The same, with what is likely wrong although nothing forbids it."""
    source = read_source(Path(path))
    school, origin = _assembled(source)
    if source.problems:
        more = _partial(source) or any(problem.wanted in _HIDE_MORE for problem in source.problems)
        raise InputFault(_in_order(source), partial=bool(source.sheets and more))
    source.problems = [_placed(source, fault, origin.numbers) for fault in doubts(school)]
    return school, origin, _in_order(source)


def read_source(path: Path) -> Source:
    """What is at the path, in whichever form, before any row is checked."""
    source = Source(cells.shown(path.name or str(path)), settings_whole=False)
    try:
        if path.is_dir():
            if all((path / name).is_file() for name in _OF_A_PLAN) and not (path / "school.toml").exists():
                source.problem(source.settings_label, "files.is_plan", folder=str(path))
                return source
            return read_folder(path)
        if not path.exists():
            source.problem(source.settings_label, "files.not_found")
            return source
    except (OSError, ValueError):
        source.problem(source.settings_label, "files.cannot_read")
        return source
    suffix = path.suffix.casefold()
    if suffix in (".xlsx", ".xlsm"):
        from scheduler.files.workbook import read_workbook  # openpyxl takes tenths of a second to load

        return read_workbook(path)
    if suffix == ".json":
        return read_json(path)
    source.problem(source.settings_label, "files.old_or_locked" if suffix == ".xls" else "files.unknown_form")
    return source


def assemble(source: Source, *, check: bool = True) -> School:
    """The school made of the settings and rows that are valid; the faults of all others go to the source."""
    return _assembled(source, check=check)[0]


def _assembled(source: Source, *, check: bool = True) -> tuple[School, Origin]:
    """The school, and where its rows stand."""
    data = read_settings(source)
    numbers: dict[str, list[int]] = {}
    for sheet in source.sheets.values():
        unshifted(source, sheet)
    for sheet in source.sheets.values():
        headed(source, sheet)
    for sheet in source.sheets.values():
        uncrossed(source, sheet)
    for sheet in source.sheets.values():
        undragged(source, sheet)
    for sheet in source.sheets.values():
        unnamed(source, sheet)
    for table, sheet in source.sheets.items():
        data[table], numbers[table] = read_rows(source, sheet)
    school = School.model_validate(data)
    nothing = not source.settings_read and not source.sheets
    if check and not nothing:
        found = faults(school, _partial(source), _lost_ids(source))
        source.problems += [_placed(source, fault, numbers) for fault in found]
    _forget_swapped(source)
    told_unnamed(source)
    if source.settings_whole:
        source.problems = [_with_year(problem, school) for problem in source.problems]
    labels = {table: sheet.label for table, sheet in source.sheets.items()}
    absent = {table: table + source.suffix for table in TABLES if source.suffix and table not in labels}
    return school, Origin({"school": source.settings_label} | labels | absent, numbers, school)


def _forget_swapped(source: Source) -> None:
    """Takes back that cells are blank in a column that has changed places with one in which blank cells are nothing odd, or that has
    moved up or down."""
    swapped = {
        (problem.file, column)
        for problem in source.problems
        if problem.wanted == SWAPPED
        for column in str(problem.args["differ"]).split(";")
    }
    swapped |= {(problem.file, problem.column or "") for problem in source.problems if problem.wanted in MOVED}
    source.problems = [
        problem
        for problem in source.problems
        if problem.wanted != "files.required" or (problem.file, problem.column) not in swapped
    ]


def _with_year(problem: InputProblem, school: School) -> InputProblem:
    """The fault of a date without its year with the only date of the term that it can be."""
    if problem.wanted != "files.date_no_year":
        return problem
    meant = day_within(problem.found, school.term.start, school.term.end)
    return replace(problem, wanted="files.date_meant", args=problem.args | {"meant": str(meant)}) if meant else problem


def _placed(source: Source, fault: Fault, numbers: Mapping[str, Sequence[int]]) -> InputProblem:
    """A fault of the tables with the place in what was read."""
    sheet = source.sheets.get(fault.table)
    label = sheet.label if sheet else fault.table + source.suffix
    rows = numbers.get(fault.table, [])
    row = rows[fault.index] if fault.index is not None and fault.index < len(rows) else None
    if fault.table == "school":
        label, row = source.settings_label, _setting_row(source, fault.column)
    wanted, args = _earlier(fault, rows, sheet is not None)
    found = "" if fault.wanted == REPEATED else cells.shown(fault.found)  # the sentence says it
    return InputProblem(label, row, fault.column, found, wanted, args)


def _earlier(fault: Fault, rows: Sequence[int], there: bool) -> tuple[str, dict[str, str | int]]:
    """What is wanted; of what another row of the table has a part in also the number of that one; of a table
    without rows whether it is ``there``."""
    key = fault.wanted
    if key == REPEATED:
        key = f"files.repeated_{fault.args['case']}"
    if key == EMPTY and there:
        key = NO_ROWS
    first = {"first": rows[int(fault.args["first"])]} if "first" in fault.args else {}
    return key, fault.args | first


def _setting_row(source: Source, key: str | None) -> int | None:
    known = names.setting_keys()
    return next((e.row for e in source.settings if known.get(names.loose(e.key)) == key), None)


def _partial(source: Source) -> frozenset[str]:
    """The tables of which something was lost, so that no check may conclude from what they lack."""
    lost = {table for table, sheet in source.sheets.items() if not sheet.whole}
    if source.strangers:
        lost |= set(TABLES) - set(source.sheets)
    return frozenset(lost | (set() if source.settings_whole else {"school"}))


def _lost_ids(source: Source) -> dict[tuple[str, str], frozenset[str]]:
    """The ids of rows that could not be read whole, for the columns in which all of these are known."""
    columns = {place for places in DEFINED.values() for place in places}
    found: dict[tuple[str, str], frozenset[str]] = {}
    for table, column in columns:
        sheet = source.sheets.get(table)
        if sheet and not sheet.whole and not sheet.gone and column not in sheet.opaque | sheet.missing:
            found[table, column] = frozenset(sheet.lost.get(column, ()))
    return found


def _in_order(source: Source) -> list[InputProblem]:
    """The faults by file in the order of the tables, then by row."""
    labels = [
        source.settings_label,
        *(source.sheets[t].label if t in source.sheets else t + source.suffix for t in TABLES),
    ]
    order = {label: index for index, label in reversed(list(enumerate(labels)))}
    problems = [_with_heading(source, p) for p in source.problems] if source.suffix == ".csv" else source.problems
    return sorted(problems, key=lambda p: (order.get(p.file, -1), p.row or 0))


def _with_heading(source: Source, problem: InputProblem) -> InputProblem:
    """The same with its column as it stands in the file, which tells the user where to look in a folder."""
    sheet = next((s for s in source.sheets.values() if s.label == problem.file), None)
    heading = sheet.heading(problem.column) if sheet and problem.column else ""
    return replace(problem, args=problem.args | {"heading": heading}) if heading else problem


def save_school(
    school: School, path: str | Path, lang: Lang = "en", *, force: bool = False, encoding: Encoding = "utf-8-sig"
) -> None:
    """Writes the school: a workbook for ``.xlsx``, JSON for ``.json``, else a folder of CSV files in ``encoding``.

    Headings are in ``lang``. Raises :class:`OutputRefused` where something is there already, unless ``force`` is
    given; then it is replaced as a whole once the new one is complete.
    """
    path = Path(path)
    suffix = path.suffix.casefold()
    refuse_form(path)
    if any(len(t) > cells.LONGEST for t in _texts(school)):
        raise OutputRefused("files.cell_too_long", str(path))
    with replacing(path, force=force) as fresh:
        if suffix == ".xlsx":
            from scheduler.files.workbook import write_workbook

            write_workbook(school, fresh, lang)
        elif suffix == ".json":
            fresh.write_text(json_text(school), encoding="utf-8", newline="\n")
        else:
            write_folder(school, fresh, lang, encoding)


def _texts(school: School) -> list[str]:
    return [
        cells.plain(cells.native(value, "en"))
        for table in TABLES
        for row in cast("tuple[Row, ...]", getattr(school, table))
        for _, value in row
        if isinstance(value, str | tuple)
    ]


def school_digest(school: School) -> str:
    """The SHA-256 of what a plan can depend on, in hexadecimal: hours, pay, time off and swaps count for nothing.

    The order of a table's rows does not matter, but for that of one teacher's children: plans number them by it.
    """
    data = cast("dict[str, object]", school.model_dump(mode="json", exclude=_NOT_PLANNED))
    for table in TABLES:
        if table in _NOT_PLANNED:
            continue
        rows = cast("list[Mapping[str, object]]", data[table])
        if table == "childcare":
            data[table] = sorted(rows, key=lambda row: str(row["teacher_id"]))
        else:
            data[table] = sorted(_canonical(row) for row in rows)
    return hashlib.sha256(_canonical(data).encode()).hexdigest()


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
