"""What more changes would buy: a small trade whose every plan can be counted by hand."""

from datetime import time

import pytest

from models.plan import Plan, Run, Score
from models.policy import Goal
from models.school import School
from scheduler.errors import TooManyChanges
from scheduler.frontier import frontier, judged
from scheduler.options import Options, Stop
from scheduler.plan import solve
from scheduler.verify import verify

OPTIONS = Options(time_limit=120)
RUN = Run(version="0", digest="", seed=0, time_limit=1, gap=0, workers=1, seconds={})


def school(wishes: str) -> School:
    """One block with two clubs of four places each, and eight students; each letter says which is a student's first
    choice, the other one being the second, which costs 1."""
    students = [f"s{n}" for n in range(len(wishes))]
    return School.model_validate(
        {
            "name": "s",
            "term": {"name": "t", "start": "2026-09-07", "end": "2026-09-11"},
            "policy": {"bad_week_cost": 0},
            "slots": [{"slot_id": "x", "weekday": 1, "start": time(16), "end": time(17)}],
            "pattern": [{"grade": "1", "slot_id": "x", "kind": "elective"}],
            "classes": [{"class_id": "k", "grade": "1"}],
            "rooms": [{"room_id": f"r{n}", "capacity": 9} for n in (0, 1)],
            "teachers": [{"teacher_id": f"t{club}", "name": "t", "skills": club} for club in "ab"],
            "activities": [{"activity_id": c, "name": c, "kind": "club", "max_size": 4} for c in "ab"],
            "students": [{"student_id": s, "class_id": "k"} for s in students],
            "choices": [
                {"student_id": s, "rank": rank, "activity_id": club}
                for s, first in zip(students, wishes, strict=True)
                for rank, club in ((1, first), (2, "b" if first == "a" else "a"))
            ],
        }
    )


def figures(plan: Plan) -> tuple[int, int]:
    found = {score.goal: score.value for score in plan.scores}
    return found["changes"], found["choices"]


def test_every_step_is_the_best_for_its_changes() -> None:
    """Everybody has their first choice, then all eight change their minds: each pair that swaps (2 changes) takes 2 off
    the price of 8. The limits are 1, 3, 7 and 15 changes: 0, 1, 3 and 4 pairs."""
    before = solve(school("aaaabbbb"), OPTIONS)
    now = school("bbbbaaaa")
    heard: list[Plan] = []
    found = frontier(now, before, OPTIONS, on_plan=heard.append)
    assert [figures(plan) for plan in found.plans] == [(0, 8), (2, 6), (6, 2), (8, 0)]
    assert tuple(heard) == found.plans
    assert all(verify(now, plan, before).good for plan in found.plans)
    assert [s.goal for s in found.plans[1].scores][:3] == ["coverage", "changes", "choices"]
    assert [s.bound for s in found.plans[2].scores][:3] == [0, 0, 2]
    # each change buys just as much: all of them are worth it
    assert (found.goal, found.best) == ("choices", 3)


def test_a_limit_ends_the_table() -> None:
    before = solve(school("aaaabbbb"), OPTIONS)
    found = frontier(school("bbbbaaaa"), before, OPTIONS, max_changes=4)
    assert [figures(plan) for plan in found.plans] == [(0, 8), (2, 6), (4, 4)]


def test_nothing_to_be_had_is_one_plan() -> None:
    before = solve(school("aaaabbbb"), OPTIONS)
    found = frontier(school("aaaabbbb"), before, OPTIONS)
    assert [figures(plan) for plan in found.plans] == [(0, 0)]
    assert (found.goal, found.best) == (None, 0)


def test_a_stop_leaves_what_was_found() -> None:
    before = solve(school("aaaabbbb"), OPTIONS)
    stop = Stop()
    found = frontier(school("bbbbaaaa"), before, OPTIONS, on_plan=lambda _: stop.set(), stop=stop)
    assert [figures(plan) for plan in found.plans] == [(0, 8)]


def test_too_few_changes_are_refused() -> None:
    before = solve(school("aaaabbbb"), OPTIONS)
    gone = school("aaaabbbb").replaced(teachers=())
    with pytest.raises(TooManyChanges):
        frontier(gone, before, OPTIONS, max_changes=3)


def rows(*figures: tuple[int, int]) -> list[Plan]:
    def score(goal: Goal, value: int) -> Score:
        return Score(goal=goal, value=value, bound=0)

    return [Plan(run=RUN, scores=(score("changes", c), score("choices", v))) for c, v in figures]


@pytest.mark.parametrize(
    ("figures", "best"),
    [
        ([(3, 412), (7, 396), (20, 390), (40, 388)], 1),  # 4 a change, then less than 1; 24 / 37 on average
        ([(0, 100), (10, 99), (12, 50)], 2),  # what is worth it comes last
        ([(0, 100), (1, 60), (2, 20), (10, 15), (20, 12)], 2),
        ([(5, 9)], 0),
    ],
)
def test_the_last_step_that_is_worth_it(figures: list[tuple[int, int]], best: int) -> None:
    goal, number = judged(rows(*figures), ("changes", "choices"))
    assert number == best
    assert goal == ("choices" if len(figures) > 1 else None)
