"""The PDF: fonts inside, text that can be read back, nothing beyond the edge of A4, rare characters told of."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from overflow import outside
from pypdf import PdfReader

from models.plan import Plan
from models.school import School
from scheduler.outputs.booklet import build_booklet
from scheduler.outputs.pages import Booklet, Column, Entry, Grid, GridCell, GridRow, Page, Slip, Table, Tint
from scheduler.outputs.pdf import codes, write_pdf
from scheduler.outputs.pdf.document import _sheets  # pyright: ignore[reportPrivateUsage]
from scheduler.outputs.pdf.letters import STAND_IN, Letters
from scheduler.outputs.pdf.sheets import MARGIN, Block, Box, flow, paper, room
from scheduler.outputs.views import VIEWS

LONG = "欧阳阿卜杜拉麦麦提艾力江"
#: Rare characters of names: of the first extension, and two beyond the first 65,536.
RARE = "䶮𬭎𣲗"


@pytest.fixture(scope="module")
def written(plan: Plan, school: School, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "all.pdf"
    booklet = build_booklet(plan, school, "zh", VIEWS, date(2026, 10, 10))
    assert write_pdf(booklet, plan, school, path, "zh").missing == ""
    return path


def fonts(path: Path) -> dict[str, Any]:
    """The font programme of every font that a page names."""
    found: dict[str, Any] = {}
    for page in PdfReader(path).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            found[str(font.get_object()["/BaseFont"])] = font.get_object()["/FontDescriptor"].get("/FontFile2")
    return found


def test_every_font_is_embedded_as_a_subset(written: Path) -> None:
    found = fonts(written)
    assert found
    assert all(name[7:8] == "+" and "NotoSansSC" in name for name in found)
    assert all(file is not None for file in found.values())
    assert written.stat().st_size < 400_000  # the whole font has ten millions


def test_the_text_can_be_read_back(written: Path) -> None:
    text = "\n".join(page.extract_text() for page in PdfReader(written).pages)
    for wanted in (LONG, "=1+1", "<script>", "日督导记录", "护学岗", "101班 课后服务签到表"):
        assert wanted in text, wanted


def test_all_sheets_are_a4(written: Path) -> None:
    sizes = {tuple(sorted(map(float, page.mediabox[2:]))) for page in PdfReader(written).pages}
    assert sizes == {(595.28, 841.89)}


def test_bookmarks_lead_to_the_pages_under_the_names_of_the_views(written: Path) -> None:
    reader = PdfReader(written)
    views = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert views == ["班级", "教师", "教室", "学生", "社团", "值班", "当日", "图表"]
    classes = reader.outline[1]
    assert [entry.title for entry in classes] == ["101班", "101班 签到"]  # type: ignore[union-attr]
    first = reader.get_destination_page_number(classes[0])  # type: ignore[index]
    assert "101班 课后服务课表" in reader.pages[first].extract_text()


def test_links_of_the_first_sheet_are_there(written: Path) -> None:
    reader = PdfReader(written)
    links = [link.get_object() for link in reader.pages[0]["/Annots"]]  # type: ignore[union-attr]
    pages = [reader.get_page_number(link["/Dest"][0].get_object()) for link in links]
    assert pages == sorted(pages)
    assert len(set(pages)) == len(pages) > 8
    assert 0 not in pages


def test_the_same_plan_gives_the_same_bytes(plan: Plan, school: School, tmp_path: Path) -> None:
    booklet = build_booklet(plan, school, "en", ("class",))
    for name in ("a.pdf", "b.pdf"):
        write_pdf(booklet, plan, school, tmp_path / name, "en")
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def one_page(page: Page) -> Booklet:
    return Booklet("一小", ("一小", "秋", "2026-09-01 – 2027-01-20"), (page,))


def class_page(clubs: int, name: str) -> Page:
    """A class whose students go to so many clubs, three to each."""
    columns = (Column("时间", 13), Column("活动", 14), Column("地点", 18), Column("学生", 40))
    rows = tuple(
        ("星期五 15:30", Tint("club", f"社团{n}"), f"教室{n} {name}", "、".join([name] * 3)) for n in range(clubs)
    )
    cell = GridCell((Entry("homework", "作业辅导", (name, "101班教室")),))
    grid = Grid("节次", ("星期一", "星期二"), (GridRow("第1节", "16:00–16:45", (cell, None)),))
    grid = replace(grid, rows=(replace(grid.rows[0], cells=(cell, GridCell())),))
    return Page("class", "101", "101班", "101班 课后服务课表", (), grid, (Table("去向", columns, rows),))


@pytest.mark.parametrize("clubs", [8, 60])
@pytest.mark.parametrize("name", ["王小明", LONG, "Maximilian-Alexander von Hohenstaufen"])
def test_nothing_leaves_its_cell_or_the_sheet(clubs: int, name: str) -> None:
    letters = Letters()
    page = class_page(clubs, name)
    assert outside(page, letters, one_page(page)) == []
    rows = [row for sheet, _ in _sheets(letters, page, one_page(page)) for _, row in sheet if row.head]
    assert len(rows) == clubs


def test_a_row_higher_than_a_sheet_goes_on_on_the_next() -> None:
    letters = Letters()
    page = Page("class", "101", "101", "101", tables=(Table("", (Column("a"), Column("b")), (("x" * 20_000, "y"),)),))
    assert outside(page, letters, one_page(page)) == []
    drawn = "".join(
        text
        for sheet, _ in _sheets(letters, page, one_page(page))
        for _, block in sheet
        if block.head
        for box in block.boxes
        for text in box.lines
    )
    assert drawn.count("x") == 20_000
    assert drawn.count("y") == 1


def test_a_hall_with_many_sessions_at_once_is_one_sheet() -> None:
    entries = tuple(Entry("strand", f"阳光体育{n}", (f"{n}班", LONG, "45人")) for n in range(12))
    rows = tuple(GridRow(f"第{n}节", "16:00–16:45", (GridCell(entries),) * 5) for n in range(3))
    page = Page("room", "hall", "操场", "操场 课后服务课表", grid=Grid("节次", tuple("一二三四五"), rows))
    letters = Letters()
    assert outside(page, letters, one_page(page)) == []
    assert len(_sheets(letters, page, one_page(page))) == 1


def test_slips_are_four_to_a_sheet_and_stay_in_their_quarters() -> None:
    rows = tuple(("club", "周一", "16:00–16:45", f"社团{n}", "一教室", LONG) for n in range(15))
    slips = tuple(Slip(f"{LONG}{n}", "101班", rows) for n in range(9))
    heads = ("星期", "时间", "活动", "教室", "带班人")
    page = Page("student", "101", "101", "101", slips=slips, slip_headings=heads)
    letters = Letters()
    assert outside(page, letters, one_page(page)) == []
    sheets = [sheet for sheet, _ in _sheets(letters, page, one_page(page))][-3:]
    named = [
        [b.lines[0] for _, block in sheet for b in block.boxes if b.lines and b.lines[0].startswith(LONG)]
        for sheet in sheets
    ]
    names = [[line for line in lines if line[-1].isdigit()] for lines in named]
    assert [len(lines) for lines in names] == [4, 4, 1]


def test_rare_characters_of_names_are_shown(plan: Plan, school: School, tmp_path: Path) -> None:
    booklet = Booklet(RARE, ("校",), ())
    assert write_pdf(booklet, plan, school, tmp_path / "rare.pdf", "zh").missing == ""
    assert RARE in PdfReader(tmp_path / "rare.pdf").pages[0].extract_text()


def test_a_character_that_the_font_lacks_is_told_and_marked(plan: Plan, school: School, tmp_path: Path) -> None:
    booklet = Booklet("张\U0002a6d6", ("🏀队",), ())
    missing = write_pdf(booklet, plan, school, tmp_path / "lack.pdf", "zh").missing
    assert missing == "🏀\U0002a6d6"
    text = PdfReader(tmp_path / "lack.pdf").pages[0].extract_text()
    assert f"张{STAND_IN}" in text
    assert f"{STAND_IN}队" in text
    assert codes("🏀") == "U+1F3C0"
    assert "U+2A6D6" in text.replace("\n", "")


def test_marks_without_a_shape_are_left_out() -> None:
    letters = Letters()
    assert letters.missing(["葛\U000e0100城", "a\u200bb\ufe0f", "行\n二"]) == ""
    assert letters.shown("葛\U000e0100城\u200b") == "葛城"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("一二三四五六", ("一二三四", "五六")),
        ("一二三四，五", ("一二三", "四，五")),  # no comma begins a line
        ("一二三（四五", ("一二三", "（四五")),  # no bracket ends one
        ("ab cdef ghij", ("ab cdef", "ghij")),
        ("一\n二", ("一", "二")),
        ("", ("",)),
    ],
)
def test_lines_break_where_a_typesetter_would(text: str, lines: tuple[str, ...]) -> None:
    assert Letters().lines(text, 41, 10) == lines


def test_a_heading_is_not_the_last_of_a_sheet_and_heads_are_repeated() -> None:
    head = Block(10, (Box(0, 0, 1, 10),))
    row = Block(30, (), head)
    title = Block(10, (), keep=True)
    sheets = flow([row, row, title, Block(10, (), keep=True), row, row], 90)
    assert [[round(block.height) for _, block in sheet] for sheet in sheets] == [[30, 30], [10, 10, 30, 30]]
    sheets = flow([row] * 4, 90, running=Block(20, ()))
    assert [[top for top, _ in sheet] for sheet in sheets] == [[0, 30, 60], [0, 20, 30]]


def test_a_sheet_has_the_room_of_a4_less_its_margins() -> None:
    assert room(True)[0] == paper(True)[0] - 2 * MARGIN
    assert room(False)[1] > 750
