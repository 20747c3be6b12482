"""The linear form of a model has exactly the model's points."""

import numpy as np
import pytest
from models_by_force import KINDS, Forced, random_model, vector
from ortools.sat.python import cp_model

from scheduler.search.linear import INF, LinearModel, translate


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_the_same_points(kind: str) -> None:
    for seed in range(60):
        forced = random_model((kind, seed), (kind,), constraints=2)
        linear = translate(forced.model)
        wanted = set(forced.feasible())
        assert {x for x in forced.points() if linear.holds(vector(x))} == wanted, seed


def test_mixed_models_have_the_same_points() -> None:
    sizes = []
    for seed in range(120):
        forced = random_model(seed)
        linear = translate(forced.model)
        wanted = set(forced.feasible())
        sizes.append(len(wanted))
        assert {x for x in forced.points() if linear.holds(vector(x))} == wanted, seed
    assert sizes.count(0) < 60
    assert sum(n > 0 for n in sizes) > 60


@pytest.mark.parametrize("kind", KINDS)
def test_enforced_by_a_literal_of_the_constraint_itself(kind: str) -> None:
    """A literal may enforce a constraint that it is part of; the row still names each variable once."""
    for positive in (True, False):
        forced = Forced([1, 1, 1])
        forced.add(kind, [(0, True), (1, True), (2, False)], [2, 1, -1], 1, 2, [(0, positive)])
        linear = translate(forced.model)
        assert {x for x in forced.points() if linear.holds(vector(x))} == set(forced.feasible())
        for row in range(linear.rows):
            names = linear.index[linear.start[row] : linear.start[row + 1]].tolist()
            assert len(set(names)) == len(names)


def test_a_clause_that_names_a_variable_twice() -> None:
    """x or not x holds always; at most one of x and x means that x is 0."""
    model = cp_model.CpModel()
    x, y = model.new_bool_var(""), model.new_bool_var("")
    model.add_bool_or([x, x.negated()])
    model.add_at_most_one([x, x, y])
    linear = translate(model)
    assert [p for p in ((0, 0), (0, 1), (1, 0), (1, 1)) if linear.holds(vector(p))] == [(0, 0), (0, 1)]


def test_a_clause_without_literals_is_false() -> None:
    model = cp_model.CpModel()
    model.new_bool_var("")
    model.add_bool_or([])
    linear = translate(model)
    assert not linear.holds(vector((0,)))
    assert not linear.holds(vector((1,)))


def test_bounds_of_variables_hold_too() -> None:
    model = cp_model.CpModel()
    model.new_int_var(-2, 3, "")
    linear = translate(model)
    assert [v for v in range(-4, 6) if linear.holds(vector((v,)))] == [-2, -1, 0, 1, 2, 3]


def test_activity_is_exact() -> None:
    """Two rows by hand: 3a − 2b over (4, 5) is 2; an empty row is 0; c alone is 10¹⁵."""
    zero = np.zeros(3, dtype=np.int64)
    linear = LinearModel(
        lower=zero,
        upper=zero + 10**16,
        start=np.array([0, 2, 2, 3]),
        index=np.array([0, 1, 2]),
        value=np.array([3, -2, 1]),
        row_lower=np.array([2, 0, -INF]),
        row_upper=np.array([2, 0, 10**15]),
    )
    assert (linear.columns, linear.rows) == (3, 3)
    assert linear.activity(vector((4, 5, 10**15))).tolist() == [2, 0, 10**15]
    assert linear.holds(vector((4, 5, 10**15)))
    assert not linear.holds(vector((4, 5, 10**15 + 1)))
    assert not linear.holds(vector((4, 4, 0)))


def test_what_has_no_linear_form_is_refused() -> None:
    model = cp_model.CpModel()
    x = [model.new_int_var(0, 3, "") for _ in range(3)]
    model.add_all_different(x)
    with pytest.raises(ValueError, match="no linear form"):
        translate(model)


def test_holes_are_refused() -> None:
    model = cp_model.CpModel()
    model.new_int_var_from_domain(cp_model.Domain.from_values([0, 2]), "")
    with pytest.raises(ValueError, match="variable with holes"):
        translate(model)
    model = cp_model.CpModel()
    x = model.new_int_var(0, 4, "")
    model.add(x != 2)
    with pytest.raises(ValueError, match="constraint with holes"):
        translate(model)
