"""Two goals at once: the whole model is proven on one engine while quick plans (:mod:`.quick`) are found on another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from math import ceil, inf
from typing import Any

import numpy as np

from scheduler.search.cuts import Sections
from scheduler.search.goals import LinearGoal, within
from scheduler.search.highs import Answer, Floats, Highs, Inner, Task, no_variables
from scheduler.search.jobs import Mode
from scheduler.search.limits import GRACE, Limits
from scheduler.search.linear import Ints
from scheduler.search.quick import FOR_COUNTS, GOOD_GAP, NO_HEURISTICS, Hear, QuickPlans
from scheduler.search.state import State, dear

QUICK_TRIES = 2
"""After so many quick plans other work is worth more than another one."""

LARGE = 40_000
"""Variables of a model from which the first quick part has only its counts whole, and the proof waits for the tight relaxation.

Both take a while more, which a small model does not win back. On a large one the tight relaxation holds so many variables that
the proof is a matter of seconds.
"""

TIGHTENING_SHARE = 0.5
"""Share of the time for both goals after which their relaxation is tight enough for the proof to begin."""

QUICK_SHARE_ALONE = 0.4
"""Share of the time for quick plans where one engine has to do everything."""

HOPE = 0.0006
"""How far above a tight relaxation the best plan of a large model is looked for first, relative to the value. The proof within the reduced costs of
such a plan is smaller; where there is none, that is proven, and it begins anew."""

WHOLE = 1e-6
"""By how much a whole value may be off in an engine's solution."""

CLOSE_GAP = 0.03
"""Relative gap of a plan from which a small model's relaxation need not be made tighter before the proof begins; and from
which a large one's proof is worth more than another quick plan."""

SMALLER = 0.8
"""A better plan that leaves at most this share of the variables free is worth beginning the proof anew."""

FOR_LARGE: dict[str, Any] = {"mip_lp_solver": "ipm"}
"""HiGHS rounds the root's solution and solves what is left of the relaxation, with twice the root's steps of the simplex as the
limit; no option turns that off. With a root by the interior point method the limit is its least, 10,000 steps: a school of 120
classes spends seconds on it, and not more than a minute."""

PROOF_SHARE = 0.8
"""Share of the time that is left for the proof, which goes on beside other work."""


