"""Why homework and strands are not held: who could not, for what cause, and what was free."""

from dataclasses import replace
from datetime import timedelta

import pytest
from reason_plans import MONDAYS, duty, full, of, session, step, without
from shortage_schools import small, teachers

from scheduler.calendar import open_days
from scheduler.messages import say
from scheduler.reasons.advice import _CELLS, cells_against
from scheduler.reasons.cause import Such, because, grouped
from scheduler.reasons.held import Held
from scheduler.reasons.offer import Offers

ALL = "art;chess;help"


def test_a_complete_plan_has_no_gap():
    school = small()
    assert of(school, full(school)) == []


def test_a_class_of_which_nobody_stays_has_no_gap():
    students = [{"student_id": "x", "class_id": "1A", "weekdays": "2"}]
    school = small(students=students)
    assert [(what, where) for what, where, _ in of(school, without(full(school), "art-1A-t1"))] == [("strand", "1A;t1")]


def staff(cells, **more):
    """a leads 1B's homework; b is the one in question."""
    return small(teachers=[*teachers("a", skills=ALL), *teachers("b", skills=ALL, **cells)], **more)


def reason(school, lang="en", **parts):
    """Why 1A has no homework, where only a works on Monday, with 1B."""
    held = [session(school, "hw", "m1", "a", "r2", class_id="1B")]
    empty = {"sessions": held, "placements": [], "duties": [], "tutoring": []}
    found = {(what, where): why for what, where, why in of(school, empty | parts, lang)}
    return found["homework", "1A;m1"]


def test_leaders_who_are_busy_or_not_available():
    school = staff({"unavailable": "m1"})
    assert reason(school) == (
        "None of the 2 who can lead Homework could: A (in Homework of class 1B then); B (not available then). "
        + step("unavailable")
    )
    assert reason(school, "zh") == (
        "能带Homework的2人这时都不行：A（这时要上1B班的Homework）；B（此时段不能来）。"
        "请补一位这时能带Homework的教师，或看看上面这些人的“不可用时段”能不能放宽。"
    )


@pytest.mark.parametrize(
    ("cells", "cause", "cell"),
    [
        ({"max_sessions_week": 0}, "weekly limit of 0 reached", "max_sessions_week"),
        ({"max_sessions_day": 0}, "daily limit of 0 reached", "max_sessions_day"),
        ({"day_load": 12, "max_load": 12}, "total load limit of 12 reached", "max_load"),
    ],
)
def test_limits(cells, cause, cell):
    assert reason(staff(cells)).endswith(f"; B ({cause}). {step(cell)}")


def test_a_weekly_limit_counts_what_the_plan_holds():
    school = staff({"max_sessions_week": 1})
    held = [
        session(school, "hw", "m1", "a", "r2", class_id="1B"),
        session(school, "art", "t1", "b", "r1", class_id="1A"),
    ]
    assert reason(school, sessions=held).endswith(f"; B (weekly limit of 1 reached). {step('max_sessions_week')}")


#: Friday with a third slot before the two of the block F.
FRIDAY = [
    *(slot.model_dump() for slot in small().slot_by_id.values()),
    {"slot_id": "f0", "weekday": 5, "start": "15:00", "end": "15:30"},
]


