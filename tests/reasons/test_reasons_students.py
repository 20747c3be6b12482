"""Why a student has no club or no tutoring."""

import pytest
from reason_plans import full, of, placed, session, step, tutored, without
from shortage_schools import acts, small, teachers

from scheduler.reasons import times_of

ALL = "art;chess;help"
SEATS = "To help, raise max_size or max_sections of Chess in activities."
LEADER = "somebody who can lead then"
CHESS = "ask the student to choose a club that has seats left (Chess)"
NOW = "These additions are for the plan as it now stands; planning again may make them unnecessary (see kehou explain SCHOOL PLAN --ways-out)."
NO_SEATS = "No other club of this block has seats left: offer one more, or make one a fallback."
NO_LIST = "The student has no choice for this block: add some."


def no_fallback(way="make a club of that time a fallback", who="1 student"):
    """That grade 1 has no fallback club in the block, and the cell that would do for all who have no club."""
    return f"No fallback club then for grade 1, and {who} without a club: in activities, {way}."


def unplaced(school, *students):
    """The full week, but these students have no club."""
    parts = full(school)
    rows = [placed(school, p.student_id, None) if p.student_id in students else p for p in parts["placements"]]
    return parts | {"placements": rows}


def test_a_club_that_is_full_and_has_all_its_sections():
    school = small(activities=acts(chess={"max_size": 9}))
    parts = unplaced(school, "1A-1")
    assert of(school, parts) == [
        ("placement", "1A-1;F", f"{NO_LIST} Chess: full (9 of 9 seats); at most 1 section by max_sections. {SEATS}")
    ]  # fmt: skip
    assert of(school, parts, "zh") == [
        (
            "placement",
            "1A-1;F",
            "学生没有填这段的志愿，请补填。Chess：已满（9个名额用了9个）；按“最多班数”，最多开1个班。"
            "请在“活动”表加大Chess的“最多人数”或“最多班数”。",
        )
    ]


@pytest.mark.parametrize(("most", "larger"), [(9, False), (12, True)])
def test_a_larger_room_is_advised_only_where_the_club_may_have_more(most, larger):
    """The hall has nine seats, all taken; a free room has thirty."""
    tables = [row.model_dump() | {"capacity": 9} for row in small().rooms if row.room_id == "hall"]
    tables += [row.model_dump() for row in small().rooms if row.room_id != "hall"]
    tables.append(tables[0] | {"room_id": "big", "name": "Big", "capacity": 30})
    school = small(activities=acts(chess={"max_size": most}), rooms=tables)
    why = of(school, unplaced(school, "1A-1"))[0][2]
    assert ("give Chess a room with more seats" in why) == larger
    assert "raise max_sections of Chess" in why


def test_the_room_that_keeps_a_club_small_is_named():
    """The hall has nine seats, and Chess may have twelve; a larger one is closed."""
    tables = [row.model_dump() | ({"capacity": 9} if row.room_id == "hall" else {}) for row in small().rooms]
    full_hall = small(activities=acts(chess={"max_size": 12}), rooms=tables)
    assert (
        "Chess：已满（9个名额用了9个：hall只容9人，“最多人数”是12）；"
        in of(full_hall, unplaced(full_hall, "1A-1"), "zh")[0][2]
    )
    taken = acts(chess={"max_size": 12, "max_sections": 2, "room_kinds": "hall"})
    said = of(small(activities=taken, rooms=tables), unplaced(full_hall, "1A-1"), "zh")[0][2]
    assert "请给Chess添1处这时能用、容得下12人的场地。" in said

    tables.append({"room_id": "gym", "kinds": "hall", "capacity": 30, "unavailable": "f1"})
    said = of(small(activities=taken, rooms=tables), unplaced(full_hall, "1A-1"), "zh")[0][2]
    instead = "（也可以不添，在“教室”表gym的“不可用时段”里去掉这段时间）"
    assert f"请给Chess添1处这时能用、容得下12人的场地{instead}。" in said


