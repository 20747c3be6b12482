"""Planted shortages of leaders: who is named, how many are needed, how many there are."""

import pytest
from shortage_schools import acts, found, small, teachers
from test_shortages_planted import least_coverage

from scheduler.shortages import describe, shortages

ALL = "art;chess;help"
MATH = {"activity_id": "math", "name": "Math", "kind": "strand", "skill_needed": "no"}


def test_the_small_school_lacks_nothing():
    assert found(small()) == []


def test_a_slot_with_one_teacher_for_two_homework_sessions():
    staff = [*teachers("a", skills=ALL), *teachers("b", "c", skills=ALL, unavailable="m1")]
    school = small(teachers=staff)
    assert found(school) == [("slot_staff", ("a",), 2, 1)]
    short = shortages(school)[0]
    assert describe(short, "en", school) == (
        "Monday 16:00–17:00: 2 people are needed at once: Homework 2 (classes 1A, 1B). Only 1 can come then (A), 1 too few."
        " Besides, 2 have m1 among their unavailable slots (B, C): ask whether they can come."
        " Add people, or move some grades to another slot in pattern."
    )
    assert (
        describe(short, "zh", school)
        == "周一16:00–17:00同时需要2人：Homework 2节（班级1A、1B）。这时能来的只有1人（A），至少缺1人。“教师”表里另有2人的“不可用时段”写了m1（B、C），可以先看他们能不能来。"
        "请补人，或在“课后安排”表把一部分年级改到别的时段。"
    )


@pytest.mark.parametrize(
    "cells",
    [
        {"max_sessions_week": 0},
        {"max_sessions_day": 0},
        {"day_load": 12, "max_load": 12},
        {"unavailable": "m1;t1;f1;f2"},
    ],
)
def test_a_teacher_without_any_room_does_not_count(cells):
    school = small(teachers=[*teachers("a", skills=ALL), *teachers("b", skills=ALL, **cells)])
    assert ("slot_staff", ("a",), 2, 1) in found(school)


def test_a_class_of_which_nobody_stays_needs_no_session():
    students = [{"student_id": "x", "class_id": "1A"}, {"student_id": "y", "class_id": "1B", "weekdays": "5"}]
    assert found(small(teachers=teachers("a", skills=ALL), students=students)) == []


@pytest.mark.parametrize(("skilled", "missing"), [("hw;" + ALL, False), (ALL, True)])
def test_homework_that_needs_a_skill(skilled, missing):
    acts = [a.model_dump() for a in small().activities]
    acts[0]["skill_needed"] = True
    staff = [*teachers("a", skills="hw;" + ALL), *teachers("b", "c", skills=skilled)]
    expected = [("slot_staff", ("a",), 2, 1)] if missing else []
    assert found(small(activities=acts, teachers=staff)) == expected


def child(teacher_id, **cells):
    return {"teacher_id": teacher_id, "group": "primary", "leave_by": "16:30", **cells}


@pytest.mark.parametrize(
    ("rooms", "names", "available"),
    [
        ([], ("a",), 1),
        ([{"room_id": "k", "group": "preschool", "places": 9}], ("a",), 1),
        ([{"room_id": "k", "group": "primary", "places": 9, "slots": "t1;f1;f2"}], ("a",), 1),
        ([{"room_id": "k", "group": "primary", "places": 9, "carers": 1}], ("a",), 1),
        ([{"room_id": "k", "group": "primary", "places": 1}], (), 0),
    ],
)
def test_childrens_places_bind_their_parents(rooms, names, available):
    staff = [*teachers("a", skills=ALL), *teachers("b", "c", skills=ALL)]
    school = small(
        teachers=staff, childcare=[child("b", weekdays="1"), child("c", weekdays="1")], childcare_rooms=rooms
    )
    expected = [("slot_staff", names, 2, available)] if names else []
    assert found(school) == expected


@pytest.mark.parametrize(("places", "short"), [(0, [("slot_staff", ("a",), 2, 1)]), (1, [])])
def test_a_carer_with_a_child_of_their_own(places, short):
    staff = [*teachers("a", "b", skills=ALL), *teachers("c", skills="childcare")]
    rooms = [
        {"room_id": "k", "group": "primary", "places": 9, "carers": 1},
        {"room_id": "p", "group": "preschool", "places": places},
    ]
    kids = [child("b", weekdays="1"), child("c", weekdays="1", group="preschool")]
    assert (
        found(small(teachers=[*staff, *teachers("d", unavailable="m1")], childcare=kids, childcare_rooms=rooms))
        == short
    )


