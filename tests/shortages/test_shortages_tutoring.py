"""A week's tutoring of all kinds against the rooms that are left for it."""

from shortage_schools import acts, found, rooms, small, teachers
from test_shortages_planted import least_coverage

from models.school import School
from scheduler.shortages import describe, shortages

KINDS = {"kind": "tutoring", "min_size": 2, "room_kinds": "hall"}


def school(hall=None, more=None, lists=(("A", "help"), ("B", "extra")), **cells) -> School:
    """Homework on Monday and on Tuesday; the first two students of a class for each tutoring, or the next two of a doubled letter; it meets
    in the hall."""
    pattern = [{"grade": "1", "slot_id": s, "kind": "homework"} for s in ("m1", "t1")]
    rows = [a for a in acts(extra=KINDS, further=KINDS, help=cells) if a["kind"] != "strand"]
    return small(
        pattern=pattern,
        activities=rows,
        tutoring=[
            {"student_id": f"1{c[0]}-{n}", "activity_id": a}
            for c, a in lists
            for n in ((1, 2) if len(c) < 2 else (3, 4))
        ],
        teachers=teachers("a", "b", "c", "d", "e", "f", skills="chess;help;extra;further"),
        rooms=rooms(hall=hall or {}, **(more or {})),
    )


def test_rooms_that_are_closed_at_other_times_are_the_cause():
    """Help and extra must meet on Monday in the hall, which takes one group."""
    one = school({"unavailable": "t1"})
    (short,) = shortages(one)
    assert (short.key, short.needed, short.available) == ("tutoring.week", 2, 1)
    assert least_coverage(one) == 20
    assert describe(short, "zh", one) == (
        "Help1组、Extra1组，一周合起来至少2组。能用的教室（hall）在学生的作业时段（周一16:00–17:00）最多排1组，至少缺1组的地方。"
        "“教室”表hall的“不可用时段”里有t1：放开这些时段就够，不用添教室。"
    )
    assert describe(short, "en", one).endswith(
        "hall have t1 in unavailable in rooms: open then, they are enough, and no room need be added."
    )
    assert found(school()) == []


def test_closed_rooms_are_not_told_again_of_each_tutoring_that_meets_twice():
    """Help has two sessions a week, and two groups meet at once."""
    lists = (("A", "help"), ("B", "extra"), ("BB", "further"))
    one = school({"unavailable": "t1", "groups": 2}, lists=lists, sessions_week=2)
    assert [(s.key, s.needed, s.available) for s in shortages(one)] == [("tutoring.week", 3, 2)]
    assert "放开这些时段就够" in describe(shortages(one)[0], "zh", one)
    assert found(school({"groups": 2}, lists=lists, sessions_week=2)) == []


def test_more_groups_than_the_week_has_places_for():
    """Three tutorings, and two slots with a place for one."""
    three = (("A", "help"), ("B", "extra"), ("B", "further"))
    one = school(lists=three)
    assert found(one) == [("tutoring", ("help", "extra", "further"), 3, 2)]
    assert least_coverage(one) > 0
    assert "请添1间“类别”是hall、这些时段都能用的教室，或加大这些教室的“同时组数”。" in describe(
        shortages(one)[0], "zh", one
    )
    assert found(school({"groups": 2}, lists=three)) == []
    assert found(school(more={"second": {"capacity": 5, "kinds": "hall"}}, lists=three)) == []


def test_rooms_to_add_are_counted_with_the_closed_ones_open():
    """Three groups, of which the hall takes one, and two once it is open on Tuesday."""
    three = (("A", "help"), ("B", "extra"), ("BB", "further"))
    one = school({"unavailable": "t1"}, lists=three)
    short = shortages(one)[0]
    assert (short.key, short.needed, short.available, short.args["after"]) == ("tutoring.week", 3, 1, 1)
    assert "里有t1：请先放开这些时段，再添1间“类别”是hall、学生的作业时段都能用的教室；" in describe(short, "zh", one)
    assert found(school(more={"second": {"capacity": 5, "kinds": "hall"}}, lists=three)) == []


def test_home_rooms_in_which_there_is_homework_are_no_places():
    """Without kinds any room would do, but both classes sit in theirs."""
    rows = {"A": "help", "B": "extra"}
    lists = [*rows.items(), ("B", "further")]
    bare = school(lists=lists)
    free = bare.replaced(activities=tuple(a.model_copy(update={"room_kinds": ()}) for a in bare.activities))
    assert found(free) == [("tutoring", ("help", "extra", "further"), 3, 2)]
    assert least_coverage(free) > 0


def test_how_many_rooms_of_a_kind_that_there_is_not_are_wanted():
    three = (("A", "help"), ("B", "extra"), ("B", "further"))
    one = school({"kinds": "gym"}, lists=three)
    (short,) = shortages(one)
    assert (short.key, short.args["further"]) == ("tutoring.room.kind", 2)
    assert "（至少2间；只有1间的，“同时组数”填2以上也一样）" in describe(short, "zh", one)


def test_rooms_so_small_that_they_make_the_groups_many_are_the_cause():
    """Four students for help; the hall seats two, so that there are two groups of it and one of extra. Larger groups are kept by the hall
    alone, not by max_size."""
    lists = (("A", "help"), ("AA", "help"), ("B", "extra"))
    one = school({"capacity": 2}, lists=lists, max_size=6)
    (short,) = shortages(one)
    assert (short.key, short.needed, short.available, short.args["capacity"]) == ("tutoring.week", 3, 2, 4)
    assert least_coverage(one) > 0
    assert describe(short, "zh", one).endswith(
        "请核对“教室”表hall的“容量”（最多2，每组的人数受它限制，组数就多）：改到4以上就够，或添1间“类别”是hall、这些时段都能用的教室，"
        "或加大这些教室的“同时组数”。"
    )
    assert "check capacity of hall in rooms (2 at most," in describe(short, "en", one)
    assert found(school({"capacity": 4}, lists=lists, max_size=6)) == []
    assert found(school({"capacity": 3}, lists=lists, max_size=6))


def test_larger_groups_are_advised_where_their_own_column_keeps_them_small():
    lists = (("A", "help"), ("AA", "help"), ("B", "extra"))
    one = school(lists=lists, max_size=2)
    (short,) = shortages(one)
    text = describe(short, "zh", one)
    assert text.endswith("或加大“活动”表里这些辅导的“最多人数”（组数就少了）。")
    assert "容量" not in text
    assert found(school(lists=lists, max_size=4)) == []


def test_students_with_more_tutoring_than_slots_are_told_once_with_what_to_change():
    """Help twice a week and extra once, in two homework slots."""
    one = school(lists=(("A", "help"), ("A", "extra")), sessions_week=2)
    (short,) = [s for s in shortages(one) if s.key == "tutoring.student"]
    assert (short.names, short.needed, short.available) == (("1A-1", "1A-2"), 6, 4)
    assert describe(short, "zh", one) == (
        "2名学生（1A-1、1A-2）：Extra、Help一周共3次，每人能排的作业时段只容得下2次，至少多1次。"
        "请在“辅导名单”里少报，或减少“活动”表的“每周次数”，或核对“学生”表的“参加星期”。"
    )
    assert describe(short, "en", one) == (
        "2 students (1A-1, 1A-2): Extra, Help need 3 homework slots a week each; only 2 fit, 1 too few. Name these "
        "students for less in tutoring, lower sessions_week in activities, or check weekdays in students."
    )
