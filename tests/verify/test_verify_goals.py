"""Every goal's value by hand, and what changed between two plans."""

from datetime import date

import pytest
from verify_edits import Edit, add, apply, drop, row, school_row, settings

from models.policy import Goal
from scheduler.verify import changes, verify

# The small plan's values, by hand:
#
# coverage    100 × 1 duty + 10 × 1 student + 10 × 1 tutoring session                                        = 120
# choices     a1 0+0 · a2 0+3 · a3 3+20, bad week 5 · a4 20, bad week 5 · b1 0+1 · b2 20+0 · b3 20+0 · b4 0+20
#             c1 1+0 · c2 1+0 · c3 unplaced, 20, bad week 5 · c4 20, bad week 5
#             = 0 + 3 + 28 + 25 + 1 + 20 + 20 + 20 + 1 + 1 + 25 + 25                                          = 169
# fairness    work × (2 × day load + work): T1 3×23 T2 2×26 T3 1×17 T4 3×21 T5 3×25 T6 5×19 T7 3×15 T8 1×11 T9 0
#             = 69 + 52 + 17 + 63 + 75 + 95 + 45 + 11                                                         = 427
# duty        P1 5 leads, carry 1: 10×(36−1); posts 25; Mon 2, Wed Fri Thu 1: 7; Thursday not wished: 1       = 383
#             P2 4 leads, carry −1: 10×(9−1) and as supervisor 0; posts 16; Tue 2, Thu 1, Wed (Sunday) 1: 6   = 102
#             T2 1 gate: 10 + 1 + 1                                                                          =  12
#             T9 3 gates: 90 + 9; Mon 1, Wed 2 (with the Sunday): 5                                           = 104
#             in all                                                                                         = 601
# wishes      T2 works wed1 beside the mon1 that it prefers: 1; T5 works fri2, which it avoids: 3             =   4
# continuity  hw-1A-tue1 is led by T4, who teaches 1A but is not its head                                     =   1
# cost        E1 2 slots at 100, E2 1 slot at 60                                                             = 260
MOVES: list[tuple[str, Goal, int, tuple[Edit, ...]]] = [
    ("a strand not held", "coverage", 220, (drop("sessions", "st-1A"),)),
    ("homework not held", "coverage", 220, (drop("sessions", "hw-1A-tue1"),)),
    ("a duty filled", "coverage", 20, (row("duties", "2025-09-29;gate", staff_id="T2"),)),
    (
        "a student unplaced",
        "coverage",
        130,
        (row("placements", "c4;fri", session_id=None, activity_id=None, rank=None),),
    ),
    ("two tutoring sessions lacking", "coverage", 130, (drop("tutoring", "b1;mon1"),)),
    (
        "more tutoring than wanted is no gain",
        "coverage",
        110,
        (school_row("activities", "math-help", sessions_week=1),),
    ),
    # a fallback that is their own 3rd choice costs 3, and a 3rd choice is no good week
    (
        "a fallback that was chosen",
        "choices",
        169 - 20 + 3,
        (school_row("choices", "c4;fri;dance", rank=3, activity_id="games"),),
    ),
    # as the 2nd choice it costs 1 and saves the week
    (
        "a second choice saves the week",
        "choices",
        169 - 20 - 5 + 1,
        (school_row("choices", "c4;fri;dance", activity_id="games"),),
    ),
    # an unplaced student pays no rank but still has the bad week
    (
        "unplaced",
        "choices",
        169 - 20,
        (row("placements", "c4;fri", session_id=None, activity_id=None, rank=None),),
    ),
    # nine 1st choices cost 2 instead of 0; three 2nd (b1, c1, c2) 5 instead of 1; two 3rd (a2 on Friday, a3 on
    # Wednesday) 5 + (5 − 2) = 8 instead of 3
    (
        "a list longer than the costs",
        "choices",
        169 + 9 * (2 - 0) + 3 * (5 - 1) + 2 * (8 - 3),
        (settings(rank_cost=(2, 5)),),
    ),
    ("the price of a fallback", "choices", 169 - 7 * 20 + 7 * 7, (settings(fallback_cost=7),)),
    ("the price of a bad week", "choices", 169 - 4 * 5 + 4 * 11, (settings(bad_week_cost=11),)),
    # T8 escorts in place of T4 in fri1 and cares in fri2: T8 2×12 instead of 11; T4 1×19 instead of 63
    ("escorts count", "fairness", 427 - 11 + 24 - 63 + 19, (row("sessions", "f-dance", escort_id="T8"),)),
    ("carers count", "fairness", 427 - 11, (drop("carers", "fri2;play;T8"),)),
    ("day load", "fairness", 427 + 2 * 3 * 4, (school_row("teachers", "T7", day_load=10),)),
    # P2 instead of P1 on 9 October (Thursday): P1 4 leads: 10×(25−1) + 16 + 6 + 0 = 262 instead of 383
    # P2 5 leads: 10×(16−1) + 25; Tue 4, Thu 4, Wed 1 = 9: 184 instead of 102
    ("a duty to another", "duty", 601 - 383 + 262 - 102 + 184, (row("duties", "2025-10-09;lead", staff_id="P2"),)),
    # P2 as supervisor too: 10×((−1+1)²−1) = −10; posts 16+1; Mon 1 more
    ("both roles", "duty", 601 - 10 + 1 + 1, (row("duties", "2025-09-29;gate", staff_id="P2"),)),
    # T9 3 gates with carry −5: 10×(4−25) = −210 instead of 90
    ("a carry below zero", "duty", 601 - 300, (school_row("duty_staff", "T9", carry=-5),)),
    # P1's Monday, Wednesday, Friday and Monday are then against the wish, the Thursday not
    ("wished weekdays", "duty", 601 + 4 - 1, (school_row("duty_staff", "P1", wishes=(4,)),)),
    ("avoided slots of a carer", "wishes", 7, (school_row("teachers", "T8", avoid=("fri2",)),)),
    ("preferred slots of an escort", "wishes", 6, (school_row("teachers", "T4", prefer=("fri1",)),)),
    ("homework by a stranger", "continuity", 4, (row("sessions", "hw-2A-mon1", leader_id="T9"),)),
    ("a class without a head", "continuity", 4, (school_row("classes", "2A", head_teacher=None),)),
    ("a fee for each slot", "cost", 260 + 2 * 5, (school_row("instructors", "E1", fee=105),)),
    ("no fee for a teacher", "cost", 200, (row("sessions", "st-2A", leader_id="T3"),)),
]


