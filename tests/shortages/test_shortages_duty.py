"""Planted shortages of people for duties. The small school's term is two weeks of five days from 7 September 2026."""

import pytest
from shortage_schools import small

from scheduler.shortages import describe, shortages


def post(post_id="gate", **cells):
    return {"post_id": post_id, "name": post_id.title(), "role": "supervisor", **cells}


def people(*ids, **cells):
    return [{"staff_id": i, "roles": "supervisor", "max_week": 5, "min_gap": 1, **cells} for i in ids]


def found(school):
    return [(s.kind, s.names, s.needed, s.available, s.args["times"]) for s in shortages(school)]


def test_enough_people():
    assert found(small(duty_posts=[post()], duty_staff=people("x"))) == []


def test_two_posts_and_one_person_on_a_weekday():
    posts = [post(), post("yard", weekdays="2;4")]
    school = small(duty_posts=posts, duty_staff=people("x"))
    assert found(school) == [("duty_day", ("x",), 2, 1, 4)]
    assert describe(shortages(school)[0], "en", school) == (
        "Tuesday, Thursday, each: 2 people are needed on duty (Gate, Yard), but only 1 can: x."
        " This is so on 4 dates, from 2026-09-08 on. Add people."
    )


@pytest.mark.parametrize("cells", [{"weekdays": "1;2;3;4"}, {"posts": "yard"}, {"roles": "lead"}, {"max_week": 0}])
def test_who_may_not_does_not_count(cells):
    staff = [*people("x"), *people("y", **cells)]
    school = small(duty_posts=[post(), post("yard", weekdays="5")], duty_staff=staff)
    expected = [] if cells == {"posts": "yard"} else [("duty_day", ("x",), 2, 1, 2)]
    assert found(school) == expected


def test_a_leave_leaves_dates_short():
    leave = [{"person_id": "x", "start": "2026-09-09", "end": "2026-09-10"}]
    school = small(duty_posts=[post()], duty_staff=people("x"), leave=leave)
    assert found(school) == [("duty_day", (), 1, 0, 2)]
    assert describe(shortages(school)[0], "zh", school) == (
        "2026-09-09至2026-09-10（周三至周四）没有人能值Gate。请假的有：x。请补人。"
    )


def test_a_post_that_ends_after_a_parent_must_leave():
    kid = {"teacher_id": "a", "group": "primary", "leave_by": "17:00", "weekdays": "3"}
    late = post(windows="17:00-17:30")
    rooms = [{"room_id": "k", "group": "primary", "places": 9}]
    school = small(duty_posts=[late], duty_staff=people("a"), childcare=[kid], childcare_rooms=rooms)
    assert found(school) == [("duty_day", (), 1, 0, 2)]


def test_the_most_in_a_week():
    school = small(duty_posts=[post()], duty_staff=[*people("x", max_week=2), *people("y", max_week=2)])
    assert found(school) == [("duty_week", ("x", "y"), 5, 4, 2)]


def test_the_least_gap_within_a_week():
    school = small(duty_posts=[post()], duty_staff=people("x", min_gap=2))
    assert ("duty_week", ("x",), 5, 3, 2) in found(school)


def test_the_least_gap_across_weeks():
    posts = [post(weekdays="1;5")]
    assert found(small(duty_posts=posts, duty_staff=people("x", min_gap=2))) == [("duty_run", ("x",), 2, 1, 1)]
    assert found(small(duty_posts=posts, duty_staff=people("x", "y", min_gap=2))) == []


def test_two_people_are_too_few_for_a_run_of_days():
    school = small(duty_posts=[post()], duty_staff=people("x", "y", max_week=9, min_gap=3))
    assert ("duty_week", ("x", "y"), 5, 4, 2) in found(school)


def test_the_whole_term():
    closed = [{"date": d, "open": "no"} for d in ("2026-09-17", "2026-09-18")]
    staff = [*people("x", min_gap=3), *people("y", min_gap=2)]
    (short,) = shortages(small(duty_posts=[post()], duty_staff=staff, calendar=closed))
    assert (short.names, short.missing, short.args["term"], short.args["exact"]) == (("x", "y"), 1, 2, 1)


def test_the_usual_posts_where_there_is_no_table_of_posts():
    school = small(duty_staff=[*people("x", "y", "z"), *people("l", roles="lead")])
    assert [(names, needed, available) for _, names, needed, available, _ in found(school)] == [(("x", "y", "z"), 4, 3)]
    said = describe(shortages(school)[0], "zh", school)
    assert said.startswith("周一、周二、周三、周四、周五各需要4人值班")
    assert "共10天" in said


