"""What else is different in the plan that was found: for how many, and by how much, beside the plan that is there."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace

from models.plan import Plan
from models.school import School
from scheduler.explain.cost import is_even
from scheduler.explain.facts import Facts, Said, Value
from scheduler.messages import say
from scheduler.whatif import WhatIf

_SIDES = (("lost", "own_fewer"), ("gained", "own_more"))
"""Which numbers of places make more without a club, and which fewer."""


def in_that_plan(facts: Facts, answer: WhatIf, depth: int, items: Sequence[Said]) -> list[Said]:
    """Statements that hold for the plan that was found: one in a line with that, several below it. Where that plan is not proven to
    be the best for the students, it says so, as others may move in it without need."""
    kind = "in_that_plan" if answer.finished else "in_that_plan.so_far"
    so_far: dict[str, Value] = {} if answer.finished else {"so_far": 1}
    if len(items) == 1:
        (only,) = items
        told = say(facts.lang, f"explain.{kind}.one", what=only.sentence)
        return [replace(only, depth=depth, sentence=told, values=only.values | so_far)]
    head = facts.said(f"{kind}.several", depth, **so_far)
    below = [replace(one, depth=depth + 1, sentence=one.sentence[0].upper() + one.sentence[1:]) for one in items]
    return [head, *below] if items else []


def effects_of(facts: Facts, answer: WhatIf, student: str = "") -> Iterable[Said]:
    """Who loses a club or gets one, who moves, and which goals after the first that differs are worse. ``student``: whose place it
    is about, who is not among those who move; without, everybody is."""
    first = answer.first
    if answer.status == "found" and (answer.lost or answer.gained):
        yield _clubs(facts, answer, student)
    better = first is not None and (first.amount is None or first.amount < 0)
    if answer.status != "found" or (better and not is_even(answer)):
        return
    if answer.worse > answer.lost or answer.better > answer.gained:
        yield facts.said("cost.others" if student else "cost.others_all", 0, **_moved(facts, answer, student))
    if student:
        yield from _points_apart(facts, answer, student)
    later = answer.goals[answer.goals.index(first) + 1 :] if first else ()
    worse: dict[str, Value] = {d.goal: d.amount for d in later if d.after is not None and d.amount and d.amount > 0}
    if worse:
        items = [say(facts.lang, f"explain.later.{goal}") for goal in worse]
        yield facts.said("cost.later", 0, goals=say(facts.lang, "explain.and").join(items), **worse)


def _clubs(facts: Facts, answer: WhatIf, student: str) -> Said:
    """How many others are in no club any more and how many in one at last; what it is for the student."""
    own = own_clubs(facts, answer, student)
    numbers = {"own_more": max(0, own), "own_fewer": max(0, -own), "lost": answer.lost, "gained": answer.gained}
    if own == answer.lost == 1 and not answer.gained:
        return facts.said("cost.clubs", 0, told=say(facts.lang, "explain.clubs.instead"), net="", **numbers)
    all_of = "" if student else "_all"
    gained = "gained_too" if answer.lost else f"gained{all_of}"
    words = {"own_more": "own_more", "own_fewer": "own_fewer", "lost": f"lost{all_of}", "gained": gained}
    parts = [say(facts.lang, f"explain.clubs.{words[name]}", count=count) for name, count in numbers.items() if count]
    return facts.said(
        "cost.clubs", 0, told=say(facts.lang, "explain.and").join(parts), net=_net(facts, numbers), **numbers
    )


def _net(facts: Facts, numbers: Mapping[str, int]) -> str:
    """What losses and gains come to together, as a sum; nothing where there is one number alone, which is it already."""
    losses, gains = ([numbers[name] for name in names if numbers[name]] for names in _SIDES)
    if len(losses) + len(gains) < 2:
        return ""
    net = sum(losses) - sum(gains)
    plus, minus = (losses, gains) if net >= 0 else (gains, losses)
    terms = "+".join(map(str, plus)) + "".join(f"−{count}" for count in minus)
    key = "more" if net > 0 else "fewer" if net else "same"
    return say(facts.lang, f"explain.clubs.net_{key}", net=abs(net), sum=terms)


def own_clubs(facts: Facts, answer: WhatIf, student: str) -> int:
    """In how many blocks more the student is in a club in the answer's plan."""

    def clubs(plan: Plan) -> int:
        return sum(row.student_id == student and row.activity_id is not None for row in plan.placements)

    return clubs(answer.plan) - clubs(facts.plan) if answer.plan else 0


