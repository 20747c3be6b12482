"""The proof of two goals as one, a blend: first with nothing whole but the counts, in hope of a plan that is hardly dearer than
the relaxation, which may then begin anew.
"""

from dataclasses import dataclass, field, replace
from math import ceil, inf
from typing import Any

import numpy as np

from scheduler.search.drafts import WHOLE
from scheduler.search.goals import LinearGoal, within
from scheduler.search.highs import Answer, Floats, Highs, Inner, Task, no_variables
from scheduler.search.jobs import Mode
from scheduler.search.limits import Limits
from scheduler.search.linear import Ints
from scheduler.search.quick import FOR_COUNTS, NO_HEURISTICS, Hear
from scheduler.search.state import State, dear

LARGE = 40_000
"""Variables of a model from which the first quick part has only its counts whole, and the proof waits for the tight relaxation.

Both take a while more, which a small model does not win back. On a large one the tight relaxation holds so many variables that
the proof is a matter of seconds.
"""

HOPE = 0.0006
"""How far above a tight relaxation the best plan of a large model is looked for first, relative to the value. The proof within the reduced costs of
such a plan is smaller; where there is none, that is proven, and it begins anew."""

SMALLER = 0.8
"""A better plan that leaves at most this share of the variables free is worth beginning the proof anew."""

FOR_LARGE: dict[str, Any] = {"mip_lp_solver": "ipm"}
"""HiGHS rounds the root's solution and solves what is left of the relaxation, with twice the root's steps of the simplex as the
limit; no option turns that off. With a root by the interior point method the limit is its least, 10,000 steps: a school of 120
classes spends seconds on it, and not more than a minute."""

PROOF_SHARE = 0.8
"""Share of the time that is left for the proof, which goes on beside other work."""


def large(columns: int, counts: Ints) -> bool:
    """Whether a model of so many variables is one whose first parts and proof ask for nothing whole but the ``counts``."""
    return columns >= LARGE and len(counts) > 0


