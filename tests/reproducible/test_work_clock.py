"""A clock that counts work: engines in step, what a stop does, how work is read from the solver."""

import ast
from math import inf
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from ortools.sat.python import cp_model

from scheduler.options import WALL
from scheduler.search.cp import within
from scheduler.search.highs import Answer, Highs, Task, no_variables
from scheduler.search.highs_pace import PER_LOOK, PER_STEP, Pace, Work
from scheduler.search.linear import LinearModel, translate
from scheduler.search.work import WorkClock

ROOT = Path(__file__).resolve().parents[2] / "scheduler"


class Follower:
    """An engine that has so much to do, and notes how far it was let."""

    def __init__(self, clock: WorkClock, work: float, stuck: Event | None = None) -> None:
        self.work, self.stuck, self.heard = work, stuck, list[float]()
        clock.join(self)

    @property
    def busy(self) -> bool:
        return self.work > 0

    def run_until(self, until: float) -> None:
        self.heard.append(until)
        self.work -= 1

    def reached(self, _until: float, _seconds: float) -> bool:
        if self.stuck:
            self.stuck.set()
        return self.stuck is None


def test_the_clock_goes_on_by_what_is_asked_and_by_nothing_else() -> None:
    clock = WorkClock(Event())
    one, two = Follower(clock, 2), Follower(clock, 1)
    clock.rest(0.5)
    clock.rest(0.25)
    clock.spent(2.0)
    clock.rest(1.0)
    assert clock.now() == 3.75
    assert one.heard == pytest.approx([0.61, 0.865])  # ahead of the clock by 0.1 and a fiftieth of it
    assert two.heard == pytest.approx([0.61])  # whoever has nothing to do is not let go on
    assert clock.repeatable


def test_a_stop_sets_engines_free_and_time_goes_on_by_itself() -> None:
    stop = Event()
    clock = WorkClock(stop)
    one = Follower(clock, 5)
    clock.rest(0.5)
    stop.set()
    assert clock.now() >= 0.5
    assert one.heard[1:] == [inf]
    assert not clock.exact
    assert not clock.repeatable
    before = clock.now()
    clock.rest(0.001)
    assert clock.now() > before
    assert one.heard[1:] == [inf]


def test_a_stop_is_heard_while_an_engine_is_waited_for() -> None:
    stop = Event()
    clock = WorkClock(stop)
    Follower(clock, 1, stuck=stop)
    clock.rest(0.5)  # it never gets there
    assert not clock.exact


def test_an_engine_waits_where_it_was_told_to_and_does_what_was_asked_for_the_time_up_to_now() -> None:
    told: list[float] = []
    done: list[tuple[object, ...]] = []
    pace = Pace(lambda *_: told.append(pace.time), lambda *order: done.append(order))
    pace.begin(1.0)
    for order in [("stop", 3, 0.9), ("until", 1.0), ("offer", 4, 1.0, "x"), ("stop", 5, 1.2), ("until", 1.5)]:
        pace.asked.put(order)
    pace.wait()
    assert done == [("stop", 3, 0.9), ("offer", 4, 1.0, "x")]
    pace.time = 1.005  # too little to be told
    pace.wait()
    pace.time = 1.3
    pace.wait()
    assert done[2:] == [("stop", 5, 1.2)]
    assert told == [1.0, 1.3]
    pace.asked.put(("stop", 6, 9.0))
    pace.asked.put(("until", inf))  # free: what was asked is done at once
    pace.wait()
    assert done[3:] == [("stop", 6, 9.0)]


@pytest.mark.parametrize(
    ("line", "steps"),
    [
        ("         0       0         0   0.00%   1160   1380   15.94%      128     16      7      4010", 4010),
        (" L       0       0         0   0.00%   -inf   1380   Large        0      0      0     12.5k", 12_500),
        ("  Gap               0% (tolerance: 0.717%)", 0),
        ("11.9% inactive integer columns, restarting", 0),
        ("  LP iterations     40021", 0),
    ],
)
def test_steps_are_read_from_the_solvers_table(line: str, steps: int) -> None:
    work = Work(Pace(lambda *_: None, lambda *_: None), 8_000, 0.0, 60.0)
    work.hear_log(line)
    assert work.steps == steps


