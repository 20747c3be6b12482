"""Settings that stand against pins: exactly those, and without any one of them the pins hold."""

import pytest
from shortage_schools import acts, small, teachers

from scheduler.blame_settings import candidates
from scheduler.blame_words import words
from scheduler.conflict import contradiction, standing
from scheduler.options import WALL, Options
from scheduler.search.limits import Limits

ALL = "art;chess;help"
OPTIONS = Options(time_limit=60, workers=1)


def pin(**cells):
    return {"block": "m1", "activity_id": "hw", "class_id": "1A", **cells}


def staff(**cells):
    return [*teachers("a", "c", "d", skills=ALL), *teachers("b", **{"skills": ALL, **cells})]


def rooms(**cells):
    return [r.model_dump() | (cells if r.room_id == "hall" else {}) for r in small().rooms]


def child(**cells):
    return {"childcare": [{"teacher_id": "b", "group": "primary", "leave_by": "16:30", **cells}], "teachers": staff()}


NEST = {"room_id": "nest", "group": "primary", "places": 1}
DUTY = {
    "duty_posts": [{"post_id": "gate", "name": "Gate", "role": "supervisor", "windows": "16:30-17:30"}],
    "pin_duties": [{"date": "2026-09-07", "post_id": "gate", "staff_id": "b"}],
}


def keeper(**cells):
    return DUTY | {"duty_staff": [{"staff_id": "b", "roles": "supervisor", "max_week": 5, "min_gap": 1, **cells}]}


TWO_BLOCKS = {
    "slots": [
        *(s.model_dump() for s in small().slots),
        {"slot_id": "w1", "weekday": 3, "start": "16:00", "end": "17:00"},
    ],
    "pattern": [
        *(r.model_dump() for r in small().pattern),
        {"grade": "1", "slot_id": "w1", "kind": "elective", "block": "W"},
    ],
    "choices": [{"student_id": "1A-1", "block": "W", "rank": 1, "activity_id": "sing"}],
    "teachers": teachers("a", "b", "c", "d", skills=f"{ALL};sing"),
}

