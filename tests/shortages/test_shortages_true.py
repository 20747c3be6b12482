"""No shortage is ever false: where one is found in a random school, the model proves that no plan is complete."""

from hypothesis import example, given
from schools import _school, examples, schools
from test_shortages_planted import least_coverage

from models.school import School
from scheduler.shortages import shortages


@examples(120)
@given(schools())
@example(_school(4, 2_566_350_250))  # rooms short in a slot, beside limits that leave teachers nothing
def test_a_school_with_a_shortage_has_no_complete_plan(school: School) -> None:
    if shortages(school):
        assert least_coverage(school) > 0
