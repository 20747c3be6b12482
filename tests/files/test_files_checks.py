"""What the checks allow: everything that the contract allows, however unusual."""

from datetime import date, time
from typing import Any

import pytest

from models.checks import faults
from models.checks_refs import REFS
from models.duty import DutyStaff
from models.people import ChildRow, ChoiceRow, LeaveRow, Student, Teacher
from models.pins import PinPlacementRow, PinRow
from models.school import TABLES, School
from models.services import Activity
from models.term import PatternRow, Slot, Term
from scheduler.files.example import example_school

SCHOOL = example_school("en")


def found(**changes: Any) -> list[tuple[str, int | None, str | None, str]]:
    school = SCHOOL.model_copy(update=changes)
    return [(f.table, f.index, f.column, f.wanted.removeprefix("files.")) for f in faults(school)]


def plus(table: str, *rows: Any) -> dict[str, Any]:
    return {table: (*getattr(SCHOOL, table), *rows)}


ALLOWED: dict[str, dict[str, Any]] = {
    "nothing but a name": dict.fromkeys(TABLES, ()),
    "twins": plus("childcare", *SCHOOL.childcare),
    "a term of one day": {"term": Term(name="t", start="2026-09-01", end="2026-09-01")},
    "one day of leave": {"leave": (LeaveRow(person_id="H01", start="2026-10-01", end="2026-10-01"),)},
    "leave of an instructor": {"leave": (LeaveRow(person_id="E01", start="2026-10-01", end="2026-10-02"),)},
    "a pattern for a grade without a class": plus("pattern", PatternRow(grade="2", slot_id="mon1", kind="homework")),
    "slots that touch": plus("slots", Slot(slot_id="wed2", weekday=3, start="16:40", end="17:00")),
    "the same hours on another day": plus("slots", Slot(slot_id="fri1", weekday=5, start="16:00", end="16:40")),
    "no homework activity: it is implied": {"activities": tuple(a for a in SCHOOL.activities if a.kind != "homework")},
    "choices of a blank block": plus(
        "choices", ChoiceRow(student_id="2610101", rank=1, activity_id="chess")
    ),
    "a list for a student who attends nothing": {
        **plus("students", Student(student_id="x", class_id="101", weekdays=(1,))),
        **plus("choices", ChoiceRow(student_id="x", rank=1, activity_id="chess")),
    },
    "childcare as a skill of teachers": plus("teachers", Teacher(teacher_id="T06", name="n", skills="childcare;chess")),
    "a block of its own for each slot": {
        "pattern": (*SCHOOL.pattern, PatternRow(grade="2", slot_id="wed1", kind="elective")),
    },
    "an activity in a slot": plus("activities", Activity(activity_id="hw", name="n", kind="tutoring", blocks="mon1;wed1")),
    "the implied posts": {
        "duty_posts": (),
        "duty_staff": (DutyStaff(staff_id="H01", roles="lead;supervisor", posts="lead;supervisor-4"),),
        "pin_duties": (),
    },
    "staff who do not teach": plus("duty_staff", DutyStaff(staff_id="office", roles="lead")),
    "a pin in a homework slot": plus("pins", PinRow(block="mon1", class_id="101", leader_id="T01")),
    "a pin of implied homework": {
        "activities": tuple(a for a in SCHOOL.activities if a.kind != "homework"),
        "pins": (PinRow(activity_id="homework", class_id="101"),),
    },
    "a pinned fallback that was not chosen": {
        "pin_placements": (PinPlacementRow(student_id="2610101", block="thu", activity_id="chess"),)
    },
    "a pinned activity of the blank-block list": {
        "choices": tuple(c.model_copy(update={"block": None}) for c in SCHOOL.choices)
    },
    "a child's parent who may leave at midnight": {
        "childcare": (ChildRow(teacher_id="T01", group="primary", leave_by=time(0, 0)),)
    },
    "no limit of size": plus("activities", Activity(activity_id="x", name="x", kind="club", min_size=0, max_size=0)),
}  # fmt: skip


@pytest.mark.parametrize("name", ALLOWED)
def test_what_the_contract_allows_is_no_fault(name: str) -> None:
    assert found(**ALLOWED[name]) == []


def test_a_homework_row_may_name_its_own_slot_as_block() -> None:
    rows = tuple(r.model_copy(update={"block": r.slot_id}) if r.kind == "homework" else r for r in SCHOOL.pattern)
    assert found(pattern=rows) == []


