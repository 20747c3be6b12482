"""R4 and R8 for clubs: sections have between ``min_size`` and ``max_size`` students and fit their rooms.

Students of an offer are shared out over its sections afterwards: with n sections, a total between n × min_size
and the sum over their rooms of min(max_size, capacity) can always be split.
"""

import numpy as np

from scheduler.search.cuts import Sections
from scheduler.week.context import Context, Var, total, weighted
from scheduler.week.data import Offer


def add(ctx: Context) -> None:
    """Enrolment of each offer against its sections, and nobody in an activity that is not held."""
    for offer, enrolled in _enrolled(ctx).items():
        held = ctx.held[offer]
        size_bounds(ctx, offer, held, [v for v, _ in enrolled], [n for _, n in enrolled])
        for var, count in enrolled:
            ctx.model.add(var <= count * held)


def club_sections(ctx: Context) -> list[Sections]:
    """What the sections of each club at a time can take, for cutting planes."""
    found: list[Sections] = []
    for offer, enrolled in _enrolled(ctx).items():
        activity = ctx.data.activity(offer)
        seats = [_seats(ctx, k, activity.max_size) for k in ctx.room_plan.choices[offer]]
        members = np.array([v.index for v, _ in enrolled], dtype=np.int64)
        sizes = np.array([n for _, n in enrolled], dtype=np.int64)
        found.append(Sections(ctx.held[offer].index, members, sizes, max(1, activity.min_size), max(seats)))
    return found


def _enrolled(ctx: Context) -> dict[Offer, list[tuple[Var, int]]]:
    """Of each club at a time the places that groups may have in it, with the groups' sizes."""
    clubs = [offer for offer in ctx.held if ctx.data.activity(offer).kind == "club"]
    found: dict[Offer, list[tuple[Var, int]]] = {offer: [] for offer in clubs}
    for (index, _, option), var in ctx.place.items():
        if option.offer in found:
            found[option.offer].append((var, ctx.groups[index].count))
    return found


def _seats(ctx: Context, room_class: int, max_size: int | None) -> int:
    capacity = ctx.room_plan.classes[room_class].capacity
    return capacity if max_size is None else min(capacity, max_size)


def size_bounds(ctx: Context, offer: Offer, held: Var, students: list[Var], counts: list[int]) -> None:
    """n × min_size <= students <= the seats of the n sections in the rooms that they have."""
    activity = ctx.data.activity(offer)
    rooms = ctx.room_plan.choices[offer]
    seats = [_seats(ctx, k, activity.max_size) for k in rooms]
    here = sum(counts)
    ctx.model.add(total(students) >= max(1, activity.min_size) * held)
    ctx.model.add(total(students) <= weighted([ctx.rooms[offer, k] for k in rooms], [min(s, here) for s in seats]))
