"""Coverage: 100 for a homework or strand session not held and for a duty not filled, 10 for a place not given."""

from scheduler.week.context import Context

SESSION, PLACE = 100, 10


def add(ctx: Context) -> None:
    """What is wanted as a constant, what is given taken off it."""
    wanted = ctx.data.class_slots
    ctx.constant("coverage", SESSION * (len(wanted["homework"]) + len(wanted["strand"])))
    for offer, held in ctx.held.items():
        if ctx.data.activity(offer).kind in ("homework", "strand"):
            ctx.penalise("coverage", (offer.class_id or "", offer.time), held, -SESSION)
    if ctx.data.duty:
        ctx.constant("coverage", SESSION * sum(ctx.data.duty.demand.values()))
        for key, var in ctx.duties.items():
            ctx.penalise("coverage", (str(key[1]), key[2]), var, -SESSION)
    ctx.constant("coverage", PLACE * sum(group.count * len(group.options) for group in ctx.groups))
    for (_, block, option), var in ctx.place.items():
        ctx.penalise("coverage", (block, option.offer.activity), var, -PLACE)
    wanted_times = sum(ctx.school.activity_by_id[row.activity_id].sessions_week for row in ctx.school.tutoring)
    ctx.constant("coverage", PLACE * wanted_times)
    for key, var in ctx.tutored.items():
        ctx.penalise("coverage", key, var, -PLACE)
