"""What was changed by hand in a plan's tables, in words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from scheduler.cli.printing import complain
from scheduler.messages import Lang, catalogue, say
from scheduler.messages.names import activity_name, person_name, room_name, row_name

if TYPE_CHECKING:
    from models.school import School
    from scheduler.files.altered import Altered

_SHOWN = 40
_PEOPLE = ("leader_id", "escort_id", "staff_id", "teacher_id")


def say_altered(rows: "Sequence[Altered]", school: "School", lang: Lang) -> None:
    """Each row that is not as the program wrote it: what it was and what it is; nothing where all are."""
    if rows:
        complain(say(lang, "cli.altered", count=len(rows)))
        complain(*(f"  - {_line(one, school, lang)}" for one in rows[:_SHOWN]))
    if len(rows) > _SHOWN:
        complain(say(lang, "cli.altered_more", count=len(rows) - _SHOWN))


def say_follows(follow: Sequence[str], besides: Sequence[str], lang: Lang, *, altered: bool) -> None:
    """What is wrong for the sake of ``altered`` rows alone, and what is wrong besides."""
    for key, found in (("follows", follow), ("besides" if altered else "breaches", besides)):
        if found:
            complain(say(lang, f"cli.{key}", count=len(found)), *(f"  - {text}" for text in found[:_SHOWN]))
        if len(found) > _SHOWN:
            complain(say(lang, "cli.more_lost", count=len(found) - _SHOWN))


def altered_data(rows: "Sequence[Altered]") -> list[dict[str, Any]]:
    """The same for ``--json``: a cell is None where the row is not there."""
    return [
        {
            "file": f"{one.table}.csv",
            "row": one.number,
            "cells": [{"column": column, "was": was, "now": now} for column, was, now in _cells(one)],
        }
        for one in rows
    ]


def _cells(one: "Altered") -> list[tuple[str, str | None, str | None]]:
    return [(column, *one.cells(column)) for column in one.columns]


def _line(one: "Altered", school: "School", lang: Lang) -> str:
    file = f"{one.table}.csv"
    session = vars(one.was or one.now) if one.table == "sessions" else {}
    row = row_name(lang, school, file, one.row, session.get("activity_id", ""), session.get("block", ""))
    if one.table == "scores":
        row = _named(row, say(lang, f"verify.goal.{row}"), lang)
    if one.was is None:
        return say(lang, "cli.altered_new", file=file, number=one.number or 0, row=row)
    if one.now is None:
        cells = [f"{column}={was or ''}" for column, was, _ in _cells(one)]
        return say(lang, "cli.altered_gone", file=file, row=row, cells=", ".join(cells))
    told: list[str] = []
    for column, was, now in _cells(one):
        key = f"verify.column.{column}"
        title = say(lang, key) if key in catalogue(lang) else column
        before, after = (_cell(cell or "", column, school, lang) for cell in (was, now))
        told.append(say(lang, "cli.altered_cell", column=title, was=before, now=after))
    cells = say(lang, "cli.altered_between").join(told)
    return say(lang, "cli.altered_row", file=file, number=one.number or 0, row=row, cells=cells)


def _cell(text: str, column: str, school: "School", lang: Lang) -> str:
    """A cell as it is written, with the name of what it stands for."""
    if not text:
        return say(lang, "cli.altered_blank")
    name = text
    if column in _PEOPLE:
        name = person_name(school, text)
    elif column == "activity_id":
        name = activity_name(lang, school, text)
    elif column == "room_id":
        name = room_name(school, text)
    return _named(text, name, lang)


def _named(text: str, name: str, lang: Lang) -> str:
    return text if name == text else say(lang, "cli.altered_named", id=text, name=name)
