"""Ways out, best hopes first: tried, compared, and as far as time allows proven to bring no more than was found."""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from functools import partial

from models.plan import Gap, Plan
from models.policy import Goal
from models.school import School
from scheduler.options import Options, Stop
from scheduler.verify import verify
from scheduler.ways_out.attempt import Trial, attempt
from scheduler.ways_out.base import settled, worth
from scheduler.ways_out.candidates import Way, lacks, ways
from scheduler.ways_out.cell_steps import plain
from scheduler.ways_out.compare import WayOut, compared
from scheduler.ways_out.gains import gain
from scheduler.ways_out.nearest import Nearest, nearest
from scheduler.ways_out.pace import MOST_AT_ONCE, Pace, by_itself, fault, side_by_side
from scheduler.ways_out.proof import Proof, alone, closed, prove
from scheduler.ways_out.report import Ended, Failed, News, Report, Result, Tally, Tried, Try
from scheduler.ways_out.spare import smaller, spared
from scheduler.ways_out.steps import Step
from scheduler.ways_out.together import Together, parted, together

BASE_SHARE, PROOF_SHARE, JOIN_SHARE = 0.3, 0.3, 0.15
"""Shares of the time: for a plan that was not proven best, which is first made as good as it will be by itself; kept for
proofs once something was found; and of that kept for what must go together."""

SPARE_SHARE = 0.1
"""Share of the time that looking for less leaves to the proofs."""

Shown = tuple[WayOut, Plan]


def find(
    school: School, plan: Plan, options: Options, stop: Stop, *, enough: int = 10, news: News | None = None
) -> Report:
    """Ways out for a plan of the school.

    Ends with ``enough`` of them, when ``options.time_limit`` seconds are over, when every way has been tried, or when
    somebody asks to stop. An error of the program in one way does not end the others.
    """
    pace = Pace.of(school, options.time_limit, stop)
    began = time.monotonic() if options.began is None else options.began
    base, failed = settled(school, alone(plan), options, stop, pace, BASE_SHARE * options.time_limit)
    every = ways(school, base)
    search = _Search(school, base, options, stop, news or News(), pace, every, failed)

    def report(ended: Ended) -> Report:
        return Report(
            compared(search.found),
            len(every),
            search.tried,
            search.cut_short.total(),
            search.covered,
            ended,
            lacking=lacks(school, base),
            better_alone=worth(base) < worth(alone(plan)),
            gaps=base.gaps,
            left=search.left,
            nearest=search.nearest,
            together=search.together,
            tallies=search.tallies(),
            untried=Counter(way.kind for way in every) - search.tried,
            rerun=any(score.goal == "changes" for score in plan.scores),
            failed=tuple(search.failed),
            seconds=time.monotonic() - began,
        )

    ended: Ended = "broken"
    try:
        last = search.try_all(enough)
        search.spare_all()
        search.prove_all()
        search.join()
        ended = last
    finally:  # whatever goes wrong later, what was found is as true as before
        if ended == "broken" and search.found:
            search.news.on_broken(report(ended))
    return report(ended)


