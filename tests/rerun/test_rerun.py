"""The plan after a change: few changes, proven, and what is over stays."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

import pytest
from happenings import HAPPENINGS, clearance_ends, club_cancelled, ill, leaves, room_closes, slot_moved, teacher_leaves

from models.checks import faults
from models.pins import PinRow
from models.plan import PLAN_TABLES, Plan
from models.school import School
from scheduler.errors import PinConflict, TooManyChanges
from scheduler.files.plans import plan_digest
from scheduler.messages import say
from scheduler.options import Options
from scheduler.reasons import bare as bare_of
from scheduler.rerun import lost, rerun
from scheduler.verify import changed, verify

OPTIONS = Options(time_limit=60)
MIDDLE = date(2026, 11, 9)


Happening = Callable[[School, Plan], School]
After = Callable[[Happening], tuple[School, Plan]]


@pytest.fixture(scope="module")
def after(school: School, plan: Plan) -> After:
    """The school after something happened, and the plan made again for it, once for all that is asked of it."""

    @cache
    def made(happening: Happening) -> tuple[School, Plan]:
        now = happening(school, plan)
        return now, rerun(now, plan, OPTIONS)

    return made


def figures(plan: Plan) -> dict[str, tuple[int, int]]:
    return {score.goal: (score.value, score.bound) for score in plan.scores}


def test_nothing_happened_nothing_changes(school: School, plan: Plan) -> None:
    again = rerun(school, plan, OPTIONS)
    assert figures(again)["changes"] == (0, 0)
    for table in PLAN_TABLES:
        if table != "scores":
            assert getattr(again, table) == getattr(plan, table), table
    assert plan_digest(again) == plan_digest(plan)
    assert lost(school, plan) == ()


@pytest.mark.parametrize("happening", HAPPENINGS, ids=lambda one: one.__name__)
def test_whatever_happens_the_fewest_changes_are_proven(happening: Happening, plan: Plan, after: After) -> None:
    now, new = after(happening)
    assert not faults(now)
    assert verify(now, new, plan).good
    value, bound = figures(new)["changes"]
    assert value == bound == sum(changed(plan, new, now))
    assert figures(new)["coverage"][0] == figures(new)["coverage"][1]


def test_a_student_who_leaves_changes_nothing_for_others(after: After) -> None:
    assert figures(after(leaves)[1])["changes"] == (0, 0)


def test_a_slot_that_moves_changes_no_session(plan: Plan, after: After) -> None:
    """The contract's twins have no times."""
    new = after(slot_moved)[1]
    assert figures(new)["changes"] == (0, 0)
    assert {s.session_id for s in new.sessions} == {s.session_id for s in plan.sessions}


def test_no_fewer_changes_than_sessions_that_are_lost(school: School, plan: Plan, after: After) -> None:
    teacher = school.teachers[3].teacher_id
    theirs = [s for s in plan.sessions if teacher in (s.leader_id, s.escort_id)]
    assert theirs
    now, new = after(teacher_leaves)
    counts = changed(plan, new, now)
    assert counts.sessions >= len(theirs)
    assert any(teacher in found.args.values() for found in lost(now, plan))


def test_a_room_that_closes_costs_its_sessions_alone(plan: Plan, after: After) -> None:
    now, new = after(room_closes)
    closed = next(r.room_id for r in now.rooms if len(r.unavailable) == len(now.slots))
    counts = changed(plan, new, now)
    assert counts.sessions >= sum(s.room_id == closed for s in plan.sessions) > 0
    assert counts.duties == 0
    assert {found.rule for found in lost(now, plan)} == {"R8"}


def test_a_cancelled_club_moves_its_students_and_hardly_anybody_else(plan: Plan, after: After) -> None:
    now, new = after(club_cancelled)
    club = next(a.activity_id for a in now.activities if a.kind == "club" and not a.max_sections)
    counts = changed(plan, new, now)
    assert counts.sessions >= sum(s.activity_id == club for s in plan.sessions)
    assert counts.students >= sum(p.activity_id == club for p in plan.placements)


def test_leave_costs_the_duties_of_those_dates(plan: Plan, after: After) -> None:
    now, new = after(ill)
    row = now.leave[-1]
    hit = [d for d in plan.duties if d.staff_id == row.person_id and row.start <= d.date <= row.end]
    counts = changed(plan, new, now)
    assert (counts.sessions, counts.students) == (0, 0)
    assert counts.duties >= len(hit) > 0
    assert figures(new)["changes"] == (counts.duties, counts.duties)


def test_clearance_that_ends_is_named(school: School, plan: Plan) -> None:
    gone = lost(clearance_ends(school, plan), plan)
    outside = {s.leader_id for s in plan.sessions} & set(school.instructor_by_id)
    assert {found.args["person"] for found in gone if found.rule == "R7"} == outside


# -- duties that are over ------------------------------------------------------------------------------------


@pytest.mark.parametrize("weeks", [1, 6, 11])
@pytest.mark.parametrize("happening", [teacher_leaves, ill])
def test_duties_before_a_date_never_change(
    happening: Callable[[School, Plan], School], weeks: int, school: School, plan: Plan
) -> None:
    since = school.term.start + timedelta(weeks=weeks, days=weeks % 3)
    busiest = next(d.staff_id for d in plan.duties if d.staff_id)
    now = happening(school, plan)
    # Whoever was on duty first may never serve again; and the posts ask for more rest than was kept.
    now = now.replaced(
        duty_staff=tuple(
            s.model_copy(update={"weekdays": (5,)} if s.staff_id == busiest else {"min_gap": s.min_gap + 1})
            for s in now.duty_staff
        )
    )
    new = rerun(now, plan, OPTIONS, from_date=since)
    assert [d for d in new.duties if d.date < since] == [d for d in plan.duties if d.date < since]
    assert new.run.since == since
    assert verify(now, new, plan).good
    late = [d for d in new.duties if d.date >= since and d.staff_id == busiest]
    assert all(d.weekday == 5 for d in late)


