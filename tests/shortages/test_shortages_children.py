"""Children to fetch: what of it is told to help does help, and nothing else."""

from typing import Any

import pytest
from shortage_schools import found, small, teachers
from test_shortages_planted import least_coverage

from models.school import School
from scheduler.shortages import describe, notes, shortages

SKILLS = "art;chess;help"
ROOM: dict[str, Any] = {"room_id": "k", "group": "primary", "places": 3}


def parents(kids: dict[str, Any] | None = None, room: dict[str, Any] | None = None, **cells: Any) -> School:
    """Three teachers, each with a child to fetch at 16:30; two classes have homework until 17:00 on Monday."""
    child = {"group": "primary", "leave_by": "16:30", "weekdays": "1", **(kids or {})}
    staff = {
        "teachers": teachers("b", "c", "d", skills=SKILLS),
        "childcare": [child | {"teacher_id": t} for t in "bcd"],
    }
    return small(**staff | {"childcare_rooms": [ROOM | (room or {})]} | cells)


def said(school: School, lang: str = "zh") -> str:
    (short,) = shortages(school)
    return describe(short, lang, school)  # type: ignore[arg-type]


NO: dict[str, Any] = {"may_use_room": "no"}
#: What is wrong with the children and with the room, what is told to help, and the same with that mended.
CAUSES: dict[str, Any] = {
    "barred": (NO, {}, ["barred"], {}, {}),
    "barred, and too few places": (NO, {"places": 1}, ["barred+places"], {}, {}),
    "too few places": ({}, {"places": 1}, ["places"], {}, {}),
    "closed then": ({}, {"slots": "t1"}, ["open"], {}, {}),
    "barred, closed, no places": (NO, {"slots": "t1", "places": 0}, ["barred+open+places"], {}, {}),
}


@pytest.mark.parametrize("name", CAUSES)
def test_what_is_told_to_help_does(name: str) -> None:
    kids, room, ways, better_kids, better_room = CAUSES[name]
    school = parents(kids, room)
    (short,) = shortages(school)
    assert (short.key, short.needed, short.args["ways"]) == ("slot.child", 2, ";".join(ways))
    assert least_coverage(school) > 0
    assert found(parents(better_kids, better_room)) == []
    assert least_coverage(parents(better_kids, better_room)) == 0


def test_places_alone_help_no_child_that_may_not_use_them() -> None:
    assert found(parents(NO, {"places": 30})) == found(parents(NO)) == [("slot_staff", (), 2, 0)]
    assert said(parents(NO)) == (
        "教师要接孩子，周一16:00–17:00要2人（Homework 2节），能来的最多0人"
        "（要接孩子的3人一个也留不下，其他0人），至少缺2人。他们的孩子都不能进小屋：“教师子女”表里这3人的“可用小屋”填了否。"
        "要接孩子的有3人：B、C、D。请把“教师子女”表里这3人的“可用小屋”改成是（孩子能去的话），"
        "或把“教师子女”表里2人（如B、C）的“最晚离校”从16:30推到17:00；也可以补人。"
    )
    assert said(parents(NO), "en") == (
        "Teachers must fetch children. Monday 16:00–17:00: 2 people are needed"
        " (Homework 2), 0 at most can come (none of the 3 with a child to fetch, and 0 others), 2 too few."
        " None of the children may use a room: in childcare, may_use_room of these 3 is no."
        " 3 have a child to fetch: B, C, D. To help, change may_use_room in childcare to yes for these 3"
        " (if the child may go there), or move leave_by in childcare from 16:30 to 17:00 for 2 people (such as B, C); or add people."
    )


def without_carers(skills: str) -> School:
    """A fourth teacher beside them, without a child, who has these skills; and a room that one carer runs."""
    staff = [*teachers("b", "c", "d", skills=SKILLS), *teachers("e", skills=skills)]
    children = [{"teacher_id": t, "group": "primary", "leave_by": "16:30", "weekdays": "1"} for t in "bcd"]
    return parents(None, None, teachers=staff, childcare=children, childcare_rooms=[ROOM | {"carers": 1}])


