"""(a) The contract written straight into one CP-SAT model, its goals minimised one after the other.

What a good engineer would write in an afternoon: a 0–1 variable for each student, teacher, room, date; hints from goal to
goal; half of the time that is left for each goal; eight workers, with which CP-SAT did best on such models.
"""

from collections import defaultdict
from collections.abc import Callable
from math import ceil

from ortools.sat.python import cp_model

from benchmarks.peers.making import Made, Order, Tables, finished, tell
from benchmarks.peers.plain_duty import PlainDuty
from benchmarks.peers.plain_week import PlainWeek, Section, Terms, Var
from models.plan import Carer, Duty, Placement, Seat, Session, TutoringSeat
from models.school import School

Value = Callable[[Var], int]


class Impossible(RuntimeError):
    """There is no plan at all: pins contradict the rules."""


def make(school: School, order: Order) -> Made:
    """The best plan of the time, and the bounds that CP-SAT proved. Raises RuntimeError if it found nothing."""
    week = PlainWeek(school)
    duty = PlainDuty(week)
    found, bounds = _search(week, order)

    def value(var: Var) -> int:
        return found[var.index]

    return finished(school, _Reading(week, duty, value).tables(), order, bounds)


class _Telling(cp_model.CpSolverSolutionCallback):
    def __init__(self, week: PlainWeek) -> None:
        super().__init__()
        self.week = week

    def on_solution_callback(self) -> None:
        """Tell every goal's value."""
        tell({g: self.week.constant[g] + sum(self.value(v) * w for v, w in t) for g, t in self.week.goals.items()})


def _search(week: PlainWeek, order: Order) -> tuple[list[int], dict[str, int]]:
    goals = list(week.goals)
    found: list[int] = []
    bounds: dict[str, int] = {}
    for number, goal in enumerate(goals):
        terms, constant = week.goals[goal], week.constant[goal]
        total = _sum(terms)
        week.model.minimize(total)
        seconds = order.left if not found and number else order.share(len(goals) - number)
        solver = _solver(order, seconds)
        status = solver.solve(week.model, _Telling(week)) if seconds > 0 else cp_model.UNKNOWN
        if status == cp_model.INFEASIBLE:
            raise Impossible("CP-SAT calls the model infeasible")
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            found = list(solver.response_proto.solution)
            bounds[goal] = constant + ceil(solver.best_objective_bound - 1e-6)
            week.model.clear_hints()
            for index, value in enumerate(found):
                week.model.add_hint(week.model.get_int_var_from_proto_index(index), value)
        if found:
            week.model.add(total <= sum(found[var.index] * weight for var, weight in terms))
    if not found:
        raise RuntimeError("CP-SAT found nothing in the time")
    return found, bounds


def _sum(terms: Terms) -> cp_model.LinearExprT:
    return cp_model.LinearExpr.weighted_sum([var for var, _ in terms], [weight for _, weight in terms])


def _solver(order: Order, seconds: float) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(0.1, seconds)
    solver.parameters.num_workers = order.workers
    solver.parameters.random_seed = order.seed
    return solver


