"""Two cells of a row that stand in each other's column: a number where a text belongs, a word where yes or no does.

Whoever pastes a table whose columns are in another order makes a fault of every row; the two columns are told instead, and the
rows are read as they were meant.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pydantic import ValidationError

from models.checks_columns import SWAPPED
from models.checks_refs import KEYS
from models.row import Row, half_width
from models.school import TABLES
from scheduler.files.named import ids_of, kind_of
from scheduler.files.rows import cell_faults, row_of
from scheduler.files.source import Line, Sheet, Source

#: So many rows at least, and so many of ten of those that are wrong in a column, speak for two columns that have changed places.
_FEW, _NEARLY = 3, 8

#: So many pairs of columns are looked for in one table.
_PAIRS = 3


@dataclass(frozen=True)
class Cell:
    """A text that its column cannot hold; ``meant``: people would know what it says there, as 45人 or 周三."""

    text: str
    meant: bool


def uncrossed(source: Source, sheet: Sheet) -> None:
    """Puts such cells into their columns, and notes the two columns: once where all rows are alike, else for each such row."""
    for _ in range(_PAIRS):
        found = _pair(source, sheet)
        if found is None:
            return
        one, other, rows = found
        differ = [name for name in TABLES[sheet.table].model_fields if name in (one, other)]
        text = ";".join(differ)
        if len(rows) * 10 >= len(sheet.lines) * _NEARLY:
            source.problem(sheet.label, SWAPPED, column=differ[0], differ=text, count=len(rows))
        else:
            for index in rows:
                number = sheet.lines[index].number
                source.problem(sheet.label, "files.cells_swapped", row=number, column=differ[0], differ=text)
        for index in rows:
            sheet.lines[index] = _with(sheet.lines[index], one, other)


def _pair(source: Source, sheet: Sheet) -> tuple[str, str, list[int]] | None:
    """Two columns and the rows in which each holds what belongs into the other; the pair with most such rows."""
    model = TABLES[sheet.table]
    bad = [_wrong(model, line) for line in sheet.lines]
    counts = Counter(column for columns in bad for column in columns)
    best: tuple[str, str, list[int]] | None = None
    few = min(_FEW, len(sheet.lines))  # of a table of one or two rows it must be all
    for one in (column for column, count in counts.items() if count >= few):
        for other in (name for name in model.model_fields if name != one):
            rows = _exchanged(model, sheet.lines, bad, one, other)
            if few < _FEW and not (kind_of(sheet.table, other) or all(other in bad[index] for index in rows)):
                continue  # of so few it must be seen that neither can be where it is, or that an id is meant
            if few < _FEW and any(sheet.lines[index].cells.get(other) is None for index in rows):
                continue
            if len(rows) < few or len(rows) * 10 < counts[one] * _NEARLY or len(rows) <= len(best[2] if best else ()):
                continue
            if _belong(source, sheet.table, other, [_wrong(model, sheet.lines[index])[one] for index in rows]):
                best = one, other, rows
    return best


def _exchanged(
    model: type[Row], lines: Sequence[Line], bad: Sequence[Mapping[str, Cell]], one: str, other: str
) -> list[int]:
    """The rows of which the first column is wrong, and neither is with the two cells in each other's place."""
    found: list[int] = []
    for index, line in enumerate(lines):
        if one not in bad[index] or {one, other} & line.spoiled or line.cells.get(one) is None:
            continue
        if not {one, other} & _wrong(model, _with(line, one, other)).keys():
            found.append(index)
    return found


def _with(line: Line, one: str, other: str) -> Line:
    """The row with two cells in each other's place."""
    cells = {name: value for name, value in line.cells.items() if name not in (one, other)}
    cells |= {a: line.cells[b] for a, b in ((one, other), (other, one)) if b in line.cells}
    return replace(line, cells=cells)


def _wrong(model: type[Row], line: Line) -> dict[str, Cell]:
    """The columns in which a row holds what they cannot hold."""
    try:
        row_of(model, line)
    except ValidationError as error:
        found = cell_faults(model, error, line.cells)
        return {column: Cell(str(line.cells.get(column, "")), "meant" in args) for column, _, _, args in found}
    return {}


def _belong(source: Source, table: str, column: str, cells: Sequence[Cell]) -> bool:
    """Whether most of some texts can be in a column: of one that names ids they are such, of one that holds a table's own they
    differ; elsewhere none is what people write in place of what the other column holds."""
    found = {half_width(cell.text) for cell in cells}
    if kind := kind_of(table, column):
        return len(found & ids_of(source, kind)) * 2 >= len(found)
    if (table, (column,)) in KEYS:
        return len(found) * 10 >= len(cells) * _NEARLY
    return not any(cell.meant for cell in cells)
