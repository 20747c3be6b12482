"""Probing on a linear relaxation: which variables no solution as good as the best known one can move.

Each candidate is pushed off its place in the best known solution, and the relaxation is solved again from where it was, a
few steps of the dual simplex. Where that is dearer than the best, the candidate is held; the relaxation grows dearer
with it, so that reduced costs hold others (probing and strong branching: Savelsbergh 1994; Applegate, Bixby, Chvátal and
Cook 1995). Runs in the solver's own process.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np

from scheduler.search.cuts import Sections
from scheduler.search.highs_cuts import tighten

MARGIN, RELATIVE_MARGIN = 1e-2, 1e-8
"""How much dearer than the best solution a place must be before it is ruled out: more than an engine's rounding."""

WHOLE = 1e-6
STEPS = 300
"""Steps of the simplex after which a push is given up."""

WORTH = 0.02
"""Share of the gap that a round of cuts has to close for another one to follow."""

EVERY = 10
"""After so many held candidates the relaxation is solved again, for its reduced costs."""

PATIENCE = 12
"""After so many pushes on end that held nothing probing is not worth its time."""


@dataclass
class Prober:
    """``solver`` holds the relaxation with offset 0; ``value``: what the solution ``point`` costs in it; ``best``: whether
    that is known to be the least there is.

    ``ended`` says when to stop; ``hear`` gets each better bound of the relaxation, ``ran`` the steps of each run.
    ``activities``: where rows are found that make the relaxation tighter.
    """

    solver: Any
    point: Any
    value: float
    ended: Callable[[], bool]
    hear: Callable[[float], None]
    best: bool = False
    ran: Callable[[int], None] | None = None
    activities: Sequence[Sections] = ()
    lower: Any = field(init=False)
    upper: Any = field(init=False)

    def __post_init__(self) -> None:
        lp = self.solver.getLp()
        self.lower, self.upper = np.array(lp.col_lower_), np.array(lp.col_upper_)
        self.bound = -highspy.kHighsInf
        self.limit = self.value + MARGIN + RELATIVE_MARGIN * abs(self.value)
        self.solver.setOptionValue("presolve", "off")
        self.solver.setOptionValue("solver", "simplex")
        self.solver.setOptionValue("time_limit", highspy.kHighsInf)  # asked for between runs

    def run(self, candidates: Any) -> bool:
        """Hold what can be held of the candidates; whether each was tried and no solution is better.

        Fractional candidates come first, while they bring the bound up; the others only once it has met the value.
        """
        if not self._relax():
            return False
        waited, since = 0, 0
        tried: set[int] = set()
        while not self.ended():
            j = self._next(candidates, tried)
            if j is None:
                break
            fractional = abs(self.x[j] - round(self.x[j])) > WHOLE
            if not self.tight and (waited >= PATIENCE or not (fractional or self.best)):
                return False
            tried.add(j)
            pushed = self._push(j)
            since += pushed
            waited = 0 if pushed else waited + 1
            if since and (fractional or since >= EVERY):
                since = 0
                if not self._relax():
                    break
        if since:
            self._relax()
        return self.tight and not self.ended()

    @property
    def tight(self) -> bool:
        """Whether the relaxation's value, rounded up, is the best solution's."""
        return self.bound > self.value - 1 + MARGIN

    def _next(self, candidates: Any, tried: set[int]) -> int | None:
        free = [int(j) for j in candidates if self.lower[j] < self.upper[j] and int(j) not in tried]
        return max(free, key=lambda j: (abs(self.x[j] - round(self.x[j])), abs(self.reduced[j]), -j), default=None)

    def _relax(self) -> bool:
        """Solve the relaxation and hold what its reduced costs allow; False if it was not solved."""
        self.solver.setOptionValue("simplex_iteration_limit", 2**31 - 1)
        self.solver.setOptionValue("objective_bound", highspy.kHighsInf)
        if not self._solved():
            return False
        least = WORTH * (self.limit - self.solver.getInfo().objective_function_value)
        tighten(self.solver, self.activities, self._solved, least=max(0.0, least))
        found = self.solver.getInfo().objective_function_value
        solution = self.solver.getSolution()
        self.x, self.reduced = np.array(solution.col_value), np.array(solution.col_dual)
        if found > self.bound:
            self.bound = found
            self.hear(found)
        slack = self.limit - found
        down = np.nonzero((self.reduced > slack) & (self.lower < self.upper))[0]
        up = np.nonzero((self.reduced < -slack) & (self.lower < self.upper))[0]
        self.upper[down] = self.lower[down]
        self.lower[up] = self.upper[up]
        held = np.concatenate((down, up)).astype(np.int32)
        if len(held):
            self.solver.changeColsBounds(len(held), held, self.lower[held], self.upper[held])
        self.solver.setOptionValue("objective_bound", self.limit)
        self.solver.setOptionValue("simplex_iteration_limit", STEPS)
        return True

    def _push(self, j: int) -> bool:
        """Push a variable below, then above its place; whether one of the two sides is ruled out."""
        place, held = float(self.point[j]), False
        if self.lower[j] <= place - 1 and self._too_dear(j, self.lower[j], place - 1):
            self.lower[j], held = place, True
        self.solver.changeColBounds(j, self.lower[j], self.upper[j])
        if self.upper[j] >= place + 1 and self._too_dear(j, place + 1, self.upper[j]):
            self.upper[j], held = place, True
        self.solver.changeColBounds(j, self.lower[j], self.upper[j])
        return held

    def _too_dear(self, j: int, low: float, high: float) -> bool:
        self.solver.changeColBounds(j, low, high)
        self._run()
        status = self.solver.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            return bool(self.solver.getInfo().objective_function_value > self.limit)
        return status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kObjectiveBound)

    def _solved(self) -> bool:
        self._run()
        return not self.ended() and self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal

    def _run(self) -> None:
        self.solver.run()
        if self.ran:
            self.ran(self.solver.getInfo().simplex_iteration_count)
