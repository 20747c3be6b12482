"""Pins that are in two contradictions: both are told at once, each with its own rows."""

import pytest
from shortage_schools import acts, small
from test_evident import duty, rooms, roster
from test_evident_counts import CLUB, able, assert_smallest, conflict

from scheduler.conflict import contradiction
from scheduler.options import Options

WEEK = [duty("2026-09-07"), duty("2026-09-08"), duty("2026-09-10")]
"""Monday, Tuesday and Thursday of one week."""


def dates(names):
    """The days of September in the names of pinned duties."""
    return sorted(one[one.index("2026-09-") + 8 :][:2] for one in names)


def test_days_too_close_and_too_many_in_a_week():
    """Monday and Tuesday are one school day apart instead of two; with Thursday they are three of two a week."""
    tables = roster(*WEEK, min_gap=2, max_week=2)
    error = conflict(tables)
    assert error is not None
    told = [dates([*least, *more]) for least, more in zip([error.pins, *error.others], error.also, strict=True)]
    assert told == [["07", "08"], ["07", "08", "10"]]
    assert [why.partition("。")[0] for each in error.reasons for why in each] == [
        "B在2026-09-07和2026-09-08都固定了值班，隔得太近：2026-09-08是2026-09-07之后第1个上课日，“值班人员”表B的“最小间隔”是2",
        "B在2026-09-07起的一周固定了3次值班，“值班人员”表B的“每周上限”是2次",
    ]
    assert_smallest(tables, error.pins)


def test_with_room_for_three_a_week_only_the_distance_is_told():
    error = conflict(roster(*WEEK, min_gap=2, max_week=3))
    assert error is not None
    assert (dates(error.pins), error.also[0], error.others, len(error.reasons[0])) == (["07", "08"], (), (), 1)


def test_a_day_between_two_others_is_in_two_sets():
    """Tuesday is too close to Monday and to Wednesday; Monday and Wednesday are not too close."""
    tables = roster(duty("2026-09-07"), duty("2026-09-08"), duty("2026-09-09"), min_gap=2, max_week=3)
    error = conflict(tables)
    assert error is not None
    sets = [error.pins, *error.others]
    assert sorted(map(dates, sets)) == [["07", "08"], ["08", "09"]]
    assert [len(why) for why in error.reasons] == [1, 1]
    for one in sets:
        assert_smallest(tables, one)


@pytest.mark.parametrize(("groups", "sets"), [(1, 2), (2, 1)])
def test_a_leader_in_two_places_of_which_one_is_in_a_full_room(groups, sets):
    """b leads chess and go at once; chess and sing are both pinned into the hall, the only room that they may be in."""
    own = {"room_kinds": "hall"}
    clubs = acts(go=CLUB, sing=CLUB | own, chess=own)
    pins = [
        {"block": "F", "activity_id": "go", "leader_id": "b"},
        {"block": "F", "activity_id": "sing", "leader_id": "a", "room_id": "hall"},
        {"block": "F", "activity_id": "chess", "leader_id": "b", "room_id": "hall"},
    ]
    tables = able(*"abcd") | {"activities": clubs, "rooms": rooms(hall={"groups": groups}), "pins": pins}
    error = conflict(tables)
    assert error is not None
    found = [error.pins, *error.others]
    assert len(found) == sets
    assert [len(one) for one in found] == [2] * sets
    for one in found:
        assert_smallest(tables, one)
    told = "".join(why for each in error.reasons for why in each)
    assert "B被同时固定在Go、Chess" in told
    assert ("hall要同时给2个班用（Sing、Chess）" in told) == (groups == 1)


def test_what_stands_alone_is_not_told_with_others():
    """Nobody may serve on a Saturday; that it is also the third of the week adds nothing."""
    error = conflict(roster(duty("2026-09-07"), duty("2026-09-09"), duty("2026-09-12"), max_week=2))
    assert error is not None
    assert (dates(error.pins), error.also[0], error.others) == (["12"], (), ())


def test_a_row_that_has_to_go_is_told_with_what_it_contradicts():
    """Of chess and the hall, its only room, three rows want three leaders: each two contradict each other, so two rows have to
    go, and each stands in what is told."""
    pins = [
        {"block": "F", "activity_id": "chess", "leader_id": "a"},
        {"block": "F", "activity_id": "chess", "leader_id": "b"},
        {"block": "F", "leader_id": "c", "room_id": "hall"},
        {"block": "m1", "activity_id": "hw", "class_id": "1A", "leader_id": "a"},
        {"block": "m1", "activity_id": "hw", "class_id": "1B", "leader_id": "a"},
    ]
    tables = {"activities": acts(chess={"room_kinds": "hall"}), "pins": pins}
    error = conflict(tables)
    assert error is not None
    sets = [error.pins, *error.others]
    assert len({row for one in sets for row in one}) == 5
    for one in sets:
        assert_smallest(tables, one)
    assert error.mending[0].startswith(f"下面有{len(sets)}处矛盾。最少去掉3条固定内容")


def test_what_needs_no_search_is_told_though_there_is_no_time():
    """One leader in two classes at once, another without the skill, a club in a slot of homework."""
    tables = {
        "teachers": [t | {"skills": "chess;help"} if t["teacher_id"] == "b" else t for t in able(*"abcd")["teachers"]],
        "pins": [
            {"block": "m1", "activity_id": "hw", "class_id": "1A", "leader_id": "a"},
            {"block": "m1", "activity_id": "hw", "class_id": "1B", "leader_id": "a"},
            {"block": "t1", "activity_id": "art", "class_id": "1A", "leader_id": "b"},
            {"block": "m1", "activity_id": "chess", "leader_id": "c"},
            {"block": "F", "activity_id": "chess", "leader_id": "d"},
        ],
    }
    error = contradiction(small(**tables), Options(time_limit=0.001, workers=1, lang="zh"))
    assert error is not None
    assert error.cut_short
    assert sorted(len(one) for one in [error.pins, *error.others]) == [1, 1, 2]
    assert all(error.reasons)
    for one in [error.pins, *error.others]:
        assert_smallest(tables, one)
