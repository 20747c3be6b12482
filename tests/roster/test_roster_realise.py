"""Dates for given counts: each rule trivial, satisfiable and impossible."""

from datetime import timedelta
from threading import Event

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rosters import MONDAY, broken_rules, leave, opened, pin, school

from models.school import School
from scheduler.roster.context import Triple, roster_data
from scheduler.roster.goal import counts_of
from scheduler.roster.realise import realise
from scheduler.roster.result import Realised

TUESDAY, NEXT_MONDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=7)


def dates_for(found: School, counts: dict[Triple, int], **more: object) -> Realised:
    answer = realise(roster_data(found), counts, deadline=30, **more)  # pyright: ignore[reportArgumentType]
    if answer.status == "found":
        assert broken_rules(found, answer.duties, more.get("pins", ())) == []  # pyright: ignore[reportArgumentType]
        assert counts_of(answer.duties) == {t: n for t, n in counts.items() if n}
    else:
        assert answer.duties == ()
    return answer


def test_no_counts_leave_every_place_unfilled() -> None:
    answer = dates_for(school(7, [{"post_id": "a"}], [{"staff_id": "p"}]), {})
    assert [d.staff_id for d in answer.duties] == [None] * 5


def test_a_school_without_posts_has_an_empty_roster() -> None:
    assert dates_for(school(7, [], []), {}) == Realised("found", ())


@pytest.mark.parametrize(("counts", "status"), [({1: 1}, "found"), ({1: 2}, "found"), ({1: 2, 3: 1}, "impossible")])
def test_max_week(counts: dict[int, int], status: str) -> None:
    found = school(14, [{"post_id": "a"}], [{"staff_id": "p", "min_gap": 1}])
    assert dates_for(found, {("p", w, "a"): n for w, n in counts.items()}).status == status


@pytest.mark.parametrize(
    ("gap", "weekdays", "status"),
    [
        (0, (1, 2), "found"),
        (1, (1, 2), "found"),
        (2, (1, 3), "found"),
        (2, (1, 2), "impossible"),
        (3, (1, 4), "found"),
        (3, (1, 3), "impossible"),
    ],
)
def test_min_gap(gap: int, weekdays: tuple[int, int], status: str) -> None:
    found = school(7, [{"post_id": "a"}], [{"staff_id": "p", "min_gap": gap, "max_week": 5}])
    assert dates_for(found, {("p", w, "a"): 1 for w in weekdays}).status == status


def test_min_gap_counts_school_days_across_the_weekend() -> None:
    row = {"staff_id": "p", "min_gap": 2, "max_week": 5}
    friday_to_monday = school(4, [{"post_id": "a", "weekdays": "1;5"}], [row], start=MONDAY + timedelta(days=4))
    assert dates_for(friday_to_monday, {("p", 5, "a"): 1, ("p", 1, "a"): 1}).status == "impossible"


@pytest.mark.parametrize("gap", [0, 1])
def test_nobody_has_two_posts_on_a_date(gap: int) -> None:
    found = school(1, [{"post_id": "a"}, {"post_id": "b"}], [{"staff_id": "p", "min_gap": gap, "max_week": 5}])
    assert dates_for(found, {("p", 1, "a"): 1}).status == "found"
    assert dates_for(found, {("p", 1, "a"): 1, ("p", 1, "b"): 1}).status == "impossible"


def test_leave_over_a_whole_week() -> None:
    away = leave("p", MONDAY, MONDAY + timedelta(days=6))
    found = school(14, [{"post_id": "a"}], [{"staff_id": "p"}], leave=(away,))
    answer = dates_for(found, {("p", 1, "a"): 1})
    assert [d.date for d in answer.duties if d.staff_id] == [NEXT_MONDAY]
    assert dates_for(found, {("p", 1, "a"): 2}).status == "impossible"


@pytest.mark.parametrize(
    "counts",
    [{("p", 1, "a"): -1}, {("p", 1, "b"): 1}, {("q", 1, "a"): 1}, {("p", 6, "a"): 1}, {("p", 1, "a"): 3}],
)
def test_counts_that_make_no_sense_are_impossible(counts: dict[Triple, int]) -> None:
    assert dates_for(school(14, [{"post_id": "a"}], [{"staff_id": "p"}]), counts).status == "impossible"


def test_more_counts_than_places_are_impossible() -> None:
    found = school(7, [{"post_id": "a"}], [{"staff_id": "p"}, {"staff_id": "q"}])
    assert dates_for(found, {("p", 1, "a"): 1, ("q", 1, "a"): 1}).status == "impossible"


