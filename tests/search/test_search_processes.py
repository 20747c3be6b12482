"""Processes of the engine that begin before there is a task."""

import numpy as np
import pytest
from ortools.sat.python import cp_model

from scheduler.search import processes
from scheduler.search.highs import Highs, Task, no_variables
from scheduler.search.linear import translate


def least(engine: Highs) -> float | None:
    """The least of 3x + 2y with x + y >= 4, x <= 3, y <= 2, by hand: 2·2 + 3·2 = 10."""
    model = cp_model.CpModel()
    x, y = model.new_int_var(0, 3, "x"), model.new_int_var(0, 2, "y")
    model.add(x + y >= 4)
    linear = translate(model)
    engine.load(linear, no_variables())
    number = engine.start(Task(np.array([3, 2]), 0, linear.lower, linear.upper))
    while (answer := engine.poll(number, 1.0)) is None:
        pass
    return answer.objective


def test_an_engine_takes_a_process_that_is_ready() -> None:
    with processes.warmed(2):
        ready = list(processes.spare)
        with Highs() as engine:
            assert len(set(ready) - set(processes.spare)) == 1
            assert least(engine) == 10
    assert [process.poll() is None for process in ready] == [False, False]
    assert not set(ready) & set(processes.spare)


def test_who_took_one_keeps_it() -> None:
    with processes.warmed(1):
        taken = processes.take()
    assert taken.poll() is None
    processes.end(taken)
    assert taken.poll() is not None


def test_one_that_died_is_not_given() -> None:
    with processes.warmed(1):
        processes.spare[-1].kill()
        processes.spare[-1].wait()
        with Highs() as engine:
            assert least(engine) == 10
        assert not processes.spare


def test_more_are_begun_where_none_is_ready() -> None:
    with processes.warmed(1), Highs() as one, Highs() as other:
        assert (least(one), least(other)) == (10, 10)


def test_they_end_whatever_happens() -> None:
    ready: list[processes.Process] = []

    def work() -> None:
        with processes.warmed(2):
            ready.extend(processes.spare)
            raise RuntimeError("lost")

    with pytest.raises(RuntimeError, match="lost"):
        work()
    assert len(ready) == 2
    assert all(process.poll() is not None for process in ready)