@pytest.mark.parametrize(
    ("cells", "en", "zh", "cell"),
    [
        ({"max_sessions_week": 1}, "weekly limit of 1 reached", "已达每周上限1节", "max_sessions_week"),
        (
            {"max_sessions_week": 2},
            "has 1 slot a week and this takes 2, above the weekly limit of 2",
            "每周课后已有1节，这里占2节，会超过每周上限2节",
            "max_sessions_week",
        ),
        (
            {"max_sessions_day": 2},
            "has 1 slot that day and this takes 2, above the daily limit of 2",
            "这天课后已有1节，这里占2节，会超过每日上限2节",
            "max_sessions_day",
        ),
        (
            {"max_sessions_day": 9, "day_load": 10, "max_load": 12},
            "has 10 in the daytime and 1 after school, and this takes 2, above the total load limit of 12",
            "白天10节、课后1节，这里再占2节，会超过总课时上限12节",
            "max_load",
        ),
    ],
)
def test_what_takes_two_slots_may_be_above_a_limit_that_is_not_reached(cells, en, zh, cell):
    """b has one slot on Friday; chess takes two more."""
    school = small(slots=FRIDAY, teachers=teachers("b", skills="chess", **cells))
    held = Held(school, [session(school, "hw", "f0", "b", "r1", class_id="1A")], (), (), (), (), (), open_days(school))
    for lang, words in (("en", en), ("zh", zh)):
        offers = Offers(held, lang)
        cause = offers.people.why_not("b", ("f1", "f2"))
        assert cause.words(lang, False) == words
    answer = Offers(held, "en").why_not("chess", None, ("f1", "f2"), 5)
    assert answer == f"The only one who can lead Chess could not: B ({en}). {step(cell, 'Chess')}"


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"max_sessions_week": 1}, "its slots, 2, are more than the weekly limit of 1"),
        ({"max_sessions_day": 1}, "its slots, 2, are more than the daily limit of 1"),
        ({"day_load": 10, "max_load": 11}, "10 in the daytime and 2 more are over the total load limit of 11"),
    ],
)
def test_what_takes_two_slots_may_be_above_a_limit_all_by_itself(cells, words):
    """b has nothing after school yet."""
    school = small(teachers=teachers("b", **cells))
    people = Offers(Held(school, (), (), (), (), (), (), open_days(school)), "en").people
    assert people.why_not("b", ("f1", "f2")).words("en", False) == words
    assert people.why_not("b", ("f1",)) is None


def test_the_limit_of_an_instructor_is_told_in_the_same_way():
    visits = {"skills": "chess", "available": "f0;f1;f2", "max_sessions_week": 2, "escort": "no"}
    school = small(slots=FRIDAY, instructors=[{"instructor_id": "i", "name": "Ines", **visits}])
    held = Held(school, [session(school, "chess", "f0", "i", "r1")], (), (), (), (), (), open_days(school))
    cause = Offers(held, "en").people.why_not("i", ("f1", "f2"))
    assert cause.words("en", False) == "has 1 slot a week and this takes 2, above the weekly limit of 2"


def test_many_above_one_limit_stand_together_however_much_each_has():
    causes = [
        (f"T{n:02}", because("week_limit_over", "week_limit_over_brief", now=n, more=9, limit=13)) for n in range(5, 14)
    ]
    few, many = (
        grouped("zh", causes + [(f"U{n}", because("unavailable")) for n in range(more)], str) for more in (3, 4)
    )
    assert few.startswith("U0、U1、U2（此时段不能来）；T05（每周课后已有5节，这里占9节，会超过每周上限13节）；T06（")
    assert many.startswith("T05、T06、T07、T08、T09")
    assert "（这里占9节，加上已有的会超过每周上限13节）；U0、U1、U2、U3（此时段不能来）" in many


def test_what_several_classes_lack_at_one_time_needs_as_many_people():
    """Nobody can come on Monday: both classes lack homework, and one of the rooms is shut besides. On Tuesday one lacks art."""
    rooms = [r.model_dump() | ({"unavailable": "m1"} if r.room_id == "r2" else {}) for r in small().rooms]
    school = small(teachers=teachers("a", "b", skills=ALL, unavailable="m1;t1"), rooms=rooms)
    held = [session(school, "art", "t1", "a", "r2", class_id="1B")]
    parts = {"sessions": held, "placements": [], "duties": [], "tutoring": []}
    en, zh = ({where: why for _, where, why in of(school, parts, lang)} for lang in ("en", "zh"))
    wanted = "2 classes lack Homework then: add teachers who can lead it then, or see which of these people's cells can be relaxed: unavailable; with all else as it is that takes 2, and a new plan may need fewer (see kehou explain SCHOOL PLAN --ways-out)."
    nobody = "None of the 2 who can lead Homework could: A, B (not available then). "
    assert en["1A;m1"] == nobody + wanted
    assert en["1B;m1"].startswith(nobody)
    assert wanted in en["1B;m1"]
    assert "r2" in en["1B;m1"]
    assert zh["1A;m1"] == (
        "能带Homework的2人这时都不行：A、B（此时段不能来）。"
        "同一时间有2个班缺Homework：请补这时能带的教师，或看看上面这些人的“不可用时段”能不能放宽；别的都不动，要补2位，重新编排也许不用这么多（可看 kehou explain 学校数据 方案文件夹 --ways-out）。"
    )
    assert en["1A;t1"].endswith(step("unavailable", "Art", "person"))


