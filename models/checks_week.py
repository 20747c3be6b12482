"""Whether term, slots, pattern and activities fit together."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, time
from difflib import get_close_matches
from typing import TypeVar

from models.checks_base import Facts
from models.checks_said import said
from models.checks_slots import fits, weekday_of_id
from models.checks_term import leave_end, meant_dates
from models.fault import Fault
from models.hours import DAWN
from models.services import HOMEWORK_ID, Activity

_Value = TypeVar("_Value", str, int)

_NOON = 12

#: So many minutes a slot or a time on duty has, at least and at most, and so many days a leave, if it was turned round.
_SHORT_SLOT, _LONG_SLOT, _LONG_LEAVE = 30, 180, 31

#: So many grades of which the strands do not fit speak for one wrong cell of a strand.
_SEVERAL = 2

LONGEST_TERM = 731
"""Days: what is longer is a mistyped year."""


def term(facts: Facts) -> Iterator[Fault]:
    """The term ends before it starts, or is longer than any term."""
    start, end = facts.school.term.start, facts.school.term.end
    if end < start:
        column, meant = meant_dates(facts.school) or ("", end)
        fault = _before("school", None, "term.end", end, start)
        if column == "term.start":
            args: dict[str, str | int] = {"end": str(end), "nearest": str(meant)}
            yield Fault(table="school", column=column, found=str(start), wanted="files.start_after_end", args=args)
        else:
            near = {"nearest": str(meant)} if column else {}
            yield fault.model_copy(update={"args": fault.args | near})
    elif (end - start).days > LONGEST_TERM:
        yield Fault(
            table="school", column="term.end", found=str(end), wanted="files.term_long", args={"start": str(start)}
        )


def spans(facts: Facts) -> Iterator[Fault]:
    """Slots and windows that end when they start or earlier, and leave that ends before it starts."""
    for index, slot in enumerate(facts.school.slots):
        if slot.end <= slot.start:
            yield _before("slots", index, "end", slot.end, slot.start)
    for index, post in enumerate(facts.school.duty_posts):
        for window in post.windows:
            if window.end <= window.start:
                yield _window(_before("duty_posts", index, "windows", window.end, window.start))
    for index, row in enumerate(facts.school.leave):
        if row.end < row.start:
            fault = _before("leave", index, "end", row.end, row.start)
            meant = leave_end(facts.school, row) if "school" not in facts.partial else None
            near = {"nearest": str(meant)} if meant and not _turned(row.end, row.start) else {}
            yield fault.model_copy(update={"args": fault.args | near})


def _before(table: str, index: int | None, column: str, end: date | time, start: date | time) -> Fault:
    found, first = (f"{v:%H:%M}" if isinstance(v, time) else v.isoformat() for v in (end, start))
    key = "files.end_before_start" if isinstance(end, date) else "files.end_not_after_start"
    args: dict[str, str | int] = {"start": first}
    if isinstance(end, time) and isinstance(start, time) and not _turned(end, start):
        if end.hour < _NOON and end.replace(hour=end.hour + _NOON) > start:
            args["nearest"] = f"{end.hour + _NOON}:{end:%M}"
    elif table != "school" and _turned(end, start):
        key += "_turned"
    return Fault(table=table, index=index, column=column, found=found, wanted=key, args=args)


def _window(fault: Fault) -> Fault:
    """The same of one span of a cell: of one that was written the wrong way round, with the span."""
    if not fault.wanted.endswith("_turned"):
        return fault
    start, end, wanted = fault.args["start"], fault.found, "files.window_turned"
    return fault.model_copy(update={"found": f"{start}-{end}", "wanted": wanted, "args": {"meant": f"{end}-{start}"}})


def _turned(end: date | time, start: date | time) -> bool:
    """Whether the two were likely written the wrong way round: in the morning or the afternoon, and not far from each other."""
    if isinstance(end, time) and isinstance(start, time):
        minutes = (start.hour - end.hour) * 60 + start.minute - end.minute
        return end.hour >= DAWN and _SHORT_SLOT <= minutes <= _LONG_SLOT
    days = (start - end).days if not isinstance(end, time) and not isinstance(start, time) else 0
    return 0 < days <= _LONG_LEAVE


def plain_blocks(facts: Facts) -> Iterator[Fault]:
    """Homework and strand rows with a block."""
    for index, row in enumerate(facts.school.pattern):
        if row.kind != "elective" and row.block_id != row.slot_id:
            yield _pattern(index, row.block_id, "files.block_not_elective")


def block_ids(facts: Facts) -> Iterator[Fault]:
    """Blocks that have the id of a slot which is none of theirs."""
    slots: dict[str, set[str]] = defaultdict(set)
    for row in facts.school.pattern:
        slots[row.block_id] |= {row.slot_id} if row.kind == "elective" else set()
    of_lost_rows = facts.lost.get(("pattern", "slot_id"), frozenset())
    if "pattern" in facts.partial and ("pattern", "slot_id") not in facts.lost:
        return
    for index, row in facts.sound_electives():
        if row.block_id in facts.slots and row.block_id not in slots[row.block_id] | of_lost_rows:
            yield _pattern(index, row.block_id, "files.block_is_slot")


def block_weekdays(facts: Facts) -> Iterator[Fault]:
    """Blocks with slots on more than one weekday; named at the rows on other weekdays than most of them."""
    rows = facts.sound_electives()
    weekdays = _most((row.block_id, facts.slots[row.slot_id].weekday) for _, row in rows)
    for index, row in rows:
        day = facts.slots[row.slot_id].weekday
        if day != weekdays[row.block_id]:
            named: dict[str, str | int] = {"weekday": weekdays[row.block_id], "slot": row.slot_id, "day": day}
            yield _pattern(index, row.block_id, "files.block_weekdays", **named)


def lone_weekdays(facts: Facts) -> Iterator[Fault]:
    """Slots that alone of their block are on another weekday, and would overlap nothing on that of the others, of which there
    are at least two.

    At least half of the block's grades must have the slot: one row alone is likelier mistyped than the slot.
    """
    slots: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for _, row in facts.sound_electives():
        slots[row.block_id][row.slot_id].add(row.grade)
    rows = {slot.slot_id: index for index, slot in reversed(list(enumerate(facts.school.slots)))}
    for block, own in slots.items():
        days = Counter(facts.slots[slot_id].weekday for slot_id in own)
        grades = set[str]().union(*own.values())
        lone = [slot_id for slot_id in own if days[facts.slots[slot_id].weekday] == 1]
        if len(lone) == 2:  # one each: the id may tell which
            said = {slot_id: weekday_of_id(facts.slots[slot_id], facts.school.slots) for slot_id in lone}
            lone = [one for one in lone if said[one] in days and said[one] != facts.slots[one].weekday]
        if len(days) != 2 or len(lone) != 1 or len(own[lone[0]]) * 2 < len(grades):
            continue
        slot = facts.slots[lone[0]]
        others = sorted(set(own) - {slot.slot_id})
        if not fits(facts, slot, facts.slots[others[0]].weekday):
            continue
        facts.moved_slots.add(slot.slot_id)
        args: dict[str, str | int] = {"block": block, "weekday": facts.slots[others[0]].weekday}
        args |= {"slots": ";".join(others), "slot": slot.slot_id, "number": args["weekday"]}
        index, found = rows[slot.slot_id], str(slot.weekday)
        yield Fault(table="slots", index=index, column="weekday", found=found, wanted="files.slot_alone", args=args)


def one_block_a_slot(facts: Facts) -> Iterator[Fault]:
    """Slots that different grades use in different blocks; named at the rows that differ from most, where there are as many
    of both at those that are blank."""
    rows = facts.sound_electives()
    blocks = _most((row.slot_id, row.block_id) for _, row in sorted(rows, key=lambda one: one[1].block is None))
    for index, row in rows:
        block = blocks[row.slot_id]
        if block != row.block_id:
            wanted = "files.block_two" if row.block else "files.block_blank"
            yield _pattern(index, row.block or "", wanted, slot=row.slot_id, block=block)


def _most(pairs: Iterable[tuple[str, _Value]]) -> dict[str, _Value]:
    """The value that each key has most often, the first of several: what few rows have is likelier to be mistyped."""
    counts: dict[str, Counter[_Value]] = defaultdict(Counter)
    for key, value in pairs:
        counts[key][value] += 1
    return {key: count.most_common(1)[0][0] for key, count in counts.items()}


def undivided(facts: Facts) -> Iterator[Fault]:
    """Grades that share a block but not its slots; named where a grade lacks a slot of the others, or has one that few have."""
    blocks: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    if facts.planned is None:
        return
    for index, row in facts.sound_electives():
        if row.grade not in facts.faulty_grades | facts.unsure_grades:
            blocks[row.block_id][row.grade].setdefault(row.slot_id, index)
    faulty = [row for i, row in enumerate(facts.school.pattern) if ("pattern", i) in facts.faulty]
    unsure = len(facts.unsure_grades)
    for block, rows in blocks.items():
        counts = Counter(slot for own in rows.values() for slot in own)
        usual = {slot for slot, count in counts.items() if count * 2 >= len(rows) + unsure}
        few = {slot for slot, count in counts.items() if (count + unsure) * 2 < len(rows) + unsure}
        for mistyped, meant in _mistyped_grades(facts, rows, usual):
            yield _no_class(facts, min(rows.pop(mistyped).values()), mistyped)
            del rows[meant]
        for grade, own in rows.items():
            astray = {row.slot_id for row in faulty if row.block_id == block}
            if lacking := sorted(usual - set(own) - astray):
                slots = ";".join(lacking)
                yield _pattern(min(own.values()), block, "files.block_divided", grade=grade, slots=slots)
            for slot in sorted(set(own) & few):
                yield _pattern(own[slot], block, "files.block_extra", grade=grade, slots=slot)


def _mistyped_grades(facts: Facts, rows: dict[str, dict[str, int]], usual: set[str]) -> list[tuple[str, str]]:
    """Grades without a class that have just what another grade lacks of a block's slots, each with that grade."""
    lacking = {grade: usual - set(own) for grade, own in rows.items()}
    found: list[tuple[str, str]] = []
    if not facts.all_known("grades"):
        return []
    in_classes = facts.class_grades | facts.lost.get(("classes", "grade"), frozenset())
    for grade, own in rows.items():
        meant = next(
            (g for g, slots in lacking.items() if slots and slots == set(own) and g in facts.class_grades), None
        )
        if grade not in in_classes and meant and meant not in {g for _, g in found}:
            found.append((grade, meant))
    return found


