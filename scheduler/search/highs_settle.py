"""Settling: which counts can differ at all in a solution as good as the best one. Runs in the solver's own process.

Once the first goals are proven, a mixed-integer programme asks for a solution that is as good in them with as many of the
``moves`` as can be off their place, nothing but the counts whole. What moved is left open, and the next round asks about the
others, until none of them moves: these are held, for every solution as good (the backbone of the best solutions, found in
chunks: Janota, Lynce and Marques-Silva 2015). The few that are open are then gone through: how far each can go, and, where they
are few, every way in which they can stand together. Later goals are left just what they can still decide.
"""

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Any

import highspy
import numpy as np

from scheduler.search.cuts import Cut
from scheduler.search.highs_start import Start

SAME = 0.5
"""A count that is closer to its place than this has not moved."""

BELOW = 1e-4
"""So far below the best value the relaxation may be by rounding; further, it says nothing of whole solutions."""

MOST_OPEN, MOST_WAYS = 8, 6
"""Of so many open counts, so many ways to stand together are looked for."""


class Settler:
    """``solver`` holds the programme, with rows for the goals that come after ``cost``; ``point`` is a solution as good as any.

    ``solve`` runs the solver and says whether it came to its end; ``held`` is called when it is known which counts cannot move. ``lower`` and ``upper`` are what is found, and
    ``rows`` what the open counts have to do with each other.
    """

    def __init__(
        self, solver: Any, cost: Any, point: Any, moves: Any, solve: Callable[[Any], bool], held: Callable[[], None]
    ) -> None:
        self.solver, self.cost, self.point, self.solve, self.held = solver, cost, point, solve, held
        lp = solver.getLp()
        self.lower, self.upper = np.array(lp.col_lower_), np.array(lp.col_upper_)
        self.moves = [int(j) for j in moves if self.lower[j] < self.upper[j]]
        self.price = 2.0 * len(self.moves) + 1.0  # dearer than all moves together
        self.columns = len(point)
        self.marks = {j: self._marks(j) for j in self.moves}
        self.rows: list[Cut] = []
        self.floor = False
        self.start = Start(solver)

    def run(self) -> bool:
        """Hold every count that cannot move; False if that was not found out."""
        still = set(self.moves)
        while still:
            x = self._most({mark: 1.0 for j in still for mark in self.marks[j]})
            if x is None:
                return False
            moved = {j for j in still if abs(x[j] - self.point[j]) > SAME}
            if not moved:
                break
            still -= moved
        self._hold(still)
        self.held()
        found = [j for j in self.moves if j not in still]
        if 0 < len(found) <= MOST_OPEN and all(self._range(j) for j in found):
            self._ways([j for j in found if self.lower[j] < self.upper[j]])
        return True

    def _hold(self, counts: set[int]) -> None:
        for j in sorted(counts):
            self._limit(j, self.point[j], self.point[j])

    def _limit(self, j: int, low: float, high: float) -> None:
        self.lower[j], self.upper[j] = low, high
        self.solver.changeColBounds(j, low, high)

    def _range(self, j: int) -> bool:
        """How far an open count can go; False if that was not found out."""
        if self.upper[j] - self.lower[j] == 1:
            return True
        low, high = self._most({j: -1.0}), self._most({j: 1.0})
        if low is None or high is None:
            return False
        self._limit(j, round(low[j]), round(high[j]))
        return True

    def _ways(self, found: Sequence[int]) -> None:
        """Every way in which the open counts can stand together, if these are few; and what they then have in common."""
        if not found or any(self.upper[j] - self.lower[j] > 1 for j in found):
            return
        ways = [np.array([self.point[j] for j in found])]
        low = self.lower[list(found)]
        while len(ways) <= MOST_WAYS:
            signs = np.where(ways[-1] > low, -1.0, 1.0)  # at least one stands otherwise
            least = 1.0 + float(signs @ ways[-1])
            self.solver.addRow(least, highspy.kHighsInf, len(found), np.array(found, dtype=np.int32), signs)
            x = self._most({}, start=False)
            none = x is None and self.solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible
            if none or (x is not None and self.price * float(self.cost @ (x - self.point)) > 1):
                self.rows = _in_common(found, ways)
            if none or x is None or self.rows:
                return
            ways.append(np.rint(x[list(found)]))

    def _marks(self, j: int) -> tuple[int, ...]:
        """Columns that are 1 only if the count lies above its place, and only if below."""
        low, place, high = self.lower[j], self.point[j], self.upper[j]
        above = [self._column()] if place < high else []
        below = [self._column()] if place > low else []
        # place + above − (place − low)·below <= count <= place + (high − place)·above − below
        marks = np.array([j, *above, *below], dtype=np.int32)
        least = np.array([1.0, *[-1.0] * len(above), *[place - low] * len(below)])
        most = np.array([1.0, *[place - high] * len(above), *[1.0] * len(below)])
        self.solver.addRow(place, highspy.kHighsInf, len(marks), marks, least)
        self.solver.addRow(-highspy.kHighsInf, place, len(marks), marks, most)
        if len(marks) > 2:
            self.solver.addRow(-highspy.kHighsInf, 1.0, 2, marks[1:], np.ones(2))
        return (*above, *below)

    def _column(self) -> int:
        number = self.solver.getNumCol()
        self.solver.addCol(0.0, 0.0, 1.0, 0, np.array([], dtype=np.int32), np.array([], dtype=np.float64))
        self.solver.changeColIntegrality(number, highspy.HighsVarType.kInteger)
        return number

    def _most(self, gains: dict[int, float], *, start: bool = True) -> Any:
        """A solution as good as the point with the most of these gains; None if there is none, or it was not found."""
        number = self.solver.getNumCol()
        cost = np.zeros(number)
        cost[: self.columns] = self.price * self.cost
        for column, gain in gains.items():
            cost[column] -= gain
        self.solver.changeColsCost(number, np.arange(number, dtype=np.int32), cost)
        at = np.concatenate((self.point, np.zeros(number - self.columns)))
        self.solver.changeObjectiveOffset(-float(cost @ at))
        self.start.tell(at if start else None)
        if not self.solve(self.solver):
            return None
        x = np.array(self.solver.getSolution().col_value)[: self.columns]
        if float(self.cost @ (x - self.point)) >= -BELOW:
            return x
        if self.floor:
            return None
        self._keep_best()
        return self._most(gains, start=start)

    def _keep_best(self) -> None:
        """Rule out what is better than the point, which no whole solution is; only then, since the row is a dense one."""
        self.floor = True
        index = np.nonzero(self.cost)[0].astype(np.int32)
        value = np.asarray(self.cost, dtype=np.float64)[index]
        self.solver.addRow(float(value @ np.asarray(self.point)[index]), highspy.kHighsInf, len(index), index, value)


def _in_common(found: Sequence[int], ways: Sequence[Any]) -> list[Cut]:
    """Rows for any two counts of which one follows from the other in each way: both stand on one line."""
    rows: list[Cut] = []
    for (a, i), (b, j) in combinations(enumerate(found), 2):
        points = sorted({(int(way[a]), int(way[b])) for way in ways})
        (x, y), (u, v) = points[0], points[-1]
        across = [(v - y) * (p - x) - (u - x) * (q - y) for p, q in points]
        if len(points) > 1 and not any(across):
            index, value = np.array([i, j]), np.array([v - y, x - u])
            high = (v - y) * x - (u - x) * y
            rows += [Cut(index, value, high), Cut(index, -value, -high)]
    return rows
