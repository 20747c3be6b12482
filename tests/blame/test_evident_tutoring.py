"""Pinned groups of tutoring: what is offered is enough, and a group that nobody could fill is told by itself."""

import pytest
from shortage_schools import acts, small, teachers
from test_evident_counts import conflict, groups, session

LISTED = [{"student_id": f"1A-{n}", "activity_id": "help"} for n in (1, 2, 3)]


@pytest.mark.parametrize(
    "mended",
    [
        groups(3, 3, min_size=1),
        groups(3, 3, sessions_week=2),
        groups(4, 3),
        groups(3, 3) | {"pins": [session("m1", "help")]},
    ],
)
def test_each_way_that_is_offered_is_enough(mended):
    assert conflict(groups(3, 3)) is not None
    assert conflict(mended) is None


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        (
            {"tutoring": LISTED[:1]},
            "周一16:00–17:00：“辅导名单”表里Help的学生，这时能来的只有1人，成组至少要2人（“活动”表Help的“最少人数”）。请把“最少人数”减到1，或在“辅导名单”再加至少1名这时能来的学生，或去掉这一条。",
        ),
        (
            {"tutoring": LISTED, "activities": acts(help={"grades": "2"})},
            "周一16:00–17:00：“辅导名单”表里Help的学生，这时一个也不能来，成不了组。请去掉这一条。",
        ),
    ],
)
def test_a_group_that_nobody_could_fill(tables, said):
    error = conflict(tables | {"pins": [session("m1", "help")]})
    assert error is not None
    assert error.reasons[0] == (said,)


def test_another_time_is_offered_only_where_enough_can_come():
    """Both who are listed stay on Monday; one of them goes home on Wednesday, for which the group is pinned."""
    students = [{"student_id": f"1{c}-{n}", "class_id": f"1{c}"} for c in "AB" for n in range(1, 6)]
    students[0] |= {"weekdays": "1;2;5"}
    tables = groups(2, 3) | {"students": students, "pins": [session("x1", "help")]}
    error = conflict(tables)
    assert error is not None
    assert "只有1人，成组至少要2人" in error.reasons[0][0]
    assert "请改到够人的时间（如周一16:00–17:00），或把“最少人数”减到1，" in error.reasons[0][0]
    assert conflict(tables | {"pins": [session("m1", "help")]}) is None
    fewer = conflict(tables | {"tutoring": LISTED[:1]})
    assert fewer is not None
    assert "改到" not in fewer.reasons[0][0]


def test_more_groups_at_one_time_than_there_may_be():
    listed = [{"student_id": f"1{c}-{n}", "activity_id": "help"} for c in "AB" for n in (1, 2)]
    pins = [session("m1", "help", leader_id=one) for one in "ab"]
    tables = {"tutoring": listed, "pins": pins, "activities": acts(help={"room_kinds": ""})}
    error = conflict(tables)
    assert error is not None
    assert error.reasons[0] == (
        "周一16:00–17:00：Help固定了2组，“活动”表Help的“最多班数”是1。请至少去掉1条，或把这个数加到2。",
    )
    assert conflict(tables | {"activities": acts(help={"room_kinds": "", "max_sections": 2})}) is None
    assert len(small(**tables).tutoring) == 4


def test_a_second_group_brings_a_first_one():
    """A second group is pinned, and all but one of those who could lead it are in homework then."""
    listed = [{"student_id": f"1{c}-{n}", "activity_id": "help"} for c in "AB" for n in (1, 2)]
    people = [*teachers("a", "b", skills="art;chess;help"), *teachers("c", "d", skills="art;chess")]
    pins = [session("m1", "help", section=2), session("m1", "hw", class_id="1A", leader_id="a")]
    cells = {"room_kinds": "", "max_sections": 2}
    tables = {"tutoring": listed, "pins": pins, "activities": acts(help=cells), "teachers": people}
    error = conflict(tables)
    assert error is not None
    assert (
        "Help要2人带，能带的只有2人（A、B），其中A已固定带1A班的Homework，只剩1人。固定了后面的班次"
        in error.reasons[0][0]
    )
    assert "或换人带1A班的Homework" in error.reasons[0][0]
    assert conflict(tables | {"pins": [pins[0], pins[1] | {"leader_id": "c"}]}) is None
