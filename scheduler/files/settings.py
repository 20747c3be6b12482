"""The settings of a school: dotted keys in either language, from any of the three forms."""

import json
import re
from datetime import date
from typing import cast

from pydantic import ValidationError

from models.school import School
from models.term import Term
from models.titles import SETTINGS, heading, settings_keys
from scheduler.files import cells, names
from scheduler.files.dates import wrong_date
from scheduler.files.meant import number_meant
from scheduler.files.numbers import between_thousands, wrong_number
from scheduler.files.rows import adapt, message
from scheduler.files.shapes import shapes
from scheduler.files.source import Entry, Source

_ANY_TERM = {"name": "?", "start": "0001-01-01", "end": "9999-12-31"}


def flatten(table: dict[str, object], prefix: str = "") -> list[Entry]:
    """The entries of a nested table, with dotted keys."""
    found: list[Entry] = []
    for key, value in table.items():
        if isinstance(value, dict):
            found += flatten(cast("dict[str, object]", value), f"{prefix}{key}.")
        else:
            found.append(Entry(f"{prefix}{key}", value))
    return found


def read_settings(source: Source) -> dict[str, object]:
    """The settings as :class:`School` takes them; where they are faulty, stand-ins that raise no further faults."""
    values: dict[str, object] = {}
    rows: dict[str, int | None] = {}
    for entry in source.settings:
        _take(source, entry, values, rows)
    data = _nested(values)
    source.settings_whole = source.settings_whole and source.settings_read
    if source.settings_read:
        try:
            School.model_validate(data)
        except ValidationError as error:
            _report(source, error, values, rows)
    if source.settings_whole:
        return data
    try:
        Term.model_validate(data["term"])
    except ValidationError:
        data["term"] = _ANY_TERM
    return {"name": "?", "term": data["term"]}


def _take(source: Source, entry: Entry, values: dict[str, object], rows: dict[str, int | None]) -> None:
    """Takes one entry: ``rows`` gets every known key, ``values`` those whose cell can be read."""
    value = cells.clean(entry.value)
    typed = cells.shown(entry.key)
    key = names.setting_keys().get(names.loose(entry.key))
    label = source.settings_label
    if key is None:
        wanted, args = unknown(entry.key, value, in_toml=source.suffix == ".csv")
        source.problem(label, wanted, row=entry.row, column=typed, found="" if "meant" in args else typed, **args)
        source.settings_whole = False
        return
    wrong = "files.key_twice" if key in rows else cells.trouble(value)
    rows.setdefault(key, entry.row)
    if wrong:
        source.problem(label, wrong, row=entry.row, column=key, found=value)
        source.settings_whole = False
    elif value is not None:
        values[key] = value


def unknown(typed: str, value: object, *, in_toml: bool) -> tuple[str, dict[str, str | int]]:
    """What is wanted in place of a setting that there is not: in school.toml the whole line, and under which heading."""
    key = names.setting_called(typed)
    if not key:
        return "files.unknown_key", {"nearest": names.nearest(typed, names.setting_names(), names.LIKE)}
    if not in_toml:
        return "files.unknown_key", {
            "nearest": key if typed.isascii() else heading(*settings_keys()[key]),
            "setting": key,
        }
    part, _, name = key.rpartition(".")
    text = value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False, default=str)
    args: dict[str, str | int] = {"setting": key, "part": part, "meant": f"{name} = {text}"}
    same = typed.rpartition(".")[0] == part
    return f"files.unknown_key_{'meant' if same else 'part' if part else 'top'}", args


def _nested(values: dict[str, object]) -> dict[str, object]:
    data: dict[str, object] = {}
    parts: dict[str, dict[str, object]] = {part: {} for part in SETTINGS} | {"": data}
    for key, value in values.items():
        part, _, name = key.rpartition(".")
        model, _ = settings_keys()[key]
        shape = shapes(model)[name]
        if shape.listed and isinstance(value, str):
            value = re.sub("[,，]", ";", value)
        parts[part][name] = adapt(shape, value)
    return data | {part: values for part, values in parts.items() if part}


def _report(source: Source, error: ValidationError, values: dict[str, object], rows: dict[str, int | None]) -> None:
    source.settings_whole = False
    seen = {key for key in settings_keys() if key not in values and source.noted(key)}
    for item in error.errors(include_url=False):
        loc = [str(part) for part in item["loc"]]
        key = ".".join(loc[:2]) if loc[0] in SETTINGS else loc[0]
        if key in seen:
            continue
        seen.add(key)
        model, name = settings_keys()[key]
        value = values.get(key)
        wanted, args = message(shapes(model)[name], item["type"], item.get("ctx", {}), value)
        if wanted == "files.cell_int":
            meant = number_meant(value)
            said = "files.cell_int_comma" if between_thousands(value) else "files.cell_int_meant"
            wanted, args = (said, {"meant": meant}) if meant else wrong_number(model, name, value)
        if key == "schema_version":
            wanted, args = "files.schema_version", {}
        if wanted == "files.cell_date":
            wanted, args = wrong_date(value) if wrong_date(value)[0] else (wanted, args)
        source.problem(source.settings_label, wanted, row=rows.get(key), column=key, found=value, **args)
