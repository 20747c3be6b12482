"""The verifier on one date of the small school: what the ledger arranges is judged by every rule of a day."""

from datetime import UTC, date, datetime

import pytest
from small_school import DATES, small_plan, small_school

from models.ledger import Change
from models.people import LeaveRow
from models.school import School
from scheduler.arrange import check_day
from scheduler.messages import LANGS
from scheduler.verify import describe

SCHOOL, PLAN = small_school(), small_plan()
FRIDAY, MONDAY, WEDNESDAY = date(2025, 9, 26), date(2025, 9, 22), date(2025, 9, 24)


def change(what: str, was: str | None, now: str | None, on: date = FRIDAY) -> Change:
    return Change(date=on, what=what, was=was, now=now, reason="病假", when=datetime(2025, 9, 1, tzinfo=UTC))


def broken(on: date, *ledger: Change, school: School = SCHOOL) -> set[tuple[str, str]]:
    found = check_day(school, PLAN, ledger, on)
    assert all(describe(one, lang) for one in found for lang in LANGS)
    return {(one.key, one.where) for one in found}


@pytest.mark.parametrize("on", DATES)
def test_every_date_of_a_good_plan_is_good(on: date) -> None:
    assert broken(on) == set()


def test_somebody_on_leave_must_not_work() -> None:
    away = LeaveRow(person_id="T5", start=FRIDAY, end=FRIDAY)
    school = SCHOOL.replaced(leave=(*SCHOOL.leave, away))
    assert broken(FRIDAY, school=school) == {("day.leave", "T5")}
    assert broken(FRIDAY, change("leader:f-chess", "T5", None), school=school) == set()
    assert broken(MONDAY, school=school) == set()


def test_a_substitute_wants_the_skill_and_the_time() -> None:
    """T9 has no skills, and the child's room "study" has a place; T7 leads the games at that time."""
    assert broken(FRIDAY, change("leader:f-chess", "T5", "T9")) == {("R5.skill", "f-chess;T9")}
    school = SCHOOL.replaced(
        teachers=tuple(
            t.model_copy(update={"skills": ("chess", "games")}) if t.teacher_id == "T7" else t for t in SCHOOL.teachers
        )
    )
    assert broken(FRIDAY, change("leader:f-chess", "T5", "T7"), school=school) == {
        ("R1.teacher", "T7;fri1"),
        ("R1.teacher", "T7;fri2"),
    }


def test_an_escort_goes_with_the_instructor_and_not_with_a_teacher() -> None:
    dance = tuple(t.model_copy(update={"skills": ("dance",)}) if t.teacher_id == "T3" else t for t in SCHOOL.teachers)
    school = SCHOOL.replaced(teachers=dance)
    led = change("leader:f-dance", "E1", "T3")
    assert broken(FRIDAY, led, school=school) == {("R5.needless_escort", "f-dance;T4")}
    assert broken(FRIDAY, led, change("escort:f-dance", "T4", None), school=school) == set()
    assert broken(FRIDAY, change("escort:f-dance", "T4", None)) == {("R5.no_escort", "f-dance;E1")}


def test_the_limit_of_the_day_holds() -> None:
    """T1 may work two slots a day: the two of Friday and no third."""
    few = tuple(t.model_copy(update={"max_sessions_day": 1}) if t.teacher_id == "T9" else t for t in SCHOOL.teachers)
    school = SCHOOL.replaced(teachers=few)
    taken = change("escort:f-dance", "T4", "T9")
    assert broken(FRIDAY, taken) == set()
    assert broken(FRIDAY, taken, school=school) == {("R6.day", "T9;5")}


def test_the_limit_of_the_week_counts_what_happens_in_that_week() -> None:
    """T6 works 2 on Monday, 1 on Tuesday and 2 on Friday: five, the limit. In the next week 1 October is closed, and so
    is Friday: Monday and Tuesday only."""
    games = change("leader:w-games", "T7", "T6", WEDNESDAY)
    assert broken(WEDNESDAY, games) == {("R6.week", "T6")}
    freed = change("leader:tu-tue1", "T6", None, date(2025, 9, 23))
    assert broken(WEDNESDAY, games, freed) == set()
    later = change("leader:hw-1A-tue1", "T4", "T1", date(2025, 9, 30))
    assert broken(date(2025, 9, 30), later) == set()


