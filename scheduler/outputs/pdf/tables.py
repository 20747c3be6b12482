"""Timetables and tables as blocks."""

from collections.abc import Sequence

from scheduler.outputs.cells import COLOURS
from scheduler.outputs.pages import Column, Grid, GridCell, Table, Tint, Value
from scheduler.outputs.pdf.letters import LEADING, Letters
from scheduler.outputs.pdf.sheets import Block, Box

EDGE = "8C8C8C"
HEAD_FILL = "D9D9D9"
SOFT = "555555"
_PAD = 3.0
#: Widths of a timetable's first column and of each weekday, beside each other.
_LABEL, _DAY = 13, 18
#: More sessions than these in one cell are each set in as few lines as can be.
_FEW = 2
_ROW, _TALL, _GRID_LINES = 1.9, 4.2, 4
#: Small print, and the least size to which a heading may shrink rather than break.
_SMALL, _LEAST = 0.8, 4.5


def line(letters: Letters, text: str, width: float, size: float, **more: object) -> Block:
    """A text across the sheet, in as many lines as it takes."""
    lines = letters.lines(text, width, size)
    height = len(lines) * size * LEADING + size * 0.5
    keep = bool(more.pop("keep", False))
    return Block(height, (Box(0, 0, width, height, lines, size, **more),), keep=keep)  # type: ignore[arg-type]


def grid_block(letters: Letters, grid: Grid, width: float, size: float) -> Block:
    """A timetable: weekdays across, slots down. It is never divided."""
    unit = width / (_LABEL + _DAY * len(grid.weekdays))
    edges = [0.0] + [unit * (_LABEL + _DAY * n) for n in range(len(grid.weekdays) + 1)]
    top = size * 2.2
    boxes = [
        Box(
            left,
            0,
            right - left,
            top,
            letters.lines(head, right - left, size),
            size,
            "centre",
            True,
            fill=HEAD_FILL,
            edge=EDGE,
        )
        for left, right, head in zip(edges[:-1], edges[1:], (grid.corner, *grid.weekdays), strict=True)
    ]
    heights = _grid_heights(letters, grid, unit * _DAY - 2 * _PAD, size)
    tops = [top + sum(heights[:n]) for n in range(len(heights) + 1)]
    for place, row in enumerate(grid.rows):
        label = letters.lines(f"{row.label}\n{row.time}", edges[1] - 2, size * 0.9)
        boxes.append(Box(0, tops[place], edges[1], heights[place], label, size * 0.9, "centre", edge=EDGE))
        for cell, left in zip(row.cells, edges[1:], strict=False):
            if cell is not None:
                high = tops[place + cell.span] - tops[place]
                boxes += _grid_cell(letters, cell, (left, tops[place], unit * _DAY, high), size)
    return Block(tops[-1], tuple(boxes))


def _grid_heights(letters: Letters, grid: Grid, width: float, size: float) -> list[float]:
    heights = [_GRID_LINES * size * LEADING] * len(grid.rows)
    for place, row in enumerate(grid.rows):
        for cell in row.cells:
            if cell is not None:
                need = sum(_entry_heights(letters, cell, width, size)) / cell.span
                for inside in range(place, place + cell.span):
                    heights[inside] = max(heights[inside], need)
    return heights


def _entry_lines(
    letters: Letters, cell: GridCell, width: float, size: float
) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """For each entry its title and its further lines, which become one where many meet at once."""
    found: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    for entry in cell.entries:
        title = letters.lines(entry.title, width, size)
        more = ("　".join(entry.lines),) if len(cell.entries) > _FEW and entry.lines else entry.lines
        found.append((title, tuple(text for part in more for text in letters.lines(part, width, size * 0.9))))
    return found


def _entry_heights(letters: Letters, cell: GridCell, width: float, size: float) -> list[float]:
    time = size * 0.9 * LEADING if cell.time else 0.0
    return [
        (len(title) + 0.9 * len(more)) * size * LEADING + size * 0.6 + (time if not number else 0.0)
        for number, (title, more) in enumerate(_entry_lines(letters, cell, width, size))
    ]


def _grid_cell(letters: Letters, cell: GridCell, at: tuple[float, float, float, float], size: float) -> list[Box]:
    """The boxes of a cell: one for each entry, which share its height."""
    x, y, width, high = at
    if not cell.entries:
        return [Box(x, y, width, high, edge=EDGE)]
    needs = _entry_heights(letters, cell, width - 2 * _PAD, size)
    boxes: list[Box] = []
    for number, ((title, more), need, entry) in enumerate(
        zip(_entry_lines(letters, cell, width - 2 * _PAD, size), needs, cell.entries, strict=True)
    ):
        share = high * need / sum(needs)
        boxes.append(Box(x, y, width, share, fill=COLOURS.get(entry.kind, ""), edge=EDGE))
        text = y + (share - need) / 2 + size * 0.3
        if cell.time and not number:
            boxes.append(Box(x, text, width, size * 0.9 * LEADING, (cell.time,), size * 0.9, "centre", colour=SOFT))
            text += size * 0.9 * LEADING
        boxes.append(Box(x, text, width, len(title) * size * LEADING, title, size, "centre", True))
        text += len(title) * size * LEADING
        boxes.append(Box(x, text, width, len(more) * size * 0.9 * LEADING, more, size * 0.9, "centre"))
        y += share
    return boxes


