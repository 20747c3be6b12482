"""A made-up school of three classes with every feature once, and a good plan for it, made by hand.

It lacks three things on purpose: a duty, a student's place and a tutoring session.
"""

from datetime import date
from typing import Any

from models.plan import Plan, Run, Score
from models.school import School

WEEK: dict[str, tuple[int, str, str]] = {
    "mon1": (1, "16:00", "16:40"),
    "mon2": (1, "16:50", "17:30"),
    "tue1": (2, "16:00", "16:40"),
    "wed1": (3, "16:00", "16:40"),
    "fri1": (5, "16:00", "16:40"),
    "fri2": (5, "16:50", "17:30"),
}

# The open dates. 28 September is a Sunday that the school opens with Wednesday's timetable; 1 to 8 October are
# holidays; 10 October is closed by the school; the official make-up day 11 October stays closed.
DATES = tuple(
    date(2025, month, day)
    for month, day in ((9, 22), (9, 23), (9, 24), (9, 25), (9, 26), (9, 28), (9, 29), (9, 30), (10, 9))
)
RUNS = (1, 2, 3, 4, 5, 3, 1, 2, 4)

SCORES = {
    "coverage": 120,
    "choices": 169,
    "fairness": 427,
    "duty": 601,
    "wishes": 4,
    "continuity": 1,
    "cost": 260,
}


def _pattern() -> list[dict[str, Any]]:
    kinds = {"mon1": "homework", "mon2": "strand", "tue1": "homework", "wed1": "elective"}
    rows = [
        {"grade": grade, "slot_id": slot, "kind": kind}
        for grade in "12"
        for slot, kind in kinds.items()
        if (grade, slot) != ("2", "tue1")
    ]
    for grade in "12":
        rows += [{"grade": grade, "slot_id": slot, "kind": "elective", "block": "fri"} for slot in ("fri1", "fri2")]
    return rows


def _teachers() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {"teacher_id": "T1", "day_load": 10, "max_load": 13, "skills": "reading;paper"},
        {"teacher_id": "T2", "day_load": 12, "skills": "paper", "prefer": "mon1"},
        {"teacher_id": "T3", "day_load": 8},
        {"teacher_id": "T4", "day_load": 9, "max_sessions_week": 3},
        {"teacher_id": "T5", "day_load": 11, "skills": "chess", "avoid": "fri2"},
        {"teacher_id": "T6", "day_load": 7, "skills": "math-help;reading;games"},
        {"teacher_id": "T7", "day_load": 6, "skills": "games"},
        {"teacher_id": "T8", "day_load": 5, "skills": "childcare", "unavailable": "mon1;tue1"},
        {"teacher_id": "T9", "day_load": 4},
    ]
    return [{"name": row["teacher_id"], **row} for row in rows]


def _students() -> list[dict[str, Any]]:
    rows = [
        {"student_id": f"a{n}", "class_id": "1A", "weekdays": "1;2;3" if n == 4 else "1;2;3;4;5"} for n in range(1, 5)
    ]
    rows += [{"student_id": f"b{n}", "class_id": "1B", "weekdays": "1;3;5"} for n in range(1, 5)]
    rows += [{"student_id": f"c{n}", "class_id": "2A", "weekdays": "1;3;5"} for n in range(1, 5)]
    rows[-1]["blocks"] = "fri"
    return rows


# Each student's lists: by block ("" = for every block without one), the activities from the first choice on.
LISTS: dict[str, dict[str, str]] = {
    "a1": {"wed1": "chess", "fri": "dance chess"},
    "a2": {"wed1": "paper", "fri": "dance paper chess"},
    "a3": {"wed1": "chess dance paper"},
    "b1": {"": "chess dance"},
    "b2": {"": "dance"},
    "b3": {"": "chess"},
    "b4": {"wed1": "paper"},
    "c1": {"": "dance chess"},
    "c2": {"wed1": "chess games", "fri": "chess"},
    "c3": {"": "dance"},
    "c4": {"fri": "chess dance"},
}


def _choices() -> list[dict[str, Any]]:
    return [
        {"student_id": student, "block": block or None, "rank": rank, "activity_id": activity}
        for student, lists in LISTS.items()
        for block, activities in lists.items()
        for rank, activity in enumerate(activities.split(), start=1)
    ]


