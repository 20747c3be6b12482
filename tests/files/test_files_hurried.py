"""What somebody in a hurry writes: told once, at its cell, with what to write."""

import csv
import datetime
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from scheduler.errors import InputFault
from scheduler.files import describe, describe_all, load_school, save_school
from scheduler.files.load import load_with_doubts

DEMO = Path("instances/demo")

Rows = list[list[str]]


def wrote(folder: Path, table: str, change: Callable[[Rows], None]) -> Path:
    """The folder, copied from the demo where it is not there yet, with the rows of one table changed."""
    path = (folder if folder.exists() else shutil.copytree(DEMO, folder)) / f"{table}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    change(rows)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    return folder


def cell(row: int, column: int, value: str) -> Callable[[Rows], None]:
    return lambda rows: rows[row - 1].__setitem__(column, value)


def told(path: Path) -> list[str]:
    """What is said of a school that is wrong."""
    with pytest.raises(InputFault) as caught:
        load_school(path)
    assert all("{" not in describe(one, "en") for one in caught.value.problems)
    return describe_all(caught.value.problems, "zh")


#: Of one school: table, row, column, what was typed, what is said.
TYPED = [
    ("leave", 2, 1, "9月1日", "请写成 2026-09-01。"),
    ("leave", 3, 2, "2025-10-07", "早于开始日期 2026-10-06。现为：2025-10-07。是不是“2026-10-07”？"),
    ("calendar", 3, 1, "放假", "请写成 否。"),
    ("rooms", 4, 3, "不限", "请填一个够大的数，如 200。"),
    ("rooms", 5, 4, "不限", "请填一个够大的数，如 200。"),
    ("activities", 3, 5, "三至四年级", "应为 3;4。"),
    ("activities", 4, 5, "全校", "所有年级都收的，这一格请留空。"),
    ("students", 4, 3, "不参加", "哪天都不参加的学生，请删去这一行"),
    ("students", 5, 3, "周一周三", "请写成 1;3。"),
    ("teachers", 3, 5, "每天1节", "应为整数：只写数字，不写单位，最多九位。现为：每天1节。"),
    ("choices", 2, 2, "第一志愿", "请写成 1。"),
    ("choices", 3, 2, "②", "请写成 2。"),
    ("activities", 5, 5, "低年级", "“低年级”是哪几个年级，请在这里写明；那里有的年级是：1、2、3、4、5、6。"),
    ("activities", 6, 5, "3年级以上", "应为 3;4;5;6。"),
    ("activities", 7, 5, "二年级及以下", "应为 1;2。"),
    ("activities", 8, 5, "除一年级外", "应为 2;3;4;5;6。"),
    ("activities", 9, 5, "一、二年级", "应为 1;2。"),
    ("activities", 12, 6, "不限", "没有下限的，请填 1。"),
    ("activities", 10, 7, "20-25", "请在“最少人数”写 20，在“最多人数”写 25。"),
    ("activities", 11, 7, "20/25", "却写了 20 和 25。请定下是哪一个"),
    ("rooms", 2, 3, "四十五", "请写成 45。"),
    ("rooms", 3, 3, "45/50", "却写了 45 和 50。请定下是哪一个"),
    ("rooms", 6, 3, "待定", "还没有定的，请先填一个估计的数"),
    ("rooms", 7, 3, "四五十人", "应为整数"),
    ("instructors", 2, 5, "面议", "还没有定的，请先填一个估计的数"),
    ("instructors", 3, 5, "免费", "没有的，请填 0。"),
    ("instructors", 4, 5, "一百五十元", "请写成 150。"),
    ("calendar", 2, 2, "补周五", "请写成 5。"),
    ("teachers", 4, 4, "无", "没有上限的，请留空。"),
    ("teachers", 5, 6, "2-3节", "却写了 2 和 3。请定下是哪一个"),
    ("duty_staff", 2, 6, "不限", "没有下限的，请填 1。"),
    ("rooms", 8, 3, "1,040", "数字里不要写逗号。请写成 1040。"),
    ("duty_staff", 3, 7, "无", "没有的，请填 0。"),
]