def test_a_week_says_who_is_on_leave_and_how_often_each_may_serve():
    """Five dates a week, two supervisors of whom one is on leave in the second week; each may serve three times."""
    staff = [{"staff_id": p, "name": p.upper(), "roles": "supervisor", "max_week": 3, "min_gap": 1} for p in ("x", "y")]
    leave = [{"person_id": "y", "start": "2026-09-14", "end": "2026-09-18"}]
    post = {"post_id": "gate", "name": "Gate", "role": "supervisor"}
    school = small(duty_posts=[post], duty_staff=staff, leave=leave)
    short = next(s for s in shortages(school) if s.kind == "duty_week")
    assert (short.needed, short.available, short.args["away"], short.args["weeks"]) == (5, 3, "y", "x")
    assert describe(short, "zh", school) == (
        "2026-09-14至2026-09-18（周一至周五）的5个上课日要值5次（Gate），能来的只有X，最多值3次（“每周上限”3次），差2次。请假的有：Y。"
        "请补人；不补人，可以把“值班人员”表X的“每周上限”加到5。"
    )


def test_a_leave_is_named_only_with_posts_that_the_person_could_fill():
    """The lead on leave could not have been at the gate."""
    leads = [{"staff_id": p, "roles": "lead", "max_week": 5, "min_gap": 1} for p in ("l", "m")]
    leave = [{"person_id": "l", "start": "2026-09-07", "end": "2026-09-18"}]
    school = small(
        duty_posts=[post(), post("lead", role="lead")], duty_staff=[*people("x", max_week=2), *leads], leave=leave
    )
    assert [(s.names, s.args["posts"], s.args["away"]) for s in shortages(school)] == [(("x",), "gate", "")]


def test_a_least_gap_is_told_where_it_is_the_reason():
    """On Monday and Tuesday y is on leave; x may serve five times a week, but only on every third school day."""
    staff = [*people("x", min_gap=3), *people("y")]
    leave = [{"person_id": "y", "start": "2026-09-14", "end": "2026-09-15"}]
    school = small(duty_posts=[post(weekdays="1;2")], duty_staff=staff, leave=leave)
    (short,) = shortages(school)
    assert (short.kind, short.names, short.needed, short.available) == ("duty_week", ("x",), 2, 1)
    assert describe(short, "zh", school) == (
        "2026-09-14至2026-09-15（周一至周二）的2个上课日要值2次（Gate），能来的只有x，最多值1次（“最小间隔”3个上课日），差1次。"
        "请假的有：y。请补人；不补人，可以把“值班人员”表x的“最小间隔”减到1。"
    )
    assert describe(short, "en", school).endswith(
        "but only x can, and at most once (min_gap 3 school days): 1 too few. On leave: y. Add people, or for x lower min_gap to 1 in duty_staff."
    )


def test_the_most_in_a_week_and_the_gap_each_with_whom_it_binds():
    """x at most twice a week; y may do all five, but with a gap of 3 only Monday and Thursday: 4 of 5 duties, both weeks."""
    school = small(duty_posts=[post()], duty_staff=[*people("x", max_week=2), *people("y", min_gap=3)])
    short = next(s for s in shortages(school) if s.kind == "duty_week")
    assert describe(short, "zh", school) == (
        "2026-09-07至2026-09-11（周一至周五）的5个上课日要值5次（Gate），能来的只有x、y，最多值4次"
        "（x2次：“每周上限”2次；y2次：“最小间隔”3个上课日），差1次。像这样只有上述人员能来、值不满的周共有2个（从2026-09-07、2026-09-14起），都差1次，这是其中一个。"
        "请补人；不补人，可以把“值班人员”表x的“每周上限”加到3。"
    )