def test_work_is_a_sum_of_what_was_counted() -> None:
    pace = Pace(lambda *_: None, lambda *_: None)
    pace.time = 2.0
    work = Work(pace, 8_000, 1.0, 0.5)
    assert (work.start, round(work.done, 9)) == (2.0, 0.03)  # three millionths an entry, and for 2,000 more
    work.looks, work.steps = 10, 1_000
    assert work.done == pytest.approx(0.03 + 10 * 10_000 * PER_LOOK + 1_000 * 100 * PER_STEP)
    assert not work.over
    work.steps = 10_000
    assert work.over


def hard(sections: int, seed: int) -> LinearModel:
    """A model that is not solved at the root: equal sums of random weights."""
    model = cp_model.CpModel()
    weights = np.random.default_rng(seed).integers(10_000, 99_999, (4, sections))
    x = [model.new_bool_var("") for _ in range(sections)]
    for row in weights:
        model.add(sum(int(w) * v for w, v in zip(row, x, strict=True)) <= int(row.sum()) // 2)
    return translate(model)


def solved(seconds: float, polls: float) -> tuple[Answer, float, list[float]]:
    """What an engine in step finds in so much work, when it was done, and the bounds on the way."""
    clock, model, bounds = WorkClock(Event()), hard(40, 3), list[float]()
    cost = -np.random.default_rng(5).integers(1_000, 9_999, model.columns)
    with Highs(clock) as engine:
        engine.load(model, no_variables())
        number = engine.start(Task(cost, 0, model.lower, model.upper, seconds=seconds))
        answer = None
        while answer is None:
            answer = engine.poll(number, polls, None, bounds.append)
        return answer, clock.now(), bounds


def test_a_budget_of_work_ends_a_task_at_the_same_node() -> None:
    first, at, bounds = solved(0.03, 0.005)
    again, then, others = solved(0.03, 0.005)
    assert first.status == "Interrupted by user"
    assert (first.objective, first.bound, at, bounds) == (again.objective, again.bound, then, others)
    assert first.x is not None
    assert again.x is not None
    assert np.array_equal(first.x, again.x)
    more, later, _ = solved(0.06, 0.005)
    assert later > at
    assert more.objective is not None
    assert first.objective is not None
    assert more.objective <= first.objective


def test_what_an_engine_says_is_heard_only_as_the_clock_goes_on() -> None:
    clock, model = WorkClock(Event()), hard(5, 1)
    with Highs(clock) as engine:
        engine.load(model, no_variables())
        number = engine.start(Task(np.zeros(5, dtype=np.int64), 0, model.lower, model.upper))
        engine._inbox.put(engine._inbox.get(timeout=60))  # it has something to say by now
        assert engine.poll(number, 0.0) is None
        assert clock.now() == 0.0
        answer = None
        while answer is None:
            answer = engine.poll(number, 0.5)
        assert answer.status == "Optimal"


def test_the_second_engine_counts_on_the_same_clock() -> None:
    clock = WorkClock(Event())
    model = cp_model.CpModel()
    x = [model.new_int_var(0, 50, "") for _ in range(6)]
    model.add(sum((7 + i) * v for i, v in enumerate(x)) == 401)
    model.maximize(sum((i % 3) * v for i, v in enumerate(x)))
    solver = cp_model.CpSolver()
    with within(solver, 5.0, clock):
        assert solver.solve(model) == cp_model.OPTIMAL
    assert solver.parameters.max_deterministic_time == 5.0
    assert solver.parameters.max_time_in_seconds == inf
    assert clock.now() == solver.response_proto.deterministic_time > 0
    with within(solver, 3.0, WALL):
        pass
    assert solver.parameters.max_time_in_seconds == 3.0


IN_A_RUN = [
    *(
        ROOT / name
        for name in ("plan.py", "conflict.py", "blame.py", "duties.py", "rerun.py", "frontier.py", "earlier.py")
    ),
    *(p for p in (ROOT / "search").glob("*.py") if p.name not in ("work.py", "highs_worker.py", "nearby.py")),
    *(p for room in ("week", "roster", "reasons") for p in (ROOT / room).rglob("*.py")),
]


@pytest.mark.parametrize("path", IN_A_RUN, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_nothing_in_a_run_looks_at_the_wall(path: Path) -> None:
    """What a run decides by must come from its own clock."""
    names = {
        alias.name
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert not names & {"time", "random", "secrets"}
