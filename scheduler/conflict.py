"""Pins that contradict the rules: whether there are any, and smallest sets of them with what stands against each.

Sets are found in :mod:`scheduler.conflict_sets`.
"""

from collections import Counter
from collections.abc import Callable, Generator, Sequence

from models.pins import PinDutyRow, PinRow
from models.school import School
from scheduler.blame import against, lifted, never
from scheduler.blame_setting import Setting
from scheduler.blame_words import words
from scheduler.calendar import open_days
from scheduler.conflict_sets import PinWeek, contradicting, of_dates, smallest
from scheduler.errors import PinConflict
from scheduler.evident import at_a_glance, beside, counted, told
from scheduler.evident_pins import Pin as Pin
from scheduler.evident_pins import all_pins as all_pins
from scheduler.mending import Complaints, advice, fewest_out, overlapping
from scheduler.messages.origin import Origin, by_file
from scheduler.options import Options, Stop
from scheduler.roster.context import RosterData, roster_data
from scheduler.search.limits import Limits
from scheduler.told import TABLES as TABLES
from scheduler.told import lines
from scheduler.told import name as name

#: Pins that cannot all hold, those that count towards the same limit, and why, where that can be seen at a glance.
Told = tuple[list[Pin], list[Pin], list[str]]


def contradiction(
    school: School,
    options: Options,
    stop: Stop | None = None,
    roster: RosterData | None = None,
    *,
    every: bool = True,
) -> PinConflict | None:
    """The error to raise where no plan keeps the pins; None where one does, or the time was over first.

    The error names a smallest set, and where there are too many for a limit, what else counts towards it. The school must be
    free of input faults; ``roster`` is its duty problem where a part of the term is over. Where time
    ends early the set may be larger than it must be. ``every``: also look for further sets among the other pins, as far as
    the time goes.
    """
    pins = _in_order(school, options.origin)
    if not pins:
        return None
    began = options.clock.now() if options.began is None else options.began
    limits = Limits(began + options.time_limit, 0.0, options.seed, 1, stop or Stop(), options.clock)
    roster = roster or roster_data(school, open_days(school))
    found = contradicting(school, pins, roster, limits)
    if not found and every and not roster.past and limits.left <= 0:
        found = next(at_a_glance(school, pins, options.lang), None)
    if not found:
        return None
    place = {pin: number for number, pin in enumerate(pins)}

    def say(chosen: list[Pin]) -> Told:
        shown, also, why = _told(school, chosen, pins if every else chosen, options)
        return sorted(shown, key=place.__getitem__), sorted(also, key=place.__getitem__), why

    sets = [say(found)]
    for other in _others(school, pins, sets[0], roster, limits, say) if every else ():
        sets.append(other)
    mending: list[str] = []
    if every and not roster.past:
        _beside(school, pins, sets, roster, limits, say, options)
        _counted(school, pins, sets, options)
        if limits.left > 0 or all(why for _, _, why in sets):  # else the last one may be larger than it must be
            sets.sort(key=lambda one: min(map(place.__getitem__, [*one[0], *one[1]])))
        mending = _mending(school, pins, sets, roster, limits, say, options)
    if every and not roster.past and limits.left <= 0:
        _at_a_glance(school, pins, sets, say, options)
    shown = [sorted([*chosen, *also], key=place.__getitem__) for chosen, also, _ in sets]
    return _error(school, sets, shown, mending, roster, limits, options, every=every)


