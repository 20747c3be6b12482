"""Rows whose name stands in the column of ids, while that of names is blank: read as rows with this name, and told at their ids."""

from dataclasses import replace

from models.checks_named import NAME_THERE, NAMED, NAMED_ONLY
from models.checks_refs import KEYS
from models.school import TABLES
from scheduler.files.source import Sheet, Source


def unnamed(source: Source, sheet: Sheet) -> None:
    """Puts such names into their column, where a table needs them and nearly all its other ids are in letters of a code."""
    (key, *more) = dict(KEYS).get(sheet.table, ("", ""))
    info = TABLES[sheet.table].model_fields.get("name")
    if more or info is None or not info.is_required() or "name" in sheet.missing:
        return
    codes = sum(str(line.cells.get(key, "中")).isascii() for line in sheet.lines)
    for index, line in enumerate(sheet.lines):
        own = line.cells.get(key)
        if {key, "name"} & line.spoiled or "name" in line.cells or not isinstance(own, str) or own.isascii():
            continue
        if codes * 2 > len(sheet.lines) and len(line.cells) > 1:
            sheet.lines[index] = replace(line, cells=line.cells | {"name": own})
            source.moved[sheet.label, line.number] = (key, own)


def told_unnamed(source: Source) -> None:
    """Notes each such row: with its id, where a check has found it."""
    for at, problem in enumerate(source.problems):
        place = (problem.file, problem.row or 0)
        if problem.wanted == NAMED and place in source.moved:
            source.problems[at] = replace(problem, wanted=NAMED_ONLY)
            del source.moved[place]
    for (label, row), (key, found) in source.moved.items():
        source.problem(label, NAME_THERE, row=row, column=key, found=found)
