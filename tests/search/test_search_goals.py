"""Goals as linear forms, and the rounding of an engine's bounds."""

import math
from random import Random

import numpy as np
import pytest

from scheduler.search.goals import LinearGoal, linear_goal, within


def goal(offset: int, step: int) -> LinearGoal:
    return LinearGoal("g", np.array([step], dtype=np.int64), offset, step)


@pytest.mark.parametrize(
    ("offset", "step", "bound", "wanted"),
    [
        (0, 1, 7.0, 7),
        (0, 1, 7.4, 8),
        (0, 1, 7.0000004, 7),  # the engine's rounding, not a proof of 8
        (0, 1, 6.9999996, 7),
        (0, 1, -0.5, 0),
        (0, 10, 31.0, 40),  # values are 0, 10, 20 …
        (0, 10, 30.0000004, 30),
        (3, 10, 31.0, 33),  # values are 3, 13, 23, 33 …
        (3, 10, 33.1, 43),
        (-5, 4, -5.2, -5),
        (1000, -100, 1.0, None),
    ],
)
def test_a_bound_is_rounded_up_to_a_value_that_the_goal_can_have(
    offset: int, step: int, bound: float, wanted: int | None
) -> None:
    if wanted is None:
        made = linear_goal("g", 1, [(0, step)], offset)
        assert (made.step, made.round_bound(bound)) == (100, 100)
    else:
        assert goal(offset, step).round_bound(bound) == wanted


@pytest.mark.parametrize(
    ("offset", "step", "bound", "wanted"),
    [
        (0, 1, 7.0, True),
        (0, 1, 6.9999996, True),
        (0, 1, 7.004, False),  # no plan has 7 then
        (0, 1, 7.3, False),
        (0, 10, 30.0, True),
        (0, 10, 31.0, False),
        (3, 10, 30.0, False),
        (3, 10, 33.0, True),
        (0, 1, math.nan, False),
    ],
)
def test_whether_a_bound_is_a_value_that_the_goal_can_have(offset: int, step: int, bound: float, wanted: bool) -> None:
    assert goal(offset, step).even(bound) is wanted


def test_no_bound_stays_none() -> None:
    assert goal(0, 1).round_bound(-math.inf) is None
    assert goal(0, 1).round_bound(math.nan) is None


def test_rounding_never_passes_a_value_at_the_bound() -> None:
    """Whatever a value v of the goal is, a bound that is v but for the engine's error never becomes more than v."""
    r = Random("bounds")
    for _ in range(2000):
        step, offset, k = r.randint(1, 300), r.randint(-(10**6), 10**6), r.randint(-(10**4), 10**4)
        value = offset + step * k
        error = r.uniform(-1, 1) * (1e-4 + 1e-10 * abs(value))
        rounded = goal(offset, step).round_bound(value + error)
        assert rounded == value


def test_terms_of_one_variable_add_up() -> None:
    """4x + 2x − 6y + 5: the differences between values are multiples of 6."""
    made = linear_goal("g", 3, [(0, 4), (1, -6), (0, 2)], 5)
    assert (made.cost.tolist(), made.offset, made.step) == ([6, -6, 0], 5, 6)
    assert made.support.tolist() == [0, 1]
    assert made.value(np.array([2, 1, 9])) == 11


def test_a_goal_without_terms_is_constant() -> None:
    made = linear_goal("g", 2, [], 7)
    assert (made.step, made.value(np.array([1, 1])), made.round_bound(7.0)) == (1, 7, 7)


@pytest.mark.parametrize(
    ("value", "bound", "gap", "wanted"),
    [
        (5, 5, 0.0, True),
        (6, 5, 0.0, False),
        (6, 5, 0.2, True),
        (1, 0, 0.5, False),
        (1, 0, 1.0, True),
        (0, None, 1.0, False),
        (4, 5, 0.0, True),
    ],
)
def test_within_the_gap(value: int, bound: int | None, gap: float, wanted: bool) -> None:
    assert within(value, bound, gap) is wanted
