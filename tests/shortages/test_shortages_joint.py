"""Blocks of several slots beside other sessions of the same day: limits that let somebody lead the one or the others."""

import pytest
from shortage_schools import acts, found, small, teachers
from test_shortages_planted import least_coverage

from models.school import School
from scheduler.shortages import describe, shortages

ALL = "art;chess"


def friday(staff: str, limit: int, *, before: int = 1, sections: int = 2) -> School:
    """The small school with homework in so many slots of Friday before its clubs, which need so many sections."""
    base = small()
    early = [{"slot_id": f"f0{n}", "weekday": 5, "start": f"{13 + n}:00", "end": f"{13 + n}:40"} for n in range(before)]
    homework = [{"grade": "1", "slot_id": slot["slot_id"], "kind": "homework"} for slot in early]
    clubs = {"chess": {"max_size": 10 // sections, "max_sections": sections}}
    return small(
        slots=[*(slot.model_dump() for slot in base.slots), *early],
        pattern=[*(row.model_dump() for row in base.pattern), *homework],
        activities=acts(**clubs),
        teachers=teachers(*staff, skills=ALL, max_sessions_day=limit, max_sessions_week=9),
    )


def test_whoever_leads_a_club_of_two_slots_leads_no_homework_that_day():
    school = friday("abc", 2)
    assert found(school) == [("week_staff", ("a", "b", "c"), 4, 3)]
    assert least_coverage(school) > 0
    (short,) = shortages(school)
    assert "限制他们的是：3人的“每日课后上限”（2节：带了周五社团课（16:00–17:00），当天就带不了别的）。" in describe(
        short, "zh", school
    )
    assert (
        "What limits them: max_sessions_day of 3 people (2 slots: whoever leads in Friday's clubs (16:00–17:00) cannot "
        "lead anything else that day)." in describe(short, "en", school)
    )
    assert "“每日课后上限”加到3" in describe(short, "zh", school)


@pytest.mark.parametrize(("staff", "limit"), [("abcd", 2), ("abc", 3)])
def test_with_one_person_more_or_a_higher_limit_nothing_is_short(staff: str, limit: int):
    school = friday(staff, limit)
    assert found(school) == []
    assert least_coverage(school) == 0


def test_whoever_leads_a_club_of_two_slots_leads_one_homework_of_two_that_day():
    school = friday("ab", 3, before=2, sections=1)
    assert found(school) == [("week_staff", ("a", "b"), 5, 4)]
    assert least_coverage(school) > 0
    (short,) = shortages(school)
    assert "（3节：带了周五社团课（16:00–17:00），当天别的最多再带1节）" in describe(short, "zh", school)
    assert "can lead 1 more that day" in describe(short, "en", school)


def test_an_instructor_with_an_escort_takes_a_teacher_from_the_homework():
    tables = friday("abc", 2).model_dump()
    tables["activities"] = [row | {"fallback": False} for row in tables["activities"]]  # which teachers alone may lead
    chosen = [{"student_id": row["student_id"], "rank": 1, "activity_id": "chess"} for row in tables["students"]]
    someone = {"instructor_id": "w", "name": "W", "skills": "chess", "available": "f1;f2"}
    school = School.model_validate(tables | {"choices": chosen, "instructors": [someone]})
    assert found(school) == [("week_staff", ("a", "b", "c"), 4, 3)]
    assert least_coverage(school) > 0
    assert "要陪同的外聘教师来带，也要占用一位教师。" in describe(shortages(school)[0], "zh", school)
    alone = School.model_validate(school.model_dump() | {"instructors": [someone | {"escort": False}]})
    assert found(alone) == []
    assert least_coverage(alone) == 0
