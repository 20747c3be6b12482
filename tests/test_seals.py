"""What was written is told from what somebody has changed since."""

from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.writer.excel import ExcelWriter
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from scheduler import seals


@pytest.fixture
def book(tmp_path: Path) -> Path:
    made = Workbook()
    made.active["A1"] = "一班"  # type: ignore[index]
    path = tmp_path / "a.xlsx"
    with seals.SealedBook(path) as archive:
        ExcelWriter(made, archive).save()
    return path


def test_a_workbook_is_untouched_until_somebody_saves_it(book: Path) -> None:
    assert seals.untouched(book)
    opened = load_workbook(book)
    assert (opened.active["A1"].value, opened.properties.creator) == ("一班", "openpyxl")
    opened.active["A1"] = "二班"
    opened.save(book)
    assert not seals.untouched(book)


def test_a_workbook_without_a_seal_or_with_a_part_more_is_touched(book: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain.xlsx"
    Workbook().save(plain)
    assert not seals.untouched(plain)
    with ZipFile(book, "a") as archive:
        archive.writestr("xl/more.xml", "<more/>")
    assert not seals.untouched(book)
    book.write_bytes(b"PK\x03\x04 broken")
    assert not seals.untouched(book)


def test_properties_are_sealed_whatever_prefixes_they_have(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with seals.SealedBook(path) as archive:
        archive.writestr("docProps/core.xml", b'<x:coreProperties xmlns:x="urn:x"><c>kehou</c></x:coreProperties>')
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read("docProps/core.xml"))
    assert [one.tag for one in root] == ["c", "{http://purl.org/dc/elements/1.1/}identifier"]
    assert seals.untouched(path)


def test_a_page_is_untouched_until_a_letter_differs(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<!DOCTYPE html>\n<p>一班</p>\n", encoding="utf-8")
    assert not seals.untouched(path)
    seals.seal(path)
    assert seals.untouched(path)
    path.write_text(path.read_text(encoding="utf-8").replace("一班", "二班"), encoding="utf-8")
    assert not seals.untouched(path)


def test_a_pdf_stays_a_pdf_and_is_untouched_until_something_is_added(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(100, 100, "one")
    canvas.save()
    seals.seal(path)
    assert seals.untouched(path)
    assert [page.extract_text().strip() for page in PdfReader(path, strict=True).pages] == ["one"]
    path.write_bytes(path.read_bytes() + b"% a note\n")
    assert not seals.untouched(path)


def test_a_folder_names_the_files_that_differ_from_its_record(tmp_path: Path) -> None:
    files = {"a.csv": b"1", "二.csv": b"2", "gone.csv": b"3"}
    for name, data in {**files, seals.RECORD: seals.record(files)}.items():
        (tmp_path / name).write_bytes(data)
    assert seals.touched(tmp_path) == []
    (tmp_path / "二.csv").write_bytes(b"2, by hand")
    (tmp_path / "gone.csv").unlink()
    assert seals.touched(tmp_path) == ["二.csv"]
    assert set(seals.recorded(tmp_path)) == {"a.csv", "二.csv", "gone.csv"}


def test_a_digest_that_is_kept_is_not_made_anew(tmp_path: Path) -> None:
    """What somebody changed in an earlier table is still seen after another table was written beside it."""
    (tmp_path / "a.csv").write_bytes(b"by hand")
    first = seals.record({"a.csv": b"1"}).split()[0].decode()
    (tmp_path / seals.RECORD).write_bytes(seals.record({"b.csv": b"2"}, {"a.csv": first}))
    assert seals.touched(tmp_path) == ["a.csv"]
