"""What was proven of an instance once stays true: new values are not below old bounds, nor new bounds above old values."""

import sys
from pathlib import Path

import pytest

from models.plan import Score

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.bounds import contradictions, instances, solved_anew


def scores(*pairs: tuple[int, int]) -> list[Score]:
    """Scores from (bound, value)."""
    names = ("coverage", "choices", "fairness")
    return [Score(goal=g, value=v, bound=b) for g, (b, v) in zip(names, pairs, strict=False)]  # type: ignore[arg-type]


def test_a_value_below_an_old_bound() -> None:
    old, new = scores((0, 0), (90, 100)), scores((0, 0), (80, 89))
    assert contradictions(old, new) == ["choices: new value 89 below old bound 90"]


def test_a_bound_above_an_old_value() -> None:
    old, new = scores((0, 0), (90, 100)), scores((0, 0), (101, 101))
    assert contradictions(old, new) == ["choices: old value 100 below new bound 101"]


def test_a_bound_says_nothing_of_plans_that_are_worse_before() -> None:
    """The old plan has the better choices, so that its bound of fairness is none for the new one, whose own holds for the old."""
    old, new = scores((0, 0), (90, 90), (50, 50)), scores((0, 0), (90, 91), (30, 40))
    assert contradictions(old, new) == []
    assert contradictions(old, scores((0, 0), (90, 91), (51, 60))) == ["fairness: old value 50 below new bound 51"]


def test_every_instance_is_known() -> None:
    assert len(instances()) == 8


@pytest.mark.parametrize("name", ["demo", "xincheng-second-primary"])
def test_new_plan_contradicts_nothing_that_was_proven(name: str) -> None:
    old, new = solved_anew(name, 8, seed=1)
    assert contradictions(old.scores, new.scores) == []
