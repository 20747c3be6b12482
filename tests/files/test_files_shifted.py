"""One slip that makes many cells wrong is told where it is: a cell that was dragged down, a row a column too far, a row that is gone."""

import csv
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from scheduler.errors import InputFault
from scheduler.files import load_school
from scheduler.files.load import load_with_doubts

DEMO = Path(__file__).parents[2] / "instances" / "demo"

Load = Callable[[Path], list[tuple[str, int | None, str | None, str]]]
Rows = list[list[str]]
Change = Callable[[Rows], object]


@pytest.fixture
def planted(tmp_path: Path) -> Callable[[str, Change], Path]:
    """A copy of the demo of which the rows of one table are changed."""

    def plant(table: str, change: Change) -> Path:
        folder = shutil.copytree(DEMO, tmp_path / "school")
        with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        change(rows)
        with (folder / f"{table}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)
        return folder

    return plant


Plant = Callable[[str, Change], Path]


def dragged(column: str, first: int, last: int, more: Callable[[str, int], str]) -> Change:
    def change(rows: Rows) -> None:
        at = rows[0].index(column)
        start = rows[first - 1][at]
        for n in range(last - first + 1):
            rows[first - 1 + n][at] = more(start, n)

    return change


def number(start: str, n: int) -> str:
    stem = start.rstrip("0123456789")
    return stem + str(int(start[len(stem) :]) + n)


def hour(start: str, n: int) -> str:
    hours, minutes = start.split(":")
    return f"{(int(hours) + n) % 24:02}:{minutes}"


def day(start: str, n: int) -> str:
    return str(date.fromisoformat(start) + timedelta(n))


SERIES: dict[str, tuple[str, str, int, int, Callable[[str, int], str], str]] = {
    "weekdays": ("slots", "weekday", 2, 11, number, "cells"),
    "weekdays-that-there-are": ("slots", "weekday", 2, 6, number, "cells"),
    "hours": ("slots", "start", 2, 11, hour, "cells"),
    "hours-that-no-day-has": ("slots", "start", 2, 11, lambda start, n: f"{int(start[:2]) + n}{start[2:]}", "cells"),
    "ends-of-which-one-is-behind-the-next-start": ("slots", "end", 2, 5, hour, "cells"),
    "grades-of-the-pattern": ("pattern", "grade", 2, 14, number, "cells"),
    "days-of-students": ("students", "weekdays", 2, 9, number, "cells"),
    "lists-of-grades": ("activities", "grades", 3, 10, number, "cells"),
    "ranks": ("choices", "rank", 2, 20, number, "order"),
}


@pytest.mark.parametrize("name", SERIES)
def test_a_series_is_told_once_and_nothing_that_hangs_on_it(name: str, planted: Plant, faults_of: Load) -> None:
    table, column, first, last, more, key = SERIES[name]
    found = faults_of(planted(table, dragged(column, first, last, more)))
    assert found == [(f"{table}.csv", row, column, f"dragged_{key}") for row in range(first + 1, last + 1)]


def test_slots_on_days_that_follow_each_other_are_no_series(planted: Plant) -> None:
    """One slot a day: 1, 2, 3, 4, 5 is as it should be."""

    def once(rows: Rows) -> None:
        rows[1:] = [row for row in rows[1:] if row[0].endswith("1")]

    folder = planted("slots", once)
    for name in ("pattern", "activities", "choices", "students", "teachers", "instructors", "childcare_rooms", "pins"):
        (folder / f"{name}.csv").unlink(missing_ok=True)
    kept = [p.name for p in folder.iterdir()]
    for name in set(kept) - {"slots.csv", "school.toml"}:
        (folder / name).unlink()
    assert [slot.weekday for slot in load_school(folder).slots] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("table", "column", "last", "told"),
    [("rooms", "capacity", 12, True), ("rooms", "capacity", 4, False), ("teachers", "day_load", 12, True)],
)
def test_numbers_that_can_be_are_a_doubt(table: str, column: str, last: int, told: bool, planted: Plant) -> None:
    _, _, doubts = load_with_doubts(planted(table, dragged(column, 2, last, number)))
    found = [(p.row, p.column) for p in doubts if p.wanted == "files.filled_cells"]
    assert found == ([(row, column) for row in range(3, last + 1)] if told else [])
    clean = load_with_doubts(DEMO)[2]
    assert all(p.wanted != "files.filled_cells" for p in clean)


