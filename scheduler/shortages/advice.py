"""Shortages of duties, each with what would do for them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from models.duty import DutyStaff
from scheduler.calendar import SchoolDay
from scheduler.shortages.relief import Relief, relief
from scheduler.shortages.shortage import Shortage

if TYPE_CHECKING:
    from scheduler.shortages.duty import Duties

#: A shortage with all days of the spans in which it is found.
Found = tuple[Shortage, list[SchoolDay]]


def advised(duties: "Duties", staff: tuple[DutyStaff, ...], found: Sequence[Found]) -> Iterator[Shortage]:
    """The shortages with what would do; those of the same people and posts, which an earlier one's advice settles, are told as one
    with it, with how many duties of the term (``term``, exactly or at least) nobody can have. ``staff``: the people of the posts."""
    advice = _advice(duties, staff, found)
    leaning: set[int] = set()  # those that are told by an earlier one's advice, and have none to lean on
    kept: list[Shortage] = []
    for place, (short, days) in enumerate(found):
        earlier = [other for other in range(place) if other not in leaning]
        cells = _cells(duties, staff, found, advice, place, days, earlier)
        leaning |= {place} if cells["before"] else set()
        first = next(
            (one for one in kept if (one.names, one.args["posts"]) == (short.names, short.args["posts"])), None
        )
        if first is None or not cells["before"] or cells["before"] != first.args["first"]:
            kept.append(replace(short, args=short.args | cells))
    if len(kept) == 1:
        windows = sum(int(short.args["all"]) for short, _ in found)
        term = duties.lost()
        told = int(kept[0].args["all"])
        exact = int(term is not None)
        count = windows if term is None else term
        kept = [replace(kept[0], args=kept[0].args | ({"term": count, "exact": exact} if count > told else {}))]
    yield from kept


def _advice(duties: "Duties", staff: tuple[DutyStaff, ...], found: Sequence[Found]) -> list[Relief | None]:
    """For each shortage the limits that would do on its own days, if any would. Where those for the same posts would not do
    for the whole term together, the first of them is given some that do."""
    advice: list[Relief | None] = []
    for short, days in found:
        within = partial(duties.among(days).enough_with, posts_of(short))
        advice.append(relief(staff, short.names, within))
    for place, (short, _) in enumerate(found):
        posts = posts_of(short)
        alike = [other for other, (one, _) in enumerate(found) if advice[other] and posts_of(one) & posts]
        if advice[place] is None or alike[0] != place:
            continue
        changed = staff
        for other in alike:
            changed = (advice[other] or Relief("", "", ())).of(changed)
        if not duties.enough_with(posts, changed):
            advice[place] = relief(staff, short.names, partial(duties.enough_with, posts)) or advice[place]
    return advice


def _cells(
    duties: "Duties",
    staff: tuple[DutyStaff, ...],
    found: Sequence[Found],
    advice: Sequence[Relief | None],
    place: int,
    days: list[SchoolDay],
    earlier: Sequence[int],
) -> dict[str, str | int]:
    """The advice, whether it is enough for its own days alone (``apart``), the first date of an earlier shortage whose
    advice is enough for these days too (``before``), or for which this is enough too (``serves``), and whether with what is said there is a
    roster for all these days (``sure``)."""
    mine, posts = advice[place], posts_of(found[place][0])
    if mine is None:
        return {"raised": "", "lowered": "", "who": "", "apart": 0, "before": "", "serves": "", "sure": 0}
    changed = mine.of(staff)
    apart = not duties.enough_with(posts, changed)
    args: dict[str, str | int] = {"raised": mine.week, "lowered": mine.gap, "who": ";".join(mine.who)}
    args |= {"apart": int(apart), "before": "", "serves": ""}
    here = duties.among(days)
    sure = (here if apart else duties).sure_with(changed)
    for (short, its_days), other in ((found[one], advice[one]) for one in earlier):
        if other is None or not posts_of(short) & posts:
            continue
        there = duties.among(its_days)
        if not args["before"] and here.enough_with(posts, other.of(staff)):
            args["before"] = str(short.args["first"])
            sure = here.sure_with(other.of(staff))
        elif not args["serves"] and there.enough_with(posts_of(short), changed):
            args["serves"] = str(short.args["first"])
            sure = sure and there.sure_with(changed)
    return args | {"sure": int(sure)}


def posts_of(shortage: Shortage) -> frozenset[str]:
    """The posts of a shortage."""
    return frozenset(str(shortage.args["posts"]).split(";"))
