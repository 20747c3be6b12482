"""The planner against a search through every plan: on tiny schools each goal has its best value, and is proven."""

import pytest
from exhaustive import best_values
from tiny_schools import FAMILIES, tiny_school

from models.school import School
from scheduler.errors import PinConflict
from scheduler.options import Options
from scheduler.plan import solve

SEEDS = range(12)


def solved(school: School) -> tuple[dict[str, int], dict[str, int]] | None:
    """The planner's values and bounds; None where it says that the pins contradict the rules."""
    try:
        plan = solve(school, Options(time_limit=60))
    except PinConflict:
        return None
    return {s.goal: s.value for s in plan.scores}, {s.goal: s.bound for s in plan.scores}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("family", FAMILIES)
def test_no_plan_is_better(family: str, seed: int) -> None:
    school = tiny_school(family, seed)
    best = best_values(school)
    assert solved(school) == (None if best is None else (best, best))


def test_families_are_no_trivial_ones() -> None:
    """Every goal and gap is at stake somewhere, pins hold in some schools and contradict each other in others."""
    found = {family: [best_values(tiny_school(family, seed)) for seed in SEEDS] for family in FAMILIES}
    planned = [best for family in found.values() for best in family if best]
    for goal in planned[0]:
        assert sum(best[goal] > 0 for best in planned) >= 5, goal
    assert sum(best["coverage"] == 0 for best in planned) >= 20
    assert 0 < sum(best is None for best in found["pins"]) < len(SEEDS)
    assert all(best for family, rows in found.items() if family != "pins" for best in rows)


def test_search_through_every_plan_by_hand() -> None:
    """Two classes, one homework slot, teachers with day loads 3 and 0, the first the head of class a.

    Both sessions held: fairness (3 + 1)² − 3² + 1² = 8, the head leads a, a stranger leads b: continuity 0 + 3.
    """
    school = School.model_validate(
        {
            "name": "two",
            "term": {"name": "autumn", "start": "2026-09-07", "end": "2026-09-11"},
            "slots": [{"slot_id": "m", "weekday": 1, "start": "16:00", "end": "16:40"}],
            "pattern": [{"grade": "1", "slot_id": "m", "kind": "homework"}],
            "classes": [
                {"class_id": "a", "grade": "1", "room_id": "ra", "head_teacher": "t"},
                {"class_id": "b", "grade": "1", "room_id": "rb"},
            ],
            "rooms": [{"room_id": "ra", "capacity": 1}, {"room_id": "rb", "capacity": 1}],
            "teachers": [{"teacher_id": "t", "name": "t", "day_load": 3}, {"teacher_id": "u", "name": "u"}],
            "students": [{"student_id": "x", "class_id": "a"}, {"student_id": "y", "class_id": "b"}],
        }
    )
    wanted = {"coverage": 0, "choices": 0, "fairness": 8, "duty": 0, "wishes": 0, "continuity": 3, "cost": 0}
    assert best_values(school) == wanted
