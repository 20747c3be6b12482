"""The hours as a workbook: a sheet a table, ready to print on A4."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from scheduler.hours.tables import Cell, Table, heading
from scheduler.messages import Lang, say
from scheduler.seals import SealedBook

CREATOR = "kehou"
_FONT = "Microsoft YaHei"
#: Widths in half-width characters: of any column, of one with many names, of headings before they wrap.
_WIDEST, _LONG, _NARROWEST, _HEAD_WIDEST = 44, 90, 6, 10
_LINE = 15.0
_MOST_HEIGHT = 400.0
_STEP = 500
_NAMES = {"names", "parents"}
_FORMULA = re.compile(r"[=+\-@\t\r']")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_THIN = Side(style="thin", color="8C8C8C")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"font": Font(_FONT, 14, bold=True)},
    "line": {"font": Font(_FONT, 10), "alignment": Alignment("left", "center", wrap_text=True)},
    "head": {
        "font": Font(_FONT, 10, bold=True),
        "alignment": Alignment("center", "center", wrap_text=True),
        "border": _BORDER,
        "fill": PatternFill("solid", fgColor="DCEBFA"),
    },
    "text": {"font": Font(_FONT, 10), "alignment": Alignment("left", "center", wrap_text=True), "border": _BORDER},
    "number": {"font": Font(_FONT, 10), "alignment": Alignment("right", "center"), "border": _BORDER},
}

OnRow = Callable[[int, int], None]


def write_workbook(
    tables: Sequence[Table],
    title: str,
    lines: Sequence[str],
    path: Path,
    lang: Lang,
    on_row: OnRow = lambda _done, _all: None,
) -> None:
    """Write the summary's lines and the tables into a new workbook. Text is never a formula."""
    book = Workbook(write_only=True)
    book.properties.creator = CREATOR
    book.properties.title = title
    pen = _Pen(sum(len(table.rows) for table in tables), on_row)
    sheet: Any = book.create_sheet(say(lang, "hours.sheet_summary"))
    _set_up(sheet)
    sheet.column_dimensions["A"].width = _LONG + 20
    pen.row(sheet, 1, [title], ["title"], [_LONG])
    for number, line in enumerate(lines, 2):
        pen.row(sheet, number, [line], ["line"], [_LONG + 20])
    for table in tables:
        _sheet(book, pen, table, title, lang)
    with SealedBook(path) as archive:
        ExcelWriter(book, archive).save()


def _sheet(book: Workbook, pen: "_Pen", table: Table, title: str, lang: Lang) -> None:
    name = say(lang, f"hours.sheet_{table.name}")
    sheet: Any = book.create_sheet(name)
    heads = [heading(column, lang) for column in table.columns]
    widths = [
        _width(head, [row[place] for row in table.rows], _LONG if column in _NAMES else _WIDEST)
        for place, (head, column) in enumerate(zip(heads, table.columns, strict=True))
    ]
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width + 2
    _set_up(sheet)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.oddHeader.center.text = f"{title} · {name}".replace("&", "&&")
    sheet.oddFooter.right.text = say(lang, "hours.page_footer")
    if table.rows:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{len(table.rows) + 1}"
    pen.row(sheet, 1, heads, ["head"] * len(heads), widths)
    for number, row in enumerate(table.rows, 2):
        looks = ["number" if isinstance(cell, int | Decimal) else "text" for cell in row]
        pen.row(sheet, number, row, looks, widths)
        pen.count()


def _set_up(sheet: Any) -> None:
    """A4 across, as wide as one sheet."""
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom = 0.8, 0.7


class _Pen:
    """Writes rows. Each look is made once, since making one is slow."""

    def __init__(self, total: int, on_row: OnRow) -> None:
        self._total = total
        self._done = 0
        self._on_row = on_row
        self._styles: dict[str, Any] = {}

    def count(self) -> None:
        """One row of a table more."""
        self._done += 1
        if self._done % _STEP == 0 or self._done == self._total:
            self._on_row(self._done, self._total)

    def row(
        self, sheet: Any, number: int, cells: Sequence[Cell], looks: Sequence[str], widths: Sequence[float]
    ) -> None:
        """One row, as high as its text needs."""
        lines = (_lines(cell, width) for cell, width in zip(cells, widths, strict=True) if isinstance(cell, str))
        sheet.row_dimensions[number].height = min(max(lines, default=1) * _LINE + 4, _MOST_HEIGHT)
        sheet.append([self._cell(sheet, cell, look) for cell, look in zip(cells, looks, strict=True)])

    def _cell(self, sheet: Any, value: Cell, look: str) -> Any:
        content: Any = _UNPRINTABLE.sub("\ufffd", value)[:32_000] if isinstance(value, str) else value
        cell: Any = WriteOnlyCell(sheet, content)
        if look in self._styles:
            cell._style = self._styles[look]
        else:
            for name, part in _LOOKS[look].items():
                setattr(cell, name, part)
            self._styles[look] = cell._style
        if isinstance(value, str):
            cell.data_type = "s"
            if _FORMULA.match(value):
                cell.quotePrefix = True
                # The look is shared: other cells of it are no formulas.
                self._styles.pop(look)
        return cell


def _width(head: str, cells: Sequence[Cell], most: int) -> float:
    inside = max((_units(str(cell)) for cell in cells if cell is not None), default=0)
    return min(max(inside, min(_units(head), _HEAD_WIDEST), _NARROWEST), most)


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column of that width, which has a little room besides."""
    return max(1, -(-_units(text) // int(width + 1)))


@cache
def _units(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)
