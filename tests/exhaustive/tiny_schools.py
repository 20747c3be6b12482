"""Random tiny schools, a family for each group of features, small enough to try every plan."""

from collections.abc import Callable
from datetime import date, time, timedelta
from random import Random
from typing import Any

from models.checks import faults
from models.school import School

Tables = dict[str, Any]
START = {"a": time(16, 0), "b": time(16, 50), "c": time(17, 40)}


def _base(r: Random, slots: dict[str, int], classes: int, teachers: int) -> Tables:
    """``slots``: weekday by slot id; its last letter is the time of day."""
    names = [f"t{n}" for n in range(teachers)]
    priorities = ["choices", "fairness", "duty", "wishes", "continuity", "cost"]
    if r.random() < 0.5:
        r.shuffle(priorities)
    return {
        "name": "tiny",
        "term": {"name": "autumn", "start": date(2026, 9, 7), "end": date(2026, 9, 11)},
        "policy": {"priorities": ["coverage", *priorities]},
        "slots": [
            {"slot_id": s, "weekday": w, "start": START[s[-1]], "end": _later(START[s[-1]], 40)}
            for s, w in slots.items()
        ],
        "classes": [
            {"class_id": f"k{n}", "grade": "1", "room_id": f"h{n}", "head_teacher": r.choice([None, *names])}
            for n in range(classes)
        ],
        "rooms": [{"room_id": f"h{n}", "capacity": 12} for n in range(classes)],
        "teachers": [_teacher(r, name, list(slots)) for name in names],
        "teaching": [
            {"teacher_id": t, "class_id": f"k{n}", "subject": "x"}
            for n in range(classes)
            for t in names
            if r.random() < 0.3
        ],
        "pattern": [],
        "activities": [],
        "students": [],
        "choices": [],
    }


def _teacher(r: Random, name: str, slots: list[str]) -> Tables:
    load = r.randint(0, 4)
    return {
        "teacher_id": name,
        "name": name,
        "day_load": load,
        "max_load": r.choice([None, None, load + r.randint(0, 3)]),
        "max_sessions_week": r.choice([5, 5, 2, 1]),
        "max_sessions_day": r.choice([2, 2, 1]),
        "unavailable": _some(r, slots, 0.15),
        "avoid": _some(r, slots, 0.2),
        "prefer": _some(r, slots, 0.2),
    }


