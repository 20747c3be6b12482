"""One person for another in a finished plan and nothing else: what the verifier says of it."""

from collections import Counter

from models.plan import Duty, Plan, Seat, Session
from models.policy import Goal
from scheduler.explain.facts import Facts, Said
from scheduler.verify import describe, verify
from scheduler.week.data import WeekData


def led_by(facts: Facts, session: Session, person: str, *, escort: bool) -> Plan:
    """The plan with another leader or escort in one session, and places for their children instead of the other's."""
    plan, role = facts.plan, "escort_id" if escort else "leader_id"
    before = getattr(session, role)
    other = session.model_copy(update={role: person})
    seats = [s for s in plan.childcare if not (s.teacher_id == before and s.slot_id in session.slots)]
    for slot_id in session.slots:
        seats += _seats(facts, person, slot_id, seats)
    sessions = tuple(other if s == session else s for s in plan.sessions)
    return plan.model_copy(update={"sessions": sessions, "childcare": tuple(seats)})


def _seats(facts: Facts, person: str, slot_id: str, taken: list[Seat]) -> list[Seat]:
    """A place for each child of the person who needs one in the slot, in rooms that are in use or need no carers."""
    use = Counter(s.room_id for s in taken if s.slot_id == slot_id)
    found: list[Seat] = []
    for number, child in WeekData(facts.school).children_in(person, slot_id):
        for room in facts.school.childcare_rooms:
            is_open = room.group == child.group and slot_id in (room.slots or (slot_id,))
            if is_open and use[room.room_id] < room.places and (use[room.room_id] or not room.carers):
                use[room.room_id] += 1
                found.append(Seat(teacher_id=person, child=number, slot_id=slot_id, room_id=room.room_id))
                break
    return found


def on_duty(plan: Plan, duty: Duty, person: str) -> Plan:
    """The plan with somebody else on a post on a date."""
    other = duty.model_copy(update={"staff_id": person})
    return plan.model_copy(update={"duties": tuple(other if d == duty else d for d in plan.duties)})


def difference(facts: Facts, other: Plan) -> tuple[Goal, int] | str:
    """The first goal that another plan changes, and by how much (0: none does); the rule in words where it breaks one."""
    report = verify(facts.school, other)
    for breach in report.breaches:
        if breach.rule != "scores" and ".gap_" not in breach.key:
            return describe(breach, facts.lang)
    order: list[Goal] = [score.goal for score in facts.plan.scores if score.goal != "changes"]
    before: dict[Goal, int] = {score.goal: score.value for score in facts.plan.scores}
    for goal in order:
        if report.scores[goal] != before[goal]:
            return goal, report.scores[goal] - before[goal]
    return "coverage", 0


def words(
    facts: Facts, name: str, found: tuple[Goal, int] | str, depth: int, loads: tuple[int, str, int] | None = None
) -> Said:
    """What a swap would change, in words. ``loads``: what the one called ``name`` has now in sessions, or duties; who is to be
    replaced, and what they have."""
    if isinstance(found, str):
        return facts.said("swap.breaks", depth, name=name, rule=found)
    goal, amount = found
    if amount == 0:
        return facts.said("swap.equal", depth, name=name)
    if amount > 0 and loads and goal in ("fairness", "duty"):
        load, who, now = loads
        key = f"swap.worse.{goal}"
        return facts.said(key, depth, name=name, goal=facts.goal(goal), amount=amount, load=load, who=who, now=now)
    key = "swap.worse" if amount > 0 else "swap.better"
    return facts.said(key, depth, name=name, goal=facts.goal(goal), amount=abs(amount))
