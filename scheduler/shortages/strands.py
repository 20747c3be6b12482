"""Each strand of each class over the week: rooms that hold the class, and rooms of a tag for which too many ask."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from models.places import Room
from models.school import School
from models.services import Activity
from scheduler.shortages.needs import must_have, sessions_due, slots_by_class, strands_of
from scheduler.shortages.network import Deficit, Network, Node
from scheduler.shortages.rooms import enough, opened, shut, suits
from scheduler.shortages.shortage import Shortage
from scheduler.shortages.small import Small

#: One room is not thought to take so many more groups at once.
_MOST_GROUPS = 5


@dataclass(frozen=True)
class Course:
    """A strand that a class must have ``amount`` times in the week; ``staying``: each of its slots, and how many students
    of the class are there."""

    activity: Activity
    class_id: str
    amount: int
    staying: tuple[tuple[str, int], ...]

    def rooms(self, school: School) -> tuple[Room, ...]:
        """The rooms that suit it, whatever their size and opening."""
        return tuple(r for r in school.rooms if r.groups > 0 and suits(school, self.activity, self.class_id, r))


def shortages(school: School, lost: set[str], known: int) -> Iterator[Shortage]:
    """The rooms of each tag in the week, for the classes that some room of theirs holds.

    ``lost``: classes of which it is told that they have no room for any strand in some slot, and of which only strands count here that
    have no room in any; ``known``: how many strand sessions
    are known to be lost in single slots.
    """
    courses = (one for one in _courses(school) if one.class_id not in lost or not one.rooms(school))
    yield from _week(school, [course for course in courses if not _too_large(school, course)], known)


def too_small(school: School) -> Iterator[Small]:
    """Strands of classes that are too large for every room that suits, on every day."""
    for course in _courses(school):
        if _too_large(school, course):
            rooms = course.rooms(school)
            students, seats = min(count for _, count in course.staying), max(room.capacity for room in rooms)
            names = tuple(room.room_id for room in rooms)
            yield Small(course.activity.activity_id, course.class_id, students, seats, names)


def with_rooms(school: School, short: Shortage) -> Shortage:
    """A shortage of classes too large for the rooms of some strands, with how many larger rooms of the same tag are enough for all
    who have these strands."""
    acts = set(str(short.args["activities"]).split(";"))
    classes = str(short.args["crowded"]).split(";")
    courses = list(_courses(school))
    mine = [one for one in courses if one.activity.activity_id in acts and one.class_id in classes]
    if short.key != "room.small" or {one.activity.activity_id for one in mine} != acts:
        return short
    more = _further(school, courses, mine)
    cells = {"further": more["further"], "tag": more["tag"], "times": more["times"], "room_seats": more["seats"]}
    return replace(short, args=short.args | cells)


def without_any(school: School) -> set[tuple[str, str]]:
    """Classes and strands that they must have and for which there is no room at all, which is told of the week; but for strands in
    home rooms."""
    courses = (one for one in _courses(school) if not one.activity.in_home_room and not one.rooms(school))
    return {(one.class_id, one.activity.activity_id) for one in courses}


def at_home(school: School, skip: set[str]) -> Iterator[Shortage]:
    """Classes whose strands do not fit into the slots in which the home room, or another that suits, is open and large enough; those
    of which only strands in other rooms are short are told with these rooms."""
    by_class: dict[str, list[Course]] = {}
    for course in _courses(school):
        by_class.setdefault(course.class_id, []).append(course)
    alike: dict[tuple[str, int, int], list[tuple[str, tuple[str, ...]]]] = {}
    for class_id, courses in by_class.items():
        for deficit in _at_home(school, courses).deficits() if class_id not in skip else ():
            short = [one for one in courses if ("strand", one.activity.activity_id) in deficit.needs]
            home = [one for one in short if one.activity.in_home_room]
            if home:
                key = (";".join(one.activity.activity_id for one in short), deficit.needed, deficit.available)
                room = school.class_by_id[class_id].room_id
                alike.setdefault(key, []).append((class_id, (room,) if room else ()))
    for (activities, needed, available), classes in alike.items():
        rooms = tuple(dict.fromkeys(room for _, some in classes for room in some))
        args: dict[str, str | int] = {"activities": activities, "whose": ";".join(one for one, _ in classes)}
        args |= {"rooms": ";".join(rooms), "needed": needed, "available": available}
        unusable = not any(school.room_by_id[room].groups for room in rooms)
        key = "room.home_none" if unusable else "room.home_week"
        yield Shortage("room", key, rooms, needed, available, args | {"what": activities})


def _at_home(school: School, courses: list[Course]) -> Network:
    """One class: its strands against its slots."""
    network = Network()
    for course in courses:
        node, rooms = ("strand", course.activity.activity_id), course.rooms(school)
        network.need(node, course.amount)
        for slot_id, count in course.staying:
            if any(slot_id not in room.unavailable and room.capacity >= count for room in rooms):
                network.link(node, ("slot", slot_id))
                network.limit(("slot", slot_id), 1)
    return network


def with_advice(school: School, short: Shortage) -> Iterator[School]:
    """The school after each of the changes of rooms with which the strands of a shortage of the week have room: one that takes more groups, and
    rooms more."""
    if larger := short.args.get("larger"):
        groups = int(short.args["groups"])
        rooms = (one.model_copy(update={"groups": groups} if one.room_id == larger else {}) for one in school.rooms)
        yield school.replaced(rooms=tuple(rooms))
    if further := int(short.args["further"]):
        cells = {"kinds": (str(short.args["tag"]),), "capacity": int(short.args["seats"])}
        more = (Room.model_validate(cells | {"room_id": f"+{n}"}) for n in range(further))
        yield school.replaced(rooms=(*school.rooms, *more))


def room_relief(school: School) -> Iterator[tuple[str, int]]:
    """Rooms that are enough for all strands of their tag in the week if they take so many groups at once."""
    courses = [course for course in _courses(school) if not _too_large(school, course)]
    for short in _week(school, courses, 0):
        if "larger" in short.args:
            yield str(short.args["larger"]), int(short.args["groups"])


def _courses(school: School) -> Iterator[Course]:
    """A class has its other strands at most ``sessions_week`` times, so that this one has to fill the slots that are left."""
    slots_of = slots_by_class(sessions_due(school, "strand"))
    for one in school.classes:
        slots = slots_of.get(one.class_id, [])
        staying = tuple((s, school.staying[one.class_id, school.slot_by_id[s].weekday]) for s in slots)
        strands = strands_of(school, one.grade)
        for activity in strands:
            amount = must_have(activity, strands, slots)
            times = tuple((s, count) for s, count in staying if activity.runs_in(s))
            if amount > 0 and not (activity.in_home_room and one.room_id not in school.room_by_id):
                yield Course(activity, one.class_id, amount, times)


def _too_large(school: School, course: Course) -> bool:
    """Whether the class is too large for every room that suits, on every day, though there are such rooms."""
    rooms = course.rooms(school)
    return bool(rooms) and min(count for _, count in course.staying) > max(room.capacity for room in rooms)


def _week(school: School, courses: list[Course], known: int) -> Iterator[Shortage]:
    """Strands that are not in the home room: their sessions against the rooms that hold them in every slot."""
    network, classes_of = _network(school, courses)
    deficits = network.deficits()
    if sum(d.missing for d in deficits) <= known:
        return
    for deficit in _together(school, deficits):
        pairs = {(str(n[1]), one) for n in deficit.needs if isinstance(n, tuple) for one in classes_of[n]}
        mine = [course for course in courses if (course.activity.activity_id, course.class_id) in pairs]
        activities = [str(node[1]) for node in deficit.needs if isinstance(node, tuple)]
        args: dict[str, str | int] = {"activities": ";".join(dict.fromkeys(activities))}
        args["class_ids"] = ";".join(sorted({class_id for _, class_id in pairs}))
        args |= {"rooms": ";".join(deficit.names), "needed": deficit.needed, "available": deficit.available}
        slots = sorted({str(n[2]) for n in deficit.nodes if isinstance(n, tuple) and n[0] == "room"})
        args |= {"slots": ";".join(slots), "closed": ";".join(_closed(school, mine))}
        args |= (further := _further(school, courses, mine))
        args |= _larger(school, courses, mine, deficit, int(further["further"]))
        args |= _opening(school, courses, mine)
        yield Shortage("strand_rooms", "rooms.week", deficit.names, deficit.needed, deficit.available, args)


def _together(school: School, deficits: Sequence[Deficit]) -> Iterator[Deficit]:
    """Those that the same rooms more would help as one: their activities have a tag in common."""
    of_tag: dict[str, list[Deficit]] = {}
    for number, deficit in enumerate(deficits):
        acts = [school.activity_by_id[str(node[1])] for node in deficit.needs if isinstance(node, tuple)]
        tag = _common_tag(acts)
        of_tag.setdefault(tag[0] if tag else f";{number}", []).append(deficit)
    for several in of_tag.values():
        nodes = frozenset[Node]().union(*(one.nodes for one in several))
        names = tuple(sorted({name for one in several for name in one.names}))
        needs = tuple(need for one in several for need in one.needs)
        yield Deficit(needs, nodes, names, sum(one.needed for one in several), sum(one.available for one in several))


def _common_tag(activities: Sequence[Activity]) -> tuple[str, ...]:
    """The first tag of a room that would do for all of them, if there is one."""
    first, *others = activities
    return tuple(tag for tag in first.room_kinds if all(tag in one.room_kinds for one in others))[:1]


def _network(school: School, courses: list[Course]) -> tuple[Network, dict[object, list[str]]]:
    network = Network()
    classes_of: dict[object, list[str]] = {}
    for (activity_id, _, rooms), members in _alike(school, courses).items():
        node = ("strand", activity_id, members[0].class_id)
        classes_of[node] = [course.class_id for course in members]
        network.need(node, sum(course.amount for course in members))
        for slot_id, room_ids in rooms:
            network.link(node, (node, slot_id), len(members))
            for room_id in room_ids:
                place = ("room", room_id, slot_id)
                network.link((node, slot_id), place)
                network.limit(place, school.room_by_id[room_id].groups)
                network.own(place, (room_id,))
    return network, classes_of


def _closed(school: School, mine: Sequence[Course]) -> list[str]:
    """Suitable rooms that are not open in some slot of the strands that are short."""
    found: dict[str, None] = {}
    for course in mine:
        times = {slot for slot, _ in course.staying}
        found |= dict.fromkeys(r.room_id for r in course.rooms(school) if times & set(r.unavailable))
    return sorted(found)


def _missing(school: School, courses: list[Course], acts: Set[str]) -> int:
    """How many sessions of these strands, and of those that share rooms with them, are short of rooms."""
    network, _ = _network(school, courses)
    return sum(
        one.missing for one in network.deficits() if any(isinstance(n, tuple) and str(n[1]) in acts for n in one.needs)
    )


def _larger(
    school: School, courses: list[Course], mine: Sequence[Course], short: Deficit, further: int
) -> dict[str, str | int]:
    """A room of those, or one that takes no group yet, and the least groups with which there is room for these strands: a few more,
    or as many as rooms that would have to be added; nothing where no single room does it."""
    none = (room for room in school.rooms if not room.groups)
    idle = [r.room_id for r in none if any(suits(school, one.activity, one.class_id, r) for one in mine)]
    acts = {one.activity.activity_id for one in mine}
    for more in (*range(1, _MOST_GROUPS), *((further,) if further >= _MOST_GROUPS else ())):
        for room_id in (*short.names, *idle):
            groups = school.room_by_id[room_id].groups + more
            changed = tuple(
                r.model_copy(update={"groups": groups}) if r.room_id == room_id else r for r in school.rooms
            )
            if not _missing(school.replaced(rooms=changed), courses, acts):
                return {"larger": room_id, "groups": groups}
    return {}


def _opening(school: School, courses: list[Course], mine: Sequence[Course]) -> dict[str, str | int]:
    """Suitable rooms that are closed in a slot of the strands: those that are enough if they are open, or all (``open``), and how many
    sessions are short all the same (``left``); nothing where that does not help."""
    slots = {slot for course in mine for slot, _ in course.staying}
    suitable = {room.room_id for course in mine for room in course.rooms(school)}
    rooms = [room.room_id for room in shut(school, slots) if room.room_id in suitable]
    acts = {one.activity.activity_id for one in mine}

    def loss(some: Sequence[str]) -> int:
        return _missing(school.replaced(rooms=opened(school, some, slots)), courses, acts)

    found = enough(rooms, loss)
    return {"open": ";".join(found[0]), "left": found[1][0]} if found else {}


def _further(school: School, courses: list[Course], mine: Sequence[Course]) -> dict[str, str | int]:
    """The fewest rooms more of a tag that the strands have in common, each for one class at a time and open for all of them, with which there
    is room for these strands; with one less there is not."""
    tag, size = _common_tag([one.activity for one in mine]), max(count for one in mine for _, count in one.staying)
    acts = {one.activity.activity_id for one in mine}
    slots = {slot for course in mine for slot, _ in course.staying}
    told: dict[str, str | int] = {"seats": size, "tag": ";".join(tag)}
    told["times"] = ";".join(slot for slot in school.slot_by_id if slot in slots)
    told["kinds"] = ";".join(dict.fromkeys(kind for one in mine for kind in one.activity.room_kinds))
    for more in range(1, len(mine) + 1) if tag else ():
        extra = tuple(Room(room_id=f"?{n}", kinds=tag, capacity=size) for n in range(more))
        if not _missing(school.replaced(rooms=(*school.rooms, *extra)), courses, acts):
            return told | {"further": more}
    return told | {"further": 0}


_Rooms = tuple[tuple[str, tuple[str, ...]], ...]


def _alike(school: School, courses: list[Course]) -> dict[tuple[str, int, _Rooms], list[Course]]:
    """Courses by strand, amount, and the rooms that hold them in each slot."""
    found: dict[tuple[str, int, _Rooms], list[Course]] = {}
    for course in courses:
        if not course.activity.in_home_room:
            suitable = course.rooms(school)
            rooms = tuple(
                (s, tuple(r.room_id for r in suitable if s not in r.unavailable and r.capacity >= count))
                for s, count in course.staying
            )
            found.setdefault((course.activity.activity_id, course.amount, rooms), []).append(course)
    return found
