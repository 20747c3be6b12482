"""Blocks of several slots beside the other sessions of their day, where limits let somebody lead the one or the others, not both."""

from collections.abc import Sequence

from models.school import School
from scheduler.shortages.needs import Need
from scheduler.shortages.network import Deficit
from scheduler.shortages.staff import Kind, Staff


def long_blocks(school: School, needs: Sequence[Need]) -> dict[int, tuple[frozenset[str], str]]:
    """Of each weekday a block of several slots, and one of these in which nothing else is asked for."""
    found: dict[int, tuple[frozenset[str], str]] = {}
    for need in needs:
        slot = need.slots[0][0] if len(need.through) > 1 and need.amount > 0 else ""
        others = (other for other in needs if other.amount > 0 and other.through != need.through)
        if slot and not any(slot == one for other in others for one, _ in other.slots):
            found.setdefault(school.slot_by_id[slot].weekday, (need.through, slot))
    return found


def shared(kind: Kind, slots: Sequence[str], block: frozenset[str], first: str) -> tuple[list[str], int]:
    """The slots of a day beside the block, with its ``first``, if whoever leads there can lead in fewer of the others; and how many
    of the sessions of all these slots each can lead. Whoever leads in the block has one of them, and one fewer of the others at
    least, so that no plan has more."""
    others, limit = [slot for slot in slots if slot not in block], min(kind.day, kind.week)
    most = min(limit, len(others))
    return ([*others, first], most) if first in slots and limit - len(block) < most else ([], 0)


def told(school: School, staff: Staff, deficit: Deficit) -> dict[str, str | int]:
    """Of whom it is this that makes a deficit of the week: ``both_of`` blocks, and for each ``both``, the teachers, joined by ``,``."""
    blocks = {frozenset(block.slots): block_id for block_id, block in school.blocks.items()}
    long = long_blocks(school, [need for need in deficit.needs if isinstance(need, Need)])
    found: dict[str, list[str]] = {}
    for node in deficit.nodes:
        match node:
            case ("both", int(number), int(weekday)) if ("day", number, weekday) not in deficit.nodes:
                kind = staff.kinds[number]
                block = blocks[long[weekday][0]]
                found.setdefault(block, []).extend(() if kind.external else kind.members)
            case _:
                pass
    rows = sorted((block, sorted(people)) for block, people in found.items() if people)
    return {"both_of": ";".join(block for block, _ in rows), "both": ";".join(",".join(people) for _, people in rows)}


def escorted(staff: Staff, needs: Sequence[Need]) -> bool:
    """Whether somebody who takes a teacher along could lead some of it."""
    guests = [kind for kind in staff.kinds if kind.escort]
    times = ((kind, need, need.through or {slot}) for kind in guests for need in needs for slot, _ in need.slots)
    return any(
        staff.can_stay(kind, frozenset(slots)) and staff.can_lead(kind, need.activities) for kind, need, slots in times
    )
