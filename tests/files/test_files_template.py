"""The workbook and the folder to fill in."""

import shutil
import subprocess
from datetime import time
from pathlib import Path
from typing import Any, Literal

import openpyxl
import pytest

from models.school import TABLES
from models.titles import TABLE_TITLES, WORDS, heading
from scheduler.errors import OutputRefused
from scheduler.files import load_school
from scheduler.files.example import example_school
from scheduler.files.template import write_template

Lang = Literal["zh", "en"]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["school.xlsx", "school"])
def test_it_loads_back_as_the_example(name: str, lang: Lang, tmp_path: Path) -> None:
    write_template(tmp_path / name, lang)
    assert load_school(tmp_path / name) == example_school(lang)


def test_the_example_has_two_classes_and_fills_every_table() -> None:
    school = example_school("zh")
    assert len(school.classes) == 2
    assert all(getattr(school, table) for table in TABLES)


def test_it_is_never_written_over_anything(tmp_path: Path) -> None:
    for name in ("school.xlsx", "school"):
        write_template(tmp_path / name, "en")
        with pytest.raises(OutputRefused):
            write_template(tmp_path / name, "zh")
        assert load_school(tmp_path / name) == example_school("en")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_workbook_has_a_sheet_for_each_table_with_notes_on_every_heading(lang: Lang, tmp_path: Path) -> None:
    write_template(tmp_path / "s.xlsx", lang)
    book: Any = openpyxl.load_workbook(tmp_path / "s.xlsx")
    titles = [TABLE_TITLES[table] if lang == "zh" else table for table in TABLE_TITLES]
    assert book.sheetnames == ["说明" if lang == "zh" else "notes", *titles]
    assert book.worksheets[0].max_row == 10
    for table, row_type in TABLES.items():
        sheet = book[TABLE_TITLES[table] if lang == "zh" else table]
        head = next(sheet.iter_rows(max_row=1))
        assert [c.value for c in head] == [heading(row_type, n) if lang == "zh" else n for n in row_type.model_fields]
        assert all(cell.comment.text for cell in head)


def test_dates_times_and_ids_are_typed_cells(tmp_path: Path) -> None:
    write_template(tmp_path / "s.xlsx", "zh")
    book: Any = openpyxl.load_workbook(tmp_path / "s.xlsx")
    slots = book["时段"]
    assert (slots["C2"].value, slots["C2"].number_format) == (time(16, 0), "hh:mm")
    assert slots["A2"].number_format == "@"
    assert [slots.column_dimensions[letter].number_format for letter in "ABC"] == ["@", "0", "hh:mm"]
    assert book["请假"]["B2"].number_format == "yyyy-mm-dd"
    assert book["学生"]["A2"].value == "2610101"


def test_drop_downs_offer_closed_lists_and_ids_of_other_sheets(tmp_path: Path) -> None:
    write_template(tmp_path / "s.xlsx", "zh")
    book: Any = openpyxl.load_workbook(tmp_path / "s.xlsx")

    def rules(title: str) -> dict[str, str]:
        return {str(r.sqref).split(":")[0]: r.formula1 for r in book[title].data_validations.dataValidation}

    slots = "'时段'!$A$2:$A$30001"
    assert rules("时段") == {"B2": '"1,2,3,4,5,6,7"'}
    assert rules("课后安排") == {"B2": slots, "C2": '"作业,共同课程,自选"', "D2": slots}
    assert rules("志愿")["B2"] == rules("固定学生")["B2"] == "'课后安排'!$D$2:$D$30001"
    assert rules("校历") == {"B2": '"是,否"', "C2": '"1,2,3,4,5,6,7"'}
    assert rules("请假") == {"A2": "'教师'!$A$2:$A$30001"}
    assert rules("固定活动")["A2"] == slots
    assert rules("固定活动")["D2"] == '"1,2,3,4,5,6"'
    assert rules("固定活动")["E2"] == "'教师'!$A$2:$A$30001"
    assert rules("活动")["C2"] == '"作业,辅导,共同课程,社团"'
    assert rules("活动")["M2"] == '"是,否"'
    assert rules("任课") == {"A2": "'教师'!$A$2:$A$30001", "B2": "'班级'!$A$2:$A$30001"}
    assert rules("教师子女")["B2"] == '"学前,小学"'


