"""What keeps people who could lead something from it at some times: their limits, unavailable slots, children to fetch."""

from collections.abc import Callable, Iterable

from models.people import CHILDCARE_SKILL, Instructor, Teacher
from models.school import School
from scheduler.shortages.staff import Acts, Staff

#: Not time, but how much somebody may work: of teachers; ``cap`` is max_sessions_week of instructors.
LIMITS = ("day", "week", "load", "cap")
#: These, and several of them at once for a teacher.
LIMIT_SETS = (*LIMITS, "day+week", "day+load", "week+load", "day+week+load")
#: In the order in which they are told. ``least``: max_sessions_week is less than min_sessions_visit; ``few``: so are the available
#: slots of the day; ``barred``: a child who may not use a room, ``child``: one for whom there is no place; ``several``, of instructors ``several_visits``: no single one of the others is all that stands against it.
REASONS = ("away", "visit", "cleared", "least", "few", "barred", "child", *LIMIT_SETS, "several", "several_visits")

#: What stands against somebody's working in all of some slots.
Causes = Callable[[Staff, Teacher | Instructor, frozenset[str]], list[str]]


def kept(staff: Staff, wanted: Iterable[tuple[Acts, frozenset[str]]]) -> dict[str, str | int]:
    """Who could lead one of these, each of activities and the slots of one session, and is kept from all of them: ``kept_away``
    and so on, by the first from which one thing alone keeps them. ``kept_slots``: the slots that are unavailable, or not among the available ones;
    ``kept_span``: of the sessions that are too long for somebody's limit the longest, the shortest of each."""
    wanted, everybody = tuple(wanted), (*staff.school.teachers, *staff.school.instructors)
    times = ((one, [slots for acts, slots in wanted if _may_lead(staff.school, one, acts)]) for one in everybody)
    return _told(staff, times, against)


def kept_carers(staff: Staff, slots: Iterable[str]) -> dict[str, str | int]:
    """The same of who could be a carer and is kept from some of the slots."""
    carers = [one for one in staff.school.teachers if CHILDCARE_SKILL in one.skills]
    single = [frozenset((slot,)) for slot in slots]
    times = ((one, [slot for slot in single if _against_caring(staff, one, slot)]) for one in carers)
    return _told(staff, times, _against_caring)


def _against_caring(staff: Staff, one: Teacher | Instructor, slots: frozenset[str]) -> list[str]:
    """What stands against it, but for children who have a place as soon as there are carers."""
    placed = all(staff.could_be_cared_for(_id(one), slot) for slot in slots)
    return [why for why in against(staff, one, slots) if why != "child" or not placed]


def _told(
    staff: Staff, people: Iterable[tuple[Teacher | Instructor, list[frozenset[str]]]], causes: Causes
) -> dict[str, str | int]:
    """What of the ``causes`` keeps those from work who are kept from all of their times, each the slots of one session."""
    found: dict[str, list[str]] = {}
    closed, spans = set[str](), [1]
    for one, whats in people:
        whys = [causes(staff, one, slots) for slots in whats]
        if not whys or not all(whys):
            continue
        single = [(why[0], slots) for why, slots in zip(whys, whats, strict=True) if len(why) == 1]
        cause = single[0][0] if single else "several" if isinstance(one, Teacher) else "several_visits"
        found.setdefault(cause, []).append(_id(one))
        mine = [slots for why, slots in single if why == cause]
        if cause in ("away", "visit"):
            closed |= {slot for slots in mine for slot in _closed(one, slots)}
        if cause in LIMIT_SETS:
            spans.append(min(map(len, mine)))
    told: dict[str, str | int] = {f"kept_{why}": ";".join(found[why]) for why in REASONS if why in found}
    slots = ";".join(s for s in staff.school.slot_by_id if s in closed)
    return told | {"kept_slots": slots, "kept_span": max(spans)} if told else {}


def why_idle(staff: Staff, acts: Acts, slots: frozenset[str]) -> str:
    """Why nobody who could lead one of these can in all the slots: ``limit`` and, after a colon, which limits of theirs, joined by
    ``+``; ``leader`` (they are not there); or ``both`` and the limits."""
    found = {name.removeprefix("kept_") for name in kept(staff, [(acts, slots)])} - {"slots", "span"}
    atoms = {atom for name in found if name in LIMIT_SETS for atom in name.split("+")}
    limits = "+".join(one for one in LIMITS if one in atoms)
    if not limits:
        return "leader"
    return f"limit:{limits}" if found <= set(LIMIT_SETS) else f"both:{limits}"


def capped(staff: Staff, acts: Acts, slots: frozenset[str]) -> dict[str, str]:
    """Teachers whom nothing but limits of theirs keeps from leading one of these in all the slots, each with these limits."""
    found = kept(staff, [(acts, slots)])
    teachers = staff.school.teacher_by_id
    of_limits = ((limits, str(found.get(f"kept_{limits}", "")).split(";")) for limits in LIMIT_SETS)
    return {one: limits for limits, some in of_limits for one in some if one in teachers}


def _id(one: Teacher | Instructor) -> str:
    return one.teacher_id if isinstance(one, Teacher) else one.instructor_id


def _may_lead(school: School, one: Teacher | Instructor, acts: Acts) -> bool:
    every = [school.activity_by_id[a] for a in acts]
    hired = isinstance(one, Instructor)
    return any(not (hired and a.teacher_only) and (not a.needs_skill or a.activity_id in one.skills) for a in every)


def _closed(one: Teacher | Instructor, slots: frozenset[str]) -> set[str]:
    return set(slots & set(one.unavailable) if isinstance(one, Teacher) else slots - set(one.available))


def against(staff: Staff, one: Teacher | Instructor, slots: frozenset[str]) -> list[str]:
    """All that stands against somebody's working in all the slots, of one weekday, several limits of a teacher as one; nothing where
    they could."""
    span, closed = len(slots), bool(_closed(one, slots))
    if isinstance(one, Instructor):
        causes = {
            "visit": closed,
            "cleared": one.cleared_until is not None and one.cleared_until < staff.school.term.end,
            "cap": one.max_sessions_week < span,
            "least": span <= one.max_sessions_week < one.min_sessions_visit,
            "few": len(_that_day(staff.school, one, slots)) < one.min_sessions_visit,
        }
        return [why for why, so in causes.items() if so]
    limits = {
        "day": one.max_sessions_day < span,
        "week": one.max_sessions_week < span,
        "load": one.max_load is not None and one.max_load - one.day_load < span,
    }
    cared = all(staff.cared_for(one.teacher_id, slot) for slot in slots)
    barred = any(not child.may_use_room for slot in slots for child in staff.children_in(one.teacher_id, slot))
    causes = {"away": closed, "barred": barred, "child": not cared and not barred}
    found = [why for why, so in causes.items() if so]
    low = "+".join(limit for limit, so in limits.items() if so)
    return [*found, low] if low else found


def _that_day(school: School, one: Instructor, slots: frozenset[str]) -> set[str]:
    """The slots of the same weekday in which the instructor comes, if they came in these."""
    weekdays = {school.slot_by_id[slot].weekday for slot in slots}
    return {*slots} | {s for s in one.available if s in school.slot_by_id and school.slot_by_id[s].weekday in weekdays}
