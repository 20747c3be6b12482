"""Duty: fair over people in each role (with carry), over posts and weekdays, and gladly where somebody said so.

All of it is a function of how many duties each person has on each weekday at each post over the term.
"""

from collections import Counter, defaultdict

from scheduler.week.context import Context, Var, total
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
    ctx.constant("duty", duty.past_cost)
    past = _past(duty.past, roles)
    for (person, role), variables in by_role.items():
        start = staff[person].carry + past[person, f"role {role}"]
        add_square(ctx, "duty", (person, role), variables, duty.total[person], start, ROLE_WEIGHT)
    for (person, post), found in by_post.items():
        most = min(duty.total[person], sum(n for _, n in found))
        add_square(ctx, "duty", (person, post), [v for v, _ in found], most, past[person, post], 1)
    usual = _usual(ctx, duty.demand)
    for (person, weekday), variables in by_day.items():
        most = duty.on_weekday[person, weekday]
        steps = add_square(ctx, "duty", (person, str(weekday)), variables, most, past[person, weekday], 1)
        _none_while_working(ctx, person, weekday, steps, usual[weekday])


def _past(counts: dict[tuple[str, int, str], int], roles: dict[str, str]) -> Counter[tuple[str, str | int]]:
    """Each person's duties that are over, by role, post and weekday. (Ids of posts and names of roles do not meet.)"""
    found: Counter[tuple[str, str | int]] = Counter()
    for (person, weekday, post), n in counts.items():
        found[person, f"role {roles[post]}"] += n
        found[person, post] += n
        found[person, weekday] += n
    return found


def _usual(ctx: Context, demand: dict[tuple[int, str], int]) -> dict[int, int]:
    """How many duties of a weekday a person has on average, rounded down."""
    people: dict[int, set[str]] = defaultdict(set)
    dates: Counter[int] = Counter()
    for person, weekday, _ in ctx.duties:
        people[weekday].add(person)
    for (weekday, _), n in demand.items():
        dates[weekday] += n
    return {weekday: dates[weekday] // len(found) for weekday, found in people.items()}


def _none_while_working(ctx: Context, person: str, weekday: int, steps: list[Var], usual: int) -> None:
    """Work in a slot leaves no duty of the weekday at the posts that clash with it.

    R12 says so already; step by step it is far tighter in the linear relaxation, in which half a session would
    otherwise leave room for nearly all duties (the perspective of the square, Günlük and Linderoth 2010). Where every post of
    the person clashes, work takes every step of the weekday's chain. Where some do, there are as many duties at these as there are
    steps at most, of which work takes each: with w = 1 while working, they are at most m·(1 − w) and the steps after the first m, for every m,
    of which those near the ``usual`` number of duties say nearly all.
    """
    posts = sum((who, day) == (person, weekday) for who, day, _ in ctx.duties)
    for busy in ctx.busy[person, weekday]:
        if len(busy.closed) == posts:
            for step in steps:
                ctx.model.add(step + busy.var <= 1)
        for m in range(max(1, usual), min(len(steps), usual + 3)) if len(busy.closed) < posts else ():
            ctx.model.add(total(busy.closed) + m * busy.var <= m + total(steps[m:]))
