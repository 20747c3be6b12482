"""Shortages of people with one cause are told once, with the cause: children to fetch, limits of a day, unavailable slots."""

import pytest
from shortage_schools import acts, found, small, teachers
from test_shortages_planted import least_coverage

from models.school import School
from scheduler.shortages import describe, shortages

ALL = "art;chess;help"


def said(school: School, lang: str = "zh") -> str:
    (short,) = shortages(school)
    return describe(short, lang, school)  # type: ignore[arg-type]


def parents(places: int, weekdays: str = "1", **cells: str) -> School:
    """Three teachers, of whom b, c and d have a child to fetch at 16:30; two classes have homework until 17:00 on Monday."""
    kids = [{"teacher_id": t, "group": "primary", "leave_by": "16:30", "weekdays": weekdays, **cells} for t in "bcd"]
    rooms = [{"room_id": "k", "group": "primary", "places": places}]
    return small(teachers=teachers("b", "c", "d", skills=ALL), childcare=kids, childcare_rooms=rooms)


@pytest.mark.parametrize(("places", "available"), [(0, 0), (1, 1), (2, 2)])
def test_children_to_fetch_are_the_cause_until_there_are_places(places, available):
    school = parents(places)
    expected = [("slot_staff", ("b", "c", "d") if places else (), 2, available)] if available < 2 else []
    assert found(school) == expected
    assert (least_coverage(school) > 0) == bool(expected)


def test_children_to_fetch_in_words():
    assert said(parents(1)) == (
        "教师要接孩子，"
        "周一16:00–17:00要2人（Homework 2节），能来的最多1人（要接孩子的3人里最多1人，其他0人），至少缺1人。"
        "乐学小屋（k）的位置，同时最多让他们中1人留下。要接孩子的有3人：B、C、D。"
        "请把“照看小屋”表乐学小屋（k）的“位置数”从1加到2，或把“教师子女”表里1人（如B）的“最晚离校”从16:30推到17:00；也可以补人。"
    )
    assert said(parents(1), "en") == (
        "Teachers must fetch children. "
        "Monday 16:00–17:00: 2 people are needed (Homework 2), 1 at most can come (1 at most of the 3 with a child to fetch"
        ", and 0 others), 1 too few. By the places of the primary children’s room k at most 1 of them can stay at once. 3 have a child to fetch: B, C, D."
        " To help, raise places of the primary children’s room k in childcare_rooms from 1 to 2, or move leave_by in childcare from 16:30 to 17:00 for one person (such as B); or add people."
    )
    assert "小屋里没有一个位置能给他们的孩子。要接孩子的有3人：B、C、D。" in said(parents(0))
    assert "（要接孩子的3人一个也留不下，其他0人）" in said(parents(0))
    barred = said(parents(9, may_use_room="no"))
    assert "没有一个位置" not in barred
    assert "请把“教师子女”表里这3人的“可用小屋”改成是（孩子能去的话），或把“教师子女”表里2人（如B、C）" in barred


def test_a_childcare_room_without_carers_is_told_as_that():
    """Places there are enough; a carer is what is lacking, and with a for one they can all come."""
    room = [{"room_id": "k", "group": "primary", "places": 9, "carers": 1}]
    school = parents(9).replaced(childcare_rooms=small(childcare_rooms=room).childcare_rooms)
    assert found(school) == [("slot_staff", (), 2, 0)]
    assert least_coverage(school) > 0
    assert "乐学小屋（k）的照看教师不够，开不了" in said(school)
    assert "位置数" not in said(school)
    staff = [*school.teachers, *small(teachers=teachers("a", skills="childcare")).teachers]
    assert found(school.replaced(teachers=tuple(staff))) == []


def test_one_cause_of_several_slots_is_told_once():
    """Monday's homework and Tuesday's strand need two people each, and one of the three can stay."""
    school = parents(1, "1;2")
    assert found(school) == [("slot_staff", ("b", "c", "d"), 4, 2)]
    assert "2个时段人手不够，至少缺2人次：周一16:00–17:00要2人（Homework 2节），" in said(school)
    assert found(parents(1, "5")) == []  # a club takes one


