"""Planted shortages of rooms, seats and tutoring."""

import pytest
from shortage_schools import acts, found, rooms, small, teachers
from test_shortages_planted import least_coverage

from scheduler.shortages import describe, shortages
from scheduler.shortages.seats import BlockSeats
from scheduler.shortages.staff import Staff

ALL = "art;chess;help"


# -- rooms -------------------------------------------------------------------------------------------------
def test_a_home_room_too_small_for_those_who_stay():
    school = small(rooms=rooms(r1={"capacity": 4}))
    assert found(school) == [("room", ("r1",), 5, 4)]
    assert describe(shortages(school)[0], "en", school) == (
        "class 1A (5 students or more) on the fullest day: the class does not fit into its own room, Room r1, with 4 seats at most. Not possible"
        " there: Homework, Art. Check the capacity in rooms, or give it a larger room in classes."
    )


def test_tutoring_may_take_out_those_for_whom_there_is_no_room():
    tutoring = [{"student_id": f"1A-{n}", "activity_id": "help"} for n in (1, 2)]
    school = small(rooms=rooms(r1={"capacity": 4}), tutoring=tutoring)
    assert [s.args["activities"] for s in shortages(school)] == ["art"]


def test_a_home_room_that_is_closed():
    school = small(rooms=rooms(r1={"unavailable": "m1"}))
    assert [(s.key, s.names, s.args["slots"]) for s in shortages(school)] == [("room.home_closed", ("r1",), "m1")]
    assert describe(shortages(school)[0], "zh", school) == (
        "1A班的作业辅导只能在本班教室，而Room r1在周一16:00–17:00不开放。"
        "请在“教室”表的“不可用时段”里去掉m1，或在“班级”表换教室。"
    )


def test_a_home_room_that_takes_no_group_is_not_closed():
    school = small(rooms=rooms(r1={"groups": 0}))
    assert [(s.key, s.names, s.args["what"]) for s in shortages(school)] == [
        ("room.home_none", ("r1",), "homework;strand")
    ]
    assert describe(shortages(school)[0], "zh", school) == (
        "1A班的作业辅导、共同课程只能在本班教室，而Room r1的“同时组数”是0，一个班也排不进。请在“教室”表改成1以上，或在“班级”表换教室。"
    )


def test_slots_in_which_the_same_rooms_are_short_are_told_together():
    """Both classes have one home room for one class at a time: for homework and for art."""
    classes = [{"class_id": c, "grade": "1", "room_id": "r1"} for c in ("1A", "1B")]
    school = small(classes=classes, activities=acts(chess={"room_kinds": "hall"}))
    assert found(school) == [("slot_rooms", ("r1",), 2, 1)]
    assert describe(shortages(school)[0], "zh", school) == (
        "周一16:00–17:00、周二16:00–17:00，每次同时要给2个班找地方（1A、1B），现有场地最多容1个班（Room r1 1个），至少缺1个班的地方。"
        "请在“班级”表给其中的班换教室，或看看能不能加大“教室”表Room r1的“同时组数”。"
    ).replace("r1 1个", "r11个")
    assert (
        found(small(classes=classes, rooms=rooms(r1={"groups": 2}), activities=acts(chess={"room_kinds": "hall"})))
        == []
    )


def test_no_room_of_the_tag():
    """Strands are told of the week, with the rooms to add; homework by its slots."""
    school = small(activities=acts(art={"room_kinds": "studio"}))
    assert [(s.key, s.names, s.args["class_ids"]) for s in shortages(school)] == [("rooms.week", (), "1A;1B")]
    assert describe(shortages(school)[0], "zh", school) == (
        "一周要上Art共2节（班级1A、1B），但“教室”表没有一间“类别”是studio的教室。请在“教室”表至少添2间“类别”是studio的教室"
        "（“容量”5以上，周二16:00–17:00都能用；只添1间的，“同时组数”填2以上也一样），或在“活动”表Art的“教室类别”里加上别的类别。"
    )
    school = small(activities=acts(hw={"room_kinds": "studio"}))
    assert [(s.key, s.names, s.args["whose"]) for s in shortages(school)] == [("room.none", (), "1A;1B")]
    assert describe(shortages(school)[0], "zh", school) == (
        "1A班、1B班的作业辅导（周一16:00–17:00）没有教室可用：没有一间教室的“类别”是“活动”表“教室类别”要的studio。"
        "请给合用的教室的“类别”加上它，或改“活动”表的“教室类别”。"
    )


