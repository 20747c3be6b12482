"""The pages put on sheets of A4, with a first sheet of links, bookmarks and the pictures at the end."""

from collections.abc import Iterator, Sequence
from math import sqrt
from pathlib import Path
from typing import Any, NamedTuple

from reportlab.pdfgen.canvas import Canvas

from models.plan import Plan
from models.school import School
from scheduler.messages import Lang, say
from scheduler.outputs.cells import COLOURS
from scheduler.outputs.pages import Booklet, OnPage, Page, Tint
from scheduler.outputs.pdf.drawn import picture_blocks
from scheduler.outputs.pdf.letters import FONT, Letters
from scheduler.outputs.pdf.sheets import A4, Block, Box, Painter, Sheet, flow, room, total
from scheduler.outputs.pdf.slips import slip_sheets
from scheduler.outputs.pdf.tables import EDGE, SOFT, grid_block, line, table_blocks
from scheduler.outputs.pictures import build_pictures

CREATOR = "kehou"
#: Sizes of text, the largest first: a page takes the first at which it fits on one sheet. If none does, it takes
#: ``_PLAIN`` and as many sheets as it needs; a timetable alone goes on shrinking, since it is never divided.
_SIZES, _PLAIN = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0), 9.0
_SMALLER = (6.5, 6.0, 5.5, 5.0, 4.5, 4.0, 3.5, 3.0)
#: What hangs on a wall by itself, a timetable with nothing below, lies across the sheet and is larger.
_POSTER = (15.0, 14.0, 13.0, 12.0, 11.0, *_SIZES)
_STRETCH, _POSTER_STRETCH = 1.6, 2.4
_LINKS = 5


class Printed(NamedTuple):
    """What a PDF has become: its sheets of paper, and the characters that its font does not have."""

    sheets: int
    missing: str


def write_pdf(
    booklet: Booklet, plan: Plan, school: School, path: Path, lang: Lang, on_page: OnPage = lambda _done, _all: None
) -> Printed:
    """Write the pages and the pictures into a new PDF. The same plan gives the same bytes.

    A sign stands for each character that the font does not have, and the first sheet says so.
    """
    letters = Letters()
    views = tuple(dict.fromkeys(page.view for page in booklet.pages))
    pictures = build_pictures(plan, school, lang, views)
    missing = letters.missing(_texts(booklet))
    font: Any = FONT
    tongue = "zh-CN" if lang == "zh" else "en"
    canvas = Canvas(str(path), pagesize=A4, initialFontName=font, invariant=1, pageCompression=1, lang=tongue)
    canvas.setTitle(booklet.title)
    canvas.setAuthor(school.name)
    canvas.setSubject(school.term.name)
    canvas.setCreator(CREATOR)
    painter = Painter(canvas, letters)
    foot = letters.shown(" · ".join(booklet.facts[:2]))
    drawn = picture_blocks(letters, pictures, room(False)[0])
    for sheet in flow(_contents(letters, booklet, bool(drawn), missing, lang), room(False)[1]):
        painter.sheet(sheet, wide=False, foot=(foot, ""))
    view = ""
    for number, page in enumerate(booklet.pages):
        marks = [_mark(number)]
        if page.view != view:
            view = page.view
            canvas.addOutlineEntry(say(lang, f"outputs.view_{view}"), view, 0, closed=True)
            marks.insert(0, view)
        canvas.addOutlineEntry(page.name, _mark(number), 1)
        _put(painter, _sheets(letters, page, booklet), foot, marks)
        on_page(number + 1, len(booklet.pages) + 1)
    if drawn:
        canvas.addOutlineEntry(say(lang, "outputs.view_pictures"), "pictures", 0)
        for number, sheet in enumerate(flow(drawn, room(False)[1])):
            painter.sheet(sheet, wide=False, foot=(foot, ""), marks=() if number else ("pictures",))
    sheets: int = canvas.getPageNumber() - 1
    canvas.save()
    on_page(len(booklet.pages) + 1, len(booklet.pages) + 1)
    return Printed(sheets, missing)


def _mark(number: int) -> str:
    return f"p{number}"


def _put(painter: Painter, sheets: Sequence[tuple[Sheet, bool]], foot: str, marks: Sequence[str]) -> None:
    for number, (sheet, wide) in enumerate(sheets, 1):
        count = f"{number}/{len(sheets)}" if len(sheets) > 1 else ""
        painter.sheet(sheet, wide=wide, foot=(foot, count), marks=() if number > 1 else marks)


def _sheets(letters: Letters, page: Page, booklet: Booklet) -> list[tuple[Sheet, bool]]:
    """The sheets of a page, each with whether it lies across; slips come after the table of their class."""
    slips = [(sheet, False) for sheet in slip_sheets(letters, page, booklet)]
    if page.grid is None or page.tables:
        found = _on_one(letters, page, booklet, page.wide, _SIZES)
        sheets = [found[1]] if found else _on_many(letters, page, booklet)
        return [(sheet, page.wide) for sheet in sheets] + slips
    tries = [(_on_one(letters, page, booklet, wide, (*_POSTER, *_SMALLER)), wide) for wide in (True, False)]
    fitting = [(found[0], wide, found[1]) for found, wide in tries if found]
    if not fitting:
        return [(sheet, False) for sheet in _on_many(letters, page, booklet)]
    _, wide, sheet = max(fitting, key=lambda one: (one[0], one[1]))
    return [(sheet, wide)]


