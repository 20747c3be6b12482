"""The pictures as blocks: bars with their mean, and rooms in use as squares."""

from collections.abc import Sequence

from scheduler.outputs.cells import COLOURS
from scheduler.outputs.pdf.letters import Letters
from scheduler.outputs.pdf.sheets import Block, Box
from scheduler.outputs.pdf.tables import EDGE, line
from scheduler.outputs.pictures import Bars, Pictures, Squares

_STEP, _LABEL, _SIZE = 14.0, 124.0, 8.5
_MEAN = "C00000"
#: Of the width beside the labels: the longest bar, and the rest for its text.
_BARS = 0.78
_HEADS = 24.0
#: Between the line of the mean and the text beside it.
_APART = 4.0


def picture_blocks(letters: Letters, pictures: Pictures, width: float) -> list[Block]:
    """All pictures, each in one piece with its title and legend."""
    return [
        *(_joined(letters, one.title, one.legend, _bars(letters, one, width), width) for one in pictures.bars),
        *(_joined(letters, one.title, one.legend, _squares(letters, one, width), width) for one in pictures.squares),
    ]


def _joined(letters: Letters, title: str, legend: Sequence[tuple[str, str]], drawing: Block, width: float) -> Block:
    parts = [line(letters, title, width, 13, bold=True, align="centre")]
    if legend:
        parts.append(_legend(letters, legend, width))
    parts.append(drawing)
    boxes: list[Box] = []
    top = 0.0
    for part in parts:
        boxes += part.moved(0, top)
        top += part.height
    return Block(top + 20, tuple(boxes))


def _legend(letters: Letters, legend: Sequence[tuple[str, str]], width: float) -> Block:
    boxes: list[Box] = []
    sizes = [18 + letters.width(letters.shown(said), _SIZE) + 14 for _, said in legend]
    x = max(0.0, (width - sum(sizes)) / 2)
    for (kind, said), wide in zip(legend, sizes, strict=True):
        boxes.append(Box(x, 3, 12, 9, fill=COLOURS.get(kind, ""), edge=EDGE))
        boxes.append(Box(x + 16, 0, wide, 15, (letters.shown(said),), _SIZE))
        x += wide
    return Block(18, tuple(boxes))


def _bars(letters: Letters, picture: Bars, width: float) -> Block:
    unit = (width - _LABEL) * _BARS / picture.most
    high = 16 + len(picture.bars) * _STEP
    mean = None if picture.mean is None else _LABEL + picture.mean * unit
    boxes: list[Box] = []
    for number, bar in enumerate(picture.bars):
        y = 16 + number * _STEP
        size = letters.fitting(bar.label, _LABEL - 6, _SIZE, 4)
        boxes.append(Box(0, y, _LABEL - 6, _STEP, (letters.shown(bar.label),), size, "right"))
        x = _LABEL
        for kind, part in bar.parts:
            if part:
                boxes.append(Box(x, y + 1.5, part * unit, _STEP - 3, fill=COLOURS.get(kind, ""), edge=EDGE))
                x += part * unit
        text = letters.shown(bar.text)
        boxes.append(Box(_beside(x + 5, letters.width(text, _SIZE), mean), y, 100, _STEP, (text,), _SIZE))
    if mean is not None:
        boxes.append(Box(mean, 13, 0.01, high - 13, edge=_MEAN))
        boxes.append(Box(mean - 60, 0, 120, 13, (letters.shown(picture.mean_text),), _SIZE, "centre", colour=_MEAN))
    return Block(high, tuple(boxes))


def _beside(x: float, wide: float, mean: float | None) -> float:
    """Where a text of a width begins, from ``x`` on, so that the line of the mean does not run through it."""
    return mean + _APART if mean is not None and x - _APART < mean < x + wide + _APART else x


def _squares(letters: Letters, picture: Squares, width: float) -> Block:
    side = min(34.0, (width - _LABEL) / max(1, len(picture.heads)))
    boxes: list[Box] = []
    for number, head in enumerate(picture.heads):
        words = tuple(letters.shown(word) for word in head.split())
        size = min(letters.fitting(word, side - 1, 7.5, 3) for word in words)
        boxes.append(Box(_LABEL + number * side, 0, side, _HEADS, words, size, "centre"))
    for row, (label, _, cells) in enumerate(picture.rows):
        y = _HEADS + row * _STEP
        size = letters.fitting(label, _LABEL - 6, _SIZE, 4)
        boxes.append(Box(0, y, _LABEL - 6, _STEP, (letters.shown(label),), size, "right"))
        for number, (kind, count, _) in enumerate(cells):
            at = _LABEL + number * side
            boxes.append(
                Box(at, y, side, _STEP, (count,) if count else (), 7.5, "centre", fill=COLOURS.get(kind, ""), edge=EDGE)
            )
    return Block(_HEADS + len(picture.rows) * _STEP, tuple(boxes))
