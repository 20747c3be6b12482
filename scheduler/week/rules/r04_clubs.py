"""R4 and R8 for clubs: sections have between ``min_size`` and ``max_size`` students and fit their rooms.

Students of an offer are shared out over its sections afterwards: with n sections, a total between n × min_size
and the sum over their rooms of min(max_size, capacity) can always be split.
"""

from collections import defaultdict

from scheduler.week.context import Context, Var, total, weighted
from scheduler.week.data import Offer


def add(ctx: Context) -> None:
    """Enrolment of each offer against its sections, and nobody in an activity that is not held."""
    enrolled: dict[Offer, list[tuple[Var, int]]] = defaultdict(list)
    for (index, _, option), var in ctx.place.items():
        enrolled[option.offer].append((var, ctx.groups[index].count))
    for offer, held in ctx.held.items():
        if ctx.data.activity(offer).kind == "club":
            size_bounds(ctx, offer, held, [v for v, _ in enrolled[offer]], [n for _, n in enrolled[offer]])
            for var, count in enrolled[offer]:
                ctx.model.add(var <= count * held)


def size_bounds(ctx: Context, offer: Offer, held: Var, students: list[Var], counts: list[int]) -> None:
    """n × min_size <= students <= the seats of the n sections in the rooms that they have."""
    activity = ctx.data.activity(offer)
    rooms = ctx.room_plan.choices[offer]
    seats: list[int] = []
    for k in rooms:
        capacity = ctx.room_plan.classes[k].capacity
        seats.append(min(capacity, capacity if activity.max_size is None else activity.max_size))
    here = sum(counts)
    ctx.model.add(total(students) >= max(1, activity.min_size) * held)
    ctx.model.add(total(students) <= weighted([ctx.rooms[offer, k] for k in rooms], [min(s, here) for s in seats]))
