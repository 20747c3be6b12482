"""R11 as far as counts over the term can say it: each post's dates, each person's most, in all and by weekday.

Where dates could not keep the counts that a first week had asked for, the week is made again with every date.
"""

from collections import defaultdict

from scheduler.week.context import Context, Var, total
from scheduler.week.data import DutyDates


def add(ctx: Context) -> None:
    """Duties of a (weekday, post) up to its open dates; a person's duties up to what dates allow."""
    duty = ctx.data.duty
    if not duty:
        return
    by_post: dict[tuple[int, str], list[Var]] = defaultdict(list)
    by_day: dict[tuple[str, int], list[Var]] = defaultdict(list)
    for (person, weekday, post), var in ctx.duties.items():
        by_post[weekday, post].append(var)
        by_day[person, weekday].append(var)
    for (weekday, post), dates in duty.demand.items():
        if by_post[weekday, post]:
            gap = ctx.gap(dates, "unfilled", str(weekday), post)
            ctx.unfilled[weekday, post] = gap
            ctx.model.add(total(by_post[weekday, post]) + gap == dates)
    for person, limits in duty.limits.items():
        for weekdays, most in limits:
            variables = [var for weekday in sorted(weekdays) for var in by_day[person, weekday]]
            if variables:
                ctx.model.add(total(variables) <= most)
    if duty.dates:
        _dated(ctx, duty.dates)


def never_filled(ctx: Context, least: int) -> None:
    """So many of the posts' dates, at least, nobody can fill, whatever the week is."""
    if ctx.data.duty and least:
        ctx.model.add(total(ctx.duties.values()) <= sum(ctx.data.duty.demand.values()) - least)


def _dated(ctx: Context, dates: DutyDates) -> None:
    """A decision for each duty on a date; they add up to the counts, and keep each post, person, week and gap."""
    by_place: dict[tuple[int, str], list[Var]] = defaultdict(list)
    by_date: dict[tuple[str, int], list[Var]] = defaultdict(list)
    for (person, weekday, post), count in ctx.duties.items():
        here: list[Var] = []
        for date in dates.asking[weekday, post]:
            if date in dates.possible[person]:
                var = ctx.boolean("dated", person, str(date), post)
                ctx.dated[person, date, post] = var
                by_place[date, post].append(var)
                by_date[person, date].append(var)
                here.append(var)
        ctx.model.add(total(here) == count)
    for variables in by_place.values():
        ctx.most(variables, 1)
    for key in dates.pinned:
        if key in ctx.dated:
            ctx.model.add(ctx.dated[key] == 1)
        else:
            ctx.model.add_bool_or([])
    for person in dates.possible:
        _apart(ctx, dates, person, by_date)


def _apart(ctx: Context, dates: DutyDates, person: str, by_date: dict[tuple[str, int], list[Var]]) -> None:
    """A person's duties: one a date, ``max_week`` a week, ``min_gap`` dates from one to the next."""
    weeks: dict[int, list[Var]] = defaultdict(list)
    span = max(1, dates.min_gap[person])
    for date, week in dates.week.items():
        weeks[week] += by_date.get((person, date), [])
        ctx.most([var for d in range(date, date + span) for var in by_date.get((person, d), [])], 1)
    for week, variables in weeks.items():
        ctx.most(variables, dates.max_week[person] - dates.used.get((person, week), 0))
