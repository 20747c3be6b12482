"""Clubs that might help: more seats where sections are full, and one more section, for those who were turned away."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from models.plan import Plan, Session
from models.school import School
from models.services import Activity
from scheduler.ways_out.steps import Budget, MoreRooms, Seats, Sections, Step, Teachers

MORE_SEATS, USUAL_SIZE = 6, 30
"""Seats added to each section at most; students of a section that has no limit."""

NO_PLACE_HOPE = 1000
"""Beside choices, what a place is worth for somebody who has none."""

#: Steps, the block in which clubs may move ("" for all), and how much they could bring.
Hope = tuple[tuple[Step, ...], str, float]


def club_hopes(school: School, plan: Plan) -> Iterator[Hope]:
    """More seats where sections are full, and one more section, with whoever and whatever it needs."""
    wanted, sections = refused(school, plan), _sections(plan)
    yield from _more_seats(school, wanted, sections)
    for (activity_id, block), gains in wanted.items():
        steps, size = _one_more(school, activity_id, block, sections[activity_id, block])
        if steps:
            yield steps, block, float(sum(gains[:size]))
    yield from _budget(school, plan)


def place_hopes(school: School, plan: Plan, block: str) -> Iterator[Hope]:
    """The same for those who have no place in the block, by how many of them it could take."""
    lists: Counter[str] = Counter()
    for row in plan.placements:
        if row.block == block and row.session_id is None:
            grade = school.class_by_id[row.class_id].grade
            clubs = (a for a in school.activity_by_id.values() if _runs(a, block) and a.for_grade(grade))
            listed = school.ranks(row.student_id, block)
            lists.update(a.activity_id for a in clubs if a.fallback or a.activity_id in listed)
    sections = _sections(plan)
    for activity_id, count in lists.items():
        held, activity = sections[activity_id, block], school.activity_by_id[activity_id]
        most = max((_spare(school, activity, session, count) for session in held), default=0)
        if most > 0:
            yield (Seats(activity_id, most),), block, float(min(count, most * len(held)))
        steps, size = _one_more(school, activity_id, block, held)
        if steps:
            yield steps, block, float(min(count, size))


def _sections(plan: Plan) -> dict[tuple[str, str], list[Session]]:
    found: dict[tuple[str, str], list[Session]] = defaultdict(list)
    for session in plan.sessions:
        if session.kind == "club":
            found[session.activity_id, session.block].append(session)
    return found


def _one_more(school: School, activity_id: str, block: str, held: list[Session]) -> tuple[tuple[Step, ...], int]:
    """What one more section of a club needs, and how many it takes."""
    activity, slots = school.activity_by_id[activity_id], school.blocks[block].slots
    size = activity.max_size or USUAL_SIZE
    steps: list[Step] = []
    if max(Counter(s.class_id for s in held).values(), default=0) >= activity.max_sections:
        steps.append(Sections(activity_id))
    if activity.scope == "school":
        skills = (activity_id,) if activity.needs_skill else ()
        steps.append(Teachers(slots, skills, block))
        if activity.room_kinds:
            steps.append(MoreRooms(activity.room_kinds, size, slots))
    return tuple(steps), size


def _spare(school: School, activity: Activity, session: Session, wanted: int) -> int:
    """Seats that a full section could have more: as its rooms hold, and as are wanted."""
    if activity.max_size is None or session.enrolled < activity.max_size:
        return 0
    return min(wanted, _largest(school, activity, session) - activity.max_size)


def _more_seats(
    school: School,
    wanted: dict[tuple[str, str], list[int]],
    sections: dict[tuple[str, str], list[Session]],
) -> Iterator[Hope]:
    hopes: Counter[str] = Counter()
    spare: dict[str, int] = {}
    for (activity_id, block), gains in wanted.items():
        activity, seats = school.activity_by_id[activity_id], 0
        for session in sections[activity_id, block]:
            more = _spare(school, activity, session, min(MORE_SEATS, len(gains)))
            spare[activity_id] = max(spare.get(activity_id, 0), more)
            seats += max(0, more)
        hopes[activity_id] += sum(gains[:seats])
    for activity_id, more in spare.items():
        if more > 0:
            yield (Seats(activity_id, more),), "", float(hopes[activity_id])


def _largest(school: School, activity: Activity, session: Session) -> int:
    """What the largest room holds that the session could be in."""
    if activity.in_home_room:
        room = school.room_by_id.get(session.room_id)
        return room.capacity if room else 0
    tags = set(activity.room_kinds)
    return max((r.capacity for r in school.rooms if not tags or tags & set(r.kinds)), default=0)


def refused(school: School, plan: Plan) -> dict[tuple[str, str], list[int]]:
    """By club and block: what each student who ranked it above their place would gain by it, most first.

    To have a place at all is worth more than any choice.
    """
    policy = school.policy
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in plan.placements:
        now = policy.fallback_cost if not row.rank else policy.cost_of_rank(row.rank)
        for activity_id, rank in school.ranks(row.student_id, row.block).items():
            activity = school.activity_by_id.get(activity_id)
            if activity and _runs(activity, row.block) and (not row.rank or rank < row.rank):
                gain = now - policy.cost_of_rank(rank) + (0 if row.session_id else NO_PLACE_HOPE)
                if gain > 0:
                    found[activity_id, row.block].append(gain)
    return {key: sorted(gains, reverse=True) for key, gains in found.items()}


def _runs(activity: Activity, block: str) -> bool:
    return activity.kind == "club" and activity.runs_in(block)


def _budget(school: School, plan: Plan) -> Iterator[Hope]:
    """A fifth more, where what is left pays for no further session."""
    budget = school.policy.weekly_budget
    fees = {i.instructor_id: i.fee for i in school.instructors if i.fee}
    if budget is None or not fees:
        return
    cost = sum(fees.get(s.leader_id, 0) * len(s.slots) for s in plan.sessions)
    if budget - cost < max(fees.values()):
        more = Budget(max(budget // 5, 2 * max(fees.values()))).within(school)
        if more:
            yield (more,), "", 0.0