def test_block_with_the_id_of_a_slot_elsewhere() -> None:
    rows = tuple(r.model_copy(update={"block": "mon1"}) if r.kind == "elective" else r for r in SCHOOL.pattern)
    students = tuple(s.model_copy(update={"blocks": ()}) for s in SCHOOL.students)
    got = found(pattern=rows, students=students, choices=(), pins=(), pin_placements=())
    assert got == [("pattern", 3, "block", "block_is_slot"), ("pattern", 4, "block", "block_is_slot")]


def test_mistyped_grade_of_the_pattern() -> None:
    rows = tuple(r.model_copy(update={"grade": "l"}) for r in SCHOOL.pattern)
    got = found(pattern=rows, choices=(), pin_placements=(), tutoring=())
    assert got == [("classes", 0, "grade", "grade_no_pattern"), ("classes", 1, "grade", "grade_no_pattern")]


def test_student_block_of_another_grade() -> None:
    rows = (*SCHOOL.pattern, PatternRow(grade="2", slot_id="wed1", kind="elective"))
    student = SCHOOL.students[0].model_copy(update={"blocks": ("thu", "wed1")})
    got = found(pattern=rows, students=(student, *SCHOOL.students[1:]))
    assert got == [("students", 0, "blocks", "block_grade_of")]


def test_choices_of_the_wrong_grade_or_block() -> None:
    acts = (
        Activity(activity_id="old", name="n", kind="club", grades="2"),
        Activity(activity_id="slot", name="n", kind="club", blocks="wed1"),
    )
    pattern = (*SCHOOL.pattern, PatternRow(grade="2", slot_id="wed1", kind="elective"))
    more = (
        ChoiceRow(student_id="2610101", block="thu", rank=3, activity_id="old"),
        ChoiceRow(student_id="2610101", block="thu", rank=4, activity_id="slot"),
        ChoiceRow(student_id="2610101", block="wed1", rank=1, activity_id="slot"),
    )
    count = len(SCHOOL.choices)
    assert found(**plus("activities", *acts), **plus("choices", *more), pattern=pattern) == [
        ("choices", count, "activity_id", "activity_grade"),
        ("choices", count + 1, "activity_id", "activity_block"),
        ("choices", count + 2, "block", "block_not_attended"),
    ]


def test_pinned_student_who_is_away() -> None:
    away = SCHOOL.students[1].model_copy(update={"weekdays": (1,)})
    students = (SCHOOL.students[0], away, *SCHOOL.students[2:])
    choices = tuple(c for c in SCHOOL.choices if c.student_id != away.student_id)
    assert found(students=students, choices=choices) == [
        ("pin_placements", 0, "block", "block_day_away"),
    ]


def test_grade_without_any_homework_activity() -> None:
    acts = tuple(a.model_copy(update={"grades": ("2",)}) if a.kind == "homework" else a for a in SCHOOL.activities)
    pattern = (*SCHOOL.pattern, PatternRow(grade="2", slot_id="mon1", kind="homework"))
    assert found(activities=acts, pattern=pattern) == [("pattern", 0, "kind", "homework_count")]


def test_every_fault_at_once_on_a_school_of_nonsense() -> None:
    school = School.model_validate(
        {
            "name": "x",
            "term": {"name": "t", "start": date(2027, 1, 1), "end": date(2026, 1, 1)},
            "pattern": [{"grade": "1", "slot_id": "s", "kind": "elective"}],
            "activities": [{"activity_id": "z", "name": "z", "kind": "club"}],
            "students": [{"student_id": "a", "class_id": "c", "blocks": ["s"]}],
            "choices": [{"student_id": "a", "block": "s", "rank": 1, "activity_id": "b"}],
            "tutoring": [{"student_id": "a", "activity_id": "b"}],
            "pins": [{}],
            "pin_placements": [{"student_id": "a", "block": "s", "activity_id": "b"}],
            "pin_duties": [{"date": "2026-09-01", "post_id": "p", "staff_id": "q"}],
        }
    )
    assert {(f.table, f.column) for f in faults(school)} == {
        ("pattern", "slot_id"),
        ("students", "class_id"),
        ("choices", "activity_id"),
        ("tutoring", "activity_id"),
        ("pin_placements", "activity_id"),
        ("pin_duties", "post_id"),
        ("pin_duties", "staff_id"),
        ("school", "term.end"),
        ("pins", None),
    }


def test_every_reference_is_a_column_and_is_checked() -> None:
    for ref in REFS:
        row = getattr(SCHOOL, ref.table)[0]
        wrong = ("nobody",) if isinstance(getattr(row, ref.column), tuple) else "nobody"
        changed = row.model_copy(update={ref.column: wrong})
        got = found(**{ref.table: (changed, *getattr(SCHOOL, ref.table)[1:])})
        assert (ref.table, 0, ref.column, ref.wanted.removeprefix("files.")) in got