def test_children_that_are_not_the_cause_are_told_beside_it():
    """Of a to d two are away; without their children the other two would be enough for two classes, not for three."""
    classes = [{"class_id": c, "grade": "1", "room_id": "r1"} for c in ("1A", "1B", "1C")]
    students = [{"student_id": c, "class_id": c, "weekdays": "1"} for c in ("1A", "1B", "1C")]
    staff = [*teachers("a", "b", skills=ALL), *teachers("c", "d", unavailable="m1")]
    kids = [{"teacher_id": t, "group": "primary", "leave_by": "16:30", "weekdays": "1"} for t in "ab"]
    rooms = [{"room_id": "k", "group": "primary", "places": 1}]
    home = [{"room_id": "r1", "capacity": 9, "groups": 3}]
    school = small(
        classes=classes, students=students, teachers=staff, childcare=kids, childcare_rooms=rooms, rooms=home
    )
    assert found(school) == [("slot_staff", ("a", "b"), 3, 1)]
    assert "这时能来的只有1人（2人的孩子要进小屋，位置不够，其中最多1人留得下：A、B），至少缺2人。" in said(school)
    assert "另有2人的“不可用时段”写了m1（C、D）" in said(school)


def capped(**cells: object) -> School:
    return small(teachers=teachers("a", "b", "c", "d", skills=ALL, **cells))


def test_a_daily_limit_shorter_than_the_block_is_told_once_in_place_of_what_follows():
    """Friday's chess takes two slots: nobody with a limit of one a day can lead it, and ten students have nowhere to go."""
    school = capped(max_sessions_day=1)
    assert found(school) == [("limits", ("a", "b", "c", "d"), 10, 0)]
    assert least_coverage(school) > 0
    assert said(school) == (
        "周五社团课（16:00–17:00）连上2个时段，而4位教师的“每日课后上限”不到2（A、B、C、D），带不了。"
        "所以周五社团课（16:00–17:00）至少有10名学生没有社团可去（要人人有社团，至少要开1个班）。请把其中一些人的“每日课后上限”加到2：可以先改A，再检查一次，或另请这时能来的人。"
    )
    assert said(school, "en").endswith(
        "So at least 10 students have no club in Friday's clubs (16:00–17:00), which takes 1 section or more. "
        "Raise max_sessions_day to 2 for some of them (such as A first; then check again), or add people who can come then."
    )
    assert found(capped(max_sessions_day=2)) == []


def test_the_week_is_counted_with_the_clubs_that_longer_limits_are_for():
    """Two with one session a week for four of homework and strands, and no one for chess: six with it, three for each of them."""
    staff = teachers("a", "b", skills=ALL, max_sessions_week=1)
    school = small(teachers=staff)
    first, week = shortages(school)
    assert (first.key, first.args["few"], week.key, week.needed, week.available) == ("span", "a", "week", 6, 3)
    assert least_coverage(school) > 0
    text = describe(week, "zh", school)
    assert text.startswith("照上面说的改了，人手还不够：一周要上6节，能带的2人合起来最多带3节，")
    assert "限制他们的是" not in text
    assert "请补人（按每人一周5节算，至少1位），或把他们的“每周课后上限”加到3。要上的是：" in text
    assert found(small(teachers=[one | {"max_sessions_week": 3} for one in staff])) == []


def test_any_limit_shorter_than_the_block_is_told_as_what_it_is():
    """The week's limit of some, what is left of the load of others, and both at once of one."""
    load = {"day_load": 9, "max_load": 10}
    staff = [
        *teachers("a", "b", skills=ALL, max_sessions_week=1), *teachers("c", skills=ALL, **load),
        *teachers("d", skills=ALL, max_sessions_day=1, **load), *teachers("e", "f", skills="art;help"),
    ]  # fmt: skip
    school = small(teachers=staff)
    assert found(school) == [("limits", ("a", "b", "c", "d"), 10, 0)]
    assert least_coverage(school) > 0
    assert said(school) == (
        "周五社团课（16:00–17:00）连上2个时段，而2位教师的“每周课后上限”不到2（A、B）；1位教师的“总课时上限”减去“白天课时”不到2（C）；"
        "1位教师的“每日课后上限”、“总课时上限”减去“白天课时”都不到2（D），带不了。所以周五社团课（16:00–17:00）至少有10名学生没有社团可去（要人人有社团，至少要开1个班）。"
        "请把其中一些人的“每日课后上限”加到2、“每周课后上限”加到2、“总课时上限”加到比“白天课时”多2（本来就够的不用改）："
        "可以先改A，再检查一次，或另请这时能来的人。"
    )
    for who, cells in (("a", {"max_sessions_week": 2}), ("d", {"max_sessions_day": 2, "max_load": 11})):
        better = [one | cells if one["teacher_id"] == who else one for one in staff]
        assert found(small(teachers=better)) == []
    assert found(small(teachers=[one | {"max_sessions_day": 2} for one in staff])) == found(school)


