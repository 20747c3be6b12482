"""Rows added to an instance in its own form, with all else that is in it left as it is."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from models.row import Row
from models.school import TABLES, School
from models.titles import heading
from scheduler.errors import OutputRefused
from scheduler.files import cells, names
from scheduler.files.append_workbook import with_rows
from scheduler.files.folder import parse_csv
from scheduler.files.load import load_school
from scheduler.files.replace import replacing
from scheduler.files.source import header_row
from scheduler.files.texts import decode
from scheduler.messages import Lang

Added = Mapping[str, Sequence[Row]]


def append_rows(path: Path, added: Added) -> None:
    """Add rows at the end of tables of the instance at ``path``, which must be free of faults, as must the rows.

    Only the files (sheets, lists) of these tables change. A workbook, a JSON file and each CSV file is replaced whole or not
    at all. Raises :class:`OutputRefused`, with everything as it was, where that cannot be done.
    """
    added = {table: rows for table, rows in added.items() if rows}
    if not added:
        return
    if path.is_dir():
        _append_to_folder(path, added)
        return
    before = load_school(path)
    with replacing(path, force=True) as fresh:
        data = path.read_bytes()
        fresh.write_bytes(_json(data, added) if path.suffix.casefold() == ".json" else with_rows(data, added))
        _compare(before, load_school(fresh), added, path)


def _compare(before: School, after: School, added: Added, path: Path) -> None:
    """Whatever a spreadsheet program has left in a file, nothing is written that does not read as it should."""
    for table in TABLES:
        if (*getattr(before, table), *added.get(table, ())) != getattr(after, table):
            raise OutputRefused("files.cannot_append", str(path))


# -- JSON ----------------------------------------------------------------------------------------------------
def _json(data: bytes, added: Added) -> bytes:
    text = decode(data, guess=False)
    whole = cast("dict[str, Any]", json.loads(text))
    keys = {names.table_of(key): key for key in whole}
    for table, rows in added.items():
        key = keys.get(table, table)
        whole[key] = [*(whole.get(key) or []), *(row.model_dump(mode="json") for row in rows)]
    second = text.splitlines()[1] if "\n" in text.strip() else ""
    indent = len(second) - len(second.lstrip()) or None
    return (json.dumps(whole, ensure_ascii=False, indent=indent) + "\n").encode("utf-8")


# -- a folder ------------------------------------------------------------------------------------------------
def _append_to_folder(path: Path, added: Added) -> None:
    files = {names.table_of(file.name): file for file in sorted(path.glob("*.[cC][sS][vV]"))}
    lang = _language(files["slots"]) if "slots" in files else "en"
    texts: dict[Path, bytes] = {}
    for table, rows in added.items():
        file = files.get(table, path / f"{table}.csv")
        data = file.read_bytes() if file.exists() else b""
        texts[file] = _csv(data, table, rows, lang)
    for file, data in texts.items():
        with replacing(file, force=True) as fresh:
            fresh.write_bytes(data)


def _language(file: Path) -> Lang:
    return "en" if decode(file.read_bytes()).split("\n", 1)[0].isascii() else "zh"


def _csv(data: bytes, table: str, rows: Sequence[Row], lang: Lang) -> bytes:
    """A CSV file with more rows, in its own encoding, order of columns, separator and line ends."""
    text, row_type = decode(data), TABLES[table]
    grid = parse_csv(text)
    head = header_row(names.headings(row_type), grid)
    needed = [c for c in row_type.model_fields if any(getattr(row, c) is not None for row in rows)]
    titles = {c: heading(row_type, c) if lang == "zh" else c for c in row_type.model_fields}
    if head is None:
        names_in_order: list[object] = [titles[c] for c in row_type.model_fields]
        grid, head, text = [names_in_order], 0, ""
    columns = [names.headings(row_type).get(names.loose(cell)) for cell in grid[head]]
    missing = [c for c in needed if c not in columns]
    ending = next((end for end in ("\r\n", "\n", "\r") if end in text), "\r\n")
    first = text.split("\n", 1)[0]
    separator = "\t" if "\t" in first and "," not in first else ","
    lines: list[list[object]] = [[_text(row, column) for column in [*columns, *missing]] for row in rows]
    if missing or not text:
        grid[head] = [*grid[head], *(titles[c] for c in missing)]
        above: list[list[object]] = [[cells.guard(str(cell)) for cell in row] for row in grid]
        text, lines = "", [*above, *lines]
    elif not text.endswith(("\n", "\r")):
        text += ending
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator=ending).writerows(lines)
    return _encoded(data, text + out.getvalue())


def _text(row: Row, column: str | None) -> str:
    value = cells.native(getattr(row, column), "en") if column else None
    text = cells.plain(value)
    return text if isinstance(value, int) else cells.guard(text)


def _encoded(before: bytes, text: str) -> bytes:
    """The text in the encoding that the file had; with a byte order mark where it was plain ASCII or would be misread."""
    if before.startswith((b"\xff\xfe", b"\xfe\xff")):
        return text.encode("utf-16")
    for encoding in ("utf-8", "gb18030"):
        if not before or before.isascii() or before.startswith(b"\xef\xbb\xbf"):
            break
        if decode(before).encode(encoding) == before:
            data = text.encode(encoding)
            if decode(data) == text:
                return data
    return text.encode("utf-8-sig")
