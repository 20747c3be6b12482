"""The base of every table row, and the types of its cells.

A cell may arrive as text (CSV), as a real date or time (workbook) or as JSON; each type here takes all three.
Every column is defined once, by :func:`column`: its Chinese heading and its meaning in both languages.
"""

import re
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError, PydanticUndefined

_WIDE = "".join(chr(code) for code in range(0xFF01, 0xFF5F))
_WIDE_TO_ASCII = str.maketrans(_WIDE, "".join(chr(ord(char) - 0xFEE0) for char in _WIDE))
_WIDE_ALNUM = str.maketrans({w: chr(ord(w) - 0xFEE0) for w in _WIDE if chr(ord(w) - 0xFEE0).isalnum()})
_SEPARATORS = re.compile(r"[;；、]")
_BREAKS = re.compile("[ \u3000]*[\x00-\x1f\x7f-\x9f\u2028\u2029][ \u3000\x00-\x1f\x7f-\x9f\u2028\u2029]*")
_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
#: Of so many cells is remembered what they say: a table names the same few things again and again.
MOST_CELLS = 1 << 16
#: A real time has the first date of a spreadsheet, or that of a day on which it is: midnight of a later date, and any hour in the
#: first year, is a number in a cell of times, as 1650 and 16.5.
_DAY_2 = datetime(1900, 1, 2)
#: What nobody sees at the ends of a cell that was copied from somewhere.
_OUTER = " \t\r\n\xa0\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_YES = {"yes", "1", "true", "是", "y"}
_NO = {"no", "0", "false", "否", "n"}


def column(zh: str, meaning: str, meaning_zh: str, *, default: Any = PydanticUndefined, **limits: Any) -> Any:
    """A column of a table: ``zh`` is its Chinese heading; the field's own name is the English one.

    A column with no ``default`` is required. ``limits`` go to :func:`pydantic.Field` (``ge``, ``gt`` …).
    """
    extra: dict[str, Any] = {"zh": zh, "meaning_zh": meaning_zh}
    return Field(default, description=meaning, json_schema_extra=extra, **limits)


@lru_cache(MOST_CELLS)
def half_width(text: str) -> str:
    """Full-width digits and letters as their half-width twins, outer spaces removed, also those of no width; other signs stay."""
    return text.translate(_WIDE_ALNUM).replace("\u3000", " ").strip(_OUTER)


def ascii_signs(text: str) -> str:
    """Every full-width ASCII sign as its half-width twin (for dates, times, numbers), outer spaces removed."""
    return text.translate(_WIDE_TO_ASCII).replace("\u3000", " ").strip()


def _fault(kind: str, wanted: str) -> PydanticCustomError:
    return PydanticCustomError("cell", "{wanted}", {"cell": kind, "wanted": wanted})


@lru_cache(MOST_CELLS)
def _plain(text: str) -> str:
    """One line without outer spaces: a single space for line breaks and control characters; refuses what is no character.

    Who presses Alt+Enter in a spreadsheet means the look of a cell, not another name.
    """
    if _UNWRITABLE.search(text):
        raise _fault("control", "text without control characters")
    return _BREAKS.sub(" ", text).strip()


def _as_id(value: object) -> object:
    if isinstance(value, bool):
        raise _fault("id", "an id")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int):
        return str(value)
    if not isinstance(value, str):
        return value
    text = half_width(_plain(value))
    if not text:
        raise _fault("id", "an id")
    if _SEPARATORS.search(text) and ";" in text:
        raise _fault("id", "an id without ;")
    return text


@lru_cache(MOST_CELLS)
def _items(text: str) -> tuple[str, ...]:
    return tuple(item for item in (half_width(part) for part in _SEPARATORS.split(text)) if item)


def split_list(value: object) -> object:
    """The items of a list cell; ``;``, ``；`` and ``、`` separate; anything that is not text is left as it is."""
    if value is None:
        return ()
    if isinstance(value, str):
        return _items(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return (value,)
    return value


def weekday_said(text: str) -> int | None:
    """The weekday that a text names, as 周三, 星期三, 三 or 3; None where it names none."""
    found = re.fullmatch("(?:周|星期|礼拜)?([一二三四五六日天1-7])", ascii_signs(text))
    return "一二三四五六日".find(found[1].replace("天", "日")) + 1 or int(found[1]) if found else None


def _as_weekdays(value: object) -> object:
    items = split_list(value)
    if not isinstance(items, list | tuple):
        return items
    days: list[int] = []
    for item in cast("tuple[object, ...]", items):
        day = as_int(item)
        if not isinstance(day, int) or not 1 <= day <= 7:
            raise _fault("weekdays", "weekdays 1 to 7, Monday = 1")
        days.append(day)
    return tuple(sorted(set(days)))


def as_int(value: object) -> object:
    """A whole number from a cell: ``3``, ``３``, ``3.0``; anything else is refused."""
    if isinstance(value, bool):
        raise _fault("int", "a whole number")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str):
        text = ascii_signs(value)
        if not re.fullmatch(r"[+-]?[0-9]{1,9}(\.0+)?", text):
            raise _fault("int", "a whole number")
        return int(text.split(".")[0])
    if not isinstance(value, int) or abs(value) > 999_999_999:
        raise _fault("int", "a whole number")
    return value


