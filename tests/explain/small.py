"""A school so small that every answer can be worked out by hand; all its people are made up."""

from typing import Any

from models.checks import faults
from models.school import School
from scheduler.options import Options
from scheduler.plan import solve

Tables = dict[str, Any]
QUICK = Options(time_limit=120)
"""Every search of these schools ends by itself in a second: on a busy machine it has the time that it takes there."""


def tables() -> Tables:
    """Two classes with one homework slot and one club block on Monday; four duties a week on two weekdays.

    The club art (teacher ta alone has the skill, at most 2 students) is the first choice of s1, s2 and s3, who all have
    chess second; s4 wants chess first. So one of s1, s2 and s3 goes to chess, and the choices cost 1.
    """
    return {
        "name": "small",
        "term": {"name": "autumn", "start": "2026-09-07", "end": "2026-09-18"},
        "slots": [
            {"slot_id": "h", "weekday": 1, "start": "16:00", "end": "16:40"},
            {"slot_id": "c", "weekday": 1, "start": "16:50", "end": "17:30"},
        ],
        "pattern": [
            {"grade": "1", "slot_id": "h", "kind": "homework"},
            {"grade": "1", "slot_id": "c", "kind": "elective"},
        ],
        "classes": [
            {"class_id": "a", "grade": "1", "room_id": "ra", "head_teacher": "ta"},
            {"class_id": "b", "grade": "1", "room_id": "rb"},
        ],
        "rooms": [{"room_id": "ra", "capacity": 9}, {"room_id": "rb", "capacity": 9}],
        "teachers": [
            {"teacher_id": "ta", "name": "Ada", "skills": "art"},
            {"teacher_id": "tb", "name": "Bo", "skills": "chess"},
            {"teacher_id": "tc", "name": "Cem", "day_load": 3},
        ],
        "teaching": [{"teacher_id": "tb", "class_id": "b", "subject": "maths"}],
        "activities": [
            {"activity_id": "art", "name": "Art", "kind": "club", "max_size": 2},
            {"activity_id": "chess", "name": "Chess", "kind": "club", "max_size": 4},
        ],
        "students": [
            {"student_id": "s1", "class_id": "a", "name": "Ann"},
            {"student_id": "s2", "class_id": "a", "name": "Ben"},
            {"student_id": "s3", "class_id": "b", "name": "Cleo"},
            {"student_id": "s4", "class_id": "b", "name": "Ann"},
        ],
        "choices": [
            *(
                {"student_id": s, "rank": n, "activity_id": a}
                for s in ("s1", "s2", "s3")
                for n, a in ((1, "art"), (2, "chess"))
            ),
            {"student_id": "s4", "rank": 1, "activity_id": "chess"},
        ],
    }


def school(given: Tables) -> School:
    """The school of these tables, which must be faultless."""
    found = School.model_validate(given)
    assert not faults(found)
    return found


def planned(given: Tables) -> tuple[School, Any]:
    """The school and its best plan."""
    one = school(given)
    return one, solve(one, QUICK)
