"""Substitutes for the demo school's best known plan: whoever is absent on whatever date, the day verifies afterwards."""

from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from models.plan import Plan
from models.school import School
from scheduler.arrange import arranged, check_day
from scheduler.calendar import open_days
from scheduler.files import load_school
from scheduler.files.plans import load_plan
from scheduler.ledger import plan_of_day
from scheduler.substitute import survey

ROOT = Path(__file__).resolve().parent.parent.parent
NOW = datetime(2026, 9, 1, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def demo() -> tuple[School, Plan]:
    return load_school(ROOT / "instances" / "demo"), load_plan(ROOT / "solutions" / "demo")


@pytest.mark.parametrize("seed", range(12))
def test_after_the_proposal_the_day_verifies(demo: tuple[School, Plan], seed: int) -> None:
    school, plan = demo
    r = Random(seed)
    day = r.choice(open_days(school))
    working = sorted({s.leader_id for s in plan.sessions if s.weekday == day.weekday})
    posted = sorted({duty.staff_id for duty in plan.duties if duty.date == day.date and duty.staff_id})
    absent = [*r.sample(working, 2), r.choice(posted)]
    found = survey(school, plan, (), day, absent, "zh")
    assert found.holes
    moves = [move for hole in found.holes if hole.recommended for move in hole.recommended.option.moves]
    before = {(one.key, one.where) for one in check_day(school, plan, (), day.date)}
    ledger = arranged(school, plan, (), moves, reason="病假", when=NOW, lang="zh", absent={day.date: absent})
    for on in {change.date for change in ledger}:
        assert {(one.key, one.where) for one in check_day(school, plan, ledger, on)} <= before
    today = plan_of_day(plan, school, ledger, day)
    here = {s.leader_id for s in today.sessions} | {s.escort_id for s in today.sessions}
    here |= {row.teacher_id for row in today.carers} | {duty.staff_id for duty in today.duties}
    left = {hole.job.was for hole in found.holes if hole.recommended is None}
    assert here & set(absent) <= left
