"""People who are named instead of given by their id, and students whose weekdays do not go with their choices."""

from typing import Any

from four_classes import changed, school

from models.checks import faults
from models.fault import Fault

TEACHERS = [{"teacher_id": f"T{n}", "name": name} for n, name in enumerate(("甲", "朱宇泽", "吕以轩", "吕一航"), 1)]


def headed_by(name: str, **tables: Any) -> Fault:
    """The only fault where class 1A's head teacher is given so."""
    rows = [row.model_dump() for row in school().classes]
    rows[0]["head_teacher"] = name
    (fault,) = faults(school(classes=rows, **({"teachers": TEACHERS} | tables)))
    return fault


def test_a_name_with_a_slip_is_told_with_the_only_one_that_it_is_like() -> None:
    fault = headed_by("朱宇则")
    assert (fault.table, fault.column, fault.wanted) == ("classes", "head_teacher", "files.person_by_slip")
    assert (fault.args["name"], fault.args["ids"]) == ("朱宇泽", "T2")


def test_a_name_that_is_like_two_or_none_is_told_as_a_name() -> None:
    """吕一轩 is one sign from two; of two signs one that differs says nothing."""
    for name in ("吕一轩", "马大帅", "乙"):
        fault = headed_by(name)
        assert (fault.wanted, fault.args["name"], fault.args["table"]) == ("files.person_not_there", name, "teachers")
        assert fault.args["advice"] == "follower"


def test_where_ids_are_names_nothing_is_said_of_names() -> None:
    fault = headed_by("朱宇则", teachers=[{"teacher_id": "朱宇泽", "name": "Zhu"}])
    assert fault.wanted == "files.unknown_id"


def test_a_student_with_a_day_that_has_no_slots_is_told_in_the_table_of_students() -> None:
    """Saturday for Friday: the one day of a block for which the student has choices."""
    (fault,) = faults(changed("students", 15, weekdays="6;7"))  # a list for one block alone
    assert (fault.wanted, fault.args["weekday"], fault.args["day"]) == ("files.student_day_extra", 5, 6)
    (fault,) = faults(changed("students", 0, weekdays="1;2;3;4;6"))
    assert (fault.table, fault.index, fault.column, fault.wanted) == (
        "students",
        0,
        "weekdays",
        "files.student_day_extra",
    )
    assert (fault.args["weekday"], fault.args["day"], fault.args["asked"]) == (5, 6, "F")


def test_a_student_who_does_not_stay_on_a_block_s_day_is_told_with_the_day() -> None:
    found = faults(changed("students", 0, weekdays="1;2;3"))
    assert {(f.table, f.wanted, f.args["weekday"]) for f in found} == {("choices", "files.block_day_away", 5)}
    assert len(found) == 2


def test_grades_from_one_to_another_are_told_one_by_one() -> None:
    (fault,) = faults(changed("activities", 3, grades=["1-3"]))
    assert (fault.table, fault.wanted, fault.args["right"]) == ("activities", "files.grades_span", "1;2;3")
    (fault,) = faults(changed("activities", 3, grades=["一至三年级"]))
    assert fault.args["right"] == "1;2;3"
    assert {f.wanted for f in faults(changed("activities", 3, grades=["1-4"]))} == {"files.unknown_grade"}
