"""Cells that were dragged down with the mouse, so that a spreadsheet filled in a series: numbers, times, dates, lists.

Several of them are wrong in themselves, and so is what hangs on their rows. The series is told once, with its rows, which count as
rows that could not be read. Ids that one cell holds are looked at where all tables are known (:mod:`models.checks_dragged`).
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from pydantic import ValidationError

from models.checks_columns import ORDERED
from models.checks_rising import numbered, series, step, uneven
from models.checks_slots import weekday_named
from models.row import half_width
from models.school import TABLES
from scheduler.files import cells
from scheduler.files.named import GRADES, items, known_in
from scheduler.files.rows import cell_faults, row_of
from scheduler.files.shapes import shapes
from scheduler.files.source import Line, Sheet, Source

#: So many cells of a series at least are wrong.
_FEW = 3

_Wrong = Callable[[int], bool]


def undragged(source: Source, sheet: Sheet) -> None:
    """Notes each such series and spoils its cells."""
    model = TABLES[sheet.table]
    for column in model.model_fields if sheet.head else ():
        shape = shapes(model)[column]
        if shape.is_text and not shape.listed and (sheet.table, column) not in GRADES:
            continue
        values = [line.cells.get(column) for line in sheet.lines]
        wrong = None
        for run in series(values):
            wrong = wrong or _wrong(source, sheet, column)
            bad = [index for index in run if wrong(index)]
            slots = (
                sheet.table == "slots"
                and column in ("start", "end")
                and uneven([other.cells for other in sheet.lines], run)
            )
            if len(bad) < (1 if slots else _FEW) or (column == "rank" and not _beyond(sheet, run, len(bad))):
                continue
            rows = run if run[0] in bad else run[1:]
            args = {"from": cells.shown(values[rows[0]]), "to": cells.shown(values[rows[-1]])}
            key = f"files.dragged_{'order' if column == 'rank' else 'cells'}"
            for index in rows:
                line = sheet.lines[index]
                unit = step(numbered(values[rows[0]]))
                source.problem(sheet.label, key, row=line.number, column=column, step=unit, **args)
                rest = {name: value for name, value in line.cells.items() if name != column}
                sheet.lines[index] = replace(line, cells=rest, spoiled=line.spoiled | {column})


def _wrong(source: Source, sheet: Sheet, column: str) -> _Wrong:
    """Whether a cell of a column cannot be: in itself, beside another cell of its row, or because there is no such thing."""
    lines = sheet.lines
    if column == "rank":
        broken = _broken(lines)
        return lambda index: _list_of(lines[index]) in broken
    known = known_in(source, sheet.table, column)
    if (sheet.table, column) in GRADES:
        times = Counter(one for line in lines for one in items(line.cells.get(column)))
        # Grades that stand there again and again, or are those of a school of which the other table knows hardly any, were not dragged.
        known = known | {one for one, count in times.items() if count > 1} if len(known) >= _FEW else set[str]()
    pairs = [(one, other) for table, one, other in ORDERED if table == sheet.table and column in (one, other)]

    def wrong(index: int) -> bool:
        line = lines[index]
        said = weekday_named(str(line.cells.get("slot_id"))) if (sheet.table, column) == ("slots", "weekday") else None
        own = numbered(line.cells[column])
        if said and own and own[1] != said:
            return True
        if known and any(one not in known for one in items(line.cells[column])):
            return True
        if any(_turned(line, *pair) for pair in pairs) or _refused(sheet, line, column):
            return True
        return sheet.table == "slots" and any(_overlap(line, other) for other in lines if other is not line)

    return wrong


def _refused(sheet: Sheet, line: Line, column: str) -> bool:
    """Whether a column cannot hold a cell."""
    model = TABLES[sheet.table]
    try:
        row_of(model, line)
    except ValidationError as error:
        return any(name == column for name, *_ in cell_faults(model, error, line.cells))
    return False


def _turned(line: Line, one: str, other: str) -> bool:
    """Whether the first of two cells is more than the second."""
    return _more(line.cells.get(one), line.cells.get(other))


def _more(one: object, other: object) -> bool:
    """Whether a cell is more than another: of times, also where it is the same."""
    first, second = numbered(one), numbered(other)
    if not first or not second:
        return False
    if first[0].startswith(":") and second[0].startswith(":"):  # the hours first, then the minutes
        return (first[1], int(first[0][1:])) >= (second[1], int(second[0][1:]))
    return first[0] == second[0] and first[1] > second[1]


def _overlap(line: Line, other: Line) -> bool:
    """Whether two slots are of one weekday, and both last at some time."""
    if half_width(str(line.cells.get("weekday"))) != half_width(str(other.cells.get("weekday"))):
        return False
    (start, end), (begins, ends) = ((one.cells.get("start"), one.cells.get("end")) for one in (line, other))
    return None not in (start, end, begins, ends) and not _more(start, ends) and not _more(begins, end)


def _list_of(line: Line) -> tuple[str, str]:
    """The student and the block of a choice."""
    student, block = (half_width(str(line.cells.get(name, ""))) for name in ("student_id", "block"))
    return student, block


def _broken(lines: Sequence[Line]) -> set[tuple[str, str]]:
    """The lists of choices in which ranks are missing or twice."""
    ranks: dict[tuple[str, str], list[int]] = {}
    for line in lines:
        found = numbered(line.cells.get("rank"))
        ranks.setdefault(_list_of(line), []).append(found[1] if found else 0)
    return {key for key, own in ranks.items() if sorted(own) != list(range(1, len(own) + 1))}


def _beyond(sheet: Sheet, run: Sequence[int], wrong: int) -> bool:
    """Whether ranks go on further than any student has choices: those of one list rise, too."""
    longest = max(Counter(map(_list_of, sheet.lines)).values())
    last = numbered(sheet.lines[run[-1]].cells.get("rank"))
    return bool(last and last[1] > longest and wrong * 2 >= len(run))