def right(row: int, at: int, by: int = 1) -> Change:
    return lambda rows: rows[row - 1].__setitem__(slice(at, at), [""] * by)


def left(row: int, at: int) -> Change:
    def change(rows: Rows) -> None:
        del rows[row - 1][at]
        rows[row - 1].append("")

    return change


def divided(row: int, at: int) -> Change:
    return lambda rows: rows[row - 1].__setitem__(slice(at, at + 1), rows[row - 1][at].replace("；", ";").split(";"))


SHIFTS: dict[str, tuple[str, Change, int, str, str]] = {
    "beyond-the-headings": ("teachers", right(3, 5), 3, "max_load", "right"),
    "behind-a-blank": ("teachers", right(2, 3), 2, "day_load", "right"),
    "two-cells": ("teachers", right(2, 2, 2), 2, "subjects", "right"),
    "what-was-behind-is-blank": ("students", right(5, 2), 5, "class_id", "right"),
    "rooms": ("rooms", right(4, 2), 4, "kinds", "right"),
    "activities": ("activities", right(13, 6), 13, "min_size", "right"),
    "a-cell-is-missing": ("teachers", left(4, 2), 4, "subjects", "left"),
    "the-grade-is-missing": ("classes", left(4, 1), 4, "grade", "left_needed"),
    "a-tag-is-missing": ("rooms", left(8, 2), 8, "kinds", "left"),
    "behind-two-that-may-be-blank": ("teachers", left(6, 3), 6, "day_load", "left"),
    "one-of-three-that-may-be-blank": ("teachers", left(4, 8), 4, "unavailable", "left_either"),
    "a-reference-is-missing": ("teaching", left(4, 0), 4, "teacher_id", "left_needed"),
    "a-list-at-the-end": ("teachers", divided(3, 10), 3, "skills", "divided"),
    "a-list-within": ("students", divided(2, 3), 2, "weekdays", "divided"),
    "windows": ("duty_posts", divided(2, 4), 2, "windows", "divided"),
}


@pytest.mark.parametrize("name", SHIFTS)
def test_a_row_that_is_a_column_too_far_is_told_where_it_went_wrong(name: str, planted: Plant, faults_of: Load) -> None:
    table, change, row, column, how = SHIFTS[name]
    folder = planted(table, change)
    assert faults_of(folder) == [(f"{table}.csv", row, column, f"row_{how}")]


@pytest.mark.parametrize(
    ("table", "row"),
    [("teachers", 4), ("rooms", 3), ("classes", 4), ("slots", 4), ("students", 4), ("activities", 14)],
)
def test_an_id_that_was_deleted_is_told_with_what_others_name(table: str, row: int, planted: Plant) -> None:
    ids: list[str] = []

    def change(rows: Rows) -> None:
        ids.append(rows[row - 1][0])
        left(row, 0)(rows)

    with pytest.raises(InputFault) as caught:
        load_school(planted(table, change))
    (problem,) = caught.value.problems
    assert (problem.row, problem.wanted, problem.args["right"]) == (row, "files.row_left_id", ids[0])


def test_a_list_that_was_divided_into_the_blank_last_cell(planted: Plant, faults_of: Load) -> None:
    """One cell too many in a row is enough to tell it from a value that is wrong."""

    def change(rows: Rows) -> None:
        assert rows[10][3:] == ["1;5", ""]
        rows[10][3:] = ["1", "5", ""]

    assert faults_of(planted("students", change)) == [("students.csv", 11, "weekdays", "row_divided")]


@pytest.mark.parametrize(("slip", "at"), [("R5O1", 6), ("R105", 6)])
def test_a_room_with_a_slip_is_told_where_it_is(slip: str, at: int, planted: Plant, faults_of: Load) -> None:
    """Each home room is named by one class alone."""
    folder = planted("rooms", lambda rows: rows[at - 1].__setitem__(0, slip))
    assert faults_of(folder) == [("rooms.csv", at, "room_id", "id_unused_once")]


def test_a_class_with_a_slip_in_its_room_is_told_there(planted: Plant, faults_of: Load) -> None:
    folder = planted("classes", lambda rows: rows[3].__setitem__(2, rows[3][2].replace("0", "O")))
    assert faults_of(folder) == [("classes.csv", 4, "room_id", "unknown_id")]


def test_a_remark_beside_a_row_is_no_shift(planted: Plant, faults_of: Load) -> None:
    found = faults_of(planted("teachers", lambda rows: rows[3].append("班主任")))
    assert found == [("teachers.csv", 4, None, "no_heading")]


