"""The roster nearest to an earlier one: fewest places unfilled, then (or later) fewest people changed."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from models.pins import PinDutyRow
from models.plan import Duty
from scheduler.options import WALL, Stop, Timekeeper
from scheduler.roster.best import best_roster
from scheduler.roster.context import Chosen, RosterData, Triple, most_duties
from scheduler.roster.counts import Terms
from scheduler.roster.engine import Limits
from scheduler.roster.greedy import greedy
from scheduler.roster.held import Held, settled
from scheduler.roster.kinds import each_its_own
from scheduler.roster.part import Together
from scheduler.roster.programme import Programme
from scheduler.roster.result import duties_of

Earlier = Mapping[tuple[int, str], str | None]
"""Who filled (date index, post id) in the earlier roster, None = nobody; only places that still ask for somebody."""


def earlier_places(data: RosterData, duties: Iterable[Duty]) -> Earlier:
    """The earlier roster's rows whose place there still is and is not over."""
    places = set(data.places)
    found = {(data.index_of.get(row.date, -1), row.post_id): row.staff_id for row in duties}
    return {place: staff_id for place, staff_id in sorted(found.items()) if place in places}


def keepable(data: RosterData, earlier: Earlier, allowed: Collection[Triple], held: Held) -> dict[tuple[int, str], str]:
    """The earlier duties that can be kept, each by itself: the person may still serve, and no pin names another."""
    return {
        (i, post): staff_id
        for (i, post), staff_id in earlier.items()
        if staff_id is not None
        and held.get((i, post), staff_id) == staff_id
        and (staff_id, data.days[i].weekday, post) in allowed
        and staff_id in data.staff
        and i in data.staff[staff_id].dates
    }


def most_kept(data: RosterData, kept: Mapping[tuple[int, str], str]) -> dict[str, int]:
    """The most earlier duties that each person can keep together; exact for the person alone."""
    dates: dict[str, set[int]] = {}
    for (i, _), staff_id in kept.items():
        dates.setdefault(staff_id, set()).add(i)
    return {
        who: len(most_duties(data.days, sorted(found), person.max_week, person.min_gap, person.used))
        for who, found in sorted(dates.items())
        for person in [data.staff[who]]
    }


def changed(earlier: Earlier, chosen: Chosen) -> int:
    """How many of the earlier places have another person, or somebody for nobody."""
    return sum(chosen.get(place) != staff_id for place, staff_id in earlier.items())


def nearest_roster(
    data: RosterData,
    allowed: Collection[Triple],
    earlier: Earlier,
    *,
    pins: Iterable[PinDutyRow] = (),
    changes_first: bool = True,
    most_changed: int | None = None,
    seed: int = 0,
    time_limit: float,
    stop: Stop | None = None,
    clock: Timekeeper = WALL,
) -> tuple[Duty, ...] | None:
    """Fewest unfilled places, then fewest changed people and the least duty goal (the other way round where
    ``changes_first`` is off), with no more than ``most_changed`` people changed if that can be; None where the pins break
    the rules.

    ``time_limit`` in seconds; the best that was found by then.
    """
    limits = Limits(clock.now() + time_limit, seed, stop, clock)
    allowed = frozenset(allowed) & data.triples
    pins = tuple(pins)
    held = settled(data, pins)
    if held is None:
        return None
    kept = keepable(data, earlier, allowed, held)
    if changes_first:
        # Where all that can be kept is kept and nothing is missing, only the other places are left to choose.
        fixed = {(data.days[i].date, post): staff_id for (i, post), staff_id in kept.items()}
        half = limits.left / 2
        found = best_roster(data, allowed, pins=pins, seed=seed, time_limit=half, stop=stop, clock=clock, fixed=fixed)
        if not found.impossible and found.unfilled == 0:
            return found.duties
    first = greedy(data, allowed, held, kept)
    if first is None:
        return None
    found = _Nearest(data, allowed, held, earlier, first)
    return duties_of(data, found.best(changes_first, limits, most_changed))


class _Nearest:
    """Dates and counts in one model, one goal after the other."""

    def __init__(
        self, data: RosterData, allowed: Collection[Triple], held: Held, earlier: Earlier, first: Chosen
    ) -> None:
        self.chosen = first
        self.whole = Together(data, allowed, held, each_its_own(data))
        self.terms = self._changed(earlier)
        self.named = sum(staff_id is not None for staff_id in earlier.values())

    def _changed(self, earlier: Earlier) -> Terms:
        """The people changed, but for a constant."""
        dated = self.whole.dated
        found: Terms = []
        for (i, post), staff_id in earlier.items():
            if staff_id is None:
                found += [(var, 1) for var in dated.of_place[i, post]]
            elif (staff_id, i, post) in dated.on:
                found.append((dated.on[staff_id, i, post], -1))
        return found

    def best(self, changes_first: bool, limits: Limits, most_changed: int | None) -> Chosen:
        whole = self.whole
        order = [whole.unfilled, self.terms, whole.goal] if changes_first else [whole.unfilled, whole.goal, self.terms]
        with Programme(whole.dated.model, whole.counts.loose, whole.counts.settle, limits.clock) as programme:
            if most_changed is not None:
                programme.limit(self.terms, most_changed - self.named)
            for number, terms in enumerate(order):
                hint = whole.hint(self.chosen)
                solved = programme.minimise(terms, limits.share(0.5), hint)
                values = solved.values
                if values is not None:
                    self.chosen = whole.roster(lambda var, values=values: values[var.index])
                if number < len(order) - 1:
                    programme.fix(terms, _value(terms, whole.hint(self.chosen)))
        return self.chosen


def _value(terms: Terms, values: Mapping[int, int]) -> int:
    return sum(weight * values[var.index] for var, weight in terms)


def open_to(data: RosterData, kept: Mapping[tuple[int, str], str], *, beside: bool = False) -> dict[Triple, int]:
    """How many places that cannot keep their earlier person each (person, weekday, post) could take; with ``beside``
    only those that go beside every duty that the person can keep."""
    free = [(i, post) for i, post in data.places if (i, post) not in kept]
    own: dict[str, set[int]] = {who: set() for who in data.staff}
    for (i, _), who in kept.items():
        own[who].add(i)
    able = {who: _beside(data, who, own[who]) if beside else frozenset(p.dates) for who, p in data.staff.items()}
    found: Counter[Triple] = Counter()
    for who, weekday, post in data.triples:
        found[who, weekday, post] = sum(
            other == post and data.days[i].weekday == weekday and i in able[who] for i, other in free
        )
    return dict(found)


def _beside(data: RosterData, staff_id: str, own: set[int]) -> frozenset[int]:
    """The person's dates that keep the gap and the week's limit beside their own duties."""
    person = data.staff[staff_id]
    weeks = Counter(data.days[i].week for i in own) + Counter(person.used)
    gap = max(1, person.min_gap)
    return frozenset(
        i for i in person.dates if weeks[data.days[i].week] < person.max_week and not any(abs(i - j) < gap for j in own)
    )
