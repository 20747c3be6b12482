"""R10 and R14: where students are placed, and their tutoring."""

from collections import Counter, defaultdict

from models.plan import Session
from models.services import Activity
from scheduler.verify.given import runs_in, takes_grade
from scheduler.verify.planned import Planned
from scheduler.verify.report import Breaches, breach


def check_placements(planned: Planned) -> Breaches:
    """R10: each student in one club of each block attended, from their list or a fallback of their grade."""
    given = planned.given
    found: defaultdict[tuple[str, str], set[str | None]] = defaultdict(set)
    for row in planned.plan.placements:
        found[row.student_id, row.block].add(row.session_id)
    for student_id, blocks in given.attended.items():
        week: defaultdict[str, list[str]] = defaultdict(list)
        for block in sorted(blocks):
            sessions = found.get((student_id, block), set())
            if not sessions:
                yield breach("R10.no_row", student_id, block, student=student_id, block=block)
            elif len(sessions) > 1:
                yield breach("R10.two", student_id, block, student=student_id, block=block)
            yield from _placement(planned, student_id, block)
            row = planned.placements.get((student_id, block))
            if row is not None and row.activity_id is not None:
                week[row.activity_id].append(block)
        for activity_id, times in week.items() if given.nothing_twice(student_id) else ():
            if len(times) > 1:
                args = {"student": student_id, "activity": activity_id, "blocks": ";".join(times)}
                yield breach("R10.twice", student_id, activity_id, **args)


def _placement(planned: Planned, student_id: str, block: str) -> Breaches:
    given, row = planned.given, planned.placements.get((student_id, block))
    activity = given.activities.get((row.activity_id or "") if row is not None else "")
    if activity is None:
        return
    args: dict[str, str | int] = {"student": student_id, "block": block, "activity": activity.activity_id}
    if activity.kind != "club":
        yield breach("R10.not_club", student_id, block, **args)
    elif activity.activity_id not in given.list_for(student_id, block):
        if not activity.fallback:
            yield breach("R10.not_listed", student_id, block, **args)
        elif not takes_grade(activity, given.grade_of(student_id)):
            yield breach("R10.fallback_grade", student_id, block, **args)


def check_tutoring(planned: Planned) -> Breaches:
    """R14: groups in homework slots, of the students named for them, neither too large nor too often."""
    groups: Counter[tuple[str, str]] = Counter()
    for session, activity in planned.known():
        if activity.kind == "tutoring":
            groups[activity.activity_id, session.block] += 1
            yield from _group(planned, session, activity)
            yield from _group_students(planned, session, activity)
    for (activity_id, slot), found in groups.items():
        limit = planned.given.activities[activity_id].max_sections
        if found > limit:
            args: dict[str, str | int] = {"activity": activity_id, "slot": slot, "found": found, "limit": limit}
            yield breach("R14.sections", activity_id, slot, **args)
    yield from _tutoring_weeks(planned)


def _group(planned: Planned, session: Session, activity: Activity) -> Breaches:
    row, members = session.session_id, planned.students_in(session)
    if session.slots != (session.block,):
        yield breach("R14.one_slot", row, session=row)
    if not runs_in(activity, session.block):
        yield breach("R14.blocks", row, session=row, activity=activity.activity_id, slot=session.block)
    if len(members) < activity.min_size:
        yield breach("R14.small", row, session=row, found=len(members), limit=activity.min_size)
    if activity.max_size is not None and len(members) > activity.max_size:
        yield breach("R14.large", row, session=row, found=len(members), limit=activity.max_size)
    classes = {planned.given.students[s].class_id for s in members if s in planned.given.students}
    if activity.scope == "class" and len(classes) > 1:
        yield breach("R14.class", row, session=row)


def _group_students(planned: Planned, session: Session, activity: Activity) -> Breaches:
    given, row, weekday = planned.given, session.session_id, planned.weekday_of(session)
    for student_id in sorted(planned.students_in(session)):
        student = given.students.get(student_id)
        if student is None:
            continue
        grade = given.grade_of(student_id)
        args: dict[str, str | int] = {"session": row, "student": student_id, "activity": activity.activity_id}
        if (student_id, activity.activity_id) not in given.tutored:
            yield breach("R14.named", row, student_id, **args)
        if not takes_grade(activity, grade):
            yield breach("R14.grade", row, student_id, **args)
        if weekday not in student.weekdays:
            yield breach("R14.stays", row, student_id, **args)
        if any(given.doing.get((grade, slot)) != "homework" for slot in session.slots):
            yield breach("R14.homework", row, student_id, **args)


def _tutoring_weeks(planned: Planned) -> Breaches:
    given = planned.given
    week: Counter[tuple[str, str]] = Counter()
    day: Counter[tuple[str, str, int]] = Counter()
    for row in planned.plan.tutoring:
        if row.slot_id in given.slots and row.activity_id in given.activities:
            week[row.student_id, row.activity_id] += 1
            day[row.student_id, row.activity_id, given.slots[row.slot_id].weekday] += 1
    for (student_id, activity_id), found in week.items():
        limit = given.activities[activity_id].sessions_week
        if found > limit:
            args: dict[str, str | int] = {
                "student": student_id,
                "activity": activity_id,
                "found": found,
                "limit": limit,
            }
            yield breach("R14.week", student_id, activity_id, **args)
    for (student_id, activity_id, weekday), found in day.items():
        if found > 1:
            args = {"student": student_id, "activity": activity_id, "weekday": weekday, "found": found}
            yield breach("R14.day", student_id, activity_id, weekday, **args)
