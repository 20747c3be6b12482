"""A linear relaxation made tighter round by round with cutting planes (:mod:`.cuts`). Runs in the solver's own process."""

from collections.abc import Callable, Sequence
from typing import Any

import highspy
import numpy as np

from scheduler.search.cuts import Cut, Sections, cuts

LEAST_GAIN = 0.02
"""The least gain of a round, before there is any plan."""

PATIENT_GAIN = 0.005
"""The same where there is time."""

MOST_ROUNDS = 50


def add_rows(solver: Any, rows: Sequence[Cut]) -> None:
    """Add rows to the solver's model; its basis stays."""
    starts = np.concatenate(([0], np.cumsum([len(row.index) for row in rows])))[:-1].astype(np.int32)
    index = np.concatenate([row.index for row in rows]).astype(np.int32)
    value = np.concatenate([row.value for row in rows]).astype(np.float64)
    low, high = np.full(len(rows), -highspy.kHighsInf), np.array([float(row.high) for row in rows])
    solver.addRows(len(rows), low, high, len(index), starts, index, value)


def tighten(
    solver: Any,
    activities: Sequence[Sections],
    run: Callable[[], bool],
    gain: float = LEAST_GAIN,
    ended: Callable[[], bool] = lambda: False,
) -> list[Cut]:
    """Add rows as long as they bring the relaxation's value up; all of them.

    The solver's relaxation is solved; ``run`` solves it again and says whether it did. ``gain``: share of what all
    rounds have gained that a round has to gain for another one to follow.
    """
    added: list[Cut] = []
    first = before = solver.getInfo().objective_function_value
    for _ in range(MOST_ROUNDS):
        if ended():
            break
        found = cuts(activities, np.array(solver.getSolution().col_value))
        if not found:
            break
        add_rows(solver, found)
        added += found
        if not run():
            break
        value = solver.getInfo().objective_function_value
        if value - before <= gain * (value - first):
            break
        before = value
    return added


def binding(solver: Any, added: Sequence[Cut]) -> tuple[list[Cut], tuple[Any, Any]]:
    """Those of the rows added last that hold the relaxation where it is, and its basis with no more than these."""
    basis = solver.getBasis()
    columns = np.array([int(status) for status in basis.col_status], dtype=np.int8)
    rows = np.array([int(status) for status in basis.row_status], dtype=np.int8)
    first = len(rows) - len(added)
    keep = np.ones(len(rows), dtype=bool)
    keep[first:] = rows[first:] != int(highspy.HighsBasisStatus.kBasic)
    return [row for row, kept in zip(added, keep[first:], strict=True) if kept], (columns, rows[keep])


def set_basis(solver: Any, found: tuple[Any, Any]) -> None:
    """Begin where another relaxation of the same rows ended."""
    basis = highspy.HighsBasis()
    kinds = [highspy.HighsBasisStatus(number) for number in range(5)]
    basis.col_status = [kinds[number] for number in found[0]]
    basis.row_status = [kinds[number] for number in found[1]]
    basis.valid = True
    solver.setBasis(basis)
