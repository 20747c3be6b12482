"""What stands on each page, worked out by hand."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest

from models.plan import Plan
from models.school import School
from scheduler.outputs import VIEWS
from scheduler.outputs.booklet import build_booklet
from scheduler.outputs.pages import Entry, GridCell, Page, Tint

Find = Callable[[str, str], Page]


@pytest.fixture
def find(plan: Plan, school: School) -> Find:
    """A page by its view and key, in Chinese, for the Saturday that runs a Friday's timetable."""
    booklet = build_booklet(plan, school, "zh", VIEWS, date(2026, 10, 10))

    def one(view: str, key: str) -> Page:
        (found,) = [page for page in booklet.of(view) if page.key == key]
        return found

    return one


def cells(page: Page, row: int) -> tuple[GridCell | None, ...]:
    assert page.grid is not None
    return page.grid.rows[row].cells


def test_a_class_grid_has_a_column_for_each_weekday_and_a_row_for_each_slot(find: Find) -> None:
    page = find("class", "101")
    assert page.grid is not None
    assert page.grid.weekdays == ("星期一", "星期二", "星期三", "星期四", "星期五")
    assert [(row.label, row.time) for row in page.grid.rows] == [("第1节", "16:10–16:50"), ("第2节", "16:20–17:00")]
    homework = Entry("homework", "作业辅导", ("王芳 t1", "一班"))
    tutoring = Entry("tutoring", "小组 1人")
    assert cells(page, 0)[0] == GridCell((homework, tutoring))
    assert cells(page, 0)[1] == GridCell((Entry("missing", "共同课程", ("（未开设）",)),))
    assert cells(page, 0)[2] == GridCell()


def test_a_block_of_two_slots_is_one_cell(find: Find) -> None:
    page = find("teacher", "x1")
    entry = Entry("club", "棋[国际]/象*（1班）", ("r2", "陪同教师：王芳 t2", "1人"))
    assert cells(page, 0)[4] == GridCell((entry,), 2)
    assert cells(page, 1)[4] is None
    assert page.grid is not None
    assert [row.time for row in page.grid.rows] == ["15:30–16:10", "16:20–17:00"]


def test_a_cell_says_its_times_where_they_are_not_the_row_s(find: Find) -> None:
    together = Entry("club", "社团", ("（未安排） 1、棋[国际]/象*（1班） 1",))
    assert cells(find("class", "101"), 0)[4] == GridCell((together,), 2, "15:30–17:00")


def test_a_class_page_says_who_goes_where_but_not_who_is_tutored(find: Find) -> None:
    (table,) = find("class", "101").tables
    assert table.rows == (
        ("星期一 16:10", Tint("tutoring", "小组"), "r2 王芳 t2", "1人"),
        ("星期五 15:30", Tint("missing", "（未安排）"), "", "1人：<script>alert(1)</script>"),
        ("星期五 15:30", Tint("club", "棋[国际]/象*（1班）"), "r2 欧阳阿卜杜拉麦麦提艾力江 + 王芳 t2", "1人：=1+1"),
    )
    assert sum(column.span for column in table.columns) == 6


def test_class_attendance_marks_who_is_elsewhere(find: Find) -> None:
    (table,) = find("class", "101 +").tables
    club = Tint("club", "棋[国际]/象*（1班）")
    gone = Tint("missing", "")
    assert table.rows == (
        (1, "=1+1", None, gone, club, club),
        (2, "<script>alert(1)</script>", Tint("tutoring", "小组"), Tint("none", "—"), gone, gone),
    )


def test_a_teacher_sees_what_they_lead_escort_and_care_for(find: Find) -> None:
    first, second = find("teacher", "t1"), find("teacher", "t2")
    assert first.facts == ("白天每周10节", "课后每周2节")
    cared = cells(first, 0)[4]
    assert cared is not None
    assert [entry.kind for entry in cared.entries] == ["childcare"]
    escorted = cells(second, 0)[4]
    assert escorted is not None
    assert escorted.entries[0].lines == ("r2", "陪同 欧阳阿卜杜拉麦麦提艾力江", "1人")
    (duties,) = first.tables
    assert duties.rows == (("2026-09-21", "星期一", "护学岗", "07:20–07:50、16:00–17:30"),)


def test_slips_have_a_line_for_each_meeting(find: Find) -> None:
    first, second = find("student", "101").slips
    assert [row[:3] for row in first.rows] == [
        ("homework", "周一", "16:10–16:50"),
        ("missing", "周二", "16:10–16:50"),
        ("club", "周五", "15:30–17:00"),
    ]
    assert [row[0] for row in second.rows] == ["tutoring", "missing"]


