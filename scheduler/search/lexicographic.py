"""Goals one before the other, with a proven bound for each, on one linear model.

A goal is minimised while every goal before it keeps the value that it has. The bound is proven under just these
rows, hence valid for every plan that is at least as good in each goal before. When an earlier goal improves and one
between gets worse for it, the bound serves no more (:mod:`.state`).

The first two goals are searched together, with a price on the first that no usual trade can pay; whether that price
was enough is checked against the first goal's own bound, never assumed. Then each goal is first tried on small parts
of the plan, in order, which soon gives a good plan; what is not proven by then is proven on the whole model, several
goals at a time: the proof of a goal needs only the values of the goals before it, which rarely change any more.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from scheduler.search.blend import Blend, large
from scheduler.search.cuts import Sections
from scheduler.search.drafts import Drafts
from scheduler.search.early import EarlyPart
from scheduler.search.folding import Folding
from scheduler.search.forerun import Forerun
from scheduler.search.goals import PRICE_OF_FIRST, LinearGoal, first_two
from scheduler.search.highs import Answer, EngineLost, Floats, Highs, Inner, Task, no_variables
from scheduler.search.jobs import Mode
from scheduler.search.limits import Limits
from scheduler.search.linear import Ints, LinearModel
from scheduler.search.merged import Alike, merge
from scheduler.search.one_by_one import OneByOne
from scheduler.search.proofs import Proofs
from scheduler.search.repair import parts
from scheduler.search.settling import Settling
from scheduler.search.state import Attempt, Known, State
from scheduler.search.together import Together
from scheduler.search.waiting import relax, wait

TOGETHER_SHARE = 0.4
"""Share of the time that is left for the first two goals."""

WORTH = 0.15
"""Share of the variables by which a model with sums must be smaller (:mod:`.merged`) for it to be worth while."""

MEND_SHARE = 0.1
"""Share of the time that is left for one part in which a solution from before a change is mended."""


class Infeasible(Exception):
    """No solution keeps every row."""


@dataclass
class Lexicographic:
    """The search.

    ``attempts`` are by goal; ``hint`` is a complete solution to begin with, ``draft`` one that was complete before the
    model changed, and is mended first (:mod:`.repair`); the ``loose`` variables follow from the
    others by ``complete``, so that an engine need not keep them whole; the ``inner`` ones nearly do (:mod:`.drafts`).
    ``counts``: the numbers of sections; ``activities``: those that cuts are made for; ``alike``: what a first, smaller
    model sums up (:mod:`.forerun`).
    """

    model: LinearModel
    goals: Sequence[LinearGoal]
    limits: Limits
    hint: Ints | None = None
    draft: Ints | None = None
    attempts: dict[str, list[Attempt]] = field(default_factory=dict[str, list[Attempt]])
    known: Sequence[Known] = ()
    loose: Ints = field(default_factory=no_variables)
    complete: Callable[[Ints], Ints] = np.copy
    inner: Ints = field(default_factory=no_variables)
    counts: Ints = field(default_factory=no_variables)
    activities: Sequence[Sections] = ()
    alike: Alike | None = None
    on_improved: Callable[[], None] | None = None

    def __post_init__(self) -> None:
        self.state = State(self.model, self.goals)
        self._blend: Blend | None = None
        self._held: int | None = None
        self._ahead: Forerun | None = None
        self._early: EarlyPart | None = None
        worth = self.alike is not None and self.alike.spared >= WORTH * self.model.columns
        self._merged = merge(self.model, self.alike) if self.alike and worth else None
        self._root: dict[str, Any] = {}
        self._lean = True
        self._slow = False  # whether the whole model's relaxation is: then the smaller model is asked instead
        variables = self.inner, self.loose, self.counts
        self._proofs = Proofs(
            self.state, self.goals, first_two(self.goals), *variables, self._point, lambda: self._slow
        )
        self._drafts = Drafts(
            self.state, self.inner, self.counts, self.goals, self.complete, self.limits, self._relaxed
        )
        small = not large(self.model.columns, self.counts)
        settling = Settling(self.state, self.goals, self._proofs.both, self.activities, self._point, small)
        ways = self._on_solution, self._hear_both, self._finish_drafts, self._options, self._drafts.rounded, self._say
        self._later = OneByOne(self.state, self.limits, self._proofs, settling, self.attempts, self.known, *ways)
        for goal in self.goals:
            self.state.prove(goal, goal.floor(self.model.lower, self.model.upper))
        if self.hint is not None:
            self.state.offer(self.hint)

    def run(self) -> State:
        """Search until every goal is proven or time is over. Raises Infeasible if there is no solution at all.

        An engine that is lost (killed, out of memory) is replaced once; what was found and proven stays.
        """
        if not self.model.columns:  # nothing to decide, which engines do not call infeasible
            self.state.offer(np.zeros(0, dtype=np.int64))
            if self.state.x is None:
                raise Infeasible
            return self.state
        for _ in range(2):
            engines: list[Highs] = []
            try:
                while len(engines) < self.limits.workers and not self.limits.stop.is_set():
                    engines.append(self._engine())
                if self.limits.stop.is_set():  # loading alone takes seconds on a busy machine
                    break
                self._mend(engines[0])
                self._run_ahead()
                self._together(engines)
                if self.state.x is not None:
                    self._later.run(engines, self._blend)
            except EngineLost:
                continue
            finally:
                self._drafts.close()
                if self._ahead:
                    self._ahead.close()
                for engine in engines:
                    engine.close()
            break
        return self.state

    def _engine(self) -> Highs:
        clock = self.limits.clock
        engine = Folding(self._merged, clock, lambda: self._slow) if self._merged else Highs(clock)
        engine.load(self.model, self.loose, self.inner, self.counts)
        return engine

    def _relaxed(self) -> Answer | None:
        """The best relaxation of the first two goals that is known."""
        if self._blend:
            return self._blend.relaxed
        return self._early.relaxed if self._early else None

    def _point(self) -> Floats | None:
        return self._blend.relaxed.x if self._blend and self._lean else None

    def _finish_drafts(self) -> bool:
        """Make drafts whole beside all else; whether there are any left."""
        if self._ahead:
            self._ahead.work(self._hear_counts)
            self._use(self._ahead)
        self._drafts.work(self._engine, self.limits.left, self._offer)
        return self._drafts.busy

    def _run_ahead(self) -> None:
        """Ask for first plans by the smaller model, where there is one."""
        if self._merged and self.limits.workers > 1 and len(self.counts):
            engine = Folding(self._merged, self.limits.clock)
            engine.load(self.model, self.loose, self.inner, self.counts)
            self._ahead = Forerun(engine, self.model, self._proofs.both, self.limits)

    def _use(self, ahead: Forerun) -> None:
        """Hear what it has proven; where the whole model takes far longer, the proof begins anew with the smaller one."""
        both = self._blend
        if both is None:
            return
        found = both.goal.round_bound(ahead.bound)
        if found is not None and (both.bound is None or found > both.bound):
            both.hear_proof(ahead.bound)
        if not self._slow and both.mode == "counts" and both.proof is not None and ahead.outrun():
            self._slow = True
            both.anew()

    def _hear_counts(self, x: Floats) -> None:
        self._on_solution(x, "counts")

    def _mend(self, engine: Highs) -> None:
        """Make the draft whole again, moving as little of it as can be."""
        if self.draft is None:
            return
        goal, before = self._proofs.both, self.state.x
        always = np.concatenate((self.loose, self.goals[0].support))
        for lower, upper in list(parts(self.model, self.draft, always))[:-1]:
            seconds = self.limits.left * MEND_SHARE
            task = Task(goal.cost, goal.offset, lower, upper, (), None, "mip", seconds, self._options(goal))
            wait(engine, engine.start(task), self.limits, self._on_solution, self.limits.now() + seconds)
            if self.state.x is not before or self.limits.left <= 0:
                break
        self.draft = None

    # -- the first two goals together ----------------------------------------------------------------------
    def _together(self, engines: list[Highs]) -> None:
        blend = self._proofs.both
        relaxed = self._relax(engines, blend)
        if relaxed.status == "Infeasible":
            raise Infeasible
        for engine in engines:
            engine.strengthen(relaxed.rows)
        for inner in ("loose", "whole") if len(self.inner) else ("whole",):
            ways = self._on_solution, self._options(blend), inner, self.counts, self._lean
            self._blend = Blend(self.state, self.limits, blend, relaxed, *ways)
            self._blend.draft = self._early.draft if self._early else None
            search = Together(self._blend, self._finish_drafts, self.activities, lambda: self._slow)
            answer = search.run(engines, self.limits.left * TOGETHER_SHARE)
            if answer and answer.status == "Infeasible" and self.state.x is None:
                raise Infeasible
            if self.state.x is not None or self.limits.left <= 0:
                break
        self._hear_both()
        self._say()

    def _hear_both(self) -> None:
        """What the blend says of the second goal: once the first is proven, it has just that value in all that follow."""
        both, x = self._blend, self.state.x
        if both is None or x is None:
            return
        first = self.goals[0]
        if len(self.goals) == 1:
            self.state.prove(first, both.bound)
        elif both.bound is not None and self.state.done(first, 0.0):
            value, second = first.value(x), self.goals[1]
            self.state.prove(second, second.round_bound(float(both.bound - PRICE_OF_FIRST * value)), (value,))
            if both.proof is None and (self._held is None or both.goal.value(x) < self._held):
                self._held = both.goal.value(x)
                self.state.fix(both.relaxed, self._held)

    def _relax(self, engines: Sequence[Highs], goal: LinearGoal) -> Answer:
        left, bounds = self.limits.left, (self.model.lower, self.model.upper)
        early = large(self.model.columns, self.counts) and len(engines) > 1
        task = Task(
            goal.cost, goal.offset, *bounds, kind="relax", seconds=left, activities=self.activities, early=early
        )
        inner: Inner = "loose" if len(self.inner) else "whole"
        part = EarlyPart(self.state, goal, self._on_solution, self._options(goal), inner, self.counts)
        self._early = part

        def begin(found: Answer) -> None:
            part.start(engines[1], found, self.limits.left)

        answer, interior = relax(engines, task, self.limits, self._needless, begin)
        part.stop()
        if self._ahead and self._ahead.relaxed and answer.status == "Abandoned":
            answer, self._lean = self._ahead.relaxed, False
        if interior:  # then it is the way for every relaxation that begins a search
            self._root = {"mip_lp_solver": "ipm"}
            self._lean = False  # rows that do not bind in one of very many best solutions do so in others
        self._slow = self._merged is not None and not self._lean
        return answer

    def _needless(self) -> bool:
        """Go on with drafts; whether the whole model's relaxation is needless, since the smaller model has said all."""
        if self._early:
            self._early.work()
        self._finish_drafts()
        bound = self._proofs.both.round_bound(self._ahead.bound) if self._ahead else None
        return self.state.x is not None and bound is not None and self._proofs.both.value(self.state.x) <= bound

    def _options(self, goal: LinearGoal) -> dict[str, Any]:
        gap = self.limits.gap if goal in self.goals else 0.0
        own = {"random_seed": self.limits.seed % 2**31, "mip_rel_gap": gap, "mip_abs_gap": 0.99 * goal.step}
        return own | self._root

    def _on_solution(self, x: Floats, mode: Mode = "whole", *, last: bool = False) -> None:
        point = self._drafts.read(x, mode, last=last)
        if point is not None:
            self._offer(point)

    def _offer(self, point: Ints) -> None:
        improved = self.state.offer(point)
        if improved is not None:
            self._later.improved(improved)
            self._say()

    def _say(self) -> None:
        if self.on_improved:
            self.on_improved()
