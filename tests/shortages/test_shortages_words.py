"""What a shortage says: for which activity, classes and times, why, and where to put it right."""

import pytest
from shortage_schools import acts, rooms, small, teachers

from scheduler.shortages import describe, shortages

ART = {"teachers": teachers("a", "b", "c", "d", skills="chess;help")}
"""Nobody can lead the strand on Tuesday, t1, in which both classes have it."""


POOL = {"kinds": "pool", "capacity": 10}


def chess_for_all():
    return [{"student_id": s.student_id, "rank": 1, "activity_id": "chess"} for s in small().students]


def instructor(one, **cells):
    """Somebody from outside who can lead chess and comes on Friday, but for the cells."""
    return {"instructor_id": one, "name": one.upper(), "skills": "chess", "available": "f1;f2"} | cells


def said(school, lang):
    return [describe(short, lang, school) for short in shortages(school)]


def test_a_slot_without_the_skill_names_activity_classes_and_where_it_is_filled_in():
    (zh,) = said(small(**ART), "zh")
    assert zh == (
        "周二16:00–17:00需要2人：共同课程 2节（班级1A、1B）。但没有人能带："
        "“教师”表和“外聘教师”表里，没有一个人的“可任活动”写了Art。请给能带的人加上。"
    )
    (en,) = said(small(**ART), "en")
    assert en == (
        "Tuesday 16:00–17:00: 2 people are needed: 2 strand sessions (classes 1A, 1B). But nobody can lead: no one has Art"
        " in the column skills of teachers and instructors. Add it for somebody who can."
    )


def test_those_with_the_skill_who_cannot_come_are_no_missing_skill():
    staff = [*teachers("a", "b", skills="art;chess;help", unavailable="t1"), *teachers("c", "d", skills="chess;help")]
    (zh,) = said(small(teachers=staff), "zh")
    assert zh == (
        "周二16:00–17:00需要2人：共同课程 2节（班级1A、1B）。但能带的人这时一个也排不上。"
        "“教师”表里能带的人中有2人的“不可用时段”写了t1（A、B），可以先看他们能不能来。"
        "另有2人这时能来，但“可任活动”里没有Art（C、D）：有人能带的，请在“教师”表给他加上。"
    )


def test_an_activity_for_teachers_alone_names_their_table():
    """A fallback club is led by a teacher; an instructor with its skill does not help."""
    outside = [{"instructor_id": "e", "name": "E", "skills": "chess", "available": "f1;f2"}]
    school = small(teachers=teachers("a", "b", "c", "d", skills="art;help"), instructors=outside)
    text = " ".join(said(school, "zh"))
    assert "只能去这些活动，但都开不了：Chess（没有教师的“可任活动”写了它，请给能带的教师加上）。" in text


#: With it higher limits alone are not enough.
NO_ROOM = {"activities": acts(chess={"room_kinds": "pool"})}


