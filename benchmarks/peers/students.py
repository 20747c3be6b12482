"""(d) Students one after the other: each takes the best club on their list that still has a place, as the platforms do it.

Sessions, leaders and rooms are those of the planner's own plan, which is kind to these rules: it opened just the sections that
its students fill. A section that gets fewer students than ``min_size`` is closed, and its students choose again, after
everybody else. Who has nothing on their list left takes a fallback, the emptiest first.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.peers.making import Made, Order, Tables, finished
from models.plan import Carer, Placement, Plan, Seat, Session
from models.school import School
from scheduler.files.plans import load_plan

Turn = tuple[str, str]
"""A student and a block: who may choose now, and for which block."""


def make_plan(school: School, order: Order, turns: Sequence[Turn]) -> Made:
    """The plan in which students choose in this order. Raises ValueError without a plan to take the sessions from."""
    if order.base is None:
        raise ValueError("students choose among the sessions of a plan")
    return finished(school, Taking(school, load_plan(Path(order.base))).all(turns), order, {})


class Taking:
    """Places taken one after the other."""

    def __init__(self, school: School, plan: Plan) -> None:
        self.school, self.plan = school, plan
        self.open = {s.session_id: s for s in plan.sessions if s.kind == "club"}
        self.left = {session_id: self._places(session) for session_id, session in self.open.items()}
        self.taken: dict[Turn, str] = {}
        self.by_block: defaultdict[str, list[Session]] = defaultdict(list)
        for session in self.open.values():
            self.by_block[session.block].append(session)

    def _places(self, session: Session) -> int:
        most = self.school.activity_by_id[session.activity_id].max_size
        capacity = self.school.room_by_id[session.room_id].capacity
        return capacity if most is None else min(most, capacity)

    def all(self, turns: Sequence[Turn]) -> Tables:
        """Everybody in turn; then the sections that nobody wanted enough are closed, until none is left to close."""
        pinned = {(pin.student_id, pin.block): pin.activity_id for pin in self.school.pin_placements}
        for turn, activity_id in pinned.items():
            self._take(turn, [activity_id])
        waiting = [turn for turn in turns if turn not in pinned]
        while True:
            for turn in waiting:
                if turn not in self.taken:
                    self._take(turn, self._wishes(turn))
            closed = self._too_small()
            if not closed:
                break
            waiting = [*waiting, *self._close(closed)]
        return self._tables()

    def _wishes(self, turn: Turn) -> list[str]:
        """What the student would take, best first."""
        student_id, block = turn
        grade = self.school.class_by_id[self.school.student_by_id[student_id].class_id].grade
        ranks = self.school.ranks(student_id, block)
        listed = sorted(ranks, key=lambda a: ranks[a])
        rest = [
            a.activity_id
            for a in self.school.activity_by_id.values()
            if a.kind == "club" and a.fallback and a.for_grade(grade) and a.activity_id not in ranks
        ]
        return [*listed, *sorted(rest, key=lambda a: -self._room_for(a, turn))]

    def _sections(self, activity_id: str, turn: Turn) -> list[Session]:
        student = self.school.student_by_id[turn[0]]
        return [
            s
            for s in self.by_block[turn[1]]
            if s.activity_id == activity_id and s.class_id in (None, student.class_id) and self.left[s.session_id] > 0
        ]

    def _room_for(self, activity_id: str, turn: Turn) -> int:
        return sum(self.left[s.session_id] for s in self._sections(activity_id, turn))

    def _take(self, turn: Turn, wishes: Iterable[str]) -> None:
        student_id, block = turn
        had: set[str] = set()
        if self.school.nothing_twice(student_id):
            blocks = self.school.attended[student_id]
            had = {self.open[self.taken[student_id, b]].activity_id for b in blocks if (student_id, b) in self.taken}
        grade = self.school.class_by_id[self.school.student_by_id[student_id].class_id].grade
        for activity_id in wishes:
            sections = self._sections(activity_id, turn)
            if activity_id not in had and sections and self.school.activity_by_id[activity_id].for_grade(grade):
                # the section that is fullest, so that sections reach their least size
                best = min(sections, key=lambda s: (self.left[s.session_id], s.session_id))
                self.taken[student_id, block] = best.session_id
                self.left[best.session_id] -= 1
                return

    def _too_small(self) -> set[str]:
        size: defaultdict[str, int] = defaultdict(int)
        for session_id in self.taken.values():
            size[session_id] += 1
        found = {
            session_id
            for session_id, session in self.open.items()
            if size[session_id] < max(1, self.school.activity_by_id[session.activity_id].min_size)
        }
        # one at a time, the smallest first: its students may fill the others
        return {min(found, key=lambda s: (size[s], s))} if found else found

    def _close(self, closed: set[str]) -> list[Turn]:
        moved = [turn for turn, session_id in self.taken.items() if session_id in closed]
        for turn in moved:
            del self.taken[turn]
        for session_id in closed:
            session = self.open.pop(session_id)
            del self.left[session_id]
            self.by_block[session.block].remove(session)
        return moved

    def _tables(self) -> Tables:
        size: defaultdict[str, int] = defaultdict(int)
        for session_id in self.taken.values():
            size[session_id] += 1
        sessions = tuple(
            s.model_copy(update={"enrolled": size[s.session_id]}) if s.kind == "club" else s
            for s in self.plan.sessions
            if s.kind != "club" or s.session_id in self.open
        )
        seats, carers = still_needed(sessions, self.plan.childcare, self.plan.carers)
        return Tables(
            sessions, tuple(map(self._placement, self._turns())), self.plan.duties, seats, carers, self.plan.tutoring
        )

    def _turns(self) -> list[Turn]:
        return [(s.student_id, block) for s in self.school.students for block in self.school.attended[s.student_id]]

    def _placement(self, turn: Turn) -> Placement:
        student_id, block = turn
        session = self.open[self.taken[turn]] if turn in self.taken else None
        ranks = self.school.ranks(student_id, block)
        return Placement(
            student_id=student_id,
            class_id=self.school.student_by_id[student_id].class_id,
            block=block,
            session_id=session.session_id if session else None,
            activity_id=session.activity_id if session else None,
            rank=ranks.get(session.activity_id, 0) if session else None,
        )


def still_needed(
    sessions: Iterable[Session], seats: Sequence[Seat], carers: Sequence[Carer]
) -> tuple[tuple[Seat, ...], tuple[Carer, ...]]:
    """Children's places and carers without those of teachers who work no longer, nor in rooms without children."""
    busy = {(who, slot) for s in sessions for slot in s.slots for who in (s.leader_id, s.escort_id)}
    while True:
        working = busy | {(row.teacher_id, row.slot_id) for row in carers}
        kept = tuple(row for row in seats if (row.teacher_id, row.slot_id) in working)
        used = {(row.room_id, row.slot_id) for row in kept}
        caring = tuple(row for row in carers if (row.room_id, row.slot_id) in used)
        if len(kept) == len(seats) and len(caring) == len(carers):
            return kept, caring
        seats, carers = kept, caring
