"""A school as one JSON file: the root model, as pydantic writes it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from models.row import Frozen
from models.school import TABLES, School
from models.titles import SETTINGS
from scheduler.files import cells, names
from scheduler.files.settings import flatten
from scheduler.files.source import Line, Sheet, Source
from scheduler.files.texts import Unreadable, decode, read_bytes


class _Twice(ValueError):
    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def read_json(path: Path) -> Source:
    """Everything that the file holds. A row's number counts the entries of its list from 1."""
    source = Source(cells.shown(path.name))
    source.settings_whole = False
    try:
        data: object = json.loads(decode(read_bytes(path), guess=False), object_pairs_hook=_once)
    except Unreadable as error:
        source.problem(source.settings_label, error.key)
        return source
    except json.JSONDecodeError as error:
        source.problem(source.settings_label, "files.bad_json", row=error.lineno)
        return source
    except _Twice as error:
        source.problem(source.settings_label, "files.key_twice", column=cells.shown(error.key))
        return source
    except (ValueError, RecursionError):
        source.problem(source.settings_label, "files.bad_json")
        return source
    if not isinstance(data, dict):
        source.problem(source.settings_label, "files.bad_json")
        return source
    source.settings_read = source.settings_whole = True
    _take(source, cast("dict[str, object]", data))
    return source


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise _Twice(key)
        found[key] = value
    return found


def _take(source: Source, data: Mapping[str, object]) -> None:
    settings: dict[str, object] = {}
    for key, value in data.items():
        table = names.table_of(key)
        if table in TABLES:
            if isinstance(value, list):
                source.add_sheet(_sheet(source, table, cast("list[object]", value)))
            elif value is not None:
                source.problem(table, "files.not_table", found=value)
                source.lost_sheet(table, table)
        elif isinstance(value, list | dict) and names.loose(key) not in SETTINGS:
            near = names.nearest(key, [*TABLES, *filter(None, SETTINGS)], names.LIKE)
            source.problem(source.settings_label, "files.unknown_key", column=cells.shown(key), found=key, nearest=near)
            source.strangers = True
        else:
            settings[key] = value
    source.settings = flatten(settings)


def _sheet(source: Source, table: str, rows: list[object]) -> Sheet:
    sheet = Sheet(table, table)
    for number, row in enumerate(rows, 1):
        if isinstance(row, dict):
            sheet.lines.append(_line(source, sheet, number, cast("dict[str, object]", row)))
        else:
            source.problem(table, "files.not_row", row=number, found=row)
            sheet.whole, sheet.gone = False, True
    return sheet


def _line(source: Source, sheet: Sheet, number: int, row: dict[str, object]) -> Line:
    row_type: type[Frozen] = TABLES[sheet.table]
    values: dict[str, object] = {}
    spoiled: set[str] = set()
    for key, raw in row.items():
        name = names.headings(row_type).get(names.loose(key))
        value = cells.clean(raw)
        if name is None:
            near = names.nearest(key, row_type.model_fields, names.LIKE)
            typed = cells.shown(key)
            source.problem(sheet.label, "files.unknown_column", row=number, column=typed, found=typed, nearest=near)
            sheet.whole = False
        elif name in values or name in spoiled:
            source.problem(sheet.label, "files.column_twice", row=number, column=name, found=key)
            spoiled.add(name)
        elif value is not None:
            wrong = cells.trouble(value)
            if wrong:
                source.problem(sheet.label, wrong, row=number, column=name, found=value)
                spoiled.add(name)
            else:
                values[name] = value
    if not all(key in names.headings(row_type) for key in map(names.loose, row)):
        sheet.opaque |= set(row_type.model_fields) - set(values)
    return Line(number, values, frozenset(spoiled))


def json_text(school: School) -> str:
    """The school as JSON, two spaces deep, with the characters as they are."""
    return json.dumps(school.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"