def _activities() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {"activity_id": "hw1", "kind": "homework", "grades": "1"},
        {"activity_id": "hw2", "kind": "homework", "grades": "2"},
        {"activity_id": "math-help", "kind": "tutoring", "grades": "1", "max_size": 2, "sessions_week": 2},
        {"activity_id": "reading", "kind": "strand"},
        {"activity_id": "chess", "kind": "club", "min_size": 2, "max_size": 3, "room_kinds": "quiet"},
        {"activity_id": "dance", "kind": "club", "min_size": 3, "max_size": 4, "room_kinds": "gym", "blocks": "fri"},
        {"activity_id": "paper", "kind": "club", "scope": "class", "grades": "1"},
        {"activity_id": "games", "kind": "club", "min_size": 2, "max_sections": 2, "fallback": True},
    ]
    return [{"name": row["activity_id"], **row} for row in rows]


def _places() -> dict[str, list[dict[str, Any]]]:
    return {
        "rooms": [
            {"room_id": "r1A", "capacity": 5},
            {"room_id": "r1B", "capacity": 5},
            {"room_id": "gym", "kinds": "gym", "capacity": 4, "unavailable": "wed1"},
            {"room_id": "hall", "kinds": "big", "capacity": 4, "groups": 2},
            {"room_id": "quiet", "kinds": "quiet", "capacity": 3},
        ],
        "childcare_rooms": [
            {"room_id": "play", "group": "preschool", "places": 1, "slots": "fri2;mon2", "carers": 1},
            {"room_id": "study", "group": "primary", "places": 2},
        ],
        "childcare": [
            {"teacher_id": "T4", "group": "preschool", "weekdays": "5", "leave_by": "17:00"},
            {"teacher_id": "T4", "group": "primary", "leave_by": "18:00"},
            {"teacher_id": "T3", "group": "primary", "weekdays": "1", "leave_by": "17:00", "may_use_room": False},
            {"teacher_id": "T9", "group": "primary", "leave_by": "17:00"},
        ],
    }


def _duty() -> dict[str, list[dict[str, Any]]]:
    return {
        "duty_posts": [
            {"post_id": "lead", "name": "lead", "role": "lead", "windows": "07:20-07:50"},
            {"post_id": "gate", "name": "gate", "role": "supervisor", "weekdays": "1;3;5", "windows": "16:00-16:30"},
        ],
        "duty_staff": [
            {"staff_id": "P1", "roles": "lead", "max_week": 3, "carry": 1, "wishes": "1;3;5"},
            {"staff_id": "P2", "roles": "lead;supervisor", "max_week": 3, "carry": -1},
            {"staff_id": "T2", "roles": "supervisor", "posts": "gate"},
            {"staff_id": "T9", "roles": "supervisor", "max_week": 3},
        ],
        "leave": [
            {"person_id": "T9", "start": "2025-09-30", "end": "2025-10-09"},
            {"person_id": "P1", "start": "2025-09-23", "end": "2025-09-23"},
        ],
        "calendar": [
            {"date": "2025-09-28", "open": True, "weekday": 3},
            {"date": "2025-10-10", "open": False},
        ],
        "pin_duties": [{"date": "2025-09-22", "post_id": "lead", "staff_id": "P1"}],
    }


