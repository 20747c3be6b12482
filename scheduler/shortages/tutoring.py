"""Tutoring: whether the students named for it can meet, with a teacher, a room and enough of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from models.places import Room
from models.school import School
from models.services import Activity
from scheduler.shortages.kept import kept
from scheduler.shortages.network import Network
from scheduler.shortages.rooms import room_fits
from scheduler.shortages.shortage import Shortage
from scheduler.shortages.staff import Staff
from scheduler.shortages.tutoring_rooms import roomless


@dataclass(frozen=True)
class Meeting:
    """What a slot can do for a tutoring: who could come, who could lead, the seats of its rooms in order of size."""

    students: frozenset[str]
    leaders: tuple[str, ...]
    seats: tuple[int, ...]


class Groups:
    """One tutoring activity and the students named for it."""

    def __init__(self, school: School, staff: Staff, activity: Activity) -> None:
        self.school, self.staff, self.activity = school, staff, activity
        named = {row.student_id for row in school.tutoring if row.activity_id == activity.activity_id}
        self.students = tuple(sorted(named))

    @cached_property
    def homework_slots(self) -> dict[str, frozenset[str]]:
        """The slots in which each student has homework on a weekday on which they stay."""
        found: dict[str, frozenset[str]] = {}
        for student_id in self.students:
            student = self.school.student_by_id[student_id]
            grade = self.school.class_by_id[student.class_id].grade
            slots = self.school.slots_of(grade, "homework") if self.activity.for_grade(grade) else ()
            found[student_id] = frozenset(s for s in slots if self.school.slot_by_id[s].weekday in student.weekdays)
        return found

    @cached_property
    def meetings(self) -> dict[str, Meeting]:
        """Every slot in which the tutoring may run and some of the students have homework."""
        acts = frozenset((self.activity.activity_id,))
        found: dict[str, Meeting] = {}
        for slot_id in self.school.slot_by_id:
            may_run = self.activity.runs_in(slot_id)
            students = frozenset(s for s in self.students if may_run and slot_id in self.homework_slots[s])
            if students:
                leaders = self.staff.leaders_through((slot_id,), acts)
                found[slot_id] = Meeting(students, leaders, tuple(self._seats(slot_id, len(students))))
        return found

    def _seats(self, slot_id: str, count: int) -> list[int]:
        most = count if self.activity.max_size is None else min(count, self.activity.max_size)
        sizes = [
            min(most, room.capacity)
            for room in self.school.rooms
            if slot_id not in room.unavailable and room_fits(self.activity, room.kinds)
            for _ in range(min(room.groups, count))
        ]
        fewest = max(1, self.activity.min_size)
        return sorted((size for size in sizes if size >= fewest), reverse=True)[: self.activity.max_sections]

    @cached_property
    def slots(self) -> tuple[str, ...]:
        """The slots in which a group can meet at all."""
        return tuple(
            s for s, m in self.meetings.items() if len(m.students) >= self.activity.min_size and m.leaders and m.seats
        )

    def weekdays(self, student_id: str, possible: bool) -> tuple[int, ...]:
        """Weekdays on which the student has homework and, where ``possible``, a group can meet then."""
        slots = self.homework_slots[student_id]
        found = (s for s in slots if not possible or s in self.slots)
        return tuple(sorted({self.school.slot_by_id[s].weekday for s in found}))

    def fewest_groups(self) -> int:
        """The fewest meetings of a week that give every student every session."""
        largest = max((self.meetings[s].seats[0] for s in self.slots), default=0)
        sessions = len(self.students) * self.activity.sessions_week
        return max(self.activity.sessions_week, -(-sessions // largest)) if largest and self.students else 0

    def forced_groups(self, slot_id: str) -> int:
        """The fewest groups in the slot: for those who need every weekday that they have, with this slot alone on it."""
        forced = sum(self._only_here(student_id, slot_id) for student_id in self.meetings[slot_id].students)
        return -(-forced // self.meetings[slot_id].seats[0])

    def _only_here(self, student_id: str, slot_id: str) -> bool:
        by_slot = self.school.slot_by_id
        same_day = [
            s
            for s in self.homework_slots[student_id] & set(self.slots)
            if by_slot[s].weekday == by_slot[slot_id].weekday
        ]
        return same_day == [slot_id] and len(self.weekdays(student_id, True)) <= self.activity.sessions_week

    # -- shortages -----------------------------------------------------------------------------------------
    def shortages(self) -> Iterator[Shortage]:
        """The plainest cause first; a student is named once."""
        if not self.students or not self.activity.sessions_week:
            return
        whole = self._whole()
        if whole:
            yield whole
            return
        named: set[str] = set()
        for possible, key in ((False, "tutoring.days"), (True, "tutoring.slots")):
            by_days: dict[int, list[str]] = {}
            for student_id in self.students:
                if student_id not in named:
                    by_days.setdefault(len(self.weekdays(student_id, possible)), []).append(student_id)
            for days, students in sorted(by_days.items()):
                if days < self.activity.sessions_week:
                    named.update(students)
                    short = self._shortage(key, tuple(students), self.activity.sessions_week, days)
                    yield replace(short, args=short.args | self._why_not(students)) if possible else short
        yield from self._seats_short(named)

    def _shortage(self, key: str, names: tuple[str, ...], needed: int, available: int) -> Shortage:
        args: dict[str, str | int] = {"activity": self.activity.activity_id, "students": ";".join(names)}
        args |= {"needed": needed, "available": available}
        return Shortage("tutoring", key, names, needed, available, args)

    def _why_not(self, students: Iterable[str]) -> dict[str, str | int]:
        """Homework slots of the students on weekdays on which no group can meet, by what is lacking in them; ``shut``: rooms that would
        do but are closed then."""
        found: dict[str, list[str]] = {"blocks": [], "few": [], "leaders": [], "closed": [], "rooms": []}
        shut = dict[str, None]()
        by_slot, lost = self.school.slot_by_id, set[str]()
        for student_id in students:
            days = self.weekdays(student_id, True)
            lost |= {s for s in self.homework_slots[student_id] if by_slot[s].weekday not in days}
        for slot_id in (s for s in by_slot if s in lost):
            meeting = self.meetings.get(slot_id)
            if not meeting:
                found["blocks"].append(slot_id)
                continue
            if len(meeting.students) < self.activity.min_size:
                found["few"].append(slot_id)
            if not meeting.leaders:
                found["leaders"].append(slot_id)
            if not meeting.seats:
                closed = [room.room_id for room in self.rooms_if_open if slot_id in room.unavailable]
                found["closed" if closed else "rooms"].append(slot_id)
                shut |= dict.fromkeys(closed)
        args: dict[str, str | int] = {f"why_{why}": ";".join(slots) for why, slots in found.items()}
        return args | {"shut": ";".join(shut)}

    @cached_property
    def rooms_if_open(self) -> tuple[Room, ...]:
        """The rooms in which a group could meet when they are open."""
        least = max(1, self.activity.min_size)
        fits = (room for room in self.school.rooms if room_fits(self.activity, room.kinds))
        return tuple(room for room in fits if room.groups > 0 and room.capacity >= least)

    def _whole(self) -> Shortage | None:
        """A cause that stands against the activity as a whole."""
        needed, fewest = self.activity.sessions_week, self.activity.min_size
        if len(self.students) < fewest:
            return self._shortage("tutoring.size", self.students, fewest, len(self.students))
        meetings = self.meetings.values()
        if not meetings:
            return None
        if self.activity.blocks:  # which then is a part of any cause
            nobody = self.activity.needs_skill and not self.staff.skilled(self.activity)
            return self._no_leader(needed) if nobody else None
        together = max(len(m.students) for m in meetings)
        if together < fewest:
            return self._shortage("tutoring.together", self.students, fewest, together)
        if not any(m.leaders for m in meetings):
            return self._no_leader(needed)
        if not any(m.seats for m in meetings):
            return roomless(self.school, self.activity, self.meetings)
        return None

    def _no_leader(self, needed: int) -> Shortage:
        """Nobody has the skill, or those who have it cannot come."""
        activity_id = self.activity.activity_id
        able = [t.teacher_id for t in self.school.teachers if activity_id in t.skills]
        if self.activity.needs_skill and not able:
            return self._shortage("tutoring.no_skill", (), needed, 0)
        found = self._shortage("tutoring.leader", (), needed, 0)
        people = able if self.activity.needs_skill else [t.teacher_id for t in self.school.teachers]
        acts = frozenset((activity_id,))
        why = kept(self.staff, [(acts, frozenset((slot,))) for slot in self.meetings])
        return replace(found, args=found.args | {"people": ";".join(people)} | why)

    def fewest_missing(self) -> int:
        """Sessions of it that named students do not get, whatever the plan."""
        return sum(deficit.missing for deficit in self._network(set()).deficits())

    def _network(self, left_out: set[str], seats: Mapping[str, int] | None = None) -> Network:
        """All the seats that leaders and rooms allow in the week against all the sessions due; ``seats`` of a slot instead of these."""
        network = Network()
        for student_id in self.students:
            if student_id in left_out:
                continue
            network.need(("student", student_id), self.activity.sessions_week)
            for slot_id in self.homework_slots[student_id] & set(self.slots):
                day = ("day", student_id, self.school.slot_by_id[slot_id].weekday)
                network.link(("student", student_id), day, 1)
                network.link(day, ("slot", slot_id))
        limits = {kind.members: kind for kind in self.staff.kinds}
        size = max((self.meetings[s].seats[0] for s in self.slots), default=0)
        for slot_id in self.slots:
            meeting = self.meetings[slot_id]
            weekday = self.school.slot_by_id[slot_id].weekday
            network.link(("slot", slot_id), ("meet", slot_id), seats[slot_id] if seats else sum(meeting.seats))
            for members, kind in limits.items():
                if not set(members) <= set(meeting.leaders):
                    continue
                person, day = ("who", members), ("who", members, weekday)
                network.link(("meet", slot_id), day, size * len(members))
                network.link(day, person, size * kind.day * len(members))
                network.limit(person, size * kind.week * len(members))
                for node in (person, day):
                    network.own(node, members)
        return network

    def _seats_short(self, left_out: set[str]) -> Iterator[Shortage]:
        for deficit in self._network(left_out).deficits():
            students = tuple(sorted(str(node[1]) for node in deficit.needs if isinstance(node, tuple)))
            args: dict[str, str | int] = {"activity": self.activity.activity_id, "people": ";".join(deficit.names)}
            args |= {"count": len(students), "needed": deficit.needed, "available": deficit.available}
            args |= {"students": ";".join(students)}
            key = "tutoring.seats" if deficit.names else self._lacking(left_out)
            if not deficit.names and self._unled(students):
                leaders = sorted({who for slot_id in self.slots for who in self.meetings[slot_id].leaders})
                key, args["people"], args["slots"] = "tutoring.led", ";".join(leaders), ";".join(self.slots)
            yield Shortage("tutoring", key, students, deficit.needed, deficit.available, args)

    def _lacking(self, left_out: set[str]) -> str:
        """Of what is short of seats and not of teachers: whether by the activity's own columns, by rooms, or by both."""
        columns = (self.activity.max_size, self.activity.max_sections)
        own = {s: min(columns[0] or len(m.students), len(m.students)) * columns[1] for s, m in self.meetings.items()}
        if not self._network(left_out, own).deficits():
            return "tutoring.sections_room"
        alone = all(own[slot] <= sum(self.meetings[slot].seats) for slot in self.slots)
        return "tutoring.sections_own" if alone else "tutoring.sections"

    def _unled(self, students: Iterable[str]) -> bool:
        """Whether there is a slot in which some of the students could be a group but for a teacher."""
        return any(
            meeting.seats and not meeting.leaders and len(meeting.students) >= self.activity.min_size
            for meeting in self.meetings.values()
            if meeting.students & set(students)
        )


