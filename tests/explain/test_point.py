"""A plan as a point of its own model: it keeps every row, also where pins number sections."""

from pathlib import Path

import pytest

from models.pins import PinRow
from scheduler.calendar import open_days
from scheduler.canonical import canonical
from scheduler.duties import duty_pool
from scheduler.files.plans import load_instance_of, load_plan
from scheduler.roster.context import roster_data
from scheduler.search.linear import translate
from scheduler.week.build import build
from scheduler.week.data import WeekData
from scheduler.week.point import point_of

SOLUTIONS = Path(__file__).parents[2] / "solutions"
CELLS = ("section", "leader_id", "room_id")


def holds(school, plan):
    roster = roster_data(school, open_days(school))
    ctx = build(WeekData(school, duty_pool(roster, school.pin_duties)))
    return translate(ctx.model).holds(point_of(ctx, plan))


def pin(session, cells):
    kept = {cell: getattr(session, cell) for cell in cells}
    return PinRow(block=session.block, activity_id=session.activity_id, class_id=session.class_id, **kept)


@pytest.mark.parametrize("folder", sorted(p.parent for p in SOLUTIONS.glob("*/plan.json")), ids=lambda p: p.name)
def test_a_plan_keeps_its_own_model(folder):
    school, plan = canonical(load_instance_of(folder)), load_plan(folder)
    assert holds(school, plan)
    pinned = school.replaced(pins=(*school.pins, *(pin(s, CELLS) for s in plan.sessions)))
    assert holds(pinned, plan)


@pytest.mark.parametrize("cells", [*((cell,) for cell in CELLS), ("leader_id", "room_id")])
def test_pins_that_name_less(cells):
    school, plan = canonical(load_instance_of(SOLUTIONS / "demo")), load_plan(SOLUTIONS / "demo")
    assert holds(school.replaced(pins=tuple(pin(s, cells) for s in plan.sessions)), plan)


def test_a_pin_that_the_plan_does_not_keep():
    school, plan = canonical(load_instance_of(SOLUTIONS / "demo")), load_plan(SOLUTIONS / "demo")
    session = next(s for s in plan.sessions if s.kind == "homework")
    free = next(t for t in school.teacher_by_id if t != session.leader_id)
    pinned = pin(session.model_copy(update={"leader_id": free}), ("leader_id",))
    assert not holds(school.replaced(pins=(pinned,)), plan)
