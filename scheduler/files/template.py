"""The workbook or folder to fill in, with a worked example."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from models.checks_refs import REFS
from models.row import Frozen
from models.school import TABLES, School
from models.titles import WORDS, YES_NO_ZH, heading, meaning, settings_keys
from scheduler.files import cells
from scheduler.files.example import example_school
from scheduler.files.folder import write_folder
from scheduler.files.json_file import json_text
from scheduler.files.replace import refuse_form, replacing
from scheduler.files.shapes import Shape, shapes
from scheduler.files.workbook import KEY_HEADINGS, safe_cell, save_book, settings_rows, sheet_title
from scheduler.messages import Lang, say

#: Rows below the heading that are made ready for typing.
READY_ROWS = 2000
_BLANK_ROWS = 30
_FILLS = {True: PatternFill("solid", fgColor="F8CBAD"), False: PatternFill("solid", fgColor="DDEBF7")}
_FORMATS = {"files.cell_date": "yyyy-mm-dd", "files.cell_time": "hh:mm", "files.cell_int": "0"}


def write_template(path: str | Path, lang: Lang) -> None:
    """Writes the example school to fill in: a workbook for ``.xlsx``, JSON for ``.json``, else a folder of CSV files.

    Raises :class:`OutputRefused` where something is there already.
    """
    path = Path(path)
    refuse_form(path)
    school = example_school(lang)
    with replacing(path, force=False) as fresh:
        if path.suffix.casefold() == ".xlsx":
            save_book(_workbook(school, lang), fresh)
        elif path.suffix.casefold() == ".json":
            fresh.write_text(json_text(school), encoding="utf-8", newline="\n")
        else:
            write_folder(school, fresh, lang, "utf-8-sig", every=True, words=True)


def _workbook(school: School, lang: Lang) -> Workbook:
    book = Workbook(write_only=True)
    _notes(book, lang)
    _settings(book, school, lang)
    for table, row_type in TABLES.items():
        _table(book, school, table, row_type, lang)
    return book


def _notes(book: Workbook, lang: Lang) -> None:
    sheet = book.create_sheet(say(lang, "files.notes_sheet"))
    sheet.column_dimensions["A"].width = 110
    for number in range(1, 11):
        sheet.append([safe_cell(sheet, say(lang, f"files.notes_{number:02}"))])


def _settings(book: Workbook, school: School, lang: Lang) -> None:
    sheet = book.create_sheet(sheet_title("school", lang))
    sheet.column_dimensions["A"].width = 28
    sheet.column_dimensions["B"].width = 70
    sheet.append([_head(sheet, name, "", required=False) for name in KEY_HEADINGS[lang]])
    for key, value in settings_rows(school, lang):
        model, name = settings_keys()[key]
        required = model.model_fields[name].is_required()
        title = heading(model, name) if lang == "zh" else key
        cell = _head(sheet, title, _note(model, name, lang), required=required)
        sheet.append([cell, safe_cell(sheet, _worded(shapes(model)[name], value, lang))])


def _worded(shape: Shape, value: object, lang: Lang) -> object:
    if shape.options and lang == "zh" and isinstance(value, str):
        return ";".join(WORDS[word][0] for word in value.split(";"))
    return value


def _table(book: Workbook, school: School, table: str, row_type: type[Frozen], lang: Lang) -> None:
    sheet = book.create_sheet(sheet_title(table, lang))
    sheet.freeze_panes = "A2"
    columns = list(row_type.model_fields)
    for index in range(len(columns)):
        sheet.column_dimensions[get_column_letter(index + 1)].width = 16
    for rule in _drop_downs(table, row_type, lang):
        sheet.data_validations.append(rule)
    sheet.append([_table_head(sheet, row_type, name, lang) for name in columns])
    rows = getattr(school, table)
    for row in rows:
        sheet.append([_typed(sheet, row_type, name, getattr(row, name), lang) for name in columns])
    for _ in range(_BLANK_ROWS):
        sheet.append([_typed(sheet, row_type, name, None, lang) for name in columns])


def _table_head(sheet: Any, row_type: type[Frozen], name: str, lang: Lang) -> Any:
    title = heading(row_type, name) if lang == "zh" else name
    return _head(sheet, title, _note(row_type, name, lang), required=row_type.model_fields[name].is_required())


def _head(sheet: Any, title: str, note: str, *, required: bool) -> Any:
    cell = WriteOnlyCell(sheet, title)
    cell.font = Font(bold=True)
    cell.fill = _FILLS[required]
    if note:
        cell.comment = Comment(note, "kehou", width=320, height=130)
    return cell


def _note(row_type: type[Frozen], name: str, lang: Lang) -> str:
    info = row_type.model_fields[name]
    text = meaning(row_type, name, lang == "zh")
    space = "" if lang == "zh" else " "
    if info.is_required():
        return text + space + say(lang, "files.note_required")
    default = cells.plain(_worded(shapes(row_type)[name], cells.native(info.default, lang), lang))
    return text + (space + say(lang, "files.note_default", default=default) if default else "")


def _typed(sheet: Any, row_type: type[Frozen], name: str, value: object, lang: Lang) -> Any:
    """A cell that shows dates, times and texts as such, also where it is still blank."""
    shape = shapes(row_type)[name]
    info = row_type.model_fields[name]
    shown = None if not info.is_required() and value == info.default else value
    native: Any = cells.native(shown, lang, words=bool(shape.options))
    cell = WriteOnlyCell(sheet, native)
    if isinstance(native, str):
        cell.data_type = "s"
    cell.number_format = "@" if shape.listed else _FORMATS.get(shape.wanted, "@")
    return cell


def _drop_downs(table: str, row_type: type[Frozen], lang: Lang) -> Iterator[DataValidation]:
    targets = {ref.column: ref.kind for ref in REFS if ref.table == table and ref.kind in TABLES}
    for index, (name, shape) in enumerate(shapes(row_type).items(), 1):
        letter = get_column_letter(index)
        if shape.options:
            words = [WORDS[word][0] if lang == "zh" else word for word in shape.options]
            rule = _choice(f'"{",".join(words)}"', strict=not shape.listed)
        elif shape.base is bool:
            words = list(YES_NO_ZH.values()) if lang == "zh" else ["yes", "no"]
            rule = _choice(f'"{",".join(words)}"', strict=True)
        elif name in targets and not shape.listed:
            rule = _choice(f"'{sheet_title(targets[name], lang)}'!$A$2:$A${READY_ROWS + 1}", strict=False)
        else:
            continue
        rule.add(f"{letter}2:{letter}{READY_ROWS + 1}")
        yield rule


def _choice(formula: str, *, strict: bool) -> DataValidation:
    return DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=strict)
