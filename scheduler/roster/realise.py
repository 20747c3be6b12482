"""Dates for given counts."""

from collections.abc import Iterable, Mapping

from models.pins import PinDutyRow
from scheduler.options import WALL, Stop, Timekeeper
from scheduler.roster.context import RosterData, Triple
from scheduler.roster.counts import asked
from scheduler.roster.dated import Dated
from scheduler.roster.engine import Limits, settle, settle_quickly
from scheduler.roster.held import Fixed, Held, settled
from scheduler.roster.kinds import Kinds, Placed, each_its_own
from scheduler.roster.programme import Programme
from scheduler.roster.result import Answer, Realised, duties_of
from scheduler.roster.rules import add_rules
from scheduler.roster.spread import spread

LINEAR_SHARE = 0.6
"""The part of the time left that the linear engine has before CP-SAT has the rest."""


def realise(
    data: RosterData,
    counts: Mapping[Triple, int],
    *,
    pins: Iterable[PinDutyRow] = (),
    seed: int = 0,
    deadline: float,
    stop: Stop | None = None,
    clock: Timekeeper = WALL,
    fixed: Fixed | None = None,
) -> Realised:
    """A roster in which each person has exactly these duties on each weekday at each post.

    ``deadline``: seconds from now. ``fixed``: places that are settled already, None for one that stays unfilled;
    ``counts`` include them. How many places of a weekday and post stay unfilled follows from the counts.
    """
    limits = Limits(clock.now() + deadline, seed, stop, clock)
    held = settled(data, pins, fixed)
    if held is None:
        return Realised("impossible")
    kinds = each_its_own(data)
    answer, placed = find_dates(data, counts, held, limits, kinds)
    return Realised(answer, duties_of(data, spread(placed, kinds, held)) if answer == "found" else ())


def find_dates(
    data: RosterData, counts: Mapping[Triple, int], held: Held, limits: Limits, kinds: Kinds, *, quick: bool = False
) -> tuple[Answer, list[Placed]]:
    """Dates for exactly these counts, which are by kind of post; none unless found.

    ``quick``: only the search that settles nearly every roster at once.
    """
    wanted = {triple: n for triple, n in counts.items() if n}
    if not _plausible(data, wanted, kinds):
        return "impossible", []
    dated = Dated(data, wanted, kinds)
    add_rules(dated, held)
    for triple, n in wanted.items():
        dated.model.add(sum(dated.of_triple.get(triple, ())) == n)
    _fill(dated, wanted)
    outcome = settle_quickly(dated.model, limits)
    if not (outcome.found or outcome.impossible or quick):
        # Few people for many places: there a linear relaxation sees more than clauses do.
        with Programme(dated.model, clock=limits.clock) as programme:
            solved = programme.minimise([], limits.share(LINEAR_SHARE))
        if (values := solved.values) is not None:
            return "found", dated.placed(lambda var: values[var.index])
        if solved.impossible:
            return "impossible", []
        outcome = settle(dated.model, limits)
    if outcome.found:
        return "found", dated.placed(outcome.solver.value)
    return ("impossible" if outcome.impossible else "timeout"), []


def _plausible(data: RosterData, counts: Mapping[Triple, int], kinds: Kinds) -> bool:
    """Counts of possible triples only, none negative, and no more than there are places."""
    if any(n < 0 or triple not in data.triples for triple, n in counts.items()):
        return False
    left = asked(data, kinds)
    for (_, weekday, kind), n in counts.items():
        left[weekday, kind] -= n
    return min(left.values(), default=0) >= 0


def _fill(dated: Dated, counts: Mapping[Triple, int]) -> None:
    """Where the counts leave no place of a weekday and kind unfilled, each has its person."""
    left = asked(dated.data, dated.kinds)
    for (_, weekday, kind), n in counts.items():
        left[weekday, kind] -= n
    for (i, kind), seats in dated.seats.items():
        decisions = dated.of_place[i, kind]
        if left[dated.data.days[i].weekday, kind] == 0:
            if seats == 1:
                dated.model.add_bool_or(decisions)
            else:
                dated.model.add(sum(decisions) == seats)
