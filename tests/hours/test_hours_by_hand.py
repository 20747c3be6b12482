"""The hours of a small school, worked out by hand.

Its open dates: Mondays 22 and 29, Tuesdays 23 and 30, a Wednesday (24) and a Sunday with Wednesday's timetable (28),
Thursday 25 and Friday 26 September; Thursday 9 October. Lessons last 40 minutes; the Friday block 90, of two slots.
"""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from small_school import small_plan, small_school

from models.hours import Hours, TimeOffRow
from models.ledger import Change
from models.people import LeaveRow
from models.plan import Plan
from models.school import School
from scheduler.hours import Report, Timeline, hours_of, tables
from scheduler.hours.sums import Burden
from scheduler.hours.text import _each, data, summary  # pyright: ignore[reportPrivateUsage]
from scheduler.messages import LANGS
from scheduler.messages.names import mean_text

SCHOOL = small_school()
FRIDAY = date(2025, 9, 26)


def report(
    *changes: tuple[date, str, str | None, str | None],
    school: School = SCHOOL,
    plan: Plan | None = None,
    start: date = SCHOOL.term.start,
    end: date = SCHOOL.term.end,
) -> Report:
    """The hours with these entries in the ledger; that they can be said in both languages is looked at on the way."""
    when = datetime(2025, 9, 1, tzinfo=UTC)
    ledger = tuple(
        Change(date=on, what=what, was=was, now=now, reason="x", when=when.replace(minute=number))
        for number, (on, what, was, now) in enumerate(changes)
    )
    found = hours_of(school, Timeline(plan or small_plan(), ledger), start, end)
    for lang in LANGS:
        assert all(len(row) == len(table.columns) for table in tables(found, lang) for row in table.rows)
        assert all("{" not in line for line in summary(found, lang))
    return found


def lessons(found: Report) -> dict[str, tuple[int, int, int, int]]:
    """Planned and held lessons, planned and held minutes of the service."""
    return {
        one: (s.planned_lessons, s.held_lessons, s.planned_minutes, s.held_minutes)
        for one, person in found.people.items()
        if (s := person.service).planned_lessons or s.held_lessons
    }


def rows(found: Report, name: str) -> list[dict[str, Any]]:
    (table,) = [table for table in tables(found, "en") if table.name == name]
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


AS_PLANNED = {
    "T1": (6, 240),
    "T2": (4, 160),
    "T3": (2, 80),
    "T4": (4, 170),
    "T5": (4, 170),
    "T6": (8, 330),
    "T7": (4, 170),
    "T8": (1, 40),
    "E1": (2, 90),
    "E2": (2, 80),
}


def test_a_term_as_planned() -> None:
    found = report()
    assert lessons(found) == {one: (n, n, m, m) for one, (n, m) in AS_PLANNED.items()}
    totals = data(found)
    assert (totals["days"], totals["planned_sessions"], totals["held_sessions"]) == (9, 30, 30)
    assert (totals["planned_lessons"], totals["planned_minutes"]) == (37, 1530)


def test_leading_escorting_and_caring_are_told_apart() -> None:
    people = report().people
    assert [(people[one].led, people[one].escorted, people[one].cared) for one in ("T4", "T8", "T6")] == [
        (2, 2, 0),
        (0, 0, 1),
        (8, 0, 0),
    ]


def test_duties_are_apart_from_the_service() -> None:
    found = report()
    duties = {
        one: (p.duties_planned, p.duties_held, p.duty_minutes) for one, p in found.people.items() if p.duties_planned
    }
    # The lead's window has 30 minutes, and so has the gate's.
    assert duties == {"T2": (1, 1, 30), "T9": (3, 3, 90), "P1": (5, 5, 150), "P2": (4, 4, 120)}
    assert found.people["T9"].service.held_minutes == 0


def test_one_span_of_dates() -> None:
    # Monday 22 and Tuesday 23 September.
    found = report(end=date(2025, 9, 23))
    assert lessons(found) == {
        "T1": (2, 2, 80, 80),
        "T2": (1, 1, 40, 40),
        "T3": (1, 1, 40, 40),
        "T4": (1, 1, 40, 40),
        "T6": (3, 3, 120, 120),
        "E2": (1, 1, 40, 40),
    }
    # The Sunday with Wednesday's timetable.
    assert list(lessons(report(start=date(2025, 9, 27), end=date(2025, 9, 28)))) == ["T1", "T2", "T5", "T7"]
    # The holidays.
    assert data(report(start=date(2025, 10, 1), end=date(2025, 10, 8)))["days"] == 0


