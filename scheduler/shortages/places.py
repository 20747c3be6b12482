"""Rooms: a session for which there is none, and rooms of a tag for which more ask at once than there are."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from models.places import Room
from models.school import School
from models.services import Activity
from scheduler.shortages import small, strands
from scheduler.shortages.needs import Need, strands_of
from scheduler.shortages.network import Deficit, Network, Node
from scheduler.shortages.rooms import enough, opened, room_fits, shut, suits
from scheduler.shortages.seats import BlockSeats
from scheduler.shortages.shortage import Shortage
from scheduler.shortages.small import Small


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
    """Single sessions first, then slots, then the rooms of each strand in the week.

    A room that is told to be too small is not missed again in a slot: there it counts as large enough. Where a class can have no strand
    and one of them is told, of too small a room or of the week, it is not told again: with a room for that one the slot may be filled.
    """
    every = tuple(sittings(school))
    crowded = tuple(strands.too_small(school))
    told = {(one.class_id, one.activity_id) for one in crowded}
    none = [s for s in every if not s.rooms]
    known = told | strands.without_any(school)
    none = [s for s in none if s.what == "homework" or not any((s.class_id, a) in known for a in s.activities)]
    homework = [one for s in none if s.what == "homework" for one in _too_small(school, s)]
    told |= {(one.class_id, one.activity_id) for one in homework}
    yield from _without(school, tuple(s for s in none if any((s.class_id, a) not in told for a in s.activities)))
    lost = {s.class_id for s in none if s.what == "strand"}
    unusable = {c.class_id for c in school.classes if c.room_id and not _groups(school, c.room_id)}
    yield from strands.at_home(
        school, lost | {class_id for class_id, _ in told} | (unusable & {s.class_id for s in none})
    )
    narrow = small.shortages(school, (*homework, *(one for one in crowded if one.class_id not in lost)))
    yield from (strands.with_rooms(school, short) for short in narrow)
    slots: list[Shortage] = []
    for slot_id in school.slot_by_id:
        here = [_as_if_large(school, s, told) for s in every if s.slot_id == slot_id and s.rooms]
        slots += _slot(school, slot_id, here, blocks, tutoring)
    known = sum(min(short.missing, int(short.args["strands"])) for short in slots)
    week = tuple(strands.shortages(school, lost, known))
    yield from _alike(_settled(school, short, week, blocks, tutoring) for short in slots)
    yield from week


def _settled(
    school: School,
    short: Shortage,
    week: Iterable[Shortage],
    blocks: tuple[BlockSeats, ...],
    tutoring: tuple[Need, ...],
) -> Shortage:
    """A shortage of a slot, with the strands (``settled``) of one of the week whose every advice of rooms is enough for the slot too."""
    slot_id = str(short.args["slots"])
    for other in week if short.args["strands"] else ():
        better = tuple(strands.with_advice(school, other))
        if better and not any(
            any(_slot(one, slot_id, _here(one, slot_id), tuple(b.within(one) for b in blocks), tutoring))
            for one in better
        ):
            return replace(short, args=short.args | {"settled": other.args["activities"]})
    return short


def _here(school: School, slot_id: str) -> list[Sitting]:
    """The sessions of a slot for which there is any room."""
    return [one for one in sittings(school) if one.slot_id == slot_id and one.rooms]


def _groups(school: School, room_id: str) -> int:
    """How many groups the room takes; of one that is not known it is not asked."""
    room = school.room_by_id.get(room_id)
    return room.groups if room else 1


def told_as_seats(short: Shortage, seats_of: Mapping[str, Sequence[Shortage]]) -> bool:
    """Whether it is rooms for clubs alone, and the seats of each of their blocks are told to be short for want of rooms."""
    alone = short.key == "rooms.slot" and not short.args["classes"] and not short.args["activities"]
    blocks = str(short.args["blocks"]).split(";") if alone else []
    return bool(blocks) and all(any(s.args.get("by") == "room" for s in seats_of[block]) for block in blocks)


def _alike(slots: Iterable[Shortage]) -> Iterator[Shortage]:
    """Slots in which the same is short of the same rooms at once."""
    same: dict[object, list[Shortage]] = {}
    for short in slots:
        cells = tuple((name, value) for name, value in short.args.items() if name not in ("slots", "strands"))
        same.setdefault((short.names, short.needed, cells), []).append(short)
    for several in same.values():
        times = ";".join(str(one.args["slots"]) for one in several)
        yield replace(several[0], args=several[0].args | {"slots": times})


def _open(school: School, sitting: Sitting, activity_id: str) -> tuple[Room, ...]:
    """The rooms for the activity that are open then, whatever their size."""
    activity = school.activity_by_id[activity_id]
    rooms = (room for room in school.rooms if sitting.slot_id not in room.unavailable and room.groups > 0)
    return tuple(room for room in rooms if suits(school, activity, sitting.class_id, room))


def _too_small(school: School, sitting: Sitting) -> Iterator[Small]:
    """Homework for which the rooms that are open are too small."""
    for activity_id in sitting.activities:
        if rooms := _open(school, sitting, activity_id):
            seats = max(room.capacity for room in rooms)
            yield Small(activity_id, sitting.class_id, sitting.students, seats, tuple(room.room_id for room in rooms))


def _as_if_large(school: School, sitting: Sitting, told: Set[tuple[str, str]]) -> Sitting:
    """With the rooms, too, of which it is told already that they are too small."""
    more = (_open(school, sitting, a) for a in sitting.activities if (sitting.class_id, a) in told)
    rooms = dict.fromkeys((*sitting.rooms, *(room.room_id for several in more for room in several)))
    return replace(sitting, rooms=tuple(rooms))


def _without(school: School, none: tuple[Sitting, ...]) -> Iterator[Shortage]:
    """Sessions for which no room will do: classes for which it is the same, but for their home rooms, at once."""
    slots_of: dict[tuple[str, str, str], list[Sitting]] = {}
    for sitting in none:
        slots_of.setdefault((sitting.what, sitting.class_id, _cause(school, sitting)), []).append(sitting)
    alike: dict[tuple[str, ...], list[Shortage]] = {}
    for (_, class_id, key), members in sorted(slots_of.items()):
        short = _of_class(school, key, members)
        cells = (str(short.args["what"]), str(short.args["slots"]), str(short.args["kinds"]), _shared(school, members))
        alone = class_id if key == "room.mixed" else ""
        alike.setdefault((key, alone, *(cells if key != "room.home_none" else ())), []).append(short)
    for several in alike.values():
        worst = max(several, key=lambda one: one.missing)
        names = tuple(dict.fromkeys(name for one in several for name in one.names))
        args = {name: ";".join(dict.fromkeys(str(one.args[name]) for one in several)) for name in ("whose", "what")}
        yield replace(worst, names=names, args=worst.args | args | {"rooms": ";".join(names)})


def _shared(school: School, members: list[Sitting]) -> str:
    """The rooms for the sessions that are not there for the one class alone."""
    acts = {a for one in members for a in one.activities if not school.activity_by_id[a].in_home_room}
    shared = (r for r in school.rooms if any(room_fits(school.activity_by_id[a], r.kinds) for a in acts))
    return ";".join(room.room_id for room in shared)


def _suitable(school: School, sitting: Sitting) -> list[Room]:
    """The rooms for the session, whatever their size and opening."""
    acts = [school.activity_by_id[a] for a in sitting.activities]
    return [room for room in school.rooms if any(suits(school, a, sitting.class_id, room) for a in acts)]


def _cause(school: School, sitting: Sitting) -> str:
    """The sentence that says why no room will do."""
    rooms = _suitable(school, sitting)
    home = "home_" if all(school.activity_by_id[a].in_home_room for a in sitting.activities) else ""
    if any(sitting.slot_id not in room.unavailable and room.groups > 0 for room in rooms):
        return "room.mixed"
    if not rooms:
        return "room.none"
    if not any(room.groups for room in rooms):
        return "room.home_none" if home else "room.no_groups"
    return "room.closed" if not home and not all(room.groups for room in rooms) else f"room.{home or 'all_'}closed"


def _of_class(school: School, key: str, members: list[Sitting]) -> Shortage:
    largest = max(members, key=lambda s: s.students)
    rooms = _suitable(school, largest)
    is_open = [r for r in rooms if largest.slot_id not in r.unavailable and r.groups > 0]
    capacity = max((r.capacity for r in is_open), default=0)
    args: dict[str, str | int] = {"what": largest.what, "whose": largest.class_id}
    args |= {"slots": ";".join(s.slot_id for s in members), "rooms": ";".join(r.room_id for r in rooms)}
    acts = (school.activity_by_id[a] for a in largest.activities)
    args["kinds"] = ";".join(dict.fromkeys(kind for a in acts for kind in a.room_kinds))
    return Shortage("room", key, tuple(r.room_id for r in rooms), largest.students, capacity, args)


@dataclass(frozen=True)
class Asking:
    """All that asks for rooms in a slot."""

    slot_id: str
    sittings: tuple[Sitting, ...]
    blocks: tuple[BlockSeats, ...]
    tutoring: tuple[Need, ...]

    def network(self, school: School) -> Network:
        """Each of them against the rooms that it can have."""
        network = Network()
        for sitting in self.sittings:
            network.need(sitting, 1)
            for room_id in sitting.rooms:
                network.link(sitting, ("room", room_id))
        for block in self.blocks:
            count, _ = block.fewest_sections()
            node = ("clubs", block.block.block_id)
            network.need(node, count)
            for room_id in {room_id for offer in block.offers.values() for room_id, _, _ in offer.rooms}:
                network.link(node, ("room", room_id))
        for need in self.tutoring:
            network.need(need, need.amount)
            for room in school.rooms:
                if _holds_group(school.activity_by_id[need.of], room):
                    network.link(need, ("room", room.room_id))
        _limit(network, school, self.slot_id)
        return network

    def within(self, school: School, rooms: Sequence[str]) -> "Asking":
        """The same in the school in which these rooms are open as well."""
        more = [school.room_by_id[room] for room in rooms]
        sittings = (
            replace(s, rooms=tuple(dict.fromkeys((*s.rooms, *(r.room_id for r in more if _holds(school, s, r))))))
            for s in self.sittings
        )
        return replace(self, sittings=tuple(sittings), blocks=tuple(block.within(school) for block in self.blocks))

    def could_use(self, school: School, needs: Iterable[Node], room: Room) -> bool:
        """Whether the room would do for one of the needs if it were open."""
        clubs = {node for node in needs if isinstance(node, tuple)}
        return (
            any(_holds(school, one, room) for one in needs if isinstance(one, Sitting))
            or any(block.could_use(room) for block in self.blocks if ("clubs", block.block.block_id) in clubs)
            or any(_holds_group(school.activity_by_id[one.of], room) for one in needs if isinstance(one, Need))
        )


def _holds(school: School, sitting: Sitting, room: Room) -> bool:
    """Whether the room is one for the session, and large enough."""
    acts = (school.activity_by_id[a] for a in sitting.activities)
    return room.capacity >= sitting.students and any(suits(school, a, sitting.class_id, room) for a in acts)


def _holds_group(activity: Activity, room: Room) -> bool:
    """Whether the room is one for the tutoring, and large enough for a group."""
    return room_fits(activity, room.kinds) and room.capacity >= max(1, activity.min_size)


def _slot(
    school: School, slot_id: str, here: list[Sitting], blocks: tuple[BlockSeats, ...], tutoring: tuple[Need, ...]
) -> Iterator[Shortage]:
    mine = tuple(block for block in blocks if slot_id in block.block.slots)
    asking = Asking(slot_id, tuple(here), mine, tuple(need for need in tutoring if need.slots[0][0] == slot_id))
    network = asking.network(school)
    for deficit in network.deficits():
        classes = sorted(node.class_id for node in deficit.needs if isinstance(node, Sitting))
        clubs = sorted(node for node in deficit.needs if isinstance(node, tuple))
        groups = sorted((node for node in deficit.needs if isinstance(node, Need)), key=lambda node: node.of)
        args: dict[str, str | int] = {"slots": slot_id, "classes": ";".join(classes)}
        args["strands"] = sum(isinstance(node, Sitting) and node.what == "strand" for node in deficit.needs)
        args |= {"blocks": ";".join(str(node[1]) for node in clubs)}
        args["sections"] = ";".join(str(network.asked(node)) for node in clubs)
        args |= {"activities": ";".join(node.of for node in groups), "groups": ";".join(str(n.amount) for n in groups)}
        args |= _wanted(school, deficit, blocks)
        args |= {"rooms": ";".join(deficit.names), "needed": deficit.needed, "available": deficit.available}
        args |= _opening(school, asking, deficit) or _untagged(school, asking, deficit, str(args["kinds"]))
        yield Shortage("slot_rooms", "rooms.slot", deficit.names, deficit.needed, deficit.available, args)


def _opening(school: School, asking: Asking, deficit: Deficit) -> dict[str, str | int]:
    """Rooms that are closed then and would do (``shut``), those of them that are enough (``open``), what is short in the slot all
    the same (``left``), and the blocks in which nobody lacks a place then (``cleared``); nothing where it does not help."""
    times = {asking.slot_id, *(slot for block in asking.blocks for slot in block.block.slots)}
    rooms = [r.room_id for r in shut(school, times) if asking.could_use(school, deficit.needs, r)]

    def students(some: Sequence[str]) -> int:
        return sum(block.unseated(some, times) for block in asking.blocks)

    def missing(some: Sequence[str]) -> int:
        other = school.replaced(rooms=opened(school, some, times))
        return sum(one.missing for one in asking.within(other, some).network(other).deficits())

    found = enough(rooms, students, missing)
    if not found:
        return {}
    taken, (unseated, left) = found
    cleared = [] if unseated else [block.block.block_id for block in asking.blocks]
    told: dict[str, str | int] = {"shut": ";".join(rooms), "open": ";".join(taken), "left": left}
    return told | {"cleared": ";".join(cleared)}


def _untagged(school: School, asking: Asking, deficit: Deficit, kinds: str) -> dict[str, str | int]:
    """Home rooms of classes that need a place, which would do with the first of the tags wanted (``odd``), their classes (``odd_of``), and what is
    short in the slot all the same (``odd_left``); nothing where that is no less, or where it is not most home rooms that have the tag."""
    tags, now = kinds.split(";") if kinds else [], sum(one.missing for one in asking.network(school).deficits())
    homes = {school.class_by_id[one.class_id].room_id: one for one in deficit.needs if isinstance(one, Sitting)}
    odd = {r.room_id: homes[r.room_id] for r in school.rooms if r.room_id in homes and not {*tags} & {*r.kinds}}
    other = school.replaced(
        rooms=tuple(
            r.model_copy(update={"kinds": (*r.kinds, *tags[:1])}) if r.room_id in odd else r for r in school.rooms
        )
    )
    odd = {room: one for room, one in odd.items() if tags and _holds(other, one, other.room_by_id[room])}
    alike = sum(r.room_id in homes and bool({*tags} & {*r.kinds}) for r in school.rooms)
    if not 0 < len(odd) < alike:  # else these tags are not what home rooms have
        return {}
    left = sum(one.missing for one in asking.within(other, list(odd)).network(other).deficits())
    if left >= now:
        return {}
    return {"odd": ";".join(odd), "odd_of": ";".join(one.class_id for one in odd.values()), "odd_left": left}


def _wanted(school: School, deficit: Deficit, blocks: tuple[BlockSeats, ...]) -> dict[str, str | int]:
    """The tags of which one more room would do for any of these needs, where they all want the same, with their activities;
    ``own``: all are classes in home rooms."""
    asked: list[frozenset[str]] = []
    by_block = {block.block.block_id: block for block in blocks}
    acts = [_activities(school, node, by_block) for node in deficit.needs]
    for some in acts:
        tagged = all(activity.room_kinds for activity in some)
        asked.append(frozenset(kind for a in some for kind in a.room_kinds) if tagged else frozenset())
    every = dict.fromkeys(activity.activity_id for some in acts for activity in some)
    same = set(asked) if len(set(asked)) == 1 else set[frozenset[str]]()
    kinds = sorted(kind for kinds in same for kind in kinds)
    own = all(isinstance(node, Sitting) for node in deficit.needs) and all(
        a.in_home_room for some in acts for a in some
    )
    return {"kinds": ";".join(kinds), "of_kind": ";".join(sorted(every)) if kinds else "", "own": int(own)}


def _activities(school: School, node: Node, blocks: dict[str, BlockSeats]) -> list[Activity]:
    """What could be held for a need of a slot."""
    if isinstance(node, Sitting):
        return [school.activity_by_id[a] for a in node.activities]
    if isinstance(node, Need):
        return [school.activity_by_id[node.of]]
    offers = blocks[str(node[1])].offers if isinstance(node, tuple) else {}
    return [school.activity_by_id[a] for a in dict.fromkeys(activity_id for activity_id, _ in offers)]


def _limit(network: Network, school: School, slot_id: str) -> None:
    for room in school.rooms:
        node = ("room", room.room_id)
        if node in network:
            network.limit(node, room.groups if slot_id not in room.unavailable else 0)
            network.own(node, (room.room_id,))
    for node in [n for n in network.nodes if isinstance(n, tuple) and n[0] == "room" and str(n[1]).startswith("?")]:
        network.limit(node, network.total)