def test_a_block_of_two_slots_needs_a_leader_who_can_stay():
    # c works once a day and cannot lead the block: a has two slots of it, and homework and art beside c.
    staff = [*teachers("a", skills=ALL, max_sessions_week=3), *teachers("c", skills=ALL, max_sessions_day=1)]
    assert found(small(teachers=staff)) == [("week_staff", ("a", "c"), 6, 5)]
    rested = [*teachers("a", skills=ALL, max_sessions_week=4), staff[1]]
    assert found(small(teachers=rested)) == []


def test_a_childcare_room_that_frees_one_parent_and_costs_one_carer():
    staff = [*teachers("a", skills=ALL), *teachers("b", skills=ALL), *teachers("c", skills=ALL + ";childcare")]
    rooms = [{"room_id": "k", "group": "primary", "places": 9, "carers": 1}]
    one = small(teachers=staff, childcare=[child("b", weekdays="1")], childcare_rooms=rooms)
    assert found(one) == []
    kids = [child("a", weekdays="1"), child("b", weekdays="1")]
    helped = small(teachers=staff, childcare=kids, childcare_rooms=rooms)
    assert found(helped) == []
    lone = small(teachers=[staff[0], staff[2]], childcare=kids[:1], childcare_rooms=rooms)
    assert found(lone) == [("slot_staff", ("a", "c"), 3, 2)]
    assert describe(shortages(lone)[0], "en", lone).startswith(
        "Monday 16:00–17:00: 3 people are needed: childcare 1, Homework 2 (classes 1A, 1B). Only 2 can come then (A, C), 1 too few. Without"
    )


def test_parents_share_the_places_of_a_slot():
    rooms = [{"room_id": "k", "group": "primary", "places": 1}]
    kids = [child(t, weekdays="1") for t in "bcd"]
    short = shortages(small(teachers=teachers("b", "c", "d", skills=ALL), childcare=kids, childcare_rooms=rooms))
    assert [(s.kind, s.names, s.needed, s.available) for s in short] == [("slot_staff", ("b", "c", "d"), 2, 1)]


def test_a_strand_asks_more_than_the_limits_of_its_leaders():
    slots = [{"slot_id": f"t{n}", "weekday": n, "start": "16:00", "end": "17:00"} for n in (1, 2, 3)]
    pattern = [{"grade": "1", "slot_id": s["slot_id"], "kind": "strand"} for s in slots]
    acts = [
        {"activity_id": "art", "name": "Art", "kind": "strand", "sessions_week": 2},
        {"activity_id": "math", "name": "Math", "kind": "strand", "skill_needed": "no"},
    ]
    staff = [
        *teachers("a", skills="art", max_sessions_week=2),
        *teachers("b", skills="art", unavailable="t1;t2"),
        *teachers("c", "d", "e"),
    ]
    school = small(slots=slots, pattern=pattern, activities=acts, teachers=staff)
    assert found(school) == [("week_strand_leaders", ("a", "b"), 4, 3)]
    assert describe(shortages(school)[0], "en", school) == (
        "Art: In the week 4 sessions have to be led, and the 2 people who can lead them can take only 3, 1 too few."
        " What limits them: max_sessions_week for 1 (2). Of those who could lead, 1 has one of t1, t2 among their unavailable slots (B): ask whether they can come: by this count that is enough."
        " Add people (one at least, at 5 sessions a week each), or raise their max_sessions_week to 3."
        " To be led: Art 4 (classes 1A, 1B). Who can: A, B."
    )


def test_a_strand_asks_more_than_its_leaders_have_time_for():
    """Six classes have art once, at two times: two leaders, one session a week each, take two, and four without that limit."""
    classes = [{"class_id": f"{n}A", "grade": "1"} for n in range(1, 7)]
    slots = [{"slot_id": f"t{n}", "weekday": n, "start": "16:00", "end": "17:00"} for n in (1, 2)]
    pattern = [{"grade": "1", "slot_id": s["slot_id"], "kind": "strand"} for s in slots]
    acts = [
        {"activity_id": "art", "name": "Art", "kind": "strand", "sessions_week": 1},
        {"activity_id": "math", "name": "Math", "kind": "strand", "skill_needed": "no", "sessions_week": 1},
    ]
    staff = [*teachers("a", "b", skills="art", max_sessions_week=1), *teachers("c", "d", "e", "f", "g", "h")]
    rooms = [{"room_id": f"r{n}", "capacity": 9} for n in range(6)]
    cells = {"classes": classes, "slots": slots, "pattern": pattern, "activities": acts, "students": [], "choices": []}
    students = [{"student_id": f"s{n}", "class_id": f"{n}A"} for n in range(1, 7)]
    school = small(**cells | {"students": students, "rooms": rooms, "teachers": staff, "tutoring": []})
    short = [one for one in shortages(school) if one.kind == "week_strand_leaders"]
    assert [(s.names, s.needed, s.available, s.key) for s in short] == [(("a", "b"), 6, 2, "week.people")]
    assert describe(short[0], "zh", school) == (
        "Art一周要上6节，能带的2人合起来最多带2节，至少缺4节。各自最多：A1节（“每周课后上限”只有1）、B1节（“每周课后上限”只有1）。"
        "同一时间一人只能带一节，只加大他们的上限不够。请补人（至少2位），或请别的教师也来带（“教师”表的“可任活动”）。"
        "要上的是：Art 6节（班级1A、2A、3A、4A、5A、6A）。能带的是：A、B。"
    )


