"""From a solution's counts to sessions with names: leaders, escorts, rooms, students and children are told apart."""

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from models.plan import Carer, Placement, Seat, Session, TutoringSeat
from scheduler.lots import drawn
from scheduler.week.context import Context
from scheduler.week.data import Offer
from scheduler.week.plan import WeekPlan
from scheduler.week.read_kept import again
from scheduler.week.read_leaders import Lead, leaders
from scheduler.week.read_rooms import rooms_of
from scheduler.week.read_students import Enrolment, share_out, students_by_offer, tutored_by_offer
from scheduler.week.solution import Solution

Held = tuple[Offer, int]


def read(ctx: Context, x: NDArray[np.int64], seed: int, *, deal: bool = True) -> WeekPlan:
    """The plan that a solution stands for. Raises :class:`.read_rooms.RoomsApart` if rooms cannot be told apart.

    ``deal``: whether lots decide what the goals leave open between students; without, any plan with the same values will do.
    """
    solution = Solution(ctx, x)
    held: list[Held] = []
    for offer, var in ctx.held.items():
        held += [(offer, number) for number in range(1, solution.value(var) + 1)]
    before = again(solution)
    rooms = rooms_of(solution, held, before.kept)
    led = leaders(solution, held, before.kept)
    places = students_by_offer(solution, seed, deal=deal)
    tutored = tutored_by_offer(solution)
    ids = _ids(held)
    enrolments: dict[Held, list[str]] = {}
    for offer, var in ctx.held.items():
        sections = [(offer, n) for n in range(1, solution.value(var) + 1)]
        kind = ctx.data.activity(offer).kind
        if sections and kind in ("club", "tutoring"):
            members = [e.student_id for e in places.get(offer, [])] if kind == "club" else tutored.get(offer, [])
            capacities = [ctx.school.room_by_id[rooms[s]].capacity for s in sections]
            stay = [before.members.get(s, frozenset()) for s in sections]
            parts = share_out(members, ctx.data.activity(offer), capacities, ctx.school, stay)
            enrolments |= dict(zip(sections, parts, strict=True))
    out = _out(ctx, tutored)
    sessions = tuple(
        sorted(
            (_session(ctx, item, ids[item], led[item], rooms[item], enrolments.get(item), out) for item in held),
            key=lambda s: s.session_id,
        )
    )
    return WeekPlan(
        sessions=sessions,
        placements=_placements(ctx, places, enrolments, ids),
        seats=_seats(solution),
        carers=_carers(solution),
        tutoring=_tutoring(ctx, enrolments, ids),
        duties={key: solution.value(ctx.duties[key]) for key in solution.true(ctx.duties)},
        working=_working(solution),
        lots=tuple(drawn(ctx.school.attended, seed, ctx.school.term.name)) if deal else (),
    )


def _ids(held: list[Held]) -> dict[Held, str]:
    found: dict[Held, str] = {}
    taken: set[str] = set()
    for offer, number in sorted(held, key=lambda h: (h[0].time, h[0].activity, h[0].class_id or "", h[1])):
        name = "/".join(part for part in (offer.time, offer.activity, offer.class_id, str(number)) if part)
        while name in taken:
            name += "'"
        taken.add(name)
        found[offer, number] = name
    return found