def _error(
    school: School,
    sets: Sequence[Told],
    shown: Sequence[list[Pin]],
    mending: Sequence[str],
    roster: RosterData,
    limits: Limits,
    options: Options,
    *,
    every: bool,
) -> PinConflict:
    """The sets in words, as they are ``shown``, with the settings against those for which there is no reason."""
    settings = [[] if roster.past or why else standing(_with(school, chosen), limits) for chosen, _, why in sets]

    def names(some: list[Pin]) -> list[str]:
        return [name(pin, options.lang, school, options.origin) for pin in some]

    def worded(some: list[Setting]) -> list[str]:
        return [words(one, options.lang, school, options.origin) for one in some]

    return PinConflict(
        names(sets[0][0]),
        worded(settings[0]),
        [names(other) for other, _, _ in sets[1:]],
        also=[names(others) for _, others, _ in sets],
        reasons=[why for _, _, why in sets],
        other_settings=[worded(each) for each in settings[1:]],
        cut_short=every and limits.left <= 0,
        seconds=options.time_limit,
        lines=[lines(each, options.lang, school, options.origin) for each in shown],
        mending=mending,
    )


def _in_order(school: School, origin: Origin | None) -> list[Pin]:
    """Every pin once, as they stand in the user's file: the school's own rows may be in another order."""
    pins = all_pins(school)
    read = all_pins(origin.read) if origin and origin.read else pins
    place = {pin: number for number, pin in enumerate(read)}
    return sorted(pins, key=lambda pin: place.get(pin, len(place)))


def _at_a_glance(
    school: School, pins: list[Pin], sets: list[Told], say: Callable[[list[Pin]], Told], options: Options
) -> None:
    """Adds what needs no search, where there was no time for it."""
    for found in at_a_glance(school, pins, options.lang):
        new = say(found)
        whys = [why for _, _, each in sets for why in each]
        if not all(why in whys for why in new[2]) and not any(set(chosen) <= set(found) for chosen, _, _ in sets):
            sets.append(new)


def _told(school: School, pins: list[Pin], every: list[Pin], options: Options) -> Told:
    """A smallest set as it is told, with what can be seen at a glance: cells of a pin that no session could ever agree with,
    and what else stands against it."""
    lang, origin = options.lang, options.origin
    never_any = [one for pin in pins if isinstance(pin, PinRow) for one in never(school, pin)]
    nonsense = [words(one, lang, school, origin) for one in never_any]
    others, why = told(school, pins, every, lang, origin)
    return pins, others, [*nonsense, *(by_file(text, lang, origin) for text in why)]


def _others(
    school: School,
    pins: list[Pin],
    first: Told,
    roster: RosterData,
    limits: Limits,
    say: Callable[[list[Pin]], Told],
) -> Generator[Told]:
    """Further sets that cannot hold together, each among the pins that are in none before and count towards no limit that is told."""
    rest, last = pins, first
    while limits.left > 0:
        rest = [pin for pin in rest if pin not in (*last[0], *last[1])]
        other = (contradicting(school, rest, roster, limits) if rest else None) or []
        if not other or limits.left <= 0:  # time may have ended before the set was small
            return
        last = say(other)
        yield last


def _beside(
    school: School,
    pins: list[Pin],
    sets: list[Told],
    roster: RosterData,
    limits: Limits,
    say: Callable[[list[Pin]], Told],
    options: Options,
) -> None:
    """Adds what can be seen at a glance of a pin that is told already beside another: a smallest set of its own."""
    known = [set[Pin](chosen) | set[Pin](others) for chosen, others, _ in sets]
    for one in beside(school, pins, known, options.lang):
        least = contradicting(school, list(one.pins), roster, limits)
        if least is None or limits.left <= 0:  # time may have ended before the set was small
            return
        if not any(set(chosen) == set(least) for chosen, _, _ in sets):
            sets.append(say(least))
            known.append(set[Pin](sets[-1][0]) | set[Pin](sets[-1][1]))


def _counted(school: School, pins: list[Pin], sets: list[Told], options: Options) -> None:
    """Adds the limits that are not told yet, though pins go beyond them that are told for something else, with all that count
    towards each: mending the one does not mend the other. That is told together only where it is of the same pins."""
    known = [chosen for chosen, _, _ in sets]
    for least, one in counted(school, pins, known, options.lang):
        sentence = by_file(one.sentence, options.lang, options.origin)
        if any(sentence in why for _, _, why in sets):
            continue
        same = next((n for n, (held, more, _) in enumerate(sets) if set(held + more) == set(one.pins)), None)
        if same is None:
            held = [pin for pin in pins if pin in one.pins]
            least = [pin for pin in held if pin in least]
            sets.append((least, [pin for pin in held if pin not in least], [sentence]))
        elif sets[same][2]:
            sets[same][2].append(sentence)


