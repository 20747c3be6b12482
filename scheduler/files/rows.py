"""From lines to rows of the models, with a fault in the user's words for every cell that does not fit."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import Any, cast

from pydantic import TypeAdapter, ValidationError

from models.checks_base import DEFINED
from models.checks_doubts import DOUBTED
from models.people import LeaveRow
from models.row import Frozen, Id, Row, ascii_signs, split_list
from models.school import TABLES
from scheduler.files import names
from scheduler.files.dates import wrong_date
from scheduler.files.meant import (
    afternoon,
    before_dawn,
    day_made_up,
    morning_said,
    number_meant,
    rank_meant,
    time_among,
    time_meant,
    weekday_meant,
    weekdays_meant,
    windows_meant,
    yes_no_meant,
)
from scheduler.files.numbers import between_thousands, wrong_number
from scheduler.files.shapes import Shape, shapes
from scheduler.files.source import Line, Sheet, Source

#: The day that a spreadsheet counts as 0; it takes 1900 for a leap year, so that before March it is a day later.
_DAY_0 = datetime(1899, 12, 30)
_LEAP = datetime(1900, 3, 1)
_YEAR_1 = datetime(1901, 1, 1)

#: How rows below a table begin that are no rows of it.
_REMARK = re.compile(
    "(合计|总计|小计|共计|总共|总数|总人数|平均|均值|人均|备注|说明|注[:：]|填表|制表)"
    "|((grand |sub-?)?total|sum|average|avg|mean|note|remark)s?\\b",
    re.IGNORECASE,
)

#: The same of a row in which nothing more is missing, in place of the id of what others name by ids alone.
_SUM = re.compile("(合计|总计|小计|共计|总共|平均|平均值)|(sub)?total|sum|average", re.IGNORECASE)

#: An id in figures and Latin letters; a table has no more notes than so many that look like one.
_CODE, _FEW_NOTES = re.compile("[A-Za-z]*[0-9][A-Za-z0-9_.-]*"), 3

#: What makes a number one of each day, or of the week.
_DAILY, _WEEKLY = re.compile("每天|每日|一天|[/／][天日]|a day|daily"), re.compile("每周|一周|[/／]周|a week|weekly")

#: What people write of a student who stays on no day.
_NOT_THERE = re.compile("不参加|不上|不来|退出|已退|没有参加|none|no", re.IGNORECASE)

#: What people put between the words of a list in place of its own signs.
_OTHER_SIGNS = re.compile(r"[;；、,，\s/／|+＋和]+")

_ID: TypeAdapter[str] = TypeAdapter(Id)

#: What a cell was meant to be, by the message about it.
_MEANT: dict[str, Callable[[object], str]] = {
    "files.cell_weekday": weekday_meant,
    "files.cell_weekdays": weekdays_meant,
    "files.cell_int": number_meant,
    "files.cell_rank": rank_meant,
    "files.cell_windows": windows_meant,
    "files.cell_yes_no": yes_no_meant,
}


def read_rows(source: Source, sheet: Sheet) -> tuple[list[Row], list[int]]:
    """The rows of a table that are valid, and the spreadsheet's number of each; the faults go to the source."""
    model = TABLES[sheet.table]
    rows: list[Row] = []
    numbers: list[int] = []
    codes = sum(_is_code(model, line) for line in sheet.lines) > _FEW_NOTES
    for line in sheet.lines:
        try:
            row = row_of(model, line)
        except ValidationError as error:
            _keep_ids(sheet, model, line)
            if is_remark(model, line) and not (codes and _is_code(model, line)):
                found = next(iter(line.cells.values()))
                if down := _down(sheet, line):
                    column, first = down
                    source.problem(sheet.label, "files.column_down", column=column, first=first, last=line.number)
                else:
                    source.problem(sheet.label, _remark_key(source), row=line.number, found=found)
                continue
            if _is_sum(line, model):
                source.problem(sheet.label, "files.sum_row", row=line.number, found=next(iter(line.cells.values())))
                continue
            known = line.spoiled | sheet.missing
            for column, wanted, found, args in cell_faults(model, error, line.cells):
                if column not in known:
                    source.problem(sheet.label, wanted, row=line.number, column=column, found=found, **args)
            continue
        if line.spoiled:
            _keep_ids(sheet, model, line)
        elif sheet.table not in DOUBTED and _SUM.fullmatch(str(getattr(row, next(iter(model.model_fields))))):
            source.problem(sheet.label, "files.sum_row", row=line.number, found=next(iter(line.cells.values())))
        else:
            rows.append(row)
            numbers.append(line.number)
    return rows, numbers


def _is_sum(line: Line, model: type[Row]) -> bool:
    """Whether the word for a sum stands in place of the id of a row in which figures are that no row has."""
    return bool(_SUM.fullmatch(str(line.cells.get(next(iter(model.model_fields)), ""))))


