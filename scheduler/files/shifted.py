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
from models.checks_refs import KEYS, signs
from models.row import Row, half_width
from models.school import TABLES
from scheduler.files import cells
from scheduler.files.named import astray_in, items, known_in
from scheduler.files.rows import cell_faults, is_remark, row_of
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
    def key(self) -> str:
        """The column of the ids by which others name the rows; empty where none has it here."""
        key = dict(KEYS).get(self.sheet.table, ())
        return key[0] if len(key) == 1 and key[0] in self.defined & set(self.columns) else ""

    @cached_property
    def ids(self) -> Counter[str]:
        """The ids of the rows."""
        lines = (line for line in self.sheet.lines if self.key in line.cells)
        return Counter(one for line in lines for one in items(line.cells[self.key]))

    @cached_property
    def astray(self) -> list[str]:
        """The ids that other tables name and no row has."""
        return astray_in(self.source, self.sheet.table, self.key) if self.key else []

    @cached_property
    def forms(self) -> Counter[str]:
        """Of which kinds of signs the ids are made."""
        return Counter(signs(one) for one in self.ids)

    def no_id(self, value: object) -> bool:
        """Whether an id is made of other signs than those of all other rows, while others name one that is not there or hardly
        two rows differ in this: what belongs into another column stands there."""
        found = items(value)
        if not self.key or len(found) != 1 or self.forms[signs(found[0])] > self.ids[found[0]]:
            return False
        alike = len(self.forms) <= _FEW < len(self.ids)
        plain = not found[0].isascii() and all(one.isascii() for one in self.ids if one != found[0])
        return alike or plain or any(self.forms[signs(one)] for one in self.astray)

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
        usual = {name for name in self.columns if self.usual(name, name in here)}
        blank = usual - found.keys()
        blank |= {self.key} if self.key in found and self.no_id(found[self.key]) else set()
        words = {name for name in self.columns if _figure(found.get(name)) and shapes(self.model)[name].is_text}
        words -= self.defined | self.known.keys()
        return blank | {name for name in words if self.figures[name] <= _figure(here.get(name))}

    def usual(self, name: str, here: bool) -> bool:
        """Whether hardly another row leaves a column blank. ``here``: whether this row fills it in."""
        return (self.filled[name] - here) * 10 >= (len(self.sheet.lines) - 1) * _NEARLY

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
        """How much speaks against a way, whether it makes one text of several, and how few of its cells other rows have, too; the cell
        that was lost speaks not against it."""
        text = way.how == "divided" and not shapes(self.model)[self.columns[way.at]].listed
        lost = set(_lost(self, way))
        common = sum(self.values[name, str(value)] > 1 for name, value in self.meant(way.row).items())
        return _beside(self.signs(way.row, own), lost), text, -common


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
    # What stands alone in a row is a note below the table, unless another row has it.
    wrong = [(i, line) for i, line in wrong if not is_remark(table.model, line) or _elsewhere(table, line)]
    for index, line in wrong if len(wrong) <= _MOST and len(wrong) * 2 < len(lines) else ():
        row = _row(table, line)
        joined = (way for one in _longer(row)[1:] for way in _joined(table, one))
        if way := _best(
            table, row, [*joined, *_moved_left(table, (*row, None)), *_moved_right(row)], _enough(table, line)
        ):
            _told(source, table, index, way)


def _elsewhere(table: _Table, line: Line) -> bool:
    """Whether something in a row belongs into one of the table's columns, for all that is known of these."""
    found = {one for value in line.cells.values() for one in items(value)}
    return any(found & own for own in table.known.values())


def _enough(table: _Table, line: Line) -> int:
    """By how many signs a row must be better: it is sure that one went wrong that has more cells than there are headings."""
    return 1 if line.number in table.sheet.wider else _BETTER


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
        yield from (_Way((*row[:at], None, *row[at:-1]), at, "left") for at in range(len(row)) if row[at] is not None)


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


def _best(table: _Table, own: Cells, ways: Sequence[_Way], enough: int = 0) -> _Way | None:
    """The way in which a row is likeliest meant, where it is clear: against it speaks nothing but that a cell is blank which another
    pushed aside, and against every other way speaks more."""
    within = own[: len(table.columns)]
    rated = [(table.rated(way, within), way) for way in ways]
    least = min((rate for rate, _ in rated), default=(0, False, 0))
    best = [way for rate, way in rated if rate == least]
    if not best or (len({way.row for way in best}) > 1 and any(way.how != "left" for way in best)):
        return None
    way = best[-1] if best[0].how == "left" else best[0]  # what is in its place nobody need have moved
    if _beside(table.refused(way.row), set(_lost(table, way))):
        return None
    return way if len(table.signs(within, within)) - least[0] >= enough else None


def _told(source: Source, table: _Table, index: int, way: _Way) -> None:
    """Notes the row at the cell where it went wrong, and puts its cells where they belong."""
    line = table.sheet.lines[index]
    lost = _lost(table, way)
    column = lost[0] if lost else table.columns[way.at]
    found = table.meant(way.row)
    key, args = _said(table, way, lost)
    if lost == [table.key] and "right" in args:
        found[table.key] = table.astray[0]
    source.problem(table.sheet.label, key, row=line.number, column=column, **args)
    table.sheet.lines[index] = replace(line, cells=found, spoiled=line.spoiled | frozenset(lost))


def _said(table: _Table, way: _Way, lost: Sequence[str]) -> tuple[str, dict[str, str | int]]:
    """The message about a row, with its blanks."""
    key = f"files.row_{way.how}"
    if way.right:
        return key, {"right": cells.shown(way.right)}
    if way.how == "right":
        return key, {"count": way.by}
    if len(lost) > 1:
        return f"{key}_either", {"differ": ";".join(lost)}
    if lost != [table.key]:
        return f"{key}_needed" if table.model.model_fields[lost[0]].is_required() else key, {}
    if len(table.astray) == 1:
        return f"{key}_id", {"right": cells.shown(table.astray[0])}
    return f"{key}_needed", {}


def _beside(signs: set[str], lost: set[str]) -> int:
    """How many signs there are beside that of the one cell which was lost, of those that it may have been."""
    return len(signs - lost) + max(0, len(signs & lost) - 1)


def _lost(table: _Table, way: _Way) -> list[str]:
    """The columns of which one lost its cell, where the row is too far to the left: blank ones beside each other, of which it may be
    any; where others fill in only some of them, these."""
    if way.how != "left":
        return []
    first = way.at
    while first and way.row[first - 1] is None:
        first -= 1
    blank = list(table.columns[first : way.at + 1])
    needed = [name for name in blank if table.model.model_fields[name].is_required()]
    return needed or [name for name in blank if table.usual(name, False)] or blank


def _forget(sheet: Sheet, number: int) -> None:
    """Takes back what a row has below no heading."""
    for place in list(sheet.unheaded):
        sheet.unheaded[place].pop(number, None)
        if not sheet.unheaded[place]:
            del sheet.unheaded[place]
