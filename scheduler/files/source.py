"""What the three forms have in common: sheets of numbered lines, and the faults found on the way."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from models.row import Frozen, Row
from models.school import TABLES
from scheduler.errors import InputProblem
from scheduler.files import cells, names

HEADER_ROWS = 10


@dataclass(frozen=True)
class Line:
    """A row as the user's spreadsheet counts it, from 1. ``spoiled``: columns whose fault is already known; ``valid``: the row
    that the cells make, once it was asked for (:func:`.rows.row_of`)."""

    number: int
    cells: dict[str, object]
    spoiled: frozenset[str] = frozenset()
    valid: list[Row] = field(default_factory=list[Row], init=False, compare=False, repr=False)


@dataclass
class Sheet:
    """One table as it was read. ``missing``: required columns without a heading; ``whole``: nothing was lost. ``lost``: by
    column, the ids of rows that could not be read whole; ``opaque``: columns in which not even these are all known, and
    ``gone``: no column's are. ``headings``: what stands above each column. ``head``: the row of these; ``columns``: the column below
    each heading, and ``meant``: that of likely slips; ``unheaded``: by place, counted from 0, the cells below none, with the number of their row, and those below a heading that is ``unknown`` and like none; ``twice``: by place, the column whose heading stands
    there once more, and ``doubled`` the cells below. ``wider``: the numbers of the few rows with more cells than there are headings."""

    table: str
    label: str
    lines: list[Line] = field(default_factory=list[Line])
    missing: frozenset[str] = frozenset()
    whole: bool = True
    lost: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    opaque: set[str] = field(default_factory=set[str])
    gone: bool = False
    headings: dict[str, str] = field(default_factory=dict[str, str])
    head: int = 0
    columns: Sequence[str | None] = ()
    meant: frozenset[str] = frozenset()
    unheaded: dict[int, dict[int, object]] = field(default_factory=dict[int, dict[int, object]])
    unknown: dict[int, str] = field(default_factory=dict[int, str])
    twice: dict[int, str] = field(default_factory=dict[int, str])
    doubled: dict[int, dict[int, object]] = field(default_factory=dict[int, dict[int, object]])
    wider: frozenset[int] = frozenset()

    def heading(self, column: str) -> str:
        """What stands above a column of the table; where it is not there, its name in the language of the others."""
        english = not self.headings or any(name == text for name, text in self.headings.items())
        return self.headings.get(column) or (column if english and column in TABLES[self.table].model_fields else "")


@dataclass(frozen=True)
class Entry:
    """A setting: dotted key as typed, raw value, row where the form has one."""

    key: str
    value: object
    row: int | None = None


@dataclass
class Source:
    """An instance as it was read, before any row is checked. ``suffix`` makes a label of a table that is absent."""

    settings_label: str
    suffix: str = ""
    settings: list[Entry] = field(default_factory=list[Entry])
    sheets: dict[str, Sheet] = field(default_factory=dict[str, Sheet])
    problems: list[InputProblem] = field(default_factory=list[InputProblem])
    settings_read: bool = False
    settings_whole: bool = True
    strangers: bool = False
    #: By table's label and row, the column of ids and the name that stood in it.
    moved: dict[tuple[str, int], tuple[str, str]] = field(default_factory=dict[tuple[str, int], tuple[str, str]])

    def problem(
        self,
        file: str,
        wanted: str,
        *,
        row: int | None = None,
        column: str | None = None,
        found: object = None,
        **args: str | int,
    ) -> None:
        """Notes a fault."""
        self.problems.append(InputProblem(file, row, column, cells.shown(found), wanted, args))

    def noted(self, key: str) -> bool:
        """Whether a fault of this setting is noted already, also under a name that it has not."""
        return any(p.file == self.settings_label and key in (p.column, p.args.get("setting")) for p in self.problems)

    def add_sheet(self, sheet: Sheet) -> None:
        """Takes a table; the same table twice is a fault."""
        if sheet.table in self.sheets:
            self.problem(sheet.label, "files.table_twice", other=self.sheets[sheet.table].label)
            self.sheets[sheet.table].whole = False
            self.sheets[sheet.table].gone = True
        else:
            self.sheets[sheet.table] = sheet

    def lost_sheet(self, table: str, label: str) -> None:
        """Takes a table of which nothing can be read; the fault is noted by the caller."""
        self.add_sheet(Sheet(table, label, whole=False, gone=True))


def read_grid(source: Source, table: str, label: str, rows: Sequence[Sequence[object]]) -> Sheet:
    """A table from the rows of its sheet: finds the heading row, then takes each line below it that is not blank."""
    sheet = Sheet(table, label)
    row_type = TABLES[table]
    head = header_row(names.headings(row_type), rows)
    if head is None:
        return sheet
    known = len(source.problems)
    columns = _columns(source, sheet, row_type, head + 1, rows[head])
    # A heading that is likely one of these, typed otherwise, is told as that.
    typed = {str(p.args["nearest"]) for p in source.problems[known:] if p.args.get("nearest")}
    sheet.meant = frozenset(names.headings(row_type)[names.loose(name)] for name in typed)
    sheet.head, sheet.columns = head + 1, columns
    for number, row in enumerate(rows[head + 1 :], head + 2):
        line = _line(source, sheet, columns, number, row)
        if line is not None:
            sheet.lines.append(line)
    wider = [number for number, row in enumerate(rows[head + 1 :], head + 2) if len(row) > len(rows[head])]
    if len(wider) * 2 < len(sheet.lines):
        sheet.wider = frozenset(wider)
    return sheet


def locate(table: str, rows: Sequence[Sequence[object]]) -> tuple[int | None, list[str | None]]:
    """Where a table's headings are, counted from 0, and the column under each; None where it has none."""
    row_type = TABLES[table]
    head = header_row(names.headings(row_type), rows)
    if head is None:
        return None, []
    return head, _columns(Source(""), Sheet(table, ""), row_type, head + 1, rows[head])


