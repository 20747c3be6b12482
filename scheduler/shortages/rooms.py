"""Rooms: which suit an activity, why none does, and which of those that are closed it is enough to open."""

from collections.abc import Callable, Collection, Iterable, Sequence

from models.places import Room
from models.school import School
from models.services import Activity

_FEW = 6
"""Of so many rooms it is looked at each whether the others are enough."""

#: How much is lost at least with some rooms open.
Loss = Callable[[Sequence[str]], int]


def room_fits(activity: Activity, tags: Iterable[str]) -> bool:
    """Whether a room with the tags suits an activity that is not bound to the home room."""
    return not activity.room_kinds or bool(set(activity.room_kinds) & set(tags))


def suits(school: School, activity: Activity, class_id: str, room: Room) -> bool:
    """Whether the room is one for homework, a strand or a club of the class, whatever its size; for clubs of the school the
    class is blank."""
    if activity.in_home_room:
        return room.room_id == school.class_by_id[class_id].room_id
    return room_fits(activity, room.kinds)


def roomless(school: School, activity: Activity, class_id: str, slots: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """Why the activity finds no room that is open in all the slots and large enough for it, and which rooms that is about:
    ``kind``, ``closed``, ``groups`` (none), either (``idle``), ``small``, or several of these (blank)."""
    rooms, times = [room for room in school.rooms if suits(school, activity, class_id, room)], set(slots)
    usable = [room for room in rooms if room.groups > 0 and not times & set(room.unavailable)]
    large = [room for room in rooms if room.capacity >= max(1, activity.min_size)]
    if not rooms:
        return "kind", ()
    told = large or rooms if not usable else usable if not large else rooms
    idle = "closed" if all(room.groups for room in told) else "groups" if not any(r.groups for r in told) else "idle"
    return (idle if not usable else "small" if not large else ""), tuple(room.room_id for room in told)


def opened(school: School, rooms: Collection[str], slots: Collection[str]) -> tuple[Room, ...]:
    """All rooms, with some of them open in these slots."""
    return tuple(
        room.model_copy(update={"unavailable": tuple(s for s in room.unavailable if s not in slots)})
        if room.room_id in rooms
        else room
        for room in school.rooms
    )


def shut(school: School, slots: Collection[str]) -> list[Room]:
    """The rooms that are closed in one of the slots, those that take most students first."""
    closed = [room for room in school.rooms if room.groups > 0 and set(room.unavailable) & set(slots)]
    return sorted(closed, key=lambda room: -room.groups * room.capacity)


def enough(rooms: Sequence[str], *losses: Loss) -> tuple[tuple[str, ...], tuple[int, ...]] | None:
    """Rooms with which as little is lost as with all of these, and how much; none where all of them change nothing.

    The first ones, and of a few only those without any of which the others are not enough. What matters more comes first among
    the losses, what is sooner counted last.
    """
    if not rooms:
        return None
    least = tuple(loss(rooms) for loss in losses)
    if least >= tuple(loss(()) for loss in losses):
        return None

    def will_do(some: Sequence[str]) -> bool:
        return all(loss(some) == value for loss, value in zip(losses[::-1], least[::-1], strict=True))

    low, high = 0, len(rooms)  # the first ``high`` are enough
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if will_do(rooms[:middle]) else (middle, high)
    taken = list(rooms[:high])
    for room in list(taken) if len(taken) <= _FEW else ():
        others = [one for one in taken if one != room]
        if others and will_do(others):
            taken = others
    return tuple(taken), least
