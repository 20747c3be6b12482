"""Where dates force what counts over the term do not, a rerun is made again date by date, so that its bounds are right."""

import pytest

from models.plan import Duty, Plan
from models.school import School
from scheduler.errors import TooManyChanges
from scheduler.options import Options
from scheduler.plan import solve
from scheduler.rerun import rerun
from scheduler.verify import verify

OPTIONS = Options(time_limit=120)


def one_post(**changes: object) -> School:
    """A post on the two Mondays of the term, for P, Q and R; homework on Monday, which only R can lead."""
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
    }
    return School.model_validate(tables | changes)


AWAY = [{"person_id": person, "start": "2026-11-02", "end": "2026-11-02"} for person in "PQ"]


def figures(plan: Plan) -> dict[str, tuple[int, int]]:
    return {score.goal: (score.value, score.bound) for score in plan.scores}


def test_a_duty_or_the_homework_is_lost_and_that_is_proven() -> None:
    """P and Q fall ill on the first Monday: by counts either can have both duties, by dates neither has the first.

    Left empty the duty costs 100 and one change; given to R it costs the homework, one session and one duty changed.
    """
    before = solve(one_post(), OPTIONS)
    assert before.scores[0].value == 0
    now = one_post(leave=AWAY)
    new = rerun(now, before, OPTIONS)
    assert verify(now, new, before).good
    assert figures(new)["coverage"] == (100, 100)
    assert figures(new)["changes"] == (1, 1)
    assert all(score.status == "optimal" for score in new.scores)


#: Six dates, Monday to Friday and the next Monday; a may serve on every date, b on the others.
def swapped() -> tuple[School, Plan]:
    """Posts for a and b on three dates in a row, with a gap of two: what one date changes the next one must.

    a serves on Monday and Wednesday, b on Tuesday. On leave on Monday is a, b takes it, so that b cannot have Tuesday.
    """
    school = School.model_validate(
        {
            "name": "s",
            "term": {"name": "t", "start": "2026-11-02", "end": "2026-11-04"},
            "duty_posts": [{"post_id": "p", "name": "p", "role": "lead", "weekdays": "1;2;3"}],
            "duty_staff": [{"staff_id": who, "roles": "lead", "max_week": 2, "min_gap": 2} for who in "ab"],
        }
    )
    return school, solve(school, OPTIONS)


def test_a_chain_of_dates_is_counted_whole() -> None:
    """b on Monday, so a on Tuesday, so b on Wednesday: three changes, though only one duty was lost."""
    school, before = swapped()
    first, second = before.duties[0].staff_id, before.duties[1].staff_id
    assert [d.staff_id for d in before.duties] == [first, second, first]
    now = School.model_validate(
        school.model_dump() | {"leave": [{"person_id": first, "start": "2026-11-02", "end": "2026-11-02"}]}
    )
    new = rerun(now, before, OPTIONS)
    assert [d.staff_id for d in new.duties] == [second, first, second]
    assert figures(new)["coverage"] == (0, 0)
    assert figures(new)["changes"] == (3, 3)


def test_a_limit_between_counts_and_dates() -> None:
    """With two changes no plan fills every post; with one, Monday stays empty. None has no change at all."""
    school, before = swapped()
    first = before.duties[0].staff_id
    now = School.model_validate(
        school.model_dump() | {"leave": [{"person_id": first, "start": "2026-11-02", "end": "2026-11-02"}]}
    )
    one = rerun(now, before, OPTIONS, max_changes=2)
    assert figures(one)["coverage"] == (100, 100)
    assert figures(one)["changes"] == (1, 1)
    with pytest.raises(TooManyChanges) as error:
        rerun(now, before, OPTIONS, max_changes=0)
    assert error.value.least == 1


def test_what_is_over_counts_date_by_date() -> None:
    """After Monday: b served on it, against the earlier plan's own rules of gap; Tuesday is a's, so Wednesday is b's."""
    school, before = swapped()
    first, second = before.duties[0].staff_id, before.duties[1].staff_id
    past = Duty(**(before.duties[0].model_dump() | {"staff_id": second}))
    served = before.model_copy(update={"duties": (past, *before.duties[1:])})
    new = rerun(school, served, OPTIONS, from_date=before.duties[1].date)
    assert [d.staff_id for d in new.duties] == [second, first, second]
    assert figures(new)["changes"] == (2, 2)


def test_which_changes_are_forced_and_which_follow() -> None:
    """a, b, a on Monday to Wednesday, and both must take Tuesday off: a's duties are forced by nothing, b's by its leave.

    With every post to be filled a would need Tuesday, which is too near to its own dates: but that is no change that must
    be. One is, and it is forced by itself.
    """
    school, before = swapped()
    second = before.duties[1].staff_id
    now = School.model_validate(
        school.model_dump() | {"leave": [{"person_id": second, "start": "2026-11-03", "end": "2026-11-03"}]}
    )
    with pytest.raises(TooManyChanges) as error:
        rerun(now, before, OPTIONS, max_changes=0)
    assert (error.value.least, error.value.alone, len(error.value.forced)) == (1, 1, 1)


def test_changes_that_follow_from_the_rules() -> None:
    """The gap grows from two to three: of a's two duties, each of which could stay by itself, one must go."""
    school, before = swapped()
    staff = [row.model_dump() | {"min_gap": 3} for row in school.duty_staff]
    now = School.model_validate(school.model_dump() | {"duty_staff": staff})
    with pytest.raises(TooManyChanges) as error:
        rerun(now, before, OPTIONS, max_changes=0)
    assert (error.value.least, error.value.alone) == (1, 0)
