"""A linear relaxation made tighter round by round with cutting planes (:mod:`.cuts`). Runs in the solver's own process."""

from collections.abc import Callable, Sequence
from typing import Any

import highspy
import numpy as np

from scheduler.search.cuts import Cut, Sections, cuts
from scheduler.search.highs_lean import Lean

LEAST_GAIN = 0.02
"""The least gain of a round, before there is any plan."""

PATIENT_GAIN = 0.005
"""The same where there is time."""

MOST_ROUNDS = 50

NEARLY = 0.05
"""Share of the ties that were broken at first with which the rounds begin."""

STAYS = 0.8
"""How much of the average of earlier solutions stays in a new one."""


def add_rows(solver: Any, rows: Sequence[Cut]) -> None:
    """Add rows to the solver's model; its basis stays."""
    starts = np.concatenate(([0], np.cumsum([len(row.index) for row in rows])))[:-1].astype(np.int32)
    index = np.concatenate([row.index for row in rows]).astype(np.int32)
    value = np.concatenate([row.value for row in rows]).astype(np.float64)
    low, high = np.full(len(rows), -highspy.kHighsInf), np.array([float(row.high) for row in rows])
    solver.addRows(len(rows), low, high, len(index), starts, index, value)


def tighten(
    lean: Lean,
    activities: Sequence[Sections],
    gain: float = LEAST_GAIN,
    ended: Callable[[], bool] = lambda: False,
) -> list[Cut]:
    """Add rows as long as they bring the relaxation's value up, beside the last ties that it breaks; all of them.

    They cut off the solution, and what it has been on average so far: a row that cuts off a point further inside is
    a deeper one, and far fewer rounds are needed (in-out separation: Ben-Ameur and Neto 2007).
    ``gain``: share of what all rounds have gained that a round has to gain for another one to follow.
    """
    added: list[Cut] = []
    first = before = lean.value
    inner = lean.point
    for _ in range(MOST_ROUNDS):
        if ended():
            break
        inner = STAYS * inner + (1 - STAYS) * lean.point
        found = cuts(activities, lean.point, inner)
        if not found:
            break
        add_rows(lean.solver, found)
        added += found
        if not lean.step():
            return added
        if lean.value - before <= gain * (lean.value - first):
            break
        before = lean.value
    lean.run()
    return added


def binding(lean: Lean, added: Sequence[Cut]) -> tuple[list[Cut], tuple[Any, Any]]:
    """Those of the cuts that hold the relaxation where it is, and its basis with no more than these."""
    columns, rows, of_cuts = lean.basis()
    keep = of_cuts != int(highspy.HighsBasisStatus.kBasic)
    return [row for row, kept in zip(added, keep, strict=True) if kept], (columns, np.append(rows, of_cuts[keep]))


def set_basis(solver: Any, found: tuple[Any, Any]) -> None:
    """Begin where another relaxation of the same rows ended."""
    basis = highspy.HighsBasis()
    kinds = [highspy.HighsBasisStatus(number) for number in range(5)]
    basis.col_status = [kinds[number] for number in found[0]]
    basis.row_status = [kinds[number] for number in found[1]]
    basis.valid = True
    solver.setBasis(basis)
