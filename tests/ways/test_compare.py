"""Ways out beside each other: which contains which, what is left out, and how the rest is said."""

from dataclasses import replace
from datetime import date

import pytest
from shortage_schools import small, teachers
from ways_schools import one_supervisor, popular

from scheduler.messages import LANGS
from scheduler.ways_out import Gain, WayOut, closes_all, gain_words, steps_words
from scheduler.ways_out.compare import compared, contains
from scheduler.ways_out.duty_steps import CloserDuties, DutyPeople, MoreDuties
from scheduler.ways_out.room_steps import MoreGroups, OpenRoom
from scheduler.ways_out.steps import Budget, ChildPlaces, Fallback, MoreRooms, Seats, Sections, Teachers

FRIDAY = Teachers(("f1", "f2"), ("chess",), "F")
ANY_DAY = Teachers(("m1", "f1", "f2"), ("chess",), "week")


def way(*steps, coverage=0, cost=0, duties=0, proven=True, sure=True):
    gain = Gain(0, duties, 0, 0, 0, 0, 0, cost, coverage, 0, 0, False)
    return WayOut(steps, gain, sure, 1.0, proven)


@pytest.mark.parametrize(
    ("large", "less"),
    [
        ((Seats("chess", 4),), (Seats("chess", 2),)),
        ((ANY_DAY,), (FRIDAY,)),
        ((Teachers(("f1",), ("chess", "art"), "x"),), (Teachers(("f1",), ("chess",), "y"),)),
        ((Sections("chess"), FRIDAY), (FRIDAY,)),
        ((MoreDuties(("x", "y")), CloserDuties(("x",))), (MoreDuties(("x",)),)),
        ((DutyPeople("lead", 2),), (DutyPeople("lead"),)),
        ((MoreRooms(("hall",), 20, ("f1", "f2"), 2),), (MoreRooms(("hall",), 12, ("f1",)),)),
    ],
)
def test_a_way_contains_a_smaller_one_and_not_the_other_way_round(large, less):
    assert contains(large, less)
    assert not contains(less, large)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((Seats("chess", 2),), (Seats("go", 1),)),
        ((FRIDAY,), (Teachers(("f1",), ("art",), "F"),)),
        ((DutyPeople("lead"),), (DutyPeople("supervisor"),)),
        ((Seats("chess", 2),), (Sections("chess"),)),
        ((Budget(100),), (FRIDAY,)),
    ],
)
def test_ways_of_other_things_contain_nothing_of_each_other(one, other):
    assert not contains(one, other)
    assert not contains(other, one)


def test_the_smaller_of_two_that_gain_as_much_is_the_answer():
    two, four = way(Seats("chess", 2), cost=6), way(Seats("chess", 4), cost=6)
    other = way(Seats("go", 4), cost=6)
    assert {one.steps for one in compared([four, other, two])} == {two.steps, other.steps}


def test_a_larger_one_that_gains_more_stays_beside_the_best_that_it_contains():
    one, two, four = (way(Seats("chess", n), cost=cost) for n, cost in ((1, 2), (2, 6), (4, 7)))
    three = way(Seats("chess", 3), cost=6)
    assert [(a.steps[0].more, a.beyond and a.beyond.steps[0].more) for a in compared([one, two, three, four])] == [
        (4, 2),
        (2, 1),
        (1, None),
    ]


def test_what_is_no_longer_missing_counts_and_not_the_choices_beside_it():
    """Nobody looked for the best choices once a gap is closed: 3 points more are no reason for a second teacher."""
    one = way(FRIDAY, coverage=100, cost=2)
    two = way(Teachers(FRIDAY.slots, FRIDAY.skills, "F", 2), coverage=100, cost=5)
    assert [a.steps for a in compared([two, one])] == [one.steps]


def test_of_two_alike_one_stays():
    one, other = way(FRIDAY, cost=4), way(Teachers(FRIDAY.slots, FRIDAY.skills, "elsewhere"), cost=4)
    assert len(compared([one, other])) == 1


@pytest.mark.parametrize(("lang", "least"), [("en", "at least "), ("zh", "至少")])
def test_at_least_is_said_of_what_is_not_proven_and_of_nothing_else(lang, least):
    for one in (way(FRIDAY, cost=4), way(FRIDAY, coverage=300, duties=3)):
        assert least not in gain_words(one, lang)
    assert least in gain_words(way(FRIDAY, cost=4, proven=False), lang)
    assert least in gain_words(way(FRIDAY, coverage=300, duties=3, proven=False), lang)


