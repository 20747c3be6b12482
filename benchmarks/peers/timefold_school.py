"""A lean school as Timefold's facts and entities, and its week as the tables of a plan."""

from collections import defaultdict

from benchmarks.peers.making import Tables
from benchmarks.peers.timefold_peer import Hall, Person, Post, Seat, Section, Week
from models.people import Student
from models.plan import Placement, Session
from models.school import School
from models.services import Activity

MANY = 10**6


def week_of(school: School) -> Week:
    """Every section that may be held, its posts, and every student in each block attended; nothing decided."""
    return _Making(school).week()


class _Making:
    def __init__(self, school: School) -> None:
        self.school = school
        self.slots_of = {s: (s,) for s in school.slot_by_id} | {b: block.slots for b, block in school.blocks.items()}
        self.bit = {slot: 1 << n for n, slot in enumerate(school.slot_by_id)}
        self.people = {t.teacher_id: self._teacher(t.teacher_id) for t in school.teachers}
        for one in school.instructors:
            self.people[one.instructor_id] = Person(
                one.instructor_id, False, 0, one.max_sessions_week, MANY, one.min_sessions_visit, one.fee, one.escort
            )
        self.halls = {r.room_id: Hall(r.room_id, r.capacity, r.groups) for r in school.rooms}

    def _teacher(self, teacher_id: str) -> Person:
        one = self.school.teacher_by_id[teacher_id]
        most = one.max_sessions_week
        if one.max_load is not None:
            most = max(0, min(most, one.max_load - one.day_load))
        return Person(teacher_id, True, one.day_load, most, one.max_sessions_day, 0, 0, False)

    def week(self) -> Week:
        """The whole."""
        sections = [*self._homework(), *self._clubs()]
        posts = [post for section in sections for post in self._posts(section)]
        by_offer: defaultdict[tuple[str, str], list[Section]] = defaultdict(list)
        for section in sections:
            by_offer[section.time, section.activity].append(section)
        return Week(sections, posts, list(self._seats(by_offer)))

    def _homework(self) -> list[Section]:
        found: list[Section] = []
        for one in self.school.classes:
            activity = self.school.homework_of(one.grade)
            for slot in self.school.slots_of(one.grade, "homework") if activity else ():
                staying = self.school.staying.get((one.class_id, self.school.slot_by_id[slot].weekday), 0)
                if activity and staying and (not activity.blocks or slot in activity.blocks):
                    found.append(self._section(activity, slot, one.class_id, 1, staying))
        return found

    def _clubs(self) -> list[Section]:
        found: list[Section] = []
        for activity in self.school.activity_by_id.values():
            for block in self.school.blocks if activity.kind == "club" else ():
                if activity.blocks and block not in activity.blocks:
                    continue
                classes = [c.class_id for c in self.school.classes] if activity.scope == "class" else [""]
                for class_id in classes:
                    for number in range(1, activity.max_sections + 1):
                        found.append(self._section(activity, block, class_id, number, 0))
        return found

    def _section(self, activity: Activity, time: str, class_id: str, number: int, staying: int) -> Section:
        slots = self.slots_of[time]
        home = self.school.class_by_id[class_id].room_id if class_id and activity.in_home_room else None
        rooms = [
            self.halls[r.room_id]
            for r in self.school.rooms
            if (not activity.room_kinds or set(activity.room_kinds) & set(r.kinds))
            and home in (None, r.room_id)
            and r.capacity >= staying
            and not set(slots) & set(r.unavailable)
        ]
        name = "/".join(p for p in (time, activity.activity_id, class_id, str(number)) if p)
        mask = sum(self.bit[s] for s in slots)
        weekday = self.school.slot_by_id[slots[0]].weekday
        least = max(1, activity.min_size)
        most = MANY if activity.max_size is None else activity.max_size
        homework = activity.kind == "homework"
        return Section(
            name, activity.activity_id, time, class_id, list(slots), mask, weekday, len(slots), least, most, number,
            homework, rooms,
        )  # fmt: skip

    def _posts(self, section: Section) -> list[Post]:
        activity = self.school.activity_by_id[section.activity]
        teachers = [t.teacher_id for t in self.school.teachers if not set(section.slots) & set(t.unavailable)]
        skilled = [
            t for t in teachers if not activity.needs_skill or section.activity in self.school.teacher_by_id[t].skills
        ]
        outside = [
            i.instructor_id
            for i in self.school.instructors
            if not activity.teacher_only
            and set(section.slots) <= set(i.available)
            and (not activity.needs_skill or section.activity in i.skills)
            and (i.cleared_until is None or i.cleared_until >= self.school.term.end)
        ]
        found = [self._post(section, True, [*skilled, *outside])]
        if any(self.people[i].escort for i in outside):
            found.append(self._post(section, False, teachers))
        return found

    def _post(self, section: Section, leads: bool, people: list[str]) -> Post:
        wishes: dict[str, int] = dict.fromkeys(people, 0)
        for who in people:
            teacher = self.school.teacher_by_id.get(who)
            for slot in section.slots if teacher else ():
                assert teacher
                wishes[who] += 3 * (slot in teacher.avoid) + (bool(teacher.prefer) and slot not in teacher.prefer)
        unlike: dict[str, int] = {}
        if section.homework:
            head = self.school.class_by_id[section.class_id].head_teacher
            own = {row.teacher_id for row in self.school.teaching if row.class_id == section.class_id}
            unlike = {who: 0 if who == head else 1 if who in own else 3 for who in people}
        name = f"{section.id}/{'lead' if leads else 'escort'}"
        return Post(name, section, leads, wishes, unlike, [self.people[who] for who in people])

    def _seats(self, sections: dict[tuple[str, str], list[Section]]) -> list[Seat]:
        found: list[Seat] = []
        for student in self.school.students:
            once = self.school.nothing_twice(student.student_id)
            for block in self.school.attended[student.student_id]:
                found.append(self._seat(student, block, once, sections))
        return found

    def _seat(self, student: Student, block: str, once: bool, sections: dict[tuple[str, str], list[Section]]) -> Seat:
        policy = self.school.policy
        grade = self.school.class_by_id[student.class_id].grade
        ranks = self.school.ranks(student.student_id, block)
        costs: dict[str, int] = {}
        open_to: list[Section] = []
        for activity in self.school.activity_by_id.values():
            rank = ranks.get(activity.activity_id)
            if activity.kind == "club" and activity.for_grade(grade) and (rank is not None or activity.fallback):
                costs[activity.activity_id] = policy.fallback_cost if rank is None else policy.cost_of_rank(rank)
                here = sections.get((block, activity.activity_id), [])
                open_to += [s for s in here if s.class_id in ("", student.class_id)]
        well = {a: int(ranks.get(a) in (1, 2)) for a in costs}
        name = f"{student.student_id}/{block}"
        return Seat(name, student.student_id, once, policy.bad_week_cost, costs, well, open_to)


