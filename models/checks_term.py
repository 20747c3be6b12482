"""What is doubtful about the dates of a term: nothing forbids them, and no term is likely to have them.

A year that is mistyped makes a term of seventeen months, of which every date seems open; what is wrong then is one cell of the
settings, and not the many others that no longer reach to its end.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from models.fault import Fault
from models.people import LeaveRow
from models.school import School

#: Days: a term of eight months or more is a mistyped year or month, and one of less than four weeks is none.
LONGEST, SHORTEST = 245, 28

#: Days of a term as schools have them.
_USUAL = (75, 215)

_MONTH = 30.4

#: A leave of so many days is odd where another year or month makes it one of so few.
_LONG_LEAVE, _SHORT_LEAVE = 90, 62

_YEAR = re.compile("(?<![0-9])20[0-9]{2}(?![0-9])")

#: So many rows of one table are told each by its date.
_FEW = 3

#: So many tables that agree in a year say that it is the term's, where its name says none.
_TABLES = 2


@dataclass(frozen=True)
class _Dated:
    """A row that holds for dates: where it stands, and its first and last date."""

    table: str
    index: int
    column: str
    first: date
    last: date

    def within(self, start: date, end: date) -> bool:
        """Whether it says anything of a term with these dates."""
        return self.first <= end and start <= self.last


def slipped_leaves(school: School) -> Iterator[tuple[int, str, date | None]]:
    """Leaves that go beyond the term for months and are short ones in it with another year, or another month, in one of their two
    dates: the row, the column, and the date that was meant where there is only one."""
    first, last = school.term.start, school.term.end
    for index, row in enumerate(school.leave):
        if (row.end - row.start).days < _LONG_LEAVE or (first <= row.start and row.end <= last):
            continue
        starts = [("start", one, row.end) for one in _slips(row.start)]
        ends = [("end", row.start, one) for one in _slips(row.end)]
        near = [
            (column, start if column == "start" else end)
            for column, start, end in (*starts, *ends)
            if first <= start <= end <= last and (end - start).days <= _SHORT_LEAVE
        ]
        columns = {column for column, _ in near}
        if len(columns) == 1:
            yield index, near[0][0], near[0][1] if len(near) == 1 else None


def leave_end(school: School, row: LeaveRow) -> date | None:
    """The only date in place of the last of a leave that makes it a short one in the term."""
    last = min(row.start + timedelta(_SHORT_LEAVE), school.term.end)
    near = [day for day in _slips(row.end) if row.start <= day <= last]
    return near[0] if len(near) == 1 else None


def _slips(found: date) -> set[date]:
    """The dates that one may have been meant to be: of another year, with month and day in the other order, or of a month of which
    one figure was typed."""
    months = {1: (10, 11, 12), 2: (12,)}.get(found.month, ())
    near = _instead(found, (found.year - 1, found.year + 1))
    return near | {day for month in months if (day := _on(found.year, month, found.day))}


def without_slips(school: School) -> School:
    """The school without such leaves, of which nobody can say anything else."""
    gone = {index for index, _, _ in slipped_leaves(school)}
    return school.replaced(leave=tuple(row for i, row in enumerate(school.leave) if i not in gone)) if gone else school


def too_long(school: School) -> bool:
    """Whether the term is so long that one of its dates is likely wrong."""
    return (school.term.end - school.term.start).days >= LONGEST


def doubts(school: School) -> Iterator[Fault]:
    """What to look at before anything else: a term that is too long or too short for one, else rows for dates that are not in
    it."""
    start, end = school.term.start, school.term.end
    days = (end - start).days + 1
    if not (too_long(school) or days < SHORTEST):
        yield from _outside(school)
        yield from _leaves(school)
        return
    column, meant = meant_dates(school) or ("", end)
    args: dict[str, str | int] = {"start": str(start), "end": str(end)}
    args |= {"nearest": str(meant)} if column else {}
    if days < SHORTEST:
        args["days"] = days
    else:
        args["months"] = round(days / _MONTH)
        args["uncleared"] = sum(bool(i.cleared_until and i.cleared_until < end) for i in school.instructors)
    key = f"files.term_{'days' if days < SHORTEST else 'months'}{'' if column else '_either'}"
    found = school.term.start if column == "term.start" else end
    yield Fault(table="school", column=column or "term.end", found=str(found), wanted=key, args=args)


def _leaves(school: School) -> Iterator[Fault]:
    """Leaves in which one date is likely mistyped."""
    for index, column, meant in slipped_leaves(school):
        row = school.leave[index]
        args: dict[str, str | int] = {"start": str(row.start), "end": str(row.end)}
        args["months"] = round((row.end - row.start).days / _MONTH)
        args |= {"nearest": str(meant)} if meant else {}
        found = str(getattr(row, column))
        yield Fault(table="leave", index=index, column=column, found=found, wanted="files.leave_long", args=args)


def meant_dates(school: School) -> tuple[str, date] | None:
    """The only date in place of the first or the last that makes a usual term with every row for dates within it; None where
    there are several, or none. The years that the term's name says decide where nothing else does."""
    start, end = school.term.start, school.term.end
    rows = _dated(school)
    found = [
        (column, first, last)
        for column, (first, last) in (
            *(("term.start", (one, end)) for one in _instead(start, (end.year - 1, end.year))),
            *(("term.end", (start, one)) for one in _instead(end, (start.year, start.year + 1))),
        )
        if _USUAL[0] <= (last - first).days <= _USUAL[1] and all(row.within(first, last) for row in rows)
    ]
    if len(found) > 1:
        said = {int(year) for year in _YEAR.findall(school.term.name)}
        found = [one for one in found if ({one[1].year} if len(said) == 1 else {one[1].year, one[2].year}) <= said]
    if len(found) != 1:
        return None
    column, first, last = found[0]
    return column, first if column == "term.start" else last