def test_a_week_that_is_long_by_itself_breaks_nothing() -> None:
    """In the week of the make-up Sunday, Wednesday's timetable runs twice, so that T5 works four slots."""
    tight = tuple(
        t.model_copy(update={"max_sessions_week": 3, "max_load": 3 + t.day_load}) if t.teacher_id == "T5" else t
        for t in SCHOOL.teachers
    )
    school = SCHOOL.replaced(teachers=tight)
    sunday = date(2025, 9, 28)
    assert broken(sunday, school=school) == set()
    tuesday = date(2025, 9, 23)
    more = change("leader:hw-1A-tue1", "T4", "T5", tuesday)
    assert broken(tuesday, more, school=school) == {("R6.week", "T5"), ("R6.load", "T5")}


def test_a_child_without_a_place_keeps_its_parent_at_home() -> None:
    """T3's child must leave by 17:00 on Mondays and may use no room; mon2 ends at 17:30. T3 has no skill either."""
    assert broken(MONDAY, change("leader:st-1A", "T1", "T3", MONDAY)) == {
        ("R5.skill", "st-1A;T3"),
        ("R9.no_seat", "T3;1;mon2"),
    }


def test_a_room_without_its_carer_is_named() -> None:
    assert broken(FRIDAY, change("carer:fri2;play", "T8", None)) == {("R9.carers", "play;fri2")}
    assert broken(FRIDAY, change("carer:fri2;play", "T8", "T3")) == {("R9.skill", "T3;fri2")}


def test_duties_keep_role_posts_week_gap_and_service() -> None:
    """P1 is no supervisor. T2 has one duty a week; P2 is lead on 23, 25 and 28 September, three a week."""
    assert broken(FRIDAY, change("duty:gate", "T2", "P1")) >= {("R11.role", "2025-09-26;gate;P1")}
    assert broken(FRIDAY, change("duty:gate", "T2", "P2")) == {
        ("R11.week", "2025-09-22;P2"),
        ("R11.gap", "2025-09-25;2025-09-26;P2"),
        ("R11.gap", "2025-09-26;2025-09-28;P2"),
    }
    assert broken(MONDAY, change("duty:gate", "T9", "T2", MONDAY)) == {
        ("R11.week", "2025-09-22;T2"),
        ("R12.service", "2025-09-22;gate;T2;mon1"),
    }


def test_an_unfilled_post_and_a_session_not_held_break_nothing() -> None:
    assert broken(FRIDAY, change("duty:gate", "T2", None), change("leader:f-games-1", "T7", None)) == set()


def test_tutoring_is_not_put_off_into_a_room_that_is_too_small() -> None:
    small = tuple(r.model_copy(update={"capacity": 3}) if r.room_id == "r1A" else r for r in SCHOOL.rooms)
    school = SCHOOL.replaced(rooms=small)
    put_off = change("leader:tu-mon1", "T6", None, MONDAY)
    assert ("R8.capacity", "hw-1A-mon1;r1A") not in broken(MONDAY, school=school)
    assert ("R8.capacity", "hw-1A-mon1;r1A") in broken(MONDAY, put_off, school=school)


def test_an_instructors_visit_and_the_budget() -> None:
    """E2 comes for a strand on Monday at 60 yuan; the budget of 260 is used up by the plan itself."""
    skilled = tuple(
        i.model_copy(
            update={"skills": ("reading", "dance"), "available": ("mon2", "fri1", "fri2"), "min_sessions_visit": 3}
        )
        if i.instructor_id == "E2"
        else i
        for i in SCHOOL.instructors
    )
    rich = SCHOOL.replaced(instructors=skilled)
    freed = change("escort:f-dance", "T4", None)
    found = broken(FRIDAY, change("leader:f-dance", "E1", "E2"), freed, school=rich)
    assert found == {("R6.visit", "E2;5")}
    for fee, too_much in ((100, False), (101, True)):
        # The plan itself costs 200 for E1 and one slot of E2 a week; now E2 has three slots and E1 none.
        dear = tuple(i.model_copy(update={"fee": fee}) if i.instructor_id == "E2" else i for i in skilled)
        told = broken(FRIDAY, change("leader:f-dance", "E1", "E2"), freed, school=rich.replaced(instructors=dear))
        assert (("R6.budget", "2025-09-26") in told) is too_much