def test_cells_that_would_do_in_place_of_somebody_or_a_room_to_add():
    """The only one for Go has a check that has ended, is over the budget, comes for three slots, at another time, or has no escort; the
    only room for Go is closed."""
    clubs = acts(chess={"fallback": False, "max_size": 9}, go={"kind": "club"})
    helper = {"instructor_id": "i", "name": "Ines", "skills": "go", "available": "f1;f2", "fee": 100, "escort": "no"}
    listed = choices(("1A-1", 1, "go"))
    for cells, way in (
        ({"fee": 0, "cleared_until": "2026-09-01"}, "给Ines续审查与合同并改“审查有效期”"),
        (
            {},
            "把“学校”表的“每周预算”加到200元（照现在的排法，够请Ines再带1个班的Go；重新编排时，这笔钱可能先用在别处）",
        ),
        ({"fee": 0, "min_sessions_visit": 3}, "把Ines的“每次最少”减到2"),
        ({"fee": 0, "available": "m1"}, "看看Ines的“可用时段”能不能放宽"),
        ({"fee": 0, "escort": "yes"}, "让1位教师这时能陪同Ines"),
    ):
        school = small(
            activities=clubs, choices=listed, teachers=teachers("a", "b", "c", skills="chess", unavailable="f1;f2"),
            instructors=[helper | cells], policy={"weekly_budget": 100},
        )  # fmt: skip
        assert f"{way}，或给Go添1位这时能带的人。" in of(school, unplaced(school, "1A-1"), "zh")[-1][2], cells
    tables = [
        *(row.model_dump() for row in small().rooms),
        {"room_id": "gym", "kinds": "gym", "capacity": 9, "unavailable": "f2"},
    ]
    clubs = acts(chess={"fallback": False, "max_size": 9}, go={"kind": "club", "room_kinds": "gym"})
    school = small(activities=clubs, choices=listed, teachers=teachers("c", "d", skills="chess;go"), rooms=tables)
    said = of(school, unplaced(school, "1A-1"), "zh")[-1][2]
    assert "在“教室”表gym的“不可用时段”里去掉这段时间，或给Go添1处这时能用的场地。" in said


def test_of_somebody_and_a_room_that_are_both_lacking_it_is_told_which_need_not_be_added():
    """Nobody is free for Go, and its only room is closed; to open that does not bring a leader."""
    tables = [
        *(row.model_dump() for row in small().rooms),
        {"room_id": "gym", "kinds": "gym", "capacity": 9, "unavailable": "f2"},
    ]
    clubs = acts(chess={"fallback": False, "max_size": 9}, go={"kind": "club", "room_kinds": "gym"})
    staff = [*teachers("c", skills="chess;go"), *teachers("d", skills="chess")]
    school = small(activities=clubs, choices=choices(("1A-1", 1, "go")), teachers=staff, rooms=tables)
    said = of(school, unplaced(school, "1A-1"), "zh")[-1][2]
    assert (
        "给Go添1位这时能带的人和1处这时能用的场地（场地也可以不添，在“教室”表gym的“不可用时段”里去掉这段时间；人还是要添）。"
        in said
    )


def test_a_full_club_that_cannot_open_a_second_section():
    staff = [*teachers("c", skills="chess"), *teachers("d", skills="chess", unavailable="f2")]
    school = small(activities=acts(chess={"max_size": 9, "max_sections": 2}), teachers=staff)
    why = of(school, unplaced(school, "1A-1"))[0][2]
    assert why.endswith(
        "no further section. None of the 2 who can lead Chess could: C (in Chess then); D (not available then). "
        f"To help, raise max_size of Chess in activities, or see whether unavailable of D can be relaxed, or add {LEADER} for Chess. {NOW}"
    )


def test_a_club_with_a_place_says_so():
    school = small()
    why = of(school, unplaced(school, "1A-1"))[0][2]
    assert why == (
        f"{NO_LIST} "
        "Chess: 9 of 10 seats taken, so there was a place, but the search ended before that was planned. "
        "Plan again with a longer --time-limit."
    )


def choices(*rows):
    return [{"student_id": s, "rank": n, "activity_id": a} for s, n, a in rows]


