"""Who else wants a club, who of them is in, and why a seat can be left that a student does not get."""

from collections import Counter
from collections.abc import Iterable, Sequence

from models.plan import Session
from models.services import Activity
from scheduler.explain.facts import Facts, Said
from scheduler.messages import say
from scheduler.messages.names import listing

_LAST = 10**9

WHY_IN = ("had", "had_full", "full", "fixed", "needed", "rest")
"""Why somebody is in a club who wants others more: they have all of these at another time; some of them, and the rest is full or not held; all of it is full or
not held; they are fixed in it by hand; without them it is too small; or what is best for all."""


def claims(facts: Facts, student_id: str, block: str, activity: Activity, rank: int) -> Said:
    """How many others ranked it as high or higher, and how many of them are in; who is in with a lower rank, and why."""
    school, wanted = facts.school, activity.activity_id
    own = facts.own_class(activity, student_id)
    strong, weaker = Counter[str](), Counter[str]()
    for other, blocks in school.attended.items():
        if other == student_id or block not in blocks:
            continue
        if own and school.student_by_id[other].class_id != own:
            continue
        theirs = school.ranks(other, block).get(wanted, _LAST)
        if theirs <= rank:
            strong[_became(facts, other, block, wanted, theirs)] += 1
        elif facts.place.get((other, block)) == wanted:
            weaker[_kept_by(facts, other, block, activity, theirs)] += 1
    who = say(facts.lang, "explain.claim.first" if rank == 1 else "explain.claim.ranked", rank=rank)
    nobody = say(facts.lang, f"explain.claim.{'first' if rank == 1 else 'ranked'}_none", rank=rank)
    claimed = say(facts.lang, "explain.claim.count", who=who, claims=strong.total()) if strong else nobody
    numbers = {"claims": strong.total(), "weaker": weaker.total()}
    numbers |= {name: strong[name] for name in ("inside", "content", "elsewhere")}
    blanks = {"claimed": claimed, "rank": rank, "split": _split(facts, strong), **numbers}
    if not weaker:
        return facts.said("student.claims", 3, **blanks)
    told = {name: weaker[name] for name in WHY_IN}
    return facts.said(
        "student.claims_lower", 3, lower=_lower(facts, weaker), then=_then(facts, weaker), **blanks, **told
    )


def _became(facts: Facts, student_id: str, block: str, wanted: str, rank: int) -> str:
    """What became of somebody who ranked it as high: ``inside``, ``content`` with a better choice, in it ``elsewhere`` in another
    block, or ``out``."""
    if facts.place.get((student_id, block)) == wanted:
        return "inside"
    if _has_better(facts, student_id, block, rank):
        return "content"
    return "elsewhere" if _another_block(facts, student_id, block, wanted) else "out"


def _kept_by(facts: Facts, student_id: str, block: str, here: Activity, rank: int) -> str:
    """Why somebody is in who ranked it lower, one of WHY_IN."""
    school, found = facts.school, set[str]()
    once = school.nothing_twice(student_id)
    for one, theirs in school.ranks(student_id, block).items():
        activity = school.activity_by_id.get(one)
        if theirs >= rank or activity is None:
            continue
        if once and _another_block(facts, student_id, block, one):
            found.add("had")
        else:
            found.add("full" if facts.seats_left(activity, block, student_id) <= 0 else "rest")
    if "rest" in found:
        pins = ((pin.student_id, pin.block, pin.activity_id) for pin in school.pin_placements)
        if (student_id, block, here.activity_id) in pins:
            return "fixed"
        sections = facts.sections(here.activity_id, block, facts.own_class(here, student_id))
        inside, fewest = sum(s.enrolled for s in sections), here.min_size * len(sections)
        return "needed" if here.min_size > 1 and inside - 1 < fewest else "rest"
    return "had_full" if found == {"had", "full"} else "had" if "had" in found else "full"


def _split(facts: Facts, strong: Counter[str]) -> str:
    """What became of those who ranked it as high."""
    out, elsewhere = strong["out"] + strong["elsewhere"], strong["elsewhere"]
    counts = {"inside": strong["inside"], "content": strong["content"], "out" if elsewhere else "rest": out}
    parts = [
        say(facts.lang, f"explain.claim.{name}", count=count, elsewhere=elsewhere)
        for name, count in counts.items()
        if count
    ]
    return say(facts.lang, "explain.claim.split", parts=say(facts.lang, "explain.and").join(parts)) if parts else ""


