"""Grades and classes as people say them, and faults of a whole column in one line."""

from pathlib import Path

import pytest

from models.checks_said import said
from scheduler.errors import InputFault
from scheduler.files import describe_all, load_school

CLASSES = ("101", "102", "111", "201", "2-2", "3A")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("一（1）班", "101"),
        ("一(2)班", "102"),
        ("101班", "101"),
        ("一年级1班", "101"),
        ("1.1班", "101"),
        ("二年级2班", "2-2"),
        ("1年11班", "111"),
        ("一11", "111"),
        ("三班", ""),
        ("三（1）班", ""),
        ("七（1）班", ""),
        ("甲班", ""),
    ],
)
def test_a_class_as_it_is_called(name: str, meant: str) -> None:
    assert said(name, CLASSES) == meant


def test_what_could_be_two_classes_is_none() -> None:
    assert said("一（1）班", (*CLASSES, "11")) == ""


@pytest.mark.parametrize(
    ("name", "meant"),
    [("一年级", "1"), ("2年级", "2"), ("七年级", ""), ("小学一年级", "1"), ("一级", ""), ("初一年级", ""), ("甲", "")],
)
def test_a_grade_as_it_is_called(name: str, meant: str) -> None:
    assert said(name, ("1", "2")) == meant


TABLES = {
    "school.toml": 'name = "x"\n[term]\nname = "t"\nstart = 2026-09-01\nend = 2027-01-20\n',
    "classes.csv": "class_id,grade\n101,1\n102,1\n",
    "teachers.csv": "teacher_id,name\nT1,甲一\nT2,乙二\nT3,丙三\nT4,丁四\n",
    "students.csv": "student_id,name,class_id\nS1,甲,101\nS2,乙,101\nS3,丙,102\nS4,丁,102\nS5,戊,102\n",
    "teaching.csv": "teacher_id,class_id,subject\nT1,101,语文\nT2,101,数学\nT3,102,语文\nT4,102,数学\n",
}


def lines(folder: Path, lang: str, **tables: str) -> list[str]:
    for name, text in (TABLES | {f"{table}.csv": text for table, text in tables.items()}).items():
        (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputFault) as caught:
        load_school(folder)
    return describe_all(caught.value.problems, lang)  # type: ignore[arg-type]


def test_a_column_of_names_is_one_line(tmp_path: Path) -> None:
    names = "teacher_id,class_id,subject\n甲一,101,语文\n乙二,101,数学\n丙三,102,语文\n丁四,102,数学\n"
    assert lines(tmp_path, "zh", teaching=names) == [
        "teaching.csv，第 2 至 5 行，teacher_id（教师编号）列：这里要填编号，不填姓名：甲一的编号是 T1、乙二的编号是 T2、丙三的编号是 T3、丁四的编号是 T4。"
    ]
    assert lines(tmp_path, "en", teaching=names) == [
        "teaching.csv, rows 2 to 5, column teacher_id: Ids are wanted here, no names: the id of 甲一 is T1, the id of 乙二 is T2, the id of 丙三 is T3, the id of 丁四 is T4."
    ]


def test_three_names_are_told_each_in_its_row(tmp_path: Path) -> None:
    names = "teacher_id,class_id,subject\n甲一,101,语文\n乙二,101,数学\n丙三,102,语文\nT4,102,数学\n"
    assert len(lines(tmp_path, "zh", teaching=names)) == 3


@pytest.mark.parametrize("name", ["甲", ""])
@pytest.mark.parametrize("blank", [2, 3, 4, 5])
def test_a_column_that_is_filled_in_the_first_row_alone(tmp_path: Path, blank: int, name: str) -> None:
    """Where there is nothing else in so many rows, either, these are no notes below the table."""
    rows = [f"S{n},{name},{'101' if n + blank <= 6 else ''}" for n in range(1, 7)]
    found = lines(tmp_path, "zh", students="\n".join(["student_id,name,class_id", *rows, ""]))
    if blank <= 3 and not name:
        assert len(found) == blank
        assert all("看来是说明或合计" in line for line in found)
    else:
        (line,) = found
        assert ("请取消合并，向下填满" in line) == (blank > 3)


def test_classes_and_grades_as_they_are_called_are_told_with_their_ids(tmp_path: Path) -> None:
    slots, pattern = "slot_id,weekday,start,end\nm1,1,16:00,16:40\n", "grade,slot_id,kind\n一年级,m1,homework\n"
    students = "student_id,class_id\nS1,一（2）班\n"
    said = lines(tmp_path, "zh", slots=slots, pattern=pattern, students=students)
    assert [line.rpartition("现为：")[2] for line in said] == ["一年级。是不是“1”？", "一（2）班。是不是“102”？"]
