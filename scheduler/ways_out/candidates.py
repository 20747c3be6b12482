"""What might help a plan: relaxations of the school that answer its gaps and its refused choices, best hopes first.

A hope is what a way could bring, counted from the plan without a search: the gaps that it reaches, and for a club the
students who were turned away and would fit in, each by what they would gain.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from models.people import ChildGroup
from models.plan import Plan
from models.policy import Goal
from models.school import School
from scheduler.ways_out.advised import advised_duties, advised_places, advised_sessions, advised_tutoring
from scheduler.ways_out.attempt import Part
from scheduler.ways_out.cell_steps import Items, Values
from scheduler.ways_out.club_hopes import club_hopes, place_hopes, refused
from scheduler.ways_out.duty_hopes import duty_hopes
from scheduler.ways_out.duty_steps import CloserDuties, DutyLimit, DutyPeople, MoreDuties
from scheduler.ways_out.floors import Floors
from scheduler.ways_out.near import near_to
from scheduler.ways_out.reach import free_slots, kept_by_children, most_sections
from scheduler.ways_out.room_steps import MoreGroups, OpenRoom
from scheduler.ways_out.steps import (
    FALLBACK_SIZE,
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
    most_sessions,
)

MORE_SEATS, MORE_PLACES, MOST_TRAINED = 6, 4, 6
"""Seats added to each tutoring group at most; places for children; teachers who learn something new."""

MANY_ROWS = 10
"""Whoever changes a cell in more rows than that is asked much."""

COVERAGE: tuple[Goal, ...] = ("coverage",)
CHOICES: tuple[Goal, ...] = ("coverage", "choices")

SESSION_HOPE, STUDENT_HOPE = 100, 10
"""What a session, a duty that is no longer missing is worth, and a place, a tutoring session."""

_KINDS: dict[type[Step], str] = {
    ChildPlaces: "childcare",
    MoreSessions: "more_sessions",
    Budget: "budget",
    Skilled: "skilled",
    Teachers: "teachers",
    MoreRooms: "rooms",
    MoreGroups: "rooms",
    OpenRoom: "rooms",
    Fallback: "fallback",
    MoreDuties: "duties",
    DutyLimit: "duties",
    CloserDuties: "duties",
    DutyPeople: "duty_people",
    Seats: "seats",
    Sections: "sections",
}

_CELL_KINDS = {
    ("teachers", "unavailable"): "freed",
    ("teachers", "max_sessions_day"): "freed",
    ("teachers", "skills"): "childcare",
    ("instructors", "available"): "freed",
    ("instructors", "max_sessions_week"): "freed",
    ("instructors", "min_sessions_visit"): "freed",
    ("instructors", "cleared_until"): "freed",
    ("rooms", "unavailable"): "rooms",
    ("rooms", "capacity"): "rooms",
    ("rooms", "groups"): "rooms",
    ("activities", "room_kinds"): "rooms",
    ("activities", "blocks"): "times",
    ("activities", "min_size"): "sections",
    ("activities", "fallback"): "fallback",
    ("duty_staff", "weekdays"): "duties",
    ("duty_staff", "posts"): "duties",
}

_GAP_OF: dict[Part, str] = {"staff": "sessions", "duties": "duties", "tutoring": "tutoring", "clubs": "places"}


@dataclass(frozen=True)
class Way:
    """Steps that are taken together; ``hope``: how much they could bring at best, to try the best first; ``of_gap``: the kind of
    gap that it is for, where it is for choices too; ``advised``: whether a gap's reason names the cell."""

    steps: tuple[Step, ...]
    goals: tuple[Goal, ...]
    part: Part
    block: str = ""
    hope: float = 0.0
    of_gap: str = ""
    advised: bool = False

    @property
    def kind(self) -> str:
        """What sort of way it is, to count what was tried: ``seats``, ``sections``, ``childcare`` …"""
        first = self.steps[0]
        kind = _CELL_KINDS[first.table, first.column] if isinstance(first, Items | Values) else _KINDS[type(first)]
        if self.part == "tutoring":
            return "tutoring"
        return "sections" if self.part == "clubs" and kind in ("teachers", "rooms") else kind

    @property
    def gap(self) -> str:
        """The kind of gap that it is for, as ``KINDS`` has them; "" where it is for choices."""
        return self.of_gap or ("" if "choices" in self.goals else _GAP_OF[self.part])

    def apply(self, school: School) -> School:
        """The school with every step."""
        for step in self.steps:
            school = step.apply(school)
        return school


