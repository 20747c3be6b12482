"""Clubs pinned into rooms: what the tables alone tell is told without a search, each time as a smallest set."""

import pytest
from shortage_schools import acts, small
from test_evident_counts import CLUB, able, assert_smallest, conflict, rooms, seat, session

from scheduler.conflict import all_pins
from scheduler.evident import at_a_glance, told

OWN = {"room_kinds": "hall"}


def students(count, activity_id="go"):
    every = [f"{c}-{n}" for c in ("1A", "1B") for n in range(1, 6)]
    return [seat(one, activity_id) for one in every[:count]]


def planted(*pins, placements=(), hall=None, **cells):
    clubs = acts(go=CLUB | cells.get("go", {}), sing=CLUB | cells.get("sing", {}), chess=cells.get("chess", {}))
    return (
        able(*"abcd")
        | rooms(**(hall or {}))
        | {"activities": clubs, "pins": list(pins)}
        | {"pin_placements": list(placements)}
    )


def go(room, **cells):
    return session(activity_id="go", room_id=room, **cells)


def sizes(r1, r2, hall):
    rows = [{"room_id": "r1", "capacity": r1}, {"room_id": "r2", "capacity": r2}]
    return {"rooms": [*rows, {"room_id": "hall", "kinds": "hall", "capacity": hall}]}


TWO = {"max_sections": 2}
BOTH = planted(go("r1", section=1), go("r2", section=2), placements=students(7), go=TWO)
ONE_OF_TWO = planted(go("r1", section=1), placements=students(8), go=TWO)

CASES = {
    "two clubs in one room at a time": (planted(go("r1"), session(activity_id="sing", room_id="r1")), 2),
    "two sections in one room": (planted(go("hall", section=1), go("hall", section=2), go=TWO), 2),
    "two clubs in the only room of their tag": (
        planted(session(activity_id="go"), session(activity_id="sing"), go=OWN, sing=OWN),
        2,
    ),
    "a room without the tag": (planted(go("r1"), go=OWN), 1),
    "a room smaller than the least": (planted(go("r1"), go={"min_size": 6}), 1),
    "more students than the room of the only section": (planted(go("r1"), placements=students(6)), 7),
    "more students than the rooms of both sections": (BOTH | sizes(3, 3, 10), 9),
    "more students than a small room and the largest": (ONE_OF_TWO | sizes(2, 5, 5), 9),
}
"""With the size of the smallest set."""


@pytest.mark.parametrize("case", CASES)
def test_told_without_a_search_as_a_smallest_set(case):
    tables, size = CASES[case]
    school = small(**tables)
    sets = list(at_a_glance(school, all_pins(school), "zh"))
    assert [len(one) for one in sets] == [size]
    assert told(school, sets[0], all_pins(school), "zh")[1]
    error = conflict(tables)
    assert error is not None
    assert len(error.pins) == size
    assert error.others == ()
    assert_smallest(tables, error.pins)