def test_a_room_without_carers_is_the_cause_and_a_carer_helps() -> None:
    """Of four teachers three must fetch a child; with one as the carer in the room the three can stay, and two are needed."""
    school = without_carers(SKILLS)
    assert found(school) == [("slot_staff", ("e",), 2, 1)]
    assert least_coverage(school) > 0
    text = said(school)
    assert (
        "能来的最多1人（要接孩子的3人一个也留不下，其他1人），至少缺1人。乐学小屋（k）的照看教师不够，开不了，要进这里的孩子留不下。"
        in text
    )
    assert text.endswith(
        "请在“教师”表至少让1人的“可任活动”里有childcare，或把“教师子女”表里1人（如B）的“最晚离校”从16:30推到17:00；也可以补人。"
    )
    assert "The primary children’s room k cannot open for want of carers, so no child can be there." in said(
        school, "en"
    )
    assert found(without_carers(SKILLS + ";childcare")) == []
    assert least_coverage(without_carers(SKILLS + ";childcare")) == 0


def test_a_room_without_carers_is_not_noted_again() -> None:
    school = without_carers(SKILLS)
    assert len(notes(school, "zh")) == 1
    assert notes(school, "zh", shortages(school)) == []


def test_a_room_that_there_is_not() -> None:
    school = parents(childcare_rooms=[])
    assert "一个也留不下，其他0人），至少缺2人。没有他们的孩子能去的小屋。要接孩子的有3人" in said(school)
    assert said(school).endswith("请把“教师子女”表里2人（如B、C）的“最晚离校”从16:30推到17:00；也可以补人。")


def test_carers_who_cannot_come_then_are_named_with_why() -> None:
    """Four teachers, three with a child to fetch; e is the only carer and away on Monday. With e there, or with another carer, they can stay."""
    away = [*teachers("b", "c", "d", skills=SKILLS), *teachers("e", skills="childcare", unavailable="m1")]
    children = [{"teacher_id": t, "group": "primary", "leave_by": "16:30", "weekdays": "1"} for t in "bcde"]
    cells = {"childcare": children, "childcare_rooms": [ROOM | {"carers": 1, "places": 4}]}
    school = parents(None, None, **cells, teachers=away)
    (short,) = shortages(school)
    assert (short.args["uncared"], short.args["unmanned"], short.args["ways"]) == ("k", "", "carers")
    assert least_coverage(school) > 0
    text = said(school)
    assert (
        "乐学小屋（k）在周一16:00–17:00开不了：会照看的教师这时来的不够。“教师”表里会照看的人中有1人的“不可用时段”写了m1（E），可以先看能不能来。"
        in text
    )
    assert text.endswith(
        "请给更多这时能来的教师的“可任活动”加上childcare，或把“教师子女”表里2人（如B、C）的“最晚离校”从16:30推到17:00；也可以补人。"
    )
    assert "k cannot open on Monday 16:00–17:00: too few carers can come then. Of the carers, 1 has m1" in said(
        school, "en"
    )
    there = [*away[:3], away[3] | {"unavailable": ""}]
    assert found(parents(None, None, **cells, teachers=there)) == []
    assert notes(school, "zh", shortages(school)) == []


GROUPS = {"a": "primary", "b": "primary", "c": "preschool"}


def four_classes(leave_by: str) -> School:
    """Four teachers for four lessons at once: the one place for a's and b's children, c's looked after by d."""
    rows = [{"teacher_id": t, "group": g, "leave_by": leave_by, "weekdays": "1"} for t, g in GROUPS.items()]
    rooms = [ROOM | {"places": 1}, {"room_id": "n", "group": "preschool", "places": 3, "carers": 1}]
    staff = [*teachers("a", "b", "c", skills=SKILLS), *teachers("d", skills=f"{SKILLS};childcare")]
    cells: dict[str, Any] = {"teachers": staff, "childcare": rows, "childcare_rooms": rooms}
    cells["classes"] = [{"class_id": f"1{c}", "grade": "1", "room_id": "r1"} for c in "ABCD"]
    cells["students"] = [{"student_id": f"1{c}-1", "class_id": f"1{c}"} for c in "ABCD"]
    return small(**cells, rooms=[{"room_id": r, "capacity": 9, "groups": 4} for r in ("r1", "hall")])