@pytest.mark.parametrize(("name", "goal", "value", "edits"), MOVES, ids=[f"{move[1]} {move[0]}" for move in MOVES])
def test_a_goal_by_hand(name: str, goal: Goal, value: int, edits: tuple[Edit, ...]):
    assert verify(*apply(*edits)).scores[goal] == value, name


def test_a_head_who_is_not_the_teacher_of_the_table():
    """With T4 as head of 1A, Tuesday's homework costs 0 and Monday's, led by T1, who no longer teaches 1A, 3."""
    assert verify(*apply(school_row("classes", "1A", head_teacher="T4"))).scores["continuity"] == 3


def test_one_cost_for_every_rank():
    """With one figure there is no step: every place on a list costs it; 14 places on lists, 7 fallbacks."""
    school, plan = apply(settings(rank_cost=(4,)))
    listed = [p for p in plan.placements if p.rank]
    assert len(listed) == 14
    assert verify(school, plan).scores["choices"] == 14 * 4 + 7 * 20 + 4 * 5


# -- changes --------------------------------------------------------------------------------------------------------
def changed(*edits: Edit, since: date | None = None) -> int:
    school, old = apply()
    new_school, new = apply(*edits)
    assert changes(old, old, school, since) == 0
    return changes(old, new, new_school, since)


def test_sessions_without_a_twin():
    assert changed(row("sessions", "st-1A", leader_id="T6")) == 1
    assert changed(row("sessions", "st-1A", room_id="hall")) == 1
    assert changed(row("sessions", "f-dance", escort_id="T8")) == 1
    assert changed(drop("sessions", "st-1A"), drop("sessions", "st-1B")) == 2
    # a number or an id alone is no change, nor is a session that is new
    assert changed(row("sessions", "w-games", section=2)) == 0
    assert changed(row("sessions", "hw-1A-mon1", session_id="x")) == 0


def test_each_session_is_the_twin_of_one_at_most():
    _, old = apply(row("sessions", "f-games-2", leader_id="T7"))
    school, new = apply(row("sessions", "f-games-2", leader_id="T7"), drop("sessions", "f-games-1"))
    assert changes(old, new, school) == 1
    assert changes(new, old, school) == 0


def test_students_who_move():
    assert changed(row("placements", "c2;fri", session_id="f-games-1", activity_id="games", rank=0)) == 1
    # another section of the same club is no change; a place lost is one, and so is a place won
    assert changed(row("placements", "a3;fri", session_id="f-games-2")) == 0
    assert changed(row("placements", "a3;fri", session_id=None, activity_id=None, rank=None)) == 1
    assert changed(row("placements", "c3;wed1", session_id="w-games", activity_id="games", rank=0)) == 1
    # a block that is attended in one of the plans only does not count
    assert changed(drop("placements", "a3;fri")) == 0
    # in two blocks: two
    both = [row("placements", f"c2;{b}", session_id=None, activity_id=None, rank=None) for b in ("wed1", "fri")]
    assert changed(*both) == 2


def test_duties_that_change_hands():
    other = row("duties", "2025-09-26;gate", staff_id="T9")
    assert changed(other) == 1
    assert changed(other, since=date(2025, 9, 26)) == 1
    assert changed(other, since=date(2025, 9, 27)) == 0
    assert changed(row("duties", "2025-09-29;gate", staff_id="T2")) == 1
    assert changed(row("duties", "2025-09-26;gate", staff_id=None)) == 1
    assert changed(drop("duties", "2025-09-26;gate")) == 0


def test_a_date_that_is_closed_now_does_not_count():
    def closed(school, plan):
        rows = [*school.model_dump()["calendar"], {"date": "2025-09-26", "open": False}]
        return type(school).model_validate(school.model_dump() | {"calendar": rows}), plan

    assert changed(row("duties", "2025-09-26;gate", staff_id="T9"), closed) == 0


def test_all_three_kinds_add_up():
    edits = [
        row("sessions", "st-1A", leader_id="T6"),
        row("placements", "a3;fri", session_id=None, activity_id=None, rank=None),
        row("duties", "2025-09-26;gate", staff_id="T9"),
        add("carers", slot_id="mon2", room_id="play", teacher_id="T8"),
    ]
    assert changed(*edits) == 3