def test_what_is_gained_beyond_the_smaller_one_is_said():
    less, more = way(DutyPeople("lead"), coverage=200, duties=2), way(DutyPeople("lead", 3), coverage=600, duties=6)
    rows = compared([less, more])
    assert gain_words(rows[0], "en", 2) == "6 more duties are filled (beyond row 2: 4 duties)"
    assert gain_words(rows[0], "zh", 2) == "6次值班有人值了（比第2行多4次值班）"
    assert gain_words(rows[1], "en") == "2 more duties are filled"
    unproven = compared([way(Seats("go", 1), cost=2), way(Seats("go", 2), cost=5, proven=False)])[0]
    assert "beyond row 2, as far as was found: 3 points" in gain_words(unproven, "en", 2)


def test_every_step_says_how_it_is_done():
    for lang in LANGS:
        assert "16:00" in FRIDAY.words(lang, small())


@pytest.mark.parametrize(
    ("step", "zh", "en"),
    [
        (
            CloserDuties(("x",)),
            "x两次值班可以隔得近些（“值班人员”表，“最小间隔”改为1）",
            "duties closer together for x (duty_staff: set min_gap to 1)",
        ),
        (
            MoreDuties(("x",)),
            "x每周最多值班3次（“值班人员”表，“每周上限”改为3）",
            "up to 3 duties a week for x (duty_staff: set max_week to 3)",
        ),
        (
            Sections("chess"),
            "Chess最多开2个班，现在是1个（“活动”表，“最多班数”改为2）",
            "up to 2 sections of Chess at once, now 1 (activities: set max_sections to 2)",
        ),
        (
            Seats("chess", 3),
            "Chess每班最多收8人，现在是5人（“活动”表，“最多人数”改为8）",
            "up to 8 students in each section of Chess, now 5 (activities: set max_size to 8)",
        ),
        (
            MoreGroups("hall", 2),
            "hall同时安排3组，现在是1组（“教室”表，“同时组数”改为3）",
            "up to 3 sessions at once in hall, now 1 (rooms: set groups to 3)",
        ),
        (
            OpenRoom("hall", ("f1",)),
            "周五16:00–16:30开放hall（“教室”表，它的“不可用时段”去掉 f1）",
            "hall open Friday 16:00–16:30 (rooms: take f1 out of unavailable)",
        ),
        (
            MoreRooms(("hall",), 12, ("f1",)),
            "再找1间能容12人以上的hall，周五16:00–16:30能用（“教室”表，加1行，“类别”填“hall”，“容量”填12以上）",
            "1 more room of kind hall for 12 students or more, to be had Friday 16:00–16:30 "
            "(rooms: a new row, kinds = hall, capacity 12 or more)",
        ),
        (
            Teachers(("f1", "f2"), (), "F", 2),
            "请2位教师周五16:00–17:00能来（“教师”表，加2行新教师，“不可用时段”不写 f1;f2）",
            "2 more teachers Friday 16:00–17:00 (teachers: 2 new rows, no f1;f2 in unavailable)",
        ),
        (
            FRIDAY,
            "请1位能带Chess的教师周五16:00–17:00能来（“教师”表，加1行新教师，“可任活动”写 chess；"
            "或给这时有空的教师的“可任活动”加上 chess）",
            "1 more teacher for Chess Friday 16:00–17:00 (teachers: a new row with chess in skills; "
            "or add chess to the skills of somebody who is free then)",
        ),
        (
            ChildPlaces("primary", 3),
            "为小学子女设一间照看小屋，3个位置（“照看小屋”表，加一行，“组别”填“小学”，“位置数”填3）",
            "a childcare room for the primary group, with 3 places (childcare_rooms: a new row, group = primary, places = 3)",
        ),
        (
            Fallback("F", ("1", "2"), 3),
            "周五社团课（16:00–17:00）另开一个社团，收没有去处的学生（“活动”表，加一行：“类型”填“社团”，"
            "“年级”填 1;2，“选课段”填 F，“最多人数”填40，"
            "“最多班数”填3，“兜底”填“是”，“需专长”填“否”）",
            "one more club in Friday's clubs (16:00–17:00), for students who have no place (activities: a new row, kind = club, "
            "grades = 1;2, blocks = F, max_size = 40, max_sections = 3, fallback = yes, skill_needed = no)",
        ),
        (
            DutyPeople("lead", 2, 3),
            "添2位带班领导值班（“值班人员”表，加2行，“角色”填“带班领导”，“每周上限”填3）",
            "2 more leads on the duty roster (duty_staff: 2 new rows, roles = lead, max_week = 3)",
        ),
        (
            DutyPeople(
                "supervisor", spans=((date(2026, 9, 7), date(2026, 9, 9)), (date(2026, 9, 15), date(2026, 9, 15)))
            ),
            "请1位督导主任帮忙，只要2026-09-07至2026-09-09、2026-09-15能来，每人每周值1次（“值班人员”表，加1行，"
            "“角色”填“督导主任”，“每周上限”填1；别的日子可以填进“请假”表）",
            "1 supervisor who helps out, needed 2026-09-07 to 2026-09-09, 2026-09-15 only, one duty a week each "
            "(duty_staff: a new row, roles = supervisor, max_week = 1; other dates may go into leave)",
        ),
        (
            DutyPeople("lead", 3, 2, ((date(2026, 9, 7), date(2026, 9, 9)),)),
            "请3位带班领导帮忙，只要2026-09-07至2026-09-09能来，每人最多值2次（“值班人员”表，加3行，"
            "“角色”填“带班领导”，“每周上限”填2；别的日子可以填进“请假”表）",
            "3 leads who help out, needed 2026-09-07 to 2026-09-09 only, no more than 2 duties each "
            "(duty_staff: 3 new rows, roles = lead, max_week = 2; other dates may go into leave)",
        ),
    ],
)
def test_a_way_names_the_cell_to_change(step, zh, en):
    clubs, duty = popular(), one_supervisor()
    school = clubs.replaced(duty_posts=duty.duty_posts, duty_staff=duty.duty_staff)
    assert (step.words("zh", school), step.words("en", school)) == (zh, en)


