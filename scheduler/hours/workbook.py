"""The hours as a workbook: a sheet a table, ready to print on A4."""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from scheduler.hours.tables import Cell, Table, heading
from scheduler.messages import Lang, say

CREATOR = "kehou"
_FONT = "Microsoft YaHei"
_WIDEST, _NARROWEST, _HEAD_WIDEST = 44, 7, 12
_FORMULA = re.compile(r"[=+\-@\t\r']")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_THIN = Side(style="thin", color="8C8C8C")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = PatternFill("solid", fgColor="DCEBFA")


def write_workbook(tables: Sequence[Table], title: str, lines: Sequence[str], path: Path, lang: Lang) -> None:
    """Write the summary's lines and the tables into a new workbook. Text is never a formula."""
    book = Workbook(write_only=True)
    book.properties.creator = CREATOR
    book.properties.title = title
    sheet = book.create_sheet(say(lang, "hours.sheet_summary"))
    _set_up(sheet)
    sheet.column_dimensions["A"].width = 110
    sheet.append([_cell(sheet, title, bold=True)])
    for line in lines:
        sheet.append([_cell(sheet, line, wrap=True)])
    for table in tables:
        _sheet(book, table, title, lang)
    book.save(path)


def _sheet(book: Workbook, table: Table, title: str, lang: Lang) -> None:
    name = say(lang, f"hours.sheet_{table.name}")
    sheet: Any = book.create_sheet(name)
    heads = [heading(column, lang) for column in table.columns]
    widths = [_width(head, [row[place] for row in table.rows]) for place, head in enumerate(heads)]
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    _set_up(sheet)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.oddHeader.center.text = f"{title} · {name}".replace("&", "&&")
    sheet.oddFooter.right.text = say(lang, "hours.page_footer")
    if table.rows:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{len(table.rows) + 1}"
    sheet.append([_cell(sheet, head, bold=True, wrap=True, boxed=True) for head in heads])
    for row in table.rows:
        sheet.append([_cell(sheet, cell, wrap=True, boxed=True) for cell in row])


def _set_up(sheet: Any) -> None:
    """A4 across, as wide as one sheet."""
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom = 0.7, 0.6


def _width(head: str, cells: Sequence[Cell]) -> float:
    inside = max((_units(str(cell)) for cell in cells if cell is not None), default=0)
    return min(max(inside, min(_units(head), _HEAD_WIDEST), _NARROWEST), _WIDEST) + 2


def _units(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def _cell(sheet: Any, value: Cell, *, bold: bool = False, wrap: bool = False, boxed: bool = False) -> Any:
    content: Any = _UNPRINTABLE.sub("\ufffd", value)[:32_000] if isinstance(value, str) else value
    cell = WriteOnlyCell(sheet, content)
    cell.font = Font(_FONT, 14 if bold and not boxed else 10, bold=bold)
    number = isinstance(value, int | Decimal)
    cell.alignment = Alignment("right" if number else "left", "center", wrap_text=wrap)
    if boxed:
        cell.border = _BORDER
        if bold:
            cell.fill = _HEAD
    if isinstance(value, str):
        cell.data_type = "s"
        if _FORMULA.match(value):
            cell.quotePrefix = True
    return cell
