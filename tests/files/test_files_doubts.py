"""What nothing forbids and is likely a slip: told where it is, and never of a school that is right."""

from pathlib import Path
from typing import Any

import pytest
from four_classes import school

from models.checks import faults
from models.checks_doubts import COPIED, doubts
from models.school import School
from scheduler.errors import InputProblem
from scheduler.files import describe, load_school

ROOMS = [{"room_id": f"R{c}", "capacity": 40} for c in ("1A", "2A", "2B", "3A")]
TEACHERS = [{"teacher_id": f"T{n}", "name": f"教师{n}", "max_sessions_week": 5} for n in range(1, 5)]
CLASSES = [
    {"class_id": c, "grade": c[0], "room_id": f"R{c}", "head_teacher": f"T{n}"}
    for n, c in enumerate(("1A", "2A", "2B", "3A"), 1)
]


def full(**tables: Any) -> School:
    """The school with rooms, and a head teacher for each class."""
    return school(**{"rooms": ROOMS, "teachers": TEACHERS, "classes": CLASSES} | tables)


def other(table: str, index: int, **cells: Any) -> School:
    """The same with other cells in one row."""
    rows = [row.model_dump() for row in getattr(full(), table)]
    rows[index] |= cells
    return full(**{table: rows})


def without(grade: str, slot: str) -> list[dict[str, Any]]:
    return [r.model_dump() for r in full().pattern if (r.grade, r.slot_id) != (grade, slot)]


LATER = {"slot_id": "m2", "weekday": 1, "start": "16:50", "end": "17:30"}


def with_later(grade: str, slot: str, **tables: Any) -> School:
    """A second slot on Monday with homework for all; the first lacks a grade's row."""
    slots = [*(s.model_dump() for s in full().slots), LATER]
    rows = [*without(grade, slot), *({"grade": g, "slot_id": "m2", "kind": "homework"} for g in "123")]
    return full(slots=slots, pattern=rows, **tables)


def staying(weekdays: str) -> School:
    """The first student stays on these days, and has chosen nothing."""
    own = full().students[0].student_id
    return other("students", 0, weekdays=weekdays).replaced(
        choices=tuple(row for row in full().choices if row.student_id != own)
    )