def test_of_weeks_that_lack_as_much_none_is_called_the_worst():
    """x twice a week: of three weeks two lack three of five duties, the last one, with a Monday off, two of four."""
    term = {"name": "T", "start": "2026-08-31", "end": "2026-09-18"}
    closed = [{"date": "2026-09-14", "open": "no"}]
    school = small(term=term, duty_posts=[post()], duty_staff=people("x", max_week=2), calendar=closed)
    (short,) = shortages(school)
    assert (short.missing, short.args["times"], short.args["worst"]) == (3, 3, 2)
    assert (
        "差3次。像这样只有上述人员能来、值不满的周共有3个（从2026-08-31、2026-09-07、2026-09-15起），其中2个都差3次，这是其中一个；别的周差得少些。请补人"
        in describe(short, "zh", school)
    )
    assert (
        ": 3 too few. There are 3 such weeks with only these people (from 2026-08-31, 2026-09-07, 2026-09-15), 2 of them 3 too few like this one, the others less. Add people"
        in describe(short, "en", school)
    )
    (short,) = shortages(small(term=term, duty_posts=[post()], duty_staff=people("x", max_week=2)))
    assert (
        "差3次。像这样只有上述人员能来、值不满的周共有3个（从2026-08-31、2026-09-07、2026-09-14起），都差3次，这是其中一个。请补人"
        in describe(short, "zh", school)
    )
    assert (
        "such weeks with only these people (from 2026-08-31, 2026-09-07, 2026-09-14), each 3 too few; this is one of them. Add people"
        in describe(short, "en", school)
    )


def test_dates_with_a_leave_are_named_as_runs():
    leave = [
        {"person_id": "x", "start": s, "end": e}
        for s, e in (("2026-09-09", "2026-09-10"), ("2026-09-14", "2026-09-14"))
    ]
    school = small(duty_posts=[post()], duty_staff=people("x"), leave=leave)
    (short,) = shortages(school)
    assert describe(short, "en", school) == (
        "2026-09-09 to 2026-09-10 (Wednesday to Thursday), 2026-09-14 (Monday): nobody can be on duty (Gate)."
        " On leave: x. Add people."
    )


def test_a_run_of_days_names_those_on_which_somebody_is_missing():
    """x on every third day; y takes Monday, and is away on the days after."""
    staff = [*people("x", min_gap=3), *people("y")]
    leave = [{"person_id": "y", "start": "2026-09-08", "end": "2026-09-09"}]
    (short,) = shortages(small(duty_posts=[post()], duty_staff=staff, leave=leave))
    assert (short.kind, short.needed, short.available) == ("duty_week", 2, 1)
    assert (short.args["first"], short.args["last"], short.args["away"]) == ("2026-09-08", "2026-09-09", "y")


def changed(school, who, **cells):
    return school.replaced(
        duty_staff=tuple(r.model_copy(update=cells) if r.staff_id == who else r for r in school.duty_staff)
    )


def test_one_person_for_weeks_of_different_lengths_is_one_shortage_and_its_advice_works():
    """Five duties a week, in the second week four; x twice a week, on every second day. Wanted: 5 a week, on days in a row."""
    closed = [{"date": "2026-09-14", "open": "no"}]
    school = small(duty_posts=[post()], duty_staff=people("x", max_week=2, min_gap=2), calendar=closed)
    (short,) = shortages(school)
    assert (short.kind, short.needed, short.available, short.args["times"]) == ("duty_week", 5, 2, 2)
    assert (short.args["raised"], short.args["lowered"]) == (5, 1)
    assert describe(short, "zh", school) == (
        "2026-09-07至2026-09-11（周一至周五）的5个上课日要值5次（Gate），能来的只有x，最多值2次（“每周上限”2次），差3次。"
        "像这样只有上述人员能来、值不满的周共有2个（从2026-09-07、2026-09-15起），这是差得最多的一周。请补人；不补人，可以把“值班人员”表x的“每周上限”加到5、“最小间隔”减到1。"
    )
    assert shortages(changed(school, "x", max_week=5, min_gap=1)) == ()
    assert shortages(changed(school, "x", max_week=4, min_gap=1)) != ()
    assert shortages(changed(school, "x", max_week=5)) != ()


def test_a_week_is_told_whole_though_something_is_told_of_one_of_its_dates():
    """On Friday both posts, and x alone for both: one of six duties cannot be. Of the other five x takes two."""
    posts = [post(), post("yard", weekdays="5")]
    school = small(duty_posts=posts, duty_staff=[*people("x", max_week=2), *people("y", weekdays="5", max_week=0)])
    assert found(school) == [("duty_day", ("x",), 2, 1, 2), ("duty_week", ("x",), 6, 2, 2)]
    week = shortages(school)[1]
    assert (week.args["told"], week.args["raised"]) == (1, 5)
    assert "6次（Gate、Yard），能来的只有x，最多值2次（“每周上限”2次），差4次（其中1次前面已经说过）。" in describe(
        week, "zh", school
    )
    assert ": 4 too few (1 of them told above). There are 2 such weeks" in describe(week, "en", school)
    assert found(changed(school, "x", max_week=5)) == [("duty_day", ("x",), 2, 1, 2)]
    assert len(shortages(changed(school, "x", max_week=4))) == 2


