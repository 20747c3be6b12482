"""R3: in a strand slot a class has at most one strand; over the week each strand at most ``sessions_week`` times."""

from collections import defaultdict

from scheduler.week.context import Context, Var


def add(ctx: Context) -> None:
    """Rows by (class, slot) and by (class, strand)."""
    by_slot: dict[tuple[str | None, str], list[Var]] = defaultdict(list)
    by_strand: dict[tuple[str | None, str], list[Var]] = defaultdict(list)
    for offer, var in ctx.held.items():
        if ctx.data.activity(offer).kind == "strand":
            by_slot[offer.class_id, offer.time].append(var)
            by_strand[offer.class_id, offer.activity].append(var)
    for (class_id, slot_id), variables in by_slot.items():
        gap = ctx.gap(1, "unheld", class_id or "", slot_id)
        ctx.unheld[class_id or "", slot_id] = gap
        ctx.model.add_exactly_one([*variables, gap])
    for (_, activity), variables in by_strand.items():
        ctx.most(variables, ctx.school.activity_by_id[activity].sessions_week)
