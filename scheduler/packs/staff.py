"""Rules that only a plan can break: how much teachers work, and which outside people are with children."""

from collections import defaultdict
from collections.abc import Iterator

from models.plan import Plan
from scheduler.packs.finding import Broken, Facts
from scheduler.packs.pack import Ruling


def sessions_week(facts: Facts, plan: Plan, ruling: Ruling) -> Iterator[Broken]:
    """Teachers who lead, escort or care in too many slots of the service a week."""
    school = facts.school
    work: dict[str, set[str]] = defaultdict(set)
    for session in plan.sessions:
        for person in (session.leader_id, session.escort_id):
            if person is not None:
                work[person].update(session.slots)
    for carer in plan.carers:
        work[carer.teacher_id].add(carer.slot_id)
    many: dict[str, int] = {}
    for person, slots in sorted(work.items()):
        known = [school.slot_by_id[slot] for slot in slots if slot in school.slot_by_id]
        found = sum(not facts.is_evening(slot) for slot in known)
        if person in school.teacher_by_id and found > ruling.value:
            many[person] = found
    if many:
        args: dict[str, str | int] = {"people": ";".join(many), "found": ";".join(map(str, many.values()))}
        yield "many_sessions", tuple(many), args | {"count": len(many), "limit": ruling.value}


def clearance(facts: Facts, plan: Plan, ruling: Ruling) -> Iterator[Broken]:
    """Instructors who lead a session though no background check is recorded that holds to the end of the term."""
    del ruling
    leaders = {session.leader_id for session in plan.sessions}
    end = facts.school.term.end
    for instructor in facts.school.instructors:
        until = instructor.cleared_until
        if instructor.instructor_id not in leaders or (until is not None and until >= end):
            continue
        args: dict[str, str | int] = {"person": instructor.instructor_id, "date": end.isoformat()}
        if until is None:
            yield "not_cleared", (instructor.instructor_id,), args
        else:
            yield "cleared_too_short", (instructor.instructor_id,), args | {"found": until.isoformat()}