@pytest.mark.parametrize(
    ("go", "skills", "words"),
    [
        ({"min_size": 3}, "chess;go", "Go: not held. Only 1 student listed it and could come; 3 are needed."),
        (
            {},
            "chess",
            "Go: not held. Nobody can lead Go: no one in teachers or instructors has go among their skills. Add it for somebody who can.",
        ),
        (
            {"room_kinds": "dojo"},
            "chess;go",
            "Go: not held. Go needs a room of the kind dojo, and there is none in rooms: add one.",
        ),
        ({"blocks": "G"}, "chess;go", "Go: does not run in this block."),
        ({"grades": "2"}, "chess;go", "Go: not for grade 1."),
    ],
)
def test_a_club_that_does_not_run(go, skills, words):
    activities = acts(chess={"fallback": False}, go={"kind": "club"} | go)
    school = small(
        activities=activities, choices=choices(("1A-1", 1, "go")), teachers=teachers("c", "d", skills=skills)
    )
    lacking = "a room that is free then" if "room_kinds" in go else LEADER
    possible = not {"blocks", "grades", "min_size"} & set(go)
    what_to_do = f"To help, {CHESS}, or add {lacking} for Go." if possible else f"To help, {CHESS}."
    assert of(school, unplaced(school, "1A-1"))[-1][2] == f"{no_fallback('make Chess a fallback')} {words} {what_to_do}"


def test_a_class_club_is_told_with_its_class_and_its_row_as_every_classs():
    """Two of class 1A listed it, one of whom has chess; a leader and the class's room are free."""
    club = {"kind": "club", "scope": "class", "min_size": 2}
    school = small(
        activities=acts(chess={"fallback": False, "max_size": 9}, go=club),
        choices=choices(("1A-1", 1, "go"), ("1A-2", 1, "chess"), ("1A-2", 2, "go"), ("1B-1", 1, "go")),
        teachers=teachers("c", "d", skills="chess;go"),
    )
    parts = unplaced(school, "1A-1", "1B-1")
    found = {where: why for what, where, why in of(school, parts) if what == "placement"}
    lower = "lower min_size of Go to 1 (this holds for every class)"
    assert found["1A-1;F"] == (
        f"{no_fallback(who='2 students')} Go of class 1A: not held. Of the 2 who could join it, 1 is still without a club; "
        f"2 are needed. To help, {CHESS}, or {lower}."
    )
    assert found["1B-1;F"] == (
        f"{no_fallback(who='2 students')} Go of class 1B: not held. Only 1 student listed it and could come; 2 are needed. "
        f"To help, {CHESS}."
    )
    told = {where: why for what, where, why in of(school, parts, "zh") if what == "placement"}
    assert told["1A-1;F"] == (
        "1年级这时没有兜底社团，没有社团的有2人：请在“活动”表设一个这时开的兜底社团。"
        "1A班的Go：没有开班。填了它的2人里，还没有社团、能来的只有1人，开班至少要2人。"
        "请让学生改填还有空位的社团（Chess），或把Go的“最少人数”改为1（这一格各班共用）。"
    )
    lowered = small(
        activities=acts(chess={"fallback": False, "max_size": 9}, go=club | {"min_size": 1}),
        choices=[row.model_dump() for row in school.choices],
        teachers=teachers("c", "d", skills="chess;go"),
    )
    more = session(lowered, "go", "F", "d", "r1", class_id="1A", enrolled=1)
    seat = placed(lowered, "1A-1", "go").model_copy(update={"session_id": more.session_id})
    rows = [seat if row.student_id == "1A-1" else row for row in parts["placements"]]
    with_it = {"sessions": [*parts["sessions"], more], "placements": rows}
    assert [where for _, where, _ in of(lowered, parts | with_it)] == ["1B-1;F"]


def test_what_would_help_is_told_club_by_club():
    """Of four clubs one has no leader, one neither leader nor room, one too few children, and one is not to be held at all."""
    clubs = {"go": {}, "judo": {"room_kinds": "dojo"}, "art": {"min_size": 3}, "chess": {"max_sections": 0}}
    activities = acts(**{club: {"kind": "club", "fallback": False} | cells for club, cells in clubs.items()})
    listed = choices(*(("1A-1", rank, club) for rank, club in enumerate(clubs, 1)))
    school = small(activities=activities, choices=listed, teachers=teachers("c", "d", skills="chess;art"))
    parts = unplaced(school, "1A-1")
    parts |= {"sessions": [s for s in parts["sessions"] if s.kind != "club"]}
    assert of(school, parts)[0][2].endswith(
        "To help, raise max_sections of Chess in activities, "
        f"or add {LEADER} for Go, or add {LEADER} and a room that is free then for Judo."
    )


