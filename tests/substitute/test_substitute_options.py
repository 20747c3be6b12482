"""Who can take over on a date of the small school, worked out by hand."""

from datetime import date
from typing import Any

import pytest
from day_cases import (
    FRIDAY,
    MONDAY,
    NOW,
    PLAN,
    SCHOOL,
    TUESDAY,
    day_of,
    look,
    on_leave,
    options,
    reasons,
    unable,
    with_teachers,
)

from models.ledger import Change
from models.people import TeachingRow
from models.school import School
from scheduler.substitute import survey


def test_nothing_is_open_where_nobody_is_absent() -> None:
    found = look(FRIDAY)
    assert found.holes == ()
    assert found.complete


def test_a_post_that_the_plan_leaves_empty_is_open() -> None:
    """On 29 September nobody is at the gate: T2 works in mon1 then, P2 and T9 had a post the day before."""
    found = look(date(2025, 9, 29))
    assert all(choice.option.is_chain for choice in found.choices.values())
    assert unable(found, "duty:gate") == {"T2": "busy_with", "P2": "min_gap", "T9": "min_gap"}
    rested = SCHOOL.replaced(
        duty_staff=tuple(r.model_copy(update={"min_gap": 1}) if r.staff_id == "T9" else r for r in SCHOOL.duty_staff)
    )
    assert options(look(date(2025, 9, 29), school=rested)) == {"duty:gate": ["T9"]}


def test_homework_goes_to_whoever_knows_the_class() -> None:
    """T4 leads the homework of 1A on Tuesday. T8 is unavailable, T6 has the tutoring then, T9 is on leave; T1 is the head
    teacher."""
    found = look(TUESDAY, "T4")
    task = "leader:hw-1A-tue1"
    assert set(options(found)[task]) == {"T1", "T2", "T3", "T5", "T7"}
    assert options(found)[task][0] == "T1"
    assert unable(found, task) == {"T4": "substitute.away", "T6": "busy_with", "T8": "unavailable", "T9": "leave"}
    assert reasons(found, task, "T1") == {"free", "head", "week"}
    assert reasons(found, task, "T2") == {"free", "week", "not_preferred"}


def test_a_teacher_of_the_class_comes_before_others() -> None:
    school = SCHOOL.replaced(teaching=(*SCHOOL.teaching, TeachingRow(teacher_id="T7", class_id="1A", subject="pe")))
    found = look(TUESDAY, "T4", "T1", school=school)
    assert options(found)["leader:hw-1A-tue1"][0] == "T7"
    assert "teaches" in reasons(found, "leader:hw-1A-tue1", "T7")


def test_a_club_wants_the_skill() -> None:
    """Nobody but T5 can lead chess."""
    found = look(FRIDAY, "T5")
    assert options(found) == {"leader:f-chess": []}
    assert unable(found, "leader:f-chess") == {"T5": "substitute.away"}
    assert not found.complete


def test_whoever_is_busy_at_that_time_cannot() -> None:
    """T5, T6 and T7 lead on Friday, and T4 escorts; chess is a skill of T7 now."""
    school = with_teachers(T7={"skills": ("games", "chess")}, T9={"skills": ("chess",)})
    found = look(FRIDAY, "T5", school=school)
    assert options(found) == {"leader:f-chess": ["T9"]}
    assert unable(found, "leader:f-chess") == {"T5": "substitute.away", "T7": "busy_with"}


def test_limits_of_day_week_and_load() -> None:
    """T1 has the two slots of Monday in that week; the homework on Tuesday would be the third."""
    for cells, cause in (
        ({"max_sessions_week": 2}, "week_limit"),
        ({"max_load": 12}, "load_limit"),
        ({"max_sessions_day": 0}, "day_limit"),
    ):
        found = look(TUESDAY, "T4", school=with_teachers(T1=cells))
        assert unable(found, "leader:hw-1A-tue1")["T1"] == cause
    just = with_teachers(T1={"max_sessions_week": 3, "max_load": 13, "max_sessions_day": 1})
    assert options(look(TUESDAY, "T4", school=just))["leader:hw-1A-tue1"][0] == "T1"


