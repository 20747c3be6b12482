"""``kehou export`` in every format: what it writes, and what it will not touch."""

from pathlib import Path

import pytest
from icalendar import Calendar
from openpyxl import load_workbook
from pypdf import PdfReader

from scheduler import seals
from scheduler.files import load_school
from scheduler.files.plans import save_plan


@pytest.fixture
def folder(school_file: Path, tmp_path: Path, made_plan) -> Path:
    save_plan(made_plan(), load_school(school_file), tmp_path / "plan")
    return tmp_path / "plan"


def test_the_ending_decides_the_format(kehou, folder: Path, tmp_path: Path) -> None:
    book, page = tmp_path / "new" / "a.xlsx", tmp_path / "a.html"
    assert kehou("export", folder, "--out", book, "--date", "2026-09-09", "--lang", "zh").code == 0
    assert load_workbook(book).sheetnames[0] == "目录"
    said = kehou("export", folder, "--out", page, "--date", "2026-09-09", "--lang", "zh")
    assert (said.code, said.out) == (0, "")
    assert page.read_text(encoding="utf-8").startswith('<!DOCTYPE html>\n<html lang="zh-CN">')
    assert kehou("export", folder, "--out", tmp_path / "ics", "--format", "ics", "--quiet").err == ""
    assert [Calendar.from_ical(path.read_bytes()) for path in (tmp_path / "ics").glob("*.ics")] == []


@pytest.mark.parametrize(
    ("out", "form", "view"),
    [("a.pdf", "xlsx", "class"), ("a", "html", "class"), ("a.xlsx", "csv", "class"), ("a", "ics", "class")],
)
def test_a_name_or_view_that_does_not_fit_is_a_usage_error(
    kehou, folder: Path, tmp_path: Path, out: str, form: str, view: str
) -> None:
    said = kehou("export", folder, "--out", tmp_path / out, "--format", form, "--view", view, "--lang", "zh")
    assert said.code == 2
    assert not (tmp_path / out).exists()


@pytest.mark.parametrize("name", ["a.xlsx", "a.html"])
def test_only_an_earlier_export_is_replaced(kehou, folder: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / name
    call = ("export", folder, "--out", out, "--view", "class", "--lang", "zh")
    out.write_bytes(b"mine")
    assert kehou(*call).code == 2
    assert out.read_bytes() == b"mine"
    assert kehou(*call, "--force").code == 0
    first = out.read_bytes()
    assert first != b"mine"
    assert kehou(*call, "--view", "student").code == 0
    assert out.read_bytes() != first
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_folder_is_never_replaced_by_a_file(kehou, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").mkdir()
    assert kehou("export", folder, "--out", tmp_path / "a.xlsx", "--force").code == 2
    assert (tmp_path / "a.xlsx").is_dir()


def test_calendars_replace_calendars_of_this_program_only(kehou, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "ics"
    old = {"old.ics": b"BEGIN:VCALENDAR\r\nPRODID:-//kehou//kehou//ZH\r\nEND:VCALENDAR\r\n"}
    out.mkdir()
    for name, data in {**old, seals.RECORD: seals.record(old)}.items():
        (out / name).write_bytes(data)
    call = ("export", folder, "--out", out, "--format", "ics")
    assert kehou(*call).code == 0
    assert [path.name for path in out.iterdir()] == [seals.RECORD]
    (out / "mine.ics").write_bytes(b"BEGIN:VCALENDAR\r\nPRODID:-//other//\r\nEND:VCALENDAR\r\n")
    assert kehou(*call).code == 2
    assert {path.name for path in out.iterdir()} == {seals.RECORD, "mine.ics"}


def edit_workbook(path: Path) -> None:
    book = load_workbook(path)
    book.worksheets[1]["A1"] = "改过"
    book.save(path)


def edit_text(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"</body>", b"<p>more</p></body>") + b"\n")


@pytest.mark.parametrize(("name", "edit"), [("a.xlsx", edit_workbook), ("a.html", edit_text), ("a.pdf", edit_text)])
def test_an_export_that_somebody_changed_is_not_lost(kehou, folder: Path, tmp_path: Path, name: str, edit) -> None:
    out = tmp_path / name
    call = ("export", folder, "--out", out, "--view", "class", "--lang", "zh")
    assert [kehou(*call).code, kehou(*call).code] == [0, 0]
    edit(out)
    mine = out.read_bytes()
    said = kehou(*call)
    assert (said.code, out.read_bytes()) == (2, mine)
    assert "有人改过" in said.err
    assert name in said.err
    assert kehou(*call, "--force").code == 0
    assert out.read_bytes() != mine
    assert kehou(*call).code == 0


def test_a_table_that_somebody_changed_is_not_lost(kehou, folder: Path, tmp_path: Path) -> None:
    """Other tables are written beside it all the same."""
    out = tmp_path / "tables"
    call = ("export", folder, "--out", out, "--lang", "zh", "--view")
    assert [kehou(*call, "class").code, kehou(*call, "class").code] == [0, 0]
    mine = (out / "class.csv").read_bytes() + "手写\r\n".encode()
    (out / "class.csv").write_bytes(mine)
    assert kehou(*call, "club").code == 0
    assert (out / "class.csv").read_bytes() == mine
    said = kehou(*call, "class")
    assert said.code == 2
    assert str(out / "class.csv") in said.err
    assert "club.csv" not in said.err
    assert (out / "class.csv").read_bytes() == mine
    assert kehou(*call, "class", "--force").code == 0
    assert (out / "class.csv").read_bytes() != mine


def test_the_number_of_sheets_is_that_of_the_pdf(kehou, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.pdf"
    said = kehou("export", folder, "--out", out, "--date", "2026-09-09", "--lang", "en")
    assert f": {len(PdfReader(out).pages)} sheets of A4." in said.err


@pytest.mark.parametrize("name", ["t.docx", "t.xls", "t.csv"])
def test_an_ending_that_is_not_known_is_refused(kehou, folder: Path, tmp_path: Path, name: str) -> None:
    said = kehou("export", folder, "--out", tmp_path / name)
    assert said.code == 2
    assert ".xlsx, .pdf" in said.err
    assert not (tmp_path / name).exists()
