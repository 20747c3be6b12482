"""A smaller relaxation of a model in which many variables say nearly the same: sums of them instead of each by itself.

Where a student has one list for several blocks, the model has a place for each club in each block, and very many solutions are equally
good; its relaxation is degenerate, and takes an engine long. Here a student's place in a club is one variable for the whole week, and
how many students a club has in a block is one for all of them. Both are sums of the same places, over one and over the
other; all that a row says of such sums is kept, the rest is left out. So every solution of the model is one of this, which
is solved in a fraction of the time and opens nearly the best sections (aggregation: Rogers, Plante, Wong and Evans 1991).
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scheduler.search.cuts import Cut
from scheduler.search.highs import Floats
from scheduler.search.linear import INF, Ints, LinearModel

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Alike:
    """Which variables are summed, by number: ``wide`` those of the same student and club (over the blocks), ``deep`` those of the same club and
    block (over the students), -1 for all others; a variable has both numbers or neither. ``gap``: the variables that say
    that a student has no place."""

    wide: Ints
    deep: Ints
    gap: Mask

    @property
    def spared(self) -> int:
        """How many variables fewer there are when these are summed over the blocks."""
        return int((self.wide >= 0).sum()) - len(np.unique(self.wide[self.wide >= 0]))


@dataclass(frozen=True)
class Merged:
    """The smaller model; ``column``: where each variable of the model is in it, by itself or summed over the blocks, ``deep``: where
    it is summed over the students, -1 if it is not; ``single``: whether it is there by itself."""

    model: LinearModel
    column: Ints
    deep: Ints
    single: Mask

    @cached_property
    def _shares(self) -> Ints:
        return np.bincount(self.column, minlength=self.model.columns)[self.column]

    @cached_property
    def _origin(self) -> Ints:
        """Of each variable that is there by itself, which it is."""
        found = np.full(self.model.columns, -1, dtype=np.int64)
        found[self.column[self.single]] = np.nonzero(self.single)[0]
        return found

    def some(self, columns: Ints) -> Ints:
        """Where these variables are."""
        return np.unique(self.column[columns])

    # -- from the model to the smaller one -----------------------------------------------------------------
    def cost(self, cost: Ints) -> Ints:
        """A linear form that is nowhere more than the given one, for variables that are never negative."""
        found = np.full(self.model.columns, INF, dtype=np.int64)
        np.minimum.at(found, self.column, cost)
        found[found == INF] = 0
        return found

    def exact(self, cost: Ints) -> bool:
        """Whether that is just as much, since what is summed over the blocks costs the same in each."""
        return bool(np.array_equal(self.cost(cost)[self.column], cost))

    def sums(self, x: Ints | Floats) -> Any:
        """A point, or one side of the variables' bounds."""
        summed = ~self.single
        found = np.bincount(self.column, weights=x, minlength=self.model.columns)
        found += np.bincount(self.deep[summed], weights=x[summed], minlength=self.model.columns)
        return found.astype(x.dtype)

    # -- and back ------------------------------------------------------------------------------------------
    def spread(self, y: Floats) -> Floats:
        """A point of the model: each sum in equal parts. It keeps no row for certain."""
        return y[self.column] / self._shares

    def reduced(self, reduced: Floats) -> Floats:
        """What a variable costs at least that leaves its lower bound: then both its sums do. Of sums nothing is said of upper bounds."""
        found, summed = reduced[self.column], ~self.single
        found[summed] = np.maximum(found[summed], 0) + np.maximum(reduced[self.deep[summed]], 0)
        return found

    def side(self, side: Floats, otherwise: Ints) -> Floats:
        """One side of the bounds of variables that are there by themselves."""
        return np.where(self.single, side[self.column], otherwise)

    def cut(self, cut: Cut) -> Cut:
        """A row of variables that are there by themselves."""
        return replace(cut, index=self._origin[cut.index])


@dataclass(frozen=True)
class _Entries:
    """Entries of rows that are being made: ``row`` and ``column`` of each, with its value."""

    row: Ints
    column: Ints
    value: Ints

    def of(self, some: Mask | Ints) -> "_Entries":
        return _Entries(self.row[some], self.column[some], self.value[some])


