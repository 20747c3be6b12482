"""A goal and the next one as one: its least value is the least of the first and, with that, of the second."""

from random import Random

import numpy as np
import pytest
from models_by_force import random_model, vector
from test_search_lexicographic import goals_of, least, limits

from scheduler.search import proofs
from scheduler.search.goals import LinearGoal
from scheduler.search.highs import no_variables
from scheduler.search.lexicographic import Infeasible, Lexicographic
from scheduler.search.linear import translate
from scheduler.search.pairs import pair_of
from scheduler.search.state import State


def of_two() -> tuple[LinearGoal, LinearGoal]:
    """2a, and 5 − 3b + c, over 0-1: the second lies between 2 and 6."""
    first = LinearGoal("first", np.array([2, 0, 0]), 0, 2)
    return first, LinearGoal("second", np.array([0, -3, 1]), 5, 1)


def test_the_weight_is_more_than_the_second_can_differ_by() -> None:
    pair = pair_of(*of_two(), np.zeros(3, dtype=np.int64), np.ones(3, dtype=np.int64))
    assert (pair.most, pair.weight) == (6, 3)  # 3 · 2 > 6 − 2
    assert pair.goal.cost.tolist() == [6, -3, 1]
    assert (pair.goal.offset, pair.goal.step) == (5, 1)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (2.0, (0, 2)),  # the least there is: a = 0, b = 1
        (5.5, (0, 6)),
        (7.0, (2, 1)),  # none with a = 0 has as much
        (8.0, (2, 2)),
        (-np.inf, None),
    ],
)
def test_what_a_bound_of_both_says_of_each(value: float, wanted: tuple[int, int] | None) -> None:
    pair = pair_of(*of_two(), np.zeros(3, dtype=np.int64), np.ones(3, dtype=np.int64))
    assert pair.bounds(value) == wanted


@pytest.mark.parametrize("seed", range(60))
def test_bounds_of_random_pairs_against_every_point(seed: int) -> None:
    """Every bound of the two as one, taken apart, holds for every point."""
    r = Random(f"pair/{seed}")
    forced = random_model(("pair", seed), constraints=3)
    first, second = goals_of(r, len(forced.most), 2)
    points = [vector(x) for x in forced.feasible()]
    if not points:
        return
    model = translate(forced.model)
    pair = pair_of(first, second, model.lower, model.upper)
    best = min(points, key=lambda x: (first.value(x), second.value(x)))
    assert pair.goal.value(best) == min(pair.goal.value(x) for x in points)
    bound = pair.goal.value(best) - r.choice([0.0, 0.3, 1.0, 4.0])
    said = pair.bounds(bound)
    assert said is not None
    assert said[0] <= first.value(best)
    assert all(said[1] <= second.value(x) for x in points if first.value(x) <= said[0])
    if bound == pair.goal.value(best):
        assert said == (first.value(best), second.value(best))


@pytest.mark.parametrize("seed", range(60))
def test_goals_in_pairs_have_the_same_optimum(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the first pair at the third goal instead of the fourth: every goal's value and bound, against every point."""
    monkeypatch.setattr(proofs, "FIRST_PAIR", 1 + seed % 3)
    r = Random(f"pairs/{seed}")
    forced = random_model(("pairs", seed), constraints=4)
    goals = goals_of(r, len(forced.most), 5)
    wanted = least(forced, goals)
    inner = np.array([0]) if seed % 2 else no_variables()
    search = Lexicographic(translate(forced.model), goals, limits(), inner=inner)
    if wanted is None:
        with pytest.raises(Infeasible):
            search.run()
        return
    state: State = search.run()
    assert state.values() == wanted
    assert tuple(state.bounds[g.name] for g in goals) == wanted
