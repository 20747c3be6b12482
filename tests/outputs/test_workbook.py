"""The workbook, cell by cell; and rendered, where a program for that is there."""

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from models.plan import Plan
from models.school import School
from scheduler.outputs import VIEWS
from scheduler.outputs.booklet import build_booklet
from scheduler.outputs.cells import lines_of, units
from scheduler.outputs.sheet_names import FileNames, SheetNames
from scheduler.outputs.workbook import write_workbook


@pytest.fixture(scope="module")
def path(plan: Plan, school: School, tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("book") / "out.xlsx"
    write_workbook(build_booklet(plan, school, "zh", VIEWS, date(2026, 10, 10)), found, "zh")
    return found


@pytest.fixture(scope="module")
def book(path: Path) -> Workbook:
    return load_workbook(path)


def test_a_sheet_for_each_page_and_a_first_one_that_links_to_all(book: Workbook) -> None:
    titles = book.sheetnames
    assert titles[:4] == ["目录", "101班", "101班 签到", "王芳 t1"]
    assert len({title.casefold() for title in titles}) == len(titles)
    links = {cell.hyperlink.location for row in book["目录"].iter_rows() for cell in row if cell.hyperlink}
    assert links == {"'" + title.replace("'", "''") + "'!A1" for title in titles[1:]}
    for title in titles[1:]:
        back = [cell.hyperlink.location for row in book[title].iter_rows() for cell in row if cell.hyperlink]
        assert back == ["'目录'!A1"]


def test_every_sheet_prints_as_wide_as_one_a4(book: Workbook) -> None:
    for sheet in book.worksheets:
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_area


def test_the_link_back_is_not_printed(book: Workbook) -> None:
    sheet = book["101班"]
    assert sheet.print_area.endswith(f"$F${sheet.max_row}")


def test_long_tables_repeat_their_heading(book: Workbook) -> None:
    sheet = book["101班 签到"]
    assert sheet.print_title_rows == "$1:$3"
    assert [cell.value for cell in sheet[3]][:3] == ["序号", "姓名", "周一 16:10"]
    below = book["101班"]
    row = int(below.print_title_rows.strip("$").split(":")[0])
    assert [cell.value for cell in below[row] if cell.value][:4] == ["时间", "活动", "地点", "学生"]


def test_a_grid_is_coloured_by_kind_and_a_block_is_merged(book: Workbook) -> None:
    sheet = book["101班"]
    assert [sheet.cell(3, column).value for column in range(1, 7)] == [
        "节次", "星期一", "星期二", "星期三", "星期四", "星期五"
    ]  # fmt: skip
    assert sheet["A4"].value == "第1节\n16:10–16:50"
    assert sheet["B4"].value == "作业辅导\n王芳 t1\n一班\n小组 1人"
    assert sheet["B4"].fill.fgColor.rgb == "00DCEBFA"
    assert sheet["C4"].fill.fgColor.rgb == "00F6C1C1"
    assert "F4:F5" in {str(found) for found in sheet.merged_cells.ranges}


def test_no_cell_is_a_formula(book: Workbook) -> None:
    texts = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in texts} <= {"s", "n"}
    risky = [cell for cell in texts if cell.value == "=1+1"]
    assert risky
    assert all(cell.quotePrefix for cell in risky)
    assert not any(cell.quotePrefix for cell in texts if cell.value == "作业辅导")


def test_every_text_has_room_in_its_cell(book: Workbook) -> None:
    for sheet in book.worksheets:
        spans = {(r.min_row, r.min_col): (r.max_row, r.max_col) for r in sheet.merged_cells.ranges}
        for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)):
            down, right = spans.get((cell.row, cell.column), (cell.row, cell.column))
            if cell.alignment.shrink_to_fit or not cell.alignment.wrap_text or (cell.column > 2 and cell.hyperlink):
                continue
            letters = [get_column_letter(number) for number in range(cell.column, right + 1)]
            width = sum(sheet.column_dimensions[letter].width for letter in letters) * 10 / cell.font.sz
            height = sum(sheet.row_dimensions[row].height for row in range(cell.row, down + 1))
            assert lines_of(cell.value, width) * cell.font.sz * 1.3 <= height, (sheet.title, cell.coordinate)


def test_long_names_take_more_lines() -> None:
    assert units("王芳a1") == 6
    assert [lines_of("欧阳阿卜杜拉麦麦提艾力江", width) for width in (30, 14, 9)] == [1, 2, 3]
    assert lines_of("a\nb", 30) == 2


def test_slips_are_four_to_a_page(plan: Plan, school: School, tmp_path: Path) -> None:
    more = [school.students[0].model_copy(update={"student_id": f"q{n}", "name": f"学{n}"}) for n in range(9)]
    many = school.replaced(students=tuple(more))
    empty = plan.model_copy(update={"placements": (), "tutoring": ()})
    write_workbook(build_booklet(empty, many, "zh", ["student"]), tmp_path / "s.xlsx", "zh")
    sheet = load_workbook(tmp_path / "s.xlsx")["101班 学生条"]
    names = [(cell.row, cell.column) for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("学")]
    breaks = [found.id for found in sheet.row_breaks.brk]
    pages = [sum(row > at for at in breaks) for row, _ in names if (_, row) and sheet.cell(row, _).font.sz == 16]
    assert sorted(pages) == [0, 0, 0, 0, 1, 1, 1, 1, 2]


def test_sheet_names_are_legal_and_unlike() -> None:
    names = SheetNames()
    long = "社" * 40
    found = [
        names.take(name) for name in ("a/b:c*[d]", "A b c d", long, long, "'", "History", "😀" * 20, "x" * 31 + "y")
    ]
    assert found[0] == "a b c d"
    assert found[1] == "A b c d (2)"
    assert found[2] == "社" * 31
    assert found[3] == "社" * 27 + " (2)"
    assert found[5] == "History (2)"
    assert len({name.casefold() for name in found}) == len(found)
    assert all(0 < len(name.encode("utf-16-le")) <= 62 for name in found)


def test_file_names_are_safe_and_unlike() -> None:
    names = FileNames(".ics")
    found = [names.take(name) for name in ("../a", "王-t1", "王-T1", "con", "", "字" * 90)]
    assert found == ["_a.ics", "王-t1.ics", "王-T1 (2).ics", "_con.ics", "_.ics", "字" * 40 + ".ics"]


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_it(path: Path, tmp_path: Path) -> None:
    options = ["--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "pdf", "--outdir"]
    subprocess.run(["soffice", *options, str(tmp_path), str(path)], check=True, capture_output=True, timeout=120)
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")
