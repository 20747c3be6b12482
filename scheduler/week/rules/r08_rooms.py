"""R8: a room has at most ``groups`` sessions at once. Tag, size and opening decide which rooms an offer may use."""

from collections import defaultdict

from scheduler.week.context import Context, Var, total


def add(ctx: Context) -> None:
    """Every session in one room class; the sessions of a class, and of a home room, within its ``groups``."""
    used: dict[tuple[int, str], list[tuple[Var, int]]] = defaultdict(list)
    home: dict[tuple[str, str], list[tuple[Var, int]]] = defaultdict(list)
    for offer, held in ctx.held.items():
        rooms = ctx.room_plan.choices[offer]
        if len(rooms) > 1:
            ctx.model.add(total(ctx.rooms[offer, k] for k in rooms) == held)
        fixed = ctx.room_plan.fixed(offer)
        for slot_id in ctx.data.times[offer.time]:
            for k in rooms:
                used[k, slot_id].append((ctx.rooms[offer, k], offer.limit))
            if fixed:
                home[fixed, slot_id].append((held, offer.limit))
    for (k, _), variables in used.items():
        _within(ctx, variables, ctx.room_plan.classes[k].groups)
    for (room, _), variables in home.items():
        _within(ctx, variables, ctx.school.room_by_id[room].groups)


def _within(ctx: Context, variables: list[tuple[Var, int]], groups: int) -> None:
    if sum(limit for _, limit in variables) > groups:
        ctx.most([v for v, _ in variables], groups)