def test_the_substitute_gets_the_lesson_and_what_is_not_held_nobody() -> None:
    found = report(
        (date(2025, 9, 22), "leader:hw-1A-mon1", "T1", "T9"),
        (date(2025, 9, 29), "leader:st-1A", "T1", None),
        (FRIDAY, "escort:f-dance", "T4", "T3"),
        (FRIDAY, "duty:gate", "T2", "T9"),
    )
    got = lessons(found)
    assert got["T1"] == (6, 4, 240, 160)
    assert got["T9"] == (0, 1, 0, 40)
    assert got["T3"] == (2, 4, 80, 170)
    assert got["T4"] == (4, 2, 170, 80)
    # T4 is not there, so nor is their child, and T8 has nobody to care for.
    assert got["T8"] == (1, 0, 40, 0)
    people = found.people
    assert (people["T9"].stood_in, people["T3"].stood_in, people["T1"].missed, people["T4"].missed) == (1, 2, 2, 2)
    assert (people["T9"].duties_planned, people["T9"].duties_held, people["T9"].duty_minutes) == (3, 4, 120)
    assert (people["T2"].duties_planned, people["T2"].duties_held, people["T2"].duty_minutes) == (1, 0, 0)
    assert data(found)["held_sessions"] == 29
    # Everybody else is as planned.
    for one in ("T2", "T5", "T6", "T7", "E1", "E2"):
        assert got[one] == (*[AS_PLANNED[one][0]] * 2, *[AS_PLANNED[one][1]] * 2)


def test_each_task_of_a_date_says_what_became_of_it() -> None:
    found = report(
        (date(2025, 9, 22), "leader:hw-1A-mon1", "T1", "T9"), (date(2025, 9, 22), "leader:st-1A", "T1", None)
    )
    of_day = [row for row in rows(found, "days") if row["date"] == "2025-09-22" and row["person_id"] in ("T1", "T9")]
    assert [
        (r["person_id"], r["part"], r["what"], r["minutes"], r["planned"], r["held"], r["note"]) for r in of_day
    ] == [
        ("T1", "leads", "hw1", 40, "yes", "no", "replaced by T9"),
        ("T1", "leads", "reading", 40, "yes", "no", "not held"),
        ("T9", "duty", "gate", 30, "yes", "yes", None),
        ("T9", "leads", "hw1", 40, "no", "yes", "stands in for T1"),
    ]


def test_who_takes_on_what_was_nobodys() -> None:
    # Nobody has the gate on Monday 29.
    found = report((date(2025, 9, 29), "duty:gate", None, "T9"))
    assert (found.people["T9"].duties_planned, found.people["T9"].duties_held) == (3, 4)
    (row,) = [row for row in rows(found, "days") if row["note"]]
    assert (row["person_id"], row["what"], row["planned"], row["held"], row["note"]) == (
        "T9",
        "gate",
        "no",
        "yes",
        "took it on",
    )


def test_entries_that_fit_nothing_are_named() -> None:
    wrong = (
        (date(2025, 9, 22), "leader:hw-1A-tue1", "T4", "T9"),  # a Monday
        (date(2025, 10, 1), "leader:hw-1A-mon1", "T1", "T9"),  # a holiday
        (date(2025, 9, 22), "duty:nowhere", "P1", "T9"),
    )
    found = report(
        *wrong, (date(2025, 9, 22), "leader:hw-1A-mon1", "T1", "T9"), (date(2025, 9, 29), "duty:gate", None, None)
    )
    assert [(change.date, change.what) for change in found.stray] == [(on, what) for on, what, _, _ in wrong]
    assert report(*wrong, start=date(2025, 9, 23), end=date(2025, 9, 30)).stray == ()
    assert sum(person.stood_in for person in found.people.values()) == 1


