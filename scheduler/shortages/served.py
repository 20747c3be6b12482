"""How often somebody may be on duty on some dates, and what keeps them from more."""

from collections.abc import Iterator, Sequence

from models.duty import DutyStaff
from scheduler.calendar import SchoolDay

_FRIDAY = 5
_DAYS = 7


def most(person: DutyStaff, days: Sequence[SchoolDay]) -> int:
    """The most duties that max_week and min_gap leave a person on the days; taking each as early as can be is best."""
    return sum(shares(person, days))


def shares(person: DutyStaff, days: Sequence[SchoolDay]) -> list[int]:
    """These duties by week, of each week with one of the days."""
    last, in_week = None, dict[object, int]()
    for day in days:
        count = in_week.setdefault(day.week, 0)
        apart = last is None or day.index - last >= person.min_gap
        if apart and count < person.max_week:
            in_week[day.week], last = count + 1, day.index
    return list(in_week.values())


def held(person: DutyStaff, days: Sequence[SchoolDay], away: Sequence[SchoolDay]) -> set[str]:
    """What keeps a person from more duties on the days, and on those on which they are on leave: ``leave`` where without it they
    could serve more often; ``week`` where max_week alone is enough to keep them from more, else ``gap`` where min_gap is, else
    both."""
    count = most(person, days)
    every = sorted({day.index: day for day in (*days, *away)}.values(), key=lambda day: day.index)
    found = {"leave"} if most(person, every) > count else set[str]()
    if count == len(days):
        return found
    if most(person.model_copy(update={"min_gap": 1}), days) == count:
        return found | {"week"}
    if most(person.model_copy(update={"max_week": len(days)}), days) == count:
        return found | {"gap"}
    return found | {"week", "gap"}


def runs(days: list[SchoolDay]) -> Iterator[str]:
    """Dates in order as runs, each its first and last date with a slash between. In a run the dates, or the days from Monday to
    Friday, follow each other, so that whoever looks at a calendar counts as many; a holiday begins a new one."""
    first = last = days[0]
    for day in days[1:]:
        apart = (day.date - last.date).days
        weekend = last.date.isoweekday() == _FRIDAY and apart == _DAYS - _FRIDAY + 1
        if day.index != last.index + 1 or not (apart == 1 or weekend):
            yield f"{first.date}/{last.date}"
            first = day
        last = day
    yield f"{first.date}/{last.date}"
