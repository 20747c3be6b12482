"""What of a plan's tables was changed by hand since the plan was written: ``plan.json`` beside them holds them as they were."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from models.plan import PLAN_TABLES, Plan
from models.row import Frozen
from scheduler.files.plans import as_cell, columns_of
from scheduler.files.records import Records

_KEYS: Mapping[str, tuple[str, ...]] = {
    "sessions": ("session_id",),
    "placements": ("student_id", "block"),
    "duties": ("date", "post_id"),
    "childcare": ("teacher_id", "child", "slot_id"),
    "carers": ("slot_id", "room_id", "teacher_id"),
    "tutoring": ("student_id", "session_id"),
    "scores": ("goal",),
}
"""The columns that tell the rows of a table apart. Gaps are left out: they follow from the others."""


@dataclass(frozen=True)
class Altered:
    """A row that was changed: as it was and as it is, None where it is new or gone; ``row`` joins its ids by ``;``.

    ``number``: of the row in its file as it is, the headings being row 1; None where it is gone.
    """

    table: str
    row: str
    was: Frozen | None
    now: Frozen | None
    number: int | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns whose cell was changed; all of them for a row that is new or gone."""
        one = self.was or self.now
        names = tuple(type(one).model_fields) if one else ()
        if self.was is None or self.now is None:
            return names
        return tuple(name for name in names if getattr(self.was, name) != getattr(self.now, name))

    def cells(self, column: str) -> tuple[str | None, str | None]:
        """A cell as it was and as it is, written as in the file; None where the row is not there."""
        return _written(self.was, column), _written(self.now, column)


def altered(plan: Plan, folder: Path) -> tuple[Altered, ...]:
    """The rows of a plan, as read from a folder's tables, that are not as ``plan.json`` has them, in the order of the tables.

    Nothing where that file has no tables, or has them in a form that is not known.
    """
    try:
        kept: Any = json.loads((folder / "plan.json").read_bytes())
        before = {
            table: _rows(table, [PLAN_TABLES[table].model_validate(row) for row in kept[table]]) for table in _KEYS
        }
    except (OSError, ValueError, KeyError, TypeError, ValidationError):
        return ()
    found: list[Altered] = []
    for table, was in before.items():
        rows = list(getattr(plan, table))
        now = _rows(table, rows)
        changed = [key for key in dict.fromkeys([*was, *now]) if was.get(key) != now.get(key)]
        numbers = dict(zip(_keys(table, rows), _numbers(folder, table), strict=False)) if changed else {}
        found += [Altered(table, key, was.get(key), now.get(key), numbers.get(key)) for key in changed]
    return tuple(found)


def _numbers(folder: Path, table: str) -> list[int]:
    """The numbers of the rows in a table's file, in their order."""
    return [number for number, _ in Records(folder).rows(f"{table}.csv", columns_of(table))]


def _keys(table: str, rows: list[Frozen]) -> list[str]:
    return [";".join(str(getattr(row, name)) for name in _KEYS[table]) for row in rows]


def _rows(table: str, rows: list[Frozen]) -> dict[str, Frozen]:
    return dict(zip(_keys(table, rows), rows, strict=True))


def _written(row: Frozen | None, column: str) -> str | None:
    if row is None:
        return None
    cell = as_cell(getattr(row, column))
    return "" if cell is None else str(cell)
