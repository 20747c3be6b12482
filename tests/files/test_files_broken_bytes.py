"""Inputs whose bytes matter, in tests/data/broken, and places that hold none, with exactly their faults."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from scheduler.errors import InputFault, InputProblem
from scheduler.files import describe, load_school
from scheduler.messages import LANGS, Lang, catalogue

Fault = tuple[str, int | None, str | None, str]
Load = Callable[[Path], list[Fault]]

#: Inputs whose bytes matter, in tests/data/broken, and their faults.
BYTES: list[tuple[str, list[Fault]]] = [
    ("a-list.json", [("a-list.json", None, None, "bad_json")]),
    ("class-id-became-date.xlsx", [("classes", 2, "class_id", "became_date")]),
    ("cut-off.json", [("cut-off.json", 6, None, "bad_json")]),
    ("cut-off.xlsx", [("cut-off.xlsx", None, None, "not_workbook")]),
    ("deep.json", [("deep.json", None, None, "bad_json")]),
    ("empty-lists.json", [("teachers", 1, "subjects", "item_separator"), ("students", 1, "weekdays", "list_empty"), ("pins", 1, None, "pin_blank")]),
    ("empty.xlsx", [("empty.xlsx", None, None, "not_workbook")]),
    ("endless-number.json", [("endless-number.json", None, None, "bad_json")]),
    ("error-cell.xlsx", [("rooms", 2, "capacity", "error_value")]),
    ("formula-without-value.xlsx", [("rooms", 2, "capacity", "formula")]),
    ("garbage.xlsx", [("garbage.xlsx", None, None, "not_workbook")]),
    ("gb18030-bad-weekday", [("slots.csv", 3, "weekday", "cell_weekday_meant")]),
    ("key-twice.json", [("key-twice.json", None, "name", "key_twice")]),
    ("lone-surrogate.json", [("lone-surrogate.json", None, "name", "cell_control")]),
    ("no-school-here", [("no-school-here", None, None, "empty_folder")]),
    ("no-settings.xlsx", [("no-settings.xlsx", None, None, "no_settings_sheet")]),
    ("not-a-number.json", [("rooms", 1, "capacity", "cell_int"), ("rooms", 2, "capacity", "cell_int"), ("rooms", 3, "room_id", "cell_text")]),
    ("notes.txt", [("notes.txt", None, None, "unknown_form")]),
    ("numbers-too-large.xlsx", [("rooms", 2, "capacity", "cell_int"), ("rooms", 3, "capacity", "cell_int")]),
    ("old-mac-line-ends", [("rooms.csv", 3, "capacity", "cell_int")]),
    ("old.xls", [("old.xls", None, None, "old_or_locked")]),
    ("password.xlsx", [("password.xlsx", None, None, "old_or_locked")]),
    ("picture-as-csv", [("rooms.csv", None, None, "not_text")]),
    ("policy-is-text.json", [("policy-is-text.json", None, "policy", "unknown_key")]),
    ("quote-not-closed", [("rooms.csv", 3, None, "bad_csv")]),
    ("settings-not-text", [("school.toml", None, None, "not_text")]),
    ("settings-wrong.xlsx", [("学校", 5, "term.start", "cell_date"), ("学校", 7, "policy.fallback_cost", "at_least"), ("学校", 8, "预算", "unknown_key"), ("学校", 9, None, "no_key")]),
    ("sheet-twice.xlsx", [("教室", None, None, "table_twice")]),
    ("sheet-xml-cut-off.xlsx", [("sheet-xml-cut-off.xlsx", None, None, "not_workbook")]),
    ("table-is-folder", [("rooms.csv", None, None, "is_folder")]),
    ("term-missing.json", [("term-missing.json", None, "term.name", "required"), ("term-missing.json", None, "term.start", "required"), ("term-missing.json", None, "term.end", "required")]),
    ("title-above-headings", [("rooms.csv", 6, "capacity", "cell_int_meant")]),
    ("unknown-chinese-sheet.xlsx", [("学生们", None, None, "unknown_sheet")]),
    ("unknown-keys.json", [("unknown-keys.json", None, "studnets", "unknown_key"), ("unknown-keys.json", None, "regoin", "unknown_key"), ("rooms", 1, "gruops", "unknown_column")]),
    ("unknown-sheet.xlsx", [("studnets", None, None, "unknown_sheet")]),
    ("utf16-bad-time", [("slots.csv", 2, "end", "cell_time")]),
    ("utf16-without-mark", [("rooms.csv", None, None, "not_text")]),
    ("wrong-shapes.json", [("teachers", 1, "teacher_id", "cell_id"), ("teachers", 1, "name", "required"), ("teachers", 1, "unavailable", "cell_list"), ("teachers", 1, "skills", "cell_list"), ("rooms", 1, None, "not_row"), ("rooms", 2, "room_id", "cell_text"), ("rooms", 2, "capacity", "cell_int"), ("students", None, None, "not_table")]),
    ("zip-without-workbook.xlsx", [("zip-without-workbook.xlsx", None, None, "not_workbook")]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "wanted"), BYTES, ids=[name for name, _ in BYTES])
def test_a_broken_file_gives_exactly_its_faults(name: str, wanted: list[Fault], faults_of: Load, data: Path) -> None:
    assert faults_of(data / "broken" / name) == wanted


def test_every_committed_broken_file_is_tested(data: Path) -> None:
    assert {path.name for path in (data / "broken").iterdir()} == {name for name, _ in BYTES}


@pytest.mark.parametrize("place", ["nothing-here", "nothing-here.xlsx", "a\0b", "x" * 5000])
def test_a_place_with_nothing_is_a_fault(place: str, tmp_path: Path, faults_of: Load) -> None:
    ((_, row, column, wanted),) = faults_of(tmp_path / place)
    assert (row, column) == (None, None)
    assert wanted in ("not_found", "cannot_read")


def test_a_device_is_not_read(faults_of: Load) -> None:
    ((_, _, _, wanted),) = faults_of(Path("/dev/zero"))
    assert wanted == "unknown_form"


def test_an_empty_folder_is_a_fault(tmp_path: Path, faults_of: Load) -> None:
    assert faults_of(tmp_path) == [(tmp_path.name, None, None, "empty_folder")]


def test_faults_are_told_in_one_language_each(data: Path) -> None:
    with pytest.raises(InputFault) as caught:
        load_school(data / "broken" / "gb18030-bad-weekday")
    (problem,) = caught.value.problems
    assert describe(problem, "en") == (
        "slots.csv, row 3, column 星期 (weekday): A weekday is a number here; Monday is 1. Write 2. Found: 星期二."
    )
    assert describe(problem, "zh") == "slots.csv，第 3 行，“星期”列：星期要填数字，星期一为 1。请写成 2。现为：星期二。"


def test_every_message_that_the_models_and_files_name_is_in_the_catalogue(data: Path) -> None:
    root = data.parent.parent
    sources = [*root.glob("models/*.py"), *root.glob("scheduler/files/*.py")]
    named = {part.split('"')[0] for file in sources for part in file.read_text("utf-8").split('"files.')[1:]}
    for lang in LANGS:
        known = {key.removeprefix("files.") for key in catalogue(lang) if key.startswith("files.")}
        assert {name for name in named if name.replace("_", "").isalpha() and not name.endswith("_")} <= known


def test_a_row_number_without_end_is_too_large(tmp_path: Path, data: Path) -> None:
    with zipfile.ZipFile(data / "broken" / "error-cell.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet2.xml"
    assert b'<row r="2"' in parts[sheet]
    parts[sheet] = parts[sheet].replace(b'<row r="2"', b'<row r="99999999999"').replace(b'"A2"', b'"A99999999999"')
    with zipfile.ZipFile(tmp_path / "s.xlsx", "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(InputFault) as caught:
        load_school(tmp_path / "s.xlsx")
    assert [p.wanted for p in caught.value.problems] == ["files.too_large"]


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", "pattern.csv, row 2, column kind: One of these words is wanted: homework, strand, elective. Found: x."),
        (
            "zh",
            "pattern.csv，第 2 行，“类型”列：应为下列之一：homework（作业）、strand（共同课程）、elective（自选）。现为：x。",
        ),
    ],
)
def test_closed_lists_are_told_in_the_language(lang: Lang, line: str) -> None:
    args: dict[str, str | int] = {"options": "homework;strand;elective"}
    assert describe(InputProblem("pattern.csv", 2, "kind", "x", "files.one_of", args), lang) == line
