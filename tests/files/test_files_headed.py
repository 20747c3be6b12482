"""Columns whose heading was cleared: told once, with the heading that is missing."""

import csv
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from scheduler.errors import InputFault, InputProblem
from scheduler.files import describe, load_school, save_school


def without(
    data: Path, folder: Path, table: str, *headings: str, more: dict[int, str] | None = None
) -> list[InputProblem]:
    """The faults of the good school without some headings of a table; ``more``: what stands behind its last column, by row."""
    shutil.copytree(data / "good", folder)
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    rows[0] = ["" if cell in headings else cell for cell in rows[0]]
    rows = [[*row, (more or {}).get(number, "")] for number, row in enumerate(rows, 1)]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    with pytest.raises(InputFault) as caught:
        load_school(folder)
    return list(caught.value.problems)


@pytest.mark.parametrize(
    ("table", "heading", "place"),
    [
        ("students", "class_id", 3),  # its cells are ids of classes
        ("choices", "rank", 3),  # the only one that is missing
        ("slots", "end", 4),
        ("pattern", "kind", 3),
        ("teachers", "name", 2),  # of texts, the only one that the table must have
        ("activities", "category", 4),  # of texts, by its neighbours
        ("activities", "kind", 3),
    ],
)
def test_a_cleared_heading_is_one_fault_and_is_named(
    data: Path, tmp_path: Path, table: str, heading: str, place: int
) -> None:
    (fault,) = without(data, tmp_path / "s", table, heading)
    assert (fault.file, fault.row, fault.wanted) == (f"{table}.csv", 1, "files.heading_blank")
    assert (fault.args["place"], fault.args["headings"]) == (str(place), f"{heading}={heading}")


def test_two_cleared_headings_are_told_apart(data: Path, tmp_path: Path) -> None:
    found = without(data, tmp_path / "s", "students", "student_id", "class_id")
    assert [(f.wanted, f.args["headings"]) for f in found] == [
        ("files.heading_blank", "student_id=student_id"),
        ("files.heading_blank", "class_id=class_id"),
    ]


def test_a_column_that_is_too_much_or_fits_nowhere(data: Path, tmp_path: Path) -> None:
    """Below no heading: two cells where there are all headings; one; two that no heading fits that is missing."""
    (extra,) = without(data, tmp_path / "a", "rooms", more=dict.fromkeys((2, 3), "1"))
    assert (extra.wanted, extra.args["place"], extra.args["count"]) == ("files.heading_extra", "7", 2)
    (single,) = without(data, tmp_path / "b", "rooms", more={3: "7"})
    assert (single.wanted, single.row, single.args["place"]) == ("files.no_heading", 3, "7")
    blank, other = without(data, tmp_path / "c", "choices", "rank", more=dict.fromkeys((2, 3), "?"))
    assert (blank.wanted, other.wanted) == ("files.heading_blank", "files.heading_extra")


def test_a_column_that_may_be_several_names_them_all(data: Path, tmp_path: Path) -> None:
    """Slots that a teacher avoids, prefers or has not: nothing says which of them."""
    shutil.copytree(data / "good", tmp_path / "s")
    text = "teacher_id,name,,skills\nT01,A,mon1,chess\nT02,B,mon1;wed1,reading\n"
    (tmp_path / "s" / "teachers.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputFault) as caught:
        load_school(tmp_path / "s")
    (fault,) = (p for p in caught.value.problems if p.wanted == "files.heading_unsure")
    assert (fault.file, fault.args["place"]) == ("teachers.csv", "3")
    names = ("unavailable", "avoid", "prefer")
    assert fault.args["headings"] == ";".join(f"{name}={name}" for name in names)
    assert "还没有的有：“unavailable”（不可用时段）、" in describe(fault, "zh")


def test_a_cleared_heading_in_words(data: Path, tmp_path: Path) -> None:
    """A workbook names the column's letter, a folder its number and the heading as it is there."""
    (fault,) = without(data, tmp_path / "s", "classes", "head_teacher")
    zh, en = (describe(fault, lang) for lang in ("zh", "en"))
    assert zh.startswith("classes.csv，第 1 行：第 4 列没有标题，下面却填了2格（如 T01、T02）。")
    assert "标题应为“head_teacher”（班主任）吧？" in zh
    assert "Column 4 has no heading" in en
    assert "the heading should be head_teacher." in en
    save_school(load_school(data / "good"), tmp_path / "w.xlsx", "zh")
    book = load_workbook(tmp_path / "w.xlsx")
    book["班级"]["D1"] = None
    book.save(tmp_path / "w.xlsx")
    with pytest.raises(InputFault) as caught:
        load_school(tmp_path / "w.xlsx")
    (told,) = caught.value.problems
    assert describe(told, "zh").startswith("班级，第 1 行：D 列没有标题，下面却填了2格")
    assert "标题应为“班主任”吧？" in describe(told, "zh")


def renamed(data: Path, folder: Path, table: str, **headings: str) -> list[tuple[str, str, object]]:
    """The faults of the good school with other headings above columns of a table: message, column, what is meant."""
    shutil.copytree(data / "good", folder)
    path = folder / f"{table}.csv"
    head, _, body = path.read_text(encoding="utf-8-sig").partition("\n")
    cells = [headings.get(cell, cell) for cell in head.strip().split(",")]
    path.write_text(",".join(cells) + "\n" + body, encoding="utf-8")
    with pytest.raises(InputFault) as caught:
        load_school(folder)
    return [(p.wanted, p.column or "", p.args.get("headings")) for p in caught.value.problems]


def test_a_heading_that_is_like_none_is_told_by_what_is_below_it(data: Path, tmp_path: Path) -> None:
    """Ids of activities; the only name that is missing; a column that nobody knows."""
    meant = "files.unknown_column_meant"
    assert renamed(data, tmp_path / "a", "teachers", skills="技能") == [(meant, "技能", "skills=skills")]
    assert renamed(data, tmp_path / "b", "teachers", name="尊称") == [(meant, "尊称", "name=name")]
    assert renamed(data, tmp_path / "c", "rooms", kinds="楼层") == [("files.unknown_column", "楼层", None)]


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        ({}, "files.column_twice"),  # nothing is in the second one
        ({2: "mon1"}, "files.column_twice_apart"),
    ],
)
def test_a_heading_above_two_columns(data: Path, tmp_path: Path, cells: dict[int, str], wanted: str) -> None:
    """Where the two do not hold the same, nobody is told to remove one: the headings that are not there are named."""
    folder = tmp_path / "s"
    shutil.copytree(data / "good", folder)
    path = folder / "teachers.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    at = rows[0].index("prefer")
    rows = [[*row[:at], cells.get(number, ""), *row[at + 1 :]] for number, row in enumerate(rows, 1)]
    rows[0][at] = "avoid"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    with pytest.raises(InputFault) as caught:
        load_school(folder)
    (fault,) = caught.value.problems
    assert (fault.file, fault.row, fault.column, fault.wanted) == ("teachers.csv", 1, "avoid", wanted)
    assert fault.args.get("headings") == ("prefer=prefer" if cells else None)
    told = [describe(fault, "zh"), describe(fault, "en")]
    assert ["先不要删列" in told[0], "remove neither" in told[1]] == [bool(cells)] * 2
