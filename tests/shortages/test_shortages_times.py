"""Homework and strands in slots in which their blocks do not let them run. Small school: two classes of one grade."""

from shortage_schools import acts, found, small
from test_shortages_planted import least_coverage

from scheduler.shortages import describe, shortages


def school(blocks="t1", homework="", **tables):
    """Homework on Monday; strands on Tuesday and in the two slots of Friday that were the block: art and song, once each, and
    dance once."""
    pattern = [{"grade": "1", "slot_id": s, "kind": "strand"} for s in ("t1", "f1", "f2")]
    pattern.append({"grade": "1", "slot_id": "m1", "kind": "homework"})
    cells = {"kind": "strand", "skill_needed": False, "blocks": blocks}
    rows = acts(hw={"blocks": homework}, art=cells, song=cells, dance={"kind": "strand", "skill_needed": False})
    rows = [row for row in rows if row["kind"] in ("homework", "strand")]
    return small(pattern=pattern, activities=rows, **tables)


def test_what_may_run_everywhere_lacks_nothing():
    assert found(school(blocks="t1;f1;f2")) == []
    assert found(school(blocks="t1;f1", homework="m1")) == []


def test_two_strands_that_may_run_in_one_slot_alone():
    """Per class three slots: one for art or song, one for dance; so the other one is empty, in both classes."""
    one = school()
    (short,) = shortages(one)
    assert (short.kind, short.needed, short.available) == ("blocks", 4, 2)
    assert short.names == ("dance",)
    assert describe(short, "zh", one).startswith(
        "周五16:00–16:30、周五16:30–17:00要上4节共同课程（班级1A、1B），但照“活动”表的“选课段”和“每周次数”，这时只能上Dance，"
        "最多2节，有2节上不了。"
    )
    assert "only Dance can be held then, at most 2 times: 2 cannot. " in describe(short, "en", one)
    assert least_coverage(one) == 200


def test_a_slot_in_which_no_strand_may_run():
    rows = [row.model_dump() for row in school().activities]
    for row in rows:
        row["blocks"] = "t1;f1" if row["kind"] == "strand" else ""
    one = school().replaced(activities=small(activities=rows).activities)
    (short,) = shortages(one)
    assert (short.key, short.needed, short.available) == ("blocks.strand.none", 2, 0)
    assert short.args["slots"] == "f2"
    assert "周五16:30–17:00要上共同课程（班级1A、1B），但“活动”表里没有一门的“选课段”写了这个时段" in describe(
        short, "zh", one
    )
    assert least_coverage(one) == 200


def test_homework_where_it_may_not_run():
    one = school(blocks="", homework="t1")
    (short,) = shortages(one)
    assert (short.kind, short.names, short.needed, short.available) == ("blocks", ("hw",), 2, 0)
    assert describe(short, "zh", one) == (
        "周一16:00–17:00要上作业辅导（班级1A、1B），但“活动”表Homework的“选课段”里没有这个时段，一周有2节上不了。"
        "请在“选课段”里加上，或改“课后安排”表。"
    )
    assert describe(short, "en", one).startswith(
        "Monday 16:00–17:00: homework (classes 1A, 1B), but the blocks of Home"
    )
    assert least_coverage(one) == 200


def test_what_cannot_run_asks_for_nobody_and_for_no_room():
    """Nobody can work on Friday, and every room is closed then: of what is lost for its blocks nothing more is lost."""
    rows = [r.model_dump() | {"unavailable": "f2"} for r in small().rooms]
    one = school(blocks="t1;f1").replaced(rooms=small(rooms=rows).rooms)
    assert [short[0] for short in found(one)] == ["room"]
    activities = tuple(
        a.model_copy(update={"blocks": ("t1", "f1")}) if a.kind == "strand" else a for a in one.activities
    )
    assert [short[0] for short in found(one.replaced(activities=activities))] == ["blocks"]


def test_a_leader_who_is_wanted_at_the_only_time_of_a_strand():
    """Song may run on Tuesday alone, in which both classes need it: so it wants two leaders then."""
    rows = [row.model_dump() for row in school().activities]
    for row in rows:
        row["blocks"] = {"song": "t1"}.get(row["activity_id"], "")
        row["skill_needed"] = row["activity_id"] == "song"
    people = [t.model_dump() for t in small().teachers]
    people[0]["skills"] = ("song",)
    one = school().replaced(activities=small(activities=rows, teachers=people).activities)
    one = one.replaced(teachers=small(teachers=people).teachers)
    (short,) = shortages(one)
    assert (short.kind, short.names, short.needed, short.available) == ("week_strand_leaders", ("a",), 2, 1)
