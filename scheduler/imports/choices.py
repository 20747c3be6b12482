"""Choices from a survey, merged into the school's: whoever is not in the file keeps theirs."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from models.people import ChoiceRow
from models.school import School
from scheduler.imports.answers import Answer, read_answers
from scheduler.imports.blocks import Blocks
from scheduler.imports.sheet import Findings, Grid
from scheduler.imports.survey import read_surveys

Key = tuple[str, str | None]


@dataclass(frozen=True)
class NewList:
    """A student's list for a block (None: for every block) as it was and as it shall be: activity ids, best first.

    ``name``: the student's as typed, where the row was matched by it; for the eyes of whoever sits at the terminal.
    """

    student_id: str
    class_id: str
    block: str | None
    old: tuple[str, ...]
    new: tuple[str, ...]
    label: str
    row: int
    name: str = field(default="", repr=False)

    @property
    def lost(self) -> int:
        """How many choices fewer the new list has than the one that it replaces."""
        return max(0, len(self.old) - len(self.new))


@dataclass(frozen=True)
class Merged:
    """The choices after the import. ``lists`` are those that differ; ``unchanged`` counts the others in the file."""

    rows: tuple[ChoiceRow, ...]
    lists: tuple[NewList, ...]
    unchanged: int
    absent: int


def find_block(school: School, text: str) -> str | None:
    """The block that the user names: by its id, or by a weekday that has but one."""
    return Blocks(school).named(text)


def merge_choices(grids: Sequence[Grid], school: School, block: str | None, findings: Findings) -> Merged:
    """The school's choices with the survey's in them. ``block`` is that of every answer that names none itself."""
    surveys = read_surveys(grids, school, findings)
    answers = read_answers(surveys, school, block, findings)
    old = _lists(school.choices)
    habit = any(row.block is not None for row in school.choices)
    chosen: dict[Key, list[Answer]] = defaultdict(list)
    for one in answers:
        if _settle_block(one, school, old, habit, findings):
            chosen[one.student_id, one.block].append(one)
    new: dict[Key, Answer] = {}
    for key, several in chosen.items():
        best = _last(several, findings)
        if best is not None and best.sound:
            new[key] = best
    return _merged(school, old, new)


def _lists(rows: Sequence[ChoiceRow]) -> dict[Key, tuple[str, ...]]:
    found: dict[Key, list[ChoiceRow]] = defaultdict(list)
    for row in rows:
        found[row.student_id, row.block].append(row)
    return {key: tuple(row.activity_id for row in sorted(list_, key=lambda r: r.rank)) for key, list_ in found.items()}


def _settle_block(
    one: Answer, school: School, old: dict[Key, tuple[str, ...]], habit: bool, findings: Findings
) -> bool:
    """Decides for which block a list is; false where it cannot be used."""
    attended = school.attended[one.student_id]
    if not attended:
        _refuse(one, findings, "imports.attends_nothing", {})
    elif one.block is not None and one.block not in attended:
        _refuse(one, findings, "files.block_not_attended", {"student": one.student_id})
    elif one.block is None:
        own = [block for block in attended if (one.student_id, block) in old]
        if len(attended) == 1 and (own or (habit and (one.student_id, None) not in old)):
            one.block = attended[0]
        elif own:
            _refuse(
                one,
                findings,
                "imports.block_not_said",
                {"blocks": "; ".join(f"{b}@{school.blocks[b].weekday}" for b in attended)},
            )
    return True


def _refuse(one: Answer, findings: Findings, wanted: str, args: dict[str, str | int]) -> None:
    if one.sound:
        findings.problem(one.label, one.row, None, one.block or "", wanted, **({"student": one.student_id} | args))
    one.sound = False


def _last(several: list[Answer], findings: Findings) -> Answer | None:
    """The answer that counts: the latest, where the times say which that is; None (and a fault) where nothing does."""
    if len(several) == 1:
        return several[0]
    by_time = sorted(several, key=lambda a: (a.when or datetime.min, a.row))
    last, before = by_time[-1], by_time[-2]
    clear = all(one.when is not None for one in several) and last.when != before.when
    if not clear and all(one.sound for one in several) and len({_picked(one) for one in several}) == 1:
        findings.note("imports.same_twice", student=last.student_id, rows=_rows(several))
        return last
    if not clear:
        for one in several[1:]:
            if one.sound:
                args: dict[str, str | int] = {"student": one.student_id, "other": several[0].row}
                findings.problem(one.label, one.row, None, one.when_text, "imports.answered_twice", **args)
        return None
    findings.note("imports.last_counts", student=last.student_id, rows=_rows(several), row=last.row)
    return last


def _picked(one: Answer) -> tuple[str, ...]:
    return tuple(pick.activity_id for pick in one.picks)


def _rows(several: list[Answer]) -> tuple[str, ...]:
    return tuple(str(one.row) for one in several)


def _merged(school: School, old: dict[Key, tuple[str, ...]], new: dict[Key, Answer]) -> Merged:
    changed = {key: one for key, one in new.items() if _picked(one) != old.get(key)}
    before: dict[Key, list[ChoiceRow]] = defaultdict(list)
    for row in school.choices:
        before[row.student_id, row.block].append(row)
    rows: list[ChoiceRow] = []
    for row in school.choices:
        key = (row.student_id, row.block)
        if key not in changed:
            rows.append(row)
        elif row is before[key][0]:
            rows += _choice_rows(key, changed[key])
    for key, one in changed.items():
        if key not in before:
            rows += _choice_rows(key, one)
    lists = tuple(
        NewList(key[0], one.class_id, key[1], old.get(key, ()), _picked(one), one.label, one.row, one.name)
        for key, one in changed.items()
    )
    absent = len({key[0] for key in old} - {key[0] for key in new})
    return Merged(tuple(rows), lists, len(new) - len(changed), absent)


def _choice_rows(key: Key, one: Answer) -> list[ChoiceRow]:
    student_id, block = key
    return [
        ChoiceRow(student_id=student_id, block=block, rank=rank, activity_id=activity_id)
        for rank, activity_id in enumerate(_picked(one), 1)
    ]
