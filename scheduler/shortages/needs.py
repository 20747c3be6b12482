"""What a complete plan must hold at least: each need, and the slots and activities that can meet it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from models.school import School
from models.services import Activity
from models.term import PatternKind
from scheduler.shortages.seats import BlockSeats
from scheduler.shortages.times import RuledOut, most_strands
from scheduler.shortages.tutoring import Groups


@dataclass(frozen=True)
class Need:
    """``amount`` sessions (for clubs: of one slot each) in ``slots``, at most so many in each, of any of ``activities``.

    ``what`` and ``of``: ``homework`` and the activity, ``strands`` and the grade, ``strand`` and the activity,
    ``clubs`` and the block, ``tutoring`` and the activity. ``also`` tells two such needs apart; the leader must be
    able to stay ``through`` these slots.
    """

    what: str
    of: str
    amount: int
    slots: tuple[tuple[str, int], ...]
    activities: frozenset[str]
    also: str = ""
    through: frozenset[str] = frozenset()

    @property
    def grade(self) -> str:
        """The grade whose classes need it; blank for clubs and tutoring, which take students of several."""
        if self.what == "strands":
            return self.of
        return self.also.split(";")[0] if self.what in ("homework", "strand") else ""


def grades(school: School) -> tuple[str, ...]:
    """The grades, in the order of their classes."""
    return tuple(dict.fromkeys(c.grade for c in school.classes))


def strands_of(school: School, grade: str) -> tuple[Activity, ...]:
    """The strands of a grade."""
    return tuple(a for a in school.activity_by_id.values() if a.kind == "strand" and a.for_grade(grade))


def classes_in(school: School, grade: str, slot_id: str) -> tuple[str, ...]:
    """The grade's classes of which somebody stays on the slot's weekday."""
    weekday = school.slot_by_id[slot_id].weekday
    return tuple(c.class_id for c in school.classes if c.grade == grade and school.staying.get((c.class_id, weekday)))


def sessions_due(school: School, kind: PatternKind) -> tuple[tuple[str, str], ...]:
    """The sessions of homework or strands that there should be, as class and slot: where somebody of the class stays."""
    return tuple(
        (one.class_id, slot_id)
        for one in school.classes
        for slot_id in school.slots_of(one.grade, kind)
        if school.staying.get((one.class_id, school.slot_by_id[slot_id].weekday))
    )


def _by_grade(school: School, sessions: Iterable[tuple[str, str]]) -> Counter[tuple[str, str]]:
    return Counter((school.class_by_id[class_id].grade, slot_id) for class_id, slot_id in sessions)


def homework_needs(school: School) -> Iterator[Need]:
    """A session for each class in each of its homework slots."""
    counts = _by_grade(school, sessions_due(school, "homework"))
    for grade in grades(school):
        activity = school.homework_of(grade)
        if activity is None:
            continue
        for slot_id in school.slots_of(grade, "homework"):
            if not activity.runs_in(slot_id):
                continue
            count = counts[grade, slot_id]
            acts = frozenset((activity.activity_id,))
            yield Need("homework", activity.activity_id, count, ((slot_id, count),), acts, f"{grade};{slot_id}")


def strand_slot_needs(school: School, lost: dict[str, tuple[RuledOut, ...]]) -> Iterator[Need]:
    """A session of any strand for each class in each of its strand slots, but those that are ``lost``."""
    closed = {(c, s) for c, several in lost.items() for one in several if one.kind == "strand" for s in one.slots}
    counts = _by_grade(school, (one for one in sessions_due(school, "strand") if one not in closed))
    for grade in grades(school):
        for slot_id in school.slots_of(grade, "strand"):
            acts = frozenset(a.activity_id for a in strands_of(school, grade) if a.runs_in(slot_id))
            count = counts[grade, slot_id]
            yield Need("strands", grade, count, ((slot_id, count),), acts, slot_id)


def slots_by_class(sessions: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The slots of each class that has any of the sessions."""
    found: dict[str, list[str]] = {}
    for class_id, slot_id in sessions:
        found.setdefault(class_id, []).append(slot_id)
    return found


def must_have(activity: Activity, strands: Sequence[Activity], slots: Sequence[str]) -> int:
    """How often at least a class has the strand that has as many of all its strands as can be in these slots."""
    others = [one for one in strands if one is not activity]
    return most_strands(strands, slots) - most_strands(others, slots)


def strand_week_needs(school: School) -> Iterator[Need]:
    """The sessions of each strand that the classes of a grade must have in a week."""
    sessions = sessions_due(school, "strand")
    slots_of, counts = slots_by_class(sessions), _by_grade(school, sessions)
    for grade in grades(school):
        strands = strands_of(school, grade)
        for activity in strands:
            classes = (c.class_id for c in school.classes if c.grade == grade)
            amount = sum(must_have(activity, strands, slots_of.get(c, [])) for c in classes)
            most = tuple((s, counts[grade, s]) for s in school.slots_of(grade, "strand") if activity.runs_in(s))
            yield Need("strand", activity.activity_id, amount, most, frozenset((activity.activity_id,)), grade)


def club_needs(blocks: tuple[BlockSeats, ...]) -> Iterator[Need]:
    """The fewest sections of each block, for each slot of it."""
    for block in blocks:
        count, acts = block.fewest_sections()
        for slot_id in block.block.slots:
            through = frozenset(block.block.slots)
            yield Need("clubs", block.block.block_id, count, ((slot_id, count),), acts, slot_id, through)


def tutoring_slot_needs(groups: tuple[Groups, ...]) -> Iterator[Need]:
    """The tutoring groups that can only meet in one slot each."""
    for one in groups:
        for slot_id in one.slots:
            count = min(one.forced_groups(slot_id), one.activity.max_sections)
            acts = frozenset((one.activity.activity_id,))
            yield Need("tutoring", one.activity.activity_id, count, ((slot_id, count),), acts, slot_id)


def tutoring_needs(groups: tuple[Groups, ...]) -> Iterator[Need]:
    """The fewest tutoring groups of the week, over the slots in which they can meet."""
    for one in groups:
        count = min(one.fewest_groups(), one.activity.max_sections * len(one.slots))
        slots = tuple((s, one.activity.max_sections) for s in one.slots)
        if slots:
            acts = frozenset((one.activity.activity_id,))
            yield Need("tutoring", one.activity.activity_id, count, slots, acts)
