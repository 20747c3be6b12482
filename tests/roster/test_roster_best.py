"""The best roster: against enumeration, its rules, its bounds, and the corners."""

import random
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rosters import MONDAY, best_by_hand, broken_rules, child, every_roster, goal_by_hand, leave, opened, pin, school

from models.pins import PinDutyRow
from models.school import School
from scheduler.roster.best import best_roster, least_unfilled
from scheduler.roster.context import roster_data
from scheduler.roster.goal import counts_of
from scheduler.roster.realise import realise
from scheduler.roster.result import RosterResult

TUESDAY = MONDAY + timedelta(days=1)
SATURDAY = MONDAY + timedelta(days=5)


def best(found: School, **more: Any) -> RosterResult:
    data = roster_data(found)
    answer = best_roster(data, more.pop("allowed", data.triples), **{"time_limit": 60, **more})
    if not answer.impossible:
        assert broken_rules(found, answer.duties, more.get("pins", ())) == []
        assert goal_by_hand(found, answer.duties) == answer.goal
        assert sum(d.staff_id is None for d in answer.duties) == answer.unfilled
        assert answer.bound_unfilled <= answer.unfilled
    return answer


def _random_school(seed: int) -> tuple[School, tuple[PinDutyRow, ...]]:
    rng = random.Random(seed)
    posts = [{"post_id": "a"}, {"post_id": "b", "role": rng.choice(("lead", "supervisor")), "weekdays": "1;2"}]
    staff = [
        {
            "staff_id": f"p{n}",
            "roles": rng.choice(("supervisor", "lead", "lead;supervisor")),
            "weekdays": rng.choice(("1;2;3;4;5", "1;2", "2;3;4")),
            "max_week": rng.choice((0, 1, 2, 3)),
            "min_gap": rng.choice((0, 1, 2, 3)),
            "carry": rng.choice((-2, -1, 0, 0, 1, 3)),
            "wishes": rng.choice(("", "1", "2;4")),
        }
        for n in range(rng.choice((2, 3)))
    ]
    start = MONDAY + timedelta(days=rng.choice((0, 3, 4)))
    away = tuple(leave(row["staff_id"], start, start + timedelta(days=1)) for row in staff if rng.random() < 0.2)
    found = school(rng.choice((3, 4)) if start == MONDAY else 5, posts, staff, start=start, leave=away)
    pins = (pin(start, "a", rng.choice(staff)["staff_id"]),) if rng.random() < 0.3 else ()
    return found, pins


@pytest.mark.parametrize("seed", range(40))
def test_tiny_rosters_against_enumeration(seed: int) -> None:
    found, pins = _random_school(seed)
    answer, by_hand = best(found, pins=pins), best_by_hand(found, pins)
    if by_hand is None:
        assert answer.impossible
        return
    assert (answer.unfilled, answer.goal) == by_hand
    assert (answer.bound_unfilled, answer.bound_goal) == by_hand
    assert least_unfilled(roster_data(found), pins=pins) == by_hand[0]


@pytest.mark.parametrize("seed", range(0, 40, 4))
def test_a_subset_of_the_triples_is_a_smaller_school(seed: int) -> None:
    found, _ = _random_school(seed)
    data = roster_data(found)
    allowed = {t for n, t in enumerate(sorted(data.triples)) if n % 3}
    by_hand = min(
        (sum(d.staff_id is None for d in duties), goal_by_hand(found, duties))
        for duties in every_roster(found)
        if set(counts_of(duties)) <= allowed
    )
    answer = best(found, allowed=allowed)
    assert (answer.unfilled, answer.goal, answer.optimal) == (*by_hand, True)


@given(st.data())
@settings(max_examples=15, deadline=None)
def test_rosters_keep_every_rule_and_their_counts_have_dates(draw: st.DataObject) -> None:
    pick = draw.draw
    posts = [
        {"post_id": f"o{n}", "role": pick(st.sampled_from(("lead", "supervisor"))), "windows": "16:00-17:30"}
        for n in range(pick(st.integers(1, 4)))
    ]
    staff = [
        {
            "staff_id": f"p{n}",
            "roles": pick(st.sampled_from(("lead", "supervisor", "lead;supervisor"))),
            "weekdays": pick(st.sampled_from(("1;2;3;4;5;6", "1;3;5", "2"))),
            "posts": pick(st.sampled_from(("", "o0", "o0;o1"))),
            "max_week": pick(st.integers(0, 3)),
            "min_gap": pick(st.integers(0, 4)),
            "carry": pick(st.integers(-3, 3)),
            "wishes": pick(st.sampled_from(("", "1;2"))),
        }
        for n in range(pick(st.integers(0, 6)))
    ]
    away = tuple(leave(row["staff_id"], MONDAY, MONDAY + timedelta(days=6)) for row in staff[:1])
    found = school(
        pick(st.integers(1, 14)),
        posts,
        staff,
        leave=away,
        childcare=tuple(child(row["staff_id"], "17:00", "1;2") for row in staff[1:2]),
        calendar=(opened(SATURDAY, pick(st.sampled_from((None, 1, 5)))),),
    )
    answer = best(found)
    assert answer.optimal
    data = roster_data(found)
    assert answer.unfilled == least_unfilled(data)
    again = realise(data, counts_of(answer.duties), deadline=30)
    assert again.status == "found"
    assert goal_by_hand(found, again.duties) == answer.goal