def test_what_is_short_of_some_people_takes_no_date_from_others():
    """Every Friday the yard has nobody; the lead, whom that does not touch, serves twice of five days a week."""
    posts = [post(), post("yard", weekdays="5"), post("head", role="lead")]
    school = small(duty_posts=posts, duty_staff=[*people("x"), *people("l", roles="lead", max_week=2)])
    assert found(school) == [("duty_day", ("x",), 2, 1, 2), ("duty_week", ("l",), 5, 2, 2)]
    week = shortages(school)[1]
    assert describe(week, "zh", school).startswith("2026-09-07至2026-09-11（周一至周五）的5个上课日要值5次（Head）")
    assert found(changed(school, "l", max_week=week.args["raised"])) == [("duty_day", ("x",), 2, 1, 2)]


def test_a_least_gap_of_none():
    """A gap of 0 is as one of 1. Of five days x may serve on two."""
    school = small(duty_posts=[post()], duty_staff=people("x", max_week=2, min_gap=0))
    (short,) = shortages(school)
    assert (short.needed, short.available, short.args["raised"], short.args["lowered"]) == (5, 2, 5, "")


def test_of_many_people_only_those_are_named_who_need_another_limit():
    """Twelve duties a week, and ten people who serve once: two of them have to serve twice."""
    posts = [post(p, weekdays="1;2;3;4") for p in ("gate", "yard", "hall")]
    school = small(duty_posts=posts, duty_staff=people(*"abcdefghij", max_week=1))
    (short,) = shortages(school)
    assert (short.needed, short.available, short.args["raised"]) == (12, 10, 2)
    who = str(short.args["who"]).split(";")
    assert len(who) == 2
    assert shortages(changed(school, who[0], max_week=2)) != ()
    assert shortages(changed(changed(school, who[0], max_week=2), who[1], max_week=2)) == ()


def test_people_who_come_on_other_weekdays_are_named():
    """On Friday two posts and x; y and z come until Thursday, w may not be there at all, a lead is no supervisor."""
    staff = [
        *people("x"), *people("y", "z", weekdays="1;2;3;4"), *people("w", weekdays="1", max_week=0),
        *people("l", weekdays="1", roles="lead"),
    ]  # fmt: skip
    school = small(duty_posts=[post(), post("yard", weekdays="5")], duty_staff=staff)
    (short,) = shortages(school)
    assert describe(short, "zh", school).endswith(
        "从2026-09-11起共2天如此。“值班人员”表另有2人的“星期”没有写周五（y、z），可以先看他们能不能来，或补人。"
    )
    assert describe(short, "en", school).endswith(
        "2 more people are in duty_staff without Friday among their weekdays (y, z): ask whether they can come; or add people."
    )


def test_days_that_no_roster_fills_are_named_with_what_would_do():
    """Of the first four days x, on every third, has two, y, on every second, two: but never all four. Nine days lack two."""
    closed = [{"date": "2026-09-18", "open": "no"}]
    staff = [*people("x", min_gap=3), *people("y", min_gap=2)]
    school = small(duty_posts=[post()], duty_staff=staff, calendar=closed)
    (short,) = shortages(school)
    assert describe(short, "zh", school) == (
        "2026-09-07至2026-09-10（周一至周四）的4个上课日要值4次（Gate），能来的只有x、y，最多值3次"
        "（x：“最小间隔”3个上课日；y：“最小间隔”2个上课日），差1次。像这样只有上述人员能来、值不满的周共有2个（从2026-09-07、2026-09-14起），都差1次，这是其中一个。"
        "请补人；不补人，可以把“值班人员”表x的“最小间隔”减到2。"
    )
    assert shortages(changed(school, "x", min_gap=2)) == ()


def test_a_limit_that_is_raised_needs_a_smaller_gap_beside_it():
    """x twice a week on every second day, y twice on every third: with three duties of x, y would have to serve on Tuesday and Thursday."""
    staff = [*people("x", max_week=2, min_gap=2), *people("y", max_week=2, min_gap=3)]
    term = {"name": "T", "start": "2026-09-07", "end": "2026-09-11"}
    school = small(term=term, duty_posts=[post()], duty_staff=staff)
    (short,) = shortages(school)
    assert shortages(changed(school, "x", max_week=3)) != ()
    assert "请补人；不补人，可以把“值班人员”表y的“每周上限”加到3、“最小间隔”减到2。" in describe(short, "zh", school)
    assert shortages(changed(school, "y", max_week=3, min_gap=2)) == ()


