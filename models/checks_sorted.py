"""Students of whom one column was sorted, or moved, without the others.

Each then has somebody else's class, and what all of them chose seems to be wrong. Where their ids say their classes it can be seen.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby, pairwise

from models.checks_base import MANY, Facts
from models.checks_ids import in_order
from models.fault import Fault
from models.people import ChoiceRow, Student, TutoringRow
from models.school import School

#: The message about ids that have moved from a row on, one of which is lost, and all about a column that has moved.
_LOST = "files.column_moved_lost"
MOVED = (_LOST, *(f"files.column_moved_{way}{part}" for way in ("up", "down") for part in ("", "_from")))

#: Of so many students one may be an exception.
_RARE, _ODD = 10, 50

#: So many students at least speak for a column that has moved; such columns, and whether class and weekdays are in other rows then.
_MANY_MOVED, _MOVED = 8, (("student_id", 1, 1), ("weekdays", 0, 1), ("class_id", 1, 0))

#: So many students and more have names in an order by chance as good as never.
_MANY_NAMES = 40


def sorted_alone(facts: Facts) -> Iterator[Fault]:
    """The column of classes, where ids and rows say each class as often, but of other students, and what these ask for is what
    their ids' classes have."""
    students = facts.school.students
    by_id = _by_id([row.student_id for row in students], facts)
    pairs = [(row, own) for row, own in zip(students, by_id, strict=True) if own is not None]
    wrong = [(row, own) for row, own in pairs if row.class_id != own]
    apart = Counter(own for _, own in pairs)
    apart.subtract(Counter(row.class_id for row, _ in pairs))
    if len(wrong) < MANY or sum(map(abs, apart.values())) * _ODD > len(pairs) * 2:
        return
    asked = _asked(facts)
    fits = [
        (_fits(facts, asked[row.student_id], row.class_id), _fits(facts, asked[row.student_id], own))
        for row, own in wrong
    ]
    better, worse = fits.count((False, True)), fits.count((True, False))
    if better >= MANY and better > worse * _RARE:
        yield Fault(table="students", column="class_id", wanted="files.class_sorted", args={"count": len(wrong)})


def moved(facts: Facts) -> Iterator[Fault]:
    """The column of ids, or that of weekdays, where many students ask for what they cannot have by their rows, and hardly any does
    by the rows a few above or below."""
    students = facts.school.students
    asked = _asked(facts)
    by_id = _by_id([row.student_id for row in students], facts)

    def against(ids: int, days: int) -> list[bool]:
        """Which of them do, with the classes so many rows below, and the weekdays."""
        wrong = [False] * len(students)
        for index, own in enumerate(students):
            if max(index + ids, index + days) < len(students) and min(index + ids, index + days) >= 0:
                row, stays = students[index + ids], students[index + days]
                other = by_id[index] not in (None, row.class_id)
                meant = own if ids != days else row  # whose blocks count: all has moved, or one column
                meant = meant.model_copy(update={"class_id": row.class_id, "weekdays": stays.weekdays})
                wrong[index] = other or not _can(facts, asked[own.student_id], meant)
        return wrong

    now = against(0, 0)
    if sum(now) < _MANY_MOVED:
        return
    ways = [
        (*_since(now, against(by * row, by * days)), column, by)
        for column, row, days in _MOVED
        for by in (1, -1, 2, -2)
    ]
    least, first, last, column, by = min(ways, key=lambda way: way[0])
    if least * _RARE <= sum(now):
        key = f"files.column_moved_{'up' if (by > 0) == (column == 'student_id') else 'down'}"
        args: dict[str, str | int] = {"count": sum(now), "by": abs(by)}
        if not first:
            yield Fault(table="students", column=column, wanted=key, args=args)
        elif column == "student_id" and by == 1 and (lost := _lost(facts, asked, first, last)):
            index, meant = lost
            args["meant"] = meant
            yield Fault(table="students", index=index, column=column, wanted=_LOST, args=args)
        else:
            args["first"] = min(last, len(students) - 1)
            yield Fault(table="students", index=first - 1, column=column, wanted=f"{key}_from", args=args)


