"""Pins that contradict the rules: whether there are any, and a smallest set of them that cannot hold together.

One model of the week without objective, in which a decision of its own says whether each pin holds; and the roster alone for
what only dates tell. Both are asked again and again with other pins; neither is made again.
"""

from collections import Counter
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from threading import Event, Thread
from typing import TypeVar

import numpy as np
from ortools.sat.python import cp_model

from models.pins import PinDutyRow, PinRow
from models.school import School
from scheduler.blame import Setting, against, lifted, never, words
from scheduler.calendar import open_days
from scheduler.duties import duty_pool
from scheduler.errors import PinConflict
from scheduler.evident import at_a_glance, beside, told
from scheduler.evident_pins import Pin
from scheduler.mending import Complaints, advice, fewest_out, overlapping
from scheduler.messages.origin import by_file
from scheduler.options import Options, Stop
from scheduler.roster.context import RosterData, roster_data
from scheduler.roster.greedy import greedy
from scheduler.roster.held import settled
from scheduler.search.cp import within
from scheduler.search.highs import Answer, Highs, Task
from scheduler.search.limits import GRACE, Limits
from scheduler.search.linear import LinearModel, translate
from scheduler.told import TABLES as TABLES
from scheduler.told import lines
from scheduler.told import name as name
from scheduler.week.build import build
from scheduler.week.context import Context
from scheduler.week.data import WeekData

T = TypeVar("T")
#: Pins that cannot all hold, those that count towards the same limit, and why, where that can be seen at a glance.
Told = tuple[list[Pin], list[Pin], list[str]]

CORE_SHARE = 0.3
"""Share of the time for a first set that cannot hold together, which is then made smaller."""


def all_pins(school: School) -> list[Pin]:
    """Every pin of a school once, in the order of its tables."""
    return list(dict.fromkeys([*school.pins, *school.pin_placements, *school.pin_duties]))


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
    pins = all_pins(school)
    if not pins:
        return None
    began = options.clock.now() if options.began is None else options.began
    limits = Limits(began + options.time_limit, 0.0, options.seed, 1, stop or Stop(), options.clock)
    roster = roster or roster_data(school, open_days(school))
    found = _contradicting(school, pins, roster, limits)
    if not found and every and not roster.past and limits.left <= 0:
        found = next(at_a_glance(school, pins, options.lang), None)
    if not found:
        return None
    settings = [] if roster.past else _settings(_with(school, found), limits)

    def say(chosen: list[Pin]) -> Told:
        return _told(school, chosen, pins if every else chosen, options)

    sets = [say(found)]
    for other in _others(school, pins, sets[0], roster, limits, say) if every else ():
        sets.append(other)
    if every and not roster.past:
        _beside(school, pins, sets, roster, limits, say, options)
    mending = _mending(school, pins, sets, roster, limits, say, options) if every and not roster.past else []
    if every and not roster.past and limits.left <= 0:
        _at_a_glance(school, pins, sets, say, options)
    of_others = [[] if roster.past or why else _settings(_with(school, other), limits) for other, _, why in sets[1:]]

    def names(some: list[Pin]) -> list[str]:
        return [name(pin, options.lang, school, options.origin) for pin in some]

    def worded(some: list[Setting]) -> list[str]:
        return [words(one, options.lang, school, options.origin) for one in some]

    return PinConflict(
        names(sets[0][0]),
        worded(settings),
        [names(other) for other, _, _ in sets[1:]],
        also=[names(others) for _, others, _ in sets],
        reasons=[why for _, _, why in sets],
        other_settings=[worded(each) for each in of_others],
        cut_short=every and limits.left <= 0,
        seconds=options.time_limit,
        lines=[lines([*chosen, *others], options.lang, school, options.origin) for chosen, others, _ in sets],
        mending=mending,
    )


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
    shown, also = (sorted(some, key=lambda pin: _place(school, pin)) for some in (pins, others))
    return shown, also, [*nonsense, *(by_file(text, lang, origin) for text in why)]


