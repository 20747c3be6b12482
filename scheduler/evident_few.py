"""Clubs that must be held though too many of those who could be in them are pinned to others."""

from collections.abc import Iterator, Sequence

from models.pins import PinPlacementRow, PinRow
from models.school import School
from scheduler.evident_cells import could_join
from scheduler.evident_pins import Excess, place
from scheduler.messages import Lang, say
from scheduler.messages.names import activity_name, block_name


def too_few_left(
    school: School, sessions: Sequence[PinRow], placements: Sequence[PinPlacementRow], lang: Lang
) -> Iterator[Excess]:
    """Each club for which enough students could come, but for those who are pinned elsewhere at that time."""
    seen: set[tuple[str | None, ...]] = set()
    for pin in sessions:
        activity, block = school.activity_by_id.get(pin.activity_id or ""), pin.block or ""
        key = (pin.activity_id, block, pin.class_id)
        if activity is None or activity.kind != "club" or block not in school.blocks or key in seen:
            continue
        own = pin.class_id if activity.scope == "class" else None
        if activity.scope == "class" and own is None:
            continue
        seen.add(key)
        least = activity.min_size
        there = [one for one in placements if one.block == block]
        away = [one for one in there if one.activity_id != pin.activity_id]
        whose = [school.student_by_id[one.student_id].class_id for one in there if one not in away]
        if not away or sum(own in (None, class_id) for class_id in whose) >= least:
            continue
        could = {one for one in school.attended if could_join(school, one, activity, block, own)}
        gone = [one for one in away if one.student_id in could]
        left = len(could - {one.student_id for one in gone})
        if not left < least <= len(could):
            continue
        same = tuple(one for one in sessions if (one.activity_id, one.block, one.class_id) == key)
        blanks = {"when": block_name(lang, school, block), "place": place(school, pin, lang), "count": len(could)}
        blanks |= {"gone": len(could) - left, "left": left, "least": least, "over": least - left}
        name = activity_name(lang, school, activity.activity_id)
        every = say(lang, "blame.every_class") if own else ""
        lower = say(lang, "blame.or_lower_least", least=left, activity=name, every=every) if left else ""
        text = say(lang, "blame.few_left" if left else "blame.few_left_none", lower=lower, **blanks)
        yield Excess(("few", *key), (*same, *gone), text)
