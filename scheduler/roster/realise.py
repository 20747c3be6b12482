"""Dates for given counts."""

import time
from collections.abc import Collection, Iterable, Mapping

from models.pins import PinDutyRow
from scheduler.options import Stop
from scheduler.roster.context import Chosen, RosterData, Triple
from scheduler.roster.dated import Dated, PersonDate
from scheduler.roster.engine import Limits, decide
from scheduler.roster.held import Fixed, Held, settled
from scheduler.roster.result import Answer, Realised, duties_of
from scheduler.roster.rules import add_rules


def realise(
    data: RosterData,
    counts: Mapping[Triple, int],
    *,
    pins: Iterable[PinDutyRow] = (),
    seed: int = 0,
    deadline: float,
    stop: Stop | None = None,
    fixed: Fixed | None = None,
) -> Realised:
    """A roster in which each person has exactly these duties on each weekday at each post.

    ``deadline``: seconds from now. ``fixed``: places that are settled already, None for one that stays unfilled;
    ``counts`` include them. How many places of a weekday and post stay unfilled follows from the counts.
    """
    limits = Limits(time.monotonic() + deadline, seed, stop)
    held = settled(data, pins, fixed)
    if held is None:
        return Realised("impossible")
    answer, chosen = find_dates(data, counts, held, limits)
    return Realised(answer, duties_of(data, chosen) if answer == "found" else ())


def find_dates(
    data: RosterData,
    counts: Mapping[Triple, int],
    held: Held,
    limits: Limits,
    *,
    quick: bool = False,
    only: Collection[PersonDate] | None = None,
) -> tuple[Answer, Chosen]:
    """Dates for exactly these counts; ``quick``: only the search that settles nearly every roster at once.

    ``only``: on these dates and no other (person, date index).
    """
    wanted = {triple: n for triple, n in counts.items() if n}
    if not _plausible(data, wanted):
        return "impossible", {}
    dated = Dated(data, wanted, only=only)
    add_rules(dated, held)
    for triple, n in wanted.items():
        dated.model.add(sum(dated.of_triple.get(triple, ())) == n)
    _fill(dated, wanted)
    outcome = decide(dated.model, limits, quick=quick)
    if outcome.found:
        return "found", dated.chosen(outcome.solver.value)
    return ("impossible" if outcome.impossible else "timeout"), {}


def _plausible(data: RosterData, counts: Mapping[Triple, int]) -> bool:
    """Counts of possible triples only, none negative, and no more than there are places."""
    if any(n < 0 or triple not in data.triples for triple, n in counts.items()):
        return False
    asked = {place: len(dates) for place, dates in data.demand.items()}
    for (_, weekday, post), n in counts.items():
        asked[weekday, post] -= n
    return min(asked.values(), default=0) >= 0


def _fill(dated: Dated, counts: Mapping[Triple, int]) -> None:
    """Where the counts leave no place of a weekday and post unfilled, each has exactly one person."""
    filled: dict[tuple[int, str], int] = {}
    for (_, weekday, post), n in counts.items():
        filled[weekday, post] = filled.get((weekday, post), 0) + n
    for (weekday, post), n in filled.items():
        dates = dated.data.demand[weekday, post]
        if n == len(dates):
            for i in dates:
                dated.model.add_bool_or(dated.of_place[i, post])
