"""Who else wants a club, who of them is in, and why a seat can be left that a student does not get."""

from collections.abc import Iterable

from models.services import Activity
from scheduler.explain.facts import Facts, Said
from scheduler.messages import say

_LAST = 10**9


def claims(facts: Facts, student_id: str, block: str, activity: Activity, rank: int) -> Said:
    """How many others ranked it as high or higher, and how many of them are in; who is in with a lower rank, and why."""
    school, wanted = facts.school, activity.activity_id
    own = facts.own_class(activity, student_id)
    strong = inside = weaker = no_better = content = 0
    for other, blocks in school.attended.items():
        if other == student_id or block not in blocks:
            continue
        if own and school.student_by_id[other].class_id != own:
            continue
        theirs = school.ranks(other, block).get(wanted, _LAST)
        is_in = facts.place.get((other, block)) == wanted
        strong += theirs <= rank
        inside += is_in and theirs <= rank
        content += not is_in and theirs <= rank and _has_better(facts, other, block, theirs)
        if is_in and theirs > rank:
            weaker += 1
            no_better += _nothing_better(facts, other, block, theirs)
    who = say(facts.lang, "explain.claim.first" if rank == 1 else "explain.claim.ranked", rank=rank)
    if not facts.sections(wanted, block, own):
        return facts.said("student.claims_only", 3, who=who, rank=rank, claims=strong)
    key = "claims"
    if weaker:
        key = "claims_better" if no_better == weaker else "claims_some" if no_better else "claims_weaker"
    numbers = {"claims": strong, "inside": inside, "weaker": weaker, "content": content, "no_better": no_better}
    split = _split(facts, {"inside": inside, "content": content, "rest": strong - inside - content})
    return facts.said(f"student.{key}", 3, who=who, rank=rank, split=split, **numbers)


def _split(facts: Facts, counts: dict[str, int]) -> str:
    """What became of those who ranked it as high."""
    parts = [say(facts.lang, f"explain.claim.{name}", count=count) for name, count in counts.items() if count]
    return say(facts.lang, "explain.claim.split", parts=say(facts.lang, "explain.and").join(parts)) if parts else ""


def _has_better(facts: Facts, student_id: str, block: str, rank: int) -> bool:
    """Whether a student is in a club that they ranked higher than ``rank``."""
    given = facts.place.get((student_id, block))
    return facts.school.ranks(student_id, block).get(given or "", _LAST) < rank


def _nothing_better(facts: Facts, student_id: str, block: str, rank: int) -> bool:
    """Whether all that a student ranked higher than this choice is full or not held, so that without it they had worse."""
    ranks = facts.school.ranks(student_id, block)
    higher = [facts.school.activity_by_id.get(one) for one, theirs in ranks.items() if theirs < rank]
    return all(one is None or facts.seats_left(one, block, student_id) <= 0 for one in higher)


def had_already(facts: Facts, student_id: str, block: str, activity: Activity) -> list[Said]:
    """That the student has the same club in another block already, where nobody has one twice: the reason before all others."""
    if not facts.school.nothing_twice(student_id):
        return []
    others = [b for b in facts.school.attended[student_id] if b != block]
    twice = [b for b in others if facts.place.get((student_id, b)) == activity.activity_id]
    names = {"activity": activity.name, "this": facts.block(block)}
    return [facts.said("student.twice", 3, block=facts.block(b), **names) for b in twice]


def why_seats_are_left(facts: Facts, student_id: str, block: str, activity: Activity, left: int) -> Iterable[Said]:
    """What keeps the student from a seat that is free: that their own club would close."""
    given = facts.school.activity_by_id.get(facts.place.get((student_id, block)) or "")
    if given is None:
        return
    sections = facts.sections(given.activity_id, block, facts.own_class(given, student_id))
    fewest, inside = max(1, given.min_size), sum(s.enrolled for s in sections)
    rest = inside - 1
    if rest < 1 or rest >= fewest * len(sections):
        return
    numbers = {"left": left, "inside": inside, "fewest": fewest, "others": rest, "sections": len(sections)}
    key = "student.would_close" if len(sections) == 1 else "student.would_be_fewer"
    yield facts.said(key, 3, activity=activity.name, own=given.name, **numbers)