@pytest.mark.parametrize(("groups", "short"), [(1, [("slot_rooms", ("hall",), 2, 1)]), (2, [])])
def test_two_strand_sessions_and_one_hall(groups, short):
    school = small(activities=acts(art={"room_kinds": "hall"}), rooms=rooms(hall={"groups": groups}))
    assert found(school) == short


def test_a_strand_of_the_week_and_the_openings_of_its_room():
    slots = [{"slot_id": f"t{n}", "weekday": n, "start": "16:00", "end": "17:00"} for n in (1, 2)]
    pattern = [{"grade": "1", "slot_id": s["slot_id"], "kind": "strand"} for s in slots]
    activities = [
        {"activity_id": "art", "name": "Art", "kind": "strand", "room_kinds": "hall"},
        {"activity_id": "math", "name": "Math", "kind": "strand"},
    ]
    staff = teachers("a", "b", "c", "d", skills="art;math")
    tables = {"slots": slots, "pattern": pattern, "activities": activities, "teachers": staff}
    assert found(small(**tables)) == []
    closed = small(**tables, rooms=rooms(hall={"unavailable": "t2"}))
    assert found(closed) == [("strand_rooms", ("hall",), 2, 1)]
    assert describe(shortages(closed)[0], "zh", closed) == (
        "一周要上Art共2节（班级1A、1B），合用的教室最多排1节（hall同时1组，一周1个时段），至少缺1节。请在“教室”表hall的“不可用时段”里去掉t2，"
        "或把“教室”表hall的“同时组数”从1加到2，或在“教室”表至少添1间“类别”是hall的教室（“容量”5以上，周一16:00–17:00、周二16:00–17:00都能用），或在“活动”表Art的“教室类别”里加上别的类别。"
    )
    assert found(small(**tables, rooms=rooms(hall={"unavailable": "t2", "groups": 2}))) == []


def two_strands(**tables):
    """Both classes have art and math once a week, on Monday and Tuesday; art in the hall, math at home."""
    slots = [{"slot_id": f"t{n}", "weekday": n, "start": "16:00", "end": "17:00"} for n in (1, 2)]
    base = {
        "slots": slots,
        "pattern": [{"grade": "1", "slot_id": s["slot_id"], "kind": "strand"} for s in slots],
        "activities": [
            {"activity_id": "art", "name": "Art", "kind": "strand", "room_kinds": "hall"},
            {"activity_id": "math", "name": "Math", "kind": "strand"},
        ],
        "teachers": teachers("a", "b", "c", "d", skills="art;math"),
    }
    return small(**(base | tables))


@pytest.mark.parametrize(("closed", "key"), [("t1;t2", "room.home_week.none"), ("t1", None), ("t2", None)])
def test_a_home_room_that_is_closed_whenever_a_strand_could_be(closed, key):
    """Math is at home, on Monday or Tuesday, art in the hall on the other day, for two groups at once."""
    school = two_strands(rooms=rooms(r1={"unavailable": closed}, hall={"groups": 2}))
    assert found(school) == ([("room", ("r1",), 1, 0)] if key else [])
    for short in shortages(school):
        assert describe(short, "zh", school) == (
            "1A班一周要上Math1节，但没有一个时段Room r1又开放、又坐得下。请放开“教室”表的“不可用时段”，或在“班级”表换教室。"
        )


def test_a_home_room_that_is_open_once_for_two_strands():
    activities = [
        {"activity_id": "art", "name": "Art", "kind": "strand"},
        {"activity_id": "math", "name": "Math", "kind": "strand"},
    ]
    school = two_strands(activities=activities, rooms=rooms(r1={"unavailable": "t1"}, r2={"unavailable": "t1"}))
    assert [one[0] for one in found(school)] == ["room"]
    # In t1 no home room is open for anything: that says it all.
    assert [short.key for short in shortages(school)] == ["room.home_closed"]


def test_a_room_too_small_for_one_of_the_strands():
    assert found(two_strands()) == []
    school = two_strands(rooms=rooms(hall={"capacity": 4}))
    assert found(school) == [("room", ("hall",), 5, 4)]
    assert describe(shortages(school)[0], "en", school) == (
        "Art: the suitable rooms (hall) with 4 seats at most are too small for class 1A (5 students or more), class 1B (5 students or"
        " more). Check the capacity in rooms, or add at least one room of the kind hall in rooms (capacity 5 or more, free Monday 16:00–17:00, Tuesday 16:00–17:00)."
    )
    assert describe(shortages(school)[0], "zh", school) == (
        "Art能用的教室（hall）最多坐4人，坐不下这些班：1A班至少5人、1B班至少5人。"
        "请核对“教室”表的“容量”，或在“教室”表至少添1间“类别”是hall的教室（“容量”5以上，周一16:00–17:00、周二16:00–17:00都能用）。"
    )


