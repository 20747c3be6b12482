"""Dates of a term that nothing forbids, and that are likely mistyped."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from four_classes import school

from models.checks import faults
from models.checks_term import doubts, too_long
from scheduler.errors import InputProblem
from scheduler.files import describe, describe_all, load_with_doubts

CALENDAR = [{"date": "2026-10-10", "open": True}, {"date": "2026-11-12", "open": False}]


def told(start: str, end: str, name: str = "T", **tables: Any) -> list[tuple[str, str | None, str, str]]:
    """What is doubted of the school with a term of these dates: table, column, message, what is suggested."""
    made = school(term={"name": name, "start": start, "end": end}, **tables)
    found = [*faults(made), *doubts(made)]
    return [(f.table, f.column, f.wanted.removeprefix("files."), str(f.args.get("nearest", ""))) for f in found]


@pytest.mark.parametrize(
    ("start", "end", "column", "meant"),
    [
        ("2025-09-01", "2027-01-22", "term.start", "2026-09-01"),
        ("2026-01-09", "2027-01-22", "term.start", "2026-09-01"),
        ("2026-09-01", "2028-01-22", "term.end", "2027-01-22"),
    ],
)
def test_a_year_off_is_told_at_its_own_date(start: str, end: str, column: str, meant: str) -> None:
    """The calendar's rows tell which of the two dates it is."""
    assert told(start, end, calendar=CALENDAR) == [("school", column, "term_months", meant)]


def test_where_nothing_tells_which_date_it_is_both_are_named() -> None:
    dates = ("2025-09-01", "2027-01-22")
    assert told(*dates) == [("school", "term.end", "term_months_either", "")]
    assert told(*dates, "2026—2027学年第一学期") == [("school", "term.start", "term_months", "2026-09-01")]
    assert told(*dates, "2025—2026学年第一学期") == [("school", "term.end", "term_months", "2026-01-22")]


@pytest.mark.parametrize(
    ("start", "end", "column", "meant", "key"),
    [
        ("2026-09-01", "2026-01-22", "term.end", "2027-01-22", "end_before_start"),
        ("2062-09-01", "2027-01-22", "term.start", "2026-09-01", "start_after_end"),
        ("2028-09-01", "2027-05-22", "term.end", "", "end_before_start"),
    ],
)
def test_a_term_that_ends_before_it_starts(start: str, end: str, column: str, meant: str, key: str) -> None:
    made = school(term={"name": "T", "start": start, "end": end}, calendar=CALENDAR)
    (fault,) = faults(made)
    assert (fault.column, fault.args.get("nearest", ""), fault.wanted) == (column, meant, f"files.{key}")


def test_a_term_of_days_is_told() -> None:
    assert told("2026-09-01", "2026-09-18") == [("school", "term.end", "term_days_either", "")]
    assert told("2026-09-01", "2026-09-01") == [("school", "term.end", "term_days_either", "")]
    assert told("2026-12-09", "2026-12-31") == [("school", "term.start", "term_days", "2026-09-12")]


@pytest.mark.parametrize(
    "dates", [("2026-09-01", "2027-01-22"), ("2026-09-01", "2027-05-03"), ("2026-09-01", "2026-09-28")]
)
def test_a_term_as_terms_are_is_not_doubted(dates: tuple[str, str]) -> None:
    assert told(*dates) == []


def test_rows_behind_the_end_are_told_at_the_end() -> None:
    leave = [{"person_id": "T1", "start": "2026-12-05", "end": "2026-12-14"}]
    leave += [{"person_id": "T1", "start": "2026-10-20", "end": "2026-11-14"}]  # begins within the term
    assert told("2026-09-01", "2026-10-22", calendar=CALENDAR, leave=leave) == [("school", "term.end", "term_ends", "")]
    assert told("2026-10-15", "2027-01-22", calendar=CALENDAR) == [("school", "term.start", "term_begins", "")]


def test_a_row_of_another_year_is_told_itself() -> None:
    rows = [*CALENDAR, {"date": "2027-11-13", "open": False}, {"date": "2031-11-13", "open": False}]
    assert told("2026-09-01", "2027-01-22", calendar=rows) == [
        ("calendar", "date", "date_year", "2026-11-13"),
        ("calendar", "date", "date_unused", ""),
    ]


LEAVE = [{"person_id": "T1", "start": f"{day}", "end": f"{day}"} for day in ("2026-09-03", "2026-10-18", "2026-12-14")]


@pytest.mark.parametrize(
    ("first", "last", "doubt"),
    [
        ("2026-09-03", "2027-09-03", [("leave", "end", "leave_long", "2026-09-03")]),
        ("2025-10-18", "2026-10-20", [("leave", "start", "leave_long", "2026-10-18")]),
        ("2026-03-09", "2026-09-03", [("leave", "start", "leave_long", "2026-09-03")]),
        ("2026-01-18", "2026-11-20", [("leave", "start", "leave_long", "")]),  # October or November
        ("2026-10-01", "2027-04-10", []),  # half a year, as a mother has
        ("2026-09-01", "2027-01-22", []),
        ("2026-03-01", "2027-07-31", []),
    ],
)
def test_a_leave_that_goes_on_for_months_beyond_the_term(first: str, last: str, doubt: list[Any]) -> None:
    assert told("2026-09-01", "2027-01-22", leave=[{"person_id": "T1", "start": first, "end": last}]) == doubt