@pytest.mark.parametrize(
    ("cells", "en", "zh"),
    [
        (
            {"max_sessions_week": 5},
            "has 4 slots that week and this takes 2, above the weekly limit of 5",
            "这一周课后已有4节，这里占2节，会超过每周上限5节",
        ),
        ({"max_sessions_week": 4}, "weekly limit of 4 reached", "已达每周上限4节"),
        ({"max_sessions_day": 1}, "its slots, 2, are more than the daily limit of 1", "一次要2节，超过每日上限1节"),
        (
            {"max_sessions_week": 9, "max_load": 15},
            "has 10 in the daytime and 4 after school, and this takes 2, above the total load limit of 15",
            "白天10节、课后4节，这里再占2节，会超过总课时上限15节",
        ),
    ],
)
def test_a_limit_that_is_only_passed_is_told_with_what_the_session_takes(
    cells: dict[str, Any], en: str, zh: str
) -> None:
    """T1 has four slots in that week, whose Sunday runs as a Wednesday; chess on Friday takes two."""
    school = with_teachers(T1={"skills": ("chess",), **cells})
    found = look(FRIDAY, "T5", school=school)
    (hole,) = (hole for hole in found.holes if hole.job.what == "leader:f-chess")
    (cause,) = (cause for person, cause in hole.unable if person == "T1")
    assert (cause.words("en"), cause.words("zh")) == (en, zh)


def test_the_week_counts_what_the_ledger_says() -> None:
    """T1 is relieved of the strand on Monday, so that the homework on Tuesday is only the second of the week."""
    monday = date(2025, 9, 29)
    freed = Change(date=monday, what="leader:st-1A", was="T1", now="T2", reason="x", when=NOW)
    found = look(TUESDAY, "T4", school=with_teachers(T1={"max_sessions_week": 2}), ledger=[freed])
    assert "T1" in options(found)["leader:hw-1A-tue1"]


def test_children_without_a_place_keep_their_parents() -> None:
    """T6 leads the strand of 1B on Monday until 17:30. T3's child must be gone by 17:00 and may use no room. T9's may,
    and "study" has two places."""
    skilled = with_teachers(T3={"skills": ("reading",)}, T9={"skills": ("reading",)})
    found = look(MONDAY, "T6", school=skilled)
    assert unable(found, "leader:st-1B")["T3"] == "child"
    assert "T9" in options(found)["leader:st-1B"]
    assert "child" in reasons(found, "leader:st-1B", "T9")
    full = skilled.replaced(
        childcare_rooms=tuple(
            r.model_copy(update={"places": 0}) if r.room_id == "study" else r for r in SCHOOL.childcare_rooms
        )
    )
    assert unable(look(MONDAY, "T6", school=full), "leader:st-1B")["T9"] == "child_primary"


def test_a_post_binds_whoever_has_it() -> None:
    """T2 is at the gate on Friday from 16:00 to 16:30, P2 leads nothing."""
    found = look(FRIDAY, "T7")
    assert unable(found, "leader:f-games-1")["T6"] == "busy_with"
    school = with_teachers(T2={"skills": ("games",)})
    assert unable(look(FRIDAY, "T7", school=school), "leader:f-games-1")["T2"] == "on_duty"


def test_an_escort_can_be_any_teacher_who_is_free() -> None:
    """The instructor E1 stays, T4 is absent. T1 has four of five slots a week, and this takes two; T2 is at the gate; T5, T6 and T7 lead; T8 cares."""
    found = look(FRIDAY, "T4")
    task = "escort:f-dance"
    assert set(options(found)[task]) == {"T3", "T9"}
    assert unable(found, task) == {
        "T1": "substitute.week_limit_over",
        "T2": "on_duty",
        "T4": "substitute.away",
        "T5": "busy_with",
        "T6": "busy_with",
        "T7": "busy_with",
        "T8": "caring",
    }


def test_a_teacher_in_the_place_of_an_instructor_lets_the_escort_go() -> None:
    found = look(FRIDAY, "E1", school=with_teachers(T4={"skills": ("dance",)}, T9={"skills": ("dance",)}))
    assert options(found) == {"leader:f-dance": ["T9", "T4"]} or options(found) == {"leader:f-dance": ["T4", "T9"]}
    choice = next(c for c in found.choices.values() if c.option.person == "T4")
    assert [(m.job.what, m.now) for m in choice.option.moves] == [("leader:f-dance", "T4"), ("escort:f-dance", None)]
    assert "escorts" in reasons(found, "leader:f-dance", "T4")
    assert not choice.option.is_chain


