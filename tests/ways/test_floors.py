"""What must be missing whatever the plan: never more than a plan lacks, and no way is tried that can change nothing of it."""

import pytest
from hypothesis import given
from schools import examples, schools
from shortage_schools import acts, small, teachers
from ways_schools import OPTIONS, one_supervisor

from models.plan import Plan
from scheduler.plan import solve
from scheduler.shortages.seats import BlockSeats
from scheduler.shortages.staff import Staff
from scheduler.ways_out.candidates import ways
from scheduler.ways_out.floors import least_duties, least_sessions, least_unplaced, least_untutored
from scheduler.ways_out.steps import Budget, Seats, Sections, Skilled, Teachers


def no_art():
    """Nobody can lead art, which both classes have on Tuesday: two sessions are missing, whatever rooms or hours there are."""
    return small(teachers=teachers("a", "b", "c", "d", skills="chess"))


def unseated():
    """All ten want chess, which takes four."""
    chess = {"kind": "club", "fallback": False, "max_size": 4}
    lists = [{"student_id": s.student_id, "rank": 1, "activity_id": "chess"} for s in small().students]
    return small(activities=acts(chess=chess), choices=lists)


def untutored():
    """Four are named for help once a week, which nobody can lead."""
    named = [{"student_id": f"1A-{n}", "activity_id": "help"} for n in range(1, 5)]
    return small(tutoring=named, teachers=teachers("a", "b", "c", "d", skills="art;chess"))


def one_tutor(**cells):
    """Four are named for help, with one slot for it and one group of three."""
    named = [{"student_id": f"1A-{n}", "activity_id": "help"} for n in range(1, 5)]
    return small(activities=acts(help={"max_size": 3, **cells}), tutoring=named)


def dear(budget=100):
    """Only two instructors can lead art, which both classes have at the same time, for 100 each."""
    hired = [
        {"instructor_id": one, "name": one, "skills": "art", "available": "t1", "fee": 100, "escort": "no"}
        for one in "xy"
    ]
    policy = {"weekly_budget": budget}
    return small(teachers=teachers("a", "b", "c", "d", skills="chess"), instructors=hired, policy=policy)


def missing(plan: Plan, *kinds):
    return sum(gap.what in kinds for gap in plan.gaps)


TOLD = {
    small: (0, 0, 0, 0), no_art: (2, 0, 0, 0), unseated: (0, 6, 0, 0), one_supervisor: (0, 0, 6, 0),
    untutored: (0, 0, 0, 4), one_tutor: (0, 0, 0, 1), dear: (1, 0, 0, 0),
}  # fmt: skip


@pytest.mark.parametrize("make", TOLD)
def test_no_plan_lacks_less(make):
    school = make()
    plan = solve(school, OPTIONS)
    seats = BlockSeats(school, Staff(school), school.blocks["F"])
    assert least_sessions(school) <= missing(plan, "homework", "strand")
    assert least_unplaced(seats) <= missing(plan, "placement")
    assert least_duties(school) <= missing(plan, "duty")
    assert least_untutored(school, ["help"]) <= missing(plan, "tutoring")
    told = least_sessions(school), least_unplaced(seats), least_duties(school), least_untutored(school, ["help"])
    assert told == TOLD[make]


@examples(40)
@given(schools())
def test_no_plan_of_a_random_school_lacks_less(school):
    plan = solve(school, OPTIONS)
    staff, tutorings = Staff(school), {row.activity_id for row in school.tutoring}
    assert least_sessions(school) <= missing(plan, "homework", "strand")
    assert least_duties(school) <= missing(plan, "duty")
    assert least_untutored(school, tutorings) <= missing(plan, "tutoring")
    for block_id, block in school.blocks.items():
        unplaced = sum(gap.what == "placement" and gap.where.endswith(f";{block_id}") for gap in plan.gaps)
        assert least_unplaced(BlockSeats(school, staff, block)) <= unplaced


def test_a_budget_that_is_enough_stands_against_nothing():
    assert least_sessions(dear(199)) == 1
    assert least_sessions(dear(200)) == 0
    assert missing(solve(dear(200), OPTIONS), "strand") == 0


def test_only_more_money_or_others_are_tried_where_money_is_short():
    school = dear()
    every = [way for way in ways(school, solve(school, OPTIONS)) if way.gap == "sessions"]
    assert {type(way.steps[0]) for way in every} <= {Budget, Skilled, Teachers}
    assert any(isinstance(way.steps[0], Budget) for way in every)
    assert {way.hope for way in every} == {100}


def test_only_what_can_bring_a_tutor_is_tried_where_tutors_are_short():
    school = untutored()
    every = [way for way in ways(school, solve(school, OPTIONS)) if way.gap == "tutoring"]
    assert every
    assert all(any(isinstance(step, Skilled | Teachers) for step in way.steps) for way in every)


def test_nobody_is_hoped_to_get_more_tutoring_than_is_missing():
    """More seats in the group would do; a second group has no hall, whoever leads it."""
    school = one_tutor()
    hopes = {type(w.steps[0]): w.hope for w in ways(school, solve(school, OPTIONS)) if w.gap == "tutoring"}
    assert hopes[Seats] == 10
    assert not {Sections, Skilled} & hopes.keys()


def test_only_what_can_bring_a_leader_is_tried_where_leaders_are_short():
    school = no_art()
    plan = solve(school, OPTIONS)
    every = [way for way in ways(school, plan) if way.gap == "sessions"]
    assert every
    assert all(any(isinstance(step, Skilled | Teachers) for step in way.steps) for way in every)
    assert max(way.hope for way in every) == 200


def test_days_closer_together_are_no_way_where_the_limit_of_a_week_is_short():
    school = one_supervisor()
    kinds = [type(way.steps[0]).__name__ for way in ways(school, solve(school, OPTIONS)) if len(way.steps) == 1]
    assert "MoreDuties" in kinds
    assert "CloserDuties" not in kinds


def test_nobody_is_hoped_to_get_more_places_than_are_missing():
    school = unseated()
    hopes = [way.hope for way in ways(school, solve(school, OPTIONS)) if way.gap == "places"]
    assert max(hopes) == 60
