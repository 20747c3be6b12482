"""Ways out beside each other: which contains which, what is left out, and how the rest is said."""

import pytest
from shortage_schools import small
from ways_schools import one_supervisor, popular

from scheduler.messages import LANGS
from scheduler.ways_out import Gain, WayOut, gain_words
from scheduler.ways_out.compare import compared, contains
from scheduler.ways_out.duty_steps import CloserDuties, DutyPeople, MoreDuties
from scheduler.ways_out.room_steps import MoreGroups, OpenRoom
from scheduler.ways_out.steps import Budget, MoreRooms, Seats, Sections, Teachers

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
        (CloserDuties(("x",)), "“值班人员”表把x的“最小间隔”改为1", "duty_staff: set min_gap to 1 for x"),
        (
            MoreDuties(("x",)),
            "“值班人员”表把x的“每周上限”改为3",
            "duty_staff: set max_week to 3 for x",
        ),
        (Sections("chess"), "“活动”表把Chess的“最多班数”改为2", "activities: set max_sections of Chess to 2"),
        (
            Seats("chess", 3),
            "“活动”表把Chess的“最多人数”从5改为8",
            "activities: set max_size of Chess to 8 (now 5)",
        ),
        (
            MoreGroups("hall", 2),
            "“教室”表把hall的“同时组数”从1加到3",
            "rooms: set groups of hall to 3 (now 1)",
        ),
        (
            OpenRoom("hall", ("f1",)),
            "“教室”表把hall的“不可用时段”去掉周五16:00–16:30",
            "rooms: take Friday 16:00–16:30 out of unavailable of hall",
        ),
        (
            MoreRooms(("hall",), 12, ("f1",)),
            "“教室”表加1间“类别”为“hall”的场地（周五16:00–16:30能用，“容量”至少12人）",
            "rooms: 1 more room of the kind hall to be had Friday 16:00–16:30, capacity 12 or more",
        ),
    ],
)
def test_a_way_names_the_cell_to_change(step, zh, en):
    clubs, duty = popular(), one_supervisor()
    school = clubs.replaced(duty_posts=duty.duty_posts, duty_staff=duty.duty_staff)
    assert (step.words("zh", school), step.words("en", school)) == (zh, en)
