"""What of a plan's tables was changed by hand since the plan was written: ``plan.json`` beside them holds them as they were."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from models.plan import PLAN_TABLES, Plan
from models.row import Frozen

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
    """A row that was changed: as it was and as it is, None where it is new or gone; ``row`` joins its ids by ``;``."""

    table: str
    row: str
    was: Frozen | None
    now: Frozen | None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns whose cell was changed; none for a row that is new or gone."""
        if self.was is None or self.now is None:
            return ()
        return tuple(name for name in type(self.was).model_fields if getattr(self.was, name) != getattr(self.now, name))


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
        now = _rows(table, getattr(plan, table))
        keys = dict.fromkeys([*was, *now])
        found += [Altered(table, key, was.get(key), now.get(key)) for key in keys if was.get(key) != now.get(key)]
    return tuple(found)


def _rows(table: str, rows: list[Frozen]) -> dict[str, Frozen]:
    return {";".join(str(getattr(row, name)) for name in _KEYS[table]): row for row in rows}