def test_who_is_on_leave_holds_nothing_until_somebody_is_written_down() -> None:
    leave = LeaveRow(person_id="T5", start=FRIDAY, end=FRIDAY)
    school = SCHOOL.replaced(leave=(*SCHOOL.leave, leave))
    found = report(school=school)
    assert lessons(found)["T5"] == (4, 2, 170, 80)
    assert [(work.person, work.date, work.what) for work in found.unsettled] == [("T5", FRIDAY, "f-chess")]
    assert data(found)["held_sessions"] == 29
    settled = report((FRIDAY, "leader:f-chess", "T5", "T9"), school=school)
    assert settled.unsettled == ()
    assert lessons(settled)["T9"] == (0, 2, 0, 90)


def test_instructors_are_paid_by_lessons_held() -> None:
    # E2 leads st-2A on two Mondays for 60; E1 f-dance of two slots on one Friday for 100.
    as_planned = [(f.instructor_id, f.planned_lessons, f.held_lessons, f.visits, f.amount) for f in report().fees]
    assert as_planned == [("E1", 2, 2, 1, 200), ("E2", 2, 2, 2, 120)]
    found = report((date(2025, 9, 29), "leader:st-2A", "E2", "T9"), (FRIDAY, "leader:f-dance", "E1", None))
    assert [(f.instructor_id, f.held_lessons, f.visits, f.amount) for f in found.fees] == [
        ("E1", 0, 0, 0),
        ("E2", 1, 1, 60),
    ]
    # Without the instructor their escort goes home too.
    assert found.people["T4"].escorted == 0


def test_evening_study_is_apart() -> None:
    school = SCHOOL.replaced(hours=Hours(evening_from=time(16, 50)))
    people = report(school=school).people
    # st-1A and st-1B begin at 16:50; the Friday block at 16:00.
    assert (people["T1"].service.held_lessons, people["T1"].evening.held_lessons) == (4, 2)
    assert (people["T6"].service.held_minutes, people["T6"].evening.held_minutes) == (250, 80)
    assert people["T1"].pay is None


def test_pay_is_for_lessons_held_of_the_service_alone() -> None:
    hours = Hours.model_validate({"pay": 50, "pay_escort": 30, "evening_from": "16:50"})
    people = report((date(2025, 9, 22), "leader:hw-1A-mon1", "T1", "T9"), school=SCHOOL.replaced(hours=hours)).people
    # T1: 4 lessons of service, one of them given away. T4: 2 led, 2 escorted. T8 cares in the evening.
    pay = {one: people[one].pay for one in ("T1", "T4", "T8", "T9", "E1", "P1")}
    assert pay == {"T1": 150, "T4": 160, "T8": 0, "T9": 50, "E1": None, "P1": None}
    same = Hours.model_validate({"pay": "12.5"})
    assert report(school=SCHOOL.replaced(hours=same)).people["T4"].pay == Decimal(50)


def test_half_days_are_earned_over_the_term_and_taken() -> None:
    hours = Hours.model_validate({"lessons_per_half_day": 3, "half_day_pay": 80})
    taken = TimeOffRow(person_id="T6", date=date(2025, 9, 30), half_days=1)
    school = SCHOOL.replaced(hours=hours, time_off=(taken,))
    # T6 has 8 lessons: 2 on each Monday, 1 on each Tuesday, 2 on Friday: 3 before the 26th.
    later = {row.person_id: row for row in report(school=school, start=FRIDAY).time_off}["T6"]
    assert (later.lessons, later.earned, later.taken, later.earned_in_all, later.left, later.allowance) == (
        8,
        1,
        1,
        2,
        1,
        80,
    )
    first = {row.person_id: row for row in report(school=school, end=date(2025, 9, 25)).time_off}["T6"]
    assert (first.lessons, first.earned, first.taken, first.left) == (3, 1, 0, 1)
    assert {row.person_id: row.left for row in report(school=school).time_off if row.left} == {
        "T1": 2, "T2": 1, "T4": 1, "T5": 1, "T6": 1, "T7": 1,
    }  # fmt: skip


def test_without_a_rule_there_is_no_time_off() -> None:
    assert report().time_off == ()
    assert "time_off" not in [table.name for table in tables(report(), "zh")]


def test_more_taken_than_earned_is_below_zero() -> None:
    taken = TimeOffRow(person_id="T9", date=FRIDAY, half_days=2)
    hours = Hours.model_validate({"lessons_per_half_day": 3, "half_day_pay": 80})
    found = {row.person_id: row for row in report(school=SCHOOL.replaced(hours=hours, time_off=(taken,))).time_off}
    assert (found["T9"].left, found["T9"].allowance) == (-2, 0)


