"""Which sessions a weekday could have, and which seats their rooms could give them."""

from functools import cache
from itertools import product

from tiny import Held, Offer, Tiny

Day = tuple[Held, ...]
Seats = tuple[tuple[Offer, int], ...]
"""For each offer that is held: all the seats of its sessions in a club or tutoring, the room's capacity otherwise."""


def days(tiny: Tiny, weekday: int) -> list[Day]:
    """Every set of sessions of a weekday, rooms and leaders apart; a class has one strand at a time (R3)."""
    offers = [o for o in tiny.offers if tiny.weekday(o.time) == weekday]
    found: list[Day] = []
    for numbers in product(*(range(o.limit + 1) for o in offers)):
        strands = [
            (o.class_id, o.time)
            for o, n in zip(offers, numbers, strict=True)
            if n and tiny.activities[o.activity].kind == "strand"
        ]
        if len(set(strands)) == len(strands):
            found.append(tuple(Held(o, k) for o, n in zip(offers, numbers, strict=True) for k in range(1, n + 1)))
    return found


def seats(tiny: Tiny, day: Day, forced: dict[Held, str]) -> list[Seats]:
    """Every useful outcome of giving rooms to a weekday's sessions (R8); ``forced`` rooms are pinned."""
    states: dict[tuple[tuple[str, str], ...], set[tuple[tuple[Offer, int], ...]]] = {(): {()}}
    for held in day:
        after: dict[tuple[tuple[str, str], ...], set[tuple[tuple[Offer, int], ...]]] = {}
        for used, outcomes in states.items():
            for room, given in _rooms(tiny, held):
                if forced.get(held, room) != room:
                    continue
                now = tuple(sorted([*used, *((room, s) for s in tiny.times[held.offer.time])]))
                groups = next(r.groups for r in tiny.school.rooms if r.room_id == room)
                if all(now.count(pair) <= groups for pair in now if pair[0] == room):
                    after.setdefault(now, set()).update(_plus(o, held.offer, given) for o in outcomes)
        states = after
    found = set().union(*states.values()) if states else set()
    return [a for a in found if not any(a != b and all(x[1] <= y[1] for x, y in zip(a, b, strict=True)) for b in found)]


def _plus(outcome: Seats, offer: Offer, given: int) -> Seats:
    if outcome and outcome[-1][0] == offer:
        return (*outcome[:-1], (offer, outcome[-1][1] + given))
    return (*outcome, (offer, given))


def _rooms(tiny: Tiny, held: Held) -> list[tuple[str, int]]:
    return _rooms_of(tiny, held.offer)


@cache
def _rooms_of(tiny: Tiny, offer: Offer) -> list[tuple[str, int]]:
    """Rooms that a session could have, each with the students it can then take."""
    activity = tiny.activities[offer.activity]
    home = tiny.classes[offer.class_id].room_id if offer.class_id and not activity.room_kinds else None
    found: list[tuple[str, int]] = []
    for room in tiny.school.rooms:
        if set(room.unavailable) & set(tiny.times[offer.time]) or (home and room.room_id != home) or not room.groups:
            continue
        if activity.room_kinds and not set(activity.room_kinds) & set(room.kinds):
            continue
        if activity.kind in ("club", "tutoring"):
            most = room.capacity if activity.max_size is None else min(room.capacity, activity.max_size)
            if most >= max(1, activity.min_size):
                found.append((room.room_id, most))
        elif activity.kind == "homework" or room.capacity >= len(tiny.stay(offer.class_id, tiny.weekday(offer.time))):
            found.append((room.room_id, room.capacity))
    return found