def _out(ctx: Context, tutored: dict[Offer, list[str]]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = defaultdict(int)
    for offer, students in tutored.items():
        for student_id in students:
            found[ctx.school.student_by_id[student_id].class_id, offer.time] += 1
    return found


def _session(
    ctx: Context,
    item: Held,
    session_id: str,
    lead: Lead,
    room_id: str,
    members: list[str] | None,
    out: dict[tuple[str, str], int],
) -> Session:
    offer, number = item
    activity = ctx.data.activity(offer)
    slots = [ctx.school.slot_by_id[s] for s in ctx.data.times[offer.time]]
    if members is None:
        away = out.get((offer.class_id or "", offer.time), 0) if activity.kind == "homework" else 0
        enrolled = ctx.room_plan.size(offer) - away
    else:
        enrolled = len(members)
    return Session(
        session_id=session_id,
        kind=activity.kind,
        activity_id=offer.activity,
        section=number,
        class_id=offer.class_id,
        block=offer.time,
        slots=tuple(s.slot_id for s in slots),
        weekday=slots[0].weekday,
        start=slots[0].start,
        end=max(s.end for s in slots),
        leader_id=lead.leader,
        escort_id=lead.escort,
        room_id=room_id,
        enrolled=enrolled,
    )


def _placements(
    ctx: Context, places: dict[Offer, list[Enrolment]], enrolments: dict[Held, list[str]], ids: dict[Held, str]
) -> tuple[Placement, ...]:
    rank = {(e.student_id, offer.time): e.rank for offer, found in places.items() for e in found}
    session = {
        (student_id, offer.time): (ids[offer, number], offer.activity)
        for (offer, number), members in enrolments.items()
        if ctx.data.activity(offer).kind == "club"
        for student_id in members
    }
    found: list[Placement] = []
    for student in ctx.school.students:
        for block in ctx.school.attended[student.student_id]:
            session_id, activity_id = session.get((student.student_id, block), (None, None))
            found.append(
                Placement(
                    student_id=student.student_id,
                    class_id=student.class_id,
                    block=block,
                    session_id=session_id,
                    activity_id=activity_id,
                    rank=rank.get((student.student_id, block)),
                )
            )
    return tuple(sorted(found, key=lambda p: (p.student_id, p.block)))


def _tutoring(ctx: Context, enrolments: dict[Held, list[str]], ids: dict[Held, str]) -> tuple[TutoringSeat, ...]:
    found = [
        TutoringSeat(student_id=s, activity_id=offer.activity, slot_id=offer.time, session_id=ids[offer, number])
        for (offer, number), members in enrolments.items()
        if ctx.data.activity(offer).kind == "tutoring"
        for s in members
    ]
    return tuple(sorted(found, key=lambda t: (t.student_id, t.activity_id, t.slot_id)))


def _working(solution: Solution) -> dict[str, frozenset[str]]:
    ctx = solution.ctx
    people = [*ctx.school.teacher_by_id, *ctx.school.instructor_by_id]
    return {
        person: frozenset(s for s in ctx.school.slot_by_id if any(solution.value(v) for v in ctx.engaged(person, s)))
        for person in people
    }


def _seats(solution: Solution) -> tuple[Seat, ...]:
    ctx = solution.ctx
    working = _working(solution)
    places = {r.room_id: (r.places, bool(r.carers)) for r in ctx.school.childcare_rooms}
    found: list[Seat] = []
    for (group, slot_id), open_rooms in ctx.data.open_rooms.items():
        children = [
            (teacher_id, number)
            for teacher_id in sorted(ctx.data.children)
            if slot_id in working.get(teacher_id, ())
            for number, child in ctx.data.children_in(teacher_id, slot_id)
            if child.group == group
        ]
        used = [r for r in open_rooms if places[r][1] and solution.value(ctx.room_used[r, slot_id])]
        free = [r for r in open_rooms if not places[r][1]]
        order = [
            *used,
            *(r for r in used for _ in range(places[r][0] - 1)),
            *(r for r in free for _ in range(places[r][0])),
        ]
        found += [
            Seat(teacher_id=t, child=n, slot_id=slot_id, room_id=room)
            for (t, n), room in zip(children, order, strict=False)
        ]
    return tuple(sorted(found, key=lambda s: (s.teacher_id, s.child, s.slot_id)))


def _carers(solution: Solution) -> tuple[Carer, ...]:
    ctx = solution.ctx
    need = {r.room_id: r.carers for r in ctx.school.childcare_rooms}
    caring: dict[str, list[str]] = defaultdict(list)
    for teacher_id, slot_id in sorted(solution.true(ctx.care)):
        caring[slot_id].append(teacher_id)
    found: list[Carer] = []
    for room_id, slot_id in solution.true(ctx.room_used):
        for _ in range(need[room_id]):
            found.append(Carer(slot_id=slot_id, room_id=room_id, teacher_id=caring[slot_id].pop(0)))
    return tuple(sorted(found, key=lambda c: (c.slot_id, c.room_id, c.teacher_id)))