def test_the_room_of_one_strand_is_large_enough_for_one_class():
    extra = [{"student_id": "1B-6", "class_id": "1B"}]
    students = [s.model_dump() for s in small().students] + extra
    school = two_strands(students=students, rooms=rooms(hall={"capacity": 5}, r2={"capacity": 6}))
    assert [(s.kind, s.args["crowded"], s.needed, s.available) for s in shortages(school)] == [("room", "1B", 6, 5)]


def test_the_room_of_one_strand_is_large_enough_on_one_day():
    """On Monday only four of each class stay, and the hall, which holds four, takes one class at a time."""
    students = [s.model_dump() | {"weekdays": (1, 2) if n % 5 else (2,)} for n, s in enumerate(small().students)]
    assert found(two_strands(students=students, rooms=rooms(hall={"capacity": 4, "groups": 2}))) == []
    assert found(two_strands(students=students, rooms=rooms(hall={"capacity": 4}))) == [
        ("strand_rooms", ("hall",), 2, 1)
    ]


def test_a_home_room_too_small_for_one_of_the_strands():
    school = two_strands(rooms=rooms(r1={"capacity": 4}))
    assert found(school) == [("room", ("r1",), 5, 4)]


# -- seats -------------------------------------------------------------------------------------------------
CLUB = {"kind": "club", "fallback": False}


def in_block(school):
    """The shortages of seats of Friday's block, whatever else is short."""
    return list(BlockSeats(school, Staff(school), school.blocks["F"]).shortages())


def seats_of(school):
    return [(s.kind, s.names, s.needed, s.available) for s in in_block(school)]


@pytest.mark.parametrize(
    ("cells", "key", "words"),
    [
        ({"grades": "2"}, "no_club.grade", "没有一个社团收他们的年级（1），志愿也就没法填"),
        ({"blocks": "G"}, "no_club.block", "收他们年级（1）的社团，“选课段”都没有写这一段"),
    ],
)
def test_a_grade_that_no_club_takes_cannot_choose(cells, key, words):
    school = small(activities=acts(chess=cells))
    assert [(s.key, s.needed, s.available) for s in shortages(school)] == [(key, 10, 0)]
    assert words in describe(shortages(school)[0], "zh", school)
    assert least_coverage(school) > 0


def test_students_without_a_list_or_a_fallback():
    wants = [{"student_id": f"1A-{n}", "rank": 1, "activity_id": "chess"} for n in range(1, 6)]
    school = small(activities=acts(chess=CLUB), choices=wants)
    assert found(school) == [("no_club", tuple(f"1B-{n}" for n in range(1, 6)), 5, 0)]
    assert describe(shortages(school)[0], "zh", school) == (
        "周五社团课（16:00–17:00）：5名学生没有可去的社团（没填志愿，或填的在这段都不开），年级也没有兜底活动：1B-1、1B-2、1B-3、1B-4、1B-5。"
        "请补填“志愿”表，或在“活动”表给他们的年级设一个兜底的社团。"
    )


@pytest.mark.parametrize(
    ("cells", "seats"),
    [
        ({"max_size": 6}, 6),
        ({"max_size": 4, "max_sections": 2}, 8),
        ({"max_sections": 2, "room_kinds": "hall", "max_size": 9}, 9),
        ({"room_kinds": "hall", "max_size": 10}, None),
        ({"max_size": 3, "max_sections": 5}, 9),
    ],
)
def test_seats_of_a_club_against_everybody(cells, seats):
    school = small(activities=acts(chess=CLUB | {"fallback": True} | cells))
    assert found(school) == ([("seats", ("chess",), 10, seats)] if seats else [])


def test_leaders_limit_the_sections():
    staff = [*teachers("a", skills=ALL), *teachers("b", "c", skills="art")]
    school = small(activities=acts(chess={"max_size": 6, "max_sections": 2}), teachers=staff)
    assert found(school) == [("seats", ("chess",), 10, 6)]


