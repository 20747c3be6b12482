"""Wishes: 3 for a slot worked that is in ``avoid``, 1 for one not in ``prefer`` where a teacher named any."""

from scheduler.week.context import Context

AVOIDED, NOT_PREFERRED = 3, 1


def add(ctx: Context) -> None:
    """Terms by teacher and slot."""
    for teacher in ctx.school.teachers:
        for slot_id in ctx.school.slot_by_id:
            price = AVOIDED * (slot_id in teacher.avoid)
            price += NOT_PREFERRED * (bool(teacher.prefer) and slot_id not in teacher.prefer)
            for var in ctx.working(teacher.teacher_id, slot_id):
                ctx.penalise("wishes", (teacher.teacher_id, slot_id), var, price)