def test_those_who_are_told_to_be_enough_are():
    """Two class clubs at once, each led by one of two: one alone is not enough."""
    clubs = acts(chess={"fallback": False}, go={"kind": "club", "scope": "class", "min_size": 1, "fallback": True})
    staff = [*teachers("a", "b", skills="art;go", max_sessions_week=1), *teachers("c", "d", skills="art")]
    school = small(activities=clubs, teachers=staff)
    (short,) = shortages(school)
    assert (short.key, short.args["few"]) == ("span", "a;b")
    assert least_coverage(school) > 0
    assert "请把他们的“每周课后上限”加到2，或另请这时能来的人。" in said(school)
    one = [row | ({"max_sessions_week": 2} if row["teacher_id"] == "a" else {}) for row in staff]
    assert found(small(activities=clubs, teachers=one)) != []
    two = [row | ({"max_sessions_week": 2} if row["teacher_id"] in "ab" else {}) for row in staff]
    assert found(small(activities=clubs, teachers=two)) == []


def test_limits_that_are_equally_tight_are_told_together():
    staff = teachers("a", "b", skills=ALL, max_sessions_week=2, day_load=9, max_load=11)
    school = small(teachers=staff)
    text = "限制他们的是：2人的“每周课后上限”、“总课时上限”减去“白天课时”（各自算下来都只能带2节，要一起加）。"
    assert text in said(school)
    for cells in ({"max_sessions_week": 9}, {"max_load": 20}):
        assert found(small(teachers=[one | cells for one in staff])) == found(school)
    assert found(small(teachers=[one | {"max_sessions_week": 9, "max_load": 20} for one in staff])) == []


def test_one_teacher_who_can_stay_is_enough():
    staff = [*teachers("a", skills=ALL, max_sessions_day=2), *teachers("b", "c", "d", skills=ALL, max_sessions_day=1)]
    assert found(small(teachers=staff)) == []


def test_a_daily_limit_that_is_not_the_cause_is_no_cause():
    """Whatever the limit, chess has no room: it is the room that is told."""
    school = capped(max_sessions_day=1).replaced(
        activities=small(activities=acts(chess={"room_kinds": "pool"})).activities
    )
    assert [short.key for short in shortages(school)] == ["seats.none"]


def test_two_slots_that_lack_the_same_are_told_once():
    """Homework on Monday and Thursday for two classes; a alone can come."""
    slots = [{"slot_id": f"s{n}", "weekday": n, "start": "16:00", "end": "17:00"} for n in (1, 4)]
    pattern = [{"grade": "1", "slot_id": s["slot_id"], "kind": "homework"} for s in slots]
    staff = [*teachers("a"), *teachers("b", "c", max_sessions_day=0)]
    school = small(slots=slots, pattern=pattern, teachers=staff, choices=[])
    assert found(school) == [("slot_staff", ("a",), 2, 1)]
    text = said(school)
    assert text.startswith("周一16:00–17:00、周四16:00–17:00每个时段同时需要2人：")
    assert "这时能排的只有1人（A），至少缺1人。“教师”表里另有2人的“每日课后上限”是0（B、C）。请补人，" in text


def test_students_whose_different_clubs_cannot_run_are_told_together():
    """Five students want go, five want draughts: nobody can lead either."""
    clubs = {name: {"kind": "club"} for name in ("go", "draughts")}
    lists = [
        {"student_id": f"{c}-{n}", "rank": 1, "activity_id": name}
        for c, name in (("1A", "go"), ("1B", "draughts"))
        for n in range(1, 6)
    ]
    school = small(activities=acts(chess={"fallback": False}, **clubs), choices=lists)
    assert found(school) == [("seats", ("draughts", "go"), 10, 0)]
    assert (
        "10名学生（1A-1、1A-2、1A-3、1A-4、1A-5、1B-1、1B-2、1B-3、1B-4、1B-5）只能去这些活动，但都开不了："
        "Draughts、Go（没有人的“可任活动”写了它，请给能带的人加上）。"
    ) in said(school)


def test_students_whose_clubs_lack_different_things_are_told_apart():
    """Five students want go, which nobody can lead, five want chess, for which they are too few."""
    lists = [
        {"student_id": f"{c}-{n}", "rank": 1, "activity_id": name}
        for c, name in (("1A", "go"), ("1B", "chess"))
        for n in range(1, 6)
    ]
    clubs = acts(chess={"fallback": False, "min_size": 6}, go={"kind": "club"})
    school = small(activities=clubs, choices=lists)
    assert found(school) == [("seats", ("go",), 5, 0), ("seats", ("chess",), 5, 0)]
    text = " ".join(describe(short, "zh", school) for short in shortages(school))
    assert (
        "5名学生（1B-1、1B-2、1B-3、1B-4、1B-5）只能去这些活动，但都开不了：Chess（能去的只有5人，不到“最少人数”6，"
        in text
    )
    assert "5名学生（1A-1、1A-2、1A-3、1A-4、1A-5）只能去这些活动，但都开不了：Go（没有人的“可任活动”写了它，" in text