def test_a_class_counts_for_each_strand_that_it_could_have():
    """Nobody can come on Tuesday. 1A may have art or song, 1B has had song and may only have art: art lacks two, song one."""
    rows = [a.model_dump() for a in small().activities]
    song = {"activity_id": "song", "name": "Song", "kind": "strand"}
    school = small(teachers=teachers("a", skills="art;song", unavailable="t1"), activities=[*rows, song])
    held = [session(school, "song", "m1", "a", "r2", class_id="1B")]
    found = of(school, {"sessions": held, "placements": [], "duties": [], "tutoring": []})
    why = {where: why for _, where, why in found}
    relax = "or see which of these people's cells can be relaxed: unavailable."
    art = (
        "The only one who can lead Art could not: A (not available then). "
        f"2 classes lack Art then: add people who can lead it then, {relax.removesuffix('.')}; "
        "with all else as it is that takes 2, and a new plan may need fewer (see kehou explain SCHOOL PLAN --ways-out)."
    )
    song_alone = f"The only one who can lead Song could not: A (not available then). Add a person who can lead Song then, {relax}"
    assert why["1B;t1"] == art
    assert why["1A;t1"] == f"{art} {song_alone}"


CHILD = {"teacher_id": "b", "group": "primary", "leave_by": "16:30"}


@pytest.mark.parametrize(
    ("child", "rooms", "cause"),
    [
        ({"may_use_room": "no"}, [], "must leave by 16:30 for a child"),
        ({}, [], "must leave by 16:30 for a child; no primary room is open then"),
        ({"group": "preschool"}, [], "must leave by 16:30 for a child; no preschool room is open then"),
        ({}, [{"room_id": "k", "group": "primary", "places": 0}], "must leave by 16:30 for a child; no primary room is open then"),
        ({}, [{"room_id": "k", "group": "primary", "places": 5, "carers": 1}],
         "must leave by 16:30 for a child; the primary room cannot open, since no teacher has childcare among their skills: add it for one"),
    ],
)  # fmt: skip
def test_children(child, rooms, cause):
    school = staff({}, childcare=[CHILD | child], childcare_rooms=rooms)
    cells = "leave_by, may_use_room" if "may_use_room" in child else "leave_by"
    assert reason(school).endswith(f"; B ({cause}). {step(cells)}")


@pytest.mark.parametrize(("places", "free"), [(1, False), (2, True)])
def test_a_carer_brings_a_child_of_their_own(places, free):
    rooms = [{"room_id": "k", "group": "primary", "places": places, "carers": 1}]
    people = [*teachers("a", "b", skills=ALL), *teachers("c", skills="childcare", avoid="m1")]
    acts = [a.model_dump() for a in small().activities]
    acts[0]["skill_needed"] = True
    people[1]["skills"] += ";hw"
    school = small(
        teachers=people, activities=acts, childcare=[CHILD, CHILD | {"teacher_id": "c"}], childcare_rooms=rooms
    )
    free_now = "B could have led it then, and Room r1 had room for it"
    no_place = (
        "The only one who can lead Homework could not: B (must leave by 16:30 for a child; no place left in the primary room). "
        + step("leave_by", kept=1)
    )
    assert reason(school).startswith(free_now if free else no_place)