def read(school: School, week: Week) -> Tables:
    """The tables of a week: sections without students, and escorts beside those who need none, are nothing."""
    lead = {p.section.id: p.person for p in week.posts if p.leads and p.person}
    beside = {p.section.id: p.person for p in week.posts if not p.leads and p.person}
    members: defaultdict[str, list[str]] = defaultdict(list)
    where: dict[str, Section] = {}
    for seat in week.seats:
        if seat.section is not None and seat.section.id in lead:
            members[seat.section.id].append(seat.student)
            where[seat.id] = seat.section
    small = {s.id for s in week.sections if not s.homework and len(members[s.id]) < s.least}
    sessions: list[Session] = []
    for section in week.sections:
        leader = lead.get(section.id)
        if leader is None or section.room is None or section.id in small:
            continue
        slots = [school.slot_by_id[s] for s in section.slots]
        staying = school.staying.get((section.class_id, section.weekday), 0)
        escort = beside.get(section.id) if leader.escort else None
        sessions.append(
            Session(
                session_id=section.id,
                kind="homework" if section.homework else "club",
                activity_id=section.activity,
                section=section.number,
                class_id=section.class_id or None,
                block=section.time,
                slots=tuple(section.slots),
                weekday=section.weekday,
                start=slots[0].start,
                end=max(s.end for s in slots),
                leader_id=leader.person_id,
                escort_id=escort.person_id if escort else None,
                room_id=section.room.room_id,
                enrolled=staying if section.homework else len(members[section.id]),
            )
        )
    held = {s.session_id for s in sessions}
    rows = [
        _placement(school, student, block, where.get(f"{student.student_id}/{block}"), held)
        for student in school.students
        for block in school.attended[student.student_id]
    ]
    return Tables(tuple(sessions), tuple(rows))


def _placement(school: School, student: Student, block: str, section: Section | None, held: set[str]) -> Placement:
    there = section if section is not None and section.id in held else None
    ranks = school.ranks(student.student_id, block)
    return Placement(
        student_id=student.student_id,
        class_id=student.class_id,
        block=block,
        session_id=there.id if there else None,
        activity_id=there.activity if there else None,
        rank=ranks.get(there.activity, 0) if there else None,
    )
