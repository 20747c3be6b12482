"""A school as a workbook: a sheet for each table, and a sheet ``school`` with columns ``key`` and ``value``."""

import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Collection, Iterable, Sequence
from datetime import date, time
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.exceptions import InvalidFileException

from models.school import TABLES, School
from models.titles import TABLE_TITLES, heading, settings_keys
from scheduler.files import cells, names
from scheduler.files.merged import filled, merged_ranges
from scheduler.files.source import HEADER_ROWS, Entry, Source, read_grid, table_by_headings
from scheduler.files.texts import Unreadable, read_bytes
from scheduler.messages import Lang

KEY_HEADINGS = {"en": ("key", "value"), "zh": ("项目", "值")}
#: What a workbook unpacks to, at most.
MOST_UNPACKED = 500_000_000
#: What a spreadsheet can hold in one sheet.
MOST_ROWS = 1_048_576
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
_FIRST_DAY = date(1901, 1, 1)
# openpyxl meets a broken file wherever its XML or its zip leads it, with the error of that place.
_BROKEN = (
    InvalidFileException, zipfile.BadZipFile, zlib.error, struct.error, LookupError, ValueError, TypeError,
    AttributeError, EOFError, OSError, RuntimeError, ArithmeticError, SyntaxError, AssertionError, MemoryError,
)  # fmt: skip
_FORMULA = re.compile(rb"<(\w+:)?f[ >/]")
#: What openpyxl says of a number that is no date, in a cell of dates.
_NO_DATE = re.compile(r"Cell ([A-Z]+[0-9]+) is marked as a date but the serial value ([0-9]+(?:\.0*)?) is outside")

Rows = list[tuple[object, ...]]


def read_workbook(path: Path) -> Source:
    """Everything that the workbook holds. Formulas count as the values that the spreadsheet kept for them."""
    source = Source(cells.shown(path.name))
    try:
        data = read_bytes(path)
        found = sheets(data)
        merged = merged_ranges(data)
    except Unreadable as error:
        source.problem(source.settings_label, error.key)
        source.settings_whole = False
        return source
    there = {names.table_of(title) for title, _ in found}
    for title, rows in found:
        # A cell that is merged down a column is the same for each of its rows; one merged across is a title.
        _take(source, title, filled(rows, [box for box in merged.get(title, ()) if box[0] == box[2]]), there)
    if not source.settings_read:
        source.settings_whole = False
        source.problem(source.settings_label, "files.no_settings_sheet")
    return source


def sheets(data: bytes) -> list[tuple[str, Rows]]:
    """Each sheet's title and its rows; raises :class:`Unreadable`."""
    if data.startswith(_OLD_OR_LOCKED):
        raise Unreadable("files.old_or_locked")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > MOST_UNPACKED:
                raise Unreadable("files.too_large")
            parts = [n for n in archive.namelist() if n.startswith("xl/worksheets/") and n.endswith(".xml")]
            formulas = any(_FORMULA.search(archive.read(name)) for name in parts)
        values = _grids(data, data_only=True)
        texts = _grids(data, data_only=False) if formulas else values
    except _BROKEN as error:
        raise Unreadable("files.not_workbook") from error
    return [(title, _with_lost(rows, shown)) for (title, rows), (_, shown) in zip(values, texts, strict=True)]


def _grids(data: bytes, *, data_only: bool) -> list[tuple[str, Rows]]:
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=data_only)
        found: list[tuple[str, Rows]] = []
        for sheet in book.worksheets:
            # Some programs write a wrong size into the sheet; without it openpyxl reads what is there.
            sheet.reset_dimensions()
            wanted = not names.is_ignored_sheet(sheet.title)
            # A damaged row number would have openpyxl fill in blank rows without end.
            rows = islice(sheet.iter_rows(values_only=True), MOST_ROWS + 1 if wanted else 0)
            said.clear()
            taken: Rows = list(rows)
            found.append((sheet.title, _with_numbers(taken, [str(one.message) for one in said])))
            if len(found[-1][1]) > MOST_ROWS:
                raise Unreadable("files.too_large")
        book.close()
    return found


def _with_numbers(rows: Rows, said: Iterable[str]) -> Rows:
    """The rows with the numbers that were typed into cells of dates and are none, of which openpyxl makes errors and only says so."""
    for one in filter(None, map(_NO_DATE.match, said)):
        number, place = coordinate_to_tuple(one[1])
        if number <= len(rows) and place <= len(rows[number - 1]):
            row = list(rows[number - 1])
            row[place - 1] = int(float(one[2]))
            rows[number - 1] = tuple(row)
    return rows


def _with_lost(values: Rows, texts: Rows) -> Rows:
    """The rows with a mark in every cell that has a formula but no value."""
    if values is texts:
        return values
    mark = cells.LostFormula()
    pairs = zip_longest(values, texts, fillvalue=())
    return [
        tuple(mark if value is None and text is not None else value for value, text in zip_longest(row, shown))
        for row, shown in pairs
    ]


