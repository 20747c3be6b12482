"""``school.toml`` as people type it: each setting with its line, and every line that is no TOML told by what is wrong with it.

A reader of TOML stops at the first sign that it does not know and says what it expected there. Whoever typed a full-width
equals sign wants to hear that, and of the date three lines below as well.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from models.titles import SETTINGS, settings_keys
from scheduler.files import names
from scheduler.files.dates import typed_date, wrong_date
from scheduler.files.meant import number_meant
from scheduler.files.numbers import between_thousands
from scheduler.files.settings import flatten, unknown
from scheduler.files.shapes import shapes
from scheduler.files.source import Entry

_HEADER = re.compile(r"[\[［【]\s*(.*?)\s*[\]］】]?\s*(#.*)?")
_KEY = re.compile(r"""("[^"]*"|'[^']*'|[^\s=＝:：#]+)\s*([=＝:：])\s*(.*)""")
_WIDE_QUOTES = "“”„‟＂「」『』"
_SIGNS = str.maketrans("，［］【】“”‘’＂", ',[][]""\'\'"')
_MOST_LINES = 50


@dataclass(frozen=True)
class TomlFault:
    """What is wrong with a line: a key of the catalogue with its blanks, and the setting's dotted key, where there is one."""

    row: int
    key: str | None
    found: str
    wanted: str
    args: dict[str, str | int] = field(default_factory=dict[str, str | int])


def read_toml(text: str) -> tuple[list[Entry], list[TomlFault]]:
    """The settings with the lines on which they stand, and the faults; a setting that stands twice is there twice."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        entries, faults = _by_line(text)
        keys = [names.loose(entry.key) for entry in entries]
        if not faults and len(set(keys)) == len(keys):
            line = re.search(r"at line (\d+)", str(error))
            faults = [TomlFault(int(line[1]) if line else text.count("\n") + 1, None, "", "files.bad_toml")]
        return entries, faults
    rows = {entry.key: entry.row for entry in _by_line(text)[0]}
    return [Entry(one.key, one.value, rows.get(one.key)) for one in flatten(data)], []


def _by_line(text: str) -> tuple[list[Entry], list[TomlFault]]:
    entries: list[Entry] = []
    faults: list[TomlFault] = []
    headers: set[str] = set()
    part = ""
    statements = list(_statements(text))
    for index, (row, statement) in enumerate(statements):
        if statement.startswith(("[", "［", "【")):
            part, wrong = _header(statement)
            if wrong and part not in SETTINGS:
                part = _part_of(statements[index + 1 :]) or part
                wrong = wrong if part in SETTINGS else "files.toml_part_unknown"
            if part in headers:
                wrong = "files.toml_part_twice"
            headers.add(part)
            if wrong:
                faults.append(TomlFault(row, None, statement, wrong, _wanted(wrong, part)))
            continue
        prefix = f"{part}." if part else ""
        data = _parsed(statement)
        if data is None:
            faults += [
                TomlFault(row, key and prefix + key, found, wanted, args)
                for key, found, wanted, args in _wrong(statement, part)
            ]
        else:
            entries += [Entry(one.key, one.value, row) for one in flatten(data, prefix)]
    return entries, faults


def _parsed(text: str) -> dict[str, object] | None:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):
        return None


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Each heading and setting with its line, counted from 1; a value may go on over several lines."""
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        first, line = at, lines[at].strip()
        at += 1
        if not line or line.startswith("#"):
            continue
        if not line.startswith(("[", "［", "【")) and _parsed(line) is None:
            whole = line
            for end in range(at, min(len(lines), at + _MOST_LINES)):
                if _KEY.match(lines[end].strip()):
                    break
                whole += "\n" + lines[end]
                if _parsed(whole) is not None:
                    line, at = whole, end + 1
                    break
        yield first + 1, line


def _header(line: str) -> tuple[str, str | None]:
    """The part that a heading begins, in English where it is known, and what is wrong with the heading."""
    match = _HEADER.fullmatch(line)
    typed = match[1].strip("\"'[] ") if match else line
    known = {names.loose(name): part for part, pair in SETTINGS.items() for name in (part, pair[0]) if part}
    part = known.get(names.loose(typed), typed)
    return part, None if _parsed(line) is not None else "files.toml_part"


