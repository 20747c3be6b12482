"""Each rule on a tiny school: kept for nothing, kept at a price, impossible. Values are worked out by hand.

An hour of a teacher without day load costs 1 in fairness; homework led by a stranger costs 3 in continuity; what is
not held costs 100, a student without a place 10 and, where the whole week is bad, 5.
"""

import pytest
from week_schools import club, elective, instructor, planned, school, slot, students, teacher, values, wants

from models.school import School
from scheduler.errors import PinConflict
from scheduler.options import Options
from scheduler.plan import solve

TWO_CLASSES = {
    "classes": [{"class_id": "a", "grade": "1", "room_id": "r"}, {"class_id": "b", "grade": "1", "room_id": "q"}],
    "rooms": [{"room_id": "r", "capacity": 9}, {"room_id": "q", "capacity": 9}],
    "students": [*students(1, "a"), *students(1, "b")],
}
HELD = {"fairness": 1, "continuity": 3}
NOT_HELD = {"coverage": 100}
ALL_IN_X = {"fairness": 1}
NOBODY = {"coverage": 20, "choices": 10}


def care(**child: object) -> dict[str, object]:
    """Teacher t has a child."""
    return {"childcare": [{"teacher_id": "t", "group": "preschool", "leave_by": "16:30", **child}]}


def room(**cells: object) -> dict[str, object]:
    return {"childcare_rooms": [{"room_id": "n", "group": "preschool", "places": 1, **cells}]}


def duty(**cells: object) -> dict[str, object]:
    """A lead's post on Mondays, and teacher t for it."""
    post = {"post_id": "p", "name": "p", "role": "lead", "weekdays": [1], "windows": cells.pop("windows", "")}
    return {"duty_posts": [post], "duty_staff": [{"staff_id": "t", "roles": ["lead"], **cells}]}


