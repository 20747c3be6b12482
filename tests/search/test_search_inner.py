"""Parts of a model that engines may leave fractional or out, on small random models against every point."""

import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from random import Random

import numpy as np
import pytest
from models_by_force import Forced, random_model, vector
from ortools.sat.python.cp_model import CpModel
from test_search_lexicographic import goals_of, least, limits, proven

from scheduler.search import blend
from scheduler.search.cuts import Sections
from scheduler.search.goals import LinearGoal, linear_goal
from scheduler.search.highs import Answer, Highs, Task, no_variables
from scheduler.search.lexicographic import Lexicographic
from scheduler.search.linear import translate
from scheduler.search.proofs import Proofs
from scheduler.search.state import Attempt, State


def some(r: Random, columns: int, share: float) -> np.ndarray:
    return np.array([i for i in range(columns) if r.random() < share], dtype=np.int64)


@pytest.mark.parametrize("seed", range(60))
def test_any_part_may_be_inner_and_any_variable_a_count(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blend, "LARGE", 0 if seed % 2 else 10**9)
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
        counts=some(r, columns, 0.6),
    )
    proven(search, wanted)


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
    monkeypatch.setattr(blend, "LARGE", 0)
    model, goal = seats()
    within = replace(limits(), workers=workers)
    inner, counts = np.array([3, 4, 5, 6]), np.array([0, 1, 2])
    search = Lexicographic(translate(model), [goal], within, inner=inner, counts=counts)
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


def test_a_draft_is_crossed_with_the_best_plan() -> None:
    model, goal = seats()
    linear = translate(model)
    state = State(linear, [goal])
    best = np.array([1, 0, 0, 4, 0, 0, 5, 1, 1, 0, 0, 0])
    assert state.offer(best) == 0
    proofs = Proofs(state, [goal], goal, inner=np.array([3, 4, 5]), loose=np.array([6]))
    draft = np.array(
        [1, 1, 0, 9, 9, 9, 9, 1, 1, 1, 1, 0]
    )  # one more section and its leaders; of pupils it says nothing
    free = proofs.crossing(draft).free
    assert list(free) == [1, 3, 4, 5, 6, 9, 10]
    task = proofs.attempt(0, Attempt(free), 10.0, {})
    assert list(np.nonzero(task.lower < task.upper)[0]) == list(free)
    with Highs() as engine:
        engine.load(linear, np.array([], dtype=np.int64))
        answer = answer_of(engine, task)
    assert answer.objective == 1  # eight of nine pupils have a seat


def test_drafts_are_crossed_where_no_pupils_fit_into_them(monkeypatch: pytest.MonkeyPatch) -> None:
    crossed: list[list[int]] = []
    crossing = Proofs.crossing

    def noted(self: Proofs, point: np.ndarray) -> Attempt:
        crossed.append(list(point))
        return crossing(self, point)

    monkeypatch.setattr(Proofs, "crossing", noted)
    model = CpModel()
    count = model.new_bool_var("count")
    dear = model.new_bool_var("dear")
    cheap = [model.new_bool_var(f"cheap{k}") for k in range(6)]
    pupils = [model.new_bool_var(f"pupil{k}") for k in range(6)]
    model.add(count + dear + sum(cheap) >= 1)
    model.add(count == 0)
    seats = [model.new_bool_var(f"seat{k}") for k in range(2)]
    for one, pupil in zip(cheap, pupils, strict=True):  # a relaxation of the others alone takes one of them
        model.add(one <= pupil)
        for a, b in product((seats[0], 1 - seats[0]), (seats[1], 1 - seats[1])):
            model.add(pupil <= a + b)  # halves would do, whole seats never
    flat = [linear_goal(f"g{n}", 16, [(0, 1)], 0) for n in range(3)]
    goals = [*flat, linear_goal("later", 16, [(1, 5), *((2 + k, 1) for k in range(6))], 0)]
    counts, inner = np.array([0]), np.arange(8, 16)
    activities = [Sections(0, no_variables(), no_variables(), 1, 1)]
    search = Lexicographic(translate(model), goals, limits(), inner=inner, counts=counts, activities=activities)
    assert search.run().values() == (0, 0, 0, 5)
    assert search.state.bounds["later"] == 5
    assert [sum(point[2:8]) for point in crossed] == [1]
