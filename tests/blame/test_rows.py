"""Where the pins that contradict each other stand: table, file and row as the user's spreadsheet counts; many of a kind in one line."""

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from shortage_schools import acts, small, teachers
from test_evident import KEEPER, duty, roster
from test_evident_counts import CLUB, seat

from scheduler.canonical import canonical
from scheduler.conflict import contradiction
from scheduler.errors import PinConflict
from scheduler.files import load_with_origin, save_school, school_digest
from scheduler.messages.origin import Origin, row_runs, rows_name
from scheduler.options import Options
from scheduler.plan import solve
from scheduler.told import brief

CAN_GO = {"teachers": teachers(*"abcd", skills="art;chess;help;go")}
OPTIONS = Options(time_limit=60, workers=1, lang="zh")


def saved(path: Path, **tables):
    save_school(small(**tables), path, "zh")
    return path


def conflict(path: Path, lang="zh"):
    school, origin = load_with_origin(path)
    error = contradiction(school, replace(OPTIONS, lang=lang, origin=origin))
    assert error is not None
    return error


def test_rows_that_follow_each_other_are_a_run():
    assert row_runs([9, 2, 4, 3, 7, 7, 8]) == ["2–4", "7–9"]
    assert row_runs([2, 3]) == ["2", "3"]
    assert rows_name("zh", "pins", [5], None) == "“固定活动”表第5行"
    assert rows_name("en", "pins", [2, 3, 4, 9], None) == "pins, rows 2–4, 9"
    assert rows_name("zh", "pins", [], Origin({"pins": "pins.csv"})) == "pins.csv（固定活动）"
    assert rows_name("zh", "pins", [2], Origin({"pins": "固定活动.csv"})) == "固定活动.csv第2行"


def test_the_same_school_from_another_form_is_the_same_school(tmp_path):
    """The rows stand beside the school, and what depends on the school knows nothing of them."""
    tables = CAN_GO | {"activities": acts(go=CLUB), "pin_placements": [seat("1A-1")]}
    folder, book = saved(tmp_path / "folder", **tables), saved(tmp_path / "book.xlsx", **tables)
    (one, of_one), (other, of_other) = load_with_origin(folder), load_with_origin(book)
    assert one == other
    assert school_digest(one) == school_digest(other)
    assert (of_one.labels["pin_placements"], of_other.labels["pin_placements"]) == ("pin_placements.csv", "固定学生")


@pytest.mark.parametrize(("form", "table"), [("a", "pin_placements.csv（固定学生）"), ("a.xlsx", "“固定学生”表")])
def test_many_students_of_one_club_are_one_line(tmp_path, form, table):
    """Four are pinned into go, which takes two; the heading is row 1."""
    tables = CAN_GO | {"activities": acts(go=CLUB | {"max_size": 2})}
    pins = [seat(one) for one in ("1A-1", "1A-2", "1B-1", "1B-3")]
    error = conflict(saved(tmp_path / form, **tables, pin_placements=pins))
    assert error.lines == (
        (
            f"{table}第2–5行：选课段 F（周五16:00–17:00），活动编号 go（Go）；"
            "共4名学生：1A班的1A-1、1A-2；1B班的1B-1、1B-3",
        ),
    )
    in_table = {"a": "activities.csv（活动）Go", "a.xlsx": "“活动”表Go"}[form]
    assert f"请至少去掉2条，或把{in_table}的“最多人数”加到4" in error.reasons[0][0]
    assert error.mending == ()
    english = conflict(tmp_path / form, "en")
    file = {"a": "pin_placements.csv", "a.xlsx": "pin_placements"}[form]
    assert english.lines[0][0] == (
        f"{file}, rows 2–5: block=F (Friday 16:00–17:00), activity_id=go (Go); "
        "4 students: 1A-1, 1A-2 of class 1A; 1B-1, 1B-3 of class 1B"
    )


