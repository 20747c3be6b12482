"""First plans of large models: a part while the relaxation is made tighter, then the numbers of sections next to the relaxation's."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np
import pytest
from models_by_force import Forced
from test_search_lean import best, clubs, loaded
from test_search_lexicographic import limits
from test_search_relax import Clock, Engine, run, task

from scheduler.search import blend
from scheduler.search.blend import Blend
from scheduler.search.drafts import Drafts
from scheduler.search.early import EarlyPart
from scheduler.search.goals import PRICE_OF_FIRST, linear_goal
from scheduler.search.highs import Answer, Highs, Task
from scheduler.search.lexicographic import Lexicographic
from scheduler.search.limits import Limits
from scheduler.search.linear import translate
from scheduler.search.quick import OF_COUNTS, QuickPlans
from scheduler.search.state import State
from scheduler.search.waiting import relax


@pytest.mark.parametrize("seed", range(8))
def test_a_relaxation_is_said_once_before_it_is_made_tighter(seed: int) -> None:
    model, sections, (goal, *_) = clubs(seed)
    linear = translate(model)
    heard: list[Answer] = []
    task = Task(goal.cost, goal.offset, linear.lower, linear.upper, kind="relax", activities=sections, early=True)
    with Highs() as engine:
        loaded(engine, linear, sections)
        number = engine.start(task)
        while not heard or heard[-1].early:
            found = engine.poll(number, 20.0)
            heard += [found] if found else []
    early, tight = heard
    assert (early.early, tight.early) == (True, False)
    assert early.status == tight.status == "Optimal"
    assert early.bound <= tight.bound + 1e-6
    assert tight.bound <= best(seed)[0] + 1e-6
    assert early.reduced is not None


def no_plans(rows: list[tuple[list[int], int]]) -> tuple[Any, Any]:
    """Two clubs of which none can be held half: 2n + 2m = 3."""
    model = Forced([3, 3]).model
    n, m = (model.get_int_var_from_proto_index(j) for j in range(2))
    for weights, low in rows:
        model.add(weights[0] * n + weights[1] * m >= low)
    return translate(model), linear_goal("both", 2, [(0, 1), (1, 1)], 0)


def test_a_relaxation_without_a_solution_says_so() -> None:
    linear, goal = no_plans([([1, 1], 7)])
    task = Task(goal.cost, goal.offset, linear.lower, linear.upper, kind="relax", early=True)
    with Highs() as engine:
        engine.load(linear, np.array([], dtype=np.int64))
        number, answer = engine.start(task), None
        while answer is None:
            answer = engine.poll(number, 20.0)
    assert answer.status == "Infeasible"


class SaysEarly(Engine):
    """Has its first relaxation after two seconds."""

    said = False

    def poll(self, number: int, seconds: float, *more: object) -> Answer | None:
        found = super().poll(number, seconds, *more)
        if not self.said and self.clock.now() - self.began[number][0] >= self.seconds["first"]:
            self.said = True
            return Answer("Optimal", 5.0, 5.0, np.zeros(1), early=True)
        return found


def test_no_other_method_is_tried_once_the_first_relaxation_is_there() -> None:
    clock = Clock()
    engines: list[Engine] = [SaysEarly(clock, {"simplex": 50.0, "first": 2.0}), Engine(clock, {})]
    answer, interior = run(engines, clock)
    assert (answer.objective, interior) == (7.0, False)
    assert not engines[1].began


def test_another_method_makes_way_when_the_first_relaxation_comes() -> None:
    clock = Clock()
    engines: list[Engine] = [SaysEarly(clock, {"simplex": 50.0, "first": 12.0}), Engine(clock, {"ipm": 90.0})]
    answer, interior = run(engines, clock)
    assert (answer.objective, interior) == (7.0, False)
    assert engines[1].stopped == [1]


class Notes(Engine):
    """Takes note of who is asked for a relaxation that is not yet tight."""

    asked: ClassVar[list[tuple[str, bool]]] = []

    def start(self, task: Task) -> int:
        self.asked.append((task.options.get("solver", "simplex"), task.early))
        return super().start(task)


def test_a_method_that_is_tried_later_is_asked_for_the_tight_relaxation_alone() -> None:
    """Else the one that was faster would make way for the one that was slower."""
    clock = Clock()
    engines: Any = [Notes(clock, {"simplex": 1000.0}), Notes(clock, {"ipm": 4.0})]
    answer, interior = relax(engines, replace(task(), early=True), Limits(100.0, clock=clock))
    assert (answer.objective, interior) == (7.0, True)
    assert Notes.asked == [("simplex", True), ("ipm", False)]


class Asked:
    """An engine that only takes note."""

    def __init__(self) -> None:
        self.tasks: list[Task] = []
        self.stopped: list[int] = []
        self.found: Any = None

    def start(self, task: Task) -> int:
        self.tasks.append(task)
        return len(self.tasks)

    def stop(self, number: int) -> None:
        self.stopped.append(number)

    def poll(self, _number: int, _seconds: float, hear: Any, *_: object) -> Answer | None:
        if self.found is not None:
            hear(self.found)
        return None


def asked(x: Sequence[float], reduced: Sequence[float], most: Sequence[int]) -> tuple[State, Answer, Asked]:
    model = translate(Forced(list(most)).model)
    goals = [linear_goal("all", len(most), [(j, 1) for j in range(len(most))], 0)]
    relaxed = Answer("Optimal", 1.0, 1.0, np.array(x, dtype=float), np.array(reduced, dtype=float))
    return State(model, goals), relaxed, Asked()


def test_the_first_part_has_the_numbers_next_to_the_relaxations_the_next_one_more() -> None:
    """Counts n = 1.4 of at most 4, m = 2 of at most 4; k is dear. First n in 1..2, m = 2; with a draft (2, 1): n in 1..3, m in 1..3."""
    state, relaxed, engine = asked([1.4, 2.0, 0.0, 0.5], [0.0, 0.0, 9.0, 0.0], [4, 4, 4, 4])
    draft: list[Any] = [None]
    quick = QuickPlans(state, state.goals[0], lambda *_, **__: None, {}, "loose", True, draft=lambda: draft[0])
    quick.counts = np.array([0, 1, 2])
    made: Any = engine
    assert quick.start(made, relaxed, 9.0) == 1
    first = engine.tasks[0]
    assert first.inner == "counts"
    assert list(first.lower) == [1, 2, 0, 0]
    assert list(first.upper) == [2, 2, 0, 4]
    assert first.hint is None
    draft[0] = np.array([2.0, 1.0, 0.0, 0.25])
    assert quick.start(made, relaxed, 9.0) == 2
    second = engine.tasks[1]
    assert second.inner == "counts"
    assert list(second.lower) == [1, 1, 0, 0]
    assert list(second.upper) == [3, 3, 0, 4]  # the dear one stays out
    assert second.hint is draft[0]
    assert second.options["mip_rel_gap"] == 0.0
    assert not quick.of_counts
    assert OF_COUNTS == 2
    assert quick.start(made, relaxed, 9.0) == 3
    assert engine.tasks[2].inner == "loose"
    assert list(engine.tasks[2].upper) == [4, 4, 0, 4]


def test_a_part_that_found_nothing_is_followed_by_a_wider_one_that_ends_as_early() -> None:
    state, relaxed, engine = asked([1.4, 2.0], [0.0, 0.0], [4, 4])
    quick = QuickPlans(state, state.goals[0], lambda *_, **__: None, {}, "loose", True)
    quick.counts = np.array([0, 1])
    made: Any = engine
    quick.start(made, relaxed, 9.0)
    quick.start(made, relaxed, 9.0)
    assert list(engine.tasks[1].lower) == [1, 2]
    assert list(engine.tasks[1].upper) == [3, 3]
    assert engine.tasks[1].options["mip_rel_gap"] == engine.tasks[0].options["mip_rel_gap"] > 0


def test_the_early_part_ends_with_a_draft_close_enough() -> None:
    """The bound is 100: a draft of 103 is within three hundredths of it, one of 104 is not."""
    state, relaxed, engine = asked([0.5, 0.5], [0.0, 0.0], [200, 200])
    relaxed = replace(relaxed, bound=100.0)
    made: Any = engine
    heard: list[tuple[float, str]] = []

    def hear(x: Any, mode: str = "whole") -> None:
        heard.append((float(x.sum()), mode))

    part = EarlyPart(state, state.goals[0], hear, {}, "loose", np.array([0, 1]))
    part.start(made, relaxed, 9.0)
    part.work()
    assert not engine.stopped
    for value, stopped in ((104.0, []), (103.0, [1])):
        engine.found = np.array([value, 0.0])
        part.work()
        assert engine.stopped == stopped
    assert heard == [(104.0, "counts"), (103.0, "counts")]
    part.stop()
    assert engine.stopped == [1]


@pytest.mark.parametrize(
    ("best_value", "whole", "counts", "wanted"), [(90, 50, 30, "whole"), (60, 50, 30, "counts"), (90, 50, 8, "counts")]
)
def test_what_is_nearly_whole_comes_first_where_it_gains_more(
    best_value: int, whole: int, counts: int, wanted: str
) -> None:
    model = translate(Forced([100]).model)
    goal = linear_goal("one", 1, [(0, 1)], 0)
    state = State(model, [goal])
    state.offer(np.array([best_value]))
    drafts = Drafts(state, np.array([0]), np.array([0]), [goal], np.copy, limits())
    drafts._waiting = {"whole": (float(whole), np.array([whole])), "counts": (float(counts), np.array([counts]))}
    assert drafts._next() == wanted


@pytest.mark.parametrize(("drafted", "bound", "anew"), [(None, 5, True), (4, 4, False), (5, 5, False), (6, 5, True)])
def test_a_proof_that_hoped_for_one_less_than_the_best_need_not_begin_anew(
    drafted: int | None, bound: int, anew: bool
) -> None:
    """Nothing is as cheap as 4: so a draft of 5 is the best. That says too little of one of 6."""
    state, relaxed, engine = asked([0.5, 0.5], [0.0, 0.0], [9, 9])
    made: Any = engine
    both = Blend(state, limits(), state.goals[0], relaxed, lambda *_, **__: None, {}, "loose", np.array([0, 1]))
    both.begin(made)
    both._value = 4
    both.draft = None if drafted is None else np.array([float(drafted), 0.0])
    if drafted == 4:
        both.finish(Answer("Optimal", 4.0, 4.0, np.array([4.0, 0.0])))
    else:
        both.finish(Answer("Infeasible", None, np.inf, None))
    assert (both.bound, both.restarting) == (bound, anew)


@pytest.mark.parametrize("short", [1, 2])
def test_every_goal_is_proven_though_less_was_hoped_for(short: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blend, "LARGE", 0)
    hoped = Blend._hoped
    for seed in range(8):
        model, sections, goals = clubs(seed)
        wanted = best(seed)
        value = PRICE_OF_FIRST * wanted[0] + wanted[1]
        calls: list[int] = []

        def noted(self: Blend, calls: list[int] = calls, value: int = value) -> int | None:
            calls.append(1)
            return value - short if len(calls) == 1 else hoped(self)

        monkeypatch.setattr(Blend, "_hoped", noted)
        inner = np.array(sorted({int(j) for s in sections for j in s.members} | {int(j) for j in goals[0].support}))
        counts = np.array([s.count for s in sections])
        state = Lexicographic(translate(model), goals, limits(), inner=inner, counts=counts, activities=sections).run()
        assert state.values() == tuple(state.bounds[goal.name] for goal in goals) == wanted
        assert calls
