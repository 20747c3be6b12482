"""Writes the surveys beside this file, in the shapes in which schools get them: ``python tests/data/surveys/make.py``.

All names are made up. What each file is to give is worked out by hand in ``tests/imports/test_surveys.py``.
"""

from datetime import datetime
from pathlib import Path

from openpyxl import Workbook

HERE = Path(__file__).parent


def form() -> None:
    """The export of an online form: a title, numbered questions, real times, a questionnaire sent twice."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    sheet.append(["柳溪小学课后服务社团意愿调查（2026 年秋）"])
    sheet.merge_cells("A1:I1")
    sheet.append(["序号", "提交答卷时间", "所用时间", "来自IP", "1、孩子姓名：", "2、所在班级", "3、周三第一志愿",
                  "4、周三第二志愿（选填）", "5、您的联系电话"])  # fmt: skip
    rows = [
        (1, datetime(2026, 9, 2, 18, 1, 5), "71秒", "10.0.0.1(四川)", "林知远", "三年级1班", "绘画", "书法", "000"),
        (2, datetime(2026, 9, 2, 18, 3), "64秒", "10.0.0.2(四川)", "周 子墨", "3-2", "A.足球", "(空)", "000"),
        (3, datetime(2026, 9, 2, 18, 9), "90秒", "10.0.0.3(四川)", "何思齐", "三（2）班", "舞蹈", "绘画", "000"),
        (4, datetime(2026, 9, 3, 7, 30), "55秒", "10.0.0.3(四川)", "何思齐", "302", "绘画", "舞蹈", "000"),
        (5, datetime(2026, 9, 3, 8), "40秒", "10.0.0.4(四川)", "阿依古丽.买买提", "三二班", "中国象棋", "足球", "000"),
        (6, datetime(2026, 9, 3, 8, 5), "47秒", "10.0.0.5(四川)", "吴桐", "４０１", "足球", "中国象棋", "000"),
    ]
    for row in rows:
        sheet.append(row)
    book.save(HERE / "1-form.xlsx")


def wishes() -> None:
    """A column a choice, in English, by id; UTF-8 without a mark, bare line feeds; one row of each kind of fault."""
    lines = [
        "Student ID,1st choice,2nd choice,3rd choice,Remarks",
        "26301,chess,painting,,unchanged",
        "26302,painting,,chess,left out the second",
        "26305,painting,painting,,twice the same",
        "26306,paintng,chess,,a slip of the pen",
        "26309,painting,,,nobody",
        "26401,dance,,,not for grade 4",
        ",chess,,,no name",
        "26402,chess,calligraphy,,good",
    ]
    (HERE / "2-wishes.csv").write_bytes(("\n".join(lines) + "\n").encode())


def clubs() -> None:
    """A column a club, with ranks; GB18030, as a Chinese spreadsheet program saves it."""
    lines = [
        "三年级社团报名表,,,,,,,",
        "班级,姓名,绘画,中国象棋,足球,书法,戏曲,合计",
        "301,林知远,1,3,,2,,3",
        "301,周子墨,,1,1,2,,3",
        "301,张伟,1,2,,,,2",
        "302,何思齐,2,,1,,3,3",
        "302,周子墨,一,,,二,,2",
        "302,阿依古丽·买买提,喜欢,,,,,1",
        ",合计,3,3,3,3,3,",
    ]
    (HERE / "3-clubs.csv").write_bytes(("\r\n".join(lines) + "\r\n").encode("gb18030"))


def rows() -> None:
    """A row a choice with the block; UTF-8 with a mark."""
    lines = [
        "学号,姓名,选课段,志愿,社团",
        "26301,林知远,wed,1,绘画",
        "26301,林知远,wed,2,中国象棋",
        "26301,林知远,周五,2,绘画",
        "26301,林知远,周五,1,书法",
        "26305,何思齐,wed,1,足球",
        "26305,何思齐,fri,1,足球",
        "26306,周子默,wed,1,绘画",
        "26307,阿依古丽•买买提,tue,1,绘画",
        "26402,郑好,wed,第一志愿,戏曲",
        "26402,郑好,wed,第二志愿,绘画",
        "26403,孟凡,wed,1,",
    ]
    (HERE / "4-rows.csv").write_bytes(("\r\n".join(lines) + "\r\n").encode("utf-8-sig"))


def sheets() -> None:
    """A sheet for each class, the student's cells merged over the choices, remarks below, a sheet for people only."""
    book = Workbook()
    first = book.active
    first.title = "三（1）班"
    for row in [
        ("三（1）班社团志愿", None, None),
        ("姓名", "志愿", "社团"),
        ("林知远", 1, "中国象棋"),
        (None, 2, "书法"),
        ("周子墨", 1, "戏曲"),
        (None, 2, "绘画"),
        (None, 3, "中国象棋"),
        (None, None, None),
        ("注：每人最多三个志愿。", None, None),
    ]:
        first.append(row)
    for reference in ("A1:C1", "A3:A4", "A5:A7"):
        first.merge_cells(reference)
    second = book.create_sheet("四(1)班")
    for row in [("姓名", "志愿", "社团"), ("吴桐", 1, "足球"), (None, 2, "中国象棋"), ("孟凡", 1, "戏曲")]:
        second.append(row)
    second.merge_cells("A2:A3")
    book.create_sheet("填表说明").append(["请各班主任于周五前交回。"])
    book.save(HERE / "5-sheets.xlsx")


