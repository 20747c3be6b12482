"""What is wrong with what was typed for a number, and what to write where there is none, or more than one."""

import re

from models.row import Frozen, ascii_signs

#: What people write where there is no limit, where there is nothing, and where nobody knows yet.
_NO_LIMIT = re.compile("不限|无限|不限制|无限制|无上限|没有上限|无下限|没有下限|unlimited|no limit|any", re.IGNORECASE)
_NOTHING = re.compile("无|没有|暂无|免费|义务|无偿|公益|志愿者|不收费|none|free|nil|-+|—+|/", re.IGNORECASE)
_OPEN = re.compile(
    "(面议|待定|未定|待议|协商|再定|另议|待确认|待核实|不详|不清楚|不知道|不确定|未知|tbd|tba|unknown|[?]+)",
    re.IGNORECASE,
)

#: Two numbers, of which one is meant, or all between them.
_TWO = re.compile(
    r"[约共]?([0-9]{1,6})[^0-9\W_]{0,2}([-–—~～至到/、,;]|或者?|or|to)([0-9]{1,6})[^0-9\W_]{0,2}", re.IGNORECASE
)
_SPAN = frozenset("-–—~～至到")

#: The columns that a span of sizes is for.
_SIZES = ("min_size", "max_size")

Wanted = tuple[str, dict[str, str | int]]


def between_thousands(value: object) -> bool:
    """Whether nothing is wrong with a number but the commas between its thousands: 1,600."""
    return bool(re.fullmatch("[0-9]{1,3}(,[0-9]{3})+", ascii_signs(str(value))))


def wrong_number(model: type[Frozen], column: str, value: object) -> Wanted:
    """The message about a cell that holds no number."""
    text = ascii_signs(str(value)).replace(" ", "")
    info = model.model_fields[column]
    if (found := _TWO.fullmatch(text)) and not between_thousands(text):
        numbers = {"least": int(found[1]), "most": int(found[3])}
        if column in _SIZES and found[2] in _SPAN and numbers["least"] < numbers["most"]:
            return "files.cell_sizes", dict(numbers)
        return "files.cell_two", dict(numbers)
    if _OPEN.fullmatch(text):
        return "files.cell_open", {}
    limit = column.startswith(("max_", "min_")) or info.default is None or info.is_required() or column == "groups"
    if _NO_LIMIT.fullmatch(text) or (limit and _NOTHING.fullmatch(text)):
        return _no_limit(model, column)
    return ("files.cell_none", {}) if info.default == 0 and _NOTHING.fullmatch(text) else ("files.cell_int", {})


def _no_limit(model: type[Frozen], column: str) -> Wanted:
    """What to write where there is no limit: nothing, but for limits that have a value of their own where nothing is written."""
    default = model.model_fields[column].default
    if default is None:
        return "files.cell_no_limit", {}
    if model.model_fields[column].is_required() or column == "groups":
        return "files.cell_large", {}
    if isinstance(default, int) and column.startswith("max_"):
        return "files.cell_large_limit", {"default": default}
    return ("files.cell_least", {}) if column.startswith("min_") else ("files.cell_int", {})
