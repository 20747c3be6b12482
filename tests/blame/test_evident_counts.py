"""Too many pins for a limit: the count is told where it is the reason, and with one more to spare there is nothing to tell."""

import pytest
from shortage_schools import acts, small, teachers

from models.pins import PinDutyRow, PinPlacementRow, PinRow
from scheduler.cli.faults import explain
from scheduler.conflict import all_pins, contradiction, name
from scheduler.errors import PinConflict
from scheduler.evident import reasons
from scheduler.evident_pins import different
from scheduler.options import Options

ALL = "art;chess;help;go;sing"
CLUB = {"kind": "club", "fallback": "yes"}
CLUBS = acts(go=CLUB, sing=CLUB)


def session(block="F", activity_id="chess", **cells):
    return {"block": block, "activity_id": activity_id, **cells}


def homework(block="m1", class_id="1A", **cells):
    return session(block, "hw", class_id=class_id, **cells)


def art(block="t1", class_id="1A", **cells):
    return session(block, "art", class_id=class_id, **cells)


def seat(number, activity_id="go", block="F"):
    return {"student_id": number, "block": block, "activity_id": activity_id}


def leader(**cells):
    """b with other cells than the rest."""
    return {"teachers": [*teachers("a", "c", "d", skills=ALL), *teachers("b", **{"skills": ALL, **cells})]}


def able(*ids):
    """Those who can lead the clubs; the rest can lead nothing but homework."""
    rest = [one for one in "abcd" if one not in ids]
    return {"teachers": [*teachers(*ids, skills=ALL), *teachers(*rest)]}


def rooms(**hall):
    plain = [{"room_id": r, "name": f"Room {r}", "capacity": 5} for r in ("r1", "r2")]
    return {"rooms": [*plain, {"room_id": "hall", "kinds": "hall", "capacity": 10, **hall}]}


def two_mondays():
    slots = [s.model_dump() for s in small().slots]
    rows = [r.model_dump() for r in small().pattern]
    return {
        "slots": [*slots, {"slot_id": "m2", "weekday": 1, "start": "17:00", "end": "18:00"}],
        "pattern": [*rows, {"grade": "1", "slot_id": "m2", "kind": "homework"}],
    }


def two_tuesdays():
    slots = [s.model_dump() for s in small().slots]
    rows = [r.model_dump() for r in small().pattern]
    return {
        "slots": [*slots, {"slot_id": "t2", "weekday": 2, "start": "17:00", "end": "18:00"}],
        "pattern": [*rows, {"grade": "1", "slot_id": "t2", "kind": "strand"}],
        "activities": acts(art={"sessions_week": 2}),
    }


def two_strands(**cells):
    slots = [s.model_dump() for s in small().slots]
    rows = [r.model_dump() for r in small().pattern]
    other = {"kind": "strand", "skill_needed": "no", "sessions_week": 2 - cells["sessions_week"]}
    return {
        "slots": [*slots, {"slot_id": "w1", "weekday": 3, "start": "16:00", "end": "17:00"}],
        "pattern": [*rows, {"grade": "1", "slot_id": "w1", "kind": "strand"}],
        "activities": acts(art=cells, song=other),
    }


def outside(budget):
    cells = {"skills": "art", "available": "t1", "fee": 60, "escort": "no"}
    return {
        "instructors": [{"instructor_id": i, "name": i.upper(), **cells} for i in ("e", "g")],
        "policy": {"weekly_budget": budget},
        "pins": [art(leader_id="e"), art(class_id="1B", leader_id="g")],
    }


def groups(students, day, **cells):
    """Help pinned on Monday and once more, at a second slot of that day or on Wednesday, for so many students."""
    slots = [s.model_dump() for s in small().slots]
    rows = [r.model_dump() for r in small().pattern]
    other = {"slot_id": "x1", "weekday": day, "start": "17:00", "end": "18:00"}
    return {
        "slots": [*slots, other],
        "pattern": [*rows, {"grade": "1", "slot_id": "x1", "kind": "homework"}],
        "activities": acts(help={"room_kinds": "hall", **cells}),
        "tutoring": [{"student_id": f"1A-{n + 1}", "activity_id": "help"} for n in range(students)],
        "pins": [session("m1", "help"), session("x1", "help")],
    }


