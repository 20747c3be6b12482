"""What the reasons of gaps and check advise is among the ways: each cell is tried, and a solve says that it closes the gap."""

from threading import Event

import pytest
from shortage_schools import small, teachers
from test_spare import roster
from ways_schools import OPTIONS, one_supervisor

from scheduler.messages import LANGS
from scheduler.plan import solve
from scheduler.ways_out import find
from scheduler.ways_out.cell_steps import Items, Values
from scheduler.ways_out.duty_steps import CloserDuties

ALL = "art;chess;help"


def days(limit):
    """On Monday homework before the strand, for two classes, two teachers: each has to lead both."""
    slots = [{"slot_id": f"m{n}", "weekday": 1, "start": f"{15 + n}:00", "end": f"{16 + n}:00"} for n in (1, 2)]
    kinds = {"m1": "homework", "m2": "strand"}
    pattern = [{"grade": "1", "slot_id": slot, "kind": kind} for slot, kind in kinds.items()]
    return small(slots=slots, pattern=pattern, teachers=teachers("a", "b", skills=ALL, max_sessions_day=limit))


def small_room():
    """1B's homework and art are in a room for four, with five who stay."""
    rooms = [r.model_dump() | ({"capacity": 4} if r.room_id == "r2" else {}) for r in small().rooms]
    classes = [c.model_dump() | {"room_id": f"r{n}"} for n, c in enumerate(small().classes, 1)]
    return small(rooms=rooms, classes=classes)


def away_on_tuesday():
    """a and b must lead art on Tuesday, and b is told to be unavailable."""
    staff = [*teachers("a", skills=ALL), *teachers("b", skills=ALL, unavailable="t1"), *teachers("c", skills="chess")]
    return small(teachers=staff)


def outsider(**cells):
    """Art on Tuesday is for a and an instructor."""
    one = {"instructor_id": "w", "name": "W", "skills": "art", "available": "t1", "escort": "no"}
    staff = [*teachers("a", skills=ALL), *teachers("b", "c", skills="chess;help")]
    return small(teachers=staff, instructors=[one | cells])


def no_carer():
    """b, who is wanted for homework, has a child; the room for it has no carer, and c could be one."""
    staff = [*teachers("a", "b", "c", skills=ALL)]
    staff = [row | ({"unavailable": "m1"} if row["teacher_id"] == "x" else {}) for row in staff]
    child = {"teacher_id": "b", "group": "primary", "leave_by": "16:30", "weekdays": "1"}
    other = {"teacher_id": "a", "group": "primary", "leave_by": "16:30", "weekdays": "1"}
    nest = {"room_id": "nest", "group": "primary", "places": 4, "carers": 1}
    return small(teachers=staff, childcare=[child, other], childcare_rooms=[nest])


def on_duty(**cells):
    """One post on every day of the week, for one person."""
    school = one_supervisor()
    row = school.duty_staff[0].model_dump() | {"max_week": 5} | cells
    return small(duty_posts=[p.model_dump() for p in school.duty_posts], duty_staff=[row])


CASES = {
    "day": (lambda: days(1), Values("teachers", "max_sessions_day", (("a", 2), ("b", 2)))),
    "capacity": (small_room, Values("rooms", "capacity", (("r2", 5),))),
    "teacher": (away_on_tuesday, Items("teachers", "unavailable", (("b", "t1"),))),
    "available": (lambda: outsider(available="m1"), Items("instructors", "available", (("w", "t1"),))),
    "cleared": (
        lambda: outsider(cleared_until="2026-09-08"),
        Values("instructors", "cleared_until", (("w", small().term.end.toordinal()),)),
    ),
    "carer": (no_carer, Items("teachers", "skills", (("c", "childcare"),))),
    "weekdays": (lambda: on_duty(weekdays="1;2;3;4"), Items("duty_staff", "weekdays", (("x", "5"),))),
}


@pytest.mark.parametrize("name", CASES)
def test_every_cell_that_is_advised_is_tried_and_closes_the_gap(name):
    make, step = CASES[name]
    school = make()
    plan = solve(school, OPTIONS)
    assert plan.gaps
    found = {one.steps: one for one in find(school, plan, OPTIONS, Event()).ways}
    if name == "carer":  # a or c: both may be one
        step = next(s for (s, *_) in found if isinstance(s, Items) and s.column == "skills" and len(s.changes) == 1)
    assert (step,) in found, list(found)
    assert found[step,].gain.complete
    assert found[step,].least
    again = solve(step.apply(school), OPTIONS)
    assert again.gaps == ()
    assert all(step.words(lang, school) for lang in LANGS)


def test_a_distance_between_duties_is_brought_down_no_further_than_need_be():
    """x and y in turn, every other day, though five school days must lie between: two are enough, and days in a row not needed."""
    school = roster(5, 5, gap=5)
    found = {one.steps: one for one in find(school, solve(school, OPTIONS), OPTIONS, Event()).ways}
    whole = [steps for steps, one in found.items() if one.gain.complete]
    assert (CloserDuties(("x", "y"), 2),) in whole
    assert CloserDuties(("x", "y"), 2).words("zh", school) == (
        "x、y两次值班可以隔得近些（“值班人员”表，“最小间隔”改为2）"
    )
