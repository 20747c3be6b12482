"""Students' slips: four on a sheet, to be cut apart."""

from collections.abc import Sequence

from scheduler.outputs.cells import COLOURS
from scheduler.outputs.pages import Booklet, Page, Slip
from scheduler.outputs.pdf.letters import LEADING, Letters
from scheduler.outputs.pdf.sheets import Block, Box, room
from scheduler.outputs.pdf.tables import EDGE, HEAD_FILL, SOFT

#: Of a slip's columns beside each other: weekday, time, activity, room, leader.
_WIDTHS = (8, 18, 18, 14, 13)
_SIZES = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0, 4.5, 4.0)
_GAP = 24.0


def slip_sheets(letters: Letters, page: Page, booklet: Booklet) -> list[list[tuple[float, Block]]]:
    """The sheets of a page's slips, two beside each other and two below."""
    across, down = room(False)
    width, depth = (across - _GAP) / 2, (down - _GAP) / 2
    term = "　".join(booklet.facts[:2])
    drawn = [_slip(letters, slip, page.slip_headings, term, (width, depth)) for slip in page.slips]
    cuts = Block(down, (
        Box(across / 2, 0, 0.01, down, edge="BBBBBB"),
        Box(0, down / 2, across, 0.01, edge="BBBBBB"),
    ))  # fmt: skip
    sheets: list[list[tuple[float, Block]]] = []
    for start in range(0, len(drawn), 4):
        sheet = [(0.0, cuts)]
        for place, boxes in enumerate(drawn[start : start + 4]):
            left, top = place % 2 * (width + _GAP), place // 2 * (depth + _GAP)
            sheet.append((top, Block(depth, Block(depth, boxes).moved(left, 0))))
        sheets.append(sheet)
    return sheets


def _slip(letters: Letters, slip: Slip, heads: Sequence[str], term: str, space: tuple[float, float]) -> tuple[Box, ...]:
    """The boxes of one slip, at the largest size at which it fits into its quarter."""
    boxes: tuple[Box, ...] = ()
    for size in _SIZES:
        boxes, used = _at_size(letters, slip, heads, term, space[0], size)
        if used <= space[1]:
            break
    return boxes


def _at_size(
    letters: Letters, slip: Slip, heads: Sequence[str], term: str, width: float, size: float
) -> tuple[tuple[Box, ...], float]:
    boxes: list[Box] = []
    top = 0.0
    for text, own, bold, colour in (
        (slip.name, 1.7, True, "1D1D1F"),
        (slip.facts, 1.1, False, SOFT),
        (term, 0.95, False, SOFT),
    ):
        lines = letters.lines(text, width, size * own)
        high = len(lines) * size * own * LEADING
        boxes.append(Box(0, top, width, high, lines, size * own, "left", bold, colour))
        top += high
    top += size * 0.5
    unit = width / sum(_WIDTHS)
    for number, (kind, *values) in enumerate([("head", *heads), *slip.rows]):
        lines = [letters.lines(v, w * unit - 4, size) for v, w in zip(values, _WIDTHS, strict=True)]
        high = max(len(found) for found in lines) * size * LEADING + size * 0.7
        x = 0.0
        for place, (found, wide) in enumerate(zip(lines, _WIDTHS, strict=True)):
            fill = HEAD_FILL if not number else COLOURS.get(kind, "") if place == 2 else ""
            align = "centre" if not number or place < 2 else "left"
            boxes.append(Box(x, top, wide * unit, high, fill=fill, edge=EDGE))
            boxes.append(Box(x + 2, top, wide * unit - 4, high, found, size, align, not number))
            x += wide * unit
        top += high
    return tuple(boxes), top
