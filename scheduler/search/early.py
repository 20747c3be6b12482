"""A first part of the search on a second engine while the first still makes the relaxation tighter, which takes as long again on a large model."""

from math import ceil

from scheduler.search.drafts import WHOLE
from scheduler.search.goals import LinearGoal, within
from scheduler.search.highs import Answer, Floats, Highs, Inner
from scheduler.search.jobs import Mode
from scheduler.search.linear import Ints
from scheduler.search.quick import Hear, QuickPlans
from scheduler.search.state import State
from scheduler.search.together import CLOSE_GAP


class EarlyPart:
    """Asks for the numbers of sections next to those of a loose relaxation. ``draft``: the last solution with these alone whole;
    ``relaxed``: the relaxation."""

    def __init__(
        self, state: State, goal: LinearGoal, hear: Hear, options: dict[str, float], inner: Inner, counts: Ints
    ) -> None:
        self._hear = hear
        self.draft: Floats | None = None
        self.relaxed: Answer | None = None
        self._goal = goal
        self._bound: int | None = None
        self._quick = QuickPlans(state, goal, self._note, options, inner, True, True, counts=counts)
        self._engine: Highs | None = None
        self._number: int | None = None

    def start(self, engine: Highs, relaxed: Answer, seconds: float) -> None:
        """Begin, by the relaxation as it is."""
        self._engine, self.relaxed = engine, relaxed
        self._bound = self._goal.round_bound(relaxed.bound)
        self._number = self._quick.start(engine, relaxed, seconds)

    def work(self) -> None:
        """Hear the engine once; never waits. A draft is enough: what makes it whole has work to do, and better parts come."""
        if self._engine is not None and self._number is not None:
            if self._quick.poll(self._engine, self._number, 0.0):
                self._number = None
            elif self._is_close():
                self.stop()

    def stop(self) -> None:
        """Make way for a better one."""
        if self._engine is not None and self._number is not None:
            self._engine.stop(self._number)
            self._number = None

    def _is_close(self) -> bool:
        if self.draft is None:
            return False
        value = ceil(float(self._goal.cost @ self.draft) + self._goal.offset - WHOLE)
        return within(value, self._bound, CLOSE_GAP)

    def _note(self, x: Floats, /, mode: Mode = "whole") -> None:
        self.draft = x
        self._hear(x, mode)
