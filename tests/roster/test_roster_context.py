"""Dates, people and what a person can do alone."""

from datetime import date, timedelta
from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from rosters import MONDAY, child, leave, opened, school

from scheduler.calendar import SchoolDay, open_days
from scheduler.roster.context import most_duties, roster_data


def test_demand_is_by_the_weekday_whose_timetable_runs() -> None:
    saturday = MONDAY + timedelta(days=5)
    found = school(7, [{"post_id": "a"}, {"post_id": "b", "weekdays": "5;6;7"}], [], calendar=(opened(saturday, 1),))
    data = roster_data(found)
    assert data.demand[1, "a"] == (0, 5)
    assert data.demand[5, "b"] == (4,)
    assert (6, "b") not in data.demand
    assert len(data.places) == 7


def test_a_post_of_days_that_never_open_asks_for_nobody() -> None:
    data = roster_data(school(7, [{"post_id": "a", "weekdays": "6;7"}], [{"staff_id": "p"}]))
    assert (data.demand, data.triples, data.posts) == ({}, frozenset(), {})


def test_a_saturday_that_opens_with_its_own_timetable() -> None:
    saturday = MONDAY + timedelta(days=5)
    rows = [{"staff_id": "p"}, {"staff_id": "q", "weekdays": "6"}]
    found = school(7, [{"post_id": "a", "weekdays": "6"}], rows, calendar=(opened(saturday),))
    data = roster_data(found, open_days(found))
    assert data.triples == {("q", 6, "a")}
    assert data.staff["q"].dates == (5,)
    assert data.staff["p"].dates == ()


def test_default_posts_ask_for_one_lead_and_four_supervisors() -> None:
    data = roster_data(school(5, [], [{"staff_id": "p", "roles": "lead"}]))
    assert len(data.places) == 25
    assert data.triples == {("p", w, "lead") for w in range(1, 6)}


def test_role_posts_weekdays_and_leave_limit_a_person() -> None:
    posts = [{"post_id": "a"}, {"post_id": "b"}, {"post_id": "c", "role": "lead"}]
    rows = [{"staff_id": "p", "posts": "b;c", "weekdays": "2;3"}, {"staff_id": "q", "roles": "lead;supervisor"}]
    found = school(5, posts, rows, leave=(leave("q", MONDAY, MONDAY + timedelta(days=2)),))
    data = roster_data(found)
    assert {t for t in data.triples if t[0] == "p"} == {("p", 2, "b"), ("p", 3, "b")}
    assert data.staff["q"].dates == (3, 4)
    assert {post for who, _, post in data.triples if who == "q"} == {"a", "b", "c"}


def test_max_week_0_never_serves() -> None:
    data = roster_data(school(5, [{"post_id": "a"}], [{"staff_id": "p", "max_week": 0}]))
    assert (data.triples, data.max_total("p")) == (frozenset(), 0)


def test_a_parent_is_not_on_a_post_that_ends_after_leave_by() -> None:
    posts = [
        {"post_id": "early", "windows": "07:20-07:50;16:00-17:00"},
        {"post_id": "late", "windows": "07:20-07:50;16:00-17:30"},
        {"post_id": "free"},
    ]
    found = school(5, posts, [{"staff_id": "p"}], childcare=(child("p", "17:00", "1;2"),))
    triples = roster_data(found).triples
    assert {post for _, w, post in triples if w == 1} == {"early", "free"}
    assert {post for _, w, post in triples if w == 3} == {"early", "late", "free"}


def test_capacities_worked_out_by_hand() -> None:
    rows = [
        {"staff_id": "once", "max_week": 1},
        {"staff_id": "twice", "max_week": 2, "min_gap": 3},
        {"staff_id": "any", "max_week": 7, "min_gap": 1},
    ]
    data = roster_data(school(14, [{"post_id": "a"}], rows))
    assert [data.max_total(p) for p in ("once", "twice", "any")] == [2, 4, 10]
    assert [data.max_on(p, 1) for p in ("once", "twice", "any")] == [2, 2, 2]
    once = dict(data.capacities("once"))
    assert once[frozenset({1})] == 2
    assert once[frozenset({1, 2, 3, 4, 5})] == 2
    assert set(dict(data.capacities("any"))) == {frozenset({w}) for w in range(1, 6)}


def _most(days: list[SchoolDay], max_week: int, gap: int) -> int:
    for size in range(len(days), 0, -1):
        for some in combinations(days, size):
            apart = all(b.index - a.index >= gap for a, b in pairwise(some))
            weeks = [d.week for d in some]
            if apart and all(weeks.count(w) <= max_week for w in weeks):
                return size
    return 0


@given(
    st.lists(st.booleans(), min_size=10, max_size=10),
    st.lists(st.booleans(), min_size=10, max_size=10),
    st.integers(0, 3),
    st.integers(0, 5),
)
@settings(max_examples=60, deadline=None)
def test_most_duties_is_the_most(is_open: list[bool], can: list[bool], max_week: int, gap: int) -> None:
    days: list[SchoolDay] = []
    for n in range(10):
        week = date(2026, 9, 7) + timedelta(days=7 * (n // 5))
        if is_open[n]:
            days.append(SchoolDay(week + timedelta(days=n % 5), n % 5 + 1, week, len(days)))
    mine = [d for d, yes in zip(days, can, strict=False) if yes]
    assert len(most_duties(days, [d.index for d in mine], max_week, gap)) == _most(mine, max_week, gap)