def test_cells_with_what_to_write(tmp_path: Path) -> None:
    folder = tmp_path / "school"
    for table, row, column, typed, _ in TYPED:
        wrote(folder, table, cell(row, column, typed))
    wrote(folder, "teachers", lambda rows: rows.append(["填表人：张老师", *[""] * (len(rows[0]) - 1)]))
    wrote(folder, "rooms", lambda rows: rows.append(["平均", "", "", "49.3", "", ""]))
    found = told(folder)
    for table, row, _, _, said in TYPED:
        assert any(said in one for one in found if one.startswith(f"{table}.csv，第 {row} 行"))
    assert sum("这一行看来是合计或平均" in one for one in found) == 1
    assert sum("看来是说明或合计" in one for one in found) == 1
    assert len(found) == len(TYPED) + 2


def deleted(rows: Rows) -> None:
    """A teacher's row."""
    del rows[5]


def nameless(rows: Rows) -> None:
    """The name of a teacher in the place of the id."""
    rows[3][:2] = ["孙书博", ""]


def newcomer(rows: Rows) -> None:
    """The same of one whom nobody names."""
    rows.append(["王芳", "", "语文", *rows[1][3:]])


def lost(rows: Rows) -> None:
    """A row of which the first cell was lost and the last was written once more."""
    rows[4] = [rows[4][1], rows[4][2], rows[4][2]]


def lowered(rows: Rows) -> None:
    """All head teachers one row too low."""
    heads = [row[3] for row in rows[1:]]
    for row, head in zip(rows[1:], ["", *heads[:-1]], strict=True):
        row[3] = head
    rows.append(["", "", "", heads[-1]])


def exchanged(rows: Rows) -> None:
    """Rank and block in each other's column, and some lists that are for every block without one of its own."""
    for row in rows[1:]:
        row[1:3] = [row[2], "" if row[0].endswith("3") and row[1] == "tue" else row[1]]


@pytest.mark.parametrize(
    ("table", "change", "said"),
    [
        ("teachers", deleted, "teachers.csv，teacher_id（教师编号）列：这张表里没有 T005，可是classes.csv（班级）、teaching.csv（任课）里有2处写了 T005。"),
        ("pattern", cell(10, 0, "33"), "pattern.csv，第 10 行，grade（年级）列：没有这个年级。classes.csv（班级）和pattern.csv（课后安排）里的年级有：1、2、3、4、5、6。现为：33。是不是“3”？"),
        ("choices", cell(3, 3, "painting"), "choices.csv，第 3 行，activity_id（活动编号）列：学号 S10101、选课段 tue、活动编号 painting 在第 2 行已经有了：一个活动在同一张志愿表里只能填一次。请看这名学生交的志愿"),
        ("calendar", cell(3, 1, "补周五"), "calendar.csv，第 3 行，open（上课）列：这里只填“是”或“否”。这天上周五的课的，请在这里填“是”，在“按星期几上课”列填 5；这天不上课的，填“否”。"),
        ("teachers", nameless, "teachers.csv，第 4 行，teacher_id（教师编号）列：这里写的是姓名或名称，姓名（名称）那一列却空着，像是填错了格。请把它移到那一列，这里写 T003："),
        ("teachers", newcomer, "teachers.csv，第 19 行，teacher_id（教师编号）列：这里写的是姓名或名称，姓名（名称）那一列却空着，像是填错了格。请把它移到那一列，这里填编号。现为：王芳。"),
        ("teachers", cell(4, 7, "周二、周五"), "teachers.csv，第 4 行，unavailable（不可用时段）列：这里要填编号，不填星期。这几天的时段全都要填的，请写成 tue1;tue2;fri1;fri2；只填其中几个的"),
        ("teaching", lost, "teaching.csv，第 5 行，teacher_id（教师编号）列：这是“班级编号”列的内容，不该在这一列：这一行像是左右错开了。"),
        ("duty_posts", cell(3, 4, "16:00-18:20;15:50-15:20"), "duty_posts.csv，第 3 行，windows（在岗时间）列：这一段的结束早于开始：写反了吧？请把这一段写成 15:20-15:50；"),
        ("leave", cell(3, 2, "2026-01-07"), "leave.csv，第 3 行，end（结束日期）列：早于开始日期 2026-10-06。现为：2026-01-07。"),
        ("classes", lowered, "classes.csv，head_teacher（班主任）列：这一列从第 2 行起像是往下错开了一行：第 2 行空着，第 8 行多出来一格。"),
        ("classes", cell(4, 1, "三"), "classes.csv，第 4 行，grade（年级）列："),
        ("choices", exchanged, "choices.csv，block（选课段）列：选课段、志愿两列填反了吧？"),
    ],
)  # fmt: skip
def test_one_cause_is_one_line(table: str, change: Callable[[Rows], None], said: str, tmp_path: Path) -> None:
    (line,) = told(wrote(tmp_path / "school", table, change))
    assert line.startswith(said)


