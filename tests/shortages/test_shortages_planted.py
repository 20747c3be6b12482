"""Planted shortages in made-up schools: each is found, with exactly the planted names, and the model agrees."""

import time
from functools import cache

import pytest
from planted import PLANTS

from models.checks import faults
from models.school import School
from scheduler.calendar import open_days
from scheduler.canonical import canonical
from scheduler.duties import duty_pool
from scheduler.generate import generate
from scheduler.messages import LANGS
from scheduler.roster.best import least_unfilled
from scheduler.roster.context import roster_data
from scheduler.search.goals import linear_goal
from scheduler.search.lexicographic import Lexicographic
from scheduler.search.limits import Limits
from scheduler.search.linear import translate
from scheduler.shortages import describe, shortages
from scheduler.week.build import build
from scheduler.week.data import WeekData
from scheduler.week.start import empty_plan


@cache
def made(classes: int) -> School:
    return generate(classes, 1)


def found(school: School) -> list[tuple[str, tuple[str, ...], int, int]]:
    return sorted((s.kind, s.names, s.needed, s.available) for s in shortages(school))


def least_coverage(school: School) -> int:
    """A proven bound of what any plan leaves uncovered, by the model that plans are made with."""
    roster = roster_data(canonical(school), open_days(school))
    if unfilled := least_unfilled(roster, time_limit=60):
        return 100 * unfilled
    ctx = build(WeekData(canonical(school), duty_pool(roster, ())))
    model = translate(ctx.model)
    terms = ((term.var.index, term.weight) for term in ctx.terms["coverage"])
    goal = linear_goal("coverage", model.columns, terms, ctx.constants["coverage"], 0)
    limits = Limits(time.monotonic() + 60, workers=1)
    return Lexicographic(model, [goal], limits, hint=empty_plan(ctx)).run().bounds["coverage"]


@pytest.mark.parametrize("name", PLANTS)
def test_each_is_found_with_exactly_its_names_and_is_true(name: str) -> None:
    school, expected = PLANTS[name](made(4))
    assert faults(school) == []
    assert found(school) == sorted(expected)
    assert least_coverage(school) > 0
    for short in shortages(school):
        for lang in LANGS:
            assert "{" not in describe(short, lang, school)


def test_the_school_itself_lacks_nothing() -> None:
    assert found(made(4)) == []
    assert least_coverage(made(4)) == 0


def test_there_are_twenty() -> None:
    assert len(PLANTS) >= 20
