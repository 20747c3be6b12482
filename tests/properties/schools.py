"""Hypothesis strategies: random small schools with every feature of the input, and how many of them to try."""

import os
from dataclasses import astuple, dataclass
from datetime import date, time, timedelta
from random import Random
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from models.school import School

Tables = dict[str, Any]
TIMES = {"a": (time(16, 0), time(16, 40)), "b": (time(16, 50), time(17, 30)), "c": (time(17, 30), time(18, 20))}
MONDAY = date(2026, 9, 7)
GOALS = ["choices", "fairness", "duty", "wishes", "continuity", "cost"]


def examples(in_ci: int) -> settings:
    """So many reproducible examples where the environment says CI, a few fresh ones elsewhere."""
    ci = bool(os.environ.get("CI"))
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    number = in_ci if ci else max(5, in_ci // 8)
    return settings(max_examples=number, derandomize=ci, deadline=None, suppress_health_check=slow)


def some(r: Random, items: list[Any], *, least: int = 0, most: int | None = None) -> list[Any]:
    """Some of the items, in their order; each as likely in as out, as far as ``least`` and ``most`` let it be."""
    count = max(least, sum(r.random() < 0.5 for _ in items))
    chosen = r.sample(range(len(items)), min(count, len(items) if most is None else most))
    return [items[i] for i in sorted(chosen)]


@dataclass(frozen=True)
class Size:
    """How much of everything a school has."""

    classes: int
    slots: int
    teachers: int
    students: int
    tutorings: int
    clubs: int
    instructors: int
    children: int
    posts: int


SMALL, LARGE = Size(1, 1, 2, 2, 0, 1, 0, 0, 0), Size(3, 4, 6, 9, 2, 4, 2, 3, 3)


def schools() -> st.SearchStrategy[School]:
    """Schools of up to three classes and nine students, without a fault and without pins.

    The details come from one number: drawn one by one they would be much alike from example to example. What fails is
    shrunk to the smallest of four scales on which it fails.
    """
    return st.builds(_school, st.sampled_from([1, 2, 3, 4, 4, 4, 4, 4]), st.integers(0, 2**64))


def _school(scale: int, seed: int) -> School:
    r = Random(f"{scale}/{seed}")
    size = Size(*(r.randint(a, a + (b - a) * scale // 4) for a, b in zip(astuple(SMALL), astuple(LARGE), strict=True)))
    t: Tables = {"name": "学校"}
    _week(r, t, size)
    _term(r, t)
    _activities(r, t, size)
    _staff(r, t, size)
    _rooms(r, t)
    _students(r, t, size)
    _children(r, t, size)
    _duty(r, t, size)
    return School.model_validate(t)


def _week(r: Random, t: Tables, size: Size) -> None:
    names = some(r, [f"{w}{x}" for w in (1, 3, 5) for x in "abc"], least=size.slots, most=size.slots)
    t["slots"] = [{"slot_id": s, "weekday": int(s[0]), "start": TIMES[s[1]][0], "end": TIMES[s[1]][1]} for s in names]
    grades = [r.choice(["一", "二"]) for _ in range(size.classes)]
    t["classes"] = [{"class_id": f"{g}({n})班", "grade": g} for n, g in enumerate(grades)]
    t["pattern"] = []
    for weekday in sorted({s[0] for s in names}):
        today = [s for s in names if s[0] == weekday]
        elective = some(r, today)
        together = r.random() < 0.5
        for grade in sorted(set(grades)):
            attends = r.randint(0, 4) > 0
            for slot in today:
                if slot in elective and attends:
                    row = {"grade": grade, "slot_id": slot, "kind": "elective"}
                    t["pattern"].append(row | ({"block": f"周{weekday}"} if together else {}))
                elif slot not in elective:
                    kind = r.choice(["homework", "homework", "strand", None])
                    if kind:
                        t["pattern"].append({"grade": grade, "slot_id": slot, "kind": kind})


def _blocks(t: Tables, grade: str | None = None) -> dict[str, int]:
    """Weekdays by block, of one grade or of all."""
    return {
        row.get("block") or row["slot_id"]: int(row["slot_id"][0])
        for row in t["pattern"]
        if row["kind"] == "elective" and grade in (None, row["grade"])
    }


def _term(r: Random, t: Tables) -> None:
    t["term"] = {"name": "autumn", "start": MONDAY, "end": MONDAY + timedelta(days=r.randint(0, 13))}
    t["calendar"] = []
    if r.randint(0, 2) == 0:
        t["calendar"].append({"date": MONDAY + timedelta(days=2), "open": False})
    if r.randint(0, 2) == 0:
        t["calendar"].append({"date": MONDAY + timedelta(days=5), "open": True, "weekday": r.choice([None, 1, 3])})
    t["policy"] = {
        "priorities": ["coverage", *r.sample(GOALS, len(GOALS))],
        "rank_cost": r.choice([[0, 1, 3, 6, 10], [0, 2], [1]]),
        "fallback_cost": r.choice([20, 4, 0]),
        "bad_week_cost": r.choice([5, 0, 11]),
        "weekly_budget": r.choice([None, None, 200, 60]),
    }


def _activities(r: Random, t: Tables, size: Size) -> None:
    grades = sorted({c["grade"] for c in t["classes"]})
    times = [*_blocks(t)]
    t["activities"] = []
    for grade in grades:
        strands = sum(r["kind"] == "strand" and r["grade"] == grade for r in t["pattern"])
        parts = [strands] if strands < 2 or (r.random() < 0.5) else [1, strands - 1]
        for n, sessions in enumerate(p for p in parts if p):
            cells = {"sessions_week": sessions, "skill_needed": r.choice([None, False])}
            _activity(t, f"劳动{grade}{n}", "strand", grades=[grade], **cells)
    if r.random() < 0.5:
        kinds = r.choice([[], ["普通"]])
        _activity(t, "作业", "homework", room_kinds=kinds, skill_needed=r.choice([None, None, True]))
    homework = [r["slot_id"] for r in t["pattern"] if r["kind"] == "homework"]
    for n in range(size.tutorings if homework else 0):
        sizes, blocks = _sizes(r), some(r, sorted(set(homework)))
        sections, weekly = r.randint(1, 2), r.randint(1, 2)
        cells = {"max_sections": sections, "sessions_week": weekly, "grades": some(r, grades), "blocks": blocks}
        _activity(t, f"辅导{n}", "tutoring", skill_needed=r.choice([None, False]), **sizes, **cells)
    for n in range(size.clubs if times else 0):
        _activity(
            t,
            f"社团{n}",
            "club",
            **_sizes(r),
            scope=r.choice(["school", "school", "class"]),
            grades=r.choice([[], [], grades[:1]]),
            max_sections=r.choice([1, 2, 3, 0]),
            room_kinds=r.choice([[], [], [], ["体育"], ["体育", "普通"]]),
            blocks=r.choice([[], [], times[:1], times[-1:]]),
            fallback=r.randint(0, 3) == 0,
            skill_needed=r.choice([None, None, False]),
        )


def _activity(t: Tables, name: str, kind: str, **cells: Any) -> None:
    t["activities"].append({"activity_id": name, "name": name, "kind": kind, **cells})


def _sizes(r: Random) -> Tables:
    least = r.choice([0, 1, 1, 2])
    return {"min_size": least, "max_size": r.choice([None, None, least + 1, least + 3, least])}


def _staff(r: Random, t: Tables, size: Size) -> None:
    slots = [s["slot_id"] for s in t["slots"]]
    skills = [a["activity_id"] for a in t["activities"]]
    t["teachers"] = []
    for n in range(size.teachers):
        load = r.randint(0, 4)
        t["teachers"].append(
            {
                "teacher_id": f"师{n}",
                "name": f"师{n}",
                "day_load": load,
                "max_load": r.choice([None, None, None, load + 2, load]),
                "max_sessions_week": r.choice([5, 5, 5, 3, 1, 0]),
                "max_sessions_day": r.choice([2, 2, 3, 1]),
                "unavailable": some(r, slots, most=r.choice([0, 0, 1])),
                "avoid": some(r, slots, most=2),
                "prefer": some(r, slots, most=2),
                "skills": [*some(r, skills, most=2), *some(r, ["childcare"])],
            }
        )
    names = [x["teacher_id"] for x in t["teachers"]]
    for item in t["classes"]:
        item["head_teacher"] = r.choice([None, *names])
    pairs = [(x, c["class_id"]) for x in names for c in t["classes"]]
    taught = r.sample(pairs, min(len(pairs), r.randint(0, 4)))
    t["teaching"] = [{"teacher_id": x, "class_id": c, "subject": "语文"} for x, c in taught]
    t["instructors"] = [
        {
            "instructor_id": f"外{n}",
            "name": f"外{n}",
            "skills": some(r, skills, least=1),
            "available": some(r, slots, least=1),
            "fee": r.choice([0, 60, 100]),
            "max_sessions_week": r.choice([2, 4, 1, 0]),
            "min_sessions_visit": r.choice([1, 1, 0, 2]),
            "cleared_until": r.choice([None, None, t["term"]["end"], MONDAY - timedelta(days=1)]),
            "escort": (r.random() < 0.5),
        }
        for n in range(size.instructors if skills else 0)
    ]


def _rooms(r: Random, t: Tables) -> None:
    slots = [s["slot_id"] for s in t["slots"]]
    t["rooms"] = [
        {
            "room_id": f"室{n}",
            "kinds": some(r, ["普通", "体育"]),
            "capacity": r.choice([4, 8, 8, 12, 12, 2, 0]),
            "groups": r.choice([1, 1, 2]),
            "unavailable": some(r, slots, most=r.choice([0, 0, 1])),
        }
        for n in range(r.randint(3, 6))
    ]
    for item in t["classes"]:
        item["room_id"] = r.choice([None, *(room["room_id"] for room in t["rooms"])])


def _students(r: Random, t: Tables, size: Size) -> None:
    t["students"], t["choices"], t["tutoring"] = [], [], []
    grade_of = {c["class_id"]: c["grade"] for c in t["classes"]}
    for n in range(size.students):
        class_id = r.choice([*grade_of])
        grade, days = grade_of[class_id], some(r, [1, 3, 5], least=1)
        attended = [b for b, w in _blocks(t, grade).items() if w in days]
        only = some(r, attended) if r.randint(0, 3) == 0 else []
        name = f"生{n}"
        t["students"].append({"student_id": name, "class_id": class_id, "weekdays": days, "blocks": only})
        for block in some(r, [*(only or attended), ""], most=2) if attended else []:
            _list(r, t, name, grade, block or None)
        tutored = [a["activity_id"] for a in t["activities"] if a["kind"] == "tutoring" and _for(a, grade)]
        for activity in some(r, tutored):
            t["tutoring"].append({"student_id": name, "activity_id": activity})


def _for(activity: Tables, grade: str) -> bool:
    return not activity.get("grades") or grade in activity["grades"]


def _list(r: Random, t: Tables, student: str, grade: str, block: str | None) -> None:
    clubs = [
        a["activity_id"]
        for a in t["activities"]
        if a["kind"] == "club" and _for(a, grade) and (block is None or not a["blocks"] or block in a["blocks"])
    ]
    wanted = r.sample(clubs, min(len(clubs), r.choice([3, 2, 2, 1, 0])))
    for rank, club in enumerate(wanted, 1):
        t["choices"].append({"student_id": student, "block": block, "rank": rank, "activity_id": club})


def _children(r: Random, t: Tables, size: Size) -> None:
    slots = [s["slot_id"] for s in t["slots"]]
    groups = ["preschool", "preschool", "primary"]
    t["childcare"] = [
        {
            "teacher_id": r.choice([x["teacher_id"] for x in t["teachers"]]),
            "group": r.choice(groups),
            "weekdays": some(r, [1, 2, 3, 5], least=1),
            "leave_by": r.choice([time(16, 0), time(16, 45), time(17, 30)]),
            "may_use_room": r.randint(0, 4) > 0,
        }
        for _ in range(size.children)
    ]
    t["childcare_rooms"] = [
        {
            "room_id": f"屋{n}",
            "group": r.choice(groups),
            "places": r.choice([2, 3, 1, 0]),
            "slots": some(r, slots),
            "carers": r.choice([0, 1, 1, 2]),
        }
        for n in range(r.randint(0, 2))
    ]


def _duty(r: Random, t: Tables, size: Size) -> None:
    t["duty_posts"], t["duty_staff"], t["leave"] = [], [], []
    roles = ["lead", "supervisor"]
    for n in range(size.posts):
        cells = {"weekdays": some(r, [1, 2, 3, 5], least=1), "role": r.choice(roles)}
        windows = r.choice(["", "07:20-07:50", "16:00-17:50", "07:20-07:50;16:30-17:00"])
        t["duty_posts"].append({"post_id": f"岗{n}", "name": f"岗{n}", "windows": windows, **cells})
    people = [x["teacher_id"] for x in t["teachers"]] + [x["instructor_id"] for x in t["instructors"]] + ["督"]
    posts = [p["post_id"] for p in t["duty_posts"]]
    for person in some(r, people, most=4) if posts or r.randint(0, 4) == 0 else []:
        t["duty_staff"].append(
            {
                "staff_id": person,
                "roles": some(r, ["lead", "supervisor"], least=1),
                "posts": some(r, posts) if (r.random() < 0.5) else [],
                "weekdays": some(r, [1, 2, 3, 4, 5], least=2),
                "max_week": r.randint(0, 3),
                "min_gap": r.randint(0, 3),
                "carry": r.randint(-2, 2),
                "wishes": some(r, [1, 2, 3], most=2),
            }
        )
    for person in some(r, [s["staff_id"] for s in t["duty_staff"]], most=1):
        t["leave"].append({"person_id": person, "start": MONDAY + timedelta(days=1), "end": MONDAY + timedelta(days=2)})