def test_a_child_with_a_place_is_no_cause():
    rooms = [{"room_id": "k", "group": "primary", "places": 1}]
    school = staff({}, childcare=[CHILD], childcare_rooms=rooms)
    assert reason(school) == (
        "B could have led it then, and Room r1 had room for it, but the search ended before that was planned. Plan again with a longer --time-limit."
    )


def test_a_duty_with_a_window_in_the_slot():
    post = {"post_id": "gate", "name": "Gate", "role": "supervisor", "windows": "16:50-17:20"}
    school = staff({}, duty_posts=[post], duty_staff=[{"staff_id": "b", "roles": "supervisor"}])
    duties = [duty(MONDAYS[1], "gate", "b")]
    assert reason(school, duties=duties).endswith(
        "; B (on duty on Monday, such as 2026-09-14 at Gate; to lead here, these duties must go to somebody else first). "
        + step()
    )
    assert "B（周一有值班，如2026-09-14值“Gate”；要让其带班，先把这些值班换给别人）" in reason(
        school, "zh", duties=duties
    )


def test_the_duty_that_is_named_is_on_the_weekday_itself_where_one_is():
    post = {"post_id": "gate", "name": "Gate", "role": "supervisor", "windows": "16:50-17:20"}
    school = staff({}, duty_posts=[post], duty_staff=[{"staff_id": "b", "roles": "supervisor"}])
    make_up = duty(MONDAYS[0] + timedelta(days=5), "gate", "b").model_copy(update={"weekday": 1})
    assert "such as 2026-09-14 at" in reason(school, duties=[make_up, duty(MONDAYS[1], "gate", "b")])
    assert "such as 2026-09-12 at" in reason(school, duties=[make_up])


def test_what_is_to_be_done_about_duties_is_told_once_for_all_who_have_them():
    on_duty = because("has_duties", weekday="D")
    cause = [replace(on_duty, such=Such("such_duty", (("date", d), ("post", "Gate")))) for d in "xyz"]
    pairs = [*zip("ABC", cause, strict=True), ("E", because("unavailable"))]
    assert grouped("en", pairs, str) == (
        "A, B, C (on duty on D, A such as x at Gate, B such as y at Gate, C such as z at Gate; "
        "to lead here, these duties must go to somebody else first); E (not available then)"
    )
    assert grouped("zh", pairs[:2], str) == (
        "A、B（D有值班，A如x值“Gate”、B如y值“Gate”；要让其带班，先把这些值班换给别人）"
    )


def test_up_to_twelve_people_each_have_their_own_cause():
    others = teachers(*"bcdefghijkl", unavailable="m1")
    school = small(teachers=[*teachers("a"), *others])
    assert reason(school) == (
        "None of the 12 who can lead Homework could: B, C, D, E, F, G, H, I, J, K, L (not available then); A (in Homework of class 1B then). "
        + step("unavailable")
    )


def test_more_people_are_grouped_by_cause_and_every_one_is_named():
    others = teachers(*"bcdefghijklmnopqrst", unavailable="m1")
    school = small(teachers=[*teachers("a"), *others])
    assert reason(school) == (
        "None of the 20 who can lead Homework could: B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T (not available then); "
        "A (in Homework of class 1B then). " + step("unavailable")
    )


@pytest.mark.parametrize(
    ("room", "cause"),
    [
        (
            {"capacity": 4},
            "Room r1 holds 4, and there are up to 5 students. If they fit in, raise its capacity in rooms to 5; else use another room.",
        ),
        (
            {"unavailable": "m1"},
            "Homework must be in the class's own room: Room r1 is closed then. Take that slot out of its unavailable in rooms, or give the class another room in classes.",
        ),
    ],
)
def test_rooms(room, cause):
    rooms = [r.model_dump() | (room if r.room_id == "r1" else {}) for r in small().rooms]
    assert reason(staff({}, rooms=rooms)) == cause