def _wanted(wrong: str, part: str) -> dict[str, str | int]:
    """The blanks of the message about a heading: all that there are where nobody knows which is meant."""
    if wrong == "files.toml_part_unknown":
        return {"samples": "\n".join(f"[{one}]" for one in SETTINGS if one)}
    return {"meant": f"[{part}]"}


def _part_of(statements: Sequence[tuple[int, str]]) -> str:
    """The part to which all settings belong that stand below a heading which is none; empty where it is not one."""
    found: set[str] = set()
    for _, statement in statements:
        if statement.startswith(("[", "［", "【")):
            break
        if match := _KEY.match(statement):
            found.add(names.setting_called(match[1].strip("\"'")).rpartition(".")[0])
    return found.pop() if len(found) == 1 else ""


Wrong = tuple[str | None, str, str, dict[str, str | int]]


def _wrong(statement: str, part: str) -> list[Wrong]:
    """What is wrong with a setting: its key, what was found, what is wanted, blanks."""
    line = statement.split("\n")[0]
    match = _KEY.match(line)
    if not match:
        return [(None, line, "files.toml_line", {})]
    typed, sign, value = match[1].strip("\"'"), match[2], _without_remark(match[3])
    known = names.setting_keys().get(names.loose(f"{part}.{typed}" if part else typed))
    name = known.rpartition(".")[2] if known else typed
    found: list[Wrong] = []
    right = _parsed(f"x = {value}")
    if not known and sign == "=" and right is not None:
        wanted, args = unknown(f"{part}.{typed}" if part else typed, right["x"], in_toml=True)
        return [(typed, "" if "meant" in args else typed, wanted, args)]
    if sign != "=":
        right = value if _parsed(f"x = {value}") is not None else "…"
        found.append(
            (name, line, f"files.toml_{'equals' if sign == '＝' else 'colon'}", {"meant": f"{name} = {right}"})
        )
    elif known and not typed.isascii() and match[1] == typed:
        found.append((name, typed, "files.toml_name", {"meant": name}))
    if _parsed(f"x = {value}") is None:
        wanted, args = _wrong_value(value, known)
        found.append((name, value, wanted, args))
    return found or [(name, line, "files.bad_toml", {})]


def _without_remark(value: str) -> str:
    """A value without what stands behind a ``#`` that is in no text."""
    text = re.match(r"""\s*("[^"]*"|'[^']*'|[^#"']*)""", value)
    return (text[1] if text and value[text.end() :].lstrip().startswith("#") else value).strip()


def _wrong_value(value: str, known: str | None) -> tuple[str, dict[str, str | int]]:
    if not value:
        return "files.toml_empty", {}
    model, name = settings_keys()[known] if known else (None, "")
    shape = shapes(model)[name] if model else None
    if (shape and shape.base is date) or typed_date(value):
        bare = value.strip("\"'" + _WIDE_QUOTES)
        wanted, args = wrong_date(bare)
        day = typed_date(bare)
        if day:
            return "files.toml_date", {"meant": day.isoformat()}
        return wanted or "files.cell_date", args
    plain = value.translate(_SIGNS)
    if plain != value and _parsed(f"x = {plain}") is not None:
        return "files.toml_signs", {"meant": plain}
    if shape and shape.base in (int, Decimal) and not shape.listed:
        meant = number_meant(value.strip("\"'" + _WIDE_QUOTES)) if shape.base is int else ""
        key = "files.cell_int_comma" if between_thousands(value) else "files.cell_int_meant"
        return (key, {"meant": meant}) if meant else (shape.wanted, {})
    if (shape and shape.listed) or value.startswith(("[", "［", "【")):
        items = [item.strip() for item in re.split(r"[,，;；、]", plain.strip("[] ")) if item.strip()]
        listed = [
            item if item.lstrip("+-").isdigit() else json.dumps(item.strip("\"'"), ensure_ascii=False) for item in items
        ]
        return "files.toml_list" if plain == value else "files.toml_signs", {"meant": f"[{', '.join(listed)}]"}
    return "files.toml_quotes", {"meant": json.dumps(value.strip("\"'" + _WIDE_QUOTES), ensure_ascii=False)}
