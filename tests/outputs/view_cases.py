"""Sessions of plans that are worked out by hand, and the cells of a view."""

from typing import Any

from models.plan import Session
from models.school import School
from scheduler.outputs import View


def session(school: School, session_id: str, kind: str, activity: str, slots: str, **more: Any) -> Session:
    """One of the first section for one student, at the times of its slots; ``more``: its leader, its room, and whatever differs."""
    ids = tuple(slots.split(";"))
    found = [school.slot_by_id[slot] for slot in ids]
    values: dict[str, Any] = {
        "session_id": session_id,
        "kind": kind,
        "activity_id": activity,
        "section": 1,
        "class_id": None,
        "block": ids[0],
        "slots": ids,
        "weekday": found[0].weekday,
        "start": found[0].start,
        "end": found[-1].end,
        "escort_id": None,
        "enrolled": 1,
    }
    return Session.model_validate(values | more)


def cells(view: View, *headings: str) -> list[tuple[object, ...]]:
    places = [view.headings.index(heading) for heading in headings]
    return [tuple(row[place] for place in places) for row in view.rows]
