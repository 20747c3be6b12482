"""Rows in which a name stands in the place of their id, while others name an id that no row has.

The one cell is told with the id that belongs there; to add a row for that id would make two of one person or room.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import cast

from models.checks_base import DEFINED, Facts
from models.checks_columns import named_by
from models.checks_ids import in_order
from models.checks_refs import KEYS, REFS, signs
from models.fault import Fault
from models.row import Row
from models.school import School

#: Tables of people, of whom one may have left when another came: their ids must stand in order. A club may do so anywhere.
_PEOPLE, _CLUBS = frozenset({"teachers", "instructors", "students", "duty_staff"}), "activities"

#: The message about such a row.
NAMED = "files.id_is_name"

#: The same of one that has no name in its own column, and of one of which it is not known which id it has.
NAMED_ONLY, NAME_THERE = "files.id_is_name_only", "files.id_has_name"


def names_for_ids(facts: Facts) -> Iterator[Fault]:
    """Every such row whose own id can only be one."""
    for table, (column, *more) in KEYS:
        if table == _CLUBS or table not in DEFINED or more or not facts.all_known(table):
            continue
        ids = [str(getattr(row, column)) for row in facts.rows(table)]
        if all(one.isascii() for one in ids) or sum(one.isascii() for one in ids) * 2 <= len(ids):
            continue
        named = {ref: list(named_by(facts, ref)) for ref in REFS if (table, column) in DEFINED[ref.kind]}
        said = {one for names in named.values() for one in names}
        bad = [i for i, one in enumerate(ids) if not one.isascii() and one not in said]
        made = {signs(one) for one in ids if one.isascii()}
        missing = {ref: [one for one in names if one not in facts.known[ref.kind]] for ref, names in named.items()}
        astray = dict.fromkeys(one for names in missing.values() for one in names if signs(one) in made)
        for index, meant in _matched(ids, bad, list(astray), alone=table not in _PEOPLE):
            count = sum(names.count(meant) for names in missing.values())
            of = ";".join(dict.fromkeys(ref.table for ref, names in missing.items() if meant in names))
            args: dict[str, str | int] = {"meant": meant, "count": count, "of": of}
            blank = getattr(facts.rows(table)[index], "name", "") is None
            wanted = NAMED_ONLY if blank else NAMED
            yield Fault(table=table, index=index, column=column, found=ids[index], wanted=wanted, args=args)


def _matched(
    ids: Sequence[str], bad: Sequence[int], astray: Sequence[str], *, alone: bool
) -> Iterator[tuple[int, str]]:
    """Each such row with its id: as many are missing between the ids above and below as there are such rows; where the ids are in
    no order, the only one that is missing, if it may be told ``alone``."""
    codes = [one for one in ids if one.isascii()]
    if not all(in_order(one, other) for one, other in pairwise(codes)):
        if alone and len(bad) == len(astray) == 1:
            yield bad[0], astray[0]
        return
    for _, run in groupby(enumerate(bad), lambda pair: pair[1] - pair[0]):
        rows = [index for _, index in run]
        above, below = ids[max(0, rows[0] - 1) : rows[0]], ids[rows[-1] + 1 : rows[-1] + 2]
        fits = [one for one in astray if _between(above, one, below)]
        if len(fits) == len(rows):
            yield from zip(rows, _sorted(fits), strict=True)


def _between(above: Sequence[str], one: str, below: Sequence[str]) -> bool:
    return all(in_order(other, one) for other in above) and all(in_order(one, other) for other in below)


def _sorted(ids: Sequence[str]) -> list[str]:
    return sorted(ids, key=lambda one: sum(in_order(other, one) for other in ids))


def put_right(school: School, found: Iterable[Fault]) -> School:
    """The school with these ids in their rows, so that nothing that follows is told."""
    for fault in found:
        rows = list(cast("tuple[Row, ...]", getattr(school, fault.table)))
        if fault.index is not None:
            rows[fault.index] = rows[fault.index].model_copy(update={str(fault.column): str(fault.args["meant"])})
            school = school.replaced(**{fault.table: tuple(rows)})
    return school
