"""Cells of a workbook: their looks, and text that is never a formula."""

import re
import unicodedata
from collections.abc import Iterable
from copy import copy
from functools import cache
from typing import Any

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.outputs.pages import Column, Tint, Value

FONT = "Microsoft YaHei"
#: The size of text that must find room in a narrow column; all other text in cells is of size 10.
SMALL = 8
#: The colour of each kind, light enough for black text and for a black-and-white printer.
COLOURS: dict[str, str] = {
    "homework": "DCEBFA",
    "tutoring": "E9DEF5",
    "strand": "DDF1DD",
    "club": "FFE9CC",
    "childcare": "FBDDE7",
    "missing": "F6C1C1",
    "none": "E6E6E6",
}
_LONGEST = 32_767
_FORMULA = re.compile(r"[=+\-@\t\r']")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_THIN = Side(style="thin", color="8C8C8C")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


@cache
def units(text: str) -> int:
    """The width of a text in half-width characters."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a cell of that width, a little on the safe side."""
    return sum(max(1, -(-units(line) * 21 // int(20 * max(width, 2)))) for line in text.split("\n")) if text else 1


def clean(text: str) -> str:
    """The text as a cell can hold it."""
    text = _UNPRINTABLE.sub("\ufffd", text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _look(style: str) -> dict[str, Any]:
    """Font, filling, alignment and border of a style's name."""
    base, _, kind = style.partition(" ")
    centre, left = Alignment("center", "center", wrap_text=True), Alignment("left", "center", wrap_text=True)
    shrunk = Alignment("left", "center", shrink_to_fit=True)
    looks: dict[str, dict[str, Any]] = {
        "title": {"font": Font(FONT, 16, bold=True), "alignment": Alignment("center", "center", shrink_to_fit=True)},
        "facts": {"font": Font(FONT, 10, color="555555"), "alignment": centre},
        "heading": {"font": Font(FONT, 12, bold=True), "alignment": Alignment("left", "bottom")},
        "note": {"font": Font(FONT, 9, color="555555"), "alignment": left},
        "head": {
            "font": Font(FONT, 10, bold=True),
            "alignment": centre,
            "border": _BORDER,
            "fill": PatternFill("solid", fgColor="D9D9D9"),
        },
        "label": {"font": Font(FONT, 9), "alignment": centre, "border": _BORDER},
        "cell": {"font": Font(FONT, 10), "alignment": centre, "border": _BORDER},
        "left": {"font": Font(FONT, 10), "alignment": left, "border": _BORDER},
        "small": {"font": Font(FONT, SMALL), "alignment": centre, "border": _BORDER},
        "link": {"font": Font(FONT, 10, color="0563C1", underline="single"), "alignment": shrunk},
        "slip": {"font": Font(FONT, 10), "alignment": left, "border": _BORDER},
        "slip_low": {"font": Font(FONT, 10), "alignment": shrunk, "border": _BORDER},
        "slip_name": {"font": Font(FONT, 16, bold=True), "alignment": shrunk},
        "slip_facts": {"font": Font(FONT, 11, color="555555"), "alignment": shrunk},
    }
    look = dict(looks[base])
    if kind in COLOURS:
        look["fill"] = PatternFill("solid", fgColor=COLOURS[kind])
    return look


class Pen:
    """Writes into a sheet. Each look is made once for a workbook (``looks``), since making one is slow."""

    def __init__(self, sheet: Worksheet, looks: dict[str, Any]) -> None:
        self.sheet = sheet
        self._looks = looks
        #: Points from the first row to the last, and half-width characters across.
        self.depth = 0.0
        self.breadth = 0.0

    def put(self, row: int, column: int, value: str | int | None, style: str) -> None:
        """One cell."""
        cell = self.sheet.cell(row, column)
        assert isinstance(cell, Cell)
        found = self._looks.get(style)
        if found is None:
            for name, look in _look(style).items():
                setattr(cell, name, look)
            self._looks[style] = cell._style  # pyright: ignore[reportPrivateUsage]
        else:
            cell._style = found  # pyright: ignore[reportPrivateUsage]
        if isinstance(value, str):
            cell._value = clean(value)  # pyright: ignore[reportPrivateUsage]
            cell.data_type = "s"
            if _FORMULA.match(value):
                # Keeps it text when somebody edits the cell. Not on the shared look.
                cell._style = copy(cell._style)  # pyright: ignore[reportPrivateUsage]
                cell.quotePrefix = True
        elif value is not None:
            cell._value = value  # pyright: ignore[reportPrivateUsage]
            cell.data_type = "n"

    def block(self, row: int, column: int, rows: int, columns: int, value: str | int | None, style: str) -> None:
        """Cells that are one."""
        self.put(row, column, value, style)
        if rows == columns == 1:
            return
        for down in range(rows):
            for right in range(columns):
                if down or right:
                    self.put(row + down, column + right, None, style)
        here = f"{get_column_letter(column)}{row}:{get_column_letter(column + columns - 1)}{row + rows - 1}"
        self.sheet.merged_cells.add(here)

    def across(self, row: int, column: int, columns: int, value: str, style: str, height: float) -> int:
        """A line over several columns; gives the next row."""
        self.block(row, column, 1, columns, value, style)
        self.height(row, height)
        return row + 1

    def value(self, row: int, column: int, columns: int, value: Value, like: Column) -> str:
        """A cell of a table, in a column like the one given; gives the text that may need lines."""
        kind = f" {value.kind}" if isinstance(value, Tint) else ""
        shown = value.text if isinstance(value, Tint) else value
        style = "small" if like.shrink else "cell" if like.centre or kind or isinstance(shown, int) else "left"
        self.block(row, column, 1, columns, shown, style + kind)
        return "" if shown is None else str(shown)

    def link(self, row: int, column: int, text: str, sheet: str) -> None:
        """A link to another sheet."""
        self.put(row, column, text, "link")
        cell = self.sheet.cell(row, column)
        place = "'" + sheet.replace("'", "''") + "'!A1"
        cell._hyperlink = Hyperlink(ref=cell.coordinate, location=place)  # type: ignore[union-attr]
        self.sheet._hyperlinks.append(cell._hyperlink)  # type: ignore[union-attr]

    def height(self, row: int, points: float) -> None:
        """The height of a row."""
        self.sheet.row_dimensions[row].height = round(points, 1)
        self.depth += points

    def stretch(self, row: int, factor: float) -> None:
        """Make the rows from one on higher, where ``factor`` is above 1."""
        if factor > 1:
            for number, dimension in self.sheet.row_dimensions.items():
                if number >= row and dimension.height:
                    dimension.height = round(dimension.height * factor, 1)

    def widths(self, widths: Iterable[float]) -> None:
        """The widths of the columns, from the first."""
        for number, width in enumerate(widths, 1):
            self.sheet.column_dimensions[get_column_letter(number)].width = width + 0.7
            self.breadth += width + 0.7
