"""Blocks of several slots that teachers could lead but for their max_sessions_day: told once, in place of what follows from it."""

from collections.abc import Callable, Iterable, Sequence

from models.school import School
from scheduler.shortages.kept import capped
from scheduler.shortages.seats import BlockSeats
from scheduler.shortages.shortage import Shortage
from scheduler.shortages.staff import Staff


def with_causes(
    school: School, found: Sequence[Shortage], again: Callable[[School], Sequence[Shortage]]
) -> Iterable[Shortage]:
    """``found``, the shortages of the school; where those of a block are none any more (``again``) once the limit is as long as
    the block for the teachers whom nothing else keeps from it, the limit in their place, first."""
    blocks = {block for short in found for block in _blocks(short) if len(school.blocks[block].slots) > 1}
    staff = Staff(school)
    people = {block: who for block in school.blocks if block in blocks and (who := _capped(school, staff, block))}
    if not people:
        return found
    rest = again(_raised(school, people))
    still = {block for short in rest for block in _blocks(short)}
    kept = {(short.kind, short.key) for short in rest}
    spans: dict[int, list[str]] = {}
    for block in people:
        if block not in still:
            spans.setdefault(len(school.blocks[block].slots), []).append(block)
    gone = {block for some in spans.values() for block in some}

    def follows(short: Shortage) -> bool:
        weekly = short.kind.startswith("week_") and (short.kind, short.key) not in kept
        return bool(gone) and (weekly or bool(_blocks(short) & gone))

    causes = [_cause(found, span, some, people) for span, some in spans.items()]
    return [*causes, *(short for short in found if not follows(short))]


def _blocks(short: Shortage) -> set[str]:
    """The blocks that lack people or clubs by this shortage."""
    if short.kind == "seats" and "block" in short.args:
        return {str(short.args["block"])}
    if not short.key.startswith("slot"):
        return set()
    whats, ofs = (str(short.args.get(name, "")).split(";") for name in ("whats", "ofs"))
    return {of for what, of in zip(whats, ofs, strict=False) if what == "clubs"}


def _capped(school: School, staff: Staff, block_id: str) -> list[str]:
    """Who could lead one of the clubs that somebody could be in there, but for max_sessions_day."""
    block = BlockSeats(school, staff, school.blocks[block_id])
    clubs = frozenset(activity_id for crowd in block.crowds for activity_id, _ in crowd.clubs)
    return capped(staff, clubs, frozenset(school.blocks[block_id].slots)) if clubs else []


def _raised(school: School, people: dict[str, list[str]]) -> School:
    most: dict[str, int] = {}
    for block, some in people.items():
        for who in some:
            most[who] = max(most.get(who, 0), len(school.blocks[block].slots))
    teachers = (
        one.model_copy(update={"max_sessions_day": max(one.max_sessions_day, most.get(one.teacher_id, 0))})
        for one in school.teachers
    )
    return school.replaced(teachers=tuple(teachers))


def _cause(found: Sequence[Shortage], span: int, blocks: list[str], people: dict[str, list[str]]) -> Shortage:
    """``slot``, ``needs``, ``haves``: slots that need more leaders at once than can; ``lost`` of ``lost_of``: students of a block
    whose clubs nobody can lead, or for whom there are too few of them."""
    mine = [short for short in found if _blocks(short) & set(blocks)]
    slots = [short for short in mine if short.kind.startswith("slot_")]
    seats = [short for short in mine if short.key in ("seats.none", "seats")]
    lost = {block: sum(s.missing for s in seats if s.args["block"] == block) for block in blocks}
    lost = {block: count for block, count in lost.items() if count}
    counted = slots or seats or mine
    needed, available = sum(one.needed for one in counted), sum(one.available for one in counted)
    who = sorted({one for block in blocks for one in people[block]})
    args: dict[str, str | int] = {"of_blocks": ";".join(blocks), "span": span, "people": ";".join(who)}
    args |= {"count": len(who), "needed": needed, "available": available}
    args |= {"slot": ";".join(str(s.args["slot"]).split(";")[0] for s in slots)}
    args |= {"needs": ";".join(str(s.needed) for s in slots), "haves": ";".join(str(s.available) for s in slots)}
    args |= {"lost": ";".join(map(str, lost.values())), "lost_of": ";".join(lost)}
    return Shortage("limits", "span", tuple(who), needed, available, args)
