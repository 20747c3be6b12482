"""Cost: external fees a week, CNY."""

from scheduler.week.context import Context


def add(ctx: Context) -> None:
    """A fee for each slot in which an instructor comes."""
    for instructor in ctx.data.usable_instructors:
        for slot_id in ctx.school.slot_by_id:
            for var in ctx.coming(instructor.instructor_id, slot_id):
                ctx.penalise("cost", (instructor.instructor_id, slot_id), var, instructor.fee)
