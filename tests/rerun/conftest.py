"""A small school and its plan, made once; and the small duty schools of the roster's tests."""

import sys
from pathlib import Path

import pytest

from models.plan import Plan
from models.school import School
from scheduler.generate import generate
from scheduler.options import Options
from scheduler.plan import solve

sys.path.append(str(Path(__file__).parent.parent / "roster"))
sys.path.append(str(Path(__file__).parent))


@pytest.fixture(scope="session")
def school() -> School:
    return generate(2, 3)


@pytest.fixture(scope="session")
def plan(school: School) -> Plan:
    return solve(school, Options(time_limit=60))