def test_a_table_under_another_name_is_known_by_its_headings(tmp_path: Path) -> None:
    """A file, and a sheet; with the table itself beside it nobody is told to rename it."""
    folder = shutil.copytree(DEMO, tmp_path / "school")
    (folder / "rooms.csv").rename(folder / "场地.csv")
    (line,) = told(folder)
    assert line.endswith("看标题，这是“教室”表，而这个文件夹里正缺它：请把文件改名为 rooms.csv。")
    shutil.copy(DEMO / "rooms.csv", folder / "rooms.csv")
    assert "请把文件改名为" not in told(folder)[0]
    book = tmp_path / "school.xlsx"
    save_school(load_school(DEMO), book, "zh")
    sheets = load_workbook(book)
    sheets["教室"].title = "场地"
    leave = sheets["请假"]
    leave["B3"] = 20261006
    assert isinstance(leave["B2"].value, datetime.datetime)
    leave["B3"].number_format = leave["B2"].number_format  # a number in a cell of dates, which shows as ####
    sheets.save(book)
    found = told(book)
    assert "场地：没有这个名称的表。看标题，这是“教室”表，而这个工作簿里正缺它：请把这张表改名为“教室”。" in found
    assert "请假，第 3 行，“开始日期”列：应为日期。请写成 2026-10-06。现为：20261006。" in found
    assert len(found) == 2


def test_a_word_may_be_written_as_messages_write_it(tmp_path: Path) -> None:
    """strand（共同课程）, in either order; not with another word behind it."""
    before = load_school(DEMO)
    rows = [i for i, row in enumerate(before.pattern) if row.kind == "strand"][:2]
    folder = tmp_path / "school"
    for i, typed in zip(rows, ("strand（共同课程）", "共同课程 (strand)"), strict=True):
        wrote(folder, "pattern", cell(i + 2, 2, typed))
    assert load_school(folder) == before
    (line,) = told(wrote(folder, "pattern", cell(rows[0] + 2, 2, "strand（作业）")))
    assert "应为下列之一" in line


def test_what_has_no_effect_is_noted(tmp_path: Path) -> None:
    """A grade without a class, a make-up day that runs as one without slots, a room that is there twice; told at their rows."""
    assert load_with_doubts(DEMO)[2] == []
    folder = wrote(tmp_path / "school", "pattern", lambda rows: rows.append(["33", "mon1", "homework", ""]))
    wrote(folder, "calendar", cell(2, 2, "6"))
    wrote(folder, "rooms", lambda rows: rows.append(["R909", *rows[2][1:]]))
    _, origin, doubted = load_with_doubts(folder)
    last = {table: max(origin.numbers[table]) for table in ("pattern", "rooms")}
    assert [(one.file, one.row, one.wanted.removeprefix("files.")) for one in doubted] == [
        ("pattern.csv", last["pattern"], "pattern_unused"),
        ("rooms.csv", last["rooms"], "room_twin"),
        ("calendar.csv", 2, "open_no_slots"),
    ]
