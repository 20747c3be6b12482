"""R14: tutoring groups of the right size; a student once a weekday, at most ``sessions_week`` times."""

from collections import defaultdict

from scheduler.week.context import Context, Var, total
from scheduler.week.rules.r04_clubs import size_bounds


def add(ctx: Context) -> None:
    """Groups against their students; a student's groups by weekday, week and slot."""
    members: dict[tuple[str, str], list[Var]] = defaultdict(list)
    by_day: dict[tuple[str, str, int], list[Var]] = defaultdict(list)
    by_week: dict[tuple[str, str], list[Var]] = defaultdict(list)
    by_slot: dict[tuple[str, str], list[Var]] = defaultdict(list)
    for (student_id, activity, slot_id), var in ctx.tutored.items():
        members[activity, slot_id].append(var)
        by_day[student_id, activity, ctx.data.weekday(slot_id)].append(var)
        by_week[student_id, activity].append(var)
        by_slot[student_id, slot_id].append(var)
    for offer, held in ctx.held.items():
        if ctx.data.activity(offer).kind == "tutoring":
            size_bounds(ctx, offer, held, members[offer.pool], [1] * len(members[offer.pool]))
            for var in members[offer.pool]:
                ctx.model.add(var <= held)
    for variables in [*by_day.values(), *by_slot.values()]:
        ctx.most(variables, 1)
    for (student_id, activity), variables in by_week.items():
        wanted = ctx.school.activity_by_id[activity].sessions_week
        gap = ctx.gap(wanted, "untutored", student_id, activity)
        ctx.untutored[student_id, activity] = gap
        ctx.model.add(total(variables) + gap == wanted)
    _whole_groups(ctx, members)


def _whole_groups(ctx: Context, members: dict[tuple[str, str], list[Var]]) -> None:
    """All groups of an activity over the week as one whole number: it rounds up what single slots leave in parts."""
    held: dict[str, list[Var]] = defaultdict(list)
    limit: dict[str, int] = defaultdict(int)
    for offer, var in ctx.held.items():
        if ctx.data.activity(offer).kind == "tutoring":
            held[offer.activity].append(var)
            limit[offer.activity] += offer.limit
    for activity_id, groups in held.items():
        most = ctx.school.activity_by_id[activity_id].max_size
        if most and len(groups) > 1:
            number = ctx.integer(limit[activity_id], "groups", activity_id)
            ctx.whole_groups[activity_id] = number
            ctx.model.add(total(groups) == number)
            students = [v for (activity, _), found in members.items() if activity == activity_id for v in found]
            ctx.model.add(total(students) <= most * number)
            missing = [gap for (_, activity), gap in ctx.untutored.items() if activity == activity_id]
            _rounded_up(ctx, number, missing, _wanted(ctx, activity_id), most)


def _wanted(ctx: Context, activity_id: str) -> int:
    """How many places of groups all students of an activity ask for in a week."""
    students = sum(activity == activity_id for _, activity in ctx.untutored)
    return students * ctx.school.activity_by_id[activity_id].sessions_week


def _rounded_up(ctx: Context, number: Var, missing: list[Var], wanted: int, most: int) -> None:
    """As many groups as all need, rounded up, less one for every ``rest`` places that are missing.

    Follows from wanted − missing <= most × number in whole numbers (mixed-integer rounding, Nemhauser and Wolsey 1990); in the
    linear relaxation 19 students would take 2.4 groups of 8.
    """
    rest = wanted % most
    if rest:
        ctx.model.add(total(missing) + rest * number >= rest * (wanted // most + 1))
