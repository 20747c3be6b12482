"""A slot that the blocks of an activity leave out: to let it in is among the ways."""

from threading import Event

import pytest
from shortage_schools import acts, small
from ways_schools import OPTIONS

from scheduler.plan import solve
from scheduler.ways_out import find
from scheduler.ways_out.cell_steps import Items

MONDAY, TUESDAY = "m1", "t1"


@pytest.mark.parametrize(
    ("activity", "elsewhere", "slot", "zh"),
    [
        ("hw", TUESDAY, MONDAY, "Homework也可以排在周一16:00–17:00（“活动”表，“选课段”加上 m1）"),
        ("art", MONDAY, TUESDAY, "Art也可以排在周二16:00–17:00（“活动”表，“选课段”加上 t1）"),
    ],
)
def test_a_slot_that_is_left_out_is_let_in(activity, elsewhere, slot, zh):
    school = small(activities=acts(**{activity: {"blocks": elsewhere}}))
    plan = solve(school, OPTIONS)
    assert len(plan.gaps) == 2
    step = Items("activities", "blocks", ((activity, slot),))
    ways = {one.steps: one for one in find(school, plan, OPTIONS, Event()).ways}
    assert ways[step,].gain.complete
    assert step.words("zh", school) == zh
    assert solve(step.apply(school), OPTIONS).gaps == ()


def test_a_club_that_others_wait_for_is_let_into_their_block():
    """Chess, the only club, may be on Tuesday alone, when there are no clubs."""
    school = small(activities=acts(chess={"blocks": TUESDAY}))
    plan = solve(school, OPTIONS)
    assert len(plan.gaps) == 10
    ways = {one.steps: one for one in find(school, plan, OPTIONS, Event()).ways}
    assert ways[Items("activities", "blocks", (("chess", "F"),)),].gain.complete
