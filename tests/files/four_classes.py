"""A small school whose students all ask for what their grades have."""

from typing import Any

from models.school import School

CLASSES = {"1A": "1", "2A": "2", "2B": "2", "3A": "3"}
STUDENTS = [(f"{c}-{n}", c) for c in CLASSES for n in range(1, 6)]
SLOTS = {"m1": 1, "t1": 2, "w1": 3, "f1": 5}
PATTERN = [("m1", "homework", ""), ("t1", "strand", ""), ("w1", "elective", "W"), ("f1", "elective", "F")]


def school(**tables: Any) -> School:
    """Four classes of five: homework on Monday, a strand on Tuesday, clubs F on Friday, and W on Wednesday, when grade 3 has
    homework. Everybody chooses chess, then ball for F; grades 1 and 2 choose drama, which is theirs alone, for W."""
    rows = [(grade, *row) for grade in "123" for row in PATTERN]
    rows = [(g, s, "homework", "") if (g, s) == ("3", "w1") else (g, s, k, b) for g, s, k, b in rows]
    choices = [(s, "F", rank, club) for s, _ in STUDENTS for rank, club in enumerate(("chess", "ball"), 1)]
    choices += [(s, "W", 1, "drama") for s, c in STUDENTS if c != "3A"]
    base: dict[str, Any] = {
        "name": "S",
        "term": {"name": "T", "start": "2026-09-07", "end": "2026-12-18"},
        "slots": [{"slot_id": s, "weekday": day, "start": "16:00", "end": "16:40"} for s, day in SLOTS.items()],
        "pattern": [{"grade": g, "slot_id": s, "kind": k, "block": b or None} for g, s, k, b in rows],
        "classes": [{"class_id": c, "grade": g} for c, g in CLASSES.items()],
        "teachers": [{"teacher_id": "T1", "name": "甲", "unavailable": ["t1"]}],
        "activities": [
            {"activity_id": "hw", "name": "作业", "kind": "homework"},
            {"activity_id": "art", "name": "艺术", "kind": "strand"},
            {"activity_id": "chess", "name": "象棋", "kind": "club"},
            {"activity_id": "ball", "name": "球", "kind": "club"},
            {"activity_id": "drama", "name": "戏剧", "kind": "club", "grades": ["1", "2"]},
        ],
        "students": [{"student_id": s, "class_id": c} for s, c in STUDENTS],
        "choices": [dict(zip(("student_id", "block", "rank", "activity_id"), row, strict=True)) for row in choices],
    }
    return School.model_validate(base | tables)


def changed(table: str, index: int, **cells: Any) -> School:
    """The school with other cells in one row."""
    rows = [row.model_dump() for row in getattr(school(), table)]
    rows[index] |= cells
    return school(**{table: rows})
