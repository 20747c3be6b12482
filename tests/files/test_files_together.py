"""A wrong cell in a row that others refer to is named, and what follows from it is not, also beside cells that cannot be read."""

import csv
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from four_classes import changed, school

from models.school import School
from scheduler.errors import InputFault
from scheduler.files import load_school, save_school

Cell = tuple[str, int, str, str]
"""Table, index of the row, column, and what somebody typed there."""

UNREADABLE: dict[str, Cell] = {
    "slots": ("slots", 0, "start", "下午4点"),
    "slot_id": ("slots", 0, "slot_id", "m;1"),
    "pattern": ("pattern", 2, "kind", "elektive"),
    "block": ("pattern", 3, "block", "F;G"),
    "grade": ("pattern", 3, "grade", "1;2"),
    "classes": ("classes", 0, "grade", "1;2"),
    "class_id": ("classes", 0, "class_id", "1;A"),
    "activities": ("activities", 3, "max_size", "many"),
    "students": ("students", 0, "weekdays", "8"),
    "choices": ("choices", 0, "rank", "first"),
}

ALWAYS = {
    "a grade that is none": ("classes", 2, {"grade": "三"}, "grade_gone"),
    "the grade of others": ("classes", 2, {"grade": "3"}, "grade_misfit"),
    "a club that is none": ("activities", 2, {"kind": "tutoring"}, "kind_not_club"),
}

OF_BLOCKS = {
    "a block that was one": ("pattern", 11, {"kind": "homework", "block": None}, "kind_misfit"),
    "another weekday": ("slots", 3, {"weekday": 6}, "weekday_misfit"),
    "a student's days": ("students", 5, {"weekdays": [1]}, "student_weekdays"),
}

TUTORED = [{"student_id": f"2B-{n}", "activity_id": "extra"} for n in (1, 2)]


def faults_with(term: School, cell: Cell, path: Path) -> set[tuple[str, int | None, str | None, str]]:
    """What is said of a folder or a workbook in which one more cell is mistyped: table, index of the row, column, message."""
    table, index, column, typed = cell
    head = 1
    save_school(term, path, "en")
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        sheet = book[table]
        head = next(n for n in range(1, 20) if column in [c.value for c in sheet[n]])
        at = [c.value for c in sheet[head]].index(column) + 1
        sheet.cell(head + 1 + index, at, typed)
        book.save(path)
    else:
        file = path / f"{table}.csv"
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
        rows[index][column] = typed
        with file.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    with pytest.raises(InputFault) as caught:
        load_school(path)
    return {
        (p.file.removesuffix(".csv"), p.row and p.row - head - 1, p.column, p.wanted.removeprefix("files."))
        for p in caught.value.problems
    }


def tutored(table: str, index: int, **cells: Any) -> School:
    """The same with tutoring for grade 2 that two students of class 2B are to have."""
    term = changed(table, index, **cells)
    extra = {"activity_id": "extra", "name": "培优", "kind": "tutoring", "grades": ["2"]}
    rows = {name: [row.model_dump() for row in getattr(term, name)] for name in ("activities", "tutoring", table)}
    rows["activities"].append(extra)
    return school(**rows | {"tutoring": TUTORED})


@pytest.mark.parametrize(
    ("other", "form"),
    [*((other, "school") for other in UNREADABLE), ("slots", "school.xlsx"), ("students", "school.xlsx")],
)
@pytest.mark.parametrize("case", [*ALWAYS, *OF_BLOCKS])
def test_both_cells_are_named_and_nothing_else(case: str, other: str, form: str, tmp_path: Path) -> None:
    """Where it is not known which grades have rows in the pattern, or which class is meant, what depends on it waits."""
    table, index, cells, key = (ALWAYS | OF_BLOCKS)[case]
    unreadable = UNREADABLE[other]
    found = faults_with(tutored(table, index, **cells), unreadable, tmp_path / form)
    assert {(t, i, c) for t, i, c, _ in found if (t, i, c) == unreadable[:3]} == {unreadable[:3]}
    rest = {(t, i, k) for t, i, c, k in found if (t, i, c) != unreadable[:3]}
    if other == "grade":  # it may be that of any grade
        key = "grade_misfit" if case == "a grade that is none" else key
        assert rest == (set() if case == "a block that was one" else {(table, index, key)})
    else:
        assert rest == {(table, index, key)}


CELLS: list[Cell] = [
    *(("slots", row, column, "?;?") for row in range(4) for column in ("slot_id", "weekday", "start")),
    *(("pattern", row, column, "?;?") for row in range(12) for column in ("grade", "slot_id", "kind", "block")),
    *(("classes", row, column, "?;?") for row in range(4) for column in ("class_id", "grade", "room_id")),
]


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: "-".join(map(str, cell[:3])))
def test_what_is_told_beside_a_cell_that_cannot_be_read_is_no_consequence_of_it(cell: Cell, tmp_path: Path) -> None:
    """Of a school without another fault only the cell is told; of one with several wrong cells no other than these."""
    assert {found[:3] for found in faults_with(tutored("classes", 0, grade="1"), cell, tmp_path / "sound")} == {
        cell[:3]
    }
    wrong = school(
        classes=[c.model_dump() | ({"grade": "三"} if c.class_id == "3A" else {}) for c in school().classes],
        students=[s.model_dump() | ({"weekdays": [1]} if s.student_id == "2A-1" else {}) for s in school().students],
    )
    told = faults_with(wrong, cell, tmp_path / "wrong")
    meant = {("classes", 3), ("students", 5)}
    assert {(t, i) for t, i, *_ in told} <= meant | {cell[:2]}
    assert cell[0] != "slots" or {(t, i) for t, i, *_ in told} == meant | {cell[:2]}


def test_another_fault_of_the_same_row_hides_nothing(tmp_path: Path) -> None:
    """An unknown head teacher says nothing of a class's grade, and too small a largest size nothing of a club's kind."""
    term = tutored("classes", 2, grade="三")
    found = faults_with(term, ("classes", 2, "head_teacher", "T9"), tmp_path / "a")
    assert {(i, k) for _, i, _, k in found} == {(2, "unknown_id"), (2, "grade_gone")}
    term = changed("activities", 2, kind="tutoring", min_size=9)
    found = faults_with(term, ("activities", 2, "max_size", "8"), tmp_path / "b")
    assert {(i, k) for _, i, _, k in found} == {(2, "sizes"), (2, "kind_not_club")}


def test_two_classes_with_the_same_wrong_grade_are_both_named(tmp_path: Path) -> None:
    rows = [row.model_dump() for row in school().classes]
    rows[1]["grade"] = rows[2]["grade"] = "二"
    found = faults_with(school(classes=rows), UNREADABLE["slots"], tmp_path / "school")
    assert {(t, i) for t, i, _, _ in found} == {("slots", 0), ("classes", 1), ("classes", 2)}


def test_a_wrong_choice_in_a_class_with_an_unknown_room_is_told(tmp_path: Path) -> None:
    """Drama is not for grade 3."""
    choices = [*(c.model_dump() for c in school().choices)]
    choices.append({"student_id": "3A-1", "block": "F", "rank": 3, "activity_id": "drama"})
    found = faults_with(school(choices=choices), ("classes", 3, "room_id", "R9"), tmp_path / "school")
    assert {(t, k) for t, _, _, k in found} == {("classes", "unknown_id"), ("choices", "activity_grade")}
