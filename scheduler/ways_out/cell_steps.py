"""Relaxations of single cells that checks and reasons of gaps name: of people, rooms and activities that are there."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from models.plan import Plan, Session
from models.row import Row
from models.school import School
from scheduler.messages import Lang, say
from scheduler.messages.names import activity_name, block_name, listing, person_name, post_name, room_name, weekday_name
from scheduler.ways_out.room_steps import MoreGroups, OpenRoom
from scheduler.ways_out.steps import Step, codes, slots_words

_KEYS = {
    "teachers": "teacher_id",
    "instructors": "instructor_id",
    "rooms": "room_id",
    "activities": "activity_id",
    "duty_staff": "staff_id",
}
"""The column of a row's id, by table."""

_TAKEN_OUT = {("teachers", "unavailable"), ("rooms", "unavailable")}
"""Cells from which the items are taken; into others they are put."""

_LOWERED = {("activities", "min_size"), ("instructors", "min_sessions_visit")}
"""Cells in which less is the relaxation."""


@dataclass(frozen=True)
class Items:
    """Items that are put into a cell of some rows, or taken out of it: ``changes`` are rows' ids, each with an item."""

    table: str
    column: str
    changes: tuple[tuple[str, str], ...]

    def apply(self, school: School) -> School:
        """The cells with the items, or without."""
        by_row: dict[str, list[Any]] = defaultdict(list)
        for row, item in self.changes:
            by_row[row].append(int(item) if self.column == "weekdays" else item)

        def changed(row: Row, items: list[Any]) -> tuple[Any, ...]:
            now = cast("tuple[Any, ...]", getattr(row, self.column))
            if (self.table, self.column) in _TAKEN_OUT:
                return tuple(one for one in now if one not in items)
            return (*now, *(one for one in items if one not in now))

        return _with(school, self.table, self.column, by_row, changed)

    def cut(self, school: School, plan: Plan) -> "Items | None":
        """What the plan makes use of."""
        used = _USED_ITEMS[self.table, self.column](school, plan)
        left = tuple(change for change in self.changes if change in used)
        return replace(self, changes=left) if left else None

    def words(self, lang: Lang, school: School) -> str:
        """Whose cell, and which items; those with the same items together."""
        by_row: dict[str, list[str]] = defaultdict(list)
        for row, item in self.changes:
            by_row[row].append(item)
        alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for row, items in by_row.items():
            alike[tuple(items)].append(_name(lang, school, self.table, row))
        said: list[str] = []
        for items, names in alike.items():
            blanks = {
                "who": listing(lang, names, of=_kind(self.table)),
                "codes": codes(items),
                "count": len(names),
                "table": _title(lang, self.table),
            }
            blanks["items"] = _items(lang, school, self.column, items)
            said.append(say(lang, f"ways.cell.{self.table}.{self.column}", **blanks))
        return say(lang, "ways.cell_and").join(said)


@dataclass(frozen=True)
class Values:
    """Another number in a cell of some rows: ``changes`` are rows' ids, each with the number; of a date, its ordinal."""

    table: str
    column: str
    changes: tuple[tuple[str, int], ...]

    def apply(self, school: School) -> School:
        """The cells with the numbers."""
        return _with(school, self.table, self.column, dict(self.changes), lambda _, value: _typed(self.column, value))

    def cut(self, school: School, plan: Plan) -> "Values | None":
        """No further from what is there now than the plan needs."""
        used = _USED_VALUES[self.table, self.column](school, plan)
        now = _now(school, self.table, self.column)
        least = min if (self.table, self.column) in _LOWERED else max
        left = tuple(
            (row, used[row])
            for row, _ in self.changes
            if row in used and row in now and least(used[row], now[row]) != now[row]
        )
        return replace(self, changes=left) if left else None

    def words(self, lang: Lang, school: School) -> str:
        """Whose cell, the new number, and the one there is now."""
        now = _now(school, self.table, self.column)
        alike: dict[tuple[int, int], list[str]] = defaultdict(list)
        for row, value in self.changes:
            alike[now[row], value].append(_name(lang, school, self.table, row))
        said: list[str] = []
        for (before, value), names in alike.items():
            blanks = {
                "who": listing(lang, names, of=_kind(self.table)),
                "count": len(names),
                "table": _title(lang, self.table),
            }
            blanks["now"] = before
            blanks["value"] = date.fromordinal(value).isoformat() if self.column == "cleared_until" else value
            said.append(say(lang, f"ways.cell.{self.table}.{self.column}", **blanks))
        return say(lang, "ways.cell_and").join(said)


def _with(
    school: School, table: str, column: str, values: "dict[str, Any]", cell: Callable[[Row, Any], object]
) -> School:
    rows: tuple[Row, ...] = getattr(school, table)
    changed = [
        row.model_copy(update={column: cell(row, values[row_id])})
        if (row_id := getattr(row, _KEYS[table])) in values
        else row
        for row in rows
    ]
    return school.replaced(**{table: tuple(changed)})


def _typed(column: str, value: int) -> object:
    if column == "fallback":
        return bool(value)
    return date.fromordinal(value) if column == "cleared_until" else value


def _now(school: School, table: str, column: str) -> dict[str, int]:
    cells = {getattr(row, _KEYS[table]): getattr(row, column) for row in getattr(school, table)}
    return {row: one.toordinal() if isinstance(one, date) else int(one or 0) for row, one in cells.items()}


