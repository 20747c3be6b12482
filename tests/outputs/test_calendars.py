"""Calendars: real dates, counted by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from models.plan import Plan
from models.school import School
from scheduler.outputs.calendars import build_calendars

STAMP = datetime(2026, 9, 1, 8, tzinfo=UTC)


@pytest.fixture
def calendars(plan: Plan, school: School) -> dict[str, Calendar]:
    found = build_calendars(plan, school, "zh", ("teacher", "duty"), STAMP)
    return {name: Calendar.from_ical(content) for name, content in found.items()}


def dates(calendar: Calendar) -> list[date]:
    return [event.start.date() if isinstance(event.start, datetime) else event.start for event in calendar.events]


def test_everybody_who_works_or_is_on_duty_has_one(calendars: dict[str, Calendar]) -> None:
    assert sorted(calendars) == ["孙-d1.ics", "欧阳阿卜杜拉麦麦提艾力江-x1.ics", "王芳-t1.ics", "王芳-t2.ics"]


def test_only_open_dates_with_the_weekday_whose_timetable_runs(calendars: dict[str, Calendar]) -> None:
    # Fridays: 25 September is Mid-Autumn, 2 October National Day; Saturday 10 October runs Friday's timetable.
    fridays = [date(2026, 10, 9), date(2026, 10, 10), date(2026, 10, 16)]
    # Mondays: 5 October is in the National Day week.
    mondays = [date(2026, 9, 21), date(2026, 9, 28), date(2026, 10, 12)]
    assert dates(calendars["欧阳阿卜杜拉麦麦提艾力江-x1.ics"]) == fridays
    assert dates(calendars["王芳-t2.ics"]) == sorted([*mondays, *fridays])
    # Two windows of a duty on 21 September, homework on Mondays, staff children on Fridays.
    assert dates(calendars["王芳-t1.ics"]) == sorted([*mondays, *fridays, *[date(2026, 9, 21)] * 2])


def test_times_are_those_of_china(calendars: dict[str, Calendar]) -> None:
    calendar = calendars["欧阳阿卜杜拉麦麦提艾力江-x1.ics"]
    first = calendar.events[0]
    assert first["dtstart"].params["TZID"] == "Asia/Shanghai"
    assert first.start.astimezone(UTC) == datetime(2026, 10, 9, 7, 30, tzinfo=UTC)
    assert first.end.astimezone(UTC) == datetime(2026, 10, 9, 9, 0, tzinfo=UTC)
    (zone,) = calendar.timezones
    assert zone["tzid"] == "Asia/Shanghai"
    assert [part["tzoffsetto"].td for part in zone.subcomponents] == [timedelta(hours=8)]


def test_a_post_without_times_is_a_whole_day(calendars: dict[str, Calendar]) -> None:
    (event,) = calendars["孙-d1.ics"].events
    assert (event.start, event.end) == (date(2026, 10, 10), date(2026, 10, 11))
    assert event["summary"] == "值班：全天岗"


def test_leave_is_said(calendars: dict[str, Calendar]) -> None:
    said = [str(event["summary"]) for event in calendars["王芳-t2.ics"].events if event.start.date().month == 10]
    assert said == [
        "陪同：棋[国际]/象*（1班）（已请假，待代课）",
        "陪同：棋[国际]/象*（1班）",
        "带班：小组",
        "陪同：棋[国际]/象*（1班）",
    ]


def test_events_keep_their_identity_when_the_plan_changes(plan: Plan, school: School) -> None:
    later = STAMP + timedelta(days=1)
    moved = plan.model_copy(
        update={"sessions": tuple(s.model_copy(update={"room_id": "r1", "session_id": s.session_id + "2"}) for s in plan.sessions)}
    )  # fmt: skip
    first = build_calendars(plan, school, "zh", ("teacher",), STAMP)
    second = build_calendars(moved, school, "zh", ("teacher",), later)
    for name in first:
        ids = [[str(e["uid"]) for e in Calendar.from_ical(made[name]).events] for made in (first, second)]
        assert ids[0] == ids[1]
        assert len(set(ids[0])) == len(ids[0])


def test_the_same_plan_gives_the_same_bytes_with_crlf_and_short_lines(plan: Plan, school: School) -> None:
    first = build_calendars(plan, school, "en", ("teacher", "duty"), STAMP)
    assert first == build_calendars(plan, school, "en", ("teacher", "duty"), STAMP)
    for content in first.values():
        assert content.replace(b"\r\n", b"").count(b"\n") == 0
        assert max(len(line) for line in content.split(b"\r\n")) <= 75


def test_views_filter(plan: Plan, school: School) -> None:
    assert set(build_calendars(plan, school, "zh", ("duty",), STAMP)) == {"孙-d1.ics", "王芳-t1.ics"}
    assert "孙-d1.ics" not in build_calendars(plan, school, "zh", ("teacher",), STAMP)


def test_names_with_line_breaks_keep_each_line_whole(plan: Plan, school: School) -> None:
    """A name typed with Alt+Enter, of the person, the activity, the room and the term."""
    data = school.model_dump(mode="json")
    data["teachers"][0]["name"] = "赵一\n（兼任）"
    data["rooms"][0]["name"] = "一班\r\n东"
    data["term"]["name"] = "秋\n学期"
    for activity in data["activities"]:
        activity["name"] += "\n提高班"
    broken = School.model_validate(data)
    files = build_calendars(plan, broken, "zh", ("teacher", "duty"), STAMP)
    calendar = Calendar.from_ical(files["赵一 （兼任）-t1.ics"])
    assert calendar["x-wr-calname"].startswith("赵一 （兼任）")
    events = [event for content in files.values() for event in Calendar.from_ical(content).events]
    assert any("棋[国际]/象* 提高班" in event["summary"] for event in events)
    assert any(event.get("location") == "一班 东" for event in events)