def strand_week(unavailable: str) -> School:
    """Art once a week for two classes, on Tuesday or Wednesday with music; a leads one session a week, and so may b and c."""
    slots = [{"slot_id": f"t{n}", "weekday": n, "start": "16:00", "end": "17:00"} for n in (2, 3)]
    strands = {"art": {"kind": "strand"}, "music": {"kind": "strand", "skill_needed": False}}
    rows = [{"activity_id": name, "name": name.title(), **cells} for name, cells in strands.items()]
    return small(
        slots=slots,
        pattern=[{"grade": "1", "slot_id": s["slot_id"], "kind": "strand"} for s in slots],
        activities=rows,
        teachers=[
            *teachers("a", skills="art", max_sessions_week=1),
            *teachers("b", "c", skills="art", unavailable=unavailable),
            *teachers("d", "e", "f"),
        ],
    )


def test_those_with_the_skill_who_are_away_are_named_before_others_are_asked():
    school = strand_week("t2;t3")
    assert found(school) == [("week_strand_leaders", ("a",), 2, 1)]
    assert least_coverage(school) > 0
    assert said(school) == (
        "Art一周要上2节，能带的1人合起来最多带1节，至少缺1节。限制他们的是：1人的“每周课后上限”（1节）。“教师”表里能带的人中有2人的“不可用时段”写了t2、t3中的时段（B、C），"
        "可以先看他们能不能来，照这样算，都来了就够。请补人（按每人一周5节算，至少1位），或把他们的“每周课后上限”加到2。"
        "要上的是：Art 2节（班级1A、1B）。能带的是：A。"
    )
    assert found(strand_week("t2")) == []


def test_tutoring_whose_teacher_is_away_names_ways_out():
    """Help meets in Monday's homework, and d, who alone leads it, is away then."""
    rows = [{"student_id": f"1A-{n}", "activity_id": "help"} for n in (1, 2)]
    staff = [*teachers("a", "b", "c", skills="art;chess"), *teachers("d", skills=ALL, unavailable="m1")]
    school = small(teachers=staff, tutoring=rows)
    assert found(school) == [("tutoring", (), 1, 0)]
    assert said(school) == (
        "Help没有教师能带：能带它的教师（D）在学生的作业时段都排不上。"
        "“教师”表里能带的人中有1人的“不可用时段”写了m1（D），可以先看能不能来。"
        "也可以请一位这时能来的教师来带（在“教师”表的“可任活动”里给他加上）。"
    )
    assert found(small(teachers=[*staff[:3], *teachers("d", skills=ALL)], tutoring=rows)) == []


def test_a_tutoring_that_its_only_teacher_can_seldom_lead_lacks_a_teacher():
    """Four students, two at a time, homework on two days; d, who alone leads it, is away on one of them."""
    slots = [{"slot_id": f"s{n}", "weekday": n, "start": "16:00", "end": "17:00"} for n in (1, 2)]
    cells = {
        "slots": slots,
        "pattern": [{"grade": "1", "slot_id": s["slot_id"], "kind": "homework"} for s in slots],
        "activities": [
            a for a in acts(help={"max_size": 2, "max_sections": 1}) if a["kind"] in ("homework", "tutoring")
        ],
        "tutoring": [{"student_id": f"1A-{n}", "activity_id": "help"} for n in (1, 2, 3, 4)],
    }
    staff = [*teachers("a", "b", "c"), *teachers("d", skills="help", unavailable="s2")]
    school = small(**cells, teachers=staff)
    (short,) = [one for one in shortages(school) if one.key.startswith("tutoring")]
    assert (short.key, short.needed, short.available) == ("tutoring.led", 4, 2)
    assert least_coverage(school) > 0
    assert "但能带它的只有D，能来的作业时段只有周一16:00–17:00，最多给2人次。" in describe(short, "zh", school)
    assert found(small(**cells, teachers=[*staff, *teachers("e", skills="help")])) == []