@pytest.mark.parametrize(
    ("tables", "cause"),
    [
        (
            {"teachers": teachers("a", "b", "c", "d", skills="art;help")},
            "没有教师的“可任活动”写了它，请给能带的教师加上",
        ),
        (
            {"teachers": teachers("a", "b", "c", "d", skills="art;help;chess", unavailable="f2")},
            "能带的A、B、C、D这时不能来，请看“教师”表的“不可用时段”",
        ),
        (
            {"teachers": teachers("a", "b", "c", "d", skills="art;help;chess", max_sessions_week=1), **NO_ROOM},
            "能带的人“每周课后上限”不到2，带不了连上2个时段的社团，请加大",
        ),
        (
            {
                "teachers": [
                    *teachers("a", "b", skills="art;help;chess", max_sessions_day=1),
                    *teachers("c", skills="chess", day_load=9, max_load=10),
                    *teachers("d", skills="art;help"),
                ],
                **NO_ROOM,
            },
            "能带的人“每日课后上限”、“总课时上限”减去“白天课时”这几项里总有一项不到2，带不了连上2个时段的社团，请加大",
        ),
        (
            {
                "teachers": [
                    *teachers("a", "b", "c", skills="art;help"),
                    *teachers("d", skills="chess", unavailable="f2"),
                    *teachers("e", skills="chess", max_sessions_week=1),
                ],
                **NO_ROOM,
            },
            "能带的人有的这时不能来，有的“每周课后上限”不到2，请看他们的时段和上限",
        ),
        (
            {
                "teachers": [
                    *teachers("a", "b", "c", skills="art;help"),
                    *teachers("d", skills="chess", unavailable="f2"),
                ],
                "activities": acts(chess={"fallback": False}),
                "choices": chess_for_all(),
                "instructors": [instructor("e", cleared_until="2026-09-02"), instructor("g", available="f1")],
            },
            "能带的人这时都排不上，请看他们的时段和上限",
        ),
        (
            {
                "teachers": teachers("a", "b", "c", "d", skills="art;help"),
                "activities": acts(chess={"fallback": False}),
                "choices": chess_for_all(),
                "instructors": [instructor("e", cleared_until="2026-09-02")],
            },
            "能带的E（到2026-09-02）“审查有效期”早于学期结束，续审以后请改“外聘教师”表的这一格",
        ),
        (
            {
                "teachers": teachers("a", "b", "c", "d", skills="art;help"),
                "activities": acts(chess={"fallback": False}),
                "choices": chess_for_all(),
                "instructors": [instructor("e", min_sessions_visit=3)],
            },
            "能带的E（只有2个，要3个）当天的“可用时段”不够“每次最少”，请看“外聘教师”表的这两列",
        ),
        (
            {
                "teachers": [*teachers("a", "b", "c", skills="art;help"), *teachers("d", skills="chess")],
                "childcare": [{"teacher_id": "d", "group": "primary", "leave_by": "16:00", "may_use_room": False}],
            },
            "能带的D这时要接孩子，请看“教师子女”表和“照看小屋”表",
        ),
        (
            {"activities": acts(chess={"room_kinds": "pool"})},
            "没有“类别”是pool的教室，请给合用的教室的“类别”加上",
        ),
        (
            {"activities": acts(chess={"room_kinds": "pool"}), "rooms": rooms(pool=POOL | {"unavailable": "f2"})},
            "合用的pool这时不开放，请看“不可用时段”",
        ),
        (
            {
                "activities": acts(chess={"room_kinds": "pool", "min_size": 6}),
                "rooms": rooms(pool=POOL | {"capacity": 5}),
            },
            "合用的pool最多坐5人，不到“最少人数”6，请核对“容量”",
        ),
        (
            {
                "activities": acts(chess={"room_kinds": "pool", "min_size": 6}),
                "rooms": rooms(pool=POOL | {"unavailable": "f2"}, pond={"kinds": "pool", "capacity": 5}),
            },
            "没有类别合适、坐得下、这时又开放的教室，请看“教室”表",
        ),
        ({"activities": acts(chess={"min_size": 11})}, "能去的只有10人，不到“最少人数”11，请改小它"),
        ({"activities": acts(chess={"max_sections": 0})}, "“最多班数”是0，请改成1以上"),
        (
            {"activities": acts(chess={"max_sections": 0, "max_size": 0})},
            "“最多班数”和“最多人数”都是0，请改成1以上",
        ),
        (
            {"activities": acts(chess={"max_sections": 0, "min_size": 11})},
            "“最多班数”是0，请改成1以上；选的人也不够“最少人数”，请一并改小",
        ),
        (
            {
                "teachers": teachers("a", "b", "c", "d", skills="art;help"),
                "activities": acts(chess={"fallback": False}),
                "choices": chess_for_all(),
                "instructors": [instructor("e", available="f1")],
            },
            "能带的E这时不能来，请看“外聘教师”表的“可用时段”",
        ),
    ],
)
def test_a_club_that_cannot_run_says_why(tables, cause):
    """No other club runs, so that it does not help to choose another."""
    text = said(small(**tables), "zh")
    assert (
        "周五社团课（16:00–17:00）：10名学生（1A-1、1A-2、1A-3、1A-4、1A-5、1B-1、1B-2、1B-3、1B-4、1B-5）只能去这些活动，但都开不了："
        f"Chess（{cause}）。这一段没有别的社团开得了，改填志愿也没有用。"
    ) in text


