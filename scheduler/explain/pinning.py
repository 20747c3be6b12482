"""How to have it otherwise: the row to add by hand, and what each way of planning again does with it."""

from collections.abc import Sequence

from models.pins import PinPlacementRow, PinRow
from models.policy import Goal, Policy
from models.school import School
from models.titles import TABLE_TITLES, WORDS, heading
from scheduler.conflict import Pin
from scheduler.explain.facts import Facts, Said
from scheduler.messages import say
from scheduler.messages.names import activity_name
from scheduler.question import pin_added


def how_to_pin(facts: Facts, depth: int, changed: Sequence[School]) -> Said:
    """The row by which each of the changed schools differs from the plan's, of which one is to be added; where it goes, and what
    a rerun, a rerun that changes last, and a new plan are worth then.

    Each has one pin more, of a session or a student's place; else ValueError.
    """
    pins = [pin for pin in (pin_added(facts.school, one) for one in changed) if pin is not None]
    if not pins or len(pins) < len(changed):
        raise ValueError("one pin more is wanted")
    place = isinstance(pins[0], PinPlacementRow)
    table = "pin_placements" if place else "pins"
    row = PinPlacementRow if place else PinRow
    chinese = _in_chinese(facts, table)
    titles = [heading(row, name) if chinese else name for name in _cells(pins[0])]
    where = _where(facts, table, there=bool(facts.school.pin_placements if place else facts.school.pins))
    comma = "," if where == "new_folder" else say(facts.lang, "names.comma")
    rows = [comma.join(_cells(pin).values()) for pin in pins]
    ids = [pin.activity_id or "" for pin in pins if isinstance(pin, PinPlacementRow | PinRow)]
    names = [activity_name(facts.lang, facts.school, one) for one in ids]
    or_ = say(facts.lang, "explain.pin.or")
    blanks = {
        "headings": comma.join(titles),
        "cells": or_.join(rows),
        "activity": or_.join(dict.fromkeys(names)),
        "one": say(facts.lang, "explain.pin.one_of") if len(rows) > 1 else "",
    }
    row_to_add = say(facts.lang, f"explain.pin.{where}", **_names(facts, table), **blanks)
    return facts.said("pin.student" if place else "pin.club", depth, row=row_to_add, ways=_ways(facts), **blanks)


def _where(facts: Facts, table: str, *, there: bool) -> str:
    """What kind of place the row goes to: a sheet or file that is there, one to be made, or whatever the school is kept in."""
    home = facts.home
    if home.form == "other":
        return "row" if there else "anywhere"
    return home.form if table in home.names else f"new_{home.form}"


def _in_chinese(facts: Facts, table: str) -> bool:
    """Whether headings are told in Chinese: in a workbook as the sheet's title is, which its headings go with."""
    title = facts.home.names.get(table) if facts.home.form == "workbook" else None
    return not title.isascii() if title else facts.lang == "zh"


def _names(facts: Facts, table: str) -> dict[str, str]:
    """The sheet and the file of a table: as they are called, or are to be called."""
    found, form = facts.home.names.get(table), facts.home.form
    title = TABLE_TITLES[table] if facts.lang == "zh" else table
    sheet, file = (found if found and form == kind else "" for kind in ("workbook", "folder"))
    return {"sheet": sheet or title, "file": file or f"{table}.csv"}


def _ways(facts: Facts) -> str:
    """What planning again does, by how."""
    order = facts.school.policy.order(rerun=True)
    if order.index("changes") > order.index("choices"):
        return say(facts.lang, "explain.pin.ways_late")
    goals, setting = _later(facts), ""
    if facts.home.form == "folder":
        file = facts.home.names.get("school", "school.toml")
        quoted = ", ".join(f'"{goal}"' for goal in goals)
        setting = say(facts.lang, "explain.pin.setting_folder", file=file, value=f"priorities = [{quoted}]")
    else:
        chinese = _in_chinese(facts, "school")
        value = ";".join(WORDS[goal][0] if chinese else goal for goal in goals)
        column = heading(Policy, "priorities") if chinese else "policy.priorities"
        setting = say(
            facts.lang,
            "explain.pin.setting",
            sheet=TABLE_TITLES["school"] if chinese else "school",
            column=column,
            value=value,
        )
    return say(facts.lang, "explain.pin.ways", setting=setting)


def _later(facts: Facts) -> Sequence[Goal]:
    """The goals to name so that changes weigh right after choices: as few as will do, since the rest follow by themselves."""
    wanted: list[Goal] = [goal for goal in facts.school.policy.order(rerun=True) if goal != "changes"]
    wanted.insert(wanted.index("choices") + 1, "changes")
    for end in range(1, len(wanted)):
        named = Policy(priorities=tuple(wanted[:end]))
        if named.order(rerun=True) == tuple(wanted):
            return wanted[:end]
    return wanted


def _cells(pin: Pin) -> dict[str, str]:
    return {name: str(value) for name, value in pin.model_dump().items() if value is not None}