@dataclass
class Blend:
    """The proof of the least ``goal``, a blend of two; ``relaxed`` is its linear relaxation, ``bound`` the best bound so far.

    Where there are ``counts``, it is first proven with nothing whole but these, the numbers of sections: what is left of the
    relaxation's gap is nearly all of theirs, and a few branches on them close it. ``mode``: how the proof runs now, ``proof`` its number while it
    runs. ``lean``: whether rows that do not bind are left out (:mod:`.highs_lean`).
    """

    state: State
    limits: Limits
    goal: LinearGoal
    relaxed: Answer
    hear: Hear
    options: dict[str, float]
    inner: Inner = "whole"
    counts: Ints = field(default_factory=no_variables)
    lean: bool = True
    bound: int | None = None
    proof: int | None = None
    restarting: bool = False
    mode: Mode = "rows"
    draft: Floats | None = None  # the best solution with nothing whole but the counts
    _hope: float = field(default_factory=lambda: HOPE)
    _prover: Highs | None = None  # the engine of the proof
    _value: int | None = None  # the running proof asks for plans no dearer than this,
    _free: int = 0  # for which so many variables can move

    @property
    def large(self) -> bool:
        """Whether the model is one whose proof waits for a tight relaxation and goes on with nothing whole but the counts."""
        return large(self.state.model.columns, self.counts)

    @property
    def drafted(self) -> int | None:
        """The least value, where the proof has ended by counts with a draft of it; None before."""
        ended = self.proof is None and self.mode == "counts" and self.draft is not None and self.bound is not None
        return self.bound if ended and self._target() == self.bound else None

    def met(self) -> bool:
        """Whether the best plan's value has met the bound."""
        x = self.state.x
        return self.bound is not None and x is not None and self.goal.value(x) <= self.bound

    def close(self, gap: float) -> bool:
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

    def hear_quick(self, x: Floats, mode: Mode = "whole") -> None:
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

    def _hear_found(self, x: Floats) -> None:
        self._hear(x, self.mode)

    def begin(self, engine: Highs, *, counts: bool = True) -> int:
        """Begin the proof, whose number it gives, for plans no dearer than the best, without what the relaxation's reduced costs hold for these."""
        self.mode = "counts" if counts and len(self.counts) else "rows"
        lower, upper = self._narrow()
        inner, options = self.inner, self.options
        if self.mode == "counts":
            inner, options = "counts", self.options | NO_HEURISTICS | FOR_COUNTS | (FOR_LARGE if self.large else {})
        hint = self.draft if self.mode == "counts" and self.draft is not None else self.state.x
        task = Task(self.goal.cost, self.goal.offset, lower, upper, (), hint, inner=inner)
        task = replace(task, lean=self.relaxed.x if self.lean else None)
        self._prover = engine
        self.proof = engine.start(replace(task, seconds=max(0.1, self.limits.left * PROOF_SHARE), options=options))
        return self.proof

    def in_full(self, engine: Highs) -> bool:
        """Begin the proof in which more is whole, where the numbers of sections alone did not say enough."""
        if self.mode != "counts" or self.limits.left <= 0:
            return False
        self.begin(engine, counts=False)
        return True

    def tell(self, engine: Highs, x: Ints) -> None:
        """Tell the proof of a better plan; it begins anew where that leaves much less to do."""
        assert self.proof is not None
        engine.offer(self.proof, x)
        if not self.large or self.restarting:
            return
        self.state.fix(self.relaxed, self.goal.value(x))
        lower, upper = self.state.limits(1)
        if int((lower < upper).sum()) < SMALLER * (self._free or len(lower)):
            self.restarting = True
            engine.stop(self.proof)

    def poll(self, engine: Highs) -> Answer | None:
        """Hear the proof's engine once; its answer if it has ended and does not begin anew."""
        assert self.proof is not None
        answer = engine.poll(self.proof, 0.05, self._hear_found, self.hear_proof)
        if answer is None:
            return None
        self.finish(answer)
        return None if self.restarting and self.resume(engine) is not None else answer

    def hear_proof(self, value: float) -> None:
        """A bound of the running proof, which says nothing of plans that are dearer than it asks for but that they are."""
        found = self.goal.round_bound(value)
        if found is not None and self._value is not None:
            found = min(found, self._value if self._is_there() else self._next())
        if found is not None and (self.bound is None or found > self.bound):
            self.bound = found
        if self.restarting or self.proof is None or not self._prover:
            return
        if self._asked_too_little() and self.bound is not None and self.bound >= (self._value or 0):
            self.restarting, self._hope = True, inf
            self._prover.stop(self.proof)

    def finish(self, answer: Answer) -> None:
        """The end of the proof, unless it is to begin anew (:meth:`resume`)."""
        self.proof = None
        ended = answer.status in ("Optimal", "Infeasible")
        self.restarting = self.restarting and not ended
        if answer.x is not None:
            self._hear_found(answer.x)
        nothing = answer.status == "Infeasible" and self._value is not None  # as cheap as was asked for
        self.hear_proof(float(self._next()) if nothing else answer.bound)
        if ended and self._asked_too_little():
            self.restarting, self._hope = True, inf

    def anew(self) -> None:
        """Stop the running proof, to begin anew."""
        assert self.proof is not None
        assert self._prover is not None
        self.restarting = True
        self._prover.stop(self.proof)

    def resume(self, engine: Highs) -> int | None:
        """Begin the proof anew, where it was stopped for that; its number."""
        if self.restarting and self.proof is None and not self.met():
            self.begin(engine)
        self.restarting = False
        return self.proof

    def _is_there(self) -> bool:
        """Whether there is a plan, or a draft, as cheap as the proof asks for."""
        target = self._target()
        return target is not None and self._value is not None and target <= self._value

    def _next(self) -> int:
        """The least value of a plan that is dearer than the proof asks for."""
        assert self._value is not None
        return max(self._value, self.goal.round_bound(float(self._value + 1)) or 0)

    def _asked_too_little(self) -> bool:
        """Whether the proof says too little of the best plan that is known, or draft, where there is nothing as cheap as it asks for."""
        target = self._target()
        return self.mode == "counts" and self._value is not None and (target is None or target > self._next())

    def _narrow(self) -> tuple[Ints, Ints]:
        """The bounds of variables for plans no dearer than the best, or than the draft of a better one."""
        if self.state.x is not None:
            self.state.fix(self.relaxed, self.goal.value(self.state.x))
        lower, upper = self.state.limits(0)
        self._value = self._hoped() if self.mode == "counts" else self._best()
        if self._value is not None:
            lower, upper = self.within(self._value)
        self._free = int((lower < upper).sum())
        return lower, upper

    def within(self, value: int) -> tuple[Ints, Ints]:
        """The bounds of variables that every plan no dearer than ``value`` keeps.

        Not what holds for plans that are as good as the best in each of the two goals: one that is better in the first may be
        worse in the second.
        """
        lower, upper = self.state.limits(0)
        if self.relaxed.reduced is None:
            return lower, upper
        down, up = dear(self.relaxed, value, lower, upper)
        return np.where(up, upper, lower), np.where(down, lower, upper)

    def _hoped(self) -> int | None:
        """The value that the best plan will have, it is hoped: a little above the relaxation's, where that is tight."""
        known = self._target()
        if not self.large or self._hope == inf or not np.isfinite(self.relaxed.bound):
            return known
        hoped = ceil(self.relaxed.bound + self._hope * abs(self.relaxed.bound))
        return hoped if known is None else min(known, hoped)
