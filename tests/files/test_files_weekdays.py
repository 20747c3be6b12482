"""A slot on a wrong weekday, a class of a wrong grade, a time without its colon: what is said leads to the cell."""

from datetime import time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from four_classes import STUDENTS, changed, school

from models.checks import faults
from models.checks_slots import weekday_of_id
from models.fault import Fault
from models.school import School
from models.term import Slot
from scheduler.errors import InputFault, InputProblem
from scheduler.files import describe, load_school, save_school
from scheduler.shortages import notes


def said(fault: Fault, lang: Any = "zh") -> str:
    args = fault.args | ({"first": 9} if "first" in fault.args else {})
    return describe(InputProblem(fault.table, 2, fault.column, fault.found, fault.wanted, args), lang)


def on(slot: str, weekday: int, away: int = 0, **names: str) -> School:
    """The school with a slot on another weekday; so many students, of all classes, stay on Wednesday and Friday alone. ``names``:
    other ids of slots."""
    rows = [s.model_dump() | ({"weekday": weekday} if s.slot_id == slot else {}) for s in school().slots]
    pattern = [r.model_dump() for r in school().pattern]
    both: list[dict[str, Any]] = [*rows, *pattern]
    for row in both:
        row["slot_id"] = names.get(row["slot_id"], row["slot_id"])
    few = {s for s, _ in STUDENTS[:away]}
    days = [s.model_dump() | ({"weekdays": [3, 5]} if s.student_id in few else {}) for s in school().students]
    free = [t.model_dump() | {"unavailable": ()} for t in school().teachers]
    return school(slots=rows, pattern=pattern, students=days, teachers=free)


def test_who_chose_the_block_tells_the_weekday_that_is_meant() -> None:
    """Three of those who chose for W do not stay on Tuesday; its slot runs into t1 there, and would fit on Wednesday."""
    (fault,) = faults(on("w1", 2, away=3))
    assert (fault.table, fault.index, fault.column, fault.wanted) == ("slots", 2, "weekday", "files.slot_day_students")
    assert (fault.args["count"], fault.args["weekday"], fault.args["other"]) == (3, 3, "t1")
    assert "星期应为 3 吧" in said(fault)
    assert "is 3 meant" in said(fault, "en")


def test_where_nothing_tells_the_weekday_it_is_in_doubt_and_choices_are_not_blamed() -> None:
    """Two students who do not stay on Tuesday are too few to tell."""
    (fault,) = faults(on("w1", 2, away=2))
    assert (fault.table, fault.column, fault.wanted) == ("slots", "start", "files.slot_overlap")
    assert "同在周二的时段 t1（第 9 行，16:00 开始）" in said(fault)
    assert "星期或时间" in said(fault)


@pytest.mark.parametrize("names", [{"w1": "wed1"}, {"w1": "周三1"}])
def test_an_id_tells_the_weekday_that_is_meant(names: dict[str, str]) -> None:
    (fault,) = faults(on("w1", 2, away=2, **names))
    assert (fault.index, fault.column, fault.wanted) == (2, "weekday", "files.slot_day_id")
    assert (fault.args["slot"], fault.args["number"]) == (names["w1"], 3)
    assert "is 3 meant" in said(fault, "en")


@pytest.mark.parametrize(
    ("slot_id", "weekday"),
    [("Wed2", 3), ("周五-2", 5), ("星期四", 4), ("甲-2", 1), ("乙-2", None), ("s1", None), ("7", None)],
)
def test_what_an_id_says_of_its_weekday(slot_id: str, weekday: int | None) -> None:
    days = {"甲-1": 1, "甲-3": 1, "乙-1": 2, "乙-3": 3, "s2": 1, "s3": 2, "8": 4, slot_id: 6}
    slots = tuple(Slot(slot_id=s, weekday=d, start=time(16), end=time(17)) for s, d in days.items())
    assert weekday_of_id(slots[-1], slots) == weekday


def test_a_slot_in_which_nobody_stays_is_noted() -> None:
    """Homework m1 on Saturday: valid, and nothing is planned in it."""
    (note,) = [one for one in notes(on("m1", 6, m1="mon1"), "zh") if "mon1" in one]
    assert "这个时段什么也不排" in note
    assert "星期应填 1" in note
    (note,) = [one for one in notes(on("m1", 6), "en") if "m1" in one]
    assert "nobody who is to be in it stays then" in note
    assert "By its id" not in note
    assert not [one for one in notes(school(), "zh") if "时段" in one]


def test_a_slot_on_a_weekday_without_school_is_noted() -> None:
    days = [s.model_dump() | {"weekdays": [1, 2, 3, 5, 6]} for s in school().students]
    term = changed("slots", 0, weekday=6)
    (note,) = [one for one in notes(term.replaced(students=school(students=days).students), "zh") if "m1" in one]
    assert "本学期周六没有一天上课" in note


def small_extra(wrong: int, beside: bool = False) -> School:
    """Class 2B is said to be of grade 3 and has so many students in a tutoring for grade 2; ``beside``: so has 3A."""
    extra = {"activity_id": "extra", "name": "培优", "kind": "tutoring", "grades": ["2"]}
    acts = [a.model_dump() | ({"grades": []} if a.activity_id == "drama" else {}) for a in school().activities]
    rows = [{"student_id": f"2B-{n}", "activity_id": "extra"} for n in range(1, wrong + 1)]
    rows += [{"student_id": "3A-1", "activity_id": "extra"}] * beside
    choices = [c.model_dump() for c in school().choices if c.block == "F"]
    classes = [c.model_dump() | ({"grade": "3"} if c.class_id == "2B" else {}) for c in school().classes]
    for act in acts:
        if not act["grades"]:
            del act["grades"]
    return school(activities=[*acts, extra], tutoring=rows, choices=choices, classes=classes)