def test_the_week_asks_more_than_all_teachers_may_work():
    staff = [*teachers("a", "b", skills=ALL, max_sessions_week=2)]
    school = small(teachers=staff)
    assert found(school) == [("week_staff", ("a", "b"), 6, 4)]
    text = describe(shortages(school)[0], "zh", school)  # two of homework, two of the strand, one club of two slots
    assert "周五社团课（16:00–17:00）至少1个班（每班连上2节，共2节）" in text
    assert "限制他们的是：2人的“每周课后上限”（2节）。" in text
    loaded = [*teachers("a", skills=ALL, day_load=9, max_load=11), *teachers("b", skills=ALL, day_load=9, max_load=10)]
    assert "限制他们的是：2人的“总课时上限”减去“白天课时”（剩1至2节）。" in describe(
        next(one for one in shortages(small(teachers=loaded)) if one.key == "week"), "zh", small(teachers=loaded)
    )


def test_a_daily_limit_binds_within_the_week():
    slots = [{"slot_id": f"m{n}", "weekday": 1, "start": f"{15 + n}:00", "end": f"{15 + n}:45"} for n in (1, 2, 3)]
    pattern = [{"grade": "1", "slot_id": s["slot_id"], "kind": "homework"} for s in slots]
    school = small(slots=slots, pattern=pattern, teachers=teachers("a", "b", max_sessions_day=2))
    assert found(school) == [("week_staff", ("a", "b"), 6, 4)]
    cells = {"slots": slots[:2], "pattern": pattern[:2]}
    school = small(**cells, teachers=teachers("a", "b", "c", max_sessions_day=1))
    assert describe(shortages(school)[0], "zh", school) == (
        "周一16:00–16:45、周一17:00–17:45一共要上4节，能带的3人合起来最多带3节，至少缺1节。限制他们的是：3人的“每日课后上限”（1节）。"
        "请补人（按每人这天2节算，至少1位），或把其中1人（比如A）的“每日课后上限”加到2。要上的是：Homework 4节（班级1A、1B）。能带的是：A、B、C。"
    )
    raised = [*teachers("a", max_sessions_day=2), *teachers("b", "c", max_sessions_day=1)]
    assert found(small(**cells, teachers=raised)) == []


INSTRUCTOR = {"instructor_id": "i", "name": "I", "skills": "art", "available": "t1"}


@pytest.mark.parametrize(
    ("cells", "short"),
    [
        ({"escort": "no"}, []),
        ({}, []),
        ({"cleared_until": "2026-09-18"}, []),
        ({"cleared_until": "2026-09-17"}, [("slot_strand_leaders", ("a",), 2, 1)]),
        ({"min_sessions_visit": 2}, [("slot_strand_leaders", ("a",), 2, 1)]),
        ({"max_sessions_week": 0}, [("slot_strand_leaders", ("a",), 2, 1)]),
        ({"skills": "chess"}, [("slot_strand_leaders", ("a",), 2, 1)]),
    ],
)
def test_an_instructor_may_lead_a_strand(cells, short):
    staff = [*teachers("a", skills="art;chess"), *teachers("b", skills="chess")]
    assert found(small(teachers=staff, instructors=[INSTRUCTOR | cells])) == short


@pytest.mark.parametrize(("escort", "short"), [("no", []), ("yes", [("slot_strand_leaders", ("a",), 2, 1)])])
def test_an_escort_must_be_free(escort, short):
    staff = [*teachers("a", skills="art;chess"), *teachers("b", skills="chess", unavailable="t1")]
    assert found(small(teachers=staff, instructors=[INSTRUCTOR | {"escort": escort}])) == short