def roster(limit):
    """2026-09-07 is a Monday."""
    post = {"post_id": "gate", "name": "Gate", "role": "supervisor"}
    return {
        "duty_posts": [post],
        "duty_staff": [{"staff_id": "b", "roles": "supervisor", "max_week": limit, "min_gap": 1}],
        "pin_duties": [{"date": f"2026-09-{day:02}", "post_id": "gate", "staff_id": "b"} for day in (7, 8, 10, 14, 15)],
    }


WEEK = {"pins": [homework(leader_id="b"), art(leader_id="b"), session(leader_id="b")]}
THREE = {"pins": [session(), session(activity_id="go"), session(activity_id="sing")]}
IN_HALL = {"pins": [pin | {"room_id": "hall"} for pin in THREE["pins"]]}
GO = {"pin_placements": [seat("1A-1"), seat("1A-2"), seat("1B-3")]}
SIX = [seat(f"1A-{n}") for n in range(1, 6)] + [seat("1B-1")]
IN_R1 = [session(activity_id="go", room_id="r1")]
HALLS = acts(**dict.fromkeys(("go", "sing"), CLUB | {"room_kinds": "hall"}), chess={"room_kinds": "hall"})

#: What cannot hold; the same with one more to spare; how many pins it takes; the reason in both languages.
CASES = {
    "a week": (
        WEEK | leader(max_sessions_week=3),
        WEEK | leader(max_sessions_week=4),
        3,
        "B一周固定了4节（1A班的Homework1节、1A班的Art1节、Chess2节），“教师”表B的“每周课后上限”是3节。请至少去掉1条，或把这个数加到4。",
        "B is pinned to 4 slots a week (class 1A Homework: 1, class 1A Art: 1, Chess: 2); max_sessions_week of B in teachers is 3. Take out at least 1 pin, or raise it to 4.",
    ),
    "a day": (
        two_mondays() | leader(max_sessions_day=1) | {"pins": [homework(leader_id="b"), homework("m2", leader_id="b")]},
        two_mondays() | leader(max_sessions_day=2) | {"pins": [homework(leader_id="b"), homework("m2", leader_id="b")]},
        2,
        "B在周一固定了2节，“教师”表B的“每日课后上限”是1节。请至少去掉1条，或把这个数加到2。",
        "B is pinned to 2 slots on Monday; max_sessions_day of B in teachers is 1. Take out at least 1 pin, or raise it to 2.",
    ),
    "a load": (
        WEEK | leader(day_load=10, max_load=13),
        WEEK | leader(day_load=10, max_load=14),
        3,
        "B白天有10节，又固定了课后4节（1A班的Homework1节、1A班的Art1节、Chess2节），共14节，“教师”表B的“总课时上限”是13节。请至少去掉1条，或把这个数加到14。",
        "B has 10 periods in the daytime and is pinned to 4 slots (class 1A Homework: 1, class 1A Art: 1, Chess: 2), in all 14; max_load of B in teachers is 13. Take out at least 1 pin, or raise it to 14.",
    ),
    "a budget": (
        outside(119),
        outside(120),
        2,
        "固定的外聘课一周至少要120元（1A班的Art60元、1B班的Art60元），“学校”表的“每周预算”是119元。请至少去掉1条，或把这个数加到120。",
        "The pinned instructors cost at least 120 CNY a week (class 1A Art 60, class 1B Art 60); weekly_budget of the school is 119. Take out at least 1 pin, or raise it to 120.",
    ),
    "leaders of one activity": (
        able("b") | {"pins": [art(), art(class_id="1B")]},
        able("b", "c") | {"pins": [art(), art(class_id="1B")]},
        2,
        "周二16:00–17:00：固定了2个班（1A班的Art、1B班的Art），这时能带的只有1人：B。请少固定1个班，或让更多人能带（“教师”表、“外聘教师”表的“可任活动”和时段）。",
        "Tuesday 16:00–17:00: 2 sessions are pinned (class 1A Art, class 1B Art), but only 1 person can lead them then: B. Pin 1 session fewer, or let more people lead (skills and times in teachers and instructors).",
    ),
    "leaders of several": (
        able("a", "b") | {"activities": CLUBS} | THREE,
        able("a", "b", "c") | {"activities": CLUBS} | THREE,
        3,
        "周五16:00–17:00：固定了3个班（Chess、Go、Sing），这时能带的只有2人：A、B。请少固定1个班，或让更多人能带（“教师”表、“外聘教师”表的“可任活动”和时段）。",
        "Friday 16:00–17:00: 3 sessions are pinned (Chess, Go, Sing), but only 2 people can lead them then: A, B. Pin 1 session fewer, or let more people lead (skills and times in teachers and instructors).",
    ),
    "leaders of whom one is pinned elsewhere": (
        able("a", "b") | {"activities": CLUBS, "pins": [THREE["pins"][0] | {"leader_id": "b"}, *THREE["pins"][1:]]},
        able("a", "b", "c")
        | {"activities": CLUBS, "pins": [THREE["pins"][0] | {"leader_id": "b"}, *THREE["pins"][1:]]},
        3,
        "周五16:00–17:00：Go、Sing要2人带，能带的只有2人（B、A），其中B已固定带Chess，只剩1人。请少固定1个班，或让更多人能带Go、Sing（“教师”表、“外聘教师”表的“可任活动”和时段）。",
        "Friday 16:00–17:00: Go, Sing need 2 people to lead, and only 2 people can: B, A; but B is pinned to Chess, which leaves 1. Pin 1 session fewer, or let more people lead Go, Sing (skills and times in teachers and instructors).",
    ),
    "the only leader of a club that students are pinned to": (
        able("b")
        | {
            "activities": CLUBS,
            "pins": [THREE["pins"][0] | {"leader_id": "b"}],
            "pin_placements": GO["pin_placements"][:1],
        },
        able("a", "b")
        | {
            "activities": CLUBS,
            "pins": [THREE["pins"][0] | {"leader_id": "b"}],
            "pin_placements": GO["pin_placements"][:1],
        },
        2,
        "有学生固定在Go，就一定要开班。周五16:00–17:00：能带Go的只有B，而B已固定带Chess，没有人能带Go。请少固定1个班，或让更多人能带Go（“教师”表、“外聘教师”表的“可任活动”和时段）。",
        "Students are pinned to Go, which must be held for them. Friday 16:00–17:00: only B can lead Go, but B is pinned to Chess, which leaves nobody. Pin 1 session fewer, or let more people lead Go (skills and times in teachers and instructors).",
    ),
    "groups of tutoring in a week": (
        groups(3, 3),
        groups(4, 3),
        2,
        "“辅导名单”表里，Help这些时间能来的有3人，每人每周1次，每组至少2人（“活动”表Help的“每周次数”、“最少人数”）：一周最多开1组，却固定了2组。请至少去掉1条，或把“最少人数”减到1，或把“每周次数”加到2，或在“辅导名单”表再加1名能来的学生。",
        "Of the students of Help in tutoring 3 can come at these times, each once a week, and a group needs 2 at least (sessions_week and min_size of Help in activities): there can be 1 group a week, but 2 are pinned. Take out at least 1 pin, or lower min_size to 1, or raise sessions_week to 2, or add 1 student who can come to tutoring.",
    ),
    "groups of tutoring in a day": (
        groups(3, 1, sessions_week=2),
        groups(4, 1, sessions_week=2),
        2,
        "周一：“辅导名单”表里，Help这时能来的有3人，每人一天最多1次，每组至少2人（“活动”表Help的“最少人数”）：这天最多开1组，却固定了2组。请至少去掉1条，或把“最少人数”减到1，或在“辅导名单”表再加1名能来的学生。",
        "Monday: of the students of Help in tutoring 3 can come then, each once a day at most, and a group needs 2 at least (min_size of Help in activities): there can be 1 group that day, but 2 are pinned. Take out at least 1 pin, or lower min_size to 1, or add 1 student who can come to tutoring.",
    ),
    "duties of a week": (
        roster(2),
        roster(3),
        3,
        "B在2026-09-07起的一周固定了3次值班，“值班人员”表B的“每周上限”是2次。请至少去掉1条，或把这个数加到3。",
        "B is pinned to 3 duties in the week of 2026-09-07; max_week of B in duty_staff is 2. Take out at least 1 pin, or raise it to 3.",
    ),
    "sections": (
        {"activities": acts(chess={"max_sections": 2}), "pins": [session(leader_id=one) for one in "abc"]},
        {"activities": acts(chess={"max_sections": 3}), "pins": [session(leader_id=one) for one in "abc"]},
        3,
        "周五社团课（16:00–17:00）：Chess固定了3个班，“活动”表Chess的“最多班数”是2。请少固定1个班，或把“活动”表Chess的“最多班数”加到3。",
        "Friday's clubs (16:00–17:00): 3 sections of Chess are pinned; max_sections of Chess in activities is 2. Pin 1 section fewer, or raise max_sections of Chess in activities to 3.",
    ),
    "strands of a week": (
        two_strands(sessions_week=1) | {"pins": [art(), art("w1")]},
        two_strands(sessions_week=2) | {"pins": [art(), art("w1")]},
        2,
        "1A班的Art一周固定了2次，“活动”表Art的“每周次数”是1次。请至少去掉1条。",
        "class 1A Art is pinned 2 times a week; sessions_week of Art in activities is 1. Take out at least 1 pin.",
    ),
    "one room": (
        able(*"abcd") | rooms(groups=2) | {"activities": CLUBS} | IN_HALL,
        able(*"abcd") | rooms(groups=3) | {"activities": CLUBS} | IN_HALL,
        3,
        "周五16:00–17:00：hall要同时给3个班用（Chess、Go、Sing），“教室”表hall的“同时组数”是2。请少固定1个班，或换教室，或把这个数加到3。",
        "Friday 16:00–17:00: hall is wanted for 3 sessions at once (Chess, Go, Sing); groups of hall in rooms is 2. Pin 1 session fewer, use another room, or raise it to 3.",
    ),
    "rooms of a kind": (
        able(*"abcd") | rooms(groups=2) | {"activities": HALLS} | THREE,
        able(*"abcd") | rooms(groups=3) | {"activities": HALLS} | THREE,
        3,
        "周五16:00–17:00：固定了3个要用“hall”的班（Chess、Go、Sing），这类教室只有hall，最多同时容2个班。请少固定1个班，或增加教室，或把“教室”表hall的“同时组数”加到3。",
        "Friday 16:00–17:00: 3 sessions that need hall are pinned (Chess, Go, Sing), but the only such rooms are hall, which take 2 at once. Pin 1 session fewer, or add a room, or raise groups of hall in rooms to 3.",
    ),
    "seats": (
        able(*"abcd") | {"activities": acts(go=CLUB | {"max_size": 1, "max_sections": 2})} | GO,
        able(*"abcd") | {"activities": acts(go=CLUB | {"max_size": 1, "max_sections": 3})} | GO,
        3,
        "周五社团课（16:00–17:00）：Go固定了3名学生，最多只有2个名额（最多开2个班，每班最多1人）。请至少去掉1条，或把“活动”表Go的“最多人数”加到2，或把“活动”表Go的“最多班数”加到3。",
        "Friday's clubs (16:00–17:00): 3 students are pinned to Go, which has 2 seats at most (2 sections, of up to 1). Take out at least 1 pin, or raise max_size of Go in activities to 2, or raise max_sections of Go in activities to 3.",
    ),
    "seats of a class's club": (
        able(*"abcd") | {"activities": acts(go=CLUB | {"max_size": 1, "scope": "class"})} | GO,
        able(*"abcd") | {"activities": acts(go=CLUB | {"max_size": 2, "scope": "class"})} | GO,
        2,
        "周五社团课（16:00–17:00）：1A班的Go固定了2名学生，最多只有1个名额（最多开1个班，每班最多1人）。请至少去掉1条，或把“活动”表Go的“最多人数”加到2。（只加大“最多班数”不行：开2个班，人手或教室不够，能用的教室只有Room r1。）",
        "Friday's clubs (16:00–17:00): 2 students are pinned to class 1A Go, which has 1 seat at most (1 section, of up to 1). Take out at least 1 pin, or raise max_size of Go in activities to 2. (To raise max_sections alone does not help: for 2 sections there are too few people or rooms; the only rooms for it are Room r1.)",
    ),
    "seats of the pinned room": (
        able(*"abcd") | {"activities": acts(go=CLUB), "pins": IN_R1, "pin_placements": SIX},
        able(*"abcd") | {"activities": acts(go=CLUB), "pins": IN_R1, "pin_placements": SIX[1:]},
        7,
        "周五社团课（16:00–17:00）：Go固定了6名学生，最多只有5个名额（最多开1个班，教室最多容5人）。请至少去掉1条，或换能容6人的教室，或把“活动”表Go的“最多班数”加到2。",
        "Friday's clubs (16:00–17:00): 6 students are pinned to Go, which has 5 seats at most (1 section, in rooms for up to 5). Take out at least 1 pin, or use a room for 6, or raise max_sections of Go in activities to 2.",
    ),
    "seats of rooms and a club that are alike": (
        able(*"abcd") | rooms(capacity=5) | {"activities": acts(go=CLUB | {"max_size": 5}), "pin_placements": SIX},
        able(*"abcd") | rooms(capacity=5) | {"activities": acts(go=CLUB | {"max_size": 5}), "pin_placements": SIX[1:]},
        6,
        "周五社团课（16:00–17:00）：Go固定了6名学生，最多只有5个名额（最多开1个班，每班最多5人）。请至少去掉1条，或换能容6人的教室，并把“活动”表Go的“最多人数”加到6，或把“活动”表Go的“最多班数”加到2。",
        "Friday's clubs (16:00–17:00): 6 students are pinned to Go, which has 5 seats at most (1 section, of up to 5). Take out at least 1 pin, or use a room for 6 and raise max_size of Go in activities to 6, or raise max_sections of Go in activities to 2.",
    ),
}


