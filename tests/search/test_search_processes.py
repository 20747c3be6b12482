"""Processes of the engine that begin before there is a task."""

import os
import signal
import subprocess
import sys
from collections.abc import Generator

import numpy as np
import pytest
from ortools.sat.python import cp_model

from scheduler.search import processes
from scheduler.search.highs import EngineLost, Highs, Task, no_variables
from scheduler.search.linear import translate

pytestmark = pytest.mark.usefixtures("manner")

forked = pytest.mark.skipif(not processes.forks(), reason="there are no forks here")


@pytest.fixture(params=["as forks", "each by itself"])
def manner(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How engines begin."""
    if request.param == "each by itself":
        monkeypatch.setattr(processes, "forks", lambda: False)
    return request.param


@pytest.fixture
def source() -> Generator[processes.Source]:
    """What engines are made of, for the test alone."""
    processes.leave()
    processes.end(processes.take())
    yield processes._sources[0]
    processes.leave()


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


def test_one_ends_alone() -> None:
    """Nor does a terminal's signal end any: no engine is of the program's session."""
    with processes.warmed(2):
        first, second = processes.take(), processes.take()
        assert os.getsid(0) not in {os.getsid(first.pid), os.getsid(second.pid)}
        processes.end(first)
        assert second.poll() is None
        processes.end(second)


_KILLED = """
import sys
from scheduler.search import processes
if sys.argv[1] == "each by itself":
    processes.forks = lambda: False
with processes.warmed(2):
    print(*(p.pid for p in processes.spare), *(s._process.pid for s in processes._sources), flush=True)
    sys.stdin.read()
"""


def test_none_outlives_the_program(manner: str) -> None:
    """However it ends: here it is killed, and can end nothing itself."""
    program = subprocess.Popen(
        [sys.executable, "-c", _KILLED, manner], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert program.stdout
    numbers = [int(number) for number in program.stdout.readline().split()]
    assert len(numbers) == 2 + (manner == "as forks" and processes.forks())
    program.kill()
    program.communicate()
    for number in numbers:
        while running(number):
            pass


def running(number: int) -> bool:
    """Whether that process is there and has not ended: whoever it is left to may take note later."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(number)], capture_output=True, text=True, check=False).stdout
    return state.strip() not in {"", "Z", "Zs"}


@forked
class TestForks:
    """What engines are made of may end as well."""

    @pytest.fixture
    def manner(self) -> str:
        return "as forks"

    def test_they_are_made_of_one(self, source: processes.Source) -> None:
        with processes.warmed(3):
            assert all(isinstance(process, processes.Forked) for process in processes.spare)
            assert processes._sources == [source]

    def test_one_that_is_lost_is_begun_again(self, source: processes.Source) -> None:
        with Highs() as before:
            assert least(before) == 10
            source._process.kill()
            source._process.wait()
            with Highs() as after:
                assert processes._sources != [source]
                assert (least(after), least(before)) == (10, 10)

    def test_an_engine_that_was_not_made_any_more_is_lost(self, source: processes.Source) -> None:
        os.kill(source._process.pid, signal.SIGSTOP)
        engines = [Highs(), Highs()]
        assert [engine.alive for engine in engines] == [True, True]  # as far as is known
        source._process.kill()
        source._process.wait()
        for engine in engines:
            with pytest.raises(EngineLost):
                least(engine)
            assert not engine.alive
            assert engine._process.pid == 0
            engine.close()

    def test_a_copy_of_the_program_has_its_own(self, source: processes.Source) -> None:
        with processes.warmed(1):
            number = os.fork()
            if not number:
                processes.spare.clear()
                own = processes.take()
                done = own.poll() is None and processes._sources[0] is not source
                processes.end(own)
                processes.leave()
                os._exit(0 if done else 1)
            assert os.waitpid(number, 0)[1] == 0
            with Highs() as engine:
                assert least(engine) == 10
        assert source.alive