def ways(school: School, plan: Plan) -> tuple[Way, ...]:
    """Every way that might help, what could gain most first: for what is missing, then for choices.

    Whoever stops early, or has little time, then keeps the best of them. What is missing comes first since no choice
    outweighs it, with one way for each kind of gap before the others; of equal hopes the one that asks least of the school
    is tried first.
    """
    parts = (_sessions(school, plan), _duties(school, plan), _tutoring(school, plan), _placements(school, plan))
    missing = _worth_trying(school, plan, [way for part in parts for way in _with_all(list(part))])
    clubs = [Way(steps, CHOICES, "clubs", block, hope) for steps, block, hope in club_hopes(school, plan)]
    in_order = (*_mixed(sorted(missing, key=lambda way: -way.hope)), *sorted(clubs, key=lambda way: -way.hope))
    first = {way.steps: way for way in reversed(in_order)}  # what helps a gap may serve choices, too: it is tried once
    return tuple(first[steps] for steps in dict.fromkeys(way.steps for way in in_order))


def _worth_trying(school: School, plan: Plan, missing: list[Way]) -> list[Way]:
    """Those with which counts leave anything to gain, none hoped to bring more than that, nor more than is missing; half of it where
    places are missing and the way gives neither seats nor leaders."""
    floors, found = Floors(school, plan), list[Way]()
    for way in missing:
        most = floors.most(way.gap, way.block, way.apply(school))
        worth = STUDENT_HOPE if way.gap in ("places", "tutoring") else SESSION_HOPE
        unseated = way.gap == "places" and most is not None
        if most is None and way.gap == "places":
            most = floors.unplaced[way.block]
        if most is None:
            found.append(way)
        elif most > 0:
            found.append(replace(way, hope=min(way.hope, float(worth * most)) / (2 if unseated else 1)))
    return found


def _with_all(ways_for: list[Way]) -> list[Way]:
    """Of one kind of gap also all that is advised at once, since one change may help only together with another."""
    found = list(ways_for)
    for block in dict.fromkeys(way.block for way in ways_for):
        mine = [way for way in ways_for if way.advised and way.block == block]
        if len(mine) > 1:
            found.append(replace(mine[0], steps=tuple(step for way in mine for step in way.steps), hope=0.0))
    return found


def _mixed(missing: list[Way]) -> list[Way]:
    """One for each kind of gap comes first, a single change with whoever and whatever is there if there is one."""
    first: dict[str, Way] = {}
    for way in sorted(missing, key=_asks_much):
        first.setdefault(way.gap, way)
    ahead = [way for way in missing if way is first[way.gap]]
    return ahead + [way for way in missing if way is not first[way.gap]]


def _asks_much(way: Way) -> bool:
    """Several things to do, somebody or something new, or cells in very many rows."""
    new = any(isinstance(step, Teachers | MoreRooms | DutyPeople) for step in way.steps)
    return new or len(way.steps) > 1 or any(len(getattr(step, "changes", ())) > MANY_ROWS for step in way.steps)


def lacks(school: School, plan: Plan) -> bool:
    """Whether there is anything to wish for: a gap, or a student who was refused a choice."""
    return bool(plan.gaps or refused(school, plan))


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
    counts = [len(classes) for classes in by_slot.values()]
    steps = [
        *_freed(school, plan, {slot: len(classes) for slot, classes in by_slot.items()}),
        *_trained(school, plan, by_slot),
        *_shared(school, plan, by_slot),
        *_rooms(school, by_slot),
    ]
    yield from (Way((step,), COVERAGE, "staff", "", float(SESSION_HOPE * reached)) for step, reached in steps)
    for step, reached in advised_sessions(school, plan):
        yield Way((step,), COVERAGE, "staff", "", float(SESSION_HOPE * reached), advised=True)
    teachers = [_teachers(school, slot_id, classes) for slot_id, classes in by_slot.items()]
    if len(teachers) > 1:
        yield Way(tuple(teachers), COVERAGE, "staff", "", float(SESSION_HOPE * sum(counts)))
    yield from (Way((one,), COVERAGE, "staff", "", float(SESSION_HOPE * one.count)) for one in teachers)