def test_pins_move_the_dates() -> None:
    found = school(14, [{"post_id": "a"}], [{"staff_id": "p"}, {"staff_id": "q"}])
    counts: dict[Triple, int] = {("p", 1, "a"): 1, ("q", 1, "a"): 1}
    for first, second in (("p", "q"), ("q", "p")):
        answer = dates_for(found, counts, pins=(pin(MONDAY, "a", first),))
        assert {d.date: d.staff_id for d in answer.duties if d.staff_id} == {MONDAY: first, NEXT_MONDAY: second}


@pytest.mark.parametrize(
    "pins",
    [
        (pin(MONDAY, "a", "p"), pin(MONDAY, "a", "q")),
        (pin(MONDAY + timedelta(days=5), "a", "p"),),
        (pin(MONDAY, "b", "p"),),
        (pin(MONDAY, "a", "nobody"),),
        (pin(TUESDAY, "a", "p"),),
    ],
    ids=["two people", "closed date", "no such post", "no such person", "not in the counts"],
)
def test_pins_that_cannot_hold(pins: tuple[object, ...]) -> None:
    found = school(14, [{"post_id": "a"}], [{"staff_id": "p"}, {"staff_id": "q"}])
    assert dates_for(found, {("p", 1, "a"): 1, ("q", 1, "a"): 1}, pins=pins).status == "impossible"


def test_fixed_places_stay_also_where_nobody_is() -> None:
    found = school(14, [{"post_id": "a"}], [{"staff_id": "p"}])
    counts: dict[Triple, int] = {("p", 1, "a"): 1}
    answer = dates_for(found, counts, fixed={(MONDAY, "a"): None})
    assert [d.date for d in answer.duties if d.staff_id] == [NEXT_MONDAY]
    answer = dates_for(found, counts, fixed={(MONDAY, "a"): "p"})
    assert [d.date for d in answer.duties if d.staff_id] == [MONDAY]
    assert dates_for(found, {("p", 1, "a"): 2}, fixed={(MONDAY, "a"): None}).status == "impossible"


def test_a_make_up_day_runs_another_weekday() -> None:
    saturday = MONDAY + timedelta(days=5)
    found = school(
        7, [{"post_id": "a"}], [{"staff_id": "p", "max_week": 2}, {"staff_id": "q"}], calendar=(opened(saturday, 1),)
    )
    answer = dates_for(found, {("p", 1, "a"): 2, ("q", 2, "a"): 1})
    assert [d.date for d in answer.duties if d.staff_id == "p"] == [MONDAY, saturday]
    assert dates_for(found, {("q", 1, "a"): 2}).status == "impossible"


def test_no_time_and_a_stop_are_told_from_impossible() -> None:
    found = school(7, [{"post_id": "a"}], [{"staff_id": "p"}])
    data, stop = roster_data(found), Event()
    assert realise(data, {("p", 1, "a"): 1}, deadline=0).status == "timeout"
    stop.set()
    assert realise(data, {("p", 1, "a"): 1}, deadline=30, stop=stop).status == "timeout"


def test_the_same_seed_gives_the_same_dates() -> None:
    rows = [{"staff_id": f"p{n}"} for n in range(6)]
    data = roster_data(school(28, [{"post_id": "a"}], rows))
    counts: dict[Triple, int] = {(f"p{n}", w, "a"): 1 for n in range(4) for w in range(1, 4)}
    once, again = (realise(data, counts, deadline=30, seed=3) for _ in range(2))
    assert once.status == "found"
    assert once == again


@given(st.data())
@settings(max_examples=30, deadline=None)
def test_counts_of_a_roster_can_be_realised(draw: st.DataObject) -> None:
    """Whatever roster keeps the rules, its counts have dates again."""
    rows = [
        {"staff_id": f"p{n}", "max_week": draw.draw(st.integers(1, 3)), "min_gap": draw.draw(st.integers(0, 3))}
        for n in range(draw.draw(st.integers(1, 4)))
    ]
    found = school(12, [{"post_id": "a"}, {"post_id": "b", "weekdays": "1;3"}], rows)
    filled = {}
    for duty in realise(roster_data(found), {}, deadline=30).duties:
        staff_id = draw.draw(st.sampled_from([None, *(row["staff_id"] for row in rows)]))
        filled[duty.date, duty.post_id] = duty.model_copy(update={"staff_id": staff_id})
        if broken_rules(found, [*_rest(found, filled), *filled.values()]):
            filled[duty.date, duty.post_id] = duty
    assert dates_for(found, dict(counts_of(filled.values()))).status == "found"


def _rest(found: School, filled: dict[object, object]) -> list[object]:
    empty = realise(roster_data(found), {}, deadline=30).duties
    return [d for d in empty if (d.date, d.post_id) not in filled]