def _pattern(index: int, found: str, wanted: str, /, **args: str | int) -> Fault:
    return Fault(table="pattern", index=index, column="block", found=found, wanted=wanted, args=args)


def pattern_grades(facts: Facts) -> Iterator[Fault]:
    """Grades of the pattern without a class, and of classes without a pattern, where there are both: one was mistyped.

    Each alone is allowed: a grade may have no class this term, and one without rows has gone home. The fewer rows are
    named.
    """
    planned = facts.planned
    if planned is None or not facts.all_known("grades"):
        return
    in_classes = facts.class_grades | facts.lost.get(("classes", "grade"), frozenset())
    lone = [i for i, row in enumerate(facts.school.classes) if row.grade not in planned]
    stray = [i for i, row in enumerate(facts.school.pattern) if row.grade not in in_classes]
    if lone and len(lone) <= len(stray):
        yield from (_no_pattern(facts, index) for index in lone)
    elif lone:
        yield from (_no_class(facts, index, facts.school.pattern[index].grade) for index in stray)


def _no_pattern(facts: Facts, index: int) -> Fault:
    grade = facts.school.classes[index].grade
    facts.faulty_grades.add(grade)
    planned = sorted(facts.planned or ())
    near = said(grade, planned) or next(iter(get_close_matches(grade, planned, n=1)), "")
    args: dict[str, str | int] = {"nearest": near, "existing": ";".join(planned)}
    return Fault(table="classes", index=index, column="grade", found=grade, wanted="files.grade_no_pattern", args=args)


