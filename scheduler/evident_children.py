"""Teachers pinned at one time whose children then have no places, or no carers, and what would be enough."""

from collections.abc import Iterator, Sequence

from models.people import CHILDCARE_SKILL
from models.pins import PinRow
from models.school import School
from scheduler.evident_leaders import Bound, on_duty, others_on_duty
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


def too_few_carers(
    school: School, pins: Sequence[PinRow], slot_id: str, lang: Lang, bound: Bound | None = None
) -> Iterator[Excess]:
    """Pinned parents whose children need a room that cannot open, since of those who could be carers in the slot too many are pinned
    elsewhere. ``bound``: who is pinned to a duty then."""
    leaders = list(dict.fromkeys(pin.leader_id for pin in pins if pin.leader_id in school.teacher_by_id))
    if not leaders or not school.childcare:
        return
    staff = Staff(school)
    carers = [
        one.teacher_id
        for one in school.teachers
        if CHILDCARE_SKILL in one.skills and slot_id in staff.free[one.teacher_id]
    ]
    busy = [who for who in carers if who in leaders or who in (bound or {})]
    duties = {who: own for who, own in (bound or {}).items() if who in busy and who not in leaders}
    children = {who: [c for c in staff.children_in(who, slot_id) if c.may_use_room] for who in leaders if who}
    for group in dict.fromkeys(child.group for row in children.values() for child in row):
        rooms = [
            r for r in school.childcare_rooms if r.group == group and (not r.slots or slot_id in r.slots) and r.places
        ]
        least = min((room.carers for room in rooms), default=0)
        left = len(carers) - len(busy)
        if not left < least <= len(carers):
            continue
        parents = [who for who, row in children.items() if any(child.group == group for child in row)]
        held = tuple(pin for pin in pins if pin.leader_id in parents or pin.leader_id in busy)
        named = [childcare_room_name(lang, school, room.room_id) for room in rooms]
        blanks = {"when": when(school, held, slot_id, lang), "room": listing(lang, named, of="rooms"), "least": least}
        blanks |= {"people": listing(lang, [person_name(school, who) for who in parents], of="people")}
        blanks |= {"carers": listing(lang, [person_name(school, who) for who in carers], of="people")}
        blanks |= {"count": len(carers), "busy": len(busy), "left": left, "over": least - left}
        blanks |= {"taken": _taken(school, duties, lang), "instead": others_on_duty(school, duties, lang)}
        blanks |= {"leading": len(parents), "children": sum(c.group == group for row in children.values() for c in row)}
        key = "blame.many_carers" if left else "blame.many_carers_none"
        text = say(lang, key, skill=CHILDCARE_SKILL, **blanks)
        yield Excess(("carers", group, slot_id), (*held, *(pin for own in duties.values() for pin in own)), text)


def _taken(school: School, duties: Bound, lang: Lang) -> str:
    """What those who could be carers are pinned to."""
    named = listing(lang, [on_duty(school, who, own, lang) for who, own in duties.items()])
    return say(lang, "blame.carers_on_duty", duties=named) if duties else say(lang, "blame.carers_lead")