def too_many_tutorings(school: School, groups: tuple[Groups, ...]) -> Iterator[Shortage]:
    """Students whose tutorings, one a slot and each once a weekday, do not fit into their homework slots; those alike as one."""
    alike: dict[tuple[str, int, int], list[str]] = {}
    of_student: dict[str, list[Groups]] = {}
    for one in groups:
        for student_id in one.students:
            of_student.setdefault(student_id, []).append(one)
    for student_id, several in sorted(of_student.items()):
        if len(several) < 2 or any(len(one.weekdays(student_id, True)) < one.activity.sessions_week for one in several):
            continue
        network = Network()
        for one in several:
            node = ("tutoring", one.activity.activity_id)
            network.need(node, one.activity.sessions_week)
            for slot_id in one.homework_slots[student_id] & set(one.slots):
                day = (*node, school.slot_by_id[slot_id].weekday)
                network.link(node, day, 1)
                network.link(day, ("slot", slot_id))
                network.limit(("slot", slot_id), 1)
        for deficit in network.deficits():
            acts = ";".join(str(node[1]) for node in deficit.needs if isinstance(node, tuple))
            alike.setdefault((acts, deficit.needed, deficit.available), []).append(student_id)
    for (acts, needed, available), students in alike.items():
        count = len(students)
        args: dict[str, str | int] = {"students": ";".join(students), "count": count, "activities": acts}
        args |= {"needed": needed, "available": available, "missing": needed - available}  # of each
        yield Shortage("tutoring", "tutoring.student", tuple(students), count * needed, count * available, args)
