"""How well somebody suits a task: a number to compare by, smaller is better, and the reasons in words."""

from collections import Counter
from collections.abc import Sequence

from models.plan import Session
from models.school import School
from scheduler.substitute.cause import Cause, speaks
from scheduler.substitute.day import Day, Job, Move

#: What counts against somebody. Continuity as in the goal of that name: head teacher, a teacher of the class, neither.
NOT_HEAD, NOT_OF_CLASS, NEW_TO_ACTIVITY = 4, 12, 3
A_SLOT_THIS_WEEK = 3
AVOIDED, NOT_PREFERRED = 9, 3
AFTERNOON_WITH_CHILD = 8
NOT_HERE_ANYWAY = 2
EXTERNAL = 6
DUTY_THIS_WEEK, DUTY_THIS_TERM, DUTY_NOT_WISHED = 6, 2, 3
#: Each further person who has to change something.
ONE_MORE_PERSON = 15

Valued = tuple[int, tuple[Cause, ...]]


def value(day: Day, person: str, job: Job) -> Valued:
    """The cost of giving a task to somebody who can take it, with what speaks for it and against it."""
    if job.is_duty:
        return _of_duty(day, person, job)
    if person not in day.facts.school.teacher_by_id:
        return _of_instructor(day, person, job)
    parts: list[Valued] = [(0, (speaks("free"),)), _suits(day.facts.school, day, person, job)]
    parts += [_here(day, person), _week(day, person)]
    parts += [_wishes(day, person, job), _child(day, person, job)]
    return _sum(parts)


def _sum(parts: Sequence[Valued]) -> Valued:
    return sum(cost for cost, _ in parts), tuple(reason for _, reasons in parts for reason in reasons)


# -- after school ------------------------------------------------------------------------------------------


def _suits(school: School, day: Day, person: str, job: Job) -> Valued:
    """Skill, and whether they know the class or the activity."""
    session = job.session
    if session is None:
        return 0, (speaks("skill_care"),)
    if job.task.kind == "escort":
        return _knows(school, day, person, session, 0, NOT_HEAD)
    activity = school.activity_by_id[session.activity_id]
    parts: list[Valued] = []
    if activity.needs_skill:
        parts.append((0, (speaks("skill"),)))
        leads = (person, session.activity_id) in day.facts.leads
        parts.append((0, (speaks("leads"),)) if leads else (NEW_TO_ACTIVITY, ()))
    escort = day.of_session("escort", session.session_id)
    if escort is not None and escort.was == person:
        parts.append((-NEW_TO_ACTIVITY, (speaks("escorts"),)))
    if session.class_id is not None:
        none = NOT_OF_CLASS if session.kind == "homework" else NOT_HEAD
        parts.append(_knows(school, day, person, session, none // 3, none))
    return _sum(parts)


def _knows(school: School, day: Day, person: str, session: Session, teaches: int, none: int) -> Valued:
    """Whether they are the class's head teacher (no cost) or one of its teachers."""
    found = school.class_by_id.get(session.class_id or "")
    if found is None:
        return 0, ()
    if found.head_teacher == person:
        return 0, (speaks("head", school_class=found.class_id),)
    subjects = day.facts.teaching.get((found.class_id, person))
    if subjects:
        return teaches, (speaks("teaches", school_class=found.class_id, subjects="/".join(dict.fromkeys(subjects))),)
    return none, ()


def _here(day: Day, person: str) -> Valued:
    """Whether they stay after school on that date anyway."""
    duty = any(d.on == day.facts.on.date for d in day.duties(person))
    if day.work(person):
        return 0, (speaks("here"),)
    return (0, (speaks("here_duty"),)) if duty else (NOT_HERE_ANYWAY, ())


def _week(day: Day, person: str) -> Valued:
    today = {slot for job in day.work(person) for slot in job.slots}
    slots = day.facts.slots_elsewhere[person] + len(today)
    return A_SLOT_THIS_WEEK * slots, (speaks("week", count=slots),)


def _wishes(day: Day, person: str, job: Job) -> Valued:
    teacher = day.facts.school.teacher_by_id[person]
    against = set(job.slots) & set(teacher.avoid)
    if against:
        return AVOIDED * len(against), (speaks("avoids"),)
    if not teacher.prefer:
        return 0, ()
    others = set(job.slots) - set(teacher.prefer)
    return (NOT_PREFERRED * len(others), (speaks("not_preferred"),)) if others else (0, (speaks("gladly"),))


def _child(day: Day, person: str, job: Job) -> Valued:
    """Whether a child would stay in a room instead of going home with them, on an afternoon that was free so far."""
    needs = [child for slot in job.slots for child in day.facts.needs_seat(person, slot)]
    stays = [c for one in day.work(person) for slot in one.slots for c in day.facts.needs_seat(person, slot)]
    if not needs:
        return 0, ()
    if stays:
        return 0, (speaks("child_there"),)
    time = min(child.leave_by for child in needs).strftime("%H:%M")
    return AFTERNOON_WITH_CHILD, (speaks("child", time=time),)


def _of_instructor(day: Day, person: str, job: Job) -> Valued:
    fee = day.facts.school.instructor_by_id[person].fee * len(job.slots)
    parts: list[Valued] = [(EXTERNAL, (speaks("external", fee=fee), speaks("free"))), (0, (speaks("skill"),))]
    leads = job.session is not None and (person, job.session.activity_id) in day.facts.leads
    parts.append((0, (speaks("leads"),)) if leads else (NEW_TO_ACTIVITY, ()))
    return _sum([*parts, _here(day, person), _week(day, person)])


# -- duties ------------------------------------------------------------------------------------------------


def _of_duty(day: Day, person: str, job: Job) -> Valued:
    facts, row = day.facts, day.facts.duty_staff[person]
    taken = day.duties(person)
    here = facts.days[job.on]
    week = sum(facts.days[duty.on].week == here.week for duty in taken)
    reasons = [speaks("duty_role"), speaks("duties", term=len(taken), week=week)]
    cost = DUTY_THIS_WEEK * week + DUTY_THIS_TERM * (len(taken) + row.carry)
    known = Counter(duty.task.ids[0] for duty in taken)[job.task.ids[0]]
    if known:
        reasons.insert(1, speaks("duty_known", count=known))
    if row.wishes:
        gladly = here.weekday in row.wishes
        cost += 0 if gladly else DUTY_NOT_WISHED
        reasons.append(speaks("gladly_duty" if gladly else "not_gladly_duty"))
    if job.on == facts.on.date and day.work(person):
        reasons.append(speaks("here"))
    return cost, tuple(reasons)


def of_moves(day: Day, moves: Sequence[Move]) -> Valued:
    """The cost of several moves that are made together; reasons are those of the first."""
    cost, reasons = 0, tuple[Cause, ...]()
    given = [(move.job, move.now) for move in moves if move.now is not None]
    for number, (job, person) in enumerate(given):
        one, why = value(day, person, job)
        cost += one + (ONE_MORE_PERSON if number else 0)
        reasons = reasons if number else why
    return cost, reasons