CASES: dict[str, tuple[School, tuple[str, int | None, str | None, str]]] = {
    "no choices": (full(choices=[]), ("choices", None, None, "no_choices")),
    "more periods than a teacher may have": (
        other("teachers", 1, day_load=24, max_load=16),
        ("teachers", 1, "max_load", "load_above"),
    ),
    "a teacher twice": (
        full(teachers=[*TEACHERS, *({"teacher_id": t, "name": "丁", "subjects": ["语文"]} for t in ("T8", "T9"))]),
        ("teachers", 5, "teacher_id", "twin"),
    ),
    "periods and their limit in each other's column": (
        full(teachers=[one | {"day_load": 20 + n, "max_load": 12} for n, one in enumerate(TEACHERS)]),
        ("teachers", None, "day_load", "loads_swapped"),
    ),
    "limits of a week and of a day in each other's column": (
        full(teachers=[one | {"max_sessions_week": 2, "max_sessions_day": 3 + n} for n, one in enumerate(TEACHERS)]),
        ("teachers", None, "max_sessions_week", "limits_swapped"),
    ),
    "a day without slots for one with them": (
        staying("1;2;3;4;6"),
        ("students", 0, "weekdays", "student_day_meant"),
    ),
    "a day without slots": (staying("1;2;6"), ("students", 0, "weekdays", "student_day_none")),
    "duty on days without a post": (
        full(duty_staff=[{"staff_id": "L1", "roles": "lead", "weekdays": "6"}, {"staff_id": "L2", "roles": "lead"}]),
        ("duty_staff", 0, "weekdays", "duty_no_day"),
    ),
    "a room for nobody": (other("rooms", 2, capacity=0), ("rooms", 2, "capacity", "room_empty")),
    "a slot of hours": (other("slots", 1, end="18:40"), ("slots", 1, "end", "slot_longer")),
    "a grade as a word": (other("pattern", 0, grade="一"), ("pattern", 0, "grade", "pattern_stray")),
    "a row left out": (with_later("2", "m1"), ("pattern", None, None, "pattern_gap")),
    "another's room": (other("classes", 2, room_id="R2A"), ("classes", 2, "room_id", "room_shared")),
    "another's head teacher": (other("classes", 3, head_teacher="T1"), ("classes", 3, "head_teacher", "head_twice")),
    "capacity for groups": (
        full(rooms=[row | {"capacity": 1, "groups": 40} for row in ROOMS]),
        ("rooms", None, "capacity", "rooms_swapped"),
    ),
    "a sum below the teachers": (
        full(teachers=[*TEACHERS, {"teacher_id": "合计", "name": "4人"}]),
        ("teachers", 4, "teacher_id", "total_row"),
    ),
    "a teacher's name with an id of nobody": (
        full(duty_staff=[{"staff_id": "T11", "name": "教师1", "roles": "lead"}]),
        ("duty_staff", 0, "staff_id", "duty_namesake"),
    ),
    "a teacher's name with the id of another": (
        full(duty_staff=[{"staff_id": "T2", "name": "教师1", "roles": "lead"}]),
        ("duty_staff", 0, "staff_id", "duty_other"),
    ),
    "a student's class": (other("students", 6, class_id="2B"), ("students", 6, "class_id", "student_class")),
    "a class's grade": (
        full(
            classes=[row | ({"grade": "1"} if row["class_id"] == "2B" else {}) for row in CLASSES],
            choices=[],
            students=[],
        ),
        ("classes", 2, "grade", "class_grade"),
    ),
    "nobody may work": (
        full(teachers=[row | {"max_sessions_week": 0} for row in TEACHERS]),
        ("teachers", None, "max_sessions_week", "all_zero"),
    ),
    "a weekend that is closed": (
        full(calendar=[{"date": "2026-10-17", "open": False}]),
        ("calendar", 0, "date", "closed_weekend"),
    ),
    "a weekend that is open": (
        full(calendar=[{"date": "2026-10-17", "open": True}]),
        ("calendar", 0, "weekday", "open_weekend"),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_slip_is_told_where_it_is(case: str) -> None:
    made, (table, index, column, key) = CASES[case]
    assert faults(made) == []
    (doubt,) = doubts(made)
    assert (doubt.table, doubt.index, doubt.column, doubt.wanted) == (table, index, column, f"files.{key}")
    for lang in ("zh", "en"):
        said = describe(InputProblem(f"{table}.csv", 2, column, doubt.found, doubt.wanted, doubt.args), lang)
        assert "{" not in said


@pytest.mark.parametrize(
    "made",
    [
        full(),
        full(calendar=[{"date": "2026-10-17", "open": True, "weekday": 5}, {"date": "2026-10-16", "open": False}]),
        full(
            classes=[row | {"class_id": f"{row['class_id'][1]}-{row['grade']}"} for row in CLASSES],
            students=[],
            choices=[],
        ),
        full(choices=[], students=[]),
        full(choices=[], pattern=[r.model_dump() for r in full().pattern if r.kind != "elective"]),
        other("teachers", 1, day_load=16, max_load=16),
        other("slots", 1, end="17:20"),  # twice as long
        full(pattern=without("3", "m1")),  # goes home early
        with_later("3", "m2"),  # the same, and has something before
        full(students=[s.model_dump() | {"class_id": "2B"} for s in full().students]),  # all in one class
        full(rooms=[row | {"groups": 2} for row in ROOMS], classes=[row | {"room_id": "R2A"} for row in CLASSES[:2]]),
        full(duty_staff=[{"staff_id": "T1", "name": "教师1", "roles": "lead"}, {"staff_id": "L1", "roles": "lead"}]),
        full(
            teachers=[*TEACHERS, {"teacher_id": "T9", "name": "教师1"}],  # two of one name: nobody can say who is meant
            duty_staff=[{"staff_id": "L1", "name": "教师1", "roles": "lead"}],
        ),
        full(teachers=[TEACHERS[0], *(row | {"max_sessions_week": 0} for row in TEACHERS[1:])]),
        full(teachers=[row | {"max_sessions_week": 1} for row in TEACHERS]),  # a day's limit is left as it is
    ],
)
def test_what_may_well_be_is_not_doubted(made: School) -> None:
    assert list(doubts(made)) == []


@pytest.mark.parametrize("name", ["demo", "gaoxin-first-primary", "third-middle", "wanxue-primary.json"])
def test_nothing_is_doubted_of_the_schools_that_come_with_the_program(name: str) -> None:
    assert list(doubts(load_school(Path(__file__).parents[2] / "instances" / name))) == []


SUBJECTS = {f"T{n}": "语文" if n < 6 else "数学" for n in range(1, 11)}


def teaching(*ids: int, subject: str = "语文") -> list[dict[str, str]]:
    return [{"teacher_id": f"T{n}", "class_id": c, "subject": subject} for n, c in zip(ids, "abcdefghij", strict=False)]


def dragged(rows: list[dict[str, str]]) -> list[int | None]:
    """The rows of teaching that look as if they were dragged down."""
    rows = [row | {"class_id": ("1A", "2A", "2B", "3A")[n % 4]} for n, row in enumerate(rows)]
    staff = [{"teacher_id": t, "name": f"教师{t}", "subjects": [s]} for t, s in SUBJECTS.items()]
    found = list(doubts(full(teachers=staff, teaching=rows, classes=[c | {"head_teacher": None} for c in CLASSES])))
    assert {f.wanted for f in found} <= {"files.dragged_subjects"}
    return [f.index for f in found]


def test_teachers_that_rise_by_one_beyond_their_subject_were_dragged() -> None:
    """T1 to T5 teach 语文; T6 to T8 stand in rows of it."""
    assert dragged(teaching(1, 2, 3, 4, 5, 6, 7, 8)) == [5, 6, 7]


def test_teachers_that_rise_by_one_are_usual() -> None:
    """As they stand in the table; with a subject that none of them has written down; two at the end by exception."""
    assert dragged(teaching(1, 2, 3, 4, 5)) == []
    assert dragged(teaching(1, 2, 3, 4, 5) + teaching(1, 2, 3, 4, 5, subject="道德与法治")) == []
    assert dragged(teaching(1, 2, 3, 4, 5, 6, 7)) == []


def test_names_and_classes_that_are_the_same_from_row_to_row_were_dragged() -> None:
    """Three teachers of one name; four rows of a class of which three are of one subject. Those of several subjects are usual."""

    def copied(**tables: Any) -> list[tuple[str, int | None]]:
        return [(f.table, f.index) for f in doubts(full(**tables)) if f.wanted == COPIED]

    named = [one | {"name": "教师1" if n < 3 else "教师4", "day_load": n} for n, one in enumerate(TEACHERS)]
    assert copied(teachers=named) == [("teachers", 1), ("teachers", 2)]
    assert copied(teachers=[*named[:2], TEACHERS[2]]) == []
    rows = [{"teacher_id": f"T{n}", "class_id": "1A", "subject": "语文"} for n in range(1, 5)]
    assert copied(teaching=rows) == [("teaching", 1), ("teaching", 2), ("teaching", 3)]
    assert copied(teaching=[row | {"subject": s} for row, s in zip(rows, "语数英体", strict=True)]) == []


@pytest.mark.parametrize(("moved", "count"), [(1, 4), (0, 0)])
def test_head_teachers_who_teach_other_classes_were_moved(moved: int, count: int) -> None:
    rows = [
        {"teacher_id": f"T{(n + moved) % 4 + 1}", "class_id": row["class_id"], "subject": "语文"}
        for n, row in enumerate(CLASSES)
    ]
    found = [f.args["count"] for f in doubts(full(teaching=rows)) if f.wanted == "files.heads_moved"]
    assert found == ([count] if count else [])
