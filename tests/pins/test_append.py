"""Rows added to an instance in each of its forms: what was there stays, byte for byte where nothing is added."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font

from models.pins import PinDutyRow, PinPlacementRow, PinRow
from models.school import School
from scheduler.files import load_school, save_school
from scheduler.files.change import append_rows
from scheduler.files.template import EXAMPLE_COLOUR, write_template
from scheduler.pins import pinned


def rows_for(school: School) -> dict[str, tuple[object, ...]]:
    student = next(s for s in school.students if school.attended[s.student_id])
    block = school.attended[student.student_id][0]
    club = next(iter(school.ranks(student.student_id, block)))
    first = school.duty_staff[0]
    return {
        "pins": (
            PinRow(block=school.slots[0].slot_id, section=1, leader_id=school.teachers[0].teacher_id),
            PinRow(activity_id=club, room_id=school.rooms[0].room_id),
        ),
        "pin_placements": (PinPlacementRow(student_id=student.student_id, block=block, activity_id=club),),
        "pin_duties": (
            PinDutyRow(date=date(2026, 9, 14), post_id=school.posts[0].post_id, staff_id=first.staff_id),
            PinDutyRow(date=date(2026, 9, 21), post_id=school.posts[0].post_id, staff_id=first.staff_id),
        ),
    }


def added_twice(path: Path) -> None:
    """Both times what reads back is what was there and what was added."""
    for _ in range(2):
        before = load_school(path)
        rows = rows_for(before)
        files = {file: file.read_bytes() for file in ([*path.iterdir()] if path.is_dir() else [path])}
        kept = append_rows(path, rows)  # type: ignore[arg-type]
        changed = [old for file, old in files.items() if file.read_bytes() != old]
        assert sorted(copy.read_bytes() for copy in kept) == sorted(changed)
        after = load_school(path)
        assert {t: getattr(after, t) for t in rows} == {t: (*getattr(before, t), *rows[t]) for t in rows}
        assert after.replaced(**dict.fromkeys(rows, ())) == before.replaced(**dict.fromkeys(rows, ()))


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", ["school.xlsx", "school.json", "folder"])
def test_every_form_takes_rows(name: str, lang: str, school: School, tmp_path: Path) -> None:
    save_school(school, tmp_path / name, lang)  # type: ignore[arg-type]
    added_twice(tmp_path / name)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_workbook_to_fill_in(lang: str, tmp_path: Path) -> None:
    """Its sheets have blank rows made ready: the new rows are in the first of these, with their styles."""
    path = tmp_path / "school.xlsx"
    write_template(path, lang)  # type: ignore[arg-type]
    title = "固定值班" if lang == "zh" else "pin_duties"
    there = len(load_school(path).pin_duties)
    blank = load_workbook(path)[title]
    ready, form = blank.max_row, blank.cell(there + 2, 1).number_format
    added_twice(path)
    sheet = load_workbook(path)[title]
    assert [sheet.cell(there + 2 + n, 1).value for n in (0, 1)] == ["2026-09-14", "2026-09-21"]
    assert sheet.cell(there + 2, 1).number_format == form
    assert sheet.cell(there + 2, 1).fill.fgColor.rgb[-6:] != EXAMPLE_COLOUR
    assert sheet.max_row == max(ready, there + 5)


def test_nothing_else_in_a_workbook_changes(school: School, tmp_path: Path) -> None:
    """A sheet of the user's own with a formula and its value, styles and all: the same bytes."""
    path = tmp_path / "school.xlsx"
    save_school(pinned(school, _pins(school)), path, "zh")
    book = load_workbook(path)
    mine = book.create_sheet("#我的")
    mine["A1"], mine["A2"] = "=1+1", "记得找李老师"
    mine["A2"].font = Font(bold=True)
    book["教师"]["B2"].font = Font(italic=True)
    book.save(path)
    before = _parts(path)
    append_rows(path, rows_for(load_school(path)))  # type: ignore[arg-type]
    after = _parts(path)
    changed = {name for name in after if after[name] != before.get(name)}
    sheets = [n for n, sheet in enumerate(book.sheetnames, 1) if sheet in ("固定活动", "固定学生", "固定值班")]
    assert changed == {f"xl/worksheets/sheet{n}.xml" for n in sheets}
    assert set(before) == set(after)


