"""First plans by the smaller model (:mod:`.folding`), beside the relaxation of the whole one."""

from dataclasses import replace
from typing import Any

import numpy as np

from scheduler.search.goals import LinearGoal
from scheduler.search.highs import Answer, Highs, OnSolution, Task
from scheduler.search.limits import Limits
from scheduler.search.linear import LinearModel
from scheduler.search.quick import FOR_COUNTS, NO_HEURISTICS

SLOWER, LEAST_WAIT = 2.0, 1.0
"""How many times as long the whole model may take, and seconds besides."""

SHARE = 0.25
"""Share of the time that it may take."""

OPTIONS: dict[str, Any] = FOR_COUNTS | NO_HEURISTICS | {"mip_rel_gap": 0.0, "mip_abs_gap": 0.99}


class Forerun:
    """Asks an ``engine`` of its own for the least ``goal`` with nothing whole but the counts, after its relaxation.

    ``relaxed``: that relaxation's answer; ``bound``: the best that is known of the goal; ``began`` and ``ended``: when, None where it
    has not come to its end.
    """

    def __init__(self, engine: Highs, model: LinearModel, goal: LinearGoal, limits: Limits) -> None:
        self._engine: Highs | None = engine
        self._limits, self.began = limits, limits.now()
        self.ended: float | None = None
        self.relaxed: Answer | None = None
        self.bound = -np.inf
        bounds = model.lower, model.upper
        task = Task(goal.cost, goal.offset, *bounds, kind="relax", seconds=SHARE * limits.left, inner="counts")
        options = OPTIONS | {"random_seed": limits.seed % 2**31}
        self._next: Task | None = replace(task, kind="mip", options=options)
        self._number = engine.start(task)

    def outrun(self) -> bool:
        """Whether it ended so long ago that others who still ask the same of the whole model had better ask the smaller one."""
        if self.ended is None:
            return False
        return self._limits.now() - self.began > SLOWER * (self.ended - self.began) + LEAST_WAIT

    def work(self, hear: OnSolution) -> None:
        """Hear the engine once; never waits."""
        if self._engine is None:
            return
        answer = self._engine.poll(self._number, 0.0, hear, self._hear_bound)
        if answer is None:
            return
        self._hear_bound(answer.bound)
        if self._next is not None and answer.status == "Optimal":
            self.relaxed, task, self._next = answer, self._next, None
            self._number = self._engine.start(task)
            return
        if self._next is None and answer.x is not None:
            hear(answer.x)
        if self._next is None and answer.status == "Optimal":
            self.ended = self._limits.now()
        self.close()

    def close(self) -> None:
        """End the engine."""
        if self._engine is not None:
            self._engine.close()
        self._engine = None

    def _hear_bound(self, value: float) -> None:
        self.bound = max(self.bound, value)