def test_only_those_who_have_nowhere_else_are_short():
    activities = acts(
        chess=CLUB | {"max_size": 3}, go=CLUB | {"max_size": 3}, drum=CLUB | {"max_size": 10, "room_kinds": "hall"}
    )
    wants = [("1A", "chess"), ("1A", "go"), ("1B", "drum"), ("1B", "chess")]
    choices = [
        {"student_id": f"{c}-{n}", "rank": 1 + (a in ("go", "chess")), "activity_id": a}
        for c, a in wants
        for n in range(1, 6)
    ]
    staff = teachers("a", "b", "c", "d", skills="art;chess;go;drum")
    assert found(small(activities=activities, choices=choices, teachers=staff)) == []
    extra = [{"student_id": f"1A-{n}", "class_id": "1A"} for n in (6, 7)]
    students = [s.model_dump() for s in small().students] + extra
    choices += [{"student_id": s["student_id"], "rank": 1, "activity_id": a} for s in extra for a in ("chess", "go")]
    crowded = small(
        activities=activities, choices=choices, teachers=staff, students=students, rooms=rooms(r1={"capacity": 9})
    )
    assert found(crowded) == [("seats", ("chess", "go"), 7, 6)]


def test_one_leader_cannot_lead_two_clubs_at_once():
    activities = acts(chess=CLUB | {"max_size": 5}, go=CLUB | {"max_size": 5})
    choices = [
        {"student_id": f"{c}-{n}", "rank": 1, "activity_id": a}
        for c, a in (("1A", "chess"), ("1B", "go"))
        for n in range(1, 6)
    ]
    staff = [*teachers("a", skills="art;chess;go"), *teachers("b", skills="art")]
    school = small(activities=activities, choices=choices, teachers=staff)
    assert found(school) == [("slot_staff", ("a",), 2, 1)]  # told once: not again of the students
    assert seats_of(school) == [("seats", ("chess", "go"), 10, 5)]
    assert describe(shortages(school)[0], "zh", school) == (
        "周五16:00–16:30、周五16:30–17:00每个时段同时需要2人：周五社团课（16:00–17:00）至少2个班。这时能来又能带的只有1人（A），"
        "至少缺1人。另有1人这时能来，但“可任活动”里没有Chess、Go（B）：有人能带的，请在“教师”表给他加上。请补人，或在“课后安排”表把一部分年级改到别的时段。"
    )
    assert "Only 1 can come and lead then (A), 1 too few. 1 more person can come then without any of Chess, Go" in (
        describe(shortages(school)[0], "en", school)
    )


def test_a_club_that_cannot_reach_its_least_size():
    choices = [{"student_id": f"1A-{n}", "rank": 1, "activity_id": "go"} for n in (1, 2)]
    activities = acts(chess={"grades": "2"}, go=CLUB | {"min_size": 3})
    students = [{"student_id": f"1A-{n}", "class_id": "1A"} for n in (1, 2)]
    school = small(
        activities=activities, choices=choices, students=students, teachers=teachers("a", "b", skills="art;go")
    )
    assert found(school) == [("seats", ("go",), 2, 0)]


@pytest.mark.parametrize(("home", "seats"), [(5, None), (4, 4)])
def test_class_clubs_meet_in_the_home_room(home, seats):
    activities = acts(chess={"scope": "class"}, hw={"room_kinds": "hall"}, art={"room_kinds": "hall"})
    school = small(activities=activities, rooms=rooms(hall={"groups": 2}, r1={"capacity": home}))
    assert found(school) == ([("seats", ("chess",), 5, seats)] if seats else [])


def test_one_list_for_two_blocks_and_nothing_twice():
    pattern = [
        {"grade": "1", "slot_id": "m1", "kind": "elective"},
        {"grade": "1", "slot_id": "f1", "kind": "elective"},
    ]
    activities = [{"activity_id": a, "name": a, "kind": "club"} for a in ("chess", "go")]
    students = [{"student_id": "x", "class_id": "1A"}]
    staff = teachers("a", "b", skills="chess;go")
    tables = {"pattern": pattern, "activities": activities, "students": students, "teachers": staff}
    one = [{"student_id": "x", "rank": 1, "activity_id": "chess"}]
    assert found(small(**tables, choices=one)) == [("no_club", ("x",), 2, 1)]
    assert [s.key for s in shortages(small(**tables, choices=one))] == ["no_club.twice"]
    alone = small(**tables | {"activities": activities[:1]}, choices=one)  # no other club takes the grade
    assert [(s.key, s.names, s.needed, s.available) for s in shortages(alone)] == [
        ("no_club.twice_grade", ("x",), 2, 1)
    ]
    assert describe(shortages(alone)[0], "zh", alone).startswith(
        "1名学生一周要上2次社团课，但一周内不能重复，而“活动”表里收他们年级（1）的社团不够2个不同的，多填志愿也没有用：x。"
    )
    two = tables | {"students": [*students, {"student_id": "y", "class_id": "1B"}]}
    both = small(**two, choices=[*one, one[0] | {"student_id": "y"}])
    assert found(both) == [("no_club", ("x", "y"), 2, 1)]
    assert describe(shortages(both)[0], "zh", both) == (
        "2名学生一周要上2次社团课，但一周内不能重复，志愿和兜底活动里能开的只够1个：x、y。"
        "请他们多填几个志愿，或在“活动”表给他们的年级设一个兜底的社团。"
    )
    assert found(small(**tables, choices=[*one, {"student_id": "x", "rank": 2, "activity_id": "go"}])) == []


