"""Teachers' children to fetch as a cause of a week that is short of leaders: when, and what of it would help."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from models.people import CHILDCARE_SKILL
from models.places import ChildcareRoom
from models.school import School
from scheduler.shortages.leaders import with_more
from scheduler.shortages.needs import Need
from scheduler.shortages.staff import Staff

#: What can be changed: children who may not use a room, slots in which rooms are closed, their carers, teachers who can care, places.
WAYS = ("barred", "open", "fewer", "more", "places")
#: So many carers or places more are thought of.
_MANY = 20

#: How many sessions a school is short of.
Missing = Callable[[School], int]
_Values = Mapping[str, int]


def causes(school: School, staff: Staff, needs: Sequence[Need], missing: Missing) -> dict[str, str | int]:
    """Nothing where no fewer sessions are short with nobody's child to fetch. Else who of those who could lead must fetch one
    (``week_parents``) in which slots (``week_slots``), the ``week_rooms`` for these children, what is short all the same (``week_left``), and
    each of :data:`WAYS` that is enough but for that, with the number that it takes (``week_open`` …); ``week_both`` where only these
    together are. ``uncared`` and ``unmanned``: the rooms of which too few carers are told."""
    childless = school.replaced(childcare=())
    free, now = Staff(childless), missing(school)
    parents, slots = _kept(staff, free, needs)
    left = missing(childless) if parents else now
    if left >= now:
        return {}
    mine = [child for child in school.childcare if child.teacher_id in parents]
    groups = {child.group for child in mine if child.may_use_room}
    rooms = [room for room in school.childcare_rooms if room.group in groups and room.places]

    def enough(ways: _Values) -> bool:
        return missing(_changed(school, parents, rooms, slots, ways)) <= left

    args: dict[str, str | int] = {"week_parents": ";".join(parents), "week_slots": ";".join(slots), "week_left": left}
    args |= {"week_rooms": ";".join(room.room_id for room in rooms)}
    most = {"barred": 1, "open": 1, "fewer": 1, "more": _MANY, "places": _MANY}
    skilled = all(school.activity_by_id[one].needs_skill for need in needs for one in need.activities)
    most |= {} if skilled else {"more": 0}  # who would lead as well
    able = {way: most[way] for way in WAYS if _changed(school, parents, rooms, slots, {way: most[way]}) != school}
    found = [way for way in able if enough({way: able[way]})]
    if not found and enough(able):
        found = list(able)
        for way in able:
            others = [one for one in found if one != way]
            found = others if enough({one: able[one] for one in others}) else found
        args["week_both"] = 1
    values = {way: able[way] for way in found}
    for way in found:
        beside = {one: able[one] for one in found if one != way} if "week_both" in args else {}
        values[way] = _least(way, able[way], rooms, lambda value, w=way, b=beside: enough({**b, w: value}))
    return args | {f"week_{way}": value for way, value in values.items()} | _told(school, rooms, found)


def _kept(staff: Staff, free: Staff, needs: Iterable[Need]) -> tuple[list[str], list[str]]:
    """Parents, and the slots in which fewer can lead some of the needs for the sake of their children."""
    parents, slots = dict[str, None](), dict[str, None]()
    for acts, slot in dict.fromkeys((need.activities, slot) for need in needs for slot, _ in need.slots):
        if staff.most_leaders(acts, slot) < free.most_leaders(acts, slot):
            slots[slot] = None
            able = [
                kind for kind in free.kinds if not kind.external and slot in kind.free and free.can_lead(kind, acts)
            ]
            parents |= dict.fromkeys(who for kind in able for who in kind.members if staff.children_in(who, slot))
    return [one.teacher_id for one in staff.school.teachers if one.teacher_id in parents], [
        slot for slot in staff.school.slot_by_id if slot in slots
    ]


def _changed(
    school: School, parents: Sequence[str], rooms: Sequence[ChildcareRoom], slots: Sequence[str], ways: _Values
) -> School:
    """The school after these changes."""
    names, changed = {room.room_id for room in rooms}, dict[str, object]()
    if "barred" in ways:
        cells = {"may_use_room": True}
        changed["childcare"] = tuple(
            child.model_copy(update=cells if child.teacher_id in parents else {}) for child in school.childcare
        )
    if "more" in ways and any(room.carers for room in rooms):
        changed["teachers"] = with_more(school, ways["more"], (CHILDCARE_SKILL,)).teachers
    grown: list[ChildcareRoom] = []
    for room in school.childcare_rooms:
        cells = dict[str, object]()
        if room.room_id in names:
            cells |= {"places": max(room.places, ways["places"])} if "places" in ways else {}
            cells |= {"carers": min(room.carers, ways["fewer"])} if "fewer" in ways else {}
            lacking = [slot for slot in slots if slot not in room.slots] if room.slots and "open" in ways else []
            cells |= {"slots": (*room.slots, *lacking)} if lacking else {}
        grown.append(room.model_copy(update=cells))
    return school.replaced(**changed, childcare_rooms=tuple(grown))


def _least(way: str, value: int, rooms: Sequence[ChildcareRoom], enough: Callable[[int], bool]) -> int:
    """The least change that is enough: the fewest places or teachers more, the most carers less than now."""
    if way == "fewer":
        return next((n for n in range(max(room.carers for room in rooms) - 1, value, -1) if enough(n)), value)
    if way in ("more", "places"):
        return next((n for n in range(1, value) if enough(n)), value)
    return value


def _told(school: School, rooms: Sequence[ChildcareRoom], found: Sequence[str]) -> dict[str, str]:
    """The rooms that lack carers, if anything is told of carers."""
    few = [room.room_id for room in rooms if room.carers and {"fewer", "more"} & set(found)]
    anybody = any(CHILDCARE_SKILL in one.skills for one in school.teachers)
    return {"uncared" if anybody else "unmanned": ";".join(few)} if few else {}