def _instead(found: date, years: Iterable[int]) -> set[date]:
    """The dates that one may have been meant to be: of another year, or with month and day in the other order."""
    near: set[date] = set()
    own = (found.year, found.month, found.day)
    for year, month, day in [*((year, *own[1:]) for year in years), (own[0], own[2], own[1])]:
        try:
            near.add(date(year, month, day))
        except ValueError:  # 29 February, the year 0
            continue
    return near - {found}


def _dated(school: School) -> list[_Dated]:
    """The rows that hold for dates."""
    found = [_Dated("calendar", i, "date", row.date, row.date) for i, row in enumerate(school.calendar)]
    found += [_Dated("leave", i, "start", row.start, row.end) for i, row in enumerate(school.leave)]
    found += [_Dated("pin_duties", i, "date", row.date, row.date) for i, row in enumerate(school.pin_duties)]
    return found


def _outside(school: School) -> Iterator[Fault]:
    """Rows for dates before or after the term: of a mistyped year, or because the term begins or ends too early or late."""
    start, end = school.term.start, school.term.end
    every = _dated(school)
    rows = [row for row in every if not row.within(start, end)]
    if fault := _other_year(school, every, rows):
        yield fault
        return
    sides: dict[str, list[_Dated]] = {"term.start": [], "term.end": []}
    astray: dict[tuple[str, bool], list[tuple[_Dated, date | None]]] = defaultdict(list)
    near = [next((d for y in (-1, 1) if (d := _moved(row, y)) and start <= d <= end), None) for row in rows]
    most = near.count(None) >= _FEW and near.count(None) * 2 > len(every)  # then the term is wrong rather than they are
    for row, meant in zip(rows, near, strict=True):
        ends = row.first > end
        if meant or (not most and (row.last - start if ends else end - row.first).days >= LONGEST):
            astray[row.table, meant is not None].append((row, meant))
        else:
            sides["term.end" if ends else "term.start"].append(row)
    args: dict[str, str | int] = {"start": str(start), "end": str(end)}
    for side, rows in sides.items():
        if rows:
            last = side == "term.end"
            day = max(row.last for row in rows) if last else min(row.first for row in rows)
            more = {"far": str(day), "count": len(rows), "of": ";".join(dict.fromkeys(row.table for row in rows))}
            key = f"files.term_{'ends' if last else 'begins'}"
            yield Fault(table="school", column=side, found=str(end if last else start), wanted=key, args=args | more)
    for rows in astray.values():
        yield from _astray(rows, args)


def _other_year(school: School, every: list[_Dated], outside: list[_Dated]) -> Fault | None:
    """Both dates of the term in a wrong year: no row is in it, and all are in the same days of the only other year."""
    start, end = school.term.start, school.term.end
    said = {int(year) for year in _YEAR.findall(school.term.name)}
    agreed = bool(said) and {start.year, end.year} <= said
    tables = dict.fromkeys(row.table for row in every)
    if not every or len(outside) < len(every) or agreed or (not said and len(tables) < _TABLES):
        return None
    for years in (-1, 1, -2, 2):
        first, last = (_in_year(day, day.year + years) for day in (start, end))
        if first and last and all(row.within(first, last) for row in every):
            args: dict[str, str | int] = {"start": str(start), "end": str(end), "begins": str(first), "ends": str(last)}
            args |= {"count": len(every), "of": ";".join(tables)}
            return Fault(table="school", column="term.start", wanted="files.term_year", args=args)
    return None


def other_year(school: School) -> Fault | None:
    """The fault of a term of which both dates are in a wrong year; None where they are not."""
    every = _dated(school)
    return _other_year(school, every, [row for row in every if not row.within(school.term.start, school.term.end)])


def year_meant(school: School, day: date) -> date | None:
    """The day in the year before or after, where it is in the term then."""
    near = (_in_year(day, day.year + years) for years in (-1, 1))
    return next((one for one in near if one and school.term.start <= one <= school.term.end), None)


def _astray(rows: list[tuple[_Dated, date | None]], args: dict[str, str | int]) -> Iterator[Fault]:
    """Rows of a table whose own date is likelier wrong than the term's: few by their dates, many alike."""
    many = len(rows) > _FEW
    for row, meant in rows:
        key = f"files.date_{'year' if meant else 'unused'}"
        near = {"nearest": str(meant)} if meant and not many else {}
        found = "" if many else str(row.first)
        yield Fault(table=row.table, index=row.index, column=row.column, found=found, wanted=key, args=args | near)


def _moved(row: _Dated, years: int) -> date | None:
    """The first date of a row some years later."""
    return _in_year(row.first, row.first.year + years)


def _in_year(day: date, year: int) -> date | None:
    """The same day of another year, where it has one."""
    return _on(year, day.month, day.day)


def _on(year: int, month: int, day: int) -> date | None:
    """A day, where there is one."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
