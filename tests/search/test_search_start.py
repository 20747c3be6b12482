"""Whatever solution a branch and bound begins with, the one that it gives back has the value that it tells.

With HiGHS 1.16.0 that needs :mod:`scheduler.search.highs_start`.
"""

import numpy as np
import pytest
from test_search_inner import answer_of, cases
from test_search_lexicographic import goals_of

from scheduler.search.highs import Highs, Inner, Task, no_variables
from scheduler.search.linear import translate

EXACT = {"mip_rel_gap": 0.0, "mip_abs_gap": 0.99}


@pytest.mark.parametrize("inner", ["whole", "loose"])
def test_what_is_given_back_is_worth_what_is_told(inner: Inner) -> None:
    better = 0
    with Highs() as engine:
        for r, forced, points in cases("start", 250):
            linear = translate(forced.model)
            goal = goals_of(r, len(forced.most), 1)[0]
            engine.load(linear, no_variables(), np.array(r.sample(range(len(forced.most)), 2)))
            hint = r.choice(points)
            box = goal.cost, goal.offset, linear.lower, linear.upper
            answer = answer_of(engine, Task(*box, hint=hint, options=EXACT, inner=inner))
            assert answer.x is not None
            assert answer.objective is not None
            assert answer.objective == pytest.approx(goal.cost @ answer.x + goal.offset, abs=1e-5)
            assert answer.bound <= min(goal.value(x) for x in points) + 1e-5
            better += goal.value(hint) > answer.objective
    assert better > 60  # else the start was the best, mostly
