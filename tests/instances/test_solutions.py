"""The stored best known plans: each is a complete, verified plan of its instance as it is now."""

from pathlib import Path

import pytest

from scheduler.files import load_school, school_digest
from scheduler.files.plans import load_instance_of, load_plan
from scheduler.verify import describe, verify

ROOT = Path(__file__).parents[2]
INSTANCES = {
    (path.stem if path.suffix else path.name): path
    for path in sorted((ROOT / "instances").iterdir())
    if path.suffix in (".xlsx", ".json") or (path / "school.toml").exists()
}


def test_every_instance_has_a_stored_plan() -> None:
    stored = {path.parent.name for path in (ROOT / "solutions").glob("*/plan.json")}
    assert stored == set(INSTANCES)
    assert len(stored) == 8


@pytest.mark.parametrize("name", INSTANCES)
def test_stored_plan_is_complete_and_keeps_every_rule(name: str) -> None:
    school, plan = load_school(INSTANCES[name]), load_plan(ROOT / "solutions" / name)
    assert plan.run.digest == school_digest(school)
    assert school_digest(load_instance_of(ROOT / "solutions" / name)) == school_digest(school)
    assert [describe(breach, "en") for breach in verify(school, plan).breaches] == []
    assert plan.complete
    coverage = plan.scores[0]
    assert (coverage.goal, coverage.value, coverage.bound) == ("coverage", 0, 0)


@pytest.mark.parametrize("name", INSTANCES)
def test_no_stored_bound_is_above_its_value(name: str) -> None:
    assert all(score.bound <= score.value for score in load_plan(ROOT / "solutions" / name).scores)