def _freed(school: School, plan: Plan, gaps: dict[str, int]) -> Iterator[tuple[Step, int]]:
    """What frees people, with how many gaps it reaches at most; ``gaps``: those that they are wanted for, by slot. Places for
    children come last where no gap is at a time from which a child keeps anybody."""
    every = sum(gaps.values())
    groups: dict[ChildGroup, None] = {child.group: None for child in school.childcare}
    for group in groups:
        step = ChildPlaces(group, max(MORE_PLACES, *gaps.values())).within(school)
        if step:
            yield step, min(every, kept_by_children(school, group, gaps))
    free = free_slots(school, plan)
    full = {t: free[t] for t, n in _work(plan).items() if free.get(t) and n >= _limit(school, t)}
    if full:
        for more in sorted({1, min(-(-every // len(full)), max(full.values()))}):
            people = tuple(sorted(t for t, most in full.items() if most >= more))
            yield MoreSessions(people, more), min(more * len(people), every)
    fees = [i.fee for i in school.instructors if i.fee]
    if school.policy.weekly_budget is not None and fees:
        budget = Budget(max(fees) * every).within(school)
        if budget:
            yield budget, every


def _trained(school: School, plan: Plan, by_slot: dict[str, list[str]]) -> Iterator[tuple[Step, int]]:
    """For each strand that classes lack: who could come, without the skill so far; first those who teach something near to it, then
    those who work least."""
    held = Counter((s.class_id, s.activity_id) for s in plan.sessions if s.kind == "strand")
    work = _work(plan)
    for activity in school.activity_by_id.values():
        wanted = [
            (slot_id, c)
            for slot_id, classes in by_slot.items()
            for c in classes
            if activity.kind == "strand" and activity.needs_skill
            if activity.for_grade(school.class_by_id[c].grade)
            and held[c, activity.activity_id] < activity.sessions_week
            if school.pattern_of[school.class_by_id[c].grade, slot_id].kind == "strand"
        ]
        slots, lacking_classes = {slot_id for slot_id, _ in wanted}, {c for _, c in wanted}
        able = [
            t.teacher_id
            for t in school.teachers
            if activity.activity_id not in t.skills and slots - set(t.unavailable) and _limit(school, t.teacher_id) > 0
        ]
        near = near_to(school, activity, lacking_classes)
        people = sorted(able, key=lambda t: (-near[t], work[t] - _limit(school, t), t))[:MOST_TRAINED]
        if slots and people:
            yield Skilled(activity.activity_id, tuple(people)), len(wanted)


def _shared(school: School, plan: Plan, by_slot: dict[str, list[str]]) -> Iterator[tuple[Step, int]]:
    """Rooms that are there: home rooms that are closed, and rooms that are full where classes lack a strand, with more in them
    at once. The fewest sessions more that reach every gap are tried, then one more."""
    inside = Counter((s.room_id, slot) for s in plan.sessions for slot in s.slots)
    closed: dict[str, list[str]] = defaultdict(list)
    full: dict[str, Counter[str]] = defaultdict(Counter)
    for slot_id, classes in by_slot.items():
        for school_class in map(school.class_by_id.__getitem__, classes):
            kind = school.pattern_of[school_class.grade, slot_id].kind
            offers = [a for a in school.activity_by_id.values() if a.kind == kind and a.for_grade(school_class.grade)]
            home = school.room_by_id.get(school_class.room_id or "")
            if home and slot_id in home.unavailable and any(a.in_home_room for a in offers):
                closed[home.room_id].append(slot_id)
            tags = {tag for a in offers for tag in a.room_kinds}
            for room in school.rooms:
                if tags & set(room.kinds) and inside[room.room_id, slot_id] >= room.groups > 0:
                    full[room.room_id][slot_id] += 1
    yield from (
        (OpenRoom(room, tuple(s for s in school.slot_by_id if s in slots)), len(slots))
        for room, slots in closed.items()
    )
    for room, counts in full.items():
        for more in sorted({1, max(counts.values())}, reverse=True):
            yield MoreGroups(room, more), sum(min(more, count) for count in counts.values())


def _rooms(school: School, by_slot: dict[str, list[str]]) -> Iterator[tuple[Step, int]]:
    """For each tag one room more, at every time at which it could be used, since sessions may move; then as many as the worst
    time lacks, where that is more."""
    slots, most = tuple(s for s in school.slot_by_id if s in by_slot), max(map(len, by_slot.values()))
    kinds = {school.pattern_of[school.class_by_id[c].grade, s].kind for s, classes in by_slot.items() for c in classes}
    wanted = [a for a in school.activity_by_id.values() if a.kind in kinds and a.room_kinds]
    every = sum(map(len, by_slot.values()))
    for tag in dict.fromkeys(a.room_kinds for a in wanted):
        mine = [a for a in wanted if a.room_kinds == tag]
        used = {
            slot
            for (grade, slot), row in school.pattern_of.items()
            if any(a.kind == row.kind and a.for_grade(grade) for a in mine)
        }
        always = tuple(s for s in school.slot_by_id if s in used or s in slots)
        largest = max(
            school.staying.get((c.class_id, school.slot_by_id[s].weekday), 0) for c in school.classes for s in always
        )
        yield MoreRooms(tag, largest, always), every
        if most > 1:
            yield MoreRooms(tag, largest, slots, most), every


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
    return most_sessions(school.teacher_by_id[teacher_id])


def _work(plan: Plan) -> Counter[str]:
    found: Counter[str] = Counter()
    for session in plan.sessions:
        for person in {session.leader_id, session.escort_id} - {None}:
            found[person or ""] += len(session.slots)
    for carer in plan.carers:
        found[carer.teacher_id] += 1
    return found


def _duties(school: School, plan: Plan) -> Iterator[Way]:
    for steps, reached in duty_hopes(school, plan):
        yield Way(steps, COVERAGE, "duties", "", float(SESSION_HOPE * reached))
    for step, reached in advised_duties(school, plan):
        yield Way((step,), COVERAGE, "duties", "", float(SESSION_HOPE * reached), advised=True)


def _tutoring(school: School, plan: Plan) -> Iterator[Way]:
    lacking: dict[str, list[str]] = defaultdict(list)
    for student_id, activity_id, *_ in _gaps(plan, "tutoring"):
        lacking[activity_id].append(student_id)
    for activity_id, students in lacking.items():
        activity = school.activity_by_id[activity_id]
        every = float(STUDENT_HOPE * len(students))
        work = _work(plan)
        near = near_to(school, activity, {school.student_by_id[s].class_id for s in students})
        able = [
            t.teacher_id for t in school.teachers if activity_id not in t.skills and _limit(school, t.teacher_id) > 0
        ]
        people = sorted(able, key=lambda t: (-near[t], work[t] - _limit(school, t), t))[:MOST_TRAINED]
        if people and activity.needs_skill:
            yield Way((Skilled(activity_id, tuple(people)),), COVERAGE, "tutoring", "", every)
        if activity.max_size is not None:
            yield Way((Seats(activity_id, MORE_SEATS),), COVERAGE, "tutoring", "", every)
        yield Way((Sections(activity_id),), COVERAGE, "tutoring", "", every)
        grades = {school.class_by_id[school.student_by_id[s].class_id].grade: None for s in students}
        for slot_id in school.slot_by_id:
            if any(slot_id in school.slots_of(grade, "homework") for grade in grades):
                steps = (Sections(activity_id), Teachers((slot_id,), (activity_id,), slot_id))
                reached = min(len(set(students)), activity.max_size or len(students))
                yield Way(steps, COVERAGE, "tutoring", slot_id, float(STUDENT_HOPE * reached))
    for step, reached in advised_tutoring(school, plan):
        yield Way((step,), COVERAGE, "tutoring", "", float(STUDENT_HOPE * reached), advised=True)


def _placements(school: School, plan: Plan) -> Iterator[Way]:
    lacking: dict[str, list[str]] = defaultdict(list)
    for student_id, block in _gaps(plan, "placement"):
        lacking[block].append(school.class_by_id[school.student_by_id[student_id].class_id].grade)
    for block, grades in lacking.items():
        every = float(STUDENT_HOPE * len(grades))
        teachers = Teachers(school.blocks[block].slots, (), block)
        anything = Fallback(block, tuple(sorted(set(grades))), most_sections(school, block, len(grades)))
        yield Way((anything, teachers), COVERAGE, "clubs", block, every)
        for steps, _, reached in place_hopes(school, plan, block):
            yield Way(steps, CHOICES, "clubs", block, STUDENT_HOPE * reached, "places")
        for step, reached in _freed(school, plan, {school.blocks[block].slots[0]: len(grades)}):
            parents = isinstance(step, ChildPlaces)  # each leads one section
            hope = min(every, float(STUDENT_HOPE * FALLBACK_SIZE * reached)) if parents else every
            yield Way((step,), COVERAGE, "clubs", block, hope)
        for step, reached in advised_places(school, plan, block):
            yield Way((step,), COVERAGE, "clubs", block, float(STUDENT_HOPE * reached), advised=True)
