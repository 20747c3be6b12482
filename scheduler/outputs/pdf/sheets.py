"""Sheets of A4 as plain data: boxes in blocks, blocks one below another, and how they are drawn.

All lengths are in points; a box is placed from the left and the top of its block.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reportlab.lib.colors import Color, HexColor

from scheduler.outputs.pdf.letters import ASCENT, FONT, LEADING

A4 = (595.28, 841.89)
MARGIN, FOOT = 28.0, 34.0
_BOLD = 0.028


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with lines of text in it. ``align`` is one of ``left``, ``centre``, ``right``; a text's own line is
    ``colour``; ``fill`` and ``edge`` are blank for none."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...] = ()
    size: float = 9.0
    align: str = "left"
    bold: bool = False
    colour: str = "1D1D1F"
    fill: str = ""
    edge: str = ""
    goes_to: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Boxes that stay together. ``head`` is drawn again above it where it is the first of a further sheet; ``keep`` is
    for what may not be the last of a sheet."""

    height: float
    boxes: tuple[Box, ...]
    head: "Block | None" = None
    keep: bool = False

    def moved(self, right: float, down: float) -> tuple[Box, ...]:
        """The boxes as they are in a block that begins so much further left and up."""
        return tuple(replace(box, x=box.x + right, y=box.y + down) for box in self.boxes)

    def stretched(self, factor: float) -> "Block":
        """The block made higher; its text keeps its size."""
        boxes = tuple(replace(box, y=box.y * factor, height=box.height * factor) for box in self.boxes)
        return replace(self, height=self.height * factor, boxes=boxes)


#: Blocks with their distance from the top of the sheet.
Sheet = list[tuple[float, Block]]


def paper(wide: bool) -> tuple[float, float]:
    """Width and height of a sheet."""
    return (A4[1], A4[0]) if wide else A4


def room(wide: bool) -> tuple[float, float]:
    """Width and height of what can be drawn on within the margins."""
    across, down = paper(wide)
    return across - 2 * MARGIN, down - MARGIN - FOOT


def flow(blocks: Sequence[Block], depth: float, running: Block | None = None) -> list[Sheet]:
    """The blocks on as many sheets as they take; ``running`` is the head of every sheet but the first."""
    sheets: list[Sheet] = [[]]
    top = 0.0
    for place, block in enumerate(blocks):
        need = block.height
        follower = place
        while blocks[follower].keep and follower + 1 < len(blocks):
            follower += 1
            need += blocks[follower].height
        if sheets[-1] and top + need > depth + 0.01:
            sheets.append([])
            top = 0.0
            for head in (running, block.head):
                if head is not None:
                    sheets[-1].append((top, head))
                    top += head.height
        sheets[-1].append((top, block))
        top += block.height
    return sheets


def total(blocks: Iterable[Block]) -> float:
    """The height of blocks one below another."""
    return sum(block.height for block in blocks)


class Painter:
    """Draws sheets on a canvas."""

    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas
        self._colours: dict[str, Color] = {}

    def sheet(self, sheet: Sheet, *, wide: bool, foot: tuple[str, str], mark: str = "") -> None:
        """One sheet, with the two ends of its last line, and the name that links to it go to."""
        across, down = paper(wide)
        self._canvas.setPageSize((across, down))
        if mark:
            self._canvas.bookmarkPage(mark)
        for top, block in sheet:
            for box in block.boxes:
                self._box(box, MARGIN + box.x, down - MARGIN - top - box.y)
        self._canvas.setFillColor(self._colour("666666"))
        self._canvas.setFont(FONT, 8)
        self._canvas.drawString(MARGIN, 18, foot[0])
        self._canvas.drawRightString(across - MARGIN, 18, foot[1])
        self._canvas.showPage()

    def _box(self, box: Box, left: float, top: float) -> None:
        canvas = self._canvas
        if box.fill or box.edge:
            if box.fill:
                canvas.setFillColor(self._colour(box.fill))
            if box.edge:
                canvas.setStrokeColor(self._colour(box.edge))
                canvas.setLineWidth(0.5)
            canvas.rect(
                left, top - box.height, box.width, box.height, stroke=int(bool(box.edge)), fill=int(bool(box.fill))
            )
        if box.lines:
            self._text(box, left, top)
        if box.goes_to:
            canvas.linkAbsolute("", box.goes_to, (left, top - box.height, left + box.width, top), Border="[0 0 0]")

    def _text(self, box: Box, left: float, top: float) -> None:
        canvas, size = self._canvas, box.size
        leading = size * LEADING
        base = top - (box.height - leading * len(box.lines)) / 2 - (leading - size) / 2 - size * ASCENT
        colour = self._colour(box.colour)
        canvas.setFillColor(colour)
        canvas.setFont(FONT, size)
        mode = None
        if box.bold:
            canvas.setStrokeColor(colour)
            canvas.setLineWidth(size * _BOLD)
            mode = 2
        for number, line in enumerate(box.lines):
            y = base - number * leading
            if not line:
                continue
            if box.align == "centre":
                canvas.drawCentredString(left + box.width / 2, y, line, mode=mode)
            elif box.align == "right":
                canvas.drawRightString(left + box.width, y, line, mode=mode)
            else:
                canvas.drawString(left, y, line, mode=mode)

    def _colour(self, name: str) -> Color:
        if name not in self._colours:
            self._colours[name] = HexColor(f"#{name}")
        return self._colours[name]
