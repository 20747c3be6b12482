"""Whether the plan's tables fit together: known ids, columns that agree, rows that are there once."""

from collections import Counter
from collections.abc import Hashable, Iterable
from datetime import time

from models.plan import Session
from models.services import Activity
from scheduler.verify.given import of_one_class
from scheduler.verify.planned import Planned
from scheduler.verify.report import NOTHING, Breaches, breach


def check_files(planned: Planned) -> Breaches:
    """Every fault of the tables themselves."""
    yield from _sessions(planned)
    yield from _placements(planned)
    yield from _duties(planned)
    yield from _childcare(planned)
    yield from _tutoring(planned)


def _unknown(file: str, row: str, cells: Iterable[tuple[str, str | None, Iterable[str]]]) -> Breaches:
    for column, found, known in cells:
        if found and found not in known:
            key = "files.no_session" if column == "session_id" else "files.unknown"
            yield breach(key, row, found, file=file, row=row, column=column, found=found)


def _cell(file: str, row: str, column: str, found: object, wanted: object) -> Breaches:
    if found != wanted:
        args: dict[str, str | int] = {"found": _shown(found), "wanted": _shown(wanted)}
        yield breach("files.cell", row, file=file, row=row, column=column, **args)


def _shown(value: object) -> str:
    if value is None:
        return NOTHING
    return value.isoformat("minutes") if isinstance(value, time) else str(value)


def _blank(file: str, row: str, column: str) -> Breaches:
    yield breach("files.blank", row, file=file, row=row, column=column)


def _twice(file: str, rows: Iterable[Hashable]) -> Breaches:
    for row, times in Counter(rows).items():
        if times > 1:
            parts = [str(part) for part in row] if isinstance(row, tuple) else [str(row)]
            yield breach("files.twice", *parts, file=file, row=";".join(parts))


def _sessions(planned: Planned) -> Breaches:
    given, sessions = planned.given, planned.plan.sessions
    yield from _twice("sessions.csv", (session.session_id for session in sessions))
    for session in sessions:
        blocks = given.blocks if session.kind == "club" else given.slots
        cells = [
            ("activity_id", session.activity_id, given.activities),
            ("class_id", session.class_id, given.classes),
            ("block", session.block, blocks),
            ("leader_id", session.leader_id, given.teachers.keys() | given.instructors.keys()),
            ("escort_id", session.escort_id, given.teachers.keys() | given.instructors.keys()),
            ("room_id", session.room_id, given.rooms),
            *(("slots", slot, given.slots) for slot in session.slots),
        ]
        yield from _unknown("sessions.csv", session.session_id, cells)
        if not session.room_id:
            yield from _blank("sessions.csv", session.session_id, "room_id")
    for session, activity in planned.known():
        yield from _columns(planned, session, activity)
    numbers = Counter((s.activity_id, s.class_id or "", s.block, s.section) for s in sessions)
    for (activity_id, class_id, block, section), times in numbers.items():
        if times > 1:
            yield breach(
                "files.section",
                activity_id,
                class_id,
                block,
                section,
                activity=activity_id,
                block=block,
                section=section,
            )


def _columns(planned: Planned, session: Session, activity: Activity) -> Breaches:
    file, row = "sessions.csv", session.session_id
    yield from _cell(file, row, "kind", session.kind, activity.kind)
    if session.section < 1:
        yield from _cell(file, row, "section", session.section, "1, 2, …")
    if of_one_class(activity) and not session.class_id:
        yield from _blank(file, row, "class_id")
    if not of_one_class(activity):
        yield from _cell(file, row, "class_id", session.class_id, None)
    slots = [planned.given.slots[slot] for slot in session.slots if slot in planned.given.slots]
    if slots:
        yield from _cell(file, row, "weekday", session.weekday, slots[0].weekday)
        yield from _cell(file, row, "start", session.start, min(slot.start for slot in slots))
        yield from _cell(file, row, "end", session.end, max(slot.end for slot in slots))
    yield from _cell(file, row, "enrolled", session.enrolled, len(planned.students_in(session)))


