"""What is said of a fault: the cause and not its consequences, and no suggestion that misleads."""

from pathlib import Path

import pytest
from broken_copies import broken

from models.checks import faults
from models.people import LeaveRow
from scheduler.errors import InputFault
from scheduler.files import describe, load_school
from scheduler.files.example import example_school

SCHOOL = example_school("en")


def leave_of(person: str) -> str:
    row = LeaveRow(person_id=person, start="2026-10-01", end="2026-10-01")
    (fault,) = faults(SCHOOL.replaced(leave=(row,)))
    assert fault.wanted == "files.unknown_person"
    return str(fault.args["nearest"])


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [("T09", ""), ("D01", ""), ("TO1", "T01"), ("T0l", "T01"), ("t01", "T01"), ("T001", "T01"), ("T0", "")],
)
def test_another_code_is_no_suggestion(typed: str, nearest: str) -> None:
    assert leave_of(typed) == nearest


def test_a_mistyped_grade_of_an_activity_is_the_only_fault() -> None:
    """Grade 1 has one strand slot and then no strand."""
    strands = tuple(a.model_copy(update={"grades": ("seven",)}) if a.kind == "strand" else a for a in SCHOOL.activities)
    found = faults(SCHOOL.replaced(activities=strands))
    assert {(f.table, f.column, f.wanted) for f in found} == {("activities", "grades", "files.unknown_grade")}


def test_a_folder_of_a_plan_is_no_school(tmp_path: Path) -> None:
    for name in ("plan.json", "instance.json", "sessions.csv"):
        (tmp_path / name).write_text("{}")
    with pytest.raises(InputFault) as caught:
        load_school(tmp_path)
    assert [p.wanted for p in caught.value.problems] == ["files.is_plan"]


@pytest.mark.parametrize(("old", "new", "partial"), [("16:00,16:40", "16:00,25:40", True), ("mon2,1", "mon1,1", False)])
def test_only_lost_rows_ask_for_a_second_look(old: str, new: str, partial: bool, tmp_path: Path, data: Path) -> None:
    assert broken(data, tmp_path / "school", ("slots.csv", old, new)).partial is partial


def test_a_block_that_is_none_is_told_those_that_are(tmp_path: Path, data: Path) -> None:
    fault = broken(data, tmp_path / "school", ("choices.csv", "2610101,thu,1,", "2610101,fri,1,"))
    said = [describe(one, "zh") for one in fault.problems]
    assert any("没有这个选课段。现有：thu。现为：fri。" in one for one in said)