def test_cells_of_a_class_club_are_every_classs():
    club = {"kind": "club", "scope": "class", "max_sections": 0}
    school = small(
        activities=acts(chess={"fallback": False}, go=club),
        choices=choices(("1A-1", 1, "go")),
        teachers=teachers("c", "d", skills="chess"),
    )
    assert of(school, unplaced(school, "1A-1"))[-1][2].endswith(
        f"To help, {CHESS}, or raise max_sections of Go in activities (for Go this holds for every class) and add {LEADER}."
    )


def test_a_club_that_could_have_run():
    activities = acts(chess={"fallback": False}, go={"kind": "club"})
    school = small(
        activities=activities, choices=choices(("1A-1", 1, "go")), teachers=teachers("c", "d", skills="chess;go")
    )
    assert of(school, unplaced(school, "1A-1"))[-1][2].startswith(
        f"{no_fallback('make Chess a fallback')} Go: not held. D could have led it then, and Room r1, Room r2 had room for it, but the search ended before"
    )


def test_a_student_is_in_the_club_already():
    slots = [s.model_dump() for s in small().slots]
    slots.append({"slot_id": "w1", "weekday": 3, "start": "16:00", "end": "17:00"})
    pattern = [p.model_dump() for p in small().pattern] + [{"grade": "1", "slot_id": "w1", "kind": "elective"}]
    school = small(
        slots=slots, pattern=pattern, choices=choices(("1A-1", 1, "chess")), activities=acts(chess={"fallback": False})
    )
    found = {where: why for what, where, why in of(school, full(school)) if what == "placement"}
    none = no_fallback(who="10 students")
    assert found["1A-1;w1"] == f"{none} Chess: the student is in it already this week. {NO_SEATS}"
    assert found["1A-2;w1"] == f"{none} {NO_LIST}"


# -- tutoring ----------------------------------------------------------------------------------------------
def named(*ids):
    return [{"student_id": i, "activity_id": "help"} for i in ids]


def lacking(school, lang="en", **parts):
    found = of(school, full(school) | parts, lang)
    return [(where, why) for what, where, why in found if what == "tutoring"]


def test_too_few_to_make_a_group():
    school = small(tutoring=named("1A-1"))
    assert lacking(school) == [
        (
            "1A-1;help",
            "Monday 16:00–17:00: 1 student who still lacks it could come; a group needs 2. "
            "min_size in activities could be lowered to 1.",
        )
    ]
    assert lacking(school, "zh") == [
        ("1A-1;help", "周一16:00–17:00：还缺此辅导的学生只有1人能来，成组至少要2人，可以把“最少人数”改到1。")
    ]


def test_of_too_few_for_a_group_it_is_told_what_a_smaller_one_lacks_too():
    """The hall is the only room for Help, and closed; those who can lead it are in homework; or both at once."""
    shut = [r.model_dump() | ({"unavailable": ["m1"]} if r.room_id == "hall" else {}) for r in small().rooms]
    few = "周一16:00–17:00：还缺此辅导的学生只有1人能来，成组至少要2人；人数够了也还不行。"
    for tables, why, what in (
        ({"rooms": shut}, "Help没有场地：hall（此时段不开放）。", "1处这时能用的场地"),
        (
            {"teachers": teachers("a", "b", skills=ALL)},
            "能带Help的2人这时都不行：A（这时要上1A班的Homework）；B（这时要上1B班的Homework）。",
            "1位这时能带的人",
        ),
        ({"rooms": shut, "teachers": teachers("a", "b", skills=ALL)}, "", "1位这时能带的人和1处这时能用的场地"),
    ):
        ((_, said),) = lacking(small(tutoring=named("1A-1"), **tables), "zh")
        assert said.startswith(few + why)
        assert said.endswith(f"。请把“活动”表的“最少人数”改为1，同时添{what}。")