# -- tutoring ----------------------------------------------------------------------------------------------
def named(*ids):
    return [{"student_id": i, "activity_id": "help"} for i in ids]


def test_tutoring_that_can_be_given():
    assert found(small(tutoring=named("1A-1", "1B-1"))) == []


SEVEN = ("1A-1", "1A-2", "1A-3", "1A-4", "1A-5", "1B-1", "1B-2")
TWO_DENS = {room: {"kinds": "hall", "capacity": 2} for room in ("den", "loft")}


@pytest.mark.parametrize(
    ("key", "names", "needed", "available", "tables"),
    [
        ("tutoring.size", ("1A-1",), 2, 1, {"tutoring": named("1A-1")}),
        ("tutoring.no_skill", (), 1, 0, {"teachers": teachers("a", "b", "c", skills="art;chess")}),
        ("tutoring.leader", (), 1, 0, {"teachers": [*teachers("a", "b", skills="art;chess"), *teachers("c", skills="help", unavailable="m1")]}),
        ("tutoring.room.all_closed", (), 2, 0, {"rooms": rooms(hall={"unavailable": "m1"})}),
        ("tutoring.room.no_groups", (), 2, 0, {"rooms": rooms(hall={"groups": 0}, big={"capacity": 10})}),
        ("tutoring.room.small", (), 2, 1, {"rooms": rooms(hall={"capacity": 1}, big={"capacity": 10})}),
        ("tutoring.room.kind", (), 2, 0, {"activities": acts(help={"room_kinds": "den"})}),
        ("tutoring.room.sizes", (), 2, 0, {"activities": acts(help={"max_sections": 0})}),
        ("tutoring.days", ("1A-1", "1B-1"), 2, 1, {"activities": acts(help={"sessions_week": 2})}),
        ("tutoring.sections_own", ("1A-1", "1A-2", "1A-3"), 3, 2, {"tutoring": named("1A-1", "1A-2", "1A-3"), "activities": acts(help={"max_size": 2})}),
        ("tutoring.sections_room", ("1A-1", "1A-2", "1A-3"), 3, 2, {"tutoring": named("1A-1", "1A-2", "1A-3"), "rooms": rooms(hall={"capacity": 2}, big={"capacity": 10})}),
        ("tutoring.sections", SEVEN, 7, 5, {"tutoring": named(*SEVEN), "activities": acts(help={"max_size": 3, "max_sections": 2}), "rooms": rooms(hall={"capacity": 3}, big={"capacity": 10}, **TWO_DENS)}),
    ],
)  # fmt: skip
def test_tutoring_that_cannot_be_given(key, names, needed, available, tables):
    school = small(**({"tutoring": named("1A-1", "1B-1")} | tables))
    assert [(s.key, s.names, s.needed, s.available) for s in shortages(school)] == [(key, names, needed, available)]
    for lang in ("zh", "en"):
        assert "{" not in describe(shortages(school)[0], lang, school)


def test_tutorings_that_lack_the_same_rooms_are_told_together():
    more = acts(extra={"kind": "tutoring", "min_size": 2, "room_kinds": "hall"})
    staff = teachers("a", "b", "c", "d", skills=ALL + ";extra")
    rows = [*named("1A-1", "1B-1"), *({"student_id": s, "activity_id": "extra"} for s in ("1A-2", "1B-2"))]
    school = small(activities=more, teachers=staff, tutoring=rows, rooms=rooms(hall={"capacity": 1}))
    (short,) = [one for one in shortages(school) if one.kind == "tutoring"]
    assert describe(short, "zh", school) == (
        "Help、Extra没有教室可用：能用的hall最多坐1人，每组至少要2人。请核对“教室”表的“容量”，或减小“活动”表的“最少人数”，"
        "或在“教室类别”里加上别的类别。"
    )
    roomy = small(activities=more, teachers=staff, tutoring=rows, rooms=rooms(hall={"groups": 2}))
    assert found(roomy) == []


