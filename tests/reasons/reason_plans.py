"""Parts of plans for the small school, made by hand."""

from datetime import date
from typing import Any

from models.plan import Duty, Gap, Placement, Plan, Run, Session, TutoringSeat
from models.school import School
from scheduler.calendar import open_days
from scheduler.reasons import gaps

MONDAYS = (date(2026, 9, 7), date(2026, 9, 14))


def session(school: School, activity_id: str, block: str, leader_id: str, room_id: str, **cells: Any) -> Session:
    """A session of the small school, with its times from the block."""
    slots = school.blocks[block].slots if block in school.blocks else (block,)
    first, last = school.slot_by_id[slots[0]], school.slot_by_id[slots[-1]]
    class_id = cells.get("class_id")
    base: dict[str, Any] = {
        "session_id": f"{activity_id}-{class_id or ''}-{block}",
        "kind": school.activity_by_id[activity_id].kind,
        "activity_id": activity_id,
        "section": 1,
        "class_id": None,
        "block": block,
        "slots": slots,
        "weekday": first.weekday,
        "start": first.start,
        "end": last.end,
        "leader_id": leader_id,
        "escort_id": None,
        "room_id": room_id,
        "enrolled": 5,
    }
    return Session(**(base | cells))


def full(school: School) -> dict[str, Any]:
    """A complete week: a and b lead homework and art, c leads chess, everybody is in it."""
    sessions = [
        session(school, activity_id, slot, leader, room, class_id=class_id)
        for activity_id, slot in (("hw", "m1"), ("art", "t1"))
        for leader, room, class_id in (("a", "r1", "1A"), ("b", "r2", "1B"))
    ]
    sessions.append(session(school, "chess", "F", "c", "hall", enrolled=10))
    placements = [placed(school, s.student_id, "chess") for s in school.students]
    return {"sessions": sessions, "placements": placements, "duties": [], "tutoring": []}


def placed(school: School, student_id: str, activity_id: str | None) -> Placement:
    """A student's row for the block F; no activity = unplaced."""
    class_id = school.student_by_id[student_id].class_id
    club = f"{activity_id}--F" if activity_id else None
    return Placement(
        student_id=student_id, class_id=class_id, block="F", session_id=club, activity_id=activity_id,
        rank=0 if activity_id else None,
    )  # fmt: skip


def without(parts: dict[str, Any], session_id: str) -> dict[str, Any]:
    """The parts without a session and those placed in it."""
    sessions = [s for s in parts["sessions"] if s.session_id != session_id]
    rows = [p for p in parts["placements"] if p.session_id != session_id]
    return parts | {"sessions": sessions, "placements": rows}


def of(school: School, parts: dict[str, Any], lang: Any = "en", **proven: Any) -> list[tuple[str, str, str]]:
    """What the plan lacks, as (what, where, reason)."""
    found: tuple[Gap, ...] = gaps(
        school, parts["sessions"], parts["placements"], parts["duties"], parts.get("seats", []),
        parts.get("carers", []), parts["tutoring"], open_days(school), lang, **proven,
    )  # fmt: skip
    return [(gap.what, gap.where, gap.reason) for gap in found]


def duty(day: date, post_id: str, staff_id: str | None, role: str = "supervisor") -> Duty:
    """A duty row on a date."""
    return Duty.model_validate(
        {"date": day, "weekday": day.isoweekday(), "post_id": post_id, "role": role, "staff_id": staff_id}
    )


def tutored(student_id: str, activity_id: str = "help", slot_id: str = "m1") -> TutoringSeat:
    """A tutoring session that a student gets."""
    return TutoringSeat(
        student_id=student_id, activity_id=activity_id, slot_id=slot_id, session_id=f"{activity_id}--{slot_id}"
    )


def plan_of(school: School, parts: dict[str, Any], since: date | None = None) -> Plan:
    """A plan of the parts, told in English."""
    run = Run(version="0", digest="d", seed=0, time_limit=60, gap=0, workers=1, seconds={}, since=since)
    rows = {name: tuple(parts[name]) for name in ("sessions", "placements", "duties", "tutoring")}
    missing = tuple(Gap(what=what, where=where, reason=why) for what, where, why in of(school, parts))
    return Plan(run=run, gaps=missing, **rows)


def step(cells: str = "", activity: str = "Homework", one: str = "teacher", kept: int = 0) -> str:
    """What to do where nobody can lead an activity, and these cells stand against somebody; ``kept``: how many lack a place in
    a childcare room alone."""
    relax = f", or see which of these people's cells can be relaxed: {cells}" if cells else ""
    places = (
        f"raise places of the childcare room (with enough of them {kept} of these people could stay and lead), or add"
    )
    return f"{places.capitalize() if kept else 'Add'} a {one} who can lead {activity} then{relax}."
