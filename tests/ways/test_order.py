"""In which order ways are tried, and how they are named and counted."""

import pytest
from shortage_schools import acts, small, teachers

from models.plan import Gap, Placement, Plan, Run, Session
from scheduler.ways_out.candidates import COVERAGE, MANY_ROWS, Way, _mixed, lacks, ways
from scheduler.ways_out.cell_steps import Values
from scheduler.ways_out.duty_steps import DutyPeople
from scheduler.ways_out.steps import Seats, Teachers


def plan_of(sessions=(), placements=(), gaps=()):
    run = Run(version="1", digest="", seed=0, time_limit=1, gap=0, workers=1, seconds={})
    return Plan(run=run, sessions=sessions, placements=placements, gaps=gaps)


def lacking(*where):
    return [Gap(what=what, where=place, reason="") for what, place in where]


def club(activity, number):
    return Session(
        session_id=f"{activity}-{number}", kind="club", activity_id=activity, section=number, class_id=None, block="F",
        slots=("f1", "f2"), weekday=5, start="16:00", end="17:00", leader_id="a", escort_id=None, room_id="hall", enrolled=2,
    )  # fmt: skip


def placed(student, activity, rank):
    return Placement(
        student_id=student, class_id=student[:2], block="F", session_id=activity and f"{activity}-1",
        activity_id=activity, rank=rank,
    )  # fmt: skip


def wanting(lists):
    return [
        {"student_id": student, "rank": rank, "activity_id": activity}
        for student, clubs in lists.items()
        for rank, activity in enumerate(clubs, 1)
    ]


def test_the_club_that_turned_most_students_away_comes_first():
    """go refused three and chess two; each has a section of two, to which eight seats could be added."""
    cells = {"kind": "club", "fallback": False, "max_size": 2}
    lists = {f"1A-{n}": ("go", "art-club") for n in (1, 2, 3)} | {f"1B-{n}": ("chess", "art-club") for n in (1, 2)}
    school = small(
        activities=acts(chess=cells, go=cells, **{"art-club": cells | {"max_size": 9}}), choices=wanting(lists)
    )
    plan = plan_of([club("go", 1), club("chess", 1)], [placed(student, "art-club", 2) for student in lists])
    order = [(one.kind, one.steps[0].activity_id, one.hope) for one in ways(school, plan)]
    # a second choice costs one point more than a first one; a further section has room for two
    assert order == [("seats", "go", 3), ("seats", "chess", 2), ("sections", "go", 2), ("sections", "chess", 2)]


def test_whoever_has_no_place_comes_before_any_number_of_second_choices():
    cells = {"kind": "club", "fallback": False, "max_size": 2}
    lists = {f"1A-{n}": ("go", "art-club") for n in (1, 2, 3)} | {"1B-1": ("chess",)}
    school = small(
        activities=acts(chess=cells, go=cells, **{"art-club": cells | {"max_size": 9}}), choices=wanting(lists)
    )
    places = [placed(f"1A-{n}", "art-club", 2) for n in (1, 2, 3)] + [placed("1B-1", None, None)]
    plan = plan_of([club("go", 1), club("chess", 1)], places, lacking(("placement", "1B-1;F")))
    kinds = [(one.kind, getattr(one.steps[0], "activity_id", "")) for one in ways(school, plan)]
    assert kinds == [
        ("seats", "chess"), ("fallback", ""), ("sections", "chess"), ("fallback", ""), ("seats", "go"),
        ("sections", "go"),
    ]  # fmt: skip


def test_gaps_come_before_choices_one_way_of_each_kind_first_then_the_most_gaps():
    """Two homework sessions missing on Monday and one strand on Tuesday; a duty in each of two weeks."""
    posts = [{"post_id": "gate", "name": "Gate", "role": "supervisor", "weekdays": "1;2"}]
    school = small(
        teachers=teachers("a", skills="chess"),
        duty_posts=posts,
        duty_staff=[{"staff_id": "x", "roles": "supervisor"}],
        choices=wanting({"1A-1": ("chess", "go")}),
        activities=acts(chess={"kind": "club", "fallback": False, "max_size": 2}, go={"kind": "club"}),
    )
    gaps = lacking(
        ("homework", "1A;m1"), ("homework", "1B;m1"), ("strand", "1A;t1"),
        ("duty", "2026-09-07;gate"), ("duty", "2026-09-14;gate"),
    )  # fmt: skip
    found = ways(school, plan_of([club("chess", 1)], [placed("1A-1", "go", 2)], gaps))
    hopes = [one.hope for one in found]
    assert [one.steps for one in found if one.kind == "teachers"] == [
        (Teachers(("m1",), (), "m1", 2), Teachers(("t1",), ("art",), "t1")),
        (Teachers(("m1",), (), "m1", 2),),
        (Teachers(("t1",), ("art",), "t1"),),
    ]
    # of duties one person may do more, of sessions somebody learns art: nobody new in either
    assert [(one.gap, one.kind, one.hope) for one in found[:2]] == [
        ("duties", "duties", 200), ("sessions", "skilled", 100),
    ]  # fmt: skip
    assert hopes[2] == 200  # of the strands of both classes on Tuesday one teacher can lead one
    assert {one.steps: one.hope for one in found}[(DutyPeople("supervisor"),)] == 200
    missing = [one for one in found if "choices" not in one.goals]
    assert found[: len(missing)] == tuple(missing)
    assert hopes[2 : len(missing)] == sorted(hopes[2 : len(missing)], reverse=True)
    assert {one.gap for one in missing} == {"sessions", "duties"}
    assert {one.gap for one in found[len(missing) :]} == {""}
    assert len(found) > len(missing)


@pytest.mark.parametrize(("rank", "expected"), [(1, False), (2, True)])
def test_whether_anything_is_wished_for(rank, expected):
    school = small(choices=wanting({"1A-1": ("chess", "go")}), activities=acts(go={"kind": "club"}))
    activity = "chess" if rank == 1 else "go"
    assert lacks(school, plan_of(placements=[placed("1A-1", activity, rank)])) is expected


@pytest.mark.parametrize(("rows", "first"), [(MANY_ROWS, "fallback"), (MANY_ROWS + 1, "seats")])
def test_a_cell_of_very_many_rows_is_not_what_is_tried_first(rows, first):
    """Of a kind of gap one simple change comes first, even where more is hoped of a cell in eleven rows."""
    wide = Values("activities", "fallback", tuple((f"club-{n}", 1) for n in range(rows)))
    found = [Way((step,), COVERAGE, "clubs", "F", hope) for step, hope in ((wide, 90.0), (Seats("go", 1), 10.0))]
    assert _mixed(found)[0].kind == first
