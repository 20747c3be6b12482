"""What a plan's tables say, by id: who is where in which slot. Rows that name unknown ids count as far as they can."""

from collections import defaultdict
from datetime import date

from models.plan import Placement, Plan, Session
from models.services import Activity
from scheduler.verify.given import Given


class Planned:
    """A plan beside its school, and who does what in each slot."""

    def __init__(self, given: Given, plan: Plan) -> None:
        self.given = given
        self.plan = plan
        self.sessions: dict[str, Session] = {}
        for session in plan.sessions:
            self.sessions.setdefault(session.session_id, session)
        self.placements: dict[tuple[str, str], Placement] = {}
        self.members: defaultdict[str, set[str]] = defaultdict(set)
        self.in_tutoring: defaultdict[str, set[str]] = defaultdict(set)
        #: for each person and slot: what they do there, a session's or childcare room's id for each task
        self.teacher_tasks: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self.instructor_tasks: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._read_students()
        self._read_staff()

    def known(self) -> list[tuple[Session, Activity]]:
        """The sessions whose activity the school knows, with it."""
        found = ((session, self.given.activities.get(session.activity_id)) for session in self.plan.sessions)
        return [(session, activity) for session, activity in found if activity is not None]

    def weekday_of(self, session: Session) -> int:
        """The weekday of the session's slots, whatever its own column says."""
        known = (self.given.slots[slot].weekday for slot in session.slots if slot in self.given.slots)
        return next(known, session.weekday)

    def students_in(self, session: Session) -> set[str]:
        """The students of a session: placed, tutored, or those of the class who stay and are not in tutoring."""
        if session.kind in ("club", "tutoring"):
            return self.members[session.session_id]
        found = set(self.given.staying.get((session.class_id or "", self.weekday_of(session)), ()))
        for slot in session.slots:
            found -= self.in_tutoring[slot]
        return found

    def over(self, day: date) -> bool:
        """Whether the date's duties were over when a rerun began: these stay as they were, whatever the rules say now."""
        return self.plan.run.since is not None and day < self.plan.run.since

    def work(self, teacher_id: str) -> set[str]:
        """The slots in which a teacher leads, escorts or cares."""
        return set(self.teacher_tasks.get(teacher_id, ()))

    def engaged(self, person_id: str) -> set[str]:
        """The slots in which anyone works, a teacher or not."""
        return self.work(person_id) | set(self.instructor_tasks.get(person_id, ()))

    def _read_students(self) -> None:
        for row in self.plan.placements:
            self.placements.setdefault((row.student_id, row.block), row)
            if row.session_id is not None:
                self.members[row.session_id].add(row.student_id)
        for row in self.plan.tutoring:
            self.members[row.session_id].add(row.student_id)
            self.in_tutoring[row.slot_id].add(row.student_id)

    def _read_staff(self) -> None:
        for session in self.plan.sessions:
            is_teacher = session.leader_id in self.given.teachers
            tasks = self.teacher_tasks if is_teacher else self.instructor_tasks
            for slot in session.slots:
                if slot not in self.given.slots:
                    continue
                if is_teacher or session.leader_id in self.given.instructors:
                    tasks[session.leader_id][slot].append(session.session_id)
                if session.escort_id is not None and session.escort_id in self.given.teachers:
                    self.teacher_tasks[session.escort_id][slot].append(session.session_id)
        for row in self.plan.carers:
            if row.teacher_id in self.given.teachers and row.slot_id in self.given.slots:
                self.teacher_tasks[row.teacher_id][row.slot_id].append(row.room_id)
