"""What limits of duties keep a person from, against every set of dates."""

from datetime import date, timedelta
from itertools import combinations, pairwise
from random import Random

import pytest
from small import planned, tables

from scheduler.calendar import SchoolDay
from scheduler.explain import Facts, explain_person
from scheduler.explain.rhythm import most_duties

MONDAY = date(2026, 9, 7)


def school_days(indexes: list[int]) -> list[SchoolDay]:
    """School days of weeks of five days, by their number from the first Monday on."""
    return [
        SchoolDay(MONDAY + timedelta(days=i % 5 + 7 * (i // 5)), i % 5 + 1, MONDAY + timedelta(weeks=i // 5), i)
        for i in indexes
    ]


def allowed(days: tuple[SchoolDay, ...], max_week: int, min_gap: int) -> bool:
    near = any(b.index - a.index < min_gap for a, b in pairwise(days))
    return not near and all(sum(one.week == day.week for one in days) <= max_week for day in days)


@pytest.mark.parametrize("seed", range(40))
def test_the_most_duties_are_those_of_the_largest_set_of_dates(seed: int) -> None:
    random = Random(seed)
    days = school_days(sorted(random.sample(range(15), random.randint(1, 10))))
    max_week, min_gap = random.randint(1, 4), random.randint(1, 6)
    sizes = (n for n in range(len(days), -1, -1) if any(allowed(c, max_week, min_gap) for c in combinations(days, n)))
    assert most_duties(days, max_week, min_gap) == next(sizes)


def told(**cells: object) -> list[str]:
    """Cem shares a post on Mondays to Wednesdays of the term's two weeks with Bo, who may be on duty on each of them."""
    given = tables()
    given["duty_posts"] = [{"post_id": "gate", "name": "Gate", "role": "supervisor", "weekdays": "1;2;3"}]
    given["duty_staff"] = [
        {"staff_id": "tb", "roles": "supervisor", "max_week": 5, "min_gap": 1},
        {"staff_id": "tc", "roles": "supervisor", "max_week": 5, "min_gap": 1} | cells,
    ]
    school, plan = planned(given)
    days = len({d.date for d in plan.duties})
    assert all(d.staff_id for d in plan.duties)
    keys = ("rounds.never", "rounds.every", "rounds.full", "rounds.tight")
    mine = [one for one in explain_person(Facts(school, plan, "en"), "tc") if one.key in keys]
    assert all(days == 6 for _ in mine)
    return [one.sentence for one in mine]


def test_limits_are_told_where_no_more_fits() -> None:
    def full(limits: str, most: str, them: str) -> list[str]:
        fit = f"no more than {most} fit into the dates on which they can come, and they have {them}."
        return [f"With their {limits} in duty_staff {fit}"]

    assert told(max_week=1) == full("max_week (1)", "2 duties", "all of these")
    assert told(min_gap=4) == full("min_gap (4 school days)", "2 duties", "all of these")
    assert told(max_week=1, min_gap=4) == full("max_week (1) and min_gap (4 school days)", "2 duties", "all of these")


def test_limits_are_not_told_where_more_would_fit() -> None:
    assert told() == []
    assert told(max_week=2, min_gap=1) == []


def test_who_has_every_date_or_none() -> None:
    assert told(weekdays="2") == ["All 2 dates on which they can come are theirs."]
    assert told(max_week=0) == ["In the table duty_staff their max_week is 0: they are never on duty."]
