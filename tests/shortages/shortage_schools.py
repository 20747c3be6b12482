"""A school so small that its shortages can be counted by hand; every argument of :func:`small` replaces a table."""

from typing import Any

from models.school import School
from scheduler.shortages import shortages

TERM = {"name": "T", "start": "2026-09-07", "end": "2026-09-18"}


def teachers(*ids: str, **cells: Any) -> list[dict[str, Any]]:
    """Teachers of these ids, alike in all other cells."""
    return [{"teacher_id": i, "name": i.upper(), **cells} for i in ids]


def small(**tables: Any) -> School:
    """Two classes of one grade, five students each; Monday: m1 homework; Tuesday: t1 strand of art; Friday: f1, f2
    one block with a chess club for all; four teachers a to d, who can lead everything."""
    students = [{"student_id": f"{c}-{n}", "class_id": c} for c in ("1A", "1B") for n in range(1, 6)]
    base: dict[str, Any] = {
        "name": "Small",
        "term": TERM,
        "slots": [
            {"slot_id": "m1", "weekday": 1, "start": "16:00", "end": "17:00"},
            {"slot_id": "t1", "weekday": 2, "start": "16:00", "end": "17:00"},
            {"slot_id": "f1", "weekday": 5, "start": "16:00", "end": "16:30"},
            {"slot_id": "f2", "weekday": 5, "start": "16:30", "end": "17:00"},
        ],
        "pattern": [
            {"grade": "1", "slot_id": "m1", "kind": "homework"},
            {"grade": "1", "slot_id": "t1", "kind": "strand"},
            {"grade": "1", "slot_id": "f1", "kind": "elective", "block": "F"},
            {"grade": "1", "slot_id": "f2", "kind": "elective", "block": "F"},
        ],
        "classes": [
            {"class_id": "1A", "grade": "1", "room_id": "r1"},
            {"class_id": "1B", "grade": "1", "room_id": "r2"},
        ],
        "rooms": [{"room_id": r, "name": f"Room {r}", "capacity": 5} for r in ("r1", "r2")]
        + [{"room_id": "hall", "kinds": "hall", "capacity": 10}],
        "activities": [
            {"activity_id": "hw", "name": "Homework", "kind": "homework"},
            {"activity_id": "art", "name": "Art", "kind": "strand"},
            {"activity_id": "chess", "name": "Chess", "kind": "club", "fallback": "yes"},
            {"activity_id": "help", "name": "Help", "kind": "tutoring", "min_size": 2, "room_kinds": "hall"},
        ],
        "teachers": teachers("a", "b", "c", "d", skills="art;chess;help"),
        "students": students,
    }
    return School.model_validate(base | tables)


def acts(**changes: dict[str, Any]) -> list[dict[str, Any]]:
    """The small school's activities with other cells for some, by id, or with more of them."""
    rows = {a.activity_id: a.model_dump() for a in small().activities}
    for activity_id, cells in changes.items():
        rows[activity_id] = rows.get(activity_id, {"activity_id": activity_id, "name": activity_id.title()}) | cells
    return list(rows.values())


def rooms(**changes):
    rows = {r.room_id: r.model_dump() for r in small().rooms}
    for room_id, cells in changes.items():
        rows[room_id] = rows.get(room_id, {"room_id": room_id}) | cells
    return list(rows.values())


def found(school: School) -> list[tuple[str, tuple[str, ...], int, int]]:
    """Its shortages: what is short, of whom, how many are needed, how many there are."""
    return [(s.kind, s.names, s.needed, s.available) for s in shortages(school)]