def _mending(
    school: School,
    pins: list[Pin],
    sets: list[Told],
    roster: RosterData,
    limits: Limits,
    say: Callable[[list[Pin]], Told],
    options: Options,
) -> list[str]:
    """Which pins are enough to take out, where one mends several complaints; nothing where time ends first. Adds the sets for
    whose sake one of them has to go, where none that is told asks for it."""
    if limits.left <= 0 or not overlapping(_complaints(sets)):
        return []
    rows = Counter[Pin]([*school.pins, *school.pin_placements, *school.pin_duties])
    with PinWeek(school, roster, limits) as week:
        holds = {pin: var.index for pin, var in week.ctx.pin_holds.items() if isinstance(pin, Pin)}
        while True:
            among = [pin for pin in pins if any(pin in each for each, _ in _complaints(sets))]
            out = fewest_out(week.model, holds, week.solve, rows, among, lambda duties: of_dates(roster, duties))
            untold = _untold(week, pins, out or [], sets, roster)
            if untold is None or limits.left <= 0:  # time may have ended before the set was small
                break
            sets.append(say(untold))
    count = sum(rows[pin] for pin in out or ())
    return list(advice(out, count, _complaints(sets), options.lang, school, options.origin)) if out else []


def _complaints(sets: Sequence[Told]) -> list[Complaints]:
    return [([*chosen, *others], len(why)) for chosen, others, why in sets]


def _untold(
    week: PinWeek, pins: list[Pin], out: list[Pin], sets: Sequence[Told], roster: RosterData
) -> list[Pin] | None:
    """Pins that cannot hold together though those to take out, but for one, leave no set that is told whole."""
    known = [set(each) for each, _ in _complaints(sets)]
    for pin in out:
        gone = [one for one in out if one != pin]
        if not all(each & set(gone) for each in known):
            continue
        if any(_stands(week, [one for one in pins if one in each and one not in gone], roster) for each in known):
            continue  # the pin has to go for what is told
        rest = [one for one in pins if one not in gone]
        duties = [one for one in rest if isinstance(one, PinDutyRow)]
        found = of_dates(roster, list[Pin](duties)) or week.contradicting(rest)
        if found and not any(set(found) <= each for each in known):
            return found
    return None


def _stands(week: PinWeek, pins: list[Pin], roster: RosterData) -> bool:
    """Whether these pins are known not to hold together."""
    duties: list[Pin] = [one for one in pins if isinstance(one, PinDutyRow)]
    return bool(pins) and (week.feasible(pins) is False or of_dates(roster, duties) is not None)


def standing(school: School, limits: Limits) -> list[Setting]:
    """The settings that stand against the school's pins, which are a smallest set; none where time ends first."""

    def smallest_of(settings: list[Setting]) -> list[Setting]:
        def possible(kept: Sequence[Setting]) -> bool:
            if limits.left <= 0:  # what comes out is not used then
                return True
            changed = lifted(school, settings, kept)
            roster = roster_data(changed, open_days(changed))
            duties: list[Pin] = [p for p in all_pins(changed) if isinstance(p, PinDutyRow)]
            if of_dates(roster, duties) is not None:
                return False
            with PinWeek(changed, roster, limits) as week:
                return week.feasible(all_pins(changed)) is not False

        return smallest(possible, settings) if settings and possible([]) else []

    found = against(school, smallest_of)
    return [] if limits.left <= 0 else found


def _with(school: School, pins: Sequence[Pin]) -> School:
    """The school with these pins alone."""
    tables: dict[str, object] = {table: tuple(p for p in pins if type(p) is kind) for kind, table in TABLES.items()}
    return school.replaced(**tables)
