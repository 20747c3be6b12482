"""What a judgement holds: rules that are broken, and rules that could not be looked at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from models.school import School
from models.term import Slot
from scheduler.calendar import SchoolDay, open_days
from scheduler.packs.names import level
from scheduler.packs.pack import Ruling

Args = dict[str, str | int]


@dataclass(frozen=True)
class Finding:
    """A rule that an instance or a plan breaks.

    ``key`` is the sentence of the catalogue's room ``packs`` and ``args`` its blanks: ids, weekdays as numbers, amounts.
    ``rulings`` are the clauses that say so. ``where`` holds the ids that it is about.
    """

    key: str
    where: tuple[str, ...]
    args: Args
    rulings: tuple[Ruling, ...]

    @property
    def binding(self) -> bool:
        """Whether any of the clauses has a source that is more than hearsay; else it is only a warning."""
        return any(ruling.sure != "unsure" for ruling in self.rulings)


@dataclass(frozen=True)
class Unchecked:
    """A rule that could not be looked at, and what would have to be known: a sentence of the room ``packs``."""

    ruling: Ruling
    key: str
    args: Args = field(default_factory=Args)


@dataclass(frozen=True)
class Judgement:
    """What a school, or its plan, breaks, and what could not be looked at."""

    findings: tuple[Finding, ...] = ()
    unchecked: tuple[Unchecked, ...] = ()

    @property
    def broken(self) -> bool:
        """Whether a rule is broken whose source is more than hearsay."""
        return any(finding.binding for finding in self.findings)


Broken = tuple[str, tuple[str, ...], Args]
Judge = Callable[["Facts", Ruling], Iterator[Broken | Unchecked]]


class Facts:
    """A school as the rules look at it: its service apart from its evening study."""

    def __init__(self, school: School) -> None:
        self.school = school

    @cached_property
    def used(self) -> dict[str, tuple[str, ...]]:
        """The grades that stay in each slot, by slot in order of time; slots that no grade uses are left out."""
        found: dict[str, list[str]] = {slot: [] for slot in self.school.slot_by_id}
        for row in self.school.pattern:
            if row.slot_id in found and row.grade in self.grades:
                found[row.slot_id].append(row.grade)
        return {slot: tuple(sorted(grades)) for slot, grades in found.items() if grades}

    @cached_property
    def grades(self) -> frozenset[str]:
        """Grades that have a class."""
        return frozenset(c.grade for c in self.school.classes)

    def is_evening(self, slot: Slot) -> bool:
        """Whether a slot is evening study and no part of the service."""
        return slot.start >= self.school.hours.evening_from

    def meant(self, ruling: Ruling) -> frozenset[str]:
        """The grades that a clause is for."""
        wanted = ruling.clause.levels
        return frozenset(grade for grade in self.grades if not wanted or level(grade) in wanted)

    def unclear(self, ruling: Ruling) -> tuple[str, ...]:
        """The grades of which nobody can tell whether a clause is for them."""
        return tuple(sorted(g for g in self.grades if level(g) is None)) if ruling.clause.levels else ()

    def slots(self, ruling: Ruling, *, evening: bool = False) -> Iterator[tuple[Slot, tuple[str, ...]]]:
        """The slots of the service (or of evening study) in which grades that the clause is for stay, with these."""
        meant = self.meant(ruling)
        for slot_id, grades in self.used.items():
            slot = self.school.slot_by_id[slot_id]
            staying = tuple(grade for grade in grades if grade in meant)
            if staying and self.is_evening(slot) == evening:
                yield slot, staying

    @cached_property
    def days(self) -> tuple[SchoolDay, ...]:
        """The open dates of the term."""
        return open_days(self.school)