def table_blocks(letters: Letters, table: Table, width: float, depth: float, size: float) -> list[Block]:
    """A table: its title, its headings, a block for each row; rows higher than ``depth`` are divided."""
    widths = _widths(table.columns, width)
    head = _head(letters, table.columns, widths, size)
    found: list[Block] = []
    if table.title:
        found.append(line(letters, table.title, width, size * 1.15, bold=True, keep=True))
    found.append(Block(head.height, head.boxes, keep=True))
    least = size * (_TALL if table.tall else _ROW)
    most = depth - head.height - size * 8
    for row in table.rows:
        found += _row(letters, row, (table.columns, widths), size, (least, most), head)
    return found


def _widths(columns: Sequence[Column], width: float) -> list[float]:
    unit = width / sum(column.width for column in columns)
    return [column.width * unit for column in columns]


def _head(letters: Letters, columns: Sequence[Column], widths: Sequence[float], size: float) -> Block:
    found: list[tuple[tuple[str, ...], float]] = []
    ticks = [(column.heading, wide - 2) for column, wide in zip(columns, widths, strict=True) if column.tick]
    broken = any(letters.width(letters.shown(text), size * _SMALL) > wide for text, wide in ticks)
    ticked = [(part, wide) for text, wide in ticks for part in _parts(text, broken=broken)]
    smallest = min((letters.fitting(part, wide, size, _LEAST) for part, wide in ticked), default=size)
    for column, wide in zip(columns, widths, strict=True):
        text = "\n".join(_parts(column.heading, broken=broken)) if column.tick else column.heading
        own = smallest if column.tick else letters.fitting(text, wide - 2, size, size * _SMALL)
        found.append((letters.lines(text, wide - 1, own), own))
    height = max(len(lines) * own * LEADING for lines, own in found) + size * 0.7
    boxes: list[Box] = []
    x = 0.0
    for (lines, own), wide in zip(found, widths, strict=True):
        boxes.append(Box(x, 0, wide, height, lines, own, "centre", True, fill=HEAD_FILL, edge=EDGE))
        x += wide
    return Block(height, tuple(boxes))


def _parts(text: str, *, broken: bool) -> list[str]:
    """A date's month above its day where there is no room for them beside each other."""
    month, stroke, day = text.partition("/")
    return [month + stroke, day] if broken and stroke else [text]


def _row(
    letters: Letters,
    row: Sequence[Value],
    shape: tuple[Sequence[Column], Sequence[float]],
    size: float,
    limits: tuple[float, float],
    head: Block,
) -> list[Block]:
    """A row of a table, as one block unless it is higher than the upper limit."""
    columns, widths = shape
    cells: list[tuple[tuple[str, ...], float]] = []
    for value, column, wide in zip(row, columns, widths, strict=True):
        own = size * _SMALL if column.shrink else size
        text = _text(value)
        cells.append((letters.lines(text, wide - 2 * _PAD, own) if text else (), own))
    height = max(limits[0], *(len(lines) * own * LEADING + size * 0.5 for lines, own in cells))
    if height <= limits[1]:
        return [_row_block(row, shape, cells, height, head)]
    step = int((limits[1] - size) / (size * LEADING))
    parts = max(-(-len(lines) // step) for lines, _ in cells)
    blocks: list[Block] = []
    for part in range(parts):
        here = [(lines[part * step : (part + 1) * step], own) for lines, own in cells]
        high = max(len(lines) * own * LEADING + size * 0.5 for lines, own in here)
        blocks.append(_row_block(row, shape, here, high, head))
    return blocks


def _row_block(
    row: Sequence[Value],
    shape: tuple[Sequence[Column], Sequence[float]],
    cells: Sequence[tuple[tuple[str, ...], float]],
    height: float,
    head: Block,
) -> Block:
    boxes: list[Box] = []
    x = 0.0
    for value, column, wide, (lines, own) in zip(row, *shape, cells, strict=True):
        fill = COLOURS.get(value.kind, "") if isinstance(value, Tint) else ""
        boxes.append(Box(x, 0, wide, height, edge=EDGE, fill=fill))
        if lines:
            centred = column.centre or isinstance(value, Tint | int)
            boxes.append(Box(x + _PAD, 0, wide - 2 * _PAD, height, lines, own, "centre" if centred else "left"))
        x += wide
    return Block(height, tuple(boxes), head)


def _text(value: Value) -> str:
    if isinstance(value, Tint):
        return value.text
    return "" if value is None else str(value)
