"""Whole solutions from engines that leave a part of the model fractional, or out.

Some variables nearly follow from the others: once it is settled which clubs are held, the students' places are almost
those of a flow, whose relaxation is whole. An engine that may leave them fractional is several times faster, and its
bound holds for the whole model, of which that is a relaxation. Here such a draft is made whole: the outer variables stay,
the inner ones are solved exactly, in an engine of its own beside the search.
"""

from collections.abc import Callable, Sequence
from math import ceil

import numpy as np

from scheduler.search.goals import LinearGoal
from scheduler.search.highs import Answer, Floats, Highs, Inner, Task
from scheduler.search.jobs import Mode
from scheduler.search.limits import Limits
from scheduler.search.linear import Ints
from scheduler.search.state import State

PRICE = 100
"""How many units of a goal one unit of the goal before it is worth while the inner variables are settled."""

WHOLE = 1e-6
"""By how much a whole value may be off in an engine's solution."""

MOST_SECONDS = 60.0

RARELY: dict[Inner, float] = {"loose": 2.0, "whole": 8.0}
"""Reduced cost from which a variable that the relaxation leaves at its least is left out at first, by what a draft is made: it is rarely
in a good plan (as in :mod:`.quick`), and without them a draft is whole in a half of the time."""


class Drafts:
    """Reads engines' solutions. ``inner``: the variables that they may leave; ``counts``: those that are all that a solution
    says where nothing else was whole; ``complete`` sets the loose ones."""

    def __init__(
        self,
        state: State,
        inner: Ints,
        counts: Ints,
        goals: Sequence[LinearGoal],
        complete: Callable[[Ints], Ints],
        limits: Limits,
        relaxed: Callable[[], Answer | None] = lambda: None,
    ) -> None:
        self.state, self.inner, self.counts, self.complete, self.limits = state, inner, counts, complete, limits
        self.cost = np.zeros(state.model.columns, dtype=np.int64)
        self.goals = [goal for goal in goals if np.any(goal.cost[inner])]
        for goal in self.goals:
            self.cost = PRICE * self.cost + goal.cost
        self._relaxed = relaxed
        self._waiting: dict[Inner, tuple[float, Ints]] = {}
        self._part: tuple[Inner, float, Ints] | None = None  # a draft that is being made of a part of the variables
        self._in_full: Ints | None = None
        self._inner: Inner = "whole"
        self._tried: Ints | None = None
        self._engine: Highs | None = None
        self._number: int | None = None

    @property
    def busy(self) -> bool:
        """Whether a draft is being made whole."""
        return self._number is not None

    def rounded(self, x: Floats) -> Ints:
        """The whole point next to x."""
        return self.complete(np.rint(x).astype(np.int64))

    def read(self, x: Floats, mode: Mode, *, last: bool = False) -> Ints | None:
        """The whole solution that x is, or is with the best one's inner variables; a better draft is kept for later.

        ``mode``: how it was asked for. With "out", x says nothing of the inner variables, and only the ``last`` of such is
        worth a draft; with "counts" only these are whole, and all else is made anew.
        """
        point = self.rounded(x)
        if self.state.model.holds(point) and (mode == "counts" or not len(self.inner)):
            return point
        best = self.state.x
        cost = float((self.cost * x).sum())
        cheaper = best is None or cost < int(self.cost @ best) - WHOLE
        again = self._tried is not None and np.array_equal(point[self.counts], self._tried)
        if mode == "counts" and cheaper and not again:
            self._waiting["counts"], self._tried = (cost, point), point[self.counts]
        if mode == "counts" or not len(self.inner):
            return None
        out = mode == "out"
        fractional = bool(np.any(np.abs(x[self.inner] - point[self.inner]) > WHOLE))
        if not out and not fractional and self.state.model.holds(point):
            return point
        if best is None:
            self._waiting["whole"] = (cost, point)
            return None
        other = point.copy()
        other[self.inner] = best[self.inner]
        other = self.complete(other)
        holds = self.state.model.holds(other)
        if (not holds and last) or (not out and (not holds or cheaper)):
            self._waiting["whole"] = (cost, point)
        return other if holds else None

    def work(self, make: Callable[[], Highs], seconds: float, hear: Callable[[Ints], None]) -> None:
        """Go on: hear what the engine has found, begin the next draft. ``make`` starts an engine; never waits."""
        if all(self.state.done(goal, 0.0) for goal in self.goals):  # nothing better can come of counts
            self._waiting.pop("counts", None)
            if self._number is not None and self._inner == "loose" and self._engine is not None:
                self._engine.stop(self._number)
        if self._number is not None:
            answer = self._poll(hear)
            if answer is None:
                return
            self._number = None
            self._ask_again(answer)
        if not self._waiting or seconds <= 0:
            return
        if self._engine is None:
            self._engine = make()
        cost, point = self._waiting.pop(kind := self._next())
        lower, upper = self.state.limits(1)
        held = self.counts if kind == "counts" else np.setdiff1d(np.arange(self.state.model.columns), self.inner)
        lower[held] = upper[held] = point[held]
        self._inner = "loose" if kind == "counts" and len(self.inner) else "whole"
        self._part = None
        if point is not self._in_full and self._leave_out(lower, upper):
            self._part = kind, cost, point
        options = {"random_seed": self.limits.seed % 2**31, "mip_rel_gap": 0.0, "mip_abs_gap": 0.99}
        task = Task(self.cost, 0, lower, upper, seconds=min(MOST_SECONDS, seconds), options=options, inner=self._inner)
        self._number = self._engine.start(task)

    def _leave_out(self, lower: Ints, upper: Ints) -> bool:
        """Hold what is rarely in a good plan at its least, but for what is missing; whether there was such."""
        relaxed = self._relaxed()
        if relaxed is None or relaxed.x is None or relaxed.reduced is None:
            return False
        rare = (relaxed.reduced > RARELY[self._inner]) & (relaxed.x < lower + WHOLE) & (lower < upper)
        rare[self.state.goals[0].support] = False
        upper[rare] = lower[rare]
        return bool(np.any(rare))

    def _ask_again(self, answer: Answer) -> None:
        """Where a part of the variables did not make a plan as cheap as the draft, all are asked, unless a better draft waits."""
        if self._part is None or answer.status not in ("Optimal", "Infeasible"):
            return
        kind, cost, point = self._part
        dearer = answer.objective is None or answer.objective > ceil(cost - WHOLE) + WHOLE
        if dearer and self._waiting.get(kind, (np.inf, point))[0] > cost:
            self._waiting[kind], self._in_full = (cost, point), point

    def _next(self) -> Inner:
        """Which of those that wait is next: the cheapest, unless one that is nearly whole gains more on the best plan than that on it."""
        cheapest = min(self._waiting, key=lambda kind: self._waiting[kind][0])
        if "whole" in self._waiting and self.state.x is not None:
            whole, best = self._waiting["whole"][0], int(self.cost @ self.state.x)
            if best - whole > whole - self._waiting[cheapest][0]:
                return "whole"
        return cheapest

    def finish(self, make: Callable[[], Highs], seconds: float, hear: Callable[[Ints], None]) -> None:
        """Wait until no draft is left, or time is over."""
        end = self.limits.now() + seconds
        self.work(make, seconds, hear)
        while self.busy and self.limits.now() < end:
            self.limits.rest(0.01)
            self.work(make, end - self.limits.now(), hear)

    def close(self) -> None:
        """End the engine."""
        if self._engine is not None:
            self._engine.close()
        self._engine, self._number = None, None

    def _poll(self, hear: Callable[[Ints], None]) -> Answer | None:
        def read(x: Floats) -> None:
            hear(self.rounded(x))

        assert self._engine is not None
        assert self._number is not None
        answer = self._engine.poll(self._number, 0.0, read)
        if answer is not None and answer.x is not None:
            read(answer.x)
            if self._inner != "whole":
                self.read(answer.x, "rows", last=True)
        return answer
