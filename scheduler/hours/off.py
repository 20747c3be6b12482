"""Time off as it was written down: which entries count, and what about them cannot be right."""

from collections.abc import Sequence

from models.hours import TimeOffRow
from models.school import School
from scheduler.calendar import open_days
from scheduler.hours.sums import TimeOff, counted_time_off
from scheduler.messages import Lang, say
from scheduler.messages.names import listing, person_name

#: Entries that one sentence names.
_NAMED = 15


def doubts(school: School, lang: Lang) -> list[str]:
    """What is doubtful about the time off of a school, whatever its plan: a sentence for each matter."""
    found: list[str] = []
    term = school.term
    counted = set(counted_time_off(school))
    instructors = [row for row in school.time_off if row.person_id in school.instructor_by_id]
    outside = [row for row in school.time_off if not term.start <= row.date <= term.end]
    days = {day.date for day in open_days(school)}
    closed = [row for row in school.time_off if row in counted and row.date not in days]
    if instructors:
        found.append(_said("off_instructors", instructors, school, lang))
    if outside:
        span = {"start": term.start.isoformat(), "end": term.end.isoformat()}
        found.append(_said("off_outside", outside, school, lang, **span))
    if closed:
        found.append(_said("off_closed", closed, school, lang))
    if school.time_off and school.hours.lessons_per_half_day is None:
        found.append(say(lang, "hours.off_no_rule"))
    return found


def overdrawn(rows: Sequence[TimeOff], school: School, lang: Lang) -> list[str]:
    """Who took more half days than they earned, in one sentence; nothing where nobody did."""
    over = [
        say(lang, "hours.off_of", name=person_name(school, row.person_id), count=-row.left)
        for row in rows
        if row.left < 0
    ]
    return [say(lang, "hours.off_overdrawn", count=len(over), people=listing(lang, over, _NAMED))] if over else []


def _said(key: str, rows: Sequence[TimeOffRow], school: School, lang: Lang, **blanks: str) -> str:
    entries = [
        say(lang, "hours.off_on", name=person_name(school, row.person_id), on=row.date.isoformat()) for row in rows
    ]
    return say(lang, f"hours.{key}", count=len(rows), entries=listing(lang, entries, _NAMED), **blanks)
