"""The earlier plan as a start of the search."""

from collections.abc import Callable

import numpy as np
import pytest
from happenings import HAPPENINGS, joins, leaves, room_closes, teacher_leaves

from models.plan import Plan
from models.school import School
from scheduler.canonical import canonical
from scheduler.duties import duty_pool
from scheduler.options import Options
from scheduler.rerun import rerun
from scheduler.roster.context import roster_data
from scheduler.search.linear import LinearModel, translate
from scheduler.week.build import build
from scheduler.week.context import Context
from scheduler.week.data import WeekData
from scheduler.week.recall import recalled


def model_of(school: School, plan: Plan | None) -> tuple[Context, LinearModel]:
    school = canonical(school)
    pool = duty_pool(roster_data(school), (), plan.duties if plan else None)
    ctx = build(WeekData(school, pool, earlier=plan))
    return ctx, translate(ctx.model)


def test_the_plan_itself_with_all_its_figures(school: School, plan: Plan) -> None:
    ctx, model = model_of(school, plan)
    x = recalled(ctx)
    assert x is not None
    assert model.holds(x)
    for score in plan.scores:
        terms = ctx.terms[score.goal]
        value = ctx.constants[score.goal] + sum(int(x[t.var.index]) * t.weight for t in terms)
        assert (score.goal, value) == (score.goal, score.value)
    assert ctx.constants["changes"] + sum(int(x[t.var.index]) * t.weight for t in ctx.terms["changes"]) == 0


@pytest.mark.parametrize("happening", [joins, leaves, room_closes, teacher_leaves])
def test_what_is_left_of_it_keeps_every_rule(
    happening: Callable[[School, Plan], School], school: School, plan: Plan
) -> None:
    ctx, model = model_of(happening(school, plan), plan)
    x = recalled(ctx)
    assert x is not None
    assert model.holds(x)
    assert np.all(x >= 0)


@pytest.mark.parametrize("happening", HAPPENINGS, ids=lambda one: one.__name__)
def test_it_never_fails(happening: Callable[[School, Plan], School], school: School, plan: Plan) -> None:
    ctx, model = model_of(happening(school, plan), plan)
    x = recalled(ctx)
    assert x is not None
    assert x.shape == (model.columns,)


def test_a_club_for_three_fewer_costs_three_changes(school: School, plan: Plan) -> None:
    """The start has more students in it than there are seats: what stands near is mended, and all else is kept."""
    clubs = [s for s in plan.sessions if s.kind == "club" and s.class_id is None]
    alone = [s for s in clubs if sum(o.activity_id == s.activity_id and o.block == s.block for o in clubs) == 1]
    full = max(alone, key=lambda s: (s.enrolled, s.session_id))
    smaller = {"max_size": full.enrolled - 3, "min_size": 1, "max_sections": 1}
    activities = tuple(
        a.model_copy(update=smaller) if a.activity_id == full.activity_id else a for a in school.activities
    )
    changed = school.replaced(activities=activities)
    ctx, model = model_of(changed, plan)
    x = recalled(ctx)
    assert x is not None
    assert not model.holds(x)
    scores = {s.goal: s for s in rerun(changed, plan, Options(time_limit=60)).scores}
    assert scores["coverage"].value == scores["coverage"].bound <= 30  # nobody but these three can be without a place
    assert scores["changes"].value == scores["changes"].bound == 3


def test_nothing_without_an_earlier_plan(school: School) -> None:
    assert recalled(model_of(school, None)[0]) is None
