"""The comparison's own sums, by hand."""

import pytest

from benchmarks.apart import Outcome
from benchmarks.compare import (
    Race,
    choices_bound,
    gap,
    headings,
    least_coverage,
    main,
    markdown,
    milestones,
    places,
    row,
)  # fmt: skip
from models.plan import Placement, Plan, Run
from models.school import School

RUN = Run(version="1", digest="", seed=0, time_limit=1.0, gap=0.0, workers=1, seconds={})


def outcome(name: str, coverage: int, choices: int, bound: int | None, *trace: tuple[float, int, int]) -> Outcome:
    return Outcome(
        name,
        "done",
        seconds=9.0,
        values={"coverage": coverage, "choices": choices},
        bounds={} if bound is None else {"choices": bound},
        trace=[(t, {"coverage": a, "choices": b}) for t, a, b in trace],
    )


GOOD = outcome("good", 0, 200, 199, (1.0, 10, 150), (2.0, 0, 300), (3.0, 0, 201), (4.0, 0, 200))
POOR = outcome("poor", 10, 100, 100, (1.5, 10, 100))


def test_gap() -> None:
    assert gap(105, 100) == pytest.approx(0.05)
    assert gap(3, 0) == 3


def test_milestones_are_judged_by_the_best_of_all() -> None:
    """Coverage 0 at 2 s; 1 % of 199 is 1.99, so that 201 is not within it and 200 is, at 4 s."""
    coverage = least_coverage([GOOD, POOR])
    assert coverage == 0
    assert choices_bound([GOOD, POOR], 0) == 199
    assert milestones(GOOD, 0, 199) == (2.0, 4.0)
    assert milestones(GOOD, 0, 200) == (2.0, 3.0)
    assert milestones(POOR, 0, 199) == (None, None)


def test_a_maker_that_tells_nothing_is_judged_by_its_end() -> None:
    assert milestones(outcome("quiet", 0, 200, None), 0, 199) == (9.0, 9.0)


def test_a_plan_that_breaks_a_rule_sets_no_mark() -> None:
    cheat = outcome("cheat", 0, 0, 500)
    cheat.breaches = ("R1",)
    assert least_coverage([cheat, POOR]) == 10
    assert choices_bound([cheat, POOR], 10) == 100


def test_places(tiny: School) -> None:
    """Three students: a 1st choice, a 3rd and a fallback; the last two have a bad week."""
    ranks = {"a": 1, "b": 3, "c": 0}
    rows = tuple(
        Placement(student_id=s, class_id="k", block="m", session_id="x", activity_id="y", rank=r)
        for s, r in ranks.items()
    )
    assert places(tiny, Plan(run=RUN, placements=rows)) == (1, 1, 2)


@pytest.fixture
def tiny() -> School:
    return School.model_validate(
        {
            "name": "tiny",
            "term": {"name": "autumn", "start": "2026-09-07", "end": "2026-09-11"},
            "slots": [{"slot_id": "m", "weekday": 1, "start": "16:00", "end": "16:40"}],
            "pattern": [{"grade": "1", "slot_id": "m", "kind": "elective"}],
            "classes": [{"class_id": "k", "grade": "1"}],
            "students": [{"student_id": s, "class_id": "k"} for s in "abc"],
        }
    )


def test_table(tiny: School) -> None:
    """Every line has a cell for each heading; a proven value is bold, another one has its bound beside it."""
    race = Race(12, 1, "whole", tiny, (GOOD, POOR))
    lines = [row(race, one) for one in race.outcomes]
    assert all(len(line) == len(headings()) for line in lines)
    _, _, good, poor = markdown(lines).splitlines()
    assert "| 200 (≥ 199) |" in good
    assert "| **100** |" in poor


def test_unknown_peers_are_refused() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--peers", "nobody"])
    assert ended.value.code == 2
