"""People and students whom other pins take: leaders by duties, carers by sessions, students by other clubs, parents by children."""

from typing import Any

import pytest
from shortage_schools import acts, small, teachers
from test_evident_counts import ALL, CLUB, CLUBS, able, assert_smallest, conflict, seat, session

POST = {"post_id": "gate", "name": "Gate", "role": "supervisor", "windows": "07:20-07:50;16:20-17:30"}
STAFF = [{"staff_id": who, "roles": "supervisor", "min_gap": 1} for who in "ab"]


def duty(day: int = 11, staff_id: str = "a") -> dict[str, Any]:
    """On a date of September; the 11th and the 18th are Fridays."""
    return {"date": f"2026-09-{day:02}", "post_id": "gate", "staff_id": staff_id}


def on_duty(*duties: dict[str, Any], **post: Any) -> dict[str, Any]:
    """a and b lead clubs; b is pinned to one, another is pinned without a leader."""
    pins = [session(leader_id="b"), session(activity_id="go")]
    roster = {"duty_posts": [POST | post], "duty_staff": STAFF, "pin_duties": list(duties)}
    return able("a", "b") | {"activities": CLUBS, "pins": pins} | roster


@pytest.mark.parametrize("days", [(11,), (11, 18)])
def test_whom_a_duty_takes_leads_nothing_then(days: tuple[int, ...]) -> None:
    tables = on_duty(*map(duty, days))
    error = conflict(tables)
    assert error is not None
    dates = "、".join(f"2026-09-{day}" for day in days)
    assert error.reasons[0] == (
        f"周五16:00–17:00：能带Go的只有A、B，而B已固定带Chess、A已固定值班（{dates}“Gate”07:20–07:50、16:20–17:30），没有人能带Go。"
        "请少固定1个班，或换人值“Gate”，或让更多人能带Go（“教师”表、“外聘教师”表的“可任活动”和时段）。",
    )
    assert len(error.pins) == 3
    assert len(error.also[0]) == len(days) - 1
    assert_smallest(tables, error.pins)


@pytest.mark.parametrize(
    "tables",
    [
        on_duty(duty(10)),  # a Thursday
        on_duty(duty(), windows="07:20-07:50"),
        on_duty(duty()) | {"pins": [session(leader_id="b")]},
        on_duty(duty()) | able("a", "b", "c"),
    ],
)
def test_a_duty_at_another_time_takes_nobody(tables: dict[str, Any]) -> None:
    assert conflict(tables) is None


def carers(*pinned: str, leave_by: str = "16:30", **room: Any) -> dict[str, Any]:
    """a is a parent; b and c can be carers; these are pinned to a session at the same time."""
    skilled = [*teachers("a", "d", skills=ALL), *teachers("b", "c", skills=f"{ALL};childcare")]
    study = {"room_id": "study", "group": "primary", "places": 3, "carers": 1}
    what = {"a": session(), "b": session(activity_id="go"), "c": session(activity_id="sing")}
    return {
        "teachers": skilled,
        "activities": acts(go=CLUB, sing=CLUB),
        "childcare": [{"teacher_id": "a", "group": "primary", "leave_by": leave_by}],
        "childcare_rooms": [study | room],
        "pins": [what[who] | {"leader_id": who} for who in pinned],
    }


def test_carers_who_are_pinned_elsewhere_open_no_room() -> None:
    tables = carers("a", "b", "c")
    error = conflict(tables)
    assert error is not None
    (said,) = error.reasons[0]
    assert said.startswith("周五16:00–17:00：A固定带班，孩子到时要去")
    assert "小屋这时至少要有1名照看教师；能照看的2人（B、C）这时都已固定带班，没有人能照看。" in said
    assert "请换人带这些照看教师的班，至少让1人空出来，或换人带A的班，或推迟“教师子女”表A的“最晚离校”" in said
    assert len(error.pins) == 3
    assert_smallest(tables, error.pins)