def test_the_classes_of_a_week_are_those_that_have_it():
    """Class 1B goes home on Tuesday: one strand session is left, for class 1A, and its leader may not work at all."""
    students = [{"student_id": "x", "class_id": "1A"}, {"student_id": "y", "class_id": "1B", "weekdays": "1;5"}]
    staff = [*teachers("a", skills="art", max_sessions_week=0), *teachers("c", "d", skills="chess;help")]
    text = said(small(students=students, teachers=staff), "zh")
    assert any("共同课程 1节（班级1A）" in one for one in text)


def halls(*groups):
    """Rooms for homework, which may be in no other: for so many sessions each."""
    rows = [{"room_id": f"h{n}", "kinds": "hall", "capacity": 10, "groups": g} for n, g in enumerate(groups, 1)]
    classes = [{"class_id": c, "grade": "1"} for c in ("1A", "1B", "1C", "1D")]
    students = [{"student_id": f"{c['class_id']}-{n}", "class_id": c["class_id"]} for c in classes for n in range(5)]
    return {
        "rooms": [*(r.model_dump() for r in small().rooms if r.room_id != "hall"), *rows],
        "classes": [c | {"room_id": "r1"} for c in classes],
        "students": students,
        "teachers": teachers(*"abcdefgh", skills="art;chess;help"),
        "activities": acts(hw={"room_kinds": "hall"}),
    }


@pytest.mark.parametrize(
    ("groups", "rooms"),
    [
        ((2, 1), "容3个班（h1可容2个、h2可容1个）"),
        ((3,), "容3个班（h1可容3个）"),
        ((1, 1, 1), "容3个班（h1、h2、h3各1个）"),
    ],
)
def test_rooms_say_how_many_each_takes(groups, rooms):
    """Four classes do homework at once; the numbers of the rooms add up to what is there."""
    named = "、".join(f"h{n}" for n, _ in enumerate(groups, 1))
    tables = halls(*groups)
    text = [one for one in said(small(**tables), "zh") if one.startswith("周一")]
    head, advice = (
        "周一16:00–17:00同时要给4个班找地方（1A、1B、1C、1D），",
        f"请添1间“类别”是hall、这时能用的教室（每间容1个班），或加大“教室”表{named}的“同时组数”，"
        "或在“活动”表Homework的“教室类别”里加上别的类别。",
    )
    assert text == [f"{head}现有场地最多{rooms}，至少缺1个班的地方。{advice}"]


def test_a_childcare_room_that_costs_a_carer_says_what_is_missing():
    """Homework of two classes and a carer, where two teachers can come, one of them a parent."""
    staff = [*teachers("a", skills="art;chess;help"), *teachers("c", skills="art;chess;help;childcare")]
    kid = {"teacher_id": "a", "group": "primary", "leave_by": "16:30", "weekdays": "1"}
    nest = {"room_id": "k", "group": "primary", "places": 9, "carers": 1}
    (text,) = said(small(teachers=staff, childcare=[kid], childcare_rooms=[nest]), "zh")
    assert text == (
        "周一16:00–17:00要3名教职工：照看教师子女1人、Homework 2节（班级1A、1B）。这时能来的只有2人（A、C），至少缺1人。"
        "不开小屋也不行：要接孩子的教师就来不了，人手同样不够。请补人，或在“课后安排”表把一部分年级改到别的时段。"
    )


