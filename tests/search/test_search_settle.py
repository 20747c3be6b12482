"""Settling: what it holds, and what it says of the counts that it leaves open, against every point of small models."""

from collections.abc import Sequence
from random import Random

import numpy as np
import pytest
from models_by_force import random_model, vector
from ortools.sat.python.cp_model import CpModel
from test_search_inner import answer_of, cases, some
from test_search_lexicographic import goals_of, limits

from scheduler.search.cuts import Sections
from scheduler.search.goals import LinearGoal, linear_goal
from scheduler.search.highs import Answer, Highs, Task, no_variables
from scheduler.search.lexicographic import Lexicographic
from scheduler.search.linear import translate

EXACT = {"mip_rel_gap": 0.0, "mip_abs_gap": 0.99}


def settled(
    model: CpModel,
    goal: LinearGoal,
    point: np.ndarray,
    counts: Sequence[int],
    inner: Sequence[int] = (),
    hold: float | None = None,
) -> Answer:
    linear, of = translate(model), np.array(counts, dtype=np.int64)
    with Highs() as engine:
        engine.load(linear, no_variables(), np.array(inner, dtype=np.int64), of)
        task = Task(
            goal.cost, goal.offset, linear.lower, linear.upper, (), point, kind="settle", candidates=of, hold=hold
        )
        return answer_of(engine, Task(**(vars(task) | {"inner": "counts", "options": EXACT})))


def test_no_point_that_is_as_good_is_lost() -> None:
    held = told = 0
    for r, forced, points in cases("settle", 60):
        columns = len(forced.most)
        goal = goals_of(r, columns, 1)[0]
        point, counts = min(points, key=goal.value), some(r, columns, 0.7)
        answer = settled(forced.model, goal, point, [int(j) for j in counts])
        assert answer.box is not None
        assert answer.status == "Optimal"
        lower, upper = answer.box
        as_good = [x for x in points if goal.value(x) == goal.value(point)]
        assert all(np.all(x >= lower) and np.all(x <= upper) for x in as_good)
        assert all(int(row.value @ x[row.index]) <= row.high for row in answer.rows for x in as_good)
        held += int((lower[counts] == upper[counts]).sum())
        told += len(answer.rows)
    assert held > 20  # else nothing was tried
    assert told > 0


def two_of_three() -> tuple[CpModel, LinearGoal]:
    """a + b = 1, c and d are 0 in any best point, e stands between 2 and 3; f may be anything."""
    model = CpModel()
    a, b, c, d = (model.new_bool_var(name) for name in "abcd")
    e = model.new_int_var(0, 5, "e")
    model.new_int_var(0, 3, "f")
    model.add(a + b == 1)
    model.add(e >= 2)
    model.add(e - a <= 2)
    model.add(c + d <= 1)
    return model, linear_goal("cost", 6, [(2, 1), (3, 2)], 0)


@pytest.mark.parametrize("hold", [None, 30.0])
def test_what_can_differ_is_left_open_and_what_goes_together_is_told(hold: float | None) -> None:
    model, goal = two_of_three()
    answer = settled(model, goal, np.array([1, 0, 0, 0, 2, 0]), [0, 1, 2, 3], hold=hold)
    assert answer.status == "Optimal"
    assert answer.box is not None
    assert [list(side[:4]) for side in answer.box] == [[0, 0, 0, 0], [1, 1, 0, 0]]
    rows = [(list(row.index), list(row.value), row.high) for row in answer.rows]
    assert len(rows) == 2  # b = 1 - a, from both sides
    both = [np.array([a, b, 0, 0, 2, 0]) for a in (0, 1) for b in (0, 1)]
    kept = [
        x
        for x in both
        if all(sum(v * x[i] for i, v in zip(index, value, strict=True)) <= high for index, value, high in rows)
    ]
    assert [list(x[:2]) for x in kept] == [[0, 1], [1, 0]]


def test_how_far_a_count_can_go() -> None:
    model, goal = two_of_three()
    answer = settled(model, goal, np.array([1, 0, 0, 0, 2, 0]), [4])
    assert answer.box is not None
    assert (answer.box[0][4], answer.box[1][4]) == (2, 3)


def test_what_is_better_in_fractions_alone_settles_what_it_can() -> None:
    model = CpModel()
    n, x = model.new_bool_var("n"), model.new_bool_var("x")
    y, z = model.new_bool_var("y"), model.new_bool_var("z")
    model.add(2 * x + 2 * y >= 1 + n)
    model.add(x + y + z <= 2)
    goal = linear_goal("cost", 4, [(1, 2), (2, 3), (3, 3)], 0)  # 2 with x whole, 1 with half of it
    answer = settled(model, goal, np.array([0, 1, 0, 0]), [0, 3])
    assert answer.status == "Optimal"
    assert answer.box is not None
    assert (answer.box[0][0], answer.box[1][0]) == (0, 1)  # one or two halves: both need x
    assert (answer.box[0][3], answer.box[1][3]) == (0, 0)  # z alone costs 3


@pytest.mark.parametrize("seed", range(25))
def test_later_goals_end_where_they_did(seed: int) -> None:
    forced = random_model(("later", seed), constraints=3)
    points = [vector(x) for x in forced.feasible()]
    if not points:
        return
    columns = len(forced.most)
    r = Random(f"later/{seed}")
    goals = goals_of(r, columns, 5)
    counts = some(r, columns, 0.5)
    activities = [Sections(int(j), no_variables(), no_variables(), 1, 1) for j in counts]
    inner = np.setdiff1d(some(r, columns, 0.5), counts)
    search = Lexicographic(translate(forced.model), goals, limits(), inner=inner, counts=counts, activities=activities)
    state = search.run()
    wanted = min(tuple(goal.value(x) for goal in goals) for x in points)
    assert state.values() == wanted
    assert tuple(state.bounds[goal.name] for goal in goals) == wanted