def test_an_instructor_brings_an_escort_or_needs_none() -> None:
    """E2 could dance now; with an escort they want a teacher who is free, and T4 stays where T4 is."""

    def school(escort: bool) -> School:
        rows = tuple(
            i.model_copy(update={"skills": ("dance",), "available": ("fri1", "fri2"), "escort": escort, "fee": 0})
            if i.instructor_id == "E2"
            else i
            for i in SCHOOL.instructors
        )
        return SCHOOL.replaced(instructors=rows)

    kept = look(FRIDAY, "E1", school=school(True)).choices[1].option
    assert [(m.job.what, m.now) for m in kept.moves] == [("leader:f-dance", "E2")]
    freed = look(FRIDAY, "E1", school=school(False)).choices[1].option
    assert [(m.job.what, m.now) for m in freed.moves] == [("leader:f-dance", "E2"), ("escort:f-dance", None)]
    both = look(FRIDAY, "E1", "T4", school=school(True)).choices[1].option
    assert [m.job.what for m in both.moves] == ["leader:f-dance", "escort:f-dance"]
    assert both.with_escort in {"T3", "T9"}
    assert not both.is_chain


def test_an_instructor_for_a_teachers_strand_finds_an_escort_of_their_own() -> None:
    rows = tuple(
        i.model_copy(update={"escort": True, "available": ("mon2",), "fee": 0}) if i.instructor_id == "E2" else i
        for i in SCHOOL.instructors
    )
    plan = PLAN.model_copy(update={"sessions": tuple(s for s in PLAN.sessions if s.session_id != "st-2A")})
    school = SCHOOL.replaced(instructors=rows)
    found = survey(school, plan, (), day_of(MONDAY, school), ["T6"], "en", most=20)
    e2 = next(c.option for c in found.choices.values() if c.option.person == "E2")
    assert [m.job.what for m in e2.moves] == ["leader:st-1B", "escort:st-1B"]
    assert e2.moves[1].job.was is None
    assert e2.with_escort == "T8", "who works least in that week"


def test_a_duty_keeps_role_posts_week_gap_and_leave() -> None:
    """The gate on Friday: P1 is no supervisor, P2 has the post of lead on 25 and 28 September, T9 two duties this week."""
    found = look(FRIDAY, "T2")
    assert options(found) == {"duty:gate": []}
    assert unable(found, "duty:gate") == {"T2": "substitute.away", "P2": "max_week", "T9": "max_week"}


def test_a_carer_is_wanted_only_where_children_are_left() -> None:
    """On Friday T4's child is in "play" until 17:30, and T8 cares. Nobody else has that skill."""
    found = look(FRIDAY, "T8")
    assert options(found) == {"carer:fri2;play": []}
    skilled = with_teachers(T3={"skills": ("childcare",)})
    assert options(look(FRIDAY, "T8", school=skilled)) == {"carer:fri2;play": ["T3"]}
    gone = look(FRIDAY, "T8", "T4")
    assert options(gone)["carer:fri2;play"] == [None]
    assert reasons(gone, "carer:fri2;play", None) == {"needless"}  # type: ignore[arg-type]
    assert gone.complete


def test_whoever_is_on_leave_counts_as_absent_and_is_given_nothing() -> None:
    found = look(TUESDAY, school=on_leave(SCHOOL, TUESDAY, "T4", "T1"))
    assert "T1" not in options(found)["leader:hw-1A-tue1"]
    assert unable(found, "leader:hw-1A-tue1")["T1"] == "leave"


def test_wishes_count() -> None:
    avoids = with_teachers(T1={"avoid": ("tue1",)}, T3={"prefer": ("tue1",)})
    found = look(TUESDAY, "T4", school=avoids)
    assert options(found)["leader:hw-1A-tue1"][0] != "T1"
    assert "avoids" in reasons(found, "leader:hw-1A-tue1", "T1")
    assert "gladly" in reasons(found, "leader:hw-1A-tue1", "T3")
