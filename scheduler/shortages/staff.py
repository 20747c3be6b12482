"""Who could work when, before any plan: limits, unavailable slots, teachers' children, clearance."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from models.people import CHILDCARE_SKILL, ChildRow, Instructor, Teacher
from models.school import School
from models.services import Activity

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
        self._most: dict[tuple[Acts, str], int] = {}
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
            slots = self.school.slot_by_id if self._works(teacher) else ()
            found[teacher.teacher_id] = frozenset(
                s for s in slots if s not in teacher.unavailable and self._cared_for(teacher.teacher_id, s, self.places)
            )
        return found

    @cached_property
    def places(self) -> dict[tuple[str, str], int]:
        """Places for children of (group, slot id), in rooms for which there can be carers.

        A carer's own children need places too, so a room without carers may cost another room its carers.
        """
        rooms = [(room, slot) for room in self.school.childcare_rooms for slot in room.slots or self.school.slot_by_id]
        while True:
            found: dict[tuple[str, str], int] = {}
            for room, slot in rooms:
                found[room.group, slot] = found.get((room.group, slot), 0) + room.places
            carers = {slot: self._carers(slot, found) for slot in self.school.slot_by_id}
            kept = [(room, slot) for room, slot in rooms if carers.get(slot, 0) >= room.carers]
            if len(kept) == len(rooms):
                return found
            rooms = kept

    @cached_property
    def own_places(self) -> dict[tuple[str, str], int]:
        """Places of (group, slot id) in rooms that their own staff run."""
        found: dict[tuple[str, str], int] = {}
        for room in self.school.childcare_rooms:
            for slot in () if room.carers else room.slots or self.school.slot_by_id:
                found[room.group, slot] = found.get((room.group, slot), 0) + room.places
        return found

    def fewest_carers(self, slot_id: str) -> int:
        """The fewest carers that a room with carers costs in the slot; 0 where there is no such room."""
        rooms = (r for r in self.school.childcare_rooms if r.carers and (not r.slots or slot_id in r.slots))
        return min((r.carers for r in rooms), default=0)

    def most_carers(self, slot_id: str) -> int:
        """The most teachers who could be carers in the slot at once, if every room were open for their own children."""
        return self._carers(slot_id, self._open(slot_id))

    def _open(self, slot_id: str) -> dict[tuple[str, str], int]:
        """The places of a slot if there were carers for every room that is open then."""
        every = {(room.group, slot_id): 0 for room in self.school.childcare_rooms}
        for room in self.school.childcare_rooms:
            every[room.group, slot_id] += room.places if not room.slots or slot_id in room.slots else 0
        return every

    def _carers(self, slot_id: str, places: dict[tuple[str, str], int]) -> int:
        return sum(
            CHILDCARE_SKILL in t.skills
            and slot_id not in t.unavailable
            and self._works(t)
            and self._cared_for(t.teacher_id, slot_id, places)
            for t in self.school.teachers
        )

    def _works(self, teacher: Teacher) -> bool:
        return self.week_limit(teacher) > 0 and teacher.max_sessions_day > 0

    def children_in(self, teacher_id: str, slot_id: str) -> list[ChildRow]:
        """The teacher's children who would need a place if the teacher worked in the slot."""
        slot = self.school.slot_by_id[slot_id]
        rows = self._children.get(teacher_id, ())
        return [c for c in rows if slot.weekday in c.weekdays and slot.end > c.leave_by]

    def _cared_for(self, teacher_id: str, slot_id: str, places: dict[tuple[str, str], int]) -> bool:
        """Whether each child of the teacher could have a place in the slot, or needs none."""
        needy = self.children_in(teacher_id, slot_id)
        groups = [c.group for c in needy]
        return all(c.may_use_room for c in needy) and all(
            groups.count(g) <= places.get((g, slot_id), 0) for g in set(groups)
        )

    def cared_for(self, teacher_id: str, slot_id: str) -> bool:
        """Whether the teacher's children could have places in the slot, each as if alone, or need none."""
        return self._cared_for(teacher_id, slot_id, self.places)

    def could_be_cared_for(self, teacher_id: str, slot_id: str) -> bool:
        """The same if there were carers for every room that is open then."""
        return self._cared_for(teacher_id, slot_id, self._open(slot_id))

    def scarce_group(self, teacher_id: str, slot_id: str) -> str | None:
        """The group with the fewest places in which the teacher needs one in the slot, if any."""
        groups = {c.group for c in self.children_in(teacher_id, slot_id)}
        return min(groups, key=lambda g: (self.places.get((g, slot_id), 0), g), default=None)

    def most_leaders(self, activities: Acts, slot_id: str) -> int:
        """The most people who can lead one of the activities at once: with the children's rooms that take carers closed, or with the
        cheapest of them open for all, whose carers do not lead then."""
        if (activities, slot_id) not in self._most:
            here = [kind for kind in self.kinds if slot_id in kind.free and self.can_lead(kind, activities)]
            hired = sum(len(kind.members) for kind in here if kind.external)
            able = {who for kind in here if not kind.external for who in kind.members}
            carers = self.fewest_carers(slot_id)
            most = self._at_once(able, slot_id, self.own_places if carers else self.places)
            if carers:
                skilled = {one.teacher_id for one in self.school.teachers if CHILDCARE_SKILL in one.skills}
                both = able | {who for who in skilled if slot_id in self.free[who]}
                beside = self._at_once(both, slot_id, self.places) - carers
                most = max(most, min(beside, self._at_once(able, slot_id, self.places)))
            self._most[activities, slot_id] = hired + most
        return self._most[activities, slot_id]

    def _at_once(self, people: Iterable[str], slot_id: str, places: dict[tuple[str, str], int]) -> int:
        """How many of them can be there at once by the places for their children."""
        groups = Counter(self.scarce_group(who, slot_id) for who in people)
        return sum(n if g is None else min(n, places.get((g, slot_id), 0)) for g, n in groups.items())

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

    def skilled(self, activity: Activity) -> bool:
        """Whether anybody may lead the activity, if they can come."""
        people = (*self.school.teachers, *(() if activity.teacher_only else self.school.instructors))
        return any(not activity.needs_skill or activity.activity_id in one.skills for one in people)

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

    @staticmethod
    def can_stay(kind: Kind, slots: frozenset[str]) -> bool:
        """Whether each of the kind could lead one session through all the slots, which are of one weekday."""
        return slots <= kind.free and min(kind.day, kind.week) >= len(slots)

    def leaders_through(self, slots: Iterable[str], activities: Acts) -> tuple[str, ...]:
        """Who could lead one of the activities in all the slots, which are of one weekday, as one session; with an escort, if any
        teacher can stay as long."""
        wanted = frozenset(slots)
        escorts = any(not kind.external and self.can_stay(kind, wanted) for kind in self.kinds)
        return tuple(
            member
            for kind in self.kinds
            if self.can_stay(kind, wanted) and self.can_lead(kind, activities) and (escorts or not kind.escort)
            for member in kind.members
        )
