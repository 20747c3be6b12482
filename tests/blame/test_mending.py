"""One pin in several contradictions: taking it out mends them all, which is said first, and is true."""

import pytest
from shortage_schools import acts, small
from test_evident import duty, rooms, roster
from test_evident_counts import CLUB, able, conflict

from scheduler.cli.faults import explain
from scheduler.conflict import contradiction
from scheduler.options import Options


def in_hall(*pins):
    clubs = acts(go=CLUB, sing=CLUB | {"room_kinds": "hall"}, chess={"room_kinds": "hall"})
    return able(*"abcd") | {"activities": clubs, "rooms": rooms(hall={"groups": 1}), "pins": list(pins)}


def club(activity, leader, **cells):
    return {"block": "F", "activity_id": activity, "leader_id": leader, **cells}


BOTH = in_hall(club("go", "b"), club("sing", "a", room_id="hall"), club("chess", "b", room_id="hall"))
"""B leads go and chess at one time, and chess and sing are in one hall at one time: chess is in both."""


def test_the_pin_that_is_in_both_is_enough():
    error = conflict(BOTH)
    assert error is not None
    assert error.mending == (
        "下面有2处矛盾。最少去掉1条固定内容就能全部解决，例如：",
        "  - 去掉固定活动（周五16:00–17:00，Chess，B），第1、2处就都解决",
    )
    said, _ = explain(error, "zh")
    assert said[:2] == list(error.mending)
    assert sum(line.startswith("第") for line in said) == 2
    rest = small(**BOTH | {"pins": BOTH["pins"][:2]})
    assert contradiction(rest, Options(time_limit=60, workers=1)) is None


def test_a_pin_that_stands_in_several_rows_is_gone_when_all_of_them_are():
    """Chess three times: without go and sing, one row each, two rows are out instead of three."""
    chess = BOTH["pins"][2]
    error = conflict(BOTH | {"pins": [*BOTH["pins"], chess, chess]})
    assert error is not None
    assert "最少去掉2条" in error.mending[0]
    assert not any("Chess" in line for line in error.mending)
    once_more = conflict(BOTH | {"pins": [*BOTH["pins"], chess]})
    assert once_more is not None
    assert "最少去掉2条" in once_more.mending[0]


def test_in_english():
    error = conflict(BOTH, "en")
    assert error is not None
    assert error.mending == (
        "There are 2 contradictions below. At least 1 pin has to go, and 1 is enough for all of them, for instance:",
        "  - take out pins (Friday 16:00–17:00, Chess, B): this mends 1, 2",
    )


def test_contradictions_apart_need_no_advice():
    """Each of the two is mended by itself, as its own sentence says."""
    tables = roster(duty("2026-09-12"), duty("2026-09-08", "hall"), roles="lead")
    error = conflict(tables)
    assert error is not None
    assert (len(error.others), error.mending) == (1, ())


@pytest.mark.parametrize(
    ("days", "cells", "out"),
    [
        ((7, 8, 9), {"min_gap": 2}, ["2026-09-08"]),  # the 8th is beside both others, which are two apart
        ((7, 8, 9, 11), {"min_gap": 2, "max_week": 2}, [None, None]),  # and of the three others one is too many
        ((7, 8, 9, 10), {"min_gap": 3}, ["2026-09-08", "2026-09-09"]),  # only the first and the last are three apart
    ],
)
def test_the_fewest_duties(days, cells, out):
    """In the week of Monday the 7th; with None any other than those named may be the one."""
    tables = roster(*(duty(f"2026-09-{day:02}") for day in days), **cells)
    error = conflict(tables)
    assert error is not None
    assert f"最少去掉{len(out)}条" in error.mending[0]
    gone = {d for d in (f"2026-09-{day:02}" for day in days) if any(d in line for line in error.mending[1:])}
    assert {one for one in out if one} <= gone
    assert len(gone) == len(out)
    kept = [pin for pin in tables["pin_duties"] if pin["date"] not in gone]
    assert conflict(tables | {"pin_duties": kept}) is None


def test_what_two_others_need_besides_is_not_promised():
    """The 8th stands beside the 7th and the 9th, and a second person is at the gate on the 9th: no pin mends all three alone."""
    people = [{"staff_id": who, "roles": "supervisor", "max_week": 5, "min_gap": 2} for who in "bc"]
    pins = [duty("2026-09-07"), duty("2026-09-08"), duty("2026-09-09"), duty("2026-09-09", staff="c")]
    error = conflict(roster(*pins) | {"duty_staff": people})
    assert error is not None
    sets = len(error.others) + 1
    assert sets == 3
    assert error.mending[0].startswith("下面有3处矛盾。最少去掉2条固定内容")
    kept = [
        pin for pin in pins if not any(f"{pin['date']}Gate{pin['staff_id'].upper()}" in line for line in error.mending)
    ]
    assert len(kept) == 2
    assert conflict(roster(*kept) | {"duty_staff": people}) is None
