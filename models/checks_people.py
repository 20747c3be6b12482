"""Whether students, their choices and tutoring, and the pins fit the week."""

from collections import defaultdict
from collections.abc import Iterator

from models.checks_base import MANY, Facts
from models.checks_term import other_year, year_meant
from models.fault import Fault
from models.services import Activity

#: So many pins outside the term are told each by its date.
_FEW = 3


def student_blocks(facts: Facts) -> Iterator[Fault]:
    """Blocks that a student's grade does not have, or on weekdays on which they do not stay."""
    for index, student in enumerate(facts.school.students):
        grade = facts.grade_of_class.get(student.class_id)
        for block in dict.fromkeys(student.blocks):
            if grade is None or grade in facts.faulty_grades or not _sound(facts, block):
                continue
            if not facts.sound_student(student.student_id):
                continue
            if not facts.has_block(grade, block):
                own = ";".join(one for one in facts.known["blocks"] if facts.has_block(grade, one))
                key = "files.block_grade_of" if own else "files.block_grade"
                yield _fault("students", index, "blocks", block, key, grade=grade, **({"existing": own} if own else {}))
            elif not facts.block_weekdays(block) & set(student.weekdays):
                weekday = min(facts.block_weekdays(block))
                yield _fault("students", index, "blocks", block, "files.block_weekday", weekday=weekday)


def _sound(facts: Facts, block: str) -> bool:
    """Whether a block is known, and its weekday."""
    return block in facts.block_slots and block not in facts.astray_blocks


def choice_ranks(facts: Facts) -> Iterator[Fault]:
    """Lists in which a rank is used twice or left out; named at the first row that is wrong.

    A row with the wrong student, block or rank leaves a rank out somewhere: nothing more is said of that.
    """
    lists: dict[tuple[str, str | None], list[tuple[int, int]]] = defaultdict(list)
    astray: set[tuple[str | None, int]] = set()
    for index, row in enumerate(facts.school.choices):
        wrong = {("choices", index, column) for column in ("student_id", "block")} & facts.faulty_columns
        if wrong or ("choices", index) in facts.repeated:
            astray |= {(row.student_id, row.rank), (row.block, row.rank)}
        else:
            lists[row.student_id, row.block].append((row.rank, index))
    skipped: list[tuple[str, str | None, int, Fault]] = []
    twice: list[Fault] = []
    doubled: set[tuple[str, str | None]] = set()
    for (student, block), rows in lists.items():
        before = first = 0
        for rank, index in sorted(rows):
            if rank == before:
                astray |= {(student, rank), (block, rank)}
                doubled.add((student, block))
                args = {"student": student, "first": first, "rank": rank}
                twice.append(_fault("choices", index, "rank", str(rank), "files.rank_twice", **args))
            elif rank != before + 1:
                fault = _fault("choices", index, "rank", str(rank), "files.rank_skipped", rank=before + 1)
                skipped.append((student, block, before + 1, fault))
            before, first = rank, index
    yield from _twice(twice)
    said = [
        (student, fault)
        for student, block, rank, fault in skipped
        if (student, block) not in doubled and not {(student, rank), (block, rank)} & astray
    ]
    if len({student for student, _ in said}) < MANY:
        yield from (fault for _, fault in said)
    else:  # a club was closed, and its rows removed
        of_student = [(fault, {"student": student}) for student, fault in said]
        yield from (
            f.model_copy(update={"found": "", "wanted": "files.ranks_skipped", "args": a}) for f, a in of_student
        )


def _twice(found: list[Fault]) -> list[Fault]:
    """Ranks that stand twice, each with the row where it stands first; without these where one cause has made many."""
    if len({fault.args["student"] for fault in found}) < MANY:
        return found
    args = [(fault, {"student": fault.args["student"]}) for fault in found]
    return [f.model_copy(update={"found": "", "wanted": "files.ranks_twice", "args": a}) for f, a in args]


def choice_clubs(facts: Facts) -> Iterator[Fault]:
    """Choices of what is no club, is not for the student's grade or not in the block, or of a block not attended."""
    for index, row in enumerate(facts.school.choices):
        activity = facts.sound_activity(row.activity_id)
        grade = facts.grade_of_student(row.student_id) if facts.sound_student(row.student_id) else None
        if activity and activity.kind != "club":
            yield _fault("choices", index, "activity_id", row.activity_id, "files.choice_not_club")
        elif activity and grade is not None and not activity.for_grade(grade):
            yield _not_for("choices", index, row.student_id, grade, activity)
        if row.block is None or not _sound(facts, row.block):
            continue
        if activity and activity.kind == "club" and not activity.runs_in(row.block):
            named = {"block": row.block, "name": activity.name}
            yield _fault("choices", index, "activity_id", row.activity_id, "files.activity_block", **named)
        if grade is not None and not facts.attends(row.student_id, row.block):
            yield _not_attended(facts, "choices", index, row.student_id, row.block)


