"""Where single dates are joined: the plan of a date with the ledger, and the verifier's word on it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from models.ledger import Change, write_task
from models.plan import Plan
from models.school import School
from scheduler.calendar import SchoolDay, open_days
from scheduler.errors import DayBroken
from scheduler.ledger import duties_of_term, missing, plan_of_day, relieved, replaced_on
from scheduler.messages import Lang, say
from scheduler.messages.names import listing
from scheduler.substitute import changes_of
from scheduler.substitute.day import Move
from scheduler.substitute.swaps import dates
from scheduler.substitute.words import BreachNames, who
from scheduler.verify import Breach, describe
from scheduler.verify.day import verify_day

#: What the verifier says of tasks of people who are absent: these are open, and no fault of an arrangement.
STILL_OPEN = frozenset({"day.absent", "day.absent_carer", "day.absent_duty"})


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

    ``absent``: who is not there on a date, besides those on leave and those whom the ledger relieves; ``restoring``: a
    task may go back to somebody who was relieved, and is open again if they are absent. Raises :class:`DayBroken` where a rule is broken that was not broken before, or somebody absent is given something.
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
        new = [found for found in after if (found.key, found.where) not in before and found.key not in STILL_OPEN]
        broken += [describe(named(found, school, plan, lang), lang) for found in new]
    if broken:
        raise DayBroken(list(dict.fromkeys(broken)))
    return changes


def named(found: Breach, school: School, plan: Plan, lang: Lang) -> Breach:
    """The breach with names in place of ids."""
    names = BreachNames(school, plan, lang)
    file = str(found.args.get("file", ""))
    words = {blank: names.of(blank, value) for blank, value in found.args.items()}
    if "row" in words:
        words["row"] = names.row(file, str(words["row"]))
    return replace(found, args=words)


def told(breaches: Sequence[Breach], school: School, plan: Plan, lang: Lang) -> list[str]:
    """The breaches in words with names; what holds of several slots alike is said once, for all of them."""
    slots: dict[tuple[str, tuple[tuple[str, str | int], ...]], list[str]] = {}
    first: dict[tuple[str, tuple[tuple[str, str | int], ...]], Breach] = {}
    for one in (named(found, school, plan, lang) for found in breaches):
        like = one.key, tuple((name, value) for name, value in one.args.items() if name != "slot")
        first.setdefault(like, one)
        slots.setdefault(like, []).extend([str(one.args["slot"])] if "slot" in one.args else [])
    return [
        describe(replace(one, args={**one.args, "slot": listing(lang, slots[like])}) if slots[like] else one, lang)
        for like, one in first.items()
    ]


def absences(
    people: Collection[str], ledger: Sequence[Change], on: date, reason: str, when: datetime
) -> tuple[Change, ...]:
    """The entries that declare these people absent on a date, where that is not written down yet."""
    new = sorted(set(people) - missing(ledger, on))
    return tuple(
        Change(date=on, what=write_task("absent", person), was=person, now=None, reason=reason, when=when)
        for person in new
    )


def returns(people: Collection[str], on: date, reason: str, when: datetime) -> tuple[Change, ...]:
    """The entries that declare these people to be there on a date after all."""
    return tuple(
        Change(date=on, what=write_task("absent", person), was=None, now=person, reason=reason, when=when)
        for person in sorted(set(people))
    )


def returned(changes: Sequence[Change], ledger: Sequence[Change], on: date) -> frozenset[str]:
    """Who was declared absent on a date and has every task back by these changes, so that nobody stands in for them."""
    given = {change.now for change in changes if change.date == on and change.now is not None}
    return frozenset((given & missing(ledger, on)) - replaced_on((*ledger, *changes), on).keys())
