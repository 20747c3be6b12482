"""R9: a parent works past ``leave_by`` only if each child has a place; ``places`` and ``carers`` hold.

That any working parent opens a room where none is free of charge follows from the places; it is said once more by
parent, which is far tighter in the linear relaxation (a whole room, not a part of it).

Children of one group are counted against the rooms of their group and told apart afterwards.
"""

from collections import defaultdict

from models.people import ChildGroup
from scheduler.week.context import Context, Var, total, weighted


def add(ctx: Context) -> None:
    """Places of the rooms in use for the children of working parents, and exactly as many carers as they need."""
    rooms = {r.room_id: r for r in ctx.school.childcare_rooms}
    care: dict[str, list[Var]] = defaultdict(list)
    need: dict[str, list[tuple[Var, int]]] = defaultdict(list)
    for (_, slot_id), var in ctx.care.items():
        care[slot_id].append(var)
    for (room_id, slot_id), var in ctx.room_used.items():
        need[slot_id].append((var, rooms[room_id].carers))
    for slot_id, used in need.items():
        ctx.model.add(total(care[slot_id]) == weighted([v for v, _ in used], [n for _, n in used]))
    for (group, slot_id), open_rooms in ctx.data.open_rooms.items():
        children = children_of(ctx, group, slot_id)
        staffed = [ctx.room_used[r, slot_id] for r in open_rooms if (r, slot_id) in ctx.room_used]
        places = [rooms[r].places for r in open_rooms if (r, slot_id) in ctx.room_used]
        free = sum(rooms[r].places for r in open_rooms if not rooms[r].carers)
        if children:
            ctx.model.add(total(children) <= weighted(staffed, places) + free)
        if staffed:
            ctx.model.add(total(children) >= total(staffed))
        if staffed and not free:
            for teacher_id in ctx.data.children:
                if children_of(ctx, group, slot_id, teacher_id):
                    ctx.model.add(total(ctx.working(teacher_id, slot_id)) <= total(staffed))


def children_of(ctx: Context, group: ChildGroup, slot_id: str, parent: str | None = None) -> list[Var]:
    """The decisions that bring a child of the group (of one parent) into the slot, once for each child."""
    found: list[Var] = []
    for teacher_id in ctx.data.children if parent is None else (parent,):
        count = sum(child.group == group for _, child in ctx.data.children_in(teacher_id, slot_id))
        found += list(ctx.working(teacher_id, slot_id)) * count
    return found