def _keep_ids(sheet: Sheet, model: type[Frozen], line: Line) -> None:
    """Takes the ids of a row that could not be read whole: what refers to them refers to something."""
    sheet.whole = False
    for column in {column for places in DEFINED.values() for table, column in places if table == sheet.table}:
        required = model.model_fields[column].is_required()
        try:
            found = _ID.validate_python(line.cells[column])
        except (ValidationError, KeyError):
            if column in line.spoiled or (required and not is_remark(model, line)):
                sheet.opaque.add(column)
        else:
            sheet.lost.setdefault(column, set()).add(found)


def is_remark(model: type[Frozen], line: Line) -> bool:
    """Whether a line is a note below the table, or a sum: one cell alone where more are required, or the word for it in front."""
    required = {name for name, info in model.model_fields.items() if info.is_required()}
    if len(required) < 2 or line.spoiled or required <= set(line.cells):
        return False
    return len(line.cells) == 1 or bool(_REMARK.match(str(next(iter(line.cells.values()), ""))))


def _down(sheet: Sheet, line: Line) -> tuple[str, int] | None:
    """The column of which the cells are a row too low from one row on, and that row: what stands alone below the table is its last,
    and one row alone lacks it."""
    if line is not sheet.lines[-1] or len(line.cells) != 1 or len(sheet.lines) <= _FEW_NOTES:
        return None
    (column,) = line.cells
    lacking = [other.number for other in sheet.lines if column not in other.cells]
    own = next(iter(TABLES[sheet.table].model_fields))  # in the column of ids it is a note
    return (column, lacking[0]) if column != own and len(lacking) == 1 else None


def _remark_key(source: Source) -> str:
    """The message about such a line: a folder has no sheets to put it on."""
    return "files.remark_line" if source.suffix else "files.remark_row"


def _is_code(model: type[Frozen], line: Line) -> bool:
    """Whether there is but an id in a line, in the column of ids: of many such lines all else was left out."""
    first = next(iter(model.model_fields))
    return list(line.cells) == [first] and bool(_CODE.fullmatch(str(line.cells[first])))


def row_of(model: type[Row], line: Line) -> Row:
    """The row that a line's cells make, which is worked out once. Raises ValidationError."""
    if not line.valid:
        line.valid.append(model.model_validate(adapted(model, line.cells)))
    return line.valid[0]


def adapted(model: type[Frozen], values: Mapping[str, object]) -> dict[str, object]:
    """The values with the words of closed lists in English and numbers as text where a column holds text."""
    known = shapes(model)
    return {name: adapt(known[name], value) if name in known else value for name, value in values.items()}


def adapt(shape: Shape, value: object) -> object:
    """One cell of a column of this shape, made ready for the model."""
    if shape.options:
        if shape.listed:
            items = split_list(value)
            if isinstance(items, list | tuple):
                return tuple(_english(item, shape) for item in cast("tuple[object, ...]", items))
        return _english(value, shape)
    if shape.is_text and isinstance(value, float) and isfinite(value) and not value.is_integer():
        return format(value, ".15g")
    return value


def _english(value: object, shape: Shape) -> object:
    return names.word(value, shape.options) if isinstance(value, str) else value


def cell_faults(
    model: type[Frozen], error: ValidationError, values: Mapping[str, object]
) -> list[tuple[str, str, object, dict[str, str | int]]]:
    """One fault for each bad column: column, message, what was found, blanks."""
    found: dict[str, tuple[str, str, object, dict[str, str | int]]] = {}
    for item in error.errors(include_url=False):
        column = str(item["loc"][0]) if item["loc"] else ""
        value = values.get(column)
        wanted, args = message(shapes(model).get(column), item["type"], item.get("ctx", {}), value)
        if column == "weekday" and wanted in ("files.cell_int", "files.at_least", "files.at_most"):
            wanted, args = "files.cell_weekday", {}
        if column in ("weekdays", "wishes") and wanted == "files.cell_int":
            wanted = "files.cell_weekdays"
        if column == "rank" and wanted == "files.cell_int":
            wanted = "files.cell_rank"
        if column == "windows" and wanted == "files.cell_time":
            wanted = "files.cell_windows"
        if wanted == "files.cell_time":
            value, args = _meant_time(value)
            wanted = "files.cell_time_meant" if args else _no_time(value) or wanted
            meant = str(args.get("meant", ""))
            if meant and before_dawn(meant) and not morning_said(str(value)):  # 4点50 is said of the afternoon
                wanted, args = "files.cell_time_later", args | {"meant": afternoon(meant)}
            if among := time_among(value) if wanted == "files.cell_time" else "":
                wanted, args = "files.cell_time_only", args | {"meant": among}
        if (column, wanted, str(value)) == ("rank", "files.at_least", "0"):
            wanted = "files.rank_zero"
        if wanted == "files.cell_int":
            wanted, args = wrong_number(model, column, value)
        if column == "open" and wanted == "files.cell_yes_no" and (day := day_made_up(value)):
            wanted, args = "files.cell_open_as", {"weekday": day, "number": day, "differ": "weekday"}
        if wanted == "files.cell_date":
            value = _typed(value) if isinstance(value, datetime) and value < _YEAR_1 else value
            wanted, args = _date_wanted(model, column, value)
        if (model, column, wanted) == (LeaveRow, "end", "files.required"):
            wanted = "files.leave_end"
        if column in ("weekdays", "wishes") and wanted == "files.cell_weekdays" and _NOT_THERE.fullmatch(str(value)):
            wanted = "files.weekdays_none" if column == "weekdays" else wanted
        if (meant := _MEANT[wanted](value) if wanted in _MEANT else "") and not _other_span(column, str(value)):
            comma = wanted == "files.cell_int" and between_thousands(value)
            wanted, args = "files.cell_int_comma" if comma else f"{wanted}_meant", args | {"meant": meant}
        found.setdefault(column, (column, wanted, value, args))
    return list(found.values())