def test_no_instructor_leads_homework():
    helper = INSTRUCTOR | {"skills": "hw;art", "available": "m1;t1", "escort": "no"}
    staff = teachers("a", skills=ALL)
    assert found(small(teachers=staff, instructors=[helper])) == [("slot_staff", ("a",), 2, 1)]


def test_an_escort_stays_as_long_as_the_club():
    """Friday's club of two slots is led by an instructor with an escort, or by one without."""
    staff = teachers("a", "b", skills="art;help", max_sessions_day=1)
    outside = {"instructor_id": "i", "name": "I", "skills": "chess", "available": "f1;f2"}
    rows = acts(chess={"fallback": False})
    choices = [{"student_id": s.student_id, "rank": 1, "activity_id": "chess"} for s in small().students]
    tables = {"activities": rows, "choices": choices}
    short = small(teachers=staff, instructors=[outside], **tables)
    assert [(one.kind, one.needed, one.available) for one in shortages(short)] == [("seats", 10, 0)]
    assert least_coverage(short) == 100
    assert found(small(teachers=staff, instructors=[outside | {"escort": "no"}], **tables)) == []
    longer = [*staff, *teachers("c", skills="help", max_sessions_day=2)]
    assert found(small(teachers=longer, instructors=[outside], **tables)) == []
    twice = [outside, outside | {"instructor_id": "j", "name": "J"}]
    tables["activities"] = acts(chess={"fallback": False, "max_size": 5, "max_sections": 2})
    two = small(teachers=longer, instructors=twice, **tables)
    assert {one.kind for one in shortages(two)} == {"slot_staff"}
    assert least_coverage(two) > 0


