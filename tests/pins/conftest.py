"""A small school and its plan, made once."""

import pytest

from models.plan import Plan
from models.school import School
from scheduler.generate import generate
from scheduler.options import Options
from scheduler.plan import solve


@pytest.fixture(scope="session")
def school() -> School:
    return generate(2, 3)


@pytest.fixture(scope="session")
def plan(school: School) -> Plan:
    return solve(school, Options(time_limit=60))
