"""What holds for the plan of any school."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st
from schools import examples, schools

from models.checks import faults
from models.pins import PinDutyRow, PinPlacementRow, PinRow
from models.plan import Plan
from models.school import TABLES, School
from scheduler.conflict import name
from scheduler.errors import PinConflict
from scheduler.options import Options
from scheduler.plan import solve
from scheduler.verify import describe, verify

OPTIONS = Options(time_limit=10)
WEIGHTS = {"homework": 100, "strand": 100, "duty": 100, "placement": 10, "tutoring": 10}


def sound(school: School, plan: Plan) -> None:
    """What every plan keeps."""
    report = verify(school, plan)
    assert [describe(breach, "en") for breach in report.breaches] == []
    assert tuple(s.goal for s in plan.scores) == school.policy.order()
    assert {s.goal: s.value for s in plan.scores} == report.scores
    assert all(s.bound <= s.value for s in plan.scores)
    assert sum(WEIGHTS[gap.what] for gap in plan.gaps) == report.scores["coverage"]
    assert all(gap.reason.strip() for gap in plan.gaps)
    assert plan.complete == (report.scores["coverage"] == 0)


def in_order(plan: Plan) -> None:
    """Every table is sorted by its key, which is unique."""
    keys = [
        [s.session_id for s in plan.sessions],
        [(p.student_id, p.block) for p in plan.placements],
        [(d.date, d.post_id) for d in plan.duties],
        [(s.teacher_id, s.child, s.slot_id) for s in plan.childcare],
        [(c.slot_id, c.room_id, c.teacher_id) for c in plan.carers],
        [(t.student_id, t.activity_id, t.slot_id) for t in plan.tutoring],
    ]
    for rows in keys:
        assert rows == sorted(set(rows))
    gaps = [(gap.what, gap.where) for gap in plan.gaps]
    assert gaps == sorted(gaps)


def optimal(plan: Plan) -> bool:
    return all(score.status == "optimal" for score in plan.scores)


@examples(100)
@given(schools())
def test_the_strategy_makes_faultless_schools(school: School) -> None:
    assert faults(school) == []


@examples(300)
@given(schools(), st.integers(0, 3))
def test_every_plan_is_sound(school: School, seed: int) -> None:
    plan = solve(school, Options(time_limit=10, seed=seed))
    sound(school, plan)
    in_order(plan)


@examples(20)
@given(schools(), st.integers(0, 10**6))
def test_the_order_of_rows_changes_no_goal(school: School, seed: int) -> None:
    """Only a teacher's children keep their order: they are numbered by it."""
    r = Random(seed)
    tables = {table: r.sample(rows := getattr(school, table), len(rows)) for table in TABLES if table != "childcare"}
    first, second = solve(school, OPTIONS), solve(school.replaced(**{k: tuple(v) for k, v in tables.items()}), OPTIONS)
    if optimal(first) and optimal(second):
        assert first.scores == second.scores


def pinned(school: School, plan: Plan, r: Random) -> School:
    """The school with pins that the plan keeps."""
    pins: list[PinRow] = []
    for session in r.sample(plan.sessions, min(3, len(plan.sessions))):
        cells = {k: getattr(session, k) for k in PinRow.model_fields if r.random() < 0.5}
        if any(value is not None for value in cells.values()):
            pins.append(PinRow(**cells))
    placed = [p for p in plan.placements if p.activity_id]
    filled = [d for d in plan.duties if d.staff_id]
    return school.replaced(
        pins=tuple(pins),
        pin_placements=tuple(
            PinPlacementRow(student_id=p.student_id, block=p.block, activity_id=p.activity_id or "")
            for p in r.sample(placed, min(2, len(placed)))
        ),
        pin_duties=tuple(
            PinDutyRow(date=d.date, post_id=d.post_id, staff_id=d.staff_id or "")
            for d in r.sample(filled, min(2, len(filled)))
        ),
    )


@examples(20)
@given(schools(), st.integers(0, 10**6))
def test_pins_of_a_plan_hold_and_cost_no_coverage(school: School, seed: int) -> None:
    plan = solve(school, OPTIONS)
    fixed = pinned(school, plan, Random(seed))
    assert faults(fixed) == []
    again = solve(fixed, OPTIONS)
    sound(fixed, again)
    before, after = plan.scores[0], again.scores[0]
    if before.status == after.status == "optimal":
        assert before.value == after.value
    if optimal(plan) and optimal(again):
        assert [s.value for s in plan.scores] == [s.value for s in again.scores]


def conflict(school: School) -> tuple[str, ...]:
    """The pins that contradict each other, as the planner names them; none where there is a plan."""
    try:
        sound(school, solve(school, OPTIONS))
    except PinConflict as error:
        return error.pins
    return ()


def with_pins(school: School, names: tuple[str, ...]) -> School:
    """The school with those pins alone."""
    tables = ("pins", "pin_placements", "pin_duties")
    return school.replaced(
        **{t: tuple(p for p in getattr(school, t) if name(p, "en", school) in names) for t in tables}
    )


@examples(8)
@given(schools(), st.integers(0, 10**6))
def test_contradicting_pins_are_named_and_none_too_many(school: School, seed: int) -> None:
    """Two leaders for one class's homework in one slot contradict each other, whatever else is pinned."""
    r = Random(seed)
    kept = pinned(school, solve(school, OPTIONS), r) if r.random() < 0.5 else school
    activity = next((a.activity_id for a in school.activities if a.kind == "homework"), None)
    spot = {"block": r.choice(school.slots).slot_id, "class_id": r.choice(school.classes).class_id}
    strands = {a.activity_id for a in school.activities} - {activity}
    leaders = r.sample(school.teachers, 2)
    two = [PinRow(**spot, activity_id=activity, section=1, leader_id=t.teacher_id) for t in leaders]
    if activity is None:
        two = (
            [PinRow(**spot, activity_id=r.choice(sorted(strands)), section=1, leader_id=t.teacher_id) for t in leaders]
            if strands
            else []
        )
    if not two:
        return
    broken = kept.replaced(pins=(*kept.pins, *two))
    assert faults(broken) == []
    named = conflict(broken)
    assert named
    assert set(conflict(with_pins(broken, named))) == set(named)
    for left_out in named:
        assert conflict(with_pins(broken, tuple(n for n in named if n != left_out))) == ()