@dataclass
class Together:
    """The search for the least ``goal``, a blend of two; ``relaxed`` is its linear relaxation.

    Where there are ``counts``, it is first proven with nothing whole but these, the numbers of sections: what is left of the
    relaxation's gap is nearly all of theirs, and a few branches on them close it. ``mode``: how the proof runs now. ``lean``: whether rows that do not
    bind are left out (:mod:`.highs_lean`).
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
    lean: bool = True
    bound: int | None = None
    proof: int | None = None
    tightening: int | None = None
    restarting: bool = False
    mode: Mode = "rows"
    draft: Floats | None = None  # the best solution with nothing whole but the counts
    _hope: float = field(default_factory=lambda: HOPE)
    _prover: Highs | None = None  # the engine of the proof
    _value: int | None = None  # the running proof asks for plans no dearer than this,
    _free: int = 0  # for which so many variables can move

    def __post_init__(self) -> None:
        inner, large = self.inner, self.large
        self.quick = QuickPlans(self.state, self.goal, self._hear_quick, self.options, inner, large, self.lean)

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
            closing = idle and not self.large and self._close(CLOSE_GAP)
            if self.tightening is not None and (closing or self.limits.now() > patience):
                engines[0].stop(self.tightening)  # what it has found by now is where the proof begins
            elif self.large and self.tightening is not None and self.quick.tries:
                pass  # another part is worth more once the relaxation is tight
            elif idle or (free and drafting and self.quick.mode == "counts"):
                if self.tightening is None and self._good_enough():
                    self._leave(engines[0])
                    return None
                quick = self.quick.start(engines[1], self.relaxed, end - self.limits.now())
            before = self.state.x
            if self.tightening is not None:
                self._poll_tightening(engines)
            if self.tightening is None and self.proof is None and answer is None and not self.met():
                self.proof = self._start_proof(engines[0])
                if quick is not None and self.large and self._close(CLOSE_GAP):
                    engines[1].stop(quick)  # the proof has the better relaxation, and all of the model
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
    def large(self) -> bool:
        """Whether the model is one whose proof waits for a tight relaxation and goes on with nothing whole but the counts."""
        return self.state.model.columns >= LARGE and len(self.counts) > 0

    def _close(self, gap: float) -> bool:
        """Whether there is a plan, or a draft of one, that is so close to the bound."""
        value = self._target()
        return value is not None and self.bound is not None and within(value, self.bound, gap)

    def _target(self) -> int | None:
        """The value of the best plan, or of a better draft; None if there is neither."""
        best = self._best()
        if self.draft is None:
            return best
        value = ceil(self._value_of(self.draft) - WHOLE)
        return value if best is None else min(best, value)

    def _best(self) -> int | None:
        return None if self.state.x is None else self.goal.value(self.state.x)

    def _value_of(self, x: Floats) -> float:
        return float(self.goal.cost @ x) + self.goal.offset

    def _hear_quick(self, x: Floats, mode: Mode = "whole") -> None:
        """Take note of a quick plan. A draft with whole counts serves the proof as it is."""
        if self._hear(x, mode) and self._prover and self.proof is not None and self.mode == "counts":
            self._prover.offer(self.proof, x)

    def _hear(self, x: Floats, mode: Mode) -> bool:
        """Take note of an engine's solution; whether it is the best draft with whole counts."""
        better = self.draft is None or self._value_of(x) < self._value_of(self.draft) - WHOLE
        if mode == "counts" and better:
            self.draft = x
        self.hear(x, mode=mode)
        return mode == "counts" and better

    def _hear_proof(self, x: Floats) -> None:
        self._hear(x, self.mode)

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
        if self.quick.tries == 0 or self.state.x is None or self.bound is None:
            return False
        return self.quick.tries >= QUICK_TRIES or self._close(CLOSE_GAP if self.large else GOOD_GAP)

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
        if self.restarting or self.proof is None or not self._prover:
            return
        if self._asked_too_little() and self.bound == self._value:
            self.restarting, self._hope = True, inf
            self._prover.stop(self.proof)

    def finish(self, answer: Answer) -> None:
        """The end of the proof, unless it is to begin anew (:meth:`resume`)."""
        self.proof = None
        ended = answer.status in ("Optimal", "Infeasible")
        self.restarting = self.restarting and not ended
        if answer.x is not None:
            self._hear_proof(answer.x)
        nothing = answer.status == "Infeasible" and self._value is not None  # as cheap as was asked for
        self.hear_proof(float(self._value or 0) if nothing else answer.bound)
        if ended and self._asked_too_little():
            self.restarting, self._hope = True, inf

    def _asked_too_little(self) -> bool:
        """Whether the proof has shown that there is nothing as cheap as was hoped for."""
        target = self._target()
        return self.mode == "counts" and self._value is not None and (target is None or target > self._value)

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
            inner, options = "counts", self.options | NO_HEURISTICS | FOR_COUNTS | (FOR_LARGE if self.large else {})
        hint = self.draft if self.mode == "counts" and self.draft is not None else self.state.x
        task = Task(self.goal.cost, self.goal.offset, lower, upper, (), hint, inner=inner)
        task = replace(task, lean=self.relaxed.x if self.lean else None)
        self._prover = engine
        return engine.start(replace(task, seconds=max(0.1, self.limits.left * PROOF_SHARE), options=options))

    def _narrow(self) -> tuple[Ints, Ints]:
        """The bounds of variables for plans no dearer than the best, or than the draft of a better one."""
        if self.state.x is not None:
            self.state.fix(self.relaxed, self.goal.value(self.state.x), 2)
        lower, upper = self.state.limits(1)
        self._value = self._hoped() if self.mode == "counts" else self._best()
        if self._value is not None and self.relaxed.reduced is not None:
            down, up = dear(self.relaxed, self._value, lower, upper)
            lower, upper = np.where(up, upper, lower), np.where(down, lower, upper)
        self._free = int((lower < upper).sum())
        return lower, upper

    def _hoped(self) -> int | None:
        """The value that the best plan will have, it is hoped: a little above the relaxation's, where that is tight."""
        known = self._target()
        if not self.large or self._hope == inf or not np.isfinite(self.relaxed.bound):
            return known
        hoped = ceil(self.relaxed.bound + self._hope * abs(self.relaxed.bound))
        return hoped if known is None else min(known, hoped)

    def _tell(self, engine: Highs, x: Ints) -> None:
        """Tell the proof of a better plan; it begins anew where that leaves much less to do."""
        assert self.proof is not None
        engine.offer(self.proof, x)
        if not self.large or self.restarting:
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
        answer = engine.poll(self.proof, 0.05, self._hear_proof, self.hear_proof)
        if answer is None:
            return None
        self.finish(answer)
        return None if self.restarting and self.resume(engine) is not None else answer
