"""Students of whom one column was sorted, or moved, without the others.

Each then has somebody else's class, and what all of them chose seems to be wrong. Where their ids say their classes it can be seen.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from models.checks_base import MANY, Facts
from models.fault import Fault
from models.people import ChoiceRow, TutoringRow

#: Of so many students one may be an exception.
_RARE, _ODD = 10, 50


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
    asked: dict[str, list[ChoiceRow | TutoringRow]] = defaultdict(list)
    for row in (*facts.school.choices, *facts.school.tutoring):
        asked[row.student_id].append(row)
    fits = [
        (_fits(facts, asked[row.student_id], row.class_id), _fits(facts, asked[row.student_id], own))
        for row, own in wrong
    ]
    better, worse = fits.count((False, True)), fits.count((True, False))
    if better >= MANY and better > worse * _RARE:
        yield Fault(table="students", column="class_id", wanted="files.class_sorted", args={"count": len(wrong)})


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
