"""Bounds that rows imply: by hand, against every point, and what that saves a relaxation."""

from itertools import product

import numpy as np
import pytest
from models_by_force import Forced, random_model

from scheduler.search.goals import linear_goal
from scheduler.search.highs import Answer
from scheduler.search.implied import Implied
from scheduler.search.linear import INF, translate
from scheduler.search.state import State


def bounds(forced: Forced, *more: tuple[list[int], list[int], int, int]) -> tuple[list[int], list[int]]:
    """The bounds of a model's variables with its rows and more of them."""
    model = translate(forced.model)
    rows = [(np.array(index), np.array(value), low, high) for index, value, low, high in more]
    low, high = Implied(model).tighten(model.lower, model.upper, rows)
    return low.tolist(), high.tolist()


def test_no_row_implies_nothing() -> None:
    assert bounds(Forced([1, 5])) == ([0, 0], [1, 5])


def test_a_budget_with_too_little_left_buys_nothing() -> None:
    """1350 of 1390 are spent for certain: a visit for 90 cannot be, one for 30 can."""
    forced = Forced([1, 1, 1])
    forced.model.add(1350 * forced.variables[0] + 90 * forced.variables[1] + 30 * forced.variables[2] <= 1390)
    assert bounds(forced) == ([0, 0, 0], [1, 1, 1])
    forced.model.add(forced.variables[0] >= 1)
    assert bounds(forced) == ([1, 0, 0], [1, 0, 1])


def test_parts_are_rounded_to_whole_numbers_on_both_sides() -> None:
    """7 <= 3a − 2b with a and b in 0 to 4: a is 3 at least (7/3 rounded up), b is 2 at most ((12 − 7)/2 rounded down)."""
    forced = Forced([4, 4])
    forced.model.add(3 * forced.variables[0] - 2 * forced.variables[1] >= 7)
    assert bounds(forced) == ([3, 0], [4, 2])


def test_what_one_row_implies_goes_on_in_the_next_one() -> None:
    """a = 1 makes b 0, that makes c 1, and d is then 0 by a further row."""
    forced = Forced([1, 1, 1, 1])
    a, b, c, d = forced.variables
    forced.model.add(a >= 1)
    forced.model.add(a + b <= 1)
    forced.model.add(b + c >= 1)
    assert bounds(forced) == ([1, 0, 1, 0], [1, 0, 1, 1])
    assert bounds(forced, ([2, 3], [1, 1], -INF, 1)) == ([1, 0, 1, 0], [1, 0, 1, 0])
    del d


def test_where_there_is_no_solution_the_bounds_are_as_they_were() -> None:
    forced = Forced([1, 1])
    forced.model.add(sum(forced.variables) >= 3)
    assert bounds(forced) == ([0, 0], [1, 1])


@pytest.mark.parametrize("seed", range(60))
def test_no_solution_is_lost(seed: int) -> None:
    """Every point of random models that keeps all rows is within the bounds, and these are no wider than before."""
    forced = random_model(("implied", seed), constraints=4)
    model = translate(forced.model)
    low, high = Implied(model).tighten(model.lower, model.upper)
    assert np.all(low >= model.lower)
    assert np.all(high <= model.upper)
    for point in product(*(range(most + 1) for most in forced.most)):
        x = np.array([*point, *([0] * (model.columns - len(point)))])
        if model.columns == len(point) and model.holds(x):
            assert np.all((low <= x) & (x <= high))


def test_the_better_a_goal_becomes_the_more_its_relaxation_holds() -> None:
    """The relaxation is 2, and b costs 3 more: a plan of 5 may have it, one of 4 may not."""
    goals = [linear_goal("g", 3, [(0, 1), (1, 1), (2, 1)], 0), linear_goal("h", 3, [(1, -1)], 1)]
    state = State(translate(Forced([5, 1, 5]).model), goals)
    state.offer(np.array([5, 0, 0]))
    state.relax(Answer("Optimal", 2.0, 2.0, None, np.array([0.0, 3.0, 0.5])), 0)
    assert state.limits(1)[1].tolist() == [5, 1, 5]
    state.offer(np.array([2, 0, 2]))
    assert state.limits(1)[1].tolist() == [4, 0, 4]  # what a and c cost is known from the goal's own row


def test_plans_as_good_as_a_value_that_none_may_have() -> None:
    """With a value of 3 asked for, what costs 2 more than the relaxation's 2 is held; for the best plan so far, of 5, it is not."""
    goals = [linear_goal("g", 2, [(0, 1), (1, 1)], 0)]
    state = State(translate(Forced([9, 9]).model), goals)
    state.offer(np.array([5, 0]))
    state.relax(Answer("Optimal", 2.0, 2.0, None, np.array([0.0, 2.0])), 0)
    assert state.limits(0, 3)[1].tolist() == [3, 0]
    assert state.limits(0)[1].tolist() == [5, 5]


def test_a_relaxation_says_nothing_once_an_earlier_goal_it_rests_on_is_worse() -> None:
    goals = [linear_goal(name, 3, [(i, 1)], 0) for i, name in enumerate("abc")]
    state = State(translate(Forced([5, 5, 5]).model), goals)
    state.offer(np.array([2, 1, 3]))
    state.relax(Answer("Optimal", 3.0, 3.0, None, np.array([0.0, 0.0, 0.0]) + 9), 2)
    assert state.limits(2)[1].tolist() == [0, 0, 0]
    state.offer(np.array([1, 4, 2]))
    assert state.limits(2)[1].tolist() == [1, 4, 2]  # nothing but the goals' own values
