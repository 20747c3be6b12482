"""Rooms: a session for which there is none, and rooms of a tag for which more ask at once than there are."""

from collections.abc import Iterator
from dataclasses import dataclass

from models.school import School
from scheduler.shortages import strands
from scheduler.shortages.needs import Need, strands_of
from scheduler.shortages.network import Network
from scheduler.shortages.seats import BlockSeats, room_fits
from scheduler.shortages.shortage import Shortage
from scheduler.shortages.strands import suits


@dataclass(frozen=True)
class Sitting:
    """A class's homework or strand session in a slot: one of ``activities`` in one of ``rooms``; students at least."""

    what: str
    class_id: str
    slot_id: str
    students: int
    activities: tuple[str, ...]
    rooms: tuple[str, ...]


def _tutored(school: School) -> dict[tuple[str, int], int]:
    """How many of (class id, weekday) could be in tutoring at once."""
    named = {row.student_id for row in school.tutoring}
    found: dict[tuple[str, int], int] = {}
    for student in school.students:
        for weekday in student.weekdays if student.student_id in named else ():
            found[student.class_id, weekday] = found.get((student.class_id, weekday), 0) + 1
    return found


def sittings(school: School) -> Iterator[Sitting]:
    """Every homework and strand session that must be held, but those that stay in a home room that is not known."""
    tutored = _tutored(school)
    for one in school.classes:
        homework = school.homework_of(one.grade)
        for kind in ("homework", "strand"):
            every = strands_of(school, one.grade) if kind == "strand" else (homework,) if homework else ()
            for slot_id in school.slots_of(one.grade, kind):
                activities = [a for a in every if a.runs_in(slot_id)]
                unknown = any(a.in_home_room and one.room_id not in school.room_by_id for a in activities)
                if unknown or not activities:
                    continue
                weekday = school.slot_by_id[slot_id].weekday
                staying = school.staying.get((one.class_id, weekday), 0)
                out = tutored.get((one.class_id, weekday), 0) if kind == "homework" else 0
                rooms = tuple(
                    room.room_id
                    for room in school.rooms
                    if slot_id not in room.unavailable
                    and room.capacity >= staying - out
                    and room.groups > 0
                    and any(suits(school, a, one.class_id, room) for a in activities)
                )
                acts = tuple(a.activity_id for a in activities)
                if staying:
                    yield Sitting(kind, one.class_id, slot_id, staying - out, acts, rooms)


def shortages(school: School, blocks: tuple[BlockSeats, ...], tutoring: tuple[Need, ...]) -> Iterator[Shortage]:
    """Single sessions first, then slots, then the rooms of each strand in the week."""
    every = tuple(sittings(school))
    yield from _without(school, tuple(s for s in every if not s.rooms))
    known = 0
    for slot_id in school.slot_by_id:
        here = [s for s in every if s.slot_id == slot_id and s.rooms]
        for short in _slot(school, slot_id, here, blocks, tutoring):
            known += short.missing
            yield short
    lost = {s.class_id for s in every if s.what == "strand" and not s.rooms}
    yield from strands.shortages(school, lost, known)


def _without(school: School, none: tuple[Sitting, ...]) -> Iterator[Shortage]:
    """Sessions for which no room will do, a class and kind of session once."""
    by_class: dict[tuple[str, str], list[Sitting]] = {}
    for sitting in none:
        by_class.setdefault((sitting.what, sitting.class_id), []).append(sitting)
    for (what, class_id), members in sorted(by_class.items()):
        largest = max(members, key=lambda s: s.students)
        acts = [school.activity_by_id[a] for a in largest.activities]
        rooms = [r for r in school.rooms if any(suits(school, a, class_id, r) for a in acts)]
        is_open = [r for r in rooms if largest.slot_id not in r.unavailable and r.groups > 0]
        capacity = max((r.capacity for r in is_open), default=0)
        args: dict[str, str | int] = {"what": what, "class": class_id, "slots": ";".join(s.slot_id for s in members)}
        args |= {"needed": largest.students, "available": capacity, "rooms": ";".join(r.room_id for r in rooms)}
        args["kinds"] = ";".join(dict.fromkeys(kind for a in acts for kind in a.room_kinds))
        home = all(activity.in_home_room for activity in acts)
        key = "room.small" if is_open else "room.none" if not rooms else "room.home_closed" if home else "room.closed"
        yield Shortage("room", key, tuple(r.room_id for r in rooms), largest.students, capacity, args)


def _slot(
    school: School, slot_id: str, here: list[Sitting], blocks: tuple[BlockSeats, ...], tutoring: tuple[Need, ...]
) -> Iterator[Shortage]:
    network = Network()
    for sitting in here:
        network.need(sitting, 1)
        for room_id in sitting.rooms:
            network.link(sitting, ("room", room_id))
    for block in blocks:
        if slot_id in block.block.slots:
            count, _ = block.fewest_sections()
            node = ("clubs", block.block.block_id)
            network.need(node, count)
            for room_id in {room_id for offer in block.offers.values() for room_id, _, _ in offer.rooms}:
                network.link(node, ("room", room_id))
    for need in tutoring:
        if need.slots[0][0] == slot_id:
            network.need(need, need.amount)
            activity = school.activity_by_id[need.of]
            for room in school.rooms:
                if room_fits(activity, room.kinds) and room.capacity >= max(1, activity.min_size):
                    network.link(need, ("room", room.room_id))
    _limit(network, school, slot_id)
    for deficit in network.deficits():
        classes = sorted(node.class_id for node in deficit.needs if isinstance(node, Sitting))
        clubs = sorted(str(node[1]) for node in deficit.needs if isinstance(node, tuple))
        groups = sorted(node.of for node in deficit.needs if isinstance(node, Need))
        args: dict[str, str | int] = {"slot": slot_id, "classes": ";".join(classes), "blocks": ";".join(clubs)}
        args |= {"activities": ";".join(groups)}
        args |= {"rooms": ";".join(deficit.names), "needed": deficit.needed, "available": deficit.available}
        yield Shortage("slot_rooms", "rooms.slot", deficit.names, deficit.needed, deficit.available, args)


def _limit(network: Network, school: School, slot_id: str) -> None:
    for room in school.rooms:
        node = ("room", room.room_id)
        if network.graph.has_node(node):
            network.limit(node, room.groups if slot_id not in room.unavailable else 0)
            network.own(node, (room.room_id,))
    for node in [n for n in network.graph if isinstance(n, tuple) and n[0] == "room" and str(n[1]).startswith("?")]:
        network.limit(node, network.total)
