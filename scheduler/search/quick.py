"""Quick plans: the model without what its relaxation leaves at 0 at a high reduced cost.

That is rarely in a good plan, and what is left is small enough to be solved in seconds (relaxation induced neighbourhoods,
Danna, Rothberg and Le Pape 2005).
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Protocol

import numpy as np

from scheduler.search.drafts import WHOLE
from scheduler.search.goals import LinearGoal
from scheduler.search.highs import Answer, Floats, Highs, Inner, Task, no_variables
from scheduler.search.jobs import Mode
from scheduler.search.linear import Ints
from scheduler.search.state import State

OF_COUNTS = 2
"""How many parts ask for the numbers of sections alone: for those next to the relaxation's, then for up to one more of each."""

FIRST_THRESHOLD, GROWTH, MOST_TRIES = 2.0, 4.0, 6
"""Reduced cost above which the first part leaves a variable at 0, and how it grows from part to part."""

FOR_COUNTS: dict[str, Any] = {"mip_allow_restart": False}
"""The rows that make the relaxation tight are there already; a restart makes those of HiGHS anew, which takes longer than
the few branches that are left."""

QUICK_GAP = 0.0005
"""Relative gap at which a part counts as solved: the whole model is proven elsewhere."""

GOOD_GAP = 0.002
"""Relative gap at which other work is worth more than another quick plan."""

NO_HEURISTICS: dict[str, Any] = {
    "mip_heuristic_effort": 0.0,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_root_reduced_cost": False,
    "mip_heuristic_run_feasibility_jump": False,
}
"""Where plans are made elsewhere, half of the time would go into plans of the engine's own."""


class Hear(Protocol):
    """What hears of an engine's solution; ``mode``: how it was asked for."""

    def __call__(self, x: Floats, /, mode: Mode = "whole") -> None:
        """Take note of the solution."""


@dataclass
class QuickPlans:
    """Parts of the search for the least ``goal``, each wider than the last; ``tries``: how many were begun.

    ``from_counts``: whether the first parts ask for nothing whole but the ``counts``; ``lean``: whether rows that do not bind are left out; ``mode``: how the
    last was asked for. ``draft``: the best solution of such a part; ``crossing``: whether it has the counts of a smaller model (:mod:`.merged`), which need be
    those of no plan.
    """

    state: State
    goal: LinearGoal
    hear: Hear
    options: dict[str, float]
    inner: Inner
    from_counts: bool
    lean: bool = True
    tries: int = 0
    threshold: float = FIRST_THRESHOLD
    mode: Mode = "rows"
    counts: Ints = field(default_factory=no_variables)
    draft: Callable[[], Floats | None] = lambda: None
    crossing: Callable[[], bool] = lambda: False
    _crossed: Floats | None = None

    def start(self, engine: Highs, relaxed: Answer, seconds: float) -> int | None:
        """Begin the next part, by the goal's relaxation; None if there is none left."""
        if (number := self._cross(engine, seconds)) is not None:
            return number
        reduced, x = relaxed.reduced, relaxed.x
        if relaxed.status != "Optimal" or reduced is None or x is None or self.tries >= MOST_TRIES:
            return None
        self.mode = "counts" if self.of_counts else "rows"
        self.tries += 1
        lower, upper = self.state.limits(1)
        left = (reduced > self.threshold) & (x < lower + 1e-6)
        upper[left] = lower[left]
        if self.mode == "rows":
            self.threshold *= GROWTH
        best = self.state.x
        hint = best if best is not None and bool(np.all(best <= upper)) else None
        options, inner = self.options | {"mip_rel_gap": QUICK_GAP}, self.inner
        if self.mode == "counts":
            wider = self.tries - 1
            gap = {"mip_rel_gap": 0.0 if wider and self.draft() is not None else GOOD_GAP}
            options, inner = options | NO_HEURISTICS | FOR_COUNTS | gap, "counts"
            hint = self.draft() if wider else None
            lower, upper = self._next_to(x, lower, upper, wider)
        task = Task(
            self.goal.cost, self.goal.offset, lower, upper, (), hint, inner=inner, lean=x if self.lean else None
        )
        return engine.start(replace(task, seconds=max(0.1, seconds), options=options))

    @property
    def of_counts(self) -> bool:
        """Whether the next part asks for counts alone."""
        return self.from_counts and self.tries < OF_COUNTS

    def _next_to(self, x: Floats, lower: Ints, upper: Ints, wider: int) -> tuple[Ints, Ints]:
        """Bounds that leave each count the two whole numbers next to the relaxation's (RENS: Berthold 2014); a ``wider`` part the
        draft's, too, and so many more."""
        here = [x[self.counts]]
        draft = self.draft() if wider else None
        if draft is not None:
            here.append(draft[self.counts])
        down, up = np.floor(np.min(here, axis=0) + WHOLE), np.ceil(np.max(here, axis=0) - WHOLE) + wider
        lower[self.counts] = np.maximum(lower[self.counts], down.astype(np.int64))
        upper[self.counts] = np.minimum(upper[self.counts], up.astype(np.int64))
        return lower, upper

    @property
    def crosses(self) -> bool:
        """Whether the best plan and a draft are yet to be crossed."""
        point = self.draft() if self.crossing() else None
        return self.state.x is not None and point is not None and point is not self._crossed

    def _cross(self, engine: Highs, seconds: float) -> int | None:
        """Begin a part in which the numbers of sections that the best plan and a draft of a better one have in common stay; None
        without a draft, and where it was crossed already (crossover: Rothberg 2007)."""
        best, point = self.state.x, self.draft()
        if best is None or point is None or not self.crosses:
            return None
        self._crossed, self.mode = point, "rows"
        lower, upper = self.state.limits(1)
        stays = self.counts[np.rint(point[self.counts]) == best[self.counts]]
        lower[stays] = upper[stays] = best[stays]
        task = Task(self.goal.cost, self.goal.offset, lower, upper, (), best, inner=self.inner)
        return engine.start(replace(task, seconds=max(0.1, seconds), options=self.options | {"mip_rel_gap": 0.0}))

    def poll(self, engine: Highs, number: int, seconds: float = 0.05) -> bool:
        """Hear the part's engine once, for so many seconds at most; whether the part has ended."""
        answer = engine.poll(number, seconds, partial(self.hear, mode=self.mode))
        if answer is not None and answer.x is not None:
            self.hear(answer.x, mode=self.mode)
        return answer is not None
