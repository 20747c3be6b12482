"""What the limits of a duty roster, so many a week and so long from one duty to the next, keep a person from."""

from collections.abc import Iterable, Sequence

from models.duty import DutyStaff
from scheduler.calendar import SchoolDay
from scheduler.explain.facts import Facts, Said
from scheduler.messages import say
from scheduler.reasons.posts import prevented, too_close

DAYS_OF_WEEK = 7

_WEEK_FULL = {"max_week", "max_week_gap"}


def held_back(facts: Facts, row: DutyStaff, *, fewer: bool) -> Iterable[Said]:
    """That no more duties fit within the person's limits, whatever the others have, or as long as these stay on their dates.

    ``fewer``: others have more duties; the second is told only then.
    """
    if not row.max_week:
        yield facts.said("rounds.never", 2)
        return
    mine = {d.date for d in facts.held.duties_of.get(row.staff_id, ())}
    days = [day for day in facts.days if day.date in mine or _can_come(facts, row, day)]
    most, others = most_duties(days, row.max_week, row.min_gap), [day for day in days if day.date not in mine]
    if not mine:
        return
    if not others:
        yield facts.said("rounds.every", 2, count=len(mine))
    elif len(mine) == most:
        week = most_duties(days, DAYS_OF_WEEK, row.min_gap) > most
        gap = most_duties(days, row.max_week, 1) > most
        limits = _limits(facts, row, week=week or not gap, gap=gap or not week)
        yield facts.said("rounds.full", 2, limits=limits, most=most)
    elif fewer:
        causes = [too_close(facts.offers, row, day) for day in others]
        keys = {cause.key for cause in causes if cause}
        if None not in causes:
            limits = _limits(facts, row, week=bool(keys & _WEEK_FULL), gap=bool(keys - {"max_week"}))
            yield facts.said("rounds.tight", 2, limits=limits, count=len(others))


def most_duties(days: Sequence[SchoolDay], max_week: int, min_gap: int) -> int:
    """How many of these days one person can have at most: each as early as the limits allow, which leaves most room after it."""
    taken: list[SchoolDay] = []
    for day in days:
        near = bool(taken) and day.index - taken[-1].index < min_gap
        if not near and sum(one.week == day.week for one in taken) < max_week:
            taken.append(day)
    return len(taken)


def _can_come(facts: Facts, row: DutyStaff, day: SchoolDay) -> bool:
    """Whether, but for their other duties, the person could be on some post on a day."""
    posts = [post for post in facts.school.posts if post.role in row.roles and day.weekday in post.weekdays]
    return any(prevented(facts.offers, row, day, post) is None for post in posts)


def _limits(facts: Facts, row: DutyStaff, *, week: bool, gap: bool) -> str:
    named = [
        say(facts.lang, f"explain.rounds.limit_{name}", count=count)
        for name, count, holds in (("week", row.max_week, week), ("gap", row.min_gap, gap))
        if holds
    ]
    return say(facts.lang, "explain.rounds.limits").join(named)
