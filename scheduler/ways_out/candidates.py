"""What might help a plan: relaxations of the school that answer its gaps and its refused choices, best hopes first."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from models.duty import Role
from models.people import ChildGroup
from models.plan import Plan, Session
from models.policy import Goal
from models.school import School
from models.services import Activity
from scheduler.ways_out.attempt import Part
from scheduler.ways_out.duty_steps import CloserDuties, DutyPeople, MoreDuties
from scheduler.ways_out.steps import (
    Budget,
    ChildPlaces,
    Fallback,
    MoreRooms,
    MoreSessions,
    Seats,
    Sections,
    Skilled,
    Step,
    Teachers,
)

MORE_SEATS, MORE_PLACES, USUAL_SIZE, MOST_TRAINED = 6, 4, 30, 6
"""Seats added to each section at most; places for children; students of a section that has no limit; teachers who learn
something new."""


@dataclass(frozen=True)
class Way:
    """Steps that are taken together; ``hope``: how much they could bring at best, to try the best first."""

    steps: tuple[Step, ...]
    goals: tuple[Goal, ...]
    part: Part
    block: str = ""
    hope: float = 0.0

    def apply(self, school: School) -> School:
        """The school with every step."""
        for step in self.steps:
            school = step.apply(school)
        return school


def ways(school: School, plan: Plan) -> tuple[Way, ...]:
    """Every way that might help: for what is missing first, then for choices."""
    missing = [*_sessions(school, plan), *_duties(school, plan), *_tutoring(school, plan), *_placements(school, plan)]
    clubs = sorted(_clubs(school, plan), key=lambda way: -way.hope)
    return (*missing, *clubs)


# -- what is missing -----------------------------------------------------------------------------------------
def _gaps(plan: Plan, *kinds: str) -> list[list[str]]:
    return [gap.where.split(";") for gap in plan.gaps if gap.what in kinds]


def _sessions(school: School, plan: Plan) -> Iterator[Way]:
    """What would free or add leaders and rooms where homework or strands are missing: in all slots, then in each."""
    by_slot: dict[str, list[str]] = defaultdict(list)
    for class_id, slot_id in _gaps(plan, "homework", "strand"):
        by_slot[slot_id].append(class_id)
    if not by_slot:
        return
    steps = [*_freed(school, plan), *_trained(school, plan, by_slot), *_rooms(school, by_slot)]
    yield from (Way((step,), ("coverage",), "staff") for step in steps)
    teachers = [_teachers(school, slot_id, classes) for slot_id, classes in by_slot.items()]
    if len(teachers) > 1:
        yield Way(tuple(teachers), ("coverage",), "staff")
    yield from (Way((one,), ("coverage",), "staff") for one in sorted(teachers, key=lambda t: -t.count))


def _freed(school: School, plan: Plan) -> Iterator[Step]:
    groups: dict[ChildGroup, None] = {child.group: None for child in school.childcare}
    for group in groups:
        yield ChildPlaces(group, MORE_PLACES)
    full = tuple(sorted(t for t, n in _work(plan).items() if t in school.teacher_by_id and n >= _limit(school, t)))
    if full:
        yield MoreSessions(full)
    fees = [i.fee for i in school.instructors if i.fee]
    if school.policy.weekly_budget is not None and fees:
        yield Budget(max(fees) * min(5, len(plan.gaps)))


def _trained(school: School, plan: Plan, by_slot: dict[str, list[str]]) -> Iterator[Step]:
    """For each strand that classes lack: those who work least and could come, without the skill so far."""
    held = Counter((s.class_id, s.activity_id) for s in plan.sessions if s.kind == "strand")
    work = _work(plan)
    for activity in school.activity_by_id.values():
        slots = {
            slot_id
            for slot_id, classes in by_slot.items()
            for c in classes
            if activity.kind == "strand" and activity.needs_skill
            if activity.for_grade(school.class_by_id[c].grade)
            and held[c, activity.activity_id] < activity.sessions_week
            if school.pattern_of[school.class_by_id[c].grade, slot_id].kind == "strand"
        }
        able = [
            t.teacher_id
            for t in school.teachers
            if activity.activity_id not in t.skills and slots - set(t.unavailable) and _limit(school, t.teacher_id) > 0
        ]
        people = sorted(able, key=lambda t: (work[t] - _limit(school, t), t))[:MOST_TRAINED]
        if slots and people:
            yield Skilled(activity.activity_id, tuple(people))


def _rooms(school: School, by_slot: dict[str, list[str]]) -> Iterator[Step]:
    slots, most = tuple(s for s in school.slot_by_id if s in by_slot), max(map(len, by_slot.values()))
    kinds = {school.pattern_of[school.class_by_id[c].grade, s].kind for s, classes in by_slot.items() for c in classes}
    largest = max(school.staying[c, school.slot_by_id[s].weekday] for s, classes in by_slot.items() for c in classes)
    tags = {a.room_kinds: None for a in school.activity_by_id.values() if a.kind in kinds and a.room_kinds}
    yield from (MoreRooms(tag, largest, slots, most) for tag in tags)


def _teachers(school: School, slot_id: str, classes: list[str]) -> Teachers:
    """As many as the slot lacks, with every skill that they might need."""
    grades = {school.class_by_id[c].grade for c in classes}
    kinds = {school.pattern_of[g, slot_id].kind for g in grades}
    skills = tuple(
        a.activity_id
        for a in school.activity_by_id.values()
        if a.kind in kinds and a.needs_skill and any(a.for_grade(g) for g in grades)
    )
    return Teachers((slot_id,), skills, slot_id, len(classes))


def _limit(school: School, teacher_id: str) -> int:
    one = school.teacher_by_id[teacher_id]
    return one.max_sessions_week if one.max_load is None else min(one.max_sessions_week, one.max_load - one.day_load)


def _work(plan: Plan) -> Counter[str]:
    found: Counter[str] = Counter()
    for session in plan.sessions:
        for person in {session.leader_id, session.escort_id} - {None}:
            found[person or ""] += len(session.slots)
    for carer in plan.carers:
        found[carer.teacher_id] += 1
    return found


def _duties(school: School, plan: Plan) -> Iterator[Way]:
    roles: dict[Role, list[date]] = defaultdict(list)
    role_of: dict[str, Role] = {post.post_id: post.role for post in school.posts}
    for day, post_id in _gaps(plan, "duty"):
        roles[role_of[post_id]].append(date.fromisoformat(day))
    for role, dates in roles.items():
        people = tuple(sorted(s.staff_id for s in school.duty_staff if role in s.roles))
        coverage: tuple[Goal, ...] = ("coverage",)
        if people:
            yield Way((MoreDuties(people),), coverage, "duties")
            yield Way((CloserDuties(people),), coverage, "duties")
            yield Way((MoreDuties(people), CloserDuties(people)), coverage, "duties")
        yield Way((DutyPeople(role),), coverage, "duties")
        most = max(Counter(day.isocalendar()[:2] for day in dates).values())
        if most > 1:
            yield Way((DutyPeople(role, most),), coverage, "duties")


def _tutoring(school: School, plan: Plan) -> Iterator[Way]:
    for activity_id in dict.fromkeys(where[1] for where in _gaps(plan, "tutoring")):
        activity = school.activity_by_id[activity_id]
        students = {row.student_id for row in school.tutoring if row.activity_id == activity_id}
        grades = {school.class_by_id[school.student_by_id[s].class_id].grade for s in students}
        slots = tuple(s for s in school.slot_by_id if any(s in school.slots_of(g, "homework") for g in grades))
        coverage: tuple[Goal, ...] = ("coverage",)
        if activity.max_size is not None:
            yield Way((Seats(activity_id, MORE_SEATS),), coverage, "tutoring")
        yield Way((Sections(activity_id),), coverage, "tutoring")
        for slot_id in slots:
            teacher = Teachers((slot_id,), (activity_id,), slot_id)
            yield Way((Sections(activity_id), teacher), coverage, "tutoring", slot_id)


def _placements(school: School, plan: Plan) -> Iterator[Way]:
    grades: dict[str, set[str]] = defaultdict(set)
    for student_id, block in _gaps(plan, "placement"):
        grades[block].add(school.class_by_id[school.student_by_id[student_id].class_id].grade)
    for block, these in grades.items():
        teachers = Teachers(school.blocks[block].slots, (), block)
        steps = (Fallback(block, tuple(sorted(these))), teachers)
        yield Way(steps, ("coverage",), "clubs", block)
        yield from (Way((step,), ("coverage",), "clubs", block) for step in _freed(school, plan))


# -- choices -------------------------------------------------------------------------------------------------
def _clubs(school: School, plan: Plan) -> Iterator[Way]:
    """More seats where sections are full, and one more section, with whoever and whatever it needs."""
    wanted = _refused(school, plan)
    sections: dict[tuple[str, str], list[Session]] = defaultdict(list)
    for session in plan.sessions:
        if session.kind == "club":
            sections[session.activity_id, session.block].append(session)
    yield from _more_seats(school, wanted, sections)
    for (activity_id, block), gains in wanted.items():
        activity, slots = school.activity_by_id[activity_id], school.blocks[block].slots
        held = sections[activity_id, block]
        size = activity.max_size or USUAL_SIZE
        most = Counter(s.class_id for s in held)
        steps: list[Step] = []
        if max(most.values(), default=0) >= activity.max_sections:
            steps.append(Sections(activity_id))
        if activity.scope == "school":
            skills = (activity_id,) if activity.needs_skill else ()
            steps.append(Teachers(slots, skills, block))
            if activity.room_kinds:
                steps.append(MoreRooms(activity.room_kinds, size, slots))
        if steps:
            yield Way(tuple(steps), ("coverage", "choices"), "clubs", block, float(sum(gains[:size])))
    yield from _budget(school, plan)


def _more_seats(
    school: School,
    wanted: dict[tuple[str, str], list[int]],
    sections: dict[tuple[str, str], list[Session]],
) -> Iterator[Way]:
    hopes: Counter[str] = Counter()
    spare: dict[str, int] = {}
    for (activity_id, block), gains in wanted.items():
        activity = school.activity_by_id[activity_id]
        for session in sections[activity_id, block]:
            if activity.max_size is not None and session.enrolled >= activity.max_size:
                more = min(MORE_SEATS, _largest(school, activity, session) - activity.max_size, len(gains))
                spare[activity_id] = max(spare.get(activity_id, 0), more)
                hopes[activity_id] += sum(gains[:more])
    for activity_id, more in spare.items():
        if more > 0:
            yield Way((Seats(activity_id, more),), ("coverage", "choices"), "clubs", "", float(hopes[activity_id]))


def _largest(school: School, activity: Activity, session: Session) -> int:
    """What the largest room holds that the session could be in."""
    if activity.in_home_room:
        room = school.room_by_id.get(session.room_id)
        return room.capacity if room else 0
    tags = set(activity.room_kinds)
    return max((r.capacity for r in school.rooms if not tags or tags & set(r.kinds)), default=0)


def _refused(school: School, plan: Plan) -> dict[tuple[str, str], list[int]]:
    """By club and block: what each student who ranked it above their place would gain by it, most first."""
    policy = school.policy
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in plan.placements:
        now = policy.fallback_cost if not row.rank else policy.cost_of_rank(row.rank)
        for activity_id, rank in school.ranks(row.student_id, row.block).items():
            activity = school.activity_by_id.get(activity_id)
            if activity and _runs(activity, row.block) and (not row.rank or rank < row.rank):
                gain = now - policy.cost_of_rank(rank)
                if gain > 0:
                    found[activity_id, row.block].append(gain)
    return {key: sorted(gains, reverse=True) for key, gains in found.items()}


def _runs(activity: Activity, block: str) -> bool:
    return activity.kind == "club" and (not activity.blocks or block in activity.blocks)


def _budget(school: School, plan: Plan) -> Iterator[Way]:
    """A fifth more, where what is left pays for no further session."""
    budget = school.policy.weekly_budget
    fees = {i.instructor_id: i.fee for i in school.instructors if i.fee}
    if budget is None or not fees:
        return
    cost = sum(fees.get(s.leader_id, 0) * len(s.slots) for s in plan.sessions)
    if budget - cost < max(fees.values()):
        yield Way((Budget(max(budget // 5, 2 * max(fees.values()))),), ("coverage", "choices"), "clubs", "", 0.0)
