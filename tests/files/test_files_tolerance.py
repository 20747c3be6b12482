"""What people's files look like: every form below means the same school as tests/data/good."""

import csv
import json
import shutil
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from models.school import School
from scheduler.files import load_school, save_school, school_digest

Change = Callable[[str], str]


@pytest.fixture
def good(data: Path) -> School:
    return load_school(data / "good")


@pytest.fixture
def folder(data: Path, tmp_path: Path) -> Path:
    shutil.copytree(data / "good", tmp_path / "school")
    return tmp_path / "school"


ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "utf-8": lambda text: text.encode(),
    "utf-8 with mark": lambda text: text.encode("utf-8-sig"),
    "gb18030": lambda text: text.encode("gb18030"),
    "utf-16": lambda text: text.encode("utf-16"),
    "unix line ends": lambda text: text.replace("\r\n", "\n").encode(),
    "old Mac line ends": lambda text: text.replace("\r\n", "\r").encode(),
    "no last line end": lambda text: text.rstrip().encode(),
    "tabs": lambda text: text.replace(",", "\t").encode("utf-16"),
}


@pytest.mark.parametrize("name", ENCODINGS)
def test_any_encoding_and_line_end(name: str, folder: Path, good: School) -> None:
    save_school(good, folder, "zh", force=True)
    for file in folder.glob("*.csv"):
        file.write_bytes(ENCODINGS[name](file.read_bytes().decode("utf-8-sig")))
    assert load_school(folder) == good


