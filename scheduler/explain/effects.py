"""What else is different in the plan that was found: for how many, and by how much, beside the plan that is there."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from models.plan import Plan
from models.school import School
from scheduler.explain.facts import Facts, Said, Value
from scheduler.messages import say
from scheduler.whatif import WhatIf


def in_that_plan(facts: Facts, depth: int, items: Sequence[Said]) -> list[Said]:
    """Statements that hold for the plan that was found: one in a line with that, several below it."""
    if len(items) == 1:
        (only,) = items
        return [replace(only, depth=depth, sentence=say(facts.lang, "explain.in_that_plan.one", what=only.sentence))]
    head = facts.said("in_that_plan.several", depth)
    below = [replace(one, depth=depth + 1, sentence=one.sentence[0].upper() + one.sentence[1:]) for one in items]
    return [head, *below] if items else []


def effects_of(facts: Facts, answer: WhatIf, student: str = "") -> Iterable[Said]:
    """Who moves, and which goals after the first that differs are worse. ``student``: whose place it is about, who is not among
    those who move; without, everybody is."""
    first = answer.first
    if answer.status != "found" or (first is not None and (first.amount is None or first.amount < 0)):
        return
    if answer.worse or answer.better:
        yield facts.said("cost.others" if student else "cost.others_all", 0, **_moved(facts, answer, student))
    later = answer.goals[answer.goals.index(first) + 1 :] if first else ()
    worse: dict[str, Value] = {d.goal: d.amount for d in later if d.after is not None and d.amount and d.amount > 0}
    if worse:
        items = [say(facts.lang, f"explain.later.{goal}") for goal in worse]
        yield facts.said("cost.later", 0, goals=say(facts.lang, "explain.and").join(items), **worse)


def _moved(facts: Facts, answer: WhatIf, student: str) -> dict[str, Value]:
    """How many have a lower choice and how many a higher one; how far the one goes that falls furthest; what it is in points."""
    down = ""
    if answer.furthest:
        was, now = (_rank(facts, rank) for rank in answer.furthest)
        down = say(facts.lang, f"explain.down.{'one' if answer.worse == 1 else 'most'}", was=was, now=now)
    key = "both" if answer.worse and answer.better else "worse" if answer.worse else "better"
    moved = say(facts.lang, f"explain.moved.{key}", worse=answer.worse, better=answer.better, down=down)
    ledger = _ledger(facts, answer, student) if student else {}
    return {"worse": answer.worse, "better": answer.better, "down": down, "moved": moved, "ledger": "", **ledger}


def _ledger(facts: Facts, answer: WhatIf, student: str) -> dict[str, Value]:
    """What the student's own points become, and what those of all others together; nothing where a goal before these differs."""
    first, plan = answer.first, answer.plan
    if plan is None or (first is not None and first.goal != "choices"):
        return {}
    mine = points_of(facts.school, plan, student) - points_of(facts.school, facts.plan, student)
    theirs = (first.amount or 0 if first else 0) - mine
    if not mine and not theirs:
        return {}
    words = {
        name: say(facts.lang, f"explain.points.{'more' if n > 0 else 'fewer' if n else 'same'}", count=abs(n))
        for name, n in (("mine", mine), ("theirs", theirs))
    }
    key = "explain.ledger_self" if mine > 0 else "explain.ledger" if mine + theirs else "explain.ledger_even"
    return {"mine": mine, "theirs": theirs, "ledger": say(facts.lang, key, **words)}


def points_of(school: School, plan: Plan, student: str) -> int:
    """What the places of one student add to the goal choices."""
    policy, rows = school.policy, [row for row in plan.placements if row.student_id == student]
    prices = [policy.cost_of_rank(row.rank) if row.rank else policy.fallback_cost for row in rows if row.activity_id]
    is_bad_week = bool(rows) and not any(row.rank in (1, 2) for row in rows)
    return sum(prices) + is_bad_week * policy.bad_week_cost


def _rank(facts: Facts, rank: int | None) -> str:
    """A choice by its rank."""
    key = "none" if rank is None else "listed" if rank else "fallback"
    return say(facts.lang, f"explain.rank.{key}", rank=rank)
