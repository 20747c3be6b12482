"""The pages as a workbook: a sheet each, ready to print on A4, with a first sheet of links."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from scheduler.messages import Lang, say
from scheduler.outputs.cells import SMALL, Pen, lines_of
from scheduler.outputs.pages import Booklet, Column, Grid, GridCell, OnPage, Page, Table
from scheduler.outputs.sheet_names import SheetNames
from scheduler.outputs.slips import draw_slips
from scheduler.seals import SealedBook

CREATOR = "kehou"
#: Widths in half-width characters: of the grid's first column and of each weekday.
LABEL_WIDTH, DAY_WIDTH = 13, 18
_LINE, _TALL = 15.0, 42.0
_MOST_HEIGHT = 400.0
_LINKS_A_ROW = 6
#: Points across and down that the margins leave of A4; points of a half-width character.
_PAPER, _POINTS = (525.0, 755.0), 5.4
#: What is longer than a page by no more than this goes on one all the same, a little smaller.
_SQUEEZE = 1.5
#: Rows to be filled in by hand grow by no more than this where the page has room.
_STRETCH = 1.6
#: A timetable's row is at least so many lines high.
_ROW_LINES = 4


def write_workbook(booklet: Booklet, path: Path, lang: Lang, on_page: OnPage = lambda _done, _all: None) -> None:
    """Write the pages into a new workbook. Text is never a formula; the first sheet links to all others."""
    book = Workbook()
    book.properties.creator = CREATOR
    book.properties.title = booklet.title
    contents = book.active
    assert isinstance(contents, Worksheet)
    names = SheetNames()
    contents.title = names.take(say(lang, "outputs.contents"))
    links: list[tuple[str, str]] = []
    looks: dict[str, Any] = {}
    for done, page in enumerate(booklet.pages):
        title = names.take(_wanted(page, lang))
        _draw(Pen(book.create_sheet(title), looks), page, booklet, contents.title, lang)
        links.append((page.view, title))
        on_page(done, len(booklet.pages) + 1)
    _contents(Pen(contents, looks), booklet, links, lang)
    with SealedBook(path) as archive:
        ExcelWriter(book, archive).save()
    on_page(len(booklet.pages) + 1, len(booklet.pages) + 1)


def _wanted(page: Page, lang: Lang) -> str:
    if page.slips:
        return say(lang, "outputs.sheet_slips", name=page.name)
    if page.view == "room":
        return say(lang, "outputs.sheet_room", name=page.name)
    return page.name


def _draw(pen: Pen, page: Page, booklet: Booklet, home: str, lang: Lang) -> None:
    sheet = pen.sheet
    _set_up(sheet, page, booklet, lang)
    if page.slips:
        draw_slips(pen, page, booklet)
    else:
        _page(pen, page, booklet)
        _fit(pen, page)
    width = sheet.max_column
    pen.link(1, width + 2, say(lang, "outputs.back_to_contents"), home)
    sheet.print_area = f"A1:{sheet.cell(sheet.max_row, width).coordinate}"


def _set_up(sheet: Worksheet, page: Page, booklet: Booklet, lang: Lang) -> None:
    """A4, as wide as one sheet and as high as it comes."""
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape" if page.wide and not page.slips else "portrait"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    if sheet.sheet_properties.pageSetUpPr is not None:
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.45
    margins.top, margins.bottom, margins.header, margins.footer = 0.45, 0.6, 0.2, 0.25
    sheet.print_options.horizontalCentered = True
    footer: Any = sheet.oddFooter
    footer.left.text = " · ".join(booklet.facts[:2]).replace("&", "&&")
    footer.right.text = say(lang, "outputs.page_footer")


def _fit(pen: Pen, page: Page) -> None:
    """One sheet of paper where it is nearly one already."""
    across, down = (_PAPER[1], _PAPER[0]) if page.wide else _PAPER
    scale = min(1.0, across / (pen.breadth * _POINTS))
    if pen.depth * scale <= down * _SQUEEZE:
        pen.sheet.page_setup.fitToHeight = 1
    if page.grid is None and len(page.tables) == 1 and not page.wide:
        pen.stretch(3, min(_STRETCH, down * 0.97 / (pen.depth * scale)))


def _page(pen: Pen, page: Page, booklet: Booklet) -> None:
    widths = _widths(page)
    pen.widths(widths)
    count = len(widths)
    pen.across(1, 1, count, page.title, "title", 27.0)
    facts = "　".join((booklet.facts[0], *page.facts))
    pen.across(2, 1, count, facts, "facts", _LINE * lines_of(facts, sum(widths)) + 4)
    row = 3
    if page.grid:
        row = _grid(pen, page.grid, row)
    single = len(page.tables) == 1
    for number, table in enumerate(page.tables):
        if table.title or number:
            row = pen.across(row, 1, count, table.title, "heading", 24.0)
        row = _table(pen, table, row, widths, of_grid=page.grid is not None, repeat=single)
    for note in page.notes:
        row = pen.across(row, 1, count, note, "note", _LINE * lines_of(note, sum(widths)) + 4)


def _widths(page: Page) -> list[float]:
    if page.grid:
        return [LABEL_WIDTH, *[DAY_WIDTH] * len(page.grid.weekdays)]
    widest: list[float] = []
    for table in page.tables:
        found = [float(column.width) for column in table.columns]
        widest = [max(a, b) for a, b in zip(widest + [0.0] * len(found), found + [0.0] * len(widest), strict=False)][
            : max(len(widest), len(found))
        ]
    return widest


def _grid(pen: Pen, grid: Grid, row: int) -> int:
    for place, head in enumerate((grid.corner, *grid.weekdays), 1):
        pen.put(row, place, head, "head")
    pen.height(row, 20.0)
    heights = [float(_ROW_LINES)] * len(grid.rows)
    texts = [[_text(cell) if cell else None for cell in line.cells] for line in grid.rows]
    for place, line in enumerate(grid.rows):
        for text, cell in zip(texts[place], line.cells, strict=True):
            if cell and text:
                need = lines_of(text, DAY_WIDTH - 1) / cell.span
                for inside in range(place, place + cell.span):
                    heights[inside] = max(heights[inside], need)
    for place, line in enumerate(grid.rows):
        here = row + 1 + place
        pen.put(here, 1, f"{line.label}\n{line.time}", "label")
        pen.height(here, min(heights[place] * _LINE + 6, _MOST_HEIGHT))
        for column, (text, cell) in enumerate(zip(texts[place], line.cells, strict=True), 2):
            if cell is not None:
                kind = cell.entries[0].kind if cell.entries else "blank"
                pen.block(here, column, cell.span, 1, text or None, f"cell {kind}")
    return row + 1 + len(grid.rows)


def _text(cell: GridCell) -> str:
    lines = [cell.time] if cell.time else []
    for entry in cell.entries:
        lines += [entry.title, *entry.lines]
    return "\n".join(lines)


def _table(pen: Pen, table: Table, row: int, widths: Sequence[float], *, of_grid: bool, repeat: bool) -> int:
    places = _places(table.columns, of_grid)
    for (start, span), column in zip(places, table.columns, strict=True):
        pen.block(row, start, 1, span, column.heading, "head")
    heads = [
        lines_of(c.heading, sum(widths[s - 1 : s - 1 + n]) - 1) for (s, n), c in zip(places, table.columns, strict=True)
    ]
    pen.height(row, max(20.0, max(heads, default=1) * _LINE + 4))
    if repeat:  # below a timetable only the head, since rows that are repeated stand together
        pen.sheet.print_title_rows = f"{row}:{row}" if of_grid else f"1:{row}"
        pen.sheet.freeze_panes = None if of_grid else f"A{row + 1}"
    for number, values in enumerate(table.rows, row + 1):
        need = _TALL if table.tall else 18.0
        for (start, span), column, value in zip(places, table.columns, values, strict=True):
            text = pen.value(number, start, span, value, column)
            need = max(need, _height(text, sum(widths[start - 1 : start - 1 + span]) - 1, column))
        pen.height(number, min(need, _MOST_HEIGHT))
    return row + 1 + len(table.rows)


def _height(text: str, width: float, column: Column) -> float:
    """Points that a text needs."""
    if column.shrink:
        return lines_of(text, width * 10 / SMALL) * _LINE * SMALL / 10 + 3
    return lines_of(text, width) * _LINE + 3


def _places(columns: Sequence[Column], of_grid: bool) -> list[tuple[int, int]]:
    """The first physical column of each column, and how many it takes."""
    found: list[tuple[int, int]] = []
    at = 1
    for column in columns:
        span = max(1, column.span) if of_grid else 1
        found.append((at, span))
        at += span
    return found


def _contents(pen: Pen, booklet: Booklet, links: Sequence[tuple[str, str]], lang: Lang) -> None:
    """A link to each sheet, six a row, under the name of its view."""
    pen.widths([DAY_WIDTH] * _LINKS_A_ROW)
    pen.across(1, 1, _LINKS_A_ROW, booklet.title, "title", 30.0)
    pen.across(2, 1, _LINKS_A_ROW, "　".join(booklet.facts), "facts", 20.0)
    row = 3
    for view in dict.fromkeys(view for view, _ in links):
        row = pen.across(row, 1, _LINKS_A_ROW, say(lang, f"outputs.view_{view}"), "heading", 24.0)
        here = [title for of, title in links if of == view]
        for number, title in enumerate(here):
            pen.link(row + number // _LINKS_A_ROW, 1 + number % _LINKS_A_ROW, title, title)
        row += -(-len(here) // _LINKS_A_ROW)
    row = pen.across(row + 1, 1, _LINKS_A_ROW, say(lang, "outputs.legend"), "heading", 24.0)
    for place, kind in enumerate(("homework", "tutoring", "strand", "club", "childcare", "missing"), 1):
        pen.put(row, place, say(lang, f"outputs.kind_{kind}"), f"cell {kind}")
    pen.height(row, 22.0)
    _set_up_contents(pen.sheet, row)


def _set_up_contents(sheet: Worksheet, last: int) -> None:
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    if sheet.sheet_properties.pageSetUpPr is not None:
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_area = f"A1:{sheet.cell(last, _LINKS_A_ROW).coordinate}"
