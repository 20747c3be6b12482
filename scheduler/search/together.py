"""Two goals at once: the whole model is proven on one engine while quick plans (:mod:`.quick`) are found on another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from scheduler.search.cuts import Sections
from scheduler.search.goals import LinearGoal, within
from scheduler.search.highs import Answer, Highs, Inner, Task, no_variables
from scheduler.search.jobs import Mode
from scheduler.search.limits import GRACE, Limits
from scheduler.search.linear import Ints
from scheduler.search.quick import GOOD_GAP, NO_HEURISTICS, Hear, QuickPlans
from scheduler.search.state import State

QUICK_TRIES = 2
"""After so many quick plans other work is worth more than another one."""

LARGE = 40_000
"""Variables of a model from which the first quick part has only its counts whole, and the proof waits for what probing holds.

Plans from counts take a while more to be whole, which a small model does not win back; and a large one whose proof has
begun cannot be stopped for a long time.
"""

TIGHTENING_SHARE = 0.5
"""Share of the time for both goals after which their relaxation is tight enough for the proof to begin."""

QUICK_SHARE_ALONE = 0.4
"""Share of the time for quick plans, and for probing, where one engine has to do everything."""

PROBING_SHARE = 0.2
"""Share of the time that is left for probing beside other work."""

LEAST_PROGRESS = 0.1
"""Share of the gap that probing has to close, else it is not tried again."""

PROBING_GAP = 0.03
"""Relative gap above which probing would hold too little."""

PROOF_SHARE = 0.8
"""Share of the time that is left for the proof, which goes on beside other work."""


@dataclass
class Together:
    """The search for the least ``goal``, a blend of two; ``relaxed`` is its linear relaxation.

    Where there are ``candidates``, it is first proven with nothing whole but these, the numbers of sections: what is left of the
    relaxation's gap is nearly all of theirs, and a few branches on them close it. ``mode``: how the proof runs now.
    """

    state: State
    limits: Limits
    goal: LinearGoal
    relaxed: Answer
    hear: Hear
    finish_drafts: Callable[[], bool]
    options: dict[str, float]
    inner: Inner = "whole"
    candidates: Ints = field(default_factory=no_variables)
    activities: Sequence[Sections] = ()
    bound: int | None = None
    proof: int | None = None
    probing: int | None = None
    probed: tuple[int, tuple[int, ...]] | None = None
    barren: bool = False
    tightening: int | None = None
    narrowed: bool = False
    restarting: bool = False
    mode: Mode = "rows"
    prover: Highs | None = None
    prober: Highs | None = None

    def __post_init__(self) -> None:
        inner, large = self.inner, self._large
        self.quick = QuickPlans(self.state, self.goal, self.hear, self.options, inner, from_counts=large)

    def run(self, engines: Sequence[Highs], seconds: float) -> Answer | None:
        """The proof's answer; None if work goes on as :attr:`proof` on the first engine or :attr:`probing` on the last.

        With a second engine the wait ends when quick plans are good enough, or the second part brought nothing more;
        the proof may go on beside other work, told by :meth:`hear_proof`. :attr:`bound` is the best bound so far.
        """
        self.hear_proof(self.relaxed.bound)
        end, patience = self.limits.now() + seconds, self.limits.now() + TIGHTENING_SHARE * seconds
        if len(engines) == 1:
            self._alone(engines[0], end)
        if not self.met():
            self._begin_proof(engines, end - self.limits.now())
        quick: int | None = None
        answer: Answer | None = None
        while self.limits.now() < end + GRACE and not self.limits.over and self.limits.left > 0:
            drafting = self.finish_drafts()
            if answer is not None and not drafting and not self.met() and self._proof_in_full(engines[0]):
                answer = None
            if self.met() or (answer is not None and not drafting):
                break
            free = len(engines) > 1 and quick is None and (self._large or self.probing is None)
            idle = free and not drafting and answer is None
            ripe = (idle and self._worth_probing()) or self.limits.now() > patience
            if self.tightening is not None and ripe:
                engines[0].stop(self.tightening)  # what it has found by now is where proof and probing begin
            elif idle or (free and drafting and self.quick.mode == "counts"):
                if self.tightening is None and self._good_enough() and (self._large or not self._worth_probing()):
                    self._leave(engines[0])
                    return None
                quick = self._beside(engines[1], end - self.limits.now())
            before = self.state.x
            if self.tightening is not None and self._poll_tightening(engines) and not (self.met() or self._large):
                self.proof = self._start_proof(engines[0])
            if self._large and self.tightening is None and len(engines) > 1 and not drafting:
                self._go_on(engines[0])
            if self.proof is not None:
                answer = self._poll_proof(engines[0])
            if quick is not None and self.quick.poll(engines[1], quick):
                quick = None
            if self.probing is not None:
                self._poll_probe()
            if self.proof is None and quick is None and self.probing is None and self.tightening is None:
                self.limits.rest(0.01)  # only a draft is left to wait for
            if self.proof is not None and self.state.x is not None and self.state.x is not before:
                engines[0].offer(self.proof, self.state.x)
        self._end(engines, quick, answer)
        return answer

    @property
    def _large(self) -> bool:
        return self.state.model.columns >= LARGE and len(self.candidates) > 0

    def _go_on(self, engine: Highs) -> None:
        """With a large model: probe around a plan that is good enough for it, anew for a better one, then begin the proof.

        Without a plan the proof begins at once: it may find one.
        """
        x = self.state.x
        if self.proof is not None or self.bound is None:
            return
        if x is None:
            self.proof = self._start_proof(engine)
            return
        value = self.goal.value(x)
        if self.probing is not None:
            if self.probed is not None and value < self.probed[0]:
                engine.stop(self.probing)
        elif within(value, self.bound, GOOD_GAP) and self._worth_probing():
            self._leave(engine)
        elif self.restarting:
            self.resume(engine)

    def _leave(self, engine: Highs) -> None:
        """Begin what goes on beside other work, unless it has begun: the proof of a large model, or probing before it."""
        if self.proof is None and self.probing is None and not self.met():
            self.restarting = True
            if self._worth_probing():
                self._start_probe(engine, self.limits.left * PROBING_SHARE)

    def _beside(self, engine: Highs, seconds: float) -> int | None:
        """Begin what the second engine does next: probing around the best plan, else a quick plan (its number)."""
        if self._worth_probing() and not self._large:
            self._start_probe(engine, seconds)
            return None
        return self.quick.start(engine, self.relaxed, seconds)

    def _end(self, engines: Sequence[Highs], quick: int | None, answer: Answer | None) -> None:
        """Stop what nobody needs any more.

        A proof goes on beside other work; probing goes on, or begins, for what it holds in later goals.
        """
        alone = len(engines) == 1 or self.state.x is None or self.limits.left <= 0
        if self.proof is not None and (alone or self.met()):
            engines[0].stop(self.proof)
            self.proof = None
        if self.tightening is not None:
            engines[0].stop(self.tightening)
            self.tightening = None
        if quick is not None:
            engines[1].stop(quick)
        if self.met() and self.probing is None:
            self.probe_on(engines[-1])
        if not alone and answer is None:
            self._leave(engines[0])

    def probe_on(self, engine: Highs) -> None:
        """Probe for what later goals gain by it, now that the best value is known, unless that is done."""
        fresh = self.probed is None or self.goal.value(self._x) < self.probed[0]
        if len(self.candidates) and fresh and not self.barren:
            self._start_probe(engine, self.limits.left * PROBING_SHARE)

    def _alone(self, engine: Highs, end: float) -> None:
        """Quick plans and probing, where one engine has to do everything."""
        share = (end - self.limits.now()) * QUICK_SHARE_ALONE
        until = self.limits.now() + share
        number = self.quick.start(engine, self.relaxed, share)
        if number is not None:
            while not self.quick.poll(engine, number):
                self.finish_drafts()
                if self.limits.left <= 0 or self.limits.now() > until + GRACE:
                    engine.stop(number)
                    return
        while self.finish_drafts() and self.limits.left > 0:
            self.limits.rest(0.01)
        if self._worth_probing():
            self._start_probe(engine, share)
            while not self._poll_probe() and not self.limits.over:
                if self.limits.left <= 0:
                    self._stop_probe(engine)

    def _good_enough(self) -> bool:
        """Whether quick plans have done their part."""
        x = self.state.x
        if self.quick.tries == 0 or x is None or self.bound is None or self.quick.mode == "counts":
            return False
        return self.quick.tries >= QUICK_TRIES or within(self.goal.value(x), self.bound, GOOD_GAP)

    def met(self) -> bool:
        """Whether the best plan's value has met the bound."""
        x = self.state.x
        return self.bound is not None and x is not None and self.goal.value(x) <= self.bound

    def hear_proof(self, value: float) -> None:
        """A bound of the running proof; what probing has held counts for solutions no dearer than that it probed around."""
        found = self.goal.round_bound(value)
        if found is not None and self.narrowed and self.probed is not None:
            found = min(found, self.probed[0])
        if found is not None and (self.bound is None or found > self.bound):
            self.bound = found

    def hear_probe(self, value: float) -> None:
        """A bound of the running probe, true of solutions that are no dearer than the one it probes around."""
        found = self.goal.round_bound(value)
        if found is not None and self.probed is not None:
            found = min(found, self.probed[0])
            self.bound = found if self.bound is None else max(self.bound, found)

    def finish_probe(self, answer: Answer) -> None:
        """The end of probing: what it has held serves the proof, which begins anew, and every goal after these."""
        self.probing = None
        if answer.box is not None and self.probed is not None:
            self.hear_probe(answer.bound)
            values = self.probed[1]
            lower, upper = (np.rint(side).astype(np.int64) for side in answer.box)
            self.state.box(values, lower, upper)
            if answer.status == "Optimal":
                self.state.settle(values)
            gap, best = self.probed[0] - self.relaxed.bound, self.goal.value(self._x) >= self.probed[0]
            self.barren = best and answer.bound - self.relaxed.bound < LEAST_PROGRESS * gap
            self.narrowed = self.narrowed or not self.barren
            if self.proof is not None and self.prover is not None and not self.barren and not self.met():
                self.prover.stop(self.proof)
                self.restarting = True

    def finish(self, answer: Answer) -> None:
        """The end of the proof, unless it is to begin anew (:meth:`resume`)."""
        self.proof = None
        self.restarting = self.restarting and answer.status not in ("Optimal", "Infeasible")
        if answer.x is not None:
            self.hear(answer.x, mode=self.mode)
        self.hear_proof(answer.bound)

    def _begin_proof(self, engines: Sequence[Highs], seconds: float) -> None:
        """The proof, or before it a relaxation as tight as can be, where another engine makes plans meanwhile."""
        if len(engines) == 1 or not self.relaxed.rows:
            self.proof = self._start_proof(engines[0])
            return
        model = self.state.model
        task = Task(self.goal.cost, self.goal.offset, model.lower, model.upper, relax=True, seconds=max(0.1, seconds))
        self.tightening = engines[0].start(
            replace(task, activities=self.activities, basis=self.relaxed.basis, patient=True)
        )

    def _poll_tightening(self, engines: Sequence[Highs]) -> bool:
        assert self.tightening is not None
        answer = engines[0].poll(self.tightening, 0.05)
        if answer is None:
            return False
        self.tightening = None
        if answer.status == "Optimal":
            self.hear_proof(answer.bound)
            for engine in engines:
                engine.strengthen(answer.rows)
            self.relaxed = answer
        return True

    def _start_proof(self, engine: Highs, counts: bool = True) -> int:
        self.mode, self.prover = ("counts" if counts and len(self.candidates) else "rows"), engine
        lower, upper = self.state.limits(1) if self.narrowed else (self.state.model.lower, self.state.model.upper)
        inner, options = self.inner, self.options
        if self.mode == "counts":
            inner, options = "counts", self.options | NO_HEURISTICS
        task = Task(self.goal.cost, self.goal.offset, lower, upper, (), self.state.x, inner=inner)
        return engine.start(replace(task, seconds=max(0.1, self.limits.left * PROOF_SHARE), options=options))

    def _proof_in_full(self, engine: Highs) -> bool:
        """Begin the proof in which more is whole, where the numbers of sections alone did not say enough."""
        if self.mode != "counts" or self.limits.left <= 0:
            return False
        self.proof = self._start_proof(engine, counts=False)
        return True

    def resume(self, engine: Highs) -> int | None:
        """Begin the proof within what probing has held, where it waits or was stopped for that; its number."""
        if self.probing is not None:
            return None
        if self.restarting and self.proof is None and not self.met():
            self.proof = self._start_proof(engine)
        self.restarting = False
        return self.proof

    def _poll_proof(self, engine: Highs) -> Answer | None:
        assert self.proof is not None
        answer = engine.poll(self.proof, 0.05, partial(self.hear, mode=self.mode), self.hear_proof)
        if answer is None:
            return None
        self.finish(answer)
        return None if self.restarting and self.resume(engine) is not None else answer

    # -- probing -------------------------------------------------------------------------------------------
    def _worth_probing(self) -> bool:
        """Whether there is a plan that was not probed around yet, close enough to its bound."""
        x = self.state.x
        if x is None or not len(self.candidates) or self.relaxed.status != "Optimal":
            return False
        value = self.goal.value(x)
        if self.bound is None or not within(value, self.bound, PROBING_GAP):
            return False
        return not self.barren and (self.probed is None or value < self.probed[0])

    def _start_probe(self, engine: Highs, seconds: float) -> None:
        self.prober = engine
        model, best = self.state.model, self.met()
        self.probed = self.goal.value(self._x), self.state.values()[:2]
        task = Task(self.goal.cost, self.goal.offset, model.lower, model.upper, (), self._x, probe=True, best=best)
        self.probing = engine.start(
            replace(
                task,
                seconds=max(0.1, seconds),
                candidates=self.candidates,
                activities=self.activities,
                basis=self.relaxed.basis,
            )
        )

    @property
    def _x(self) -> Ints:
        assert self.state.x is not None
        return self.state.x

    def _stop_probe(self, engine: Highs) -> None:
        if self.probing is not None:
            engine.stop(self.probing)

    def _poll_probe(self) -> bool:
        assert self.probing is not None
        assert self.prober is not None
        answer = self.prober.poll(self.probing, 0.02, None, self.hear_probe)
        if answer is not None:
            self.finish_probe(answer)
        return answer is not None