def test_two_people_with_a_gap_of_three_are_told_once_with_all_the_term_lacks():
    """Two of any three school days in a row can be filled, so of ten at most seven, though each week by itself lacks one alone."""
    school = small(duty_posts=[post()], duty_staff=people("x", "y", min_gap=3))
    (short,) = shortages(school)
    assert "都差1次，这是其中一个。跨周连着算，全学期这些岗位共缺3次。请补人" in describe(short, "zh", school)
    assert "Counted across weeks, 3 duties of these posts have nobody in the whole term. Add people" in describe(
        short, "en", school
    )


def test_only_those_are_named_who_need_another_limit():
    """Three duties a week, of which each of two takes one: one of them is enough for the third."""
    school = small(duty_posts=[post(weekdays="1;2;3")], duty_staff=people("x", "y", max_week=1, min_gap=1))
    (short,) = shortages(school)
    assert describe(short, "zh", school).endswith("请补人；不补人，可以把“值班人员”表y的“每周上限”加到2。")
    assert shortages(changed(school, "y", max_week=2)) == ()


def test_dates_that_the_advice_of_the_worst_week_settles_are_told_with_it():
    """A whole week, then Monday to Wednesday, then Thursday to Saturday. x once a week, y twice, each on every second day. The
    whole week has 3 of 5; the six days have 2 + 3, and 3 + 3 with x twice a week."""
    days = [f"2026-09-{d:02}" for d in (17, 18, 21, 22, 23)]
    opened = [{"date": f"2026-09-{d}", "open": "yes", "weekday": 2} for d in (25, 26)]
    calendar = [*({"date": d, "open": "no"} for d in days), *opened]
    staff = [*people("x", max_week=1, min_gap=2), *people("y", max_week=2, min_gap=2)]
    term = {"name": "T", "start": "2026-09-07", "end": "2026-09-26"}
    school = small(term=term, duty_posts=[post()], duty_staff=staff, calendar=calendar)
    (week,) = shortages(school)
    assert (week.needed, week.available, week.args["apart"]) == (5, 3, 0)
    assert (week.args["term"], week.args["exact"]) == (3, 1)
    assert [one.needed for one in shortages(changed(school, "x", max_week=2))] == [5]
    assert week.args["lowered"] == ""
    for who in str(week.args["who"]).split(";"):
        school = changed(school, who, max_week=week.args["raised"])
    assert shortages(school) == ()


def test_days_around_a_holiday_can_be_counted_again():
    """Monday to Wednesday, and Thursday to a Saturday of the next week. x once a week, y on every second of the six days: 2 + 3."""
    closed = [{"date": f"2026-09-{d:02}", "open": "no"} for d in (10, 11, 14, 15, 16)]
    opened = [{"date": "2026-09-19", "open": "yes", "weekday": 2}]
    term = {"name": "T", "start": "2026-09-07", "end": "2026-09-19"}
    staff = [*people("x", max_week=1), *people("y", min_gap=2)]
    school = small(term=term, duty_posts=[post()], duty_staff=staff, calendar=[*closed, *opened])
    (short,) = shortages(school)
    assert describe(short, "zh", school).startswith(
        "2026-09-07至2026-09-09（周一至周三）、2026-09-17至2026-09-19（周四至周六，2026-09-19上周二的课）的6个上课日要值6次（Gate），"
        "能来的只有x、y，最多值5次（x2次：“每周上限”1次，共2周；y3次：“最小间隔”2个上课日），差1次。"
    )
    assert describe(short, "en", school).startswith(
        "2026-09-07 to 2026-09-09 (Monday to Wednesday), 2026-09-17 to 2026-09-19 (Thursday to Saturday, 2026-09-19 with the timetable of Tuesday), 6 school days: "
        "6 duties (Gate), but only x, y can, and at most 5 times (x 2 times: max_week 1, 2 weeks; y 3 times: min_gap 2 school days): 1 too few."
    )