CHANGES: dict[str, tuple[str, Change]] = {
    "mixed headings": ("slots.csv", lambda t: t.replace("weekday", "星期").replace("end", "结束时间")),
    "loose headings": ("slots.csv", lambda t: t.replace("slot_id,weekday", " Slot ID ,ＷｅｅｋＤａｙ")),
    "starred headings": ("slots.csv", lambda t: t.replace("slot_id", "时段编号*")),
    "titles above": ("slots.csv", lambda t: "本校时段表,,,\r\n,,,\r\n" + t),
    "blank rows": ("slots.csv", lambda t: "\r\n" + t.replace("mon2", "\r\n,,,\r\nmon2") + "\r\n\r\n,,\r\n"),
    "blank columns": ("slots.csv", lambda t: t.replace("\r\n", ",,\r\n")),
    "short rows": ("pattern.csv", lambda t: t.replace("homework,\r\n", "homework\r\n")),
    "spaces": ("slots.csv", lambda t: t.replace("mon1,1,16:00", " mon1\u3000, 1 ,　16:00 ")),
    "full-width digits": ("slots.csv", lambda t: t.replace("mon1,1,16:00", "ｍｏｎ１,１,１６：００")),
    "real numbers": ("teachers.csv", lambda t: t.replace("12,18", "12.0,18.00")),
    "other dates": ("leave.csv", lambda t: t.replace("2026-10-12", "2026/10/12").replace("2026-10-16", "2026年10月16日")),
    "other separators": ("students.csv", lambda t: t.replace("1;3;4", "1；3、4", 1)),
    "Chinese words": (
        "activities.csv",
        lambda t: t.replace(",club,", ",社团,").replace("tutoring", "培优辅潜").replace("school", "校级社团"),
    ),
    "Chinese kinds": (
        "pattern.csv",
        lambda t: t.replace("homework", "作业").replace("strand", "共同课程").replace("elective", "自选"),
    ),
    "Chinese roles": ("duty_staff.csv", lambda t: t.replace("lead", "带班领导").replace("supervisor", "督导主任")),
    "Chinese groups": ("childcare.csv", lambda t: t.replace("preschool", "学前").replace("yes", "是")),
    "capitals": ("pattern.csv", lambda t: t.replace("homework", "Homework").replace("elective", "ELECTIVE")),
    "yes as true": ("childcare.csv", lambda t: t.replace("yes", "TRUE")),
    "guarded text": ("teachers.csv", lambda t: t.replace("12,18", "'+12,18")),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_a_table_typed_by_people(name: str, folder: Path, good: School) -> None:
    table, change = CHANGES[name]
    file = folder / table
    before = file.read_bytes().decode("utf-8-sig")
    after = change(before)
    assert after != before
    file.write_bytes(after.encode())
    assert load_school(folder) == good


def test_a_table_may_have_a_chinese_name(folder: Path, good: School) -> None:
    (folder / "slots.csv").rename(folder / "时段.CSV")
    assert load_school(folder) == good


def test_other_files_are_left_alone(folder: Path, good: School) -> None:
    for name in (".DS_Store", "._slots.csv", "~$slots.csv", "notes.txt", "plan.pdf"):
        (folder / name).write_bytes(b"\xff\xff")
    (folder / "old").mkdir()
    assert load_school(folder) == good


SETTINGS = [
    'name = "示例小学"\nterm.name = "秋"\nterm.start = 2026-09-01\nterm.end = "2027/1/22"\n',
    '"学校名称" = "示例小学"\n["学期"]\n"学期名称" = "秋"\n"学期开始" = "2026-09-01"\n"学期结束" = 2027-01-22\n',
    'name = "示例小学"\n"学期名称" = "秋"\n"学期开始" = "2026-09-01"\n[term]\nend = 2027-01-22\n[policy]\nmeal_after = 18:00:00\n',
]


@pytest.mark.parametrize("text", SETTINGS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_settings_nested_dotted_and_chinese(text: str, encoding: str, tmp_path: Path) -> None:
    (tmp_path / "school.toml").write_bytes(text.encode(encoding))
    school = load_school(tmp_path)
    assert (school.name, school.term.name) == ("示例小学", "秋")
    assert (school.term.start, school.term.end) == (date(2026, 9, 1), date(2027, 1, 22))
    assert school.policy.meal_after == time(18, 0)


@pytest.mark.parametrize("goals", ["coverage, duty, choices", "覆盖;值班;志愿", "coverage；duty、CHOICES"])
def test_priorities_in_words(goals: str, tmp_path: Path) -> None:
    text = SETTINGS[0] + f'policy.priorities = "{goals}"\npolicy.rank_cost = "0, 2, 5"\n'
    (tmp_path / "school.toml").write_text(text, encoding="utf-8")
    policy = load_school(tmp_path).policy
    assert policy.priorities == ("coverage", "duty", "choices")
    assert policy.rank_cost == (0, 2, 5)


def test_one_chinese_character_alone_in_gb18030(tmp_path: Path) -> None:
    (tmp_path / "school.toml").write_text(SETTINGS[0], encoding="utf-8")
    (tmp_path / "classes.csv").write_bytes("class_id,grade\r\n101,一\r\n".encode("gb18030"))
    assert load_school(tmp_path).classes[0].grade == "一"


def book_with(path: Path, **sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "学校"
    rows: list[list[object]] = [["本校设置"], ["项目", "值"], ["学校名称", "示例小学"], ["term.name", 2026]]
    for row in [*rows, ["学期开始", datetime(2026, 9, 1)], ["term.end", date(2027, 1, 22)], ["地区", None]]:
        book.active.append(row)
    for title, content in sheets.items():
        sheet = book.create_sheet(title)
        for row in content:
            sheet.append(row)
    book.save(path)
    return path


def test_a_workbook_with_real_numbers_dates_and_times(tmp_path: Path) -> None:
    path = book_with(
        tmp_path / "学校.XLSX",
        时段=[["时段编号", "星期", "开始时间", "结束时间"], [1, 2.0, time(16, 0), timedelta(hours=16, minutes=40)]],
        班级=[["class_id", "年级"], [101.0, 1], [1.5, "1"]],
        校历=[["日期", "上课", "按星期几上课"], [datetime(2026, 10, 10), True, 5], ["2026/10/11", 0, None]],
        值班岗位=[["岗位编号", "名称", "角色", "星期"], [1, 2, "督导主任", 3]],
        **{"说明 (2)": [["anything"]], "Notes": [["x"]], "_old": [["y"]], "#1": [[None]]},
    )
    school = load_school(path)
    assert school.term.name == "2026"
    (slot,) = school.slots
    assert (slot.slot_id, slot.weekday, slot.start, slot.end) == ("1", 2, time(16, 0), time(16, 40))
    assert [c.class_id for c in school.classes] == ["101", "1.5"]
    assert [(row.open, row.weekday) for row in school.calendar] == [(True, 5), (False, None)]
    assert (school.duty_posts[0].post_id, school.duty_posts[0].weekdays) == ("1", (3,))


def test_merged_titles_blank_rows_and_columns_in_a_workbook(tmp_path: Path) -> None:
    path = book_with(
        tmp_path / "school.xlsx",
        rooms=[
            ["教室一览表"],
            [],
            [None, "教室编号", None, "容量"],
            [],
            [None, "101", None, 45],
            [None],
            [None, "102", "", 40],
        ],
    )
    book = openpyxl.load_workbook(path)
    book["rooms"].merge_cells("A1:D1")
    book.save(path)
    assert [(r.room_id, r.capacity) for r in load_school(path).rooms] == [("101", 45), ("102", 40)]


def test_the_kept_value_of_a_formula_counts(tmp_path: Path) -> None:
    path = book_with(tmp_path / "school.xlsx", rooms=[["room_id", "capacity"], ["101", 45]])
    book = openpyxl.load_workbook(path)
    book["rooms"]["B2"] = ArrayFormula("B2", "=40+5")
    book.save(path)
    raw = rewritten(path, "xl/worksheets/sheet2.xml", b"</f><v />", b"</f><v>45</v>")
    assert raw
    assert load_school(path).rooms[0].capacity == 45


def rewritten(path: Path, member: str, old: bytes, new: bytes) -> bool:
    """Replaces bytes of one part of a workbook, as a spreadsheet program that stores the value would write it."""
    import zipfile

    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    done = old in parts[member]
    parts[member] = parts[member].replace(old, new)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return done


def test_json_without_the_defaults(good: School, tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text(good.model_dump_json(exclude_defaults=True), encoding="utf-8")
    assert load_school(tmp_path / "s.json") == good
    (tmp_path / "t.json").write_text(good.model_dump_json(), encoding="utf-8-sig")
    assert load_school(tmp_path / "t.json") == good


def test_the_digest_does_not_see_the_order_of_rows(good: School) -> None:
    turned = good.model_copy(update={"students": good.students[::-1], "choices": good.choices[::-1]})
    assert school_digest(turned) == school_digest(good)
    one = good.childcare[0]
    two = one.model_copy(update={"group": "primary"})
    other = one.model_copy(update={"teacher_id": "T01"})
    digests = [
        school_digest(good.model_copy(update={"childcare": rows}))
        for rows in ((one, two, other), (other, one, two), (two, one, other))
    ]
    assert digests[0] == digests[1] != digests[2]
    fewer = good.model_copy(update={"choices": good.choices[1:]})
    assert school_digest(fewer) != school_digest(good)


BROKEN_LINES = [
    ("赵一\n（兼任）", "赵一 （兼任）"),
    (" 篮球 \r\n\t提高班\v", "篮球 提高班"),
    ("a\u2028b\x85c", "a b c"),
]


@pytest.mark.parametrize("form", ["school", "school.xlsx", "school.json"])
@pytest.mark.parametrize(("typed", "meant"), BROKEN_LINES)
def test_line_breaks_in_a_cell_are_one_space(form: str, typed: str, meant: str, tmp_path: Path) -> None:
    """Alt+Enter, in names and in ids alike, in each form."""
    settings = {"name": typed, "term": {"name": typed, "start": "2026-09-01", "end": "2027-01-22"}}
    rows = [{"room_id": typed, "name": typed, "kinds": typed, "capacity": "40"}]
    path = tmp_path / form
    if form == "school":
        path.mkdir()
        text = json.dumps(typed)
        (path / "school.toml").write_text(f"name={text}\nterm={{name={text},start=2026-09-01,end=2027-01-22}}")
        with (path / "rooms.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([list(rows[0]), list(rows[0].values())])
    elif form == "school.json":
        path.write_text(json.dumps(settings | {"rooms": rows}), encoding="utf-8")
    else:
        in_sheet = typed.replace("\v", "\n")
        book = openpyxl.load_workbook(book_with(path, rooms=[list(rows[0]), [in_sheet] * 3 + [40]]))
        book["学校"]["B3"], book["学校"]["B4"] = in_sheet, in_sheet
        book.save(path)
    school = load_school(path)
    room = school.rooms[0]
    assert [school.name, school.term.name, room.room_id, room.name, *room.kinds] == [meant] * 5
    save_school(school, tmp_path / f"again-{form}")
    assert load_school(tmp_path / f"again-{form}") == school
