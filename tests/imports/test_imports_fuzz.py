"""Whatever a file holds, an import says faults in words or does its work; the instance always stays whole."""

import random
import shutil
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.school import School
from scheduler.errors import InputFault, InputProblem, OutputRefused
from scheduler.files import describe, load_school
from scheduler.importing import Import, Kind, look, write
from scheduler.imports.text import note, preview, question
from scheduler.messages import LANGS

KINDS: tuple[Kind, ...] = ("choices", "students", "teachers")
WORDS: list[Any] = [
    None, "", " ", "学号", "姓名", "班级", "年级", "第一志愿", "第二志愿", "周三第一志愿", "志愿", "社团", "选课段", "提交时间", "绘画", "戏曲",
    "1、孩子姓名：", "student_id", "rank", "activity_id", "1st choice", "参加星期", "周一", "工号", "学科", "白天课时", "可任活动",
    "26301", "26302", "26303", "２６４０１", "林知远", "张伟", "周 子墨", "三（1）班", "302", "3-2", "三年级", "2班", "四年级1班", "wed", "周三",
    "chess", "绘画→书法", "绘画;足球", "a┋b", "√", "x", "T1", "白若川", "合计", "=1+1", "#N/A", "\x00", "{found}", "%s", "😀", "\ud83d",
    "9" * 400, "二" * 40, "()", "（", "第志愿", "班", "年级班", "-", "--", "0", "-3", "2026-02-30", "2026/9/1 8:00",
    0, 1, 2, -1, 3.0, 2.5, 1e300, float("nan"), float("inf"), True, False, 10**30,
    date(2026, 3, 2), datetime(2026, 9, 1, 8), time(16),
]  # fmt: skip
CELLS = st.sampled_from(WORDS) | st.text(max_size=8) | st.integers(-5, 400)
GRIDS = st.lists(st.lists(CELLS, max_size=7), max_size=9)
QUICK = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def accepts(kind: Kind, file: Path, instance: Path, school: School) -> None:
    """Looks, says everything in both languages, and writes what can be written to a copy."""
    problems: Sequence[InputProblem] = ()
    found: Import | None = None
    try:
        found = look(kind, file, instance)
        problems = found.problems
    except InputFault as fault:
        problems = fault.problems
    assert all(describe(problem, lang) for problem in problems for lang in LANGS)
    if found is None:
        assert problems
        return
    for lang in LANGS:
        lines = [*preview(lang, school, kind, found.merged), *(note(lang, one) for one in found.findings.notes)]
        lines += [line for one in found.questions for line in question(lang, one)]
        assert all(line and "\n" not in line for line in lines)
    if found.changes:
        copy = file.parent / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(instance, copy)
        try:
            write(look(kind, file, copy))
        except OutputRefused:
            return
        after = load_school(copy)
        assert {s.student_id for s in school.students} <= {s.student_id for s in after.students}
        assert {t.teacher_id for t in school.teachers} <= {t.teacher_id for t in after.teachers}
        assert {(r.student_id, r.block) for r in school.choices} <= {(r.student_id, r.block) for r in after.choices}


@pytest.mark.parametrize("kind", KINDS)
@QUICK
@given(grid=GRIDS, head=st.integers(0, 2))
def test_any_cells_in_csv(
    kind: Kind, grid: list[list[Any]], head: int, tmp_path_factory: pytest.TempPathFactory, surveys: Path
) -> None:
    place = tmp_path_factory.mktemp("fuzz")
    rows = [HEADS[kind][head], *grid]
    lines = [",".join('"' + str("" if cell is None else cell).replace('"', '""') + '"' for cell in row) for row in rows]
    (place / "f.csv").write_bytes("\n".join(lines).encode("utf-8", "replace"))
    accepts(kind, place / "f.csv", surveys / "school", load_school(surveys / "school"))


HEADS: dict[Kind, list[list[Any]]] = {
    "choices": [
        ["学号", "第一志愿", "第二志愿"],
        ["班级", "姓名", "绘画", "足球", "戏曲"],
        ["姓名", "班级", "志愿", "社团", "提交时间"],
    ],
    "students": [["学号", "姓名", "班级", "周三", "周五"], ["姓名", "班级", "参加星期"], ["学号", "参加选课段"]],
    "teachers": [["工号", "姓名", "学科"], ["姓名", "白天课时", "可任活动"], ["教师编号", "不可用时段"]],
}


@pytest.mark.parametrize("kind", KINDS)
@settings(QUICK, max_examples=25)
@given(
    grid=GRIDS,
    head=st.integers(0, 2),
    merges=st.lists(st.sampled_from(["A1:C1", "A2:A4", "B2:C5", "A1:XFD1", "A1:A9"])),
)
def test_any_cells_in_a_workbook(
    kind: Kind,
    grid: list[list[Any]],
    head: int,
    merges: list[str],
    tmp_path_factory: pytest.TempPathFactory,
    surveys: Path,
) -> None:
    place = tmp_path_factory.mktemp("fuzz")
    book = openpyxl.Workbook()
    for row in [HEADS[kind][head], *grid]:
        book.active.append([held(cell) for cell in row])
    for reference in merges:
        book.active.merged_cells.add(reference)
    book.save(place / "f.xlsx")
    accepts(kind, place / "f.xlsx", surveys / "school", load_school(surveys / "school"))


def held(cell: Any) -> Any:
    """What a workbook can hold of a cell."""
    if isinstance(cell, str):
        return "".join(char for char in cell if char.isprintable())
    return None if isinstance(cell, float) and cell != cell else cell


@pytest.mark.parametrize("name", ["1-form.xlsx", "3-clubs.csv", "5-sheets.xlsx", "6-lists.csv", "8-own.csv"])
def test_damaged_bytes(name: str, tmp_path: Path, surveys: Path, school: School) -> None:
    rng = random.Random(name)
    whole = (surveys / name).read_bytes()
    for _ in range(30):
        data = bytearray(whole)
        for _ in range(rng.choice([1, 3, 20])):
            at = rng.randrange(len(data) + 1)
            data[at : at + rng.choice([0, 1, 40])] = rng.randbytes(rng.choice([0, 1, 3]))
        (tmp_path / name).write_bytes(bytes(data))
        accepts("choices", tmp_path / name, surveys / "school", school)


@pytest.mark.parametrize("name", ["picture.xlsx", "none.csv", "old.xls"])
def test_what_is_no_table(name: str, tmp_path: Path, surveys: Path) -> None:
    content = {"picture.xlsx": b"\x89PNG\r\n\x1a\n\x00", "none.csv": b"", "old.xls": b"\xd0\xcf\x11\xe0" + bytes(600)}
    (tmp_path / name).write_bytes(content[name])
    wanted = {"picture.xlsx": "files.not_text", "old.xls": "files.old_or_locked"}
    if name in wanted:
        with pytest.raises(InputFault) as caught:
            look("choices", tmp_path / name, surveys / "school")
        assert [p.wanted for p in caught.value.problems] == [wanted[name]]
    else:
        assert [p.wanted for p in look("choices", tmp_path / name, surveys / "school").problems] == [
            "imports.no_headings"
        ]
