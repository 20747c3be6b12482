"""The duty problem on its own: the best roster for given allowed triples, and the least that stays unfilled."""

from collections.abc import Collection, Iterable

from models.pins import PinDutyRow
from models.plan import Duty
from scheduler.options import WALL, Stop, Timekeeper
from scheduler.roster.context import Chosen, RosterData, Triple
from scheduler.roster.engine import Limits
from scheduler.roster.goal import past_goal
from scheduler.roster.greedy import greedy
from scheduler.roster.held import Fixed, settled
from scheduler.roster.part import Best, best_part, counts_then_dates, cover_dates, least_goal
from scheduler.roster.result import RosterResult, duties_of
from scheduler.roster.split import parts


def best_roster(
    data: RosterData,
    allowed: Collection[Triple],
    *,
    pins: Iterable[PinDutyRow] = (),
    seed: int = 0,
    time_limit: float,
    stop: Stop | None = None,
    clock: Timekeeper = WALL,
    hint: Iterable[Duty] = (),
    fixed: Fixed | None = None,
) -> RosterResult:
    """The roster with fewest unfilled places, then the least duty goal.

    ``allowed``: the triples that the week leaves open (``data.triples`` for all); ``time_limit`` in seconds; ``hint``:
    an earlier roster, taken over as a start where it keeps the rules. With no time at all it is still a roster.
    """
    limits = Limits(clock.now() + time_limit, seed, stop, clock)
    allowed = frozenset(allowed) & data.triples
    held = settled(data, pins, fixed)
    if held is None or greedy(data, allowed, held) is None:
        return RosterResult((), 0, 0, 0, 0, impossible=True)
    places = set(data.places)
    started = {(data.index_of.get(d.date, -1), d.post_id): d.staff_id for d in hint if d.staff_id is not None}
    started = {place: staff_id for place, staff_id in started.items() if place in places}
    found: list[Best] = []
    split = parts(data, allowed)
    for n, (part, open_to) in enumerate(split):
        own = {place: staff_id for place, staff_id in held.items() if place[1] in part.posts}
        best = best_part(part, open_to, own, started, limits.share(1 / (len(split) - n)))
        assert best is not None  # what is held keeps the rules on the whole, hence in each part
        found.append(best)
    return _joined(data, found)


def _joined(data: RosterData, found: list[Best]) -> RosterResult:
    chosen: Chosen = {}
    for best in found:
        chosen |= best.chosen
    # With one part's coverage in doubt the same total may be split otherwise, and then no part's goal bound is sure.
    sure = all(best.covered for best in found) or len(found) == 1
    return RosterResult(
        duties_of(data, chosen),
        unfilled=sum(best.unfilled for best in found),
        goal=past_goal(data) + sum(best.goal for best in found),
        bound_unfilled=sum(best.bound_unfilled for best in found),
        bound_goal=past_goal(data) + sum(best.bound_goal if sure else least_goal(best.data) for best in found),
    )


def least_unfilled(
    data: RosterData,
    *,
    pins: Iterable[PinDutyRow] = (),
    seed: int = 0,
    time_limit: float = 10.0,
    stop: Stop | None = None,
) -> int:
    """A proven least number of unfilled places, whatever the week: exact unless the time was over.

    Pins that cannot hold count for nothing here.
    """
    limits = Limits(WALL.now() + time_limit, seed, stop)
    held = settled(data, pins) or {}
    total = 0
    for part, allowed in parts(data, data.triples):
        own = {place: staff_id for place, staff_id in held.items() if place[1] in part.posts}
        first = greedy(part, allowed, own)
        if first is None:
            own, first = {}, greedy(part, allowed, {})
        best = Best(part, first or {})
        if not best.covered:
            counts_then_dates(best, allowed, own, limits)
        if not best.covered:
            cover_dates(best, allowed, own, limits)
        total += best.bound_unfilled
    return total
