"""R1, R5, R6 and R7: who leads and escorts, and how much."""

from collections import Counter, defaultdict

from models.plan import Session
from models.services import Activity
from scheduler.verify.given import needs_skill
from scheduler.verify.planned import Planned
from scheduler.verify.report import Breaches, breach


def check_one_place(planned: Planned) -> Breaches:
    """R1: nobody is in two places in one slot."""
    for kind, people in (("teacher", planned.teacher_tasks), ("instructor", planned.instructor_tasks)):
        for person, tasks in people.items():
            for slot, places in tasks.items():
                if len(places) > 1:
                    shown = ", ".join(sorted(set(places)))
                    yield breach(f"R1.{kind}", person, slot, person=person, slot=slot, places=shown)
    where: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row in planned.placements.values():
        session = planned.sessions.get(row.session_id or "")
        for slot in session.slots if session is not None else ():
            where[row.student_id, slot].add(row.session_id or "")
    for row in planned.plan.tutoring:
        where[row.student_id, row.slot_id].add(row.session_id)
    for (student, slot), places in where.items():
        if len(places) > 1:
            yield breach("R1.student", student, slot, person=student, slot=slot, places=", ".join(sorted(places)))


def check_leaders(planned: Planned) -> Breaches:
    """R5: one fit leader each, and a teacher beside an instructor who needs an escort."""
    for session, activity in planned.known():
        yield from _leader(planned, session, activity)
        yield from _escort(planned, session)


def _leader(planned: Planned, session: Session, activity: Activity) -> Breaches:
    leader, row = session.leader_id, session.session_id
    if not leader:
        yield breach("R5.no_leader", row, session=row)
        return
    teacher, instructor = planned.given.teachers.get(leader), planned.given.instructors.get(leader)
    person = teacher or instructor
    if person is None:
        return
    if teacher is None and (activity.kind in ("homework", "tutoring") or activity.fallback):
        yield breach("R5.teacher_only", row, leader, session=row, leader=leader, activity=activity.activity_id)
    if needs_skill(activity) and activity.activity_id not in person.skills:
        yield breach("R5.skill", row, leader, session=row, leader=leader, activity=activity.activity_id)


def _escort(planned: Planned, session: Session) -> Breaches:
    given, row, escort = planned.given, session.session_id, session.escort_id
    instructor = None if session.leader_id in given.teachers else given.instructors.get(session.leader_id)
    if instructor is not None and instructor.escort and not escort:
        yield breach("R5.no_escort", row, session.leader_id, session=row, leader=session.leader_id)
    if not escort:
        return
    if escort in given.instructors and escort not in given.teachers:
        yield breach("R5.escort_teacher", row, escort, session=row, escort=escort)
    elif session.leader_id in given.teachers or (instructor is not None and not instructor.escort):
        yield breach("R5.needless_escort", row, escort, session=row, escort=escort)


def check_limits(planned: Planned) -> Breaches:
    """R6: what each teacher and instructor can do, and what the school can pay."""
    for teacher_id in planned.given.teachers:
        yield from _teacher(planned, teacher_id)
    cost = 0
    for instructor_id, instructor in planned.given.instructors.items():
        yield from _instructor(planned, instructor_id)
        cost += instructor.fee * len(planned.instructor_tasks.get(instructor_id, ()))
    budget = planned.given.policy.weekly_budget
    if budget is not None and cost > budget:
        yield breach("R6.budget", cost=cost, budget=budget)


def _teacher(planned: Planned, teacher_id: str) -> Breaches:
    teacher, work = planned.given.teachers[teacher_id], planned.work(teacher_id)
    for slot in sorted(work & set(teacher.unavailable)):
        yield breach("R6.unavailable", teacher_id, slot, person=teacher_id, slot=slot)
    if len(work) > teacher.max_sessions_week:
        limit = teacher.max_sessions_week
        yield breach("R6.week", teacher_id, person=teacher_id, found=len(work), limit=limit)
    for weekday, found in Counter(planned.given.slots[slot].weekday for slot in work).items():
        if found > teacher.max_sessions_day:
            limit = teacher.max_sessions_day
            yield breach("R6.day", teacher_id, weekday, person=teacher_id, weekday=weekday, found=found, limit=limit)
    # A day load that is above the limit by itself is the school's own; only after-school work can break the rule.
    load = teacher.day_load + len(work)
    if teacher.max_load is not None and work and load > teacher.max_load:
        yield breach("R6.load", teacher_id, person=teacher_id, found=load, limit=teacher.max_load)


def _instructor(planned: Planned, instructor_id: str) -> Breaches:
    instructor = planned.given.instructors[instructor_id]
    work = set(planned.instructor_tasks.get(instructor_id, ()))
    for slot in sorted(work - set(instructor.available)):
        yield breach("R6.available", instructor_id, slot, person=instructor_id, slot=slot)
    if len(work) > instructor.max_sessions_week:
        limit = instructor.max_sessions_week
        yield breach("R6.week", instructor_id, person=instructor_id, found=len(work), limit=limit)
    for weekday, found in Counter(planned.given.slots[slot].weekday for slot in work).items():
        if found < instructor.min_sessions_visit:
            yield breach(
                "R6.visit",
                instructor_id,
                weekday,
                person=instructor_id,
                weekday=weekday,
                found=found,
                limit=instructor.min_sessions_visit,
            )


def check_clearance(planned: Planned) -> Breaches:
    """R7: an instructor is cleared until the term's end."""
    for instructor_id in planned.instructor_tasks:
        until = planned.given.instructors[instructor_id].cleared_until
        if until is not None and until < planned.given.school.term.end:
            yield breach("R7.clearance", instructor_id, person=instructor_id, date=until.isoformat())
