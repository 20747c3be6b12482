"""Lists of students: class attendance, where each student goes, slips to take home, club rosters."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

from models.people import Student
from models.term import Slot
from scheduler.calendar import SchoolDay
from scheduler.outputs.grids import Frame, clock
from scheduler.outputs.names import Names
from scheduler.outputs.pages import Column, Page, Slip, Table, Tint, Value
from scheduler.outputs.week import Meeting, Week

Meetings = Sequence[tuple[Meeting, int | None]]
Pupils = dict[str, list[tuple[Student, list[tuple[Meeting, int | None]]]]]
MARK = "—"
#: Dates on one roster; a term's dates of one weekday are fewer, unless it is a long one.
MOST_DATES = 24
#: A roster of more dates and no more members than these lies across the sheet, with wider boxes.
_NARROW, _SHORT = 12, 20


def pupils(week: Week) -> Pupils:
    """The students of each class with their meetings."""
    found: Pupils = {}
    for student, meetings in week.by_student():
        found.setdefault(student.class_id, []).append((student, meetings))
    return found


def attendance_pages(found: Pupils, names: Names) -> list[Page]:
    """For each class a sheet for a week: a box for each student and slot; where they are if not with the class."""
    pages: list[Page] = []
    for class_id, students in found.items():
        slots = _slots_of(class_id, names)
        if not students or not slots:
            continue
        columns = [Column(names.word("column_number"), 6, centre=True), Column(names.heading("student"), 14)]
        width = max(9, min(16, 110 // len(slots)))
        columns += [
            Column(
                names.word("head_slot", weekday=names.short_weekday(slot.weekday), start=f"{slot.start:%H:%M}"),
                width,
                shrink=True,
            )
            for slot in slots
        ]
        rows = tuple(
            (number, student.name or student.student_id, *_boxes(meetings, [s.slot_id for s in slots], names))
            for number, (student, meetings) in enumerate(students, 1)
        )
        name = names.class_name(class_id)
        title = names.word("title_attendance", name=name)
        facts = (names.word("week_of_blank"), names.word("fact_students", count=len(students)))
        notes = (names.word("note_attendance"),)
        pages.append(
            Page(
                "class",
                f"{class_id} +",
                names.word("sheet_attendance", name=name),
                title,
                facts,
                None,
                (Table("", tuple(columns), rows),),
                notes=notes,
            )
        )
    return pages


def _slots_of(class_id: str, names: Names) -> list[Slot]:
    grade = names.school.class_by_id[class_id].grade
    return [slot for slot in names.school.slot_by_id.values() if (grade, slot.slot_id) in names.school.pattern_of]


def _boxes(meetings: Meetings, slots: Sequence[str], names: Names) -> list[Value]:
    at = {slot: meeting for meeting, _ in meetings for slot in meeting.slots}
    found: list[Value] = []
    for slot in slots:
        meeting = at.get(slot)
        if meeting is None:
            found.append(Tint("none", MARK))
        elif meeting.missing:
            found.append(Tint("missing", ""))
        elif meeting.kind in ("club", "tutoring"):
            found.append(Tint(meeting.kind, names.titled(meeting)))
        else:
            found.append(None)
    return found


def student_pages(found: Pupils, names: Names, frame: Frame) -> list[Page]:
    """For each class where each student goes in the week, and their slips."""
    pages: list[Page] = []
    for class_id, students in found.items():
        if not students:
            continue
        columns = [Column(names.heading("student_id"), 12), Column(names.heading("student"), 14)]
        columns += [Column(names.weekday(day), 22) for day in frame.weekdays]
        rows = tuple(
            (s.student_id, s.name or s.student_id, *(_day(names, meetings, day) for day in frame.weekdays))
            for s, meetings in students
        )
        name = names.class_name(class_id)
        title = names.word("title_students", name=name)
        heads = tuple(names.heading(c) for c in ("weekday", "when", "activity", "room", "leader"))
        slips = tuple(_slip(student, meetings, name, names) for student, meetings in students)
        table = Table("", tuple(columns), rows)
        facts = (names.word("fact_students", count=len(students)),)
        pages.append(Page("student", class_id, name, title, facts, None, (table,), slips, heads, wide=True))
    return pages


def _day(names: Names, meetings: Meetings, weekday: int) -> str:
    lines = [
        f"{meeting.start:%H:%M} {names.titled(meeting)} {names.room(meeting.room_id)}".rstrip()
        for meeting, _ in meetings
        if meeting.weekday == weekday
    ]
    return "\n".join(lines) or MARK


def _slip(student: Student, meetings: Meetings, class_name: str, names: Names) -> Slip:
    rows = tuple(
        (
            "missing" if meeting.missing else meeting.kind,
            names.short_weekday(meeting.weekday),
            clock(meeting.start, meeting.end),
            names.titled(meeting),
            names.room(meeting.room_id),
            names.word("comma").join(names.person(person) for person in meeting.leaders),
        )
        for meeting, _ in meetings
    )
    facts = names.word("slip_facts", class_name=class_name, student=student.student_id)
    return Slip(student.name or student.student_id, facts, rows)


def club_pages(week: Week, names: Names, days: Sequence[SchoolDay]) -> list[Page]:
    """For each club section and tutoring group its roster, with a box for each of the term's dates."""
    pages: list[Page] = []
    rosters = week.rosters()
    called = _told_apart([meeting for meeting, _ in rosters], names)
    for meeting, members in rosters:
        dates = [day.date for day in days if day.weekday == meeting.weekday]
        facts = [
            f"{names.weekday(meeting.weekday)} {clock(meeting.start, meeting.end)}",
            names.room(meeting.room_id),
            names.word("fact_leader", name=names.leaders(meeting)),
            names.word("students", count=len(members)),
        ]
        name = called[meeting]
        title = names.word("title_roster", name=name)
        tables = tuple(_roster(members, part, names) for part in _parts(dates))
        wide = len(dates) > _NARROW and len(members) <= _SHORT
        shown = tuple(fact for fact in facts if fact)
        pages.append(Page("club", meeting.session_id, name, title, shown, None, tables, wide=wide))
    return pages


