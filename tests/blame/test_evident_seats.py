"""Too many students of a club: its seats are counted with the people and rooms there are, and only what is enough is offered."""

import pytest
from shortage_schools import acts, small, teachers

from models.pins import PinPlacementRow, PinRow
from scheduler import evident
from scheduler.calendar import open_days
from scheduler.evident import reasons
from scheduler.evident_counts import too_many

CLUB = {"kind": "club", "skill_needed": "yes"}
ALL = [f"{c}-{n}" for c in ("1A", "1B") for n in range(1, 6)]


def told(students, leaders, sizes=(5, 5, 10), lang="zh", **cells):
    """What the counts say of so many students in go, which so many teachers can lead, in r1, r2 and the hall of these sizes."""
    people = [*teachers(*"abcd"[:leaders], skills="art;go"), *teachers(*"abcd"[leaders:], skills="art")]
    rows = [room.model_dump() | {"capacity": size} for room, size in zip(small().rooms, sizes, strict=True)]
    school = small(teachers=people, rooms=rows, activities=acts(go=CLUB | cells))
    pins = [PinPlacementRow(student_id=one, block="F", activity_id="go") for one in ALL[:students]]
    return [one.sentence for one in too_many(school, pins, {day.date: day for day in open_days(school)}, lang)]


HEAD = "周五社团课（16:00–17:00）：Go固定了"

CASES = {
    "a second section has no leader": (
        (6, 1, {"max_size": 4, "max_sections": 1}),
        HEAD
        + "6名学生，最多只有4个名额（最多开1个班，每班最多4人）。请至少去掉2条，或把“活动”表Go的“最多人数”加到6。（只加大“最多班数”不行：开2个班，人手或教室不够，这时能带的只有A。）",
    ),
    "a second section is allowed but has no leader": (
        (6, 1, {"max_size": 4, "max_sections": 2}),
        HEAD
        + "6名学生，最多只有4个名额（最多只能开1个班：这时能带的只有A，每班最多4人）。请至少去掉2条，或把“活动”表Go的“最多人数”加到6。",
    ),
    "neither a leader nor a room": (
        (6, 1, {"max_size": 4, "max_sections": 1, "room_kinds": "hall"}),
        HEAD
        + "6名学生，最多只有4个名额（最多开1个班，每班最多4人）。请至少去掉2条，或把“活动”表Go的“最多人数”加到6。（只加大“最多班数”不行：开2个班，人手或教室不够，这时能带的只有A、能用的教室只有hall。）",
    ),
    "three sections are wanted": (
        (6, 3, {"max_size": 2, "max_sections": 1}),
        HEAD
        + "6名学生，最多只有2个名额（最多开1个班，每班最多2人）。请至少去掉4条，或把“活动”表Go的“最多人数”加到6，或把“活动”表Go的“最多班数”加到3。",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_would_be_enough(case: str) -> None:
    (students, leaders, cells), sentence = CASES[case]
    assert told(students, leaders, **cells) == [sentence]


def test_sections_in_rooms_of_several_sizes() -> None:
    """The two largest of 2, 4 and 3 give 7 seats, all three of them 9: too few for 10. In two rooms 5 each would be enough."""
    said = told(10, 4, (2, 4, 3), max_sections=2)
    assert said == [
        HEAD + "10名学生，最多只有7个名额（最多开2个班，各班最多4、3人）。请至少去掉3条，或换能容5人的教室。"
        "（只加大“最多班数”不行：开4个班，人手或教室不够，能用的教室只有Room r1、Room r2、hall。）"
    ]
    assert told(7, 4, (2, 4, 3), max_sections=2) == []


def test_in_english() -> None:
    (said,) = told(6, 1, lang="en", max_size=4)
    assert said.endswith(
        "6 students are pinned to Go, which has 4 seats at most (1 section, of up to 4). Take out at least 2 pins, or raise "
        "max_size of Go in activities to 6. (To raise max_sections alone does not help: for 2 sections there are too few people or rooms; the only "
        "ones who can lead it then are A.)"
    )


@pytest.mark.parametrize(("leaders", "more"), [("ab", ""), ("a", "（还要有1位这时也能带的人）")])
def test_what_a_second_section_needs_besides_is_told(leaders: str, more: str) -> None:
    school = small(teachers=teachers(*leaders, skills="art;go"), activities=acts(go=CLUB))
    pins = [PinRow(block="F", activity_id="go", section=2)]
    assert reasons(school, pins, "zh") == [
        f"这一条的班次是2，而“活动”表Go的“最多班数”是1，开不到第2个班。请把班次改成1，或把“活动”表Go的“最多班数”加到2{more}。"
    ]


@pytest.mark.parametrize(("other", "taken"), [({"leader_id": "b"}, True), ({}, False), ({"leader_id": "a"}, False)])
def test_a_number_that_another_pin_has_is_not_advised(other: dict[str, str], taken: bool) -> None:
    """A's second section cannot be the first one, where that is B's; go can be held in three rooms."""
    school = small(teachers=teachers("a", "b", skills="art;go"), activities=acts(go=CLUB))
    pins = [PinRow(block="F", activity_id="go", section=2, leader_id="a")]
    pins.append(PinRow(block="F", activity_id="go", section=1, **other))
    (said,) = evident.told(school, pins[:1], pins, "zh")[1]
    assert ("请把班次改成1" in said) != taken
    assert ("前面的班次已固定在别的行。请去掉这一条，或把“活动”表Go的“最多班数”加到2。" in said) == taken


@pytest.mark.parametrize("size", [None, 4])
def test_a_student_in_a_club_without_leader_and_room(size: int | None) -> None:
    """Nobody has the skill, and no room is a pool: there is no limit of people or rooms to count with."""
    club = CLUB | {"room_kinds": "pool", "max_size": size}
    school = small(activities=acts(swim=club), choices=[{"student_id": "1A-1", "rank": 1, "activity_id": "swim"}])
    pins = [PinPlacementRow(student_id="1A-1", block="F", activity_id="swim")]
    assert reasons(school, pins, "zh") == [
        "Swim没有人能带，开不了。请在“教师”表或“外聘教师”表给一个人的“可任活动”写上swim，或去掉这一条。",
        "Swim要用的教室类别是pool，“教室”表里没有这样的教室，开不了。请给合用的教室的“类别”加上它，或去掉这一条。",
    ]
    assert reasons(school, [PinRow(block="F", activity_id="swim")], "en")[1] == (
        "No room in rooms is of the kind pool, so Swim cannot be held. Add it to the kinds of a room "
        "that would do, or take this pin out."
    )


def test_a_pin_that_names_no_activity_is_a_session() -> None:
    """On Monday a leads some session and, by hand, is on duty; two sessions at once pass their limit of one a week."""
    school = small(teachers=teachers(*"abcd", skills="art;chess;help", max_sessions_week=1))
    pins = [PinRow(block="m1", leader_id="a"), PinRow(block="t1", activity_id="art", class_id="1A", leader_id="a")]
    assert reasons(school, pins, "zh") == [
        "A一周固定了2节，“教师”表A的“每周课后上限”是1节。请至少去掉1条，或把这个数加到2。"
    ]
    pins[1] = PinRow(block="F", activity_id="chess", leader_id="a")
    (said,) = reasons(school, pins, "zh")
    assert said.startswith("A一周固定了3节（一个班1节、Chess2节）")
