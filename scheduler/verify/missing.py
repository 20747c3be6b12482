"""What a plan lacks, counted from its tables, and whether gaps.csv lists exactly that."""

from collections import Counter
from typing import TypeAlias

from models.plan import GapKind
from scheduler.verify.planned import Planned
from scheduler.verify.report import Breaches, breach

Missing: TypeAlias = Counter[tuple[GapKind, str]]


def missing(planned: Planned) -> Missing:
    """How often each thing is missing: (what, the ids joined by ``;``)."""
    found: Missing = Counter()
    found.update(_sessions(planned))
    found.update(_duties(planned))
    found.update(_places(planned))
    found.update(_tutoring(planned))
    return found


def _sessions(planned: Planned) -> Missing:
    given = planned.given
    found: Missing = Counter()
    held = {(session.kind, session.class_id, slot) for session in planned.plan.sessions for slot in session.slots}
    for class_id, school_class in given.classes.items():
        for slot_id, slot in given.slots.items():
            kind = given.doing.get((school_class.grade, slot_id))
            if kind not in ("homework", "strand") or not given.staying.get((class_id, slot.weekday)):
                continue
            if (kind, class_id, slot_id) not in held:
                found[kind, f"{class_id};{slot_id}"] += 1
    return found


def _duties(planned: Planned) -> Missing:
    given = planned.given
    found: Missing = Counter()
    filled = {(row.date, row.post_id) for row in planned.plan.duties if row.staff_id}
    for day in given.days.values():
        for post_id in given.due(day):
            if (day.date, post_id) not in filled:
                found["duty", f"{day.date.isoformat()};{post_id}"] += 1
    return found


def _places(planned: Planned) -> Missing:
    found: Missing = Counter()
    for student_id, blocks in planned.given.attended.items():
        for block in blocks:
            row = planned.placements.get((student_id, block))
            if row is None or row.session_id is None:
                found["placement", f"{student_id};{block}"] += 1
    return found


def _tutoring(planned: Planned) -> Missing:
    found: Missing = Counter()
    got = Counter((row.student_id, row.activity_id) for row in planned.plan.tutoring)
    for student_id, activity_id in planned.given.tutored:
        activity = planned.given.activities.get(activity_id)
        lack = activity.sessions_week - got[student_id, activity_id] if activity is not None else 0
        if lack > 0:
            found["tutoring", f"{student_id};{activity_id}"] = lack
    return found


def check_gaps(planned: Planned) -> Breaches:
    """gaps.csv has a row, with a reason, for each thing that is missing, and no other."""
    listed: Missing = Counter((gap.what, gap.where) for gap in planned.plan.gaps)
    lacks = missing(planned)
    for (what, where), times in sorted((lacks - listed).items()):
        yield breach("files.gap_missing", where, kind=what, ids=where, times=times)
    for (what, where), times in sorted((listed - lacks).items()):
        yield breach("files.gap_extra", where, kind=what, ids=where, times=times)
    for gap in planned.plan.gaps:
        if not gap.reason.strip():
            yield breach("files.gap_reason", gap.where, kind=gap.what, ids=gap.where)
