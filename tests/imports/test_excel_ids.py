"""Ids that a spreadsheet took for numbers, classes with the grade in brackets, and who takes no part."""

from collections.abc import Callable
from pathlib import Path

import pytest

from models.school import School
from scheduler.importing import look
from scheduler.imports.classes import Classes
from scheduler.imports.people import known_id

Sheet = Callable[..., Path]


@pytest.mark.parametrize("typed", ["26301", "26301.0", "2.6301E+04", "26,301", "026301", "２６３０１"])
def test_whole_numbers_are_understood(typed: str) -> None:
    assert known_id(typed, {"26301": "x"}) == "x"


@pytest.mark.parametrize("typed", ["2.63E+04", "26301.5", "2,6301", "263010", "E+04", ""])
def test_where_digits_were_lost_nobody_is_meant(typed: str) -> None:
    assert known_id(typed, {"26300": "y", "26301": "x"}) is None


def test_an_id_with_a_zero_before_it_comes_first() -> None:
    assert known_id("026301", {"26301": "x", "026301": "y"}) == "y"


def test_surveys_and_lists_find_the_student(instance: Path, sheet: Sheet) -> None:
    found = look("choices", sheet("学号,第一志愿,第二志愿", '"26,402",绘画,不参加', "26403.0,绘画,"), instance)
    assert found.problems == []
    assert [(one.student_id, one.new) for one in found.merged.lists] == [
        ("26402", ("painting",)),
        ("26403", ("painting",)),
    ]
    roster = look("students", sheet("学号,姓名,班级", "26402.0,郑好,401"), instance)
    assert (roster.problems, roster.merged.changes, roster.merged.unchanged) == ([], (), 1)


def test_a_grade_in_brackets(school: School) -> None:
    assert [Classes(school).find(text) for text in ("（三）2班", "(三)(2)班", "(3)2班")] == ["302"] * 3


def test_a_file_of_headings_only_is_said_to_be_empty(instance: Path, sheet: Sheet) -> None:
    for kind, head in (("choices", "学号,第一志愿"), ("students", "学号,姓名,班级")):
        found = look(kind, sheet(head), instance)
        assert [note.key for note in found.findings.notes] == ["imports.no_rows"], kind
        assert found.problems == []
