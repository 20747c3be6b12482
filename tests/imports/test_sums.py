"""Columns of sums, counts and remarks beside the clubs: never a club, and no reason to refuse the file."""

from collections.abc import Callable
from pathlib import Path

import pytest

from models.school import School
from scheduler.files import save_school
from scheduler.importing import look

Sheet = Callable[..., Path]
HEADINGS = (
    "合计",
    "总计",
    "小计",
    "总数",
    "人数",
    "total",
    "Sum",
    "备注",
    "序号",
    "志愿数",
    "绘画（人数）",
    "合计-绘画",
    "书法小计",
)


@pytest.fixture
def choir(tmp_path: Path, school: School) -> Path:
    """The school with clubs whose names look like sums, and no choices yet."""
    base = school.activity_by_id["chess"]
    named = {"choir": "合唱", "abacus": "总算", "count": "计数游戏"}
    more = tuple(base.model_copy(update={"activity_id": id_, "name": name}) for id_, name in named.items())
    save_school(school.replaced(activities=(*school.activities, *more), choices=()), tmp_path / "choir", "zh")
    return tmp_path / "choir"


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_column_beside_the_clubs(heading: str, choir: Path, sheet: Sheet) -> None:
    file = sheet(f"学号,合唱,绘画,{heading}", "26301,1,2,3", "26302,2,1,3")
    found = look("choices", file, choir, block="wed")
    assert found.problems == []
    assert [(one.student_id, one.new) for one in found.merged.lists] == [
        ("26301", ("choir", "painting")),
        ("26302", ("painting", "choir")),
    ]
    assert [(n.key, n.args["columns"]) for n in found.findings.notes] == [("imports.columns_unused", (heading,))]


@pytest.mark.parametrize("heading", ["第一志愿人数", "第二志愿合计", "志愿合计", "合计"])
def test_a_column_beside_ranked_choices(heading: str, choir: Path, sheet: Sheet) -> None:
    found = look("choices", sheet(f"学号,第一志愿,{heading}", "26301,绘画,3"), choir, block="wed")
    assert found.problems == []
    assert [one.new for one in found.merged.lists] == [("painting",)]


@pytest.mark.parametrize("heading", ["合场", "计数游系"])
def test_a_slip_in_the_name_of_a_club_is_still_a_fault(heading: str, choir: Path, sheet: Sheet) -> None:
    found = look("choices", sheet(f"学号,绘画,{heading}", "26301,1,2"), choir, block="wed")
    assert [(p.row, p.column, p.wanted) for p in found.problems] == [(1, heading, "imports.unknown_club")]


@pytest.mark.parametrize("heading", ["计数游戏", "2、合唱（限报人数30人）", "请给社团排名—合唱", "合唱（共计12次课）"])
def test_a_club_is_a_club_whatever_stands_beside_its_name(heading: str, choir: Path, sheet: Sheet) -> None:
    found = look("choices", sheet(f"学号,绘画,{heading}", "26301,1,2"), choir, block="wed")
    assert found.problems == []
    assert [len(one.new) for one in found.merged.lists] == [2]
