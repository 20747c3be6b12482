"""Rows that were deleted by mistake: several rows of other tables name them, and the table in which they were lacks them.

Told once, where the row is missing; what follows from it is not said.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from models.checks_base import DEFINED, MANY, Facts, slip
from models.checks_columns import named_by
from models.checks_refs import KEYS, REFS, Ref, signs
from models.fault import Fault

#: The messages about such rows, and about people.
GONE, GONE_ONE = "files.row_gone", "files.person_gone"

#: Tables each row of which others name: a row that nobody names was renamed rather than another deleted.
_ALL_NAMED = ("slots", "classes", "duty_posts")

#: Tables of which others need not name each row: several must name what is gone.
_SOME_NAMED = ("activities",)

#: Tables of people of whom many are named by nobody: two tables must name who is gone, and nobody is there whose id is like theirs.
_PEOPLE = ("teachers",)

#: So many rows at least name what is gone.
_FEW = 3


def gone(facts: Facts) -> Iterator[Fault]:
    """The rows that each such table lacks."""
    for table in (*_ALL_NAMED, *_SOME_NAMED, *_PEOPLE):
        if not facts.all_known(table) or not facts.rows(table):
            continue
        column = dict(KEYS)[table][0]
        ids = [str(getattr(row, column)) for row in facts.rows(table)]
        if len(set(ids)) < len(ids):  # one of two rows with the same id may be the one that is missed
            continue
        refs = [ref for ref in REFS if {place for place, _ in DEFINED[ref.kind]} == {table}]
        counts = {ref: Counter(named_by(facts, ref)) for ref in refs}
        names = dict.fromkeys(name for count in counts.values() for name in count)
        astray = [name for name in names if _lacking(facts, table, ids, counts, name)]
        if astray and len(astray) < len(ids):
            of = dict.fromkeys(ref.table for ref, count in counts.items() if any(name in count for name in astray))
            total = sum(count[name] for count in counts.values() for name in astray)
            args: dict[str, str | int] = {"existing": ";".join(astray), "of": ";".join(of), "count": total}
            yield Fault(table=table, column=column, wanted=GONE_ONE if table in _PEOPLE else GONE, args=args)


def _lacking(facts: Facts, table: str, ids: list[str], counts: Mapping[Ref, Counter[str]], name: str) -> bool:
    """Whether an id that is not there was there: it is of the same kind of signs, like none that is there, and named by two tables, or
    by one that names every other row. Where some row is named by nobody, that one has another id now."""
    if name in facts.known["skills" if table == "activities" else table] or facts.named(table).get(name):
        return False
    naming = [count for count in counts.values() if name in count]
    times = sum(count[name] for count in naming)
    near = facts.hint(table, name)
    if table in _PEOPLE:
        unused = [one for one in ids if not any(one in count for count in counts.values())]
        alike = signs(name) in map(signs, ids) and not any(slip(one, name) for one in unused)
        return len(naming) > 1 and not near and alike
    used = any(near in count for count in counts.values()) and not slip(near, name)
    if times < _FEW or (near and not used):
        return False
    if table in _SOME_NAMED:  # of a club that students chose it is told how to close one
        times -= sum(count[name] for ref, count in counts.items() if ref.table == "choices")
        plain = re.fullmatch(r"[\w.-]+", name) and not any(name in title for title in facts.named(table))
        return times >= MANY > len(facts.choosing.get(name, ())) and bool(plain)
    if signs(name) not in map(signs, ids):
        return False
    if len(naming) > 1:
        return all(any(one in count for count in counts.values()) for one in ids)
    return all(one in naming[0] for one in ids)
