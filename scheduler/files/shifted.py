"""Rows of which all cells from one on stand a column too far to the right or to the left, or of which one cell was divided at its commas.

Whoever clears the cell that is then beyond the last heading loses what is in it, and leaves the others in wrong columns. The place
is told where the row went wrong, and the row is read as it was meant.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pydantic import ValidationError

from models.checks_base import DEFINED
from models.row import Row, half_width
from models.school import TABLES
from scheduler.files import cells
from scheduler.files.named import items, known_in
from scheduler.files.rows import cell_faults, row_of
from scheduler.files.shapes import shapes
from scheduler.files.source import Line, Sheet, Source

#: So many other rows say what is usual in a column, nine of ten of them.
_FEW, _NEARLY = 3, 9

#: Of more rows that seem wrong it is no few rows that went wrong.
_MOST = 300

#: By so many signs must a row be better that has all its cells within the table: two faults of their own are not a shift.
_BETTER = 2

#: So many blank cells at the end of a row are looked for beyond the last heading.
_BLANKS = 3

Cells = tuple[object, ...]


@dataclass(frozen=True)
class _Way:
    """One way in which a row may have been meant: its cells, the place from which on they differ, and how it went wrong.
    ``by``: by how many cells; ``right``: what belongs into the cell that was divided."""

    row: Cells
    at: int
    how: str
    by: int = 1
    right: str = ""


@dataclass(frozen=True)
class _Table:
    """What is known of a table: what may be in its columns, and what usually is."""

    source: Source
    sheet: Sheet
    columns: tuple[str, ...]

    @property
    def model(self) -> type[Row]:
        """What a row is."""
        return TABLES[self.sheet.table]

    @cached_property
    def known(self) -> dict[str, set[str]]:
        """The ids that each column may name, where these are there."""
        found = {name: known_in(self.source, self.sheet.table, name) for name in self.columns}
        return {name: own for name, own in found.items() if own}

    @cached_property
    def defined(self) -> set[str]:
        """The columns of the table's own ids."""
        return {name for places in DEFINED.values() for table, name in places if table == self.sheet.table}

    @cached_property
    def filled(self) -> Counter[str]:
        """In how many rows each column is filled in."""
        return Counter(name for line in self.sheet.lines for name in line.cells)

    @cached_property
    def figures(self) -> Counter[str]:
        """In how many rows a column of words holds a number alone."""
        texts = [name for name in self.columns if shapes(self.model)[name].is_text]
        return Counter(name for line in self.sheet.lines for name in texts if _figure(line.cells.get(name)))

    def meant(self, row: Cells) -> dict[str, object]:
        """The cells of a row by their columns."""
        return {name: value for name, value in zip(self.columns, row, strict=True) if value is not None}

    def refused(self, row: Cells) -> set[str]:
        """The columns that cannot hold what they do: no such value, or no such id."""
        return self.refused_line(Line(0, self.meant(row)))

    def refused_line(self, line: Line) -> set[str]:
        """The same of a line as it was read."""
        own = line.cells
        found = set(self._faults(line))
        for name, known in self.known.items():
            if name in own and any(one not in known for one in items(own[name])):
                found.add(name)
        return found

    def _faults(self, line: Line) -> Iterator[str]:
        try:
            row_of(self.model, line)
        except ValidationError as error:
            for name, _, _, args in cell_faults(self.model, error, line.cells):
                if "meant" not in args:
                    yield name

    def odd(self, row: Cells, own: Cells) -> set[str]:
        """The columns that hold what hardly another row does: nothing, or a number among words. ``own``: the row as it is."""
        others = len(self.sheet.lines) - 1
        if others < _FEW:
            return set()
        here, found = self.meant(own), self.meant(row)
        usual = {name for name in self.columns if (self.filled[name] - (name in here)) * 10 >= others * _NEARLY}
        blank = usual - found.keys()
        words = {name for name in self.columns if _figure(found.get(name)) and shapes(self.model)[name].is_text}
        words -= self.defined | self.known.keys()
        return blank | {name for name in words if self.figures[name] <= _figure(here.get(name))}

    @cached_property
    def values(self) -> Counter[tuple[str, str]]:
        """In how many rows each column has each value."""
        return Counter((name, str(value)) for line in self.sheet.lines for name, value in line.cells.items())

    @cached_property
    def strange(self) -> set[str]:
        """Columns of words in which one row alone has a number."""
        return {name for name, count in self.figures.items() if count == 1} - self.defined - self.known.keys()

    def signs(self, row: Cells, own: Cells) -> set[str]:
        """The columns in which something speaks against a row."""
        return self.refused(row) | self.odd(row, own)

    def rated(self, way: _Way, own: Cells) -> tuple[int, bool, int]:
        """How much speaks against a way, whether it makes one text of several, and how few of its cells other rows have, too; a cell
        that was lost speaks not against it."""
        text = bool(way.right) and not shapes(self.model)[self.columns[way.at]].listed
        lost = {self.columns[way.at]} if way.how == "left" else set[str]()
        common = sum(self.values[name, str(value)] > 1 for name, value in self.meant(way.row).items())
        return len(self.signs(way.row, own) - lost), text, -common


def _figure(value: object) -> bool:
    return value is not None and not isinstance(value, bool) and half_width(str(value)).isdigit()


