"""Teachers' children to fetch as the cause of slots that are short of people: what of it would help."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import time
from itertools import combinations

from models.people import CHILDCARE_SKILL
from models.places import ChildcareRoom
from models.school import School
from scheduler.shortages.kept import kept_carers
from scheduler.shortages.leaders import slot_network
from scheduler.shortages.needs import Need
from scheduler.shortages.shortage import Shortage
from scheduler.shortages.staff import Staff

#: What can be changed: children who may not use a room, rooms without carers, rooms that are closed then, places.
WAYS = ("barred", "carers", "open", "places")
#: More places than any school has children.
_MANY = 10**4


def with_ways(school: School, needs: Sequence[Need], found: Iterable[Shortage]) -> tuple[Shortage, ...]:
    """To shortages of parents ``ways``: the smallest sets of :data:`WAYS` (joined by ``+``) after which none of their slots is short
    any more; ``unmanned``: rooms for these children that cannot open for want of carers, who are ``carers`` at least; ``uncared``: rooms
    with carers enough who cannot come in ``uncared_slots``, with what keeps them from it (``carers_kept_away`` …); ``useless``: rooms that
    lessen nothing for the carers that they take. ``places_of``: for each of the ways the room and its least number of places that do, if one
    room's do; ``later``: parents for whom it is enough to fetch their children at ``later_time``."""
    return tuple(_with_ways(school, needs, short) if short.key == "slot.child" else short for short in found)


def _with_ways(school: School, needs: Sequence[Need], short: Shortage) -> Shortage:
    parents, slots = str(short.args["parents"]).split(";"), str(short.args["slot"]).split(";")
    groups = {child.group for child in school.childcare if child.teacher_id in parents}
    able_to_care = sum(CHILDCARE_SKILL in one.skills for one in school.teachers)
    rooms = [room for room in school.childcare_rooms if room.group in groups and room.places]
    unmanned = [room for room in rooms if room.carers > able_to_care]
    here = {slot: [need for need in needs if need.slots[0][0] == slot] for slot in slots}
    able = [way for way in WAYS if _changed(school, parents, [way]) != school]
    staff = Staff(school)
    uncared = {
        room.room_id: [s for s in slots if (not room.slots or s in room.slots) and staff.most_carers(s) < room.carers]
        for room in rooms
        if room not in unmanned
    }
    uncared = {room: some for room, some in uncared.items() if some}
    able = [way for way in able if way != "carers" or unmanned or uncared]
    ways: list[set[str]] = []
    for size in range(1, len(able) + 1):
        for some in combinations(able, size):
            if any(way <= set(some) for way in ways):
                continue
            if not _lacking(Staff(_changed(school, parents, some)), here):
                ways.append(set(some))
    said = ["+".join(one for one in WAYS if one in way) for way in ways]
    lacking = [room for room in rooms if room in unmanned or room.room_id in uncared]
    useless = list(_useless(school, parents, here, lacking))
    if _shut(staff, here):
        useless += [room.room_id for room in rooms if room.carers and room not in lacking]
    carers = sum(room.carers for room in unmanned)
    closed = [slot for slot in slots if any(slot in some for some in uncared.values())]
    cells = {"ways": ";".join(said), "unmanned": ";".join(room.room_id for room in unmanned), "carers": carers}
    cells |= {"uncared": ";".join(uncared), "uncared_slots": ";".join(closed)}
    cells |= {"useless": ";".join(useless), "places_of": ";".join(_places(school, parents, way, here) for way in ways)}
    cells |= _later(school, parents, here)
    cells |= {f"carers_{name}": value for name, value in kept_carers(staff, closed).items()}
    return replace(short, args=short.args | cells)


def _lacking(staff: Staff, here: Mapping[str, Sequence[Need]]) -> int:
    """How many people the slots are short of, carers of the rooms that are wanted included."""
    return sum(_lacking_in(staff, needs, slot) for slot, needs in here.items())


def _lacking_in(staff: Staff, needs: Sequence[Need], slot_id: str) -> int:
    least = _short(staff, needs, slot_id, None, 0)
    carers = staff.fewest_carers(slot_id)
    if not carers:
        return least
    closed = _short(staff, needs, slot_id, staff.own_places, 0)
    return max(least, min(closed, _short(staff, needs, slot_id, None, carers)) if closed else 0)


