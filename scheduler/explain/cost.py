"""What it would cost, in words: which goals get worse, by how much, how sure that is, and for how many."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from math import ceil
from typing import Literal

from scheduler.explain.ask import Asker
from scheduler.explain.facts import Facts, Said, Value
from scheduler.messages import catalogue, say
from scheduler.messages.names import listing
from scheduler.whatif import Difference, WhatIf

GOALS = ("choices", "fairness", "duty", "wishes", "continuity")
"""Goals whose numbers have a unit that must be told; fees are in CNY."""


LEAST_LONGER, LONGER = 300, 4
"""So many seconds at least, and so many times what was given, are named where time was over."""

Case = Literal["student", "student_open", "club"]
"""What a question was about: a student's place, one in a club that would have to open for it, or a club."""


def cost_of(facts: Facts, answer: WhatIf, depth: int, case: Case) -> list[Said]:
    """What it costs, as far as anything is known; nothing for what is impossible."""
    first = answer.first
    if answer.status == "impossible" or is_unknown(answer):
        return []
    if first is not None and _is_open(answer):
        return [_if(facts, case, _unknown(facts, first, depth))]
    if first is None or is_even(answer):
        key = _of_all("cost.nothing_but" if answer.worse or answer.better else "cost.nothing", case)
        return [_besides(facts, first, _if(facts, case, facts.said(key, depth)))]
    amount = first.amount or 0
    if amount < 0:
        least = "" if answer.exact else say(facts.lang, "explain.so_far_least")
        if first.goal == "coverage":
            return [_if(facts, case, facts.said("cost.better_coverage", depth, amount=-amount, least=least))]
        key = "cost.better_choices" if first.goal == "choices" else "cost.better"
        return [_if(facts, case, facts.said(key, depth, goal=facts.goal(first.goal), amount=-amount, least=least))]
    return [_if(facts, case, _first(facts, answer, first, amount, depth))]


def is_even(answer: WhatIf) -> bool:
    """Whether the answer is no better and no worse for students than the plan that is there: nothing differs, or first of all a goal
    after their choices, and for the better. As every plan with one pin more is one without it, that goal had not its best value."""
    if answer.status != "found":
        return False
    first = answer.first
    before = {d.goal for d in answer.settled[:-1]}
    return first is None or ((first.amount or 0) < 0 and {"coverage", "choices"} <= before)


def _besides(facts: Facts, better: Difference | None, said: Said) -> Said:
    """The statement with what it says nothing of: that another goal could be better in this plan."""
    if better is None:
        return said
    goal = facts.goal(better.goal)
    return replace(said, sentence=say(facts.lang, "explain.cost.besides", told=said.sentence, goal=goal))


def _is_open(answer: WhatIf) -> bool:
    return answer.status == "unknown" or any(d.amount is None for d in answer.settled)


def is_unknown(answer: WhatIf) -> bool:
    """Whether time was over before anything was known of the cost, be it only how much at least."""
    first = answer.first
    return _is_open(answer) and (first is None or (first.amount or 0) <= 0)


def more_time(
    facts: Facts, asker: Asker, unknown: Sequence[str], found: Sequence[Said], about: Sequence[str]
) -> list[Said]:
    """Of what the cost is not known, once for all of it, or else that something of what was ``found`` is not worked out to the end; and
    the command that gives more time. ``about``: its words for what was asked for."""
    seconds = max(LEAST_LONGER, LONGER * ceil(asker.options.time_limit))
    again: dict[str, Value] = {"command": facts.home.command(*about, "--time-limit", str(seconds)), "seconds": seconds}
    end = "_stopped" if asker.stop.is_set() else ""
    if unknown:
        return [facts.said(f"cost.unknown{end}", 1, what=listing(facts.lang, unknown, len(unknown)), **again)]
    unfinished = any(said.values.get("so_far") for said in found)
    return [facts.said(f"cost.unfinished{end}", 1, **again)] if unfinished else []


def _if(facts: Facts, case: str, said: Said) -> Said:
    """The statement with what it would take before it."""
    return replace(said, sentence=say(facts.lang, f"explain.if.{case}", then=said.sentence))


def _of_all(key: str, case: Case) -> str:
    """The statement in which those who move are counted: of a student's question all others, of a club's everybody."""
    return f"{key}_all" if case == "club" else key


def _unknown(facts: Facts, first: Difference, depth: int) -> Said:
    """What is proven, where no plan was found that is worth telling."""
    told: dict[str, Value] = {"amount": first.amount or 0, "so_far": 1}
    if first.goal == "coverage":
        return facts.said("cost.at_least_coverage", depth, **told)
    key = "cost.at_least_choices" if first.goal == "choices" else "cost.at_least"
    return facts.said(key, depth, goal=facts.goal(first.goal), **told)


