"""Tutoring that must meet in one slot because its rooms are closed in others: rooms short in the slot are told with these to open."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from models.school import School
from scheduler.shortages import needs
from scheduler.shortages.places import Asking
from scheduler.shortages.rooms import opened
from scheduler.shortages.shortage import Shortage
from scheduler.shortages.staff import Staff
from scheduler.shortages.tutoring import Groups


def told(school: School, staff: Staff, groups: Sequence[Groups], rooms: Iterable[Shortage]) -> Iterator[Shortage]:
    """The shortages of rooms; those of tutoring alone with the rooms (``freed``) that are closed in other homework slots of its students
    (``freed_slots``), where no room is short in the slot once they are open then."""
    for short in rooms:
        alone = short.key == "rooms.slot" and not short.args["classes"] and not short.args["blocks"]
        yield replace(short, args=short.args | _freeing(school, staff, groups, short)) if alone else short


def _freeing(school: School, staff: Staff, groups: Sequence[Groups], short: Shortage) -> dict[str, str | int]:
    here = str(short.args["slots"]).split(";")
    mine = [one for one in groups if one.activity.activity_id in str(short.args["activities"]).split(";")]
    others = {slot for one in mine for slot in one.meetings} - set(here)
    rooms = {room.room_id for one in mine for room in one.rooms_if_open if others & set(room.unavailable)}
    shut = [room for room in school.rooms if room.room_id in rooms]
    if not shut:
        return {}
    names = [room.room_id for room in shut]
    changed = school.replaced(rooms=opened(school, names, others))
    again = needs.tutoring_slot_needs(tuple(Groups(changed, staff, one.activity) for one in mine))
    forced = [need for need in again if need.slots[0][0] in here]
    for slot_id in here:
        asked = tuple(need for need in forced if need.slots[0][0] == slot_id)
        if Asking(slot_id, (), (), asked).network(changed).deficits():
            return {}
    closed = [slot for slot in school.slot_by_id if slot in others and any(slot in room.unavailable for room in shut)]
    return {"freed": ";".join(names), "freed_slots": ";".join(closed)}
