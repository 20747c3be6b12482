"""Pins from a plan: what of it is to stay when the school is planned again, as rows for its instance."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from models.checks import faults
from models.pins import PinDutyRow, PinPlacementRow, PinRow
from models.plan import Plan, Session
from models.row import Row
from models.school import School
from scheduler.conflict import contradiction
from scheduler.errors import PinConflict
from scheduler.options import Options, Stop
from scheduler.rerun import lost

TABLES = ("pins", "pin_placements", "pin_duties")


@dataclass(frozen=True)
class Wanted:
    """What of a plan is to be pinned; each part adds to the others.

    ``weekdays``: everything on them; ``dates``: their duties; ``grades``: their sessions and places; ``clubs``:
    activities with whoever is in them; ``people``: what they lead or escort, their duties, a student's places.
    """

    weekdays: frozenset[int] = frozenset()
    dates: frozenset[date] = frozenset()
    grades: frozenset[str] = frozenset()
    clubs: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    placements: bool = False
    everything: bool = False

    @property
    def nothing(self) -> bool:
        """Whether no part of the plan is asked for."""
        return self == Wanted()


@dataclass(frozen=True)
class Pins:
    """Rows to add by table, in the order of the plan; ``already``: how many more the instance has;
    ``gone``: rows that would name what the instance knows no longer, or what a student may no longer have."""

    rows: dict[str, tuple[Row, ...]] = field(default_factory=dict[str, tuple[Row, ...]])
    already: int = 0
    gone: tuple[PinRow | PinPlacementRow | PinDutyRow, ...] = ()

    @property
    def count(self) -> int:
        """How many rows there are to add."""
        return sum(map(len, self.rows.values()))


def pins_of(plan: Plan, school: School, wanted: Wanted) -> Pins:
    """The pins that keep the wanted part of a plan. Who escorts, and which of several sections a student is in, no pin
    can say."""
    choice = _Choice(plan, school, wanted)
    given: dict[str, list[Row]] = {
        "pins": [_pin(session) for session in plan.sessions if choice.session(session)],
        "pin_placements": [
            PinPlacementRow(student_id=row.student_id, block=row.block, activity_id=row.activity_id)
            for row in plan.placements
            if row.activity_id is not None and choice.place(row.student_id, row.block, row.activity_id)
        ],
        "pin_duties": [
            PinDutyRow(date=row.date, post_id=row.post_id, staff_id=row.staff_id)
            for row in plan.duties
            if row.staff_id is not None and choice.duty(row.date, row.weekday, row.staff_id)
        ],
    }
    fresh = {table: _without(rows, getattr(school, table)) for table, rows in given.items()}
    already = sum(map(len, given.values())) - sum(map(len, fresh.values()))
    return _without_gone(school, Pins(fresh, already))


def pinned(school: School, pins: Pins) -> School:
    """The school with these pins beside those that it has."""
    tables: dict[str, Any] = {t: (*getattr(school, t), *rows) for t, rows in pins.rows.items()}
    return school.replaced(**tables)


def clash(school: School, plan: Plan, options: Options, stop: Stop | None = None) -> PinConflict | None:
    """The error to raise where no plan keeps the school's pins. ``plan``: one that probably does, which is proof enough."""
    return contradiction(school, options, stop) if lost(school, plan) else None


class _Choice:
    """Whether a row of the plan is in the wanted part."""

    def __init__(self, plan: Plan, school: School, wanted: Wanted) -> None:
        self.school = school
        self.wanted = wanted
        self.weekday_of = {block.block_id: block.weekday for block in school.blocks.values()}
        self.weekday_of |= {session.block: session.weekday for session in plan.sessions}
        class_of = {row.student_id: row.class_id for row in plan.placements}
        class_of |= {row.student_id: row.class_id for row in school.students}
        self.grade_of = {who: self._grade(class_id) for who, class_id in class_of.items()}
        self.grades_in: dict[str, set[str | None]] = defaultdict(set)
        for row in [*plan.placements, *plan.tutoring]:
            self.grades_in[row.session_id or ""].add(self.grade_of.get(row.student_id))

    def _grade(self, class_id: str | None) -> str | None:
        found = self.school.class_by_id.get(class_id or "")
        return found.grade if found else None

    def session(self, session: Session) -> bool:
        wanted = self.wanted
        return (
            wanted.everything
            or session.weekday in wanted.weekdays
            or session.activity_id in wanted.clubs
            or session.leader_id in wanted.people
            or session.escort_id in wanted.people
            or self._grade(session.class_id) in wanted.grades
            or bool(self.grades_in[session.session_id] & wanted.grades)
        )

    def place(self, student_id: str, block: str, activity_id: str) -> bool:
        wanted = self.wanted
        return (
            wanted.everything
            or wanted.placements
            or self.weekday_of.get(block) in wanted.weekdays
            or activity_id in wanted.clubs
            or student_id in wanted.people
            or self.grade_of[student_id] in wanted.grades
        )

    def duty(self, day: date, weekday: int, staff_id: str) -> bool:
        wanted = self.wanted
        return wanted.everything or day in wanted.dates or weekday in wanted.weekdays or staff_id in wanted.people


def _pin(session: Session) -> PinRow:
    return PinRow(
        block=session.block,
        activity_id=session.activity_id,
        class_id=session.class_id,
        section=session.section,
        leader_id=session.leader_id,
        room_id=session.room_id,
    )


def _without(rows: Iterable[Row], known: Sequence[Row]) -> tuple[Row, ...]:
    there = frozenset(known)
    return tuple(row for row in dict.fromkeys(rows) if row not in there)


def _without_gone(school: School, pins: Pins) -> Pins:
    """The same without rows that the instance would call faulty."""
    bad: dict[str, set[int]] = defaultdict(set)
    for fault in faults(pinned(school, pins)):
        if fault.table in TABLES and fault.index is not None:
            bad[fault.table].add(fault.index - len(getattr(school, fault.table)))
    kept = {t: tuple(row for n, row in enumerate(rows) if n not in bad[t]) for t, rows in pins.rows.items()}
    gone: Any = tuple(row for t, rows in pins.rows.items() for n, row in enumerate(rows) if n in bad[t])
    return replace(pins, rows=kept, gone=gone)
