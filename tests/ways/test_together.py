"""Which ways out go together, where none closes all gaps of a kind: tried one upon the other, and in words."""

from dataclasses import replace
from threading import Event

import pytest
from shortage_schools import acts, small, teachers
from test_order import lacking, plan_of
from ways_schools import OPTIONS

from scheduler.cli.ways_words import not_least, summary, way_words
from scheduler.plan import solve
from scheduler.verify import verify
from scheduler.ways_out import Report, WayOut, find, finding
from scheduler.ways_out.gains import Gain
from scheduler.ways_out.room_steps import MoreGroups
from scheduler.ways_out.steps import Sections, Teachers
from scheduler.ways_out.together import Together, together
from scheduler.ways_out.words import steps_words

#: Two homework sessions and three of art are missing.
SHORT = plan_of(
    gaps=lacking(*(("homework", f"1{c};m1") for c in "AB"), *(("strand", f"1{c};t1") for c in "ABC")),
)
GYM, HALL, STAFF, CLUB = MoreGroups("gym", 1), MoreGroups("hall", 1), Teachers(("m1",), (), "m1"), Sections("chess")


def way(step, sessions=0, tutoring=0):
    nothing = dict.fromkeys(Gain.__dataclass_fields__, 0) | {"whole": ()}
    gain = Gain(**nothing | {"sessions": sessions, "tutoring": tutoring, "coverage": 100 * sessions})
    return WayOut((step,), gain, True, 0.0)


def with_gaps(homework, strands):
    """Of the five, so many of each sort; not always the first ones."""
    every = [(gap.what, gap.where) for gap in SHORT.gaps]
    return plan_of(gaps=lacking(*every[2 - homework : 2], *every[5 - strands :]))


def joined(found, plans):
    """What is said of them, where the next plans that are found are these; None: nothing better, "late": no time."""
    rest = iter(plans)

    def further(_shown, _now, _one):
        plan = next(rest)
        if plan == "late":
            raise TimeoutError
        return plan

    (one,) = together(small(), SHORT, found, lambda school, _: school, further)
    assert next(rest, "all used") == "all used"
    return one


def test_those_that_close_other_sorts_go_together_and_the_rest_instead() -> None:
    """The gym brings all of art, the hall too; so only the teacher is added to the gym, and all five are closed."""
    found = [(way(GYM, 3), with_gaps(2, 0)), (way(HALL, 3), with_gaps(2, 0)), (way(STAFF, 2), with_gaps(0, 3))]
    one = joined(found, [with_gaps(0, 0)])
    assert one == Together("sessions", ((GYM,), (STAFF,)), (((HALL,),), ()), 5)


def test_what_brings_no_more_on_top_is_idle() -> None:
    """The hall brings one of art as the gym brings two; on top of the gym it brings nothing, and the teacher one of two."""
    found = [(way(GYM, 2), with_gaps(2, 1)), (way(HALL, 1), with_gaps(2, 2)), (way(STAFF, 1), with_gaps(1, 3))]
    one = joined(found, [None, with_gaps(1, 1)])
    assert one == Together("sessions", ((GYM,), (STAFF,)), ((), ()), 3, idle=((HALL,),))


def test_what_there_was_no_time_to_add_is_told_apart() -> None:
    found = [(way(GYM, 2), with_gaps(2, 1)), (way(STAFF, 1), with_gaps(1, 3))]
    assert joined(found, ["late"]) == Together("sessions", ((GYM,),), ((),), 2, untried=((STAFF,),))


def test_where_one_closes_all_nothing_must_go_together() -> None:
    found = [(way(GYM, 5), with_gaps(0, 0)), (way(STAFF, 2), with_gaps(0, 3))]
    assert together(small(), SHORT, found, lambda school, _: school, lambda *_: None) == ()


def table(*ways, **cells):
    return Report(ways, 9, {"rooms": 3}, 0, 0, "all", lacking=True, better_alone=False, gaps=SHORT.gaps, **cells)


def with_gym():
    """The small school with a gym."""
    rooms = [room.model_dump() for room in small().rooms]
    return small(rooms=[*rooms, {"room_id": "gym", "name": "Gym", "capacity": 10}])


def with_all(sessions):
    """The gym and the teacher in one row."""
    return replace(way(GYM, sessions), steps=(GYM, STAFF))


ROWS = (way(GYM, 3), way(HALL, 3), way(STAFF, 2), way(CLUB, 1))


