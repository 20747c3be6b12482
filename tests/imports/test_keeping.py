"""What an import does not touch stays, byte for byte; what was there before is kept; nothing is half written."""

import json
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from models.school import School
from scheduler.errors import OutputRefused
from scheduler.files import load_school
from scheduler.files.change import put_in_place
from scheduler.importing import Import, look, write

Sheet = Callable[..., Path]
NOW = datetime(2026, 9, 5, 10, 30, 0)
WISHES = ("学号,第一志愿,第二志愿", "26401,绘画,", "26402,书法,象棋社".replace("象棋社", "中国象棋"))
#: What WISHES say, beside what is there: 26401 loses the second choice, 26402 is new.
WANTED = {("26401", 1): "painting", ("26402", 1): "calligraphy", ("26402", 2): "chess"}


def wishes_of(school: School) -> dict[tuple[str, int], str]:
    return {(r.student_id, r.rank): r.activity_id for r in school.choices if r.student_id in ("26401", "26402")}


@pytest.mark.parametrize("form", ["folder", "school.xlsx", "school.json"])
def test_every_form_of_an_instance(form: str, made: Callable[[str], Path], sheet: Sheet, school: School) -> None:
    instance = made(form)
    write(look("choices", sheet(*WISHES), instance), NOW)
    after = load_school(instance)
    assert wishes_of(after) == WANTED
    assert after.replaced(choices=()) == school.replaced(choices=())
    assert look("choices", sheet(*WISHES), instance).changes == ()


def test_rows_of_a_csv_file_keep_their_bytes(instance: Path, sheet: Sheet) -> None:
    path = instance / "choices.csv"
    text = '志愿,"活动编号",学号,选课段\n1,chess, 26301 ,wed\n2,"painting",26301,wed\n\n1,football,26401,wed\n2,chess,26401,wed\n1,dance,26301,fri'
    path.write_bytes(text.encode("gb18030"))
    write(look("choices", sheet(*WISHES), instance), NOW)
    wanted = text.replace("1,football,26401", "1,painting,26401").replace("2,chess,26401,wed\n", "")
    wanted += "\n1,calligraphy,26402,wed\n2,chess,26402,wed\n"
    assert path.read_bytes().decode("gb18030") == wanted
    assert (instance / "choices.csv.bak-20260905-103000").read_bytes() == text.encode("gb18030")


@pytest.mark.parametrize(
    ("mark", "encoding"), [(b"", "utf-8"), (b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"", "gb18030")]
)
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_encoding_and_line_ends_stay(mark: bytes, encoding: str, end: str, instance: Path, sheet: Sheet) -> None:
    path = instance / "choices.csv"
    text = path.read_bytes().decode("utf-8-sig")
    lines = text.replace("\r\n", "\n").splitlines()
    path.write_bytes(mark + (end.join(lines) + end).encode(encoding))
    write(look("choices", sheet(*WISHES), instance), NOW)
    lines = [
        line.replace("26401,wed,1,football", "26401,wed,1,painting") for line in lines if line != "26401,wed,2,chess"
    ]
    lines += ["26402,wed,1,calligraphy", "26402,wed,2,chess"]
    assert path.read_bytes() == mark + (end.join(lines) + end).encode(encoding)


