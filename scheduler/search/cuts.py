"""Cutting planes for activities whose students come in sections: what a fractional number of sections gets wrong.

An activity has n sections and x_g <= c_g students of each group g, with least·n <= Σ x_g <= most·n and x_g <= c_g·n. Where
the relaxation has k < n < k + 1, let f = n − k, S any set of groups, D = Σ c_g over S. Every whole n keeps

    Σ_S x_g <= D − (D − k·most)·(k + 1 − n)              if k·most < D <= (k + 1)·most
    Σ_{not S} x_g >= ((k + 1)·least − D)·(n − k)         if k·least <= D < (k + 1)·least

the mixed-integer rounding of the two rows (Nemhauser and Wolsey 1990), as in lot sizing. Both are furthest from being
kept for S = {g: x_g > f·c_g}. With n < 1 they say no more than the rows x_g <= c_g·n.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

LEAST_VIOLATION = 1e-3
"""By how much a point must break a row for it to be worth adding."""


@dataclass(frozen=True)
class Sections:
    """Variables of one activity at one time: ``count`` of its sections, ``members`` and the ``sizes`` they can have;
    each section takes ``least`` to ``most`` students."""

    count: int
    members: Any
    sizes: Any
    least: int
    most: int


@dataclass(frozen=True)
class Cut:
    """A row Σ value·x[index] <= high, in whole numbers."""

    index: Any
    value: Any
    high: int


def cuts(activities: Sequence[Sections], *points: Any) -> list[Cut]:
    """Rows that every solution in whole numbers keeps and one of the points does not."""
    found: dict[tuple[bytes, bytes], Cut] = {}
    for activity in activities:
        for x in points:
            for cut in _cuts(activity, x):
                found[cut.index.tobytes(), cut.value.tobytes()] = cut
    return list(found.values())


def _cuts(activity: Sections, x: Any) -> list[Cut]:
    n = float(x[activity.count])
    k = int(np.floor(n))
    if n <= 1 or not LEAST_VIOLATION < n - k < 1 - LEAST_VIOLATION:
        return []
    here = x[activity.members]
    return [
        cut
        for cut in (_seats(activity, here, k, n - k), _needs(activity, here, k, n - k))
        if cut is not None and float(cut.value @ x[cut.index]) > cut.high + LEAST_VIOLATION
    ]


def _seats(activity: Sections, here: Any, k: int, f: float) -> Cut | None:
    """k sections seat no more than k·most of the groups S."""
    gain = here - f * activity.sizes
    order = np.argsort(-gain, kind="stable")
    fits = np.cumsum(activity.sizes[order]) <= (k + 1) * activity.most
    chosen = order[(gain[order] > 0) & fits]
    size = int(activity.sizes[chosen].sum())
    rest = size - k * activity.most
    if rest <= 0:
        return None
    index = np.append(activity.members[chosen], activity.count)
    return Cut(index, np.append(np.ones(len(chosen), dtype=np.int64), -rest), size - rest * (k + 1))


def _needs(activity: Sections, here: Any, k: int, f: float) -> Cut | None:
    """k + 1 sections need more students than the groups S have."""
    inside = here > f * activity.sizes
    size = int(activity.sizes[inside].sum())
    lack = (k + 1) * activity.least - size
    if lack <= 0 or size < k * activity.least:
        return None
    others = activity.members[~inside]
    return Cut(np.append(others, activity.count), np.append(-np.ones(len(others), dtype=np.int64), lack), lack * k)