def _moved(facts: Facts, answer: WhatIf, student: str) -> dict[str, Value]:
    """How many have a lower choice and how many a higher one, beside those who lose a club or get one, who are told before; how far
    the one goes that falls furthest; what it is in points."""
    worse, better = answer.worse - answer.lost, answer.better - answer.gained
    down = ""
    if answer.furthest:
        was, now = (_rank(facts, rank) for rank in answer.furthest)
        down = say(facts.lang, f"explain.down.{'one' if worse == 1 else 'most'}", was=was, now=now)
    key = "both" if worse and better else "worse" if worse else "better"
    key = f"besides_{key}" if answer.lost or answer.gained else key
    moved = say(facts.lang, f"explain.moved.{key}", worse=worse, better=better, down=down)
    ledger = _ledger(facts, answer, student) if student else {}
    return {"worse": worse, "better": better, "down": down, "moved": moved, "ledger": "", **ledger}


def _ledger(facts: Facts, answer: WhatIf, student: str) -> dict[str, Value]:
    """What the student's own points become, and those of all others together; nothing where somebody is left without a club or
    gets one, which is told apart."""
    if _clubs_differ(facts, answer, student):
        return {}
    mine, theirs = _shares(facts, answer, student)
    if not mine and not theirs:
        return {}
    key = "explain.ledger_self" if mine > 0 else "explain.ledger" if mine + theirs else "explain.ledger_even"
    return {"mine": mine, "theirs": theirs, "ledger": say(facts.lang, key, **_in_words(facts, mine, theirs))}


def _points_apart(facts: Facts, answer: WhatIf, student: str) -> Iterable[Said]:
    """The points where somebody is left without a club or gets one: who has none has no points, so that a loss by itself looks like
    a gain."""
    mine, theirs = _shares(facts, answer, student)
    if _clubs_differ(facts, answer, student) and (mine or theirs):
        told: dict[str, Value] = {f"{name}_told": text for name, text in _in_words(facts, mine, theirs).items()}
        told["mine_why"] = _why_points(facts, answer, mine, {student})
        told["theirs_why"] = _why_points(
            facts, answer, theirs, {s.student_id for s in facts.school.students} - {student}
        )
        yield facts.said("cost.points", 0, mine=mine, theirs=theirs, **told)


def _why_points(facts: Facts, answer: WhatIf, points: int, students: Set[str]) -> str:
    """That more points are of clubs that were got, and fewer of clubs that were lost: else the one looks like a loss and the other
    like a gain; and how many are not. Nothing where no number of clubs differs."""
    assert answer.plan is not None
    before, after = (_in_clubs(facts.school, plan, students) for plan in (facts.plan, answer.plan))
    got, lost = after.keys() - before.keys(), before.keys() - after.keys()
    if not got and not lost:
        return ""
    key = "got" if points > 0 and not lost else "lost" if points < 0 and not got else "none"
    of_these = sum(after[place] for place in got) - sum(before[place] for place in lost)
    if key == "none" or of_these == points:
        return say(facts.lang, f"explain.points.why_{key}")
    if not of_these:  # clubs without points, of which there is nothing to say
        return ""
    rest = say(facts.lang, f"explain.points.{'more' if points > of_these else 'fewer'}", count=abs(points - of_these))
    return say(facts.lang, f"explain.points.why_{key}_rest", count=abs(of_these), rest=rest)


def _in_clubs(school: School, plan: Plan, students: Set[str]) -> dict[tuple[str, str], int]:
    """The places in clubs of some students, by student and block, with their points."""
    policy = school.policy
    return {
        (row.student_id, row.block): policy.cost_of_rank(row.rank) if row.rank else policy.fallback_cost
        for row in plan.placements
        if row.student_id in students and row.activity_id
    }


def _clubs_differ(facts: Facts, answer: WhatIf, student: str) -> bool:
    return bool(answer.lost or answer.gained or _without(facts.plan, student) != _without(answer.plan, student))


def _without(plan: Plan | None, student: str) -> set[str]:
    """The blocks in which the student is in no club."""
    rows = plan.placements if plan else ()
    return {row.block for row in rows if row.student_id == student and row.activity_id is None}


def _shares(facts: Facts, answer: WhatIf, student: str) -> tuple[int, int]:
    """By how much the student's own points and those of all others together grow; 0 where a goal before these differs."""
    first, plan = answer.first, answer.plan
    if plan is None or not (is_even(answer) or (first is not None and first.goal == "choices")):
        return 0, 0
    mine = points_of(facts.school, plan, student) - points_of(facts.school, facts.plan, student)
    return mine, (0 if first is None or is_even(answer) else first.amount or 0) - mine


def _in_words(facts: Facts, mine: int, theirs: int) -> dict[str, str]:
    return {
        name: say(facts.lang, f"explain.points.{'more' if n > 0 else 'fewer' if n else 'same'}", count=abs(n))
        for name, n in (("mine", mine), ("theirs", theirs))
    }


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
