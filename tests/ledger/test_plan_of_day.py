"""What happens on a date: the small school's plan with and without entries of the ledger."""

from datetime import UTC, date, datetime

import pytest
from small_school import DATES, small_plan, small_school

from models.ledger import Change
from models.people import ChildRow
from models.plan import Carer, Gap, Plan, Seat
from scheduler.calendar import SchoolDay, open_days
from scheduler.ledger import duties_of_term, in_force, plan_of_day, relieved

SCHOOL, PLAN = small_school(), small_plan()
DAYS = {day.date: day for day in open_days(SCHOOL)}
FRIDAY, MONDAY = date(2025, 9, 26), date(2025, 9, 22)


def change(what: str, was: str | None, now: str | None, on: date = FRIDAY, minute: int = 0) -> Change:
    when = datetime(2025, 9, 1, 8, minute, tzinfo=UTC)
    return Change(date=on, what=what, was=was, now=now, reason="病假", when=when)


def day(on: date, *ledger: Change, plan: Plan = PLAN) -> Plan:
    return plan_of_day(plan, SCHOOL, ledger, DAYS[on])


def test_without_entries_it_is_the_weekday_of_the_plan() -> None:
    found = day(FRIDAY)
    assert {s.session_id for s in found.sessions} == {"f-dance", "f-chess", "f-games-1", "f-games-2"}
    assert all(session in PLAN.sessions for session in found.sessions)
    assert {p.block for p in found.placements} == {"fri"}
    assert all(placement in PLAN.placements for placement in found.placements)
    assert found.childcare == PLAN.childcare
    assert found.carers == PLAN.carers
    assert {d.post_id: d.staff_id for d in found.duties} == {"lead": "P1", "gate": "T2"}
    assert found.tutoring == ()
    assert found.gaps == ()


@pytest.mark.parametrize("on", DATES)
def test_every_date_of_the_term_is_a_part_of_the_plan(on: date) -> None:
    found = day(on)
    assert set(found.sessions) == {s for s in PLAN.sessions if s.weekday == DAYS[on].weekday}
    assert set(found.duties) == {d for d in PLAN.duties if d.date == on}
    assert set(found.tutoring) <= set(PLAN.tutoring)
    assert set(found.gaps) <= set(PLAN.gaps)


def test_a_make_up_day_runs_the_timetable_of_another_weekday() -> None:
    found = day(date(2025, 9, 28))
    assert {s.session_id for s in found.sessions} == {"w-chess", "w-paper-1A", "w-paper-1B", "w-games"}


def test_a_leader_is_replaced_on_that_date_alone() -> None:
    entry = change("leader:f-chess", "T5", "T1")
    assert {s.leader_id for s in day(FRIDAY, entry).sessions} == {"E1", "T1", "T7", "T6"}
    assert day(MONDAY, entry) == day(MONDAY)


def test_of_two_entries_for_a_task_the_later_counts() -> None:
    entries = (change("leader:f-chess", "T5", "T1", minute=2), change("leader:f-chess", "T5", "T9", minute=1))
    assert {s.session_id: s.leader_id for s in day(FRIDAY, *entries).sessions}["f-chess"] == "T1"


def test_duties_change_on_their_date() -> None:
    entry = change("duty:gate", "T2", None)
    found = day(FRIDAY, entry)
    assert {d.post_id: d.staff_id for d in found.duties} == {"lead": "P1", "gate": None}
    assert found.gaps == (Gap(what="duty", where="2025-09-26;gate", reason="病假"),)
    changed = [
        (d.date, d.post_id) for d, old in zip(duties_of_term(PLAN, [entry]), PLAN.duties, strict=True) if d != old
    ]
    assert changed == [(FRIDAY, "gate")]


def test_a_post_that_was_empty_can_be_filled() -> None:
    last = date(2025, 9, 29)
    assert [gap.where for gap in day(last).gaps] == ["2025-09-29;gate"]
    assert day(last, change("duty:gate", None, "T9", last)).gaps == ()


def test_a_session_not_held_leaves_its_students_unplaced() -> None:
    found = day(FRIDAY, change("leader:f-chess", "T5", None))
    assert {s.session_id for s in found.sessions} == {"f-dance", "f-games-1", "f-games-2"}
    unplaced = {p.student_id for p in found.placements if p.session_id is None}
    assert unplaced == {"a2", "b3", "c2"}
    assert {gap.where for gap in found.gaps} == {"a2;fri", "b3;fri", "c2;fri"}


