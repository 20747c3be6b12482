"""Ids: each reference known, and lists that every form of the input can hold."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from string import digits
from typing import cast

from models.checks_base import Facts, slip
from models.checks_said import grades_said, part_said, span_said
from models.fault import Fault
from models.row import Frozen, half_width, weekday_said
from models.school import TABLES

_SEPARATORS = re.compile("[;；、]")
#: What people put between the items of a list, by the message about it.
_SIGNS = (("files.commas", re.compile("[,，]")), ("files.other_signs", re.compile(r"[,，\s/／|+＋.。]+")))

#: From one number to another: 4-6.
_SPAN = re.compile("([0-9]{1,3})(?:-|–|—|~|～|至|到)([0-9]{1,3})")

#: What people write where an activity is for all.
_ALL_GRADES = re.compile("全部|全校|全体|所有|不限|各年级|全年级|全部年级|所有年级|all", re.IGNORECASE)

#: Of so many things whose name holds what was typed the ids are told.
_MOST_NEAR = 6

#: Kinds of which a row may have been left out, those of them of which the ids are told, and so many at most.
_ROWS = frozenset({"slots", "classes", "rooms", "duty_posts", "activities", "skills"})
_THERE, _MOST_LISTED = _ROWS - {"activities", "skills"}, 6

#: Kinds of people: they have names, all else has titles.
_PEOPLE = frozenset({"teachers", "instructors", "leaders", "people", "students", "duty_staff"})

#: Tables each row of which names several things.
_SHIFTING = frozenset({"classes", "teaching", "choices", "tutoring", "pin_placements", "pin_duties"})

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


#: What to do about somebody who is not there any more, by the column that names them.
_ADVICE = {
    ("classes", "head_teacher"): "follower",
    ("teaching", "teacher_id"): "follower",
    ("childcare", "teacher_id"): "gone",
    ("leave", "person_id"): "gone",
    ("time_off", "person_id"): "gone",
    ("choices", "student_id"): "left",
    ("tutoring", "student_id"): "left",
    ("pin_placements", "student_id"): "left",
    ("pin_duties", "staff_id"): "gone",
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
    """Every id that no row defines, with the nearest one that is defined."""
    slipped: set[tuple[str, int]] = set()
    for ref in REFS:
        if not facts.all_known(ref.kind):
            continue
        known = facts.known[ref.kind]
        for index, row in enumerate(facts.rows(ref.table)):
            value: object = getattr(row, ref.column)
            if (ref.table, index) in slipped:
                continue
            if isinstance(value, tuple):
                items = cast("tuple[str, ...]", value)
                names: list[str | None] = [*_whole(facts, ref.kind, items)]
            else:
                items, names = (), [cast("str | None", value)]
            if ref.kind == "grades" and (right := grades_said(names, known)):
                found = "、".join(map(str, names))
                wanted = "files.grades_span"
                args: dict[str, str | int] = {"right": right}
                yield Fault(table=ref.table, index=index, column=ref.column, found=found, wanted=wanted, args=args)
                continue
            if len(items) > 1 and (right := _days_said(facts, ref.kind, names)):
                found, wanted = "、".join(map(str, names)), "files.weekdays_given"
                args = {"right": right}
                yield Fault(table=ref.table, index=index, column=ref.column, found=found, wanted=wanted, args=args)
                continue
            for name in dict.fromkeys(names):
                if name is not None and name not in known:
                    if other := _of_another(facts, ref, index, name):
                        slipped.add((ref.table, index))
                        yield other
                        break
                    wanted, args = _wanted(facts, ref, name, items)
                    yield Fault(table=ref.table, index=index, column=ref.column, found=name, wanted=wanted, args=args)


def _of_another(facts: Facts, ref: Ref, index: int, name: str) -> Fault | None:
    """That a cell holds the id of another column, which is none itself: the row has gone wrong, and nothing else of it is worth
    saying."""
    row = facts.rows(ref.table)[index]
    for other in REFS if ref.table in _SHIFTING else ():
        if other.table != ref.table or other.column == ref.column or not facts.all_known(other.kind):
            continue
        own: object = getattr(row, other.column)
        if isinstance(own, str) and own not in facts.known[other.kind] and name in facts.known[other.kind]:
            args: dict[str, str | int] = {"differ": other.column}
            wanted = "files.id_of_column"
            return Fault(table=ref.table, index=index, column=ref.column, found=name, wanted=wanted, args=args)
    return None


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


Wanted = tuple[str, dict[str, str | int]]


def _wanted(facts: Facts, ref: Ref, name: str, items: tuple[str, ...]) -> Wanted:
    """What is wanted for an id that is not known: other signs between the ``items`` of a list, the id of what is named,
    or another id."""
    ids = facts.named(ref.kind).get(name, ())
    if ids:
        wanted = "files.person_by_name" if ref.kind in _PEOPLE else "files.thing_by_name"
        return wanted, {"name": name, "ids": ";".join(ids)}
    if right := _separated(facts, ref.kind, name, items):
        return right
    if other := _no_id(facts, ref.kind, name):
        return other
    nearest = facts.hint(ref.kind, name)
    advice = "" if nearest else _ADVICE.get((ref.table, ref.column), "")
    if not nearest and _is_name(facts, ref.kind, name):
        return _by_name(facts, ref, name, advice)
    args: dict[str, str | int] = {"table": ref.shown, "nearest": nearest, "advice": advice}
    if ref.kind in _ROWS and not nearest:
        args |= {"advice": advice or "here"} | _there(facts, ref.kind, name)
    return ref.wanted, {"alike": "", "listed": ""} | args | facts.existing(ref.kind)


def _there(facts: Facts, kind: str, name: str) -> dict[str, str | int]:
    """The ids that there are and that begin like one that is not there, up to its number; where none does, all."""
    known = list(facts.known[kind])
    stem = name.rstrip(digits) or name[:1]
    near = [one for one in known if one.startswith(stem) and signs(one) == signs(name)]
    found = near or known
    if kind not in _THERE or len(found) > _MOST_LISTED:
        return {}
    return {"alike" if near else "listed": ";".join(found)}


def signs(name: str) -> str:
    """Of which kinds of signs an id is made: letters and figures, and others as they are."""
    return re.sub("[A-Za-z]", "a", re.sub("[0-9]", "0", name))


def _separated(facts: Facts, kind: str, name: str, items: tuple[str, ...]) -> Wanted | None:
    """The items with the signs that a list wants, where another sign stands between those of one of them."""
    known, named = facts.known[kind], facts.named(kind)
    if kind == "grades" and items == (name,) and _ALL_GRADES.fullmatch(name):
        return "files.grades_all", {}
    if kind == "grades" and (within := span_said(name, known)):
        split = [part for item in items for part in (within if item == name else [item])]
        return "files.grades_span", {"right": ";".join(dict.fromkeys(split))}
    if kind == "grades" and part_said(name):
        like = ";".join(sorted(known)[:2])
        return "files.grades_part", {"name": name, "right": like} | facts.existing(kind)
    if span := _SPAN.fullmatch(name) if items else None:
        within = [str(n) for n in range(int(span[1]), int(span[2]) + 1)]
        if len(within) > 1 and all(one in known for one in within):
            split = [part for item in items for part in (within if item == name else [item])]
            return "files.other_signs", {"right": ";".join(dict.fromkeys(split))}
    for key, sign in _SIGNS:
        parts = _parts(name, sign)
        if items and len(parts) > 1 and all(part in known or len(named.get(part, ())) == 1 for part in parts):
            split = [part for item in items for part in ([item] if item in known else _parts(item, sign))]
            right = [part if part in known else ";".join(named.get(part, (part,))) for part in split]
            return key, {"right": ";".join(dict.fromkeys(right))}
    return None


def _parts(text: str, sign: re.Pattern[str]) -> list[str]:
    return [part for part in map(half_width, sign.split(text)) if part]


def _no_id(facts: Facts, kind: str, name: str) -> Wanted | None:
    """What has an id and is written as a weekday, or as a part of its name."""
    day = weekday_said(name) or _day_of(name)
    numbers = name.isdigit() and any(one.isdigit() for one in facts.known[kind])
    if day and not numbers and kind in ("slots", "blocks", "places"):
        of_day = [slot.slot_id for slot in facts.school.slots if slot.weekday == day]
        if kind != "slots":
            own = [row.block_id for row in facts.school.pattern if row.kind == "elective" and row.slot_id in of_day]
            of_day = own + (of_day if kind == "places" and not own else [])
        if of_day:
            return "files.weekday_given", {"weekday": day, "ids": ";".join(dict.fromkeys(of_day))}
    if kind not in _PEOPLE and len(name) > 1 and not name.isascii():
        near = [one for title, ids in facts.named(kind).items() if name in title for one in ids]
        if 0 < len(near) <= _MOST_NEAR:
            return "files.thing_by_part", {"name": name, "ids": ";".join(near)}
    return None


def _days_said(facts: Facts, kind: str, names: Collection[str | None]) -> str:
    """The ids of several weekdays that are written in place of them, as the cell wants them; empty where anything else is there."""
    found = [_no_id(facts, kind, name or "") if name not in facts.known[kind] else None for name in names]
    days = [str(one[1]["ids"]) for one in found if one and one[0] == "files.weekday_given"]
    return ";".join(days) if len(days) == len(names) else ""


def _day_of(name: str) -> int | None:
    """The weekday with which a text begins that says a time of it: 周五下午, 星期一第2节."""
    found = re.match("((?:周|星期|礼拜)[一二三四五六日天1-7])(?=上午|中午|下午|傍晚|晚上|第|课后|[0-9:：(（])", name)
    return weekday_said(found[1]) if found else None


def _is_name(facts: Facts, kind: str, name: str) -> bool:
    """Whether a name was typed, and not an id: no id of people is in other letters than those of a code."""
    return kind in _PEOPLE and not name.isascii() and name.isalpha() and all(one.isascii() for one in facts.known[kind])


def _by_name(facts: Facts, ref: Ref, name: str, advice: str) -> Wanted:
    """The id of the only one whose name is typed with one slip; of two signs one is too much for that."""
    near = [one for one in facts.named(ref.kind) if len(one) > 2 and slip(one, name)] if len(name) > 1 else []
    ids = facts.named(ref.kind)[near[0]] if len(near) == 1 else ()
    if ids:
        return "files.person_by_slip", {"name": near[0], "ids": ";".join(ids)}
    return "files.person_not_there", {"name": name, "table": ref.shown, "advice": advice}


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
