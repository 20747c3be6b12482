"""Rows that only a relaxation needs. Runs in the solver's own process.

``x_g <= c_g·n`` ties the students of a group to the number n of a club's sections. A whole n needs no such row, since there are
no seats where there is no section; a fractional one does. Few of them ever bind: of 17,000 at 72 classes 3,000, and a branch
and bound without the others has half of the rows, and takes half of the time.
"""

from collections.abc import Callable
from typing import Any

import highspy
import numpy as np

SLACK = 1e-3
"""A row that is further from its side than this does not bind."""

BROKEN = 1e-6
"""A row that is broken by more than this is."""

CUT = -1
"""Where a row of the solver is none of the model's."""


def ties(model: dict[str, Any]) -> Any:
    """The rows a·x <= b·n of one count n and one variable x that is none."""
    entries = np.diff(model["start"])
    row = np.repeat(np.arange(len(entries)), entries)
    counted = np.bincount(row, weights=model["counts"][model["index"]], minlength=len(entries))
    open_below = np.isinf(model["row_lower"]) & (model["row_upper"] == 0)
    return open_below & (entries == 2) & (counted == 1)


def slack(model: dict[str, Any], point: Any) -> Any:
    """The ties that do not bind at the point."""
    return ties(model) & (_activity(model, point) < model["row_upper"] - SLACK)


def _activity(model: dict[str, Any], point: Any) -> Any:
    products = np.concatenate(([0.0], np.cumsum(model["value"] * point[model["index"]])))
    return products[model["start"][1:]] - products[model["start"][:-1]]


def without(model: dict[str, Any], left_out: Any) -> dict[str, Any]:
    """The model without these rows."""
    entries = np.diff(model["start"])
    keep = ~left_out
    kept = np.repeat(keep, entries)
    return model | {
        "start": np.concatenate(([0], np.cumsum(entries[keep]))),
        "index": model["index"][kept],
        "value": model["value"][kept],
        "row_lower": model["row_lower"][keep],
        "row_upper": model["row_upper"][keep],
    }


class Lean:
    """A relaxation that the ``solver`` has solved, gone on with without the ties that do not bind.

    ``solve`` runs the solver and says whether it came to its end. Rows that others add at the end of the solver's model are
    taken for cuts. ``point``, ``value`` and ``duals``: the last solution. ``left_out``: the ties that the solver never had, where it had
    not all of them.
    """

    def __init__(
        self, solver: Any, model: dict[str, Any], solve: Callable[[], bool], left_out: Any | None = None
    ) -> None:
        self.solver, self.model, self.solve = solver, model, solve
        self._read()
        self.left_out: Any = slack(model, self.point) if left_out is None else left_out
        rows = np.nonzero(self.left_out)[0].astype(np.int32)
        if left_out is None and len(rows):
            solver.deleteRows(len(rows), rows)
            self.duals = self.duals[~self.left_out]
        self.order: list[int] = np.nonzero(~self.left_out)[0].tolist()
        self.first = int(self.broken().sum())

    def broken(self) -> Any:
        """The ties that the last solution breaks."""
        return self.left_out & (_activity(self.model, self.point) > self.model["row_upper"] + BROKEN)

    def run(self, share: float = 0.0) -> bool:
        """Solve it, with those of the ties again that it breaks, until these are at most such a ``share`` of those broken at first; whether
        that came to its end."""
        while self.broken().sum() > share * self.first:
            if not self.step():
                return False
        return True

    def step(self) -> bool:
        """Solve it once, with the ties that the last solution broke; whether that came to its end."""
        self.order += [CUT] * (self.solver.getNumRow() - len(self.order))
        broken = self.broken()
        if broken.any():
            self._put_back(broken)
        if not self.solve():
            return False
        self._read()
        return True

    def _read(self) -> None:
        solution = self.solver.getSolution()
        self.point, self.duals = np.array(solution.col_value), np.array(solution.row_dual)
        self.value: float = self.solver.getInfo().objective_function_value

    def _put_back(self, broken: Any) -> None:
        rows = without(self.model, ~broken)
        number = len(rows["row_upper"])
        starts, index = rows["start"][:-1].astype(np.int32), rows["index"].astype(np.int32)
        lower, upper = rows["row_lower"].astype(np.float64), rows["row_upper"].astype(np.float64)
        self.solver.addRows(number, lower, upper, len(index), starts, index, rows["value"].astype(np.float64))
        self.order += np.nonzero(broken)[0].tolist()
        self.left_out = self.left_out & ~broken

    def duals_now(self) -> tuple[Any, Any]:
        """The last solution's duals of all rows that are there now; those of the cuts. What came later has none."""
        duals = np.zeros(self.solver.getNumRow())
        duals[: len(self.duals)] = self.duals
        return duals, duals[: len(self.order)][np.array(self.order) == CUT]

    def basis(self) -> tuple[Any, Any, Any]:
        """The basis: of the columns, of the model's rows, of the cuts."""
        found = self.solver.getBasis()
        columns = np.array([int(status) for status in found.col_status], dtype=np.int8)
        here = np.array([int(status) for status in found.row_status], dtype=np.int8)
        order = np.array(self.order)
        rows = np.full(len(self.model["row_upper"]), int(highspy.HighsBasisStatus.kBasic), dtype=np.int8)
        rows[order[order != CUT]] = here[order != CUT]
        return columns, rows, here[order == CUT]
