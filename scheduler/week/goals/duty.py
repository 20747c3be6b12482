"""Duty: fair over people in each role (with carry), over posts and weekdays, and gladly where somebody said so.

All of it is a function of how many duties each person has on each weekday at each post over the term.
"""

from collections import defaultdict

from scheduler.week.context import Context, Var
from scheduler.week.goals.squares import add_square

ROLE_WEIGHT = 10


def add(ctx: Context) -> None:
    """Chains by (person, role), (person, post) and (person, weekday); wishes one by one."""
    duty = ctx.data.duty
    if not duty:
        return
    staff = {s.staff_id: s for s in ctx.school.duty_staff}
    roles = {p.post_id: p.role for p in ctx.school.posts}
    by_role: dict[tuple[str, str], list[Var]] = defaultdict(list)
    by_post: dict[tuple[str, str], list[tuple[Var, int]]] = defaultdict(list)
    by_day: dict[tuple[str, int], list[Var]] = defaultdict(list)
    for (person, weekday, post), var in ctx.duties.items():
        by_role[person, roles[post]].append(var)
        by_post[person, post].append((var, duty.most[person, weekday, post]))
        by_day[person, weekday].append(var)
        if staff[person].wishes and weekday not in staff[person].wishes:
            ctx.penalise("duty", (person, str(weekday), "wish"), var, 1)
    for (person, role), variables in by_role.items():
        start = staff[person].carry
        add_square(ctx, "duty", (person, role), variables, duty.total[person], start, ROLE_WEIGHT)
    for (person, post), found in by_post.items():
        most = min(duty.total[person], sum(n for _, n in found))
        add_square(ctx, "duty", (person, post), [v for v, _ in found], most, 0, 1)
    for (person, weekday), variables in by_day.items():
        add_square(ctx, "duty", (person, str(weekday)), variables, duty.on_weekday[person, weekday], 0, 1)