def unshifted(source: Source, sheet: Sheet) -> None:
    """Notes each such row and puts its cells where they belong."""
    columns = list(sheet.columns)
    while columns and columns[-1] is None:
        columns.pop()
    named = tuple(name for name in columns if name)
    if not named or len(named) < len(columns):
        return
    table = _Table(source, sheet, named)
    beyond: dict[int, dict[int, object]] = {}
    for place, found in sheet.unheaded.items():
        for number, value in found.items():
            beyond.setdefault(number, {})[place] = value
    rows = [(i, line) for i, line in enumerate(sheet.lines) if line.number in beyond and not line.spoiled]
    if len(rows) * 2 < len(sheet.lines):  # else it is a heading that is missing
        for index, line in rows:
            more = beyond[line.number]
            row = _row(table, line, [more.get(place) for place in range(len(named), max(more) + 1)])
            longer = _longer(row)
            joined = (way for one in longer for way in _joined(table, one))
            if way := _best(table, row, [*joined, *(way for one in longer for way in _moved_left(table, one))]):
                _told(source, table, index, way)
                _forget(sheet, line.number)
    _within(source, table, set(beyond))


def _within(source: Source, table: _Table, beyond: set[int]) -> None:
    """Rows that went wrong and have no cell beyond the last heading: what was behind was blank, or a cell is missing."""
    lines = [(i, line) for i, line in enumerate(table.sheet.lines) if line.number not in beyond and not line.spoiled]
    wrong = [(i, line) for i, line in lines if table.refused_line(line) or _strange(table, line)]
    for index, line in wrong if len(wrong) <= _MOST and len(wrong) * 2 < len(lines) else ():
        row = _row(table, line)
        joined = (way for one in _longer(row)[1:] for way in _joined(table, one))
        if way := _best(table, row, [*joined, *_moved_left(table, (*row, None)), *_moved_right(row)]):
            _told(source, table, index, way)


def _strange(table: _Table, line: Line) -> bool:
    return any(_figure(line.cells.get(name)) for name in table.strange)


def _longer(row: Cells) -> list[Cells]:
    """The row, and the row with the blank cells behind it that were its last ones."""
    return [(*row, *[None] * count) for count in range(_BLANKS + 1)]


def _row(table: _Table, line: Line, more: Sequence[object] = ()) -> Cells:
    return (*(line.cells.get(name) for name in table.columns), *more)


def _moved_left(table: _Table, row: Cells) -> Iterator[_Way]:
    """The row without blank cells in front of which all is right, as many as it has too many."""
    by = len(row) - len(table.columns)
    for at in range(len(table.columns)):
        if all(value is None for value in row[at : at + by]):
            yield _Way(row[:at] + row[at + by :], at, "right", by)


def _moved_right(row: Cells) -> Iterator[_Way]:
    """The row with a blank cell more, where its last is blank."""
    if row[-1] is None:
        yield from (
            _Way((*row[:at], None, *row[at:-1]), at, "left") for at in range(1, len(row)) if row[at] is not None
        )


def _joined(table: _Table, row: Cells) -> Iterator[_Way]:
    """The row with cells put together that one was divided into, as it seems, at its commas."""
    by = len(row) - len(table.columns)
    for at, name in enumerate(table.columns):
        shape = shapes(table.model)[name]
        parts = row[at : at + by + 1]
        words = shape.is_text and name not in table.known.keys() | table.defined
        if any(value is None for value in parts) or not (shape.listed or words):
            continue
        text = (";" if shape.listed else "，").join(map(str, parts))
        right = _right(table, name, text)
        yield _Way((*row[:at], right, *row[at + by + 1 :]), at, "divided", by, right)


def _right(table: _Table, column: str, text: str) -> str:
    """A cell as it should be typed."""
    try:
        row_of(table.model, Line(0, {column: text}))
    except ValidationError as error:
        for name, _, _, args in cell_faults(table.model, error, {column: text}):
            if name == column and "meant" in args:
                return str(args["meant"])
    return text


def _best(table: _Table, own: Cells, ways: Sequence[_Way]) -> _Way | None:
    """The way in which a row is likeliest meant, where it is clear: against it speaks nothing but that a cell is blank which another
    pushed aside, and against every other way speaks more."""
    within = own[: len(table.columns)]
    rated = [(table.rated(way, within), way) for way in ways]
    least = min((rate for rate, _ in rated), default=(0, False, 0))
    best = [way for rate, way in rated if rate == least]
    if not best or (len({way.row for way in best}) > 1 and any(way.how != "left" for way in best)):
        return None
    way = best[-1] if best[0].how == "left" else best[0]  # what is in its place nobody need have moved
    if table.refused(way.row) - ({table.columns[way.at]} if way.how == "left" else set()):
        return None
    enough = 0 if len(own) > len(table.columns) else _BETTER
    return way if len(table.signs(within, within)) - least[0] >= enough else None


def _told(source: Source, table: _Table, index: int, way: _Way) -> None:
    """Notes the row at the cell where it went wrong, and puts its cells where they belong."""
    line, column = table.sheet.lines[index], table.columns[way.at]
    args: dict[str, str | int] = {"right": cells.shown(way.right)} if way.right else {"count": way.by}
    source.problem(table.sheet.label, f"files.row_{way.how}", row=line.number, column=column, **args)
    spoiled = frozenset({column}) if way.how == "left" else frozenset[str]()
    table.sheet.lines[index] = replace(line, cells=table.meant(way.row), spoiled=line.spoiled | spoiled)


def _forget(sheet: Sheet, number: int) -> None:
    """Takes back what a row has below no heading."""
    for place in list(sheet.unheaded):
        sheet.unheaded[place].pop(number, None)
        if not sheet.unheaded[place]:
            del sheet.unheaded[place]
