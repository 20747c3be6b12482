"""One date again: the rules of a day, for the plan of that date with what the ledger arranged."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from models.ledger import Change
from models.people import Instructor, Teacher
from models.plan import Carer, Duty, Plan, Session
from models.school import School
from scheduler.verify.children import check_childcare
from scheduler.verify.duty import check_duty_and_service, check_roster
from scheduler.verify.files import check_files
from scheduler.verify.given import Given
from scheduler.verify.planned import Planned
from scheduler.verify.report import Breach, Breaches, breach
from scheduler.verify.services import check_class_sessions, check_clubs, check_rooms
from scheduler.verify.staff import check_clearance, check_leaders, check_one_place
from scheduler.verify.students import check_tutoring

_CHECKS = (
    check_files,
    check_one_place,
    check_class_sessions,
    check_clubs,
    check_leaders,
    check_clearance,
    check_rooms,
    check_childcare,
    check_duty_and_service,
    check_tutoring,
)


def verify_day(
    school: School, plan: Plan, ledger: Sequence[Change], on: date, week: Mapping[date, Plan], duties: Sequence[Duty]
) -> tuple[Breach, ...]:
    """Everything that is wrong on the open date ``on``.

    ``plan`` is the posted plan and ``ledger`` what was arranged since; ``week`` holds what is said to happen on each open
    date of the calendar week, ``on`` among them, and ``duties`` every duty of the term. Limits of a week count what
    happens in that calendar week; where the posted timetable alone is above one in it (a week with a make-up day),
    nobody may be given more.
    """
    given = Given(school)
    today = Planned(given, week[on].model_copy(update={"duties": tuple(d for d in duties if d.date == on)}))
    found = [one for check in _CHECKS for one in check(today)]
    found += _as_recorded(plan, ledger, on, today)
    found += _roster(given, week[on], duties, on)
    found += _away(today, on)
    found += _absent(ledger, today, on)
    found += _limits(given, plan, today, {day: Planned(given, held) for day, held in week.items()}, on)
    return tuple(found)


# -- the ledger --------------------------------------------------------------------------------------------


def _last(ledger: Sequence[Change], on: date) -> dict[str, str | None]:
    return {c.what: c.now for c in sorted(ledger, key=lambda c: c.when) if c.date == on}


def _as_recorded(plan: Plan, ledger: Sequence[Change], on: date, today: Planned) -> Breaches:
    """The date is the posted plan but for what the ledger says of it."""
    last, weekday = _last(ledger, on), today.given.days[on].weekday
    held = {session.session_id: session for session in today.plan.sessions}
    for session in plan.sessions:
        if session.weekday != weekday:
            continue
        leader = last.get(f"leader:{session.session_id}", session.leader_id)
        escort = last.get(f"escort:{session.session_id}", session.escort_id)
        wanted = None if leader is None else session.model_copy(update={"leader_id": leader, "escort_id": escort})
        found = held.pop(session.session_id, None)
        if _bare(found) != _bare(wanted):
            yield breach("day.session", session.session_id, session=session.session_id, date=on.isoformat())
    for session_id in sorted(held):
        yield breach("day.session", session_id, session=session_id, date=on.isoformat())
    for duty in plan.duties:
        wanted = last.get(f"duty:{duty.post_id}", duty.staff_id)
        now = [d.staff_id for d in today.plan.duties if d.post_id == duty.post_id]
        if duty.date == on and now != [wanted]:
            yield breach("day.duty", on.isoformat(), duty.post_id, post=duty.post_id, date=on.isoformat())
    tasks = {f"{kind}:{s.session_id}" for s in plan.sessions if s.weekday == weekday for kind in ("leader", "escort")}
    tasks |= {f"duty:{duty.post_id}" for duty in plan.duties if duty.date == on}
    people = {*today.given.teachers, *today.given.instructors, *(row.staff_id for row in today.given.school.duty_staff)}
    for what in sorted(last):
        if what.startswith("absent:"):
            stray = what.removeprefix("absent:") not in people
        else:
            stray = what not in tasks and not what.startswith("carer:")
        if stray:
            yield breach("day.unknown", what, what=what, date=on.isoformat())
    known = {(row.slot_id, row.room_id, row.teacher_id) for row in plan.carers}
    named = {(*c.what.removeprefix("carer:").split(";"), c.now) for c in ledger if c.date == on}
    for row in today.plan.carers:
        if _key(row) not in known | named:
            yield breach("day.carer", *_key(row), person=row.teacher_id, slot=row.slot_id, date=on.isoformat())


def _bare(session: Session | None) -> Session | None:
    return session and session.model_copy(update={"enrolled": 0})


def _key(row: Carer) -> tuple[str, str, str]:
    return row.slot_id, row.room_id, row.teacher_id


# -- who is there ------------------------------------------------------------------------------------------


def _away(today: Planned, on: date) -> Breaches:
    """Nobody on leave works after school; for duties R11 says so."""
    tasks = (today.teacher_tasks, today.instructor_tasks)
    working = {person for people in tasks for person, slots in people.items() if slots}
    for row in today.given.school.leave:
        if row.person_id in working and row.start <= on <= row.end:
            yield breach("day.leave", row.person_id, person=row.person_id, date=on.isoformat())


def _absent(ledger: Sequence[Change], today: Planned, on: date) -> Breaches:
    """Nobody whom the ledger declares absent has anything to do."""
    last = _last(ledger, on)
    gone = {what.removeprefix("absent:") for what, now in last.items() if what.startswith("absent:") and now is None}
    for session in today.plan.sessions:
        for person in sorted({session.leader_id, session.escort_id or session.leader_id} & gone):
            told = {"person": person, "session": session.session_id, "date": on.isoformat()}
            yield breach("day.absent", person, session.session_id, **told)
    for row in today.plan.carers:
        if row.teacher_id in gone:
            told = {"person": row.teacher_id, "slot": row.slot_id, "date": on.isoformat()}
            yield breach("day.absent_carer", *_key(row), **told)
    for duty in today.plan.duties:
        if duty.staff_id in gone:
            told = {"person": duty.staff_id or "", "post": duty.post_id, "date": on.isoformat()}
            yield breach("day.absent_duty", told["person"], duty.post_id, **told)


def _roster(given: Given, today: Plan, duties: Sequence[Duty], on: date) -> Iterator[Breach]:
    """R11, as far as it is about people's duties of the date."""
    term = Planned(given, today.model_copy(update={"duties": tuple(duties)}))
    people = {duty.staff_id for duty in duties if duty.date == on}
    monday = given.days[on].monday.isoformat()
    for found in check_roster(term):
        about = found.where.split(";")
        if on.isoformat() in about or (found.key == "R11.week" and about[0] == monday and about[-1] in people):
            yield found


