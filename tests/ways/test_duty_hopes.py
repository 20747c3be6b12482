"""What might fill the roster where leave empties one week: who is asked, for which dates, and what a solve makes of it."""

from datetime import date
from threading import Event

import pytest
from shortage_schools import small, teachers
from test_order import lacking, plan_of
from ways_schools import OPTIONS

from scheduler.plan import solve
from scheduler.ways_out import find
from scheduler.ways_out.attempt import Trial, attempt
from scheduler.ways_out.duty_hopes import duty_hopes
from scheduler.ways_out.duty_steps import CloserDuties, DutyPeople, MoreDuties
from scheduler.ways_out.steps import Skilled

FIRST, LAST = date(2026, 9, 7), date(2026, 9, 11)
"""Monday to Friday of the first of the term's two weeks."""


def away(until="2026-09-13"):
    """One post on every day; x and y serve in turn, up to three times a week, and are both away in the first week."""
    post = {"post_id": "gate", "name": "Gate", "role": "lead"}
    staff = [{"staff_id": who, "roles": "lead", "max_week": 3, "min_gap": 1} for who in ("x", "y")]
    leave = [{"person_id": "x", "start": "2026-09-07", "end": "2026-09-13"}]
    leave += [{"person_id": "y", "start": "2026-09-07", "end": until}]
    return small(duty_posts=[post], duty_staff=staff, leave=leave)


def week():
    return lacking(*(("duty", f"2026-09-{day:02};gate") for day in range(7, 12)))


def test_nobody_who_is_away_on_every_date_is_asked_and_others_only_for_that_week():
    """Five duties in one week: one person, five who serve once, or ceil(5/3) = 2 with the limit of 3 that the others have."""
    spans = ((FIRST, LAST),)
    assert list(duty_hopes(away(), plan_of(gaps=week()))) == [
        ((DutyPeople("lead", spans=spans),), 1),
        ((DutyPeople("lead", 5, spans=spans),), 5),
        ((DutyPeople("lead", 2, 3, spans),), 5),
    ]


def test_who_is_there_on_one_of_the_dates_is_asked():
    steps = [steps for steps, _ in duty_hopes(away(until="2026-09-10"), plan_of(gaps=week()))]
    assert steps[:3] == [
        (MoreDuties(("y",)),), (CloserDuties(("y",)),), (MoreDuties(("y",)), CloserDuties(("y",))),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("days", "spans"),
    [
        ((8, 10), ((date(2026, 9, 8), date(2026, 9, 10)),)),
        ((8,), ((date(2026, 9, 8), date(2026, 9, 8)),)),
        ((8, 15), ()),  # both weeks of the term: they are wanted all along
    ],
)
def test_the_dates_are_those_between_gaps_of_a_week(days, spans):
    gaps = lacking(*(("duty", f"2026-09-{day:02};gate") for day in days))
    every = [steps[0] for steps, _ in duty_hopes(away(), plan_of(gaps=gaps))]
    first = next(step for step in every if isinstance(step, DutyPeople))
    assert (first.count, first.spans) == (1, spans)


def test_whoever_helps_out_is_away_on_all_other_dates():
    spans = ((date(2026, 9, 8), date(2026, 9, 9)), (date(2026, 9, 15), date(2026, 9, 15)))
    school = DutyPeople("lead", spans=spans).apply(away())
    mine = [(row.start, row.end) for row in school.leave if row.person_id == school.duty_staff[-1].staff_id]
    term = away().term
    assert mine == [
        (term.start, date(2026, 9, 7)), (date(2026, 9, 10), date(2026, 9, 14)), (date(2026, 9, 16), term.end),
    ]  # fmt: skip


def test_what_a_solve_makes_of_it():
    """All five are filled by five who serve once, and by two of whom one serves on three days, two apart, and the other on
    the two between."""
    school = away()
    found = find(school, solve(school, OPTIONS), OPTIONS, Event()).ways
    spans = ((FIRST, LAST),)
    assert {(one.steps, one.gain.duties, one.gain.complete) for one in found} == {
        ((DutyPeople("lead", 5, 1, spans),), 5, True),
        ((DutyPeople("lead", 2, 3, spans),), 5, True),
        ((DutyPeople("lead", 1, 1, spans),), 1, False),
    }


def test_dates_stay_where_nobody_on_duty_is_wanted_elsewhere():
    """Only a can lead art, which both classes have at once; x and y, who do not teach, keep every date of theirs."""
    posts = [{"post_id": "gate", "name": "Gate", "role": "lead"}]
    staff = [{"staff_id": who, "roles": "lead", "max_week": 3, "min_gap": 1} for who in ("x", "y")]
    people = [*teachers("a", skills="art;chess;help"), *teachers("b", "c", skills="chess")]
    school = small(teachers=people, duty_posts=posts, duty_staff=staff)
    plan = solve(school, OPTIONS)
    assert [gap.what for gap in plan.gaps] == ["strand"]
    trial = Trial(school, Skilled("art", ("b",)).apply(school), ("coverage",), "staff")
    shown = attempt(plan, trial, OPTIONS, Event()).plan
    assert shown
    assert shown.gaps == ()
    assert shown.duties == plan.duties


def test_dates_are_made_anew_where_somebody_on_duty_is_wanted_in_lessons():
    """b, who is to lead art on Tuesday at four, is on the post at that time every Tuesday: x goes there instead."""
    posts = [{"post_id": "gate", "name": "Gate", "role": "lead", "weekdays": "2", "windows": "16:00-17:00"}]
    cells = {"roles": "lead", "max_week": 3, "min_gap": 1}
    people = [*teachers("a", skills="art;chess;help"), *teachers("b", "c", skills="chess")]
    both = [{"staff_id": "b", **cells}, {"staff_id": "x", **cells}]
    school = small(teachers=people, duty_posts=posts, duty_staff=both)
    plan = solve(small(teachers=people, duty_posts=posts, duty_staff=both[:1]), OPTIONS)
    assert {duty.staff_id for duty in plan.duties} == {"b"}
    trial = Trial(school, Skilled("art", ("b",)).apply(school), ("coverage",), "staff")
    shown = attempt(plan, trial, OPTIONS, Event()).plan
    assert shown
    assert shown.gaps == ()
    assert {duty.staff_id for duty in shown.duties} == {"x"}
