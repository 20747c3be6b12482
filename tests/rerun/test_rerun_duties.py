"""The duty part of a rerun against every roster there is."""

from datetime import timedelta
from itertools import product
from random import Random

import pytest
from rosters import MONDAY, every_roster, goal_by_hand, leave, school

from models.plan import Duty, Plan, Run
from scheduler.options import Options
from scheduler.plan import solve
from scheduler.rerun import rerun
from scheduler.search.lexicographic import Lexicographic
from scheduler.verify import changes

RUN = Run(version="0", digest="", seed=0, time_limit=1, gap=0, workers=1, seconds={})


def case(seed: int):
    """A school of six dates and an earlier roster that may break its rules."""
    rng = Random(seed)
    people = [
        {
            "staff_id": name,
            "max_week": rng.choice([1, 2, 3]),
            "min_gap": rng.choice([1, 2, 3]),
            "carry": rng.choice([-1, 0, 0, 2]),
            "weekdays": rng.choice(["1;2;3;4;5", "1;2;3", "3;4;5"]),
        }
        for name in "abc"
    ]
    away = [leave(rng.choice("abc"), MONDAY + timedelta(days=rng.randrange(8)))]
    found = school(8, [{"post_id": "p"}], people, leave=tuple(away))
    days = [MONDAY + timedelta(days=n) for n in (0, 1, 2, 3, 4, 7)]
    earlier = tuple(
        Duty(
            date=day,
            weekday=day.isoweekday(),
            post_id="p",
            role="supervisor",
            staff_id=rng.choice(["a", "b", "c", "c", None, "gone"]),
        )
        for day in days
    )
    return found, Plan(run=RUN, duties=earlier), rng.choice(days[1:])


def test_what_no_roster_fills_needs_no_search_to_be_the_least(monkeypatch: pytest.MonkeyPatch) -> None:
    """The only one for a post of six dates is away on two of them; the search has no time at all."""
    away = (leave("a", MONDAY), leave("a", MONDAY + timedelta(days=1)))
    found = school(8, [{"post_id": "p"}], [{"staff_id": "a", "max_week": 5, "min_gap": 0}], leave=away)
    monkeypatch.setattr(Lexicographic, "run", lambda self: self.state)
    scores = {score.goal: score for score in solve(found, Options(time_limit=20)).scores}
    assert (scores["coverage"].bound, scores["choices"].bound) == (200, 0)


@pytest.mark.parametrize("seed", range(12))
def test_fewest_gaps_then_changes_then_the_goal(seed: int) -> None:
    found, earlier, _ = case(seed)
    best = min(
        (
            100 * sum(d.staff_id is None for d in duties),
            changes(earlier, Plan(run=RUN, duties=duties), found),
            goal_by_hand(found, duties),
        )
        for duties in every_roster(found)
    )
    new = rerun(found, earlier, Options(time_limit=20))
    scores = {score.goal: score.value for score in new.scores}
    assert (scores["coverage"], scores["changes"], scores["duty"]) == best
    assert all(score.bound <= score.value for score in new.scores)


@pytest.mark.parametrize("seed", range(12))
def test_the_same_after_a_date(seed: int) -> None:
    """Every way to go on after the past, which may break the rules as it likes."""
    found, earlier, since = case(seed)
    past = [d for d in earlier.duties if d.date < since]
    best = min(
        (
            100 * sum(d.staff_id is None for d in duties),
            changes(earlier, Plan(run=RUN, duties=duties), found, since),
            goal_by_hand(found, [d for d in duties if d.staff_id != "gone"]),
        )
        for duties in _after(found, past, since)
    )
    new = rerun(found, earlier, Options(time_limit=20), from_date=since)
    assert [d for d in new.duties if d.date < since] == past
    scores = {score.goal: score.value for score in new.scores}
    assert (scores["coverage"], scores["changes"], scores["duty"]) == best
    assert all(score.bound <= score.value for score in new.scores)


def _after(found, past, since):
    """Every roster that goes on after the past, with no breach that involves a duty to come."""
    staff = {row.staff_id: row for row in found.duty_staff}
    days = [MONDAY + timedelta(days=n) for n in (0, 1, 2, 3, 4, 7)]
    coming = [day for day in days if day >= since]
    for choice in product([None, *staff], repeat=len(coming)):
        ahead = [
            Duty(date=day, weekday=day.isoweekday(), post_id="p", role="supervisor", staff_id=who)
            for day, who in zip(coming, choice, strict=True)
        ]
        duties = (*past, *ahead)
        if all(_fits(duty, duties, staff, days, found) for duty in ahead if duty.staff_id):
            yield duties


def _fits(duty, duties, staff, days, found) -> bool:
    row = staff[duty.staff_id]
    mine = [d for d in duties if d.staff_id == duty.staff_id]
    week = [d for d in mine if d.date.isocalendar()[:2] == duty.date.isocalendar()[:2]]
    near = [d for d in mine if d is not duty and abs(days.index(d.date) - days.index(duty.date)) < row.min_gap]
    away = any(a.person_id == row.staff_id and a.start <= duty.date <= a.end for a in found.leave)
    return len(week) <= row.max_week and not near and not away and duty.weekday in row.weekdays
