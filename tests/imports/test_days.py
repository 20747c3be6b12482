"""The day that a heading, a group of columns, a sheet or a file names: its block, or a fault; never another day's."""

from collections.abc import Callable
from pathlib import Path

import pytest

from models.school import School
from scheduler.files import save_school
from scheduler.importing import Import, look
from scheduler.imports.weekdays import weekdays_in, without_deadlines

Sheet = Callable[..., Path]


@pytest.fixture
def one_block(tmp_path: Path, school: School) -> Path:
    """The school with electives on Wednesday alone, and no choices yet."""
    pattern = tuple(row for row in school.pattern if row.slot_id == "wed1")
    save_school(school.replaced(pattern=pattern, choices=()), tmp_path / "one", "zh")
    return tmp_path / "one"


def lists(found: Import) -> dict[tuple[str, str | None], tuple[str, ...]]:
    return {(one.student_id, one.block): one.new for one in found.merged.lists}


def wrong(found: Import) -> list[tuple[int | None, str | None, str]]:
    return [(p.row, p.column, p.wanted) for p in found.problems]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("周二第一志愿", [2]),
        ("星期4 第2志愿", [4]),
        ("周一至周五", [1, 2, 3, 4, 5]),
        ("周一到三第一志愿", [1, 2, 3]),
        ("周二、四第一志愿", [2, 4]),
        ("周一、三志愿", [1]),
        ("每周三次的社团", []),
        ("周三次选", [3]),
        ("Tues 1st choice", [2]),
        ("Thursdays", [4]),
        ("Mon-Wed", [1, 2, 3]),
        ("sundae", []),
        ("周二第一志愿（周五前交）", [2]),
        ("截止时间：周五", []),
        ("1st choice (by Friday)", []),
    ],
)
def test_weekdays(text: str, days: list[int]) -> None:
    assert weekdays_in(without_deadlines(text)) == days


@pytest.mark.parametrize(
    "heading",
    ["周二第一志愿", "星期2第一志愿", "第一志愿（周二）", "Tues 1st choice", "周二志愿排序", "周二志愿", "周二-绘画"],
)
def test_a_day_without_a_block_is_refused(heading: str, one_block: Path, sheet: Sheet) -> None:
    mark = "1" if "绘画" in heading else "绘画"
    found = look("choices", sheet(f"学号,{heading}", f"26301,{mark}"), one_block)
    assert wrong(found) == [(1, heading, "imports.heading_day")]
    assert found.problems[0].args["blocks"] == "wed@3"
    assert (found.merged.lists, found.changes) == ((), ())


def test_the_day_that_has_a_block_is_kept_apart_from_the_one_that_has_none(one_block: Path, sheet: Sheet) -> None:
    """Neither day's answers count as a second, different answer of the other."""
    file = sheet("学号,周二第一志愿,周二第二志愿,周三第一志愿,周三第二志愿", "26301,绘画,书法,中国象棋,绘画")
    found = look("choices", file, one_block)
    assert wrong(found) == [
        (1, "周二第一志愿", "imports.heading_day"),
        (1, "周二第二志愿", "imports.heading_day"),
    ]
    assert lists(found) == {("26301", "wed"): ("chess", "painting")}


def test_a_day_does_not_fall_back_to_the_block_of_the_command_line(one_block: Path, sheet: Sheet) -> None:
    found = look("choices", sheet("学号,周二第一志愿", "26301,绘画"), one_block, block="wed")
    assert [p.wanted for p in found.problems] == ["imports.heading_day"]
    assert found.merged.lists == ()


def test_a_group_of_columns_on_a_day_without_a_block(one_block: Path, sheet: Sheet) -> None:
    found = look("choices", sheet(",周二,周三", "学号,第一志愿,第一志愿", "26301,绘画,书法"), one_block)
    assert wrong(found) == [(1, "周二", "imports.heading_day")]
    assert lists(found) == {("26301", "wed"): ("calligraphy",)}


def test_lists_in_cells_of_two_days(instance: Path, sheet: Sheet) -> None:
    found = look("choices", sheet("学号,周三志愿排序,周五志愿排序", "26302,绘画→书法,舞蹈"), instance)
    assert found.problems == []
    assert lists(found) == {("26302", "wed"): ("painting", "calligraphy"), ("26302", "fri"): ("dance",)}


def test_headings_that_mean_every_day(instance: Path, sheet: Sheet) -> None:
    found = look("choices", sheet("学号,周一至周五第一志愿", "26302,绘画"), instance)
    assert (found.problems, lists(found)) == ([], {("26302", None): ("painting",)})


def test_two_blocks_on_one_day_are_not_told_apart_by_it(tmp_path: Path, school: School, sheet: Sheet) -> None:
    slots = tuple(s if s.slot_id == "wed1" else s.model_copy(update={"weekday": 3, "start": s.start.replace(hour=17), "end": s.end.replace(hour=17)}) for s in school.slots)  # fmt: skip
    students = tuple(s.model_copy(update={"weekdays": (3,)}) for s in school.students)
    save_school(school.replaced(slots=slots, students=students, choices=()), tmp_path / "two", "zh")
    found = look("choices", sheet("学号,周三第一志愿", "26301,绘画"), tmp_path / "two")
    assert [p.wanted for p in found.problems] == ["imports.heading_day"]
    named = look("choices", sheet("学号,周三fri第一志愿", "26301,绘画"), tmp_path / "two")
    assert lists(named) == {("26301", "fri"): ("painting",)}


def test_an_id_and_a_day_that_contradict_each_other(instance: Path, sheet: Sheet) -> None:
    found = look("choices", sheet("学号,周三fri第一志愿", "26301,绘画"), instance)
    assert [p.wanted for p in found.problems] == ["imports.heading_day"]


@pytest.mark.parametrize("cell", ["周二", "周三、周五"])
def test_a_column_of_days_names_one_block(cell: str, instance: Path, sheet: Sheet) -> None:
    found = look("choices", sheet("学号,星期,第一志愿", f"26301,{cell},绘画"), instance)
    assert [p.wanted for p in found.problems] == ["imports.unknown_block"]
    assert found.merged.lists == ()


def test_the_name_of_a_file_gives_the_block(instance: Path, sheet: Sheet) -> None:
    lines = ("学号,第一志愿", "26402,绘画")
    found = look("choices", sheet(*lines, name="周三问卷.csv"), instance)
    assert lists(found) == {("26402", "wed"): ("painting",)}
    assert [note.key for note in found.findings.notes] == ["imports.title_block"]
    other = look("choices", sheet(*lines, name="周二问卷.csv"), instance)
    assert wrong(other) == [(None, None, "imports.title_day")]
    assert other.merged.lists == ()
    said = look("choices", sheet(*lines, name="周二问卷.csv"), instance, block="wed")
    assert (said.problems, lists(said)) == ([], {("26402", "wed"): ("painting",)})


def test_a_club_whose_cell_names_another_day(instance: Path, sheet: Sheet) -> None:
    file = sheet("学号,周三第一志愿", "26301,绘画（周五）", "26302,绘画（周三、周五）", "26303,书法（周三）")
    found = look("choices", file, instance)
    assert wrong(found) == [(2, "周三第一志愿", "imports.other_day")]
    assert lists(found) == {("26302", "wed"): ("painting",), ("26303", "wed"): ("calligraphy",)}
