"""What a change costs beside a solution, on small random models against every point; and what stays as it was."""

from dataclasses import replace
from random import Random
from threading import Thread

import numpy as np
import pytest
from models_by_force import random_model, vector
from ortools.sat.python import cp_model
from test_search_lexicographic import goals_of, limits

from scheduler.search.goals import linear_goal
from scheduler.search.highs import Highs, Task
from scheduler.search.lent import Lender
from scheduler.search.lexicographic import Infeasible
from scheduler.search.limits import Limits
from scheduler.search.linear import INF, translate
from scheduler.search.nearby import Nearby
from scheduler.search.waiting import wait


def some(r: Random, columns: int, share: float) -> np.ndarray:
    return np.array([i for i in range(columns) if r.random() < share], dtype=np.int64)


@pytest.mark.parametrize("seed", range(40))
def test_a_variable_that_is_set_costs_what_every_point_says(seed: int) -> None:
    """Up to the first goal that differs each value is the best one, and proven; whatever may move first, and is near or inner."""
    r = Random(f"nearby/{seed}")
    forced = random_model(("nearby", seed), constraints=4)
    columns = len(forced.most)
    goals = goals_of(r, columns, r.randint(2, 4))
    points = [vector(x) for x in forced.feasible()]
    if not points:
        return

    def values(x: np.ndarray) -> tuple[int, ...]:
        return tuple(goal.value(x) for goal in goals)

    start = min(points, key=values)
    before = values(start)
    which = r.randrange(columns)
    to = r.choice([n for n in range(forced.most[which] + 1) if n != start[which]])
    model = translate(forced.model)
    lower, upper = model.lower.copy(), model.upper.copy()
    lower[which] = upper[which] = to
    best = min((values(x) for x in points if x[which] == to), default=None)
    everything = np.arange(columns)
    nearby = some(r, columns, 0.5)
    search = Nearby(
        replace(model, lower=lower, upper=upper),
        goals,
        limits(),
        start,
        before=before,
        floors={goal.name: value for goal, value in zip(goals, before, strict=True)},
        parts=[*(np.union1d(some(r, columns, 0.4), [which]) for _ in range(3)), everything],
        nearby=nearby,
        still=nearby[: r.randint(0, len(nearby))],
        later=30.0,
        gentle=-np.array([r.randint(0, 1) for _ in everything]),
        loose=np.array([], dtype=np.int64),
        complete=lambda x: x,
        inner=some(r, columns, 0.3),
        narrower=True,
    )
    if best is None:
        with pytest.raises(Infeasible):
            search.run()
        return
    state = search.run()
    found = state.values()
    first = next((i for i, pair in enumerate(zip(best, before, strict=True)) if pair[0] != pair[1]), len(goals) - 1)
    assert found[: first + 1] == best[: first + 1]
    assert [state.bounds[goal.name] for goal in goals[: first + 1]] == list(best[: first + 1])


def opening() -> cp_model.CpModel:
    """Students a and b may be in a club that is held (x0, x1) or in another (x3, x4), which x2 says is held, or in none (x9, x10).

    The other club needs a leader, x5 or x6. Of two further people, x7 and x8, one works.
    """
    model = cp_model.CpModel()
    x = [model.new_bool_var(str(n)) for n in range(11)]
    for here, there, nowhere in ((x[0], x[3], x[9]), (x[1], x[4], x[10])):
        model.add(here + there + nowhere == 1)
    model.add(x[3] <= x[2])
    model.add(x[4] <= x[2])
    model.add(x[5] + x[6] == x[2])
    model.add(x[7] + x[8] == 1)
    return model


@pytest.mark.parametrize("works", [7, 8])
def test_what_opens_a_club_leaves_the_others_as_they_were(works: int) -> None:
    """a in the closed club costs 3 points and a leader; no goal minds which of x7 and x8 works, and it stays the one who did."""
    model = translate(opening())
    start = vector(tuple(int(n in (0, 1, works)) for n in range(11)))
    goals = [
        linear_goal("coverage", 11, [(9, 10), (10, 10)], 0, 0),
        linear_goal("choices", 11, [(3, 3), (4, 3)], 0, 0),
        linear_goal("later", 11, [(7, 1), (8, 1), (5, 1), (6, 1)], 0, 0),
    ]
    lower = model.lower.copy()
    lower[3] = 1
    students, staff = np.array([0, 1, 3, 4, 9, 10]), np.array([5, 6, 7, 8])
    search = Nearby(
        replace(model, lower=lower),
        goals,
        limits(),
        start,
        before=(0, 0, 1),
        floors={"coverage": 0, "choices": 0, "later": 1},
        parts=[students, np.arange(11), np.arange(11)],
        nearby=staff,
        still=np.array([], dtype=np.int64),
        later=0.0,
        gentle=np.array([-1, -1, *[0] * 9]),
        loose=np.array([], dtype=np.int64),
        complete=lambda x: x,
        inner=students,
        narrower=True,
    )
    state = search.run()
    assert state.values() == (0, 3, 2)
    assert state.bounds["choices"] == 3
    assert state.x is not None
    assert list(state.x[[0, 1, 2, 3, 4]]) == [0, 1, 1, 1, 0]
    assert list(state.x[[7, 8]]) == [works == 7, works == 8]