def test_carers_whom_a_duty_takes_open_no_room() -> None:
    roster = {"duty_posts": [POST], "duty_staff": [STAFF[0] | {"staff_id": "c"}], "pin_duties": [duty(staff_id="c")]}
    tables = carers("a", "b") | roster
    error = conflict(tables)
    assert error is not None
    (said,) = error.reasons[0]
    assert (
        "能照看的2人（B、C）这时都已固定带班或值班（C已固定值班（2026-09-11“Gate”07:20–07:50、16:20–17:30）），没有人能照看。"
        in said
    )
    assert "请换人带这些照看教师的班，或换人值“Gate”，至少让1人空出来，或换人带A的班" in said
    assert len(error.pins) == 3
    assert_smallest(tables, error.pins)


@pytest.mark.parametrize(
    "tables",
    [carers("a", "b"), carers("b", "c"), carers("a", "b", "c", leave_by="17:00"), carers("a", "b", "c", carers=0)],
)
def test_each_way_that_is_offered_for_carers_is_enough(tables: dict[str, Any]) -> None:
    assert conflict(tables) is None


def listed(*students: str, least: int = 3, club: bool = True, seats: int = 2) -> dict[str, Any]:
    """Four children chose Go, which is pinned; so many of them are pinned to Chess."""
    choices = [
        {"student_id": f"1A-{n}", "block": "F", "rank": rank, "activity_id": one}
        for n in range(1, 5)
        for rank, one in enumerate(("go", "chess"), 1)
    ]
    return {
        "activities": acts(go={"kind": "club", "min_size": least}),
        "teachers": teachers("a", "b", "c", "d", skills=ALL),
        "choices": choices,
        "pins": [session(activity_id="go")] if club else [],
        "pin_placements": [seat(one, "chess") for one in students[:seats]],
    }


def test_students_who_are_pinned_elsewhere_leave_too_few_for_a_club() -> None:
    tables = listed("1A-1", "1A-2")
    error = conflict(tables)
    assert error is not None
    assert error.reasons[0] == (
        "周五社团课（16:00–17:00）：能上Go的学生有4人，其中2人固定在别的社团，只剩2人，开班至少要3人。"
        "请少固定1人到别处，或把“活动”表Go的“最少人数”减到2，或不要固定Go。",
    )
    assert_smallest(tables, error.pins)
    for other in (listed("1A-1"), listed("1A-1", "1A-2", least=2), listed("1A-1", "1A-2", club=False)):
        assert conflict(other) is None


def test_a_parent_on_a_post_after_the_child_leaves() -> None:
    child = {"teacher_id": "a", "group": "primary", "leave_by": "16:30"}
    tables = {"duty_posts": [POST], "duty_staff": STAFF, "pin_duties": [duty()], "childcare": [child]}
    error = conflict(tables)
    assert error is not None
    assert error.reasons[0] == (
        "A周五要照顾孩子，最晚16:30离校（“教师子女”表），而“Gate”要值到17:30，小屋也不管值班时的孩子。"
        "请换人，或推迟“教师子女”表A的“最晚离校”，或把“值班岗位”表“Gate”的“在岗时间”缩短到16:30以前。",
    )
    earlier = {"duty_posts": [POST | {"windows": "07:20-07:50;16:20-16:30"}]}
    for mended in (earlier, {"pin_duties": [duty(staff_id="b")]}, {"childcare": [child | {"leave_by": "17:30"}]}):
        assert conflict(tables | mended) is None
    assert small(**tables).childcare[0].weekdays == (1, 2, 3, 4, 5)


def test_no_student_who_is_left_for_a_club() -> None:
    tables = listed("1A-1", "1A-2", "1A-3", "1A-4", seats=4)
    error = conflict(tables | {"activities": acts(go={"kind": "club", "min_size": 3})})
    assert error is not None
    assert (
        "周五社团课（16:00–17:00）：能上Go的学生有4人，都固定在别的社团，一个也不剩，开班至少要3人。请少固定3人到别处，或不要固定Go。"
        in [said for reasons in error.reasons for said in reasons]
    )