def _place(school: School, pin: Pin) -> tuple[int, str]:
    """The table, then the date or the time of the week."""
    table = list(TABLES).index(type(pin))
    if isinstance(pin, PinDutyRow):
        return table, pin.date.isoformat()
    block = school.blocks.get(pin.block or "")
    slot = school.slot_by_id.get(block.slots[0] if block else pin.block or "")
    return table, f"{slot.weekday} {slot.start:%H:%M}" if slot else ""


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
        other = (_contradicting(school, rest, roster, limits) if rest else None) or []
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
    """Adds what can be seen at a glance of pins that are told already together with others: a smallest set of its own, or one
    more limit that a set goes beyond, with those that count towards it too."""
    known = [[*chosen, *others] for chosen, others, _ in sets]
    for one in beside(school, pins, known, options.lang):
        sentence = by_file(one.sentence, options.lang, options.origin)
        least = _contradicting(school, list(one.pins), roster, limits)
        if least is None or limits.left <= 0:  # time may have ended before the set was small
            return
        place = next((n for n, (chosen, _, _) in enumerate(sets) if set(chosen) == set(least)), None)
        if place is None:
            sets.append(say(least))
            known.append([*sets[-1][0], *sets[-1][1]])
        elif len(least) > 1 and sentence not in sets[place][2]:
            chosen, others, why = sets[place]
            sets[place] = (
                chosen,
                [pin for pin in pins if pin in (*others, *one.pins) and pin not in chosen],
                [*why, sentence],
            )
            known.append(list(one.pins))


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
    with _Week(school, roster, limits) as week:
        holds = {pin: var.index for pin, var in week.ctx.pin_holds.items() if isinstance(pin, Pin)}
        while True:
            among = [pin for pin in pins if any(pin in each for each, _ in _complaints(sets))]
            out = fewest_out(week.model, holds, week.solve, rows, among, lambda duties: _of_dates(roster, duties))
            untold = _untold(week, pins, out or [], sets, roster)
            if untold is None or limits.left <= 0:  # time may have ended before the set was small
                break
            sets.append(say(untold))
    count = sum(rows[pin] for pin in out or ())
    return list(advice(out, count, _complaints(sets), options.lang, school, options.origin)) if out else []


def _complaints(sets: Sequence[Told]) -> list[Complaints]:
    return [([*chosen, *others], len(why)) for chosen, others, why in sets]


def _untold(
    week: "_Week", pins: list[Pin], out: list[Pin], sets: Sequence[Told], roster: RosterData
) -> list[Pin] | None:
    """Pins that cannot hold together though those to take out, but for one, leave no set that is told whole."""
    known = [set(each) for each, _ in _complaints(sets)]
    for pin in out:
        gone = [one for one in out if one != pin]
        if all(each & set(gone) for each in known):
            rest = [one for one in pins if one not in gone]
            duties = [one for one in rest if isinstance(one, PinDutyRow)]
            found = _of_dates(roster, list[Pin](duties)) or week.contradicting(rest)
            if found and not any(set(found) <= each for each in known):
                return found
    return None


def _contradicting(school: School, pins: list[Pin], roster: RosterData, limits: Limits) -> list[Pin] | None:
    found = _of_dates(roster, [p for p in pins if isinstance(p, PinDutyRow)])
    if found is None:
        with _Week(school, roster, limits) as week:
            found = week.contradicting(pins)
    return found


def _settings(school: School, limits: Limits) -> list[Setting]:
    """The settings that stand against the school's pins, which are a smallest set; none where time ends first."""

    def smallest_of(settings: list[Setting]) -> list[Setting]:
        def possible(kept: Sequence[Setting]) -> bool:
            if limits.left <= 0:  # what comes out is not used then
                return True
            changed = lifted(school, settings, kept)
            roster = roster_data(changed, open_days(changed))
            duties: list[Pin] = [p for p in all_pins(changed) if isinstance(p, PinDutyRow)]
            if _of_dates(roster, duties) is not None:
                return False
            with _Week(changed, roster, limits) as week:
                return week.feasible(all_pins(changed)) is not False

        return smallest(possible, settings) if settings and possible([]) else []

    found = against(school, smallest_of)
    return [] if limits.left <= 0 else found


def _with(school: School, pins: Sequence[Pin]) -> School:
    """The school with these pins alone."""
    tables: dict[str, object] = {table: tuple(p for p in pins if type(p) is kind) for kind, table in TABLES.items()}
    return school.replaced(**tables)


