"""Who could work when, before any plan: limits, unavailable slots, teachers' children, clearance."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from models.people import CHILDCARE_SKILL, ChildRow, Instructor, Teacher
from models.school import School

Acts = frozenset[str]


@dataclass(frozen=True)
class Kind:
    """Teachers or instructors who are alike in all that counts here; ``day`` and ``week`` limit each one's slots."""

    members: tuple[str, ...]
    external: bool
    escort: bool
    free: frozenset[str]
    skills: frozenset[str]
    day: int
    week: int


class Staff:
    """The staff of a school as the limits of every possible plan."""

    def __init__(self, school: School) -> None:
        self.school = school
        self._children: dict[str, list[ChildRow]] = {}
        for child in school.childcare:
            self._children.setdefault(child.teacher_id, []).append(child)

    # -- limits --------------------------------------------------------------------------------------------
    @staticmethod
    def week_limit(teacher: Teacher) -> int:
        """Most slots a week."""
        if teacher.max_load is None:
            return teacher.max_sessions_week
        return max(0, min(teacher.max_sessions_week, teacher.max_load - teacher.day_load))

    @cached_property
    def free(self) -> dict[str, frozenset[str]]:
        """The slots in which each teacher could work at all."""
        found: dict[str, frozenset[str]] = {}
        for teacher in self.school.teachers:
            works = self.week_limit(teacher) > 0 and teacher.max_sessions_day > 0
            slots = self.school.slot_by_id if works else ()
            found[teacher.teacher_id] = frozenset(
                s for s in slots if s not in teacher.unavailable and self.children_cared_for(teacher.teacher_id, s)
            )
        return found

    @cached_property
    def places(self) -> dict[tuple[str, str], int]:
        """Places for children of (group, slot id), in rooms for which there can be carers."""
        carers = {
            slot: sum(CHILDCARE_SKILL in t.skills and slot not in t.unavailable for t in self.school.teachers)
            for slot in self.school.slot_by_id
        }
        found: dict[tuple[str, str], int] = {}
        for room in self.school.childcare_rooms:
            for slot in room.slots or self.school.slot_by_id:
                if carers.get(slot, 0) >= room.carers:
                    found[room.group, slot] = found.get((room.group, slot), 0) + room.places
        return found

    def children_in(self, teacher_id: str, slot_id: str) -> list[ChildRow]:
        """The teacher's children who would need a place if the teacher worked in the slot."""
        slot = self.school.slot_by_id[slot_id]
        rows = self._children.get(teacher_id, ())
        return [c for c in rows if slot.weekday in c.weekdays and slot.end > c.leave_by]

    def children_cared_for(self, teacher_id: str, slot_id: str) -> bool:
        """Whether each child of the teacher could have a place in the slot, or needs none."""
        needy = self.children_in(teacher_id, slot_id)
        groups = [c.group for c in needy]
        return all(c.may_use_room for c in needy) and all(
            groups.count(g) <= self.places.get((g, slot_id), 0) for g in set(groups)
        )

    def scarce_group(self, teacher_id: str, slot_id: str) -> str | None:
        """The group with the fewest places in which the teacher needs one in the slot, if any."""
        groups = {c.group for c in self.children_in(teacher_id, slot_id)}
        return min(groups, key=lambda g: (self.places.get((g, slot_id), 0), g), default=None)

    # -- instructors ---------------------------------------------------------------------------------------
    @cached_property
    def visits(self) -> dict[str, frozenset[str]]:
        """The slots in which each instructor could come, given clearance and the shortest visit."""
        return {i.instructor_id: self._visits(i) for i in self.school.instructors}

    def _visits(self, one: Instructor) -> frozenset[str]:
        fewest = max(1, one.min_sessions_visit)
        if one.cleared_until is not None and one.cleared_until < self.school.term.end:
            return frozenset()
        if one.max_sessions_week < fewest:
            return frozenset()
        slots = {s: slot.weekday for s, slot in self.school.slot_by_id.items() if s in one.available}
        days = list(slots.values())
        return frozenset(s for s, weekday in slots.items() if days.count(weekday) >= fewest)

    # -- who can lead --------------------------------------------------------------------------------------
    def can_lead(self, kind: Kind, activities: Acts) -> bool:
        """Whether people of the kind may lead one of the activities."""
        found = (self.school.activity_by_id[a] for a in activities)
        return any(
            (not kind.external or not a.teacher_only) and (not a.needs_skill or a.activity_id in kind.skills)
            for a in found
        )

    @cached_property
    def kinds(self) -> tuple[Kind, ...]:
        """Everyone who could lead anything, alike people together."""
        members: dict[tuple[bool, bool, frozenset[str], frozenset[str], int, int], list[str]] = {}
        for t in self.school.teachers:
            if self.free[t.teacher_id]:
                key = (
                    False,
                    False,
                    self.free[t.teacher_id],
                    frozenset(t.skills),
                    t.max_sessions_day,
                    self.week_limit(t),
                )
                members.setdefault(key, []).append(t.teacher_id)
        for i in self.school.instructors:
            if slots := self.visits[i.instructor_id]:
                key = (True, i.escort, slots, frozenset(i.skills), len(slots), i.max_sessions_week)
                members.setdefault(key, []).append(i.instructor_id)
        return tuple(Kind(tuple(ids), *key) for key, ids in members.items())

    def leaders_through(self, slots: Iterable[str], activities: Acts) -> tuple[str, ...]:
        """Who could lead one of the activities in all the slots, which are of one weekday, as one session."""
        wanted = frozenset(slots)
        return tuple(
            member
            for kind in self.kinds
            if wanted <= kind.free and min(kind.day, kind.week) >= len(wanted) and self.can_lead(kind, activities)
            for member in kind.members
        )