def test_rows_count_as_the_sheet_does_and_the_same_pin_twice_has_two(tmp_path):
    """A blank row above the second pin; the first one is there once more at the end."""
    path = saved(tmp_path / "a.xlsx", **roster(duty("2026-09-07"), duty("2026-09-08"), min_gap=2))
    book = load_workbook(path)
    sheet = book["固定值班"]
    cells = [cell.value for cell in sheet[2]]
    sheet.insert_rows(3)
    sheet.append(cells)
    book.save(path)
    error = conflict(path)
    cells_said = "岗位编号 gate（Gate），人员编号 b（B）"
    assert error.lines == (
        (
            f"“固定值班”表第2、5行：日期 2026-09-07，{cells_said}",
            f"“固定值班”表第4行：日期 2026-09-08，{cells_said}",
        ),
    )


def test_a_leave_and_a_setting_are_named_with_their_row(tmp_path):
    tables = roster(duty("2026-09-07")) | {
        "leave": [
            {"person_id": who, "start": day, "end": day, "reason": "away"}
            for who, day in (("b", "2026-09-08"), ("a", "2026-09-07"), ("b", "2026-09-07"))
        ]
    }
    path = saved(tmp_path / "a", **tables)
    assert conflict(path).reasons == (("B在2026-09-07请假（leave.csv（请假）第4行）。请换人，或改这一行。",),)
    staff = {"teachers": [*teachers("a", "c", "d"), *teachers("b", unavailable="m1")]}
    pin = {"activity_id": "hw", "class_id": "1A", "leader_id": "b"}
    path = saved(tmp_path / "b.xlsx", **staff, pins=[pin])
    assert conflict(path).settings == ("“教师”表第5行，B的“不可用时段”：去掉其中有冲突的（现为：周一16:00–17:00）",)
    assert conflict(path, "en").settings == (
        "teachers, row 5, B, unavailable: take out what is in the way (now Monday 16:00–17:00)",
    )


def test_of_a_pin_that_is_in_no_file_yet_that_is_said():
    school = small(**roster(duty("2026-09-12")))
    error = contradiction(school, replace(OPTIONS, origin=Origin({"pin_duties": "固定值班"}, {"pin_duties": ()})))
    assert error is not None
    assert error.pins[0].startswith("固定值班（还没有写进表里）：日期 2026-09-12")
    rest = small(**roster(duty("2026-09-12"), duty("2026-09-19")))
    assert brief(rest.pin_duties, "zh", rest, Origin({"pin_duties": "固定值班"}, {"pin_duties": (7,)})) == (
        "“固定值班”表第7行（2026-09-12GateB）、固定值班（还没有写进表里）（2026-09-19GateB）"
    )


def test_two_days_are_two_lines_and_three_are_one():
    def lines(*days):
        tables = roster(*(duty(f"2026-09-{day:02}") for day in days), max_week=1) | {"teachers": teachers(*"abcd")}
        error = contradiction(small(**tables), OPTIONS)
        assert error is not None
        return error.lines[0]

    assert KEEPER["min_gap"] == 1
    assert len(lines(7, 8)) == 2
    (one,) = lines(7, 8, 10)
    assert one == "固定值班：岗位编号 gate（Gate），人员编号 b（B）；共3天：2026-09-07、2026-09-08、2026-09-10"


def test_rows_are_those_of_the_file_whatever_order_the_search_has_them_in(tmp_path):
    """Go takes one; the file has 1B-1 first, the search 1A-1."""
    tables = CAN_GO | {"activities": acts(go=CLUB | {"min_size": 1, "max_size": 1})}
    path = saved(tmp_path / "a", **tables, pin_placements=[seat("1B-1"), seat("1A-1")])
    school, origin = load_with_origin(path)
    assert [row.student_id for row in canonical(school).pin_placements] == ["1A-1", "1B-1"]
    with pytest.raises(PinConflict) as raised:
        solve(school, replace(OPTIONS, origin=origin))
    rows = {line[: line.index("行")][-1]: line for line in raised.value.lines[0]}
    assert "1B-1" in rows["2"]
    assert "1A-1" in rows["3"]
