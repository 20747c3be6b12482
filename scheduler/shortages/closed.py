"""Seats that are short because rooms are closed then: told with the rooms to open, and not again beside the same of their slots."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from scheduler.shortages.rooms import enough, shut
from scheduler.shortages.seats import BlockSeats
from scheduler.shortages.shortage import Shortage


def told(block: BlockSeats, rooms: Iterable[Shortage]) -> Iterator[Shortage]:
    """The shortages of the block's seats; ``rooms``: those of rooms, which say of some blocks what is enough for these."""
    of = block.block.block_id
    cleared = any(of in str(short.args.get("cleared", "")).split(";") for short in rooms)
    found = {} if cleared else _opening(block)
    settled = cleared or found.get("left") == 0
    first = True
    for short in block.shortages(advised=not settled):
        if short.args.get("by") in ("room", "size"):
            if not cleared:
                yield replace(short, args=short.args | found) if first or settled else short
            first = False
        elif not cleared or short.key != "seats.none":
            yield short


def _opening(block: BlockSeats) -> dict[str, str | int]:
    """Rooms that are closed in the block and would do (``shut``), those of them that are enough (``open``), and for how many
    students of the block there is no place all the same (``left``); nothing where it does not help."""
    slots = block.block.slots
    rooms = [room.room_id for room in shut(block.school, slots) if block.could_use(room)]
    if not rooms or not block.unseated((), slots):
        return {}
    found = enough(rooms, lambda some: block.unseated(some, slots))
    return {"shut": ";".join(rooms), "open": ";".join(found[0]), "left": found[1][0]} if found else {}