def test_the_limits_that_are_told_to_be_enough_are_and_lower_ones_are_not():
    """Three slots of art for two classes, led by two teachers of whom one has lessons in the daytime."""
    slots = [
        {"slot_id": f"t{n}", "weekday": n // 2 + 1, "start": f"{16 + n % 2}:00", "end": f"{16 + n % 2}:50"}
        for n in range(6)
    ]
    pattern = [{"grade": "1", "slot_id": s["slot_id"], "kind": "strand"} for s in slots]
    rows = [{"activity_id": "art", "name": "Art", "kind": "strand", "sessions_week": 6}]

    def school(day, week, load):
        staff = [*teachers("a", skills="art", max_sessions_day=day, max_sessions_week=week),
                 *teachers("b", skills="art", max_sessions_day=day, max_sessions_week=9, day_load=8, max_load=8 + load)]  # fmt: skip
        return small(slots=slots, pattern=pattern, activities=rows, teachers=staff)

    (short,) = shortages(school(1, 2, 1))
    told = {name: value for name, value in short.args.items() if name.startswith(("raise_", "add"))}
    assert told == {"add": 2, "raise_day": 2, "raise_week": 6, "raise_load": 6}
    assert describe(short, "zh", school(1, 2, 1)).endswith(
        "请补人（按每人一周5节算，至少2位），或把他们的“每日课后上限”加到2、“每周课后上限”加到6、“总课时上限”加到比“白天课时”多6（本来就够的不用改）。"
        "要上的是：Art 12节（班级1A、1B）。能带的是：A、B。"
    )
    assert found(school(2, 6, 6)) == []
    assert all(found(one) for one in (school(1, 6, 6), school(2, 5, 6), school(2, 6, 5)))


def test_the_budget_against_what_only_instructors_can_lead():
    staff = teachers("a", "b", skills="chess;help")
    helpers = [
        INSTRUCTOR | {"fee": 120},
        INSTRUCTOR | {"instructor_id": "j", "name": "J", "fee": 100},
        INSTRUCTOR | {"instructor_id": "k", "name": "K", "fee": 300},
    ]
    school = small(teachers=staff, instructors=helpers, policy={"weekly_budget": 219})
    assert found(school) == [("budget", ("i", "j"), 220, 219)]
    assert found(school.model_copy(update={"policy": school.policy.model_copy(update={"weekly_budget": 220})})) == []


def short_of_money(budget, **cells):
    """Two art sessions at once that no teacher can lead, and one instructor for art, who comes for 120: one session lacks a leader
    whatever is paid."""
    staff = teachers("a", "b", skills="chess;help")
    helpers = [INSTRUCTOR | {"fee": 120, "escort": "no"} | cells]
    school = small(teachers=staff, instructors=helpers, policy={"weekly_budget": budget})
    return [one for one in shortages(school) if one.kind == "budget"], school


def test_sessions_without_anybody_are_no_matter_of_money():
    (short,), school = short_of_money(119)
    assert (short.names, short.needed, short.available) == (("i",), 120, 119)
    assert (short.args["sessions"], short.args["lacking"]) == (1, 1)
    assert describe(short, "zh", school) == (
        "一周要上共同课程 2节（班级1A、1B），合计2节，能带的教师最多带0节。怎么排都缺人的1节以外，还有1节只能请外聘教师，每周最少要120元，超过“学校”表的“每周预算”119元。最便宜的人选：I。"
        "补人时请多补教师，或同时提高“每周预算”。"
    )
    assert describe(short, "en", school) == (
        "A week takes 2 strand sessions (classes 1A, 1B): 2 sessions in all, of which teachers can lead at most 0. "
        "Besides the 1 session for which there is nobody anyway, 1 session can be led by instructors alone. That costs 120 CNY a"
        " week or more, over the budget of 119; cheapest: I. Add teachers rather than instructors, or raise weekly_budget as"
        " well."
    )
    assert short_of_money(120)[0] == []


def test_where_instructors_lack_escorts_money_is_not_short():
    """No teacher can come on Tuesday, and the instructor comes with one alone."""
    staff = teachers("a", "b", skills="chess;help", unavailable="t1")
    school = small(teachers=staff, instructors=[INSTRUCTOR | {"fee": 120}], policy={"weekly_budget": 1})
    assert {one.kind for one in shortages(school)} == {"slot_strand_leaders"}


def test_a_post_takes_a_teacher_out_of_the_slot():
    post = {"post_id": "gate", "name": "Gate", "role": "lead", "windows": "16:30-17:10", "weekdays": "1"}
    duty = {"duty_posts": [post], "duty_staff": [{"staff_id": "a", "roles": "lead"}]}
    two = teachers("a", "b", skills=ALL)
    assert found(small(teachers=two, **duty)) == [("slot_staff", ("a", "b"), 3, 2)]
    assert found(small(teachers=teachers("a", "b", "c", skills=ALL), **duty)) == []
    early = {"duty_posts": [post | {"windows": "07:20-07:50"}], "duty_staff": duty["duty_staff"]}
    assert found(small(teachers=two, **early)) == []


def test_who_else_could_fill_a_post_that_takes_a_teacher_is_named():
    """The porter may fill the door alone; at the gate he would make up for the teacher whom it takes."""
    post = {"post_id": "gate", "name": "Gate", "role": "lead", "windows": "16:30-17:10", "weekdays": "1"}
    rows = [{"staff_id": "a", "roles": "lead"}, {"staff_id": "p", "name": "P", "roles": "lead", "posts": "door"}]
    door = post | {"post_id": "door", "name": "Door", "windows": "07:20-07:50"}
    cells = {"duty_posts": [post, door], "teachers": teachers("a", "b", skills=ALL)}
    school = small(**cells, duty_staff=rows)
    (short,) = shortages(school)
    assert "能值Gate的只有A。“值班人员”表另有1人的“岗位”没有写它（P），让其中一人也能值，这时人手就够。" in describe(
        short, "zh", school
    )
    assert "Only A may fill Gate. For one more of duty_staff it is not among their posts (P): let" in describe(
        short, "en", school
    )
    assert found(small(**cells, duty_staff=[rows[0], rows[1] | {"posts": "door;gate"}])) == []
    alone = small(**cells, duty_staff=rows[:1])
    assert "能值Gate的只有A。" in describe(shortages(alone)[0], "zh", alone)


def test_an_instructor_who_takes_a_teacher_along_is_no_help_where_people_are_too_few():
    """Two lessons and one teacher: with the escort beside the instructor there are still one; where another can come, it is two."""
    away = INSTRUCTOR | {"skills": "art", "available": "m1"}
    alone = [*teachers("a", skills="art;chess"), *teachers("b", "c", "d", skills="art;chess", unavailable="t1")]
    (short,) = shortages(small(teachers=alone, instructors=[away | {"escort": "yes"}]))
    assert (short.kind, short.missing, "kept_visit" in short.args) == ("slot_strand_leaders", 1, False)
    (short,) = shortages(small(teachers=alone, instructors=[away | {"escort": "no"}]))
    assert short.args["kept_visit"]
    free = [*alone[:3], *teachers("d")]
    (short,) = shortages(small(teachers=free, instructors=[away | {"escort": "yes"}]))
    assert short.args["kept_visit"]
