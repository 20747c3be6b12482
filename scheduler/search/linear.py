"""A CP-SAT model as a linear programme in whole numbers, read from its protobuf.

Understood: linear constraints with one interval, at_most_one, exactly_one, bool_or, bool_and, and enforcement
literals (by the smallest constant that makes the row void). A literal −1 − i stands for 1 − x_i.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

Ints = NDArray[np.int64]
INF = 2**60


@dataclass(frozen=True)
class LinearModel:
    """min c·x subject to row_lower <= A x <= row_upper, lower <= x <= upper, x whole. A by rows (CSR)."""

    lower: Ints
    upper: Ints
    start: Ints
    index: Ints
    value: Ints
    row_lower: Ints
    row_upper: Ints

    @property
    def columns(self) -> int:
        """Number of variables."""
        return len(self.lower)

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.row_lower)

    def activity(self, x: Ints) -> Ints:
        """A x, exactly."""
        products = self.value * x[self.index]
        sums = np.concatenate(([0], np.cumsum(products)))
        return sums[self.start[1:]] - sums[self.start[:-1]]

    def holds(self, x: Ints) -> bool:
        """Whether x keeps every bound and every row, exactly."""
        if not (np.all(x >= self.lower) and np.all(x <= self.upper)):
            return False
        activity = self.activity(x)
        return bool(np.all(activity >= self.row_lower) and np.all(activity <= self.row_upper))


class _Rows:
    def __init__(self, lower: list[int], upper: list[int]) -> None:
        self.lower, self.upper = lower, upper
        self.start: list[int] = [0]
        self.index: list[int] = []
        self.value: list[int] = []
        self.row_lower: list[int] = []
        self.row_upper: list[int] = []

    def add(self, variables: list[int], weights: list[int], low: int, high: int) -> None:
        if len(set(variables)) < len(variables):  # engines refuse a row that names a variable twice
            merged: dict[int, int] = defaultdict(int)
            for variable, weight in zip(variables, weights, strict=True):
                merged[variable] += weight
            variables, weights = list(merged), list(merged.values())
        self.index += variables
        self.value += weights
        self.start.append(len(self.index))
        self.row_lower.append(low)
        self.row_upper.append(high)

    def add_literals(self, enforcement: list[int], literals: list[int], low: int, high: int) -> None:
        """A row over literals: how many of them are true lies between low and high."""
        variables = [x if x >= 0 else -1 - x for x in literals]
        weights = [1 if x >= 0 else -1 for x in literals]
        negated = sum(x < 0 for x in literals)
        self.add_enforced(enforcement, variables, weights, _minus(low, negated), _minus(high, negated))

    def add_enforced(
        self, enforcement: list[int], variables: list[int], weights: list[int], low: int, high: int
    ) -> None:
        """A row that binds only if every literal of ``enforcement`` is true."""
        if not enforcement:
            self.add(variables, weights, low, high)
            return
        spans = [sorted((w * self.lower[v], w * self.upper[v])) for v, w in zip(variables, weights, strict=True)]
        least, most = sum(s[0] for s in spans), sum(s[1] for s in spans)
        negated = sum(x < 0 for x in enforcement)
        literals = [x if x >= 0 else -1 - x for x in enforcement]
        signs = [1 if x >= 0 else -1 for x in enforcement]
        off = len(enforcement) - negated  # the number of false literals is off − Σ sign·x
        if high < most:
            slack = most - high
            self.add([*variables, *literals], [*weights, *(slack * s for s in signs)], -INF, high + slack * off)
        if low > least:
            slack = least - low
            self.add([*variables, *literals], [*weights, *(slack * s for s in signs)], low + slack * off, INF)


def _minus(bound: int, amount: int) -> int:
    return bound if abs(bound) >= INF else bound - amount


def translate(model: cp_model.CpModel) -> LinearModel:
    """The linear form of a model. Raises ValueError for a constraint outside the list above, or holes in a domain."""
    proto = model.proto
    domains = [_numbers(v.domain) for v in proto.variables]
    if any(len(domain) != 2 for domain in domains):
        raise ValueError("a variable with holes in its domain")
    rows = _Rows([d[0] for d in domains], [d[-1] for d in domains])
    for constraint in proto.constraints:
        _add(rows, constraint)
    return LinearModel(
        lower=np.array(rows.lower, dtype=np.int64),
        upper=np.array(rows.upper, dtype=np.int64),
        start=np.array(rows.start, dtype=np.int64),
        index=np.array(rows.index, dtype=np.int64),
        value=np.array(rows.value, dtype=np.int64),
        row_lower=np.array(rows.row_lower, dtype=np.int64),
        row_upper=np.array(rows.row_upper, dtype=np.int64),
    )


def _numbers(field: Any) -> list[int]:
    """A repeated field. It has no iterator of its own, so that Python ends each loop over one by an exception, which takes
    longer than the loop."""
    return list(map(field.__getitem__, range(len(field))))


def _add(rows: _Rows, constraint: Any) -> None:
    enforcement = _numbers(constraint.enforcement_literal)
    if constraint.has_linear():
        linear = constraint.linear
        domain = _numbers(linear.domain)
        if len(domain) != 2:
            raise ValueError("a linear constraint with holes in its domain")
        low, high = max(domain[0], -INF), min(domain[1], INF)
        rows.add_enforced(enforcement, _numbers(linear.vars), _numbers(linear.coeffs), low, high)
    elif constraint.has_at_most_one():
        rows.add_literals(enforcement, _numbers(constraint.at_most_one.literals), -INF, 1)
    elif constraint.has_exactly_one():
        rows.add_literals(enforcement, _numbers(constraint.exactly_one.literals), 1, 1)
    elif constraint.has_bool_or():
        rows.add_literals([], [*(-1 - x for x in enforcement), *_numbers(constraint.bool_or.literals)], 1, INF)
    elif constraint.has_bool_and():
        for literal in _numbers(constraint.bool_and.literals):
            rows.add_literals([], [*(-1 - x for x in enforcement), literal], 1, INF)
    else:
        raise ValueError("a constraint that has no linear form here")
