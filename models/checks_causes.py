"""Faults of a row that others refer to, seen by what these say: the row is named once, and what follows from it is held back.

One wrong cell in a table of few rows makes many rows of another table look wrong. Where most of those who depend on a row
contradict it, and the rows around it do not, it is likelier mistyped than all of them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Set
from dataclasses import dataclass
from itertools import takewhile

from models.checks_base import MANY, OF_ACTIVITIES, OF_CLASSES, Facts
from models.checks_slots import meant_weekday
from models.fault import Fault
from models.people import ChoiceRow, SchoolClass, Student, TutoringRow
from models.school import School

#: So many students at least contradict a row before it is said to be wrong instead of theirs.
_FEW = 3

#: One of so many students is hardly anybody.
_HARDLY = 10


@dataclass(frozen=True)
class _Said:
    """What the rows of a class's students ask for: blocks and activities, each with the students who do."""

    blocks: dict[str, set[str]]
    activities: dict[str, set[str]]

    def against(self, facts: Facts, grade: str) -> list[set[str]]:
        """The students of each block and activity that the grade has not."""
        blocks = [who for block, who in self.blocks.items() if not facts.has_block(grade, block)]
        known = [(facts.sound_activity(one), who) for one, who in self.activities.items()]
        return blocks + [who for activity, who in known if activity and not activity.for_grade(grade)]

    @property
    def students(self) -> set[str]:
        """Everybody who asks for something."""
        return set[str]().union(*self.blocks.values(), *self.activities.values())


def class_grades(facts: Facts) -> Iterator[Fault]:
    """Classes whose grade fits nothing of what most of their students ask for.

    Rows that could not be read whole say nothing: neither those of the students, nor which blocks their grade has. Where the
    grade of such a row is not known, no grade is said to be none.
    """
    said, faulty = _by_class(facts), frozenset(facts.faulty_grades)
    planned = facts.unsure_grades | {row.grade for row in facts.school.pattern}
    for index, row in enumerate(facts.school.classes):
        if row.class_id not in said or row.grade in faulty or facts.wrong("classes", index, OF_CLASSES):
            continue
        own = said[row.class_id]
        is_one = facts.planned is None or row.grade in planned
        against = own.against(facts, row.grade)
        astray = set[str]().union(*against)
        alone = not _beside(facts, said, row.class_id, row.grade)
        fits = sorted(grade for grade in planned if not own.against(facts, grade))
        if is_one:
            fits = [grade for grade in fits if grade not in facts.unsure_grades]
        by_id = [grade for grade in fits if _like(row.class_id, grade) > _like(row.class_id, row.grade)]
        likely = is_one and len(astray) > 1 and bool(by_id) and not _asked_beside(facts, said, row)
        if not likely and (not _most(astray, own.students) or (len(against) < 2 and is_one)):
            continue
        if is_one and (not fits or (alone and _pattern_row(facts, row.grade, own) is not None)):
            continue
        named = (by_id if len(by_id) == 1 else fits) if is_one else sorted(planned)
        args: dict[str, str | int] = {"existing": ";".join(named), "class": row.class_id}
        if is_one:
            key = "files.grade_misfit"
            args |= {"found": row.grade, "count": len(astray)}
        else:
            key = "files.grade_gone"
            facts.faulty_grades.add(row.grade)
            args |= {"nearest": fits[0] if len(fits) == 1 else "", "count": len(own.students)}
        yield Fault(table="classes", index=index, column="grade", found=row.grade, wanted=key, args=args)