#: Whatever smallest set the search meets, all pins that count are told, with their real sum.
ALL_THAT_COUNT = {
    "a week": (
        WEEK | leader(max_sessions_week=1),
        3,
        "B一周固定了4节（1A班的Homework1节、1A班的Art1节、Chess2节），“教师”表B的“每周课后上限”是1节。请至少去掉2条（去掉的合起来至少3节），或把这个数加到4。",
    ),
    "a load": (
        WEEK | leader(day_load=10, max_load=11),
        3,
        "B白天有10节，又固定了课后4节（1A班的Homework1节、1A班的Art1节、Chess2节），共14节，“教师”表B的“总课时上限”是11节。请至少去掉2条（去掉的合起来至少3节），或把这个数加到14。",
    ),
    "a budget that not even one keeps": (
        outside(50),
        2,
        "固定的外聘课一周至少要120元（1A班的Art60元、1B班的Art60元），“学校”表的“每周预算”是50元。请至少去掉2条，或把这个数加到120。",
    ),
    "seats": (
        able(*"abcd") | {"activities": acts(go=CLUB | {"max_size": 1})} | GO,
        3,
        "周五社团课（16:00–17:00）：Go固定了3名学生，最多只有1个名额（最多开1个班，每班最多1人）。请至少去掉2条，或把“活动”表Go的“最多人数”加到3，或把“活动”表Go的“最多班数”加到3。",
    ),
    "three places at once": (
        {"activities": CLUBS} | able("b") | {"pins": [pin | {"leader_id": "b"} for pin in THREE["pins"]]},
        3,
        "周五16:00–17:00：B被同时固定在Chess、Go、Sing。请至少去掉2条。",
    ),
    "a second section, which brings a first": (
        able(*"abcd")
        | rooms(groups=2)
        | {"activities": acts(go=CLUB | {"room_kinds": "hall"}, chess={"room_kinds": "hall", "max_sections": 2})}
        | {"pins": [session(section=n, room_id="hall") for n in (1, 2)] + [session(activity_id="go", room_id="hall")]},
        2,
        "周五16:00–17:00：hall要同时给3个班用（Chess（班次1）、Chess（班次2）、Go），“教室”表hall的“同时组数”是2；这些活动不能用别的教室。"
        "固定了后面的班次，前面的班次也一定要开。请少固定1个班，或把这个数加到3。",
    ),
}


