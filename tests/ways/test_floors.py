"""What must be missing whatever the plan: never more than a plan lacks, and no way is tried that can change nothing of it."""

import pytest
from shortage_schools import acts, small, teachers
from ways_schools import OPTIONS, one_supervisor

from models.plan import Plan
from scheduler.plan import solve
from scheduler.shortages.seats import BlockSeats
from scheduler.shortages.staff import Staff
from scheduler.ways_out.candidates import ways
from scheduler.ways_out.floors import least_duties, least_sessions, least_unplaced
from scheduler.ways_out.steps import Skilled, Teachers


def no_art():
    """Nobody can lead art, which both classes have on Tuesday: two sessions are missing, whatever rooms or hours there are."""
    return small(teachers=teachers("a", "b", "c", "d", skills="chess"))


def unseated():
    """All ten want chess, which takes four."""
    chess = {"kind": "club", "fallback": False, "max_size": 4}
    lists = [{"student_id": s.student_id, "rank": 1, "activity_id": "chess"} for s in small().students]
    return small(activities=acts(chess=chess), choices=lists)


def missing(plan: Plan, *kinds):
    return sum(gap.what in kinds for gap in plan.gaps)


@pytest.mark.parametrize("make", [small, no_art, unseated, one_supervisor])
def test_no_plan_lacks_less(make):
    school = make()
    plan = solve(school, OPTIONS)
    seats = BlockSeats(school, Staff(school), school.blocks["F"])
    assert least_sessions(school) <= missing(plan, "homework", "strand")
    assert least_unplaced(seats) <= missing(plan, "placement")
    assert least_duties(school) <= missing(plan, "duty")
    told = least_sessions(school), least_unplaced(seats), least_duties(school)
    assert told == {small: (0, 0, 0), no_art: (2, 0, 0), unseated: (0, 6, 0), one_supervisor: (0, 0, 6)}[make]


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
