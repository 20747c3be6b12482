"""A solution from before a change is mended where the model broke it."""

from random import Random

import numpy as np
import pytest
from models_by_force import random_model, vector
from test_search_lexicographic import goals_of, least, limits

from scheduler.search.lexicographic import Lexicographic
from scheduler.search.linear import translate
from scheduler.search.repair import parts


@pytest.mark.parametrize("seed", range(40))
def test_parts_widen_around_what_is_broken(seed: int) -> None:
    forced = random_model(("repair", seed), constraints=4)
    model = translate(forced.model)
    r = Random(f"repair/{seed}")
    point = vector(tuple(r.randint(0, most + 1) for most in forced.most))
    always = np.array([0])
    found = list(parts(model, point, always))
    inside = np.clip(point, model.lower, model.upper)
    before = np.zeros(model.columns, dtype=bool)
    for lower, upper in found:
        free = lower < upper
        assert np.all(free | ~before)
        assert free[0]
        assert np.all(free | (lower == inside))
        before = free
    lower, upper = found[-1]
    assert np.array_equal(lower, model.lower)
    assert np.array_equal(upper, model.upper)
    if model.holds(point):
        assert int((found[0][0] < found[0][1]).sum()) == 1


@pytest.mark.parametrize("seed", range(40))
def test_any_draft_ends_in_the_best_solution(seed: int) -> None:
    forced = random_model(("draft", seed), constraints=4)
    r = Random(f"draft/{seed}")
    goals = goals_of(r, len(forced.most), 2)
    wanted = least(forced, goals)
    if wanted is None:
        pytest.skip("no solution")
    draft = vector(tuple(r.randint(0, most) for most in forced.most))
    state = Lexicographic(translate(forced.model), goals, limits(), draft=draft).run()
    assert state.values() == wanted == tuple(state.bounds[g.name] for g in goals)
