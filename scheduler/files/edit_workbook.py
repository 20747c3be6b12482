"""Changing rows of a workbook: only the cells that differ are written into the sheet's bytes, all else is copied."""

import io
import zipfile
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

from models.row import Row
from models.school import TABLES
from models.titles import heading
from scheduler.files import names
from scheduler.files.edits import TableEdit, language, native
from scheduler.files.parts import (
    RELATIONS,
    WORKBOOK,
    RowSpot,
    Spot,
    Spots,
    elements,
    formats_filled,
    sheet_parts,
    spots,
)
from scheduler.files.source import locate
from scheduler.files.template import EXAMPLE_COLOUR
from scheduler.files.texts import Unreadable
from scheduler.files.workbook import sheet_title, sheets
from scheduler.messages import Lang

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "[Content_Types].xml"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
Value = str | int | None


def edit_workbook(data: bytes, edits: list[TableEdit]) -> bytes:
    """The workbook with the changes; raises :class:`Unreadable` where a formula stands in a cell that is to change."""
    rows = dict(sheets(data))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = sheet_parts(archive)
        titles = {names.table_of(title): title for title in parts if not names.is_ignored_sheet(title)}
        changed: dict[str, bytes] = {}
        lang = language(list(titles.values()))
        examples = formats_filled(archive, EXAMPLE_COLOUR)
        for edit in edits:
            title = titles.get(edit.table)
            if title is None:
                _add_sheet(archive, changed, edit, lang)
            else:
                changed[parts[title]] = _Sheet(archive.read(parts[title]), rows[title], edit, lang, examples).edited()
        return _written(archive, changed)