def _as_yes_no(value: object) -> object:
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float) and value in (0, 1):
        return bool(value)
    if isinstance(value, str):
        text = ascii_signs(value).lower()
        if text in _YES:
            return True
        if text in _NO:
            return False
    raise _fault("yes_no", "yes or no")


def _as_date(value: object) -> object:
    if isinstance(value, datetime) and value.year <= _DAY_2.year:  # a number in a cell of dates, as 9.3
        raise _fault("date", "a date like 2026-09-01")
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        match = re.fullmatch(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?( 00:00(:00)?)?", ascii_signs(value))
        if match:
            try:
                return date(int(match[1]), int(match[2]), int(match[3]))
            except ValueError:
                pass
    raise _fault("date", "a date like 2026-09-01")


def as_time(value: object) -> object:
    """A time of day from a cell: ``16:10``, ``16：10``, a real time or date-time of a spreadsheet."""
    if isinstance(value, datetime) and (value < _DAY_2 or (value.time() != time(0) and value.year > _DAY_2.year)):
        value = value.time()
    if isinstance(value, time):
        # A spreadsheet keeps times as fractions of a day: 16:09:59.999 means 16:10.
        minutes = round(value.hour * 60 + value.minute + value.second / 60 + value.microsecond / 6e7)
        return time(*divmod(min(minutes, 24 * 60 - 1), 60))
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1:
        minutes = round(value * 24 * 60)
        if minutes < 24 * 60:
            return time(minutes // 60, minutes % 60)
    if isinstance(value, str):
        match = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})(:[0-9]{2}(\.[0-9]+)?)?", ascii_signs(value))
        if match and int(match[1]) < 24 and int(match[2]) < 60:
            return time(int(match[1]), int(match[2]))
    raise _fault("time", "a time like 16:10")


def _as_windows(value: object) -> object:
    items = split_list(value)
    if not isinstance(items, list | tuple):
        return items
    windows: list[object] = []
    for item in cast("list[object]", items):
        if isinstance(item, str):
            parts = re.split(r"[-–—~～至]", ascii_signs(item))
            if len(parts) != 2:
                raise _fault("windows", "times like 07:20-07:50;16:00-17:50")
            item = {"start": parts[0], "end": parts[1]}
        windows.append(item)
    return tuple(windows)


def _as_text(value: object) -> object:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        return value
    text = _plain(value)
    if not text:
        raise _fault("text", "some text")
    return text


def _as_ints(value: object) -> object:
    if isinstance(value, str):
        value = tuple(part for part in re.split(r"[;；、,，]", value) if part.strip())
    if isinstance(value, list | tuple):
        return tuple(as_int(item) for item in cast("list[object]", value))
    return value


def _as_money(value: object) -> object:
    """An amount in yuan from a cell, with at most two decimals: ``50``, ``3.5``, ``3.5元``."""
    if isinstance(value, bool):
        raise _fault("money", "an amount in CNY like 50 or 3.5")
    if isinstance(value, int | float | Decimal):
        value = format(value, ".12g" if isinstance(value, float) else "f")
    if isinstance(value, str):
        match = re.fullmatch(r"[¥￥]?([0-9]{1,9}(\.[0-9]{1,2}0*)?)元?", ascii_signs(value))
        if match:
            found = Decimal(match[1])
            return found.quantize(Decimal(1)) if found == found.to_integral_value() else found.normalize()
    raise _fault("money", "an amount in CNY like 50 or 3.5")


Text = Annotated[str, BeforeValidator(_as_text)]
Id = Annotated[str, BeforeValidator(_as_id)]
Ids = Annotated[tuple[Id, ...], BeforeValidator(split_list)]
Weekday = Annotated[int, BeforeValidator(as_int), Field(ge=1, le=7)]
Weekdays = Annotated[tuple[int, ...], BeforeValidator(_as_weekdays)]
Int = Annotated[int, BeforeValidator(as_int)]
Ints = Annotated[tuple[int, ...], BeforeValidator(_as_ints)]
YesNo = Annotated[bool, BeforeValidator(_as_yes_no)]
Day = Annotated[date, BeforeValidator(_as_date)]
Money = Annotated[Decimal, BeforeValidator(_as_money)]
Clock = Annotated[time, BeforeValidator(as_time)]

EVERY_SCHOOL_DAY = (1, 2, 3, 4, 5)


class Frozen(BaseModel):
    """Plain data that nothing changes after it is made."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Row(Frozen):
    """A row of a table."""


class Window(Frozen):
    """A span of a day, from ``start`` to ``end``; the end itself is outside."""

    start: Clock
    end: Clock

    def overlaps(self, start: time, end: time) -> bool:
        """Whether the two spans share any time."""
        return self.start < end and start < self.end


Windows = Annotated[tuple[Window, ...], BeforeValidator(_as_windows)]
