"""Parts of a model that engines may leave fractional or out, and probing, on small random models against every point."""

import time
from collections.abc import Iterator
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from models_by_force import Forced, random_model, vector
from ortools.sat.python.cp_model import CpModel
from test_search_lexicographic import goals_of, least, limits

from scheduler.search import together
from scheduler.search.goals import LinearGoal, linear_goal
from scheduler.search.highs import Answer, Highs, Task
from scheduler.search.lexicographic import Infeasible, Lexicographic
from scheduler.search.linear import translate


def some(r: Random, columns: int, share: float) -> np.ndarray:
    return np.array([i for i in range(columns) if r.random() < share], dtype=np.int64)


@pytest.mark.parametrize("seed", range(60))
def test_any_part_may_be_inner_and_any_variable_probed(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "LARGE", 0 if seed % 2 else 10**9)
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


def cases(kind: str, seeds: int) -> Iterator[tuple[Random, Forced, list[np.ndarray]]]:
    """Small random models that have a solution, each with all of its solutions."""
    for seed in range(seeds):
        forced = random_model((kind, seed), constraints=4)
        points = [vector(x) for x in forced.feasible()]
        if points:
            yield Random(f"{kind}/{seed}"), forced, points


def test_probing_keeps_every_point_that_is_as_good() -> None:
    held = 0
    with Highs() as engine:
        for r, forced, points in cases("probe", 40):
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


def test_counts_alone_are_whole_and_bound_the_whole() -> None:
    fractional = 0
    with Highs() as engine:
        for r, forced, points in cases("counts", 80):
            columns = len(forced.most)
            counts, goal, model = some(r, columns, 0.4), goals_of(r, columns, 1)[0], translate(forced.model)
            engine.load(model, np.array([], dtype=np.int64), some(r, columns, 0.3), counts)
            answer = answer_of(engine, Task(goal.cost, goal.offset, model.lower, model.upper, inner="counts"))
            assert answer.status == "Optimal"
            assert answer.x is not None
            assert answer.bound <= min(map(goal.value, points)) + 1e-6
            assert np.allclose(answer.x[counts], np.rint(answer.x[counts]), atol=1e-5)
            fractional += not np.allclose(answer.x, np.rint(answer.x), atol=1e-5)
    assert fractional > 3  # else everything was whole


def seats() -> tuple[CpModel, LinearGoal]:
    """Three clubs with 4 seats a section, at most two sections in all that have a leader; 9 pupils want a club."""
    model = CpModel()
    sections = [model.new_int_var(0, 2, f"n{k}") for k in range(3)]
    pupils = [model.new_int_var(0, 9, f"x{k}") for k in range(3)]
    without = model.new_int_var(0, 9, "without")
    leaders = [model.new_bool_var(f"l{k}") for k in range(5)]
    for n, x in zip(sections, pupils, strict=True):
        model.add(x <= 4 * n)
    model.add(sum(pupils) + without == 9)
    model.add(2 * sum(sections) <= sum(leaders))
    return model, linear_goal("missed", 12, [(6, 1)], 0)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_plan_is_made_from_counts_alone(workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "LARGE", 0)
    model, goal = seats()
    within = replace(limits(), workers=workers)
    inner, counts = np.array([3, 4, 5, 6]), np.array([0, 1, 2])
    search = Lexicographic(translate(model), [goal], within, inner=inner, candidates=counts)
    state = search.run()
    assert state.values() == (1,)  # five leaders are enough for two sections: eight of nine seats
    assert state.bounds == {"missed": 1}


def test_an_inner_part_that_is_left_out_gives_a_bound_of_the_whole() -> None:
    with Highs() as engine:
        for r, forced, points in cases("out", 20):
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
