"""Ids of rows that are wrong themselves: another row has them too, or nobody names them while many name one that no row has.

One slip in the table that defines an id makes every row that names it look wrong; the one cell is told, and not those rows.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import cast

from models.checks_base import DEFINED, MANY, MOST_HINTS, REPEATED, Facts, slip, two_swapped
from models.checks_refs import KEYS, REFS, Ref, signs
from models.fault import Fault
from models.row import Row, half_width

#: The message about a table that others need and that has no row.
EMPTY = "files.table_empty"

#: The same of one that is there, with its headings alone.
NO_ROWS = "files.table_no_rows"

#: Of a table that nobody filled in so many rows at least are named.
_FEW = 3

#: Tables each row of which others name, and those of which they name most.
_ALL_NAMED, _PLANNED = frozenset({"slots", "classes", "duty_posts"}), frozenset({"teachers", "instructors", "rooms"})

_PARTS = re.compile("[0-9]+|[^0-9]+")


def repeated(facts: Facts) -> Iterator[Fault]:
    """Every row whose key an earlier row has: ``first``, by its index; ``keys`` are the cells in which they agree. ``case`` says
    what to do: the row is the same, or it is of somebody else, or an id that is missing is meant, ``here`` or in one of both."""
    for table, key in KEYS:
        seen: dict[tuple[object, ...], int] = {}
        rows = facts.rows(table)
        for index, row in enumerate(rows):
            value = tuple(getattr(row, name) for name in key)
            if value in seen:
                yield _repeated(facts, table, key, index, seen[value])
            seen.setdefault(value, index)


def _repeated(facts: Facts, table: str, key: tuple[str, ...], index: int, first: int) -> Fault:
    rows = facts.rows(table)
    cells = [(name, str(value)) for name in key if (value := getattr(rows[index], name)) is not None]
    found = " ".join(part for _, part in cells)
    args: dict[str, str | int] = {"keys": "\n".join(f"{name}={part}" for name, part in cells)}
    meant = _meant(facts, table, key, found)
    if meant:
        ids = [str(getattr(row, key[0])) for row in rows]
        placed = [one for one in (index, first) if _in_place(ids, one, meant)]
        if len(placed) == 1:
            index, first = placed[0], first if placed[0] == index else index
        args |= {"meant": meant, "case": "here" if len(placed) == 1 else "meant"}
    elif rows[index] == rows[first]:
        args["case"] = "same"
    elif _other_name(rows[index], rows[first]):
        args["case"] = "other"
    else:
        differ = [name for name, value in rows[index] if value != getattr(rows[first], name)]
        args |= {"case": "choice" if table == "choices" else "at", "differ": ";".join(differ)}
    args["first"] = first
    return Fault(table=table, index=index, column=key[-1], found=found, wanted=REPEATED, args=args)


def _other_name(row: Row, other: Row) -> bool:
    """Whether two rows have names, and not the same."""
    names = [getattr(one, "name", None) for one in (row, other)]
    return all(isinstance(name, str) for name in names) and len({half_width(str(name)) for name in names}) > 1


def _meant(facts: Facts, table: str, key: tuple[str, ...], found: str) -> str:
    """The only id that other tables name, no row of this one has, and that a slip of the pen makes the repeated one; from then
    on it counts as known, since to say of each row that names it that it is not would be to say the same again."""
    kinds = [kind for kind, places in DEFINED.items() if len(key) == 1 and (table, key[0]) in places]
    if table not in kinds or not facts.all_known(table):
        return ""
    astray = dict.fromkeys(one for ref in REFS if ref.kind == table for one in _names(facts, ref))
    near = [one for one in astray if one not in facts.known[table] and slip(one, found)]
    if len(near) != 1:
        return ""
    _take(facts, table, near[0])
    return near[0]


def _names(facts: Facts, ref: Ref) -> Iterator[str]:
    """Every id that a column names, as often as it does."""
    for row in facts.rows(ref.table):
        value: object = getattr(row, ref.column)
        some = cast("tuple[str, ...]", value) if isinstance(value, tuple) else (cast("str | None", value),)
        yield from (one for one in some if one)


def _take(facts: Facts, kind: str, name: str) -> None:
    """From now on an id counts as known, wherever one of the kind is named."""
    for other in [one for one in DEFINED if kind in _kinds_of(one)]:
        facts.known[other].setdefault(name)


def _kinds_of(kind: str) -> tuple[str, ...]:
    """The tables whose rows an id of a kind may name: 2 for a grade names no class 2."""
    keys = dict(KEYS)
    return tuple(dict.fromkeys(table for table, column in DEFINED[kind] if keys.get(table) == (column,)))


def _in_place(ids: Sequence[str], index: int, meant: str) -> bool:
    """Whether an id stands between those of the rows before and behind, in which what is there now does not."""
    before = [_order(one) for one in ids[max(0, index - 1) : index]]
    behind = [_order(one) for one in ids[index + 1 : index + 2]]

    def fits(name: str) -> bool:
        own = _order(name)
        return all(one < own for one in before) and all(own < one for one in behind)

    return fits(meant) and not fits(ids[index])


def in_order(one: str, other: str) -> bool:
    """Whether an id comes before another as people sort them."""
    return _order(one) < _order(other)


def _order(name: str) -> list[tuple[int, int, str]]:
    """By what ids are sorted: S2 before S10."""
    return [(1, int(part), "") if part.isdigit() else (0, 0, part) for part in _PARTS.findall(name)]


def empty_tables(facts: Facts) -> Iterator[Fault]:
    """Tables without a row that others name the rows of: told once, and not by all that name them."""
    of_pattern = ("blocks", "places")
    for table in (*(kind for kind, _ in KEYS if kind in DEFINED), "pattern"):
        kinds = of_pattern if table == "pattern" else ("activities", "skills") if table == "activities" else (table,)
        if facts.rows(table) or table in facts.partial:
            continue
        refs = [ref for ref in REFS if ref.kind in kinds]
        named = {ref: [one for one in _names(facts, ref) if one not in facts.known[ref.kind]] for ref in refs}
        count = sum(map(len, named.values()))
        if count >= _FEW:
            tables = dict.fromkeys(ref.table for ref, names in named.items() if names)
            args: dict[str, str | int] = {"of": ";".join(tables), "count": count}
            yield Fault(table=table, wanted=EMPTY, args=args)


def defined_wrong(facts: Facts) -> Iterator[Fault]:
    """Rows whose id nobody names, while several others name one that it was likely meant to be; that counts as known then."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    unknown: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for ref in REFS:
        names = Counter(_names(facts, ref))
        for kind in _kinds_of(ref.kind):
            counts[kind].update(names)
            for name in names.keys() - facts.known[ref.kind].keys():
                unknown[kind][name].append(ref.table)
    for kind, count in counts.items():
        column = dict(KEYS).get(kind, ())
        if len(column) != 1 or not facts.all_known(kind):
            continue
        ids = [str(getattr(row, column[0])) for row in facts.rows(kind)]
        astray = [one for one, _ in count.most_common() if one in unknown[kind]]
        for name in astray[:MOST_HINTS]:
            once = count[name] == 1
            near = "" if facts.named(kind).get(name) else _unnamed(facts, kind, ids, count, name)
            if not near and not once and len(unknown[kind]) == 1:
                near = _renamed(kind, ids, count, name, unknown[kind][name])
            if near and (not once or (kind != "activities" and _misfit(ids, near, name))):
                of = ";".join(dict.fromkeys(unknown[kind][name]))
                args: dict[str, str | int] = {"meant": name, "of": of} | ({} if once else {"count": count[name]})
                wanted = f"files.{'club' if kind == 'activities' else 'id'}_unused{'_once' if once else ''}"
                yield Fault(table=kind, index=ids.index(near), column=column[0], found=near, wanted=wanted, args=args)
                _take(facts, kind, name)


