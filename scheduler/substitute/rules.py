"""Whether somebody can take a task of the date: every rule about people, with the first reason against it."""

from collections.abc import Collection, Sequence

from models.people import CHILDCARE_SKILL, Instructor, Teacher
from scheduler.messages import Lang
from scheduler.messages.names import activity_name, class_name, listing, post_name
from scheduler.substitute.cause import Cause, because, speaks
from scheduler.substitute.day import Day, Facts, Job


def candidates(facts: Facts, job: Job) -> list[str]:
    """Who is of the right kind for a task: by role and skill alone, absent or not."""
    school = facts.school
    if job.post is not None:
        post_id, role = job.post.post_id, job.post.role
        rows = facts.duty_staff.values()
        return [row.staff_id for row in rows if role in row.roles and (not row.posts or post_id in row.posts)]
    if job.session is None:
        return [t.teacher_id for t in school.teachers if CHILDCARE_SKILL in t.skills]
    activity = school.activity_by_id.get(job.session.activity_id)
    if job.task.kind == "escort":
        return [t.teacher_id for t in school.teachers]
    if activity is None:
        return []

    def fit(one: Teacher | Instructor) -> bool:
        return not activity.needs_skill or activity.activity_id in one.skills

    found = [t.teacher_id for t in school.teachers if fit(t)]
    return found if activity.teacher_only else [*found, *(i.instructor_id for i in school.instructors if fit(i))]


def why_not(day: Day, person: str, job: Job, lang: Lang, giving: Collection[Job] = ()) -> Cause | None:
    """The first reason why a candidate cannot take a task, if they gave up ``giving``; None where they can."""
    facts = day.facts
    if person in facts.absent or (job.on != facts.on.date and person in facts.away(job.on)):
        return because("leave") if person in facts.on_leave(job.on) else speaks("away")
    if job.is_duty:
        return _duty(day, person, job, lang, giving)
    work = [one for one in day.work(person) if one not in giving]
    busy = _busy(facts, work, job, lang) or _on_duty(day, person, job, lang, giving)
    if busy:
        return busy
    teacher = facts.school.teacher_by_id.get(person)
    if teacher is not None:
        return _teacher(facts, teacher, work, job) or _children(day, person, job)
    instructor = facts.school.instructor_by_id.get(person)
    return None if instructor is None else _instructor(day, instructor, work, job)


def _slots(jobs: Sequence[Job]) -> set[str]:
    return {slot for job in jobs for slot in job.slots}


def _busy(facts: Facts, work: Sequence[Job], job: Job, lang: Lang) -> Cause | None:
    for other in work:
        if set(other.slots) & set(job.slots):
            if other.session is None:
                return because("caring")
            activity = activity_name(lang, facts.school, other.session.activity_id)
            if other.session.class_id:
                return because("busy_class", activity=activity, school_class=class_name(lang, other.session.class_id))
            return because("busy_with", activity=activity)
    return None


def _on_duty(day: Day, person: str, job: Job, lang: Lang, giving: Collection[Job]) -> Cause | None:
    """R12 from the side of the session."""
    school = day.facts.school
    spans = [school.slot_by_id[slot] for slot in job.slots]
    for duty in day.duties(person):
        windows = duty.post.windows if duty.post and duty.on == job.on and duty not in giving else ()
        if duty.post and any(window.overlaps(slot.start, slot.end) for window in windows for slot in spans):
            return because("on_duty", post=post_name(lang, school, duty.post.post_id), date=duty.on.isoformat())
    return None


def _teacher(facts: Facts, teacher: Teacher, work: Sequence[Job], job: Job) -> Cause | None:
    """R6. In a week in which the posted timetable alone is above a limit, that much stays allowed."""
    if set(job.slots) & set(teacher.unavailable):
        return because("unavailable")
    today, more = _counted(work, job)
    elsewhere, posted = facts.slots_elsewhere[teacher.teacher_id], facts.slots_posted[teacher.teacher_id]
    return (
        _above("day", today, more, teacher.max_sessions_day)
        or _above("week", elsewhere + today, more, teacher.max_sessions_week, posted)
        or _above_load(teacher, elsewhere + today, more, posted)
    )


def _counted(work: Sequence[Job], job: Job) -> tuple[int, int]:
    """The slots of that day without a task, and how many more with it."""
    now = len(_slots(work))
    return now, len(_slots([*work, job])) - now


def _above(span: str, now: int, more: int, limit: int, posted: int = 0) -> Cause | None:
    """Why ``more`` slots are too many for a limit of the ``day`` or ``week``: none is left, all are too few, or some are left.
    So many as are ``posted`` are allowed in any case."""
    if now + more <= max(limit, posted):
        return None
    if now >= limit:
        return because(f"{span}_limit", limit=limit)
    if more > limit:
        return because(f"long_{span}", slots=more, limit=limit)
    if span == "week":
        return speaks("week_limit_over", now=now, more=more, limit=limit)
    return because("day_limit_over", now=now, more=more, limit=limit)