def _like(class_id: str, grade: str) -> int:
    """With how many signs of the grade a class's id begins."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(class_id, grade, strict=False)))


def _asked_beside(facts: Facts, said: dict[str, _Said], row: SchoolClass) -> bool:
    """Whether other classes of the grade, too, ask for an activity that a class asks for and the grade has not: then the
    activity is likelier wrong than the class."""
    own = {
        one
        for one in said[row.class_id].activities
        if (known := facts.sound_activity(one)) and not known.for_grade(row.grade)
    }
    others = (c.class_id for c in facts.school.classes if c.grade == row.grade and c.class_id != row.class_id)
    return any(own & set(said[one].activities) for one in others if one in said)


def _beside(facts: Facts, said: dict[str, _Said], class_id: str, grade: str) -> bool:
    """Whether another class of the grade asks for what the grade has."""
    others = (said[c.class_id] for c in facts.school.classes if c.grade == grade and c.class_id in said)
    mine = said[class_id]
    return any(
        one is not mine and not _most(set[str]().union(*one.against(facts, grade)), one.students) for one in others
    )


def _pattern_row(facts: Facts, grade: str, said: _Said) -> int | None:
    """A row in which the grade does something else in the slots of a block that is asked for."""
    slots = {s for block in said.blocks if not facts.has_block(grade, block) for s in facts.block_slots[block]}
    rows = enumerate(facts.school.pattern)
    return next((i for i, r in rows if r.grade == grade and r.slot_id in slots and r.kind != "elective"), None)


def _by_class(facts: Facts) -> dict[str, _Said]:
    """What the students of each class ask for."""
    found: dict[str, _Said] = defaultdict(lambda: _Said(defaultdict(set), defaultdict(set)))
    rows: tuple[ChoiceRow | TutoringRow, ...] = (*facts.school.choices, *facts.school.tutoring)
    for row in rows:
        student = _student(facts, row.student_id)
        if student is None:
            continue
        own = found[student.class_id]
        own.activities[row.activity_id].add(row.student_id)
        if isinstance(row, ChoiceRow) and row.block in facts.block_slots:
            own.blocks[str(row.block)].add(row.student_id)
    return found


def _student(facts: Facts, student_id: str) -> Student | None:
    """A student in whose row, class and grade nothing is wrong so far."""
    return facts.school.students[facts.students[student_id]] if facts.sound_student(student_id) else None


def _most(some: Set[str], every: Set[str]) -> bool:
    return len(some) >= _FEW and len(some) * 2 >= len(every)


def grade_blocks(facts: Facts) -> Iterator[Fault]:
    """Grades without a block for which most of their students have choices: a slot of theirs has another kind."""
    asking: dict[tuple[str, str], set[str]] = defaultdict(set)
    every: dict[str, set[str]] = defaultdict(set)
    for student, block in _asked(facts):
        grade = facts.grade_of_class[student.class_id]
        every[grade].add(student.student_id)
        asking[grade, block].add(student.student_id)
    for (grade, block), who in asking.items():
        if facts.has_block(grade, block) or not _most(who, every[grade]):
            continue
        rows = enumerate(facts.school.pattern)
        index = next((i for i, r in rows if r.grade == grade and r.slot_id in facts.block_slots[block]), None)
        if index is None:
            yield _missing(facts, grade, block, len(who))
            continue
        if ("pattern", index) in facts.faulty:
            continue
        found = facts.school.pattern[index]
        args: dict[str, str | int] = {"grade": grade, "block": block, "count": len(who), "slot": found.slot_id}
        yield Fault(
            table="pattern", index=index, column="kind", found=found.kind, wanted="files.kind_misfit", args=args
        )


def _missing(facts: Facts, grade: str, block: str, count: int) -> Fault:
    """That the pattern lacks the rows of a block for a grade."""
    facts.faulty_grades.add(grade)
    slots = [s for s in facts.school.slot_by_id if s in facts.block_slots[block]]
    args: dict[str, str | int] = {"grade": grade, "block": block, "count": count, "slots": ";".join(slots)}
    return Fault(table="pattern", wanted="files.pattern_missing", args=args)


def _asked(facts: Facts) -> Iterator[tuple[Student, str]]:
    """Each student with each known block for which they have choices."""
    pairs = dict.fromkeys((c.student_id, c.block) for c in facts.school.choices)
    for student_id, block in pairs:
        student = _student(facts, student_id)
        if student and block in facts.block_slots and student.class_id in facts.grade_of_class:
            yield student, str(block)


def slot_weekdays(facts: Facts) -> Iterator[Fault]:
    """Blocks on a weekday on which most of those who have choices for them do not stay: the weekday of a slot is wrong."""
    away: dict[str, set[str]] = defaultdict(set)
    every: dict[str, set[str]] = defaultdict(set)
    for student, block in _asked(facts):
        if facts.has_block(facts.grade_of_class[student.class_id], block):
            every[block].add(student.student_id)
            if not facts.block_weekdays(block) & set(student.weekdays):
                away[block].add(student.student_id)
    doubted = {block for block, slots in facts.block_slots.items() if slots & facts.doubted_slots}
    facts.astray_blocks |= doubted
    for block, who in away.items():
        slots = facts.block_slots[block]
        index = next(i for i, slot in enumerate(facts.school.slots) if slot.slot_id in slots)
        slot = facts.school.slots[index]
        days = [set(facts.school.students[facts.students[one]].weekdays) for one in every[block]]
        meant = meant_weekday(facts, slot, days) if len(slots) == 1 else None
        if block in doubted or not (_most(who, every[block]) or (meant and len(who) >= MANY)):
            continue
        facts.astray_blocks.add(block)
        args: dict[str, str | int] = {"block": block, "count": len(who), "slot": slot.slot_id, "day": slot.weekday}
        args |= {"weekday": meant, "number": meant} if meant else {}
        key = "files.weekday_misfit_day" if meant else "files.weekday_misfit"
        yield Fault(table="slots", index=index, column="weekday", found=str(slot.weekday), wanted=key, args=args)


def student_rows(facts: Facts) -> Iterator[Fault]:
    """Students who stay in none of the blocks for which they have choices; one whose slots could not be read is no block that
    they are known to stay in."""
    asked: dict[str, list[str]] = defaultdict(list)
    unread: dict[str, set[str]] = defaultdict(set)
    for row in facts.school.choices if "slots" in facts.partial else ():
        if row.block in facts.known["blocks"] and row.block not in facts.block_slots:
            unread[row.student_id].add(str(row.block))
    for student, block in _asked(facts):
        if block not in facts.astray_blocks and facts.has_block(facts.grade_of_class[student.class_id], block):
            asked[student.student_id].append(block)
    for student_id, blocks in asked.items():
        index = facts.students[student_id]
        student = facts.school.students[index]
        if fault := _extra_day(facts, index, blocks):
            yield fault
            continue
        if len(blocks) + len(unread[student_id]) < 2 or any(facts.attends(student_id, block) for block in blocks):
            continue
        days = [block for block in blocks if not facts.block_weekdays(block) & set(student.weekdays)]
        column, value = ("weekdays", student.weekdays) if days else ("blocks", student.blocks)
        found = ";".join(map(str, value))
        args: dict[str, str | int] = {"asked": ";".join(blocks)}
        wanted = f"files.student_{column}"
        yield Fault(table="students", index=index, column=column, found=found, wanted=wanted, args=args)


def rare_days(school: School) -> set[int]:
    """Weekdays without slots on which hardly any student stays."""
    counts = Counter(day for row in school.students for day in row.weekdays)
    runs = {slot.weekday for slot in school.slots}
    return {day for day, count in counts.items() if day not in runs and count * _HARDLY <= len(school.students)}


def _extra_day(facts: Facts, index: int, blocks: list[str]) -> Fault | None:
    """That a student stays on a day without slots, on which hardly anybody does, and not on the one day on which a block is for
    which they have choices."""
    students = facts.school.students
    own = set(students[index].weekdays)
    days = {block: facts.block_weekdays(block) for block in blocks}
    away = [block for block, on in days.items() if on and not on & own]
    lacking = {day for block in away for day in days[block]}
    if "slots" in facts.partial or len(lacking) != 1:
        return None
    extra = sorted(own & rare_days(facts.school))
    if not extra:
        return None
    args: dict[str, str | int] = {"asked": ";".join(away), "weekday": min(lacking), "day": extra[0]}
    found = ";".join(map(str, students[index].weekdays))
    return Fault(
        table="students", index=index, column="weekdays", found=found, wanted="files.student_day_extra", args=args
    )


def activity_kinds(facts: Facts) -> Iterator[Fault]:
    """Activities that several students have chosen as a club, or are named for as tutoring, and that are of another kind."""
    for table, kind in (("choices", "club"), ("tutoring", "tutoring")):
        asking: dict[str, set[str]] = defaultdict(set)
        for row in facts.rows(table):
            if isinstance(row, ChoiceRow | TutoringRow):
                asking[row.activity_id].add(row.student_id)
        for index, activity in enumerate(facts.school.activities):
            who = asking[activity.activity_id]
            if activity.kind == kind or len(who) < _FEW or facts.wrong("activities", index, OF_ACTIVITIES):
                continue
            args: dict[str, str | int] = {"count": len(who)}
            wanted = f"files.kind_not_{kind}"
            yield Fault(table="activities", index=index, column="kind", found=activity.kind, wanted=wanted, args=args)
