"""First plans by the smaller model (:mod:`.folding`), beside the relaxation of the whole one."""

from typing import Any

from scheduler.search.goals import LinearGoal
from scheduler.search.highs import Highs, OnBound, OnSolution, Task
from scheduler.search.limits import Limits
from scheduler.search.linear import LinearModel
from scheduler.search.quick import FOR_COUNTS, NO_HEURISTICS

SHARE = 0.25
"""Share of the time that it may take."""

OPTIONS: dict[str, Any] = FOR_COUNTS | NO_HEURISTICS | {"mip_rel_gap": 0.0, "mip_abs_gap": 0.99}


class Forerun:
    """Asks an ``engine`` of its own for the least ``goal`` with nothing whole but the counts."""

    def __init__(self, engine: Highs, model: LinearModel, goal: LinearGoal, limits: Limits) -> None:
        self._engine = engine
        seconds, options = SHARE * limits.left, OPTIONS | {"random_seed": limits.seed % 2**31}
        task = Task(goal.cost, goal.offset, model.lower, model.upper, inner="counts", seconds=seconds, options=options)
        self._number: int | None = engine.start(task)

    def work(self, hear: OnSolution, hear_bound: OnBound) -> None:
        """Hear the engine once; never waits."""
        if self._number is None:
            return
        answer = self._engine.poll(self._number, 0.0, hear, hear_bound)
        if answer is None:
            return
        if answer.x is not None:
            hear(answer.x)
        hear_bound(answer.bound)
        self.close()

    def close(self) -> None:
        """End the engine."""
        if self._number is not None:
            self._engine.close()
        self._number = None
