"""Two columns of which one cannot hold what stands in it, since it belongs into the other, are one fault."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from scheduler.errors import InputFault
from scheduler.files import describe_all, load_school
from scheduler.messages import Lang

Change = Callable[[list[str], int, int], None]


def exchange(row: list[str], a: int, b: int) -> None:
    row[a], row[b] = row[b], row[a]


@pytest.fixture
def told(tmp_path: Path, data: Path) -> Callable[..., list[str]]:
    """The lines about the school with two cells changed in each row of a table, or in those from one to another."""

    def lines(
        table: str, one: str, other: str, change: Change = exchange, rows: slice = slice(None), lang: Lang = "en"
    ) -> list[str]:
        folder = tmp_path / "s"
        shutil.copytree(data / "good", folder, dirs_exist_ok=True)
        path = folder / f"{table}.csv"
        with path.open(encoding="utf-8-sig", newline="") as file:
            head, *body = csv.reader(file)
        for row in body[rows]:
            change(row, head.index(one), head.index(other))
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([head, *body])
        try:
            load_school(folder)
        except InputFault as fault:
            return describe_all(fault.problems, lang)
        return []

    return lines


PAIRS = [
    ("choices", "student_id", "rank"),
    ("choices", "rank", "activity_id"),
    ("teachers", "name", "day_load"),
    ("teachers", "teacher_id", "day_load"),
    ("rooms", "room_id", "capacity"),
    ("slots", "weekday", "start"),
    ("slots", "slot_id", "weekday"),
    ("activities", "name", "kind"),
    ("pattern", "slot_id", "kind"),
]


@pytest.mark.parametrize("pair", PAIRS)
def test_two_columns_are_one_fault(pair: tuple[str, str, str], told: Callable[..., list[str]]) -> None:
    table, one, other = pair
    (line,) = told(*pair)
    assert line.startswith(f"{table}.csv, column {one}: The columns {one}, {other} seem to have changed places: ")


def test_some_rows_are_told_with_their_numbers(told: Callable[..., list[str]]) -> None:
    rows = slice(1, 13)
    assert told("choices", "rank", "activity_id", rows=rows, lang="zh") == [
        "choices.csv，第 3 至 14 行，rank（志愿）列：这些行的志愿、活动编号填反了吧？请把这些行的两格对调。"
    ]
    assert told("choices", "rank", "activity_id", rows=rows) == [
        "choices.csv, rows 3 to 14, column rank: In these rows rank, activity_id seem to have changed places: put what stands in them "
        "into the right one."
    ]


def test_two_rows_are_told_as_they_are(told: Callable[..., list[str]]) -> None:
    lines = told("choices", "rank", "activity_id", rows=slice(1, 3))
    assert lines
    assert not any("changed places" in line for line in lines)


def test_words_in_place_of_numbers_belong_where_they_are(told: Callable[..., list[str]]) -> None:
    """Beside ids that would do as numbers, too."""

    def ranks(row: list[str], id_at: int, at: int) -> None:
        row[id_at], row[at] = "7", "第1志愿"

    def days(row: list[str], id_at: int, at: int) -> None:
        row[id_at], row[at] = "3", "周一至周五"

    for lines in (told("choices", "student_id", "rank", ranks), told("students", "class_id", "weekdays", days)):
        assert lines
        assert not any("changed places" in line for line in lines)


def test_in_a_table_of_one_row_two_cells_in_each_other_s_column_are_one_fault(told: Callable[..., list[str]]) -> None:
    """An id among the dates; a blank cell says nothing of it."""
    (line,) = told("leave", "person_id", "start")
    assert line.startswith(
        "leave.csv, column person_id: The columns person_id, start seem to have changed places: at least 1 row"
    )

    def blank(row: list[str], a: int, b: int) -> None:
        row[a], row[b] = "soon", ""

    (line,) = told("leave", "start", "reason", blank)
    assert line.startswith("leave.csv, row 2, column start: A date")
