"""What the school's tables alone rule out is told first and asks no search; what time did not allow is told once."""

import time
from collections.abc import Sequence
from typing import Any

import pytest
from small import QUICK, Tables, planned, tables

from models.plan import Plan
from models.school import School
from scheduler.explain import Asker, Facts, Said, explain_club, explain_student
from scheduler.options import Options
from scheduler.whatif import WhatIf


class Never(Asker):
    """Who may not be asked anything."""

    def all(self, changes: Sequence[School]) -> list[WhatIf]:
        assert not changes
        return []


def of_club(school: School, plan: Plan, club: str, lang: str = "en") -> list[Said]:
    facts = Facts(school, plan, "zh" if lang == "zh" else "en")
    return explain_club(facts, Never(facts.school, plan, QUICK), club)


def with_den(**den: Any) -> Tables:
    """The den is a club of one class: all of class a (two children) and s3 of class b want it first."""
    given = tables()
    given["teachers"][2]["skills"] = "den"
    given["activities"].append({"activity_id": "den", "name": "Den", "kind": "club", "scope": "class", **den})
    given["choices"] = [
        {"student_id": s, "rank": n, "activity_id": a}
        for s in ("s1", "s2", "s3")
        for n, a in ((1, "den"), (2, "chess"))
    ]
    given["choices"].append({"student_id": "s4", "rank": 1, "activity_id": "chess"})
    given["rooms"].append({"room_id": "rc", "capacity": 9})
    return given


def test_of_a_class_club_that_too_few_of_any_class_chose() -> None:
    """Three chose it, no more than two of one class, and a section needs three: no room and no price is spoken of."""
    school, plan = planned(with_den(min_size=3))
    said = of_club(school, plan, "den")
    assert [one.key for one in said] == ["club.head", "club.not_held", "never.few_most"]
    assert (said[-1].values["count"], said[-1].values["school_class"], said[-1].values["fewest"]) == (2, "a", 3)
    assert said[-1].sentence.startswith("No plan at all can open it: Only 2 students of class a listed Den")
    facts = Facts(school, plan, "zh")
    told = explain_student(facts, Never(facts.school, plan, QUICK), "s3")
    assert [one.key for one in told] == ["student.head", "student.given", "student.wish", "never.few_class"]
    assert told[-1].sentence == (
        "没有开班，也开不了：b班填了Den、这时能来的学生只有1人，开班至少要3人。要开，就得有更多学生来，或者把“活动”表里它的“最少人数”改到1（各班的Den都跟着改）。"
    )


def test_of_a_class_club_that_one_class_could_hold_nothing_is_ruled_out() -> None:
    """Class b has too few, class a enough: what rules the club out is that nobody can lead it; with Cem there nothing does."""
    given = with_den(min_size=2)
    given["teachers"][2]["unavailable"] = "c"
    given["teachers"].append({"teacher_id": "td", "name": "Dee", "skills": "den", "max_sessions_week": 0})
    school, plan = planned(given)
    (never,) = [one for one in of_club(school, plan, "den") if one.key.startswith("never.")]
    assert never.key == "never.leaders"
    given["teachers"][2]["unavailable"] = ""
    school, plan = planned(given)
    facts = Facts(school, plan, "en")
    assert not [one for one in explain_club(facts, Asker(facts.school, plan, QUICK), "den") if "never" in one.key]


def test_a_class_club_that_nobody_chose() -> None:
    given = with_den()
    given["choices"] = [row | {"rank": 1} for row in given["choices"] if row["activity_id"] != "den"]
    school, plan = planned(given)
    (never,) = [one for one in of_club(school, plan, "den") if one.key.startswith("never.")]
    assert (never.key, never.values["count"]) == ("never.few_listed", 0)


@pytest.mark.parametrize(("column", "key"), [("max_sections", "never.no_sections"), ("max_size", "never.no_sizes")])
def test_a_limit_of_0_is_the_reason(column: str, key: str) -> None:
    given = with_den(scope="school", **{"min_size": 0, column: 0})
    school, plan = planned(given)
    assert [one.key for one in of_club(school, plan, "den")][:3] == ["club.head", "club.not_held", key]


def test_all_that_is_short_is_told_at_once() -> None:
    """Dee, who comes for two slots at least, has one on that day; and the only room for it is shut. Either alone is enough."""
    given = with_den(scope="school", room_kinds="gym", min_size=2)
    given["teachers"][2]["skills"] = ""
    given["rooms"].append({"room_id": "hall", "kinds": "gym", "capacity": 9, "unavailable": "c"})
    given["instructors"] = [
        {"instructor_id": "d", "name": "Dee", "skills": "den", "available": "c", "min_sessions_visit": 2}
    ]
    school, plan = planned(given)
    (never,) = [one for one in of_club(school, plan, "den", "zh") if one.key.startswith("never.")]
    assert (never.key, never.values["also"]) == ("never.rooms", "never.leaders")
    assert never.sentence == (
        "开不了：没有一间教室能用：hall（此时段不开放）。"
        "就算这一样解决了，也还不行：能带Den的人都不行：Dee（每次来校至少上2个时段，而这一天能上的只有1个）。"
    )
    given["activities"][-1]["min_size"] = 4
    few = of_club(*planned(given), "den")[2]
    assert (few.key, few.values["also"]) == ("never.few_listed", "never.rooms;never.leaders")


def test_that_time_is_over_is_told_once() -> None:
    """Ann wants art and then go before chess; both are possible, and nothing is known of either."""
    given = with_den(scope="school", name="Go")
    given["choices"] = [
        {"student_id": s, "rank": n, "activity_id": a}
        for s in ("s1", "s2", "s3", "s4")
        for n, a in enumerate(("art", "den", "chess"), 1)
    ]
    given["activities"][0]["min_size"], given["activities"][0]["max_size"] = 2, 2
    given["activities"][-1]["min_size"] = 2
    given["activities"][-1]["max_size"] = 2
    given["teachers"][0]["skills"], given["teachers"][2]["skills"] = "art;den", ""
    school, plan = planned(given)
    out = next(row.student_id for row in plan.placements if row.activity_id == "chess")
    facts = Facts(school, plan, "zh")
    said = explain_student(facts, Asker(facts.school, plan, Options(time_limit=0.01)), out)
    (once,) = [one for one in said if one.key.startswith("cost.")]
    assert "Art" in once.sentence
    assert "Go" in once.sentence
    assert said[-1] == once
    (listed,) = [one.values for one in said if one.key == "club.listed"]
    assert (listed["content"], listed["gain"], listed["count"]) == (2, 2, 4)
    longer = explain_student(
        facts, Asker(facts.school, plan, Options(time_limit=200, began=time.monotonic() - 999)), out
    )
    assert [one.values["seconds"] for one in longer if one.key == "cost.unknown"] == [800]
