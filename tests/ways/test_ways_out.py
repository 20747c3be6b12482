"""Ways out of small schools: what is found, what it is worth by hand, and that a plan made anew agrees."""

import json
from threading import Event

import pytest
from shortage_schools import acts, small, teachers
from ways_schools import OPTIONS, one_supervisor, popular, wants

from models.pins import PinRow
from scheduler.cli.explain_ways import run_ways_out
from scheduler.files import save_school
from scheduler.files.plans import save_plan
from scheduler.messages import LANGS
from scheduler.plan import solve
from scheduler.verify import verify
from scheduler.ways_out import find, gain_words, steps_words
from scheduler.ways_out.candidates import ways
from scheduler.ways_out.cell_steps import Items, Values
from scheduler.ways_out.duty_steps import DutyPeople, MoreDuties
from scheduler.ways_out.room_steps import MoreGroups, OpenRoom
from scheduler.ways_out.steps import (
    ChildPlaces,
    Fallback,
    MoreRooms,
    MoreSessions,
    Seats,
    Sections,
    Skilled,
    Teachers,
)

ALL = "art;chess;help"


def one_strand_teacher():
    """Only a can lead the strand, which both classes have in one slot."""
    staff = [
        *teachers("a", skills=ALL),
        *teachers("b", skills="chess"),
        *teachers("c", skills="chess", unavailable="t1"),
    ]
    return small(teachers=staff)


def a_parent():
    """Two homework sessions on Monday, for a and for b, who has a child without a place."""
    staff = [*teachers("a", "b", skills=ALL), *teachers("c", skills=ALL, unavailable="m1")]
    child = {"teacher_id": "b", "group": "primary", "leave_by": "16:30", "weekdays": "1"}
    return small(teachers=staff, childcare=[child])


def tired():
    """Two homework and two strand sessions, and two teachers who may work one slot a week."""
    week = [p.model_dump() for p in small().pattern if p.kind != "elective"]
    return small(pattern=week, teachers=teachers("a", "b", skills=ALL, max_sessions_week=1))


def one_gym():
    """Both classes have art at the same time, in the hall, which holds one session; everybody could lead it."""
    art = {"room_kinds": "hall"}
    return small(activities=acts(art=art), teachers=teachers("a", "b", "c", skills=ALL))


def a_closed_room():
    """1A's homework must be in r1, which is closed then."""
    rooms = [r.model_dump() | ({"unavailable": "m1"} if r.room_id == "r1" else {}) for r in small().rooms]
    return small(rooms=rooms)


def nowhere_to_go():
    """Five of the ten have no list, and there is no fallback."""
    some = [c for c in wants("chess") if c["student_id"].startswith("1A")]
    return small(activities=acts(chess={"fallback": False}), choices=some)


SCHOOLS = {
    f.__name__: f for f in (popular, one_strand_teacher, a_parent, tired, one_supervisor, nowhere_to_go, one_gym, a_closed_room)
}  # fmt: skip
EXPECTED = {
    "popular": [((Seats("chess", 5),), 0, 5), ((Sections("chess"),), 0, 5)],
    "one_strand_teacher": [((Skilled("art", ("b",)),), 100, 0), ((Teachers(("t1",), ("art",), "t1"),), 100, 0)],
    "a_parent": [
        ((ChildPlaces("primary", 1),), 100, 0),
        ((Items("teachers", "unavailable", (("c", "m1"),)),), 100, 0),
        ((Teachers(("m1",), (), "m1"),), 100, 0),
    ],
    "one_gym": [((MoreGroups("hall", 1),), 100, 0), ((MoreRooms(("hall",), 5, ("t1",)),), 100, 0)],
    "a_closed_room": [((OpenRoom("r1", ("m1",)),), 100, 0)],
    "one_supervisor": [
        ((DutyPeople("supervisor", 3),), 600, 0),
        ((DutyPeople("supervisor", 2, 2),), 600, 0),
        ((MoreDuties(("x",), 3),), 600, 0),
        ((MoreDuties(("x",)),), 200, 0),
        ((DutyPeople("supervisor"),), 200, 0),
    ],
}


@pytest.fixture(scope="module", params=SCHOOLS)
def case(request):
    school = SCHOOLS[request.param]()
    plan = solve(school, OPTIONS)
    return request.param, school, plan, find(school, plan, OPTIONS, Event()).ways


def values(plan):
    return {score.goal: score.value for score in plan.scores}


def test_no_more_people_are_asked_to_work_more_than_need_be():
    """Six teachers who may work one slot, and eight homework sessions of two classes on four days: two are missing."""
    slots = [{"slot_id": f"m{day}", "weekday": day, "start": "16:00", "end": "17:00"} for day in (1, 2, 3, 4)]
    week = [{"grade": "1", "slot_id": slot["slot_id"], "kind": "homework"} for slot in slots]
    people = teachers("a", "b", "c", "d", "e", "f", max_sessions_week=1)
    school = small(slots=slots, pattern=week, teachers=people, activities=acts()[:1])
    found = find(school, solve(school, OPTIONS), OPTIONS, Event()).ways
    more = next(one for one in found if isinstance(one.steps[0], MoreSessions))
    assert (more.gain.sessions, len(more.steps[0].people)) == (2, 2)


