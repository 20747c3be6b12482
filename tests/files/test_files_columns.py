"""Whole columns that went wrong are told once, and not by every row of them."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from four_classes import CLASSES, STUDENTS, school

from models.checks import faults
from models.school import School
from scheduler.errors import InputFault
from scheduler.files import describe_all, load_school


def swapped(table: str, one: str, other: str, rows: int | None = None, **tables: Any) -> School:
    """The school with two cells of each row of a table, or of the first rows, in each other's place."""
    made = school(**tables)
    found = [row.model_dump() for row in getattr(made, table)]
    for row in found[:rows]:
        row[one], row[other] = row[other], row[one]
    return made.replaced(**{table: tuple(type(getattr(made, table)[0]).model_validate(row) for row in found)})


NAMES = [{"student_id": s, "name": f"学生{n}", "class_id": c} for n, (s, c) in enumerate(STUDENTS)]
TEACHING = [{"teacher_id": f"T{n}", "class_id": c, "subject": "语文"} for n, c in enumerate(("1A", "2A", "2B"), 1)]
TEACHERS = [{"teacher_id": f"T{n}", "name": f"教师{n}"} for n in (1, 2, 3)]

HEADS = [{"teacher_id": f"T{c}", "name": f"教师{c}"} for c in CLASSES]
HEADED = [{"class_id": c, "grade": g, "head_teacher": f"T{c}"} for c, g in CLASSES.items()]
PINNED = [{"student_id": s, "block": "F", "activity_id": "ball"} for s, _ in STUDENTS[:4]]
SIZED = [row.model_dump() | {"min_size": 2, "max_size": 30} for row in school().activities]

PAIRS: dict[tuple[str, str, str], dict[str, Any]] = {
    ("choices", "student_id", "activity_id"): {},
    ("classes", "class_id", "grade"): {},
    ("students", "student_id", "name"): {"students": NAMES},
    ("students", "student_id", "class_id"): {},
    ("students", "class_id", "name"): {"students": NAMES},
    ("classes", "class_id", "head_teacher"): {"teachers": HEADS, "classes": HEADED},
    ("pin_placements", "student_id", "block"): {"pin_placements": PINNED},
    ("activities", "min_size", "max_size"): {"activities": SIZED},
    ("teaching", "teacher_id", "class_id"): {"teaching": TEACHING, "teachers": TEACHERS},
    ("teachers", "teacher_id", "name"): {"teaching": TEACHING, "teachers": TEACHERS},
    ("activities", "activity_id", "name"): {},
    ("slots", "start", "end"): {},
}


@pytest.mark.parametrize("pair", PAIRS)
def test_two_columns_that_have_changed_places_are_one_fault(pair: tuple[str, str, str]) -> None:
    table, one, other = pair
    (fault,) = faults(swapped(*pair, **PAIRS[pair]))
    assert (fault.table, fault.index, fault.column, fault.wanted) == (table, None, one, "files.columns_swapped")
    assert fault.args["differ"] == f"{one};{other}"
    assert [f.wanted for f in faults(school(**PAIRS[pair]))] == []


def test_a_few_rows_in_each_others_place_are_told_as_they_are() -> None:
    """Five of twenty."""
    found = faults(swapped("choices", "student_id", "activity_id", 5))
    assert "files.columns_swapped" not in {fault.wanted for fault in found}
    assert len(found) >= 5


def test_in_words(tmp_path: Path, data: Path) -> None:
    shutil.copytree(data / "good", tmp_path / "s")
    path = tmp_path / "s" / "choices.csv"
    rows = [line.split(",") for line in path.read_text(encoding="utf-8-sig").splitlines()]
    rows[1:] = [[row[3], row[1], row[2], row[0]] for row in rows[1:]]
    path.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    with pytest.raises(InputFault) as caught:
        load_school(tmp_path / "s")
    count = len(rows) - 1
    assert describe_all(caught.value.problems, "zh") == [
        f"choices.csv，student_id（学号）列：学号、活动编号两列填反了吧？有{count}行都是反的。请把两列的内容对调，标题不动。"
    ]
    assert describe_all(caught.value.problems, "en") == [
        f"choices.csv, column student_id: The columns student_id, activity_id seem to have changed places: {count} rows have each in "
        "the other. Put what stands in them into the right one, and leave the headings."
    ]


@pytest.mark.parametrize(("left_out", "dragged"), [(False, True), (True, False)])
def test_cells_that_were_dragged_down_are_told_as_that(left_out: bool, dragged: bool) -> None:
    """The classes of students become 11 to 15. Where others are in these classes too, they were left out of the table."""
    rows = [s.model_dump() for s in school().students]
    for number, row in enumerate(rows[:5], 11):
        row["class_id"] = str(number)
    teaching = [{"teacher_id": "T1", "class_id": str(n), "subject": "语文"} for n in range(11, 16)]
    found = faults(school(students=rows, choices=[], teaching=teaching if left_out else []))
    assert {f.wanted for f in found if f.table == "students"} == {f"files.{'dragged' if dragged else 'unknown_id'}"}
    assert [f.index for f in found if f.table == "students"] == [0, 1, 2, 3, 4]
    assert not dragged or found[0].args == {"from": "11", "to": "15"}


def test_what_else_is_wrong_is_told_beside_it() -> None:
    """A student whom nobody knows, and a class that nobody knows in another table."""
    made = swapped("choices", "student_id", "activity_id")
    rows = [row.model_dump() for row in made.choices]
    rows[0]["activity_id"] = "1A-99"
    students = [s.model_dump() | ({"class_id": "9Z"} if s.student_id == "2A-1" else {}) for s in made.students]
    found = faults(made.replaced(choices=school(choices=rows).choices, students=school(students=students).students))
    assert [(f.table, f.index, f.column, f.found) for f in found] == [
        ("choices", None, "student_id", ""),
        ("students", 5, "class_id", "9Z"),
        ("choices", 0, "student_id", "1A-99"),
    ]


@pytest.mark.parametrize("table", ["slots", "classes", "activities", "students", "pattern", "teachers"])
def test_a_table_that_is_not_there_is_one_fault(table: str) -> None:
    tables = {"teaching": TEACHING, "teachers": TEACHERS} | {table: []}
    (fault,) = faults(school(**tables))
    assert (fault.table, fault.index, fault.wanted) == (table, None, "files.table_empty")


def test_a_table_that_few_need_is_not_missed() -> None:
    """One class has a room."""
    classes = [row.model_dump() for row in school().classes]
    classes[0]["room_id"] = "R1"
    assert [(f.table, f.wanted) for f in faults(school(classes=classes))] == [("classes", "files.unknown_id")]