# -- how much ----------------------------------------------------------------------------------------------


def _limits(given: Given, plan: Plan, today: Planned, week: Mapping[date, Planned], on: date) -> Breaches:
    """R6 on the date and in its calendar week."""
    usual = Planned(given, plan)
    runs = Counter(given.days[day].weekday for day in week)
    for teacher_id, teacher in given.teachers.items():
        work = today.work(teacher_id)
        if work:
            found = sum(len(held.work(teacher_id)) for held in week.values())
            posted = sum(runs[given.slots[slot].weekday] for slot in usual.work(teacher_id))
            yield from _teacher(given, teacher, work, found, posted)
    spent, posted_fees = 0, 0
    for instructor_id, instructor in given.instructors.items():
        found = sum(len(held.instructor_tasks.get(instructor_id, ())) for held in week.values())
        slots = usual.instructor_tasks.get(instructor_id, ())
        posted = sum(runs[given.slots[slot].weekday] for slot in slots)
        spent += instructor.fee * found
        posted_fees += instructor.fee * posted
        yield from _instructor(plan, today, instructor, (found, posted))
    budget = given.policy.weekly_budget
    if budget is not None and spent > max(budget, posted_fees):
        yield breach("R6.budget", on.isoformat(), cost=spent, budget=budget)


def _teacher(given: Given, teacher: Teacher, work: set[str], found: int, posted: int) -> Breaches:
    """``found`` slots in the calendar week, where the posted timetable has ``posted``."""
    person = teacher.teacher_id
    for slot in sorted(work & set(teacher.unavailable)):
        yield breach("R6.unavailable", person, slot, person=person, slot=slot)
    if len(work) > teacher.max_sessions_day:
        weekday = given.slots[next(iter(work))].weekday
        limit = teacher.max_sessions_day
        yield breach("R6.day", person, weekday, person=person, weekday=weekday, found=len(work), limit=limit)
    if found > max(teacher.max_sessions_week, posted):
        yield breach("R6.week", person, person=person, found=found, limit=teacher.max_sessions_week)
    if teacher.max_load is not None and teacher.day_load + found > max(teacher.max_load, teacher.day_load + posted):
        yield breach("R6.load", person, person=person, found=teacher.day_load + found, limit=teacher.max_load)


def _instructor(plan: Plan, today: Planned, instructor: Instructor, slots: tuple[int, int]) -> Breaches:
    """A visit that is shorter because a session is not held is no breach: they came for the whole of it."""
    person, (found, posted) = instructor.instructor_id, slots
    work = set(today.instructor_tasks.get(person, ()))
    if not work:
        return
    for slot in sorted(work - set(instructor.available)):
        yield breach("R6.available", person, slot, person=person, slot=slot)
    if found > max(instructor.max_sessions_week, posted):
        yield breach("R6.week", person, person=person, found=found, limit=instructor.max_sessions_week)
    weekday = today.given.slots[next(iter(work))].weekday
    held = {session.session_id for session in today.plan.sessions}
    off = [s for s in plan.sessions if s.leader_id == person and s.weekday == weekday and s.session_id not in held]
    visit = len(work | {slot for session in off for slot in session.slots})
    if visit < instructor.min_sessions_visit:
        limit = instructor.min_sessions_visit
        yield breach("R6.visit", person, weekday, person=person, weekday=weekday, found=visit, limit=limit)