def test_two_faults_of_their_own_are_no_shift(planted: Plant, faults_of: Load) -> None:
    def change(rows: Rows) -> None:
        rows[4][3], rows[4][5] = "x", "y"

    found = faults_of(planted("teachers", change))
    assert [(column, key) for _, _, column, key in found] == [
        ("day_load", "cell_int"),
        ("max_sessions_week", "cell_int"),
    ]


@pytest.mark.parametrize(
    ("table", "gone"),
    [("slots", ["thu2"]), ("slots", ["mon1", "tue1"]), ("classes", ["301"]), ("activities", ["arts"])],
)
def test_rows_that_were_deleted_are_told_once(table: str, gone: list[str], planted: Plant) -> None:
    def change(rows: Rows) -> None:
        rows[:] = [row for row in rows if row[0] not in gone]

    with pytest.raises(InputFault) as caught:
        load_school(planted(table, change))
    (problem,) = caught.value.problems
    assert (problem.file, problem.row, problem.wanted) == (f"{table}.csv", None, "files.row_gone")
    assert problem.args["existing"] == ";".join(gone)
    assert caught.value.partial


def test_a_strand_row_that_is_missing_is_told_with_its_slot(planted: Plant) -> None:
    with pytest.raises(InputFault) as caught:
        load_school(planted("pattern", lambda rows: rows.remove(["3", "mon2", "strand", ""])))
    (problem,) = caught.value.problems
    assert (problem.row, problem.wanted, problem.args["missing"]) == (None, "files.strand_row_missing", "mon2")


@pytest.mark.parametrize(
    ("name", "key"),
    [("students - 副本", "copied"), ("学生(1)", "copied"), ("students_old", "copied"), ("student1s", "beside")],
)
def test_a_copy_beside_its_table_is_not_to_be_renamed(name: str, key: str, tmp_path: Path, faults_of: Load) -> None:
    folder = shutil.copytree(DEMO, tmp_path / "school")
    shutil.copy(folder / "students.csv", folder / f"{name}.csv")
    assert faults_of(folder) == [(f"{name}.csv", None, None, f"file_{key}")]
    (folder / "students.csv").unlink()
    alone = "unknown_file" if name.startswith("student") else "unknown_file_meant"  # like its name, or by its headings
    assert faults_of(folder) == [(f"{name}.csv", None, None, alone)]


@pytest.mark.parametrize(
    ("table", "row", "key"),
    [
        ("classes", ["小计", "6", "", ""], "sum_row"),
        ("students", ["合计", "", "200", "", ""], "sum_row"),
        ("slots", ["平均", "3", "", ""], "remark_line"),
        ("activities", ["total", "", "", "", "", "", "300"], "remark_line"),
    ],
)
def test_sums_below_a_table(table: str, row: list[str], key: str, planted: Plant, faults_of: Load) -> None:
    folder = planted(table, lambda rows: rows.append(row))
    ((_, _, column, wanted),) = faults_of(folder)
    assert (column, wanted) == (None, key)


@pytest.mark.parametrize(
    ("table", "right", "wrong", "key", "row"),
    [("rooms", "音乐室", "音乐实", "tag_held", 9), ("activities", "音乐室", "音乐实", "tag_asked", None)],
)
def test_a_tag_with_a_slip(table: str, right: str, wrong: str, key: str, row: int | None, planted: Plant) -> None:
    """In a room that several activities want, or in an activity while others ask for the same."""

    def change(rows: Rows) -> None:
        at = rows[0].index("kinds" if table == "rooms" else "room_kinds")
        hit = next(one for one in rows[1:] if one[at] == right)
        hit[at] = wrong

    doubts = load_with_doubts(planted(table, change))[2]
    found = [(p.row, p.wanted) for p in doubts if p.wanted.startswith("files.tag")]
    assert len(found) == 1
    assert found[0][1] == f"files.{key}"
    assert row in (None, found[0][0])


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ("25:35", "cell_time_over"),
        ("16:75", "cell_time_over"),
        ("17:35放学", "cell_time_only"),
        ("周五17:35", "cell_time"),
    ],
)
def test_times_that_are_none(wrong: str, key: str, planted: Plant, faults_of: Load) -> None:
    folder = planted("slots", lambda rows: rows[2].__setitem__(3, wrong))
    assert faults_of(folder) == [("slots.csv", 3, "end", key)]