def _other_span(column: str, typed: str) -> bool:
    """Whether a number is said to be for a day where the column is for more, or for a week where it is for a day."""
    return bool((_WEEKLY if column.endswith("_day") else _DAILY).search(typed)) and column.startswith(("max_", "min_"))


def _date_wanted(model: type[Frozen], column: str, value: object) -> tuple[str, dict[str, str | int]]:
    """What is wanted where a date is none: of one that only lacks something, that."""
    wanted, args = wrong_date(value)
    if wanted:
        return wanted, args
    if (model, column) == (LeaveRow, "end"):
        return "files.leave_end", {}
    return f"files.cell_date{'' if model.model_fields[column].is_required() else '_or_blank'}", {}


def _typed(value: datetime) -> str:
    """The number of which a spreadsheet has made a date."""
    return format((value - _DAY_0) / timedelta(1) - (value < _LEAP), ".6g")


def _meant_time(value: object) -> tuple[object, dict[str, str | int]]:
    """What was typed, and the time that it was meant to be where its digits say one: a spreadsheet makes a date of 1650 in a
    column of times."""
    typed = str(value)
    if isinstance(value, datetime) and (value.time() == time(0) or value < _YEAR_1):
        typed = _typed(value)
    elif isinstance(value, timedelta):
        typed = format(value / timedelta(1), ".6g")
    digits = re.fullmatch(r"([0-9]{1,2})[.点时:]?([0-5][0-9])分?", ascii_signs(typed))
    if digits and int(digits[1]) <= 23:
        return typed, {"meant": f"{int(digits[1])}:{digits[2]}"}
    if isinstance(value, str) and (meant := time_meant(value)):
        return typed, {"meant": meant}
    return typed if isinstance(value, datetime) and value < _YEAR_1 else value, {}


def _no_time(value: object) -> str:
    """The message about hours and minutes that no day has; empty where there are none."""
    over = re.fullmatch("[0-9]{1,2}[:点时][0-9]{2}分?", ascii_signs(str(value)))
    return "files.cell_time_over" if over else ""


def message(
    shape: Shape | None, kind: str, context: Mapping[str, Any], value: object
) -> tuple[str, dict[str, str | int]]:
    """The message, with its blanks, for an error of the model of type ``kind`` in a cell that holds ``value``."""
    if kind == "missing":
        return "files.required", {}
    if shape is None:
        return "files.cell_bad", {}
    if isinstance(value, date | time | timedelta) and shape.base not in (date, time):
        return "files.became_date", {}
    if shape.options and kind != "cell":
        if shape.listed and (right := _options_meant(value, shape.options)):
            return "files.options_signs", {"right": right}
        return "files.one_of", {"options": ";".join(shape.options)}
    if kind == "cell":
        return f"files.cell_{re.sub(r'[^a-z_]', '', str(context['cell']))}", {}
    if kind == "greater_than_equal":
        return "files.at_least", {"least": cast("int", context["ge"])}
    if kind == "less_than_equal":
        return "files.at_most", {"most": cast("int", context["le"])}
    return shape.wanted, {}


def _options_meant(value: object, options: tuple[str, ...]) -> str:
    """Words of a closed list with the signs that a list wants, where other signs stand between them."""
    words = [word for word in _OTHER_SIGNS.split(str(value)) if word]
    known = all(names.word(word, options) in options for word in words)
    return ";".join(words) if len(words) > 1 and known else ""