def test_a_room_to_add_holds_all_who_lack_the_tutoring():
    """Three lack it, and a group may be of two; and no more than two where the table says so."""
    shut = [r.model_dump() | ({"unavailable": ["m1"]} if r.room_id == "hall" else {}) for r in small().rooms]
    for cells, seats in ({}, 3), ({"max_size": 2}, 2):
        school = small(tutoring=named("1A-1", "1A-2", "1B-1"), rooms=shut, activities=acts(help=cells))
        assert f"坐得下{seats}人的教室" in lacking(school, "zh")[0][1]


def test_of_several_times_one_is_enough():
    """Homework on Monday and on Wednesday; the hall is closed on the one, and nobody can lead Help on the other."""
    school = small()
    slots = [*(s.model_dump() for s in school.slots), {"slot_id": "w1", "weekday": 3, "start": "16:00", "end": "17:00"}]
    pattern = [*(r.model_dump() for r in school.pattern), {"grade": "1", "slot_id": "w1", "kind": "homework"}]
    shut = [r.model_dump() | ({"unavailable": ["m1"]} if r.room_id == "hall" else {}) for r in school.rooms]
    people = teachers("a", "b", "c", "d", skills=ALL, unavailable="w1")
    tables = {"slots": slots, "pattern": pattern, "rooms": shut, "teachers": people}
    said = lacking(small(tutoring=named("1A-1", "1A-2"), **tables), "zh")[0][1]
    assert said.startswith(
        "下面几个时间，有一个能排上就够了。（1）周一16:00–17:00：Help没有场地：hall（此时段不开放）。请在"
    )
    assert "。（2）周三16:00–17:00：能带Help的4人这时都不行：A、B、C、D（此时段不能来）。请补一位" in said
    both = [r | ({"unavailable": ["m1", "w1"]} if r["room_id"] == "hall" else {}) for r in shut]
    said = lacking(small(tutoring=named("1A-1", "1A-2"), **tables | {"rooms": both}), "zh")[0][1]
    assert "。（2）周三16:00–17:00：能带" in said
    assert "hall（此时段不开放）。两样都要：请补一位" in said
    assert "能不能放宽；请在“教室”表添1间" in said
    people = teachers("a", "b", "c", "d", skills=ALL, unavailable="m1")
    said = lacking(small(tutoring=named("1A-1", "1A-2"), **tables | {"teachers": people, "rooms": both}), "en")[0][1]
    assert said.startswith("One of these times is enough. (1) Wednesday 16:00–17:00: No room for Help: ")
    assert [one.split(":")[0] for one in times_of(said, "en")] == [
        "One of these times is enough.", "(1) Wednesday 16", "(2) Monday 16",
    ]  # fmt: skip


def test_two_sessions_of_a_tutoring_take_two_days():
    """Homework on Monday and on Wednesday; the hall is closed on the one, and nobody can lead Help on the other. Of three sessions one
    can be on no day."""
    school = small()
    slots = [*(s.model_dump() for s in school.slots), {"slot_id": "w1", "weekday": 3, "start": "16:00", "end": "17:00"}]
    pattern = [*(r.model_dump() for r in school.pattern), {"grade": "1", "slot_id": "w1", "kind": "homework"}]
    shut = [r.model_dump() | ({"unavailable": ["m1"]} if r.room_id == "hall" else {}) for r in school.rooms]
    tables = {"slots": slots, "pattern": pattern, "rooms": shut, "tutoring": named("1A-1", "1A-2")}
    tables["teachers"] = teachers("a", "b", "c", "d", skills=ALL, unavailable="w1")
    twice, thrice = (lacking(small(**tables, activities=acts(help={"sessions_week": n})), "zh")[0][1] for n in (2, 3))
    assert twice.startswith(
        "学生缺2次，一天最多1次：下面的时间里，要有2个不在同一天的能排上才够；或者在“活动”表减小它的“每周次数”（现为2）。（1）周一"
    )
    assert times_of(twice, "zh")[1].startswith("（1）周一16:00–17:00：")
    assert thrice.startswith("学生缺3次Help，一天最多1次，而能排的只有2天，排不满：请核对")


def test_nobody_to_lead_a_group():
    school = small(tutoring=named("1A-1", "1B-1"), teachers=teachers("a", "b", skills=ALL))
    assert lacking(school)[0] == (
        "1A-1;help",
        "Monday 16:00–17:00: None of the 2 who can lead Help could: A (in Homework of class 1A then); B (in Homework of class 1B then). "
        + step(activity="Help"),
    )