def _no_class(facts: Facts, index: int, grade: str, meant: str = "") -> Fault:
    args: dict[str, str | int] = {"table": "classes", "nearest": meant or facts.hint("grades", grade)}
    args["nearest"] = args["nearest"] if args["nearest"] != grade else ""
    args["existing"] = ";".join(sorted(facts.class_grades))
    return Fault(table="pattern", index=index, column="grade", found=grade, wanted="files.unknown_grade", args=args)


def strands(facts: Facts) -> Iterator[Fault]:
    """Grades whose strand slots and strand sessions differ in number (R3)."""
    acts = [(i, a) for i, a in enumerate(facts.school.activities) if a.kind == "strand"]
    if facts.planned is None:
        return
    if (odd := _odd_strand(facts, acts)) is not None:
        yield odd
        return
    for grade in sorted(facts.class_grades - facts.faulty_grades - facts.unsure_grades):
        rows = {r.slot_id: i for i, r in enumerate(facts.school.pattern) if r.grade == grade and r.kind == "strand"}
        own = [(i, a) for i, a in acts if a.for_grade(grade)]
        sessions = sum(a.sessions_week for _, a in own)
        if len(rows) > sessions and facts.unclear_grades("strand"):
            continue
        if len(rows) != sessions:
            facts.faulty_grades.add(grade)
            if not any(row.grade == grade for row in facts.school.pattern):
                yield _no_pattern(facts, next(i for i, c in enumerate(facts.school.classes) if c.grade == grade))
                continue
            args: dict[str, str | int] = {"grade": grade, "slots": len(rows), "sessions": sessions}
            if (odd := _odd_kind(facts, grade, sessions - len(rows))) is not None:
                row = facts.school.pattern[odd]
                wanted = "files.strand_count_less" if sessions > len(rows) else "files.strand_count_more"
                args["slot"] = row.slot_id
                yield Fault(table="pattern", index=odd, column="kind", found=row.kind, wanted=wanted, args=args)
                continue
            if left_out := _left_out(facts, grade, sessions - len(rows)):
                if stray := _of_no_class(facts, left_out):
                    yield from (_no_class(facts, index, facts.school.pattern[index].grade, grade) for index in stray)
                    continue
                args["missing"] = ";".join(left_out)
                yield Fault(table="pattern", wanted="files.strand_row_missing", args=args)
                continue
            table, index, column = _strand_place(rows, own)
            yield Fault(table=table, index=index, column=column, found=grade, wanted="files.strand_count", args=args)