def test_what_must_leave_a_gap_leaves_others_as_they_were() -> None:
    """a must be in no club. What was found first moved c, which costs 3, and d, which no goal minds: both stay where they were."""
    cp = opening()
    for _ in ("c", "d"):
        cp.add(cp.new_bool_var("") + cp.new_bool_var("") == 1)
    model = translate(cp)
    start = vector(tuple(int(n in (0, 1, 7, 11, 13)) for n in range(15)))
    found_first = vector(tuple(int(n in (9, 1, 7, 12, 14)) for n in range(15)))
    goals = [
        linear_goal("coverage", 15, [(9, 10), (10, 10)], 0, 0),
        linear_goal("choices", 15, [(3, 3), (4, 3), (12, 3)], 0, 0),
    ]
    lower = model.lower.copy()
    lower[9] = 1
    students = np.array([0, 1, 3, 4, 9, 10, 11, 12, 13, 14])
    search = Nearby(
        replace(model, lower=lower),
        goals,
        limits(),
        start,
        before=(0, 0),
        floors={"coverage": 0, "choices": 0},
        parts=[students, np.arange(11), np.arange(15)],
        nearby=np.array([5, 6, 7, 8]),
        still=np.array([], dtype=np.int64),
        later=30.0,
        gentle=np.zeros(15, dtype=np.int64),
        loose=np.array([], dtype=np.int64),
        complete=lambda x: x,
        inner=students,
        narrower=True,
    )
    search.state.offer(found_first)
    state = search.run()
    assert state.values() == (10, 0)
    assert state.bounds["choices"] == 0
    assert state.x is not None
    assert list(state.x[[11, 12, 13, 14]]) == [1, 0, 1, 0]


def lent(most: int, prepared: list[Highs]) -> Lender:
    model = translate(opening())

    def prepare(engine: Highs) -> None:
        prepared.append(engine)
        engine.load(model, np.array([], dtype=np.int64))

    return Lender(most, prepare)


def test_engines_go_from_hand_to_hand_and_one_that_is_still_at_work_is_ended() -> None:
    prepared: list[Highs] = []
    lender = lent(1, prepared)
    model = translate(opening())
    task = Task(np.ones(11, dtype=np.int64), 0, model.lower, model.upper)
    with lender.turn(limits(), first=True) as (engine, share):
        assert share == 1
        assert wait(engine, engine.start(task), limits(), lambda _: None).objective == 3
    with lender.turn(limits(), first=False) as (again, _):
        assert again is engine
        again.start(task)
    assert not engine.alive
    with lender.turn(limits(), first=True) as (other, _):
        assert prepared == [engine, other]
    lender.close()
    assert not other.alive


def test_whoever_looks_for_a_first_solution_comes_first_and_time_is_shared() -> None:
    lender = lent(1, [])
    order: list[tuple[str, float]] = []

    def take(name: str, first: bool) -> None:
        with lender.turn(limits(), first=first) as (_, share):
            order.append((name, share))

    with lender.turn(limits(), first=True):
        threads = [Thread(target=take, args=("prove", False)) for _ in range(2)]
        threads += [Thread(target=take, args=("look", True)) for _ in range(2)]
        for number, thread in enumerate(threads):
            thread.start()
            while lender.waiting <= number:
                pass
    for thread in threads:
        thread.join()
    lender.close()
    assert order == [("look", 1 / 2), ("look", 1), ("prove", 1 / 2), ("prove", 1)]


def test_nobody_waits_for_an_engine_when_time_is_over() -> None:
    lender = lent(1, [])
    search_over = Limits(deadline=-float(INF))
    with lender.turn(limits(), first=True), pytest.raises(RuntimeError), lender.turn(search_over, first=True):
        raise AssertionError("there is no engine left")
    lender.close()
