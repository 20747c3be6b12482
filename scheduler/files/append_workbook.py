"""Rows added to sheets of a workbook without touching anything else in it: other parts stay the same bytes.

openpyxl would drop what it does not know, and the values that a spreadsheet program keeps beside its formulas; so rows are put into the
sheets' own XML, and a sheet that is not there yet is added as a small part of its own.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from models.row import Row
from models.school import TABLES
from models.titles import heading
from scheduler.files import cells, names
from scheduler.files.source import header_row
from scheduler.files.workbook import sheet_title
from scheduler.messages import Lang

_BOOK, _RELS, _TYPES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_ROW = re.compile(r"<(?:\w+:)?row\b[^>]*?(?:/>|>.*?</(?:\w+:)?row>)", re.DOTALL)
_DATA = re.compile(r"<((?:\w+:)?)sheetData\s*(?:/>|>(.*?)</(?:\w+:)?sheetData>)", re.DOTALL)

Cells = Mapping[int, str | int]
"""Values by column, from 1."""


def with_rows(data: bytes, added: Mapping[str, Sequence[Row]]) -> bytes:
    """The workbook with rows below the last ones of these tables."""
    book = load_workbook(io.BytesIO(data))
    titles = {names.table_of(title): title for title in book.sheetnames if not names.is_ignored_sheet(title)}
    lang: Lang = "en" if all(title.isascii() for title in titles.values()) else "zh"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {info: archive.read(info) for info in archive.infolist()}
    texts = {info.filename: content.decode("utf-8") for info, content in parts.items() if _is_text(info.filename)}
    before, fresh = dict(texts), dict[str, str]()
    for table, rows in added.items():
        if table in titles:
            part = _part_of(texts, titles[table])
            grid: list[list[object]] = [[*row] for row in book[titles[table]].iter_rows(values_only=True)]
            texts[part] = _appended(texts[part], table, rows, grid, lang)
        else:
            _new_sheet(texts, fresh, table, rows, lang)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, content in parts.items():
            changed = texts.get(info.filename) != before.get(info.filename)
            archive.writestr(info, texts[info.filename].encode("utf-8") if changed else content)
        for name, text in fresh.items():
            archive.writestr(name, text.encode("utf-8"))
    return out.getvalue()


def _is_text(name: str) -> bool:
    return name in (_BOOK, _RELS, _TYPES) or (name.startswith("xl/worksheets/") and name.endswith(".xml"))


def _part_of(texts: Mapping[str, str], title: str) -> str:
    """The part that holds a sheet."""
    sheets = re.findall(r"<(?:\w+:)?sheet\b[^>]*>", texts[_BOOK])
    sheet = next(s for s in sheets if f"name={quoteattr(title)}" in s or f'name="{escape(title)}"' in s)
    number = re.findall(r'\w+:id="([^"]+)"', sheet)[0]
    relation = next(r for r in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", texts[_RELS]) if f'Id="{number}"' in r)
    target = re.findall(r'Target="([^"]+)"', relation)[0]
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


# -- a sheet that is there -----------------------------------------------------------------------------------
def _appended(text: str, table: str, rows: Sequence[Row], grid: list[list[object]], lang: Lang) -> str:
    """The sheet's XML with the rows after the last that is not blank; blank ones that were made ready there make way."""
    row_type = TABLES[table]
    head = header_row(names.headings(row_type), grid)
    found = _DATA.search(text)
    assert found
    prefix, old = found[1], _ROW.findall(found[2] or "")
    if head is None:
        extra, columns, last = {1: _header(table, lang, {})}, dict[str, int](), 1
        columns = {name: n for n, name in enumerate(row_type.model_fields, 1)}
    else:
        known = [(n, names.headings(row_type).get(names.loose(cell))) for n, cell in enumerate(grid[head], 1) if cell]
        columns = {name: n for n, name in known if name}
        last = max(n for n, row in enumerate(grid, 1) if any(cells.clean(cell) is not None for cell in row))
        extra = {}
    missing = [c for c in row_type.model_fields if c not in columns and any(getattr(r, c) is not None for r in rows)]
    width = max([len(row) for row in grid], default=0)
    more = {name: width + n for n, name in enumerate(missing, 1)}
    new = extra | {last + n: _values(row, columns | more) for n, row in enumerate(rows, 1)}
    numbered = [(_number(xml, n), xml) for n, xml in enumerate(old, 1)]
    styles = next((_styles(xml) for n, xml in numbered if n > last), {})
    kept = [
        _with_cells(xml, n, _header(table, lang, more), prefix) if n - 1 == head and more else xml
        for n, xml in numbered
    ]
    body = [xml for (n, _), xml in zip(numbered, kept, strict=True) if n not in new]
    after = [xml for (n, _), xml in zip(numbered, kept, strict=True) if n not in new and n > last]
    body = body[: len(body) - len(after)] + [_row(n, values, styles, prefix) for n, values in new.items()] + after
    whole = f"<{prefix}sheetData>{''.join(body)}</{prefix}sheetData>"
    text = text[: found.start()] + whole + text[found.end() :]
    return re.sub(r"<(?:\w+:)?dimension\b[^>]*/>", "", text, count=1)


