"""Children to fetch as the cause of a week that is short of leaders of one strand, though no slot is short of people."""

from typing import Any

import pytest
from shortage_schools import found, small, teachers
from test_shortages_planted import least_coverage

from models.school import School
from scheduler.shortages import describe, notes, shortages

#: A room with one place for two children: they are fetched before the end of both slots of strands.
ROOM: dict[str, Any] = {"room_id": "k", "group": "primary", "places": 1}


def school(room: dict[str, Any] | None = None, carers: str = "", **child: Any) -> School:
    """Four classes have art and sing once a week each, in two slots; only a and b can lead art, and c to f sing. ``carers``: who can
    care besides, g and h for nothing else."""
    staff = [
        *(one for who in "ab" for one in teachers(who, skills="art;childcare" if who in carers else "art")),
        *teachers("c", "d", "e", "f", skills="sing"),
        *(one for who in carers if who in "gh" for one in teachers(who, skills="childcare")),
    ]
    rows = [{"teacher_id": t, "group": "primary", "leave_by": "16:30", "weekdays": "2;3", **child} for t in "ab"]
    return small(
        slots=[
            {"slot_id": f"{day}1", "weekday": n, "start": "16:00", "end": "17:00"} for day, n in (("t", 2), ("w", 3))
        ],
        pattern=[{"grade": "1", "slot_id": slot, "kind": "strand"} for slot in ("t1", "w1")],
        classes=[{"class_id": f"1{c}", "grade": "1"} for c in "ABCD"],
        students=[{"student_id": f"1{c}-1", "class_id": f"1{c}"} for c in "ABCD"],
        activities=[{"activity_id": one, "name": one.title(), "kind": "strand"} for one in ("art", "sing")],
        rooms=[{"room_id": "hall", "capacity": 9, "groups": 9}],
        teachers=staff,
        childcare=rows,
        childcare_rooms=[ROOM | (room or {})],
    )


def said(one: School, lang: Any = "zh") -> str:
    (short,) = shortages(one)
    return describe(short, lang, one)


def test_places_for_children_are_counted_in_the_week_of_a_strand() -> None:
    one = school()
    assert found(one) == [("week_strand_leaders", ("a", "b"), 4, 2)]
    assert least_coverage(one) == 200
    assert (
        "A、B在周二16:00–17:00、周三16:00–17:00要接孩子，而乐学小屋（k）只有1个位置：可以先把“照看小屋”表乐学小屋（k）的“位置数”加到2，"
        "或推迟“教师子女”表里这些人的“最晚离校”，照这样算，改一样就够。请补人" in said(one)
    )
    assert (
        "A, B must fetch a child on Tuesday 16:00–17:00, Wednesday 16:00–17:00, and the primary children’s room k has 1 place: "
        "to help, raise places of the primary children’s room k in childcare_rooms to 2, or make leave_by"
        in said(one, "en")
    )


@pytest.mark.parametrize(("room", "child"), [({"places": 2}, {}), ({}, {"leave_by": "17:00"})])
def test_what_is_told_to_be_enough_is(room: dict[str, Any], child: dict[str, Any]) -> None:
    better = school(room, **child)
    assert (found(better), least_coverage(better)) == ([], 0)


def with_third(**cells: Any) -> School:
    """The school with x besides, who may lead art once a week."""
    one = school()
    x = one.teachers[0].model_copy(update={"teacher_id": "x", "name": "X", "max_sessions_week": 1} | cells)
    return one.replaced(teachers=(*one.teachers, x))


def test_a_place_that_two_share_does_not_make_up_for_the_limit_of_a_third() -> None:
    """By day two of the three can lead, once a and b for each other, but x only once a week: three of four sessions."""
    one = with_third()
    assert found(one) == [("week_strand_leaders", ("a", "b", "x"), 4, 3)]
    assert least_coverage(one) == 100
    better = with_third(max_sessions_week=2)
    assert (found(better), least_coverage(better)) == ([], 0)


def test_who_cannot_help_for_another_limit_is_not_asked_to_come() -> None:
    one = with_third(unavailable=("t1",))
    assert found(one) == [("week_strand_leaders", ("a", "b", "x"), 4, 3)]
    assert "不可用时段" not in said(one)
    assert "请补人（至少1位）" in said(one)


def test_what_is_short_although_all_come_is_told_with_how_many_people_it_takes() -> None:
    """Nobody has a child, and a alone leads art, on one day of two: one of four sessions, with the other day two."""
    one = school().replaced(childcare=())
    alone = one.replaced(teachers=one.teachers[:1] + one.teachers[2:])
    away = alone.teachers[0].model_copy(update={"unavailable": ("t1",)})
    (short,) = shortages(alone.replaced(teachers=(away, *alone.teachers[1:])))
    assert (short.needed, short.available, short.args["kept_left"], short.args["kept_more"]) == (4, 1, 2, 1)
    text = describe(short, "zh", alone)
    assert "有1人的“不可用时段”写了t1（A），可以先看能不能来；来了也还缺2节，至少还要1人来带。请补人（至少2位）" in text
    text = describe(short, "en", alone)
    assert "even with this person 2 sessions are short, and it takes at least one person more. Add people (2 at" in text


def test_the_cell_of_a_room_that_is_closed_then_is_named() -> None:
    one = school({"places": 2, "slots": "t1"})
    assert found(one) == [("week_strand_leaders", ("a", "b"), 4, 2)]
    assert least_coverage(one) == 200
    text = said(one)
    assert (
        "A、B在周三16:00–17:00要接孩子，而乐学小屋（k）的“时段”里没有w1：可以先在“照看小屋”表乐学小屋（k）的“时段”里加上w1，或"
        in text
    )
    assert "小屋没有他们的位置" not in text
    assert "各自最多：A1节（要接孩子）、B1节（要接孩子）。" in text
    assert "A 1 (with a child to fetch), B 1 (with a child to fetch)" in said(one, "en")


def test_only_a_number_of_carers_that_helps_is_advised_and_told_once() -> None:
    """The room takes three carers, of whom a and b themselves are two: with g there they care and cannot lead, with one carer or with
    two more it opens beside them."""
    one = school({"places": 2, "carers": 3}, carers="abg")
    assert found(one) == [("week_strand_leaders", (), 4, 0)]
    assert least_coverage(one) == 400
    text = said(one)
    assert "要3名照看教师，会照看的同时最多能来3人（其中2人也带这些课）" in text
    assert "的“照看教师数”减到1，或再有2位不带这些课的教师会照看（“可任活动”里有childcare），或推迟" in text
    assert found(school({"places": 2, "carers": 1}, carers="abg")) == []
    assert found(school({"places": 2, "carers": 2}, carers="abg"))
    assert found(school({"places": 2, "carers": 2}, carers="abgh")) == []
    none = school({"places": 2, "carers": 1})
    assert notes(none, "zh")
    assert notes(none, "zh", shortages(none)) == []
    assert "再有1位不带这些课的教师会照看" in said(none)