def _not_for(table: str, index: int, student_id: str, grade: str, activity: Activity) -> Fault:
    """That an activity is not for the grade of a student: the id of either may be wrong."""
    args = {"student": student_id, "grade": grade, "existing": ";".join(activity.grades)}
    return _fault(table, index, "activity_id", activity.activity_id, "files.activity_grade", **args)


def _not_attended(facts: Facts, table: str, index: int, student_id: str, block: str) -> Fault:
    """That a student has a choice for a block that they do not attend, or is pinned to one, with the weekday where they stay on others
    alone."""
    student = facts.school.students[facts.students[student_id]]
    days = (
        facts.block_weekdays(block) if facts.has_block(facts.grade_of_student(student_id), block) else frozenset[int]()
    )
    if days and not days & set(student.weekdays):
        args = {"student": student_id, "weekday": min(days)}
        return _fault(table, index, "block", block, "files.block_day_away", **args)
    return _fault(table, index, "block", block, "files.block_not_attended", student=student_id)


def tutoring(facts: Facts) -> Iterator[Fault]:
    """Tutoring that is none, or not for the student's grade."""
    for index, row in enumerate(facts.school.tutoring):
        activity = facts.sound_activity(row.activity_id)
        grade = facts.grade_of_student(row.student_id) if facts.sound_student(row.student_id) else None
        if activity and activity.kind != "tutoring":
            yield _fault("tutoring", index, "activity_id", row.activity_id, "files.not_tutoring")
        elif activity and grade is not None and not activity.for_grade(grade):
            yield _not_for("tutoring", index, row.student_id, grade, activity)


def blank_pins(facts: Facts) -> Iterator[Fault]:
    """Pins without a single cell: they would hold nothing fast."""
    for index, row in enumerate(facts.school.pins):
        if all(value is None for _, value in row):
            yield _fault("pins", index, None, "", "files.pin_blank")


def pin_placements(facts: Facts) -> Iterator[Fault]:
    """Pinned students who do not attend the block, or who could never be in the activity (R10)."""
    for index, row in enumerate(facts.school.pin_placements):
        grade = facts.grade_of_student(row.student_id) if facts.sound_student(row.student_id) else None
        activity = facts.sound_activity(row.activity_id)
        if grade is None or activity is None or not _sound(facts, row.block):
            continue
        if not facts.attends(row.student_id, row.block):
            yield _not_attended(facts, "pin_placements", index, row.student_id, row.block)
            continue
        if "choices" in facts.partial and not activity.fallback and activity.kind == "club":
            continue
        listed = row.activity_id in facts.school.ranks(row.student_id, row.block)
        if activity.kind != "club" or not (listed or (activity.fallback and activity.for_grade(grade))):
            args = {"student": row.student_id, "name": activity.name}
            key = "files.pin_not_listed"
            if activity.kind == "club" and not activity.for_grade(grade):
                key, args = "files.pin_not_for_grade", args | {"grade": grade, "grades": ";".join(activity.grades)}
            yield _fault("pin_placements", index, "activity_id", row.activity_id, key, **args)


def pin_dates(facts: Facts) -> Iterator[Fault]:
    """Pinned duties outside the term: of a wrong year, as few by their dates, many alike; or the term is in a wrong year itself."""
    first, last = facts.school.term.start, facts.school.term.end
    rows = enumerate(facts.school.pin_duties)
    outside = [(index, row.date) for index, row in rows if not first <= row.date <= last]
    if last < first or not outside:
        return
    if facts.partial.isdisjoint(("calendar", "leave", "pin_duties")) and (fault := other_year(facts.school)):
        yield fault
        return
    near = {index: year_meant(facts.school, day) for index, day in outside}
    for index, day in outside:
        meant = near[index]
        alike = sum(bool(one) == bool(meant) for one in near.values()) > _FEW
        args: dict[str, str | int] = {"start": first.isoformat(), "end": last.isoformat()}
        args |= {"nearest": meant.isoformat()} if meant and not alike else {}
        key = f"files.outside_{'year' if meant else 'terms' if alike else 'term'}"
        yield _fault("pin_duties", index, "date", "" if alike else day.isoformat(), key, **args)


def _fault(table: str, index: int, column: str | None, found: str, wanted: str, /, **args: str | int) -> Fault:
    return Fault(table=table, index=index, column=column, found=found, wanted=wanted, args=args)