def test_nobody_and_nothing() -> None:
    assert best(school(5, [], [])) == RosterResult((), 0, 0, 0, 0)
    assert best(school(7, [{"post_id": "a", "weekdays": "6;7"}], [{"staff_id": "p"}])).duties == ()


def test_a_post_that_nobody_has_the_role_for() -> None:
    found = school(5, [{"post_id": "a", "role": "lead"}], [{"staff_id": "p"}])
    answer = best(found)
    assert (answer.unfilled, answer.goal, answer.optimal) == (5, 0, True)
    assert least_unfilled(roster_data(found)) == 5


def test_more_posts_than_people() -> None:
    found = school(1, [{"post_id": p} for p in "abcd"], [{"staff_id": "p"}, {"staff_id": "q"}])
    answer = best(found)
    assert (answer.unfilled, answer.goal, answer.optimal) == (2, 24, True)


def test_duties_go_to_whoever_had_fewer() -> None:
    found = school(14, [{"post_id": "a", "weekdays": "1"}], [{"staff_id": "p", "carry": 3}, {"staff_id": "q"}])
    answer = best(found)
    assert {d.staff_id for d in answer.duties} == {"q"}
    assert (answer.goal, answer.optimal) == (10 * 4 + 4 + 4, True)


def test_a_shortage_of_one_week_is_seen() -> None:
    """Over the term there are people enough, but not in a week in which most are away."""
    rows = [{"staff_id": f"p{n}", "min_gap": 1} for n in range(10)]
    away = tuple(leave(f"p{n}", MONDAY, MONDAY + timedelta(days=6)) for n in range(7))
    found = school(14, [{"post_id": "a"}], rows, leave=away)
    answer = best(found)
    assert (answer.unfilled, answer.bound_unfilled, answer.optimal) == (2, 2, True)


def test_the_shares_of_interchangeable_posts_are_even() -> None:
    rows = [{"staff_id": f"p{n}", "min_gap": 1, "max_week": 5} for n in range(4)]
    found = school(28, [{"post_id": p} for p in "abcd"], rows)
    answer = best(found)
    # each of 4 people has 20 duties, 5 at each post and 4 on each weekday
    assert (answer.goal, answer.optimal) == (4 * (10 * 400 + 4 * 25 + 5 * 16), True)


def test_pins_hold_and_cost() -> None:
    found = school(2, [{"post_id": "a"}], [{"staff_id": "p", "min_gap": 1, "max_week": 5}, {"staff_id": "q"}])
    free = best(found)
    pinned = best(found, pins=(pin(MONDAY, "a", "p"), pin(TUESDAY, "a", "p")))
    assert (free.goal, pinned.goal) == (24, 40 + 4 + 2)
    assert pinned.optimal


@pytest.mark.parametrize(
    "pins",
    [
        (pin(MONDAY, "a", "p"), pin(TUESDAY, "a", "p")),
        (pin(MONDAY, "a", "p"), pin(MONDAY, "b", "p")),
        (pin(SATURDAY, "a", "p"),),
        (pin(MONDAY, "a", "nobody"),),
        (pin(MONDAY + timedelta(days=2), "a", "p"),),
    ],
    ids=["gap", "two posts", "closed", "unknown", "leave"],
)
def test_pins_that_break_the_rules(pins: tuple[PinDutyRow, ...]) -> None:
    away = (leave("p", MONDAY + timedelta(days=2)),)
    found = school(7, [{"post_id": "a"}, {"post_id": "b"}], [{"staff_id": "p", "max_week": 5}], leave=away)
    assert best(found, pins=pins).impossible


def test_fixed_places_stay() -> None:
    found = school(7, [{"post_id": "a"}], [{"staff_id": "p", "min_gap": 1, "max_week": 5}, {"staff_id": "q"}])
    answer = best(found, fixed={(MONDAY, "a"): "p", (TUESDAY, "a"): None})
    assert [d.staff_id for d in answer.duties[:2]] == ["p", None]
    assert (answer.unfilled, answer.bound_unfilled) == (1, 1)


def test_without_time_or_after_a_stop_there_is_still_a_roster_and_true_bounds() -> None:
    found = school(14, [{"post_id": "a"}], [{"staff_id": f"p{n}", "carry": -1} for n in range(5)])
    stop = Event()
    stop.set()
    for answer in (best(found, time_limit=0), best(found, stop=stop)):
        assert answer.unfilled == 0
        assert answer.bound_goal <= best(found).goal <= answer.goal


def test_a_hint_is_taken_over_where_it_keeps_the_rules() -> None:
    found = school(5, [{"post_id": "a"}], [{"staff_id": f"p{n}"} for n in range(5)])
    earlier = tuple(reversed(best(found).duties))
    moved = [d.model_copy(update={"staff_id": f"p{(n + 2) % 5}"}) for n, d in enumerate(earlier)]
    kept = best(found, hint=moved, time_limit=0)
    assert set(kept.duties) == set(moved)
    assert best(found, hint=[d.model_copy(update={"staff_id": "p0"}) for d in earlier]).optimal


def test_the_same_seed_gives_the_same_roster() -> None:
    found = school(28, [{"post_id": "a"}, {"post_id": "b"}], [{"staff_id": f"p{n}", "carry": n} for n in range(12)])
    assert best(found, seed=4) == best(found, seed=4)
