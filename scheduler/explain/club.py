"""Why a club is held as it is, and what is missing where it is not."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from models.pins import PinRow
from models.school import School
from models.services import Activity
from scheduler.explain.ask import Asker
from scheduler.explain.class_clubs import other_classes
from scheduler.explain.cost import cost_of, is_unknown, least_of, legends, more_time, plan_open
from scheduler.explain.effects import effects_of, in_that_plan
from scheduler.explain.facts import Facts, Said
from scheduler.explain.further import why_no_further
from scheduler.explain.impossible import evident_club, most_could_join, why_not_held
from scheduler.explain.openings import cannot_both, closings, listed, who_joins
from scheduler.explain.pinning import how_to_pin
from scheduler.explain.weighed import weighed
from scheduler.messages import say
from scheduler.messages.names import listing, room_name
from scheduler.whatif import WhatIf

_LAST = 10**9


def explain_club(facts: Facts, asker: Asker, activity_id: str) -> list[Said]:
    """Block by block: its sections; or, where it has none, who wants it, who could lead it where, and what it would cost."""
    school, activity = facts.school, facts.school.activity_by_id[activity_id]
    found = [facts.said("club.head", activity=activity.name)]
    blocks = [b for b in school.blocks if _may_run(school, activity, b)]
    if not blocks:
        return [*found, facts.said("club.never", 1)]
    closed = [b for b in blocks if not facts.sections(activity_id, b)]
    never = {b: told for b in closed if (told := evident_club(facts, b, activity, 2))}
    changed = {b: _opened(school, activity_id, b) for b in closed if b not in never}
    asked = zip(changed, asker.all([*changed.values()]), strict=True)
    if changed:
        found += plan_open(facts)
    answers = {block: weighed(facts, answer, activity, block) for block, answer in asked}
    for block in blocks:
        if block in never:
            found += _ruled_out(facts, activity, block, never[block])
        elif block in answers:
            found += _missing(facts, asker, activity, block, answers[block], changed[block])
        else:
            found += _held(facts, activity, block)
    unknown = [facts.block(b) for b, answer in answers.items() if is_unknown(answer)]
    found += more_time(facts, asker, unknown, found, ["--club", activity_id])
    possible = [changed[b] for b, answer in answers.items() if answer.status == "found"]
    if possible:
        found.append(how_to_pin(facts, 1, possible))
    return [*legends(facts, found), *found]


def _may_run(school: School, activity: Activity, block: str) -> bool:
    return (
        activity.kind == "club"
        and activity.runs_in(block)
        and any(activity.for_grade(grade) for grade in school.blocks[block].grades)
    )


def _opened(school: School, activity_id: str, block: str) -> School:
    return school.replaced(pins=(*school.pins, PinRow(block=block, activity_id=activity_id)))


def _held(facts: Facts, activity: Activity, block: str) -> Iterable[Said]:
    """Its sections, who wants it, who is in it, and why there is no further section where it is full."""
    sections = facts.sections(activity.activity_id, block)
    seats, taken = sum(map(facts.seats, sections)), sum(s.enrolled for s in sections)
    numbers = {"sections": len(sections), "seats": seats, "taken": taken}
    if activity.scope == "class":
        classes = list(dict.fromkeys(s.class_id or "" for s in sections))
        names = listing(facts.lang, classes, len(classes))
        yield facts.said("club.held_classes", 1, block=facts.block(block), classes=names, **numbers)
    else:
        yield facts.said("club.held", 1, block=facts.block(block), **numbers)
    leaders = listing(facts.lang, list(dict.fromkeys(facts.person(s.leader_id) for s in sections)), of="people")
    rooms = listing(facts.lang, list(dict.fromkeys(room_name(facts.school, s.room_id) for s in sections)), of="rooms")
    yield facts.said("club.led", 2, people=leaders, rooms=rooms)
    yield _wanted(facts, activity, block)
    yield from _inside(facts, activity, block)
    if activity.scope == "class":
        yield from other_classes(facts, activity, block, [s.class_id or "" for s in sections], 2)
    if taken >= seats and activity.scope == "school":
        yield from why_no_further(facts, block, activity, None, len(sections), 2)


def _inside(facts: Facts, activity: Activity, block: str) -> Iterable[Said]:
    """How many of those who are in it have it as which choice."""
    rows = [r for r in facts.plan.placements if (r.activity_id, r.block) == (activity.activity_id, block)]
    ranks = sorted(Counter(r.rank or 0 for r in rows).items(), key=lambda item: item[0] or _LAST)
    parts = [
        say(facts.lang, f"explain.inside.{'ranked' if rank else 'fallback'}", rank=rank, count=count)
        for rank, count in ranks
    ]
    if parts:
        yield facts.said("club.inside", 2, count=len(rows), ranks=listing(facts.lang, parts, len(parts)))


def _wanted(facts: Facts, activity: Activity, block: str) -> Said:
    """How many have it on their list, how many of them first."""
    lists = [facts.school.ranks(s, block) for s, blocks in facts.school.attended.items() if block in blocks]
    ranks = [ranks[activity.activity_id] for ranks in lists if activity.activity_id in ranks]
    if not ranks:
        return facts.said("club.wanted_none", 2, count=0, first=0)
    return facts.said("club.wanted", 2, count=len(ranks), first=sum(rank == 1 for rank in ranks))


def _ruled_out(facts: Facts, activity: Activity, block: str, why: Said) -> Iterable[Said]:
    """A club that no plan can open, and why: all else does not matter."""
    yield facts.said("club.not_held", 1, block=facts.block(block))
    yield replace(why, sentence=say(facts.lang, "explain.club.never_held", why=why.sentence))
    if not why.key.startswith("never.few"):
        yield _wanted(facts, activity, block)


def _missing(
    facts: Facts, asker: Asker, activity: Activity, block: str, answer: WhatIf, opened: School
) -> Iterable[Said]:
    """What decides comes first; then whom and what the club would have to be given."""
    if answer.status == "impossible":
        yield from _ruled_out(facts, activity, block, why_not_held(facts, asker, block, activity, opened, 2))
        return
    yield facts.said("club.not_held", 1, block=facts.block(block))
    join, class_id = most_could_join(facts, block, activity)
    yield from _size(facts, activity, block, join, class_id)
    yield from _listed(facts, activity, block, answer)
    yield from cannot_both(facts, activity, block, 2)
    yield from cost_of(facts, answer, 2, "club")
    effects = [*who_joins(facts, answer, activity, block), *closings(facts, answer, block), *effects_of(facts, answer)]
    yield from in_that_plan(facts, answer, 2, effects)
    fewest = max(1, activity.min_size)
    session = facts.offers.session(activity.activity_id, class_id, facts.school.blocks[block].slots, fewest)
    if session.possible:
        yield facts.said("club.could", 2, activity=activity.name)
    else:
        yield facts.said("club.cannot_now", 2, why=session.words)


def _size(facts: Facts, activity: Activity, block: str, join: int, class_id: str | None) -> Iterable[Said]:
    """How many want it, how many could come, and how many a section takes: in one sentence where all of them could."""
    fewest, most = max(1, activity.min_size), activity.max_size
    section = say(facts.lang, f"explain.section.{'any' if most is None else 'both'}", fewest=fewest, most=most)
    wanted = _wanted(facts, activity, block)
    if not class_id and not activity.fallback and wanted.values["count"] == join:
        yield facts.said("club.wanted_size", 2, fewest=fewest, section=section, **wanted.values)
        return
    key = "club.size_of_class" if class_id else "club.size_fallback" if activity.fallback else "club.size"
    yield wanted
    yield facts.said(key, 2, count=join, fewest=fewest, section=section, school_class=class_id or "")


def _listed(facts: Facts, activity: Activity, block: str, answer: WhatIf) -> Iterable[Said]:
    """What became of those who listed it, and that it would do more harm than good, where that is proven."""
    first = answer.first
    proven = answer.status == "found" and first is not None and least_of(answer, first) > 0
    told = listed(facts, activity, block, 2, proven=proven)
    yield from told
    if not told and proven and not any(row.block == block and not row.rank for row in facts.plan.placements):
        yield facts.said("club.not_needed", 2)