@pytest.mark.parametrize("case", ALL_THAT_COUNT)
def test_all_pins_that_count_towards_a_limit_are_told(case):
    tables, size, sentence = ALL_THAT_COUNT[case]
    error = conflict(tables)
    assert error is not None
    assert len(error.pins) + len(error.also[0]) == size
    assert_smallest(tables, error.pins)
    assert sentence in error.reasons[0]
    assert error.others == ()


def test_whoever_comes_is_paid_for_the_shortest_visit():
    """E is pinned to one slot of a Tuesday, and never comes for less than two: 120 a week."""
    cells = {"skills": "art", "available": "t1;t2", "fee": 60, "escort": "no", "min_sessions_visit": 2}
    tables = two_tuesdays() | {
        "instructors": [{"instructor_id": "e", "name": "E", **cells}],
        "policy": {"weekly_budget": 100},
        "pins": [art(leader_id="e")],
    }
    error = conflict(tables)
    assert error is not None
    assert "一周至少要120元" in error.reasons[0][0]
    assert conflict(tables | {"policy": {"weekly_budget": 120}}) is None


def assert_smallest(tables, names):
    """By themselves these pins cannot hold; without any one of them the others can."""
    school = small(**tables)
    ours = [pin for pin in all_pins(school) if name(pin, "zh", school) in names]
    assert len(ours) == len(names)

    def only(some):
        kinds = {"pins": PinRow, "pin_placements": PinPlacementRow, "pin_duties": PinDutyRow}
        cells = {table: tuple(pin for pin in some if isinstance(pin, row)) for table, row in kinds.items()}
        return contradiction(school.replaced(**cells), Options(time_limit=60, workers=1))

    assert only(ours) is not None
    assert all(only([pin for pin in ours if pin is not one]) is None for one in ours)


