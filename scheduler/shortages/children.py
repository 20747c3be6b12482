"""Teachers' children to fetch as the cause of slots that are short of people: what of it would help."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations

from models.people import CHILDCARE_SKILL
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
    with carers enough who cannot come in ``uncared_slots``, with what keeps them from it (``carers_kept_away`` …)."""
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
            changed = Staff(_changed(school, parents, some))
            if all(_enough(changed, here[slot], slot) for slot in slots):
                ways.append(set(some))
    said = ["+".join(one for one in WAYS if one in way) for way in ways]
    carers = sum(room.carers for room in unmanned)
    closed = [slot for slot in slots if any(slot in some for some in uncared.values())]
    cells = {"ways": ";".join(said), "unmanned": ";".join(room.room_id for room in unmanned), "carers": carers}
    cells |= {"uncared": ";".join(uncared), "uncared_slots": ";".join(closed)}
    cells |= {f"carers_{name}": value for name, value in kept_carers(staff, closed).items()}
    return replace(short, args=short.args | cells)


def _enough(staff: Staff, here: Sequence[Need], slot_id: str) -> bool:
    """Whether the slot is short of nobody, carers of the rooms that are wanted included."""
    if slot_network(staff, here, slot_id, {}).deficits():
        return False
    carers = staff.fewest_carers(slot_id)
    if not carers or not slot_network(staff, here, slot_id, {}, staff.own_places).deficits():
        return True
    return not slot_network(staff, here, slot_id, {}, carers=carers).deficits()


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
