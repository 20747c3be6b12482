"""Whether a known bound is reached is asked first: the answer is the same, whatever bound was known."""

import time
from random import Random

import numpy as np
import pytest
from models_by_force import Forced, random_model
from test_search_lexicographic import goals_of, least

from scheduler.search.goals import LinearGoal
from scheduler.search.highs import Answer, Highs, Reach, Task, no_variables
from scheduler.search.linear import INF, LinearModel, translate


def reach_of(goal: LinearGoal, known: int, model: LinearModel) -> Reach:
    row = (goal.support, goal.cost[goal.support], -INF, known - goal.offset)
    return Reach(row, known + goal.step, known, model.lower, model.upper)


def asked(engine: Highs, task: Task) -> tuple[Answer, list[float]]:
    """How the task ends, and the bounds that were heard meanwhile."""
    heard: list[float] = []
    number, end = engine.start(task), time.monotonic() + 30
    while time.monotonic() < end:
        answer = engine.poll(number, 0.1, on_bound=heard.append)
        if answer is not None:
            return answer, heard
    raise AssertionError("no answer")


@pytest.mark.parametrize(("known", "step"), [(7, 1), (6, 1), (1, 2), (-5, 4)])
def test_a_bound_below_the_best_is_refuted_and_one_that_is_reached_ends_it(known: int, step: int) -> None:
    """min 2a + 3b + 4c with a + b + c >= 2 over 0-1, and 2 aside: a and b, 7."""
    forced = Forced([1, 1, 1])
    forced.model.add(sum(forced.variables) >= 2)
    model = translate(forced.model)
    goal = LinearGoal("g", np.array([2, 3, 4]), 2, step)
    task = Task(goal.cost, goal.offset, model.lower, model.upper, reach=reach_of(goal, known, model))
    with Highs() as engine:
        engine.load(model, no_variables())
        answer, heard = asked(engine, task)
    assert (answer.status, answer.objective) == ("Optimal", 7)
    assert answer.x is not None
    assert answer.x.round().tolist() == [1, 1, 0]
    assert (known + step in heard) == (known < 7)
    assert all(bound <= 7 for bound in heard)
    assert answer.bound <= 7


def test_it_is_heard_that_there_is_no_solution_at_all() -> None:
    forced = Forced([1, 1])
    forced.model.add(sum(forced.variables) >= 3)
    model = translate(forced.model)
    with Highs() as engine:
        engine.load(model, no_variables())
        goal = LinearGoal("g", np.array([1, 1]), 0, 1)
        answer, _ = asked(engine, Task(goal.cost, 0, model.lower, model.upper, reach=reach_of(goal, 0, model)))
    assert answer.status == "Infeasible"
    assert answer.x is None


@pytest.mark.parametrize("seed", range(40))
def test_what_is_least_does_not_depend_on_what_was_known(seed: int) -> None:
    """Random models against every point; the known bound is up to four below the least value; by either clock."""
    r = Random(f"reach/{seed}")
    forced = random_model(("reach", seed), constraints=4)
    goal = goals_of(r, len(forced.most), 1)[0]
    wanted = least(forced, [goal])
    if wanted is None:
        return
    model = translate(forced.model)
    known = wanted[0] - r.randint(0, 4) * goal.step
    task = Task(goal.cost, goal.offset, model.lower, model.upper, reach=reach_of(goal, known, model))
    with Highs() as engine:
        engine.load(model, no_variables())
        answer, heard = asked(engine, task)
    assert answer.status == "Optimal"
    assert answer.x is not None
    assert goal.value(answer.x.round().astype(np.int64)) == wanted[0]
    assert all(bound <= wanted[0] + 1e-6 for bound in heard)
