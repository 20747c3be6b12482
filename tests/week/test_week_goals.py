"""Each goal on a tiny school: at nothing, at a price, at its worst. Values are worked out by hand."""

import pytest
from week_schools import club, elective, instructor, planned, school, slot, students, teacher, values, wants

from models.school import School

TWO_DAYS = {
    "slots": [slot("m", 1, "16:00", "16:40"), slot("k", 2, "16:00", "16:40")],
    "pattern": [{"grade": "1", "slot_id": s, "kind": "homework"} for s in "mk"],
}
HEAD_T = [{"class_id": "a", "grade": "1", "room_id": "r", "head_teacher": "t"}]


def roster(*staff: dict[str, object], weekdays: tuple[int, ...] = (1, 3), **post: object) -> dict[str, object]:
    """A lead's post on two weekdays of one week."""
    cells = {"post_id": "p", "name": "p", "role": "lead", "weekdays": list(weekdays), **post}
    return {
        "students": [],
        "duty_posts": [cells],
        "duty_staff": [{"roles": ["lead"], "max_week": 5, **s} for s in staff],
    }


CASES: dict[str, tuple[School, dict[str, int]]] = {
    "coverage: nothing missing": (school(), {"fairness": 1, "continuity": 3}),
    "coverage: a session": (school(teachers=[]), {"coverage": 100}),
    "coverage: two students": (elective(teachers=[]), {"coverage": 20, "choices": 10}),
    # two sessions, of which u can hold one; the post wants somebody on Monday and Wednesday, nobody is there
    "coverage: all kinds": (
        school(
            **TWO_DAYS,
            teachers=[teacher("t", max_sessions_week=1)],
            duty_posts=[{"post_id": "p", "name": "p", "role": "lead", "weekdays": [1, 3]}],
            activities=[{"activity_id": "u", "name": "u", "kind": "tutoring", "sessions_week": 2}],
            tutoring=[{"student_id": "a1", "activity_id": "u"}],
        ),
        {"coverage": 100 + 200 + 20, "fairness": 1, "continuity": 3},
    ),
    "choices: first for both": (elective(), {"fairness": 1}),
    # x for one only: ranks 1 and 2
    "choices: one second": (elective(activities=[club("x", max_size=1), club("y")]), {"choices": 1, "fairness": 2}),
    # only z is led, third on both lists: 3 + 3, and two bad weeks of 5
    "choices: bad weeks": (
        elective(
            activities=[club(c) for c in "xyz"],
            teachers=[teacher("t", "z")],
            choices=[*wants("a1", *"xyz"), *wants("a2", *"xyz")],
        ),
        {"choices": 16, "fairness": 1},
    ),
    # a sixth choice at 0, 1, 3, 6, 10 goes on by the last step: 14; and a bad week
    "choices: beyond the prices": (
        elective(
            students=students(1),
            activities=[club(c) for c in "abcdef"],
            teachers=[teacher("t", "f")],
            choices=wants("a1", *"abcdef"),
        ),
        {"choices": 19, "fairness": 1},
    ),
    # one price for all ranks: 7, no steps; second choice, hence no bad week
    "choices: one price": (
        elective(
            students=students(1), policy={"rank_cost": [7]}, teachers=[teacher("u", "y")], choices=wants("a1", "x", "y")
        ),
        {"choices": 7, "fairness": 1},
    ),
    # loads 2 and 0: both sessions to u cost 4, one each 1 + (9 − 4) = 6
    "fairness: the free one works": (
        school(**TWO_DAYS, teachers=[teacher("t", day_load=2), teacher("u")]),
        {"fairness": 4, "continuity": 6},
    ),
    # loads 1 and 0: one each costs 1 + 3 = 4, both to u 4 as well; with three sessions: 9 or 4 + 3 = 7
    "fairness: shared": (
        school(
            slots=[slot(s, w, "16:00", "16:40") for s, w in (("m", 1), ("k", 2), ("l", 3))],
            pattern=[{"grade": "1", "slot_id": s, "kind": "homework"} for s in "mkl"],
            teachers=[teacher("t", day_load=1), teacher("u")],
        ),
        {"fairness": 7, "continuity": 9},
    ),
    "fairness: nobody works": (school(students=[], teachers=[teacher("t", day_load=9)]), {}),
    # one duty each: 10 + 1 + 1 twice; both by one person: 40 + 4 + 1 + 1
    "duty: one each": (school(**roster({"staff_id": "o"}, {"staff_id": "p"})), {"duty": 24}),
    "duty: alone": (school(**roster({"staff_id": "o"})), {"duty": 46}),
    # carry 2 and 0: o's first costs 10 × (9 − 4) = 50, p's two 40 + 4 + 2 = 46 against 52 + 12 = 64
    "duty: carry": (school(**roster({"staff_id": "o", "carry": 2}, {"staff_id": "p"})), {"duty": 46}),
    # carry −1: the first duty pays 10 back, the second costs 10: −10 + 10 + 4 + 2 = 6
    "duty: carry below 0": (school(**roster({"staff_id": "o", "carry": -1})), {"duty": 6}),
    # one duty each; o would rather have Wednesday and gets it
    "duty: wishes": (
        school(**roster({"staff_id": "o", "wishes": [3]}, {"staff_id": "p", "wishes": [1]})),
        {"duty": 24},
    ),
    "duty: a wish too many": (
        school(**roster({"staff_id": "o", "wishes": [3]}, {"staff_id": "p", "wishes": [3]})),
        {"duty": 25},
    ),
    # the two dates follow each other, three school days have to lie between: one is unfilled
    "duty: too near": (
        school(**roster({"staff_id": "o", "min_gap": 3}, weekdays=(1, 2))),
        {"coverage": 100, "duty": 12},
    ),
    "wishes: preferred": (
        school(classes=HEAD_T, teachers=[teacher("t", prefer=["m"])]),
        {"fairness": 1},
    ),
    # Monday is avoided (3) and not preferred (1)
    "wishes: avoided and not preferred": (
        school(**TWO_DAYS, teachers=[teacher("t", prefer=["k"], avoid=["m"])]),
        {"fairness": 4, "wishes": 4, "continuity": 6},
    ),
    # fairness is the same either way: each gets the day that the other avoids
    "wishes: everyone's way": (
        school(**TWO_DAYS, teachers=[teacher("t", avoid=["m"]), teacher("u", avoid=["k"])]),
        {"fairness": 2, "continuity": 6},
    ),
    "continuity: the head teacher": (school(classes=HEAD_T), {"fairness": 1}),
    "continuity: a teacher of the class": (
        school(teaching=[{"teacher_id": "t", "class_id": "a", "subject": "x"}]),
        {"fairness": 1, "continuity": 1},
    ),
    "continuity: a stranger": (school(), {"fairness": 1, "continuity": 3}),
    "cost: nobody from outside": (elective(instructors=[instructor("i", "x", fee=50)]), {"fairness": 1}),
    # no escort: i's hour is cheaper in fairness, which comes first, and costs 50
    "cost: fairness first": (
        elective(instructors=[instructor("i", "x", fee=50, escort=False)]),
        {"cost": 50},
    ),
    "cost: cost first": (
        elective(policy={"priorities": ["coverage", "cost"]}, instructors=[instructor("i", "x", fee=50, escort=False)]),
        {"fairness": 1},
    ),
    "cost: the cheaper one": (
        elective(teachers=[], instructors=[instructor(i, "x", fee=f, escort=False) for i, f in (("i", 50), ("j", 30))]),
        {"cost": 30},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_goal(case: str) -> None:
    given, wanted = CASES[case]
    assert values(given) == wanted


def test_coverage_comes_before_everything() -> None:
    """A stranger with the worst of loads still holds the session: 10² − 9² = 19."""
    given = school(teachers=[teacher("t", day_load=9, avoid=["m"])])
    assert values(given) == {"fairness": 19, "wishes": 3, "continuity": 3}


def test_goals_in_the_school_s_own_order() -> None:
    """Continuity before fairness: the head teacher with load 3 leads (7, not 1)."""
    teachers = [teacher("t", day_load=3), teacher("u")]
    order = {"priorities": ["coverage", "continuity", "fairness"]}
    assert values(school(classes=HEAD_T, teachers=teachers)) == {"fairness": 1, "continuity": 3}
    given = school(classes=HEAD_T, teachers=teachers, policy=order)
    assert values(given) == {"fairness": 7}
    assert [s.goal for s in planned(given).scores[:3]] == ["coverage", "continuity", "fairness"]