def test_what_each_may_serve_adds_up_with_somebody_who_has_no_limit():
    """Six duties in a week: x once, y three times, z, who comes on Mondays alone, once."""
    staff = [*people("x", max_week=1), *people("y", max_week=3), *people("z", weekdays="1")]
    school = small(duty_posts=[post(), post("yard", weekdays="1")], duty_staff=staff)
    (short,) = shortages(school)
    assert "最多值5次（x1次：“每周上限”1次；y3次：“每周上限”3次；z1次：只有1天能来），差1次。" in describe(
        short, "zh", school
    )
    assert "at most 5 times (x once: max_week 1; y 3 times: max_week 3; z once: can come on 1 day only)" in describe(
        short, "en", school
    )


def test_weeks_of_different_lengths_are_told_one_by_one():
    """Two posts on Friday, one on Monday and Tuesday, two on Wednesday. x twice a week, so once on the only day of the first;
    y on every second of the four days: 3 + 2 of 6."""
    closed = [{"date": f"2026-09-{d:02}", "open": "no"} for d in (7, 8, 9, 10, 17, 18)]
    staff = [*people("x", max_week=2), *people("y", min_gap=2)]
    school = small(duty_posts=[post(), post("yard", weekdays="3;5")], duty_staff=staff, calendar=closed)
    (short,) = shortages(school)
    assert describe(short, "zh", school).startswith(
        "2026-09-11至2026-09-16（周五至周三）的4个上课日要值6次（Gate、Yard），能来的只有x、y，"
        "最多值5次（x3次：“每周上限”2次，2周依次1、2次；y2次：“最小间隔”2个上课日），差1次。"
    )
    assert "(x 3 times: max_week 2, in 2 weeks 1, 2; y 2 times: min_gap 2 school days)" in describe(short, "en", school)


def test_a_week_is_advised_what_is_enough_for_it():
    """Five duties a week, four people once each; in the first week one is on leave: two more are wanted there, in the second one."""
    leave = [{"person_id": "y", "start": "2026-09-07", "end": "2026-09-11"}]
    school = small(duty_posts=[post()], duty_staff=people("v", "w", "x", "y", max_week=1), leave=leave)
    first, second = shortages(school)
    assert [(s.missing, len(str(s.args["who"]).split(";")), s.args["apart"]) for s in (first, second)] == [
        (2, 2, 0),
        (1, 1, 1),
    ]
    assert describe(first, "zh", school).endswith(
        "（各1次：“每周上限”1次），差2次。请假的有：y。请补人；不补人，可以把“值班人员”表w、x的“每周上限”加到2。"
    )
    assert describe(second, "zh", school) == (
        "2026-09-14至2026-09-18（周一至周五）的5个上课日（Gate）也差1次。照前面同岗位的那条（2026-09-07起）改了，这里也就够了。"
    )
    assert describe(second, "en", school).endswith(
        "1 too few as well. What is said above of these posts for the days from 2026-09-07 on is enough for these, too."
    )
    assert [s.args["first"] for s in shortages(changed(school, "y", max_week=2))] == ["2026-09-07"]
    assert shortages(changed(changed(school, "w", max_week=2), "x", max_week=2)) == ()


def test_advice_that_serves_a_week_before_says_so():
    """The same with the leave in the second week."""
    leave = [{"person_id": "y", "start": "2026-09-14", "end": "2026-09-18"}]
    school = small(duty_posts=[post()], duty_staff=people("v", "w", "x", "y", max_week=1), leave=leave)
    first, second = shortages(school)
    assert (first.args["apart"], first.args["before"], second.args["apart"]) == (1, "", 0)
    assert describe(first, "zh", school).endswith("单看这几天，把“值班人员”表y的“每周上限”加到2就够。")
    assert describe(second, "zh", school).endswith(
        "请补人；不补人，可以把“值班人员”表w、x的“每周上限”加到2。照这条改了，前面那条（2026-09-07起）也就够了。"
    )
    assert describe(second, "en", school).endswith(
        "for w, x raise max_week to 2 in duty_staff. This is enough for the days above from 2026-09-07 on, too."
    )


def test_who_is_on_leave_is_named_though_other_weeks_lack_people_too():
    """x and y once a week, five duties: y is away from Wednesday on in the first week; z, who could do all, in both weeks."""
    leave = [
        {"person_id": "y", "start": "2026-09-09", "end": "2026-09-11"},
        {"person_id": "z", "start": "2026-09-07", "end": "2026-09-18"},
    ]
    staff = [*people("x", "y", max_week=1, min_gap=2), *people("z")]
    school = small(duty_posts=[post()], duty_staff=staff, leave=leave)
    (short,) = shortages(school)
    assert (short.args["times"], short.args["leaves"], short.args["gaps"]) == (2, "", "")
    assert describe(short, "zh", school).startswith(
        "2026-09-07至2026-09-11（周一至周五）的5个上课日要值5次（Gate），能来的只有x、y，最多值2次（各1次：“每周上限”1次），差3次。"
        "请假的有：y（2026-09-09至2026-09-11）、z。像这样只有上述人员能来、值不满的周共有2个（从2026-09-07、2026-09-14起），都差3次"
    )
    assert "3 too few. On leave: y (2026-09-09 to 2026-09-11), z. There are 2 such weeks" in describe(
        short, "en", school
    )


