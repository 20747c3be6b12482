"""The goals one before the other, on small random models, against every point; and an engine that is lost."""

import time
from random import Random

import numpy as np
import pytest
from models_by_force import Forced, random_model, vector

from scheduler.options import Timekeeper
from scheduler.search import lexicographic
from scheduler.search.goals import LinearGoal, linear_goal
from scheduler.search.highs import Answer, EngineLost, Highs, Task
from scheduler.search.lexicographic import Infeasible, Lexicographic
from scheduler.search.limits import Limits
from scheduler.search.linear import translate
from scheduler.search.state import Attempt, Known, State


def goals_of(r: Random, columns: int, number: int) -> list[LinearGoal]:
    """Goals with random weights, some of them below 0, and offsets."""
    found: list[LinearGoal] = []
    for n in range(number):
        scale = r.choice([1, 1, 10])
        terms = [(i, scale * r.randint(-4, 6)) for i in range(columns) if r.random() < 0.7]
        found.append(linear_goal(f"g{n}", columns, terms, r.randint(-5, 20)))
    return found


def limits(seconds: float = 30.0, gap: float = 0.0) -> Limits:
    return Limits(time.monotonic() + seconds, gap)


def least(forced: Forced, goals: list[LinearGoal]) -> tuple[int, ...] | None:
    return min((tuple(g.value(vector(x)) for g in goals) for x in forced.feasible()), default=None)


def proven(search: Lexicographic, wanted: tuple[int, ...] | None) -> None:
    """The search proves that these are the goals' values, or that there is no solution at all."""
    if wanted is None:
        with pytest.raises(Infeasible):
            search.run()
        return
    state = search.run()
    assert state.values() == wanted
    assert tuple(state.bounds[g.name] for g in search.goals) == wanted


@pytest.mark.parametrize("seed", range(40))
def test_random_models_against_every_point(seed: int) -> None:
    r = Random(f"lexicographic/{seed}")
    forced = random_model(("lexicographic", seed), constraints=5)
    goals = goals_of(r, len(forced.most), r.randint(1, 4))
    wanted = least(forced, goals)
    points = forced.feasible()
    hint = vector(r.choice(points)) if points and r.random() < 0.5 else None
    search = Lexicographic(translate(forced.model), goals, limits(), hint=hint)
    proven(search, wanted)
    assert search.state.x is None or tuple(search.state.x.tolist()) in points


def test_some_random_models_have_no_point() -> None:
    empty = [seed for seed in range(40) if not random_model(("lexicographic", seed), constraints=5).feasible()]
    assert 3 <= len(empty) <= 25