def test_tutorings_that_lack_as_many_seats_are_told_together():
    """Two tutorings of one group of two each, three students named for each: their own columns, not rooms."""
    cells = {"kind": "tutoring", "min_size": 2, "room_kinds": "hall", "max_size": 2}
    staff = teachers("a", "b", "c", "d", "e", "f", skills=ALL + ";extra")
    rows = [*named("1A-1", "1A-2", "1A-3"), *({"student_id": f"1B-{n}", "activity_id": "extra"} for n in (1, 2, 3))]
    school = small(
        activities=acts(extra=cells, help=cells), teachers=staff, tutoring=rows, rooms=rooms(hall={"groups": 4})
    )
    (short,) = shortages(school)
    assert describe(short, "zh", school) == (
        "Help、Extra：各有3名学生一周共3人次，按“活动”表的“最多班数”、“最多人数”最多只有2人次（缺的不是教师和教室）。"
        "请加大这两项（教师和教室要跟上），或减少“每周次数”。"
    )
    more = cells | {"max_sections": 2, "min_size": 1}
    assert (
        found(
            small(
                activities=acts(extra=more, help=more), teachers=staff, tutoring=rows, rooms=rooms(hall={"groups": 4})
            )
        )
        == []
    )


def test_tutored_students_who_never_stay_together():
    students = [s.model_dump() for s in small().students]
    students[0]["weekdays"] = (5,)
    school = small(tutoring=named("1A-1", "1B-1"), students=students)
    assert [(s.key, s.names, s.needed, s.available) for s in shortages(school)] == [
        ("tutoring.together", ("1A-1", "1B-1"), 2, 1)
    ]


def test_a_student_with_two_tutorings_and_one_homework_slot():
    activities = acts(extra={"kind": "tutoring", "min_size": 1})
    staff = teachers("a", "b", "c", "d", skills=ALL + ";extra")
    tutoring = [*named("1A-1", "1B-1"), {"student_id": "1A-1", "activity_id": "extra"}]
    school = small(activities=activities, teachers=staff, tutoring=tutoring, rooms=rooms(spare={"capacity": 5}))
    assert found(school) == [("tutoring", ("1A-1",), 2, 1)]


def test_tutoring_needs_teachers_beside_homework():
    staff = teachers("a", "b", skills=ALL)
    assert found(small(teachers=staff, tutoring=named("1A-1", "1B-1"))) == [("slot_staff", ("a", "b"), 3, 2)]


@pytest.mark.parametrize(("groups", "short"), [(2, [("slot_rooms", ("hall",), 3, 2)]), (3, [])])
def test_tutoring_and_homework_share_the_rooms_of_a_slot(groups, short):
    activities = acts(hw={"room_kinds": "hall"})
    school = small(activities=activities, rooms=rooms(hall={"groups": groups}), tutoring=named("1A-1", "1B-1"))
    assert found(school) == short
    for one in shortages(school):
        assert describe(one, "en", school) == (
            "Monday 16:00–17:00: 3 sessions need a place at once (1A, 1B, Help 1), but the rooms take 2 (hall takes 2), 1 too few."
            " Add a room of the kind hall that is free then, for one session each, or raise groups of hall in rooms, or add another"
            " tag to room_kinds of Help, Homework in activities."
        )


def seats_said(leaders="abcd", **cells):
    """Ten students, all of whom chose sing and nothing else; chess is no fallback. ``leaders`` can lead it."""
    choices = [{"student_id": s.student_id, "rank": 1, "activity_id": "sing"} for s in small().students]
    clubs = acts(chess={"fallback": "no"}, sing={"kind": "club", **cells})
    staff = [row for one in "abcd" for row in teachers(one, skills=f"{ALL};sing" if one in leaders else ALL)]
    school = small(activities=clubs, choices=choices, teachers=staff)
    return [describe(one, "zh", school) for one in shortages(school)]