def test_a_leave_that_takes_duties_is_a_reason_of_its_own():
    """Five duties until Thursday: x, three times a week, is away from Wednesday on; y, on every third day, on Thursday; z once."""
    leave = [
        {"person_id": "x", "start": "2026-09-09", "end": "2026-09-10"},
        {"person_id": "y", "start": "2026-09-10", "end": "2026-09-10"},
    ]
    staff = [*people("x", max_week=3), *people("y", min_gap=3), *people("z", weekdays="3;4", max_week=1)]
    posts = [post(weekdays="1;2;3;4"), post("yard", weekdays="1")]
    term = {"name": "T", "start": "2026-09-07", "end": "2026-09-11"}
    school = small(term=term, duty_posts=posts, duty_staff=staff, leave=leave)
    (short,) = shortages(school)
    assert (
        "（x1次：请假、只有1天能来；y1次：请假、“最小间隔”3个上课日；z1次：“每周上限”1次），差1次。"
        "请假的有：x（2026-09-09至2026-09-10）、y（2026-09-10）。" in describe(short, "zh", school)
    )
    assert (
        "(x once: on leave, can come on 1 day only; y once: on leave, min_gap 3 school days; z once: max_week 1)"
        in describe(short, "en", school)
    )
    assert shortages(school.replaced(leave=school.leave[:1])) == ()


def test_a_gap_is_not_told_beside_the_limit_of_a_week_that_is_enough():
    """Monday to Wednesday; x once a week and on every third day: already the one leaves no more than once."""
    school = small(duty_posts=[post(weekdays="1;2;3")], duty_staff=people("x", max_week=1, min_gap=3))
    short = next(s for s in shortages(school) if s.kind == "duty_week")
    assert (short.args["weeks"], short.args["gaps"]) == ("x", "")
    assert "最多值1次（“每周上限”1次），差2次" in describe(short, "zh", school)


def test_people_whose_posts_leave_it_out_are_named():
    """Yard has nobody: y and z are for the gate alone, w is off, a lead is no supervisor."""
    staff = [
        *people("y", "z", posts="gate", max_week=5), *people("w", posts="gate", max_week=0),
        *people("l", posts="gate", roles="lead"),
    ]  # fmt: skip
    school = small(duty_posts=[post(), post("yard", weekdays="5")], duty_staff=staff)
    assert found(school) == [("duty_day", (), 1, 0, 2)]
    (short,) = shortages(school)
    assert "“值班人员”表另有2人的“岗位”没有写Yard（y、z），可以先看他们能不能值。请补人。" in describe(
        short, "zh", school
    )
    assert "2 more people are in duty_staff without Yard among their posts (y, z): ask" in describe(short, "en", school)
    assert shortages(changed(school, "z", posts=())) == ()


def test_people_whose_child_must_be_fetched_before_the_post_ends_are_named():
    kid = {"teacher_id": "a", "group": "primary", "leave_by": "16:30", "weekdays": "5"}
    yard = post("yard", weekdays="5", windows="16:00-17:00")
    rooms = [{"room_id": "k", "group": "primary", "places": 9}]
    school = small(duty_posts=[yard], duty_staff=people("a"), childcare=[kid], childcare_rooms=rooms)
    (short,) = shortages(school)
    assert "另有1人的孩子在岗位结束以前要接走（“教师子女”表的“最晚离校”），值不了：A。请补人。" in describe(
        short, "zh", school
    )
    assert shortages(school.replaced(childcare=())) == ()


def test_limits_of_one_person_for_two_posts_are_not_told_as_enough():
    """Two posts a day and x alone: with five a week x fills five of ten."""
    school = small(duty_posts=[post(), post("yard")], duty_staff=people("x", max_week=2))
    week = next(short for short in shortages(school) if short.kind == "duty_week")
    assert (week.needed, week.available, week.args["told"], week.args["raised"]) == (10, 2, 5, 5)
    assert describe(week, "zh", school).endswith("不过这样改了，前面说过的5次还是没有人值，仍要补人。")
    assert describe(week, "en", school).endswith(
        " But even then 5 duties told above have nobody: people must be added for them."
    )
    better = changed(school, "x", max_week=5, min_gap=1)
    assert found(better) == [("duty_day", ("x",), 2, 1, 10)]


