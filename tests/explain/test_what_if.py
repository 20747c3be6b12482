"""What a change costs, against a search through every plan of the changed school."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event

import pytest
from exhaustive import best_values
from small import school as made
from small import tables
from tiny_schools import tiny_school

from models.pins import PinDutyRow, PinPlacementRow, PinRow
from models.plan import Duty
from models.school import School
from scheduler.duties import dates_serve
from scheduler.errors import NoPlanInTime
from scheduler.options import Options
from scheduler.plan import solve
from scheduler.question import PinQuestion, Shared
from scheduler.roster.context import roster_data
from scheduler.whatif import PinsAsked, WhatIf, conflict, only_pins_added, pin_added, what_if

QUICK = Options(time_limit=120)
"""Every search of these schools ends by itself in a second: on a busy machine it has the time that it takes there."""


def agrees(found: WhatIf, best: dict[str, int] | None) -> None:
    """Each goal up to the first that differs has exactly the best value."""
    if best is None:
        assert found.status == "impossible"
        assert found.goals == ()
        return
    assert found.status == "found"
    assert found.exact
    assert [(d.goal, d.after) for d in found.settled] == [(d.goal, best[d.goal]) for d in found.settled]
    if found.first is None:
        assert {d.goal: d.after for d in found.goals} == best


def students_questions(school: School) -> list[School]:
    """A pin for every choice that a student does not have first of all."""
    pins = [
        PinPlacementRow(student_id=student, block=block, activity_id=activity)
        for student, blocks in school.attended.items()
        for block in blocks
        for activity in school.ranks(student, block)
    ]
    return [school.replaced(pin_placements=(*school.pin_placements, pin)) for pin in pins]


@pytest.mark.parametrize(
    ("family", "seed"), [("clubs", 2), ("clubs", 4), ("two_blocks", 0), ("two_blocks", 6), ("rooms", 2), ("rooms", 5)]
)
def test_a_students_place_costs_what_the_search_through_every_plan_says(family: str, seed: int) -> None:
    school = tiny_school(family, seed)
    plan = solve(school, QUICK)
    asked = students_questions(school)[:8]
    found = [what_if(school, plan, changed, QUICK) for changed in asked]
    pins = [pin for changed in asked if (pin := pin_added(school, changed))]
    with PinsAsked(school, plan, pins) as shared:
        together = [shared.ask(pin, QUICK) for pin in pins]
        hasty = [shared.ask(pin, QUICK, until=0.0) for pin in pins]
    assert len(together) == len(found)
    for changed, answer, other, first in zip(asked, found, together, hasty, strict=True):
        best = best_values(changed)
        agrees(answer, best)
        agrees(other, best)
        assert (first.status == "impossible") == (best is None)
        assert best is None or all(d.bound <= best[d.goal] <= d.after for d in first.settled)
    assert any(answer.first for answer in found)


@pytest.mark.parametrize("seed", [0, 6])
def test_questions_that_are_asked_at_once_get_the_answers_that_they_get_alone(seed: int) -> None:
    school = tiny_school("two_blocks", seed)
    plan = solve(school, QUICK)
    asked = students_questions(school)[:8]
    pins = [pin for changed in asked if (pin := pin_added(school, changed))]
    with PinsAsked(school, plan, pins, engines=2) as shared, ThreadPoolExecutor(len(pins)) as pool:
        found = list(pool.map(lambda pin: shared.ask(pin, QUICK), pins))
    for changed, answer in zip(asked, found, strict=True):
        agrees(answer, best_values(changed))


def test_a_roster_serves_another_week_if_it_has_its_counts_and_nobody_is_then_at_work() -> None:
    """Two people in turn on the gate on two Mondays, 16:00 to 17:00; the club is at 16:50."""
    given = tables() | {
        "duty_posts": [{"post_id": "gate", "name": "gate", "role": "lead", "weekdays": "1", "windows": "16:00-17:00"}],
        "duty_staff": [{"staff_id": "ta", "roles": "lead"}, {"staff_id": "x", "roles": "lead"}],
    }
    one = made(given)
    data = roster_data(one)
    first, second = (date(2026, 9, day) for day in (7, 14))
    duties = [
        Duty(date=day, weekday=1, post_id="gate", role="lead", staff_id=who)
        for day, who in ((first, "ta"), (second, "x"))
    ]
    counts = {("ta", 1, "gate"): 1, ("x", 1, "gate"): 1}
    assert dates_serve(one, data, duties, counts, {"tb": frozenset("hc")})
    assert not dates_serve(one, data, duties, counts, {"ta": frozenset("c")})
    assert not dates_serve(one, data, duties, {("x", 1, "gate"): 2}, {})
    assert not dates_serve(one, data, duties[:1], counts, {})


def test_a_club_that_a_session_is_pinned_for_costs_what_the_search_through_every_plan_says() -> None:
    school = tiny_school("two_blocks", 0)
    plan = solve(school, QUICK)
    held = {(s.activity_id, s.block) for s in plan.sessions}
    pins = [
        PinRow(activity_id=a.activity_id, block=block)
        for a in school.activities
        for block in school.blocks
        if a.kind == "club" and (a.activity_id, block) not in held
    ]
    with PinsAsked(school, plan, pins) as shared:
        for pin in pins:
            agrees(shared.ask(pin, QUICK), best_values(school.replaced(pins=(*school.pins, pin))))
    assert pins


def test_which_pin_was_added() -> None:
    school = tiny_school("clubs", 1)
    pins = [PinRow(activity_id=a.activity_id) for a in school.activities[:2]]
    assert pin_added(school, school.replaced(pins=(pins[0],))) == pins[0]
    assert pin_added(school, school.replaced(pins=tuple(pins))) is None
    assert pin_added(school, school) is None


@pytest.mark.parametrize("seed", [0, 3])
def test_a_duty_costs_what_the_search_through_every_plan_says(seed: int) -> None:
    school = tiny_school("duty", seed)
    plan = solve(school, QUICK)
    for duty in [d for d in plan.duties if d.staff_id][:2]:
        for person in school.duty_staff:
            pin = PinDutyRow(date=duty.date, post_id=duty.post_id, staff_id=person.staff_id)
            changed = school.replaced(pin_duties=(pin,))
            agrees(what_if(school, plan, changed, QUICK), best_values(changed))


@pytest.mark.parametrize(("family", "seed"), [("clubs", 2), ("childcare", 1), ("duty", 1)])
def test_one_more_of_something_brings_what_the_search_through_every_plan_says(family: str, seed: int) -> None:
    school = tiny_school(family, seed)
    plan = solve(school, QUICK)
    wider = [
        school.replaced(
            activities=tuple(
                a.model_copy(update={"max_size": a.max_size and a.max_size + 1, "max_sections": a.max_sections + 1})
                for a in school.activities
            )
        ),
        school.replaced(
            teachers=tuple(t.model_copy(update={"max_sessions_week": 5, "max_load": None}) for t in school.teachers)
        ),
        school.replaced(duty_staff=tuple(s.model_copy(update={"max_week": s.max_week + 1}) for s in school.duty_staff)),
    ]
    for changed in wider:
        agrees(what_if(school, plan, changed, QUICK), best_values(changed))


def test_nothing_asked_nothing_changes() -> None:
    school = tiny_school("two_blocks", 1)
    plan = solve(school, QUICK)
    found = what_if(school, plan, school, QUICK)
    assert (found.status, found.first, found.exact) == ("found", None, True)
    assert [(d.before, d.after) for d in found.goals] == [(s.value, s.value) for s in plan.scores]


def test_pins_that_contradict_each_other_are_named() -> None:
    school = tiny_school("clubs", 4)
    lists = [(s, b, list(school.ranks(s, b))) for s, blocks in school.attended.items() for b in blocks]
    student, block, listed = next(one for one in lists if len(one[2]) >= 2)
    rows = [PinPlacementRow(student_id=student, block=block, activity_id=a) for a in listed[:2]]
    plan = solve(school, QUICK)
    for row in rows:
        assert what_if(school, plan, school.replaced(pin_placements=(row,)), QUICK).status == "found"
    changed = school.replaced(pin_placements=tuple(rows))
    assert what_if(school, plan, changed, QUICK).status == "impossible"
    assert {name.split("activity_id=")[1] for name in conflict(changed, QUICK)} == {r.activity_id for r in rows}


def test_which_changes_only_add_pins() -> None:
    school = tiny_school("clubs", 1)
    pinned = school.replaced(pins=(PinRow(activity_id=school.activities[0].activity_id),))
    assert only_pins_added(school, pinned)
    assert only_pins_added(school, pinned.replaced(students=tuple(reversed(pinned.students))))
    assert not only_pins_added(pinned, school)
    assert not only_pins_added(school, pinned.replaced(teachers=()))


def test_nothing_is_said_of_a_place_after_a_stop() -> None:
    school = tiny_school("clubs", 2)
    plan = solve(school, QUICK)
    pins = [pin for changed in students_questions(school) if (pin := pin_added(school, changed))]
    given = {(p.student_id, p.block, p.activity_id) for p in plan.placements}
    other = [pin for pin in pins if (pin.student_id, pin.block, pin.activity_id) not in given]
    stop = Event()
    stop.set()
    with PinsAsked(school, plan, other, QUICK, stop) as shared:
        assert {shared.ask(pin, QUICK).status for pin in other} == {"unknown"}


def test_no_model_is_made_for_those_who_wait_no_more() -> None:
    """After a stop, or with no time left, each step to a model would take seconds on a busy machine."""
    school = tiny_school("clubs", 2)
    plan = solve(school, QUICK)
    pins = [pin for changed in students_questions(school) if (pin := pin_added(school, changed))][:1]
    stop = Event()
    stop.set()
    for limits, asked in ((QUICK, stop), (Options(time_limit=30, began=time.monotonic() - 31), Event())):
        shared = Shared(school, plan, pins, limits, asked)
        try:
            with pytest.raises(NoPlanInTime):
                shared.ready()
            assert shared.building == 0.0
        finally:
            shared.close()


def test_on_a_slow_machine_more_time_is_kept_for_what_comes_after_the_search() -> None:
    school = tiny_school("clubs", 2)
    plan = solve(school, QUICK)
    pins = [pin for changed in students_questions(school) if (pin := pin_added(school, changed))][:4]
    shared = Shared(school, plan, pins, QUICK, Event())
    try:
        limits = Options(time_limit=100.0)
        at_once = PinQuestion(shared, pins[0], limits, Event())._limits().left
        shared.building = 6.0
        later = PinQuestion(shared, pins[0], limits, Event())._limits().left
        shared.building = 600.0
        least = PinQuestion(shared, pins[0], limits, Event())._limits().left
    finally:
        shared.close()
    assert 98 < at_once < 100
    assert 91 < later < 93  # four questions, each a third of it
    assert 69 < least < 71