def _values(row: Row, columns: Mapping[str, int]) -> dict[int, str | int]:
    found: dict[int, str | int] = {}
    for name, n in columns.items():
        value = cells.native(getattr(row, name), "en")
        if value is not None:
            found[n] = value if isinstance(value, int) else cells.plain(value)
    return dict(sorted(found.items()))


def _header(table: str, lang: Lang, columns: Mapping[str, int]) -> Cells:
    fields = TABLES[table].model_fields
    wanted = columns or {name: n for n, name in enumerate(fields, 1)}
    return {n: heading(TABLES[table], name) if lang == "zh" else name for name, n in wanted.items()}


def _number(xml: str, default: int) -> int:
    found = re.match(r'<[^>]*?\br="(\d+)"', xml)
    return int(found[1]) if found else default


def _styles(xml: str) -> dict[int, str]:
    """The styles of a blank row's cells, by column."""
    found: dict[int, str] = {}
    for n, cell in enumerate(re.findall(r"<(?:\w+:)?c\b[^>]*>", xml), 1):
        style = re.search(r'\bs="(\d+)"', cell)
        if style:
            found[n] = style[1]
    return found


def _with_cells(xml: str, number: int, values: Cells, prefix: str) -> str:
    inner = "".join(_cell(number, n, value, "", prefix) for n, value in values.items())
    return re.sub(rf"</{prefix}row>$", f"{inner}</{prefix}row>", xml)


def _row(number: int, values: Cells, styles: Mapping[int, str], prefix: str) -> str:
    inner = "".join(_cell(number, n, value, styles.get(n, ""), prefix) for n, value in values.items())
    return f'<{prefix}row r="{number}">{inner}</{prefix}row>'


def _cell(row: int, column: int, value: str | int, style: str, prefix: str) -> str:
    name = f'r="{get_column_letter(column)}{row}"' + (f' s="{style}"' if style else "")
    if isinstance(value, int):
        return f"<{prefix}c {name}><{prefix}v>{value}</{prefix}v></{prefix}c>"
    text = f'<{prefix}is><{prefix}t xml:space="preserve">{escape(value)}</{prefix}t></{prefix}is>'
    return f'<{prefix}c {name} t="inlineStr">{text}</{prefix}c>'


# -- a new sheet ---------------------------------------------------------------------------------------------
def _new_sheet(texts: dict[str, str], fresh: dict[str, str], table: str, rows: Sequence[Row], lang: Lang) -> None:
    """A sheet with its heading, entered in the book, its relations and the list of types."""
    number = 1
    while f"xl/worksheets/pins{number}.xml" in texts or f"xl/worksheets/pins{number}.xml" in fresh:
        number += 1
    part, relation = f"xl/worksheets/pins{number}.xml", f"rIdPins{number}"
    columns = {name: n for n, name in enumerate(TABLES[table].model_fields, 1)}
    lines = [_row(1, _header(table, lang, {}), {}, "")]
    lines += [_row(n, _values(row, columns), {}, "") for n, row in enumerate(rows, 2)]
    fresh[part] = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'
    )
    numbers = [int(n) for n in re.findall(r'\bsheetId="(\d+)"', texts[_BOOK])]
    title = quoteattr(sheet_title(table, lang))
    sheet = f'<sheet xmlns:r="{_RELATION}" name={title} sheetId="{max(numbers) + 1}" r:id="{relation}"/>'
    texts[_BOOK] = _with_last(texts[_BOOK], "sheets", sheet)
    target = f'<Relationship Id="{relation}" Type="{_RELATION}/worksheet" Target="/{part}"/>'
    texts[_RELS] = _with_last(texts[_RELS], "Relationships", target)
    override = f'<Override PartName="/{part}" ContentType="{_SHEET_TYPE}"/>'
    texts[_TYPES] = _with_last(texts[_TYPES], "Types", override)


def _with_last(text: str, parent: str, element: str) -> str:
    """The XML with one more element at the end of its only ``parent``, with that one's prefix."""
    end = re.findall(rf"</((?:\w+:)?){parent}>", text)[0]
    tag = f"</{end}{parent}>"
    return text.replace(tag, element.replace("<", f"<{end}", 1) + tag)
