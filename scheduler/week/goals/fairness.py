"""Fairness: the sum over teachers of (day_load + work)² − day_load², work = slots led, escorted or cared for."""

from scheduler.week.context import Context
from scheduler.week.goals.squares import add_square


def add(ctx: Context) -> None:
    """A chain for each teacher."""
    for teacher in ctx.school.teachers:
        working = [v for s in ctx.school.slot_by_id for v in ctx.working(teacher.teacher_id, s)]
        most = min(ctx.data.most_slots(teacher), len(ctx.data.teacher_slots[teacher.teacher_id]))
        add_square(ctx, "fairness", (teacher.teacher_id,), working, most, teacher.day_load, 1)
