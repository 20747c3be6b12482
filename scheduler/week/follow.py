"""What follows from the decisions of a point of the model: gaps, bad weeks, who works, visits, pins that are met."""

from collections import Counter

from scheduler.week.context import Context, Var
from scheduler.week.goals.choices import GOOD_RANKS
from scheduler.week.start import Whole


def follow(ctx: Context, x: Whole) -> None:
    """Put it into the point, whatever was there before. Duties have their own."""

    def at(var: Var) -> int:
        return int(x[var.index])

    def put(var: Var, value: int) -> None:
        x[var.index] = value

    _students(ctx, x)
    roles(ctx, x)
    strands = {(o.class_id, o.time) for o, v in ctx.held.items() if ctx.data.activity(o).kind == "strand" and at(v)}
    for key, gap in ctx.unheld.items():
        put(gap, key not in strands)
    for match, wanted in ctx.pin_matches:
        put(match, all(map(at, wanted)))
    for activity, number in ctx.whole_groups.items():
        put(number, sum(at(v) for o, v in ctx.held.items() if o.activity == activity))
    for (person, day), comes in ctx.comes.items():
        slots = [s.slot_id for s in ctx.school.slots if s.weekday == day]
        put(comes, any(at(v) for s in slots for v in ctx.coming(person, s)))


def roles(ctx: Context, x: Whole) -> None:
    """Say of each teacher whether they work in a slot, by what they do there."""
    for (teacher_id, slot_id), found in ctx.roles.items():
        for works in ctx.working(teacher_id, slot_id):
            x[works.index] = sum(int(x[var.index]) for var in found)


def _students(ctx: Context, x: Whole) -> None:
    placed: Counter[tuple[int, str]] = Counter()
    good: Counter[int] = Counter()
    for (index, block, option), var in ctx.place.items():
        count = int(x[var.index])
        placed[index, block] += count
        good[index] += count * (option.rank in GOOD_RANKS)
    for (index, block), gap in ctx.unplaced.items():
        x[gap.index] = ctx.groups[index].count - placed[index, block]
    for index, bad in ctx.bad_week.items():
        x[bad.index] = max(0, ctx.groups[index].count - good[index])
    tutored = Counter((s, a) for (s, a, _), var in ctx.tutored.items() if x[var.index])
    for (student_id, activity), gap in ctx.untutored.items():
        x[gap.index] = ctx.school.activity_by_id[activity].sessions_week - tutored[student_id, activity]
