"""The week of the plain model: sessions, their leaders and rooms, students, staff, children. The contract, rule by rule."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from ortools.sat.python import cp_model

from models.people import CHILDCARE_SKILL, Instructor, Student, Teacher
from models.school import School
from models.services import Activity

Var = cp_model.IntVar
Terms = list[tuple[Var, int]]


@dataclass(frozen=True)
class Section:
    """A session that may be held: ``number`` counts from 1 within the activity, time and class."""

    activity: str
    time: str
    class_id: str | None
    number: int

    @property
    def offer(self) -> tuple[str, str, str | None]:
        """Activity, time and class: what a student chooses."""
        return self.activity, self.time, self.class_id


class PlainWeek:
    """The model with a 0–1 variable for each student, teacher and room at each place where they can be."""

    def __init__(self, school: School) -> None:
        self.school = school
        self.model = cp_model.CpModel()
        self.goals: dict[str, Terms] = {goal: [] for goal in school.policy.order()}
        self.constant: dict[str, int] = defaultdict(int)
        self.slots_of = {s: (s,) for s in school.slot_by_id} | {b: block.slots for b, block in school.blocks.items()}
        self.held: dict[Section, Var] = {}
        self.size: dict[Section, Var] = {}
        self.lead: dict[tuple[str, Section], Var] = {}
        self.escort: dict[tuple[str, Section], Var] = {}
        self.room: dict[tuple[str, Section], Var] = {}
        self.place: dict[tuple[str, str, str], Var] = {}  # student, block, activity
        self.tutored: dict[tuple[str, str, str], Var] = {}  # student, activity, slot
        self.care: dict[tuple[str, str, str], Var] = {}  # teacher, slot, room
        self.seat: dict[tuple[str, int, str, str], Var] = {}  # teacher, child, slot, room
        self.work: dict[tuple[str, str], Var] = {}  # person, slot
        self._tasks: defaultdict[tuple[str, str], list[Var]] = defaultdict(list)
        self._in_room: defaultdict[tuple[str, str], list[Var]] = defaultdict(list)
        self._class_sessions()
        self._students()
        self._tutoring()
        self._clubs()
        self._people()
        self._children()
        self._teachers()
        self._instructors()
        self._room_groups()
        self._pins()

    # -- sessions ----------------------------------------------------------------------------------------
    def boolean(self) -> Var:
        """A new 0–1 variable."""
        return self.model.new_bool_var("")

    def _class_sessions(self) -> None:
        """R2, R3: at most one session of the pattern's kind for each class and slot in which somebody stays."""
        week: defaultdict[tuple[str, str], list[Var]] = defaultdict(list)
        for one in self.school.classes:
            for slot_id, slot in self.school.slot_by_id.items():
                row = self.school.pattern_of.get((one.grade, slot_id))
                if row is None or row.kind == "elective" or not self.school.staying.get((one.class_id, slot.weekday)):
                    continue
                now: list[Var] = []
                for activity in self.school.activity_by_id.values():
                    fits = not activity.blocks or slot_id in activity.blocks
                    if activity.kind == row.kind and activity.for_grade(one.grade) and fits:
                        section = Section(activity.activity_id, slot_id, one.class_id, 1)
                        self.held[section] = self.boolean()
                        now.append(self.held[section])
                        if row.kind == "strand":
                            week[one.class_id, activity.activity_id].append(self.held[section])
                missing = self.boolean()
                self.model.add(sum(now) + missing == 1)
                self.goals["coverage"].append((missing, 100))
        for (_, activity_id), held in week.items():
            self.model.add(sum(held) <= self.school.activity_by_id[activity_id].sessions_week)

    def _students(self) -> None:
        """R10 and choices: one place in each block attended, from the list or a fallback."""
        policy = self.school.policy
        for student in self.school.students:
            attended = self.school.attended[student.student_id]
            good: list[Var] = []
            twice: defaultdict[str, list[Var]] = defaultdict(list)
            for block in attended:
                ranks = self.school.ranks(student.student_id, block)
                here: list[Var] = []
                for activity in self._open_to(student, block):
                    rank = ranks.get(activity.activity_id)
                    var = self.place[student.student_id, block, activity.activity_id] = self.boolean()
                    here.append(var)
                    twice[activity.activity_id].append(var)
                    cost = policy.fallback_cost if rank is None else policy.cost_of_rank(rank)
                    self.goals["choices"].append((var, cost))
                    good += [var] if rank in (1, 2) else []
                unplaced = self.boolean()
                self.model.add_exactly_one([*here, unplaced])
                self.goals["coverage"].append((unplaced, 10))
            if self.school.nothing_twice(student.student_id):
                for same in twice.values():
                    self.model.add_at_most_one(same)
            if attended:
                bad = self.boolean()
                self.model.add_bool_or([*good, bad])
                self.goals["choices"].append((bad, policy.bad_week_cost))

    def _open_to(self, student: Student, block: str) -> list[Activity]:
        grade = self.school.class_by_id[student.class_id].grade
        ranks = self.school.ranks(student.student_id, block)
        return [
            a
            for a in self.school.activity_by_id.values()
            if a.kind == "club"
            and a.for_grade(grade)
            and (not a.blocks or block in a.blocks)
            and (a.activity_id in ranks or a.fallback)
        ]

    def _clubs(self) -> None:
        """R4: as many students as the sections' sizes."""
        wanted: defaultdict[tuple[str, str, str | None], list[Var]] = defaultdict(list)
        for (student_id, block, activity_id), var in self.place.items():
            own = self.school.activity_by_id[activity_id].scope == "class"
            class_id = self.school.student_by_id[student_id].class_id if own else None
            wanted[activity_id, block, class_id].append(var)
        for offer, students in wanted.items():
            self._sections(offer, students, self.school.activity_by_id[offer[0]].max_sections)

    def _sections(self, offer: tuple[str, str, str | None], students: list[Var], most: int) -> list[Var]:
        activity = self.school.activity_by_id[offer[0]]
        least = max(1, activity.min_size)
        pinned = any(pin.section for pin in self.school.pins if pin.activity_id == offer[0])
        count = most if pinned else min(most, len(students) // least)
        upper = min(len(students), len(students) if activity.max_size is None else activity.max_size)
        sections = [Section(*offer, n + 1) for n in range(count)] if upper >= least else []
        for section in sections:
            held, size = self.boolean(), self.model.new_int_var(0, upper, "")
            self.held[section], self.size[section] = held, size
            self.model.add(size >= least * held)
            self.model.add(size <= upper * held)
        for first, second in [] if pinned else pairwise(sections):
            self.model.add(self.size[first] >= self.size[second])  # which section is the larger means nothing
        self.model.add(sum(students) == sum(self.size[section] for section in sections))
        return [self.held[section] for section in sections]

    def _tutoring(self) -> None:
        """R14: groups in homework slots, each student at most once a weekday and ``sessions_week`` times a week."""
        groups: defaultdict[tuple[str, str, str | None], list[Var]] = defaultdict(list)
        by_slot: defaultdict[tuple[str, str], list[Var]] = defaultdict(list)
        self.away: defaultdict[tuple[str, str], list[Var]] = defaultdict(list)  # class, slot
        for row in dict.fromkeys((r.student_id, r.activity_id) for r in self.school.tutoring):
            student, activity = self.school.student_by_id[row[0]], self.school.activity_by_id[row[1]]
            grade = self.school.class_by_id[student.class_id].grade
            by_day: defaultdict[int, list[Var]] = defaultdict(list)
            for slot_id in self.school.slots_of(grade, "homework") if activity.for_grade(grade) else ():
                weekday = self.school.slot_by_id[slot_id].weekday
                if weekday in student.weekdays and (not activity.blocks or slot_id in activity.blocks):
                    var = self.tutored[student.student_id, activity.activity_id, slot_id] = self.boolean()
                    by_day[weekday].append(var)
                    by_slot[student.student_id, slot_id].append(var)
                    self.away[student.class_id, slot_id].append(var)
                    own = student.class_id if activity.scope == "class" else None
                    groups[activity.activity_id, slot_id, own].append(var)
            every = [var for found in by_day.values() for var in found]
            for found in by_day.values():
                self.model.add_at_most_one(found)
            self.model.add(sum(every) <= activity.sessions_week)
            self.constant["coverage"] += 10 * activity.sessions_week
            self.goals["coverage"] += [(var, -10) for var in every]
        for found in by_slot.values():
            self.model.add_at_most_one(found)
        at_once: defaultdict[tuple[str, str], list[Var]] = defaultdict(list)
        for offer, students in groups.items():
            at_once[offer[:2]] += self._sections(offer, students, self.school.activity_by_id[offer[0]].max_sections)
        for (activity_id, _), held in at_once.items():
            self.model.add(sum(held) <= self.school.activity_by_id[activity_id].max_sections)

    # -- people and rooms --------------------------------------------------------------------------------
    def _people(self) -> None:
        """R5, R7, R8: one leader, one room, an escort for an instructor who needs one."""
        for section, held in self.held.items():
            leaders = self._leaders(section)
            for person in leaders:
                self._task(self.lead, person, section)
            self.model.add(sum(self.lead[p, section] for p in leaders) == held)
            self._continuity(section, held)
            led = [self.lead[p, section] for p in leaders if self._needs_escort(p)]
            if led:
                beside = [t.teacher_id for t in self.school.teachers if self._free(t, section)]
                for person in beside:
                    self._task(self.escort, person, section)
                self.model.add(sum(self.escort[p, section] for p in beside) == sum(led))
            self._rooms(section, held)

    def _task(self, table: dict[tuple[str, Section], Var], person: str, section: Section) -> None:
        var = table[person, section] = self.boolean()
        for slot in self.slots_of[section.time]:
            self._tasks[person, slot].append(var)

    def _free(self, person: Teacher | Instructor, section: Section) -> bool:
        slots = set(self.slots_of[section.time])
        if isinstance(person, Teacher):
            return not slots & set(person.unavailable)
        cleared = person.cleared_until is None or person.cleared_until >= self.school.term.end
        return cleared and slots <= set(person.available)

    def _leaders(self, section: Section) -> list[str]:
        activity = self.school.activity_by_id[section.activity]
        people: list[Teacher | Instructor] = list(self.school.teachers)
        if not activity.teacher_only:
            people += self.school.instructors
        return [
            p.teacher_id if isinstance(p, Teacher) else p.instructor_id
            for p in people
            if self._free(p, section) and (not activity.needs_skill or activity.activity_id in p.skills)
        ]

    def _needs_escort(self, person: str) -> bool:
        return person in self.school.instructor_by_id and self.school.instructor_by_id[person].escort

    def _continuity(self, section: Section, held: Var) -> None:
        if self.school.activity_by_id[section.activity].kind != "homework":
            return
        head = self.school.class_by_id[section.class_id or ""].head_teacher
        own = {row.teacher_id for row in self.school.teaching if row.class_id == section.class_id}
        self.goals["continuity"].append((held, 3))
        for person in own | ({head} if head else set()):
            if (person, section) in self.lead:
                self.goals["continuity"].append((self.lead[person, section], -3 if person == head else -2))

    def _rooms(self, section: Section, held: Var) -> None:
        activity = self.school.activity_by_id[section.activity]
        slots = self.slots_of[section.time]
        home = self.school.class_by_id[section.class_id].room_id if section.class_id else None
        fit: list[Var] = []
        seats: Terms = []
        for room in self.school.rooms:
            tagged = bool(set(activity.room_kinds) & set(room.kinds)) if activity.room_kinds else True
            elsewhere = activity.in_home_room and home is not None and room.room_id != home
            if tagged and not elsewhere and not set(slots) & set(room.unavailable):
                var = self.room[room.room_id, section] = self.boolean()
                fit.append(var)
                seats.append((var, room.capacity))
                for slot in slots:
                    self._in_room[room.room_id, slot].append(var)
        self.model.add(sum(fit) == held)
        room_for = sum(var * capacity for var, capacity in seats)
        if section in self.size:
            self.model.add(self.size[section] <= room_for)
        else:
            weekday = self.school.slot_by_id[section.time].weekday
            staying = self.school.staying[section.class_id or "", weekday]
            out = sum(self.away.get((section.class_id or "", section.time), []))
            self.model.add(staying * held - out <= room_for)

    def _room_groups(self) -> None:
        for (room_id, _), there in self._in_room.items():
            self.model.add(sum(there) <= self.school.room_by_id[room_id].groups)

    def _children(self) -> None:
        """R9: a place for each child of a teacher who works late; carers in each room that is used."""
        school = self.school
        open_rooms = {
            (room.room_id, slot): room
            for room in school.childcare_rooms
            for slot in school.slot_by_id
            if not room.slots or slot in room.slots
        }
        seats: defaultdict[tuple[str, str], list[Var]] = defaultdict(list)
        self._needs_place: list[tuple[str, str, list[Var]]] = []
        count: defaultdict[str, int] = defaultdict(int)
        for row in school.childcare:
            count[row.teacher_id] += 1
            for slot_id, slot in school.slot_by_id.items():
                if slot.weekday not in row.weekdays or slot.end <= row.leave_by:
                    continue
                here: list[Var] = []
                for (room_id, other), room in open_rooms.items():
                    if other == slot_id and room.group == row.group and row.may_use_room:
                        var = self.seat[row.teacher_id, count[row.teacher_id], slot_id, room_id] = self.boolean()
                        here.append(var)
                        seats[room_id, slot_id].append(var)
                self._needs_place.append((row.teacher_id, slot_id, here))
        for (room_id, slot_id), room in open_rooms.items():
            there = seats[room_id, slot_id]
            self.model.add(sum(there) <= room.places)
            if there and room.carers:
                self._carers(room_id, slot_id, room.carers, room.places, there)

    def _carers(self, room_id: str, slot_id: str, carers: int, places: int, there: list[Var]) -> None:
        used = self.boolean()
        self.model.add(sum(there) <= places * used)
        self.model.add(sum(there) >= used)
        caring: list[Var] = []
        for teacher in self.school.teachers:
            if CHILDCARE_SKILL in teacher.skills and slot_id not in teacher.unavailable:
                var = self.care[teacher.teacher_id, slot_id, room_id] = self.boolean()
                self._tasks[teacher.teacher_id, slot_id].append(var)
                caring.append(var)
        self.model.add(sum(caring) == carers * used)

    def _worked(self, person: str) -> dict[str, Var]:
        """R1: the slots in which a person can work, each with one task at most."""
        found: dict[str, Var] = {}
        for slot in self.school.slot_by_id:
            if self._tasks.get((person, slot)):
                found[slot] = self.work[person, slot] = self.boolean()
                self.model.add(sum(self._tasks[person, slot]) == found[slot])
        return found

    def _by_weekday(self, worked: dict[str, Var]) -> dict[int, list[Var]]:
        found: defaultdict[int, list[Var]] = defaultdict(list)
        for slot, var in worked.items():
            found[self.school.slot_by_id[slot].weekday].append(var)
        return found

    def _teachers(self) -> None:
        """R6, fairness and wishes."""
        for teacher in self.school.teachers:
            worked = self._worked(teacher.teacher_id)
            most = teacher.max_sessions_week
            if teacher.max_load is not None:
                most = max(0, min(most, teacher.max_load - teacher.day_load))
            self.model.add(sum(worked.values()) <= most)
            for day in self._by_weekday(worked).values():
                self.model.add(sum(day) <= teacher.max_sessions_day)
            self.squares("fairness", list(worked.values()), most, 1, teacher.day_load)
            for slot, var in worked.items():
                price = 3 * (slot in teacher.avoid) + (bool(teacher.prefer) and slot not in teacher.prefer)
                if price:
                    self.goals["wishes"].append((var, price))
        for teacher_id, slot, here in self._needs_place:
            if (teacher_id, slot) in self.work:
                self.model.add(sum(here) == self.work[teacher_id, slot])
            else:
                self.model.add(sum(here) == 0)

    def _instructors(self) -> None:
        """R6 and cost."""
        fees: Terms = []
        for one in self.school.instructors:
            worked = self._worked(one.instructor_id)
            self.model.add(sum(worked.values()) <= one.max_sessions_week)
            for day in self._by_weekday(worked).values():
                comes = self.boolean()
                self.model.add(sum(day) >= one.min_sessions_visit * comes)
                self.model.add(sum(day) <= len(day) * comes)
            fees += [(var, one.fee) for var in worked.values()]
        self.goals["cost"] += fees
        if self.school.policy.weekly_budget is not None:
            self.model.add(sum(var * fee for var, fee in fees) <= self.school.policy.weekly_budget)

    def squares(self, goal: str, counted: list[Var], most: int, weight: int, before: int = 0) -> None:
        """weight × ((before + n)² − before²) for the number n of true variables: its increments, one after the other."""
        steps = [self.boolean() for _ in range(min(most, len(counted)))]
        self.model.add(sum(counted) == sum(steps))
        for first, second in pairwise(steps):
            self.model.add_implication(second, first)
        self.goals[goal] += [(step, weight * (2 * (before + k) + 1)) for k, step in enumerate(steps)]

    def _pins(self) -> None:
        """R13, but for duties."""
        for pin in self.school.pins:
            agreeing: list[Var] = []
            for section, held in self.held.items():
                cells = (
                    (pin.block, section.time),
                    (pin.activity_id, section.activity),
                    (pin.class_id, section.class_id),
                )
                if any(want is not None and want != found for want, found in cells):
                    continue
                needed = [held]
                if pin.leader_id is not None:
                    needed.append(self.lead.get((pin.leader_id, section), self.model.new_constant(0)))
                if pin.room_id is not None:
                    needed.append(self.room.get((pin.room_id, section), self.model.new_constant(0)))
                if pin.section in (None, section.number):
                    fits = self.boolean()
                    for var in needed:
                        self.model.add_implication(fits, var)
                    agreeing.append(fits)
            self.model.add_bool_or(agreeing)
        for pin in self.school.pin_placements:
            var = self.place.get((pin.student_id, pin.block, pin.activity_id))
            self.model.add_bool_or([] if var is None else [var])