def _first(facts: Facts, answer: WhatIf, first: Difference, amount: int, depth: int) -> Said:
    least, so_far = least_of(answer, first), int(not answer.exact)
    # where a goal before it may still become better, this one may become worse than in the plan that was found
    is_most = so_far and _is_settled(answer, first)
    most_key = "so_far_most_gaps" if first.goal == "coverage" else "so_far_most"
    most = say(facts.lang, f"explain.{most_key}") if is_most else ""
    if first.goal in ("choices", "cost"):
        told: dict[str, Value] = {"sure": _sure(facts, answer, first.goal, least), "most": most, "so_far": so_far}
        return facts.said(f"cost.{first.goal}", depth, goal=facts.goal(first.goal), amount=amount, **told)
    sure = say(facts.lang, "explain.perhaps_none") if not answer.exact and not least else ""
    if first.goal == "coverage":
        what = listing(facts.lang, _more_gaps(facts, answer), 10)
        if what:
            sure = sure or say(facts.lang, f"explain.perhaps_{'no_fewer' if answer.exact else 'fewer'}")
            return facts.said("cost.coverage", depth, what=what, amount=amount, sure=sure, most=most, so_far=so_far)
    key = "goal" if first.goal == "coverage" else first.goal
    return facts.said(f"cost.{key}", depth, goal=facts.goal(first.goal), amount=amount, sure=sure, so_far=so_far)


def _sure(facts: Facts, answer: WhatIf, goal: Literal["choices", "cost"], least: int) -> str:
    """How sure an amount that has a unit is, as a sentence of its own."""
    if answer.exact:
        return say(facts.lang, "explain.sure.exact" if goal == "choices" else "explain.sure.exact_cost")
    return say(facts.lang, f"explain.sure.between_{goal}" if least else "explain.sure.at_most", least=least)


def least_of(answer: WhatIf, first: Difference) -> int:
    """How much worse the first goal that differs is in any plan, as far as it is proven; 0 where nothing is, or where a goal before
    it might still change."""
    return max(0, first.bound - first.before) if _is_settled(answer, first) and first.bound is not None else 0


def _is_settled(answer: WhatIf, first: Difference) -> bool:
    """Whether the goals before the first that differs are proven."""
    return all(d.sure == "exact" for d in answer.settled if d != first)


def _more_gaps(facts: Facts, answer: WhatIf) -> list[str]:
    """By kind, how many more things are missing in the answer's plan."""
    now = Counter(gap.what for gap in answer.plan.gaps) if answer.plan else Counter[str]()
    before = Counter(gap.what for gap in facts.plan.gaps)
    more = {kind: now[kind] - before[kind] for kind in sorted(now) if now[kind] > before[kind]}
    return [say(facts.lang, f"explain.gap.{kind}", count=count) for kind, count in more.items()]


def plan_open(facts: Facts) -> list[Said]:
    """That the plan may lack more than it must, as the planning was not done: what is said of it may be due to that alone."""
    score = next((s for s in facts.plan.scores if s.goal == "coverage"), None)
    if score is None or score.bound >= score.value:
        return []
    return [facts.said("plan.open", 1, value=score.value, bound=max(0, score.bound))]


def legends(facts: Facts, found: Sequence[Said]) -> list[Said]:
    """What the numbers of each goal mean that statements tell, once each."""
    texts = catalogue(facts.lang)
    told = [said for said in found if "goal" in said.values and "{amount" in texts[f"explain.{said.key}"]]
    spoken = {str(said.values["goal"]) for said in told}
    if any(said.key.startswith(("cost.nothing", "lot.")) for said in found):
        spoken.add(facts.goal("choices"))
    known = [goal for goal in GOALS if facts.goal(goal) in spoken]
    return [
        _points(facts) if goal == "choices" else facts.said(f"legend.{goal}", goal=facts.goal(goal)) for goal in known
    ]


def is_legend(said: Said) -> bool:
    """Whether a statement only says what numbers mean."""
    return said.key == "points" or said.key.startswith("legend.")


def _points(facts: Facts) -> Said:
    """What the points of a choice are."""
    policy = facts.school.policy
    ranks = max((row.rank for row in facts.school.choices), default=1)
    costs = listing(facts.lang, [str(policy.cost_of_rank(n)) for n in range(1, ranks + 1)], 10)
    bad, fallback = policy.bad_week_cost, policy.fallback_cost
    return facts.said("points", costs=costs, fallback=fallback, bad=bad)
