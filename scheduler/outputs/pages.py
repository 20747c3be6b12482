"""What goes on a sheet of paper, whatever it is written as: pages of grids, tables and slips as plain data."""

from collections.abc import Callable
from dataclasses import dataclass

#: Told after each page or file: how many are done, and of how many.
OnPage = Callable[[int, int], None]


@dataclass(frozen=True)
class Entry:
    """What meets in a cell of a timetable. ``kind`` gives its colour; ``missing`` for what is not held."""

    kind: str
    title: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class GridCell:
    """A weekday's cell; ``span`` rows high. ``time`` is blank where the row's own time holds."""

    entries: tuple[Entry, ...] = ()
    span: int = 1
    time: str = ""


@dataclass(frozen=True)
class GridRow:
    """The n-th slot of every weekday; None for a cell that the one above covers."""

    label: str
    time: str
    cells: tuple[GridCell | None, ...]


@dataclass(frozen=True)
class Grid:
    """A week: weekdays across, slots down."""

    corner: str
    weekdays: tuple[str, ...]
    rows: tuple[GridRow, ...]


@dataclass(frozen=True)
class Tint:
    """A cell of a table with the colour of a kind."""

    kind: str
    text: str


Value = str | int | Tint | None


@dataclass(frozen=True)
class Column:
    """A column of a table. ``width`` counts half-width characters; ``span`` is how many columns of the page's grid
    it takes, where there is one; ``tick`` for a narrow blank one to be filled in by hand; ``shrink`` for small
    print."""

    heading: str
    width: int = 12
    span: int = 1
    tick: bool = False
    centre: bool = False
    shrink: bool = False


@dataclass(frozen=True)
class Table:
    """A table under an optional title; ``tall`` leaves room for handwriting in every row."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    tall: bool = False


@dataclass(frozen=True)
class Slip:
    """What a student takes home: a line for each meeting, with its kind first."""

    name: str
    facts: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Page:
    """One sheet. ``key`` is unique within a view and holds no more than an id; ``name`` is what people look for."""

    view: str
    key: str
    name: str
    title: str
    facts: tuple[str, ...] = ()
    grid: Grid | None = None
    tables: tuple[Table, ...] = ()
    slips: tuple[Slip, ...] = ()
    slip_headings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    wide: bool = False


@dataclass(frozen=True)
class Booklet:
    """All the pages of a plan that were asked for, in order."""

    title: str
    facts: tuple[str, ...]
    pages: tuple[Page, ...]

    def of(self, view: str) -> tuple[Page, ...]:
        """The pages of a view."""
        return tuple(page for page in self.pages if page.view == view)
