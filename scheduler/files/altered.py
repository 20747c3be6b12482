"""What of a plan's tables was changed by hand since the plan was written: ``plan.json`` beside them holds them as they were."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from pydantic import ValidationError

from models.plan import PLAN_TABLES, Plan
from models.row import Frozen
from scheduler.files.plans import as_cell, columns_of, read_record
from scheduler.files.records import Records
from scheduler.seals import untouched_json

_KEYS: Mapping[str, tuple[str, ...]] = {
    "sessions": ("session_id",),
    "placements": ("student_id", "block"),
    "duties": ("date", "post_id"),
    "childcare": ("teacher_id", "child", "slot_id"),
    "carers": ("slot_id", "room_id", "teacher_id"),
    "tutoring": ("student_id", "session_id"),
    "gaps": ("what", "where"),
    "scores": ("goal",),
}
"""The columns that tell the rows of a table apart; of those that are alike in them, the first belongs to the first."""


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

    Nothing where that file has no tables, or has them in a form that is not known, or does not agree with its own seal.
    """
    before = _recorded(folder) or {}
    return tuple(
        one
        for table, was in before.items()
        if was != getattr(plan, table)
        for one in _changed(table, was, getattr(plan, table), _numbers(folder, table))
    )


def restored(plan: Plan, folder: Path) -> Plan | None:
    """The plan with every table as ``plan.json`` has it; None where that file does not tell."""
    before = _recorded(folder)
    return None if before is None else plan.model_copy(update=dict(before))


def _recorded(folder: Path) -> Mapping[str, tuple[Frozen, ...]] | None:
    """The tables that ``plan.json`` holds, unless it was changed itself."""
    kept = read_record(folder)
    if kept is None or untouched_json(kept) is False:
        return None
    try:
        return {table: tuple(PLAN_TABLES[table].model_validate(row) for row in kept[table]) for table in _KEYS}
    except (KeyError, TypeError, ValidationError):
        return None


def _changed(table: str, was: Sequence[Frozen], now: Sequence[Frozen], numbers: Sequence[int]) -> Iterator[Altered]:
    """Rows that are there both times, wherever in the table, are as they were."""
    before, after = _by_key(table, ((row, 0) for row in was)), _by_key(table, zip(now, numbers, strict=False))
    for key in dict.fromkeys([*before, *after]):
        gone, new = before.get(key, []), after.get(key, [])
        for row, _ in list(gone):
            same = next((one for one in new if one[0] == row), None)
            if same is not None:
                new.remove(same)
                gone.remove((row, 0))
        for one, other in zip_longest(gone, new):
            yield Altered(table, key, one and one[0], other and other[0], other and other[1])


def _numbers(folder: Path, table: str) -> list[int]:
    """The numbers of the rows in a table's file, in their order."""
    return [number for number, _ in Records(folder).rows(f"{table}.csv", columns_of(table))]


def _by_key(table: str, rows: Iterable[tuple[Frozen, int]]) -> dict[str, list[tuple[Frozen, int]]]:
    found: defaultdict[str, list[tuple[Frozen, int]]] = defaultdict(list)
    for row, number in rows:
        found[";".join(str(getattr(row, name)) for name in _KEYS[table])].append((row, number))
    return found


def _written(row: Frozen | None, column: str) -> str | None:
    if row is None:
        return None
    cell = as_cell(getattr(row, column))
    return "" if cell is None else str(cell)
