"""A good plan is found good, and the verifier stands alone."""

import subprocess
import sys

import pytest
from small_school import DATES, RUNS, SCORES, small_plan, small_school

from models.school import School
from scheduler.verify import verify


def test_the_small_plan_has_no_breach():
    report = verify(small_school(), small_plan())
    assert report.breaches == ()
    assert report.good
    assert report.scores == SCORES


def test_open_dates_by_hand():
    from scheduler.verify.given import open_days

    days = open_days(small_school())
    assert tuple(days) == DATES
    assert tuple(day.weekday for day in days.values()) == RUNS
    assert [day.position for day in days.values()] == list(range(9))
    # the Sunday that is opened belongs to the week of Monday 22 September
    assert [day.monday.day for day in days.values()] == [22, 22, 22, 22, 22, 22, 29, 29, 6]


def test_nothing_of_the_planner_is_loaded():
    code = "import sys, scheduler.verify; print(*sorted(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert "scheduler.verify" in loaded
    assert {name for name in loaded if name.split(".")[0] in ("ortools", "networkx", "highspy")} == set()
    ours = {name for name in loaded if name.startswith("scheduler.") and not name.startswith("scheduler.verify")}
    assert ours == {"scheduler.messages", "scheduler.messages.names"}


def test_the_school_s_own_look_ups_are_not_used(monkeypatch: pytest.MonkeyPatch):
    names = [name for name, value in vars(School).items() if type(value).__name__ == "cached_property"]
    assert {"attended", "blocks", "staying", "posts", "activity_by_id"} <= set(names)

    def refuse(_: School) -> None:
        raise AssertionError("a look-up of the planner")

    for name in [*names, "ranks", "nothing_twice", "slots_of", "homework_of"]:
        monkeypatch.setattr(School, name, property(refuse))
    assert verify(small_school(), small_plan()).good


def test_the_implied_homework_and_the_usual_posts():
    """No homework activity: one called ``homework``; duty staff but no posts: one lead and four supervisors."""
    school = School.model_validate(
        {
            "name": "tiny",
            "term": {"name": "t", "start": "2025-09-22", "end": "2025-09-22"},
            "slots": [{"slot_id": "mon1", "weekday": 1, "start": "16:00", "end": "16:40"}],
            "pattern": [{"grade": "1", "slot_id": "mon1", "kind": "homework"}],
            "classes": [{"class_id": "1A", "grade": "1"}],
            "teachers": [{"teacher_id": "T1", "name": "T1"}],
            "rooms": [{"room_id": "r", "capacity": 1}],
            "activities": [{"activity_id": "chess", "name": "chess", "kind": "club"}],
            "students": [{"student_id": "s", "class_id": "1A"}],
            "duty_staff": [{"staff_id": "P", "roles": "lead"}],
        }
    )
    posts = ["lead", *(f"supervisor-{n}" for n in (1, 2, 3, 4))]
    plan = type(small_plan()).model_validate(
        {
            "run": small_plan().run,
            "sessions": [
                {
                    "session_id": "h",
                    "kind": "homework",
                    "activity_id": "homework",
                    "section": 1,
                    "class_id": "1A",
                    "block": "mon1",
                    "slots": ["mon1"],
                    "weekday": 1,
                    "start": "16:00",
                    "end": "16:40",
                    "leader_id": "T1",
                    "escort_id": None,
                    "room_id": "r",
                    "enrolled": 1,
                }
            ],
            "duties": [
                {
                    "date": "2025-09-22",
                    "weekday": 1,
                    "post_id": post,
                    "role": "lead" if post == "lead" else "supervisor",
                    "staff_id": "P" if post == "lead" else None,
                }
                for post in posts
            ],
            "gaps": [{"what": "duty", "where": f"2025-09-22;{post}", "reason": "nobody"} for post in posts[1:]],
            "scores": [
                {"goal": goal, "value": value, "bound": value}
                for goal, value in {
                    "coverage": 400,  # four supervisors are missing
                    "choices": 0,
                    "fairness": 1,  # (0 + 1)² − 0
                    "duty": 12,  # 10 × 1² + 1² on the post + 1² on Monday
                    "wishes": 0,
                    "continuity": 3,  # the class has no head teacher and nobody teaches it
                    "cost": 0,
                }.items()
            ],
        }
    )
    assert verify(school, plan).breaches == ()