def small_school() -> School:
    """Three classes, twelve students, nine teachers, two instructors."""
    tables: dict[str, Any] = {
        "name": "small",
        "term": {"name": "autumn", "start": "2025-09-22", "end": "2025-10-12"},
        "policy": {"weekly_budget": 260},
        "slots": [{"slot_id": s, "weekday": day, "start": start, "end": end} for s, (day, start, end) in WEEK.items()],
        "pattern": _pattern(),
        "classes": [
            {"class_id": "1A", "grade": "1", "room_id": "r1A", "head_teacher": "T1"},
            {"class_id": "1B", "grade": "1", "room_id": "r1B", "head_teacher": "T2"},
            {"class_id": "2A", "grade": "2", "head_teacher": "T3"},
        ],
        "teachers": _teachers(),
        "teaching": [{"teacher_id": "T4", "class_id": "1A", "subject": "art"}],
        "instructors": [
            {
                "instructor_id": "E1",
                "name": "E1",
                "skills": "dance",
                "available": "fri1;fri2",
                "fee": 100,
                "max_sessions_week": 2,
                "min_sessions_visit": 2,
                "cleared_until": "2025-10-12",
            },
            {"instructor_id": "E2", "name": "E2", "skills": "reading", "available": "mon2", "fee": 60, "escort": False},
        ],
        "activities": _activities(),
        "students": _students(),
        "choices": _choices(),
        "tutoring": [{"student_id": s, "activity_id": "math-help"} for s in ("a1", "b1")],
        "pins": [
            {
                "block": "mon1",
                "activity_id": "hw1",
                "class_id": "1A",
                "section": 1,
                "leader_id": "T1",
                "room_id": "r1A",
            },
            {"activity_id": "dance"},
        ],
        "pin_placements": [{"student_id": "a1", "block": "wed1", "activity_id": "chess"}],
    }
    return School.model_validate(tables | _places() | _duty())


# session: activity, class, block, leader, escort, room, section
SESSIONS: dict[str, tuple[str, str | None, str, str, str | None, str, int]] = {
    "hw-1A-mon1": ("hw1", "1A", "mon1", "T1", None, "r1A", 1),
    "hw-1B-mon1": ("hw1", "1B", "mon1", "T2", None, "r1B", 1),
    "hw-2A-mon1": ("hw2", "2A", "mon1", "T3", None, "hall", 1),
    "hw-1A-tue1": ("hw1", "1A", "tue1", "T4", None, "r1A", 1),
    "tu-mon1": ("math-help", None, "mon1", "T6", None, "quiet", 1),
    "tu-tue1": ("math-help", None, "tue1", "T6", None, "quiet", 1),
    "st-1A": ("reading", "1A", "mon2", "T1", None, "r1A", 1),
    "st-1B": ("reading", "1B", "mon2", "T6", None, "r1B", 1),
    "st-2A": ("reading", "2A", "mon2", "E2", None, "hall", 1),
    "w-chess": ("chess", None, "wed1", "T5", None, "quiet", 1),
    "w-paper-1A": ("paper", "1A", "wed1", "T1", None, "r1A", 1),
    "w-paper-1B": ("paper", "1B", "wed1", "T2", None, "r1B", 1),
    "w-games": ("games", None, "wed1", "T7", None, "hall", 1),
    "f-dance": ("dance", None, "fri", "E1", "T4", "gym", 1),
    "f-chess": ("chess", None, "fri", "T5", None, "quiet", 1),
    "f-games-1": ("games", None, "fri", "T7", None, "hall", 1),
    "f-games-2": ("games", None, "fri", "T6", None, "hall", 2),
}

# By hand: the class's students who stay, less those in tutoring; or the students placed; or the group.
ENROLLED = {
    "hw-1A-mon1": 3,  # a2 a3 a4; a1 is in tutoring
    "hw-1B-mon1": 3,  # b2 b3 b4; b1 is in tutoring
    "hw-2A-mon1": 4,
    "hw-1A-tue1": 3,  # a2 a3 a4; a1 is in tutoring
    "tu-mon1": 2,
    "tu-tue1": 1,
    "st-1A": 4,
    "st-1B": 4,
    "st-2A": 4,
    "w-chess": 3,
    "w-paper-1A": 2,
    "w-paper-1B": 1,
    "w-games": 4,
    "f-dance": 4,
    "f-chess": 3,
    "f-games-1": 2,
    "f-games-2": 2,
}

