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


#: What people call a setting, by its part and its name, beside its names.
_CALLED: dict[tuple[str, str], tuple[str, ...]] = {
    ("", "name"): ("校名", "学校", "学校名", "学校全称", "school", "school_name"),
    ("", "region"): ("省", "省份", "市", "城市", "所在地", "所在地区", "province", "city"),
    ("term", "name"): ("学期", "学期名", "学年", "学年学期", "term_name"),
    ("term", "start"): (
        *("开学", "开学日", "开学日期", "开学时间", "开始", "开始日期", "起始日期", "学期开始日期", "第一天"),
        *("begin", "begins", "from", "first", "first_day", "start_date"),
    ),
    ("term", "end"): (
        *("放假", "放假日", "放假日期", "放假时间", "结束", "结束日期", "截止日期", "学期结束日期", "最后一天"),
        *("ends", "to", "until", "last", "last_day", "end_date", "finish"),
    ),
    ("policy", "weekly_budget"): ("预算", "周预算", "经费", "外聘预算", "外聘费用", "每周经费", "budget"),
    ("policy", "priorities"): ("目标", "优先级", "优先次序", "goals", "priority"),
    ("policy", "meal_after"): ("晚餐", "用餐", "晚餐时间", "meal", "dinner"),
    ("hours", "pay"): ("课时费", "课酬", "补助"),
    ("hours", "student_fee"): ("收费", "收费标准", "学费", "fee"),
}


@cache
def _called() -> dict[str, str]:
    """The settings by what people call them, and by their names without the part in which they belong, where one has it."""
    own = [(name, key) for key in settings_keys() for name in (key.rpartition(".")[2],) if name != "name"]
    return {loose(name): key for name, key in own} | {
        loose(name): f"{part}.{field}".lstrip(".") for (part, field), names in _CALLED.items() for name in names
    }


def setting_called(typed: str) -> str:
    """The English dotted key of the setting that people call so; empty where there is none."""
    return _called().get(loose(typed.rpartition(".")[2]), "")


#: A word with the same in the other language behind it.
_BOTH = re.compile("([^()（）]+)[(（]([^()（）]+)[)）]")


def setting_names() -> list[str]:
    """Every key of the settings in both languages."""
    return [name for key, (model, field) in settings_keys().items() for name in (key, heading(model, field))]


@cache
def word(text: str, options: tuple[str, ...]) -> str:
    """The English word of a closed list for what was typed, also in both languages as messages write it: strand（共同课程）; the
    text itself where it is none of them."""
    both = _BOTH.fullmatch(text.strip())
    said = {_option(part, options) for part in (both.groups() if both else (text,))}
    return said.pop() or text if len(said) == 1 else text


def _option(text: str, options: tuple[str, ...]) -> str:
    wanted = loose(text)
    return next((one for one in options if wanted in (loose(one), *map(loose, WORDS[one]))), "")


def is_ignored_sheet(title: str) -> bool:
    """Whether a sheet is for people only."""
    return title.strip().casefold().startswith(IGNORED_SHEETS)


def table_of(label: str) -> str | None:
    """The table that a file or sheet of this name holds; None where there is none."""
    stem = re.sub(r"\.(csv|toml)$", "", label.strip(), flags=re.IGNORECASE)
    return tables().get(loose(stem))


#: What a spreadsheet, a folder of files, or people, call a copy.
_COPY = re.compile(
    r"(?:copy of |新建|副本|新)?[\s_-]*(.+?)"
    r"[\s_-]*(?:[(（](?:[0-9]+|新|旧|副本|备份|old|new|copy)[)）]|的?副本[\s(（]*[0-9]*[)）]?|备份[0-9]*|旧|新|old|new|bak|backup|copy[\s(（]*[0-9]*[)）]?)?",
    re.IGNORECASE,
)


def copied(label: str) -> str:
    """The name of what a file or sheet of this name is likely a copy of; empty where it is none."""
    stem = re.sub(r"\.csv$", "", label.strip(), flags=re.IGNORECASE)
    found = _COPY.fullmatch(stem)
    return found[1] if found and loose(found[1]) != loose(stem) and table_of(found[1]) else ""


def copy_of(label: str) -> str:
    """The table of which a file or sheet of this name is likely a copy; empty where it is none."""
    return table_of(copied(label)) or "" if copied(label) else ""


def row_type(table: str) -> type[Frozen] | None:
    """The row of a table; None for the settings."""
    return TABLES.get(table)
