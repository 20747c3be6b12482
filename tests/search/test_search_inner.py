"""Parts of a model that engines may leave fractional or out, and probing, on small random models against every point."""

import time
from random import Random

import numpy as np
import pytest
from models_by_force import random_model, vector
from test_search_lexicographic import goals_of, least, limits

from scheduler.search.highs import Answer, Highs, Task
from scheduler.search.lexicographic import Infeasible, Lexicographic
from scheduler.search.linear import translate


def some(r: Random, columns: int, share: float) -> np.ndarray:
    return np.array([i for i in range(columns) if r.random() < share], dtype=np.int64)


@pytest.mark.parametrize("seed", range(60))
def test_any_part_may_be_inner_and_any_variable_probed(seed: int) -> None:
    r = Random(f"inner/{seed}")
    forced = random_model(("inner", seed), constraints=4)
    columns = len(forced.most)
    goals = goals_of(r, columns, r.randint(2, 4))
    wanted = least(forced, goals)
    search = Lexicographic(
        translate(forced.model),
        goals,
        limits(),
        inner=some(r, columns, 0.5),
        candidates=some(r, columns, 0.6),
    )
    if wanted is None:
        with pytest.raises(Infeasible):
            search.run()
        return
    state = search.run()
    assert state.values() == wanted
    assert tuple(state.bounds[g.name] for g in goals) == wanted


def answer_of(engine: Highs, task: Task) -> Answer:
    number, end = engine.start(task), time.monotonic() + 30
    while time.monotonic() < end:
        found = engine.poll(number, 0.1)
        if found is not None:
            return found
    raise AssertionError("no answer")


def test_probing_keeps_every_point_that_is_as_good() -> None:
    held = 0
    with Highs() as engine:
        for seed in range(40):
            forced = random_model(("probe", seed), constraints=4)
            points = [vector(x) for x in forced.feasible()]
            if not points:
                continue
            r = Random(f"probe/{seed}")
            columns = len(forced.most)
            goal = goals_of(r, columns, 1)[0]
            point = min(points, key=goal.value) if r.random() < 0.7 else r.choice(points)
            model = translate(forced.model)
            engine.load(model, np.array([], dtype=np.int64))
            best = goal.value(point) == min(map(goal.value, points))
            task = Task(goal.cost, goal.offset, model.lower, model.upper, hint=point, probe=True)
            wide = Task(**(vars(task) | {"candidates": np.arange(columns), "best": best}))
            answer = answer_of(engine, wide)
            assert answer.box is not None
            lower, upper = answer.box
            as_good = [x for x in points if goal.value(x) <= goal.value(point)]
            assert all(np.all(x >= lower) and np.all(x <= upper) for x in as_good)
            assert answer.bound <= goal.value(point) + 0.01
            held += int(((lower > model.lower) | (upper < model.upper)).sum())
    assert held > 20  # else nothing was tried


def test_an_inner_part_that_is_left_out_gives_a_bound_of_the_whole() -> None:
    with Highs() as engine:
        for seed in range(20):
            forced = random_model(("out", seed), constraints=4)
            points = [vector(x) for x in forced.feasible()]
            if not points:
                continue
            r = Random(f"out/{seed}")
            columns = len(forced.most)
            model, inner = translate(forced.model), some(r, columns, 0.4)
            goal = goals_of(r, columns, 1)[0]
            cost = goal.cost.copy()
            cost[inner] = 0
            lower, upper = model.lower.copy(), model.upper.copy()
            lower[inner] = upper[inner] = points[0][inner]
            engine.load(model, np.array([], dtype=np.int64), inner)
            answer = answer_of(engine, Task(cost, 0, lower, upper, inner="out"))
            assert answer.bound <= min(int(cost @ x) for x in points) + 1e-6
