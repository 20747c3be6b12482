"""What to do about a gap: whom or what to add, and which cells of those who were named could be relaxed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Set

from scheduler.messages import Lang, say
from scheduler.messages.names import listing
from scheduler.reasons.cause import Cause

#: The cells that stand against somebody or a room, by the cause; other causes are no one cell's.
_CELLS: dict[str, tuple[str, ...]] = {
    "unavailable": ("unavailable",),
    "week_limit": ("week_limit",),
    "week_limit_over": ("week_limit",),
    "long_week": ("week_limit",),
    "day_limit": ("day_limit",),
    "day_limit_over": ("day_limit",),
    "long_day": ("day_limit",),
    "load_limit": ("load_limit",),
    "load_limit_over": ("load_limit",),
    "long_load": ("load_limit",),
    "child_preschool": ("leave_by", "places"),
    "child_primary": ("leave_by", "places"),
    "child": ("leave_by",),
    "child_barred": ("leave_by", "may_use_room"),
    "child_no_hut": ("leave_by",),
    "child_no_carer": ("leave_by",),
    "child_carers_busy": ("leave_by",),
    "not_cleared": ("not_cleared",),
    "cannot_come": ("available",),
    "short_visit": ("visit",),
    "budget": ("budget",),
    "max_week": ("duties",),
    "max_week_gap": ("duties", "min_gap"),
    "max_week_none": ("duties",),
    "min_gap": ("min_gap",),
    "min_gap_before": ("min_gap",),
    "min_gap_after": ("min_gap",),
    "not_weekday": ("weekdays",),
    "not_post": ("posts",),
    "closed": ("unavailable",),
    "small": ("capacity",),
    "taken": ("groups",),
    "no_groups": ("groups",),
}


def cells_against(cause: Cause, *, outside: bool) -> Iterator[str]:
    """The cells of one cause, each by its name in the catalogue; none where they would not be enough. ``outside``: of somebody
    from outside."""
    if cause.also:
        return
    for cell in _CELLS.get(cause.key, ()):
        yield "week_external" if cell == "week_limit" and outside else cell


def advice(
    lang: Lang,
    what: str,
    causes: Iterable[tuple[str, Cause]],
    external: Set[str] = frozenset(),
    first: str = "",
    /,
    **blanks: str | int,
) -> str:
    """One sentence: add one more ``what`` (``leader``, ``duty`` or ``room``; several ``leaders``), or relax the cells that the causes name.

    ``external``: people from outside, whose weekly limit has another name; ``first``: what would be easier, told before all else.
    """
    cells: Counter[str] = Counter()
    for one, cause in causes:
        cells.update(cells_against(cause, outside=one in external))
    ways = [first] if first else []
    if count := cells.pop("places", 0):  # a cell of the room's, which keeps all of them
        ways.append(say(lang, "reasons.advice.places", count=count))
    add = say(lang, "reasons.advice.or").join([*ways, say(lang, "reasons.advice.add")])
    columns = listing(lang, [say(lang, f"reasons.cell.{cell}") for cell, _ in cells.most_common()], len(cells))
    text = say(
        lang, f"reasons.advice.{what}_or" if cells else f"reasons.advice.{what}", columns=columns, add=add, **blanks
    )
    return text[0].upper() + text[1:]