def test_a_child_whose_care_takes_a_carer_counts_with_those_who_lack_places() -> None:
    """With the second room open d cares and a or b is away, with it closed c and one of these."""
    school = four_classes("16:30")
    (short,) = shortages(school)
    assert (short.key, short.needed, short.available, least_coverage(school)) == ("slot.child", 5, 3, 200)
    text = said(school)
    assert (
        "要5人（照看教师子女1人、Homework 4节；就算不开小屋、省下照看的人，能来的人反而更少），能来的最多3人（要接孩子的3人里最多2人，其他1人）"
        in text
    )
    assert text.endswith("要接孩子的有3人：A、B、C。请把“教师子女”表里这3人的“最晚离校”从16:30推到17:00；也可以补人。")
    assert (found(four_classes("17:00")), least_coverage(four_classes("17:00"))) == ([], 0)


def test_a_room_that_takes_more_carers_than_it_frees_counts_as_closed() -> None:
    """Five teachers for five lessons at once: one child's place takes two carers, so that two would be missing; with it closed, one."""
    rows = [{"teacher_id": t, "group": g, "leave_by": "16:30", "weekdays": "1"} for t, g in GROUPS.items()]
    rooms = [ROOM | {"places": 2}, {"room_id": "n", "group": "preschool", "places": 1, "carers": 2}]
    cells: dict[str, Any] = {"childcare": rows, "childcare_rooms": rooms}
    cells["teachers"] = [*teachers("a", "b", "c", skills=SKILLS), *teachers("d", "e", skills=f"{SKILLS};childcare")]
    cells["classes"] = [{"class_id": f"1{c}", "grade": "1", "room_id": "r1"} for c in "ABCDE"]
    cells["students"] = [{"student_id": f"1{c}-1", "class_id": f"1{c}"} for c in "ABCDE"]
    school = small(**cells, rooms=[{"room_id": r, "capacity": 9, "groups": 5} for r in ("r1", "hall")])
    (short,) = shortages(school)
    assert (short.key, short.needed, short.available, least_coverage(school)) == ("slot.child", 5, 4, 100)
    text = said(school)
    assert "要5人（Homework 5节），能来的最多4人" in text
    assert "乐玩小屋（n）有1个位置，却要2人照看，开了也不会少缺人。" in text
    assert "The preschool children’s room n: 1 place for 2 carers, so that no fewer people are short" in said(
        school, "en"
    )


def test_a_room_whose_carers_would_not_help_is_told_so_and_not_noted() -> None:
    """Three lessons for e and two who cannot stay; one place and two carers, of whom there is one: with another nothing is won."""
    staff = [*teachers("b", "c", skills=SKILLS), *teachers("e", skills=f"{SKILLS};childcare")]
    rows = [{"teacher_id": t, "group": "primary", "leave_by": "16:30", "weekdays": "1"} for t in "bc"]
    school = parents(None, {"places": 1, "carers": 2}, teachers=staff, childcare=rows)
    (short,) = shortages(school)
    assert (short.missing, short.args["unmanned"], short.args["useless"]) == (1, "k", "k")
    assert "乐学小屋（k）有1个位置，却要2人照看，开了也不会少缺人。要接孩子的有2人" in said(school)
    assert notes(school, "zh") != []
    assert notes(school, "zh", shortages(school)) == []
    assert said(school).endswith("请把“教师子女”表里1人（如B）的“最晚离校”从16:30推到17:00；也可以补人。")
    rows[0]["leave_by"] = "17:00"
    assert found(parents(None, {"places": 1, "carers": 2}, teachers=staff, childcare=rows)) == []