class _Reading:
    """The model's solution as the tables of a plan."""

    def __init__(self, week: PlainWeek, duty: PlainDuty, value: Value) -> None:
        self.week, self.duty, self.value = week, duty, value
        self.school = week.school
        self.held = [section for section, var in week.held.items() if value(var)]
        self.ids = self._numbered()
        self.members = self._members()

    def tables(self) -> Tables:
        """Everything that was decided."""
        week, value = self.week, self.value
        care = (Carer(slot_id=s, room_id=r, teacher_id=t) for (t, s, r), var in week.care.items() if value(var))
        seats = (
            Seat(teacher_id=t, child=n, slot_id=s, room_id=r) for (t, n, s, r), var in week.seat.items() if value(var)
        )
        return Tables(
            sessions=tuple(self._session(section) for section in self.held),
            placements=tuple(self._placements()),
            duties=tuple(self._duties()),
            seats=tuple(seats),
            carers=tuple(care),
            tutoring=tuple(self._tutoring()),
        )

    def _numbered(self) -> dict[Section, tuple[str, int]]:
        """Each section's id and number: groups of one activity and time count on from class to class."""
        found: dict[Section, tuple[str, int]] = {}
        count: defaultdict[tuple[str, str], int] = defaultdict(int)
        for section in self.held:
            number = section.number
            if self.school.activity_by_id[section.activity].kind == "tutoring":
                count[section.activity, section.time] += 1
                number = count[section.activity, section.time]
            name = "/".join(p for p in (section.time, section.activity, section.class_id, str(number)) if p)
            found[section] = (name, number)
        return found

    def _members(self) -> dict[Section, list[str]]:
        waiting: defaultdict[tuple[str, str, str | None], list[str]] = defaultdict(list)
        for (student, block, activity), var in self.week.place.items():
            if self.value(var):
                waiting[self._offer(student, activity, block)].append(student)
        for (student, activity, slot), var in self.week.tutored.items():
            if self.value(var):
                waiting[self._offer(student, activity, slot)].append(student)
        found: dict[Section, list[str]] = {}
        for section in self.held:
            if section in self.week.size:
                size = self.value(self.week.size[section])
                found[section], waiting[section.offer] = waiting[section.offer][:size], waiting[section.offer][size:]
        return found

    def _offer(self, student: str, activity: str, time: str) -> tuple[str, str, str | None]:
        own = self.school.activity_by_id[activity].scope == "class"
        return activity, time, self.school.student_by_id[student].class_id if own else None

    def _session(self, section: Section) -> Session:
        activity = self.school.activity_by_id[section.activity]
        slots = [self.school.slot_by_id[s] for s in self.week.slots_of[section.time]]
        if section in self.members:
            enrolled = len(self.members[section])
        else:
            class_id = section.class_id or ""
            out = sum(self.value(var) for var in self.week.away.get((class_id, section.time), ()))
            enrolled = self.school.staying[class_id, slots[0].weekday] - out
        return Session(
            session_id=self.ids[section][0],
            kind=activity.kind,
            activity_id=section.activity,
            section=self.ids[section][1],
            class_id=None if activity.kind == "tutoring" else section.class_id,
            block=section.time,
            slots=self.week.slots_of[section.time],
            weekday=slots[0].weekday,
            start=slots[0].start,
            end=max(slot.end for slot in slots),
            leader_id=self._one(self.week.lead, section) or "",
            escort_id=self._one(self.week.escort, section),
            room_id=self._one(self.week.room, section) or "",
            enrolled=enrolled,
        )

    def _one(self, table: dict[tuple[str, Section], Var], section: Section) -> str | None:
        return next((who for who in self._candidates(table)[section] if self.value(table[who, section])), None)

    def _candidates(self, table: dict[tuple[str, Section], Var]) -> defaultdict[Section, list[str]]:
        known = self.__dict__.setdefault("_by_section", {})
        if id(table) not in known:
            found: defaultdict[Section, list[str]] = defaultdict(list)
            for who, section in table:
                found[section].append(who)
            known[id(table)] = found
        return known[id(table)]

    def _placements(self) -> list[Placement]:
        where = {(s, section.time): section for section, found in self.members.items() for s in found}
        rows: list[Placement] = []
        for student in self.school.students:
            for block in self.school.attended[student.student_id]:
                section = where.get((student.student_id, block))
                ranks = self.school.ranks(student.student_id, block)
                rows.append(
                    Placement(
                        student_id=student.student_id,
                        class_id=student.class_id,
                        block=block,
                        session_id=self.ids[section][0] if section else None,
                        activity_id=section.activity if section else None,
                        rank=ranks.get(section.activity, 0) if section else None,
                    )
                )
        return rows

    def _tutoring(self) -> list[TutoringSeat]:
        return [
            TutoringSeat(
                student_id=s, activity_id=section.activity, slot_id=section.time, session_id=self.ids[section][0]
            )
            for section, found in self.members.items()
            if self.school.activity_by_id[section.activity].kind == "tutoring"
            for s in found
        ]

    def _duties(self) -> list[Duty]:
        filled = {(day, post): who for (day, post, who), var in self.duty.on.items() if self.value(var)}
        return [
            Duty(
                date=day.date,
                weekday=day.weekday,
                post_id=post.post_id,
                role=post.role,
                staff_id=filled.get((day.date, post.post_id)),
            )
            for day, post in self.duty.places
        ]
