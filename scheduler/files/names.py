"""Names as people type them: tables, headings and words, in both languages, and the nearest known one."""

import re
from functools import cache

from models.row import Frozen
from models.school import TABLES
from models.titles import SETTINGS, TABLE_TITLES, WORDS, heading, settings_keys
from scheduler.spelling import loose as loose
from scheduler.spelling import nearest as nearest

#: From so much on (of 1) a known name is like what was typed; of what is less like it the user makes nothing.
LIKE = 0.5

IGNORED_SHEETS = ("说明", "notes", "_", "#")


@cache
def tables() -> dict[str, str]:
    """The table of each loose name of a sheet or file."""
    return {loose(name): table for table, title in TABLE_TITLES.items() for name in (table, title)}


@cache
def headings(row: type[Frozen]) -> dict[str, str]:
    """The English column of each loose heading of a table."""
    return {loose(name): column for column in row.model_fields for name in (column, heading(row, column))}


def heading_names(row: type[Frozen]) -> list[str]:
    """Every heading of a table in both languages."""
    return [name for column in row.model_fields for name in (column, heading(row, column))]


@cache
def setting_keys() -> dict[str, str]:
    """The English dotted key of each loose key of the settings."""
    found: dict[str, str] = {}
    for key, (model, field) in settings_keys().items():
        part = key.rpartition(".")[0]
        names = (field, heading(model, field))
        parts = (part, SETTINGS[part][0]) if part else ("",)
        found |= {loose(f"{p}.{n}" if p else n): key for p in parts for n in names}
        found[loose(heading(model, field))] = key
    return found


def setting_names() -> list[str]:
    """Every key of the settings in both languages."""
    return [name for key, (model, field) in settings_keys().items() for name in (key, heading(model, field))]


@cache
def word(text: str, options: tuple[str, ...]) -> str:
    """The English word of a closed list for what was typed; the text itself where it is none of them."""
    wanted = loose(text)
    for option in options:
        if wanted in (loose(option), *map(loose, WORDS[option])):
            return option
    return text


def is_ignored_sheet(title: str) -> bool:
    """Whether a sheet is for people only."""
    return title.strip().casefold().startswith(IGNORED_SHEETS)


def table_of(label: str) -> str | None:
    """The table that a file or sheet of this name holds; None where there is none."""
    stem = re.sub(r"\.(csv|toml)$", "", label.strip(), flags=re.IGNORECASE)
    return tables().get(loose(stem))


def row_type(table: str) -> type[Frozen] | None:
    """The row of a table; None for the settings."""
    return TABLES.get(table)