def test_teachers_who_may_have_no_session_are_told_in_place_of_all_that_follows():
    """Max_load is taken for the daytime's: nobody has anything left, and homework, the strand and the club have nobody."""
    full = small(teachers=teachers("a", "b", "c", skills=ALL, day_load=12, max_load=12))
    rows = [{"student_id": f"1A-{n}", "activity_id": "help"} for n in (1, 2)]
    school = full.replaced(tutoring=small(tutoring=rows).tutoring)
    assert found(school) == [("limits", ("a", "b", "c"), 3, 0)]
    assert least_coverage(school) > 0
    assert said(school) == (
        "3位教师全都一节课后也排不了：3人的“总课时上限”减去“白天课时”不到1。"
        "请先把他们的“总课时上限”加到比“白天课时”多5，再检查一次，由此引起的另外4处不足（没有列出）也就没有了。"
    )
    assert said(school, "en").startswith("No teacher may have any session at all (all 3): 3 with nothing left")
    usual = small(teachers=teachers("a", "b", "c", skills=ALL, day_load=12, max_load=17))
    assert found(usual.replaced(tutoring=school.tutoring)) == []


def test_an_instructor_who_has_time_and_too_short_a_visit_is_not_told_to_be_full():
    staff = [*teachers("a", skills="art;chess"), *teachers("b", skills="chess")]
    outside = {"instructor_id": "i", "name": "I", "skills": "art", "available": "t1", "min_sessions_visit": 2}
    school = small(teachers=staff, instructors=[outside])
    assert found(school) == [("slot_strand_leaders", ("a",), 2, 1)]
    assert "“外聘教师”表里另有1人当天的“可用时段”比“每次最少”少（I），排不了。" in said(school)
    rarely = outside | {"min_sessions_visit": 1, "max_sessions_week": 0}
    assert "“外聘教师”表里另有1人的“每周上限”是0（I）。" in said(small(teachers=staff, instructors=[rarely]))
    both = outside | {"max_sessions_week": 1}
    text = said(small(teachers=staff, instructors=[both]))
    assert (
        "“外聘教师”表里另有1人排不了，原因不止一个（I）：请看“可用时段”、“审查有效期”、“每周上限”和“每次最少”。" in text
    )
    longer = outside | {"max_sessions_week": 1, "available": "t1;t2"}
    slots = [*small().model_dump()["slots"], {"slot_id": "t2", "weekday": 2, "start": "17:00", "end": "17:30"}]
    text = said(small(teachers=staff, instructors=[longer], slots=slots))
    assert "“外聘教师”表里另有1人的“每周上限”比“每次最少”小（I），排不了。" in text


def test_a_limit_of_a_day_is_told_of_each_day_and_people_are_counted_once():
    """Friday's club of two slots: a may stay with a child or b, for one of whom there is a place, and c and d have one a day; on
    Monday these two are asked for four sessions, and for one too many even where c has two."""
    slots = [{"slot_id": f"m{n}", "weekday": 1, "start": f"{15 + n}:00", "end": f"{15 + n}:45"} for n in (1, 2)]
    clubs = acts(chess={"max_size": 5, "max_sections": 2})
    kids = [{"teacher_id": who, "group": "primary", "leave_by": "16:00", "weekdays": "5"} for who in ("a", "b")]
    staff = [
        *teachers("a", "b", skills=ALL, unavailable="m1;m2"),
        *teachers("c", "d", skills=ALL, max_sessions_day=1),
    ]
    base = small()
    pattern = [{"grade": "1", "slot_id": s["slot_id"], "kind": "homework"} for s in slots]
    school = small(
        slots=[*slots, *(s.model_dump() for s in base.slots if s.slot_id != "m1")],
        pattern=[*pattern, *(p.model_dump() for p in base.pattern if p.slot_id != "m1")],
        activities=clubs,
        teachers=staff,
        rooms=[*(r.model_dump() for r in base.rooms), {"room_id": "hall2", "kinds": "hall", "capacity": 10}],
        childcare=kids,
        childcare_rooms=[{"room_id": "den", "group": "primary", "places": 1}],
    )
    friday, monday = shortages(school)
    assert (friday.key, friday.needed, friday.available) == ("span", 2, 1)
    assert "同时至少要2人，能排的只有1人（2人的孩子要进小屋，位置不够，其中最多1人留得下：A、B）" in describe(
        friday, "zh", school
    )
    assert "或让要接孩子的教师都留得下" in describe(friday, "zh", school)
    assert describe(monday, "zh", school) == (
        "周一16:00–16:45、周一17:00–17:45一共要上4节，能带的2人合起来最多带2节，至少缺2节。限制他们的是：2人的“每日课后上限”（1节）。"
        "“教师”表里能带的人中有2人的“不可用时段”写了m1、m2中的时段（A、B），可以先看他们能不能来，照这样算，都来了就够。"
        "请补人（按每人这天2节算，至少1位），或把他们的“每日课后上限”加到2。要上的是：Homework 4节（班级1A、1B）。能带的是：C、D。"
    )
    assert least_coverage(school) > 0