def table_by_headings(rows: Sequence[Sequence[object]], there: Collection[str | None]) -> str:
    """The only table beside those that are ``there`` of whose headings the rows have all that it needs, and no other headings; empty
    where none is, or several are."""
    found: list[str] = []
    for table, row_type in TABLES.items():
        known = names.headings(row_type)
        head = header_row(known, rows)
        typed = [cell for cell in map(cells.clean, rows[head]) if cell is not None] if head is not None else []
        columns = {known.get(names.loose(str(cell)), "") for cell in typed}
        needed = {name for name, info in row_type.model_fields.items() if info.is_required()}
        if needed <= columns and "" not in columns:
            found.append(table)
    return found[0] if len(found) == 1 and found[0] not in there else ""


def header_row(known: dict[str, str], rows: Sequence[Sequence[object]]) -> int | None:
    """The row with most known headings; where there is none, the first that is not blank."""
    top = rows[:HEADER_ROWS]
    counts = [sum(isinstance(cell, str) and names.loose(cell) in known for cell in row) for row in top]
    if counts and max(counts) > 0:
        return counts.index(max(counts))
    return next((i for i, row in enumerate(rows) if any(cells.clean(cell) is not None for cell in row)), None)


def _columns(
    source: Source, sheet: Sheet, row_type: type[Frozen], number: int, header: Sequence[object]
) -> list[str | None]:
    """The column under each heading: empty for a heading that is not known, None for a blank one."""
    known = names.headings(row_type)
    found: list[str | None] = []
    for cell in (cells.clean(cell) for cell in header):
        name = known.get(names.loose(cell), "") if cell is not None else None
        if name == "":
            near = names.nearest(str(cell), names.heading_names(row_type), names.LIKE)
            source.problem(
                sheet.label, "files.unknown_column", row=number, column=cells.shown(cell), found=cell, nearest=near
            )
            sheet.whole = False
            sheet.unknown |= {} if near else {len(found): cells.shown(cell)}
        elif name is not None and name in found:
            source.problem(sheet.label, "files.column_twice", row=number, column=name, found=cell)
            sheet.whole = False
            sheet.twice[len(found)] = name
            name = ""
        elif name is not None:
            sheet.headings[name] = cells.shown(cell)
        found.append(name)
    if "" in found:
        sheet.opaque |= set(row_type.model_fields) - set(found)
    return found


def _line(
    source: Source, sheet: Sheet, columns: Sequence[str | None], number: int, row: Sequence[object]
) -> Line | None:
    values: dict[str, object] = {}
    spoiled: set[str] = set()
    blank = True
    for index, raw in enumerate(row):
        value = cells.clean(raw)
        if value is None:
            continue
        blank = False
        name = columns[index] if index < len(columns) else None
        if name is None or index in sheet.unknown:
            sheet.unheaded.setdefault(index, {})[number] = value
        elif index in sheet.twice:
            sheet.doubled.setdefault(index, {})[number] = value
        elif name:
            wrong = cells.trouble(value)
            if wrong:
                source.problem(sheet.label, wrong, row=number, column=name, found=value)
                spoiled.add(name)
            else:
                values[name] = value
    return None if blank else Line(number, values, frozenset(spoiled))
