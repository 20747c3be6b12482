"""An engine that is slow to stop: nobody waits for it, and what it had to know is known to its successor."""

import time
from itertools import combinations
from random import Random

import numpy as np
import pytest
from models_by_force import Forced, vector

from scheduler.search import lexicographic, one_by_one
from scheduler.search.cuts import Cut
from scheduler.search.goals import linear_goal
from scheduler.search.highs import Answer, Highs, OnBound, OnSolution, Task
from scheduler.search.lexicographic import Lexicographic
from scheduler.search.limits import Limits
from scheduler.search.linear import translate


def answer_of(engine: Highs, task: Task) -> Answer:
    number = engine.start(task)
    while True:
        answer = engine.poll(number, 20.0)
        if answer is not None:
            return answer


def test_a_new_process_has_the_model_and_the_rows_that_were_added() -> None:
    """max x + y over 0-1, with the row x + y <= 1 added later: 1, not 2; before and after."""
    model = translate(Forced([1, 1]).model)
    task = Task(np.array([-1, -1]), 0, model.lower, model.upper)
    with Highs() as engine:
        engine.load(model, np.array([], dtype=np.int64))
        assert answer_of(engine, task).objective == -2
        engine.strengthen([Cut(np.array([0, 1]), np.array([1, 1]), 1)])
        assert answer_of(engine, task).objective == -1
        old = engine._process.pid
        number = engine.start(task)
        engine.renew()
        assert engine._process.pid != old
        assert not engine.busy
        assert engine.start(task) == number + 1
        assert answer_of(engine, task).objective == -1


class NeverEnds(Highs):
    """Says all that it finds of a later goal, and does not end."""

    renewed = 0

    def __init__(self, *more: object) -> None:
        super().__init__(*more)
        self.later: set[int] = set()

    def start(self, task: Task) -> int:
        number = super().start(task)
        if task.kind == "mip" and len(task.rows) > 1:
            self.later.add(number)
        return number

    def poll(
        self, number: int, seconds: float, on_solution: OnSolution | None = None, on_bound: OnBound | None = None
    ) -> Answer | None:
        answer = super().poll(number, min(seconds, 0.01), on_solution, on_bound)
        if answer is None or answer.x is None or number not in self.later:
            return answer
        if on_solution and on_bound:
            on_solution(answer.x)
            on_bound(answer.bound)
        return None

    def renew(self) -> None:
        NeverEnds.renewed += 1
        super().renew()


def with_conflicts(r: Random) -> Forced:
    """0-1 variables, half of whose pairs exclude each other: odd circles have halves, so no relaxation proves a goal."""
    forced = Forced([1] * 10)
    for pair in combinations(range(10), 2):
        if r.random() < 0.5:
            forced.add("linear", [(i, True) for i in pair], [1, 1], 0, 1, [])
    return forced


def test_the_search_goes_on_without_engines_that_do_not_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicographic, "Highs", NeverEnds)
    monkeypatch.setattr(one_by_one, "PATIENCE", 0.0)
    monkeypatch.setattr(NeverEnds, "renewed", 0)
    for seed in range(12):
        r = Random(f"patience/{seed}")
        forced = with_conflicts(r)
        points = forced.feasible()
        columns = len(forced.most)
        goals = [
            linear_goal(f"g{n}", columns, [(i, r.randint(-3, 1)) for i in range(columns)], r.randint(0, 9))
            for n in range(5)
        ]
        limits = Limits(time.monotonic() + 3600.0, workers=2)  # a search that waited would take all of it
        state = Lexicographic(translate(forced.model), goals, limits).run()
        wanted = min(tuple(g.value(vector(x)) for g in goals) for x in points)
        assert state.values() == wanted
        assert tuple(state.bounds[g.name] for g in goals) == wanted
    assert NeverEnds.renewed > 0
