"""Workbooks as they come back from a school office: merged cells, blank sheets, remarks below a table."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from models.school import School
from scheduler.files import load_school, save_school

Fault = tuple[str, int | None, str | None, str]


@pytest.fixture
def good(data: Path) -> School:
    return load_school(data / "good")


@pytest.fixture
def book(good: School, tmp_path: Path) -> Path:
    save_school(good, tmp_path / "school.xlsx", "zh")
    return tmp_path / "school.xlsx"


def changed(path: Path, change: Callable[[openpyxl.Workbook], None]) -> Path:
    whole = openpyxl.load_workbook(path)
    change(whole)
    whole.save(path)
    return path


def test_a_cell_merged_down_counts_for_each_of_its_rows(book: Path, good: School) -> None:
    def merge(whole: openpyxl.Workbook) -> None:
        sheet = whole["学生"]
        column = [cell.value for cell in next(sheet.iter_cols(min_col=3, max_col=3))]
        first = 2
        for row in range(3, len(column) + 2):
            if row > len(column) or column[row - 1] != column[first - 1]:
                sheet.merge_cells(start_row=first, end_row=row - 1, start_column=3, end_column=3)
                first = row
        assert sheet.merged_cells.ranges

    assert load_school(changed(book, merge)) == good


def test_a_title_merged_across_is_no_row(book: Path, good: School) -> None:
    def head(whole: openpyxl.Workbook) -> None:
        sheet = whole["教师"]
        sheet.insert_rows(1)
        sheet["A1"] = "全体教师"
        sheet.merge_cells("A1:H1")

    assert load_school(changed(book, head)) == good


def test_blank_sheets_do_not_matter(book: Path, good: School) -> None:
    def add(whole: openpyxl.Workbook) -> None:
        whole.create_sheet("Sheet1")
        whole.create_sheet("Sheet2")["B3"] = "  "

    assert load_school(changed(book, add)) == good


def test_remarks_and_words_for_numbers_are_said_as_what_they_are(
    book: Path, good: School, faults_of: Callable[[Path], list[Fault]]
) -> None:
    last = len(good.students) + 1

    def scribble(whole: openpyxl.Workbook) -> None:
        sheet = whole["学生"]
        sheet.cell(last + 2, 1).value = "说明：以上学生自愿参加"
        sheet.cell(last + 3, 2).value = "合计 12 人"
        sheet["D2"] = "周一、周三"
        whole.create_sheet("草稿")["A1"] = "待定"

    assert faults_of(changed(book, scribble)) == [
        ("草稿", None, None, "unknown_sheet"),
        ("学生", 2, "weekdays", "cell_weekdays_meant"),
        ("学生", last + 2, None, "remark_row"),
        ("学生", last + 3, None, "remark_row"),
    ]


@pytest.mark.parametrize("title", ["学生 (2)", "学生（2）", "学生副本", "学生的副本", "学生-备份", "学生-copy2"])
def test_a_copy_of_a_sheet_is_told_as_one(book: Path, faults_of: Callable[[Path], list[Fault]], title: str) -> None:
    def copy(whole: openpyxl.Workbook) -> None:
        whole.copy_worksheet(whole["学生"]).title = title

    assert faults_of(changed(book, copy)) == [(title, None, None, "sheet_copied")]