def test_a_strand_of_the_week_without_any_room():
    """Art and music in two strand slots; there is no studio for music."""
    slots = [
        *(s.model_dump() for s in small().slots),
        {"slot_id": "t2", "weekday": 2, "start": "17:00", "end": "18:00"},
    ]
    pattern = [*(r.model_dump() for r in small().pattern), {"grade": "1", "slot_id": "t2", "kind": "strand"}]
    activities = acts(music={"kind": "strand", "room_kinds": "studio"})
    staff = teachers("a", "b", "c", "d", skills="art;chess;help;music")
    (text,) = said(small(slots=slots, pattern=pattern, activities=activities, teachers=staff), "zh")
    assert text == (
        "一周要上Music共2节（班级1A、1B），但“教室”表没有一间“类别”是studio的教室。"
        "请在“教室”表至少添1间“类别”是studio的教室（“容量”5以上，周二16:00–17:00、周二17:00–18:00都能用），"
        "或在“活动”表Music的“教室类别”里加上别的类别。"
    )


def test_rooms_of_a_tag_are_as_many_as_are_enough_and_no_fewer():
    """Four classes, each with music in one of two slots: a studio takes one of them at a time, so two are wanted."""
    tables = halls(4)
    slots = [
        *(s.model_dump() for s in small().slots),
        {"slot_id": "t2", "weekday": 2, "start": "17:00", "end": "18:00"},
    ]
    pattern = [*(r.model_dump() for r in small().pattern), {"grade": "1", "slot_id": "t2", "kind": "strand"}]
    tables["activities"] = acts(
        hw={"room_kinds": "hall"}, art={"room_kinds": "hall"}, music={"kind": "strand", "room_kinds": "studio"}
    )
    tables["teachers"] = teachers(*"abcdefgh", skills="art;chess;help;music")

    def lacking(studios):
        rooms = [{"room_id": f"s{n}", "kinds": "studio", "capacity": 40} for n in range(studios)]
        school = small(**tables | {"slots": slots, "pattern": pattern, "rooms": [*tables["rooms"], *rooms]})
        return [one.args["further"] for one in shortages(school) if one.key == "rooms.week"]

    assert [lacking(studios) for studios in range(3)] == [[2], [1], []]


def test_one_set_of_rooms_serves_all_strands_of_its_tag():
    """Four classes, each with music and dance once in three slots: eight sessions, so three studios for both; for either alone two
    would be enough. One studio that takes three groups does as well."""
    tables = halls(4)
    slots = [
        *(s.model_dump() for s in small().slots),
        *({"slot_id": f"t{n}", "weekday": 2, "start": f"{15 + n}:00", "end": f"{16 + n}:00"} for n in (2, 3)),
    ]
    pattern = [r.model_dump() for r in small().pattern]
    pattern += [{"grade": "1", "slot_id": s, "kind": "strand"} for s in ("t2", "t3")]
    studio = {"kind": "strand", "room_kinds": "studio"}
    tables["activities"] = acts(hw={"room_kinds": "hall"}, art={"room_kinds": "hall"}, music=studio, dance=studio)
    tables["teachers"] = teachers(*"abcdefgh", skills="art;chess;help;music;dance")
    tables |= {"slots": slots, "pattern": pattern}

    def told(*groups):
        rooms = [{"room_id": f"s{n}", "kinds": "studio", "capacity": 40, "groups": g} for n, g in enumerate(groups)]
        school = small(**tables | {"rooms": [*tables["rooms"], *rooms]})
        week = [one for one in shortages(school) if one.kind == "strand_rooms"]
        return [describe(one, "zh", school) for one in week], [describe(one, "en", school) for one in week]

    (zh,), (en,) = told()
    assert zh == (
        "一周要上Dance、Music共8节（班级1A、1B、1C、1D），但“教室”表没有一间“类别”是studio的教室。请在“教室”表至少添3间“类别”是studio的教室"
        "（“容量”5以上，周二16:00–17:00、周二17:00–18:00、周二18:00–19:00都能用；只添1间的，“同时组数”填3以上也一样），"
        "或在“活动”表Dance、Music的“教室类别”里加上别的类别。"
    )
    assert (
        "no room is of the kind studio. To help, add at least 3 rooms of the kind studio in rooms (capacity 5 or more"
        in en
    )
    assert "; one room with groups 3 or more does as well), or add" in en
    assert [len(told(*groups)[0]) for groups in ((1, 1), (2,), (1, 1, 1), (3,))] == [1, 1, 0, 0]


