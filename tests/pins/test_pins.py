"""Which pins a part of a plan gives, and which pins contradict the rules."""

from collections import Counter
from datetime import date, time
from threading import Event

import pytest

from models.duty import DutyPost, DutyStaff
from models.people import Teacher
from models.pins import PinDutyRow, PinPlacementRow, PinRow
from models.plan import Plan
from models.row import Window
from models.school import School
from models.term import Slot, Term
from scheduler import conflict
from scheduler.calendar import open_days
from scheduler.cli.faults import explain
from scheduler.conflict import Pin, contradiction, name
from scheduler.conflict_sets import smallest
from scheduler.errors import NoPlanInTime, PinConflict
from scheduler.options import Options
from scheduler.pins import Pins, Wanted, clash, pinned, pins_of
from scheduler.plan import Pipeline, solve
from scheduler.rerun import rerun
from scheduler.verify import verify

OPTIONS = Options(time_limit=60)


def counts(found: Pins) -> tuple[int, int, int]:
    return (len(found.rows["pins"]), len(found.rows["pin_placements"]), len(found.rows["pin_duties"]))


def only(**parts: set[object]) -> Wanted:
    return Wanted(**{name: frozenset(ids) for name, ids in parts.items()})  # type: ignore[arg-type]


def test_a_weekday_is_all_that_happens_on_it(school: School, plan: Plan) -> None:
    found = pins_of(plan, school, only(weekdays={2}))
    blocks = {b.block_id for b in school.blocks.values() if b.weekday == 2}
    assert counts(found) == (
        sum(s.weekday == 2 for s in plan.sessions),
        sum(p.block in blocks and p.activity_id is not None for p in plan.placements),
        sum(d.weekday == 2 and d.staff_id is not None for d in plan.duties),
    )
    assert all(found.rows.values())


def test_a_club_is_its_sessions_and_its_members(school: School, plan: Plan) -> None:
    club = next(p.activity_id for p in plan.placements if p.activity_id)
    found = pins_of(plan, school, only(clubs={club}))
    sessions = [s for s in plan.sessions if s.activity_id == club]
    assert counts(found) == (len(sessions), sum(s.enrolled for s in sessions), 0)


def test_a_person_is_what_they_lead_or_escort_and_their_duties(school: School, plan: Plan) -> None:
    first, *rest = plan.sessions
    escort = next(t.teacher_id for t in school.teachers if t.teacher_id != first.leader_id)
    plan = plan.model_copy(update={"sessions": (first.model_copy(update={"escort_id": escort}), *rest)})
    on_duty = Counter(d.staff_id for d in plan.duties)
    for person in (escort, first.leader_id, school.duty_staff[0].staff_id):
        found = pins_of(plan, school, only(people={person}))
        theirs = sum(person in (s.leader_id, s.escort_id) for s in plan.sessions)
        assert counts(found) == (theirs, 0, on_duty[person])
        assert found.count


def test_a_student_is_where_they_are(school: School, plan: Plan) -> None:
    one = next(p for p in plan.placements if p.activity_id)
    mine = [p for p in plan.placements if p.student_id == one.student_id and p.activity_id]
    assert counts(pins_of(plan, school, only(people={one.student_id}))) == (0, len(mine), 0)


def test_a_grade_is_its_classes_its_students_and_the_clubs_that_they_are_in(school: School, plan: Plan) -> None:
    grade = school.classes[0].grade
    found = pins_of(plan, school, only(grades={grade}))
    theirs = {s.student_id for s in school.students if school.class_by_id[s.class_id].grade == grade}
    placed = [p for p in plan.placements if p.student_id in theirs and p.activity_id]
    joined = {p.session_id for p in placed} | {t.session_id for t in plan.tutoring if t.student_id in theirs}
    own = {s.session_id for s in plan.sessions if s.class_id and school.class_by_id[s.class_id].grade == grade}
    assert counts(found) == (len(joined | own), len(placed), 0)