@pytest.mark.parametrize(
    ("one", "zh", "en"),
    [
        (
            Together("sessions", ((GYM,), (STAFF,)), (((HALL,),), ()), 5),
            "一种办法不够，要第1行（第2行补的一样多，任选一行）、第3行一起做；一起排过，全都补得上",
            "no one way is enough; row 1 (row 2 would do as well), row 3 together close all of them, as a plan with them shows",
        ),
        (
            Together("sessions", ((GYM,), (STAFF,)), ((), ()), 4, ((HALL,),), ((CLUB,),)),
            "一种办法不够；第1行、第3行一起做，一起排过，补4，还缺1；再加上第2行，也没有补得更多；没有来得及再加上第4行试",
            "no one way is enough; row 1, row 3 together close 4, as a plan with them shows, and 1 would be left; "
            "row 2 on top of that closed no more; row 4 was not added in time",
        ),
        (
            Together("sessions", ((GYM,),), (((HALL,),),), 3),
            "表里的办法补不全；第1行（第2行补的一样多，任选一行）补3，还缺2",
            "the ways in the table do not close all; the most is 3, by row 1 (row 2 would do as well), and 2 would be left",
        ),
        (
            Together("sessions", ((GYM,),), ((),), 3, (), ((STAFF,),)),
            "一种办法不够；补得最多的是第1行，补3，还缺2（另外第2行补3、第3行补2、第4行补1）。"
            "几种一起做能补多少，这次没有试，可以一起做再排一次看",
            "no one way is enough; most is closed by row 1, 3, and 2 would be left (besides 3 by row 2, 2 by row 3, 1 by row 4). "
            "What several close together was not tried; take several and plan again",
        ),
    ],
)
def test_what_goes_together_in_words(one, zh, en) -> None:
    report = table(*ROWS, together=(one,))
    assert summary(report, "zh") == ["方案有5个缺口：", f"  - 课缺5节：{zh}"]
    assert summary(report, "en") == ["The plan lacks 5 things:", f"  - sessions, 5 missing: {en}"]


@pytest.mark.parametrize(
    ("one", "zh", "en", "way"),
    [
        (
            Together("sessions", ((GYM,), (STAFF,)), (((HALL,),), ()), 5, row=(GYM, STAFF)),
            ("第1行就够", "第2行（第3行补的一样多，任选一行）、第4行一起做："),
            ("row 1 is enough", "row 2 (row 3 would do as well), row 4 together: "),
            with_all(5),
        ),
        (
            Together("sessions", ((GYM,), (STAFF,)), ((), ()), 4, ((HALL,),), ((CLUB,),), row=(GYM, STAFF)),
            (
                "表里的办法补不全；第1行补4，还缺1；再加上第3行，也没有补得更多；没有来得及再加上第5行试",
                "第2行、第4行一起做：",
            ),
            (
                "the ways in the table do not close all; the most is 4, by row 1, and 1 would be left; "
                "row 3 on top of that closed no more; row 5 was not added in time",
                "row 2, row 4 together: ",
            ),
            with_all(4),
        ),
    ],
)
def test_what_goes_together_is_a_row_of_its_own(one, zh, en, way) -> None:
    """The summary then names the row; which rows it is made of, it says itself. Less of it was not tried: that is said of its parts."""
    report, school = table(way, *ROWS, together=(one,)), with_gym()
    assert summary(report, "zh")[1] == f"  - 课缺5节：{zh[0]}"
    assert summary(report, "en")[1] == f"  - sessions, 5 missing: {en[0]}"
    for lang, start in (("zh", zh[1]), ("en", en[1])):
        words = steps_words(way.steps, lang, school)
        assert way_words(report, way.steps, school, lang, None) == start + words
        assert way_words(report, ROWS[0].steps, school, lang, None) == steps_words(ROWS[0].steps, lang, school)
    assert not_least(report, "zh") == ["第2–5行：少改一些也许就够，这次没有来得及试完。加大时限可再试。"]


def test_a_row_that_wants_less_than_its_parts_does_not_name_them() -> None:
    one = Together("sessions", ((GYM,), (STAFF,)), ((), ()), 5, row=(MoreGroups("gym", 2), STAFF))
    row = replace(with_all(5), steps=one.row)
    report = table(row, *ROWS, together=(one,))
    assert way_words(report, row.steps, with_gym(), "zh", None) == steps_words(row.steps, "zh", with_gym())


def test_a_plan_shows_what_goes_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without all that is advised in one: one homework session lacks a teacher, one of art a place in the hall; art is taught by whoever is there."""
    staff = [*teachers("a", skills="art;chess"), *teachers("b", "c", skills="art;chess", unavailable="m1")]
    school = small(activities=acts(art={"room_kinds": "hall"}), teachers=staff)
    plan = solve(school, OPTIONS)
    assert sorted(gap.what for gap in plan.gaps) == ["homework", "strand"]
    every = tuple(way for way in finding.ways(school, plan) if not way.advised)
    monkeypatch.setattr(finding, "ways", lambda _school, _plan: every)
    report = find(school, plan, OPTIONS, Event())
    (one,) = report.together
    assert (one.kind, one.closed, len(one.ways)) == ("sessions", 2, 2)
    kinds = {type(step) for steps in one.ways for step in steps}
    assert Teachers in kinds
    assert len(kinds) == 2
    assert report.left == ()
    first = report.ways[0]
    assert first.steps == one.row
    assert set(one.row) == set(one.steps)
    assert (first.gain.sessions, first.gain.complete) == (2, True)
    for step in one.row:
        school = step.apply(school)
    assert verify(school, one.plan).good
    assert summary(report, "zh")[1] == "  - 课缺2节：第1行就够"
    assert way_words(report, first.steps, school, "zh", None).startswith(
        "第2行（第3行补的一样多，任选一行）、第4行一起做：（1）hall同时安排3组"
    )
