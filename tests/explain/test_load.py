"""How much a teacher has beside the others, and what keeps it there."""

from small import planned, tables

from scheduler.explain import Facts, explain_person
from scheduler.explain.days import by_day
from scheduler.explain.load import load_of
from scheduler.messages import LANGS


def told(lang: str, who: int, **cells: object) -> list[str]:
    """What is told of a teacher whose row has these cells; work is 2, 2 and 0, and Cem has 3 periods in the daytime."""
    given = tables()
    given["teachers"][who] |= cells
    school, plan = planned(given)
    facts = Facts(school, plan, "zh" if lang == "zh" else "en")
    return [one.sentence for one in load_of(facts, facts.school.teachers[who])]


def test_both_together_are_told_since_these_are_made_even() -> None:
    assert told("zh", 0) == [
        "课后每周2节，全校教师平均1.3节；白天0节，平均1.0节。合起来2节，平均2.3节（最少2节，最多3节）；编排时看的是合起来的节数，让各人尽量接近。"
    ]


def test_with_no_periods_in_the_daytime_there_is_nothing_to_add_up() -> None:
    assert told("zh", 2, day_load=0)[0].startswith("课后每周")
    assert "白天" not in told("zh", 2, day_load=0)[0]


def test_limits_that_are_reached_are_told() -> None:
    """Ada works both slots of Monday: of a week's two, of three in all with one period in the daytime."""
    (_, limits) = told("zh", 0, max_sessions_week=2, day_load=1, max_load=3)
    assert limits == "“教师”表里：“每周课后上限”2节，已经排满；“总课时上限”3节（白天加课后），已经排满。"
    (_, limits) = told("en", 0, max_sessions_week=2)
    assert limits == "In the table teachers: max_sessions_week is 2, which is reached."
    assert len(told("zh", 0, max_sessions_week=3, max_load=3)) == 1


def test_when_somebody_never_works_is_told_by_the_weekday_where_it_is_all_of_it() -> None:
    (_, never) = told("zh", 2, unavailable="h")
    assert never == "“教师”表里：“不可用时段”（周一16:00–16:40）不排。"
    (_, never) = told("zh", 2, unavailable="c;h")
    assert never == "“教师”表里：“不可用时段”（周一）不排。"


def test_the_rest_is_told_after_those_whom_it_is_the_rest_of() -> None:
    """What is the same on both days is told once; but who else was free differs, and the rest is beside these."""
    facts = Facts(*planned(tables()), "zh")
    for lang in LANGS:
        facts.lang = lang
        rest, head = facts.said("reason.rest", 2, count=3), facts.said("reason.head", 2)
        days = [
            [
                head,
                facts.said("reason.others_free", 2, count=n, looked=1),
                facts.said("swap.equal", 3, names="Bo"),
                rest,
            ]
            for n in (1, 2)
        ]
        found = by_day(facts, ["Mon", "Tue"], days)
        assert [one.key for one in found] == ["reason.head", "reason.others_free_days", "swap.equal", "reason.rest"]


def test_a_teacher_is_told_with_load_and_limits_before_the_sessions() -> None:
    given = tables()
    given["teachers"][0]["max_sessions_week"] = 2
    keys = [one.key for one in explain_person(Facts(*planned(given), "zh"), "ta") if one.depth == 1]
    assert keys[:2] == ["teacher.load", "teacher.limits"]