def test_tutoring_not_held_sends_its_students_back_to_homework() -> None:
    before = {s.session_id: s.enrolled for s in day(MONDAY).sessions}
    found = day(MONDAY, change("leader:tu-mon1", "T6", None, MONDAY))
    after = {s.session_id: s.enrolled for s in found.sessions}
    assert (before["hw-1A-mon1"], before["hw-1B-mon1"], before["hw-2A-mon1"]) == (3, 3, 4)
    assert (after["hw-1A-mon1"], after["hw-1B-mon1"], after["hw-2A-mon1"]) == (4, 4, 4)
    assert found.tutoring == ()
    assert {gap.where for gap in found.gaps} == {"a1;math-help", "b1;math-help"}


def test_homework_not_held_is_a_gap_of_its_class() -> None:
    found = day(MONDAY, change("leader:hw-2A-mon1", "T3", None, MONDAY))
    assert found.gaps == (Gap(what="homework", where="2A;mon1", reason="病假"),)


# T4 escorts the dancers on Friday, and in the second slot their younger child is in the room "play", where T8 cares.
def test_a_parent_who_does_not_work_takes_the_child_home_and_frees_the_carer() -> None:
    found = day(FRIDAY, change("escort:f-dance", "T4", "T3"))
    assert {s.escort_id for s in found.sessions} == {"T3", None}
    assert found.childcare == ()
    assert found.carers == ()


def test_a_carer_is_replaced_and_replaced_again() -> None:
    entries = (change("carer:fri2;play", "T8", "T3", minute=1), change("carer:fri2;play", "T3", "T9", minute=2))
    assert day(FRIDAY, *entries).carers == (Carer(slot_id="fri2", room_id="play", teacher_id="T9"),)


def test_a_substitutes_child_gets_a_place_where_one_is_left() -> None:
    """T9's child must leave by 17:00; "study" is open in every slot and has two places."""
    found = day(FRIDAY, change("leader:f-games-1", "T7", "T9"))
    assert Seat(teacher_id="T9", child=1, slot_id="fri2", room_id="study") in found.childcare
    assert len(found.childcare) == 2
    assert len(found.carers) == 1


def test_without_a_place_the_child_has_none() -> None:
    full = SCHOOL.replaced(
        childcare=(
            *SCHOOL.childcare,
            *(ChildRow(teacher_id=t, group="preschool", leave_by="17:00") for t in ("T9",)),  # type: ignore[arg-type]
        )
    )
    found = plan_of_day(PLAN, full, [change("leader:f-games-1", "T7", "T9")], DAYS[FRIDAY])
    assert {(s.teacher_id, s.child) for s in found.childcare} == {("T4", 1), ("T9", 1)}


def test_who_is_relieved_and_gets_nothing_counts_as_absent() -> None:
    away = change("leader:f-chess", "T5", "T1", minute=1)
    assert relieved([away], FRIDAY) == {"T5"}
    assert relieved([away], MONDAY) == frozenset()
    swap = [change("duty:gate", "T2", "T9", minute=2), change("duty:gate", "T9", "T2", MONDAY, minute=2)]
    assert relieved([away, *swap], FRIDAY) == {"T5"}
    assert relieved([away, *swap], MONDAY) == frozenset()


def test_who_moves_up_in_a_chain_or_need_not_escort_is_there() -> None:
    chain = [change("leader:f-games-1", "T7", "T6"), change("leader:f-games-2", "T6", "T1")]
    assert relieved(chain, FRIDAY) == {"T7"}
    led = [change("leader:f-dance", "E1", "T3"), change("escort:f-dance", "T4", None)]
    assert relieved(led, FRIDAY) == {"E1"}


def test_entries_in_force_are_the_last_of_each_task() -> None:
    first, second = change("duty:gate", "T2", "T9", minute=1), change("duty:gate", "T9", "P2", minute=2)
    other = change("carer:fri2;play", "T8", "T3", minute=0)
    assert in_force([second, first, other], FRIDAY) == (other, second)


def test_days_are_those_of_the_calendar() -> None:
    assert [day.date for day in DAYS.values()] == list(DATES)
    assert isinstance(DAYS[FRIDAY], SchoolDay)
