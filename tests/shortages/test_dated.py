"""The exact search for a roster against all rosters of a few days."""

import random
from functools import cache
from itertools import product

import pytest
from shortage_schools import small

from scheduler.calendar import open_days
from scheduler.shortages.dated import Dated


def fewest_lost(days, staff, able):
    """Whoever could be on each post, or nobody, tried in turn."""
    posts = [(day, place, post) for place, day in enumerate(days) for post in able[place]]

    @cache
    def lost(at, history):
        if at == len(posts):
            return 0
        day, place, post = posts[at]
        best = 1 + lost(at + 1, history)
        for one in staff:
            mine = [(index, week) for who, index, week in history if who == one.staff_id]
            apart = all(day.index - index >= max(1, one.min_gap) for index, _ in mine)
            if one.staff_id in able[place][post] and apart and sum(w == day.week for _, w in mine) < one.max_week:
                best = min(best, lost(at + 1, (*history, (one.staff_id, day.index, day.week))))
        return best

    return lost(0, ())


@pytest.mark.parametrize("seed", range(30))
def test_the_fewest_that_are_lost_are_those_of_the_best_of_all_rosters(seed):
    rng = random.Random(seed)
    rows = [
        {"staff_id": who, "roles": "supervisor", "max_week": rng.randint(1, 3), "min_gap": rng.randint(0, 3)}
        for who in "xyz"[: rng.randint(1, 3)]
    ]
    school = small(duty_posts=[{"post_id": "gate", "name": "Gate", "role": "supervisor"}], duty_staff=rows)
    start = rng.randint(0, 3)
    days = open_days(school)[start : start + 6]
    posts = ["gate", "yard"][: rng.randint(1, 2)]
    able = [{post: [one["staff_id"] for one in rows if rng.random() < 0.8] for post in posts} for _ in days]
    best = fewest_lost(days, school.duty_staff, able)
    search = Dated(days, school.duty_staff, able)
    assert search.fewest() == best
    assert search.possible([0] * len(days)) is (best == 0)
    spared = next(s for s in product(*([0, 1, 2] for _ in days)) if sum(s) == best and search.possible(s))
    assert sum(spared) == best
