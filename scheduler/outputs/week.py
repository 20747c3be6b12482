"""A plan's week seen from each side: who meets where, and when."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from models.people import Student
from models.plan import Placement, Plan, Session
from models.school import School
from models.term import Slot


@dataclass(frozen=True)
class Meeting:
    """A session, a childcare room in use, or (``missing``) one that should be there and is not."""

    kind: str
    weekday: int
    start: time
    end: time
    slots: tuple[str, ...]
    activity_id: str | None = None
    section: int | None = None
    class_id: str | None = None
    leaders: tuple[str, ...] = ()
    escort_id: str | None = None
    room_id: str | None = None
    enrolled: int | None = None
    session_id: str = ""
    missing: str | None = None

    @property
    def staff(self) -> tuple[str, ...]:
        """Everybody who works in it."""
        return (*self.leaders, self.escort_id) if self.escort_id else self.leaders


def _of_session(session: Session) -> Meeting:
    return Meeting(
        kind=session.kind,
        weekday=session.weekday,
        start=session.start,
        end=session.end,
        slots=session.slots,
        activity_id=session.activity_id,
        section=session.section,
        class_id=session.class_id,
        leaders=(session.leader_id,),
        escort_id=session.escort_id,
        room_id=session.room_id,
        enrolled=session.enrolled,
        session_id=session.session_id,
    )


def _of_slots(kind: str, slots: Sequence[Slot], **more: Any) -> Meeting:
    ids = tuple(slot.slot_id for slot in slots)
    return Meeting(kind, slots[0].weekday, slots[0].start, slots[-1].end, ids, **more)


def _order(meeting: Meeting) -> tuple[object, ...]:
    return meeting.weekday, meeting.start, meeting.kind, meeting.class_id or "", meeting.session_id


class Week:
    """The meetings of a plan's week. Each look-up keeps the order of the school's tables, then that of time."""

    def __init__(self, plan: Plan, school: School) -> None:
        self._plan = plan
        self._school = school
        self._meetings = {session.session_id: _of_session(session) for session in plan.sessions}
        self._childcare = self._childcare_meetings()
        self._held: dict[tuple[str | None, str], Meeting] = {
            (session.class_id, slot): self._meetings[session.session_id]
            for session in plan.sessions
            if session.kind in ("homework", "strand")
            for slot in session.slots
        }
        self._class_meetings = {class_id: self._of_class(class_id) for class_id in school.class_by_id}
        self._places: dict[str, list[Placement]] = defaultdict(list)
        for placement in plan.placements:
            self._places[placement.student_id].append(placement)
        self._tutored: dict[str, dict[str, str]] = defaultdict(dict)
        for seat in plan.tutoring:
            self._tutored[seat.student_id][seat.slot_id] = seat.session_id

    def on(self, weekday: int) -> list[Meeting]:
        """Everything that meets on a weekday, what is missing too."""
        missing = [m for meetings in self._class_meetings.values() for m in meetings if m.missing]
        found = [m for m in (*self._meetings.values(), *self._childcare, *missing) if m.weekday == weekday]
        return sorted(found, key=_order)

    def by_class(self) -> dict[str, list[tuple[Meeting, int]]]:
        """For each class the meetings of its students, and how many of the class are in each."""
        found: dict[str, list[tuple[Meeting, int]]] = {}
        for class_id, students in self._school.students_of_class.items():
            counts: dict[Meeting, int] = dict.fromkeys(self._class_meetings[class_id], 0)
            for student in students:
                for meeting, _ in self._of_student(student):
                    counts[meeting] = counts.get(meeting, 0) + 1
            found[class_id] = sorted(counts.items(), key=lambda pair: _order(pair[0]))
        return found

    def by_person(self) -> dict[str, list[tuple[str, Meeting]]]:
        """For each teacher and instructor who works: (lead, escort or care; the meeting)."""
        found: dict[str, list[tuple[str, Meeting]]] = defaultdict(list)
        for meeting in self._in_time((*self._meetings.values(), *self._childcare)):
            for person in meeting.leaders:
                found[person].append(("care" if meeting.kind == "childcare" else "lead", meeting))
            if meeting.escort_id:
                found[meeting.escort_id].append(("escort", meeting))
        everybody = (*self._school.teacher_by_id, *self._school.instructor_by_id)
        return {person: found[person] for person in everybody if person in found}

    def by_room(self) -> dict[str, list[Meeting]]:
        """For each room in use its meetings, childcare rooms last."""
        found: dict[str, list[Meeting]] = defaultdict(list)
        for meeting in self._in_time((*self._meetings.values(), *self._childcare)):
            if meeting.room_id:
                found[meeting.room_id].append(meeting)
        rooms = dict.fromkeys((*self._school.room_by_id, *(room.room_id for room in self._school.childcare_rooms)))
        return {room: found[room] for room in rooms if room in found}

    def by_student(self) -> list[tuple[Student, list[tuple[Meeting, int | None]]]]:
        """For each student of each class the meetings of the week, with the rank of the choice for clubs."""
        return [
            (student, sorted(self._of_student(student), key=lambda pair: _order(pair[0])))
            for students in self._school.students_of_class.values()
            for student in students
        ]

    def rosters(self) -> list[tuple[Meeting, list[Student]]]:
        """The members of each club and tutoring session, by activity, section and time."""
        members: dict[str, list[Student]] = defaultdict(list)
        for student, meetings in self.by_student():
            for meeting, _ in meetings:
                members[meeting.session_id].append(student)
        activities = {activity: number for number, activity in enumerate(self._school.activity_by_id)}
        chosen = [m for m in self._meetings.values() if m.kind in ("club", "tutoring")]
        chosen.sort(key=lambda m: (activities.get(m.activity_id or "", len(activities)), *_order(m)))
        return [(meeting, members[meeting.session_id]) for meeting in chosen]

    @staticmethod
    def _in_time(meetings: Iterable[Meeting]) -> list[Meeting]:
        return sorted(meetings, key=_order)

    def _of_class(self, class_id: str) -> list[Meeting]:
        """The homework and strands of a class, held or missing."""
        grade = self._school.class_by_id[class_id].grade
        found: list[Meeting] = []
        for slot in self._school.slot_by_id.values():
            row = self._school.pattern_of.get((grade, slot.slot_id))
            if row is None or row.kind == "elective" or not self._school.staying.get((class_id, slot.weekday)):
                continue
            held = self._held.get((class_id, slot.slot_id))
            found.append(held or _of_slots(row.kind, [slot], class_id=class_id, missing="session"))
        return found

    def _of_student(self, student: Student) -> list[tuple[Meeting, int | None]]:
        found: list[tuple[Meeting, int | None]] = []
        tutored = self._tutored.get(student.student_id, {})
        for meeting in self._class_meetings[student.class_id]:
            taken_out = meeting.kind == "homework" and any(slot in tutored for slot in meeting.slots)
            if meeting.weekday in student.weekdays and not taken_out:
                found.append((meeting, None))
        found += [(self._meetings[session], None) for session in tutored.values() if session in self._meetings]
        for place in self._places.get(student.student_id, ()):
            meeting = self._meetings.get(place.session_id or "")
            if meeting:
                found.append((meeting, place.rank))
            elif block := self._school.blocks.get(place.block):
                slots = [self._school.slot_by_id[slot] for slot in block.slots]
                found.append((_of_slots("club", slots, missing="place"), None))
        return found

    def _childcare_meetings(self) -> list[Meeting]:
        carers: dict[tuple[str, str], list[str]] = defaultdict(list)
        children: dict[tuple[str, str], int] = defaultdict(int)
        for seat in self._plan.childcare:
            children[seat.room_id, seat.slot_id] += 1
        for carer in self._plan.carers:
            carers[carer.room_id, carer.slot_id].append(carer.teacher_id)
        slots = self._school.slot_by_id
        return [
            _of_slots(
                "childcare",
                [slots[slot]],
                leaders=tuple(carers[room, slot]),
                room_id=room,
                enrolled=children[room, slot],
            )
            for room, slot in sorted({*carers, *children})
            if slot in slots
        ]
