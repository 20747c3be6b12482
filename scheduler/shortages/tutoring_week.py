"""A week's tutoring groups of all kinds together against the rooms that are left for them in the slots in which they can meet."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from models.places import Room
from models.school import School
from scheduler.shortages import needs
from scheduler.shortages.network import Deficit, Network
from scheduler.shortages.rooms import opened, room_fits
from scheduler.shortages.shortage import Shortage
from scheduler.shortages.staff import Staff
from scheduler.shortages.tutoring import Groups

_MANY = 40
"""So many rooms more are looked at at most."""


def shortages(school: School, staff: Staff, groups: Sequence[Groups]) -> Iterator[Shortage]:
    """Tutoring of which a week has more groups than places, whoever leads them."""
    wanted = [one for one in groups if one.slots]
    for deficit in _network(school, wanted).deficits():
        acts = [str(node[1]) for node in deficit.needs if isinstance(node, tuple)]
        mine = [one for one in wanted if one.activity.activity_id in acts]
        counts = {one.activity.activity_id: _count(one) for one in mine}
        slots = {slot for one in mine for slot in one.slots}
        rooms = _rooms(school, mine)
        args: dict[str, str | int] = {"activities": ";".join(counts), "groups": ";".join(map(str, counts.values()))}
        args |= {"rooms": ";".join(r.room_id for r in rooms), "needed": deficit.needed, "available": deficit.available}
        args |= {"slots": ";".join(slot for slot in school.slot_by_id if slot in slots)}
        args |= _ways(school, staff, mine, rooms)
        yield Shortage("tutoring", "tutoring.week", tuple(counts), deficit.needed, deficit.available, args)


def rooms_wanted(school: School, staff: Staff, activities: Iterable[str], kinds: str) -> int:
    """So many rooms of these kinds, each for a group at once and open for all homework, tutoring without any wants at least."""
    acts = [school.activity_by_id[one] for one in activities]
    room = Room(room_id="+", kinds=tuple(kinds.split(";")), capacity=len(school.students) or 1)
    changed = school.replaced(rooms=(*school.rooms, room))
    groups = [Groups(changed, staff, one) for one in acts]
    return _rooms_more(school, groups, room.kinds)


def untold(found: Iterable[Shortage], weeks: Sequence[Shortage]) -> Iterator[Shortage]:
    """Without what ``weeks`` say of the same tutoring: rooms of one slot for it alone, and days on which its rooms are closed, where it
    is enough to open these."""
    short_of = {act for short in weeks for act in short.names}
    closed = {act for short in weeks if short.args["free"] for act in short.names}
    for short in found:
        acts = set(str(short.args.get("activity", short.args.get("activities", ""))).split(";"))
        alone = short.key == "rooms.slot" and not short.args["classes"] and not short.args["blocks"]
        why = [name for name, slots in short.args.items() if name.startswith("why_") and slots]
        days = short.key == "tutoring.slots" and why == ["why_closed"]
        if not ((alone and acts <= short_of) or (days and acts <= closed)):
            yield short


def with_rooms(school: School, staff: Staff, found: Iterable[Shortage]) -> Iterator[Shortage]:
    """Tutoring for whose kind there is no room with how many of them it takes at least."""
    for short in found:
        if short.key != "tutoring.room.kind":
            yield short
            continue
        count = rooms_wanted(school, staff, str(short.args["activities"]).split(";"), str(short.args["kinds"]))
        yield replace(short, args=short.args | {"further": count})


def _count(one: Groups) -> int:
    """The fewest groups of a week, but no more than can meet by themselves."""
    return min(one.fewest_groups(), one.activity.max_sections * len(one.slots))


def _rooms(school: School, groups: Sequence[Groups]) -> list[Room]:
    """The rooms for some of the groups."""
    rooms = {room.room_id for one in groups for room in one.rooms_if_open}
    return [room for room in school.rooms if room.room_id in rooms]


def _network(school: School, groups: Sequence[Groups], more: int = 0, kinds: Sequence[str] = ()) -> Network:
    """Groups against places in their slots; ``more``: with so many rooms of these kinds besides in every slot."""
    network, home = Network(), _at_home(school)
    places: Counter[tuple[str, frozenset[str]]] = Counter()
    slots = {slot: [one for one in groups if slot in one.slots] for slot in school.slot_by_id}
    fits = {one.activity.activity_id: {room.room_id for room in one.rooms_if_open} for one in groups}
    for slot, here in slots.items():
        for room in school.rooms if here else ():
            acts = frozenset(one.activity.activity_id for one in here if room.room_id in fits[one.activity.activity_id])
            left = room.groups - home[room.room_id, slot]
            if acts and slot not in room.unavailable and left > 0:
                places[slot, acts] += left
        acts = frozenset(one.activity.activity_id for one in here if room_fits(one.activity, kinds))
        if acts and more:
            places[slot, acts] += more
    for one in groups:
        node = ("tutoring", one.activity.activity_id)
        network.need(node, _count(one))
        for slot in one.slots:
            network.link(node, (*node, slot), one.activity.max_sections)
    for (slot, acts), count in places.items():
        network.limit((slot, acts), count)
        for act in acts:
            network.link(("tutoring", act, slot), (slot, acts))
    return network


def _at_home(school: School) -> Counter[tuple[str, str]]:
    """How many classes must have homework or a strand in (room id, slot id), which is their home room."""
    found: Counter[tuple[str, str]] = Counter()
    for kind in ("homework", "strand"):
        for class_id, slot in needs.sessions_due(school, kind):
            one = school.class_by_id[class_id]
            homework = school.homework_of(one.grade)
            every = needs.strands_of(school, one.grade) if kind == "strand" else (homework,) if homework else ()
            acts = [activity for activity in every if activity.runs_in(slot)]
            if one.room_id and acts and all(activity.in_home_room for activity in acts):
                found[one.room_id, slot] += 1
    return found


def _deficits(
    school: School, groups: Sequence[Groups], more: int = 0, kinds: Sequence[str] = ()
) -> tuple[Deficit, ...]:
    return _network(school, groups, more, kinds).deficits()


def _rooms_more(school: School, groups: Sequence[Groups], kinds: Sequence[str]) -> int:
    """The fewest rooms of these kinds besides with which all groups have a place; 0 where none are enough."""
    low, high = 0, _MANY
    if _deficits(school, groups, high, kinds):
        return 0
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _deficits(school, groups, middle, kinds) else (low, middle)
    return high


def _ways(school: School, staff: Staff, mine: Sequence[Groups], rooms: Sequence[Room]) -> dict[str, str | int]:
    """Rooms that are closed in homework slots of the students (``shut``, in ``cells``) and whether it is enough to open them (``free``);
    else so many more of their kinds, with these rooms open (``after``) or as they are (``further``); and what is enough besides."""
    times = {slot for one in mine for slot in one.meetings}
    closed = [room.room_id for room in rooms if times & set(room.unavailable)]
    kinds = sorted(set.intersection(*(set(one.activity.room_kinds) for one in mine)))
    args: dict[str, str | int] = {"kinds": ";".join(kinds), "further": _rooms_more(school, mine, kinds), "free": 0}
    if closed:
        cells = {slot for room in rooms for slot in room.unavailable} & times
        changed = school.replaced(rooms=opened(school, closed, times))
        again = [Groups(changed, staff, one.activity) for one in mine]
        args["free"] = int(not (_deficits(changed, again) or any(tuple(one.shortages()) for one in again)))
        args["after"] = _rooms_more(changed, again, kinds) if not args["free"] and kinds else 0
        args |= {"shut": ";".join(closed), "cells": ";".join(s for s in school.slot_by_id if s in cells)}
    return args if args["free"] else args | _cells(school, staff, mine, rooms)


def _cells(school: School, staff: Staff, mine: Sequence[Groups], rooms: Sequence[Room]) -> dict[str, str | int]:
    """Cells that are enough each by themselves, whatever else there is: ``shared``, groups of the rooms, ``size``: max_size of the tutoring,
    and the least ``capacity``, which of the rooms the ``narrow`` ones have less of."""
    acts = {one.activity.activity_id for one in mine}
    most = max(len(meeting.students) for one in mine for meeting in one.meetings.values())
    names = {room.room_id for room in rooms}

    def roomy(**least: int) -> School:
        grown = (
            room.model_copy(update={cell: max(getattr(room, cell), value) for cell, value in least.items()})
            if room.room_id in names
            else room
            for room in school.rooms
        )
        return school.replaced(rooms=tuple(grown))

    unbound = (a.model_copy(update={"max_size": None}) if a.activity_id in acts else a for a in school.activities)
    free = {"shared": roomy(groups=_MANY), "size": school.replaced(activities=tuple(unbound))}
    args: dict[str, str | int] = {cell: int(_enough(changed, staff, mine)) for cell, changed in free.items()}
    low, high = 0, most
    if not _enough(roomy(capacity=most), staff, mine):
        return args
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _enough(roomy(capacity=middle), staff, mine) else (middle, high)
    narrow = [room for room in rooms if room.capacity < high]
    args |= {"capacity": high, "seats": max(room.capacity for room in narrow)}
    return args | {"narrow": ";".join(room.room_id for room in narrow)}


def _enough(school: School, staff: Staff, groups: Sequence[Groups]) -> bool:
    """Whether in this school, a changed one, all the groups have a place, as many as there then are."""
    again = [Groups(school, staff, school.activity_by_id[one.activity.activity_id]) for one in groups]
    return not _deficits(school, again)