def test_too_few_seats_say_how_many_have_none():
    """Two sections of three seats for ten students."""
    (said,) = seats_said(max_size=3, max_sections=2)
    assert said == (
        "周五社团课（16:00–17:00）：10名学生只能去这1个社团：Sing。名额、教室和带班人一起算，最多收6人，至少4人没有去处。"
        "按“活动”表的“最多人数”“最多班数”，它们一共只收6人：请加大这两项（教室和带班人要跟上），或请学生多填几个志愿，或在“活动”表给他们的年级设一个兜底的社团。"
    )
    assert seats_said(max_size=5, max_sections=2) == []


@pytest.mark.parametrize(
    ("leaders", "kinds", "said"),
    [
        ("a", "", "它们一共能收10人，缺的是带班人：这段能带它们的只有A，一人同时只带一个班。可以补人，也可以给更多人的“可任活动”写上这些社团，或请学生多填几个志愿。"),
        ("a", "hall", "它们一共能收10人，缺的是教室和带班人：能用的教室只有hall，同时最多1个班。这段能带它们的只有A，一人同时只带一个班。教室和带班人要一起添，或请学生多填几个志愿。"),
    ],
)  # fmt: skip
def test_seats_that_the_clubs_have_and_leaders_or_rooms_have_not(leaders, kinds, said):
    """Two sections of five for ten students: with one leader, or in one room, there is one."""
    cells = {"max_size": 5, "max_sections": 2, "room_kinds": kinds}
    (told,) = seats_said(leaders, **cells)
    assert told.endswith("最多收5人，至少5人没有去处。按“最多人数”“最多班数”，" + said)
    assert seats_said("ab", **(cells | {"room_kinds": ""})) == []


def test_leaders_are_told_of_the_clubs_that_lack_them_alone():
    """Three clubs of three for ten students who want any: go has b, but a alone leads both chess and ludo."""
    cells = {"kind": "club", "fallback": False, "max_size": 3, "max_sections": 1}
    choices = [
        {"student_id": s.student_id, "rank": rank, "activity_id": a}
        for s in small().students for rank, a in enumerate(("go", "chess", "ludo"), 1)
    ]  # fmt: skip
    people = [
        *teachers("a", skills="art;chess;ludo"),
        *teachers("b", skills="art;go"),
        *teachers("c", "d", skills="art"),
    ]
    school = small(activities=acts(go=cells, chess=cells, ludo=cells), choices=choices, teachers=people)
    (short,) = in_block(school)
    assert (short.missing, short.args["by"]) == (4, "leaders_first")
    assert "先缺带班人：这段能带Chess、Ludo的只有A，一人同时只带一个班。" in describe(short, "zh", school)


def test_clubs_that_cannot_run_are_no_clubs_of_a_week_without_repeats():
    """Two blocks, one list of go and chess. Go wants three students and only two ask for it: one club for two blocks."""
    slots = [{"slot_id": f"e{n}", "weekday": n, "start": "16:00", "end": "17:00"} for n in (3, 4)]
    pattern = [{"grade": "1", "slot_id": s["slot_id"], "kind": "elective"} for s in slots]
    clubs = [{"activity_id": a, "name": a, "kind": "club", "min_size": m} for a, m in (("go", 3), ("chess", 1))]
    students = [{"student_id": f"p{n}", "class_id": "1A"} for n in range(2)]
    choices = [
        {"student_id": s["student_id"], "rank": rank, "activity_id": a}
        for s in students for rank, a in enumerate(("go", "chess"), 1)
    ]  # fmt: skip
    tables = {
        "slots": slots, "pattern": pattern, "activities": clubs, "students": students, "choices": choices,
        "classes": [{"class_id": "1A", "grade": "1", "room_id": "r1"}],
        "teachers": teachers("a", "b", "c", skills="go;chess"),
    }  # fmt: skip
    assert found(small(**tables)) == [("no_club", ("p0", "p1"), 2, 1)]
    clubs[0]["min_size"] = 2
    assert found(small(**tables)) == []


