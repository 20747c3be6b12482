"""R11 as far as counts over the term can say it: each post's dates, each person's most, in all and by weekday."""

from collections import defaultdict

from scheduler.week.context import Context, Var, total


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
    if duty.least_unfilled:
        everything = sum(duty.demand.values())
        ctx.model.add(total(ctx.duties.values()) <= everything - duty.least_unfilled)
