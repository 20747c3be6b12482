"""Ids: each defined once, each reference known, and lists that every form of the input can hold."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from models.checks_base import DEFINED, MANY, REPEATED, Facts
from models.fault import Fault
from models.row import Frozen, half_width
from models.school import TABLES

_SEPARATORS = re.compile("[;；、]")
_COMMAS = re.compile("[,，]")

#: Kinds of people: they have names, all else has titles.
_PEOPLE = frozenset({"teachers", "instructors", "leaders", "people", "students", "duty_staff"})

#: What makes a row of each table unique; tables that are not here may repeat rows.
KEYS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("slots", ("slot_id",)),
    ("pattern", ("grade", "slot_id")),
    ("classes", ("class_id",)),
    ("teachers", ("teacher_id",)),
    ("teaching", ("teacher_id", "class_id", "subject")),
    ("childcare_rooms", ("room_id",)),
    ("instructors", ("instructor_id",)),
    ("rooms", ("room_id",)),
    ("activities", ("activity_id",)),
    ("students", ("student_id",)),
    ("choices", ("student_id", "block", "activity_id")),
    ("tutoring", ("student_id", "activity_id")),
    ("duty_posts", ("post_id",)),
    ("duty_staff", ("staff_id",)),
    ("calendar", ("date",)),
)


@dataclass(frozen=True)
class Ref:
    """A column that names ids of a ``kind`` (a key of :attr:`Facts.known`); ``shown`` is the table to look in."""

    table: str
    column: str
    kind: str
    shown: str

    @property
    def wanted(self) -> str:
        """The message about an id that is not known."""
        return _UNKNOWN.get(self.kind, "files.unknown_id")


#: Kinds that are no rows of one table have messages of their own.
_UNKNOWN = {
    "people": "files.unknown_person",
    "leaders": "files.unknown_leader",
    "grades": "files.unknown_grade",
    "blocks": "files.unknown_block",
    "places": "files.unknown_place",
}


def _ref(table: str, column: str, kind: str) -> Ref:
    shown = {
        "blocks": "pattern",
        "places": "pattern",
        "grades": "classes",
        "skills": "activities",
        "leaders": "teachers",
        "people": "teachers",
    }.get(kind, kind)
    return Ref(table, column, kind, shown)


REFS: tuple[Ref, ...] = (
    _ref("pattern", "slot_id", "slots"),
    _ref("classes", "room_id", "rooms"),
    _ref("classes", "head_teacher", "teachers"),
    _ref("teachers", "unavailable", "slots"),
    _ref("teachers", "avoid", "slots"),
    _ref("teachers", "prefer", "slots"),
    _ref("teachers", "skills", "skills"),
    _ref("teaching", "teacher_id", "teachers"),
    _ref("teaching", "class_id", "classes"),
    _ref("childcare", "teacher_id", "teachers"),
    _ref("childcare_rooms", "slots", "slots"),
    _ref("instructors", "skills", "activities"),
    _ref("instructors", "available", "slots"),
    _ref("rooms", "unavailable", "slots"),
    _ref("activities", "grades", "grades"),
    _ref("activities", "blocks", "places"),
    _ref("students", "class_id", "classes"),
    _ref("students", "blocks", "blocks"),
    _ref("choices", "student_id", "students"),
    _ref("choices", "block", "blocks"),
    _ref("choices", "activity_id", "activities"),
    _ref("tutoring", "student_id", "students"),
    _ref("tutoring", "activity_id", "activities"),
    _ref("duty_staff", "posts", "duty_posts"),
    _ref("leave", "person_id", "people"),
    _ref("pins", "block", "places"),
    _ref("pins", "activity_id", "activities"),
    _ref("pins", "class_id", "classes"),
    _ref("pins", "leader_id", "leaders"),
    _ref("pins", "room_id", "rooms"),
    _ref("pin_placements", "student_id", "students"),
    _ref("pin_placements", "block", "blocks"),
    _ref("pin_placements", "activity_id", "activities"),
    _ref("pin_duties", "post_id", "duty_posts"),
    _ref("pin_duties", "staff_id", "duty_staff"),
    _ref("time_off", "person_id", "people"),
)


def unknown_ids(facts: Facts) -> Iterator[Fault]:
    """Every id that no row defines, with the nearest one that is defined. Where several rows name one, and nobody names the
    nearest, the row that defines that is named instead."""
    yield from _defined_wrong(facts)
    for ref in REFS:
        if not facts.all_known(ref.kind):
            continue
        known = facts.known[ref.kind]
        for index, row in enumerate(facts.rows(ref.table)):
            value: object = getattr(row, ref.column)
            if isinstance(value, tuple):
                items = cast("tuple[str, ...]", value)
                names: list[str | None] = [*_whole(facts, ref.kind, items)]
            else:
                items, names = (), [cast("str | None", value)]
            for name in dict.fromkeys(names):
                if name is not None and name not in known:
                    wanted, args = _wanted(facts, ref, name, items)
                    yield Fault(table=ref.table, index=index, column=ref.column, found=name, wanted=wanted, args=args)


def _defined_wrong(facts: Facts) -> list[Fault]:
    """Rows whose id nobody names, while several others name one that it was likely meant to be; that counts as known then.

    Not activities: a club that is gone is like a new one by chance.
    """
    found: list[Fault] = []
    named: dict[str, Counter[str]] = defaultdict(Counter)
    for ref in REFS:
        for row in facts.rows(ref.table):
            value: object = getattr(row, ref.column)
            ids = cast("tuple[str, ...]", value) if isinstance(value, tuple) else (cast("str | None", value),)
            for kind in _kinds_of(ref.kind):
                named[kind].update(one for one in ids if one)
    for kind, counts in named.items():
        column = dict(KEYS).get(kind, ())
        if len(column) != 1 or kind == "activities" or not facts.all_known(kind):
            continue
        rows = {str(getattr(row, column[0])): index for index, row in enumerate(facts.rows(kind))}
        for name in [one for one, count in counts.items() if count > 1 and one not in facts.known[kind]]:
            near = "" if facts.named(kind).get(name) else facts.hint(kind, name)
            if near in rows and not counts[near]:
                args: dict[str, str | int] = {"meant": name, "count": counts[name]}
                found.append(
                    Fault(
                        table=kind, index=rows[near], column=column[0], found=near, wanted="files.id_unused", args=args
                    )
                )
                for other in [one for one in DEFINED if kind in _kinds_of(one)]:
                    facts.known[other].setdefault(name)
    return found


def _kinds_of(kind: str) -> tuple[str, ...]:
    """The tables whose rows an id of a kind may name."""
    return tuple(dict.fromkeys(table for table, _ in DEFINED[kind]))


def _whole(facts: Facts, kind: str, items: tuple[str, ...]) -> list[str]:
    """The items of a list, where several are the parts of one name that holds a separator itself, the name instead of them."""
    if all(item in facts.known[kind] for item in items):
        return list(items)
    names = facts.divided(kind)
    longest = max(map(len, names), default=1)
    found: list[str] = []
    start = 0
    while start < len(items):
        ends = range(min(len(items), start + longest), start + 1, -1)
        end = next((end for end in ends if items[start:end] in names), start + 1)
        found.append(names.get(items[start:end], items[start]))
        start = end
    return found


def _wanted(facts: Facts, ref: Ref, name: str, items: tuple[str, ...]) -> tuple[str, dict[str, str | int]]:
    """What is wanted for an id that is not known: other signs between the ``items`` of a list, the id of what is named,
    or another id."""
    known, named = facts.known[ref.kind], facts.named(ref.kind)
    ids = named.get(name, ())
    if ids:
        wanted = "files.person_by_name" if ref.kind in _PEOPLE else "files.thing_by_name"
        return wanted, {"name": name, "ids": ";".join(ids)}
    parts = _between_commas(name)
    if items and len(parts) > 1 and all(part in known or len(named.get(part, ())) == 1 for part in parts):
        split = [part for item in items for part in ([item] if item in known else _between_commas(item))]
        right = [part if part in known else ";".join(named.get(part, (part,))) for part in split]
        return "files.commas", {"right": ";".join(dict.fromkeys(right))}
    nearest = facts.hint(ref.kind, name)
    if (ref.table, ref.column) == ("choices", "activity_id") and not nearest and len(facts.choosing[name]) >= MANY:
        return "files.club_gone", {"count": len(facts.choosing[name])}
    return ref.wanted, {"table": ref.shown, "nearest": nearest} | facts.existing(ref.kind)


def _between_commas(text: str) -> list[str]:
    return [part for part in map(half_width, _COMMAS.split(text)) if part]


def repeated(facts: Facts) -> Iterator[Fault]:
    """Every row whose key an earlier row has: ``first``, by its index; ``keys`` are the cells in which they agree."""
    for table, key in KEYS:
        seen: dict[tuple[object, ...], int] = {}
        for index, row in enumerate(facts.rows(table)):
            value = tuple(getattr(row, name) for name in key)
            if value in seen:
                cells = [(name, str(part)) for name, part in zip(key, value, strict=True) if part is not None]
                args: dict[str, str | int] = {
                    "first": seen[value],
                    "keys": "\n".join(f"{n}={part}" for n, part in cells),
                }
                found = " ".join(part for _, part in cells)
                if meant := _meant(facts, table, key, found):
                    args["meant"] = meant
                yield Fault(table=table, index=index, column=key[-1], found=found, wanted=REPEATED, args=args)
            seen.setdefault(value, index)


def _meant(facts: Facts, table: str, key: tuple[str, ...], found: str) -> str:
    """The only id that other tables name, no row of this one has, and that differs from a repeated one in one sign; from then
    on it counts as known, since to say of each row that names it that it is not would be to say the same again."""
    kinds = [kind for kind, places in DEFINED.items() if len(key) == 1 and (table, key[0]) in places]
    if table not in kinds or not facts.all_known(table):
        return ""
    astray: dict[str, None] = {}
    for ref in REFS:
        if ref.kind == table:
            values: list[object] = [getattr(row, ref.column) for row in facts.rows(ref.table)]
            named = [cast("tuple[str, ...]", v) if isinstance(v, tuple) else (cast("str | None", v),) for v in values]
            astray |= dict.fromkeys(one for some in named for one in some if one and one not in facts.known[table])
    near = [one for one in astray if len(one) == len(found) and sum(map(str.__ne__, one, found)) == 1]
    if len(near) != 1:
        return ""
    for kind in kinds:
        facts.known[kind].setdefault(near[0])
    return near[0]


def shared_ids(facts: Facts) -> Iterator[Fault]:
    """Instructors with the id of a teacher: a plan could not tell them apart."""
    teachers = facts.known["teachers"]
    for index, row in enumerate(facts.school.instructors):
        if row.instructor_id in teachers:
            yield Fault(
                table="instructors",
                index=index,
                column="instructor_id",
                found=row.instructor_id,
                wanted="files.id_of_teacher",
            )


def empty_lists(facts: Facts) -> Iterator[Fault]:
    """Lists without items (JSON alone can have them) in columns where a blank cell would not mean none."""
    for table, row_type in TABLES.items():
        for name in _meaningful_lists(row_type):
            for index, row in enumerate(facts.rows(table)):
                if getattr(row, name) == ():
                    yield Fault(table=table, index=index, column=name, wanted="files.list_empty")
    if facts.school.policy.priorities == ():
        yield Fault(table="school", column="policy.priorities", wanted="files.list_empty")


def _meaningful_lists(row_type: type[Frozen]) -> list[str]:
    found: list[str] = []
    for name, info in row_type.model_fields.items():
        listed = getattr(info.annotation, "__origin__", None) is tuple
        if listed and (info.is_required() or info.default != ()):
            found.append(name)
    return found


def separators(facts: Facts) -> Iterator[Fault]:
    """Items of a list that hold a separator: a cell could not keep them apart."""
    for table, row_type in TABLES.items():
        for name in (n for n, info in row_type.model_fields.items() if str(info.annotation).startswith("tuple[")):
            for index, row in enumerate(facts.rows(table)):
                for item in getattr(row, name):
                    if isinstance(item, str) and _SEPARATORS.search(item):
                        yield Fault(table=table, index=index, column=name, found=item, wanted="files.item_separator")