def _odd_strand(facts: Facts, acts: list[tuple[int, Activity]]) -> Fault | None:
    """The only strand whose times a week are wrong for all of several grades alike, and for no other; these are put right with it."""
    over: dict[str, int] = {}
    for grade in facts.class_grades - facts.faulty_grades - facts.unsure_grades:
        slots = {row.slot_id for row in facts.school.pattern if row.grade == grade and row.kind == "strand"}
        over[grade] = sum(a.sessions_week for _, a in acts if a.for_grade(grade)) - len(slots)
    wrong = {grade: count for grade, count in over.items() if count}
    if len(wrong) < _SEVERAL or len(set(wrong.values())) > 1:
        return None
    more = next(iter(wrong.values()))
    meant = [
        (index, a)
        for index, a in acts
        if a.sessions_week > more and {grade for grade in over if a.for_grade(grade)} == wrong.keys()
    ]
    if len(meant) != 1:
        return None
    index, one = meant[0]
    facts.faulty_grades |= wrong.keys()
    args: dict[str, str | int] = {"existing": ";".join(sorted(wrong)), "meant": str(one.sessions_week - more)}
    found, wanted = str(one.sessions_week), "files.strand_sessions"
    return Fault(table="activities", index=index, column="sessions_week", found=found, wanted=wanted, args=args)