def _placements(planned: Planned) -> Breaches:
    given, file = planned.given, "placements.csv"
    yield from _twice(file, ((row.student_id, row.block, row.session_id) for row in planned.plan.placements))
    for row in planned.plan.placements:
        where = f"{row.student_id};{row.block}"
        cells = [
            ("student_id", row.student_id, given.students),
            ("block", row.block, given.blocks),
            ("session_id", row.session_id, planned.sessions),
            ("activity_id", row.activity_id, given.activities),
        ]
        yield from _unknown(file, where, cells)
        student = given.students.get(row.student_id)
        if student is None or row.block not in given.blocks:
            continue
        yield from _cell(file, where, "class_id", row.class_id, student.class_id)
        if row.block not in given.attended[row.student_id]:
            yield breach("files.extra_row", row.student_id, row.block, file=file, row=where)
        blanks = {value is None for value in (row.session_id, row.activity_id, row.rank)}
        if len(blanks) > 1:
            yield breach("files.half_blank", row.student_id, row.block, file=file, row=where)
        session = planned.sessions.get(row.session_id or "")
        if session is not None:
            yield from _cell(file, where, "block", row.block, session.block)
            yield from _cell(file, where, "activity_id", row.activity_id, session.activity_id)
        ranks = given.list_for(row.student_id, row.block)
        activity = given.activities.get(row.activity_id or "")
        if activity is not None and row.rank is not None and (activity.fallback or activity.activity_id in ranks):
            yield from _cell(file, where, "rank", row.rank, ranks.get(activity.activity_id, 0))


def _duties(planned: Planned) -> Breaches:
    given, file = planned.given, "duties.csv"
    yield from _twice(file, ((row.date.isoformat(), row.post_id) for row in planned.plan.duties))
    for row in planned.plan.duties:
        if planned.over(row.date):
            continue
        where = f"{row.date.isoformat()};{row.post_id}"
        yield from _unknown(
            file, where, [("post_id", row.post_id, given.posts), ("staff_id", row.staff_id, given.duty_staff)]
        )
        if row.post_id not in given.posts:
            continue
        day = given.days.get(row.date)
        if day is None or row.post_id not in given.due(day):
            yield breach("files.extra_row", row.date.isoformat(), row.post_id, file=file, row=where)
            continue
        yield from _cell(file, where, "weekday", row.weekday, day.weekday)
        yield from _cell(file, where, "role", row.role, given.posts[row.post_id].role)


def _childcare(planned: Planned) -> Breaches:
    given, seats, carers = planned.given, planned.plan.childcare, planned.plan.carers
    yield from _twice("childcare.csv", ((row.teacher_id, row.child, row.slot_id) for row in seats))
    for row in seats:
        where = f"{row.teacher_id};{row.child};{row.slot_id}"
        cells: list[tuple[str, str | None, Iterable[str]]] = [
            ("teacher_id", row.teacher_id, given.children),
            ("slot_id", row.slot_id, given.slots),
            ("room_id", row.room_id, given.care_rooms),
        ]
        if row.teacher_id in given.children:
            known = [str(number) for number, _ in enumerate(given.children[row.teacher_id], start=1)]
            cells.append(("child", str(row.child), known))
        yield from _unknown("childcare.csv", where, cells)
    yield from _twice("carers.csv", ((row.slot_id, row.room_id, row.teacher_id) for row in carers))
    for row in carers:
        cells = [
            ("slot_id", row.slot_id, given.slots),
            ("room_id", row.room_id, given.care_rooms),
            ("teacher_id", row.teacher_id, given.teachers),
        ]
        yield from _unknown("carers.csv", f"{row.slot_id};{row.room_id};{row.teacher_id}", cells)


def _tutoring(planned: Planned) -> Breaches:
    given, file = planned.given, "tutoring.csv"
    yield from _twice(file, ((row.student_id, row.session_id) for row in planned.plan.tutoring))
    for row in planned.plan.tutoring:
        where = f"{row.student_id};{row.session_id}"
        cells = [
            ("student_id", row.student_id, given.students),
            ("activity_id", row.activity_id, given.activities),
            ("slot_id", row.slot_id, given.slots),
            ("session_id", row.session_id, planned.sessions),
        ]
        yield from _unknown(file, where, cells)
        session = planned.sessions.get(row.session_id)
        if session is not None:
            yield from _cell(file, where, "activity_id", row.activity_id, session.activity_id)
            yield from _cell(file, where, "slot_id", row.slot_id, session.block)
            if session.kind != "tutoring":
                yield breach("files.extra_row", row.student_id, row.session_id, file=file, row=where)
