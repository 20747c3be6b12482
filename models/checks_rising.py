"""Cells that rise from row to row as a spreadsheet fills them in when one is dragged down: 1, 2, 3; 15:50, 16:50; tue1, tue2."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import cast

from models.fault import Fault
from models.row import Frozen, Window, half_width
from models.school import TABLES, School

#: So many cells in a row are a series; so many of numbers, which also rise by chance, and so many where others are as large.
RUN, _NUMBERS, _LONG = 4, 5, 8

_HOURS = 24

_CLOCK = re.compile("([0-9]{1,2}):([0-5][0-9])(?::00)?")
_DATE = re.compile("([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_NUMBER = re.compile("(.*?)([0-9]{1,9})")

#: What rises by one: the part that stays, and the number. The part says what is counted, for hours and days.
_HOUR, _DAY = ":", "-"
Numbered = tuple[str, int]


def numbered(value: object) -> Numbered | None:
    """The part of a cell that stays the same when it is dragged down, and the number that rises; None where none does."""
    if isinstance(value, datetime):
        value = value.time() if value.year <= 1900 else value.date() if value.time() == time(0) else None
    if value is None or isinstance(value, bool) or (isinstance(value, float) and not value.is_integer()):
        return None
    if isinstance(value, time):
        return f"{_HOUR}{value.minute}", value.hour
    if isinstance(value, date):
        return _DAY, value.toordinal()
    text = half_width(_text(value))
    if found := _CLOCK.fullmatch(text):
        return f"{_HOUR}{int(found[2])}", int(found[1])
    if found := _DATE.fullmatch(text):
        try:
            return _DAY, date(*map(int, found.groups())).toordinal()
        except ValueError:
            return None
    found = _NUMBER.fullmatch(text)
    return (f"={found[1]}", int(found[2])) if found else None


def _text(value: object) -> str:
    """A cell as it is typed."""
    if isinstance(value, tuple | list):
        return ";".join(map(_text, cast("Sequence[object]", value)))
    if isinstance(value, Window):
        return f"{value.start:%H:%M}-{value.end:%H:%M}"
    return str(int(value)) if isinstance(value, float) else str(value)


def step(found: Numbered | None) -> str:
    """What is one more from cell to cell."""
    return {_HOUR: "hour", _DAY: "day"}.get(found[0][:1] if found else "", "number")


def series(values: Sequence[object]) -> list[list[int]]:
    """The places of each series of at least four cells that rise by one."""
    found: list[list[int]] = []
    before: Numbered | None = None
    run: list[int] = []
    for index, value in enumerate(values):
        own = numbered(value)
        if not (run and before and own and _follows(before, own)):
            found += [run] * (len(run) >= RUN)
            run = []
        run.append(index)
        before = own
    return found + [run] * (len(run) >= RUN)


def _follows(before: Numbered, own: Numbered) -> bool:
    more = before[1] + 1
    return before[0] == own[0] and (own[1] == more or (own[0].startswith(_HOUR) and own[1] == more % _HOURS))


#: Columns in which nothing is odd about such a series: they count, or are of days that may follow each other.
_COUNTED = frozenset({"rank", "section", "date", "weekday", "start", "end"})

#: A column of amounts, which are round ones or the same.
_MONEY = "fee"


def filled_down(school: School) -> Iterator[Fault]:
    """Numbers, times and lists that rise by one from row to row and that nothing forbids: numbers only where they end above all others
    of the column, or go on for long."""
    for table, row_type in TABLES.items():
        rows = getattr(school, table)
        for column in _columns(row_type) if len(rows) >= RUN else ():
            values = [getattr(row, column) for row in rows]
            for run in series(values):
                if not (uneven(rows, run) if column in ("start", "end") else _odd(values, run) or column == _MONEY):
                    continue
                args: dict[str, str | int] = {"from": _shown(values[run[1]]), "to": _shown(values[run[-1]])}
                args["step"] = step(numbered(values[run[0]]))
                for index in run[1:]:
                    yield Fault(table=table, index=index, column=column, wanted="files.filled_cells", args=args)


def _columns(row_type: type[Frozen]) -> list[str]:
    """The columns of numbers, dates and times of the day; weekdays of one after the other are nothing odd."""
    fields = row_type.model_fields.items()
    named = ((name, str(info.annotation)) for name, info in fields if name not in _COUNTED or info.annotation is time)
    return [name for name, said in named if re.search(r"\b(int|time|date|Window)\b", said.replace("tuple[int", ""))]


def uneven(rows: Sequence[object], run: Sequence[int]) -> bool:
    """Whether slots whose start or end rises by an hour are of different lengths: the other of the two does not rise with it."""
    lengths: set[object] = set()
    for index in run:
        row = rows[index]
        own = row if isinstance(row, dict) else {name: getattr(row, name) for name in ("start", "end")}
        times = [numbered(cast("dict[str, object]", own).get(name)) for name in ("start", "end")]
        start, end = (60 * one[1] + int(one[0][1:]) if one and one[0].startswith(_HOUR) else None for one in times)
        lengths.add(None if start is None or end is None else (end - start) % (60 * _HOURS))
    return len(lengths) > 1


def _odd(values: Sequence[object], run: Sequence[int]) -> bool:
    if not isinstance(values[run[0]], int):
        return True
    rest = [value for i, value in enumerate(values) if isinstance(value, int) and i not in set(run)]
    above = all(cast("int", values[run[-1]]) > value for value in rest)
    return len(run) >= (_NUMBERS if above else _LONG)


def _shown(value: object) -> str:
    return f"{value:%H:%M}" if isinstance(value, time) else _text(value)
