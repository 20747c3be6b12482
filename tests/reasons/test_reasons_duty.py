"""Why a duty post has nobody."""

from datetime import date

import pytest
from reason_plans import MONDAYS, duty, full, of, plan_of
from shortage_schools import small

from scheduler.reasons import retold

POST = {"post_id": "gate", "name": "Gate", "role": "supervisor", "weekdays": "1", "windows": "16:30-17:30"}


def person(staff_id="x", **cells):
    return {"staff_id": staff_id, "name": staff_id.upper(), "roles": "supervisor", **cells}


def why(school, duties=(), lang="en"):
    rows = of(school, full(school) | {"duties": list(duties)}, lang)
    return {where: reason for what, where, reason in rows if what == "duty"}


def step(cells=""):
    """What to do, where these cells stand against somebody."""
    relax = f", or see which of these people's cells can be relaxed: {cells}" if cells else ""
    return f"Add another supervisor in duty_staff, or several (kehou explain SCHOOL PLAN --ways-out tells how many){relax}."


def test_unfilled_rows_and_missing_rows_are_gaps():
    school = small(duty_posts=[POST], duty_staff=[person("lead", roles="lead")])
    gaps = why(school, [duty(MONDAYS[0], "gate", None)])
    assert gaps == {
        "2026-09-07;gate": "Nobody in duty_staff has the role supervisor: add somebody.",
        "2026-09-14;gate": "Nobody in duty_staff has the role supervisor: add somebody.",
    }


@pytest.mark.parametrize(
    ("cells", "tables", "cause", "cell"),
    [
        ({"posts": "yard"}, {}, "not for this post", "posts"),
        ({"weekdays": "2"}, {}, "not on this weekday", "weekdays"),
        ({}, {"leave": [{"person_id": "x", "start": "2026-09-07", "end": "2026-09-07"}]}, "on leave", ""),
        ({"max_week": 0}, {}, "max_week is 0: never on duty", "max_week"),
        ({"staff_id": "a", "name": "A"}, {}, "in Homework at the time of the post", ""),
        (
            {"staff_id": "d", "name": "D"},
            {"childcare": [{"teacher_id": "d", "group": "primary", "leave_by": "17:00"}]},
            "must leave by 17:00 for a child",
            "leave_by",
        ),
    ],
)
def test_what_stands_against_a_person(cells, tables, cause, cell):
    school = small(duty_posts=[POST], duty_staff=[person() | cells], **tables)
    name = cells.get("name", "X")
    assert why(school)["2026-09-07;gate"] == f"Nobody with the role supervisor could: {name} ({cause}). {step(cell)}"


def test_other_duties_stand_against_a_person():
    posts = [POST | {"windows": None} | {"weekdays": "1;2;3;4;5"}, POST | {"post_id": "yard", "name": "Yard"}]
    posts[0].pop("windows")
    school = small(duty_posts=posts, duty_staff=[person("x", max_week=3, min_gap=2), person("y", max_week=1)])
    tuesday, thursday = date(2026, 9, 8), date(2026, 9, 10)
    duties = [duty(MONDAYS[0], "yard", "x"), duty(thursday, "gate", "y")]
    found = why(school, duties)
    assert found["2026-09-07;gate"] == (
        "Nobody with the role supervisor could: X (on post Yard that day); Y (on duty on 2026-09-10 of the same week; max_week is 1). "
        + step("max_week")
    )
    assert found[f"{tuesday};gate"] == (
        "Nobody with the role supervisor could: X (on duty on 2026-09-07, only 1 school day before; min_gap is 2, so again on 2026-09-09 at the earliest); "
        "Y (on duty on 2026-09-10 of the same week; max_week is 1). " + step("min_gap, max_week")
    )
    assert why(school, duties, "zh")[f"{tuesday};gate"] == (
        "督导主任都值不了：X（2026-09-07值过，这天是其后第1个上课日，“最小间隔”是2，最早2026-09-09才能再值）；Y（同一周的2026-09-10已排了班，“每周上限”是1次）。"
        "请补督导主任（要补几位，可看 kehou explain 学校数据 方案文件夹 --ways-out），或看看上面这些人的“最小间隔”、“每周上限”能不能放宽。"
    )


