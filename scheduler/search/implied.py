"""Bounds of variables that the rows imply, given bounds of other variables: bound propagation, row by row.

A branch and bound does this itself in its presolve, a linear relaxation does not: where a budget has 40 left, half of
a visit for 80 is bought. Once little is open any more, relaxations are far tighter for it (12 classes, fairness: 4,271, which is the best
value, instead of 4,256), and their reduced costs hold far more.
Rows' activities and what each variable may at most add to them: Savelsbergh 1994, "Preprocessing and probing techniques".
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scheduler.search.linear import INF, Ints, LinearModel

MOST_ROUNDS = 50
"""Chains of rows may go on for long and bring little."""

Row = tuple[Ints, Ints, int, int]


class Implied:
    """Tightens bounds of a model's variables."""

    def __init__(self, model: LinearModel) -> None:
        self._rows = _Rows(model.start, model.index, model.value, model.row_lower, model.row_upper)

    def tighten(self, lower: Ints, upper: Ints, rows: Sequence[Row] = ()) -> tuple[Ints, Ints]:
        """The bounds that every solution within these keeps; ``rows`` are further ones. The same bounds where there is no solution."""
        low, high = lower.copy(), upper.copy()
        more = _Rows.of(rows)
        changed = np.ones(len(low), dtype=np.bool_)
        for _ in range(MOST_ROUNDS):
            before = low.copy(), high.copy()
            self._rows.tighten(low, high, changed)
            more.tighten(low, high, changed)
            if np.any(low > high):
                return lower, upper
            changed = (low > before[0]) | (high < before[1])
            if not np.any(changed):
                break
        return low, high


class _Rows:
    """Rows one after the other: ``start`` of each in ``index`` and ``value``, with what its sum may be."""

    def __init__(self, start: Ints, index: Ints, value: Ints, lower: Ints, upper: Ints) -> None:
        says = value != 0
        self.index, self.value, self.lower, self.upper = index[says], value[says], lower, upper
        self.row = np.repeat(np.arange(len(lower)), np.diff(start))[says]

    @classmethod
    def of(cls, rows: Sequence[Row]) -> "_Rows":
        """Rows by themselves."""
        none = np.array([], dtype=np.int64)
        start = np.cumsum([0, *(len(index) for index, _, _, _ in rows)])
        index, value = (np.concatenate([none, *(row[i] for row in rows)]) for i in (0, 1))
        lower, upper = (np.array([row[i] for row in rows], dtype=np.int64) for i in (2, 3))
        return cls(start, index, value, lower, upper)

    def tighten(self, low: Ints, high: Ints, changed: NDArray[np.bool_]) -> None:
        """Tighten the bounds in place by the rows in which a variable has changed."""
        at = self._entries(changed)
        if not len(at):
            return
        index, value, row = self.index[at], self.value[at], self.row[at]
        ends = value * low[index], value * high[index]
        least, most = np.minimum(*ends), np.maximum(*ends)
        no_more = self.upper[row] - _sums(row, least) + least
        no_less = self.lower[row] - _sums(row, most) + most
        up = value > 0
        size = np.abs(value)
        above = np.where(up, no_more, -no_less) // size
        below = -(np.where(up, -no_less, no_more) // size)
        bounded, from_below = self.upper[row] < INF, self.lower[row] > -INF
        has_above, has_below = np.where(up, bounded, from_below), np.where(up, from_below, bounded)
        np.minimum.at(high, index[has_above], above[has_above])
        np.maximum.at(low, index[has_below], below[has_below])

    def _entries(self, changed: NDArray[np.bool_]) -> Ints:
        touched = np.zeros(len(self.lower), dtype=np.bool_)
        touched[self.row[changed[self.index]]] = True
        return np.nonzero(touched[self.row])[0]


def _sums(row: Ints, values: Ints) -> Ints:
    """The sum of each entry's row; entries of a row stand together."""
    first = np.flatnonzero(np.diff(row, prepend=-1))
    return np.repeat(np.add.reduceat(values, first), np.diff(first, append=len(row)))
