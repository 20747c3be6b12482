"""Small random CP-SAT models beside plain functions that say which points keep them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product
from random import Random

import numpy as np
from ortools.sat.python import cp_model

Point = tuple[int, ...]
Keeps = Callable[[Point], bool]
Literal = tuple[int, bool]
KINDS = ("linear", "at_most_one", "exactly_one", "bool_or", "bool_and")


@dataclass
class Forced:
    """A model and, for each of its constraints, whether a point keeps it. ``most``: the largest value of each variable."""

    most: list[int]
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    keeps: list[Keeps] = field(default_factory=list)
    variables: list[cp_model.IntVar] = field(init=False)

    def __post_init__(self) -> None:
        self.variables = [
            self.model.new_bool_var("") if n == 1 else self.model.new_int_var(0, n, "") for n in self.most
        ]

    def points(self) -> Iterator[Point]:
        """Every point within the bounds."""
        return product(*(range(n + 1) for n in self.most))

    def feasible(self) -> list[Point]:
        """Every point that keeps all constraints."""
        return [x for x in self.points() if all(keeps(x) for keeps in self.keeps)]

    def literal(self, literal: Literal) -> cp_model.IntVar:
        """A variable or its negation."""
        index, positive = literal
        return self.variables[index] if positive else self.variables[index].negated()

    def add(self, kind: str, literals: list[Literal], weights: list[int], low: int, high: int, when: list[Literal]):
        """One constraint that binds only where all of ``when`` are true."""
        if kind == "linear":
            expression = cp_model.LinearExpr.weighted_sum([self.variables[i] for i, _ in literals], weights)
            made = self.model.add_linear_constraint(expression, low, high)
        else:
            made = getattr(self.model, f"add_{kind}")([self.literal(x) for x in literals])
        if when:
            made.only_enforce_if([self.literal(x) for x in when])

        def keeps(x: Point) -> bool:
            true = [x[i] == int(positive) for i, positive in literals]
            if not all(x[i] == int(positive) for i, positive in when):
                return True
            return {
                "linear": lambda: low <= sum(w * x[i] for (i, _), w in zip(literals, weights, strict=True)) <= high,
                "at_most_one": lambda: sum(true) <= 1,
                "exactly_one": lambda: sum(true) == 1,
                "bool_or": lambda: any(true),
                "bool_and": lambda: all(true),
            }[kind]()

        self.keeps.append(keeps)


def random_model(seed: object, kinds: tuple[str, ...] = KINDS, constraints: int = 4) -> Forced:
    """A model of up to seven variables, the first of them 0–1, with constraints of these kinds."""
    r = Random(f"model/{seed}")
    booleans = r.randint(3, 5)
    forced = Forced([1] * booleans + [r.randint(2, 3) for _ in range(r.randint(0, 2))])
    for _ in range(constraints):
        kind = r.choice(kinds)
        among = range(len(forced.most)) if kind == "linear" else range(booleans)
        literals = [(i, r.random() < 0.6) for i in r.sample(among, r.randint(1, min(4, len(among))))]
        weights = [r.choice([-3, -1, 1, 2, 5]) for _ in literals]
        low = r.randint(-4, 3)
        high = r.choice([low, low + r.randint(0, 4), 2**62])
        if r.random() < 0.2 and high < 2**62:
            low = -(2**62)
        when = [(i, r.random() < 0.6) for i in r.sample(range(booleans), r.choice([0, 0, 1, 2]))]
        forced.add(kind, literals, weights, low, high, when)
    return forced


def vector(x: Point) -> np.ndarray:
    """A point as an array."""
    return np.array(x, dtype=np.int64)
