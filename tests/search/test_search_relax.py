"""Which method solves the relaxation that a search begins with: scripted engines on a clock of their own."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from scheduler.search.highs import Answer, Task
from scheduler.search.limits import Limits
from scheduler.search.waiting import relax


@dataclass
class Clock:
    at: float = 0.0

    def now(self) -> float:
        return self.at

    def rest(self, seconds: float) -> None:
        self.at += seconds


@dataclass
class Engine:
    """Needs ``seconds`` of the clock for each method, after which it answers with the value 7."""

    clock: Clock
    seconds: dict[str, float]
    began: dict[int, tuple[float, str]] = field(default_factory=dict[int, tuple[float, str]])
    stopped: list[int] = field(default_factory=list[int])

    def start(self, task: Task) -> int:
        self.began[len(self.began) + 1] = (self.clock.now(), task.options.get("solver", "simplex"))
        return len(self.began)

    def stop(self, number: int) -> None:
        self.stopped.append(number)

    def poll(self, number: int, seconds: float, *_: object) -> Answer | None:
        self.clock.rest(seconds)
        begun, method = self.began[number]
        if number in self.stopped:
            return Answer("Interrupted", None, -np.inf, None)
        done = self.clock.now() - begun >= self.seconds[method]
        return Answer("Optimal", 7.0, 7.0, np.zeros(1)) if done else None


def task() -> Task:
    zero = np.zeros(1, dtype=np.int64)
    return Task(zero, 0, zero, zero, kind="relax")


def run(engines: list[Engine], clock: Any, seconds: float = 100.0) -> tuple[Answer, bool]:
    made: Any = engines
    return relax(made, task(), Limits(seconds, clock=clock))


def test_the_simplex_alone_where_it_is_quick() -> None:
    clock = Clock()
    engines = [Engine(clock, {"simplex": 9.0}), Engine(clock, {})]
    answer, interior = run(engines, clock)
    assert (answer.objective, interior) == (7.0, False)
    assert not engines[1].began


def test_the_interior_point_method_beside_it_after_a_tenth_of_the_time() -> None:
    clock = Clock()
    engines = [Engine(clock, {"simplex": 1000.0}), Engine(clock, {"ipm": 4.0})]
    answer, interior = run(engines, clock)
    assert (answer.objective, interior) == (7.0, True)
    assert engines[1].began[1][0] == pytest.approx(10.0, abs=0.3)
    assert engines[0].stopped == [1]


def test_one_engine_gives_the_simplex_three_tenths_then_turns() -> None:
    clock = Clock()
    engine = Engine(clock, {"simplex": 1000.0, "ipm": 4.0})
    answer, interior = run([engine], clock)
    assert (answer.objective, interior) == (7.0, True)
    assert [method for _, method in engine.began.values()] == ["simplex", "ipm"]
    assert engine.began[2][0] == pytest.approx(30.0, abs=0.3)


def test_when_neither_ends_the_time_does() -> None:
    clock = Clock()
    engines = [Engine(clock, {"simplex": 1000.0}), Engine(clock, {"ipm": 1000.0})]
    answer, _ = run(engines, clock, seconds=20.0)
    assert answer.x is None
    assert clock.now() < 22.0