def test_a_full_group_and_one_with_a_place():
    school = small(tutoring=named("1A-1", "1A-2", "1A-3"), activities=acts(help={"max_size": 2}))
    group = session(school, "help", "m1", "d", "hall")
    sessions = [*full(school)["sessions"], group]
    seats = [tutored("1A-1"), tutored("1A-2")]
    assert lacking(school, sessions=sessions, tutoring=seats) == [
        (
            "1A-3;help",
            "Monday 16:00–17:00: The only group is full (students: 2); max_sections or max_size in activities could be raised.",
        )
    ]
    roomy = small(tutoring=named("1A-1", "1A-2", "1A-3"))
    assert lacking(roomy, sessions=sessions, tutoring=seats)[0][1].startswith(
        "Monday 16:00–17:00: a group had a place, but the search ended before that was planned. Plan again"
    )


def test_a_row_for_each_missing_session_and_no_second_on_a_weekday():
    school = small(tutoring=named("1A-1", "1A-2"), activities=acts(help={"sessions_week": 3}))
    sessions = [*full(school)["sessions"], session(school, "help", "m1", "d", "hall")]
    rows = lacking(school, sessions=sessions, tutoring=[tutored("1A-1"), tutored("1A-2")])
    words = "No further homework slot in which the student stays can have Help. Check weekdays in students."
    assert rows == [("1A-1;help", words)] * 2 + [("1A-2;help", words)] * 2


def test_a_student_in_another_tutoring():
    activities = acts(extra={"kind": "tutoring"})
    tutoring = [*named("1A-1", "1A-2"), {"student_id": "1A-1", "activity_id": "extra"}]
    school = small(tutoring=tutoring, activities=activities)
    sessions = [*full(school)["sessions"], session(school, "extra", "m1", "d", "hall")]
    rows = lacking(school, sessions=sessions, tutoring=[tutored("1A-1", "extra")])
    over = "The student has 2 sessions of tutoring a week in 1 homework slot, so that 1 is lacking in any plan: lower sessions_week in activities, or take the student off the list of one of them (tutoring)."
    assert rows[0] == ("1A-1;help", f"{over} Monday 16:00–17:00: The student is in Extra then.")
    assert rows[1][1].startswith("Monday 16:00–17:00: 1 student who still lacks it could come;")


def test_those_in_tutoring_leave_the_home_room():
    school = small(tutoring=named("1A-1", "1A-2"))
    tables = [r.model_dump() | {"capacity": 4} for r in school.rooms]
    tight = small(tutoring=named("1A-1", "1A-2"), rooms=tables, teachers=teachers("a", "b", "c", "d", "e", skills=ALL))
    parts = without(full(tight), "hw-1A-m1")
    sessions = [*parts["sessions"], session(tight, "help", "m1", "d", "hall")]
    found = {where: why for _, where, why in of(tight, parts | {"sessions": sessions})}
    assert (
        found["1A;m1"]
        == "Room r1 holds 4, and there are up to 5 students. If they fit in, raise its capacity in rooms to 5; else use another room."
    )
    seats = [tutored("1A-1"), tutored("1A-2")]
    found = {where: why for _, where, why in of(tight, parts | {"sessions": sessions, "tutoring": seats})}
    assert found["1A;m1"].startswith("A, C, E could have led it then, and Room r1 had room for it, but the search")


def test_an_idle_club_and_a_fallback_of_another_block_are_named_with_the_cell_that_would_do():
    """Nobody chose Go, which runs then; Rest is a fallback in another block; Draw has too few seats for the two."""
    club = {"kind": "club", "skill_needed": False}
    more = {"go": club, "rest": club | {"fallback": True, "blocks": "G"}, "draw": club | {"max_size": 1}}
    school = small(activities=acts(chess={"fallback": False}, **more), choices=choices(("1A-1", 1, "chess")))
    found = [why for what, _, why in of(school, unplaced(school, "1A-1", "1B-1")) if what == "placement"]
    ways = "make Go a fallback, or add F to blocks of Rest"
    assert all(why.startswith(no_fallback(ways, "2 students")) for why in found)
