"""More teachers pinned at one time than there are places for their children, and how many places would be enough."""

from collections.abc import Iterator, Sequence

from models.pins import PinRow
from models.school import School
from scheduler.evident_pins import Excess, fewest, when
from scheduler.messages import Lang, say
from scheduler.messages.names import childcare_room_name, listing, person_name
from scheduler.shortages.staff import Staff


def too_many_parents(school: School, pins: Sequence[PinRow], slot_id: str, lang: Lang) -> Iterator[Excess]:
    """Children of pinned leaders who must be in a room of their group in the slot, against the places of all such rooms."""
    parents = list(dict.fromkeys(pin.leader_id for pin in pins if pin.leader_id in school.teacher_by_id))
    if not parents or not school.childcare:
        return
    staff = Staff(school)
    children = {who: staff.children_in(who, slot_id) for who in parents if who}
    for group in dict.fromkeys(child.group for row in children.values() for child in row if child.may_use_room):
        shares = {who: sum(c.group == group and c.may_use_room for c in row) for who, row in children.items()}
        shares = {who: share for who, share in shares.items() if share}
        found, places = sum(shares.values()), staff.places.get((group, slot_id), 0)
        if not found > places > 0:  # without any place each pin is told by itself
            continue
        held = tuple(pin for pin in pins if pin.leader_id in shares)
        rooms = [r for r in school.childcare_rooms if r.group == group and (not r.slots or slot_id in r.slots)]
        own = max((room for room in rooms if not room.carers), key=lambda room: room.places, default=None)
        exact = own is not None and all(not room.carers for room in rooms)
        blanks = {"when": when(school, held, slot_id, lang), "found": found, "limit": places}
        blanks |= {"people": listing(lang, [person_name(school, who) for who in shares], of="people")}
        named = [childcare_room_name(lang, school, room.room_id) for room in ([own] if own and exact else rooms)]
        blanks |= {"room": listing(lang, named, of="rooms"), "over": fewest(shares.values(), found - places)}
        blanks |= {"enough": own.places + found - places if own else 0, "more": found - places}
        text = say(lang, "blame.many_children" if exact else "blame.many_children_carers", **blanks)
        yield Excess(("children", group, slot_id), held, text)