def test_posts_that_nobody_can_fill_on_a_weekday_are_told_by_role():
    """Nobody comes on Fridays: two posts of supervisors as one, the lead's by itself; the one nobody may ever fill stays apart."""
    staff = [*people("x", "y", posts="gate;yard", weekdays="1;2;3;4"), *people("l", roles="lead", weekdays="1;2;3;4")]
    posts = [post(weekdays="5"), post("yard", weekdays="5"), post("hall", weekdays="5"), post("head", role="lead")]
    posts[-1]["weekdays"] = "5"
    school = small(duty_posts=posts, duty_staff=staff)
    assert sorted((s.args["posts"], s.needed) for s in shortages(school)) == [
        ("gate;yard", 2),
        ("hall", 1),
        ("head", 1),
    ]
    text = describe(next(s for s in shortages(school) if s.needed == 2), "zh", school)
    assert text == (
        "周五需要2人值班（Gate、Yard），但没有人能值。从2026-09-11起共2天如此。"
        "“值班人员”表另有2人的“星期”没有写周五（x、y），可以先看他们能不能来，或补人。"
    )
    better = changed(changed(school, "x", weekdays=(5,)), "y", weekdays=(5,))
    assert [s.args["posts"] for s in shortages(better)] == ["hall", "head"]


def test_a_date_with_the_timetable_of_another_weekday_says_so():
    """Saturday runs Friday's timetable; x cannot serve on both days, and y and z do not come on Fridays."""
    opened = [{"date": "2026-09-12", "open": "yes", "weekday": 5}]
    staff = [*people("x", min_gap=2), *people("y", "z", weekdays="1;2")]
    school = small(duty_posts=[post(weekdays="5")], duty_staff=staff, calendar=opened)
    (short,) = shortages(school)
    assert describe(short, "zh", school).startswith(
        "2026-09-11至2026-09-12（周五至周六，2026-09-12上周五的课）的2个上课日要值2次（Gate），能来的只有x，"
        "最多值1次（“最小间隔”2个上课日），差1次。“值班人员”表另有2人的“星期”没有写周五（y、z），可以先看他们能不能来。请补人"
    )
    assert shortages(changed(school, "z", weekdays=(1, 2, 5))) == ()
    alone = small(duty_posts=[post(weekdays="5")], duty_staff=people("x"), calendar=opened,
                  leave=[{"person_id": "x", "start": "2026-09-12", "end": "2026-09-12"}])  # fmt: skip
    assert describe(shortages(alone)[0], "zh", alone).startswith("2026-09-12（周六，上周五的课）没有人能值Gate。")


def test_people_with_the_same_gap_are_all_told_to_have_a_smaller_one():
    """By the counts alone one of the three with a gap of three would do; day by day it takes all of them."""
    staff = [{"staff_id": who, "name": who.upper(), "roles": "lead", "max_week": 5, "min_gap": 4} for who in "xyz"]
    post = {"post_id": "gate", "name": "Gate", "role": "lead"}
    school = small(duty_posts=[post], duty_staff=staff)
    (short, *_) = shortages(school)
    assert (short.args["lowered"], short.args["who"]) == (3, "z;y;x")
    assert "把“值班人员”表X、Y、Z的“最小间隔”减到3" in describe(short, "zh", school)
    assert shortages(small(duty_posts=[post], duty_staff=[one | {"min_gap": 3} for one in staff])) == ()


def test_of_a_week_too_those_are_named_whose_child_must_be_fetched():
    kid = {"teacher_id": "a", "group": "primary", "leave_by": "16:30"}
    yard = post("yard", windows="16:00-17:00")
    staff = [*people("x", max_week=3), *people("a")]
    school = small(duty_posts=[yard], duty_staff=staff, childcare=[kid])
    short = shortages(school)[0]
    assert (short.kind, short.names) == ("duty_week", ("x",))
    text = "另有1人的孩子在岗位结束以前要接走（“教师子女”表的“最晚离校”），值不了：A。"
    assert text in describe(short, "zh", school)
    later = small(duty_posts=[yard], duty_staff=staff, childcare=[kid | {"leave_by": "17:00"}])
    assert found(later) == []
