"""The weekly timetables of classes, teachers and rooms."""

from collections.abc import Sequence
from dataclasses import replace

from models.people import Student
from models.plan import Plan
from scheduler.outputs.grids import Frame, Item
from scheduler.outputs.names import Names
from scheduler.outputs.pages import Column, Entry, Page, Table, Tint
from scheduler.outputs.week import Meeting, Week

#: More clubs than these are not named in a class's cell: the table under the grid names them all.
MOST_CLUBS = 8

Members = dict[Meeting, list[Student]]


def class_pages(week: Week, names: Names, frame: Frame) -> list[Page]:
    """A page for each class: its grid, and who of it goes where."""
    members = _members(week)
    found: list[Page] = []
    for class_id, counted in week.by_class().items():
        meetings = [meeting for meeting, _ in counted]
        found.append(_class_page(class_id, meetings, members.get(class_id, {}), names, frame))
    return found


def teacher_pages(plan: Plan, week: Week, names: Names, frame: Frame) -> list[Page]:
    """A page for each teacher and instructor who works."""
    found: list[Page] = []
    for person, parts in week.by_person().items():
        items = [Item(meeting, _seen_by_staff(names, part, meeting)) for part, meeting in parts]
        slots = sum(len(meeting.slots) for _, meeting in parts)
        facts = [names.word("fact_slots", count=slots)]
        teacher = names.school.teacher_by_id.get(person)
        instructor = names.school.instructor_by_id.get(person)
        if teacher and teacher.day_load:
            facts.insert(0, names.word("fact_day_load", count=teacher.day_load))
        if instructor and instructor.organisation:
            facts.insert(0, instructor.organisation)
        name = names.called(person)
        title = names.word("title_timetable", name=name)
        tables = _own_duties(plan, names, person, len(frame.weekdays))
        found.append(Page("teacher", person, name, title, tuple(facts), frame.grid(items), tables))
    return found


def room_pages(week: Week, names: Names, frame: Frame) -> list[Page]:
    """A page for each room in use, to be put on its door."""
    found: list[Page] = []
    for room_id, meetings in week.by_room().items():
        items = [Item(meeting, _seen_at_the_door(names, meeting)) for meeting in meetings]
        room = names.school.room_by_id.get(room_id)
        facts = (names.word("fact_capacity", count=room.capacity),) if room else ()
        name = names.room_called(room_id)
        title = names.word("title_timetable", name=name)
        found.append(Page("room", room_id, name, title, facts, frame.grid(items)))
    return found


def _members(week: Week) -> dict[str, Members]:
    """The students of each class in each of its meetings."""
    found: dict[str, Members] = {}
    for student, meetings in week.by_student():
        of_class = found.setdefault(student.class_id, {})
        for meeting, _ in meetings:
            of_class.setdefault(meeting, []).append(student)
    return found


def _class_page(class_id: str, meetings: Sequence[Meeting], members: Members, names: Names, frame: Frame) -> Page:
    school_class = names.school.class_by_id.get(class_id)
    facts: list[str] = []
    if school_class and school_class.head_teacher:
        facts.append(names.word("fact_head", name=names.person(school_class.head_teacher)))
    if school_class and school_class.room_id:
        facts.append(names.word("fact_room", name=names.room(school_class.room_id)))
    students = names.school.students_of_class.get(class_id, ())
    facts.append(names.word("fact_students", count=len(students)))
    chosen = [meeting for meeting in meetings if meeting.kind in ("club", "tutoring")]
    items = [
        Item(meeting, _seen_by_class(names, meeting, len(members.get(meeting, ()))))
        for meeting in meetings
        if meeting.kind != "club"
    ]
    items += _clubs_together(names, [meeting for meeting in chosen if meeting.kind == "club"], members)
    name = names.class_name(class_id)
    title = names.word("title_timetable", name=name)
    return Page(
        "class",
        class_id,
        name,
        title,
        tuple(facts),
        frame.grid(items, whole=False),
        _where(names, frame, chosen, members),
    )


