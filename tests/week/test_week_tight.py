"""Rows that say nothing new in whole numbers: how much tighter the linear relaxation is for them."""

from collections.abc import Iterable

import numpy as np
from week_schools import club, elective, instructor, school, slot, students, teacher, wants

from models.school import School
from scheduler.duties import duty_pool
from scheduler.roster.context import roster_data
from scheduler.search.highs import Highs, Task, no_variables
from scheduler.search.linear import translate
from scheduler.week.build import build
from scheduler.week.context import Context, Var, total
from scheduler.week.data import WeekData


def relaxed(ctx: Context, wanted: Iterable[Var], none: Iterable[Var] = (), sign: int = 1) -> float:
    """The least (most, with sign -1) sum of the wanted variables in the relaxation where ``none`` of the others is there."""
    model = translate(ctx.model)
    cost, upper = np.zeros(model.columns, dtype=np.int64), model.upper.copy()
    cost[[var.index for var in wanted]] = sign
    upper[[var.index for var in none]] = 0
    with Highs() as engine:
        engine.load(model, no_variables())
        number = engine.start(Task(cost, 0, model.lower, upper, kind="relax"))
        while (answer := engine.poll(number, 1.0)) is None:
            pass
    assert answer.status == "Optimal"
    assert answer.objective is not None
    return sign * round(answer.objective, 6)


def tutored(number: int) -> School:
    """Some students of one class who are to be tutored, two at a time, in one of two slots."""
    return school(
        slots=[{"slot_id": day, "weekday": k, "start": "16:00", "end": "16:40"} for k, day in enumerate("mn", 1)],
        pattern=[{"grade": "1", "slot_id": day, "kind": "homework"} for day in "mn"],
        students=students(number),
        teachers=[teacher("t"), teacher("u", "u"), teacher("v", "u")],
        rooms=[{"room_id": room, "capacity": 9} for room in ("r", "s", "q")],
        activities=[{"activity_id": "u", "name": "u", "kind": "tutoring", "max_size": 2, "min_size": 1}],
        tutoring=[{"student_id": f"a{n}", "activity_id": "u"} for n in range(1, number + 1)],
    )


def groups(number: int, missing: bool = False) -> float:
    ctx = build(WeekData(tutored(number), None))
    held = [var for offer, var in ctx.held.items() if offer.activity == "u"]
    gaps = [] if missing else list(ctx.untutored.values())
    return relaxed(ctx, held, gaps)


def test_tutoring_groups_are_rounded_up() -> None:
    assert groups(2) == 1
    assert groups(3) == 2  # else 1.5
    assert groups(3, missing=True) == 0  # nobody needs to be tutored where a gap is allowed


def visits(budget: int, *fees: int) -> float:
    """The most visits in the relaxation; each instructor could lead their own club in the only slot."""
    names = [f"c{k}" for k in range(len(fees))]
    ctx = build(
        WeekData(
            elective(
                policy={"weekly_budget": budget},
                activities=[club(name) for name in names],
                teachers=[teacher("t")],
                instructors=[
                    instructor(f"i{k}", name, fee=fee, escort=False)
                    for k, (name, fee) in enumerate(zip(names, fees, strict=True))
                ],
                rooms=[{"room_id": f"r{k}", "capacity": 9} for k in range(4)],
                classes=[{"class_id": "a", "grade": "1", "room_id": "r0"}],
                choices=[*wants("a1", *names[:1]), *wants("a2", *names[1:])],
                students=students(2),
            ),
            None,
        )
    )
    return relaxed(ctx, ctx.visit_lead.values(), sign=-1)


def test_a_budget_pays_whole_visits() -> None:
    assert visits(80, 30, 50) == 2
    assert visits(70, 30, 50) == 1  # else 1.8
    assert visits(20, 30, 50) == 0
    assert visits(70, 30, 0) == 2  # who takes no fee is not counted


def duties(limit: int) -> float:
    """The most duties of t in the relaxation, on a Monday of three slots that the post's window covers, with two of three classes'
    homework to lead, one in each slot."""
    slots = [slot(f"m{hour}", 1, f"{hour}:00", f"{hour}:40") for hour in (15, 16, 17)]
    given = school(
        term={"name": "autumn", "start": "2026-09-07", "end": "2026-09-25"},
        slots=slots,
        pattern=[{"grade": str(k), "slot_id": s["slot_id"], "kind": "homework"} for k, s in enumerate(slots, 1)],
        classes=[{"class_id": f"c{k}", "grade": str(k), "room_id": "r"} for k in (1, 2, 3)],
        students=[{"student_id": f"s{k}", "class_id": f"c{k}"} for k in (1, 2, 3)],
        teachers=[teacher("t", max_sessions_day=limit)],
        duty_posts=[{"post_id": "p", "name": "p", "role": "lead", "weekdays": [1], "windows": "15:00-18:00"}],
        duty_staff=[{"staff_id": "t", "roles": ["lead"]}],
    )
    ctx = build(WeekData(given, duty_pool(roster_data(given), given.pin_duties)))
    ctx.model.add(total(ctx.held.values()) >= 2)
    return relaxed(ctx, ctx.duties.values(), sign=-1)


def test_half_a_day_of_work_is_half_of_the_days_limit() -> None:
    """Of three Mondays: two sessions are the whole of a limit of two, so that none is left (else one: a third of each slot is free)."""
    assert duties(2) == 0
    assert duties(3) == 1
