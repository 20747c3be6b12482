"""One person for another in a finished plan and nothing else: what the verifier says of it."""

from models.plan import Duty, Plan, Session
from models.policy import Goal
from scheduler.explain.facts import Facts, Said
from scheduler.verify import verify


def led_by(plan: Plan, session: Session, person: str, *, escort: bool) -> Plan:
    """The plan with another leader or escort in one session."""
    other = session.model_copy(update={"escort_id" if escort else "leader_id": person})
    return plan.model_copy(update={"sessions": tuple(other if s == session else s for s in plan.sessions)})


def on_duty(plan: Plan, duty: Duty, person: str) -> Plan:
    """The plan with somebody else on a post on a date."""
    other = duty.model_copy(update={"staff_id": person})
    return plan.model_copy(update={"duties": tuple(other if d == duty else d for d in plan.duties)})


def difference(facts: Facts, other: Plan) -> tuple[Goal, int] | None:
    """The first goal that another plan changes, and by how much (0: none does); None where it breaks a rule."""
    report = verify(facts.school, other)
    if any(b.rule != "scores" and ".gap_" not in b.key for b in report.breaches):
        return None
    order: list[Goal] = [score.goal for score in facts.plan.scores if score.goal != "changes"]
    before: dict[Goal, int] = {score.goal: score.value for score in facts.plan.scores}
    for goal in order:
        if report.scores[goal] != before[goal]:
            return goal, report.scores[goal] - before[goal]
    return "coverage", 0


def words(facts: Facts, name: str, found: tuple[Goal, int], depth: int) -> Said:
    """What a swap would change, in words."""
    goal, amount = found
    if amount == 0:
        return facts.said("swap.equal", depth, name=name)
    key = "swap.worse" if amount > 0 else "swap.better"
    return facts.said(key, depth, name=name, goal=facts.goal(goal), amount=abs(amount))
