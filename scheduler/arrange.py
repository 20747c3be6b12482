"""Where single dates are joined: the plan of a date with the ledger, and the verifier's word on it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from models.ledger import Change
from models.plan import Plan
from models.school import School
from scheduler.calendar import SchoolDay, open_days
from scheduler.errors import DayBroken
from scheduler.ledger import duties_of_term, plan_of_day, relieved
from scheduler.messages import Lang, say
from scheduler.substitute import changes_of
from scheduler.substitute.day import Move
from scheduler.substitute.swaps import dates
from scheduler.substitute.words import who
from scheduler.verify import Breach, describe
from scheduler.verify.day import verify_day


def school_day(school: School, on: date) -> SchoolDay | None:
    """The open date; None where there is no school on it in the term."""
    return next((day for day in open_days(school) if day.date == on), None)


def check_day(school: School, plan: Plan, ledger: Sequence[Change], on: date) -> tuple[Breach, ...]:
    """What breaks a rule on the open date ``on``, by the verifier."""
    days = {day.date: day for day in open_days(school)}
    week = {day.date: plan_of_day(plan, school, ledger, day) for day in days.values() if day.week == days[on].week}
    return verify_day(school, plan, ledger, on, week, duties_of_term(plan, ledger))


def arranged(
    school: School,
    plan: Plan,
    ledger: Sequence[Change],
    moves: Sequence[Move],
    *,
    reason: str,
    when: datetime,
    lang: Lang,
    absent: Mapping[date, Collection[str]] | None = None,
    restoring: bool = False,
) -> tuple[Change, ...]:
    """The entries for the ledger that make these moves, after the verifier has looked at each date that they touch.

    ``absent``: who is not there on a date, besides those on leave and those whom the ledger relieves; ``restoring``: who
    was relieved is back. Raises :class:`DayBroken` where a rule is broken that was not broken before, or somebody absent is given something.
    """
    changes = changes_of(moves, reason, when)
    broken: list[str] = []
    for change in changes:
        away = set((absent or {}).get(change.date, ())) | (set() if restoring else relieved(ledger, change.date))
        if change.now in away:
            broken.append(say(lang, "substitute.is_absent", who=who(school, change.now, lang), date=change.date))
    for on in dates(moves):
        before = {(found.key, found.where) for found in check_day(school, plan, ledger, on)}
        after = check_day(school, plan, (*ledger, *changes), on)
        broken += [describe(found, lang) for found in after if (found.key, found.where) not in before]
    if broken:
        raise DayBroken(list(dict.fromkeys(broken)))
    return changes
