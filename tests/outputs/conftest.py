"""One small plan, worked out by hand, with names that no format may trip over."""

import sys
from datetime import date
from pathlib import Path

import pytest

from models.plan import Carer, Duty, Placement, Plan, Run, Seat, TutoringSeat
from models.school import School

sys.path.insert(0, str(Path(__file__).parent))

#: Twelve characters, and what a spreadsheet or a browser would run.
LONG = "欧阳阿卜杜拉麦麦提艾力江"
FORMULA, SCRIPT = "=1+1", "<script>alert(1)</script>"


@pytest.fixture(scope="session")
def school() -> School:
    """A term of four weeks with a holiday in its midst and a Saturday that runs a Friday's timetable."""
    return School.model_validate(
        {
            "name": "一小 & 二小",
            "term": {"name": "秋", "start": "2026-09-21", "end": "2026-10-16"},
            "slots": [
                {"slot_id": "mon1", "weekday": 1, "start": "16:10", "end": "16:50"},
                {"slot_id": "tue1", "weekday": 2, "start": "16:10", "end": "16:50"},
                {"slot_id": "fri1", "weekday": 5, "start": "15:30", "end": "16:10"},
                {"slot_id": "fri2", "weekday": 5, "start": "16:20", "end": "17:00"},
            ],
            "pattern": [
                {"grade": "1", "slot_id": "mon1", "kind": "homework"},
                {"grade": "1", "slot_id": "tue1", "kind": "strand"},
                {"grade": "1", "slot_id": "fri1", "kind": "elective", "block": "fri"},
                {"grade": "1", "slot_id": "fri2", "kind": "elective", "block": "fri"},
            ],
            "classes": [{"class_id": "101", "grade": "1", "room_id": "r1", "head_teacher": "t1"}],
            "teachers": [
                {"teacher_id": "t1", "name": "王芳", "day_load": 10},
                {"teacher_id": "t2", "name": "王芳", "day_load": 13},
            ],
            "instructors": [{"instructor_id": "x1", "name": LONG, "skills": "chess", "available": "fri1;fri2"}],
            "rooms": [{"room_id": "r1", "name": "一班", "capacity": 40}, {"room_id": "r2", "capacity": 10}],
            "childcare_rooms": [{"room_id": "play", "group": "preschool", "places": 3, "carers": 1}],
            "activities": [
                {"activity_id": "art", "name": "美术", "kind": "strand"},
                {"activity_id": "chess", "name": "棋[国际]/象*", "kind": "club", "max_sections": 2},
                {"activity_id": "help", "name": "小组", "kind": "tutoring"},
            ],
            "students": [
                {"student_id": "p1", "name": FORMULA, "class_id": "101"},
                {"student_id": "p2", "name": SCRIPT, "class_id": "101", "weekdays": "1;5"},
            ],
            "duty_posts": [
                {"post_id": "gate", "name": "护学岗", "role": "lead", "windows": "07:20-07:50;16:00-17:30"},
                {"post_id": "all", "name": "全天岗", "role": "supervisor", "weekdays": "5"},
            ],
            "duty_staff": [
                {"staff_id": "t1", "roles": "lead"},
                {"staff_id": "d1", "name": "孙", "roles": "supervisor"},
            ],
            "leave": [{"person_id": "t2", "start": "2026-10-09", "end": "2026-10-09"}],
            "calendar": [{"date": "2026-10-10", "open": "yes", "weekday": 5}],
        }
    )


@pytest.fixture(scope="session")
def plan(school: School) -> Plan:
    """Homework on Mondays, a club on Fridays, a strand that is not held, and duties on three dates."""
    from view_cases import session

    return Plan(
        run=Run(version="0", digest="", seed=0, time_limit=1, gap=0, workers=1, seconds={}),
        sessions=(
            session(school, "a", "homework", "homework", "mon1", leader_id="t1", room_id="r1", class_id="101"),
            session(school, "b", "tutoring", "help", "mon1", leader_id="t2", room_id="r2"),
            session(
                school, "c", "club", "chess", "fri1;fri2", leader_id="x1", room_id="r2", block="fri", escort_id="t2"
            ),
        ),
        placements=(
            Placement(student_id="p1", class_id="101", block="fri", session_id="c", activity_id="chess", rank=2),
            Placement(student_id="p2", class_id="101", block="fri", session_id=None, activity_id=None, rank=None),
        ),
        tutoring=(TutoringSeat(student_id="p2", activity_id="help", slot_id="mon1", session_id="b"),),
        duties=(
            Duty(date=date(2026, 9, 21), weekday=1, post_id="gate", role="lead", staff_id="t1"),
            Duty(date=date(2026, 10, 10), weekday=5, post_id="gate", role="lead", staff_id=None),
            Duty(date=date(2026, 10, 10), weekday=5, post_id="all", role="supervisor", staff_id="d1"),
        ),
        childcare=(Seat(teacher_id="t2", child=1, slot_id="fri1", room_id="play"),),
        carers=(Carer(slot_id="fri1", room_id="play", teacher_id="t1"),),
    )