def _pins(school: School):
    from scheduler.pins import Pins

    return Pins(rows=rows_for(school))  # type: ignore[arg-type]


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_columns_in_an_order_of_their_own(school: School, tmp_path: Path) -> None:
    """A note above the heading, columns turned round, one that is needed missing, a blank row between."""
    path = tmp_path / "school.xlsx"
    save_school(school, path, "zh")
    book = load_workbook(path)
    sheet = book.create_sheet("固定活动")
    slot, teacher = school.slots[0].slot_id, school.teachers[0].teacher_id
    for row in (["教务处定"], ["带班人", "选课段"], [teacher, slot], [], [teacher, None]):
        sheet.append(row)
    book.save(path)
    added_twice(path)
    cells = [[cell.value for cell in row] for row in load_workbook(path)["固定活动"].iter_rows()]
    assert cells[1] == ["带班人", "选课段", "活动编号", "班次", "教室编号"]
    assert cells[5] == [teacher, slot, None, 1, None]


@pytest.mark.parametrize(
    ("encoding", "ending", "separator"),
    [("utf-8", "\n", ","), ("utf-8-sig", "\r\n", ","), ("gb18030", "\r\n", ","), ("utf-16", "\r\n", "\t")],
)
def test_a_file_keeps_its_ways(encoding: str, ending: str, separator: str, school: School, tmp_path: Path) -> None:
    path = tmp_path / "folder"
    save_school(school, path, "zh")
    rows = [["班级编号", "选课段", "带班人"], ["", "", school.teachers[0].teacher_id]]
    text = ending.join(separator.join(row) for row in rows)  # and no line end after the last row
    (path / "固定活动.csv").write_bytes(text.encode(encoding))
    others = {file.name: file.read_bytes() for file in path.iterdir() if "固定" not in file.name}
    rows_to_add = {"pins": (PinRow(block=school.slots[0].slot_id), PinRow(leader_id=school.teachers[1].teacher_id))}
    append_rows(path, rows_to_add)
    lines = [["", school.slots[0].slot_id, ""], ["", "", school.teachers[1].teacher_id]]
    whole = text + ending + "".join(separator.join(line) + ending for line in lines)
    assert (path / "固定活动.csv").read_bytes() == whole.encode(encoding)
    assert {file.name: file.read_bytes() for file in path.iterdir() if "固定" not in file.name} == others
    assert load_school(path).pins == (PinRow(leader_id=school.teachers[0].teacher_id), *rows_to_add["pins"])


def test_json_keeps_its_keys_and_its_indentation(school: School, tmp_path: Path) -> None:
    path = tmp_path / "school.json"
    whole = {"固定活动": [], **school.model_dump(mode="json", exclude={"pins", "pin_placements", "pin_duties"})}
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=4), encoding="utf-8")
    append_rows(path, {"pins": (PinRow(section=1),)})
    text = path.read_text(encoding="utf-8")
    assert list(json.loads(text)) == list(whole)
    assert text.splitlines()[1].startswith("    ")
    assert load_school(path).pins == (PinRow(section=1),)


def test_nothing_to_add_touches_nothing(school: School, tmp_path: Path) -> None:
    path = tmp_path / "school.json"
    save_school(school, path)
    before = path.stat().st_mtime_ns
    append_rows(path, {"pins": ()})
    assert path.stat().st_mtime_ns == before


def test_a_blank_sheet_gets_its_heading(school: School, tmp_path: Path) -> None:
    path = tmp_path / "school.xlsx"
    save_school(school, path, "en")
    book = load_workbook(path)
    book.create_sheet("pins")
    book.save(path)
    added_twice(path)
    assert [cell.value for cell in load_workbook(path)["pins"][1]] == list(PinRow.model_fields)
