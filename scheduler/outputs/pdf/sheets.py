"""Sheets of A4 as plain data: boxes in blocks, blocks one below another, and how they are drawn.

All lengths are in points; a box is placed from the left and the top of its block.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from reportlab.pdfbase.pdfmetrics import getFont

from scheduler.outputs.pdf.letters import ASCENT, FONT, LEADING, Letters

A4 = (595.28, 841.89)
MARGIN, FOOT = 28.0, 34.0
_BOLD = 0.028


class Box(NamedTuple):
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
        return tuple(box._replace(x=box.x + right, y=box.y + down) for box in self.boxes)

    def stretched(self, factor: float) -> "Block":
        """The block made higher; its text keeps its size."""
        boxes = tuple(box._replace(y=box.y * factor, height=box.height * factor) for box in self.boxes)
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
    """Draws sheets on a canvas. Boxes become the format's own operators at once: tens of thousands are drawn."""

    def __init__(self, canvas: Any, letters: Letters) -> None:
        self._canvas = canvas
        self._letters = letters
        self._font: Any = getFont(FONT)
        self._coded: dict[str, list[tuple[str, str]]] = {}
        self._colours: dict[str, str] = {}

    def sheet(self, sheet: Sheet, *, wide: bool, foot: tuple[str, str], marks: Sequence[str] = ()) -> None:
        """One sheet, with the two ends of its last line, and the names that links to it go to."""
        across, down = paper(wide)
        self._canvas.setPageSize((across, down))
        for mark in marks:
            self._canvas.bookmarkPage(mark)
        drawn = ["0.5 w"]
        for top, block in sheet:
            for box in block.boxes:
                drawn += self._box(box, MARGIN + box.x, down - MARGIN - top - box.y)
        for text, align in zip(foot, ("left", "right"), strict=True):
            line = Box(0, 0, across - 2 * MARGIN, 12, (text,), 8, align, colour="666666")
            drawn += self._text(line, MARGIN, 26)
        self._canvas.addLiteral("\n".join(drawn))
        self._canvas.showPage()

    def _box(self, box: Box, left: float, top: float) -> Iterator[str]:
        if box.fill or box.edge:
            fill = f"{self._colour(box.fill)} rg " if box.fill else ""
            edge = f"{self._colour(box.edge)} RG " if box.edge else ""
            end = "B" if fill and edge else "f" if fill else "S"
            low = top - box.height
            yield f"{fill}{edge}{left:.2f} {low:.2f} {box.width:.2f} {box.height:.2f} re {end}"
        if box.lines:
            yield from self._text(box, left, top)
        if box.goes_to:
            place = (left, top - box.height, left + box.width, top)
            self._canvas.linkAbsolute("", box.goes_to, place, Border="[0 0 0]")

    def _text(self, box: Box, left: float, top: float) -> Iterator[str]:
        size = box.size
        leading = size * LEADING
        base = top - (box.height - leading * len(box.lines)) / 2 - (leading - size) / 2 - size * ASCENT
        colour = self._colour(box.colour)
        bold = f"q {colour} RG {size * _BOLD:.2f} w 2 Tr" if box.bold else ""
        yield f"{bold} BT {colour} rg"
        for number, line in enumerate(box.lines):
            spare = box.width - self._letters.width(line, size) if box.align != "left" else 0.0
            x = left + (spare / 2 if box.align == "centre" else spare)
            shown = " ".join(f"{name} {size:.2f} Tf <{code}> Tj" for name, code in self._code(line))
            yield f"1 0 0 1 {x:.2f} {base - number * leading:.2f} Tm {shown}"
        yield "ET Q" if bold else "ET"

    def _code(self, text: str) -> list[tuple[str, str]]:
        """A text as pieces of one subset each: its name in the document, and the codes in it."""
        if text not in self._coded:
            document = self._canvas._doc  # pyright: ignore[reportPrivateUsage]
            self._coded[text] = [
                (self._font.getSubsetInternalName(subset, document), codes.hex())
                for subset, codes in self._font.splitString(text, document)
            ]
        return self._coded[text]

    def _colour(self, name: str) -> str:
        if name not in self._colours:
            parts = (int(name[at : at + 2], 16) / 255 for at in (0, 2, 4))
            self._colours[name] = " ".join(f"{part:.3f}" for part in parts)
        return self._colours[name]