def test_a_room_that_another_session_has():
    school = staff({})
    held = [session(school, "hw", "m1", "a", "r1", class_id="1B")]
    assert (
        reason(school, sessions=held)
        == "No room for Homework: Room r1 is taken by Homework then; it holds one group at a time (column groups in rooms). Raise its groups, or give the class another room in classes."
    )
    assert (
        reason(school, "zh", sessions=held)
        == "Homework没有场地：Room r1这时有Homework在用，同时只能容1组（“教室”表的“同时组数”）。请加大它的“同时组数”，或在“班级”表给这个班换教室。"
    )


def test_people_and_rooms_both():
    school = staff({"unavailable": "m1"})
    held = [session(school, "hw", "m1", "a", "r1", class_id="1B")]
    assert reason(school, sessions=held) == (
        "None of the 2 who can lead Homework could: A (in Homework of class 1B then); B (not available then). "
        "No room for Homework: Room r1 is taken by Homework then; it holds one group at a time (column groups in rooms). "
        "Both are needed: a"
        + step("unavailable").removesuffix(".")[1:]
        + "; raise its groups, or give the class another room in classes."
    )


NO_ART = (
    "Nobody can lead Art: no one in teachers or instructors has art among their skills. Add it for somebody who can."
)


def test_a_strand_that_nobody_can_lead():
    school = small(teachers=teachers("a", "b", "c", skills="chess"))
    parts = without(full(school), "art-1A-t1")
    assert of(school, parts) == [("strand", "1A;t1", NO_ART)]
    (gap,) = of(school, parts, "zh")
    assert gap[2] == ("Art没有人能带：“教师”表和“外聘教师”表里没有人的“可任活动”写 art，请给能带的人加上。")


INSTRUCTOR = {"instructor_id": "i", "name": "Ines", "skills": "art", "available": "t1", "fee": 100}


@pytest.mark.parametrize(
    ("cells", "tables", "cause", "cell"),
    [
        (
            {"cleared_until": "2026-09-17"},
            {},
            "check and contract end on 2026-09-17, before the term does; renewed, cleared_until can be changed",
            "cleared_until",
        ),
        ({"available": "m1"}, {}, "cannot come then", "available"),
        ({"max_sessions_week": 0}, {}, "weekly limit of 0 reached", "max_sessions_week"),
        (
            {"min_sessions_visit": 2},
            {},
            "comes only for 2 slots or more a day, which that day does not have for them",
            "min_sessions_visit",
        ),
        ({}, {"policy": {"weekly_budget": 99}}, "over the weekly budget of 99 CNY", "weekly_budget"),
        ({}, {}, "needs a teacher as escort, and none is free", ""),
    ],
)
def test_instructors(cells, tables, cause, cell):
    school = small(
        teachers=[*teachers("b", skills="art"), *teachers("c", skills="chess", unavailable="t1")],
        instructors=[INSTRUCTOR | cells],
        **tables,
    )
    parts = without(full(school), "art-1A-t1")
    why = {where: why for _, where, why in of(school, parts)}["1A;t1"]
    assert (
        why
        == f"None of the 2 who can lead Art could: B (in Art of class 1B then); Ines ({cause}). {step(cell, 'Art', 'person')}"
    )


def test_an_instructor_who_was_free():
    school = small(teachers=teachers("b", skills="art"), instructors=[INSTRUCTOR | {"escort": "no"}])
    why = {where: why for _, where, why in of(school, without(full(school), "art-1A-t1"))}["1A;t1"]
    assert why.startswith("Art: Ines could have led it then, and Room r1 had room for it, but the search")


def test_rooms_in_chinese():
    rooms = [r.model_dump() | ({"capacity": 4} if r.room_id == "r1" else {}) for r in small().rooms]
    assert reason(staff({}, rooms=rooms), "zh") == (
        "Room r1只能坐4人，学生最多有5人。坐得下的话，请把“教室”表里它的“容量”改到5；不然就换教室。"
    )