def conflict(tables, lang="zh") -> PinConflict | None:
    return contradiction(small(**tables), Options(time_limit=60, workers=1, lang=lang))


@pytest.mark.parametrize("case", CASES)
def test_the_count_is_the_reason(case):
    tables, _, size, zh, en = CASES[case]
    error = conflict(tables)
    assert error is not None
    assert (len(error.pins) + len(error.also[0]), error.reasons[0]) == (size, (zh,))
    assert_smallest(tables, error.pins)
    school = small(**tables)
    assert en in reasons(school, all_pins(school), "en")


@pytest.mark.parametrize("case", CASES)
def test_with_one_more_to_spare_the_pins_hold(case):
    assert conflict(CASES[case][1]) is None


def test_an_activity_comes_once_where_one_list_is_for_the_week():
    base = small()
    two = {
        "slots": [
            *(s.model_dump() for s in base.slots),
            {"slot_id": "w1", "weekday": 3, "start": "16:00", "end": "17:00"},
        ],
        "pattern": [
            *(r.model_dump() for r in base.pattern),
            {"grade": "1", "slot_id": "w1", "kind": "elective", "block": "W"},
        ],
        "activities": CLUBS,
        "pin_placements": [seat("1A-1"), seat("1A-1", block="W")],
    } | able(*"abcd")
    one_list = [{"student_id": "1A-1", "rank": 1, "activity_id": "go"}]
    error = conflict(two | {"choices": one_list})
    assert error is not None
    assert error.reasons[0] == (
        "学生1A-1（1A班）2次都固定在Go，而其志愿不分选课段，同一活动一周内不重复。请去掉一条。",
    )
    lists = [one_list[0] | {"block": block} for block in ("F", "W")]
    assert conflict(two | {"choices": lists}) is None