def _written(archive: zipfile.ZipFile, changed: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in archive.infolist():
            new.writestr(info, changed.pop(info.filename, None) or archive.read(info))
        for name, content in changed.items():
            new.writestr(name, content)
    return out.getvalue()


@dataclass(frozen=True)
class _Splice:
    start: int
    end: int
    content: bytes


class _Sheet:
    """One sheet's bytes and the changes to them. Rows and columns count from 1. ``examples``: formats of rows of the
    worked example, which no other row takes on."""

    def __init__(
        self, content: bytes, rows: list[tuple[object, ...]], edit: TableEdit, lang: Lang, examples: frozenset[str]
    ) -> None:
        self.content = content
        self.examples = examples
        self.edit = edit
        self.spots: Spots = spots(content)
        head, columns = locate(edit.table, rows)
        self.head = (head or 0) + 1
        self.lang: Lang = lang if head is None else language(rows[head])
        self.more = list(TABLES[edit.table].model_fields) if head is None else edit.columns(columns)
        widest = max((max(row.cells, default=0) for row in self.spots.rows.values()), default=0)
        self.columns: list[str | None] = columns if not self.more else columns + [None] * (widest - len(columns))
        self.columns = [*self.columns, *self.more]
        filled = [number for number, row in enumerate(rows, 1) if any(value is not None for value in row)]
        self.last = max([self.head, *filled])

    def edited(self) -> bytes:
        """The sheet's bytes with the changes."""
        wanted: dict[int, dict[int, Value]] = {}
        if self.more:
            model = TABLES[self.edit.table]
            titles = {self._at(n): heading(model, n) if self.lang == "zh" else n for n in self.more}
            wanted[self.head] = dict(titles)
        for number, (row, columns) in self.edit.changed.items():
            wanted[number] = {self._at(name): native(row, name, self.lang) for name in columns}
        for number in self.edit.dropped:
            spot = self.spots.rows.get(number)
            wanted[number] = dict.fromkeys(spot.cells if spot else (), None)
        for number, one in enumerate(self.edit.added, self.last + 1):
            wanted[number] = self._whole(one.row)
        splices = sorted(self._splices(wanted), key=lambda splice: (splice.start, splice.end))
        pieces: list[bytes] = []
        at = 0
        for splice in splices:
            pieces += [self.content[at : splice.start], splice.content]
            at = splice.end
        return b"".join([*pieces, self.content[at:]])

    def _at(self, name: str) -> int:
        return self.columns.index(name) + 1

    def _whole(self, row: Row) -> dict[int, Value]:
        return {at: native(row, name, self.lang) for at, name in enumerate(self.columns, 1) if name}

    def _splices(self, wanted: dict[int, dict[int, Value]]) -> Iterator[_Splice]:
        data = self.spots.data
        if data is None:
            raise Unreadable("files.not_workbook")
        late: list[bytes] = []
        known = sorted(self.spots.rows)
        for number in sorted(wanted):
            spot = self.spots.rows.get(number)
            if spot is not None:
                yield from self._into_row(spot, wanted[number])
                continue
            text = f'<{self.spots.prefix}row r="{number}">'.encode()
            text += b"".join(self._cell(number, c, v, None) for c, v in sorted(wanted[number].items()))
            text += f"</{self.spots.prefix}row>".encode()
            place = bisect_right(known, number)
            if place == len(known):
                late.append(text)
            else:
                start = self.spots.rows[known[place]].start
                yield _Splice(start, start, text)
        yield from self._at_end(data, late)
        yield from self._dimension(wanted)

    def _at_end(self, data: Spot, late: list[bytes]) -> Iterator[_Splice]:
        if not late:
            return
        if data.end == data.inside:
            tag = self.content[data.start : data.inside - 2].rstrip() + b">"
            name = f"</{self.spots.prefix}sheetData>".encode()
            yield _Splice(data.start, data.end, tag + b"".join(late) + name)
        else:
            place = self.content.rindex(b"<", data.start, data.end)
            yield _Splice(place, place, b"".join(late))

    def _into_row(self, spot: RowSpot, wanted: dict[int, Value]) -> Iterator[_Splice]:
        if any(column in spot.cells and spot.cells[column].formula for column in wanted):
            raise Unreadable("files.formula_in_the_way")
        cells = {column: self.content[one.start : one.end] for column, one in spot.cells.items()}
        for column, value in wanted.items():
            old = spot.cells.get(column)
            if old is not None or value is not None:
                cells[column] = self._cell(spot.number, column, value, old)
        attributes = {name: value for name, value in spot.attributes.items() if name != "spans"}
        attributes["r"] = str(spot.number)
        head = " ".join(f'{name}="{escape(value, {chr(34): "&quot;"})}"' for name, value in attributes.items())
        row = f"{self.spots.prefix}row"
        inner = b"".join(content for _, content in sorted(cells.items()))
        yield _Splice(spot.start, spot.end, f"<{row} {head}>".encode() + inner + f"</{row}>".encode())

    def _cell(self, number: int, column: int, value: Value, old: Spot | None) -> bytes:
        style = old.attributes.get("s") if old else self._style(number, column)
        name = f"{self.spots.prefix}c"
        head = f'<{name} r="{get_column_letter(column)}{number}"' + (f' s="{style}"' if style else "")
        return cell_xml(head, self.spots.prefix, value)

    def _style(self, number: int, column: int) -> str | None:
        """The format of the cell above: of the heading for a heading, of the last row for a new row."""
        if number == self.head:
            found = self.spots.rows[number].cells.get(column - 1) if number in self.spots.rows else None
        else:
            row = self.spots.rows.get(self.last) if self.last > self.head else None
            found = row.cells.get(column) if row else None
        style = found.attributes.get("s") if found else None
        return None if style in self.examples else style

    def _dimension(self, wanted: dict[int, dict[int, Value]]) -> Iterator[_Splice]:
        spot = self.spots.dimension
        if spot is None or not spot.attributes.get("ref", "").startswith("A1"):
            return
        right = max(
            [*(c for row in self.spots.rows.values() for c in row.cells), *(c for r in wanted.values() for c in r)]
        )
        reference = f"A1:{get_column_letter(right)}{max([*self.spots.rows, *wanted])}"
        yield _Splice(spot.start, spot.end, f'<{self.spots.prefix}dimension ref="{reference}"/>'.encode())


def cell_xml(head: str, prefix: str, value: Value) -> bytes:
    """A cell that holds the value itself; ``head`` is its start tag without the end."""
    name = f"{prefix}c"
    if value is None:
        return f"{head}/>".encode()
    if isinstance(value, int):
        return f"{head}><{prefix}v>{value}</{prefix}v></{name}>".encode()
    text = f'<{prefix}is><{prefix}t xml:space="preserve">{escape(value)}</{prefix}t></{prefix}is>'
    return f'{head} t="inlineStr">{text}</{name}>'.encode()


def _add_sheet(archive: zipfile.ZipFile, changed: dict[str, bytes], edit: TableEdit, lang: Lang) -> None:
    """Adds a sheet for a table that the workbook does not have yet."""
    model = TABLES[edit.table]
    part = f"xl/worksheets/kehou_{edit.table}.xml"
    rows: list[list[Value]] = [[heading(model, n) if lang == "zh" else n for n in model.model_fields]]
    rows += [[native(one.row, name, lang) for name in model.model_fields] for one in edit.added]
    lines = [
        f'<row r="{r}">'.encode()
        + b"".join(cell_xml(f'<c r="{get_column_letter(c)}{r}"', "", v) for c, v in enumerate(row, 1) if v is not None)
        + b"</row>"
        for r, row in enumerate(rows, 1)
    ]
    begin = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="{_MAIN}"><sheetData>'
    changed[part] = begin.encode() + b"".join(lines) + b"</sheetData></worksheet>"
    taken = [
        attributes for kind, attributes in elements(changed.get(WORKBOOK) or archive.read(WORKBOOK)) if kind == "sheet"
    ]
    number = max((int(a["sheetId"]) for a in taken if a.get("sheetId", "").isdigit()), default=0) + 1
    relation = f"kehou{number}"
    _append(archive, changed, RELATIONS, "Relationships",
            f'Relationship Id="{relation}" Type="{_RELATIONSHIPS}/worksheet" Target="/{part}"')  # fmt: skip
    _append(archive, changed, _TYPES, "Types", f'Override PartName="/{part}" ContentType="{_SHEET_TYPE}"')
    _append(archive, changed, WORKBOOK, "sheets",
            f'sheet xmlns:kehou="{_RELATIONSHIPS}" name="{sheet_title(edit.table, lang)}" sheetId="{number}" kehou:id="{relation}"')  # fmt: skip


def _append(archive: zipfile.ZipFile, changed: dict[str, bytes], part: str, parent: str, element: str) -> None:
    content = changed.get(part) or archive.read(part)
    place = content.rfind(f"{parent}>".encode())
    start = content.rfind(b"</", 0, place)
    if place < 0 or start < 0:
        raise Unreadable("files.not_workbook")
    prefix = content[start + 2 : place].decode()
    changed[part] = content[:start] + f"<{prefix}{element}/>".encode() + content[start:]