def _odd_kind(facts: Facts, grade: str, lacking: int) -> int | None:
    """The only row of a grade that is no strand where most other grades have one, if one is ``lacking``; the only that is one
    where most have none, if there is one too many."""
    if abs(lacking) != 1:
        return None
    found: list[int] = []
    for index, row in enumerate(facts.school.pattern):
        if row.grade != grade or (row.kind == "strand") == (lacking > 0):
            continue
        others = [r.kind == "strand" for r in facts.school.pattern if r.slot_id == row.slot_id and r.grade != grade]
        alike = others.count(lacking > 0)
        if alike and alike * 2 > len(others):
            found.append(index)
    return found[0] if len(found) == 1 else None


def _left_out(facts: Facts, grade: str, lacking: int) -> list[str]:
    """The slots in which a grade has no row and most others have a strand, where it lacks just as many."""
    own = {row.slot_id for row in facts.school.pattern if row.grade == grade}
    others: dict[str, list[bool]] = defaultdict(list)
    for row in facts.school.pattern:
        others[row.slot_id].append(row.kind == "strand")
    found = [slot for slot, strand in others.items() if slot not in own and sum(strand) * 2 > len(strand)]
    return found if len(found) == lacking else []


def _of_no_class(facts: Facts, slots: list[str]) -> list[int]:
    """The rows of strands in these slots whose grade no class has, where there is just one for each: theirs are the grades that were
    mistyped."""
    if not facts.all_known("grades"):
        return []
    rows = enumerate(facts.school.pattern)
    found = [(i, row.slot_id) for i, row in rows if row.kind == "strand" and row.grade not in facts.class_grades]
    own = [(i, slot) for i, slot in found if slot in slots]
    return [i for i, _ in own] if sorted(slot for _, slot in own) == sorted(slots) else []


def _strand_place(rows: dict[str, int], own: list[tuple[int, Activity]]) -> tuple[str, int, str]:
    """Where to look first."""
    return ("pattern", min(rows.values()), "kind") if rows else ("activities", own[0][0], "sessions_week")


def homework(facts: Facts) -> Iterator[Fault]:
    """Grades with homework slots that have not exactly one homework activity."""
    acts = [(i, a) for i, a in enumerate(facts.school.activities) if a.kind == "homework"]
    first: dict[str, int] = {}
    for index, row in enumerate(facts.school.pattern):
        if row.kind == "homework" and row.grade in facts.class_grades:
            first.setdefault(row.grade, index)
    for grade, index in first.items():
        own = [i for i, a in acts if a.for_grade(grade)]
        if not own and facts.unclear_grades("homework"):
            continue
        if len(own) != 1 and acts:
            args: dict[str, str | int] = {"grade": grade, "count": len(own)}
            table, place = ("activities", own[1]) if own else ("pattern", index)
            yield Fault(table=table, index=place, column="kind", found=grade, wanted="files.homework_count", args=args)


def activities(facts: Facts) -> Iterator[Fault]:
    """Sizes that cannot be, and settings that only clubs have."""
    for index, row in enumerate(facts.school.activities):
        if row.max_size is not None and row.min_size > row.max_size:
            args: dict[str, str | int] = {"least": row.min_size}
            found, wanted = str(row.max_size), "files.sizes" if row.max_size else "files.size_none"
            yield Fault(table="activities", index=index, column="max_size", found=found, wanted=wanted, args=args)
        if row.kind != "club":
            if row.fallback:
                yield _activity(index, "fallback", row.kind, "files.fallback_not_club")
            if row.scope == "class":
                yield _activity(index, "scope", row.kind, "files.scope_not_club")


def implied_homework(facts: Facts) -> Iterator[Fault]:
    """An activity that has the id of the implied homework but is of another kind."""
    rows = facts.school.activities
    if not any(row.kind == "homework" for row in rows):
        for index, row in enumerate(rows):
            if row.activity_id == HOMEWORK_ID:
                yield _activity(index, "activity_id", HOMEWORK_ID, "files.homework_id")


def _activity(index: int, column: str, found: str, wanted: str) -> Fault:
    return Fault(table="activities", index=index, column=column, found=found, wanted=wanted)