def _seen_by_class(names: Names, meeting: Meeting, count: int) -> Entry:
    if meeting.missing:
        return Entry("missing", names.kind(meeting.kind), (names.activity(meeting),))
    if meeting.kind == "tutoring":  # led where and by whom is in the table under the grid
        return Entry(meeting.kind, f"{names.titled(meeting)} {names.word('students', count=count)}")
    lines = (names.leaders(meeting), names.room(meeting.room_id))
    return Entry(meeting.kind, names.titled(meeting), tuple(line for line in lines if line))


def _clubs_together(names: Names, clubs: Sequence[Meeting], members: Members) -> list[Item]:
    """One cell for all the clubs that a class goes to at a time."""
    found: list[Item] = []
    for slots in dict.fromkeys(meeting.slots for meeting in clubs):
        here = [meeting for meeting in clubs if meeting.slots == slots]
        if len(here) > MOST_CLUBS:
            line = names.word("clubs_below", count=len(here))
        else:
            line = names.word("comma").join(f"{names.titled(m)} {len(members.get(m, ()))}" for m in here)
        held = [meeting for meeting in here if not meeting.missing]
        kind = "club" if held else "missing"
        found.append(Item(replace(here[0], missing=None), Entry(kind, names.kind("club"), (line,))))
    return found


def _where(names: Names, frame: Frame, chosen: Sequence[Meeting], members: Members) -> tuple[Table, ...]:
    """The table of who goes to which club or tutoring group; none where nobody leaves the class."""
    if not chosen:
        return ()
    columns = (
        Column(names.word("column_when"), width=13, span=1),
        Column(names.heading("activity"), width=14, span=1),
        Column(names.word("column_place"), width=18, span=1),
        Column(names.word("column_members"), width=40, span=len(frame.weekdays) - 2),
    )
    rows = tuple(
        (
            f"{names.weekday(meeting.weekday)} {meeting.start:%H:%M}",
            Tint("missing" if meeting.missing else meeting.kind, names.titled(meeting)),
            " ".join(part for part in (names.room(meeting.room_id), names.leaders(meeting)) if part),
            _who(names, meeting, members.get(meeting, ())),
        )
        for meeting in chosen
    )
    return (Table(names.word("title_where"), columns, rows),)


def _who(names: Names, meeting: Meeting, students: Sequence[Student]) -> str:
    """Who goes there. The page hangs on a wall: who is tutored stands on the attendance sheet and the slips only."""
    if meeting.kind == "tutoring":
        return names.word("students", count=len(students))
    return names.counted([student.name or student.student_id for student in students])


def _seen_by_staff(names: Names, part: str, meeting: Meeting) -> Entry:
    lines = [names.class_name(meeting.class_id) if meeting.class_id else "", names.room(meeting.room_id)]
    if part == "escort":
        lines.append(names.word("escorting", name=names.word("comma").join(map(names.called, meeting.leaders))))
    elif meeting.escort_id:
        lines.append(names.word("escorted", name=names.called(meeting.escort_id)))
    if meeting.enrolled is not None:
        lines.append(names.word("students", count=meeting.enrolled))
    return Entry(meeting.kind, names.titled(meeting), tuple(line for line in lines if line))


def _seen_at_the_door(names: Names, meeting: Meeting) -> Entry:
    lines = [names.class_name(meeting.class_id) if meeting.class_id else "", names.leaders(meeting)]
    if meeting.enrolled is not None:
        lines.append(names.word("students", count=meeting.enrolled))
    return Entry(meeting.kind, names.titled(meeting), tuple(line for line in lines if line))


def _own_duties(plan: Plan, names: Names, person: str, weekdays: int) -> tuple[Table, ...]:
    """The dates on which a teacher has a duty."""
    duties = sorted((d for d in plan.duties if d.staff_id == person), key=lambda d: d.date)
    if not duties:
        return ()
    columns = (
        Column(names.heading("date")),
        Column(names.heading("weekday")),
        Column(names.heading("post"), span=2),
        Column(names.heading("windows"), span=weekdays - 3),
    )
    rows = tuple(
        (
            duty.date.isoformat(),
            names.weekday(duty.weekday),
            names.post(duty.post_id),
            names.word("comma").join(f"{start}–{end}" for start, end in names.windows(duty.post_id)),
        )
        for duty in duties
    )
    return (Table(names.word("title_own_duties"), columns, rows),)
