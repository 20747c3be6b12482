"""The workbook or folder to fill in, with a worked example."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

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

#: Rows below the heading that have drop-downs: more than the choices of a school of 120 classes.
READY_ROWS = 30_000
_FILLS = {True: PatternFill("solid", fgColor="F8CBAD"), False: PatternFill("solid", fgColor="DDEBF7")}
_FONT = "Microsoft YaHei"
#: What marks the rows of the example, to be written over or deleted.
EXAMPLE_COLOUR = "FFF9DB"
EXAMPLE_FONT, EXAMPLE_FILL = Font(_FONT, italic=True, color="7F6000"), PatternFill("solid", fgColor=EXAMPLE_COLOUR)
_NOTES, _LONGEST_NOTE = {"zh": "说明.txt", "en": "notes.txt"}, 96
#: Columns that offer what another column holds, without being held to it: a block has a slot's id or a name of its own.
_OFFERED = {
    ("pattern", "block"): ("slots", "slot_id"),
    ("pins", "block"): ("slots", "slot_id"),
    ("choices", "block"): ("pattern", "block"),
    ("pin_placements", "block"): ("pattern", "block"),
}
#: Columns that offer the numbers from 1 on, and how many.
_COUNTED = {"weekday": 7, "section": 6}
_FORMATS = {"files.cell_date": "yyyy-mm-dd", "files.cell_time": "hh:mm", "files.cell_int": "0"}


def write_template(path: str | Path, lang: Lang, regions: Sequence[str] = ()) -> None:
    """Writes the example school to fill in: a workbook for ``.xlsx``, JSON for ``.json``, else a folder of CSV files.

    ``regions`` are names of rule packs that the workbook offers. Raises :class:`OutputRefused` where something is there already.
    """
    path = Path(path)
    refuse_form(path)
    school = example_school(lang)
    with replacing(path, force=False) as fresh:
        if path.suffix.casefold() == ".xlsx":
            save_book(_workbook(school, lang, regions), fresh)
        elif path.suffix.casefold() == ".json":
            fresh.write_text(json_text(school), encoding="utf-8", newline="\n")
        else:
            write_folder(school, fresh, lang, "utf-8-sig", every=True, words=True)
            (fresh / _NOTES[lang]).write_bytes(_notes_text(lang).encode("utf-8-sig"))


def _workbook(school: School, lang: Lang, regions: Sequence[str]) -> Workbook:
    book = Workbook(write_only=True)
    _notes(book, lang)
    _settings(book, school, lang, regions)
    for table, row_type in TABLES.items():
        _table(book, school, table, row_type, lang)
    return book


def _notes(book: Workbook, lang: Lang) -> None:
    sheet = book.create_sheet(say(lang, "files.notes_sheet"))
    sheet.column_dimensions["A"].width = _LONGEST_NOTE
    _print_set_up(sheet)
    for number in range(1, 11):
        cell = safe_cell(sheet, say(lang, f"files.notes_{number:02}"))
        cell.font = Font(_FONT, 12, bold=number == 1)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        sheet.row_dimensions[number].height = 36
        sheet.append([cell])


def _notes_text(lang: Lang) -> str:
    """What the first sheet and the notes on the headings say, for those who fill in CSV files."""
    lines = [say(lang, f"files.folder_{number:02}") for number in range(1, 4)]
    settings = [(title, _note(model, name, lang)) for title, model, name in _settings_titles(lang)]
    tables = {"school.toml": settings}
    for table, row_type in TABLES.items():
        title = f"{table}.csv" if lang == "en" else f"{table}.csv {sheet_title(table, lang)}"
        tables[title] = [(_title(row_type, name, lang), _note(row_type, name, lang)) for name in row_type.model_fields]
    for title, columns in tables.items():
        lines += ["", title, *(f"  {column}: {note}" for column, note in columns)]
    return "\r\n".join([*lines, ""])


def _settings_titles(lang: Lang) -> Iterator[tuple[str, type[Any], str]]:
    """What each setting is called in school.toml, with the model and the field that define it."""
    for key, (model, name) in settings_keys().items():
        yield f"{key} {heading(model, name)}" if lang == "zh" else key, model, name


def _settings(book: Workbook, school: School, lang: Lang, regions: Sequence[str]) -> None:
    sheet = book.create_sheet(sheet_title("school", lang))
    sheet.column_dimensions["A"].width = 28
    sheet.column_dimensions["B"].width = 70
    sheet.freeze_panes = "A2"
    _print_set_up(sheet)
    sheet.append([_head(sheet, name, "", required=False) for name in KEY_HEADINGS[lang]])
    for number, (key, value) in enumerate(settings_rows(school, lang), 2):
        model, name = settings_keys()[key]
        shape = shapes(model)[name]
        info = model.model_fields[name]
        required = info.is_required()
        title = heading(model, name) if lang == "zh" else key
        cell = _head(sheet, title, _note(model, name, lang), required=required)
        shown = _shown(sheet, _worded(shape, value, lang), shape)
        shown.alignment = Alignment(horizontal="left")
        if required or value not in (None, cells.native(info.default, lang)):
            _mark(shown)
        sheet.append([cell, shown])
        rule = _choice(_quoted(shape, lang), strict=True) if shape.options and not shape.listed else None
        if key == "region" and regions:
            rule = _choice(_listed(regions), strict=False)  # a file of the school's own is as good
        if rule:
            rule.add(f"B{number}")
            sheet.data_validations.append(rule)


def _mark(cell: Any) -> None:
    cell.font = EXAMPLE_FONT
    cell.fill = EXAMPLE_FILL


def _print_set_up(sheet: Any) -> None:
    """A4 across, as wide as one sheet, the headings on each."""
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def _worded(shape: Shape, value: object, lang: Lang) -> object:
    if shape.options and lang == "zh" and isinstance(value, str):
        return ";".join(WORDS[word][0] for word in value.split(";"))
    return value


def _table(book: Workbook, school: School, table: str, row_type: type[Frozen], lang: Lang) -> None:
    sheet = book.create_sheet(sheet_title(table, lang))
    sheet.freeze_panes = "A2"
    _print_set_up(sheet)
    columns = list(row_type.model_fields)
    for index, name in enumerate(columns, 1):
        dimension = sheet.column_dimensions[get_column_letter(index)]
        dimension.width = 16
        dimension.number_format = _format(shapes(row_type)[name])
    for rule in _drop_downs(table, row_type, lang):
        sheet.data_validations.append(rule)
    sheet.append([_table_head(sheet, row_type, name, lang) for name in columns])
    for row in getattr(school, table):
        cells_of_row = [_typed(sheet, row_type, name, getattr(row, name), lang) for name in columns]
        for cell in cells_of_row:
            _mark(cell)
        cells_of_row[0].comment = Comment(say(lang, "files.note_example"), "kehou", width=220, height=50)
        sheet.append(cells_of_row)


def _table_head(sheet: Any, row_type: type[Frozen], name: str, lang: Lang) -> Any:
    required = row_type.model_fields[name].is_required()
    return _head(sheet, _title(row_type, name, lang), _note(row_type, name, lang), required=required)


def _title(row_type: type[Frozen], name: str, lang: Lang) -> str:
    return heading(row_type, name) if lang == "zh" else name


def _head(sheet: Any, title: str, note: str, *, required: bool) -> Any:
    cell = WriteOnlyCell(sheet, title)
    cell.font = Font(_FONT, bold=True)
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
    """A cell that shows dates, times and texts as such. What is the default anyway stays blank."""
    shape = shapes(row_type)[name]
    info = row_type.model_fields[name]
    shown = None if not info.is_required() and value == info.default else value
    return _shown(sheet, cells.native(shown, lang, words=bool(shape.options)), shape)


def _shown(sheet: Any, native: Any, shape: Shape) -> Any:
    cell = WriteOnlyCell(sheet, native)
    if isinstance(native, str):
        cell.data_type = "s"
    cell.number_format = _format(shape)
    return cell


def _format(shape: Shape) -> str:
    """How a spreadsheet is to take what is typed into a column: ids and lists as text, so that no zero is lost."""
    return "@" if shape.listed else _FORMATS.get(shape.wanted, "@")


def _drop_downs(table: str, row_type: type[Frozen], lang: Lang) -> Iterator[DataValidation]:
    kinds = {ref.column: ref.kind for ref in REFS if ref.table == table}
    for index, (name, shape) in enumerate(shapes(row_type).items(), 1):
        letter = get_column_letter(index)
        target = _OFFERED.get((table, name)) or _target(kinds.get(name))
        if shape.options:
            rule = _choice(_quoted(shape, lang), strict=not shape.listed)
        elif shape.base is bool:
            words = list(YES_NO_ZH.values()) if lang == "zh" else ["yes", "no"]
            rule = _choice(_listed(words), strict=True)
        elif name in _COUNTED:
            numbers = [str(number) for number in range(1, _COUNTED[name] + 1)]
            rule = _choice(_listed(numbers), strict=name == "weekday")
        elif target and not shape.listed:
            rule = _choice(_column(*target, lang), strict=False)
        else:
            continue
        rule.add(f"{letter}2:{letter}{READY_ROWS + 1}")
        yield rule


def _target(kind: str | None) -> tuple[str, str] | None:
    """The table and column whose ids a column of this kind holds, mostly."""
    if kind in ("leaders", "people"):
        kind = "teachers"
    return (kind, next(iter(TABLES[kind].model_fields))) if kind in TABLES else None


def _column(table: str, name: str, lang: Lang) -> str:
    letter = get_column_letter(list(TABLES[table].model_fields).index(name) + 1)
    return f"'{sheet_title(table, lang)}'!${letter}$2:${letter}${READY_ROWS + 1}"


def _quoted(shape: Shape, lang: Lang) -> str:
    words = [WORDS[word][0] if lang == "zh" else word for word in shape.options]
    return _listed(words)


def _listed(words: Sequence[str]) -> str:
    return f'"{",".join(words)}"'


def _choice(formula: str, *, strict: bool) -> DataValidation:
    return DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=strict)
