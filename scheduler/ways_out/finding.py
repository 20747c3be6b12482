"""Ways out, one after the other: tried, compared, and as far as time allows proven to bring no more than was found."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from models.plan import Gap, Plan
from models.policy import Goal
from models.school import School
from scheduler.options import Options, Stop
from scheduler.verify import verify
from scheduler.ways_out.attempt import Part, Trial, attempt
from scheduler.ways_out.candidates import Way, lacks, ways
from scheduler.ways_out.compare import WayOut, compared
from scheduler.ways_out.gains import gain
from scheduler.ways_out.proof import alone, closed, prove, served
from scheduler.ways_out.steps import Step
from scheduler.ways_out.together import Together, parted, together

LEAST_SECONDS, MOST_SECONDS = 4.0, 30.0
"""Seconds for one way: with less left none is begun; none gets more."""

BASE_SHARE, PROOF_SHARE, JOIN_SHARE = 0.3, 0.3, 0.15
"""Shares of the time: for a plan that was not proven best, which is first made as good as it will be by itself; kept for
proofs once something was found; and of that kept for what must go together."""

Ended = Literal["all", "enough", "stop", "time", "broken"]


@dataclass(frozen=True)
class Try:
    """Way ``number`` of ``total`` is begun; or, of those that help, its proof."""

    number: int
    total: int


def _nothing(_: object) -> None:
    """Nobody listens."""


@dataclass(frozen=True)
class News:
    """What is heard while ways are tried. ``on_broken``: what was found before an error of the program ends it all."""

    on_try: Callable[[Try], None] = _nothing
    on_found: Callable[[WayOut], None] = _nothing
    on_proof: Callable[[Try], None] = _nothing
    on_together: Callable[[None], None] = _nothing
    on_broken: Callable[["Report"], None] = _nothing


@dataclass(frozen=True)
class Tally:
    """Of the ways for one kind of gap: how many there were, how many were begun, and of how many of these the search was cut
    short."""

    total: int
    begun: int = 0
    unknown: int = 0

    @property
    def over(self) -> bool:
        """Whether each was tried to its end."""
        return self.begun == self.total and not self.unknown


@dataclass(frozen=True)
class Report:
    """``ways``: what helps, what closes gaps first and the most gained first. ``total``: the ways that there were to try;
    ``tried``: how many were begun, by their kind; ``unknown``: of how many of these the search did not come to its end, so
    that they may help all the same; ``covered``: of how many a smaller one in ``ways`` brings as much. ``ended``: whether
    that were all, enough were found, somebody asked to stop, the time was over, or the program failed. ``lacking``: whether the plan has a gap,
    or refuses anybody a choice; ``better_alone``: whether it was made better without any way out before the first was tried. ``gaps``: what the plan
    lacks; ``left``: what of it each of the plans with one of ``ways`` lacks too; ``together``: which of ``ways`` must go together, where none
    closes all gaps of a kind; ``tallies``: by the kind of gap how many of the ways for it were tried; ``untried``: how many were
    not, by their kind; ``rerun``: whether the plan is one that changes as little of an earlier one as can be."""

    ways: tuple[WayOut, ...]
    total: int
    tried: Mapping[str, int]
    unknown: int
    covered: int
    ended: Ended
    lacking: bool
    better_alone: bool
    gaps: tuple[Gap, ...] = ()
    left: tuple[Gap, ...] = ()
    together: tuple[Together, ...] = ()
    tallies: Mapping[str, Tally] = field(default_factory=dict[str, Tally])
    untried: Mapping[str, int] = field(default_factory=dict[str, int])
    rerun: bool = False

    @property
    def begun(self) -> int:
        """How many were tried."""
        return sum(self.tried.values())


def find(
    school: School, plan: Plan, options: Options, stop: Stop, *, enough: int = 10, news: News | None = None
) -> Report:
    """Ways out for a plan of the school.

    Ends with ``enough`` of them, when ``options.time_limit`` seconds are over, when every way has been tried, or when
    somebody asks to stop.
    """
    end = time.monotonic() + options.time_limit
    limits = replace(options, time_limit=BASE_SHARE * options.time_limit, began=None)
    base = _settled(school, alone(plan), limits, stop)
    search = _Search(school, base, options, stop, news or News(), end)
    every = ways(school, base)

    def report(ended: Ended) -> Report:
        return Report(
            compared(search.found),
            len(every),
            search.tried,
            search.unknown,
            search.covered,
            ended,
            lacking=lacks(school, base),
            better_alone=_worth(base) < _worth(alone(plan)),
            gaps=base.gaps,
            left=search.left,
            together=search.together,
            tallies=search.tallies(every),
            untried=Counter(way.kind for way in every) - search.tried,
            rerun=any(score.goal == "changes" for score in plan.scores),
        )

    ended: Ended = "broken"
    try:
        last = search.try_all(every, enough)
        search.prove_all()
        search.join()
        ended = last
    finally:  # whatever goes wrong later, what was found is as true as before
        if ended == "broken" and search.found:
            search.news.on_broken(report(ended))
    return report(ended)


@dataclass
class _Search:
    """``end``: the moment of ``time.monotonic`` at which the time is over."""

    school: School
    plan: Plan
    options: Options
    stop: Stop
    news: News
    end: float
    tried: Counter[str] = field(default_factory=Counter[str])
    begun: Counter[str] = field(default_factory=Counter[str])  # by the kind of gap
    cut_short: Counter[str] = field(default_factory=Counter[str])  # likewise
    together: tuple[Together, ...] = ()
    late: float = 0.0  # by how much a try outlasted its time at most: building and checking cannot be cut short
    _found: dict[tuple[Step, ...], tuple[WayOut, Plan]] = field(
        default_factory=dict[tuple[Step, ...], tuple[WayOut, Plan]]
    )
    _way: dict[tuple[Step, ...], Way] = field(default_factory=dict[tuple[Step, ...], Way])

    @property
    def found(self) -> list[WayOut]:
        """What helps, so far."""
        return [one for one, _ in self._found.values()]

    @property
    def unknown(self) -> int:
        """Of how many the search was cut short."""
        return self.cut_short.total()

    def tallies(self, every: tuple[Way, ...]) -> dict[str, Tally]:
        """By the kind of gap how many of the ways for it were tried."""
        totals = Counter(way.gap for way in every if way.gap)
        return {kind: Tally(total, self.begun[kind], self.cut_short[kind]) for kind, total in totals.items()}

    @property
    def covered(self) -> int:
        """Of how many a smaller one brings as much."""
        return len(self._found) - len(compared(self.found))

    @property
    def left(self) -> tuple[Gap, ...]:
        """The gaps that none of what was found closes; all of a sort that none has fewer of, since which of them a plan lacks
        may differ."""
        plans = [shown for _, shown in self._found.values()]
        lacking = [{(gap.what, gap.where) for gap in shown.gaps} for shown in plans]
        counts = [Counter(gap.what for gap in shown.gaps) for shown in plans]
        now = Counter(gap.what for gap in self.plan.gaps)
        kept = {what for what in now if all(one[what] >= now[what] for one in counts)}
        return tuple(
            gap for gap in self.plan.gaps if gap.what in kept or all((gap.what, gap.where) in one for one in lacking)
        )

    def try_all(self, every: tuple[Way, ...], enough: int) -> Ended:
        """Try one after the other; why that ended."""
        reserve = PROOF_SHARE * self.options.time_limit
        for number, way in enumerate(every, 1):
            if self.stop.is_set():
                return "stop"
            if len(self._found) - self.covered >= enough:
                return "enough"
            seconds = self._seconds(reserve if self._found else 0.0)
            if seconds is None:
                return "time"
            self.news.on_try(Try(number, len(every)))
            self.tried[way.kind] += 1
            self.begun[way.gap] += 1
            began = time.monotonic()
            self._try(way, replace(self.options, time_limit=seconds, began=None))
            self.late = max(self.late, time.monotonic() - began - seconds)
        return "stop" if self.stop.is_set() else "all"

    def _seconds(self, reserve: float = 0.0) -> float | None:
        """For the next try or proof; None where too little is left."""
        left = self.end - time.monotonic() - self.late - reserve
        return None if left < LEAST_SECONDS else min(left, MOST_SECONDS)

    def _try(self, way: Way, options: Options) -> None:
        began = time.monotonic()
        outcome = attempt(
            self.plan, Trial(self.school, way.apply(self.school), way.goals, way.part, way.block), options, self.stop
        )
        one = outcome.plan and self._way_out(way.steps, outcome.plan, began)
        if outcome.plan is None or one is None:
            self.cut_short[way.gap] += not outcome.known
            return
        known = self._found.get(one.steps)
        if known is None or one.worth > known[0].worth:
            self._found[one.steps], self._way[one.steps] = (one, outcome.plan), way
        if known is None:
            self.news.on_found(one)

    def _way_out(self, steps: tuple[Step, ...], shown: Plan, began: float) -> WayOut | None:
        """What a plan made with the steps shows; None where it needs none of them, or gains nothing."""
        gained = gain(self.school, self.plan, shown)
        needed = _cut(self.school, steps, shown)
        if (gained.coverage, gained.cost) <= (0, 0) or not needed:
            return None
        goal: Goal = "coverage" if gained.coverage else "choices"
        exact = closed(shown, "choices")
        return WayOut(
            needed,
            gained if exact or not gained.coverage else gained.gaps_alone,
            closed(self.plan, goal),
            time.monotonic() - began,
            closed(shown, goal),
            exact,
        )

    def join(self) -> None:
        """Those that close some of the gaps and go together: tried one upon the other."""
        self.together = together(self.school, self.plan, self._listed(), _with, self._further)

    def _listed(self) -> list[tuple[WayOut, Plan]]:
        return [(one, self._found[one.steps][1]) for one in compared(self.found)]

    def _further(self, shown: Plan, school: School, one: WayOut) -> Plan | None:
        seconds = None if self.stop.is_set() else self._seconds()
        if seconds is None:
            raise TimeoutError
        self.news.on_together(None)
        began, way = time.monotonic(), self._way[one.steps]
        trial = Trial(school, _with(school, one.steps), ("coverage",), way.part, way.block)
        outcome = attempt(shown, trial, replace(self.options, time_limit=seconds, began=None), self.stop)
        self.late = max(self.late, time.monotonic() - began - seconds)
        return outcome.plan

    def prove_all(self) -> None:
        """Each that will be listed, the best first: whether it brings more than was found. Last those of which only the
        choices are open, since nothing is said of these then."""
        open_ones = sorted((one for one in compared(self.found) if not one.exact), key=lambda one: one.proven)
        reserve = JOIN_SHARE * self.options.time_limit if parted(self.plan, self._listed()) else 0.0
        for number, one in enumerate(open_ones, 1):
            seconds = self._seconds(reserve)
            if self.stop.is_set() or seconds is None:
                return
            self.news.on_proof(Try(number, len(open_ones)))
            began = time.monotonic()
            self._prove(one, replace(self.options, time_limit=seconds, began=None))
            self.late = max(self.late, time.monotonic() - began - seconds)

    def _prove(self, one: WayOut, options: Options) -> None:
        began = time.monotonic()
        proof = prove(_with(self.school, one.steps), self._found[one.steps][1], "choices", options, self.stop)
        new = self._way_out(one.steps, proof.plan, began)
        if new and new.worth >= one.worth:
            new = replace(new, steps=one.steps, seconds=one.seconds + time.monotonic() - began)
            self._found[one.steps] = (new, proof.plan)


def _settled(school: School, plan: Plan, options: Options, stop: Stop) -> Plan:
    """The plan as good as it becomes by itself, so that no way out is credited with what needs none: first in parts, as ways
    are tried, then as a whole."""
    open_goals: tuple[Goal, ...] = tuple(
        s.goal for s in plan.scores if s.goal in ("coverage", "choices") and not closed(plan, s.goal)
    )
    if not open_goals:
        return plan
    end = time.monotonic() + options.time_limit
    given = plan
    parts: tuple[Part, ...] = ("clubs", "staff", "tutoring", "duties")
    for part in parts:
        left = end - time.monotonic()
        if left > LEAST_SECONDS and not stop.is_set():
            trial = Trial(school, school, open_goals, part)
            better = attempt(plan, trial, replace(options, time_limit=left / len(parts)), stop).plan
            plan = plan if better is None or _worth(better) >= _worth(plan) else served(better, plan)
    left = end - time.monotonic()
    if left > LEAST_SECONDS and not stop.is_set():
        plan = prove(school, plan, open_goals[-1], replace(options, time_limit=left), stop).plan
    return served(plan, given)


def _worth(plan: Plan) -> tuple[int, ...]:
    return tuple(score.value for score in plan.scores)


def _with(school: School, steps: tuple[Step, ...]) -> School:
    for step in steps:
        school = step.apply(school)
    return school


def _cut(school: School, steps: tuple[Step, ...], shown: Plan) -> tuple[Step, ...]:
    """The steps, no larger than the plan needs, if it is then still a plan without a fault, else as they were tried.

    None at all where the plan is one of the school as it is: it is better by itself.
    """
    small = tuple(cut for step in steps if (cut := step.cut(school, shown)))
    return small if verify(_with(school, small), shown).good else steps