def decorated(path: Path) -> None:
    """Gives a workbook what people put into theirs."""
    book = openpyxl.load_workbook(path)
    choices = book["志愿"]
    choices["A2"].fill = PatternFill("solid", fgColor="FFFF00")
    choices["A5"].font = Font(bold=True)
    choices["D2"].comment = Comment("已与家长核对", "教导处")
    choices.column_dimensions["A"].width = 33
    choices.auto_filter.ref = "A1:D6"
    notes = book.create_sheet("说明")
    notes["A1"] = "自己的说明"
    notes.merge_cells("A1:C1")
    book["学生"]["B2"].font = Font(italic=True)
    book.save(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/media/picture.bin", b"a picture that no library knows")


def test_a_workbook_keeps_formats_comments_and_other_parts(made: Callable[[str], Path], sheet: Sheet) -> None:
    instance = made("school.xlsx")
    decorated(instance)
    with zipfile.ZipFile(instance) as archive:
        before = {name: archive.read(name) for name in archive.namelist()}
    found = look("choices", sheet(*WISHES), instance)
    (kept,) = write(found, NOW)
    assert kept.name == "school.bak-20260905-103000.xlsx"
    with zipfile.ZipFile(instance) as archive:
        after = {name: archive.read(name) for name in archive.namelist()}
    assert [name for name in before if before[name] != after[name]] == ["xl/worksheets/sheet10.xml"]
    assert set(before) == set(after)
    book = openpyxl.load_workbook(instance)
    choices = book["志愿"]
    assert choices["A2"].fill.fgColor.rgb == "00FFFF00"
    assert choices["A5"].font.bold
    assert choices["D2"].comment.text == "已与家长核对"
    assert choices.column_dimensions["A"].width == 33
    assert wishes_of(load_school(instance)) == WANTED


def test_new_rows_of_a_workbook_look_like_the_last(made: Callable[[str], Path], sheet: Sheet) -> None:
    instance = made("school.xlsx")
    book = openpyxl.load_workbook(instance)
    for cell in book["志愿"][6]:
        cell.font = Font(name="楷体", size=14)
    book.save(instance)
    write(look("choices", sheet(*WISHES), instance), NOW)
    rows = list(openpyxl.load_workbook(instance)["志愿"].iter_rows(min_row=7))
    assert [[cell.value for cell in row] for row in rows] == [
        ["26402", "wed", 1, "calligraphy"],
        ["26402", "wed", 2, "chess"],
    ]
    assert {cell.font.name for row in rows for cell in row} == {"楷体"}


@pytest.mark.parametrize("form", ["folder", "school.xlsx", "school.json"])
def test_a_table_that_is_not_there_yet(form: str, made: Callable[[str], Path], sheet: Sheet, school: School) -> None:
    instance = made(form)
    if form == "folder":
        (instance / "choices.csv").unlink()
    elif form == "school.json":
        data = json.loads(instance.read_text(encoding="utf-8"))
        del data["choices"]
        instance.write_text(json.dumps(data), encoding="utf-8")
    else:
        book = openpyxl.load_workbook(instance)
        del book["志愿"]
        book.save(instance)
    write(look("choices", sheet(*WISHES), instance), NOW)
    after = load_school(instance)
    assert wishes_of(after) == WANTED
    assert after.replaced(choices=()) == school.replaced(choices=())
    if form == "school.xlsx":
        assert openpyxl.load_workbook(instance).sheetnames[-1] == "志愿"
    if form == "folder":
        assert (instance / "choices.csv").read_bytes().startswith("\ufeff学号,选课段".encode())


def test_a_column_that_is_not_there_yet(made: Callable[[str], Path], sheet: Sheet) -> None:
    for form in ("folder", "school.xlsx"):
        instance = made(form)
        if form == "folder":
            (instance / "students.csv").write_text("学号,班级编号\n26301,301\n26302,301\n", encoding="utf-8")
            (instance / "choices.csv").unlink()
        else:
            book = openpyxl.load_workbook(instance)
            book["学生"].delete_cols(4, 2)
            book.save(instance)
        write(look("students", sheet("学号,参加星期", "26302,3"), instance), NOW)
        weekdays = {s.student_id: s.weekdays for s in load_school(instance).students}
        assert (weekdays["26301"], weekdays["26302"]) == ((1, 2, 3, 4, 5), (3,))


def test_json_keeps_its_order_and_its_indent(made: Callable[[str], Path], sheet: Sheet) -> None:
    instance = made("school.json")
    before = instance.read_text(encoding="utf-8")
    write(look("choices", sheet("学号,第一志愿,第二志愿", "26401,绘画,中国象棋"), instance), NOW)
    head, _, tail = before.rpartition('"activity_id": "football"')
    assert instance.read_text(encoding="utf-8") == head + '"activity_id": "painting"' + tail


def test_formulas_are_not_overwritten(made: Callable[[str], Path], sheet: Sheet) -> None:
    instance = made("school.xlsx")
    with zipfile.ZipFile(instance) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    part = "xl/worksheets/sheet10.xml"
    cell = parts[part].index(b'<c r="D5"')
    end = parts[part].index(b"</c>", cell) + 4
    parts[part] = (
        parts[part][:cell] + b'<c r="D5" t="str"><f>"foot"&amp;"ball"</f><v>football</v></c>' + parts[part][end:]
    )
    with zipfile.ZipFile(instance, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    before = instance.read_bytes()
    with pytest.raises(OutputRefused) as refused:
        look("choices", sheet(*WISHES), instance)
    assert refused.value.key == "files.formula_in_the_way"
    assert instance.read_bytes() == before


def looked(instance: Path, sheet: Sheet) -> Import:
    return look("choices", sheet(*WISHES), instance)


def test_what_was_changed_meanwhile_is_not_overwritten(instance: Path, sheet: Sheet) -> None:
    found = looked(instance, sheet)
    (instance / "choices.csv").write_bytes(b"mine")
    with pytest.raises(OutputRefused) as refused:
        write(found)
    assert refused.value.key == "files.changed_meanwhile"
    assert (instance / "choices.csv").read_bytes() == b"mine"


@pytest.mark.parametrize("lock", ["~$school.xlsx", ".~lock.school.xlsx#"])
def test_an_open_workbook_is_not_written(lock: str, made: Callable[[str], Path], sheet: Sheet) -> None:
    instance = made("school.xlsx")
    before = instance.read_bytes()
    found = looked(instance, sheet)
    (instance.parent / lock).write_bytes(b"")
    with pytest.raises(OutputRefused) as refused:
        write(found)
    assert refused.value.key == "files.is_open"
    assert instance.read_bytes() == before


def test_two_imports_in_one_second_keep_both(instance: Path, sheet: Sheet) -> None:
    write(looked(instance, sheet), NOW)
    write(look("choices", sheet("学号,第一志愿", "26402,足球"), instance), NOW)
    names = sorted(path.name for path in instance.glob("*.bak-*"))
    assert names == ["choices.csv.bak-20260905-103000", "choices.csv.bak-20260905-103000-1"]


def test_a_failure_half_way_puts_everything_back(instance: Path, sheet: Sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    """Removing a student changes two files; the second one cannot be written."""
    before = {path.name: path.read_bytes() for path in instance.iterdir()}
    found = look("students", sheet("学号,班级", "26402,401", "26403,401"), instance, remove_missing=True)
    assert [change.path.name for change in found.changes] == ["choices.csv", "students.csv"]
    replace = Path.replace

    def failing(path: Path, target: Path) -> Path:
        if target.name == "students.csv":
            raise OSError(28, "full")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(OutputRefused):
        put_in_place(found.changes)
    after = {path.name: path.read_bytes() for path in instance.iterdir() if ".bak-" not in path.name}
    assert after == before
