"""Columns that have no heading: told once, with the heading that is missing, and read under it where that is clear.

Whoever clears a heading makes a fault of every cell below it, and one more of the column that seems to be missing.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from models.row import half_width, split_list
from models.school import TABLES
from scheduler.files import cells
from scheduler.files.named import ids_of, kind_of
from scheduler.files.rows import adapted, cell_faults
from scheduler.files.shapes import shapes
from scheduler.files.source import Sheet, Source

#: So many cells below no heading are a column; fewer are cells that stand where none should.
_FEW = 2

#: So many of ten cells must be such as a column holds, that its heading may be the one that is missing.
_NEARLY = 8

#: So many of the cells are shown.
_SHOWN = 3

#: Of a long one so many signs.
_LONGEST = 16


def headed(source: Source, sheet: Sheet) -> None:
    """Notes each column without a heading, and each heading that a table must have and has not."""
    model = TABLES[sheet.table]
    required = {name for name, info in model.model_fields.items() if info.is_required()}
    if not sheet.head:
        return
    for place, found in sorted(sheet.unheaded.items()):
        if place in sheet.unknown:
            _other_name(source, sheet, place, found)
        else:
            _told(source, sheet, place, found)
    _doubled(source, sheet)
    sheet.missing = frozenset(required - set(sheet.columns))
    for name in model.model_fields:
        if name in sheet.missing:
            sheet.whole = False
            if name not in sheet.meant:
                source.problem(sheet.label, "files.column_missing", row=sheet.head, column=name)


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter  # takes tenths of a second to load

    return get_column_letter(column)


def _told(source: Source, sheet: Sheet, place: int, found: Mapping[int, object]) -> None:
    """Notes the cells below no heading, and takes them for those of the column that they can only be."""
    fields = TABLES[sheet.table].model_fields
    at = str(place + 1) if source.suffix else _letter(place + 1)
    lacking = [name for name in fields if name not in sheet.columns]
    fitting = [name for name in lacking if _fits(sheet, name, found)]
    likeliest = _likeliest(source, sheet, place, found, fitting)
    meant = likeliest[0] if len(likeliest) == 1 else ""
    if len(found) < _FEW and not (meant and len(found) == len(sheet.lines)):
        for number, value in found.items():
            source.problem(sheet.label, "files.no_heading", row=number, found=value, place=at)
        _lost(sheet)
        return
    shown = dict.fromkeys(cells.shown(value) for value in found.values())
    some = [one if len(one) <= _LONGEST else one[:_LONGEST] + "…" for one in list(shown)[:_SHOWN]]
    args: dict[str, Any] = {"place": at, "count": len(found), "samples": "\n".join(some)}
    if meant:
        source.problem(sheet.label, "files.heading_blank", row=sheet.head, headings=_titles(sheet, [meant]), **args)
        _take(sheet, place, meant, found)
    else:
        args |= {"headings": _titles(sheet, likeliest or lacking)} if lacking else {}
        key = f"files.heading_{'unsure' if lacking else 'extra'}"
        source.problem(sheet.label, key, row=sheet.head, **args)
        _lost(sheet)


def _other_name(source: Source, sheet: Sheet, place: int, found: Mapping[int, object]) -> None:
    """Names the heading that is meant by one that is not known, where the ids below it say so, or where it is the only such one
    and the only column that the table must have and has not."""
    fields = TABLES[sheet.table].model_fields
    fitting = [name for name in fields if name not in sheet.columns and _fits(sheet, name, found)]
    likeliest = _likeliest(source, sheet, place, found, fitting)
    if len(likeliest) != 1:
        return
    (meant,) = likeliest
    values = {half_width(str(one)) for value in found.values() for one in _items(value)}
    alone = len(sheet.unknown) == 1 and fields[meant].is_required()
    if not (alone or _names(source, sheet.table, meant, values)):
        return
    for index, problem in enumerate(source.problems):
        typed = (problem.file, problem.wanted, problem.column) == (
            sheet.label,
            "files.unknown_column",
            sheet.unknown[place],
        )
        if typed:
            args: dict[str, str | int] = {"headings": _titles(sheet, [meant])}
            source.problems[index] = replace(problem, wanted="files.unknown_column_meant", args=args)
    _take(sheet, place, meant, found)
    sheet.opaque.discard(meant)


def _doubled(source: Source, sheet: Sheet) -> None:
    """Says of a heading that stands above two columns which are not the same that one of them is another column's: whoever removes
    a column loses what is in it."""
    for place, name in sheet.twice.items():
        found = sheet.doubled.get(place, {})
        own = {line.number: line.cells[name] for line in sheet.lines if name in line.cells}
        if not found or all(found.get(number) == own.get(number) for number in found.keys() | own.keys()):
            continue
        lacking = [one for one in TABLES[sheet.table].model_fields if one not in sheet.columns]
        fitting = [one for one in lacking if _fits(sheet, one, found) or (own and _fits(sheet, one, own))]
        for index, problem in enumerate(source.problems):
            if fitting and (problem.file, problem.wanted, problem.column) == (sheet.label, "files.column_twice", name):
                args: dict[str, str | int] = {"headings": _titles(sheet, fitting)}
                source.problems[index] = replace(problem, found="", wanted="files.column_twice_apart", args=args)


def _titles(sheet: Sheet, columns: Collection[str]) -> str:
    """Columns, each with the heading that it would have in this table."""
    return ";".join(f"{name}={sheet.heading(name)}" for name in columns)


def _lost(sheet: Sheet) -> None:
    sheet.whole = False
    sheet.opaque |= set(TABLES[sheet.table].model_fields) - set(sheet.columns)


def _take(sheet: Sheet, place: int, meant: str, found: Mapping[int, object]) -> None:
    """The table with those cells in their column."""
    columns = [*sheet.columns, *[None] * (place + 1 - len(sheet.columns))]
    columns[place] = meant
    sheet.columns = columns
    for index, line in enumerate(sheet.lines):
        if line.number in found:
            value = found[line.number]
            wrong = cells.trouble(value)
            sheet.lines[index] = replace(
                line,
                cells=line.cells if wrong else line.cells | {meant: value},
                spoiled=line.spoiled | {meant} if wrong else line.spoiled,
            )


def _fits(sheet: Sheet, column: str, found: Mapping[int, object]) -> bool:
    """Whether nearly all of some cells are such as a column holds."""
    model = TABLES[sheet.table]
    good = 0
    for value in found.values():
        row = {column: value}
        try:
            model.model_validate(adapted(model, row))
        except ValidationError as error:
            good += all(name != column for name, *_ in cell_faults(model, error, row))
        else:
            good += 1
    return good * 10 >= len(found) * _NEARLY


def _likeliest(
    source: Source, sheet: Sheet, place: int, found: Mapping[int, object], fitting: Collection[str]
) -> list[str]:
    """The column that some cells are of: the only one in which they can be, or of several the only one whose ids they are, that
    holds nothing but such cells, that a table must have, or that stands between the same neighbours."""
    model = TABLES[sheet.table]
    values = {half_width(str(one)) for value in found.values() for one in _items(value)}
    near = {name for name in fitting if _beside(sheet, place, name)}
    ways: tuple[Callable[[str], bool], ...] = (
        lambda name: _names(source, sheet.table, name, values),
        lambda name: shapes(model)[name].base is not str or bool(shapes(model)[name].options),
        lambda name: model.model_fields[name].is_required(),
        lambda name: name in near,
    )
    left = [name for name in fitting if not _strange(source, sheet.table, name, values)]
    for way in ways:
        if len(left) > 1:
            left = [name for name in left if way(name)] or left
    return left


def _items(value: object) -> Collection[object]:
    items = split_list(value) if isinstance(value, str) else value
    return items if isinstance(items, list | tuple) else (value,)  # type: ignore[return-value]


def _beside(sheet: Sheet, place: int, column: str) -> bool:
    """Whether a column stands next to those that are its neighbours in the model, too, as far as these have headings."""
    order = [None, *TABLES[sheet.table].model_fields, None]
    own = order.index(column)
    found = [sheet.columns[at] if 0 <= at < len(sheet.columns) else None for at in (place - 1, place + 1)]
    return any(found) and all(one in (None, order[own + by]) for one, by in zip(found, (-1, 1), strict=True))


def _known(source: Source, table: str, column: str) -> set[str] | None:
    """The ids that a column may name; None where it names none, or where these are not there."""
    kind = kind_of(table, column)
    return (ids_of(source, kind) or None) if kind else None


def _names(source: Source, table: str, column: str, values: Collection[str]) -> bool:
    known = _known(source, table, column)
    return known is not None and len(known.intersection(values)) * 2 >= len(values)


def _strange(source: Source, table: str, column: str, values: Collection[str]) -> bool:
    """Whether a column names ids, and hardly one of the cells is such."""
    known = _known(source, table, column)
    return known is not None and len(known.intersection(values)) * 2 < len(values)
