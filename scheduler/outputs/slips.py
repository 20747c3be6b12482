"""Students' slips on a sheet: two beside each other, two below, on each page of A4."""

from openpyxl.worksheet.pagebreak import Break

from scheduler.outputs.cells import Pen
from scheduler.outputs.pages import Booklet, Page, Slip

#: Widths of a slip's columns, and of the gap between two.
_WIDTHS, _GAP = (7, 12, 18, 14, 12), 4
#: Points from top to bottom of a page at the scale that the widths lead to.
_PAGE = 1000.0
_MOST_ROW = 36.0
#: Rows lower than this have no room for two lines.
_TWO_LINES = 26.0


def draw_slips(pen: Pen, page: Page, booklet: Booklet) -> None:
    """Draw the slips of a page, with a page break after each four."""
    pen.widths([*_WIDTHS, _GAP, *_WIDTHS])
    depth = max(len(slip.rows) for slip in page.slips) + 5
    height = min(_MOST_ROW, _PAGE / (2 * depth))
    style = "slip" if height >= _TWO_LINES else "slip_low"
    for number, slip in enumerate(page.slips):
        top = number // 2 * depth + 1
        _slip(pen, slip, page.slip_headings, booklet, top, 1 + number % 2 * (len(_WIDTHS) + 1), style)
        if number % 2 == 0:
            for row in range(top, top + depth):
                pen.height(row, height)
    for row in range(2 * depth, -(-len(page.slips) // 2) * depth, 2 * depth):
        pen.sheet.row_breaks.append(Break(id=row))
    last = -(-len(page.slips) // 2) * depth
    pen.sheet.cell(last, 2 * len(_WIDTHS) + 1)


def _slip(pen: Pen, slip: Slip, heads: tuple[str, ...], booklet: Booklet, row: int, column: int, style: str) -> None:
    wide = len(_WIDTHS)
    pen.block(row, column, 1, wide, slip.name, "slip_name")
    pen.block(row + 1, column, 1, wide, slip.facts, "slip_facts")
    pen.block(row + 2, column, 1, wide, "　".join(booklet.facts[:2]), "slip_facts")
    for place, head in enumerate(heads):
        pen.put(row + 3, column + place, head, "head")
    for down, (kind, *values) in enumerate(slip.rows, row + 4):
        for place, value in enumerate(values):
            pen.put(down, column + place, value, f"{style} {kind}" if place == 2 else style)
