"""Changing rows of a school in JSON: everything else keeps its value and its order."""

import json
import re
from typing import Any, cast

from models.row import Row
from models.school import TABLES
from scheduler.files import names
from scheduler.files.edits import TableEdit
from scheduler.files.texts import decode

Entries = list[dict[str, Any]]


def edit_json(data: bytes, edits: list[TableEdit]) -> bytes:
    """The file with the changes, indented as it was."""
    text = decode(data, guess=False)
    school = cast("dict[str, Any]", json.loads(text))
    for edit in edits:
        key = next((key for key in school if names.table_of(key) == edit.table), edit.table)
        school[key] = _edited(school.get(key) or [], edit)
    inner = re.match(r"\{\r?\n([ \t]+)", text)
    packed = (",", ":") if inner is None and '": ' not in text else None
    written = json.dumps(
        school, ensure_ascii=text.isascii() and "\\u" in text, indent=inner[1] if inner else None, separators=packed
    )
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    return mark + (written + text[len(text.rstrip()) :]).encode()


def _edited(rows: Entries, edit: TableEdit) -> Entries:
    known = names.headings(TABLES[edit.table])
    called = {known[names.loose(key)]: key for row in reversed(rows) for key in row if names.loose(key) in known}
    found: Entries = []
    last: list[dict[str, Any]] = []
    behind: dict[int, Entries] = {}
    for one in edit.added:
        entry = {called.get(name, name): value for name, value in _dumped(one.row).items()}
        (behind.setdefault(one.after, []) if one.after else last).append(entry)
    for number, row in enumerate(rows, 1):
        if number in edit.changed:
            new, columns = edit.changed[number]
            own = {known[names.loose(key)]: key for key in row if names.loose(key) in known}
            dumped = _dumped(new)
            row = row | {own.get(name, called.get(name, name)): dumped[name] for name in columns}
        found += [row] * (number not in edit.dropped) + behind.get(number, [])
    return found + last


def _dumped(row: Row) -> dict[str, Any]:
    return row.model_dump(mode="json")
