"""How much a teacher has beside the others, and which limits of theirs keep it there."""

from collections.abc import Iterable

from models.people import Teacher
from scheduler.explain.facts import Facts, Said
from scheduler.messages import say
from scheduler.messages.names import listing, mean_text, weekday_name


def load_of(facts: Facts, teacher: Teacher) -> Iterable[Said]:
    """Their slots after school and periods in the daytime, both together beside the others', as it is these that are made even; then
    the limits that are reached, and when they never work."""
    teachers = facts.school.teachers
    slots = {t.teacher_id: facts.held.slots_in_week(t.teacher_id) for t in teachers}
    totals = [t.day_load + slots[t.teacher_id] for t in teachers]
    work, total = slots[teacher.teacher_id], teacher.day_load + slots[teacher.teacher_id]
    days = [t.day_load for t in teachers]
    yield facts.said(
        "teacher.load" if any(days) else "teacher.load_alone",
        1,
        work=work,
        average=_mean([*slots.values()]),
        day=teacher.day_load,
        day_average=_mean(days),
        total=total,
        total_average=_mean(totals),
        fewest=min(totals),
        most=max(totals),
    )
    yield from _limits(facts, teacher, work, total)


def _mean(numbers: list[int]) -> str:
    return mean_text(sum(numbers), len(numbers))


def _limits(facts: Facts, teacher: Teacher, work: int, total: int) -> Iterable[Said]:
    """What the table of teachers says that keeps them from more."""
    parts: list[str] = []
    if work >= teacher.max_sessions_week:
        parts.append(say(facts.lang, "explain.limit.week", limit=teacher.max_sessions_week))
    if teacher.max_load is not None and total >= teacher.max_load:
        parts.append(say(facts.lang, "explain.limit.load", limit=teacher.max_load))
    if teacher.unavailable:
        parts.append(say(facts.lang, "explain.limit.never", times=_times(facts, teacher)))
    if parts:
        limits = say(facts.lang, "explain.limit.join").join(parts)
        yield facts.said("teacher.limits", 1, limits=limits)


def _times(facts: Facts, teacher: Teacher) -> str:
    """When they never work: the weekday where it is all of its slots."""
    names: list[str] = []
    for weekday in sorted({slot.weekday for slot in facts.school.slots}):
        slots = [s.slot_id for s in facts.school.slots if s.weekday == weekday]
        never = [s for s in slots if s in teacher.unavailable]
        names += [weekday_name(facts.lang, weekday)] if never == slots else [facts.slot(s) for s in never]
    return listing(facts.lang, names, len(names))
