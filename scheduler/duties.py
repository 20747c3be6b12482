"""Where the week and the roster meet: counts go from dates to the week, and come back as duties on dates."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from models.duty import DutyPost
from models.pins import PinDutyRow
from models.plan import Duty
from models.school import School
from scheduler.options import WALL, Options, Stop, Timekeeper
from scheduler.roster.best import best_roster
from scheduler.roster.context import RosterData, Triple
from scheduler.roster.goal import past_goal
from scheduler.roster.held import settled
from scheduler.roster.nearest import Earlier, earlier_places, keepable, most_kept, nearest_roster, open_to
from scheduler.roster.part import counts_of_chosen
from scheduler.roster.realise import realise
from scheduler.roster.result import RosterResult
from scheduler.week.data import DutyDates, DutyPool, KeptDuties

NO_WEEKDAY = 0

ALONE_SHARE = 0.15
"""Share of the time that the roster alone may take."""


def duty_pool(data: RosterData, pins: Sequence[PinDutyRow], earlier: Sequence[Duty] | None = None) -> DutyPool | None:
    """What the week must know of the roster; None where no date asks for anybody. ``earlier``: a roster to keep to.

    A duty that is pinned to a date without that post has a weekday that does not exist, so that no plan keeps it.
    """
    if not data.places and not data.past and not pins:
        return None
    weekdays = sorted({day.weekday for day in data.days})
    weekday_of = {day.date: day.weekday for day in data.days}
    pinned: dict[Triple, list[PinDutyRow]] = defaultdict(list)
    for pin in dict.fromkeys(pins):
        pinned[pin.staff_id, weekday_of.get(pin.date, NO_WEEKDAY), pin.post_id].append(pin)
    return DutyPool(
        demand={place: len(dates) for place, dates in data.demand.items()},
        most={t: min(data.max_on(t[0], t[1]), len(data.demand[t[1], t[2]])) for t in sorted(data.triples)},
        total={person: data.max_total(person) for person in data.staff},
        on_weekday={(person, w): data.max_on(person, w) for person in data.staff for w in weekdays},
        limits={person: data.capacities(person) for person in data.staff},
        pinned={triple: tuple(found) for triple, found in pinned.items()},
        past=dict(data.past),
        past_cost=past_goal(data),
        kept=None if earlier is None else _kept(data, earlier_places(data, earlier), pins),
    )


def roster_alone(school: School, data: RosterData, options: Options, stop: Stop) -> RosterResult:
    """The roster as if nobody had a session: a bound for the duty goal, and counts that the week may fit."""
    return best_roster(
        data,
        data.triples,
        pins=school.pin_duties,
        seed=options.seed,
        time_limit=ALONE_SHARE * options.time_limit,
        stop=stop,
        clock=options.clock,
    )


def duty_dates(data: RosterData, pins: Sequence[PinDutyRow], earlier: Sequence[Duty] | None = None) -> DutyDates:
    """The roster date by date, for a week that has to keep dates itself. ``earlier``: a roster to keep to."""
    before = earlier_places(data, earlier or ())
    return DutyDates(
        asking=dict(data.demand),
        possible={person: frozenset(row.dates) for person, row in data.staff.items()},
        week={day.index: day.week.toordinal() for day in data.days},
        max_week={person: row.max_week for person, row in data.staff.items()},
        min_gap={person: row.min_gap for person, row in data.staff.items()},
        pinned=frozenset((p.staff_id, data.index_of[p.date], p.post_id) for p in pins if p.date in data.index_of),
        used={(who, week.toordinal()): n for who, row in data.staff.items() for week, n in row.used.items()},
        kept=keepable(data, before, data.triples, settled(data, pins) or {}),
        empty=frozenset(place for place, staff_id in before.items() if staff_id is None),
    )


def _kept(data: RosterData, earlier: Earlier, pins: Sequence[PinDutyRow]) -> KeptDuties:
    kept = keepable(data, earlier, data.triples, settled(data, pins) or {})
    empty = Counter((data.days[i].weekday, post) for (i, post), staff_id in earlier.items() if staff_id is None)
    return KeptDuties(
        len(earlier),
        dict(counts_of_chosen(data, kept)),
        most_kept(data, kept),
        dict(empty),
        open_to(data, kept),
        open_to(data, kept, beside=True),
    )


def dated_duties(
    school: School,
    data: RosterData,
    counts: Mapping[Triple, int],
    working: Mapping[str, frozenset[str]],
    *,
    seed: int,
    seconds: float,
    earlier: Sequence[Duty] | None = None,
    changes_first: bool = True,
    most_changed: int | None = None,
    clock: Timekeeper = WALL,
) -> tuple[Duty, ...]:
    """Dates for the week's counts; where dates cannot keep them, the best roster that the week leaves room for.

    With an ``earlier`` roster the one nearest to it; ``changes_first``: before the duty goal; ``most_changed``: if there is
    one with no more people changed. A stop does not reach here:
    an interrupted run still dates its duties, within ``seconds``.
    """
    pins = school.pin_duties
    allowed = {triple for triple in data.triples if not _clashes(school, data.posts[triple[2]], triple, working)}
    if earlier is not None:
        before = earlier_places(data, earlier)
        nearest = nearest_roster(
            data,
            allowed,
            before,
            pins=pins,
            changes_first=changes_first,
            most_changed=most_changed,
            seed=seed,
            time_limit=seconds * 0.8,
            clock=clock,
        )
        if nearest is not None:
            return nearest
    found = realise(data, counts, pins=pins, seed=seed, deadline=seconds * 0.5, clock=clock)
    if found.status == "found":
        return found.duties
    return best_roster(data, allowed, pins=pins, seed=seed, time_limit=seconds * 0.5, clock=clock).duties


def dates_serve(
    school: School,
    data: RosterData,
    duties: Sequence[Duty],
    counts: Mapping[Triple, int],
    working: Mapping[str, frozenset[str]],
) -> bool:
    """Whether a roster of the school has the week's counts already, and nobody in it works in the week when they are on a post."""
    wanted = Counter({triple: count for triple, count in counts.items() if count})
    return _counted(data, duties) == wanted and dates_stand(school, data, duties, working)


def dates_stand(
    school: School, data: RosterData, duties: Sequence[Duty], working: Mapping[str, frozenset[str]]
) -> bool:
    """Whether nobody in a roster of the school works in the week when they are on a post."""
    return not any(_clashes(school, data.posts[triple[2]], triple, working) for triple in _counted(data, duties))


def _counted(data: RosterData, duties: Sequence[Duty]) -> Counter[Triple]:
    weekday_of = {day.date: day.weekday for day in data.days}
    return Counter(
        (d.staff_id, weekday_of.get(d.date, NO_WEEKDAY), d.post_id) for d in duties if d.staff_id is not None
    )


def _clashes(school: School, post: DutyPost, triple: Triple, working: Mapping[str, frozenset[str]]) -> bool:
    """R12: a window of the post overlaps a slot that the person works on that weekday."""
    slots = [s for s in school.slots if s.weekday == triple[1] and s.slot_id in working.get(triple[0], ())]
    return any(window.overlaps(slot.start, slot.end) for window in post.windows for slot in slots)
