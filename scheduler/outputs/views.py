"""The views of a plan: by class, teacher, room, student, club, and the duty calendar; and all of one date."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from models.ledger import Change
from models.plan import Plan
from models.school import School
from scheduler.calendar import open_days
from scheduler.ledger import arranged
from scheduler.messages import Lang
from scheduler.outputs.dates import Day, duty_note, meeting_note
from scheduler.outputs.names import Names
from scheduler.outputs.week import Meeting, Week

Cell = str | int | None


@dataclass(frozen=True)
class View:
    """A table for people: headings in their language, one list of cells a row."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


_TIME = ("weekday", "start", "end")
_WHAT = ("kind", "activity_id", "activity")
_LEADERS = ("leader_id", "leader", "escort_id", "escort")
_PLACE = ("room_id", "room")

COLUMNS: dict[str, tuple[str, ...]] = {
    "class": ("class_id", *_TIME, *_WHAT, *_LEADERS, *_PLACE, "students"),
    "teacher": ("person_id", "person", "part", *_TIME, *_WHAT, "class_id", *_PLACE, "students"),
    "room": ("room_id", "room", *_TIME, *_WHAT, "class_id", *_LEADERS, "students"),
    "student": ("class_id", "student_id", "student", *_TIME, *_WHAT, "choice", *_LEADERS[:2], *_PLACE),
    "club": (*_WHAT, "section", *_TIME, *_LEADERS, *_PLACE, "student_id", "student", "class_id"),
    "duty": ("date", "weekday", "post_id", "post", "role", "windows", "staff_id", "staff"),
    "today": ("date", "start", "end", "what", *_WHAT, "class_id", *_LEADERS, *_PLACE, "students", "note"),
}
VIEWS: tuple[str, ...] = tuple(COLUMNS)


def build_view(
    name: str, plan: Plan, school: School, lang: Lang, on: date | None = None, ledger: Sequence[Change] = ()
) -> View:
    """The view ``name`` (one of :data:`VIEWS`) of a plan, in order of whom it is for and of time.

    ``plan`` is as it was made; its duties are shown as the ``ledger`` leaves them. ``on`` is the date of the view ``today``, which shows it with the ledger's substitutes; on a date without school that
    view has no rows.
    """
    names, week = Names(school, lang), Week(plan, school)
    if name == "today":
        if on is None:
            raise ValueError("the view today wants a date")
        rows = _today(plan, names, ledger, on)
    else:
        rows = _BUILDERS[name](arranged(plan, ledger) if name == "duty" else plan, week, names)
    return View(name, tuple(names.heading(column) for column in COLUMNS[name]), tuple(rows))


def _when(names: Names, meeting: Meeting) -> tuple[Cell, ...]:
    return names.weekday(meeting.weekday), f"{meeting.start:%H:%M}", f"{meeting.end:%H:%M}"


def _what(names: Names, meeting: Meeting) -> tuple[Cell, ...]:
    return names.kind(meeting.kind), meeting.activity_id, names.activity(meeting)


def _leaders(names: Names, meeting: Meeting) -> tuple[Cell, ...]:
    leader = "; ".join(names.person(person) for person in meeting.leaders)
    return ";".join(meeting.leaders), leader, meeting.escort_id, names.person(meeting.escort_id)


def _place(names: Names, meeting: Meeting) -> tuple[Cell, ...]:
    return meeting.room_id, names.room(meeting.room_id)


def _classes(_plan: Plan, week: Week, names: Names) -> list[tuple[Cell, ...]]:
    return [
        (
            class_id,
            *_when(names, meeting),
            *_what(names, meeting),
            *_leaders(names, meeting),
            *_place(names, meeting),
            count,
        )
        for class_id, meetings in week.by_class().items()
        for meeting, count in meetings
    ]


def _teachers(_plan: Plan, week: Week, names: Names) -> list[tuple[Cell, ...]]:
    return [
        (
            person,
            names.person(person),
            names.part(part),
            *_when(names, meeting),
            *_what(names, meeting),
            meeting.class_id,
            *_place(names, meeting),
            meeting.enrolled,
        )
        for person, parts in week.by_person().items()
        for part, meeting in parts
    ]


def _rooms(_plan: Plan, week: Week, names: Names) -> list[tuple[Cell, ...]]:
    return [
        (
            *_place(names, meeting),
            *_when(names, meeting),
            *_what(names, meeting),
            meeting.class_id,
            *_leaders(names, meeting),
            meeting.enrolled,
        )
        for meetings in week.by_room().values()
        for meeting in meetings
    ]


def _students(_plan: Plan, week: Week, names: Names) -> list[tuple[Cell, ...]]:
    return [
        (
            student.class_id,
            student.student_id,
            student.name,
            *_when(names, meeting),
            *_what(names, meeting),
            names.choice(rank),
            *_leaders(names, meeting)[:2],
            *_place(names, meeting),
        )
        for student, meetings in week.by_student()
        for meeting, rank in meetings
    ]


def _clubs(_plan: Plan, week: Week, names: Names) -> list[tuple[Cell, ...]]:
    return [
        (
            *_what(names, meeting),
            meeting.section,
            *_when(names, meeting),
            *_leaders(names, meeting),
            *_place(names, meeting),
            student.student_id,
            student.name,
            student.class_id,
        )
        for meeting, members in week.rosters()
        for student in members
    ]


def _duties(plan: Plan, _week: Week, names: Names) -> list[tuple[Cell, ...]]:
    return [
        (
            duty.date.isoformat(),
            names.weekday(duty.weekday),
            duty.post_id,
            names.post(duty.post_id),
            names.role(duty.role),
            "; ".join("–".join(window) for window in names.windows(duty.post_id)),
            duty.staff_id,
            names.staff(duty.staff_id),
        )
        for duty in sorted(plan.duties, key=lambda d: (d.date, names.post_order(d.post_id)))
    ]


def _posts_on(day: Day, names: Names) -> list[tuple[Cell, ...]]:
    """A row for each window of each post of a date; one row with no times for a post without windows."""
    rows: list[tuple[Cell, ...]] = []
    on = day.day.date.isoformat()
    for duty in sorted(day.plan.duties, key=lambda d: names.post_order(d.post_id)):
        what = (names.word("duty"), names.role(duty.role), duty.post_id, names.post(duty.post_id))
        person = (duty.staff_id, names.staff(duty.staff_id))
        note = duty_note(day, duty.post_id, names)
        for start, end in names.windows(duty.post_id) or [("", "")]:
            rows.append((on, start, end, *what, None, *person, *[None] * 5, note))
    return rows


def _today(plan: Plan, names: Names, ledger: Sequence[Change], on: date) -> list[tuple[Cell, ...]]:
    found = next((day for day in open_days(names.school) if day.date == on), None)
    if found is None:
        return []
    day = Day(plan, names.school, ledger, found)
    rows = _posts_on(day, names)
    for meeting in day.meetings():
        rows.append(
            (
                on.isoformat(),
                *_when(names, meeting)[1:],
                names.word("session"),
                *_what(names, meeting),
                meeting.class_id,
                *_leaders(names, meeting),
                *_place(names, meeting),
                meeting.enrolled,
                meeting_note(day, meeting, names),
            )
        )
    return rows


_BUILDERS: dict[str, Callable[[Plan, Week, Names], list[tuple[Cell, ...]]]] = {
    "class": _classes,
    "teacher": _teachers,
    "room": _rooms,
    "student": _students,
    "club": _clubs,
    "duty": _duties,
}
