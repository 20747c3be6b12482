"""A way out asks for no more than is needed: what is left out, in which order, and what solves say of it."""

from threading import Event

import pytest
from shortage_schools import acts, small, teachers
from test_order import lacking, plan_of
from ways_schools import OPTIONS

from scheduler.cli.ways_words import Asked, tried
from scheduler.plan import solve
from scheduler.ways_out import News, Report, WayOut, find
from scheduler.ways_out.candidates import COVERAGE, Way, ways
from scheduler.ways_out.cell_steps import Items
from scheduler.ways_out.compare import compared
from scheduler.ways_out.duty_hopes import duty_hopes
from scheduler.ways_out.duty_steps import CloserDuties, DutyLimit, MoreDuties
from scheduler.ways_out.finding import _Search
from scheduler.ways_out.gains import gain
from scheduler.ways_out.pace import Pace
from scheduler.ways_out.room_steps import OpenRoom
from scheduler.ways_out.spare import smaller, spared
from scheduler.ways_out.steps import ChildPlaces, MoreRooms, MoreSessions, Seats, Teachers

BOTH = (MoreDuties(("x", "y")), CloserDuties(("x", "y")))


def roster(x=2, y=2, gap=2):
    """A post on every one of ten days, Monday to Friday of two weeks."""
    post = {"post_id": "gate", "name": "Gate", "role": "supervisor"}
    limits = {"x": x, "y": y}
    staff = [{"staff_id": w, "roles": "supervisor", "max_week": n, "min_gap": gap} for w, n in limits.items()]
    return small(duty_posts=[post], duty_staff=staff)


@pytest.mark.parametrize(
    ("steps", "less"),
    [
        ((Seats("chess", 5),), [(Seats("chess", 3),), (Seats("chess", 4),)]),
        ((Seats("chess", 40),), [(Seats("chess", n),) for n in (20, 30, 35, 38, 39)]),
        (
            (Items("teachers", "unavailable", (("a", "m1"), ("b", "m1"), ("c", "m1"), ("d", "m1"))),),
            [
                (Items("teachers", "unavailable", tuple((who, "m1") for who in left)),)
                for left in ("cd", "ab", "bcd", "acd", "abd", "abc")
            ],
        ),
        ((Teachers(("m1",), (), "m1", 2),), [(Teachers(("m1",), (), "m1"),)]),
        ((MoreSessions(("a", "b")),), [(MoreSessions(("b",)),), (MoreSessions(("a",)),)]),
        ((ChildPlaces("primary", 3),), [(ChildPlaces("primary", 2),)]),
        ((OpenRoom("r1", ("m1", "t1")),), [(OpenRoom("r1", ("t1",)),), (OpenRoom("r1", ("m1",)),)]),
        ((DutyLimit(("x",), 3),), [(DutyLimit(("x",), 2),)]),
        (
            BOTH,
            [
                (BOTH[0],),
                (BOTH[1],),
                (BOTH[0], CloserDuties(("y",))),
                (BOTH[0], CloserDuties(("x",))),
                (BOTH[0], CloserDuties(("x", "y"), 2)),
                (MoreDuties(("y",)), BOTH[1]),
                (MoreDuties(("x",)), BOTH[1]),
            ],
        ),
    ],
)
def test_one_part_less(steps, less):
    assert list(smaller(steps)) == less


def test_parts_are_left_out_until_each_is_needed_and_none_is_asked_for_twice():
    """Enough is y twice and x once; that y alone does not do was known before."""
    asked = []

    def enough(steps):
        asked.append(steps)
        more = [step for step in steps if isinstance(step, MoreDuties)]
        close = [step for step in steps if isinstance(step, CloserDuties)]
        good = more and more[0].people == ("x", "y") and close and "y" in close[0].people and close[0].gap == 1
        return steps if good else None

    known = [(BOTH[1],), (MoreDuties(("y",)), BOTH[1])]
    assert spared(BOTH, known, enough) == (BOTH[0], CloserDuties(("y",)))
    assert asked == [
        (BOTH[0],), (BOTH[0], CloserDuties(("y",))), (BOTH[0], CloserDuties(("y",), 2)), (MoreDuties(("x",)), CloserDuties(("y",))),
    ]  # fmt: skip