def _since(now: Sequence[bool], then: Sequence[bool]) -> tuple[int, int, int]:
    """How many ask for what they cannot have if a column has moved from a row on, where these are fewest, and the first and last
    row of which that holds."""
    counts = list(accumulate((n - t for n, t in zip(now, then, strict=True)), initial=sum(then)))
    rows = [row for row, count in enumerate(counts) if count == min(counts)]
    return counts[rows[0]], rows[0], rows[-1]


def _lost(facts: Facts, asked: Iterable[str], first: int, last: int) -> tuple[int, str] | None:
    """The only id that others name and no row has, with the only row before which it stands in its order."""
    astray = [one for one in asked if one not in facts.known["students"]]
    ids = [row.student_id for row in facts.school.students]
    places = [
        (row, one)
        for one in astray
        for row in range(first, min(last + 1, len(ids)))
        if in_order(ids[row - 1], one) and in_order(one, ids[row])
    ]
    return places[0] if len(astray) == len(places) == 1 else None


def _asked(facts: Facts) -> dict[str, list[ChoiceRow | TutoringRow]]:
    """What each student asks for, each block of choices and each activity once."""
    found: dict[str, list[ChoiceRow | TutoringRow]] = defaultdict(list)
    for row in (*facts.school.choices, *facts.school.tutoring):
        found[row.student_id].append(row)
    return found


def _can(facts: Facts, rows: Sequence[ChoiceRow | TutoringRow], row: Student) -> bool:
    """Whether a student with such a row can have all that they ask for."""
    blocks = {row.block for row in rows if isinstance(row, ChoiceRow) and row.block}
    days = (facts.block_weekdays(block) for block in blocks)
    there = all(not own or own & set(row.weekdays) for own in days)
    return there and (not row.blocks or blocks <= set(row.blocks)) and _fits(facts, rows, row.class_id)


def names_alone(school: School) -> Iterator[Fault]:
    """The names of students in the order of their first sign, over all classes, while ids and classes are in order: of a school whose
    names were not sorted each class has its own 王 and 李."""
    rows = [row for row in school.students if row.name]
    first = [str(row.name)[0] for row in rows]
    classes = [row.class_id for row in rows]
    both = list(zip(classes, first, strict=True))
    kinds, parts = len(set(first)), len(set(classes))
    usual = len(rows) >= _MANY_NAMES and kinds >= _RARE and kinds * 2 <= len(rows) and parts > 1
    if not usual or _runs(classes) != parts or _runs(first) * _RARE > kinds * (_RARE + 1):
        return
    across = parts + kinds - 1 - len(set(both))  # how many borders of classes and of names are the same
    if across * 2 < parts and all(in_order(a.student_id, b.student_id) for a, b in pairwise(rows)):
        yield Fault(table="students", column="name", wanted="files.names_sorted", args={"count": parts})


def _runs(values: Sequence[object]) -> int:
    """How many times another value begins."""
    return sum(1 for _ in groupby(values))


def _by_id(ids: Sequence[str], facts: Facts) -> list[str | None]:
    """The class that each id says, where nearly all say one at the same place; else none."""
    classes = facts.grade_of_class.keys()
    lengths = sorted({len(one) for one in classes if len(one) > 1}, reverse=True)
    for at in range(max(map(len, ids), default=0)):
        said = [next((one[at : at + n] for n in lengths if one[at : at + n] in classes), None) for one in ids]
        if said.count(None) * _RARE <= len(said):
            return said
    return [None] * len(ids)


def _fits(facts: Facts, rows: Sequence[ChoiceRow | TutoringRow], class_id: str) -> bool:
    """Whether all that a student asks for is for the grade of a class."""
    grade = facts.grade_of_class.get(class_id)
    for row in rows:
        activity = facts.activities.get(row.activity_id)
        block = row.block if isinstance(row, ChoiceRow) else None
        if (grade and activity and not activity.for_grade(grade)) or (block and not facts.has_block(grade, block)):
            return False
    return True
