"""The answer to a parent in a line or two: what became of the better choices, and what giving one would cost; the proof comes after."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.services import Activity
from scheduler.explain.cost import is_even, is_unknown, least_of
from scheduler.explain.facts import Facts, Said
from scheduler.messages import say
from scheduler.messages.names import listing, sentences
from scheduler.whatif import WhatIf


@dataclass(frozen=True)
class Better:
    """A choice above the one that was given, and what giving it would do. ``had``: the student has it at another time."""

    activity: Activity
    rank: int
    answer: WhatIf
    had: bool


def in_short(facts: Facts, student_id: str, block: str, wishes: Sequence[Better]) -> list[Said]:
    """Of all better choices of a block: why they were not given, like ones together, then what each would cost. Nothing where the
    only one can be given in no plan: that is told in a line anyway."""
    if not wishes or (len(wishes) == 1 and wishes[0].answer.status == "impossible"):
        return []
    names = {wish.rank: facts.choice(student_id, block, wish.activity.activity_id) for wish in wishes}
    became: dict[str, list[str]] = {}
    costs: dict[str, list[Better]] = {}
    for wish in wishes:
        became.setdefault(_became(facts, student_id, block, wish), []).append(names[wish.rank])
        if wish.answer.status != "impossible":
            costs.setdefault(_cost(wish.answer), []).append(wish)
    lang = facts.lang
    parts = [say(lang, f"explain.short.{key}", wishes=listing(lang, who, len(who))) for key, who in became.items()]
    told = [_costs(facts, key, [*who]) for key, who in costs.items()]
    why = say(lang, "explain.short.join").join(parts)
    return [facts.said("student.short", 2, why=why, costs=sentences(lang, told))]


def _became(facts: Facts, student_id: str, block: str, wish: Better) -> str:
    """What kept the student from it: that it can be in no plan, that they have it already, that it is not held, or that it is full."""
    sections = facts.sections(wish.activity.activity_id, block, facts.own_class(wish.activity, student_id))
    if wish.answer.status == "impossible":
        return "never" if sections else "never_held"
    if wish.had:
        return "had"
    if not sections:
        return "closed"
    return "free" if facts.seats_left(wish.activity, block, student_id) > 0 else "full"


def _cost(answer: WhatIf) -> str:
    """What giving it would do to the school first of all, and whether that is proven."""
    first = answer.first
    if is_unknown(answer):
        return "unknown"
    if first is None or is_even(answer):
        return "even"
    if answer.status == "found" and (first.amount or 0) < 0:
        return "better"
    goal = first.goal if first.goal in ("coverage", "choices") else "other"
    if answer.status != "found" or any(d.amount is None for d in answer.settled):
        return f"{goal}_least"
    if goal == "choices":
        return "choices_least" if answer.exact else "choices_found"
    return f"{goal}_least" if least_of(answer, first) else f"{goal}_found"


def _costs(facts: Facts, key: str, wishes: Sequence[Better]) -> str:
    amounts = sorted({first.amount or 0 for wish in wishes if (first := wish.answer.first)})
    span = "–".join(str(one) for one in dict.fromkeys((amounts[0], amounts[-1]))) if amounts else ""
    goals = dict.fromkeys(facts.goal(first.goal) for wish in wishes if (first := wish.answer.first))
    names = say(facts.lang, "reasons.advice.or_club").join(wish.activity.name for wish in wishes)
    return say(facts.lang, f"explain.short.cost_{key}", wishes=names, span=span, goals=listing(facts.lang, [*goals]))
