"""An engine that answers what needs no places in whole numbers on a smaller model (:mod:`.merged`), as if it were asked of the whole one."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from scheduler.options import WALL, Timekeeper
from scheduler.search.highs import Answer, ExtraRow, Floats, Highs, OnBound, OnSolution, Task
from scheduler.search.linear import INF, Ints, LinearModel
from scheduler.search.merged import Merged

INTERIOR: dict[str, Any] = {"mip_lp_solver": "ipm"}
"""The smaller model is degenerate, too: its root takes the interior point method a third of the simplex's time."""


class Folding(Highs):
    """Tasks with nothing whole but the counts go to the smaller model, of which every solution of the model is one: so bounds are
    valid for it, and a solution says nothing but the counts, as ever. ``folds``: whether they do by now."""

    def __init__(self, merged: Merged, clock: Timekeeper = WALL, folds: Callable[[], bool] = lambda: True) -> None:
        super().__init__(clock)
        self.merged, self.folds = merged, folds
        self._folded: dict[int, Task] = {}

    def load(self, model: LinearModel, loose: Ints, inner: Ints | None = None, counts: Ints | None = None) -> None:
        """Give the process both models."""
        super().load(model, loose, inner, counts)
        if counts is not None:
            self.load_smaller(self.merged.model, self.merged.some(counts))

    def start(self, task: Task) -> int:
        """Begin a task, on the model that is enough for it."""
        if not self._foldable(task):
            return super().start(task)
        number = super().start(self._fold(task))
        self._folded[number] = task
        return number

    def offer(self, number: int, x: Ints | Floats) -> None:
        """Tell a task of a solution of the model."""
        super().offer(number, self.merged.sums(x) if number in self._folded else x)

    def poll(
        self, number: int, seconds: float, on_solution: OnSolution | None = None, on_bound: OnBound | None = None
    ) -> Answer | None:
        """What the task says, of the whole model."""
        task = self._folded.get(number)
        if task is None:
            return super().poll(number, seconds, on_solution, on_bound)

        def hear(y: Floats) -> None:
            if on_solution:
                on_solution(self.merged.spread(y))

        answer = super().poll(number, seconds, hear, on_bound)
        return None if answer is None else self._unfold(answer, task)

    def _foldable(self, task: Task) -> bool:
        """Settling says which solutions are as good, so that their costs must be told exactly, not only from below."""
        if task.inner != "counts" or len(task.activities) or any(low > -INF for _, _, low, _ in task.rows):
            return False
        return self.folds() and (task.kind != "settle" or self.merged.exact(task.cost))

    def _fold(self, task: Task) -> Task:
        merged = self.merged
        return replace(
            task,
            cost=merged.cost(task.cost),
            lower=merged.sums(task.lower),
            upper=merged.sums(task.upper),
            rows=[self._row(row, len(task.cost)) for row in task.rows],
            hint=None if task.hint is None else merged.sums(task.hint),
            candidates=merged.column[task.candidates],
            options=(INTERIOR if task.kind == "mip" else {}) | task.options,
            lean=None,
            smaller=True,
        )

    def _row(self, row: ExtraRow, columns: int) -> ExtraRow:
        index, weights, low, high = row
        cost = np.zeros(columns, dtype=np.int64)
        cost[index] = weights
        found = self.merged.cost(cost)
        at = np.nonzero(found)[0]
        return at, found[at], low, high

    def _unfold(self, answer: Answer, task: Task) -> Answer:
        merged = self.merged
        box = None
        if answer.box is not None:
            box = merged.side(answer.box[0], task.lower), merged.side(answer.box[1], task.upper)
        return replace(
            answer,
            x=None if answer.x is None else merged.spread(answer.x),
            reduced=None if answer.reduced is None else merged.reduced(answer.reduced),
            box=box,
            rows=[merged.cut(row) for row in answer.rows],
            basis=None,
        )