def homes(*seats, activities=None):
    """Four classes of five students, with home rooms for so many."""
    tables = halls(4)
    rows = [{"room_id": f"n{n}", "name": f"Room {n}", "capacity": size} for n, size in enumerate(seats, 1)]
    classes = [c | {"room_id": f"n{n}"} for n, c in enumerate(tables["classes"], 1)]
    rooms = [*(r for r in tables["rooms"] if r["room_id"] != "r2"), *rows]
    big = acts(chess={"max_sections": 4}) if activities is None else activities
    return small(**tables | {"classes": classes, "rooms": rooms, "activities": big})


def test_all_home_rooms_that_are_too_small_are_one_shortage():
    """Homework and art are at home; two rooms hold four of five, one three."""
    school = homes(4, 3, 5, 4)
    (short,) = [one for one in shortages(school) if one.kind == "room"]
    assert (short.names, short.needed, short.available) == (("n1", "n2", "n4"), 5, 3)
    assert describe(short, "zh", school) == (
        "3个班的本班教室坐不下（按人最多的一天算）：1A班至少5人（教室坐4人）、1B班至少5人（教室坐3人）、1D班至少5人（教室坐4人）。上不了的有Homework、Art。"
        "请核对“教室”表的“容量”，或在“班级”表给这些班换大一些的教室。"
    )
    assert [one for one in shortages(homes(5, 5, 5, 5)) if one.kind == "room"] == []
    same = homes(4, 4, 5, 5)
    (short,) = [one for one in shortages(same) if one.kind == "room"]
    assert describe(short, "zh", same).startswith(
        "2个班的本班教室最多坐4人，坐不下（按人最多的一天算）：1A班至少5人、1B班至少5人。"
    )
    assert describe(short, "en", same).startswith(
        "2 classes do not fit into their own rooms with 4 seats at most on the fullest day: class 1A (5 students or more), class 1B (5 students or"
        " more). Not possible there: Homework, Art."
    )


def test_a_room_that_is_told_to_be_too_small_is_not_missed_again_in_its_slot():
    """Music in one hall or art at home, in two slots: with homes that hold nobody four classes ask for the hall at once."""
    slots = [
        *(s.model_dump() for s in small().slots),
        {"slot_id": "t2", "weekday": 2, "start": "17:00", "end": "18:00"},
    ]
    pattern = [*(r.model_dump() for r in small().pattern), {"grade": "1", "slot_id": "t2", "kind": "strand"}]
    music = acts(hw={"room_kinds": "hall"}, music={"kind": "strand", "room_kinds": "studio"}, chess={"max_sections": 4})
    studio = {"room_id": "s", "kinds": "studio", "capacity": 5, "groups": 2}

    def kinds(*seats):
        school = homes(*seats, activities=music)
        rooms = [*(r.model_dump() for r in school.rooms), studio]
        people = teachers(*"abcdefgh", skills="art;chess;help;music")
        tables = {"slots": slots, "pattern": pattern, "rooms": rooms, "teachers": people}
        return [s.key for s in shortages(homes_with(school, tables)) if "room" in s.kind]

    assert kinds(5, 5, 5, 5) == []
    assert kinds(4, 4, 4, 4) == ["room.small_home"]


def homes_with(school, tables):
    cells = {name: getattr(school, name) for name in ("classes", "students", "activities")}
    return small(**{name: [row.model_dump() for row in rows] for name, rows in cells.items()} | tables)
