"""R6: limits of teachers and instructors by day and week, visits, and the weekly budget.

``unavailable``, ``available`` and R7 (clearance) are kept by not making the decision at all.
"""

from itertools import accumulate

from scheduler.week.context import Context, Var, total, weighted


def add(ctx: Context) -> None:
    """Leading, escorting and caring all count; a session over n slots counts n."""
    days = sorted({slot.weekday for slot in ctx.school.slots})
    for teacher in ctx.school.teachers:
        week: list[Var] = []
        for day in days:
            today = _in_day(ctx, teacher.teacher_id, day)
            ctx.most(today, teacher.max_sessions_day)
            week += today
        ctx.most(week, ctx.data.most_slots(teacher))
    fees: list[tuple[Var, int]] = []
    for instructor in ctx.data.usable_instructors:
        week = []
        for day in days:
            slots = [s.slot_id for s in ctx.school.slots if s.weekday == day]
            today = [v for s in slots for v in ctx.coming(instructor.instructor_id, s)]
            week += today
            if instructor.min_sessions_visit > 1 and today:
                _visit(ctx, instructor.instructor_id, day, slots, instructor.min_sessions_visit)
        ctx.most(week, instructor.max_sessions_week)
        fees += [(var, instructor.fee) for var in week if instructor.fee]
    budget = ctx.school.policy.weekly_budget
    if budget is not None and fees:
        ctx.model.add(weighted([v for v, _ in fees], [fee for _, fee in fees]) <= budget)
        ctx.most([v for v, _ in fees], _most_visits(ctx, budget))


def _most_visits(ctx: Context, budget: int) -> int:
    """How many paid slots the budget allows if the cheapest come: rounded down, which the linear relaxation is not."""
    fees: list[int] = []
    for instructor in ctx.data.usable_instructors:
        slots = sum(bool(ctx.coming(instructor.instructor_id, s)) for s in ctx.school.slot_by_id)
        fees += [instructor.fee] * min(slots, instructor.max_sessions_week) if instructor.fee else []
    return sum(spent <= budget for spent in accumulate(sorted(fees)))


def _in_day(ctx: Context, teacher_id: str, day: int) -> list[Var]:
    slots = [s.slot_id for s in ctx.school.slots if s.weekday == day]
    return [v for s in slots for v in ctx.working(teacher_id, s)]


def _visit(ctx: Context, person: str, day: int, slots: list[str], fewest: int) -> None:
    comes = ctx.boolean("comes", person, str(day))
    ctx.comes[person, day] = comes
    today = [v for s in slots for v in ctx.coming(person, s)]
    ctx.model.add(total(today) >= fewest * comes)
    for slot_id in slots:
        variables = ctx.coming(person, slot_id)
        if variables:
            ctx.model.add(total(variables) <= comes)
