"""The duty roster on paper: the term's calendar, each person's duties, and the record of a day (日督导记录)."""

from collections import Counter
from collections.abc import Sequence

from models.ledger import Change
from models.plan import Duty, Plan
from scheduler.calendar import SchoolDay
from scheduler.outputs.checks import checks
from scheduler.outputs.dates import Day, duty_note, meeting_note
from scheduler.outputs.grids import clock
from scheduler.outputs.names import Names
from scheduler.outputs.pages import Column, Page, Table, Tint, Value
from scheduler.outputs.week import Meeting

#: Blank lines for what was found on the day.
BLANK_LINES = 6


def duty_pages(plan: Plan, names: Names, days: Sequence[SchoolDay]) -> list[Page]:
    """The calendar of the term and the count of each person; none where there is no roster."""
    if not plan.duties:
        return []
    term = names.school.term
    facts = (term.name, f"{term.start.isoformat()} – {term.end.isoformat()}")
    calendar = Page(
        "duty", "calendar", names.word("name_calendar"), names.word("title_calendar"), facts,
        tables=(_calendar(plan, names, days),), wide=len({duty.post_id for duty in plan.duties}) > 5,
    )  # fmt: skip
    people = Page(
        "duty", "people", names.word("name_counts"), names.word("title_counts"), facts, tables=(_counts(plan, names),)
    )
    return [calendar, people]


def _calendar(plan: Plan, names: Names, days: Sequence[SchoolDay]) -> Table:
    posts = sorted({duty.post_id for duty in plan.duties}, key=names.post_order)
    found = {(duty.date, duty.post_id): duty for duty in plan.duties}
    columns = [
        Column(names.word("column_week"), 6, centre=True),
        Column(names.heading("date"), 12, centre=True),
        Column(names.heading("weekday"), 18, centre=True),
        *(Column(names.post(post), 14, centre=True) for post in posts),
    ]
    weeks = {week: number for number, week in enumerate(dict.fromkeys(day.week for day in days), 1)}
    rows = [
        (
            weeks[day.week],
            day.date.isoformat(),
            _weekday(names, day),
            *(_on_post(names, found.get((day.date, post))) for post in posts),
        )
        for day in days
    ]
    return Table("", tuple(columns), tuple(rows))


def _weekday(names: Names, day: SchoolDay) -> str:
    """The weekday; on a day that runs another's timetable both."""
    own = day.date.isoweekday()
    if own == day.weekday:
        return names.weekday(own)
    return names.word("runs_as", own=names.short_weekday(own), other=names.short_weekday(day.weekday))


def _on_post(names: Names, duty: Duty | None) -> Value:
    if duty is None:
        return Tint("none", "")
    return names.staff(duty.staff_id) if duty.staff_id else Tint("missing", names.word("unfilled"))


def _counts(plan: Plan, names: Names) -> Table:
    roles = [role for role in ("lead", "supervisor") if any(duty.role == role for duty in plan.duties)]
    filled = [duty for duty in plan.duties if duty.staff_id]
    by_role = Counter((duty.staff_id, duty.role) for duty in filled)
    by_day = Counter((duty.staff_id, duty.weekday) for duty in filled)
    weekdays = sorted({duty.weekday for duty in plan.duties})
    people = dict.fromkeys([*(s.staff_id for s in names.school.duty_staff), *(d.staff_id for d in filled)])
    columns = [
        Column(names.heading("staff"), 16),
        *(Column(names.role(role), 12, centre=True) for role in roles),
        *(Column(names.weekday(day), 9, centre=True) for day in weekdays),
        Column(names.word("column_total"), 8, centre=True),
    ]
    rows: list[tuple[Value, ...]] = []
    for person in people:
        each = [by_role[person, role] for role in roles]
        rows.append((names.staff(person), *each, *(by_day[person, day] for day in weekdays), sum(each)))
    return Table("", tuple(columns), tuple(rows))


def day_pages(plan: Plan, names: Names, ledger: Sequence[Change], found: SchoolDay) -> list[Page]:
    """The record of a day: each post with what to look at, and each session with who should be there."""
    day = Day(plan, names.school, ledger, found)
    facts = (found.date.isoformat(), _weekday(names, found))
    pages: list[Page] = []
    duties = sorted(day.plan.duties, key=lambda d: names.post_order(d.post_id))
    meetings = day.meetings()
    if duties:
        tables = (_posts(duties, day, meetings, names), _remarks(names))
        title, name = names.word("title_record"), names.word("name_record")
        pages.append(Page("today", "record", name, title, facts, tables=tables, wide=True))
    title, name = names.word("title_sessions"), names.word("name_sessions")
    tables = (_sessions(day, meetings, names),)
    pages.append(Page("today", "sessions", name, title, facts, tables=tables, wide=True))
    return pages


def _posts(duties: Sequence[Duty], day: Day, meetings: Sequence[Meeting], names: Names) -> Table:
    columns = (
        Column(names.heading("post"), 16),
        Column(names.heading("windows"), 13, centre=True),
        Column(names.heading("staff"), 14),
        Column(names.word("column_checks"), 52),
        Column(names.word("column_found"), 26),
        Column(names.word("column_signature"), 12),
    )
    rows: list[tuple[Value, ...]] = []
    for duty in duties:
        looked_at = names.word("comma_long").join(checks(duty, meetings, names))
        windows = "\n".join(clock(window.start, window.end) for window in names.post_windows(duty.post_id))
        rows.append((names.post(duty.post_id), windows, _now_on_post(names, day, duty), looked_at, None, None))
    return Table(names.word("title_posts"), columns, tuple(rows), tall=True)


def _now_on_post(names: Names, day: Day, duty: Duty) -> Value:
    """Who is on a post on the day, and in whose place."""
    shown, note = _on_post(names, duty), duty_note(day, duty.post_id, names)
    if not note:
        return shown
    if isinstance(shown, Tint):
        return Tint(shown.kind, f"{shown.text}\n{note}")
    return f"{shown}\n{note}"


def _remarks(names: Names) -> Table:
    columns = (
        Column(names.word("column_when"), 16),
        Column(names.word("column_place"), 13),
        Column(names.word("column_finder"), 14),
        Column(names.word("column_problem"), 52),
        Column(names.word("column_handled"), 26),
        Column(names.word("column_signature"), 12),
    )
    return Table(names.word("title_problems"), columns, ((None,) * 6,) * BLANK_LINES, tall=True)


def _sessions(day: Day, meetings: Sequence[Meeting], names: Names) -> Table:
    columns = (
        Column(names.word("column_when"), 13, centre=True),
        Column(names.heading("activity"), 24),
        Column(names.heading("class_id"), 12),
        Column(names.heading("room"), 16),
        Column(names.heading("leader"), 22),
        Column(names.word("column_expected"), 8, centre=True),
        Column(names.word("column_present"), 8, tick=True),
        Column(names.word("column_signature"), 12, tick=True),
        Column(names.heading("note"), 22),
    )
    rows: list[tuple[Value, ...]] = []
    for meeting in meetings:
        note = meeting_note(day, meeting, names)
        rows.append(
            (
                clock(meeting.start, meeting.end),
                Tint("missing", names.activity(meeting, names.kind(meeting.kind)))
                if meeting.missing
                else Tint(meeting.kind, names.titled(meeting)),
                names.class_name(meeting.class_id) if meeting.class_id else "",
                names.room(meeting.room_id),
                names.leaders(meeting),
                meeting.enrolled,
                None,
                None,
                Tint("missing", note) if note else None,
            )
        )
    return Table("", columns, tuple(rows))