def test_places_that_nobody_filled_in_time_stay_gaps(school: School, plan: Plan) -> None:
    before = [d for d in plan.duties if d.date < MIDDLE]
    bare = plan.model_copy(update={"duties": tuple(d for d in plan.duties if d.date >= MIDDLE)})
    new = rerun(school, bare, OPTIONS, from_date=MIDDLE)
    assert [gap.where for gap in new.gaps] == [f"{d.date.isoformat()};{d.post_id}" for d in before]
    over = say("en", "reasons.over")
    assert all(gap.reason.endswith(f": {over}") for gap in new.gaps)
    assert {gap.reason for gap in bare_of(school, new, "en").gaps} == {over}
    assert figures(new)["coverage"] == (100 * len(before), 100 * len(before))
    assert figures(new)["changes"] == (0, 0)
    assert figures(new)["choices"] == figures(plan)["choices"]


def test_a_changed_past_is_found_out(school: School, plan: Plan) -> None:
    new = rerun(school, plan, OPTIONS, from_date=MIDDLE)
    first = new.duties[0]
    other = next(s.staff_id for s in school.duty_staff if s.staff_id != first.staff_id)
    forged = new.model_copy(update={"duties": (first.model_copy(update={"staff_id": other}), *new.duties[1:])})
    assert "R11.past" in {found.key for found in verify(school, forged, plan).breaches}


# -- a limit -------------------------------------------------------------------------------------------------


def test_a_limit_that_can_be_kept_is_kept(plan: Plan, after: After) -> None:
    now, free = after(room_closes)
    least = figures(free)["changes"][0]
    new = rerun(now, plan, OPTIONS, max_changes=least)
    assert figures(new)["changes"] == (least, least)


def test_a_limit_that_cannot_be_kept_is_proven_so(school: School, plan: Plan) -> None:
    now = room_closes(school, plan)
    closed = next(r.room_id for r in now.rooms if len(r.unavailable) == len(now.slots))
    forced = sum(s.room_id == closed for s in plan.sessions)
    with pytest.raises(TooManyChanges) as error:
        rerun(now, plan, OPTIONS, max_changes=forced - 1)
    assert error.value.least >= forced
    name = school.room_by_id[closed].name or closed
    assert any(name in sentence for sentence in error.value.forced)


def test_a_limit_may_cost_coverage(plan: Plan, after: After) -> None:
    """With no more changes than are forced, what cannot be mended without more of them stays a gap."""
    now, unlimited = after(teacher_leaves)
    free = figures(unlimited)
    with pytest.raises(TooManyChanges) as error:
        rerun(now, plan, OPTIONS, max_changes=0)
    least = error.value.least
    new = rerun(now, plan, OPTIONS, max_changes=least)
    assert figures(new)["changes"] == (least, least)
    assert least <= free["changes"][0]
    assert figures(new)["coverage"][0] >= free["coverage"][0]


# -- pins, order, ancestors ----------------------------------------------------------------------------------


def test_pins_of_the_earlier_plan_cost_nothing(school: School, plan: Plan) -> None:
    clubs = [s for s in plan.sessions if s.kind == "club"][:6] + [s for s in plan.sessions if s.kind == "homework"][:4]
    pins = tuple(
        PinRow(block=s.block, activity_id=s.activity_id, leader_id=s.leader_id, room_id=s.room_id) for s in clubs
    )
    new = rerun(school.replaced(pins=pins), plan, OPTIONS)
    assert figures(new)["changes"] == (0, 0)


def test_a_pin_of_another_leader_costs_what_it_must(school: School, plan: Plan) -> None:
    session = next(s for s in plan.sessions if s.kind == "homework")
    free = next(
        t.teacher_id
        for t in school.teachers
        if t.teacher_id != session.leader_id
        and session.block not in t.unavailable
        and not any(c.teacher_id == t.teacher_id for c in school.childcare)
    )
    pin = PinRow(block=session.block, activity_id=session.activity_id, class_id=session.class_id, leader_id=free)
    now = school.replaced(pins=(pin,))
    new = rerun(now, plan, OPTIONS)
    value, bound = figures(new)["changes"]
    assert value == bound >= 1
    assert verify(now, new, plan).good


def test_pins_that_contradict_the_rules_are_named(school: School, plan: Plan) -> None:
    session = next(s for s in plan.sessions if s.kind == "homework")
    pins = tuple(
        PinRow(block=session.block, class_id=session.class_id, leader_id=t.teacher_id) for t in school.teachers[:2]
    )
    with pytest.raises(PinConflict):
        rerun(school.replaced(pins=pins), plan, OPTIONS)


def test_changes_stand_where_the_school_puts_them(school: School, plan: Plan, after: After) -> None:
    policy = school.policy.model_copy(update={"priorities": ("coverage", "choices", "changes")})
    now, usual = after(room_closes)
    new = rerun(now.replaced(policy=policy), plan, OPTIONS)
    assert [s.goal for s in new.scores][:3] == ["coverage", "choices", "changes"]
    assert figures(new)["choices"][0] <= figures(usual)["choices"][0]


def test_a_line_of_plans(school: School, plan: Plan, after: After) -> None:
    second = after(leaves)[1]
    third = rerun(school, second, OPTIONS)
    assert (plan.run.parent, plan.run.line) == (None, ())
    assert second.run.parent == plan_digest(plan)
    assert [one.digest for one in third.run.line] == [plan_digest(plan), plan_digest(second)]
    assert [(one.command, one.changes) for one in third.run.line] == [("solve", None), ("rerun", 0)]