def _take(source: Source, title: str, rows: Sequence[Sequence[object]], there: Collection[str | None]) -> None:
    """Takes a sheet; ``there`` are the tables that sheets are named for."""
    if names.is_ignored_sheet(title):
        return
    label = cells.shown(title)
    table = names.table_of(title)
    if table is None and all(cells.clean(cell) is None for row in rows for cell in row):
        return  # the blank sheets that a new workbook comes with
    if table is None and names.copy_of(title):
        source.problem(label, "files.sheet_copied", sheet=names.copied(title))
        source.strangers = True
    elif table is None:
        known = TABLE_TITLES.values() if re.search(r"[^\x00-\x7f]", title) else TABLE_TITLES
        near = names.nearest(title, [one for one in known if names.table_of(one) not in there], names.LIKE)
        if not near and (own := table_by_headings(rows, there)):
            source.problem(label, "files.unknown_sheet_meant", table=own)
        else:
            source.problem(label, "files.unknown_sheet", found=title, nearest=near)
        source.strangers = True
    elif table == "school":
        _settings(source, label, rows)
    else:
        source.add_sheet(read_grid(source, table, label, rows))


def _settings(source: Source, label: str, rows: Sequence[Sequence[object]]) -> None:
    if source.settings_read:
        source.problem(label, "files.table_twice", other=source.settings_label)
        source.settings_whole = False
        return
    source.settings_label = label
    source.settings_read = True
    known = {names.loose(name) for pair in KEY_HEADINGS.values() for name in pair}
    head = next((i for i, row in enumerate(rows[:HEADER_ROWS]) if _is_head(row, known)), None)
    columns = (0, 1) if head is None else _pair(rows[head])
    for number, row in enumerate(rows[(head if head is not None else -1) + 1 :], (head or 0) + (head is not None) + 1):
        key, value = (cells.clean(row[c]) if c < len(row) else None for c in columns)
        if key is not None:
            source.settings.append(Entry(str(key), value, number))
        elif value is not None:
            source.problem(label, "files.no_key", row=number, found=value)
            source.settings_whole = False


def _is_head(row: Sequence[object], known: set[str]) -> bool:
    return sum(names.loose(cell) in known for cell in row if isinstance(cell, str)) >= 2


def _pair(header: Sequence[object]) -> tuple[int, int]:
    titles = [names.loose(cell) if cell is not None else "" for cell in header]
    first, second = ([names.loose(pair[k]) for pair in KEY_HEADINGS.values()] for k in (0, 1))
    key = next((i for i, title in enumerate(titles) if title in first), 0)
    return key, next((i for i, title in enumerate(titles) if title in second), key + 1)


def write_workbook(school: School, path: Path, lang: Lang) -> None:
    """Writes the school into a new workbook: the settings, and a sheet for each table that has rows."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(sheet_title("school", lang))
    sheet.append(KEY_HEADINGS[lang])
    for key, value in settings_rows(school, lang):
        sheet.append([key, safe_cell(sheet, value)])
    for table, row_type in TABLES.items():
        rows = getattr(school, table)
        if rows:
            sheet = book.create_sheet(sheet_title(table, lang))
            sheet.append([heading(row_type, name) if lang == "zh" else name for name in row_type.model_fields])
            for row in rows:
                values = (cells.native(getattr(row, name), lang) for name in row_type.model_fields)
                sheet.append([safe_cell(sheet, value) for value in values])
    save_book(book, path)


def save_book(book: Workbook, path: Path) -> None:
    """Write a workbook in one go: a full disk is then met here, not by what openpyxl leaves behind."""
    whole = io.BytesIO()
    book.save(whole)
    path.write_bytes(whole.getvalue())


def sheet_title(table: str, lang: Lang) -> str:
    """The name of a table's sheet."""
    return TABLE_TITLES[table] if lang == "zh" else table


def settings_rows(school: School, lang: Lang) -> Iterable[tuple[str, object]]:
    """Each dotted key with its native value."""
    for key in settings_keys():
        part, _, name = key.rpartition(".")
        yield key, cells.native(getattr(getattr(school, part) if part else school, name), lang)


def safe_cell(sheet: Any, value: object) -> Any:
    """A cell that holds the value itself: text is never a formula, an id never a number, no date out of range."""
    if isinstance(value, date) and value < _FIRST_DAY:
        value = value.isoformat()
    if not isinstance(value, str | date | time):
        return value
    content: Any = value
    cell = WriteOnlyCell(sheet, content)
    if isinstance(value, str):
        if len(value) > cells.LONGEST:
            raise ValueError("a cell holds at most 32,767 characters")
        cell.data_type = "s"
        cell.number_format = "@"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    else:
        cell.number_format = "hh:mm"
    return cell
