"""The open dates of a term: China's official holidays and make-up days, and the school's own table above them."""

import datetime
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import holidays

from models.school import School


@dataclass(frozen=True)
class SchoolDay:
    """An open date. ``weekday`` is that whose timetable runs (1 to 7); ``week`` is the Monday of its calendar week.

    ``index`` counts the term's open dates from 0, so that a difference of indexes is a gap in school days.
    """

    date: datetime.date
    weekday: int
    week: datetime.date
    index: int


@cache
def _china(year: int) -> Any:
    return holidays.country_holidays("CN", years=year)


def announced(year: int) -> bool:
    """Whether the State Council's holiday arrangement of the year is known, with its make-up days."""
    return any(day.year == year for day in _china(year).weekend_workdays)


def kind_of_day(day: datetime.date) -> Literal["working", "weekend", "holiday", "make-up"]:
    """What a date is by the official calendar, whatever the school makes of it."""
    china = _china(day.year)
    if day in china.weekend_workdays:
        return "make-up"
    if day in china:
        return "holiday"
    return "weekend" if day.isoweekday() > 5 else "working"


def open_days(school: School) -> tuple[SchoolDay, ...]:
    """The dates of the term on which school is open, in order.

    Monday to Friday but for official holidays; official make-up days are closed unless the school's table opens
    them; the table wins. The weekday is the date's own unless the table names another.
    """
    rows = {row.date: row for row in school.calendar}
    found: list[SchoolDay] = []
    day = school.term.start
    while day <= school.term.end:
        row = rows.get(day)
        is_open = row.open if row else day.isoweekday() <= 5 and day not in _china(day.year)
        if is_open:
            weekday = row.weekday if row and row.weekday else day.isoweekday()
            found.append(SchoolDay(day, weekday, day - datetime.timedelta(days=day.isoweekday() - 1), len(found)))
        day += datetime.timedelta(days=1)
    return tuple(found)