def test_a_childcare_room_that_nobody_can_open_is_not_called_full():
    """No teacher has the skill: the room has a place, and not one child is in it."""
    school = staff(
        {}, childcare=[CHILD], childcare_rooms=[{"room_id": "k", "group": "primary", "places": 5, "carers": 1}]
    )
    assert (
        "B（要照顾孩子，最晚16:30离校；乐学小屋没有照看教师，开不了，给教师的“可任活动”写上 childcare 才能开）"
        in reason(school, "zh")
    )
    cared = small(
        teachers=[*teachers("a", "b"), *teachers("c", skills="childcare", unavailable="m1")],
        childcare=[CHILD],
        childcare_rooms=[{"room_id": "k", "group": "primary", "places": 5, "carers": 1}],
    )
    assert "B（要照顾孩子，最晚16:30离校；乐学小屋这时没有空着的照看教师，开不了）" in reason(cared, "zh")


def test_rooms_that_several_classes_lack_are_told_together_for_the_largest():
    """Art wants a studio, and none is open on Tuesday: 1A with five students and 1B with four need two rooms in all."""
    rooms = [r.model_dump() | {"unavailable": "t1", "kinds": "studio"} for r in small().rooms]
    activities = [
        a.model_dump() | ({"room_kinds": "studio"} if a.activity_id == "art" else {}) for a in small().activities
    ]
    school = small(teachers=teachers("a", "b", skills=ALL), rooms=rooms, activities=activities)
    parts = {"sessions": [], "placements": [], "duties": [], "tutoring": []}
    en, zh = ({where: why for _, where, why in of(school, parts, lang)} for lang in ("en", "zh"))
    steps = "2 classes have no room for Art at one time, and no more at any: in rooms, add 2 rooms in all of the kind studio free then, each for 5 students, or see which of these rooms' cells can be relaxed: unavailable."
    assert en["1A;t1"].endswith(steps)
    assert en["1B;t1"] == en["1A;t1"]
    assert "同一时间最多有2个班没有教室上Art：请在“教室”表一共添2间这时能用、坐得下5人的教室" in zh["1B;t1"]


def test_of_a_whole_staff_the_numbers_come_before_the_names():
    """Ten in another session, three who cannot come, a carer, one on duty: the numbers tell what is wrong."""
    pairs = [(f"T{n}", because("busy")) for n in range(10)] + [(f"N{n}", because("unavailable")) for n in range(3)]
    pairs += [("C", because("caring")), ("D", because("on_duty_brief"))]
    told = grouped("zh", pairs, str, every=True)
    assert told.startswith(
        "10人（这时另有活动）；3人（此时段不能来）；1人（这时要在小屋照看孩子）；1人（这时值班）。按这个次序，他们是：T0、"
    )
    assert told.endswith("T9；N0、N1、N2；C；D")
    assert grouped("en", pairs, str, every=True).startswith(
        "10 (in another session then); 3 (not available then); 1 (in a childcare room "
    )


def test_who_is_free_and_lacks_the_skill_alone_is_named_first():
    """A has the skill and is busy; B is free."""
    school = staff({})
    homework = [a.model_dump() | ({"skill_needed": True} if a.activity_id == "hw" else {}) for a in school.activities]
    people = [t.model_dump() | ({"skills": (*t.skills, "hw")} if t.teacher_id == "a" else {}) for t in school.teachers]
    school = small(teachers=people, activities=homework)
    assert "请看看B能不能带（这时有空；能就在“可任活动”加上 hw），或补一位这时能带Homework的教师" in reason(
        school, "zh"
    )
    assert "See whether B can lead it (free then; if so, add hw to skills), or add a teacher" in reason(school)


def test_each_cell_that_a_cause_names_has_its_column():
    """Of one's own cells, as of a club's leader, the words are the same."""
    cells = {cell for key in _CELLS for cell in cells_against(because(key), outside=False)}
    assert all(say(lang, f"reasons.cell.{cell}") for cell in cells for lang in ("zh", "en"))