def test_where_nothing_is_evident_the_lines_are_said_to_be_a_smallest_set():
    """Chess, go and sing for five students each, of whom there are ten; no count of pins against a limit says so."""
    least = {name: CLUB | {"min_size": 5} for name in ("go", "sing")} | {"chess": {"min_size": 5}}
    tables = able(*"abcd") | {"activities": acts(**least)} | THREE
    error = conflict(tables, "en")
    assert error is not None
    assert (len(error.pins), error.reasons[0], error.cut_short) == (3, (), False)
    least_words = "    These 3 lines cannot hold together; without any one of them the rest of them can."
    assert explain(error, "en")[0][4] == least_words
    school = small(**tables)
    for pin in all_pins(school):
        assert contradiction(school.replaced(pins=tuple(p for p in school.pins if p != pin)), Options(60.0)) is None


def test_of_a_set_that_may_be_larger_than_it_must_be_it_is_not_said():
    cut = PinConflict(["a", "b", "c"], reasons=[()], cut_short=True)
    assert not any("without any one" in line for line in explain(cut, "en")[0])
    first = PinConflict(["a", "b"], others=[["c", "d"]], reasons=[(), ()], cut_short=True)
    assert sum("without any one" in line for line in explain(first, "en")[0]) == 1


@pytest.mark.parametrize(
    ("reasons", "cut_short", "said"),
    [
        ([["why"]], False, "改好后请再检查一次，可能还有别的矛盾。"),
        (
            [["why"]],
            True,
            "上面说明的原因已经查实。检查最多用120秒，已用完，可能还有没查到的矛盾；改好后请再检查一次。",
        ),
        (
            [[]],
            True,
            "检查最多用120秒，已用完，还没有全部查完：可能还有没查到的矛盾，上面列出的也不一定每一条都有关。改好后（或电脑空闲时）请再检查一次。",
        ),
    ],
)
def test_the_last_line_says_what_may_still_be_found(reasons: list[list[str]], cut_short: bool, said: str) -> None:
    assert explain(PinConflict(["a", "b"], reasons=reasons, cut_short=cut_short, seconds=120.0), "zh")[0][-1] == said


def test_two_leaders_of_one_section_are_one_section() -> None:
    pins = [PinRow(block="b", activity_id="x", section=1, leader_id=leader) for leader in ("t", "u")]
    assert different(pins) == pins[:1]
    assert len(different([pin.model_copy(update={"section": None}) for pin in pins])) == 2
    assert len(different([pins[0], pins[1].model_copy(update={"section": 2})])) == 2
