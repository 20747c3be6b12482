"""Whole columns that went wrong are told once, and not by every row of them."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from four_classes import CLASSES, STUDENTS, school
from openpyxl import load_workbook

from models.checks import faults
from models.school import School
from scheduler.errors import InputFault
from scheduler.files import describe_all, load_school, save_school
from scheduler.messages import Lang


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
        f"choices.csv，student_id（学号）列：学号、活动编号两列填反了吧？至少有{count}行是反的。请把两列的内容对调，标题不动。"
    ]
    assert describe_all(caught.value.problems, "en") == [
        f"choices.csv, column student_id: The columns student_id, activity_id seem to have changed places: at least {count} rows "
        "have them the wrong way round. Exchange the contents of the two columns, and leave the headings."
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


def renamed(table: str, column: str, ids: list[str], **tables: Any) -> School:
    """The school with other ids in a table, and the old ones wherever they are named."""
    rows = [row.model_dump() | {column: one} for row, one in zip(getattr(school(**tables), table), ids, strict=True)]
    return school(**tables | {table: rows})


IDS = [("students", "student_id", 20), ("classes", "class_id", 4), ("slots", "slot_id", 4)]


@pytest.mark.parametrize(("table", "column", "count"), IDS)
@pytest.mark.parametrize(("ids", "wanted"), [("{}", "files.ids_dragged"), ("{0}x{0}", "files.ids_unmatched")])
def test_ids_that_others_do_not_name_are_one_fault(table: str, column: str, count: int, ids: str, wanted: str) -> None:
    """1, 2, 3 and so on, as when dragged down, or others."""
    (fault,) = faults(renamed(table, column, [ids.format(n) for n in range(1, count + 1)]))
    assert (fault.table, fault.index, fault.column, fault.wanted) == (table, None, column, wanted)


def test_ids_dragged_down_from_the_first_are_one_fault_though_some_are_right() -> None:
    """1A-1 to 1A-20, of which five are somebody's."""
    (fault,) = faults(renamed("students", "student_id", [f"1A-{n}" for n in range(1, 21)]))
    assert (fault.wanted, fault.args["from"], fault.args["to"]) == ("files.ids_dragged", "1A-1", "1A-20")
    assert fault.args["count"] == sum(not row.student_id.startswith("1A") for row in school().choices)


def test_rows_that_were_left_out_of_a_table_are_no_wrong_ids() -> None:
    """Five students alone are there, or seven rooms in a row, of which all are named, and five more are."""
    found = faults(school(students=[{"student_id": s, "class_id": c} for s, c in STUDENTS[:5]]))
    assert {f.wanted for f in found} == {"files.unknown_id"}
    rooms = [{"room_id": f"R{n}", "capacity": 40} for n in range(1, 6)]
    classes = [
        {"class_id": f"{g}{n}", "grade": g, "room_id": f"R{5 * int(g) - 5 + n}"} for g in "12" for n in range(1, 5)
    ]
    found = faults(school(rooms=rooms, classes=classes, students=[], choices=[]))
    assert "files.ids_dragged" not in {f.wanted for f in found}
    assert [f.found for f in found if f.column == "room_id"] == ["R6", "R7", "R8", "R9"]


def test_other_ids_in_words(tmp_path: Path, data: Path) -> None:
    shutil.copytree(data / "good", tmp_path / "s")
    path = tmp_path / "s" / "students.csv"
    rows = path.read_text(encoding="utf-8-sig").splitlines()
    at = rows[0].split(",").index("student_id")
    cells = [row.split(",") for row in rows]
    for number, row in enumerate(cells[1:], 1):
        row[at] = str(number)
    path.write_text("\n".join(",".join(row) for row in cells), encoding="utf-8")
    with pytest.raises(InputFault) as caught:
        load_school(tmp_path / "s")
    assert describe_all(caught.value.problems, "zh") == [
        "students.csv，student_id（学号）列：这一列一行比一行多 1（从 1 到 12），像是向下拖动时自动填充出来的：choices.csv（志愿）、tutoring.csv（辅导名单）、"
        "pin_placements.csv（固定学生）里有27处写的编号（如 2610101、2610102、2610103）这里都没有。请恢复这一列原来的编号，别的表不要改。"
    ]
    assert describe_all(caught.value.problems, "en") == [
        "students.csv, column student_id: Each cell of this column is one more than that above it, from 1 to 12, as when a cell is "
        "dragged down: what choices, tutoring, pin_placements name (27 times, like 2610101, 2610102, 2610103) is not here. Put back "
        "the ids that were in this column, and leave the other tables."
    ]


@pytest.mark.parametrize("left_out", [False, True])
def test_students_to_be_tutored_that_were_dragged_down(left_out: bool) -> None:
    """1A-5, which is somebody, to 1A-9. Where these have choices too, they were left out of the students."""
    tutor = {"activity_id": "plus", "name": "提高", "kind": "tutoring"}
    tables: dict[str, Any] = {"activities": [*(row.model_dump() for row in school().activities), tutor]}
    tables["tutoring"] = [{"student_id": f"1A-{n}", "activity_id": "plus"} for n in range(5, 10)]
    more = [{"student_id": f"1A-{n}", "block": "F", "rank": 1, "activity_id": "chess"} for n in range(6, 10)]
    tables["choices"] = [row.model_dump() for row in school().choices] + (more if left_out else [])
    found = [f for f in faults(school(**tables)) if f.table == "tutoring"]
    assert [(f.index, f.wanted) for f in found] == [
        (n, f"files.{'unknown_id' if left_out else 'dragged'}") for n in range(1, 5)
    ]


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


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "“学生”表：这张表没有，"), ("en", "students: This table is not there ")]
)
def test_a_sheet_that_is_not_there_is_told_by_its_title(tmp_path: Path, lang: Lang, said: str) -> None:
    path = tmp_path / "s.xlsx"
    save_school(school(), path, lang)
    book = load_workbook(path)
    del book["学生" if lang == "zh" else "students"]
    book.save(path)
    with pytest.raises(InputFault) as caught:
        load_school(path)
    (line,) = describe_all(caught.value.problems, lang)
    assert line.startswith(said)


def test_a_table_that_few_need_is_not_missed() -> None:
    """One class has a room."""
    classes = [row.model_dump() for row in school().classes]
    classes[0]["room_id"] = "R1"
    assert [(f.table, f.wanted) for f in faults(school(classes=classes))] == [("classes", "files.unknown_id")]


@pytest.mark.parametrize(("most", "wanted"), [(0, "size_none"), (1, "sizes"), (2, "")])
def test_no_student_at_most_is_told_apart_from_too_few(most: int, wanted: str) -> None:
    """Who writes 0 wants to close the club: it is told how."""
    rows = [row | ({"max_size": most} if row["activity_id"] == "chess" else {}) for row in SIZED]
    assert [(f.column, f.wanted) for f in faults(school(activities=rows))] == [("max_size", f"files.{wanted}")] * bool(
        wanted
    )