@dataclass
class _Search:
    school: School
    plan: Plan
    options: Options
    stop: Stop
    news: News
    pace: Pace
    every: Sequence[Way]
    failed: list[Failed]
    begun: list[Way] = field(default_factory=list[Way])
    cut_short: Counter[str] = field(default_factory=Counter[str])  # by the kind of gap
    faulty: Counter[str] = field(default_factory=Counter[str])  # likewise
    together: tuple[Together, ...] = ()
    _ended: Ended = "all"
    _found: dict[tuple[Step, ...], Shown] = field(default_factory=dict[tuple[Step, ...], Shown])
    _way: dict[tuple[Step, ...], Way] = field(default_factory=dict[tuple[Step, ...], Way])
    _most: list[tuple[Way, tuple[int, int]]] = field(
        default_factory=list[tuple[Way, tuple[int, int]]]
    )  # known to the end

    @property
    def at_once(self) -> int:
        """How many ways are tried side by side."""
        return max(1, min(MOST_AT_ONCE, self.options.workers or os.cpu_count() or 1))

    @property
    def found(self) -> list[WayOut]:
        """What helps, so far."""
        return [one for one, _ in self._found.values()]

    @property
    def tried(self) -> Counter[str]:
        """How many were begun, by their kind."""
        return Counter(way.kind for way in self.begun)

    def tallies(self) -> dict[str, Tally]:
        """By the kind of gap how many of the ways for it were tried."""
        totals = Counter(way.gap for way in self.every if way.gap)
        kinds = {gap: Counter(way.kind for way in self.begun if way.gap == gap) for gap in totals}
        return {
            gap: Tally(total, kinds[gap].total(), self.cut_short[gap] + self.faulty[gap], kinds[gap])
            for gap, total in totals.items()
        }

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

    @property
    def nearest(self) -> dict[str, Nearest]:
        """What is left of each kind of gap with what closes most of it, alone or together."""
        joined = [one.plan for one in self.together if one.plan]
        return nearest(self.plan, [*joined, *(shown for _, shown in self._listed())])

    # -- one way after the other ---------------------------------------------------------------------------
    def try_all(self, enough: int) -> Ended:
        """Try them; why that ended."""
        for (begun, way), done in side_by_side(self._tries(enough), self.at_once, self.pace):
            self._hear(begun, way, done)
        return "stop" if self.stop.is_set() else self._ended

    def _tries(self, enough: int) -> Iterator[tuple[tuple[Try, Way], Callable[[], tuple[Shown | None, bool]]]]:
        for number, way in enumerate(self.every, 1):
            seconds = self.pace.seconds(PROOF_SHARE * self.options.time_limit if self._found else 0.0)
            if self.stop.is_set() or seconds is None or len(self._found) - self.covered >= enough:
                self._ended = "time" if seconds is None else "enough"
                return
            begun = Try(number, len(self.every), way.steps)
            self.news.on_try(begun)
            self.begun.append(way)
            yield (begun, way), partial(self._try, way, seconds)

    def _try(self, way: Way, seconds: float) -> tuple[Shown | None, bool]:
        """What helps, and whether the search came to its end."""
        began = time.monotonic()
        trial = Trial(self.school, way.apply(self.school), way.goals, way.part, way.block)
        outcome = attempt(self.plan, trial, self._limits(seconds), self.stop)
        one = outcome.plan and self._way_out(way.steps, outcome.plan, began)
        self.pace.took(time.monotonic() - began, seconds, outcome.searched)
        return (one, outcome.plan) if one and outcome.plan else None, outcome.known

    def _hear(self, begun: Try, way: Way, done: "Future[tuple[Shown | None, bool]]") -> None:
        error = fault(done)
        if error:
            self.failed.append(Failed(error, begun.number, way.steps))
            self.faulty[way.gap] += 1
            self.news.on_tried(Tried(begun, "failed"))
            return
        shown, known = (None, False) if done.cancelled() else done.result()
        if known:
            self._most.append((way, shown[0].worth if shown else (0, 0)))
        if shown is None:
            self.cut_short[way.gap] += not known
            result: Result = "vain" if known else "cut"
            self.news.on_tried(Tried(begun, result))
            return
        one = shown[0]
        before = self._found.get(one.steps)
        if before is None or one.worth > before[0].worth:
            self._found[one.steps], self._way[one.steps] = shown, way
        self.news.on_tried(Tried(begun, "helps", one))

    def _limits(self, seconds: float) -> Options:
        return replace(self.options, time_limit=seconds, began=None)

    def _way_out(self, steps: tuple[Step, ...], shown: Plan, began: float) -> WayOut | None:
        """What a plan made with the steps shows; None where it needs none of them, or gains nothing."""
        gained = gain(self.school, self.plan, shown)
        needed = _cut(self.school, steps, shown)
        if (gained.coverage, gained.cost) <= (0, 0) or not needed:
            return None
        goal: Goal = "coverage" if gained.coverage else "choices"
        exact = closed(shown, "choices")
        told = exact and closed(self.plan, "choices")  # else it may be had without the steps
        return WayOut(
            needed,
            gained if told or not gained.coverage else gained.gaps_alone,
            closed(self.plan, goal),
            time.monotonic() - began,
            closed(shown, goal),
            exact,
        )

    # -- those that help -----------------------------------------------------------------------------------
    def spare_all(self) -> None:
        """Each that will be listed, the best first: whether less of it brings as much."""
        listed = compared(self.found)
        wide = [one for one in listed if next(smaller(one.steps), None)]
        for one in listed:
            if one not in wide:
                self._found[one.steps] = (replace(one, least=True, beyond=None), self._found[one.steps][1])
        for one, done in side_by_side(self._spares(wide), self.at_once, self.pace):
            error = fault(done)
            if error:
                self.failed.append(Failed(error))
                continue
            if done.cancelled():
                continue
            less = done.result()
            if less[0].steps == one.steps:
                self._found[one.steps] = less
                continue
            way = self._way.pop(one.steps)
            del self._found[one.steps]
            before = self._found.get(less[0].steps)
            if before is None or less[0].worth >= before[0].worth:
                self._found[less[0].steps], self._way[less[0].steps] = less, way

    def _spares(self, wide: Sequence[WayOut]) -> Iterator[tuple[WayOut, Callable[[], Shown]]]:
        for number, one in enumerate(wide, 1):
            if self.stop.is_set() or self._spare_seconds() is None:
                return
            self.news.on_spare(Try(number, len(wide), one.steps))
            yield one, partial(self._spare, one)

    def _spare_seconds(self) -> float | None:
        return self.pace.seconds(SPARE_SHARE * self.options.time_limit)

    def _spare(self, one: WayOut) -> Shown:
        """The least that was found to bring as much; whether it is known that less does not."""
        way, best, known = self._way[one.steps], [self._found[one.steps]], True

        def enough(steps: tuple[Step, ...]) -> tuple[Step, ...] | None:
            nonlocal known
            if _with(self.school, steps) == self.school:
                return None
            seconds = None if self.stop.is_set() else self._spare_seconds()
            shown, over = (None, False) if seconds is None else self._try(replace(way, steps=steps), seconds)
            if shown is None or shown[0].worth < one.worth:
                known &= over
                return None
            best.append((replace(shown[0], seconds=best[-1][0].seconds + shown[0].seconds), shown[1]))
            return shown[0].steps

        vain = [known.steps for known, most in self._most if known.part == way.part and most < one.worth]
        spared(one.steps, vain, enough)
        return replace(best[-1][0], least=known, beyond=None), best[-1][1]

    def prove_all(self) -> None:
        """Each that will be listed, the best first: whether it brings more than was found. Last those of which only the
        choices are open, since nothing is said of these then."""
        open_ones = sorted((one for one in compared(self.found) if not one.exact), key=lambda one: one.proven)
        for one, done in side_by_side(self._proofs(open_ones), self.at_once, self.pace):
            error = fault(done)
            if error:
                self.failed.append(Failed(error))
                continue
            if done.cancelled():
                continue
            new, proof = done.result()
            if new and new.worth >= one.worth:
                new = replace(new, steps=one.steps, seconds=one.seconds + new.seconds, least=one.least)
                self._found[one.steps] = (new, proof.plan)

    def _proofs(
        self, open_ones: Sequence[WayOut]
    ) -> Iterator[tuple[WayOut, Callable[[], tuple[WayOut | None, Proof]]]]:
        reserve = JOIN_SHARE * self.options.time_limit if parted(self.plan, self._listed()) else 0.0
        for number, one in enumerate(open_ones, 1):
            seconds = self.pace.seconds(reserve)
            if self.stop.is_set() or seconds is None:
                return
            self.news.on_proof(Try(number, len(open_ones), one.steps))
            yield one, partial(self._prove, one, seconds)

    def _prove(self, one: WayOut, seconds: float) -> tuple[WayOut | None, Proof]:
        began = time.monotonic()
        with_it, shown = _with(self.school, one.steps), self._found[one.steps][1]
        proof = prove(with_it, shown, "choices", self._limits(seconds), self.stop)
        new = self._way_out(one.steps, proof.plan, began)
        self.pace.took(time.monotonic() - began, seconds, proof.searched)
        return new, proof

    def join(self) -> None:
        """Those that close some of the gaps and go together: tried one upon the other. What they bring together is a way out too."""
        began = time.monotonic()
        found = together(self.school, self.plan, self._listed(), _with, self._further)
        self.together = tuple(self._as_one(one, began) for one in found)

    def _as_one(self, joined: Together, began: float) -> Together:
        """The same with a way out of its own, unless there is one already that asks for less and brings as much."""
        one = self._way_out(joined.steps, joined.plan, began) if joined.plan else None
        if one is None or joined.plan is None:
            return joined
        if one.steps not in {other.steps for other in compared([*self.found, one])}:
            return joined
        self._found[one.steps] = (one, joined.plan)
        return replace(joined, row=one.steps)

    def _listed(self) -> list[Shown]:
        return [(one, self._found[one.steps][1]) for one in compared(self.found)]

    def _further(self, shown: Plan, school: School, one: WayOut) -> Plan | None:
        seconds = None if self.stop.is_set() else self.pace.seconds()
        if seconds is None:
            raise TimeoutError
        self.news.on_together(None)
        began, way = time.monotonic(), self._way[one.steps]
        trial = Trial(school, _with(school, one.steps), ("coverage",), way.part, way.block)
        done = by_itself(lambda: attempt(shown, trial, self._limits(seconds), self.stop), self.pace)
        error = fault(done)
        if error:
            self.failed.append(Failed(error))
        if error or done.cancelled():
            raise TimeoutError
        outcome = done.result()
        self.pace.took(time.monotonic() - began, seconds, outcome.searched)
        return outcome.plan


def _with(school: School, steps: tuple[Step, ...]) -> School:
    for step in steps:
        school = step.apply(school)
    return school


def _cut(school: School, steps: tuple[Step, ...], shown: Plan) -> tuple[Step, ...]:
    """The steps, no larger than the plan needs, if it is then still a plan without a fault, else as they were tried.

    None at all where the plan is one of the school as it is: it is better by itself.
    """
    small = tuple(plain(cut, school) for step in steps if (cut := step.cut(school, shown)))
    return small if verify(_with(school, small), shown).good else steps