def test_a_roster_has_a_box_for_each_date_with_the_make_up_day_and_without_the_holiday(find: Find) -> None:
    page = find("club", "c")
    dates = [column.heading for column in page.tables[0].columns if column.tick]
    # Friday 25 September is Mid-Autumn, 2 October the National Day week; Saturday 10 October runs a Friday.
    assert dates == ["10/9", "10/10", "10/16"]
    assert page.tables[0].rows[0][:4] == (1, "p1", "=1+1", "101班")


def test_the_duty_calendar_has_every_open_date_once(find: Find) -> None:
    (table,) = find("duty", "calendar").tables
    rows = {row[1]: row for row in table.rows}
    assert len(rows) == len(table.rows)
    assert rows["2026-09-21"] == (1, "2026-09-21", "星期一", "王芳", Tint("none", ""))
    assert rows["2026-10-10"][2:] == ("周六（上周五课）", Tint("missing", "（空缺）"), "孙")
    assert "2026-09-25" not in rows
    assert not any(day in rows for day in ("2026-10-01", "2026-10-05", "2026-10-07", "2026-10-11"))


def test_duties_are_counted(find: Find) -> None:
    (table,) = find("duty", "people").tables
    assert table.rows == (("王芳", 1, 0, 1, 0, 1), ("孙", 0, 1, 0, 1, 1))


def test_the_record_of_a_day_says_what_each_post_looks_at(find: Find) -> None:
    posts = find("today", "record").tables[0]
    assert [row[:3] for row in posts.rows] == [
        ("护学岗", "07:20–07:50\n16:00–17:30", Tint("missing", "（空缺）")),
        ("全天岗", "", "孙"),
    ]
    gate, whole = (str(row[3]) for row in posts.rows)
    assert "入校秩序" in gate
    assert "课后服务2个班次" in gate
    assert "离校秩序" in gate
    assert "上课" in whole


def test_the_sessions_of_a_day_are_those_of_the_weekday_that_it_runs(find: Find) -> None:
    (table,) = find("today", "sessions").tables
    assert [(row[0], row[4], row[5]) for row in table.rows] == [
        ("15:30–16:10", "王芳 t1", 1),
        ("15:30–17:00", "欧阳阿卜杜拉麦麦提艾力江 + 王芳 t2", 1),
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("view", VIEWS)
def test_a_view_has_pages_of_its_own_only(view: str, lang: Any, plan: Plan, school: School) -> None:
    pages = build_booklet(plan, school, lang, [view], date(2026, 10, 10)).pages
    assert {page.view for page in pages} == {view}
    assert len({page.key for page in pages}) == len(pages)
    for page in pages:
        for table in page.tables:
            assert {len(row) for row in table.rows} <= {len(table.columns)}
        for row in page.grid.rows if page.grid else ():
            assert page.grid
            assert len(row.cells) == len(page.grid.weekdays)


def test_a_date_without_school_has_no_record(plan: Plan, school: School) -> None:
    assert build_booklet(plan, school, "zh", ["today"], date(2026, 10, 11)).pages == ()


def test_rosters_with_one_name_are_told_apart(plan: Plan, school: School) -> None:
    """A class club by its class; groups of one activity by their time, and by their section at one time."""
    data = school.model_dump(mode="json")
    data["classes"].append({"class_id": "102", "grade": "1", "room_id": "r2"})
    data["activities"].append({"activity_id": "poem", "name": "诵读社", "kind": "club", "scope": "class"})
    data["slots"].append({"slot_id": "mon2", "weekday": 1, "start": "17:00", "end": "17:40"})
    _, group, club = plan.sessions
    poems = [
        club.model_copy(update={"session_id": one, "activity_id": "poem", "class_id": one}) for one in ("101", "102")
    ]
    late = {"slots": ("mon2",), "block": "mon2", "start": time(17, 0), "end": time(17, 40)}
    groups = [
        group,
        group.model_copy(update={"session_id": "b2", "section": 2}),
        group.model_copy(update={"session_id": "b3", **late}),
    ]
    more = plan.model_copy(update={"sessions": (*groups, club, *poems)})
    pages = build_booklet(more, School.model_validate(data), "zh", ["club"]).pages
    assert {page.key: page.name for page in pages} == {
        "c": "棋[国际]/象*（1班） 周五",
        "101": "诵读社 101班 周五",
        "102": "诵读社 102班 周五",
        "b": "小组（1班） 周一 16:10",
        "b2": "小组（2班） 周一 16:10",
        "b3": "小组 周一 17:00",
    }
    assert all(page.title == f"{page.name} 名单与签到表" for page in pages)
