"""R2, R3, R4 and R8: homework, strands, clubs and the rooms of all sessions."""

from collections import Counter, defaultdict

from models.plan import Session
from models.services import Activity
from scheduler.verify.given import of_one_class, runs_in, takes_grade
from scheduler.verify.planned import Planned
from scheduler.verify.report import Breaches, breach

_CLASS_RULES = (("homework", "R2"), ("strand", "R3"))


def check_class_sessions(planned: Planned) -> Breaches:
    """R2 and R3: a class's homework and strands are where its pattern has them, one at a time, of its grade."""
    for kind, rule in _CLASS_RULES:
        held: Counter[tuple[str, str]] = Counter()
        for session, activity in planned.known():
            if activity.kind == kind:
                held.update((session.class_id or "", slot) for slot in set(session.slots))
                yield from _class_session(planned, session, activity, rule)
        for (class_id, slot), times in held.items():
            if times > 1:
                yield breach(f"{rule}.twice", class_id, slot, **{"class": class_id, "slot": slot})
    yield from _strand_weeks(planned)


def _class_session(planned: Planned, session: Session, activity: Activity, rule: str) -> Breaches:
    given, row = planned.given, session.session_id
    if session.slots != (session.block,):
        yield breach(f"{rule}.one_slot", row, session=row)
    if not runs_in(activity, session.block):
        yield breach(f"{rule}.blocks", row, session=row, activity=activity.activity_id, slot=session.block)
    school_class = given.classes.get(session.class_id or "")
    if school_class is None:
        return
    if not takes_grade(activity, school_class.grade):
        yield breach(f"{rule}.grade", row, session=row, activity=activity.activity_id, grade=school_class.grade)
    for slot in session.slots:
        if slot in given.slots and given.doing.get((school_class.grade, slot)) != activity.kind:
            yield breach(f"{rule}.pattern", row, slot, session=row, slot=slot, grade=school_class.grade)


def _strand_weeks(planned: Planned) -> Breaches:
    times: Counter[tuple[str, str]] = Counter()
    for session, activity in planned.known():
        if activity.kind == "strand" and session.class_id:
            times[session.class_id, activity.activity_id] += 1
    for (class_id, activity_id), found in times.items():
        limit = planned.given.activities[activity_id].sessions_week
        if found > limit:
            args: dict[str, str | int] = {"class": class_id, "activity": activity_id, "found": found, "limit": limit}
            yield breach("R3.week", class_id, activity_id, **args)


def check_clubs(planned: Planned) -> Breaches:
    """R4: whole blocks, sizes, sections, and the right students."""
    sections: Counter[tuple[str, str, str]] = Counter()
    for session, activity in planned.known():
        if activity.kind != "club":
            continue
        class_id = session.class_id or "" if activity.scope == "class" else ""
        sections[activity.activity_id, class_id, session.block] += 1
        yield from _club_block(planned, session, activity)
        yield from _club_size(planned, session, activity)
        yield from _club_students(planned, session, activity)
    for (activity_id, class_id, block), found in sections.items():
        limit = planned.given.activities[activity_id].max_sections
        if found > limit:
            where = (activity_id, class_id, block) if class_id else (activity_id, block)
            yield breach("R4.sections", *where, activity=activity_id, block=block, found=found, limit=limit)


def _club_block(planned: Planned, session: Session, activity: Activity) -> Breaches:
    row, block = session.session_id, planned.given.blocks.get(session.block)
    if block is not None and sorted(session.slots) != sorted(block.slots):
        yield breach("R4.whole_block", row, session=row, block=session.block)
    if not runs_in(activity, session.block):
        yield breach("R4.blocks", row, session=row, activity=activity.activity_id, block=session.block)


def _club_size(planned: Planned, session: Session, activity: Activity) -> Breaches:
    row, found = session.session_id, len(planned.students_in(session))
    if not found:
        yield breach("R4.empty", row, session=row)
    elif found < activity.min_size:
        yield breach("R4.small", row, session=row, found=found, limit=activity.min_size)
    if activity.max_size is not None and found > activity.max_size:
        yield breach("R4.large", row, session=row, found=found, limit=activity.max_size)


def _club_students(planned: Planned, session: Session, activity: Activity) -> Breaches:
    given, row = planned.given, session.session_id
    for student_id in sorted(planned.students_in(session)):
        student = given.students.get(student_id)
        if student is None:
            continue
        if not takes_grade(activity, given.grade_of(student_id)):
            yield breach("R4.grade", row, student_id, session=row, student=student_id)
        if activity.scope == "class" and session.class_id and student.class_id != session.class_id:
            yield breach("R4.class", row, student_id, session=row, student=student_id)


def check_rooms(planned: Planned) -> Breaches:
    """R8: open, with the tag, large enough, and no more sessions at once than it takes."""
    at_once: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for session, activity in planned.known():
        yield from _room(planned, session, activity)
        for slot in set(session.slots):
            at_once[session.room_id, slot].append(session.session_id)
    for (room_id, slot), sessions in at_once.items():
        room = planned.given.rooms.get(room_id)
        if room is not None and len(sessions) > room.groups:
            shown = ", ".join(sorted(sessions))
            yield breach("R8.groups", room_id, slot, room=room_id, slot=slot, sessions=shown, limit=room.groups)


def _room(planned: Planned, session: Session, activity: Activity) -> Breaches:
    given, row = planned.given, session.session_id
    room = given.rooms.get(session.room_id)
    if room is None:
        return
    for slot in sorted(set(session.slots) & set(room.unavailable)):
        yield breach("R8.closed", row, room.room_id, slot, session=row, room=room.room_id, slot=slot)
    if activity.room_kinds and not set(activity.room_kinds) & set(room.kinds):
        yield breach("R8.tag", row, room.room_id, session=row, room=room.room_id, tags=", ".join(activity.room_kinds))
    if not activity.room_kinds and of_one_class(activity) and session.class_id in given.classes:
        home = given.classes[session.class_id].room_id
        if home is not None and home != room.room_id:
            yield breach("R8.home", row, room.room_id, session=row, room=room.room_id, home=home)
    found = len(planned.students_in(session))
    if found > room.capacity:
        args: dict[str, str | int] = {"session": row, "room": room.room_id, "found": found, "limit": room.capacity}
        yield breach("R8.capacity", row, room.room_id, **args)