def test_dinners_are_for_those_who_worked_past_the_hour() -> None:
    assert data(report())["dinners"] == 0
    school = SCHOOL.replaced(policy=SCHOOL.policy.model_copy(update={"meal_after": time(17, 29)}))
    # mon2 and fri2 end at 17:30.
    found = [(row["date"], row["people"], row["names"]) for row in rows(report(school=school), "dinners")]
    assert found == [
        ("2025-09-22", 3, "E2, T1, T6"),
        ("2025-09-26", 6, "E1, T4, T5, T6, T7, T8"),
        ("2025-09-29", 3, "E2, T1, T6"),
    ]
    at = SCHOOL.replaced(policy=SCHOOL.policy.model_copy(update={"meal_after": time(17, 30)}))
    assert data(report(school=at))["dinners"] == 0


def test_a_duty_past_the_hour_is_a_dinner_too() -> None:
    school = SCHOOL.replaced(policy=SCHOOL.policy.model_copy(update={"meal_after": time(7, 49)}))
    thursday = [row for row in rows(report(school=school), "dinners") if row["date"] == "2025-09-25"]
    assert [(row["people"], row["names"]) for row in thursday] == [(1, "P2")]


def test_children_in_each_room_by_day() -> None:
    # T4 escorts on Friday until 17:30; the preschool child must have left by 17:00.
    (row,) = rows(report(), "childcare")
    assert (row["date"], row["room_id"], row["places"], row["children"], row["until"], row["parents"]) == (
        "2025-09-26", "play", 1, 1, "17:30", "T4",
    )  # fmt: skip
    assert rows(report((FRIDAY, "leader:f-dance", "E1", None)), "childcare") == []


def test_head_teachers_beside_the_others() -> None:
    # T1 240, T2 160 and a duty of 30, T3 80 minutes. T4 to T9: 170 + 170 + 330 + 170 + 40 + 90 = 970, so 162 each.
    found = [(r["person_id"], r["class_id"], r["all_minutes"], r["others_minutes"], r["more_minutes"])
             for r in rows(report(), "head_teachers")]  # fmt: skip
    assert found == [("T1", "1A", 240, 162, 78), ("T2", "1B", 190, 162, 28), ("T3", "2A", 80, 162, -82)]


def test_an_earlier_plan_counts_for_the_dates_before_this_one_began() -> None:
    plan = small_plan()
    later = tuple(s.model_copy(update={"leader_id": "T9"}) if s.leader_id == "T1" else s for s in plan.sessions)
    since = plan.run.model_copy(update={"since": date(2025, 9, 28)})
    changed = plan.model_copy(update={"sessions": later, "run": since})
    away = Change(
        date=date(2025, 9, 22),
        what="leader:st-1A",
        was="T1",
        now="T7",
        reason="",
        when=datetime(2025, 9, 1, tzinfo=UTC),
    )
    timeline = Timeline(changed, (), Timeline(plan, (away,)))
    got = lessons(hours_of(SCHOOL, timeline, SCHOOL.term.start, SCHOOL.term.end))
    # T1 until Wednesday 24: three lessons, one given to T7; T9 from Sunday 28 on: one, and two on Monday.
    assert got["T1"] == (3, 2, 120, 80)
    assert got["T9"] == (3, 3, 120, 120)
    assert got["T7"] == (4, 5, 170, 210)
    alone = lessons(hours_of(SCHOOL, Timeline(changed), SCHOOL.term.start, SCHOOL.term.end))
    # By itself it says nothing of the dates before it.
    assert alone["T9"] == (3, 3, 120, 120)
    assert "T1" not in alone


def test_halves_are_rounded_up_as_people_do() -> None:
    # 14.25 hours, 24.25 duties, 0.05; not to the even neighbour.
    assert [mean_text(855, 60), mean_text(97, 4), mean_text(1, 20)] == ["14.3", "24.3", "0.1"]
    assert [mean_text(5, 2, 0), mean_text(7, 2, 0), mean_text(0, 0)] == ["3", "4", "0.0"]
    burden = Burden(people=4, lessons=57, evening=0, duties=97, minutes=4 * 855)
    assert (burden.each(burden.lessons), burden.each(burden.duties)) == ("14.3", "24.3")
    assert _each(burden, "heads")["heads_hours"] == "14.3"
