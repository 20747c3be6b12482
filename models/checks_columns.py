"""Whole columns that went wrong: two that have changed places, or ids of which none is what others name.

Every row of such a table is wrong, and so is every row that refers to it. The column is told, and not these rows.
"""

from collections.abc import Collection, Iterable, Iterator
from functools import cache, partial
from itertools import chain, combinations, product
from typing import cast, get_args, get_origin

from models.checks_base import DEFINED, Facts
from models.checks_dragged import ids_in, rising
from models.checks_refs import KEYS, REFS, Ref
from models.fault import Fault
from models.row import Frozen, Row
from models.school import TABLES, School

#: So many rows at least, and so many times as many as those that are right, speak for two columns that have changed places.
_FEW, _TIMES = 3, 4

#: A number in a cell has so many digits at most.
_DIGITS = 9

#: The message about two columns that have changed places.
SWAPPED = "files.columns_swapped"

#: The messages about a table whose ids are not those that others name.
UNMATCHED = ("files.ids_dragged", "files.ids_unmatched")

#: Columns of which the first may not be more than the second.
ORDERED = (("slots", "start", "end"), ("leave", "start", "end"), ("activities", "min_size", "max_size"))


#: A column, and what belongs there, as far as that is known.
_Column = tuple[str, Collection[str]]


def swapped(facts: Facts) -> Iterator[Fault]:
    """Columns that have changed places: what stands in each belongs into the other, in nearly all rows of which it is known."""
    belongs = cache(partial(_belongs, facts))
    for table, row_type in TABLES.items():
        texts = _columns(row_type, str)
        for one, other in (*combinations(texts, 2), *product(texts, _columns(row_type, int))):
            yield from _texts_swapped(facts, table, (one, belongs(table, one)), (other, belongs(table, other)))
    for table, one, other in ORDERED:
        cells = [(getattr(row, one), getattr(row, other)) for row in facts.rows(table)]
        values = [(a, b) for a, b in cells if a is not None and b is not None and a != b]
        if len(values) >= _FEW and all(a > b for a, b in values):
            yield _fault(table, one, other, len(values))


def _columns(row_type: type[Frozen], base: type) -> list[str]:
    """The columns of a table whose cells hold one text, or one number."""
    return [name for name, info in row_type.model_fields.items() if _holds(info.annotation, base)]


def _holds(annotation: object, base: type) -> bool:
    listed = get_origin(annotation) is tuple
    return annotation is base or (not listed and any(_holds(one, base) for one in get_args(annotation)))


def _texts_swapped(facts: Facts, table: str, first: _Column, second: _Column) -> Iterator[Fault]:
    """Two columns of texts, or of texts and numbers, of one of which at least it is known what belongs there."""
    (one, own), (other, others) = (first, second) if first[1] else (second, first)
    values = {getattr(row, one) for row in facts.rows(table)}
    if not own or all(str(value) in own for value in values if value is not None):
        return
    cells = ((getattr(row, one), getattr(row, other)) for row in facts.rows(table))
    pairs = [(str(a), str(b)) for a, b in cells if a is not None and b is not None]
    if other == "name" and all(a.isascii() and not b.isascii() for a, b in pairs):
        return  # they are in their places, and others name by their names whom they should by ids
    wrong = sum(a not in own and b in own and (not others or (a in others and b not in others)) for a, b in pairs)
    right = sum(a in own for a, _ in pairs)
    mixed = {one, other} & set(_columns(TABLES[table], int))
    more = len({b for _, b in pairs}) > len({a for a, _ in pairs})  # a rank that is somebody's id by chance is not rare
    if wrong >= _FEW and wrong >= right * _TIMES and (more or not mixed):
        yield _fault(table, one, other, wrong)


def put_right(school: School, found: Iterable[Fault]) -> School:
    """The school with such columns back in their places, so that whatever else is wrong can be seen."""
    for fault in found:
        one, other = str(fault.args["differ"]).split(";")
        rows = [_exchanged(row, one, other) for row in cast("tuple[Row, ...]", getattr(school, fault.table))]
        school = school.replaced(**{fault.table: tuple(rows)})
    return school


def _exchanged(row: Row, one: str, other: str) -> Row:
    """The row with two cells in each other's place, where each can hold what is in the other."""
    a, b = getattr(row, one), getattr(row, other)
    if a is None or b is None or type(a) is type(b):
        return row if a is None or b is None else row.model_copy(update={one: b, other: a})
    text, number = (one, other) if isinstance(a, str) else (other, one)
    found = str(getattr(row, text))
    fits = found.isdecimal() and len(found) <= _DIGITS
    return row.model_copy(update={text: str(getattr(row, number)), number: int(found)}) if fits else row


def _fault(table: str, one: str, other: str, count: int) -> Fault:
    args: dict[str, str | int] = {"differ": f"{one};{other}", "count": count}
    return Fault(table=table, column=one, wanted=SWAPPED, args=args)


def _belongs(facts: Facts, table: str, column: str) -> Collection[str]:
    """What belongs into a column: what it may name, or as what others name its rows; empty where that is not known."""
    if (table, column) == ("classes", "grade"):
        return {row.grade for row in facts.school.pattern}
    if (table, column) == ("pattern", "grade"):
        return facts.class_grades
    refs = [ref for ref in REFS if (ref.table, ref.column) == (table, column)]
    if refs:
        return facts.known[refs[0].kind]
    if (table, (column,)) not in KEYS:
        return ()
    kinds = [kind for kind, places in DEFINED.items() if (table, column) in places]
    return {one for ref in REFS if ref.kind in kinds for one in named_by(facts, ref)}


def unmatched(facts: Facts) -> Iterator[Fault]:
    """Tables whose ids are not those that others name: the column was dragged down, or one of both sides has other ids.

    Only a table that has room for all the ids that are missing: else rows were left out."""
    for kind, (column, *more) in KEYS:
        if kind not in DEFINED or more or not facts.all_known(kind):
            continue
        ids = [str(getattr(row, column)) for row in facts.rows(kind)]
        named = {ref: list(named_by(facts, ref)) for ref in REFS if {kind} == {table for table, _ in DEFINED[ref.kind]}}
        missing = {ref: [one for one in names if one not in facts.known[ref.kind]] for ref, names in named.items()}
        astray = list(dict.fromkeys(one for names in missing.values() for one in names))
        by_name = sum(any(one in name for name in facts.named(kind)) for one in astray)
        if not _FEW <= len(astray) <= len(ids) or by_name * 2 > len(astray):
            continue
        args: dict[str, str | int] = {"count": sum(map(len, missing.values())), "existing": ";".join(astray[:_FEW])}
        args["of"] = ";".join(dict.fromkeys(ref.table for ref, names in missing.items() if names))
        used = set(ids).intersection(chain(*named.values()))
        alone = [len(run) for run in rising(ids)] == [len(ids)]
        if alone and len(astray) > len(used) and len(astray) * 2 >= len(ids):
            args |= {"from": ids[0], "to": ids[-1]}
            yield Fault(table=kind, column=column, wanted="files.ids_dragged", args=args)
        elif not used and facts.partial.isdisjoint(ref.table for ref in named):
            args["ids"] = ";".join(ids[:_FEW])
            yield Fault(table=kind, column=column, wanted="files.ids_unmatched", args=args)


def named_by(facts: Facts, ref: Ref) -> Iterator[str]:
    """Every id that a column names, as often as it does."""
    return (one for row in facts.rows(ref.table) for one in ids_in(row, ref) if one)