def test_what_is_found(case):
    name, _, _, found = case
    rows = [(one.steps, one.gain.coverage, one.gain.cost) for one in found]
    new = (Teachers, MoreRooms, DutyPeople)
    assert rows == sorted(
        rows, key=lambda row: (-row[1], row[1] > 0 and any(isinstance(step, new) for step in row[0]), -row[2])
    )
    if name in EXPECTED:
        assert sorted(map(repr, rows)) == sorted(map(repr, EXPECTED[name]))
    elif name == "tired":
        more = next(one for one in found if isinstance(one.steps[0], MoreSessions))
        assert (more.steps, more.gain.coverage, more.gain.complete) == ((MoreSessions(("a", "b")),), 200, True)
    else:
        assert found[0].steps == (Values("activities", "fallback", (("chess", 1),)),)
        assert any(isinstance(one.steps[0], Fallback) for one in found)
        assert (found[0].gain.places, found[0].gain.complete) == (5, True)


def test_pins_hide_no_way_out():
    """Which numbered section a pin means is told by no table of a plan; the ways are the same as without the pin."""
    free = one_strand_teacher()
    pinned = small(
        teachers=[one.model_dump() for one in free.teachers], pins=[{"activity_id": "chess", "room_id": "hall"}]
    )
    found = find(pinned, solve(pinned, OPTIONS), OPTIONS, Event()).ways
    rows = [(one.steps, one.gain.coverage, one.gain.cost) for one in found]
    assert sorted(map(repr, rows)) == sorted(map(repr, EXPECTED["one_strand_teacher"]))


def test_a_plan_made_anew_is_as_good(case):
    """Each way, as it is said and no larger, gives what it is said to give."""
    _, school, plan, found = case
    assert found
    before = values(plan)
    for one in found:
        changed = school
        for step in one.steps:
            changed = step.apply(changed)
        again = solve(changed, OPTIONS)
        after = values(again)
        assert verify(changed, again).good
        assert after["coverage"] <= before["coverage"] - one.gain.coverage
        if not one.gain.coverage:
            assert after["choices"] <= before["choices"] - one.gain.cost
        for lang in LANGS:
            words = steps_words(one.steps, lang, school) + gain_words(one, lang)
            assert "{" not in words
            assert "\u2063" not in words


def test_nothing_is_tried_where_nothing_is_missing():
    school = small(choices=wants("chess"))
    assert ways(school, solve(school, OPTIONS)) == ()


def test_a_stop_ends_it(case):
    _, school, plan, _ = case
    asked = Event()
    asked.set()
    report = find(school, plan, OPTIONS, asked)
    assert (report.ways, report.begun, report.ended) == ((), 0, "stop")


def pinned(school, session, leader=None):
    """The school with a pin of this session's leader, or of another one."""
    cells = {"block": session.block, "activity_id": session.activity_id, "class_id": session.class_id}
    return school.replaced(pins=(PinRow(**cells, section=1, leader_id=leader or session.leader_id),))


def test_pins_do_not_hide_what_helps():
    plan = solve(popular(), OPTIONS)
    school = pinned(popular(), next(s for s in plan.sessions if s.kind == "homework"))
    rows = [((one.steps), one.gain.cost) for one in find(school, plan, OPTIONS, Event()).ways]
    assert sorted(map(repr, rows)) == sorted(repr((steps, cost)) for steps, _, cost in EXPECTED["popular"])


def test_a_plan_that_does_not_fit_says_nothing_about_the_ways():
    plan = solve(popular(), OPTIONS)
    session = next(s for s in plan.sessions if s.kind == "homework")
    other = next(t.teacher_id for t in popular().teachers if t.teacher_id != session.leader_id)
    school = pinned(popular(), session, other)
    report = find(school, plan, OPTIONS, Event())
    assert (report.ways, report.unknown, report.ended) == ((), report.begun, "all")
    assert report.unknown >= 2


def test_the_command(tmp_path, capsys):
    school = a_parent()
    save_school(school, tmp_path / "school.json")
    save_plan(solve(school, OPTIONS), school, tmp_path / "plan")
    assert run_ways_out("zh", tmp_path / "school.json", tmp_path / "plan", time_limit=30, as_json=True) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["tried"], data["unknown"]) == (3, 0)
    kinds = {tuple(step["kind"] for step in one["steps"]) for one in data["ways_out"]}
    assert kinds == {("ChildPlaces",), ("Items",), ("Teachers",)}
    assert run_ways_out("en", tmp_path / "school.json", None, time_limit=20) == 0
    printed = " ".join(capsys.readouterr().err.split())
    assert (
        "trying way 1 of 3, with all of it at first: a childcare room for the primary group, with 1 place (childcare_rooms: a new row,"
        in printed
    )
    assert "way 1: it helps; " in printed
