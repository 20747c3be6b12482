"""Which ids a column of a table names, as the tables that define them have them; before anything is validated."""

from models.checks_base import DEFINED
from models.checks_refs import REFS
from models.row import half_width
from scheduler.files.source import Source


def kind_of(table: str, column: str) -> str | None:
    """What the ids of a column stand for; None where it names none."""
    return next((ref.kind for ref in REFS if (ref.table, ref.column) == (table, column)), None)


def ids_of(source: Source, kind: str) -> set[str]:
    """Every id of a kind, as it was typed; none where the tables that define them are not there."""
    sheets = [(source.sheets[place], name) for place, name in DEFINED[kind] if place in source.sheets]
    return {half_width(str(line.cells.get(name, ""))) for sheet, name in sheets for line in sheet.lines}
