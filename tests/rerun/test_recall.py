"""The earlier plan as a start of the search."""

from collections.abc import Callable

import numpy as np
import pytest
from happenings import HAPPENINGS, joins, leaves, room_closes, teacher_leaves

from models.plan import Plan
from models.school import School
from scheduler.canonical import canonical
from scheduler.duties import duty_pool
from scheduler.roster.context import roster_data
from scheduler.search.linear import LinearModel, translate
from scheduler.week.build import build
from scheduler.week.context import Context
from scheduler.week.data import WeekData
from scheduler.week.recall import recalled


def model_of(school: School, plan: Plan | None) -> tuple[Context, LinearModel]:
    school = canonical(school)
    pool = duty_pool(roster_data(school), (), 0, plan.duties if plan else None)
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


def test_nothing_without_an_earlier_plan(school: School) -> None:
    assert recalled(model_of(school, None)[0]) is None
