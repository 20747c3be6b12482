"""A week whose duties dates cannot keep is made again date by date, so that its bounds are those of the dates."""

from models.school import School
from scheduler.options import Options
from scheduler.plan import solve
from scheduler.verify import verify


def starved(**changes: object) -> School:
    """Homework on Monday, which only R can lead; a post on the two Mondays of the term, for P, Q and R.

    P and Q are away on the first Monday. By counts, P and Q can have both duties and R is free to lead. By dates only
    R can serve on the first Monday.
    """
    tables: dict[str, object] = {
        "name": "s",
        "term": {"name": "t", "start": "2026-11-02", "end": "2026-11-13"},
        "slots": [{"slot_id": "mon", "weekday": 1, "start": "16:00", "end": "17:00"}],
        "pattern": [{"grade": "1", "slot_id": "mon", "kind": "homework"}],
        "classes": [{"class_id": "1A", "grade": "1", "room_id": "r"}],
        "rooms": [{"room_id": "r", "capacity": 9}],
        "students": [{"student_id": "a", "class_id": "1A"}],
        "teachers": [{"teacher_id": "R", "name": "R"}],
        "duty_posts": [{"post_id": "p", "name": "p", "role": "lead", "weekdays": "1", "windows": "16:00-17:00"}],
        "duty_staff": [{"staff_id": person, "roles": "lead"} for person in "PQR"],
        "leave": [{"person_id": person, "start": "2026-11-02", "end": "2026-11-02"} for person in "PQ"],
    }
    return School.model_validate(tables | changes)


def test_a_duty_or_the_homework_is_missing_and_that_is_proven() -> None:
    # 100 for the homework of every Monday, or 100 for the duty of the first: never 0
    school = starved()
    plan = solve(school, Options(time_limit=120))
    assert verify(school, plan).breaches == ()
    assert next((s.goal, s.value, s.status) for s in plan.scores) == ("coverage", 100, "optimal")
    assert all(score.status == "optimal" for score in plan.scores)


def test_dates_that_keep_the_counts_need_no_second_week() -> None:
    # without the leave P has one Monday and Q the other, and R leads
    school = starved(leave=[])
    plan = solve(school, Options(time_limit=120))
    assert verify(school, plan).breaches == ()
    assert plan.scores[0].value == plan.scores[0].bound == 0
    assert {d.staff_id for d in plan.duties} == {"P", "Q"}


def test_a_pinned_duty_is_kept_date_by_date() -> None:
    # R is pinned to the first Monday, so that the homework is missing
    school = starved(pin_duties=[{"date": "2026-11-02", "post_id": "p", "staff_id": "R"}])
    plan = solve(school, Options(time_limit=120))
    assert verify(school, plan).breaches == ()
    assert (plan.scores[0].value, plan.scores[0].bound) == (100, 100)
    assert [gap.what for gap in plan.gaps] == ["homework"]
