"""Which ids a column of a table names, as the tables that define them have them; before anything is validated."""

from models.checks_base import DEFINED
from models.checks_refs import REFS
from models.people import CHILDCARE_SKILL
from models.row import half_width, split_list
from models.services import HOMEWORK_ID
from scheduler.files.source import Source


def kind_of(table: str, column: str) -> str | None:
    """What the ids of a column stand for; None where it names none."""
    return next((ref.kind for ref in REFS if (ref.table, ref.column) == (table, column)), None)


def ids_of(source: Source, kind: str) -> set[str]:
    """Every id of a kind, as it was typed; none where the tables that define them are not there."""
    sheets = [(source.sheets[place], name) for place, name in DEFINED[kind] if place in source.sheets]
    return {_plain(line.cells.get(name, "")) for sheet, name in sheets for line in sheet.lines}


#: Columns of one id of what has no table of its own, with the column of another table that says the same.
GRADES = {("classes", "grade"): ("pattern", "grade"), ("pattern", "grade"): ("classes", "grade")}


def known_in(source: Source, table: str, column: str) -> set[str]:
    """Every id that a column may name; none where it names none, or where these are not there."""
    if kind := kind_of(table, column):
        found = ids_of(source, kind) - {""}
        return found | {CHILDCARE_SKILL} if found and kind == "skills" else found
    place, name = GRADES.get((table, column), ("", ""))
    sheet = source.sheets.get(place)
    return {_plain(line.cells[name]) for line in sheet.lines if name in line.cells} if sheet else set()


def astray_in(source: Source, table: str, column: str) -> list[str]:
    """Every id that other tables name as one of a column's, and that no row has."""
    refs = [ref for ref in REFS if (table, column) in DEFINED[ref.kind] and ref.table in source.sheets]
    known = {kind: ids_of(source, kind) | {CHILDCARE_SKILL, HOMEWORK_ID} for kind in {ref.kind for ref in refs}}
    lines = ((ref, line.cells) for ref in refs for line in source.sheets[ref.table].lines)
    named = ((ref, one) for ref, own in lines if ref.column in own for one in items(own[ref.column]))
    return list(dict.fromkeys(one for ref, one in named if one not in known[ref.kind]))


def items(value: object) -> list[str]:
    """The items of a cell, as ids."""
    found = split_list(value) if isinstance(value, str) else (value,)
    return [_plain(one) for one in found] if isinstance(found, tuple) else []


def _plain(value: object) -> str:
    return half_width(str(int(value) if isinstance(value, float) and value.is_integer() else value))