CASES = {
    "not available": (
        {"teachers": staff(unavailable="m1;t1"), "pins": [pin(leader_id="b")]},
        ["teachers, B, unavailable: take out what is in the way (now Monday 16:00–17:00, Tuesday 16:00–17:00)"],
    ),
    "no skill": (
        {"teachers": staff(skills="chess"), "pins": [{"block": "t1", "activity_id": "art", "leader_id": "b"}]},
        ["teachers, B, skills: add Art"],
    ),
    "a weekly limit and two pins": (
        {
            "teachers": staff(max_sessions_week=1),
            "pins": [pin(leader_id="b"), {"block": "t1", "activity_id": "art", "class_id": "1A", "leader_id": "b"}],
        },
        ["teachers, B, max_sessions_week: raise it (now 1)"],
    ),
    "a weekly and a daily limit": (
        {
            "teachers": staff(max_sessions_week=1, max_sessions_day=1),
            "pins": [{"block": "F", "activity_id": "chess", "leader_id": "b"}],
        },
        None,  # either limit alone stands against the pin, so that both have to go: none is the only one
    ),
    "a child": (
        {
            "childcare": [{"teacher_id": "b", "group": "primary", "leave_by": "16:30"}],
            "teachers": staff(),
            "pins": [pin(leader_id="b")],
        },
        ["childcare, B, leave_by: make it later (now 16:30)",
            "childcare_rooms: add the primary children’s room (there is none)",
],
    ),
    "a child that may not use the room": (
        child(may_use_room="no") | {"childcare_rooms": [NEST], "pins": [pin(leader_id="b")]},
        ["childcare, B, leave_by: make it later (now 16:30)",
            "childcare, B, may_use_room: change it to yes, if the child may go to a room (now no)",
],
    ),
    "a child that may not use a room where there is none": (
        child(may_use_room="no") | {"pins": [pin(leader_id="b")]},
        ["childcare, B, leave_by: make it later (now 16:30)"],
    ),
    "a children’s room without a place": (
        child() | {"childcare_rooms": [NEST | {"places": 0}], "pins": [pin(leader_id="b")]},
        ["childcare, B, leave_by: make it later (now 16:30)",
            "childcare_rooms, the primary children’s room nest, places: raise it (now 0)",
],
    ),
    "a children’s room that is closed then": (
        child() | {"childcare_rooms": [NEST | {"slots": "t1"}], "pins": [pin(leader_id="b")]},
        ["childcare, B, leave_by: make it later (now 16:30)",
            "childcare_rooms, the primary children’s room nest, slots: add the slots (now Tuesday 16:00–17:00)",
],
    ),
    "a children’s room without carers": (
        child() | {"childcare_rooms": [NEST | {"carers": 1}], "pins": [pin(leader_id="b")]},
        ["childcare, B, leave_by: make it later (now 16:30)",
            "childcare_rooms, the primary children’s room nest, carers: lower it (now 1), or add childcare to the skills of more teachers",
],
    ),
    "a child and a post": (
        keeper() | child() | {"childcare_rooms": [NEST]},
        ["duty_posts, Gate, windows: make them shorter or move them (now 16:30–17:30)",
            "childcare, B, leave_by: make it later (now 16:30)",
],
    ),
    "a closed room": (
        {"rooms": rooms(unavailable="F;f1"), "pins": [{"block": "F", "activity_id": "chess", "room_id": "hall"}]},
        ["rooms, hall, unavailable: take out what is in the way (now Friday 16:00–16:30)"],
    ),
    "on leave": (
        keeper() | {"leave": [{"person_id": "b", "start": "2026-09-07", "end": "2026-09-07"}]},
        ["leave, B: take out the leave on 2026-09-07"],
    ),
    "a weekday": (keeper(weekdays="2;3"), ["duty_staff, B, weekdays: add the weekday (now Tuesday, Wednesday)"]),
    "a post and a session at once": (keeper() | {"pins": [pin(leader_id="b")]}, ["duty_posts, Gate, windows: make them shorter or move them (now 16:30–17:30)"]),
    "a block in which the activity may not run": (
        {
            "activities": acts(sing={"kind": "club", "blocks": "W"}),
            **TWO_BLOCKS,
            "pins": [{"block": "F", "activity_id": "sing"}],
        },
        ["activities, Sing, blocks: add the block (now W)"],
    ),
    "grades that may not": (
        {"activities": acts(chess={"grades": "2"}), "pins": [{"block": "F", "activity_id": "chess"}]},
        ["activities, Chess, grades: add the grade (now 2)"],
    ),
    "nobody who wants it": (
        {
            "activities": acts(sing={"kind": "club", "min_size": 2}),
            "teachers": teachers("a", "b", "c", "d", skills=f"{ALL};sing"),
            "choices": [{"student_id": "1A-1", "rank": 1, "activity_id": "sing"}],
            "pins": [{"block": "F", "activity_id": "sing"}],
        },
        ["activities, Sing, min_size: lower it (now 2)",
            "choices: more students have to choose Sing in Friday's clubs (16:00–17:00); there are too few now",
],
    ),
    "nobody who can lead it": (
        {"teachers": teachers("a", "b", "c", "d", skills="art;help"), "pins": [{"block": "F", "activity_id": "chess"}]},
        ["teachers or instructors, skills: add Chess to somebody (nobody has it)"],
    ),
    "a room without the tag": (
        {
            "activities": acts(chess={"room_kinds": "hall"}),
            "pins": [{"block": "F", "activity_id": "chess", "room_id": "r1"}],
        },
        ["rooms, Room r1, kinds: add the tag that the activity needs (it has none)",
            "activities, Chess, room_kinds: add a tag of the room (now hall)",
],
    ),
    "another room than the home room": (
        {"pins": [pin(room_id="hall")]},
        ["activities, Homework, room_kinds: add a tag of the room (it has none: the class’s home room only)"],
    ),
    "a fallback activity and an instructor": (
        {
            "instructors": [{"instructor_id": "x", "name": "X", "skills": "chess", "available": "f1;f2"}],
            "pins": [{"block": "F", "activity_id": "chess", "leader_id": "x"}],
        },
        ["activities, Chess, fallback: make it no (a teacher of the school must lead a fallback activity)"],
    ),
    "a club in a homework slot": (
        {"pins": [{"block": "m1", "activity_id": "chess"}]},
        ["Chess needs a time of electives, and by pattern no class has that at Monday 16:00–17:00; times of electives: F (Friday 16:00–17:00). Name another time in this row of pins."],
    ),
    "a strand in a homework slot": (
        {"pins": [{"block": "m1", "activity_id": "art"}]},
        ["Art needs a time of strands, and by pattern no class has that at Monday 16:00–17:00; times of strands: t1 (Tuesday 16:00–17:00). Name another time in this row of pins."],
    ),
    "a class for a club of the school": (
        {"pins": [{"block": "F", "activity_id": "chess", "class_id": "1A"}]},
        ["pins, this row: clear the class 1A (Chess is not held class by class)"],
    ),
    "two leaders of one session": (
        {"pins": [pin(section=1, leader_id="a"), pin(section=1, leader_id="b")]},
        [],
    ),
}  # fmt: skip


