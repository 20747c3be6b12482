"""Pins that contradict two by two, or for one count of all of them, are told as one, with all of them and how many have to go."""

import pytest
from shortage_schools import small, teachers
from test_evident import TWO_BLOCKS, duty, pin, roster
from test_evident_counts import CLUB, able, acts, conflict, seat, session

from models.school import School
from scheduler.calendar import open_days
from scheduler.cli.faults import explain
from scheduler.conflict import all_pins
from scheduler.evident_same import all_but_one

KEEPERS = [
    {"staff_id": who, "roles": "supervisor", "max_week": 5, "min_gap": gap}
    for who, gap in (("b", 3), ("a", 1), ("c", 1), ("d", 1))
]


def three_of_each():
    """Three leaders of one homework, three people at the gate, three days of b in a row, and a student in three clubs."""
    homework = [pin(leader_id=who, block="m1") for who in "acd"]
    duties = [
        duty("2026-09-14"),
        duty("2026-09-15"),
        duty("2026-09-16"),
        *(duty("2026-09-08", staff=who) for who in "acd"),
    ]
    clubs = [seat("1A-1", club) for club in ("go", "sing", "chess")]
    activities = acts(go=CLUB, sing=CLUB, chess=CLUB)
    tables = TWO_BLOCKS | roster(*duties) | {"duty_staff": KEEPERS, "activities": activities}
    return tables | able(*"abcd") | {"pins": homework, "pin_placements": clubs}


@pytest.fixture(scope="module")
def error():
    return conflict(three_of_each())


def test_each_is_one_set_with_all_of_its_pins(error):
    assert [len(least) + len(more) for least, more in zip([error.pins, *error.others], error.also, strict=True)] == [
        3
    ] * 4
    assert {why for each in error.reasons for why in each} == {
        "周一16:00–17:00：1A班的Homework只有一个带班人，却固定了A、C、D。请去掉2条。",
        "学生1A-1（1A班）在同一时间被固定到3处：Go、Sing、Chess。请去掉2条。",
        "2026-09-08：“Gate”只要一个人，却固定了A、C、D。请去掉2条。",
        "B在2026-09-14、2026-09-15、2026-09-16都固定了值班，隔得太近：“值班人员”表B的“最小间隔”是3，这几天里只能值一次。"
        "请去掉2条，或改日期，或把这个数减到1。",
    }
    assert error.mending == ()
    said = "\n".join(explain(error, "zh")[0])
    assert said.count("请去掉2条") == 4


def test_as_many_have_to_go_as_the_sentence_says():
    """Of the days, of the leaders, of those at the gate and of the clubs one may stay."""
    tables = three_of_each()
    kept = {"pins": tables["pins"][:1], "pin_placements": tables["pin_placements"][:1]}
    assert conflict(tables | kept | {"pin_duties": [tables["pin_duties"][n] for n in (0, 3)]}) is None


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_days_in_a_row_are_told_by_windows(lang):
    """Of four days those three apart are far enough: two windows of three."""
    days = [duty(f"2026-09-{day}") for day in (14, 15, 16, 17)]
    school: School = small(**roster(*days, min_gap=3))
    found = list(all_but_one(school, all_pins(school), {day.date: day for day in open_days(school)}, lang))
    assert [[one.date.day for one in each.pins] for each in found] == [[14, 15, 16], [15, 16, 17]]


ESCORTED = {"instructor_id": "e", "name": "E", "skills": "go", "available": "f1;f2"}


@pytest.mark.parametrize(
    ("there", "cells", "holds"), [("a", {}, False), ("ab", {}, True), ("a", {"escort": "no"}, True)]
)
def test_an_instructor_takes_a_teacher_to_escort_them(there, cells, holds):
    """Chess is pinned, and so are students to Go, which only somebody from outside can lead: two clubs, and one teacher or two."""
    away = [one for one in "abcd" if one not in there]
    staff = [*teachers(*there, skills="art;chess"), *teachers(*away, skills="art;chess", unavailable="f1;f2")]
    clubs = {"activities": acts(go={"kind": "club"}), "instructors": [ESCORTED | cells], "teachers": staff}
    listed = [{"student_id": f"1A-{n}", "rank": 1, "activity_id": "go"} for n in (1, 2)]
    pins = {"pins": [session("F", "chess")], "pin_placements": [seat("1A-1"), seat("1A-2")]}
    error = conflict(clubs | pins | {"choices": listed})
    assert (error is None) == holds
    if error:
        assert error.others == ()  # one set for all students of the club
        assert len(error.pins) + len(error.also[0]) == 3
        assert error.reasons[0][0].startswith(
            "有学生固定在Go，就一定要开班。周五16:00–17:00：固定了2个班（Chess、Go），每个班都要1位本校教师（带班，或陪同外聘教师），"
            "这时能来的教师只有1人：A。请少固定1个班，"
        )


def test_students_of_a_pinned_club_are_told_with_it():
    """Chess and Go are pinned into the only room for both, and a student to Go: without the club's own pin it is held all the same."""
    rooms = {"room_kinds": "hall"}
    tables = able(*"abcd") | {"activities": acts(go=CLUB | rooms, chess=rooms), "pin_placements": [seat("1A-1")]}
    error = conflict(tables | {"pins": [session("F", "go", room_id="hall"), session("F", "chess", room_id="hall")]})
    assert error is not None
    assert error.others == ()
    assert len(error.pins) + len(error.also[0]) == 3
    assert error.reasons[0][0].startswith("周五16:00–17:00：hall要同时给2个班用（Go、Chess）")


def test_a_session_and_all_duties_at_its_time_are_told_as_one():
    """Homework of every Monday against two Mondays at the gate: the next Tuesday has nothing to do with it."""
    duties = [duty("2026-09-07"), duty("2026-09-14"), duty("2026-09-15")]
    error = conflict(roster(*duties) | {"pins": [pin()]})
    assert error is not None
    assert error.reasons == (
        (
            "B固定带周一16:00–17:00的1A班的Homework，又固定值班（2026-09-07、2026-09-14“Gate”16:30–17:30），时间重叠。"
            "请去掉这1条固定的课，或去掉这2条固定的值班，或换人。",
        ),
    )
    assert conflict(roster(*duties)) is None
    assert conflict(roster(duties[2]) | {"pins": [pin()]}) is None


def test_a_duty_on_a_date_with_another_timetable_tells_which():
    """A Saturday on which Monday's timetable runs: whose homework of Monday it is that overlaps is not to be guessed."""
    tables = roster(duty("2026-09-12")) | {"calendar": [{"date": "2026-09-12", "open": "yes", "weekday": 1}]}
    error = conflict(tables | {"pins": [pin()]})
    assert error is not None
    assert "又固定值班（2026-09-12（周六，按周一的课表）“Gate”16:30–17:30），时间重叠。" in error.reasons[0][0]