def test_the_same_students_are_told_of_once_the_worst():
    """Six students want go alone, of 3 seats; two more want go or chess, of 3 seats, and a alone leads both. Rooms and seats leave
    3 of the six without a place; with the one leader 5 of all eight have none, and that is told."""
    students = [{"student_id": f"p{n}", "class_id": "1A"} for n in range(8)]
    lists = [(n, rank, a) for n in range(8) for rank, a in enumerate(("go", "chess")[: 1 if n < 6 else 2], 1)]
    choices = [{"student_id": f"p{n}", "block": "F", "rank": rank, "activity_id": a} for n, rank, a in lists]
    cells = {"kind": "club", "max_size": 3, "max_sections": 1, "fallback": False}
    people = [*teachers("a", skills="art;go;chess"), *teachers("b", "c", "d", skills="art")]
    tables = {"students": students, "choices": choices, "activities": acts(go=cells, chess=cells)}
    tables["rooms"] = rooms(r1={"capacity": 8})
    assert seats_of(small(**tables, teachers=people)) == [("seats", ("chess", "go"), 8, 3)]
    (short,) = in_block(small(**tables, teachers=people))
    assert describe(short, "zh", small(**tables, teachers=people)).endswith(
        "先缺带班人：这段能带它们的只有A，一人同时只带一个班。至少要再有2位，可以补人，也可以给更多人的“可任活动”写上这些社团；"
        "人够了再看“最多人数”“最多班数”和教室。"
    )
    people = [*teachers("a", "b", skills="art;go;chess"), *teachers("c", "d", skills="art")]
    assert found(small(**tables, teachers=people)) == [("seats", ("go",), 6, 3)]


def test_a_tutoring_meets_only_in_its_blocks():
    """Help twice a week in homework on Monday and Tuesday; its blocks are Monday alone."""
    pattern = [{"grade": "1", "slot_id": s, "kind": "homework"} for s in ("m1", "t1")]
    named = [{"student_id": f"1A-{n}", "activity_id": "help"} for n in (1, 2, 3)]
    tables = {"pattern": pattern, "tutoring": named}
    rows = [a for a in acts(help={"sessions_week": 2}) if a["kind"] != "strand"]
    assert found(small(**tables, activities=rows)) == []
    rows = [a | ({"blocks": "m1"} if a["activity_id"] == "help" else {}) for a in rows]
    (short,) = shortages(small(**tables, activities=rows))
    assert (short.key, short.names, short.needed, short.available) == (
        "tutoring.slots", ("1A-1", "1A-2", "1A-3"), 2, 1,
    )  # fmt: skip
    assert describe(short, "zh", small(**tables, activities=rows)) == (
        "Help每周2次（每天最多1次），但这些学生一周只有1天能上：1A-1、1A-2、1A-3。“活动”表它的“选课段”没有写t1，可以加上。"
        "也可以减少“活动”表的“每周次数”。"
    )


def test_a_fallback_that_is_too_small_is_told_with_the_sections_that_are_enough():
    """Ten students of whom all have chess as a fallback: one section of four, and three of those."""

    def school(sections, leaders):
        staff = [*teachers(*leaders, skills=ALL), *teachers(*(set("abcd") - set(leaders)), skills="art;help")]
        return small(activities=acts(chess={"max_size": 4, "max_sections": sections}), teachers=staff)

    (short,) = shortages(school(1, "abc"))
    text = describe(short, "zh", school(1, "abc"))
    assert text.endswith("照上面的数算，把“活动”表里兜底的Chess的“最多班数”从1加到3就够。")
    assert "raise max_sections of Chess, a fallback in activities, from 1 to 3: that is enough." in (
        describe(short, "en", school(1, "abc"))
    )
    assert found(school(2, "abc")) != []
    assert found(school(3, "abc")) == []
    (short,) = shortages(school(1, "ab"))
    assert describe(short, "zh", school(1, "ab")).endswith("从1加到2，就只有2人没有去处。")
    assert [(s.kind, s.missing) for s in shortages(school(2, "ab"))] == [("seats", 2)]


def test_a_slot_without_any_strand_is_told_as_the_home_room_that_is_too_small():
    """1A, too large for its room, could have gym alone on Tuesday, when the hall is closed; gym then lacks the hall for both classes."""
    base = small()
    day = {"slot_id": "w1", "weekday": 3, "start": "16:00", "end": "17:00"}
    school = small(
        slots=[*(slot.model_dump() for slot in base.slots), day],
        pattern=[*(row.model_dump() for row in base.pattern), {"grade": "1", "slot_id": "w1", "kind": "strand"}],
        activities=acts(gym={"kind": "strand", "room_kinds": "hall", "skill_needed": "no"}),
        rooms=rooms(r1={"capacity": 3}, hall={"unavailable": "t1"}),
    )
    home, week = (short for short in shortages(school) if short.kind in ("room", "strand_rooms"))
    assert (home.key, home.args["crowded"], home.args["activities"]) == ("room.small_home", "1A", "hw;art")
    assert (week.key, week.args["class_ids"], week.needed, week.available) == ("rooms.week", "1A;1B", 2, 1)
    assert least_coverage(school) > 0