def test_a_class_whose_id_says_another_grade_is_named_for_what_few_ask() -> None:
    (fault,) = faults(small_extra(2))
    assert (fault.table, fault.index, fault.column, fault.wanted) == ("classes", 2, "grade", "files.grade_misfit")
    assert fault.args.items() >= {"class": "2B", "count": 2, "existing": "2"}.items()
    assert "班级 2B 在这里是年级 3" in said(fault)


@pytest.mark.parametrize(("wrong", "beside"), [(1, False), (2, True)])
def test_one_row_or_what_other_classes_of_the_grade_ask_too_is_told_where_it_is(wrong: int, beside: bool) -> None:
    assert {fault.table for fault in faults(small_extra(wrong, beside))} == {"tutoring"}


def test_of_a_grade_that_is_none_everybody_who_asks_is_counted() -> None:
    """Two of five have a list for every block, which names no block."""
    choices = [
        c.model_dump() | ({"block": None} if c.student_id in ("2B-1", "2B-2") else {})
        for c in school().choices
        if not (c.student_id in ("2B-1", "2B-2") and c.block == "W")
    ]
    classes = [c.model_dump() | ({"grade": "22"} if c.class_id == "2B" else {}) for c in school().classes]
    (fault,) = faults(school(choices=choices, classes=classes))
    assert (fault.wanted, fault.args["count"], fault.args["class"]) == ("files.grade_gone", 5, "2B")


@pytest.mark.parametrize("number_format", ["hh:mm", "General"])
def test_digits_without_a_colon_are_told_how_to_be_written(number_format: str, tmp_path: Path) -> None:
    """In a column of times a spreadsheet makes a day in 1904 of 1650."""
    path = tmp_path / "school.xlsx"
    save_school(school(), path, "en")
    book = openpyxl.load_workbook(path)
    cell = book["slots"].cell(2, 3, 1650)
    cell.number_format = number_format
    book.save(path)
    with pytest.raises(InputFault) as caught:
        load_school(path)
    (problem,) = caught.value.problems
    assert (problem.row, problem.column, problem.found, problem.wanted) == (2, "start", "1650", "files.cell_time_meant")
    assert "请写成 16:50。现为：1650。" in describe(problem, "zh")


@pytest.mark.parametrize(("typed", "meant"), [(16.5, ""), (16.55, "16:55"), (800, "8:00"), (46266, "")])
def test_a_number_in_a_column_of_times_is_none(typed: float, meant: str, tmp_path: Path) -> None:
    """16.5 is noon of a day in 1900 to a spreadsheet; 46266 is 2026-09-01."""
    path = tmp_path / "school.xlsx"
    save_school(school(), path, "en")
    book = openpyxl.load_workbook(path)
    book["slots"].cell(2, 3, typed).number_format = "hh:mm"
    book.save(path)
    with pytest.raises(InputFault) as caught:
        load_school(path)
    (problem,) = caught.value.problems
    assert problem.found == ("2026-09-01" if typed == 46266 else str(typed))
    assert (problem.wanted, problem.args.get("meant", "")) == (f"files.cell_time{'_meant' if meant else ''}", meant)


def test_a_rank_that_stands_twice_is_told_with_both_rows_and_the_student(tmp_path: Path) -> None:
    rows = [c.model_dump() for c in school().choices]
    rows[1]["rank"] = 1
    save_school(school(choices=rows), tmp_path / "a", "zh")
    with pytest.raises(InputFault) as caught:
        load_school(tmp_path / "a")
    (problem,) = caught.value.problems
    assert (problem.row, problem.args["first"], problem.args["student"]) == (3, 2, "1A-1")
    assert "1A-1 的志愿表里，第 1 志愿写了两次，另一次在第 2 行" in describe(problem, "zh")
    for row in rows[1:8:2]:
        row["rank"] = 1
    assert {fault.wanted for fault in faults(school(choices=rows))} == {"files.ranks_twice"}


def test_a_time_of_the_afternoon_without_its_twelve_hours_is_told_at_its_own_slot() -> None:
    """t1 lasts from 4:50 to 17:30 and so overlaps t0, which is right."""
    rows = [s.model_dump() for s in school().slots]
    rows[1] |= {"start": "4:50", "end": "17:30"}
    rows.append({"slot_id": "t0", "weekday": 2, "start": "16:00", "end": "16:45"})
    (fault,) = faults(school(slots=rows))
    assert (fault.index, fault.column, fault.wanted) == (1, "start", "files.slot_morning")
    assert fault.args["nearest"] == "16:50"
    assert "t1 从 4:50 开始、17:30 结束，和下午的时段 t0（16:00 开始）重叠" in said(fault)
    assert "from 4:50 to 17:30, overlaps slot t0" in said(fault, "en")


def test_a_long_slot_that_would_not_fit_later_either_is_an_overlap() -> None:
    rows = [s.model_dump() for s in school().slots]
    rows[1] |= {"start": "4:10", "end": "17:30"}
    rows.append({"slot_id": "t0", "weekday": 2, "start": "16:00", "end": "16:45"})
    (fault,) = faults(school(slots=rows))
    assert (fault.index, fault.wanted) == (4, "files.slot_overlap")


@pytest.mark.parametrize(("end", "nearest"), [("4:40", "16:40"), ("3:40", None), ("15:40", None)])
def test_an_end_without_its_twelve_hours_is_told(end: str, nearest: str | None) -> None:
    rows = [s.model_dump() for s in school().slots]
    rows[1] |= {"end": end}
    (fault,) = faults(school(slots=rows))
    assert (fault.wanted, fault.args.get("nearest")) == ("files.end_not_after_start", nearest)