@pytest.mark.parametrize("years", [1, 2, -1])
def test_both_dates_in_another_year_are_one_line(years: int) -> None:
    """Not the rows, of which none is in such a term; where its name says its years, one table is enough."""
    dates = f"{2026 - years}-09-01", f"{2027 - years}-01-22"
    assert told(*dates, calendar=CALENDAR, leave=LEAVE) == [("school", "term.start", "term_year", "")]
    assert told(*dates, "2026—2027学年", calendar=CALENDAR) == [("school", "term.start", "term_year", "")]
    assert {row[0] for row in told(*dates, calendar=CALENDAR)} == {"calendar"}


def test_both_dates_in_another_year_in_words() -> None:
    made = school(term={"name": "T", "start": "2025-09-01", "end": "2026-01-22"}, calendar=CALENDAR, leave=LEAVE)
    (fault,) = doubts(made)
    line = describe(InputProblem("school.toml", 6, fault.column, fault.found, fault.wanted, fault.args), "zh")
    assert line == (
        "school.toml，第 6 行，[term] 下面的 start（学期开始）：学期写的是 2025-09-01 至 2026-01-22，可是calendar.csv（校历）、"
        "leave.csv（请假）里有日期的5行一行也不在里面；学期换成 2026-09-01 至 2027-01-22，就全都在。学期开始和学期结束的年份写错了吧？"
        "请改正这两项，别的表里的日期不要改。"
    )


def test_a_term_that_most_rows_are_behind_is_told_with_all_of_them() -> None:
    """Also those that are far behind it."""
    made = school(term={"name": "T", "start": "2026-01-09", "end": "2026-07-05"}, calendar=CALENDAR, leave=LEAVE)
    (fault,) = doubts(made)
    assert (fault.column, fault.wanted) == ("term.end", "files.term_ends")
    assert fault.args["count"] == 5
    assert fault.args["far"] == "2026-12-14"


def test_the_calendar_of_last_year_is_one_line(tmp_path: Path, data: Path) -> None:
    shutil.copytree(data / "good", tmp_path / "s")
    rows = "".join(f"2025-11-{day},no,\n" for day in range(11, 16))
    (tmp_path / "s" / "calendar.csv").write_text(f"date,open,weekday\n{rows}", encoding="utf-8")
    _, _, found = load_with_doubts(tmp_path / "s")
    assert describe_all(found, "zh") == [
        "calendar.csv，第 2 至 6 行，date（日期）列：不在学期内（2026-09-01 至 2027-01-22），换一个年份就在："
        "年份写错了吧？请改正；没有写错的，不用改，本学期用不到。"
    ]


def test_the_sentences(tmp_path: Path, data: Path) -> None:
    """By file and line, with the months that were counted, and with those whom the wrong end would shut out."""
    shutil.copytree(data / "good", tmp_path / "s")
    path = tmp_path / "s" / "school.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("2027-01-22", "2028-01-22"), encoding="utf-8")
    made, _, found = load_with_doubts(tmp_path / "s")
    assert too_long(made)
    out = sum(bool(i.cleared_until and i.cleared_until < made.term.end) for i in made.instructors)
    assert out > 0
    (zh,), (en,) = describe_all(found, "zh"), describe_all(found, "en")
    assert zh.startswith("school.toml，第 7 行，[term] 下面的 end（学期结束）：从 2026-09-01 到 2028-01-22 有17个月，")
    assert f"有{out}位外聘教师的“审查有效期”不够" in zh.replace("instructors.csv（外聘教师）", "")
    assert zh.endswith("现为：2028-01-22。是不是“2027-01-22”？")
    assert "are 17 months" in en


POSTS: dict[str, Any] = {
    "duty_posts": [{"post_id": "gate", "name": "校门", "role": "lead"}],
    "duty_staff": [{"staff_id": "T1", "roles": ["lead"]}],
}


def pinned(*dates: str) -> dict[str, Any]:
    """Pinned duties on these dates."""
    return POSTS | {"pin_duties": [{"date": one, "post_id": "gate", "staff_id": "T1"} for one in dates]}


def astray(*dates: str) -> list[tuple[str, str, str]]:
    """What is wrong with pinned duties on these dates: message, what was found, what is suggested."""
    term = {"name": "T", "start": "2026-09-01", "end": "2027-01-22"}
    found = faults(school(term=term, **pinned(*dates)))
    assert {(f.table, f.column) for f in found} == {("pin_duties", "date")}
    return [(f.wanted.removeprefix("files."), f.found, str(f.args.get("nearest", ""))) for f in found]


def test_pinned_duties_of_another_year_are_told_with_the_year() -> None:
    """Few by their dates; many are one line, since they are told alike."""
    assert astray("2025-09-07", "2026-09-08") == [("outside_year", "2025-09-07", "2026-09-07")]
    assert astray(*(f"2025-09-{day:02}" for day in range(7, 12))) == [("outside_year", "", "")] * 5
    assert astray(*(f"2026-03-{day:02}" for day in range(7, 12))) == [("outside_terms", "", "")] * 5
    assert astray("2026-03-07") == [("outside_term", "2026-03-07", "")]


def test_a_term_in_another_year_than_its_pinned_duties_is_told_itself() -> None:
    dates = pinned("2026-09-07", "2026-09-08")
    found = told("2025-09-01", "2026-01-22", calendar=CALENDAR, **dates)
    assert [one[:3] for one in found][:1] == [("school", "term.start", "term_year")]
    assert {one[2] for one in found} == {"term_year"}