def test_what_is_not_needed_is_left_out_by_a_solve():
    """In turns x and y fill all ten days, with three in one of the weeks each: no days in a row are wanted. With one of them
    alone at three, the week's last day and the next one's first would be the same person's."""
    school = roster()
    plan = solve(school, OPTIONS)
    assert len(plan.gaps) == 2
    search = _Search(school, plan, OPTIONS, Event(), News(), Pace.of(school, 30, Event()), ways(school, plan), [])
    full = solve(roster(3, 3), OPTIONS)
    wide = WayOut(BOTH, gain(school, plan, full), sure=True, seconds=0.0)
    search._found[BOTH], search._way[BOTH] = (wide, full), Way(BOTH, COVERAGE, "duties")
    search.spare_all()
    assert [(one.steps, one.gain.duties) for one in search.found] == [((MoreDuties(("x", "y")),), 2)]
    search.stop.set()
    search._found[BOTH], search._way[BOTH] = (wide, full), Way(BOTH, COVERAGE, "duties")
    search.spare_all()
    assert BOTH in search._found  # nothing is begun once somebody has asked to stop


def test_the_limits_that_a_check_advises_are_tried():
    """x may serve once a week and y twice; five days a week want three of one and two of the other, in turns three of each."""
    school = roster(1, 2)
    gaps = lacking(*(("duty", f"2026-09-{day:02};gate") for day in (7, 9, 14, 16)))
    advised = (DutyLimit(("x", "y"), 3),)
    assert (advised, 4) in list(duty_hopes(school, plan_of(gaps=gaps)))
    assert [row.max_week for row in advised[0].apply(school).duty_staff] == [3, 3]
    found = {one.steps: one.gain.duties for one in find(school, solve(school, OPTIONS), OPTIONS, Event()).ways}
    assert found[advised] == 4
    assert advised[0].words("zh", school) == "x、y每周最多值班3次（“值班人员”表，“每周上限”改为3）"


def test_a_limit_is_no_higher_than_the_fullest_week():
    school, plan = roster(1, 2), solve(roster(3, 3), OPTIONS)
    assert DutyLimit(("x", "y"), 5).cut(school, plan) == DutyLimit(("x", "y"), 3)
    assert MoreDuties(("x", "y"), 4).cut(school, plan) == MoreDuties(("x", "y"), 2)
    assert DutyLimit(("x",), 5).cut(roster(3, 3), plan) is None


def test_one_room_at_every_time_is_tried_before_several_at_some():
    """Both classes lack art on Tuesday, and may have it on Wednesday: a session may move there, beside those that there are."""
    slots = [s.model_dump() for s in small().slots]
    slots += [{"slot_id": "w1", "weekday": 3, "start": "16:00", "end": "17:00"}]
    week = [p.model_dump() for p in small().pattern] + [{"grade": "1", "slot_id": "w1", "kind": "strand"}]
    staff = teachers("a", "b", skills="art;chess;help")
    school = small(
        slots=slots, pattern=week, activities=acts(art={"room_kinds": "hall", "sessions_week": 2}), teachers=staff
    )
    plan = plan_of(gaps=lacking(("strand", "1A;t1"), ("strand", "1B;t1")))
    rooms = [one.steps[0] for one in ways(school, plan) if isinstance(one.steps[0], MoreRooms)]
    assert [(room.slots, room.count) for room in rooms] == [(("t1", "w1"), 1), (("t1",), 2)]


def test_two_rooms_are_no_way_where_one_at_more_times_does_as_much():
    school = roster()
    plan = solve(school, OPTIONS)
    gained = gain(school, plan, solve(roster(3, 3), OPTIONS))
    one = WayOut((MoreRooms(("hall",), 40, ("m1", "t1", "w1")),), gained, sure=True, seconds=1.0)
    two = WayOut((MoreRooms(("hall",), 30, ("m1", "t1"), 2),), gained, sure=True, seconds=1.0)
    assert compared([two, one]) == (one,)
    other = WayOut((MoreRooms(("gym",), 30, ("m1", "t1"), 2),), gained, sure=True, seconds=1.0)
    assert len(compared([other, one])) == 2


@pytest.mark.parametrize("found", [False, True])
def test_why_no_more_were_tried_in_the_time(found, tmp_path):
    school = roster()
    plan = solve(school, OPTIONS)
    row = WayOut(BOTH, gain(school, plan, plan), sure=True, seconds=1.0)
    report = Report((row,) * found, 89, {"seats": 4}, 0, 0, "time", lacking=True, better_alone=False, seconds=36.2)
    kept = "，留出核对有用办法的时间" if found else ""
    assert tried(report, "zh", Asked(tmp_path, None, 60.0))[0] == (
        f"共有89种办法，试了4种，用时37秒。还有85种没有试：限定60秒{kept}，剩下的{'' if found else '时间'}不够再试完一种。"
        "加大时限可试得更多，如23分钟（--time-limit 1380）。"
    )
