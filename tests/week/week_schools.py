"""A tiny school to vary, and its goals' values as the planner finds and proves them."""

from typing import Any

from models.checks import faults
from models.plan import Plan
from models.school import School
from scheduler.options import Options
from scheduler.plan import solve

Tables = dict[str, Any]


def slot(slot_id: str, weekday: int, start: str, end: str) -> Tables:
    return {"slot_id": slot_id, "weekday": weekday, "start": start, "end": end}


def club(name: str, **cells: Any) -> Tables:
    return {"activity_id": name, "name": name, "kind": "club", **cells}


def teacher(name: str, *skills: str, **cells: Any) -> Tables:
    return {"teacher_id": name, "name": name, "skills": list(skills), **cells}


def instructor(name: str, *skills: str, **cells: Any) -> Tables:
    return {"instructor_id": name, "name": name, "skills": list(skills), "available": ["m"], **cells}


def students(number: int, class_id: str = "a", **cells: Any) -> list[Tables]:
    return [{"student_id": f"{class_id}{n}", "class_id": class_id, **cells} for n in range(1, number + 1)]


def wants(student: str, *clubs: str, block: str | None = None) -> list[Tables]:
    return [
        {"student_id": student, "block": block, "rank": rank, "activity_id": name} for rank, name in enumerate(clubs, 1)
    ]


def school(**tables: Any) -> School:
    """One class a of two students, one slot m on Monday 16:00–16:40 that is homework, teacher t, home room r."""
    base: Tables = {
        "name": "tiny",
        "term": {"name": "autumn", "start": "2026-09-07", "end": "2026-09-11"},
        "slots": [slot("m", 1, "16:00", "16:40")],
        "pattern": [{"grade": "1", "slot_id": "m", "kind": "homework"}],
        "classes": [{"class_id": "a", "grade": "1", "room_id": "r"}],
        "teachers": [teacher("t")],
        "rooms": [{"room_id": "r", "capacity": 9}],
        "students": students(2),
    }
    found = School.model_validate(base | tables)
    assert faults(found) == []
    return found


def elective(**tables: Any) -> School:
    """The same with slot m an elective: both students want club x, then y; t leads x, u leads y; room r takes
    both at once."""
    base: Tables = {
        "pattern": [{"grade": "1", "slot_id": "m", "kind": "elective"}],
        "activities": [club("x"), club("y")],
        "teachers": [teacher("t", "x"), teacher("u", "y")],
        "rooms": [{"room_id": "r", "capacity": 9, "groups": 2}],
        "choices": [*wants("a1", "x", "y"), *wants("a2", "x", "y")],
    }
    return school(**(base | tables))


def planned(given: School) -> Plan:
    """Its plan, every goal proven."""
    plan = solve(given, Options(time_limit=30))
    assert [s.goal for s in plan.scores if s.status != "optimal"] == []
    return plan


def values(given: School) -> dict[str, int]:
    """The goals that are not 0."""
    return {s.goal: s.value for s in planned(given).scores if s.value}