def _above_load(teacher: Teacher, now: int, more: int, posted: int) -> Cause | None:
    """The same of a teacher's lessons and slots together."""
    limit, day = teacher.max_load, teacher.day_load
    if limit is None or day + now + more <= max(limit, day + posted):
        return None
    if day + now >= limit:
        return because("load_limit", limit=limit)
    if not now:
        return because("long_load", slots=more, day=day, limit=limit)
    return because("load_limit_over", day=day, now=now, more=more, limit=limit)


def _children(day: Day, person: str, job: Job) -> Cause | None:
    """R9: a place for each child that would have to be gone by then."""
    for slot in job.slots:
        needs = day.facts.needs_seat(person, slot)
        for child in needs:
            if not child.may_use_room:
                return because("child", time=child.leave_by.strftime("%H:%M"))
        for group in sorted({child.group for child in needs}):
            own = [child for child in needs if child.group == group]
            if day.seats_left(slot, group, person) < len(own):
                time = min(child.leave_by for child in own).strftime("%H:%M")
                return because(f"child_{group}", time=time)
    return None


def _instructor(day: Day, one: Instructor, work: Sequence[Job], job: Job) -> Cause | None:
    """R6 and R7 for instructors; whether there is an escort is for the whole option to say."""
    facts = day.facts
    if one.cleared_until is not None and one.cleared_until < facts.school.term.end:
        return because("not_cleared", date=one.cleared_until.isoformat())
    if not set(job.slots) <= set(one.available):
        return because("cannot_come")
    today, more = _counted(work, job)
    week, posted = facts.slots_elsewhere[one.instructor_id] + today, facts.slots_posted[one.instructor_id]
    if above := _above("week", week, more, one.max_sessions_week, posted):
        return above
    if today + more < one.min_sessions_visit:
        return because("short_visit", limit=one.min_sessions_visit)
    budget = facts.school.policy.weekly_budget
    if budget is not None and _fees(day) + one.fee * len(job.slots) > max(budget, _fees_posted(facts)):
        return because("budget", limit=budget)
    return None


def _fees(day: Day) -> int:
    facts = day.facts
    return sum(
        i.fee * (facts.slots_elsewhere[i.instructor_id] + len(_slots(day.work(i.instructor_id))))
        for i in facts.school.instructors
    )


def _fees_posted(facts: Facts) -> int:
    return sum(i.fee * facts.slots_posted[i.instructor_id] for i in facts.school.instructors)


# -- the roster --------------------------------------------------------------------------------------------


def _duty(day: Day, person: str, job: Job, lang: Lang, giving: Collection[Job]) -> Cause | None:
    """R11 and R12."""
    facts, row = day.facts, day.facts.duty_staff[person]
    here = facts.days[job.on]
    if here.weekday not in row.weekdays:
        return because("not_weekday")
    taken = [duty for duty in day.duties(person) if duty not in giving and duty != job]
    for duty in taken:
        if duty.on == job.on and duty.post is not None:
            return because("other_post", post=post_name(lang, facts.school, duty.post.post_id))
    if not row.max_week:
        return because("max_week_none")
    same_week = sorted(duty.on.isoformat() for duty in taken if facts.days[duty.on].week == here.week)
    if len(same_week) >= row.max_week:
        return because("max_week", dates=listing(lang, same_week), limit=row.max_week)
    for duty in taken:
        apart = abs(facts.days[duty.on].index - here.index)
        if apart < row.min_gap:
            return because("min_gap", date=duty.on.isoformat(), apart=apart, limit=row.min_gap)
    return _service(day, person, job, lang, giving)


def _service(day: Day, person: str, job: Job, lang: Lang, giving: Collection[Job]) -> Cause | None:
    """R12 from the side of the post: work after school, and the child that must be gone."""
    facts = day.facts
    windows = job.post.windows if job.post is not None else ()
    if job.on == facts.on.date:
        work = [one for one in day.work(person) if one not in giving]
        slots = _slots(work)
    else:
        work, slots = [], facts.slots_on(job.on).get(person, set[str]())
    spans = {slot_id: facts.school.slot_by_id[slot_id] for slot_id in slots}
    clash = {i for i, slot in spans.items() if any(window.overlaps(slot.start, slot.end) for window in windows)}
    if clash:
        own = [one for one in work if clash & set(one.slots) and one.session is not None]
        if own and own[0].session is not None:
            return because("busy_with", activity=activity_name(lang, facts.school, own[0].session.activity_id))
        return because("busy")
    weekday = facts.days[job.on].weekday
    for child in facts.children.get(person, ()):
        if weekday in child.weekdays and any(window.end > child.leave_by for window in windows):
            return because("child", time=child.leave_by.strftime("%H:%M"))
    return None
