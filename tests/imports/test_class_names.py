"""Classes that cannot be told: all that fit are said, none is guessed, and the row's other faults are said as well."""

from collections.abc import Callable
from pathlib import Path

import pytest

from models.school import School
from scheduler.files import save_school
from scheduler.importing import look

Sheet = Callable[..., Path]


@pytest.fixture
def large(tmp_path: Path, school: School) -> Path:
    """The school with two classes in each of eight grades, and a third one in two of them."""
    base = school.classes[0]
    ids = [f"{grade}0{number}" for grade in range(1, 9) for number in (1, 2)] + ["303", "403"]
    grades = {one.class_id: one.grade for one in school.classes}
    classes = tuple(base.model_copy(update={"class_id": i, "grade": grades.get(i, i[0]), "head_teacher": None, "room_id": None}) for i in ids)  # fmt: skip
    save_school(school.replaced(classes=classes, choices=(), pattern=school.pattern), tmp_path / "large", "zh")
    return tmp_path / "large"


@pytest.mark.parametrize(
    ("typed", "wanted", "classes"),
    [
        ("3班", "imports.class_fits", "303; 403"),
        ("（三）班", "imports.class_fits", "303; 403"),
        ("三年级", "imports.class_fits", "301; 302; 303"),
        ("32班", "imports.class_fits", "302"),
        ("1班", "imports.unknown_class", None),  # eight classes: too many to read
        ("306", "imports.unknown_class", None),
        ("向日葵班", "imports.unknown_class", None),
        ("3月2日", "files.became_date", None),
        ("2-Mar", "files.became_date", None),
    ],
)
def test_what_is_said_of_a_class(typed: str, wanted: str, classes: str | None, large: Path, sheet: Sheet) -> None:
    found = look("choices", sheet("班级,姓名,第一志愿", f"{typed},何思齐,绘画"), large)
    (problem,) = found.problems
    assert (problem.row, problem.column, problem.wanted) == (2, "班级", wanted)
    assert problem.args.get("classes") == classes
    assert not problem.args.get("nearest")
    listed = look("students", sheet("学号,班级,姓名", f"26305,{typed},何思齐"), large)
    assert [(p.wanted, p.args.get("classes")) for p in listed.problems] == [(wanted, classes)]


@pytest.mark.parametrize(
    ("who", "wanted"),
    [
        ("3班,何思齐,", "imports.class_fits"),
        ("301,张伟,", "imports.name_fits_several"),
        (",,99999", "imports.unknown_student"),
        ("302,无名氏,", "imports.unknown_name"),
    ],
)
def test_other_faults_of_the_row_are_said_too(who: str, wanted: str, large: Path, sheet: Sheet) -> None:
    file = sheet("班级,姓名,学号,第一志愿,第二志愿", f"{who},攀岩,绘画", "301,林知远,26301,绘画,书法")
    found = look("choices", file, large)
    assert [(p.row, p.wanted, p.found if "club" in p.wanted else None) for p in found.problems] == [
        (2, wanted, None),
        (2, "imports.unknown_club", "攀岩"),
    ]
    assert [one.student_id for one in found.merged.lists] == ["26301"]


def test_other_faults_in_other_shapes(large: Path, sheet: Sheet) -> None:
    rows = look("choices", sheet("班级,姓名,志愿,社团", "3班,何思齐,第一,攀岩", "3班,何思齐,头,绘画"), large)
    assert [(p.row, p.wanted) for p in rows.problems] == [
        (2, "imports.class_fits"),
        (2, "imports.unknown_club"),
        (3, "imports.class_fits"),
        (3, "imports.bad_rank"),
    ]
    marks = look("choices", sheet("班级,姓名,绘画,书法", "3班,何思齐,1,喜欢"), large)
    assert [(p.row, p.wanted) for p in marks.problems] == [(2, "imports.class_fits"), (2, "imports.bad_rank")]
    blocks = look("choices", sheet("班级,姓名,选课段,第一志愿", "3班,何思齐,周二,绘画"), large)
    assert [(p.row, p.wanted) for p in blocks.problems] == [(2, "imports.class_fits"), (2, "imports.unknown_block")]