def test_a_date_is_its_duties(school: School, plan: Plan) -> None:
    day = plan.duties[0].date
    found = pins_of(plan, school, only(dates={day}))
    assert found.rows["pin_duties"] == tuple(
        PinDutyRow(date=day, post_id=d.post_id, staff_id=d.staff_id or "") for d in plan.duties if d.date == day
    )


def test_parts_add_up_and_nothing_is_pinned_twice(school: School, plan: Plan) -> None:
    first = pinned(school, pins_of(plan, school, only(weekdays={1, 2})))
    second = pins_of(plan, first, only(weekdays={2}))
    assert (second.count, second.already) == (0, pins_of(plan, school, only(weekdays={2})).count)
    rest = pins_of(plan, first, Wanted(everything=True))
    assert not set(rest.rows["pins"]) & set(first.pins)
    whole = pinned(first, rest)
    assert len(whole.pins) == len(set(whole.pins)) == len(plan.sessions)
    assert len(whole.pin_placements) == sum(p.activity_id is not None for p in plan.placements)


def test_pins_of_the_whole_plan_hold_and_give_it_again(school: School, plan: Plan) -> None:
    whole = pinned(school, pins_of(plan, school, Wanted(everything=True)))
    assert clash(whole, plan, OPTIONS) is None
    assert contradiction(whole, OPTIONS) is None
    again = solve(whole, OPTIONS)
    assert verify(whole, again).good
    assert [(s.activity_id, s.leader_id, s.room_id) for s in again.sessions] == [
        (s.activity_id, s.leader_id, s.room_id) for s in plan.sessions
    ]
    assert [d.staff_id for d in again.duties] == [d.staff_id for d in plan.duties]


def test_what_is_gone_is_named_and_not_pinned(school: School, plan: Plan) -> None:
    """The room of a club is no longer in the school, nor is one of the club's students."""
    club = next(s for s in plan.sessions if s.kind == "club" and s.room_id not in {c.room_id for c in school.classes})
    member = next(p.student_id for p in plan.placements if p.session_id == club.session_id)
    later = school.replaced(
        rooms=tuple(r for r in school.rooms if r.room_id != club.room_id),
        students=tuple(s for s in school.students if s.student_id != member),
        choices=tuple(c for c in school.choices if c.student_id != member),
        tutoring=tuple(t for t in school.tutoring if t.student_id != member),
    )
    found = pins_of(plan, later, Wanted(everything=True))
    rooms = sum(s.room_id == club.room_id for s in plan.sessions)
    places = sum(p.student_id == member and p.activity_id is not None for p in plan.placements)
    assert len(found.gone) == rooms + places
    assert {getattr(row, "room_id", club.room_id) for row in found.gone} == {club.room_id}
    assert found.count == pins_of(plan, school, Wanted(everything=True)).count - rooms - places


# -- contradictions ------------------------------------------------------------------------------------------


def named(school: School) -> set[str]:
    found = contradiction(school, OPTIONS)
    assert found
    return set(found.pins)


def test_every_contradiction_is_named(school: School, plan: Plan) -> None:
    """Two sessions at two times, each with two leaders: two sets of two pins."""
    first, *more = [s for s in plan.sessions if s.kind == "homework"]
    sessions = [first, next(s for s in more if s.weekday != first.weekday)]
    pins: list[PinRow] = []
    for session in sessions:
        other = next(t.teacher_id for t in school.teachers if t.teacher_id != session.leader_id)
        cells = {"block": session.block, "activity_id": session.activity_id, "class_id": session.class_id}
        pins += [PinRow(**cells, leader_id=leader) for leader in (session.leader_id, other)]
    found = contradiction(school.replaced(pins=tuple(pins)), OPTIONS)
    assert found
    sets = [set(found.pins), *map(set, found.others)]
    assert sorted(map(sorted, sets)) == sorted(
        sorted(name(pin, "en", school) for pin in pins[n : n + 2]) for n in (0, 2)
    )
    assert not found.cut_short
    assert not any("longer" in line for line in explain(found, "en")[0])