def lists() -> None:
    """An ordered list in one cell, as a ranking question gives it; UTF-16 with tabs; the same answer sent twice."""
    lines = [
        "提交时间\t学号\t姓名\t请把想参加的社团排序",
        "2026/9/2 18:00:12\t26301\t林知远\t绘画→中国象棋→书法",
        "2026/9/2 18:10:00\t26306\t周子墨\t书法→绘画",
        "2026/9/2 18:10:00\t26306\t周子墨\t书法→绘画",
        "2026/9/2 19:00:00\t26403\t孟凡\t足球┋绘画",
        "2026/9/2 20:00:00\t26402\t郑好\t足球→戏曲",
        "2026/9/2 20:00:00\t26402\t郑好\t戏曲→足球",
    ]
    (HERE / "6-lists.csv").write_bytes(("\r\n".join(lines) + "\r\n").encode("utf-16"))


def groups() -> None:
    """Two rows of headings, the upper one merged over the choices of a day; grade and class in two columns."""
    book = Workbook()
    sheet = book.active
    sheet.title = "汇总"
    for row in [
        ("序号", "年级", "班", "学生姓名", "周三社团", None, "周五社团", None),
        (None, None, None, None, "第一志愿", "第二志愿", "第一志愿", "第二志愿"),
        (1, "三年级", "1班", "林知远", "中国象棋", "绘画", "舞蹈", "书法"),
        (2, "三年级", "2班", "何思齐", "足球", None, "绘画", "足球"),
        (3, "三年级", "（2）", "阿依古丽·买买提", None, None, "书法", None),
        (4, "四年级", "1", "郑好", "戏曲", "足球", None, None),
        (5, "四年级", "1", "吴桐", "足球", "中国象棋", "绘画", None),
    ]:
        sheet.append(row)
    for column in "ABCD":
        sheet.merge_cells(f"{column}1:{column}2")
    sheet.merge_cells("E1:F1")
    sheet.merge_cells("G1:H1")
    book.save(HERE / "7-groups.xlsx")


def own() -> None:
    """The program's own table, typed on another machine: full-width digits, old Mac line ends, no blocks."""
    lines = [
        "学号,志愿,活动编号",
        "２６４０１,１,ｃｈｅｓｓ",
        "２６４０１,２,football",
        "26402,1,painting",
        "26303,1,书法",
        "26301,1,绘画",
    ]
    (HERE / "8-own.csv").write_bytes(("\r".join(lines) + "\r").encode())


if __name__ == "__main__":
    for make in (form, wishes, clubs, rows, sheets, lists, groups, own):
        make()