def two_grades(**tables):
    """Grade 1 has art on Tuesday and homework on Monday, grade 2 sport on Monday and homework on Tuesday."""
    rows = [("1", "m1", "homework"), ("1", "t1", "strand"), ("2", "m1", "strand"), ("2", "t1", "homework")]
    pattern = [{"grade": grade, "slot_id": slot, "kind": kind} for grade, slot, kind in rows]
    classes = [{"class_id": f"{grade}A", "grade": grade, "room_id": f"r{grade}"} for grade in "12"]
    strands = acts(
        art={"grades": "1"}, sport={"kind": "strand", "grades": "2", "skill_needed": "no"}, chess={"fallback": "no"}
    )
    students = [{"student_id": f"{c}-1", "class_id": c} for c in ("1A", "2A")]
    return small(pattern=pattern, classes=classes, activities=strands, students=students, **tables)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (
            {"block": "m1", "activity_id": "art"},
            "By pattern, the grades with strands at Monday 16:00–17:00: 2; those that have Art: 1. So no class can have it then; "
            "its times are: t1 (Tuesday 16:00–17:00). Name another time in this row of pins, or take the row out.",
        ),
        (
            {"activity_id": "art", "class_id": "2A"},
            "By classes, class 2A is of grade 2; the grades that have Art: 1. Name another class or another activity in this row of pins.",
        ),
    ],
)
def test_a_strand_of_other_grades_is_not_to_be_given_to_more(cells, expected):
    """One grade more for a strand, and that grade would have more strands than slots."""
    error = contradiction(two_grades(pins=[cells]), OPTIONS)
    assert error is not None
    assert error.reasons == ((expected,),)
    assert not error.settings


def test_no_setting_changes_what_a_grade_has_of_strands():
    """As many strands as slots: neither the grades of a strand nor its times a week can be changed alone."""
    school = two_grades(pins=[{"block": "t1", "activity_id": "art", "class_id": "1A", "leader_id": "b"}])
    assert not {"activity_grades", "activity_times"} & {one.key for one in candidates(school)}


@pytest.mark.parametrize("name", CASES)
def test_exactly_the_settings(name):
    tables, expected = CASES[name]
    if name == "a closed room":
        tables = tables | {"rooms": rooms(unavailable="f1")}
    error = contradiction(small(**tables), OPTIONS)
    assert error is not None
    assert len(error.pins) == sum(len(tables.get(t, ())) for t in ("pins", "pin_duties"))
    school = small(**tables)
    found = [words(one, "en", school) for one in standing(school, Limits(WALL.now() + 60))]
    assert error.settings == (() if error.reasons[0] else tuple(found))
    if expected is None:
        assert len(found) == 1
    else:
        assert found == expected


@pytest.mark.parametrize(
    "tables",
    [
        {"teachers": staff(), "pins": [pin(leader_id="b")]},
        keeper() | {"teachers": staff()},
        child(leave_by="17:00") | {"pins": [pin(leader_id="b")]},
        child() | {"childcare_rooms": [NEST], "pins": [pin(leader_id="b")]},
        child() | {"childcare_rooms": [NEST | {"slots": "m1"}], "pins": [pin(leader_id="b")]},
        keeper() | child(leave_by="17:30"),
        {"teachers": staff(max_sessions_week=2), "pins": CASES["a weekly limit and two pins"][0]["pins"]},
    ],
)
def test_without_the_setting_the_pins_hold(tables):
    assert contradiction(small(**tables), OPTIONS) is None
