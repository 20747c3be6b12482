"""Cells: what a raw value means before its column is known, and how a value of the model is written."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import cast

from models.row import Window
from models.titles import WORDS, YES_NO_ZH
from scheduler.messages import Lang

#: What a spreadsheet can hold in one cell, in characters.
LONGEST = 32_767
ERRORS = frozenset(
    ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!")
)
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_QUOTED_FORMULA = re.compile(r"'+[=+\-@\t\r]")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


class LostFormula:
    """Stands for a cell whose formula has no stored value."""

    def __str__(self) -> str:
        return "=…"


def clean(value: object) -> object:
    """The value without outer spaces; None where the cell is blank."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, timedelta) and timedelta(0) <= value < timedelta(days=1):
        return (datetime.min + value).time()
    return value


def trouble(value: object) -> str | None:
    """The message about a value that no column can take; None where there is nothing against it."""
    if isinstance(value, str):
        if value in ERRORS:
            return "files.error_value"
        if len(value) > LONGEST:
            return "files.too_long"
    return "files.formula" if isinstance(value, LostFormula) else None


def shown(value: object) -> str:
    """A value as a message shows it: one short line."""
    if isinstance(value, datetime) and value.time() == time(0):
        value = value.date()
    if isinstance(value, datetime):
        text = value.isoformat(" ", "minutes")
    elif isinstance(value, time):
        text = value.isoformat("minutes")
    elif isinstance(value, bool):
        text = str(value).upper()
    elif isinstance(value, list | tuple):
        text = ";".join(shown(item) for item in cast("Sequence[object]", value)[:20])
    elif isinstance(value, dict):
        text = "{…}"
    else:
        text = "" if value is None else str(value)
    text = _UNPRINTABLE.sub("\ufffd", text[:200])
    return text if len(text) <= 60 else text[:59] + "…"


def guard(text: str) -> str:
    """A text cell of a CSV file that no spreadsheet takes for a formula; :func:`unguard` undoes it."""
    return "'" + text if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """A text cell without the ``'`` that keeps it from being a formula."""
    text = text.strip(" ")
    return text[1:] if _QUOTED_FORMULA.match(text) else text


def native(value: object, lang: Lang, words: bool = False) -> object:
    """A value of a row as a workbook holds it: text, number, date, time or None.

    ``words`` turns the words of closed lists into Chinese ones where ``lang`` is Chinese.
    """
    if isinstance(value, bool):
        return YES_NO_ZH[value] if lang == "zh" else ("yes" if value else "no")
    if isinstance(value, Window):
        return f"{value.start:%H:%M}-{value.end:%H:%M}"
    if isinstance(value, tuple):
        items = cast("tuple[object, ...]", value)
        return ";".join(plain(native(item, lang, words)) for item in items) or None
    if words and lang == "zh" and isinstance(value, str):
        return WORDS[value][0] if value in WORDS else value
    return value


def plain(value: object) -> str:
    """A native value as the text of a CSV cell, without any guard."""
    if value is None:
        return ""
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value.isoformat() if isinstance(value, date) else str(value)