def _unnamed(facts: Facts, kind: str, ids: list[str], count: Counter[str], name: str) -> str:
    """The row's id that nobody names and that was likely meant to be ``name``: the nearest by far, or else the only one of two
    signs in the wrong order, or of one slip that stands where ``name`` belongs."""
    near = facts.hint(kind, name)
    if near in ids and not count[near]:
        return near
    if near or kind == "activities":
        return ""
    unnamed = [(i, one) for i, one in enumerate(ids) if not count[one] and slip(one, name)]
    found = [one for i, one in unnamed if _in_place(ids, i, name)] or [
        one for _, one in unnamed if two_swapped(one, name)
    ]
    return found[0] if len(found) == 1 else ""


def _renamed(kind: str, ids: list[str], count: Counter[str], name: str, places: list[str]) -> str:
    """The only id of a table that nobody names, where ``name`` is the only one that is named and not there: by one slip, or of
    slots, classes and posts, all of which somebody names, in two ``places`` at least. Of two students the one may have left, and
    the other be new."""
    unnamed = [one for one in ids if not count[one]]
    if len(unnamed) != 1 or kind not in _ALL_NAMED | _PLANNED:
        return ""
    sure = slip(unnamed[0], name) or (kind in _ALL_NAMED and len(set(places)) > 1)
    return unnamed[0] if sure else ""


def _misfit(ids: Sequence[str], near: str, name: str) -> bool:
    """Whether it is the row's own id that is odd, and not the one that a single row names: that one stands in its order there, or is
    made of the same signs as others."""
    made = [signs(one) for one in ids if one != near]
    return _in_place(ids, ids.index(near), name) or (signs(name) in made and signs(near) not in made)


def clubs_gone(facts: Facts) -> Iterator[Fault]:
    """Activities that are not there and that many students have chosen: told once, at the table in which they are missing, for
    all rows that name them."""
    if not facts.all_known("activities"):
        return
    for name, students in list(facts.choosing.items()):
        astray = name not in facts.known["activities"] and len(students) >= MANY
        if not astray or facts.named("activities").get(name) or facts.hint("activities", name):
            continue
        tables = [ref.table for ref in REFS if ref.kind in ("activities", "skills") and name in set(_names(facts, ref))]
        args: dict[str, str | int] = {"name": name, "count": len(students), "of": ";".join(dict.fromkeys(tables))}
        yield Fault(table="activities", column="activity_id", wanted="files.club_gone", args=args)
        _take(facts, "activities", name)
