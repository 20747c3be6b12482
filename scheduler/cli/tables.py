"""``kehou tables``: every table and column, from the models that define them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import click
from pydantic_core import PydanticUndefined

from models import row as cells
from models.row import Frozen
from models.school import TABLES
from models.titles import TABLE_TITLES, WORDS, heading, meaning, settings_keys
from scheduler.cli import options
from scheduler.cli.faults import OK
from scheduler.cli.help import Command, Words, pad, width
from scheduler.cli.printing import give, give_json
from scheduler.messages import Lang, say

_TYPES: tuple[tuple[str, Any], ...] = (
    ("id", cells.Id),
    ("ids", cells.Ids),
    ("text", cells.Text),
    ("weekday", cells.Weekday),
    ("weekdays", cells.Weekdays),
    ("int", cells.Int),
    ("ints", cells.Ints),
    ("yes_no", cells.YesNo),
    ("money", cells.Money),
    ("date", cells.Day),
    ("time", cells.Clock),
    ("windows", cells.Windows),
)


@dataclass(frozen=True)
class Column:
    """A column as it is documented; ``default`` is None where the column is required."""

    english: str
    chinese: str
    type: str
    required: bool
    default: str | None
    meaning: str


@dataclass(frozen=True)
class DocumentedTable:
    """A table as it is documented."""

    name: str
    chinese: str
    meaning: str
    columns: tuple[Column, ...]


def command(lang: Lang) -> click.Command:
    """The command in a language."""
    params: list[click.Parameter] = [
        click.Option(["--format", "form"], type=Words(("text", "md")), default="text", metavar="text|md"),
        options.as_json(),
    ]
    return Command("tables", lang, run, params)


def run(lang: Lang, form: str, as_json: bool) -> int:
    """Print the tables as text, Markdown or JSON."""
    found = tables(lang)
    if as_json:
        give_json([asdict(table) for table in found])
    else:
        give(markdown(found, lang) if form == "md" else plain(found, lang))
    return OK


def tables(lang: Lang) -> list[DocumentedTable]:
    """The settings, then every table, with what they mean in a language."""
    settings = tuple(_column(model, name, key, lang) for key, (model, name) in settings_keys().items())
    found = [DocumentedTable("school", TABLE_TITLES["school"], say(lang, "cli.table_school"), settings)]
    for name, row in TABLES.items():
        columns = tuple(_column(row, column, column, lang) for column in row.model_fields)
        found.append(DocumentedTable(name, TABLE_TITLES[name], say(lang, f"cli.table_{name}"), columns))
    return found


def plain(found: Sequence[DocumentedTable], lang: Lang) -> str:
    """The tables as text: for each column a line with its names, type and default, and one with its meaning."""
    lines: list[str] = []
    for table in found:
        lines += [f"{table.name} {table.chinese}", f"  {table.meaning}", ""]
        names = max(width(c.english) for c in table.columns) + 2
        for c in table.columns:
            lines.append(f"  {pad(c.english, names)}{c.chinese}  {c.type}  {_default(c, lang)}")
            lines.append(f"  {pad('', names)}{c.meaning}")
        lines.append("")
    return "\n".join(lines).rstrip()


def markdown(found: Sequence[DocumentedTable], lang: Lang) -> str:
    """The tables as Markdown."""
    heads = [say(lang, f"cli.tables_{name}") for name in ("english", "chinese", "type", "default", "meaning")]
    lines: list[str] = []
    for table in found:
        lines += [f"## {table.name} · {table.chinese}", "", table.meaning, "", _markdown_row(heads)]
        lines.append(_markdown_row(["---"] * len(heads)))
        for c in table.columns:
            lines.append(_markdown_row([f"`{c.english}`", c.chinese, c.type, _default(c, lang), c.meaning]))
        lines.append("")
    return "\n".join(lines).rstrip()


def _markdown_row(row: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"


def _default(column: Column, lang: Lang) -> str:
    return say(lang, "cli.required") if column.required else f"[{column.default}]"


def _column(model: type[Frozen], name: str, label: str, lang: Lang) -> Column:
    field = model.model_fields[name]
    required = field.is_required()
    default = None if required else _shown(field.default, lang)
    chinese = heading(model, name)
    return Column(label, chinese, type_words(model, name, lang), required, default, meaning(model, name, lang == "zh"))


def _shown(value: Any, lang: Lang) -> str:
    if value is None or value is PydanticUndefined or value == ():
        return say(lang, "cli.blank")
    if isinstance(value, bool):
        return say(lang, "cli.yes" if value else "cli.no")
    if isinstance(value, tuple):
        return ";".join(str(item) for item in value)  # pyright: ignore[reportUnknownVariableType]
    return f"{value:%H:%M}" if hasattr(value, "hour") else str(value)


def type_words(model: type[Frozen], name: str, lang: Lang) -> str:
    """What a cell holds, in words: ``a date``, or the words of a closed list."""
    hint = get_type_hints(model, include_extras=True)[name]
    if get_origin(hint) in (Union, UnionType):
        hint = next(part for part in get_args(hint) if part is not type(None))
    for word, known in _TYPES:
        if hint == known:
            return say(lang, f"cli.type_{word}")
    words = _literals(hint)
    if not words:
        raise TypeError(f"no words for the type of {model.__name__}.{name}")
    listed = ", ".join(f"{word} {WORDS[word][0]}" for word in words) if lang == "zh" else ", ".join(words)
    return say(lang, "cli.type_words" if hint == Literal[words] else "cli.type_list_of_words", words=listed)


def _literals(hint: Any) -> tuple[str, ...]:
    if get_origin(hint) is Literal:
        return get_args(hint)
    return next((found for part in get_args(hint) if (found := _literals(part))), ())
