"""Which answers of a search that time cut short are told: those that say more about the school than about the search."""

from dataclasses import replace

from models.services import Activity
from scheduler.explain.cost import least_of
from scheduler.explain.facts import Facts
from scheduler.whatif import Difference, WhatIf

PLACE = 10
"""What a place without a club weighs in the goal coverage."""


def weighed(facts: Facts, answer: WhatIf, activity: Activity, block: str) -> WhatIf:
    """The answer, or where it is no serious one what is proven of it alone: its plan says nothing of what the school would have to
    give up, only how far the search had come. ``activity``, ``block``: what was asked for."""
    first = answer.first
    if answer.status != "found" or first is None or _is_serious(facts, answer, first, activity, block):
        return answer
    least = least_of(answer, first)
    proven = replace(first, after=None, bound=first.before + least)
    return WhatIf("unknown", (proven,) if least else (), None, answer.seconds)


def _is_serious(facts: Facts, answer: WhatIf, first: Difference, activity: Activity, block: str) -> bool:
    """Whether no more is open than is proven, or than the fewest children of one section come to: with more it is not known whether
    a whole section goes short. Where the plan itself is not proven to be the best, little can be proven of any other: there an
    answer is serious unless it lacks more than if every club of that time were closed."""
    amount, policy = first.amount or 0, facts.school.policy
    if amount <= 0 or answer.exact or first.goal not in ("coverage", "choices"):
        return True
    proven = max(0, (first.bound or 0) - first.before)
    step = PLACE if first.goal == "coverage" else max(1, policy.cost_of_rank(2) - policy.cost_of_rank(1))
    if amount - proven <= max(proven, step * max(1, activity.min_size)):
        return True
    there = sum(1 for (_, time), club in facts.place.items() if time == block and club is not None)
    known = any(score.goal == first.goal and score.bound == score.value for score in facts.plan.scores)
    return not known and (first.goal != "coverage" or amount <= PLACE * there)
