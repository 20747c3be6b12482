"""What was arranged for single dates stands in the view of the day and in the calendars, and nowhere else."""

import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from icalendar import Calendar
from view_cases import cells

from models.ledger import Change
from models.plan import Plan
from models.school import School
from scheduler.calendar import open_days
from scheduler.cli import main
from scheduler.files.ledger import record
from scheduler.files.plans import save_plan
from scheduler.ledger import duties_of_term
from scheduler.outputs import build_view
from scheduler.outputs.booklet import build_booklet
from scheduler.outputs.calendars import build_calendars
from scheduler.outputs.dates import Day
from scheduler.outputs.pages import Tint

#: A Monday and a Friday on which the timetable of the small school runs.
MONDAY, FRIDAY = date(2026, 9, 28), date(2026, 10, 16)
NOTED = datetime(2026, 9, 27, 8, tzinfo=UTC)


def change(on: date, what: str, was: str | None, now: str | None) -> Change:
    return Change(date=on, what=what, was=was, now=now, reason="病假", when=NOTED)


LEDGER = (
    change(MONDAY, "leader:a", "t1", "t2"),  # the homework of class 101
    change(FRIDAY, "leader:c", "x1", None),  # the club is not held
    change(FRIDAY, "escort:c", "t2", None),
    change(date(2026, 9, 21), "duty:gate", "t1", "d1"),
)


def today(plan: Plan, school: School, on: date) -> list[tuple[object, ...]]:
    view = build_view("today", plan, school, "zh", on, LEDGER)
    return cells(view, "事项", "活动", "带班人编号", "陪同教师编号", "备注")


def test_a_substitute_stands_where_the_teacher_was(plan: Plan, school: School) -> None:
    assert ("课后服务", "作业辅导", "t2", None, "原定：王芳 t1") in today(plan, school, MONDAY)
    # A week later nothing has changed.
    assert all(row[4] is None for row in today(plan, school, date(2026, 10, 12)))


def test_a_session_that_is_not_held_is_shown_as_such(plan: Plan, school: School) -> None:
    (club,) = [row for row in today(plan, school, FRIDAY) if "棋" in str(row[1])]
    assert club == ("课后服务", "棋[国际]/象*（未开设）", "", None, "原定：欧阳阿卜杜拉麦麦提艾力江、王芳 t2")


def test_a_duty_has_its_new_person_and_the_one_meant(plan: Plan, school: School) -> None:
    rows = today(plan, school, date(2026, 9, 21))
    assert [row[2:] for row in rows if row[0] == "值班"] == [("d1", None, "原定：王芳")] * 2


def test_the_sheets_of_a_day_say_the_same(plan: Plan, school: School) -> None:
    record, sessions = build_booklet(plan, school, "zh", ["today"], date(2026, 9, 21), LEDGER).pages
    assert record.tables[0].rows[0][2] == "孙\n原定：王芳"
    (sessions,) = build_booklet(plan, school, "zh", ["today"], FRIDAY, LEDGER).pages
    (row,) = [row for row in sessions.tables[0].rows if isinstance(row[1], Tint) and row[1].kind == "missing"]
    assert row[1] == Tint("missing", "棋[国际]/象*（未开设）")
    assert row[4] == ""


def test_what_is_not_held_is_written_in_english_as_english_is(plan: Plan, school: School) -> None:
    view = build_view("today", plan, school, "en", FRIDAY, LEDGER)
    assert [row[1] for row in cells(view, "What", "Activity") if "not held" in str(row[1])] == [
        "棋[国际]/象* (not held)"
    ]


def test_the_weekly_timetables_stay_as_they_were_posted(plan: Plan, school: School) -> None:
    views = ("class", "teacher", "room", "student", "club")
    assert build_booklet(plan, school, "zh", views, None, LEDGER) == build_booklet(plan, school, "zh", views)


def test_a_day_knows_who_is_in_whose_place(plan: Plan, school: School) -> None:
    (found,) = [day for day in open_days(school) if day.date == MONDAY]
    day = Day(plan, school, LEDGER, found)
    (homework,) = [meeting for meeting in day.meetings() if meeting.session_id == "a"]
    assert homework.leaders == ("t2",)
    assert day.covers(homework, "t2")
    assert not day.covers(homework, "t1")
    assert day.absent(homework) == ("t1",)


@pytest.fixture
def calendars(plan: Plan, school: School) -> dict[str, Calendar]:
    posted = plan.model_copy(update={"duties": duties_of_term(plan, LEDGER)})
    found = build_calendars(posted, school, "zh", ("teacher", "duty"), NOTED, ledger=LEDGER)
    return {name: Calendar.from_ical(content) for name, content in found.items()}


def on(calendar: Calendar, wanted: date) -> list[str]:
    starts = [
        (event.start.date() if isinstance(event.start, datetime) else event.start, event) for event in calendar.events
    ]
    return sorted(str(event["summary"]) for start, event in starts if start == wanted)


def test_calendars_have_what_happens_on_each_date(calendars: dict[str, Calendar]) -> None:
    first, second, outside = (
        calendars[f"{name}.ics"] for name in ("王芳-t1", "王芳-t2", "欧阳阿卜杜拉麦麦提艾力江-x1")
    )
    assert on(first, MONDAY) == []
    assert on(second, MONDAY) == ["带班：作业辅导 101班（代课）", "带班：小组"]
    assert on(first, date(2026, 10, 12)) == ["带班：作业辅导 101班"]
    assert on(second, date(2026, 10, 12)) == ["带班：小组"]
    assert on(outside, FRIDAY) == []
    assert len(on(outside, date(2026, 10, 9))) == 1


def test_duties_are_in_the_calendar_of_whoever_has_them_now(calendars: dict[str, Calendar]) -> None:
    assert on(calendars["王芳-t1.ics"], date(2026, 9, 21)) == ["带班：作业辅导 101班"]
    assert on(calendars["孙-d1.ics"], date(2026, 9, 21)) == ["值班：护学岗"] * 2


def test_an_export_says_who_was_meant_and_who_is_there(plan: Plan, school: School, tmp_path: Path) -> None:
    save_plan(plan, school, tmp_path / "plan")
    record(tmp_path / "plan", LEDGER)
    args = ["export", str(tmp_path / "plan"), "--out", str(tmp_path / "out"), "--date", "2026-09-21", "--lang", "zh"]
    assert CliRunner().invoke(main, [*args, "--view", "today", "--view", "duty"]).exit_code == 0

    def rows(name: str, *columns: str) -> list[list[str]]:
        text = (tmp_path / "out" / f"{name}.csv").read_text(encoding="utf-8-sig")
        return [[row[column] for column in columns] for row in csv.DictReader(io.StringIO(text))]

    gate = [row for row in rows("today", "事项", "带班人编号", "备注") if row[0] == "值班"]
    assert gate == [["值班", "d1", "原定：王芳"]] * 2
    assert ["2026-09-21", "d1"] in rows("duty", "日期", "人员编号")
