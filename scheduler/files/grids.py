"""Any table that people send, as it is: the sheets of a workbook or the one of a CSV file, before any column is known."""

import io
import zipfile
from pathlib import Path

from openpyxl.utils import range_boundaries

from scheduler.errors import InputFault, InputProblem
from scheduler.files import cells
from scheduler.files.folder import BadCsv, parse_csv
from scheduler.files.parts import sheet_parts
from scheduler.files.parts import spots as spots_of
from scheduler.files.texts import Unreadable, decode, read_bytes
from scheduler.files.workbook import Rows, sheets

Grid = tuple[str, list[list[object]]]

#: A merged range of more cells than this is a format of whole columns, not a cell.
_MOST_MERGED = 20_000


def read_grids(path: Path) -> list[Grid]:
    """The title and the rows of each sheet; a CSV file is one sheet with the file's name.

    Cells are without outer spaces, None where blank; every cell of a merged range holds the value of its first.
    Raises :class:`InputFault`.
    """
    label = cells.shown(path.name)
    try:
        data = read_bytes(path)
        if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
            return [(title, _unmerged(rows, merged)) for title, rows, merged in _workbook(data)]
        rows = parse_csv(decode(data))
    except Unreadable as error:
        raise InputFault([InputProblem(label, None, None, "", error.key)]) from error
    except BadCsv as error:
        raise InputFault([InputProblem(label, error.row, None, "", "files.bad_csv")]) from error
    return [(label, [[cells.clean(cell) for cell in row] for row in rows])]


def _workbook(data: bytes) -> list[tuple[str, Rows, list[str]]]:
    found = sheets(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = sheet_parts(archive)
        return [(title, rows, _merged(archive, parts.get(title))) for title, rows in found]


def _merged(archive: zipfile.ZipFile, part: str | None) -> list[str]:
    return spots_of(archive.read(part)).merged if part in archive.namelist() else []


def _unmerged(rows: Rows, merged: list[str]) -> list[list[object]]:
    found = [[cells.clean(cell) for cell in row] for row in rows]
    for reference in merged:
        box = _box(reference)
        if box is None:
            continue
        left, top, right, bottom = box
        first = found[top - 1][left - 1] if top <= len(found) and left <= len(found[top - 1]) else None
        if first is None:
            continue
        for row in found[top - 1 : bottom]:
            row += [None] * (right - len(row))
            row[left - 1 : right] = [first] * (right - left + 1)
    return found


def _box(reference: str) -> tuple[int, int, int, int] | None:
    """The first and last column and row of a merged range, counted from 1; None where it is no range of cells."""
    try:
        left, top, right, bottom = range_boundaries(reference)
    except (ValueError, TypeError):
        return None
    if left is None or top is None or right is None or bottom is None:
        return None
    return None if (right - left + 1) * (bottom - top + 1) > _MOST_MERGED else (left, top, right, bottom)