def _lower(facts: Facts, weaker: Counter[str]) -> str:
    """Why those are in who ranked it lower, each reason with how many it is of, if it is not of all."""
    kinds = [name for name in WHY_IN if weaker[name]]
    which = "some" if len(kinds) > 1 else "all"
    parts = [say(facts.lang, f"explain.claim.{which}_{name}", count=weaker[name]) for name in kinds]
    return say(facts.lang, "explain.claim.join").join(parts)


def _then(facts: Facts, weaker: Counter[str]) -> str:
    """What they would have without this place, as far as that is known."""
    known = weaker["had"] + weaker["had_full"] + weaker["full"]
    if not known:
        return ""
    return say(facts.lang, "explain.claim.then_some" if known < weaker.total() else "explain.claim.then", count=known)


def _has_better(facts: Facts, student_id: str, block: str, rank: int) -> bool:
    """Whether a student is in a club that they ranked higher than ``rank``."""
    given = facts.place.get((student_id, block))
    return facts.school.ranks(student_id, block).get(given or "", _LAST) < rank


def _another_block(facts: Facts, student_id: str, block: str, activity_id: str) -> bool:
    """Whether a student is in a club in another block, of the same weekday or not."""
    others = [b for b in facts.school.attended[student_id] if b != block]
    return any(facts.place.get((student_id, b)) == activity_id for b in others)


def had_already(facts: Facts, student_id: str, block: str, activity: Activity) -> list[Said]:
    """That the student has the same club in another block already, where nobody has one twice: the reason before all others."""
    if not facts.school.nothing_twice(student_id):
        return []
    others = [b for b in facts.school.attended[student_id] if b != block]
    twice = [b for b in others if facts.place.get((student_id, b)) == activity.activity_id]
    names = {"activity": activity.name, "this": facts.block(block)}
    return [facts.said("student.twice", 3, block=facts.block(b), **names) for b in twice]


def may_have_twice(facts: Facts, student_id: str, block: str, activity: Activity) -> list[Said]:
    """That the student has the same club in another block and may have it here as well, since each block has a list of its own; else
    it would be taken for the reason."""
    if facts.school.nothing_twice(student_id):
        return []
    others = [b for b in facts.school.attended[student_id] if b != block]
    there = [facts.block(b) for b in others if facts.place.get((student_id, b)) == activity.activity_id]
    names = {"activity": activity.name, "this": facts.block(block)}
    return [facts.said("student.twice_may", 3, block=listing(facts.lang, there), **names)] if there else []


def seats_there(facts: Facts, block: str, activity: Activity, sections: Sequence[Session]) -> Said:
    """The seats of a club that the student has at another time, at the time that is asked about."""
    seats, taken = sum(map(facts.seats, sections)), sum(s.enrolled for s in sections)
    names = {"activity": activity.name, "block": facts.block(block)}
    return facts.said("student.twice_seats", 3, sections=len(sections), seats=seats, taken=taken, **names)


def own_would_close(facts: Facts, student_id: str, block: str, activity: Activity, left: int) -> Iterable[Said]:
    """That the club where the student is needs them: what keeps them from a seat that is free, and what else it would take
    where none is. ``left``: free seats in the activity."""
    given = facts.school.activity_by_id.get(facts.place.get((student_id, block)) or "")
    if given is None:
        return
    sections = facts.sections(given.activity_id, block, facts.own_class(given, student_id))
    fewest, inside = max(1, given.min_size), sum(s.enrolled for s in sections)
    rest = inside - 1
    if rest < 1 or rest >= fewest * len(sections):
        return
    numbers = {"left": max(0, left), "inside": inside, "fewest": fewest, "others": rest, "sections": len(sections)}
    key = "would_close" if len(sections) == 1 else "would_be_fewer"
    key = f"student.{key}" if left > 0 else f"student.own_{key}"
    yield facts.said(key, 3, activity=activity.name, own=given.name, **numbers)