def test_what_stands_against_a_person_besides_another_duty_is_told():
    """A holds homework at the time of the post: to give up the other duty would not help."""
    posts = [POST, POST | {"post_id": "yard", "name": "Yard", "windows": "07:20-07:50"}]
    duties = [duty(MONDAYS[0], "yard", "a"), duty(MONDAYS[0], "gate", None)]
    school = small(duty_posts=posts, duty_staff=[person("a", name="A"), person("x", weekdays="2")])
    assert why(school, duties)["2026-09-07;gate"] == (
        "Nobody with the role supervisor could: A (on post Yard that day; and even without that, in Homework at the time of the post); "
        "X (not on this weekday). " + step("weekdays")
    )
    assert "A（当天值“Yard”；就算没有这一条，值班时间里要上Homework）" in why(school, duties, "zh")["2026-09-07;gate"]


def test_a_full_week_and_a_duty_too_near_are_both_told():
    """On Tuesday the week has its two duties, and Monday's is one school day before: neither limit alone is enough."""
    school = small(duty_posts=[{k: v for k, v in POST.items() if k != "windows"} | {"weekdays": "1;2;3;4;5"}])
    school = school.replaced(duty_staff=small(duty_staff=[person("x", max_week=2, min_gap=2)]).duty_staff)
    duties = [duty(date(2026, 9, 7), "gate", "x"), duty(date(2026, 9, 11), "gate", "x")]
    assert why(school, duties)["2026-09-08;gate"] == (
        "Nobody with the role supervisor could: X (on duty on 2026-09-07, 2026-09-11 of the same week, where max_week is 2; "
        "and only 1 school day from the duty on 2026-09-07, where min_gap is 2). " + step("max_week, min_gap")
    )
    assert "离2026-09-07的值班也只有1个上课日，“最小间隔”是2" in why(school, duties, "zh")["2026-09-08;gate"]
    assert (
        "X (on duty on 2026-09-07, 2026-09-11 of the same week; max_week is 2)"
        in why(school, duties)["2026-09-09;gate"]
    )


def test_the_gap_between_two_duties_is_in_school_days():
    """A Monday after a weekend is the next school day after Friday; on Thursday one school day is between it and Tuesday."""
    post = POST | {"weekdays": "1;2;3;4;5"}
    post.pop("windows", None)
    school = small(duty_posts=[post], duty_staff=[person("x", max_week=5, min_gap=3)])
    found = why(school, [duty(date(2026, 9, 8), "gate", "x"), duty(date(2026, 9, 11), "gate", "x")])
    assert (
        "X (on duty on 2026-09-11, only 1 school day before; min_gap is 3, so again on 2026-09-16 at the earliest)"
        in found["2026-09-14;gate"]
    )
    assert (
        "X (on duty on 2026-09-11, only 1 school day after; min_gap is 3, so before it on 2026-09-08 at the latest)"
        in found["2026-09-10;gate"]
    )
    assert (
        "X (on duty on 2026-09-08, only 1 school day before; min_gap is 3, so again on 2026-09-11 at the earliest)"
        in found["2026-09-09;gate"]
    )
    assert (
        "X (on duty on 2026-09-11, only 2 school days before; min_gap is 3, so again on 2026-09-16 at the earliest)"
        in found["2026-09-15;gate"]
    )


def test_somebody_who_could_have():
    school = small(duty_posts=[POST], duty_staff=[person(), person("y", weekdays="5")])
    assert why(school)["2026-09-07;gate"] == (
        "X could have been on duty that day, but the search ended before that was planned. "
        "Plan again with a longer --time-limit."
    )


def test_closed_dates_and_other_weekdays_need_nobody():
    calendar = [{"date": "2026-09-07", "open": "no"}, {"date": "2026-09-08", "open": "yes", "weekday": 1}]
    school = small(duty_posts=[POST], duty_staff=[], calendar=calendar)
    assert set(why(school)) == {"2026-09-08;gate", "2026-09-14;gate"}


def test_reasons_are_told_again_in_the_other_language():
    school = small(duty_posts=[POST], duty_staff=[person(), person("y", weekdays="5")])
    parts = full(school)
    over = plan_of(school, parts | {"duties": [duty(MONDAYS[0], "gate", None)]}, since=date(2026, 9, 14))
    first, second = retold(school, over, "zh").gaps
    assert first.reason == "重新编排时这一天已经过了，原方案这天就没有安排人。"
    assert second.reason.startswith("X这天能值，只是搜索结束前还没有排到这里。请加大时限（--time-limit）重排。")
    assert [gap.where for gap in (first, second)] == [gap.where for gap in over.gaps]
