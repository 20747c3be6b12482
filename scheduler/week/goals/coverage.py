"""Coverage: 100 for a homework or strand session not held and for a duty not filled, 10 for a place not given.

What no decision could give at all (no option, no room, nobody) is a constant.
"""

from scheduler.week.context import Context

SESSION, PLACE = 100, 10


def add(ctx: Context) -> None:
    """Every gap at its price."""
    _sessions(ctx)
    _duties(ctx)
    _places(ctx)
    _tutoring(ctx)


def _sessions(ctx: Context) -> None:
    wanted = ctx.data.class_slots
    ctx.constant("coverage", SESSION * len(wanted["homework"]))
    for offer, held in ctx.held.items():
        if ctx.data.activity(offer).kind == "homework":
            ctx.penalise("coverage", (offer.class_id or "", offer.time), held, -SESSION)
    ctx.constant("coverage", SESSION * sum(key not in ctx.unheld for key in wanted["strand"]))
    for key, gap in ctx.unheld.items():
        ctx.penalise("coverage", key, gap, SESSION)


def _duties(ctx: Context) -> None:
    if ctx.data.duty:
        for (weekday, post), dates in ctx.data.duty.demand.items():
            gap = ctx.unfilled.get((weekday, post))
            if gap is None:
                ctx.constant("coverage", SESSION * dates)
            else:
                ctx.penalise("coverage", (str(weekday), post), gap, SESSION)


def _places(ctx: Context) -> None:
    for index, group in enumerate(ctx.groups):
        for block, _ in group.options:
            gap = ctx.unplaced.get((index, block))
            if gap is None:
                ctx.constant("coverage", PLACE * group.count)
            else:
                ctx.penalise("coverage", (str(index), block), gap, PLACE)


def _tutoring(ctx: Context) -> None:
    for row in ctx.school.tutoring:
        key = (row.student_id, row.activity_id)
        if key in ctx.untutored:
            ctx.penalise("coverage", key, ctx.untutored[key], PLACE)
        else:
            ctx.constant("coverage", PLACE * ctx.school.activity_by_id[row.activity_id].sessions_week)
