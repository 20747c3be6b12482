"""What it would cost, in words: which goals get worse, by how much, how sure that is, and for how many."""

from collections import Counter
from collections.abc import Sequence

from scheduler.explain.facts import Facts, Said, Value
from scheduler.messages import say
from scheduler.messages.names import listing
from scheduler.whatif import Difference, WhatIf

GOALS = ("coverage", "choices", "fairness", "duty", "wishes", "continuity")
"""Goals whose numbers have a unit that must be told; fees are in CNY."""


def cost_of(facts: Facts, answer: WhatIf, depth: int) -> list[Said]:
    """Sentences for an answer that is possible or unknown; none for one that is not."""
    first = answer.first
    if answer.status == "impossible":
        return []
    if answer.status == "unknown" or any(d.amount is None for d in answer.settled):
        known = first is not None and first.amount is not None and first.amount > 0
        return [_unknown(facts, first, depth) if known and first else facts.said("cost.unknown", depth)]
    if first is None:
        return [facts.said("cost.nothing", depth)]
    amount = first.amount or 0
    if amount < 0:
        return [facts.said("cost.better", depth, goal=facts.goal(first.goal), amount=-amount)]
    found = [_first(facts, answer, first, amount, depth)]
    if answer.worse or answer.better:
        found.append(facts.said("cost.others", depth, worse=answer.worse, better=answer.better))
    later = answer.goals[answer.goals.index(first) + 1 :]
    worse: dict[str, Value] = {d.goal: d.amount for d in later if d.after is not None and d.amount and d.amount > 0}
    if worse:
        items = [say(facts.lang, "explain.grows", goal=facts.goal(goal), amount=worse[goal]) for goal in worse]
        found.append(facts.said("cost.later", depth, goals=listing(facts.lang, items, 10), **worse))
    return found


def _unknown(facts: Facts, first: Difference, depth: int) -> Said:
    goal = facts.goal(first.goal)
    return facts.said("cost.at_least", depth, goal=goal, amount=first.amount or 0)


def _first(facts: Facts, answer: WhatIf, first: Difference, amount: int, depth: int) -> Said:
    least = _least(answer, first)
    key = "exact" if answer.exact else "between" if least else "at_most"
    sure = say(facts.lang, f"explain.sure.{key}", least=least)
    if first.goal == "coverage":
        what = listing(facts.lang, _more_gaps(facts, answer), 10)
        if what:
            return facts.said("cost.coverage", depth, what=what, amount=amount, sure=sure)
    goal = facts.goal(first.goal)
    return facts.said(f"cost.{_words(first.goal)}", depth, goal=goal, amount=amount, sure=sure)


def _least(answer: WhatIf, first: Difference) -> int:
    """How much at least is proven; 0 where nothing is, or where a goal before it might still change."""
    proven = all(d.sure == "exact" for d in answer.settled if d != first)
    return max(0, first.bound - first.before) if proven and first.bound is not None else 0


def _words(goal: str) -> str:
    return goal if goal in ("choices", "fairness", "duty", "wishes", "continuity", "cost") else "goal"


def _more_gaps(facts: Facts, answer: WhatIf) -> list[str]:
    """By kind, how many more things are missing in the answer's plan."""
    now = Counter(gap.what for gap in answer.plan.gaps) if answer.plan else Counter[str]()
    before = Counter(gap.what for gap in facts.plan.gaps)
    more = {kind: now[kind] - before[kind] for kind in sorted(now) if now[kind] > before[kind]}
    return [say(facts.lang, f"explain.gap.{kind}", count=count) for kind, count in more.items()]


def legends(facts: Facts, found: Sequence[Said]) -> list[Said]:
    """What the numbers of each goal mean that statements speak of, once each."""
    spoken = {str(said.values["goal"]) for said in found if "goal" in said.values}
    spoken |= {facts.goal(name) for said in found for name in said.values if name in GOALS}
    spoken |= {facts.goal("coverage") for said in found if said.key == "cost.coverage"}
    known = [goal for goal in GOALS if facts.goal(goal) in spoken]
    return [
        _points(facts) if goal == "choices" else facts.said(f"legend.{goal}", goal=facts.goal(goal)) for goal in known
    ]


def _points(facts: Facts) -> Said:
    """What the points of a choice are."""
    policy = facts.school.policy
    ranks = max((row.rank for row in facts.school.choices), default=1)
    costs = listing(facts.lang, [str(policy.cost_of_rank(n)) for n in range(1, ranks + 1)], 10)
    bad, fallback = policy.bad_week_cost, policy.fallback_cost
    return facts.said("points", costs=costs, fallback=fallback, bad=bad)
