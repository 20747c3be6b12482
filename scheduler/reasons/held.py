"""A finished plan, indexed: who is where, which rooms are taken, who is on duty."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cached_property

from models.duty import DutyPost
from models.people import ChildRow
from models.plan import Carer, Duty, GapKind, Placement, Seat, Session, TutoringSeat
from models.school import School
from models.services import Activity
from scheduler.calendar import SchoolDay

_SESSION, _SEAT = 100, 10
"""What the goal coverage counts for a session or duty that is missing, and for a place or a tutoring session."""


class Held:
    """What a plan holds, by person, room, student and date."""

    def __init__(
        self,
        school: School,
        sessions: Sequence[Session],
        placements: Sequence[Placement],
        duties: Sequence[Duty],
        seats: Sequence[Seat],
        carers: Sequence[Carer],
        tutoring: Sequence[TutoringSeat],
        days: Sequence[SchoolDay],
    ) -> None:
        self.school = school
        self.sessions, self.placements, self.tutoring = sessions, placements, tutoring
        self.day_of = {day.date: day for day in days}
        self.days = days
        self._index_staff(sessions, seats, carers)
        self._index_students(placements, tutoring)
        self._index_duties(duties)
        self.children: defaultdict[str, list[ChildRow]] = defaultdict(list)
        for child in school.childcare:
            self.children[child.teacher_id].append(child)

    def _index_staff(self, sessions: Sequence[Session], seats: Sequence[Seat], carers: Sequence[Carer]) -> None:
        #: What a person does in a slot: a session, or None for caring in a childcare room.
        self.tasks: defaultdict[str, dict[str, Session | None]] = defaultdict(dict)
        self.room_use: defaultdict[tuple[str, str], list[Session]] = defaultdict(list)
        self.class_slots: set[tuple[str, str, str]] = set()
        for session in sessions:
            for slot_id in session.slots:
                self.room_use[session.room_id, slot_id].append(session)
                self.class_slots.add((session.kind, session.class_id or "", slot_id))
                for person in (session.leader_id, session.escort_id):
                    if person:
                        self.tasks[person][slot_id] = session
        for carer in carers:
            self.tasks[carer.teacher_id].setdefault(carer.slot_id, None)
        self.seats_taken = Counter((seat.room_id, seat.slot_id) for seat in seats)
        self.strand_count = Counter((s.class_id, s.activity_id) for s in sessions if s.kind == "strand")

    def _index_students(self, placements: Sequence[Placement], tutoring: Sequence[TutoringSeat]) -> None:
        self.enrolled: Counter[str] = Counter(p.session_id for p in placements if p.session_id)
        self.enrolled.update(seat.session_id for seat in tutoring)
        self.clubs_of: defaultdict[str, set[str]] = defaultdict(set)
        self.placed: set[tuple[str, str]] = set()
        for row in placements:
            if row.activity_id:
                self.clubs_of[row.student_id].add(row.activity_id)
                self.placed.add((row.student_id, row.block))
        self.tutored = {(seat.student_id, seat.slot_id): seat.activity_id for seat in tutoring}
        self.tutoring_days: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
        self.tutoring_count: Counter[tuple[str, str]] = Counter()
        self.out: Counter[tuple[str, str]] = Counter()
        for seat in tutoring:
            weekday = self.school.slot_by_id[seat.slot_id].weekday
            self.tutoring_days[seat.student_id, seat.activity_id].add(weekday)
            self.tutoring_count[seat.student_id, seat.activity_id] += 1
            self.out[self.school.student_by_id[seat.student_id].class_id, seat.slot_id] += 1

    def _index_duties(self, duties: Sequence[Duty]) -> None:
        self.filled: set[tuple[object, str]] = set()
        self.duties_of: defaultdict[str, list[Duty]] = defaultdict(list)
        for duty in duties:
            if duty.staff_id:
                self.filled.add((duty.date, duty.post_id))
                self.duties_of[duty.staff_id].append(duty)

    @cached_property
    def missing(self) -> tuple[tuple[GapKind, str, str], ...]:
        """Homework and strands that are not held: the kind, the class and the slot."""
        found: list[tuple[GapKind, str, str]] = []
        for one in self.school.classes:
            for slot_id, slot in self.school.slot_by_id.items():
                row = self.school.pattern_of.get((one.grade, slot_id))
                if not row or row.kind == "elective" or not self.school.staying.get((one.class_id, slot.weekday)):
                    continue
                if (row.kind, one.class_id, slot_id) not in self.class_slots:
                    found.append((row.kind, one.class_id, slot_id))
        return tuple(found)

    @cached_property
    def unfilled(self) -> tuple[tuple[SchoolDay, DutyPost], ...]:
        """Duty posts without anybody, by date."""
        return tuple(
            (day, post)
            for day in self.days
            for post in self.school.posts
            if day.weekday in post.weekdays and (day.date, post.post_id) not in self.filled
        )

    @cached_property
    def unplaced(self) -> tuple[tuple[str, str], ...]:
        """Students and the blocks in which they have no club."""
        attended = self.school.attended.items()
        return tuple((s, b) for s, blocks in attended for b in blocks if (s, b) not in self.placed)

    @cached_property
    def untutored(self) -> tuple[tuple[str, Activity, int], ...]:
        """Students, a tutoring that they are named for, and how many sessions of it they lack."""
        named = sorted({(row.student_id, row.activity_id) for row in self.school.tutoring})
        wanted = ((s, self.school.activity_by_id[a]) for s, a in named)
        counted = ((s, a, a.sessions_week - self.tutoring_count[s, a.activity_id]) for s, a in wanted)
        return tuple(row for row in counted if row[2] > 0)

    @cached_property
    def coverage(self) -> int:
        """What the goal of that name comes to."""
        lost = len(self.unplaced) + sum(count for _, _, count in self.untutored)
        return _SESSION * (len(self.missing) + len(self.unfilled)) + _SEAT * lost

    @cached_property
    def lacking(self) -> dict[tuple[str, str], list[str]]:
        """The classes that lack an activity in a slot; a class counts for every strand that it could still have then."""
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for kind, class_id, slot_id in self.missing:
            homework = self.school.homework_of(self.school.class_by_id[class_id].grade)
            activities = self.due(class_id) if kind == "strand" else [homework] if homework else []
            for activity in activities:
                if activity.runs_in(slot_id):
                    found[activity.activity_id, slot_id].append(class_id)
        return found

    def lacking_at_once(self, activity_id: str) -> tuple[int, int]:
        """The most classes that lack an activity in one slot of the week, and the most students of any class that lacks it: what is
        enough for these is enough for every slot."""
        rows = [(slot, classes) for (one, slot), classes in self.lacking.items() if one == activity_id]
        students = (self.students_staying(one, slot) for slot, classes in rows for one in classes)
        return max((len(classes) for _, classes in rows), default=0), max(students, default=0)

    def most_lacking(self, class_id: str) -> int:
        """The most students of a class who are there when it has no homework or strand."""
        return max((self.students_staying(one, slot) for _, one, slot in self.missing if one == class_id), default=0)

    def due(self, class_id: str) -> list[Activity]:
        """The strands that a class could still have."""
        grade = self.school.class_by_id[class_id].grade
        strands = [a for a in self.school.activity_by_id.values() if a.kind == "strand" and a.for_grade(grade)]
        return [a for a in strands if self.strand_count[class_id, a.activity_id] < a.sessions_week]

    def post(self, post_id: str) -> DutyPost | None:
        """The post, if the school has it."""
        return next((post for post in self.school.posts if post.post_id == post_id), None)

    def slots_on(self, person_id: str, weekday: int) -> int:
        """Slots of a weekday in which the person works."""
        return sum(self.school.slot_by_id[slot].weekday == weekday for slot in self.tasks.get(person_id, {}))

    def slots_in_week(self, person_id: str) -> int:
        """Slots of the week in which the person works."""
        return len(self.tasks.get(person_id, {}))

    def fees(self) -> int:
        """External fees of the week, CNY."""
        return sum(one.fee * self.slots_in_week(one.instructor_id) for one in self.school.instructors)

    def students_staying(self, class_id: str, slot_id: str) -> int:
        """Students of a class who are there in a homework or strand slot: those who stay, less those in tutoring."""
        weekday = self.school.slot_by_id[slot_id].weekday
        return self.school.staying.get((class_id, weekday), 0) - self.out[class_id, slot_id]
