"""Seats that are short because rooms are closed then: told with the rooms to open, and not again beside the same of their slots."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from scheduler.shortages.rooms import Loss, enough, opened, shut
from scheduler.shortages.seats import BlockSeats
from scheduler.shortages.shortage import Shortage


def told(block: BlockSeats, rooms: Iterable[Shortage]) -> Iterator[Shortage]:
    """The shortages of the block's seats; ``rooms``: those of rooms, which say of some blocks what is enough for these."""
    of = block.block.block_id
    cleared = any(of in str(short.args.get("cleared", "")).split(";") for short in rooms)
    seats = tuple(block.shortages())
    about = [short for short in seats if short.args.get("by") in ("room", "size")]
    found = _opening(block) if about and not cleared else {}
    for short in seats:
        if short not in about:
            if not cleared or short.key != "seats.none":
                yield short
        elif not cleared:
            yield replace(short, args=short.args | found) if short is about[0] or found.get("left") == 0 else short


def _opening(block: BlockSeats) -> dict[str, str | int]:
    """Rooms that are closed in the block and would do (``shut``), those of them that are enough (``open``), and for how many
    students of the block there is no place all the same (``left``); nothing where it does not help."""
    slots = block.block.slots
    rooms = [room.room_id for room in shut(block.school, slots) if block.could_use(room)]

    def loss(some: Sequence[str]) -> Loss:
        other = block.school.replaced(rooms=opened(block.school, some, slots))
        return (block.within(other).unseated(),)

    found = enough(rooms, loss)
    return {"shut": ";".join(rooms), "open": ";".join(found[0]), "left": found[1][0]} if found else {}