def merge(model: LinearModel, alike: Alike) -> Merged:
    """The model with sums of variables that are alike."""
    single = alike.wide < 0
    singles = int(single.sum())
    _, wide = np.unique(alike.wide[~single], return_inverse=True)
    _, deep = np.unique(alike.deep[~single], return_inverse=True)
    by_wide, by_deep = np.empty(model.columns, dtype=np.int64), np.empty(model.columns, dtype=np.int64)
    by_wide[single] = by_deep[single] = np.arange(singles)
    by_wide[~single] = singles + wide
    by_deep[~single] = singles + int(wide.max(initial=-1)) + 1 + deep
    columns = singles + int(wide.max(initial=-1)) + int(deep.max(initial=-1)) + 2
    sizes = np.ones(columns, dtype=np.int64)
    for by in (by_wide, by_deep):
        sizes[singles:] += np.bincount(by[~single], minlength=columns)[singles:]
    sizes[singles:] -= 1
    return _Merging(model, alike, single, by_wide, by_deep, sizes).merged()


class _Merging:
    def __init__(
        self, model: LinearModel, alike: Alike, single: Mask, by_wide: Ints, by_deep: Ints, sizes: Ints
    ) -> None:
        self.model, self.alike, self.single, self.sizes = model, alike, single, sizes
        self.by_wide, self.by_deep = by_wide, by_deep
        counts = np.diff(model.start)
        self.row = np.repeat(np.arange(model.rows), counts)
        self.apart = self._rows(~single[model.index])  # rows that name a variable that is summed
        self.parts: list[_Entries] = []
        self.low: list[Ints] = []
        self.high: list[Ints] = []
        self.rows = 0

    def merged(self) -> Merged:
        self._each(~self.apart, self.by_wide)
        whole = self._each(self.apart, self.by_wide)
        whole |= self._each(self.apart & ~whole, self.by_deep)
        with_gap = self.apart & ~whole & self._rows(self.alike.gap[self.model.index])
        for by in (self.by_wide, self.by_deep):
            self._summed(with_gap, self.alike.gap, by)
        lone = self.apart & ~whole & ~with_gap & (self._number(~self.single[self.model.index]) == 1)
        self._summed(self._first_of_each(lone), ~self.single, self.by_wide)
        self._links()
        merged = Merged(self._model(), self.by_wide, np.where(self.single, -1, self.by_deep), self.single)
        lower, upper = merged.sums(self.model.lower), merged.sums(self.model.upper)
        return replace(merged, model=replace(merged.model, lower=lower, upper=upper))

    def _rows(self, entries: Mask) -> Mask:
        """The rows with such an entry."""
        return self._number(entries) > 0

    def _number(self, entries: Mask) -> Ints:
        return np.bincount(self.row[entries], minlength=self.model.rows)

    def _first_of_each(self, rows: Mask) -> Mask:
        """Of the rows with one variable that is summed, the first that bounds each variable from above by others alone."""
        here = np.nonzero(rows[self.row] & ~self.single[self.model.index] & (self.model.value == 1))[0]
        here = here[self.model.row_lower[self.row[here]] <= -INF]
        _, first = np.unique(self.model.index[here], return_index=True)
        found = np.zeros_like(rows)
        found[self.row[here[first]]] = True
        return found

    def _each(self, rows: Mask, by: Ints) -> Mask:
        """Rows one by one, those that speak of nothing but whole sums; which these were."""
        numbers = np.nonzero(rows)[0]
        label = np.full(self.model.rows, -1, dtype=np.int64)
        label[numbers] = np.arange(len(numbers))
        good = self._add(label, by, self.model.row_lower[numbers], self.model.row_upper[numbers])
        found = np.zeros_like(rows)
        found[numbers[good]] = True
        return found

    def _summed(self, rows: Mask, pivots: Mask, by: Ints) -> None:
        """The sums of rows whose pivot, the one variable of these that they name, is in the same sum."""
        at = np.nonzero(rows[self.row] & pivots[self.model.index])[0]
        sums, which = np.unique(by[self.model.index[at]], return_inverse=True)
        label = np.full(self.model.rows, -1, dtype=np.int64)
        label[self.row[at]] = which
        numbers = np.nonzero(label >= 0)[0]
        low, high = np.zeros(len(sums), dtype=np.int64), np.zeros(len(sums), dtype=np.int64)
        for total, ends, open_end in ((low, self.model.row_lower, -INF), (high, self.model.row_upper, INF)):
            is_open = np.abs(ends[numbers]) >= INF
            np.add.at(total, label[numbers], np.where(is_open, 0, ends[numbers]))
            total[np.bincount(label[numbers], weights=is_open, minlength=len(sums)) > 0] = open_end
        self._add(label, by, low, high)

    def _add(self, label: Ints, by: Ints, low: Ints, high: Ints) -> Mask:
        """Rows by their label: the sums of what is labelled so, where that is in whole sums of variables; which were added."""
        here = label[self.row] >= 0
        found = _Entries(label[self.row[here]], by[self.model.index[here]], self.model.value[here])
        order = np.lexsort((found.column, found.row))
        found = found.of(order) if len(order) else found
        if not len(found.row):
            return np.zeros(len(low), dtype=np.bool_)
        starts = np.nonzero(np.r_[True, (np.diff(found.row) != 0) | (np.diff(found.column) != 0)])[0]
        total = np.add.reduceat(found.value, starts)
        number = np.diff(np.r_[starts, len(found.row)])
        even = np.minimum.reduceat(found.value, starts) == np.maximum.reduceat(found.value, starts)
        row, column = found.row[starts], found.column[starts]
        merged = self.sizes[column] > 1
        broken = merged & ~(even & (number == self.sizes[column]))
        good = np.bincount(row, minlength=len(low)) > 0
        good[row[broken]] = False
        value = np.where(merged, found.value[starts], total)
        numbers = np.cumsum(good) - 1 + self.rows
        kept = good[row] & (value != 0)
        self.parts.append(_Entries(numbers[row[kept]], column[kept], value[kept]))
        self.low.append(low[good])
        self.high.append(high[good])
        self.rows += int(good.sum())
        return good

    def _links(self) -> None:
        """Sums over blocks and sums over students of the same places are equal."""
        pairs = np.unique(np.stack((self.by_wide[~self.single], self.by_deep[~self.single])), axis=1)
        group = _components(pairs[0], pairs[1], len(self.sizes))
        for by, sign in ((0, 1), (1, -1)):
            columns = np.unique(pairs[by])
            self.parts.append(
                _Entries(self.rows + group[columns], columns, np.full(len(columns), sign, dtype=np.int64))
            )
        groups = int(group.max(initial=-1)) + 1
        self.low.append(np.zeros(groups, dtype=np.int64))
        self.high.append(np.zeros(groups, dtype=np.int64))
        self.rows += groups

    def _model(self) -> LinearModel:
        """The rows; the bounds of the variables are none yet."""
        row, column, value = (np.concatenate(found) for found in zip(*map(_columns, self.parts), strict=True))
        order = np.lexsort((column, row))
        start = np.concatenate(([0], np.cumsum(np.bincount(row, minlength=self.rows))))
        low, high = np.concatenate(self.low), np.concatenate(self.high)
        none = np.zeros(len(self.sizes), dtype=np.int64)
        return LinearModel(none, none, start, column[order], value[order], low, high)


def _columns(entries: _Entries) -> tuple[Ints, Ints, Ints]:
    return entries.row, entries.column, entries.value


def _components(left: Ints, right: Ints, nodes: int) -> Ints:
    """The number of the connected component of every node that an edge names, -1 for all others."""
    least = np.arange(nodes)
    while True:
        lower = np.minimum(least[left], least[right])
        after = least.copy()
        np.minimum.at(after, left, lower)
        np.minimum.at(after, right, lower)
        if np.array_equal(after, least):
            break
        least = after
    found = np.full(nodes, -1, dtype=np.int64)
    named = np.union1d(left, right)
    _, found[named] = np.unique(least[named], return_inverse=True)
    return found
