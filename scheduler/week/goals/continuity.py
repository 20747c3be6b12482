"""Continuity: 2 for homework not led by a teacher of the class, 1 for homework not led by its head teacher."""

from scheduler.week.context import Context

STRANGER, NOT_HEAD = 2, 1


def add(ctx: Context) -> None:
    """Both prices for every session held, taken off where one of the class's own teachers leads."""
    for offer, held in ctx.held.items():
        if ctx.data.activity(offer).kind == "homework":
            ctx.penalise("continuity", (offer.class_id or "", offer.time), held, STRANGER + NOT_HEAD)
    for (teacher_id, offer), var in ctx.own.items():
        head = ctx.data.class_teachers(offer.class_id or "")[teacher_id]
        ctx.penalise("continuity", (offer.class_id or "", offer.time), var, -STRANGER - NOT_HEAD * head)