def test_those_who_cannot_come_so_far_are_asked_first_where_they_are_enough():
    """a and b have Monday's slot in unavailable: two people can be found there, three cannot."""
    school = small(teachers=[*teachers("a", "b", unavailable="m1"), *teachers("c")])
    two, three = (Teachers(("m1",), (), "m1", n) for n in (2, 3))
    assert two.words("zh", school) == (
        "请2位教师周一16:00–17:00能来（“教师”表，去掉他们“不可用时段”里的 m1，每周还没排满的教师才行；或加2行新教师）"
    )
    assert two.words("en", school) == (
        "2 more teachers Monday 16:00–17:00 (teachers: take m1 out of unavailable of 2 people whose weeks are not full; "
        "or 2 new rows)"
    )
    assert three.words("zh", school) == ("请3位教师周一16:00–17:00能来（“教师”表，加3行新教师，“不可用时段”不写 m1）")


def test_a_childcare_room_that_is_there_is_named_with_its_places():
    school = small(childcare_rooms=[{"room_id": "nest", "group": "primary", "places": 2}])
    assert ChildPlaces("primary", 3).words("zh", school) == (
        "乐学小屋（nest）的位置增加到5个，现在是2个（“照看小屋”表，“位置数”改为5）"
    )
    assert "5 places in" in ChildPlaces("primary", 3).words("en", school)


def test_several_things_to_do_are_numbered():
    """One of them may say "or", which is not to be read across them."""
    school = popular()
    assert steps_words((Seats("chess", 3),), "zh", school) == (
        "Chess每班最多收8人，现在是5人（“活动”表，“最多人数”改为8）"
    )
    two = (Sections("chess"), Seats("chess", 3))
    assert steps_words(two, "zh", school) == (
        "（1）Chess最多开2个班，现在是1个（“活动”表，“最多班数”改为2）；"
        "（2）Chess每班最多收8人，现在是5人（“活动”表，“最多人数”改为8）"
    )
    assert steps_words(two, "en", school) == (
        "(1) up to 2 sections of Chess at once, now 1 (activities: set max_sections to 2); "
        "(2) up to 8 students in each section of Chess, now 5 (activities: set max_size to 8)"
    )


def test_of_equal_gains_the_smaller_demand_comes_first():
    """Five who serve once and three who serve twice fill the same; with those who are there first, one person before two."""
    five, three = way(DutyPeople("lead", 5), coverage=500), way(DutyPeople("lead", 3, 2), coverage=500)
    two, one = way(MoreDuties(("x", "y")), coverage=500), way(CloserDuties(("z",)), coverage=500)
    assert [a.steps for a in compared([five, three, two, one])] == [a.steps for a in (one, two, three, five)]


@pytest.mark.parametrize(
    ("lang", "all_of_them", "some"), [("en", "3 more duties", "at least 4"), ("zh", "3次值班", "至少4节")]
)
def test_all_of_a_kind_is_no_at_least(lang, all_of_them, some):
    """All three duties, and four sessions of more: only of sessions there may be more to gain."""
    one = way(FRIDAY, coverage=700, duties=3, proven=False)
    one = replace(one, gain=replace(one.gain, sessions=4, whole=("duties",)))
    words = gain_words(one, lang)
    assert some in words
    assert all_of_them in words
    assert f"at least {all_of_them}" not in words
    assert f"至少{all_of_them}" not in words
    assert not closes_all(one)
    assert closes_all(replace(one, gain=replace(one.gain, sessions=0)))
