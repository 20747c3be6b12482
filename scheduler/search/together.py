"""Two goals at once: the whole model is proven on one engine while quick plans (:mod:`.quick`) are found on another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

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
"""Variables of a model from which the first quick part has only its counts whole, and the proof waits for a good plan.

Plans from counts take a while more to be whole, which a small model does not win back; and a good plan makes a large
model's proof much smaller.
"""

TIGHTENING_SHARE = 0.5
"""Share of the time for both goals after which their relaxation is tight enough for the proof to begin."""

QUICK_SHARE_ALONE = 0.4
"""Share of the time for quick plans where one engine has to do everything."""

CLOSE_GAP = 0.03
"""Relative gap from which the relaxation need not be made tighter before the proof begins."""

SMALLER = 0.8
"""A better plan that leaves at most this share of the variables free is worth beginning the proof anew."""

QUICK_ROUNDING: dict[str, Any] = {"mip_lp_solver": "ipm"}
"""HiGHS rounds the root's solution and solves what is left of the relaxation, with twice the root's steps of the simplex as the
limit; no option turns that off. With a root by the interior point method the limit is its least, 10,000 steps: a school of 120
classes spends seconds on it, and not more than a minute."""

PROOF_SHARE = 0.8
"""Share of the time that is left for the proof, which goes on beside other work."""


@dataclass
class Together:
    """The search for the least ``goal``, a blend of two; ``relaxed`` is its linear relaxation.

    Where there are ``counts``, it is first proven with nothing whole but these, the numbers of sections: what is left of the
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
    counts: Ints = field(default_factory=no_variables)
    activities: Sequence[Sections] = ()
    bound: int | None = None
    proof: int | None = None
    tightening: int | None = None
    restarting: bool = False
    mode: Mode = "rows"
    _value: int | None = None  # the running proof asks for plans no dearer than this,
    _free: int = 0  # for which so many variables can move

    def __post_init__(self) -> None:
        inner, large = self.inner, self._large
        self.quick = QuickPlans(self.state, self.goal, self.hear, self.options, inner, from_counts=large)

    def run(self, engines: Sequence[Highs], seconds: float) -> Answer | None:
        """The proof's answer; None if it goes on as :attr:`proof` on the first engine.

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
            free = len(engines) > 1 and quick is None
            idle = free and not drafting and answer is None
            if self.tightening is not None and ((idle and self._close(CLOSE_GAP)) or self.limits.now() > patience):
                engines[0].stop(self.tightening)  # what it has found by now is where the proof begins
            elif idle or (free and drafting and self.quick.mode == "counts"):
                if self.tightening is None and self._good_enough():
                    self._leave(engines[0])
                    return None
                quick = self.quick.start(engines[1], self.relaxed, end - self.limits.now())
            before = self.state.x
            if self.tightening is not None:
                self._poll_tightening(engines)
            if self.tightening is None and self.proof is None and answer is None and not self.met() and self._ripe():
                self.proof = self._start_proof(engines[0])
            if self.proof is not None:
                answer = self._poll_proof(engines[0])
            if quick is not None and self.quick.poll(engines[1], quick):
                quick = None
            if self.proof is None and quick is None and self.tightening is None:
                self.limits.rest(0.01)  # only a draft is left to wait for
            if self.proof is not None and self.state.x is not None and self.state.x is not before:
                self._tell(engines[0], self.state.x)
        self._end(engines, quick, answer)
        return answer

    @property
    def _large(self) -> bool:
        return self.state.model.columns >= LARGE and len(self.counts) > 0

    def _close(self, gap: float) -> bool:
        """Whether there is a plan that is so close to the bound."""
        x = self.state.x
        return x is not None and self.bound is not None and within(self.goal.value(x), self.bound, gap)

    def _ripe(self) -> bool:
        """Whether the proof need not wait: without any plan it may find one."""
        return not self._large or self.state.x is None or self._close(GOOD_GAP)

    def _leave(self, engine: Highs) -> None:
        """Begin the proof, which goes on beside other work, unless it has begun."""
        if self.proof is None and not self.met():
            self.proof = self._start_proof(engine)

    def _end(self, engines: Sequence[Highs], quick: int | None, answer: Answer | None) -> None:
        """Stop what nobody needs any more; a proof goes on beside other work."""
        alone = len(engines) == 1 or self.state.x is None or self.limits.left <= 0
        if self.proof is not None and (alone or self.met()):
            engines[0].stop(self.proof)
            self.proof = None
        if self.tightening is not None:
            engines[0].stop(self.tightening)
            self.tightening = None
        if quick is not None:
            engines[1].stop(quick)
        if not alone and answer is None:
            self._leave(engines[0])

    def _alone(self, engine: Highs, end: float) -> None:
        """Quick plans, where one engine has to do everything."""
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

    def _good_enough(self) -> bool:
        """Whether quick plans have done their part."""
        if self.quick.tries == 0 or self.state.x is None or self.bound is None or self.quick.mode == "counts":
            return False
        return self.quick.tries >= QUICK_TRIES or self._close(GOOD_GAP)

    def met(self) -> bool:
        """Whether the best plan's value has met the bound."""
        x = self.state.x
        return self.bound is not None and x is not None and self.goal.value(x) <= self.bound

    def hear_proof(self, value: float) -> None:
        """A bound of the running proof, which says nothing of plans that are dearer than it asks for."""
        found = self.goal.round_bound(value)
        if found is not None and self._value is not None:
            found = min(found, self._value)
        if found is not None and (self.bound is None or found > self.bound):
            self.bound = found

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
        task = Task(self.goal.cost, self.goal.offset, model.lower, model.upper, kind="relax", seconds=max(0.1, seconds))
        self.tightening = engines[0].start(
            replace(task, activities=self.activities, basis=self.relaxed.basis, patient=True)
        )

    def _poll_tightening(self, engines: Sequence[Highs]) -> None:
        assert self.tightening is not None
        answer = engines[0].poll(self.tightening, 0.05)
        if answer is None:
            return
        self.tightening = None
        if answer.status == "Optimal":
            self.hear_proof(answer.bound)
            for engine in engines:
                engine.strengthen(answer.rows)
            self.relaxed = answer

    def _start_proof(self, engine: Highs, counts: bool = True) -> int:
        """Begin the proof for plans no dearer than the best, without what the relaxation's reduced costs hold for these."""
        self.mode = "counts" if counts and len(self.counts) else "rows"
        lower, upper = self._narrow()
        inner, options = self.inner, self.options
        if self.mode == "counts":
            inner, options = "counts", self.options | NO_HEURISTICS | (QUICK_ROUNDING if self._large else {})
        task = Task(self.goal.cost, self.goal.offset, lower, upper, (), self.state.x, inner=inner)
        return engine.start(replace(task, seconds=max(0.1, self.limits.left * PROOF_SHARE), options=options))

    def _narrow(self) -> tuple[Ints, Ints]:
        """The bounds of variables for plans no dearer than the best."""
        x = self.state.x
        if x is None:
            return self.state.model.lower, self.state.model.upper
        self._value = self.goal.value(x)
        self.state.fix(self.relaxed, self._value, 2)
        lower, upper = self.state.limits(1)
        self._free = int((lower < upper).sum())
        return lower, upper

    def _tell(self, engine: Highs, x: Ints) -> None:
        """Tell the proof of a better plan; it begins anew where that leaves much less to do."""
        assert self.proof is not None
        engine.offer(self.proof, x)
        if not self._large or self.restarting:
            return
        self.state.fix(self.relaxed, self.goal.value(x), 2)
        lower, upper = self.state.limits(1)
        if int((lower < upper).sum()) < SMALLER * (self._free or len(lower)):
            self.restarting = True
            engine.stop(self.proof)

    def _proof_in_full(self, engine: Highs) -> bool:
        """Begin the proof in which more is whole, where the numbers of sections alone did not say enough."""
        if self.mode != "counts" or self.limits.left <= 0:
            return False
        self.proof = self._start_proof(engine, counts=False)
        return True

    def resume(self, engine: Highs) -> int | None:
        """Begin the proof anew, where it was stopped for that; its number."""
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
