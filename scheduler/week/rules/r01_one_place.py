"""R1: in any slot a teacher, an instructor or a student is in at most one session."""

from scheduler.week.context import Context


def add(ctx: Context) -> None:
    """A teacher works once in a slot, an instructor too; a student has one tutoring group at a time.

    A student's clubs cannot meet anything else: blocks share no slot with each other or with homework.
    """
    for teacher in ctx.school.teachers:
        for slot_id in ctx.school.slot_by_id:
            ctx.one_role(teacher.teacher_id, slot_id)
    for instructor in ctx.data.usable_instructors:
        for slot_id in ctx.school.slot_by_id:
            ctx.most(ctx.coming(instructor.instructor_id, slot_id), 1)
