"""What keeps people who could lead something from it at some times: their limits, unavailable slots, children to fetch."""

from collections.abc import Iterable

from models.people import Instructor, Teacher
from models.school import School
from scheduler.shortages.staff import Acts, Staff

#: In the order in which they are told. ``several``: no single one of the others is all that stands against it.
REASONS = ("away", "visit", "cleared", "few", "child", "day", "week", "load", "several")
#: Not time, but how much somebody may work.
_LIMITS = ("day", "week", "load")


def kept(staff: Staff, wanted: Iterable[tuple[Acts, frozenset[str]]]) -> dict[str, str | int]:
    """Who could lead one of these, each of activities and the slots of one session, and is kept from all of them: ``kept_away``
    and so on, by the first from which one thing alone keeps them. ``kept_slots``: the slots that are unavailable, or not among the available ones;
    ``kept_span``: of the sessions that are too long for somebody's limit the longest, the shortest of each."""
    found: dict[str, list[str]] = {}
    closed, spans, wanted = set[str](), [1], tuple(wanted)
    for one in (*staff.school.teachers, *staff.school.instructors):
        whats = [slots for acts, slots in wanted if _may_lead(staff.school, one, acts)]
        whys = [_why(staff, one, slots) for slots in whats]
        if not whys or not all(whys):
            continue
        single = [(why[0], slots) for why, slots in zip(whys, whats, strict=True) if len(why) == 1]
        cause = single[0][0] if single else "several"
        found.setdefault(cause, []).append(_id(one))
        mine = [slots for why, slots in single if why == cause]
        if cause in ("away", "visit"):
            closed |= {slot for slots in mine for slot in _closed(one, slots)}
        if cause in ("day", "week", "load"):
            spans.append(min(map(len, mine)))
    told: dict[str, str | int] = {f"kept_{why}": ";".join(found[why]) for why in REASONS if why in found}
    slots = ";".join(s for s in staff.school.slot_by_id if s in closed)
    return told | {"kept_slots": slots, "kept_span": max(spans)} if told else {}


def why_idle(staff: Staff, acts: Acts, slots: frozenset[str]) -> str:
    """Why nobody who could lead one of these can in all the slots: ``limit``, ``leader`` (they are not there), or ``both``."""
    found = {name for name in kept(staff, [(acts, slots)]) if name not in ("kept_slots", "kept_span")}
    limits = {f"kept_{why}" for why in _LIMITS}
    return "limit" if found and found <= limits else "both" if found & limits else "leader"


def capped(staff: Staff, acts: Acts, slots: frozenset[str]) -> list[str]:
    """Teachers whom nothing but max_sessions_day keeps from leading one of these in all the slots."""
    return [one for one in str(kept(staff, [(acts, slots)]).get("kept_day", "")).split(";") if one]


def _id(one: Teacher | Instructor) -> str:
    return one.teacher_id if isinstance(one, Teacher) else one.instructor_id


def _may_lead(school: School, one: Teacher | Instructor, acts: Acts) -> bool:
    every = [school.activity_by_id[a] for a in acts]
    hired = isinstance(one, Instructor)
    return any(not (hired and a.teacher_only) and (not a.needs_skill or a.activity_id in one.skills) for a in every)


def _closed(one: Teacher | Instructor, slots: frozenset[str]) -> set[str]:
    return set(slots & set(one.unavailable) if isinstance(one, Teacher) else slots - set(one.available))


def _why(staff: Staff, one: Teacher | Instructor, slots: frozenset[str]) -> list[str]:
    """All that stands against it; nothing where they could."""
    span, closed = len(slots), bool(_closed(one, slots))
    if isinstance(one, Instructor):
        ended = one.cleared_until is not None and one.cleared_until < staff.school.term.end
        free = slots <= staff.visits[one.instructor_id]
        few = one.max_sessions_week < span or (not free and not closed and not ended)
        return [why for why, so in (("visit", closed), ("cleared", ended), ("few", few)) if so]
    loaded = one.max_load is not None and one.max_load - one.day_load < span
    cared = all(staff.cared_for(one.teacher_id, slot) for slot in slots)
    causes = {
        "away": closed,
        "child": not cared,
        "day": one.max_sessions_day < span,
        "week": one.max_sessions_week < span,
        "load": loaded,
    }
    found = [why for why, so in causes.items() if so]
    return found if set(found) - set(_LIMITS) else found[:1]  # one limit is told of several