def _on_one(
    letters: Letters, page: Page, booklet: Booklet, wide: bool, sizes: Sequence[float]
) -> tuple[float, Sheet] | None:
    """A page on one sheet, at the largest of some sizes at which it fits; None where it fits at none."""
    width, depth = room(wide)
    most = sizes[0]
    for size in sizes:
        if size > most:
            continue
        blocks = _blocks(letters, page, booklet, (width, depth), size)
        if total(blocks) <= depth:
            return size, flow(_filled(blocks, page, depth), depth)[0]
        # Smaller text is lower and takes fewer lines: at most the square. What cannot fit is not tried.
        most = size * sqrt(depth / total(blocks))
    return None


def _on_many(letters: Letters, page: Page, booklet: Booklet) -> list[Sheet]:
    """A page on as many sheets as it takes; a timetable is never divided, but shrinks until it fits on one."""
    width, depth = room(page.wide)
    blocks: list[Block] = []
    for size in (_PLAIN, *_SMALLER):
        blocks = _blocks(letters, page, booklet, (width, depth), size)
        if max(block.height for block in blocks) <= depth * 0.9:
            break
    return flow(blocks, depth, line(letters, page.title, width, 13, bold=True, align="centre"))


def _blocks(letters: Letters, page: Page, booklet: Booklet, space: tuple[float, float], size: float) -> list[Block]:
    """A page from its title to its notes."""
    width, depth = space
    title = letters.fitting(page.title, width, 17, 9)
    facts = "　".join((booklet.facts[0], *page.facts))
    blocks = [
        line(letters, page.title, width, title, bold=True, align="centre", keep=True),
        line(letters, facts, width, 9.5, align="centre", colour=SOFT, keep=True),
    ]
    if page.grid:
        blocks.append(grid_block(letters, page.grid, width, size))
    for number, table in enumerate(page.tables):
        if number or page.grid:
            blocks.append(Block(size * 0.8, ()))
        blocks += table_blocks(letters, table, width, depth, size)
    blocks += [line(letters, note, width, size * 0.9, colour=SOFT) for note in page.notes]
    return blocks


def _filled(blocks: list[Block], page: Page, depth: float) -> list[Block]:
    """The rows higher where the sheet has room: for handwriting, and for a timetable that hangs on a wall."""
    rows = [
        place for place, block in enumerate(blocks) if block.head is not None or (page.grid and len(block.boxes) > 3)
    ]
    if not rows or (page.grid and page.tables):
        return blocks
    inner = sum(blocks[place].height for place in rows)
    factor = min(_POSTER_STRETCH if page.grid else _STRETCH, 1 + 0.97 * (depth - total(blocks)) / inner)
    return [block.stretched(factor) if place in rows else block for place, block in enumerate(blocks)]


def _contents(letters: Letters, booklet: Booklet, pictures: bool, missing: str, lang: Lang) -> list[Block]:
    """A link to each page under the name of its view; the colours; the characters that could not be shown."""
    width, _ = room(False)
    blocks = [
        line(letters, booklet.title, width, 18, bold=True, align="centre"),
        line(letters, "　".join(booklet.facts), width, 10, align="centre", colour=SOFT),
    ]
    if missing:
        told = say(lang, "outputs.missing_letters", count=len(missing), codes=codes(missing))
        blocks.append(line(letters, told, width, 10, colour="C00000"))
    pages = list(enumerate(booklet.pages))
    for view in dict.fromkeys(page.view for page in booklet.pages):
        blocks.append(line(letters, say(lang, f"outputs.view_{view}"), width, 12, bold=True, keep=True))
        links = [(page.name, _mark(number)) for number, page in pages if page.view == view]
        blocks += [_links(letters, links[at : at + _LINKS], width) for at in range(0, len(links), _LINKS)]
    if pictures:
        blocks.append(_links(letters, [(say(lang, "outputs.view_pictures"), "pictures")], width))
    blocks.append(line(letters, say(lang, "outputs.legend"), width, 12, bold=True, keep=True))
    kinds = ("homework", "tutoring", "strand", "club", "childcare", "missing")
    wide = width / len(kinds)
    boxes = [
        Box(n * wide, 0, wide, 20, letters.lines(say(lang, f"outputs.kind_{kind}"), wide - 4, 8), 8, "centre", fill=COLOURS[kind], edge=EDGE)
        for n, kind in enumerate(kinds)
    ]  # fmt: skip
    return [*blocks, Block(22, tuple(boxes))]


def codes(missing: str) -> str:
    """Characters by their numbers, since they cannot be shown themselves."""
    return " ".join(f"U+{ord(char):04X}" for char in missing)


def _links(letters: Letters, links: Sequence[tuple[str, str]], width: float) -> Block:
    wide = width / _LINKS
    boxes: list[Box] = []
    for number, (name, mark) in enumerate(links):
        size = letters.fitting(name, wide - 6, 9.5, 5)
        boxes.append(
            Box(
                number * wide, 0, wide - 4, 15, letters.lines(name, wide - 4, size), size, colour="0563C1", goes_to=mark
            )
        )
    high = max(15.0, *(len(box.lines) * box.size * 1.3 for box in boxes))
    return Block(high, tuple(boxes))


def _texts(booklet: Booklet) -> Iterator[str]:
    """Every text of the pages."""
    yield from (booklet.title, *booklet.facts)
    for page in booklet.pages:
        yield from (page.name, page.title, *page.facts, *page.notes)
        for row in page.grid.rows if page.grid else ():
            for cell in row.cells:
                for entry in cell.entries if cell else ():
                    yield from (entry.title, *entry.lines)
        for table in page.tables:
            yield from (column.heading for column in table.columns)
            yield from _of_rows(table.rows)
        for slip in page.slips:
            yield from (slip.name, slip.facts)
            yield from _of_rows(slip.rows)


def _of_rows(rows: Sequence[Sequence[Any]]) -> Iterator[str]:
    for row in rows:
        for value in row:
            if isinstance(value, Tint):
                yield value.text
            elif isinstance(value, str):
                yield value