def smallest(possible: Callable[[Sequence[T]], bool], pins: list[T]) -> list[T]:
    """A smallest set among pins, or settings, that cannot hold together: without any one of its members the rest can.

    By deletion in halves (Junker 2004, QuickXplain).
    """
    return _explain(possible, [], pins, False)


def _explain(possible: Callable[[Sequence[T]], bool], base: list[T], pins: list[T], grew: bool) -> list[T]:
    if grew and not possible(base):
        return []
    if len(pins) <= 1:
        return pins
    half = len(pins) // 2
    first, second = pins[:half], pins[half:]
    of_second = _explain(possible, [*base, *first], second, True)
    of_first = _explain(possible, [*base, *of_second], first, bool(of_second))
    return [*of_first, *of_second]


def _of_dates(roster: RosterData, pins: list[Pin]) -> list[Pin] | None:
    """Pinned duties that contradict each other or the rules of duty; None where they do not."""

    def possible(chosen: Sequence[Pin]) -> bool:
        held = settled(roster, [pin for pin in chosen if isinstance(pin, PinDutyRow)])
        return held is not None and greedy(roster, roster.triples, held) is not None

    return None if possible(pins) else smallest(possible, pins)


@contextmanager
def _stopping(solver: cp_model.CpSolver, limits: Limits) -> Generator[None]:
    """Let whoever asks to stop end the solver."""
    done = Event()

    def watch() -> None:
        while not done.wait(0.1):
            if limits.stop.is_set():
                solver.stop_search()

    thread = Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


class _Week:
    """The week's model with pins that can be switched off, in an engine that keeps it. Use it as a context manager."""

    def __init__(self, school: School, roster: RosterData, limits: Limits) -> None:
        self.ctx: Context = build(WeekData(school, duty_pool(roster, school.pin_duties), loose_pins=True))
        self.model: LinearModel = translate(self.ctx.model)
        self.limits = limits
        self.engine = Highs(limits.clock)
        self.nothing = np.array([], dtype=np.int64)

    def __enter__(self) -> "_Week":
        self.engine.load(self.model, self.nothing)
        return self

    def __exit__(self, *_: object) -> None:
        self.engine.close()

    def contradicting(self, pins: list[Pin]) -> list[Pin] | None:
        if self.feasible(pins) is not False:
            return None
        core = self._core(pins)
        if len(core) < len(pins) and self.feasible(core) is False:
            pins = core
        return smallest(lambda chosen: self.feasible(chosen) is not False, pins)

    def feasible(self, chosen: Sequence[Pin]) -> bool | None:
        """Whether any week keeps the chosen pins; None if time was over first."""
        lower, upper = self.model.lower.copy(), self.model.upper.copy()
        on = set(chosen)
        for pin, var in self.ctx.pin_holds.items():
            lower[var.index] = upper[var.index] = pin in on
        zero = np.zeros(self.model.columns, dtype=np.int64)
        answer = self.solve(Task(zero, 0, lower, upper))
        if answer is None:
            return None
        return False if answer.status == "Infeasible" else None if answer.x is None else True

    def solve(self, task: Task) -> Answer | None:
        """How a task ends in the time that is left; None where it does not."""
        number = self.engine.start(replace(task, seconds=self.limits.left))
        asked = False
        while True:
            answer = self.engine.poll(number, 0.1)
            if answer is not None:
                return answer
            if not asked and self.limits.left <= 0:
                self.engine.stop(number)
                asked = True
            if self.limits.over:
                return None

    def _core(self, pins: list[Pin]) -> list[Pin]:
        """Pins that a proof of contradiction rests on; all of them where none is found in time."""
        model = self.ctx.model.clone()
        of_index = {self.ctx.pin_holds[pin].index: pin for pin in pins if pin in self.ctx.pin_holds}
        model.add_assumptions([self.ctx.pin_holds[pin] for pin in pins if pin in self.ctx.pin_holds])
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.linearization_level = 2
        solver.parameters.random_seed = self.limits.seed % 2**31
        seconds = max(GRACE, CORE_SHARE * self.limits.left)
        with _stopping(solver, self.limits), within(solver, seconds, self.limits.clock):
            status = solver.solve(model)
        if status != cp_model.INFEASIBLE:
            return pins
        found = [of_index[index] for index in solver.sufficient_assumptions_for_infeasibility() if index in of_index]
        return found or pins
