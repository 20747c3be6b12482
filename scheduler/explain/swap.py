"""One person for another in a finished plan and nothing else: what the verifier says of it."""

from collections import Counter

from models.places import ChildcareRoom
from models.plan import Duty, Plan, Seat, Session
from models.policy import Goal
from scheduler.explain.facts import Facts
from scheduler.messages import say
from scheduler.reasons.cause import Cause, because
from scheduler.verify import verify


def led_by(facts: Facts, session: Session, person: str, *, escort: bool) -> Plan:
    """The plan with another leader or escort in one session, and places for their children instead of the other's."""
    plan, role = facts.plan, "escort_id" if escort else "leader_id"
    before = getattr(session, role)
    update: dict[str, str | None] = {role: person}
    if not escort:
        update["escort_id"] = escort_with(facts, session, person)
    other = session.model_copy(update=update)
    gone = {before, session.escort_id} - {other.leader_id, other.escort_id}
    seats = [s for s in plan.childcare if not (s.teacher_id in gone and s.slot_id in session.slots)]
    for slot_id in session.slots:
        seats += _seats(facts, person, slot_id, seats)
    sessions = tuple(other if s == session else s for s in plan.sessions)
    return plan.model_copy(update={"sessions": sessions, "childcare": tuple(seats)})


def escort_with(facts: Facts, session: Session, leader: str) -> str | None:
    """Who would be with another leader: for an instructor who needs somebody, who is there now already; else nobody."""
    instructor = facts.school.instructor_by_id.get(leader)
    if instructor is None or not instructor.escort:
        return None
    return session.escort_id or session.leader_id


def _seats(facts: Facts, person: str, slot_id: str, taken: list[Seat]) -> list[Seat]:
    """A place for each child of the person who needs one in the slot, in rooms that are in use or need no carers."""
    use = Counter(s.room_id for s in taken if s.slot_id == slot_id)
    found: list[Seat] = []
    for number, child in facts.week.children_in(person, slot_id):
        for room in facts.school.childcare_rooms:
            if (
                _takes(room, child.group, slot_id)
                and use[room.room_id] < room.places
                and (use[room.room_id] or not room.carers)
            ):
                use[room.room_id] += 1
                found.append(Seat(teacher_id=person, child=number, slot_id=slot_id, room_id=room.room_id))
                break
    return found


def on_duty(plan: Plan, duty: Duty, person: str) -> Plan:
    """The plan with somebody else on a post on a date."""
    other = duty.model_copy(update={"staff_id": person})
    return plan.model_copy(update={"duties": tuple(other if d == duty else d for d in plan.duties)})


def no_seat(facts: Facts, session: Session, person: str, *, escort: bool) -> Cause | None:
    """Why a child of the person would have no place if they took the session; None where all have one.

    Rooms that are in use count, and those without carers: to open another one somebody else would have to care in it.
    """
    for slot_id in session.slots:
        seats = [s for s in led_by(facts, session, person, escort=escort).childcare if _is(s, person, slot_id)]
        cause = _left_over(facts, person, slot_id, seats)
        if cause is not None:
            return cause
    return None


def no_seat_then(facts: Facts, person: str, slot_id: str) -> Cause | None:
    """Why a child of the person, who does not work in a slot, would have no place in it; None where all have one."""
    return _left_over(facts, person, slot_id, _seats(facts, person, slot_id, [*facts.plan.childcare]))


def _left_over(facts: Facts, person: str, slot_id: str, seats: list[Seat]) -> Cause | None:
    """Why the first child without one of the person's ``seats`` has none."""
    placed = {seat.child for seat in seats}
    for number, child in facts.week.children_in(person, slot_id):
        if number not in placed:
            rooms = [r for r in facts.school.childcare_rooms if _takes(r, child.group, slot_id)]
            shut = any(r.carers and not facts.held.seats_taken[r.room_id, slot_id] for r in rooms)
            key = "child_shut" if shut else f"child_{child.group}"
            return because(key, time=child.leave_by.strftime("%H:%M"))
    return None


def _is(seat: Seat, person: str, slot_id: str) -> bool:
    return (seat.teacher_id, seat.slot_id) == (person, slot_id)


def _takes(room: ChildcareRoom, group: str, slot_id: str) -> bool:
    return room.group == group and slot_id in (room.slots or (slot_id,))


Found = tuple[Goal, int]
"""The first goal that a swap changes, and by how much; 0 where it changes none."""


def difference(facts: Facts, other: Plan) -> Found | Cause:
    """What another plan changes first in the goals; where it breaks a rule, that rule."""
    report = verify(facts.school, other)
    for breach in report.breaches:
        if breach.rule != "scores" and ".gap_" not in breach.key:
            return because("rule", rule=say(facts.lang, f"verify.rule.{breach.rule}"))
    order: list[Goal] = [score.goal for score in facts.plan.scores if score.goal != "changes"]
    before: dict[Goal, int] = {score.goal: score.value for score in facts.plan.scores}
    for goal in order:
        if report.scores[goal] != before[goal]:
            return goal, report.scores[goal] - before[goal]
    return "coverage", 0
