"""A school as a folder of CSV files with ``school.toml``."""

import csv
import io
import json
from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from models.school import TABLES, School
from models.titles import SETTINGS, heading, settings_keys
from scheduler.files import cells, names
from scheduler.files.shapes import shapes
from scheduler.files.source import Source, read_grid, table_by_headings
from scheduler.files.texts import Encoding, Unreadable, decode, encode, read_bytes
from scheduler.files.toml_text import read_toml
from scheduler.messages import Lang

SETTINGS_FILE = "school.toml"


def read_folder(path: Path) -> Source:
    """Everything that the folder holds; files that are neither CSV nor ``school.toml`` are left alone."""
    source = Source(SETTINGS_FILE, ".csv")
    try:
        entries = sorted(path.iterdir(), key=lambda entry: entry.name)
    except OSError:
        source.problem(cells.shown(path.name), "files.cannot_read")
        return source
    settings = [entry for entry in entries if entry.name.casefold() == SETTINGS_FILE]
    tables = [entry for entry in entries if is_table(entry.name)]
    if not settings and not tables:
        source.problem(cells.shown(path.name or str(path)), "files.empty_folder")
        return source
    if settings:
        source.settings_label = cells.shown(settings[0].name)
        _read_toml(source, settings[0])
    else:
        source.problem(SETTINGS_FILE, "files.no_settings")
        source.settings_whole = False
    for entry in tables:
        _read_csv(source, entry)
    return source


def is_table(name: str) -> bool:
    """Whether a file of this name is meant as a table."""
    return name.casefold().endswith(".csv") and not name.startswith((".", "~$"))


def _read_toml(source: Source, path: Path) -> None:
    source.settings_whole = False
    label = source.settings_label
    try:
        entries, faults = read_toml(decode(read_bytes(path), guess=False))
    except Unreadable as error:
        source.problem(label, error.key)
        return
    except (ValueError, RecursionError):
        source.problem(label, "files.bad_toml")
        return
    for fault in faults:
        column = names.setting_keys().get(names.loose(fault.key), fault.key) if fault.key else None
        source.problem(label, fault.wanted, row=fault.row, column=column, found=fault.found, **fault.args)
    source.settings = entries
    source.settings_read = True
    source.settings_whole = not faults


def _read_csv(source: Source, path: Path) -> None:
    label = cells.shown(path.name)
    table = names.table_of(path.name)
    if table not in TABLES:
        like = names.nearest(path.stem, TABLES, names.LIKE)
        near = SETTINGS_FILE if table else f"{like}.csv" if like else ""
        copied = names.copy_of(path.stem)
        there = {names.table_of(entry.name): entry.name for entry in path.parent.iterdir() if is_table(entry.name)}
        if not table and (own := there.get(copied or like)):  # whoever renames it writes over that one
            source.problem(label, f"files.file_{'copied' if copied else 'beside'}", other=own)
        elif not near and (own := _by_headings(path, there)):
            source.problem(label, "files.unknown_file_meant", table=own, right=f"{own}.csv")
        else:
            source.problem(label, "files.unknown_file", found=path.name, nearest=near)
        source.strangers = True
        return
    try:
        rows = parse_csv(decode(read_bytes(path)))
    except Unreadable as error:
        source.problem(label, error.key)
        source.lost_sheet(table, label)
    except BadCsv as error:
        source.problem(label, "files.bad_csv", row=error.row)
        source.lost_sheet(table, label)
    else:
        source.add_sheet(read_grid(source, table, label, rows))


def _by_headings(path: Path, there: Collection[str | None]) -> str:
    """The table that a file holds which has the name of none."""
    try:
        return table_by_headings(parse_csv(decode(read_bytes(path))), there)
    except (Unreadable, BadCsv):
        return ""


class BadCsv(Exception):
    """A text that is no CSV; ``row`` is where it stops being one."""

    def __init__(self, row: int) -> None:
        super().__init__(str(row))
        self.row = row


def parse_csv(text: str) -> list[list[object]]:
    """The rows of a CSV text, blank ones included, without the guards against formulas; raises :class:`BadCsv`."""
    rows: list[list[object]] = []
    lines = text.split("\n", 1)[0]
    delimiter = "\t" if "\t" in lines and "," not in lines else ","
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            rows.append([cells.unguard(cell) for cell in row])
    except csv.Error as error:
        raise BadCsv(len(rows) + 1) from error
    return rows


def write_folder(
    school: School, path: Path, lang: Lang, encoding: Encoding, *, every: bool = False, words: bool = False
) -> None:
    """Writes the school into a new folder: a file for each table that has rows, or for ``every`` table."""
    path.mkdir()
    (path / SETTINGS_FILE).write_bytes(toml_text(school).encode("utf-8"))
    for table in TABLES:
        if every or getattr(school, table):
            (path / f"{table}.csv").write_bytes(encode(csv_text(school, table, lang, words), encoding))


def csv_text(school: School, table: str, lang: Lang, words: bool = False) -> str:
    """One table as CSV text with ``\\r\\n``."""
    row_type = TABLES[table]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([heading(row_type, name) if lang == "zh" else name for name in row_type.model_fields])
    worded = {name: words and bool(shape.options) for name, shape in shapes(row_type).items()}
    for row in getattr(school, table):
        writer.writerow([_cell(getattr(row, name), lang, worded[name]) for name in row_type.model_fields])
    return out.getvalue()


def _cell(value: object, lang: Lang, words: bool) -> str:
    text = cells.plain(cells.native(value, lang, words))
    return text if isinstance(value, int) else cells.guard(text)


def toml_text(school: School) -> str:
    """The settings as TOML, without those that have their default."""
    parts: dict[str, list[str]] = {part: [] for part in SETTINGS}
    for key, (model, name) in settings_keys().items():
        part = key.rpartition(".")[0]
        value = getattr(getattr(school, part) if part else school, name)
        info = model.model_fields[name]
        if info.is_required() or value != info.default or name == "schema_version":
            parts[part].append(f"{name} = {_toml(value)}")
    return "\n".join("\n".join([f"\n[{part}]"] * bool(part) + lines) for part, lines in parts.items() if lines) + "\n"


def _toml(value: object) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"[{', '.join(_toml(item) for item in value)}]"
    if isinstance(value, date):
        return value.isoformat()
    text = cells.native(value, "en")
    return str(text) if isinstance(text, int | Decimal) else json.dumps(cells.plain(text), ensure_ascii=False)
