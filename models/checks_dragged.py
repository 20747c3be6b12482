"""Cells of a column that were dragged down, so that each is one more than that above it, or the same.

What the ids say then is nobody's; the column is told with its rows, and these rows count as rows that could not be read.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import cast

from models.checks_base import DEFINED, Facts
from models.checks_refs import KEYS, REFS, Ref
from models.fault import Fault
from models.people import ChoiceRow
from models.row import Row
from models.school import School

#: So many wrong cells at least, of so many in a row, were dragged down with the mouse.
_FEW, RUN = 3, 4

#: A list of choices is as short as that, so few of its cells have been dragged.
_LIST = 3

#: A table is named as a whole where so many of ten rows outside the dragged ones are.
_NEARLY = 8

#: The messages about such cells.
DRAGGED = (
    "files.dragged",
    "files.dragged_ranks",
    "files.dragged_clubs",
    "files.dragged_blocks",
    "files.dragged_ids",
    "files.copied",
    "files.copied_ranks",
    "files.copied_clubs",
)

#: Tables of which several rows name the same, so that ids that rise by one from row to row are odd in themselves. Elsewhere
#: it must be seen that what stood there before is named nowhere now: else the ids were left out of the table that defines them.
_SHARED = frozenset({"students", "teaching", "pattern", "tutoring"})

_NUMBERED = re.compile("(.*?)([0-9]+)")

#: The days that a spreadsheet goes on with when one of them is dragged down.
_DAYS = (
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
    *([f"{sign}{day}" for day in "一二三四五六日"] for sign in ("周", "星期")),
)

Lost = dict[tuple[str, str], frozenset[str]]


def dragged(facts: Facts) -> Iterator[Fault]:
    """Every such cell, in tables that name ids and in those that define them."""
    yield from _lists(facts)
    yield from _clubs(facts)
    yield from _blocks(facts)
    yield from _pattern(facts)
    own: set[str] = set()
    for kind, (column, *more) in KEYS:
        if kind in DEFINED and not more and facts.all_known(kind):
            found = list(_keys(facts, kind, column))
            own |= {fault.table for fault in found}
            yield from found
    for ref in REFS:
        defined = {table for table, _ in DEFINED[ref.kind]}
        told = ref.kind in ("grades", "blocks", "places") or (ref.table, ref.column) == ("choices", "activity_id")
        if facts.all_known(ref.kind) and not told and not defined & own:
            yield from _unknown(facts, ref)


def _unknown(facts: Facts, ref: Ref) -> Iterator[Fault]:
    """Ids that rise by one and go on where there are none: not known, and named by no other row, as those of a class or a
    teacher that was left out would be named."""
    values = [_one(row, ref) for row in facts.rows(ref.table)]
    known = facts.known[ref.kind]
    if all(value is None or value in known for value in values):
        return
    others = [one for one in REFS if one.kind == ref.kind]
    names = Counter(_one(row, one) for one in others for row in facts.rows(one.table))
    for run in rising(values):
        astray = [i for i in run if values[i] not in known and names[values[i]] == 1]
        unnamed = sum(not names[one] for one in known)
        if len(astray) >= _FEW and (ref.table in _SHARED or unnamed >= len(astray)):
            rows = run if run[0] in astray else run[1:]
            yield from _faults(ref.table, ref.column, rows, "files.dragged", _ends(values, rows))


def _lists(facts: Facts) -> Iterator[Fault]:
    """Students of choices, dragged over ids that there are: the ranks go on from row to row, and each row is another student's,
    of whose list the ranks are those of none any more."""
    rows = facts.school.choices
    values = [row.student_id for row in rows]
    lists: dict[tuple[str, str | None], list[int]] = defaultdict(list)
    for row in rows:
        lists[row.student_id, row.block].append(row.rank)
    broken = {key for key, ranks in lists.items() if sorted(ranks) != list(range(1, len(ranks) + 1))}
    for run in rising(values):
        pairs = [(rows[i - 1], rows[i]) for i in run[1:]]
        goes_on = sum((a.block, a.rank + 1) == (b.block, b.rank) for a, b in pairs)
        wrong = [i for i in run if (rows[i].student_id, rows[i].block) in broken]
        if goes_on >= _FEW and goes_on * 3 >= len(run) and len(wrong) >= _FEW and len(wrong) * 2 >= len(run):
            yield from _faults("choices", "student_id", run[1:], "files.dragged_ranks", _ends(values, run[1:]))
    for run in same(values):
        if (
            _ranks_twice([rows[i] for i in run]) >= _FEW and len({rows[i].rank for i in run}) > 1
        ):  # else it was the rank
            first = next(n for n in range(2, len(run) + 1) if _ranks_twice([rows[i] for i in run[:n]]))
            args: dict[str, str | int] = {"from": values[run[0]]}
            yield from _faults("choices", "student_id", run[first - 1 :], "files.copied_ranks", args)


def _clubs(facts: Facts) -> Iterator[Fault]:
    """Clubs of choices: the same again and again in one student's list, or rising by one to clubs that there are not and that nobody
    else names. What stood there is in no table: whoever writes the club that it is like loses a choice."""
    rows = facts.school.choices
    values = [row.activity_id for row in rows]
    for run in same(values, _LIST):
        seen: set[tuple[str, str | None]] = set()
        again = [i for i in run if (key := (rows[i].student_id, rows[i].block)) in seen or seen.add(key)]
        ranks = {(rows[i].student_id, rows[i].block, rows[i].rank) for i in run}
        if len(again) >= _LIST - 1 and len(ranks) == len(run):  # else it was the rank, or the row
            first: dict[str, str | int] = {"from": values[run[0]]}
            yield from _faults("choices", "activity_id", [i for i in run if i >= again[0]], "files.copied_clubs", first)
    if not facts.all_known("activities"):
        return
    known = facts.known["activities"]
    refs = [ref for ref in REFS if ref.kind in ("activities", "skills")]
    names = Counter(one for ref in refs for row in facts.rows(ref.table) for one in ids_in(row, ref))
    for run in _series(values, lambda before, value: _follows(before, value) or value == f"{before}1", _LIST):
        astray = [i for i in run if values[i] not in known and names[values[i]] == 1]
        if len(astray) >= _LIST - 1:
            tail = run[run.index(astray[0]) :]
            yield from _faults("choices", "activity_id", tail, "files.dragged_clubs", _ends(values, tail))


def _blocks(facts: Facts) -> Iterator[Fault]:
    """Blocks of choices that rise by one, or from day to day, to blocks that there are not."""
    rows, known = facts.school.choices, facts.known["blocks"]
    values = [row.block for row in rows]
    if not facts.all_known("blocks") or all(value is None or value in known for value in values):
        return
    for run in _series(
        values, lambda before, value: _follows(before, value) or value in (f"{before}1", _next(before)), _LIST
    ):
        astray = [i for i in run if values[i] not in known]
        if len(astray) >= _LIST:
            day = values[run[1]] == _next(str(values[run[0]]))
            tail = run[1:] if day else run[run.index(astray[0]) :]  # days go on over those that there are
            yield from _faults(
                "choices",
                "block",
                tail,
                "files.dragged_blocks",
                _ends(values, tail) | {"step": "day" if day else "number"},
            )


def _pattern(facts: Facts) -> Iterator[Fault]:
    """Blocks of the pattern that rise by one, so that one slot is in several."""
    rows = facts.school.pattern
    values = [row.block for row in rows]
    own: dict[str, set[str | None]] = defaultdict(set)
    for row in rows:
        own[row.slot_id].add(row.block)
    for run in _series(values, lambda before, value: _follows(before, value) or value == f"{before}1", _LIST + 1):
        astray = [i for i in run if values.count(values[i]) == 1 and len(own[rows[i].slot_id]) > 1]
        if len(astray) >= _LIST:
            args = _ends(values, run[1:]) | {"step": "number"}
            yield from _faults("pattern", "block", run[1:], "files.dragged_cells", args)


def _next(day: str) -> str:
    """The day after one, as a spreadsheet goes on: in the same words and letters; empty where it is none."""
    for days in _DAYS:
        if day.casefold() in days:
            found = days[(days.index(day.casefold()) + 1) % len(days)]
            return found.title() if day.istitle() else found.upper() if day.isupper() and day.isascii() else found
    return ""


def _ranks_twice(rows: Sequence[ChoiceRow]) -> int:
    """How many ranks of a list one student gives to several activities."""
    given = {(row.block, row.rank, row.activity_id) for row in rows}
    return len(given) - len({(block, rank) for block, rank, _ in given})


def _keys(facts: Facts, table: str, column: str) -> Iterator[Fault]:
    """Ids of a table's own rows: the same again and again, or rising by one where nobody names them, while those that others
    name are missing."""
    ids = [str(getattr(row, column)) for row in facts.rows(table)]
    for run in same(ids):
        yield from _faults(table, column, run[1:], "files.copied", {"from": ids[run[0]]})
    own = [ref for ref in REFS if {table} == {place for place, _ in DEFINED[ref.kind]}]
    named = {one for ref in own for row in facts.rows(ref.table) for one in ids_in(row, ref)}
    known = {one for ref in own for one in facts.known[ref.kind]}
    astray = sorted(one for one in named - known if not facts.named(table).get(one))
    times = Counter(ids)
    for run in rising(ids):
        bad = [i for i in run if ids[i] not in named or times[ids[i]] > 1]
        tail = [i for i in run if bad and i >= bad[0]]
        rest = [one for i, one in enumerate(ids) if i not in tail]
        spoken = sum(one in named for one in rest) * 10 >= len(rest) * _NEARLY
        as_many = run[0] not in tail and len(bad) == len(astray)
        if len(bad) < _FEW or len(bad) * 10 < len(tail) * _NEARLY or not rest or not (spoken or as_many):
            continue
        if len(astray) >= _FEW and len(bad) <= len(astray) * 2 and len(astray) <= len(bad) * 2:
            args = _ends(ids, tail) | {"existing": ";".join(astray[:_FEW]), "count": len(bad)}
            yield from _faults(table, column, tail, "files.dragged_ids", args)


def _one(row: Row, ref: Ref) -> str | None:
    """What a column names, where its cells hold one id."""
    value: object = getattr(row, ref.column)
    return value if isinstance(value, str) else None


def ids_in(row: Row, ref: Ref) -> Collection[str]:
    """The ids that a cell names."""
    value: object = getattr(row, ref.column)
    return cast("tuple[str, ...]", value) if isinstance(value, tuple) else (value,) if isinstance(value, str) else ()


def _ends(values: Sequence[str | None], run: Sequence[int]) -> dict[str, str | int]:
    return {"from": str(values[run[0]]), "to": str(values[run[-1]])}


def _faults(table: str, column: str, rows: Iterable[int], wanted: str, args: dict[str, str | int]) -> Iterator[Fault]:
    for index in rows:
        yield Fault(table=table, index=index, column=column, wanted=wanted, args=args)


def rising(values: Sequence[str | None]) -> list[list[int]]:
    """The rows of each series of at least four values that rise by one."""
    return _series(values, _follows)


def same(values: Sequence[str | None], least: int = RUN) -> list[list[int]]:
    """The rows of each series of values that are the same, of at least four or ``least``."""
    return _series(values, str.__eq__, least)


def _series(values: Sequence[str | None], goes_on: Callable[[str, str], bool], least: int = RUN) -> list[list[int]]:
    found: list[list[int]] = [[]]
    for (before, value), index in zip(pairwise([None, *values]), range(len(values)), strict=True):
        if not (found[-1] and before and value and goes_on(before, value)):
            found.append([])
        found[-1].append(index)
    return [run for run in found if len(run) >= least]


def _follows(before: str, value: str) -> bool:
    one, other = _NUMBERED.fullmatch(before), _NUMBERED.fullmatch(value)
    return bool(one and other and one[1] == other[1] and int(one[2]) + 1 == int(other[2]))


def without(
    school: School, partial: frozenset[str], lost: Lost, found: Sequence[Fault]
) -> tuple[School, frozenset[str], Lost, dict[str, list[int]]]:
    """The school without the rows of such cells: the tables of which rows are lost then, what is known of the ids of these
    rows, and by table the index that each row that is left had."""
    kept: dict[str, list[int]] = {}
    more = dict(lost)
    for table in {fault.table for fault in found}:
        rows = cast("tuple[Row, ...]", getattr(school, table))
        gone = {fault.index for fault in found if fault.table == table}
        wrong = {fault.column for fault in found if fault.table == table}
        kept[table] = [i for i in range(len(rows)) if i not in gone]
        for column in {column for places in DEFINED.values() for name, column in places if name == table}:
            own = frozenset(str(one) for i in gone if i is not None and (one := getattr(rows[i], column)) is not None)
            if column in wrong:
                more.pop((table, column), None)
            elif table not in partial or (table, column) in lost:
                more[table, column] = lost.get((table, column), frozenset()) | own
        school = school.replaced(**{table: tuple(rows[i] for i in kept[table])})
    return school, partial | kept.keys(), more, kept


def back(fault: Fault, kept: dict[str, list[int]]) -> Fault:
    """A fault of such a school with the row's own index."""
    own = kept.get(fault.table)
    if own is None or fault.index is None:
        return fault
    first = {"first": own[int(fault.args["first"])]} if "first" in fault.args else {}
    return fault.model_copy(update={"index": own[fault.index], "args": fault.args | first})
