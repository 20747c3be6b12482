"""Objectives of very large numbers: the same best values and no bound above them, in a unit in which none is whole."""

from random import Random

import numpy as np
import pytest
from models_by_force import Forced, random_model
from test_search_inner import answer_of
from test_search_lexicographic import goals_of, least

from scheduler.search.goals import LinearGoal
from scheduler.search.highs import Highs, Reach, Task, no_variables
from scheduler.search.highs_unit import unit_of
from scheduler.search.linear import INF, translate


@pytest.mark.parametrize("seed", range(40))
def test_the_best_value_and_a_bound_that_holds(seed: int) -> None:
    """A first goal at a price of 400,000 a unit and a second that breaks its ties, against every point."""
    forced = random_model(("unit", seed), constraints=4)
    first, second = goals_of(Random(f"unit/{seed}"), len(forced.most), 2)
    weight = 400_000
    goal = LinearGoal("both", weight * first.cost + second.cost, weight * first.offset + second.offset, 1)
    wanted = least(forced, [goal])
    if wanted is None:
        return
    model = translate(forced.model)
    with Highs() as engine:
        engine.load(model, no_variables())
        task = Task(goal.cost, goal.offset, model.lower, model.upper, options={"mip_rel_gap": 0.0, "mip_abs_gap": 0.99})
        answer = answer_of(engine, task)
    assert answer.x is not None
    assert goal.value(answer.x.round().astype(np.int64)) == wanted[0]
    assert answer.objective == pytest.approx(wanted[0], abs=0.01)
    assert answer.bound <= wanted[0] + 1e-6
    assert goal.round_bound(answer.bound) == wanted[0]


@pytest.mark.parametrize(
    ("dearest", "held", "bound"),
    [
        (99_999, 10**9, 516.0),  # a price that is held counts for nothing
        (400_000, 0, 515.6),
        (10_000_000, 0, 515.1),
    ],
)
def test_the_unit_is_another_only_where_prices_are_large(dearest: int, held: int, bound: float) -> None:
    unit = unit_of({"kind": "mip", "cost": np.array([dearest, held]), "lower": np.zeros(2), "upper": np.array([1, 0])})
    assert unit.value(unit.factor * 516.0) == pytest.approx(516.0)
    assert unit.bound(unit.factor * 516.0) == pytest.approx(bound)
    given = {"mip_abs_gap": 1.0, "seed": 3}
    assert (unit.options(given) == given) == (bound == 516.0)
    assert unit.options(given)["seed"] == 3


def test_a_solver_that_asks_whether_a_bound_is_reached_counts_in_the_same_unit() -> None:
    """a + b + c >= 2 with a at a price of 400,000, which is held where 7 is asked for: b and c, 7."""
    forced = Forced([1, 1, 1])
    forced.model.add(sum(forced.variables) >= 2)
    model = translate(forced.model)
    cost, index = np.array([400_000, 3, 4]), np.arange(3)
    reach = Reach((index, cost, -INF, 7), 8, 7, model.lower, np.array([0, 1, 1]))
    with Highs() as engine:
        engine.load(model, no_variables())
        answer = answer_of(engine, Task(cost, 0, model.lower, model.upper, reach=reach))
    assert answer.objective == pytest.approx(7)
    assert 6 < answer.bound <= 7
    assert answer.x is not None
    assert answer.x.round().tolist() == [0, 1, 1]
