"""Dates as people type them, and what is wrong with one that is none."""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta

from models.row import ascii_signs

_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})[日号]?")
_SHORT_YEAR = re.compile(r"[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}[日号]?")
_NO_YEAR = re.compile(r"[0-9]{1,2}[-/.月][0-9]{1,2}[日号]?")

#: The day that a spreadsheet counts as 0, and the first and last day that a number in a cell is likely to stand for.
_DAY_0 = date(1899, 12, 30)
_DAYS = (date(2000, 1, 1), date(2099, 12, 31))

Wanted = tuple[str, dict[str, str | int]]


def typed_date(text: str) -> date | None:
    """The date that a text says with year, month and day, in whichever of the usual ways."""
    signs = ascii_signs(text)
    match = _DATE.fullmatch(signs) or re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})", signs)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def day_within(typed: str, first: date, last: date) -> date | None:
    """The only date between two that a month and a day without a year can be."""
    match = re.match(r"([0-9]{1,2})[-/.月]([0-9]{1,2})", ascii_signs(typed))
    found = [typed_date(f"{year}-{match[1]}-{match[2]}") for year in range(first.year, last.year + 1)] if match else []
    near = [day for day in found if day and first <= day <= last]
    return near[0] if len(near) == 1 else None


def wrong_date(value: object) -> Wanted:
    """What is wrong with what was typed for a date, as a key of the catalogue with its blanks; no key where that is not seen."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        meant = _of_number(value)
        return ("files.date_number", {"meant": meant.isoformat()}) if meant else _of_text(str(value))
    return _of_text(str(value)) if isinstance(value, str) and not isinstance(value, datetime) else ("", {})


def _of_text(typed: str) -> Wanted:
    text = ascii_signs(typed)
    day = typed_date(text)
    if day:
        return "files.date_meant", {"meant": day.isoformat()}
    if match := _DATE.fullmatch(text):
        year, month, number = map(int, match.groups())
        if not 1 <= month <= 12:
            return "files.date_month", {"number": month}
        days = monthrange(year, month)[1] if 1 <= year <= 9999 else 31
        return "files.date_day", {"year": year, "month": month, "number": number, "days": days}
    first = _DATE.match(text)
    if first and (day := typed_date(first[0])) and not _DATE.search(text[first.end() :]):
        return "files.date_only", {"meant": day.isoformat()}
    if _SHORT_YEAR.fullmatch(text):
        return "files.date_short_year", {}
    return ("files.date_no_year", {}) if _NO_YEAR.fullmatch(text) else ("", {})


def _of_number(value: float) -> date | None:
    """The date for which a spreadsheet stores a number."""
    if not (float(value).is_integer() and (_DAYS[0] - _DAY_0).days <= value <= (_DAYS[1] - _DAY_0).days):
        return None
    return _DAY_0 + timedelta(int(value))