def knapsack(items: int = 12) -> tuple[Forced, list[LinearGoal]]:
    """Take at least half of the weight, none of the first goal's items for free."""
    r = Random("knapsack")
    forced = Forced([1] * items)
    weights = [r.randint(5, 30) for _ in range(items)]
    forced.add("linear", [(i, True) for i in range(items)], weights, sum(weights) // 2, 2**62, [])
    return forced, [
        linear_goal("first", items, [(i, weights[i] + r.randint(0, 3)) for i in range(items)], 0),
        linear_goal("second", items, [(i, r.randint(1, 9)) for i in range(items)], 0),
        linear_goal("third", items, [(i, r.randint(1, 9)) for i in range(items)], 0),
    ]


def test_a_first_goal_that_cannot_reach_0() -> None:
    forced, goals = knapsack()
    wanted = least(forced, goals)
    assert wanted is not None
    assert wanted[0] > 0
    state = Lexicographic(translate(forced.model), goals, limits()).run()
    assert state.values() == wanted == tuple(state.bounds[g.name] for g in goals)


def test_a_price_on_the_first_goal_that_a_trade_could_pay() -> None:
    """One unit of the first goal saves 1000 of the second: the two searched together must not make that trade."""
    forced = Forced([1, 1])
    forced.add("exactly_one", [(0, True), (1, True)], [1, 1], 0, 0, [])
    goals = [linear_goal("first", 2, [(1, 1)], 0), linear_goal("second", 2, [(0, 1000)], 0)]
    state = Lexicographic(translate(forced.model), goals, limits()).run()
    assert (state.values(), state.bounds) == ((0, 1000), {"first": 0, "second": 1000})


def test_what_a_later_goal_holds_fast_does_not_bind_an_earlier_one() -> None:
    """c needs a or b; c is wanted most, then a is not wanted, then b is not.

    The first attempt gets c by a, where b is at its best at once. That b cannot move without costing the last goal
    something is no reason to hold it while a can still be got rid of.
    """
    forced = Forced([1, 1, 1])  # a, b, c
    forced.add("linear", [(0, True), (1, True), (2, True)], [1, 1, -1], 0, 2, [])
    goals = [
        linear_goal("first", 3, [], 0),
        linear_goal("second", 3, [], 0),
        linear_goal("c", 3, [(2, -1)], 1),
        linear_goal("a", 3, [(0, 1)], 0),
        linear_goal("b", 3, [(1, 1)], 0),
    ]
    by_a = Attempt(np.array([], dtype=np.int64), np.array([0, 1, 2]), np.array([1, 0, 1]))
    state = Lexicographic(
        translate(forced.model), goals, limits(), hint=vector((0, 1, 0)), attempts={"c": [by_a]}
    ).run()
    assert state.values() == (0, 0, 0, 0, 1) == tuple(state.bounds[g.name] for g in goals)


def test_a_fix_serves_only_goals_that_it_does_not_rest_on() -> None:
    """With b at its best, b may be held while b's goal is minimised, not while a's is."""
    goals = [linear_goal("a", 2, [(0, 1)], 0), linear_goal("b", 2, [(1, 1)], 0)]
    state = State(translate(Forced([1, 1]).model), goals)
    state.offer(vector((1, 0)))
    state.fix(Answer("Optimal", 0.0, 0.0, None, np.array([0.0, 1.0])), 0)
    assert state.limits(1)[1].tolist() == [1, 0]
    assert state.limits(0)[1].tolist() == [1, 1]
    state.offer(vector((0, 1)))  # b got worse: it is not held any more; a is, by its own value
    assert state.limits(1)[1].tolist() == [0, 1]


def test_a_bound_serves_only_while_the_goals_before_keep_what_it_rests_on() -> None:
    """c is 3 at least where b is 1 at most. When a improves at b's cost, that says nothing any more."""
    goals = [linear_goal(n, 3, [(i, 1)], 0) for i, n in enumerate("abc")]
    state = State(translate(Forced([5, 5, 5]).model), goals)
    state.prove(goals[2], 0)
    state.offer(vector((2, 1, 3)))
    assert state.prove(goals[2], 3, (2, 1))
    assert not state.prove(goals[2], 2, (2, 1))
    assert state.done(goals[2], 0.0)
    state.offer(vector((1, 2, 0)))
    assert state.bounds == {"c": 0}
    state.offer(vector((1, 1, 4)))
    assert state.bounds == {"c": 3}
    assert not state.prove(goals[2], 9, (0, 1))  # for plans that are better in a than any known


def test_a_model_without_variables() -> None:
    goals = [linear_goal("first", 0, [], 4), linear_goal("second", 0, [], -1)]
    state = Lexicographic(translate(Forced([]).model), goals, limits(5.0)).run()
    assert (state.values(), state.bounds) == ((4, -1), {"first": 4, "second": -1})


def test_a_model_without_variables_that_no_plan_keeps() -> None:
    forced = Forced([])
    forced.model.add_bool_or([])
    with pytest.raises(Infeasible):
        Lexicographic(translate(forced.model), [linear_goal("first", 0, [], 0)], limits(5.0)).run()


def test_a_hint_that_breaks_a_row_is_not_taken() -> None:
    forced = Forced([1])
    forced.add("bool_or", [(0, True)], [1], 0, 0, [])
    search = Lexicographic(translate(forced.model), [linear_goal("g", 1, [(0, 1)], 0)], limits(), hint=vector((0,)))
    assert search.state.x is None
    assert search.run().values() == (1,)


def test_a_known_bound_counts_only_where_its_condition_holds() -> None:
    """The second goal is 2 at best where the first is 0; a bound of 9 that was proven for another case is no bound."""
    forced = Forced([1, 3])
    forced.add("linear", [(1, True)], [1], 2, 3, [])
    goals = [linear_goal("first", 2, [(0, 1)], 1), linear_goal("second", 2, [(1, 1)], 0)]
    known = [Known("second", 9, 0)]  # for plans whose first goal is at most 0: there is none
    state = Lexicographic(translate(forced.model), goals, limits(), known=known).run()
    assert (state.values(), state.bounds) == ((1, 2), {"first": 1, "second": 2})


def test_offer_keeps_the_better_in_the_order_of_the_goals() -> None:
    goals = [linear_goal("first", 2, [(0, 1)], 0), linear_goal("second", 2, [(1, 1)], 0)]
    state = State(translate(Forced([1, 9]).model), goals)
    assert state.offer(vector((1, 0))) == 0
    assert state.offer(vector((1, 0))) is None
    assert state.offer(vector((0, 5))) == 0
    assert state.offer(vector((1, 0))) is None
    assert state.offer(vector((0, 10))) is None  # out of bounds
    assert state.offer(vector((0, 4))) == 1
    state.prove(goals[0], 0)
    state.prove(goals[0], -3)
    assert (state.values(), state.bounds) == ((0, 4), {"first": 0})
    assert state.done(goals[0], 0.0)
    assert not state.done(goals[1], 0.0)


def test_no_time_at_all_keeps_the_hint() -> None:
    forced, goals = knapsack()
    hint = vector((1,) * 12)
    state = Lexicographic(translate(forced.model), goals, limits(0.0), hint=hint).run()
    assert state.values() <= tuple(g.value(hint) for g in goals)


def test_a_stop_from_elsewhere_ends_the_search() -> None:
    forced, goals = knapsack()
    bounded = limits()
    bounded.stop.set()
    hint = vector((1,) * 12)
    assert Lexicographic(translate(forced.model), goals, bounded, hint=hint).run().x is not None


# -- an engine that is lost --------------------------------------------------------------------------------


class Watched(Highs):
    """Notes every engine that is started, so that a test can kill it."""

    started: list["Watched"] = []  # noqa: RUF012

    def __init__(self, clock: Timekeeper) -> None:
        super().__init__(clock)
        self.started.append(self)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()


@pytest.fixture
def engines(monkeypatch: pytest.MonkeyPatch) -> list[Watched]:
    monkeypatch.setattr(Watched, "started", [])
    monkeypatch.setattr(lexicographic, "Highs", Watched)
    return Watched.started


def test_an_engine_that_is_lost_once_costs_nothing(engines: list[Watched]) -> None:
    forced, goals = knapsack()

    def kill_first() -> None:
        if len(engines) == 1:
            engines[0].kill()

    state = Lexicographic(translate(forced.model), goals, limits(), on_improved=kill_first).run()
    assert len(engines) == 2
    assert state.values() == least(forced, goals)


def test_engines_that_are_lost_again_and_again_leave_the_best_so_far(engines: list[Watched]) -> None:
    forced, goals = knapsack()
    hint = vector((1,) * 12)
    start = tuple(g.value(hint) for g in goals)
    state = Lexicographic(
        translate(forced.model), goals, limits(), hint=hint, on_improved=lambda: [e.kill() for e in engines]
    ).run()
    assert len(engines) == 2
    assert state.values() <= start
    best = least(forced, goals)
    assert best is not None
    assert state.bounds["first"] <= best[0]


def test_a_lost_engine_says_so_whatever_it_is_asked() -> None:
    forced, goals = knapsack()
    model = translate(forced.model)
    with Highs() as engine:
        engine.load(model, np.array([], dtype=np.int64))
        engine._process.kill()
        engine._process.wait()
        for _ in range(2):
            with pytest.raises(EngineLost):
                engine.poll(1, 20.0)
        task = Task(goals[0].cost, 0, model.lower, model.upper)
        with pytest.raises(EngineLost):
            engine.poll(engine.start(task), 20.0)
