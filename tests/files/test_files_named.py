"""A name in the place of an id: told at its row, with the id that others name and that no row has."""

from typing import Any

import pytest
from four_classes import school

from models.checks import faults

TEACHERS = [{"teacher_id": f"T{n}", "name": f"教师{n}"} for n in range(1, 7)]
ROOMS = [{"room_id": f"R{n}", "name": f"教室{n}", "capacity": 40} for n in (3, 4, 1, 2)]
CLASSES = [{"class_id": c, "grade": c[0], "room_id": f"R{n}"} for n, c in enumerate(("1A", "2A", "2B", "3A"), 1)]
HEADS = [row | {"head_teacher": f"T{n}"} for n, row in enumerate(CLASSES, 2)]


def told(
    table: str, ids: dict[int, str], rows: list[dict[str, Any]], column: str
) -> list[tuple[str, int | None, str, Any]]:
    """What is said of the school with those ids in some rows of a table."""
    own = [row | ({column: ids[i]} if i in ids else {}) for i, row in enumerate(rows)]
    base = {"teachers": TEACHERS, "rooms": ROOMS, "classes": HEADS}
    return [(f.table, f.index, f.wanted, f.args.get("meant")) for f in faults(school(**(base | {table: own})))]


def test_the_school_is_right() -> None:
    assert told("teachers", {}, TEACHERS, "teacher_id") == []


@pytest.mark.parametrize(
    ("ids", "found"),
    [
        ({2: "王芳"}, [(2, "T3")]),
        ({1: "王芳", 2: "李强"}, [(1, "T2"), (2, "T3")]),
        ({1: "王芳", 4: "李强"}, [(1, "T2"), (4, "T5")]),
        ({0: "王芳"}, []),  # nobody names T1
    ],
)
def test_teachers(ids: dict[int, str], found: list[tuple[int, str]]) -> None:
    assert told("teachers", ids, TEACHERS, "teacher_id") == [("teachers", i, "files.id_is_name", m) for i, m in found]


def test_rooms_in_no_order_and_classes() -> None:
    assert told("rooms", {0: "二年级教室"}, ROOMS, "room_id") == [("rooms", 0, "files.id_is_name", "R3")]
    assert told("classes", {1: "二年级A班"}, HEADS, "class_id") == [("classes", 1, "files.id_is_name", "2A")]


def test_who_has_left_is_not_who_is_new() -> None:
    """A row at the end is not that which is missing, nor one that others name by what stands there."""
    left = [row for row in TEACHERS if row["teacher_id"] != "T3"]
    assert all(wanted != "files.id_is_name" for _, _, wanted, _ in told("teachers", {4: "王芳"}, left, "teacher_id"))
    own = [row | ({"head_teacher": "王芳"} if row["class_id"] == "2A" else {}) for row in HEADS]
    rows = [row | ({"teacher_id": "王芳"} if i == 2 else {}) for i, row in enumerate(TEACHERS)]
    assert faults(school(teachers=rows, rooms=ROOMS, classes=own)) == []