# student, block: session and rank; c3 is not placed on Wednesday
PLACES: dict[str, tuple[str | None, int | None]] = {
    "a1;wed1": ("w-chess", 1),
    "b1;wed1": ("w-chess", 1),
    "c1;wed1": ("w-chess", 2),
    "a2;wed1": ("w-paper-1A", 1),
    "a3;wed1": ("w-paper-1A", 3),
    "b4;wed1": ("w-paper-1B", 1),
    "a4;wed1": ("w-games", 0),
    "b2;wed1": ("w-games", 0),
    "b3;wed1": ("w-games", 0),
    "c2;wed1": ("w-games", 2),
    "c3;wed1": (None, None),
    "a1;fri": ("f-dance", 1),
    "b1;fri": ("f-dance", 2),
    "b2;fri": ("f-dance", 1),
    "c1;fri": ("f-dance", 1),
    "a2;fri": ("f-chess", 3),
    "b3;fri": ("f-chess", 1),
    "c2;fri": ("f-chess", 1),
    "a3;fri": ("f-games-1", 0),
    "b4;fri": ("f-games-1", 0),
    "c3;fri": ("f-games-2", 0),
    "c4;fri": ("f-games-2", 0),
}

CLASS_OF = {"a": "1A", "b": "1B", "c": "2A"}
KIND_OF = {"hw1": "homework", "hw2": "homework", "math-help": "tutoring", "reading": "strand"}


def session(
    session_id: str,
    activity: str,
    class_id: str | None,
    block: str,
    leader: str,
    escort: str | None,
    room: str,
    section: int = 1,
    **cells: Any,
) -> dict[str, Any]:
    """A row of sessions.csv, its times filled in; ``cells`` go above all."""
    slots = ("fri1", "fri2") if block == "fri" else (block,)
    row: dict[str, Any] = {
        "session_id": session_id,
        "kind": KIND_OF.get(activity, "club"),
        "activity_id": activity,
        "section": section,
        "class_id": class_id,
        "block": block,
        "slots": slots,
        "weekday": WEEK[slots[0]][0],
        "start": WEEK[slots[0]][1],
        "end": WEEK[slots[-1]][2],
        "leader_id": leader,
        "escort_id": escort,
        "room_id": room,
        "enrolled": ENROLLED.get(session_id, 0),
    }
    return row | cells


def _placement(key: str, session_id: str | None, rank: int | None) -> dict[str, Any]:
    student, block = key.split(";")
    activity = SESSIONS[session_id][0] if session_id else None
    return {
        "student_id": student,
        "class_id": CLASS_OF[student[0]],
        "block": block,
        "session_id": session_id,
        "activity_id": activity,
        "rank": rank,
    }


def _duties() -> list[dict[str, Any]]:
    leads = ("P1", "P2", "P1", "P2", "P1", "P2", "P1", "P2", "P1")
    gates = {0: "T9", 2: "T9", 4: "T2", 5: "T9", 6: None}
    rows: list[dict[str, Any]] = []
    for n, (day, weekday) in enumerate(zip(DATES, RUNS, strict=True)):
        rows.append({"date": day, "weekday": weekday, "post_id": "lead", "role": "lead", "staff_id": leads[n]})
        if n in gates:
            rows.append(
                {"date": day, "weekday": weekday, "post_id": "gate", "role": "supervisor", "staff_id": gates[n]}
            )
    return rows


def small_plan() -> Plan:
    """The good plan; its bounds equal its values."""
    tutoring = (("a1", "mon1"), ("a1", "tue1"), ("b1", "mon1"))
    tables: dict[str, Any] = {
        "run": Run(version="0", digest="", seed=0, time_limit=1, gap=0, workers=1, seconds={}),
        "sessions": [session(session_id, *cells) for session_id, cells in SESSIONS.items()],
        "placements": [_placement(key, *found) for key, found in PLACES.items()],
        "duties": _duties(),
        "childcare": [{"teacher_id": "T4", "child": 1, "slot_id": "fri2", "room_id": "play"}],
        "carers": [{"slot_id": "fri2", "room_id": "play", "teacher_id": "T8"}],
        "tutoring": [
            {"student_id": student, "activity_id": "math-help", "slot_id": slot, "session_id": f"tu-{slot}"}
            for student, slot in tutoring
        ],
        "gaps": [
            {"what": "duty", "where": "2025-09-29;gate", "reason": "nobody is free"},
            {"what": "placement", "where": "c3;wed1", "reason": "no place is left"},
            {"what": "tutoring", "where": "b1;math-help", "reason": "stays on one homework day only"},
        ],
        "scores": [Score(goal=goal, value=value, bound=value) for goal, value in SCORES.items()],  # type: ignore[arg-type]
    }
    return Plan.model_validate(tables)
