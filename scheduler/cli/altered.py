"""What was changed by hand in a plan's tables, in words."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.cli.printing import complain
from scheduler.messages import Lang, catalogue, say
from scheduler.messages.names import activity_name, block_name, listing, person_name, room_name, row_name

if TYPE_CHECKING:
    from models.plan import Plan
    from models.school import School
    from scheduler.files.altered import Altered

_SHOWN = 20
_PEOPLE = ("leader_id", "escort_id", "staff_id", "teacher_id")
_FOLLOWS = {"placements": ("session_id", "rank"), "sessions": ("enrolled",)}
"""Cells that follow from others, and are told only where these are as they were."""


def say_altered(plan: "Plan", school: "School", folder: Path, lang: Lang) -> "tuple[Altered, ...]":
    """Each row that is not as the program wrote it: what it was and what it is; nothing where all are. Gives the rows."""
    from scheduler.files.altered import altered

    rows = altered(plan, folder)
    lines = [line for one in rows for line in _lines(one, school, lang)]
    if lines:
        complain(say(lang, "cli.altered", count=len(lines)), *(f"  - {line}" for line in lines[:_SHOWN]))
    if len(lines) > _SHOWN:
        complain(say(lang, "cli.altered_more", count=len(lines) - _SHOWN))
    return rows


def _lines(one: "Altered", school: "School", lang: Lang) -> Iterator[str]:
    file = f"{one.table}.csv"
    cells = vars(one.was or one.now) if one.table == "sessions" else {}
    row = row_name(lang, school, file, one.row, cells.get("activity_id", ""), cells.get("block", ""))
    if not one.columns:
        yield say(lang, "cli.altered_new" if one.was is None else "cli.altered_gone", file=file, row=row)
        return
    follows = _FOLLOWS.get(one.table, ())
    told = [column for column in one.columns if column not in follows] or one.columns
    for column in told:
        was, now = (_cell(getattr(row, column), column, school, lang) for row in (one.was, one.now))
        if one.table == "placements" and column == "activity_id":
            student, block = one.row.split(";")[0], block_name(lang, school, one.row.split(";")[1])
            yield say(lang, "cli.altered_place", student=student, block=block, was=was, now=now)
            continue
        key = f"verify.column.{column}"
        title = say(lang, key) if key in catalogue(lang) else column
        yield say(lang, "cli.altered_cell", file=file, row=row, column=title, was=was, now=now)


def _cell(value: object, column: str, school: "School", lang: Lang) -> str:
    if value is None or value in ("", ()):
        return say(lang, "cli.altered_blank")
    if isinstance(value, tuple):
        return listing(lang, [str(part) for part in value])  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    text = str(value)
    if column in _PEOPLE:
        return person_name(school, text)
    if column == "activity_id":
        return activity_name(lang, school, text)
    return room_name(school, text) if column == "room_id" else text