CASES: dict[str, tuple[School, dict[str, int]]] = {
    # R1: one teacher for two classes at once holds one session; two teachers hold both.
    "R1 nothing asked": (school(students=[]), {}),
    "R1 two teachers": (school(**TWO_CLASSES, teachers=[teacher("t"), teacher("u")]), {"fairness": 2, "continuity": 6}),
    "R1 one teacher": (school(**TWO_CLASSES), {"coverage": 100, "fairness": 1, "continuity": 3}),
    # R2: nobody stays on Monday: no homework is due. Homework that no slot allows cannot be held.
    "R2 held": (school(), HELD),
    "R2 nobody stays": (school(students=students(2, weekdays=[2])), {}),
    "R2 not in this slot": (
        school(
            slots=[slot("m", 1, "16:00", "16:40"), slot("k", 2, "16:00", "16:40")],
            activities=[{"activity_id": "h", "name": "h", "kind": "homework", "blocks": ["k"]}],
        ),
        NOT_HELD,
    ),
    # R3: two strand slots, arts once and crafts once: each in one of them; arts alone cannot be held twice.
    "R3 each once": (
        school(
            slots=[slot("m", 1, "16:00", "16:40"), slot("k", 2, "16:00", "16:40")],
            pattern=[{"grade": "1", "slot_id": s, "kind": "strand"} for s in "mk"],
            activities=[{"activity_id": s, "name": s, "kind": "strand"} for s in ("arts", "crafts")],
            teachers=[teacher("t", "arts", "crafts")],
        ),
        {"fairness": 4},  # 2² hours of t
    ),
    "R3 arts not twice": (
        school(
            slots=[slot("m", 1, "16:00", "16:40"), slot("k", 2, "16:00", "16:40")],
            pattern=[{"grade": "1", "slot_id": s, "kind": "strand"} for s in "mk"],
            activities=[{"activity_id": s, "name": s, "kind": "strand"} for s in ("arts", "crafts")],
            teachers=[teacher("t", "arts")],
        ),
        {"coverage": 100, "fairness": 1},
    ),
    # R4: both in x; x takes one, so that the other has their second choice; x and y want three each.
    "R4 both in x": (elective(), ALL_IN_X),
    "R4 x takes one": (elective(activities=[club("x", max_size=1), club("y")]), {"choices": 1, "fairness": 2}),
    "R4 two sections of x": (
        elective(
            activities=[club("x", max_size=1, max_sections=2), club("y")],
            teachers=[teacher("t", "x"), teacher("u", "x")],
            rooms=[{"room_id": "r", "capacity": 9, "groups": 2}],
        ),
        {"fairness": 2},
    ),
    "R4 too few": (elective(activities=[club("x", min_size=3), club("y", min_size=3)]), NOBODY),
    "R4 a club of each class": (
        elective(
            **TWO_CLASSES,
            activities=[club("x", scope="class", min_size=2)],
            teachers=[teacher("t", "x")],
            choices=[*wants("a1", "x"), *wants("b1", "x")],
        ),
        NOBODY,
    ),
    # R5: skill, an escort for an instructor, no instructor in a fallback.
    "R5 nobody can lead": (elective(teachers=[teacher("t")]), NOBODY),
    "R5 no skill wanted": (
        elective(teachers=[teacher("t")], activities=[club("x", skill_needed=False), club("y")]),
        ALL_IN_X,
    ),
    "R5 escorted": (
        elective(teachers=[teacher("t")], instructors=[instructor("i", "x", fee=50)]),
        {"fairness": 1, "cost": 50},
    ),
    "R5 no escort wanted": (
        elective(teachers=[], instructors=[instructor("i", "x", fee=50, escort=False)]),
        {"cost": 50},
    ),
    "R5 nobody to escort": (elective(teachers=[], instructors=[instructor("i", "x", fee=50)]), NOBODY),
    "R5 no instructor in a fallback": (
        elective(
            teachers=[],
            activities=[club("x", fallback=True), club("y")],
            instructors=[instructor("i", "x", escort=False)],
        ),
        NOBODY,
    ),
    # R6: limits of a teacher, of an instructor and of the purse.
    "R6 within all limits": (
        school(teachers=[teacher("t", max_sessions_week=1, max_sessions_day=1, max_load=1)]),
        HELD,
    ),
    "R6 unavailable": (school(teachers=[teacher("t", unavailable=["m"])]), NOT_HELD),
    "R6 no session a week": (school(teachers=[teacher("t", max_sessions_week=0)]), NOT_HELD),
    "R6 no session a day": (school(teachers=[teacher("t", max_sessions_day=0)]), NOT_HELD),
    "R6 load": (school(teachers=[teacher("t", day_load=3, max_load=3)]), NOT_HELD),
    "R6 purse": (
        elective(policy={"weekly_budget": 49}, teachers=[], instructors=[instructor("i", "x", fee=50, escort=False)]),
        NOBODY,
    ),
    "R6 visit": (elective(teachers=[], instructors=[instructor("i", "x", escort=False, min_sessions_visit=2)]), NOBODY),
    "R6 visit of a block of two slots": (
        elective(
            slots=[slot("m", 1, "16:00", "16:40"), slot("n", 1, "16:50", "17:30")],
            pattern=[{"grade": "1", "slot_id": s, "kind": "elective", "block": "B"} for s in "mn"],
            teachers=[],
            instructors=[instructor("i", "x", escort=False, fee=50, min_sessions_visit=2) | {"available": ["m", "n"]}],
        ),
        {"cost": 100},
    ),
    # R7: cleared until the term's end, or not long enough.
    "R7 cleared": (
        elective(teachers=[], instructors=[instructor("i", "x", escort=False, cleared_until="2026-09-11")]),
        {},
    ),
    "R7 not cleared": (
        elective(teachers=[], instructors=[instructor("i", "x", escort=False, cleared_until="2026-09-10")]),
        NOBODY,
    ),
    # R8: open, tag, size, sessions at once.
    "R8 closed": (school(rooms=[{"room_id": "r", "capacity": 9, "unavailable": ["m"]}]), NOT_HELD),
    "R8 just fits": (school(rooms=[{"room_id": "r", "capacity": 2}]), HELD),
    "R8 too small": (school(rooms=[{"room_id": "r", "capacity": 1}, {"room_id": "q", "capacity": 9}]), NOT_HELD),
    "R8 tag": (elective(activities=[club("x", room_kinds=["gym"]), club("y")]), {"choices": 2, "fairness": 1}),
    "R8 room for one": (
        elective(rooms=[{"room_id": "r", "capacity": 1}]),
        {"coverage": 10, "choices": 5, "fairness": 1},
    ),
    "R8 two at once": (
        elective(rooms=[{"room_id": "r", "capacity": 1, "groups": 2}]),
        {"choices": 1, "fairness": 2},
    ),
    # R9: t must leave at 16:30; a place for the child; whose carer is missing, or is u (one more hour).
    "R9 home in time": (school(**care(leave_by="16:40")), HELD),
    "R9 no room": (school(**care()), NOT_HELD),
    "R9 another weekday": (school(**care(weekdays=[2])), HELD),
    "R9 a place": (school(**care(), **room()), HELD),
    "R9 may not": (school(**care(may_use_room=False), **room()), NOT_HELD),
    "R9 another group": (school(**care(), **room(group="primary")), NOT_HELD),
    "R9 no places": (school(**care(), **room(places=0)), NOT_HELD),
    "R9 no carer": (school(**care(), **room(carers=1)), NOT_HELD),
    "R9 a carer": (
        school(
            **care(),
            **room(carers=1),
            teachers=[teacher("t"), teacher("u", "childcare", max_sessions_week=1)],
            pins=[{"leader_id": "t"}],
        ),
        {"fairness": 2, "continuity": 3},
    ),
    # R10: what is not on the list is no place, unless it is a fallback (20 each, and bad weeks).
    "R10 not on the list": (elective(choices=[]), NOBODY),
    "R10 a fallback": (
        elective(choices=[], activities=[club("x", fallback=True), club("y")]),
        {"choices": 50, "fairness": 1},
    ),
    "R10 nothing twice": (
        elective(
            slots=[slot("m", 1, "16:00", "16:40"), slot("k", 2, "16:00", "16:40")],
            pattern=[{"grade": "1", "slot_id": s, "kind": "elective"} for s in "mk"],
            choices=[*wants("a1", "x"), *wants("a2", "x")],
            activities=[club("x", min_size=2)],
            teachers=[teacher("t", "x")],
        ),
        {"coverage": 20, "fairness": 1},  # x once for both, the other block without a place
    ),
    # R11: 10 for the role, 1 for the post, 1 for the weekday; nobody for it; too many weeks.
    "R11 filled": (school(students=[], **duty()), {"duty": 12}),
    "R11 not on Mondays": (school(students=[], **duty(weekdays=[2])), NOT_HELD),
    "R11 no duties": (school(students=[], **duty(max_week=0)), NOT_HELD),
    "R11 another role": (school(students=[], **duty(roles=["supervisor"])), NOT_HELD),
    "R11 away": (
        school(students=[], leave=[{"person_id": "t", "start": "2026-09-07", "end": "2026-09-07"}], **duty()),
        NOT_HELD,
    ),
    # R12: duty at half past seven and homework go together; at 16:30 one of them is missing.
    "R12 at another time": (school(**duty(windows="07:20-07:50")), HELD | {"duty": 12}),
    "R12 ends when the slot begins": (school(**duty(windows="15:00-16:00")), HELD | {"duty": 12}),
    "R12 at the same time": (school(**duty(windows="16:30-17:00")), {"coverage": 100, "duty": 12}),
    "R12 after the child must leave": (school(students=[], **duty(windows="16:30-17:00"), **care()), NOT_HELD),
    "R12 an instructor": (
        elective(
            teachers=[],
            instructors=[instructor("i", "x", escort=False)],
            duty_posts=[{"post_id": "p", "name": "p", "role": "lead", "weekdays": [1], "windows": "16:00-16:10"}],
            duty_staff=[{"staff_id": "i", "roles": ["lead"]}],
        ),
        NOBODY | {"duty": 12},
    ),
    # R13: u must lead (day load 3: (3 + 1)² − 3² = 7), a1 must be in y (second choice: 1).
    "R13 a leader": (
        school(teachers=[teacher("t"), teacher("u", day_load=3)], pins=[{"block": "m", "leader_id": "u"}]),
        {"fairness": 7, "continuity": 3},
    ),
    "R13 a place": (
        elective(
            pin_placements=[{"student_id": "a1", "block": "m", "activity_id": "y"}],
            rooms=[{"room_id": "r", "capacity": 9, "groups": 2}],
        ),
        {"choices": 1, "fairness": 2},
    ),
    "R13 a duty": (
        school(
            students=[],
            **duty(carry=4)
            | {"duty_staff": [{"staff_id": "t", "roles": ["lead"], "carry": 4}, {"staff_id": "o", "roles": ["lead"]}]},
            pin_duties=[{"date": "2026-09-07", "post_id": "p", "staff_id": "t"}],
        ),
        {"duty": 92},  # 10 × (5² − 4²) + 1 + 1
    ),
    # R14: a1 and a2 are to be tutored in place of homework; the group wants three; the room holds one at homework.
    "R14 a group": (
        school(
            activities=[{"activity_id": "u", "name": "u", "kind": "tutoring"}],
            teachers=[teacher("t", "u"), teacher("v")],
            tutoring=[{"student_id": "a1", "activity_id": "u"}],
            rooms=[{"room_id": "r", "capacity": 1}, {"room_id": "q", "capacity": 1}],
        ),
        {"fairness": 2, "continuity": 3},
    ),
    "R14 too few": (
        school(
            activities=[{"activity_id": "u", "name": "u", "kind": "tutoring", "min_size": 2}],
            teachers=[teacher("t", "u"), teacher("v")],
            tutoring=[{"student_id": "a1", "activity_id": "u"}],
        ),
        {"coverage": 10, "fairness": 1, "continuity": 3},
    ),
    "R14 once a weekday": (
        school(
            slots=[slot("m", 1, "16:00", "16:40"), slot("n", 1, "16:50", "17:30")],
            pattern=[{"grade": "1", "slot_id": s, "kind": "homework"} for s in "mn"],
            activities=[
                {"activity_id": "u", "name": "u", "kind": "tutoring", "sessions_week": 2, "skill_needed": False}
            ],
            teachers=[teacher("t"), teacher("v")],
            tutoring=[{"student_id": "a1", "activity_id": "u"}],
            rooms=[{"room_id": "r", "capacity": 9}, {"room_id": "q", "capacity": 9}],
        ),
        {"coverage": 10, "fairness": 5, "continuity": 6},  # two homeworks and one group: 2² + 1²
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_rule(case: str) -> None:
    given, wanted = CASES[case]
    assert values(given) == wanted


TWICE = {"student_id": "a1", "block": "m"}
CONFLICTS: dict[str, tuple[School, int]] = {
    "a leader who cannot": (elective(pins=[{"activity_id": "x", "leader_id": "u"}]), 1),
    "one leader in two places": (
        elective(
            pins=[{"activity_id": "x", "leader_id": "t"}, {"activity_id": "y", "leader_id": "t"}],
            teachers=[teacher("t", "x", "y")],
            rooms=[{"room_id": "r", "capacity": 9, "groups": 2}],
        ),
        2,
    ),
    "two places for one student": (elective(pin_placements=[TWICE | {"activity_id": c} for c in "xy"]), 2),
    "two people at one post": (
        school(
            **duty() | {"duty_staff": [{"staff_id": s, "roles": ["lead"]} for s in "to"]},
            pin_duties=[{"date": "2026-09-07", "post_id": "p", "staff_id": s} for s in "to"],
        ),
        2,
    ),
    "on duty and leading": (
        school(
            **duty(windows="16:00-17:00"),
            pin_duties=[{"date": "2026-09-07", "post_id": "p", "staff_id": "t"}],
            pins=[{"block": "m", "leader_id": "t"}],
        ),
        2,
    ),
    "a section too many": (elective(pins=[{"activity_id": "x", "section": 2}]), 1),
    "a room that is none": (elective(rooms=[{"room_id": "r", "capacity": 0}], pins=[{"activity_id": "x"}]), 1),
}


@pytest.mark.parametrize("case", CONFLICTS)
def test_pins_that_contradict_the_rules(case: str) -> None:
    given, number = CONFLICTS[case]
    with pytest.raises(PinConflict) as caught:
        solve(given, Options(time_limit=30))
    assert len(caught.value.pins) == number


def test_a_pin_that_holds_anyway_changes_nothing() -> None:
    assert planned(school(pins=[{"block": "m"}])).sessions == planned(school()).sessions