def test_time_that_ends_before_all_is_looked_at_is_told(
    school: School, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop = Event()

    def time_is_over(*_: object) -> list[list[Pin]]:
        stop.set()
        return []

    monkeypatch.setattr(conflict, "_others", time_is_over)
    session = next(s for s in plan.sessions if s.kind == "homework")
    cells = {"block": session.block, "activity_id": session.activity_id, "class_id": session.class_id}
    pins = tuple(PinRow(**cells, leader_id=t.teacher_id) for t in school.teachers[:2])
    found = contradiction(school.replaced(pins=pins), OPTIONS, stop)
    assert found
    assert found.cut_short
    assert "there may be more" in explain(found, "en")[0][-1]
    assert "可能还有没查到的矛盾" in explain(found, "zh")[0][-1]


def test_two_leaders_for_one_session(school: School, plan: Plan) -> None:
    whole = pinned(school, pins_of(plan, school, Wanted(everything=True)))
    session = next(s for s in plan.sessions if s.kind == "homework")
    mine = next(pin for pin in whole.pins if (pin.block, pin.class_id) == (session.block, session.class_id))
    other = PinRow(
        block=session.block,
        class_id=session.class_id,
        leader_id=next(t.teacher_id for t in school.teachers if t.teacher_id != session.leader_id),
    )
    assert named(whole.replaced(pins=(*whole.pins, other))) == {name(pin, "en", whole) for pin in (mine, other)}


def test_a_leader_who_may_not_work_then(school: School, plan: Plan) -> None:
    session = next(s for s in plan.sessions if s.leader_id in school.teacher_by_id and s.kind != "homework")
    busy = tuple(
        t.model_copy(update={"unavailable": session.slots}) if t.teacher_id == session.leader_id else t
        for t in school.teachers
    )
    later = school.replaced(teachers=busy)
    rows = pins_of(plan, later, Wanted(everything=True))
    theirs = [
        row
        for row in rows.rows["pins"]
        if isinstance(row, PinRow) and row.leader_id == session.leader_id and row.block == session.block
    ]
    error = clash(pinned(later, rows), plan, OPTIONS)
    assert error
    assert set(error.pins) == {name(row, "en", school) for row in theirs}
    assert (
        len(error.others) == 1
    )  # no other teacher is left for the club of so many who are pinned to it: one cause, told once


def test_two_activities_for_one_student(school: School, plan: Plan) -> None:
    placed = next(p for p in plan.placements if p.activity_id and len(school.ranks(p.student_id, p.block)) > 1)
    pins = [
        PinPlacementRow(student_id=placed.student_id, block=placed.block, activity_id=activity)
        for activity in list(school.ranks(placed.student_id, placed.block))[:2]
    ]
    others = pins_of(plan, school, only(weekdays={1, 2, 3, 4, 5})).rows["pin_placements"]
    kept = tuple(row for row in others if getattr(row, "student_id", "") != placed.student_id)
    assert named(school.replaced(pin_placements=(*kept, *pins))) == {name(pin, "en", school) for pin in pins}


def test_a_duty_while_a_session_is_led(school: School, plan: Plan) -> None:
    """A session and a duty whose time overlaps, for one person: neither pin is wrong alone."""
    session = next(s for s in plan.sessions if s.leader_id in school.teacher_by_id)
    window = Window(start=session.start, end=session.end)
    post = DutyPost(post_id="watch", name="巡视", role="supervisor", weekdays=(session.weekday,), windows=(window,))
    with_post = school.replaced(
        duty_posts=(*school.posts, post),
        duty_staff=(*school.duty_staff, DutyStaff(staff_id=session.leader_id, roles=("supervisor",))),
    )
    day = next(d.date for d in open_days(school) if d.weekday == session.weekday)
    pins = (PinRow(block=session.block, leader_id=session.leader_id),)
    duties = (PinDutyRow(date=day, post_id="watch", staff_id=session.leader_id),)
    assert contradiction(with_post.replaced(pins=pins), OPTIONS) is None
    assert contradiction(with_post.replaced(pin_duties=duties), OPTIONS) is None
    assert named(with_post.replaced(pins=pins, pin_duties=duties)) == {
        name(pin, "en", with_post) for pin in (pins[0], duties[0])
    }


def test_two_people_on_one_post(school: School, plan: Plan) -> None:
    first = plan.duties[0]
    pins = tuple(
        PinDutyRow(date=first.date, post_id=first.post_id, staff_id=who)
        for who in [s.staff_id for s in school.duty_staff if first.role in s.roles and not s.posts][:2]
    )
    assert len(pins) == 2
    assert named(school.replaced(pin_duties=pins)) == {name(pin, "en", school) for pin in pins}


def test_solving_and_mending_say_the_same(school: School, plan: Plan) -> None:
    session = next(s for s in plan.sessions if s.kind == "homework")
    pins = tuple(
        PinRow(block=session.block, class_id=session.class_id, leader_id=t.teacher_id) for t in school.teachers[:2]
    )
    broken = school.replaced(pins=pins)
    for run in (lambda: solve(broken, OPTIONS), lambda: rerun(broken, plan, OPTIONS)):
        with pytest.raises(PinConflict) as error:
            run()
        assert set(error.value.pins) == named(broken)


def test_the_same_pin_twice_is_one(school: School, plan: Plan) -> None:
    duty = next(d for d in plan.duties if d.staff_id)
    pin = PinDutyRow(date=duty.date, post_id=duty.post_id, staff_id=duty.staff_id or "")
    assert contradiction(school.replaced(pin_duties=(pin, pin)), OPTIONS) is None
    assert solve(school.replaced(pin_duties=(pin, pin)), OPTIONS).scores


@pytest.mark.parametrize("bad", [{3}, {0, 9}, {2, 5, 7}])
def test_a_smallest_set_is_found_by_halves(bad: set[int]) -> None:
    pins = [PinRow(section=n + 1) for n in range(10)]
    wrong = {pins[n] for n in bad}
    assert set(smallest(lambda chosen: not wrong <= set(chosen), list(pins))) == wrong


def test_pins_in_words() -> None:
    pin = PinRow(block="mon1", leader_id="T01")
    assert name(pin) == "pins: block=mon1, leader_id=T01"
    assert name(pin, "zh") == "固定活动：选课段 mon1，带班人 T01"


def test_pins_in_words_say_what_ids_stand_for() -> None:
    slots = (Slot(slot_id="mon1", weekday=1, start=time(16), end=time(16, 45)),)
    teachers = (Teacher(teacher_id="T01", name="王敏"),)
    term = Term(name="秋", start=date(2026, 9, 1), end=date(2027, 1, 15))
    school = School(name="一小", term=term, slots=slots, teachers=teachers)
    pin = PinRow(block="mon1", leader_id="T01", room_id="R1")
    assert name(pin, "en", school) == "pins: slot=mon1 (Monday 16:00–16:45), leader_id=T01 (王敏), room_id=R1"
    assert name(pin, "zh", school) == "固定活动：时段编号 mon1（周一16:00–16:45），带班人 T01（王敏），教室编号 R1"


def test_pins_are_looked_at_again_where_time_ran_out(
    school: School, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_late(_: Pipeline) -> Plan:
        raise NoPlanInTime

    monkeypatch.setattr(Pipeline, "run", too_late)
    session = next(s for s in plan.sessions if s.kind == "homework")
    pins = tuple(
        PinRow(block=session.block, class_id=session.class_id, leader_id=t.teacher_id) for t in school.teachers[:2]
    )
    pinned_twice = school.replaced(pins=pins)
    with pytest.raises(PinConflict):
        solve(pinned_twice, OPTIONS)
    with pytest.raises(PinConflict):
        rerun(pinned_twice, plan, OPTIONS)
    with pytest.raises(NoPlanInTime):
        solve(school, OPTIONS)
    with pytest.raises(NoPlanInTime) as late:
        rerun(school, plan, OPTIONS)
    asked = Event()
    asked.set()
    with pytest.raises(NoPlanInTime) as ended:
        solve(school, OPTIONS, stop=asked)
    assert (late.value.stopped, ended.value.stopped) == (False, True)
