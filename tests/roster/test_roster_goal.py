"""The duty goal, with values worked out by hand."""

from datetime import timedelta

import pytest
from rosters import MONDAY, goal_by_hand, school

from scheduler.roster.context import Triple, roster_data
from scheduler.roster.goal import Square, counts_of, duty_goal
from scheduler.roster.result import duties_of

LEAD_AND_TWO = [{"post_id": "l", "role": "lead"}, {"post_id": "a"}, {"post_id": "b"}]


@pytest.mark.parametrize(
    ("row", "counts", "value"),
    [
        ({}, {}, 0),
        # one duty: 10 × 1 for the role, 1 for the post, 1 for the weekday
        ({}, {(1, "a"): 1}, 12),
        # two at one post on one weekday: 10 × 4 + 4 + 4
        ({}, {(1, "a"): 2}, 48),
        # two at two posts on two weekdays: 10 × 4 + (1 + 1) + (1 + 1)
        ({}, {(1, "a"): 1, (2, "b"): 1}, 44),
        # carry 3, one duty: 10 × (16 − 9) + 1 + 1
        ({"carry": 3}, {(1, "a"): 1}, 72),
        # carry −2, one duty: 10 × (1 − 4) + 1 + 1
        ({"carry": -2}, {(1, "a"): 1}, -28),
        # both roles, carry 1, once in each: 2 × 10 × (4 − 1) + (1 + 1) + 4 for the two on one weekday
        ({"roles": "lead;supervisor", "carry": 1}, {(1, "l"): 1, (1, "a"): 1}, 66),
        # wishes for Tuesday: Monday's costs 1 more, Tuesday's nothing: 10 × 4 + 4 + (1 + 1) + 1
        ({"wishes": "2"}, {(1, "a"): 1, (2, "a"): 1}, 47),
    ],
)
def test_goal_by_hand(row: dict[str, object], counts: dict[tuple[int, str], int], value: int) -> None:
    data = roster_data(school(14, LEAD_AND_TWO, [{"staff_id": "p", "max_week": 5, **row}]))
    assert duty_goal(data, {("p", w, post): n for (w, post), n in counts.items()}) == value


def test_the_goal_of_duties_is_that_of_their_counts() -> None:
    found = school(14, LEAD_AND_TWO, [{"staff_id": "p", "wishes": "3"}, {"staff_id": "q", "roles": "lead", "carry": 2}])
    data = roster_data(found)
    duties = duties_of(data, {(0, "a"): "p", (5, "b"): "p", (1, "l"): "q"})
    # p: 10 × 4 + (1 + 1) + 4 + 2 unwished; q: 10 × (9 − 4) + 1 + 1
    assert duty_goal(data, counts_of(duties)) == 48 + 52 == goal_by_hand(found, duties)
    assert [(d.date, d.post_id) for d in duties if d.staff_id == "q"] == [(MONDAY + timedelta(days=1), "l")]


@pytest.mark.parametrize("base", [-3, 0, 2])
def test_steps_add_up_to_the_square(base: int) -> None:
    square = Square("p", (), 10, base)
    assert [sum(square.step(k) for k in range(n)) for n in range(6)] == [square.value(n) for n in range(6)]
    assert square.value(4) == 10 * ((base + 4) ** 2 - base**2)


def test_a_wide_square_spreads_evenly() -> None:
    square = Square("p", (), width=3)
    assert [square.value(n) for n in range(8)] == [0, 1, 2, 3, 6, 9, 12, 17]
    assert [sum(square.step(k) for k in range(n)) for n in range(8)] == [square.value(n) for n in range(8)]


def test_no_triples_no_goal() -> None:
    empty: dict[Triple, int] = {}
    assert duty_goal(roster_data(school(5, [], [])), empty) == 0