def _told_apart(meetings: Sequence[Meeting], names: Names) -> dict[Meeting, str]:
    """What each is called: activity, class and weekday; where others are called so too, also by time, then by section."""

    def called(meeting: Meeting, title: str, time: str = "") -> str:
        class_name = names.class_name(meeting.class_id) if meeting.class_id else ""
        parts = (title, class_name, names.short_weekday(meeting.weekday), time)
        return " ".join(part for part in parts if part)

    def numbered(meeting: Meeting) -> str:
        return names.word("section", name=names.activity(meeting), section=meeting.section or 1)

    ways: tuple[Callable[[Meeting], str], ...] = (
        lambda m: called(m, names.titled(m)),
        lambda m: called(m, names.titled(m), f"{m.start:%H:%M}"),
        lambda m: called(m, numbered(m), f"{m.start:%H:%M}"),
    )
    found: dict[Meeting, str] = {}
    for way in ways:
        count = Counter(found.values())
        found |= {meeting: way(meeting) for meeting in meetings if count[found.get(meeting, "")] != 1}
    return found


def _parts(dates: Sequence[date]) -> list[Sequence[date]]:
    return [dates[at : at + MOST_DATES] for at in range(0, len(dates), MOST_DATES)] or [()]


def _roster(members: Sequence[Student], dates: Sequence[date], names: Names) -> Table:
    columns = [
        Column(names.word("column_number"), 6, centre=True),
        Column(names.heading("student_id"), 12),
        Column(names.heading("student"), 16),
        Column(names.heading("class_id"), 10),
        *(Column(f"{day.month}/{day.day}", 5, tick=True, centre=True) for day in dates),
    ]
    blank = (None,) * len(dates)
    rows: list[tuple[Value, ...]] = [
        (number, s.student_id, s.name or s.student_id, names.class_name(s.class_id), *blank)
        for number, s in enumerate(members, 1)
    ]
    rows.append((None, None, names.word("present"), None, *blank))
    rows.append((None, None, names.word("signature"), None, *blank))
    return Table("", tuple(columns), tuple(rows))