def test_the_rows_of_the_example_are_marked_as_such(tmp_path: Path) -> None:
    write_template(tmp_path / "s.xlsx", "zh")
    book: Any = openpyxl.load_workbook(tmp_path / "s.xlsx")

    def marked(cell: Any) -> bool:
        return bool(cell.font.italic) and cell.fill.fgColor.rgb == "00FFF9DB"

    for table in TABLES:
        rows = list(book[TABLE_TITLES[table]].iter_rows())
        assert not any(marked(cell) for cell in rows[0])
        assert all(marked(cell) for row in rows[1:] for cell in row)
        assert len(rows) == 1 + len(getattr(example_school("zh"), table))
        assert all("示例" in row[0].comment.text for row in rows[1:])
    settings = {row[0].value: marked(row[1]) for row in book["学校"].iter_rows()}
    assert settings["学校名称"] is settings["课时补助"] is True
    assert settings["格式版本"] is settings["用餐时间"] is False
    assert "示例" in book["说明"]["A9"].value
    assert all("示例" in cell.value for cell in book["学生"]["B"][1:])


def test_students_of_the_example_are_told_apart_by_their_names() -> None:
    for lang in ("zh", "en"):
        names = [student.name for student in example_school(lang).students]
        assert None not in names
        assert len(set(names)) == len(names) == 12


def test_the_region_offers_packs_and_takes_files(tmp_path: Path) -> None:
    write_template(tmp_path / "s.xlsx", "zh", ["江苏省", "山东省"])
    sheet: Any = openpyxl.load_workbook(tmp_path / "s.xlsx")["学校"]
    row = next(number for number, cell in enumerate(sheet["A"], 1) if cell.value == "地区")
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert rules[f"B{row}"].formula1 == '"江苏省,山东省"'
    assert not rules[f"B{row}"].showErrorMessage


def test_settings_with_few_words_have_drop_downs(tmp_path: Path) -> None:
    write_template(tmp_path / "s.xlsx", "zh")
    sheet: Any = openpyxl.load_workbook(tmp_path / "s.xlsx")["学校"]
    rows = {row[0].value: f"B{number}" for number, row in enumerate(sheet.iter_rows(), 1)}
    rules = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert rules[rows["收费单位"]].count(",") == 2


@pytest.mark.parametrize(("lang", "name"), [("zh", "说明.txt"), ("en", "notes.txt")])
def test_the_folder_says_what_each_column_means(lang: Lang, name: str, tmp_path: Path) -> None:
    write_template(tmp_path / "school", lang)
    text = (tmp_path / "school" / name).read_text("utf-8-sig")
    for table, row_type in TABLES.items():
        assert f"{table}.csv" in text
        for column in row_type.model_fields:
            assert f"  {heading(row_type, column) if lang == 'zh' else column}: " in text


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_libreoffice_saves_it_without_a_loss(lang: Lang, tmp_path: Path) -> None:
    write_template(tmp_path / "s.xlsx", lang)
    options = ["--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "xlsx", "--outdir"]
    command = ["soffice", *options, str(tmp_path / "saved"), str(tmp_path / "s.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert load_school(tmp_path / "saved" / "s.xlsx") == example_school(lang)
    saved: Any = openpyxl.load_workbook(tmp_path / "saved" / "s.xlsx")
    assert all(sheet.data_validations.dataValidation for sheet in saved if sheet.title in ("学生", "students"))


def test_the_chinese_words_of_closed_lists_are_apart() -> None:
    from scheduler.files.shapes import shapes

    for row_type in TABLES.values():
        for shape in shapes(row_type).values():
            words = [word for option in shape.options for word in (option, *WORDS[option])]
            assert len(set(words)) == len(words)