def _short(
    staff: Staff, needs: Sequence[Need], slot_id: str, places: dict[tuple[str, str], int] | None, carers: int
) -> int:
    return sum(one.missing for one in slot_network(staff, needs, slot_id, {}, places, carers).deficits())


def _shut(staff: Staff, here: Mapping[str, Sequence[Need]]) -> bool:
    """Whether in each of the slots less is short with the rooms that take carers closed."""
    return all(
        _short(staff, needs, slot, staff.own_places, 0) < _short(staff, needs, slot, None, staff.fewest_carers(slot))
        for slot, needs in here.items()
    )


def _useless(
    school: School, parents: Sequence[str], here: Mapping[str, Sequence[Need]], rooms: Sequence[ChildcareRoom]
) -> Iterator[str]:
    """Those of the rooms that lack carers with which no less would be short if every teacher could care."""
    now, cared = _lacking(Staff(school), here), _changed(school, parents, ["carers"])
    for room in rooms:
        others = tuple(one for one in school.childcare_rooms if one == room or not one.carers)
        if _lacking(Staff(cared.replaced(childcare_rooms=others)), here) >= now:
            yield room.room_id


def _places(school: School, parents: Sequence[str], way: Collection[str], here: Mapping[str, Sequence[Need]]) -> str:
    """The room and the least number of its places that are enough with the rest of the way, after a colon; blank where one room's are not."""
    if "places" not in way:
        return ""
    base = _changed(school, parents, [one for one in way if one != "places"])
    groups = {child.group for child in school.childcare if child.teacher_id in parents}
    found: list[tuple[int, int, str]] = []
    for room in (one for one in school.childcare_rooms if one.group in groups):

        def enough(value: int, room_id: str = room.room_id) -> bool:
            changed = (
                one.model_copy(update={"places": value}) if one.room_id == room_id else one
                for one in base.childcare_rooms
            )
            return not _lacking(Staff(base.replaced(childcare_rooms=tuple(changed))), here)

        low, high = room.places, room.places + len(school.childcare)
        if not enough(high):
            continue
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if enough(middle) else (middle, high)
        found.append((high - room.places, high, room.room_id))
    return f"{min(found)[2]}:{min(found)[1]}" if found else ""


def _later(school: School, parents: Sequence[str], here: Mapping[str, Sequence[Need]]) -> dict[str, str | int]:
    """The first parents, of those who fetch latest, with whom at the end of the slots nothing is short."""
    end = max(school.slot_by_id[slot].end for slot in here)
    days = {school.slot_by_id[slot].weekday for slot in here}
    rows = [one for one in school.childcare if one.teacher_id in parents and days & set(one.weekdays)]
    order = sorted(parents, key=lambda who: [-min(_minutes(r.leave_by) for r in rows if r.teacher_id == who), who])

    def enough(count: int) -> bool:
        first = set(order[:count])
        changed = (
            one.model_copy(update={"leave_by": max(end, one.leave_by)} if one.teacher_id in first else {})
            for one in school.childcare
        )
        return not _lacking(Staff(school.replaced(childcare=tuple(changed))), here)

    low, high = 0, len(order)
    if not enough(high):
        return {"later": "", "later_time": ""}
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return {"later": ";".join(order[:high]), "later_time": f"{end:%H:%M}"}


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _changed(school: School, parents: Sequence[str], ways: Iterable[str]) -> School:
    """The school after these changes."""
    children, rooms, teachers = school.childcare, school.childcare_rooms, school.teachers
    groups = {child.group for child in children if child.teacher_id in parents}
    for way in ways:
        if way == "barred":
            cells = {"may_use_room": True}
            children = tuple(c.model_copy(update=cells if c.teacher_id in parents else {}) for c in children)
        elif way == "carers":
            more = (one.skills if CHILDCARE_SKILL in one.skills else (*one.skills, CHILDCARE_SKILL) for one in teachers)
            teachers = tuple(t.model_copy(update={"skills": s}) for t, s in zip(teachers, more, strict=True))
        else:
            cells = {"places": _MANY} if way == "places" else {"slots": ()}
            rooms = tuple(room.model_copy(update=cells if room.group in groups else {}) for room in rooms)
    return school.replaced(childcare=children, childcare_rooms=rooms, teachers=teachers)
