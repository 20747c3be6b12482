"""Where a gap is, in words at the beginning of its reason: ``gaps.csv`` is read alone, and its other columns hold ids."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from models.plan import Gap, Plan
from models.school import School
from scheduler.messages import Lang, say
from scheduler.messages.names import (
    activity_name,
    block_name,
    class_name,
    post_name,
    slot_name,
    timetable_of,
    weekday_name,
)


def placed(school: School, gaps: Iterable[Gap], lang: Lang) -> tuple[Gap, ...]:
    """Gaps whose reasons begin with the place."""
    return tuple(_with(gap, where + gap.reason) for gap, where in _each(school, tuple(gaps), lang))


def bare(school: School, plan: Plan, lang: Lang) -> Plan:
    """The plan with reasons that do not tell the place, for those who have told it or put equal reasons together."""
    gaps = tuple(_with(gap, gap.reason.removeprefix(where)) for gap, where in _each(school, plan.gaps, lang))
    return plan.model_copy(update={"gaps": gaps})


def _each(school: School, gaps: Sequence[Gap], lang: Lang) -> Iterator[tuple[Gap, str]]:
    """Each gap with its place; of several that have the same, the number is a part of it: no row looks like a copy of another."""
    many = Counter((gap.what, gap.where) for gap in gaps)
    seen: Counter[tuple[str, str]] = Counter()
    for gap in gaps:
        one = gap.what, gap.where
        seen[one] += 1
        yield gap, _place(school, gap, lang, many[one], seen[one])


def _with(gap: Gap, reason: str) -> Gap:
    return gap.model_copy(update={"reason": reason})


def _place(school: School, gap: Gap, lang: Lang, count: int, number: int) -> str:
    """The place, up to where the reason begins. ``number``: which of ``count`` in the same place it is."""
    first, _, second = gap.where.partition(";")
    blanks: dict[str, str | int] = {"student": first}
    if gap.what == "duty":
        weekday = weekday_name(lang, date.fromisoformat(first).isoweekday())
        blanks = {"date": first, "weekday": weekday, "post": post_name(lang, school, second)}
        if other := timetable_of(school, date.fromisoformat(first)):
            blanks["other"] = weekday_name(lang, other)
    elif gap.what == "placement":
        blanks["block"] = block_name(lang, school, second)
    elif gap.what == "tutoring":
        blanks["activity"] = activity_name(lang, school, second)
    else:
        blanks = {"school_class": class_name(lang, first), "slot": slot_name(lang, school, second)}
    key = f"{gap.what}_as" if "other" in blanks else gap.what
    if gap.what == "tutoring" and count > 1:
        key, blanks = "tutoring_of", blanks | {"count": count, "number": number}
    text = say(lang, f"reasons.place.{key}", **blanks)
    return text[0].upper() + text[1:]
