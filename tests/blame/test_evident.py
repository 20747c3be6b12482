"""What stands against pins, said in a sentence where the data tell it at a glance."""

import pytest
from shortage_schools import small, teachers

from scheduler.cli.faults import explain
from scheduler.conflict import contradiction
from scheduler.options import Options

ALL = "art;chess;help"
POST = {"post_id": "gate", "name": "Gate", "role": "supervisor", "weekdays": "1;2;3;4;5", "windows": "16:30-17:30"}
HALL = {"post_id": "hall", "name": "Hall", "role": "lead", "weekdays": "1"}
KEEPER = {"staff_id": "b", "roles": "supervisor", "max_week": 5, "min_gap": 1}


def pin(**cells):
    return {"block": "m1", "activity_id": "hw", "class_id": "1A", "leader_id": "b", **cells}


def duty(date, post="gate", staff="b"):
    return {"date": date, "post_id": post, "staff_id": staff}


def roster(*pins, **cells):
    """2026-09-07 is a Monday."""
    return {"duty_posts": [POST, HALL], "duty_staff": [KEEPER | cells], "pin_duties": list(pins)}


def staff(**cells):
    return {"teachers": [*teachers("a", "c", "d", skills=ALL), *teachers("b", **{"skills": ALL, **cells})]}


CASES = {
    "a date without lessons": (
        roster(duty("2026-09-12")),
        "2026-09-12不上课，排不了“Gate”的值班。请去掉这一行，或改日期。",
        "There is no school on 2026-09-12, so nobody can be on duty (Gate). Take this row out, or change the date.",
    ),
    "a post of another weekday": (
        roster(duty("2026-09-08", "hall"), roles="lead"),
        "2026-09-08是周二，岗位“Hall”这天没有值班。请改日期或岗位，或在“值班岗位”表的“星期”里加上周二。",
        "2026-09-08 is a Tuesday, and Hall has no duty then. Change the date or the post, or add Tuesday to its weekdays in duty_posts.",
    ),
    "a role that the person has not": (
        roster(duty("2026-09-07", "hall")),
        "“值班人员”表里，B的“角色”没有带班领导，不能值“Hall”。请加上角色，或换人。",
        "In duty_staff the roles of B do not include lead, which Hall needs. Add the role, or name somebody else.",
    ),
    "two people for one post": (
        roster(duty("2026-09-07"), duty("2026-09-07", staff="c"))
        | {"duty_staff": [KEEPER, KEEPER | {"staff_id": "c"}]},
        "2026-09-07：“Gate”只要一个人，却固定了B、C。请去掉一条。",
        "2026-09-07: Gate needs one person, but these are pinned: B, C. Take one out.",
    ),
    "two duties too close": (
        roster(duty("2026-09-11"), duty("2026-09-14"), min_gap=2),
        "B在2026-09-11和2026-09-14都固定了值班，隔得太近：“最小间隔”是2个上课日。请改日期，或减小“最小间隔”。",
        "B is pinned to duties on 2026-09-11 and 2026-09-14, which is too close: min_gap is 2 school days. Change a date, or lower min_gap.",
    ),
    "a missing skill": (
        staff(skills="chess") | {"pins": [pin(block="t1", activity_id="art")]},
        "B的“可任活动”里没有Art。请加上，或换人。",
        "Art is not among the skills of B. Add it, or name somebody else.",
    ),
    "two classes at once": (
        {"pins": [pin(), pin(class_id="1B")]},
        "周一16:00–17:00：B被同时固定在1A班的Homework、1B班的Homework。请去掉一条。",
        "Monday 16:00–17:00: B is pinned to two places at once: class 1A Homework, class 1B Homework. Take one out.",
    ),
    "two leaders of one session": (
        {"pins": [pin(), pin(leader_id="c")]},
        "周一16:00–17:00：1A班的Homework只有一个带班人，却固定了B、C。请去掉一条。",
        "Monday 16:00–17:00: class 1A Homework has one leader, but these are pinned: B, C. Take one out.",
    ),
    "a session and a duty at once": (
        roster(duty("2026-09-07")) | {"pins": [pin()]},
        "2026-09-07：B在周一16:00–17:00固定带1A班的Homework，又固定值“Gate”，两个时间重叠。请去掉一条，或换人。",
        "2026-09-07: B is pinned to lead class 1A Homework at Monday 16:00–17:00 and to be on duty (Gate); the times overlap. Take one out, or name somebody else.",
    ),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("case", CASES)
def test_the_reason_is_told(case, lang):
    tables, zh, en = CASES[case]
    error = contradiction(small(**tables), Options(time_limit=60, workers=1, lang=lang))
    assert error is not None
    assert error.reasons[0] == ((zh if lang == "zh" else en),)
    said, _ = explain(error, lang)
    assert len([line for line in said if line.startswith("  - ")]) == len(error.pins)


def test_all_that_is_wrong_with_a_pin_is_told():
    """A club in a homework slot, led by somebody without the skill: the skill alone would not do."""
    tables = staff(skills="art") | {"pins": [pin(activity_id="chess", class_id=None)]}
    error = contradiction(small(**tables), Options(time_limit=60, workers=1))
    assert error is not None
    assert error.reasons == (
        (
            "pins, this row: name another block (Chess is a club, and Monday 16:00–17:00 has no electives in pattern)",
            "Chess is not among the skills of B. Add it, or name somebody else.",
        ),
    )


def test_a_further_set_has_its_own_reason_or_its_own_settings():
    """Two pins apart: a Saturday, and a leader whose child is fetched at half past four."""
    tables = roster(duty("2026-09-12", "gate", "a")) | {
        "duty_staff": [KEEPER | {"staff_id": "a"}],
        "childcare": [{"teacher_id": "b", "group": "primary", "leave_by": "16:30"}],
        "pins": [pin()],
    }
    error = contradiction(small(**tables), Options(time_limit=60, workers=1))
    assert error is not None
    assert [len(each) for each in error.reasons] == [1, 0]
    assert error.other_settings == (
        ("childcare, B, leave_by: make it later, or let the child use the room (now 16:30)",),
    )
    said, _ = explain(error, "en")
    assert said[0] == "No plan can hold this pin:"
    assert "Besides, this cannot hold either:" in said