def _later(start: time, minutes: int) -> time:
    total = start.hour * 60 + start.minute + minutes
    return time(total // 60, total % 60)


def _some(r: Random, items: list[str], share: float) -> list[str]:
    return [i for i in items if r.random() < share]


def _pattern(t: Tables, grade: str, kinds: dict[str, str], block: str | None = None) -> None:
    for slot, kind in kinds.items():
        row = {"grade": grade, "slot_id": slot, "kind": kind}
        t["pattern"].append(row | ({"block": block} if kind == "elective" and block else {}))


def _students(r: Random, t: Tables, number: int, weekdays: list[int]) -> None:
    for n in range(number):
        stays = [w for w in weekdays if r.random() < 0.85] or [weekdays[0]]
        class_id = r.choice(t["classes"])["class_id"]
        t["students"].append({"student_id": f"s{n}", "class_id": class_id, "weekdays": stays})


def _clubs(r: Random, t: Tables, number: int, slots: list[str], *, most_sections: int = 2) -> list[str]:
    """Clubs with leaders among teachers and instructors; the last one may be a fallback, one may be of a class."""
    names = [f"c{n}" for n in range(number)]
    for n, name in enumerate(names):
        least = r.randint(0, 3)
        t["activities"].append(
            {
                "activity_id": name,
                "name": name,
                "kind": "club",
                "min_size": least,
                "max_size": r.choice([None, least + r.randint(1, 3)]),
                "max_sections": r.randint(1, most_sections) if n == 0 else 1,
                "fallback": n == number - 1 and r.random() < 0.5,
                "scope": "class" if n == 1 and r.random() < 0.4 else "school",
                "skill_needed": r.choice([None, None, None, False]),
            }
        )
    for teacher in t["teachers"]:
        teacher["skills"] = _some(r, names, 0.3)
    t["instructors"] = [
        {
            "instructor_id": f"i{n}",
            "name": f"i{n}",
            "skills": _some(r, names, 0.6) or names[:1],
            "available": _some(r, slots, 0.9) or slots[:1],
            "fee": r.choice([0, 40, 60]),
            "max_sessions_week": r.choice([5, 2, 1]),
            "min_sessions_visit": r.choice([1, 1, 2]),
            "cleared_until": r.choice([None, None, None, date(2026, 9, 11), date(2026, 9, 10)]),
            "escort": r.random() < 0.6,
        }
        for n in range(r.choice([0, 1, 1, 2]))
    ]
    t["rooms"] += [
        {"room_id": f"r{n}", "capacity": r.randint(2, 6), "groups": r.choice([1, 1, 2])} for n in range(r.randint(1, 2))
    ]
    return names


def _choices(r: Random, t: Tables, clubs: list[str], blocks: dict[str, int]) -> None:
    """One list for all, or a list for each block; ``blocks``: weekday by block."""
    for s in t["students"]:
        own = [b for b, w in blocks.items() if w in s["weekdays"]]
        lists: list[str | None] = [None] if r.random() < 0.6 else [b for b in own if r.random() < 0.8]
        if lists == [None] and own and r.random() < 0.3:
            lists.append(r.choice(own))
        for block in lists:
            for rank, club in enumerate(r.sample(clubs, r.randint(1, min(3, len(clubs)))), 1):
                row = {"student_id": s["student_id"], "rank": rank, "activity_id": club}
                t["choices"].append(row | ({"block": block} if block else {}))


# -- families ----------------------------------------------------------------------------------------------


def classes(r: Random) -> Tables:
    """Homework and strands: loads, limits, wishes, continuity."""
    t = _base(r, {"1a": 1, "1b": 1, "2a": 2}, r.randint(2, 3), r.randint(2, 3))
    strand = r.choice(["1b", "2a"])
    _pattern(t, "1", {s["slot_id"]: "strand" if s["slot_id"] == strand else "homework" for s in t["slots"]})
    needs = r.random() < 0.5
    t["activities"] = [
        {"activity_id": "art", "name": "art", "kind": "strand", "skill_needed": r.choice([None, False])},
        {"activity_id": "hw", "name": "homework", "kind": "homework", "skill_needed": needs or None},
    ]
    for teacher in t["teachers"]:
        teacher["skills"] = _some(r, ["art", "hw"] if needs else ["art"], 0.7)
    _students(r, t, r.randint(2, 6), [1, 2])
    return t


def clubs(r: Random) -> Tables:
    """One block of one or two slots: sections, sizes, fallbacks, class clubs, instructors and escorts."""
    slots = {"1a": 1, "1b": 1} if r.random() < 0.5 else {"1a": 1}
    t = _base(r, slots, r.randint(1, 2), r.randint(2, 4))
    _pattern(t, "1", dict.fromkeys(slots, "elective"), "B")
    names = _clubs(r, t, r.randint(2, 4), list(slots))
    _students(r, t, r.randint(4, 10), [1])
    _choices(r, t, names, {"B": 1})
    t["policy"]["weekly_budget"] = r.choice([None, None, 100])
    return t


def two_blocks(r: Random) -> Tables:
    """Two blocks, one of them of two slots: nothing twice, bad weeks, visits, budget, weekly limits."""
    slots = {"1a": 1, "1b": 1, "2a": 2}
    t = _base(r, slots, 1, r.randint(2, 3))
    _pattern(t, "1", {"1a": "elective", "1b": "elective"}, "B")
    _pattern(t, "1", {"2a": "elective"}, "C")
    names = _clubs(r, t, r.randint(2, 3), list(slots))
    _students(r, t, r.randint(3, 6), [1, 2])
    _choices(r, t, names, {"B": 1, "C": 2})
    t["policy"] |= {"weekly_budget": r.choice([None, 150, 60]), "bad_week_cost": r.choice([5, 0, 12])}
    t["policy"] |= {"rank_cost": r.choice([[0, 1, 3], [0, 4], [2]]), "fallback_cost": r.choice([20, 3])}
    return t


def rooms(r: Random) -> Tables:
    """Two grades at once: home rooms, tags, capacities, groups, closed rooms, a block beside homework."""
    t = _base(r, {"1a": 1, "1b": 1}, 3, 4)
    t["classes"][2]["grade"] = "2"
    t["classes"][2]["room_id"] = r.choice([None, "h2"])
    _pattern(t, "1", {"1a": "elective", "1b": "elective"}, "B")
    _pattern(t, "2", {"1a": "homework", "1b": "homework"})
    names = _clubs(r, t, 3, ["1a", "1b"])
    t["activities"].append(
        {"activity_id": "hw", "name": "homework", "kind": "homework", "room_kinds": r.choice([[], [], ["x"]])}
    )
    for room in t["rooms"]:
        room |= {"capacity": r.randint(1, 6), "kinds": _some(r, ["x", "y"], 0.5)}
        room |= {"unavailable": _some(r, ["1a", "1b"], 0.15), "groups": r.choice([1, 1, 2])}
    for activity in t["activities"][:2]:
        activity["room_kinds"] = r.choice([[], ["x"], ["x", "y"]])
    for teacher in t["teachers"]:
        teacher |= {"max_sessions_week": 5, "max_sessions_day": 2, "max_load": None}
    _students(r, t, 8, [1])
    _choices(r, t, names, {"B": 1})
    t["choices"] = [c for c in t["choices"] if _grade(t, c["student_id"]) == "1"]
    return t


def _grade(t: Tables, student_id: str) -> str:
    class_id = next(s["class_id"] for s in t["students"] if s["student_id"] == student_id)
    return next(c["grade"] for c in t["classes"] if c["class_id"] == class_id)


def childcare(r: Random) -> Tables:
    """Parents, rooms for their children, carers."""
    t = _base(r, {"1a": 1, "1b": 1}, 2, r.randint(4, 5))
    _pattern(t, "1", {"1a": "homework", "1b": "homework"})
    for teacher in t["teachers"]:
        teacher |= {"skills": _some(r, ["childcare"], 0.6), "max_load": None}
    t["childcare"] = [
        {
            "teacher_id": teacher["teacher_id"],
            "group": r.choice(["preschool", "preschool", "primary"]),
            "leave_by": r.choice([time(16, 0), time(16, 45), time(17, 30)]),
            "may_use_room": r.random() < 0.85,
            "weekdays": r.choice([[1, 2, 3, 4, 5], [1], [2]]),
        }
        for teacher in t["teachers"]
        for _ in range(r.choice([0, 1, 1, 2]))
    ]
    t["childcare_rooms"] = [
        {
            "room_id": f"n{n}",
            "group": r.choice(["preschool", "preschool", "primary"]),
            "places": r.randint(0, 3),
            "slots": r.choice([[], [], ["1a"], ["1b"]]),
            "carers": r.choice([0, 1, 1, 2]),
        }
        for n in range(r.randint(1, 3))
    ]
    _students(r, t, 4, [1])
    return t


def tutoring(r: Random) -> Tables:
    """Groups taken out of homework; rooms that hold a class only without those who are tutored."""
    t = _base(r, {"1a": 1, "1b": 1, "2a": 2}, 2, 3)
    if r.random() < 0.5:
        t["classes"][1]["grade"] = "2"
        _pattern(t, "2", {"1a": "homework", "2a": "homework"})
    _pattern(t, "1", {"1a": "homework", "1b": "homework", "2a": "homework"})
    _students(r, t, 7, [1, 2])
    for n in range(2):
        least = r.randint(0, 2)
        t["activities"].append(
            {
                "activity_id": f"u{n}",
                "name": f"u{n}",
                "kind": "tutoring",
                "min_size": least,
                "max_size": r.choice([None, least + 1, least + 2]),
                "max_sections": r.randint(1, 2),
                "sessions_week": r.randint(1, 2),
                "skill_needed": r.choice([None, False]),
                "blocks": r.choice([[], [], ["1a", "2a"]]),
            }
        )
    rows = [{"student_id": s["student_id"], "activity_id": f"u{n}"} for s in t["students"] for n in range(2)]
    t["tutoring"] = r.sample(rows, r.randint(1, 4))
    for teacher in t["teachers"]:
        teacher |= {"skills": _some(r, ["u0", "u1"], 0.7), "max_load": None, "max_sessions_week": r.choice([5, 2])}
    for room in t["rooms"]:
        room["capacity"] = r.randint(2, 5)
    t["rooms"] += [{"room_id": "r", "capacity": r.randint(1, 3), "groups": r.choice([1, 2])}]
    return t


def duty(r: Random) -> Tables:
    """One or two weeks of duty beside homework: windows, roles, gaps, carry, wishes, leave, a parent's way home."""
    t = _base(r, {"1a": 1, "2a": 2}, r.randint(1, 2), r.randint(2, 3))
    weeks = r.choice([1, 2])
    t["term"]["end"] = t["term"]["start"] + timedelta(days=4 if weeks == 1 else 11)
    _pattern(t, "1", {"1a": "homework", "2a": "homework"})
    _students(r, t, 3, [1, 2])
    t["duty_posts"] = [
        {
            "post_id": f"p{n}",
            "name": f"p{n}",
            "role": r.choice(["lead", "supervisor"]) if n else "supervisor",
            "weekdays": sorted(r.sample([1, 2, 3, 5], r.randint(2, 3) if weeks == 1 else 2)),
            "windows": r.choice(["", "07:20-07:50", "16:00-17:50", "07:20-07:50;16:30-17:00"]),
        }
        for n in range(r.randint(1, 2))
    ]
    people = [teacher["teacher_id"] for teacher in t["teachers"]] + ["d"]
    t["duty_staff"] = [
        {
            "staff_id": person,
            "roles": r.choice([["supervisor"], ["lead", "supervisor"], ["supervisor"], ["lead"]]),
            "posts": r.choice([[], [], ["p0"]]),
            "weekdays": r.choice([[1, 2, 3, 4, 5], [1, 3], [2, 3, 5]]),
            "max_week": r.randint(1, 3),
            "min_gap": r.choice([0, 1, 2, 3]),
            "carry": r.randint(-2, 2),
            "wishes": r.choice([[], [], [1], [2, 5]]),
        }
        for person in people
        if r.random() < 0.85
    ]
    if r.random() < 0.4:
        t["leave"] = [{"person_id": people[0], "start": date(2026, 9, 8), "end": date(2026, 9, 9)}]
    if r.random() < 0.3:
        t["calendar"] = [
            {"date": date(2026, 9, 9), "open": False},
            {"date": date(2026, 9, 12), "open": True, "weekday": 1},
        ]
        t["term"]["end"] = max(t["term"]["end"], date(2026, 9, 13))
    if r.random() < 0.3:
        t["childcare"] = [{"teacher_id": people[0], "group": "primary", "leave_by": time(16, 45)}]
    return t


def pins(r: Random) -> Tables:
    """Any of some other families with pins, which may contradict each other."""
    t = r.choice([clubs, two_blocks, duty, classes, rooms])(r)
    names = [a["activity_id"] for a in t["activities"]] + [None, None]
    people = [x["teacher_id"] for x in t["teachers"]] + [x["instructor_id"] for x in t.get("instructors", [])]
    times = [row.get("block") or row["slot_id"] for row in t["pattern"]]
    for _ in range(r.randint(1, 2)):
        cells = {
            "block": r.choice([*times, None]),
            "activity_id": r.choice(names),
            "class_id": r.choice([None, None, "k0"]),
            "section": r.choice([None, None, None, 1, 2]),
            "leader_id": r.choice([None, None, *people]),
            "room_id": r.choice([None, None, *(room["room_id"] for room in t["rooms"])]),
        }
        if any(cells.values()):
            t.setdefault("pins", []).append(cells)
    for row in r.sample(t["choices"], min(len(t["choices"]), r.randint(0, 2))):
        if row.get("block"):
            cells = {k: row[k] for k in ("student_id", "block", "activity_id")}
            t.setdefault("pin_placements", []).append(cells)
    for post in t.get("duty_posts", []):
        for staff in t["duty_staff"]:
            if r.random() < 0.3:
                day = t["term"]["start"] + timedelta(days=r.choice(post["weekdays"]) - 1)
                cells = {"date": day, "post_id": post["post_id"], "staff_id": staff["staff_id"]}
                t.setdefault("pin_duties", []).append(cells)
    return t


FAMILIES: dict[str, Callable[[Random], Tables]] = {
    f.__name__: f for f in (classes, clubs, two_blocks, rooms, childcare, tutoring, duty, pins)
}


def tiny_school(family: str, seed: int) -> School:
    """The school of a family and a seed; faultless."""
    r = Random(f"{family}/{seed}")
    while True:
        school = School.model_validate(FAMILIES[family](r))
        if not faults(school):
            return school
