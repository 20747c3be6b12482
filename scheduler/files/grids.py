"""Any table that people send, as it is: the sheets of a workbook or the one of a CSV file, before any column is known."""

from pathlib import Path

from scheduler.errors import InputFault, InputProblem
from scheduler.files import cells
from scheduler.files.folder import BadCsv, parse_csv
from scheduler.files.merged import filled, merged_ranges
from scheduler.files.texts import Unreadable, decode, read_bytes
from scheduler.files.workbook import sheets

Grid = tuple[str, list[list[object]]]


def read_grids(path: Path) -> list[Grid]:
    """The title and the rows of each sheet; a CSV file is one sheet with the file's name.

    Cells are without outer spaces, None where blank; every cell of a merged range holds the value of its first.
    Raises :class:`InputFault`.
    """
    label = cells.shown(path.name)
    try:
        data = read_bytes(path)
        if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
            return _workbook(data)
        rows = parse_csv(decode(data))
    except Unreadable as error:
        raise InputFault([InputProblem(label, None, None, "", error.key)]) from error
    except BadCsv as error:
        raise InputFault([InputProblem(label, error.row, None, "", "files.bad_csv")]) from error
    return [(label, [[cells.clean(cell) for cell in row] for row in rows])]


def _workbook(data: bytes) -> list[Grid]:
    found = sheets(data)
    merged = merged_ranges(data)
    return [
        (title, filled([[cells.clean(cell) for cell in row] for row in rows], merged.get(title, ())))
        for title, rows in found
    ]
