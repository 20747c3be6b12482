"""R2 and R8 for homework: the room holds the class's students who stay, less those in tutoring at that time."""

from scheduler.week.context import Context, Var, total


def add(ctx: Context) -> None:
    """A session may be held only if those who are left fit the room; where all fit anyway nothing is added."""
    tutored = _by_class_and_slot(ctx)
    for (offer, k), var in ctx.rooms.items():
        if ctx.data.activity(offer).kind != "homework":
            continue
        excess = ctx.room_plan.size(offer) - ctx.room_plan.classes[k].capacity
        if excess > 0:
            out = tutored.get((offer.class_id or "", offer.time), [])
            ctx.model.add(total(out) >= excess * var)


def _by_class_and_slot(ctx: Context) -> dict[tuple[str, str], list[Var]]:
    found: dict[tuple[str, str], list[Var]] = {}
    for (student_id, _, slot_id), var in ctx.tutored.items():
        found.setdefault((ctx.school.student_by_id[student_id].class_id, slot_id), []).append(var)
    return found