def _name(lang: Lang, school: School, table: str, row: str) -> str:
    if table == "rooms":
        return room_name(school, row)
    return activity_name(lang, school, row) if table == "activities" else person_name(school, row)


def _kind(table: str) -> Any:
    return "rooms" if table == "rooms" else "things" if table == "activities" else "people"


def _title(lang: Lang, table: str) -> str:
    from models.titles import TABLE_TITLES

    return TABLE_TITLES[table] if lang == "zh" else table


def _items(lang: Lang, school: School, column: str, items: Iterable[str]) -> str:
    if column in ("unavailable", "available"):
        return slots_words(lang, school, tuple(items))
    if column == "blocks":
        return listing(
            lang,
            [block_name(lang, school, i) if i in school.blocks else slots_words(lang, school, (i,)) for i in items],
        )
    if column == "weekdays":
        return listing(lang, [weekday_name(lang, int(item)) for item in items])
    return listing(lang, [post_name(lang, school, item) if column == "posts" else item for item in items])


def plain(step: Step, school: School) -> Step:
    """The same step as it is written where it is about a single room, so that nothing stands in a table twice."""
    if isinstance(step, Values) and (step.table, step.column) == ("rooms", "groups") and len(step.changes) == 1:
        room, groups = step.changes[0]
        return MoreGroups(room, groups - school.room_by_id[room].groups)
    if isinstance(step, Items) and (step.table, step.column) == ("rooms", "unavailable"):
        (room, _), *others = step.changes
        if all(other == room for other, _ in others):
            slots = {slot for _, slot in step.changes}
            return OpenRoom(room, tuple(slot for slot in school.slot_by_id if slot in slots))
    return step


# -- what a plan uses ----------------------------------------------------------------------------------------
def _works(plan: Plan) -> set[tuple[str, str]]:
    """Who works in which slot."""
    found = {(who, s) for one in plan.sessions for who in (one.leader_id, one.escort_id) if who for s in one.slots}
    return found | {(carer.teacher_id, carer.slot_id) for carer in plan.carers}


def _tags(school: School, plan: Plan) -> set[tuple[str, str]]:
    """The tags for the sake of which an activity is in a room that has none of those that it asks for."""
    found: set[tuple[str, str]] = set()
    for session in plan.sessions:
        activity, room = school.activity_by_id.get(session.activity_id), school.room_by_id.get(session.room_id)
        if activity and room and activity.room_kinds and not set(activity.room_kinds) & set(room.kinds):
            found |= {(activity.activity_id, tag) for tag in room.kinds}
    return found


def _daily(school: School, plan: Plan) -> dict[str, int]:
    days = Counter((who, school.slot_by_id[slot].weekday) for who, slot in _works(plan))
    found: dict[str, int] = {}
    for (who, _), n in days.items():
        found[who] = max(n, found.get(who, 0))
    return found


def _visits(school: School, plan: Plan) -> dict[str, int]:
    days = Counter((who, school.slot_by_id[slot].weekday) for who, slot in _works(plan))
    found: dict[str, int] = {}
    for (who, _), n in days.items():
        found[who] = min(n, found.get(who, n))
    return found


def _sizes(plan: Plan, of: Callable[[Session], str], best: Callable[[int, int], int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for session in plan.sessions:
        found[of(session)] = best(session.enrolled, found.get(of(session), session.enrolled))
    return found


def _together(_: School, plan: Plan) -> dict[str, int]:
    """The most sessions at once, by room."""
    inside = Counter((s.room_id, slot) for s in plan.sessions for slot in s.slots)
    found: dict[str, int] = {}
    for (room, _slot), n in inside.items():
        found[room] = max(n, found.get(room, 0))
    return found


_USED_ITEMS: dict[tuple[str, str], Callable[[School, Plan], set[tuple[str, str]]]] = {
    ("teachers", "unavailable"): lambda _, plan: _works(plan),
    ("instructors", "available"): lambda _, plan: _works(plan),
    ("teachers", "skills"): lambda _, plan: {(carer.teacher_id, "childcare") for carer in plan.carers},
    ("rooms", "unavailable"): lambda _, plan: {(s.room_id, slot) for s in plan.sessions for slot in s.slots},
    ("activities", "room_kinds"): _tags,
    ("activities", "blocks"): lambda _, plan: {(s.activity_id, s.block) for s in plan.sessions},
    ("duty_staff", "weekdays"): lambda _, plan: {(d.staff_id, str(d.weekday)) for d in plan.duties if d.staff_id},
    ("duty_staff", "posts"): lambda _, plan: {(d.staff_id, d.post_id) for d in plan.duties if d.staff_id},
}

_USED_VALUES: dict[tuple[str, str], Callable[[School, Plan], dict[str, int]]] = {
    ("teachers", "max_sessions_day"): _daily,
    ("instructors", "max_sessions_week"): lambda _, plan: dict(Counter(who for who, _ in _works(plan))),
    ("instructors", "min_sessions_visit"): _visits,
    ("instructors", "cleared_until"): lambda school, plan: {w: school.term.end.toordinal() for w, _ in _works(plan)},
    ("rooms", "capacity"): lambda _, plan: _sizes(plan, lambda s: s.room_id, max),
    ("rooms", "groups"): _together,
    ("activities", "min_size"): lambda _, plan: _sizes(plan, lambda s: s.activity_id, min),
    ("activities", "fallback"): lambda _, plan: {
        p.activity_id: 1 for p in plan.placements if p.activity_id and not p.rank
    },
}
