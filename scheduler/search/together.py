"""Two goals at once: the whole model is proven on one engine while quick plans are found on another.

The relaxation is nearly whole: what it leaves at 0 at a high reduced cost is rarely in a good plan. Without that the
model is small enough to be solved in seconds (relaxation induced neighbourhoods, Danna, Rothberg and Le Pape 2005).
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from scheduler.search.goals import LinearGoal, within
from scheduler.search.highs import Answer, Floats, Highs, Task
from scheduler.search.limits import GRACE, Limits
from scheduler.search.state import State

FIRST_THRESHOLD, GROWTH, MOST_TRIES = 2.0, 4.0, 6
"""Reduced cost above which the first part leaves a variable at 0, and how it grows from part to part."""

QUICK_GAP = 0.0005
"""Relative gap at which a part counts as solved: the whole model is proven elsewhere."""

QUICK_TRIES, GOOD_GAP = 2, 0.002
"""After so many parts, or at this relative gap, other work is worth more than another quick plan."""

QUICK_SHARE_ALONE = 0.4
"""Share of the time for quick plans where one engine has to do both."""


@dataclass
class Together:
    """The search for the least ``goal``, a blend of two; ``relaxed`` is its linear relaxation."""

    state: State
    limits: Limits
    goal: LinearGoal
    relaxed: Answer
    hear: Callable[[Floats], None]
    options: dict[str, float]
    bound: int | None = None
    proof: int | None = None
    threshold: float = FIRST_THRESHOLD
    tries: int = 0

    def run(self, engines: Sequence[Highs], seconds: float) -> Answer | None:
        """The proof's answer; None if it still runs as :attr:`proof` on the first engine.

        With a second engine the wait ends when quick plans are good enough, or the second part brought nothing more;
        the proof may go on beside other work, told by :meth:`hear_proof`. :attr:`bound` is the best bound so far.
        """
        self.hear_proof(self.relaxed.bound)
        end = time.monotonic() + seconds
        if len(engines) == 1:
            self._quick_alone(engines[0], seconds * QUICK_SHARE_ALONE)
        proof = self.proof = self._start_proof(engines[0], end - time.monotonic())
        beside: int | None = None
        stopped = False
        while time.monotonic() < end + GRACE and not self.limits.over:
            if len(engines) > 1 and beside is None and not self.met() and self.limits.left > 0:
                if self._good_enough():
                    return None
                beside = self._start_quick(engines[1], end - time.monotonic())
            answer = engines[0].poll(proof, 0.05, self.hear, self.hear_proof)
            before = self.state.x
            if beside is not None and self._poll_quick(engines[1], beside):
                beside = None
            if self.state.x is not None and self.state.x is not before:
                engines[0].offer(proof, self.state.x)
            if answer is not None:
                self.finish(answer)
                if beside is not None:
                    engines[1].stop(beside)
                return answer
            if not stopped and (self.met() or self.limits.left <= 0):
                engines[0].stop(proof)
                stopped = True
        self.proof = None
        return None

    def _good_enough(self) -> bool:
        """Whether quick plans have done their part."""
        x = self.state.x
        if self.tries == 0 or x is None or self.bound is None:
            return False
        return self.tries >= QUICK_TRIES or within(self.goal.value(x), self.bound, GOOD_GAP)

    def met(self) -> bool:
        """Whether the best plan's value has met the bound."""
        x = self.state.x
        return self.bound is not None and x is not None and self.goal.value(x) <= self.bound

    def hear_proof(self, value: float) -> None:
        """A bound of the running proof."""
        found = self.goal.round_bound(value)
        if found is not None and (self.bound is None or found > self.bound):
            self.bound = found

    def finish(self, answer: Answer) -> None:
        """The end of the proof."""
        self.proof = None
        if answer.x is not None:
            self.hear(answer.x)
        self.hear_proof(answer.bound)

    def _start_proof(self, engine: Highs, seconds: float) -> int:
        model = self.state.model
        task = Task(self.goal.cost, self.goal.offset, model.lower, model.upper, (), self.state.x)
        return engine.start(replace(task, seconds=max(0.1, seconds), options=self.options))

    # -- quick plans ---------------------------------------------------------------------------------------
    def _start_quick(self, engine: Highs, seconds: float) -> int | None:
        """Begin the next part, each wider than the last; None if there is none left."""
        reduced, x = self.relaxed.reduced, self.relaxed.x
        if self.relaxed.status != "Optimal" or reduced is None or x is None or self.tries >= MOST_TRIES:
            return None
        self.tries += 1
        lower, upper = self.state.model.lower, self.state.model.upper.copy()
        left = (reduced > self.threshold) & (x < lower + 1e-6)
        upper[left] = lower[left]
        self.threshold *= GROWTH
        best = self.state.x
        hint = best if best is not None and bool(np.all(best <= upper)) else None
        task = Task(self.goal.cost, self.goal.offset, lower, upper, (), hint)
        options = self.options | {"mip_rel_gap": QUICK_GAP}
        return engine.start(replace(task, seconds=max(0.1, seconds), options=options))

    def _poll_quick(self, engine: Highs, number: int) -> bool:
        answer = engine.poll(number, 0.05, self.hear)
        if answer is not None and answer.x is not None:
            self.hear(answer.x)
        return answer is not None

    def _quick_alone(self, engine: Highs, seconds: float) -> None:
        number = self._start_quick(engine, seconds)
        end = time.monotonic() + seconds + 1.0
        while number is not None and not self._poll_quick(engine, number):
            if self.limits.left <= 0 or time.monotonic() > end:
                engine.stop(number)
                return
