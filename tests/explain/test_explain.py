"""Explanations of a school in which every number can be worked out by hand."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from small import QUICK, Tables, planned, tables

from models.plan import Gap, Plan
from models.school import School
from scheduler.explain import (
    Asker,
    Facts,
    Home,
    Said,
    ask,
    explain_club,
    explain_duty,
    explain_person,
    explain_student,
    is_legend,
    students_named,
)
from scheduler.explain.claims import WHY_IN
from scheduler.explain.claims import claims as claims_of
from scheduler.explain.cost import cost_of
from scheduler.explain.days import by_day
from scheduler.explain.effects import effects_of, in_that_plan
from scheduler.explain.openings import closings
from scheduler.explain.short import Better, in_short
from scheduler.messages import LANGS, Lang
from scheduler.options import Options
from scheduler.whatif import Difference, WhatIf


def values(said: list[Said], key: str) -> list[dict[str, Any]]:
    """The values of every statement of a key."""
    return [one.values for one in said if one.key == key]


def claims(said: list[Said]) -> list[tuple[int, int, int, int]]:
    """Rank, others who ranked it as high, those of them who are in, and those in who ranked it lower."""
    found = [one.values for one in said if one.key.startswith("student.claims")]
    return [(one["rank"], one["claims"], one["inside"], one["weaker"]) for one in found]


def moved(said: list[Said]) -> list[tuple[int, int, str]]:
    """How many others have a lower choice, how many a higher one, and how far the one goes that falls furthest."""
    found = [one.values for one in said if one.key.startswith("cost.others")]
    return [(one["worse"], one["better"], one["down"]) for one in found]


def of_student(school: School, plan: Plan, student: str) -> list[Said]:
    facts = Facts(school, plan, "en")
    return explain_student(facts, Asker(facts.school, plan, QUICK), student)


@pytest.fixture(scope="module")
def small() -> tuple[School, Plan]:
    return planned(tables())


def in_chess(plan: Plan) -> str:
    """Who of the three who want art was drawn for chess."""
    return next(p.student_id for p in plan.placements if p.activity_id == "chess" and p.student_id != "s4")


# -- students ------------------------------------------------------------------------------------------------
def test_equal_claims_are_decided_by_lot(small: tuple[School, Plan]) -> None:
    """Three with the same list, two seats: whoever is out costs nothing to swap."""
    school, plan = small
    said = of_student(school, plan, in_chess(plan))
    assert values(said, "student.seats") == [{"sections": 1, "seats": 2, "taken": 2}]
    assert claims(said) == [(1, 2, 2, 0)]
    assert moved(said) == [(1, 0, " (from choice 1 to choice 2)")]
    keys = [one.key for one in said]
    assert keys.index("lot.drawn") < keys.index("cost.nothing_but")
    assert not [key for key in keys if key.startswith("pin.")]
    (lot,) = values(said, "lot.drawn")
    assert lot["count"] == 4
    three = [s for s in plan.run.lots or () if s != "s4"]
    assert in_chess(plan) == three[-1]
    assert lot["number"] == (plan.run.lots or ()).index(three[-1]) + 1


def test_a_place_that_others_have_no_equal_claim_to() -> None:
    """Either s1 or s2 must leave art, for chess or for drums, which is 1 each; with the other one the sizes of these differ."""
    given = tables()
    lists = {"s1": ("art", "chess"), "s2": ("art", "drums"), "s3": ("art",), "s4": ("drums",), "s5": ("chess",)}
    _two_clubs(given, lists, art={"max_size": 2})
    given["rooms"].append({"room_id": "rc", "capacity": 9})
    school, plan = planned(given)
    (out,) = [p.student_id for p in plan.placements if p.rank == 2]
    said = of_student(school, plan, out)
    assert [one.key for one in said if one.key.startswith("lot.")] == ["lot.other"]
    assert moved(said) == [(1, 0, " (from choice 1 to choice 2)")]
    (others,) = values(said, "cost.others")
    assert (others["mine"], others["theirs"]) == (-1, 1)
    assert others["ledger"].endswith("which comes to the same")
    assert len(values(said, "pin.student")) == 1


def test_what_is_equal_but_not_held() -> None:
    """Ada can lead art or go, not both: either costs one second choice. Which of the two is held no lot decides."""
    given = tables()
    given["students"] = given["students"][:2]
    given["teachers"][0]["skills"], given["teachers"][1]["skills"] = "art;go", ""
    given["activities"] = [{"activity_id": a, "name": a, "kind": "club", "min_size": 2} for a in ("art", "go")]
    given["choices"] = [
        {"student_id": s, "rank": n, "activity_id": a}
        for s, clubs in (("s1", ("art", "go")), ("s2", ("go", "art")))
        for n, a in enumerate(clubs, 1)
    ]
    school, plan = planned(given)
    (out,) = [p.student_id for p in plan.placements if p.rank == 2]
    said = of_student(school, plan, out)
    assert moved(said) == [(1, 0, " (from choice 1 to choice 2)")]
    assert [one.key for one in said if one.key.startswith("lot.")] == ["lot.not_held"]
    (pin,) = values(said, "pin.student")
    wanted = next(row["activity_id"] for row in given["choices"] if (row["student_id"], row["rank"]) == (out, 1))
    assert (pin["headings"], pin["cells"]) == ("student_id, block, activity_id", f"{out}, c, {wanted}")


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"parent": "0"}, "lot.kept"),
        ({"parent": "0", "max_changes": 3}, "lot.kept"),
        ({"parent": "0", "max_changes": 3, "goals": ("coverage", "choices", "changes")}, "lot.limited"),
        ({"lots": None}, "lot.none"),
    ],
)
def test_what_lots_decided_depends_on_how_the_plan_was_made(
    small: tuple[School, Plan], change: dict[str, Any], key: str
) -> None:
    school, plan = small
    plan = plan.model_copy(update={"run": plan.run.model_copy(update=change)})
    said = of_student(school, plan, in_chess(plan))
    assert [one.key for one in said if one.key.startswith("lot.")] == [key]


def test_the_short_answer_comes_before_the_lists(small: tuple[School, Plan]) -> None:
    """Why not the better choices, and what one would cost: before seats and claims."""
    school, plan = small
    said = of_student(school, plan, in_chess(plan))
    keys = [one.key for one in said if not is_legend(one)]
    assert keys[:5] == ["student.head", "student.given", "student.short", "student.wish", "student.seats"]
    (short,) = [one.sentence for one in said if one.key == "student.short"]
    assert short == "In short: full now: Art (choice 1). Given Art, the school's total stays the same: no better."


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (WhatIf("unknown", ()), "要给Art或Chess，代价还没有算出。"),
        (
            WhatIf("found", (Difference("coverage", 0, 10, 10),)),
            "要给Art或Chess，已证明：全校没有社团的学生或别的缺口一定会多。",
        ),
        (
            WhatIf("found", (Difference("coverage", 0, 10, 0),)),
            "要给Art或Chess，照到此为止找到的排法，全校没有社团的学生或别的缺口会多。",
        ),
        (
            WhatIf("found", (Difference("coverage", 0, 0, 0), Difference("choices", 1, 8, 8))),
            "要给Art或Chess，已证明：全校的志愿合计至少要变差7分。",
        ),
        (
            WhatIf("found", (Difference("coverage", 0, 0, 0), Difference("choices", 1, 8, 3))),
            "要给Art或Chess，照到此为止找到的排法，全校的志愿合计要变差7分。",
        ),
        (WhatIf("found", (Difference("coverage", 10, 0, 0),)), "给Art或Chess，方案反而更好。"),
        (
            WhatIf("found", (Difference("coverage", 0, 0, 0), Difference("fairness", 1, 8, 3))),
            "要给Art或Chess，已证明：全校的“工作量均衡”一定会变差。",
        ),
    ],
)
def test_the_short_answer_tells_alike_costs_once(small: tuple[School, Plan], answer: WhatIf, told: str) -> None:
    school, plan = small
    facts = Facts(school, plan, "zh")
    wishes = [
        Better(school.activity_by_id[a], n, answer, had)
        for n, (a, had) in enumerate((("art", False), ("chess", True)), 1)
    ]
    (short,) = in_short(facts, in_chess(plan), "c", wishes)
    assert short.sentence.endswith(f"。{told}")
    assert "第1志愿Art名额已满" in short.sentence
    never = Better(school.activity_by_id["art"], 1, WhatIf("impossible", ()), False)
    assert in_short(facts, in_chess(plan), "c", [never]) == []


def test_a_first_choice_needs_no_reason(small: tuple[School, Plan]) -> None:
    school, plan = small
    said = of_student(school, plan, "s4")
    assert [one.key for one in said] == ["student.head", "student.given"]
    assert said[1].values["rank"] == 1


def test_a_place_that_would_leave_another_with_nothing() -> None:
    """s3 has nothing but art on the list: whoever else is in, s3 must be, or a place is missing (coverage 10)."""
    given = tables()
    given["choices"] = [c for c in given["choices"] if (c["student_id"], c["activity_id"]) != ("s3", "chess")]
    given["activities"][0]["max_size"] = 1
    school, plan = planned(given)
    said = of_student(school, plan, "s1")
    assert claims(said) == [(1, 2, 1, 0)]
    (cost,) = values(said, "cost.coverage")
    assert cost["amount"] == 10
    (clubs,) = values(said, "cost.clubs")
    assert (clubs["lost"], clubs["gained"]) == (1, 0)
    assert moved(said) == []  # the one who is left without a club is told by that alone


def a_seat_for_one() -> Tables:
    """Art has one seat, and only s1 (choice 1) and s3 (choice 3, after two clubs that nobody can lead) want it on Monday."""
    given = tables()
    given["activities"][0]["max_size"] = 1
    given["activities"] += [{"activity_id": a, "name": a.title(), "kind": "club"} for a in ("go", "drum")]
    given["students"] = [s for s in given["students"] if s["student_id"] in ("s1", "s3")]
    given["choices"] = [
        {"student_id": "s1", "rank": 1, "activity_id": "art"},
        *({"student_id": "s3", "rank": n, "activity_id": a} for n, a in ((1, "go"), (2, "drum"), (3, "art"))),
    ]
    return given


def test_a_club_that_another_child_loses_is_no_gain_in_points() -> None:
    """s3 instead of s1: 3 points, and 5 for the week of s1, which has no club any more and so no other points."""
    school, plan = planned(a_seat_for_one())
    said = of_student(school, plan, "s3")
    (cost,) = values(said, "cost.choices")
    assert cost["amount"] == 8
    (clubs,) = values(said, "cost.clubs")
    assert clubs == {
        "own_more": 1,
        "own_fewer": 0,
        "lost": 1,
        "gained": 0,
        "told": "this child gets a club, and one other child is left without one",
        "net": "",
    }
    assert moved(said) == []
    (apart,) = [one for one in said if one.key == "cost.points"]
    assert (apart.values["mine"], apart.values["theirs"]) == (3, 5)
    assert (
        apart.sentence
        == "In points: 3 more for this child (a place in no club has no points, and one in a club begins to have some: that is no "
        "loss), 5 more for all others together (a place in no club has no points)."
    )
    keys = [one.key for one in said]
    assert keys.index("cost.clubs") < keys.index("cost.points")
    (points,) = [one for one in said if one.key == "points"]
    assert "A place in no club has no points" in points.sentence


def test_clubs_that_others_lose_and_get_are_told_in_persons(small: tuple[School, Plan]) -> None:
    school, plan = small
    goals = (Difference("coverage", 0, 10, 10), Difference("choices", 1, 9, 9))
    answer = WhatIf("found", goals, plan, worse=3, better=1, furthest=(1, 2), lost=2, gained=1)
    told = {student: [*effects_of(Facts(school, plan, "en"), answer, student)] for student in ("s1", "")}
    assert [moved(said) for said in told.values()] == [[(1, 0, " (from choice 1 to choice 2)")]] * 2
    assert [said[1].sentence for said in told.values()] == [
        "among the other children 1 more place is a lower choice than now (from choice 1 to choice 2).",
        "1 more place is a lower choice than now (from choice 1 to choice 2) (those who join the club among them).",
    ]
    assert [said[0].sentence for said in told.values()] == [
        "2 places of other children who have a club now are left without one, 1 of those who have none gets one; in all 1 more without a club (2−1 = 1).",
        "2 places of children who have a club now are left without one, 1 of those who have none gets one; in all 1 more without a club (2−1 = 1).",
    ]


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        (
            "en",
            [
                "Monday's clubs (16:50–17:30): 2 clubs are not held: Art (2 children now), Chess (2 children now). "
                "All 4 children there now go to other clubs."
            ],
        ),
        ("zh", ["周一社团课（16:50–17:30）停开2个社团：Art（现有2人）、Chess（现有2人）。现有的4人都改去别的社团。"]),
    ],
)
def test_all_clubs_of_a_time_that_close_are_one_line_with_its_day(
    small: tuple[School, Plan], lang: Lang, sentences: list[str]
) -> None:
    school, plan = small
    without = plan.model_copy(update={"sessions": tuple(s for s in plan.sessions if s.kind != "club")})
    goals = (Difference("coverage", 0, 40, 40),)
    answer = WhatIf("found", goals, without)
    assert [one.sentence for one in closings(Facts(school, plan, lang), answer, "elsewhere")] == sentences


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        (
            "en",
            "Monday's clubs (16:50–17:30): Art of class 1A is not held. All 2 children there now go to other clubs.",
        ),
        ("zh", "周一社团课（16:50–17:30）的1A班的Art停开，现有的2人都改去别的社团。"),
    ],
)
def test_a_class_club_closes_for_its_class_alone(small: tuple[School, Plan], lang: Lang, sentence: str) -> None:
    """Each class has its own: that another one's goes on is not a club with a section less."""
    of_all, before = small
    clubs = tuple(a.model_copy(update={"scope": "class"}) if a.activity_id == "art" else a for a in of_all.activities)
    school = of_all.replaced(activities=clubs)
    (art,) = [s for s in before.sessions if s.activity_id == "art"]
    others = tuple(s for s in before.sessions if s != art)
    first, second = (art.model_copy(update={"class_id": name, "section": 1}) for name in ("1A", "1B"))
    plan = before.model_copy(update={"sessions": (*others, first, second)})
    without = plan.model_copy(update={"sessions": (*others, second)})
    answer = WhatIf("found", (Difference("coverage", 0, 20, 20),), without)
    assert [one.sentence for one in closings(Facts(school, plan, lang), answer, "c")] == [sentence]


@pytest.mark.parametrize(
    ("coverage", "choices", "sure", "head"),
    [
        (10, 9, "; it is proven that no other plan does it with less", "In the plan that was found with it, "),
        (
            10,
            3,
            "; it is proven that no other plan does it with less",
            "In the plan that was found so far (not yet the best; with more time fewer may have to move), ",
        ),
        (
            5,
            3,
            "; this is the best plan found so far, and with more time it may be less",
            "In the plan that was found so far (not yet the best; with more time fewer may have to move), ",
        ),
    ],
)
def test_what_was_not_finished_is_told_as_such(
    small: tuple[School, Plan], coverage: int, choices: int, sure: str, head: str
) -> None:
    """The bounds of what is missing and of the choices: those who move are only as many as need to where both are met."""
    school, plan = small
    facts = Facts(school, plan, "en")
    lacking = plan.model_copy(update={"gaps": (*plan.gaps, Gap(what="placement", where="s1, c", reason=""))})
    goals = (Difference("coverage", 0, 10, coverage), Difference("choices", 1, 9, choices))
    answer = WhatIf("found", goals, lacking, worse=3, better=1, furthest=(1, 2))
    (cost,) = cost_of(facts, answer, 3, "student")
    assert cost.values["sure"] == sure
    (effects,) = in_that_plan(facts, answer, 3, list(effects_of(facts, answer, "s1"))[:1])
    assert effects.sentence.startswith(head)


def test_a_dearer_place_is_priced() -> None:
    """s3 has chess only as third choice (3 points, 5 more for a bad week): swapping with s1, who pays 1, costs 8 − 1."""
    given = tables()
    given["activities"][0]["max_size"] = 1
    given["teachers"][2]["skills"] = "go"
    given["activities"].append({"activity_id": "go", "name": "Go", "kind": "club", "min_size": 3})
    given["choices"] = [
        {"student_id": "s1", "rank": 1, "activity_id": "art"},
        {"student_id": "s1", "rank": 2, "activity_id": "chess"},
        {"student_id": "s3", "rank": 1, "activity_id": "art"},
        {"student_id": "s3", "rank": 2, "activity_id": "go"},
        {"student_id": "s3", "rank": 3, "activity_id": "chess"},
        {"student_id": "s2", "rank": 1, "activity_id": "chess"},
        {"student_id": "s4", "rank": 1, "activity_id": "chess"},
    ]
    school, plan = planned(given)
    said = of_student(school, plan, "s1")
    (cost,) = values(said, "cost.choices")
    assert cost["amount"] == 7
    assert cost["sure"] == "It is proven that no other plan does it for less."
    assert moved(said) == [(1, 0, " (from choice 1 to choice 3)")]
    (others,) = values(said, "cost.others")
    assert (others["mine"], others["theirs"]) == (-1, 8)
    assert values(said, "points")


@pytest.mark.parametrize(
    ("change", "key", "found"),
    [
        (
            {"min_size": 3, "max_size": 4, "grades": "1"},
            "never.few_listed",
            {
                "activity": "Go",
                "count": 1,
                "fewest": 3,
                "hint": "To hold it, more students must come, or its min_size in activities must be 1.",
            },
        ),
        ({"min_size": 1, "room_kinds": "gym"}, "never.no_room_of_kind", {"kinds": "gym"}),
        ({"min_size": 1, "room_kinds": "hall"}, "never.rooms", {"rooms": "rg (groups is 0)"}),
        ({"min_size": 1}, "never.leaders", {"activity": "Go", "who": "Cem (not available then)"}),
    ],
)
def test_what_no_plan_can_do_says_why(change: Tables, key: str, found: dict[str, Any]) -> None:
    given = tables()
    given["teachers"][2]["skills"] = "go"
    given["activities"].append({"activity_id": "go", "name": "Go", "kind": "club"} | change)
    given["choices"][-1:] = [
        {"student_id": "s4", "rank": 1, "activity_id": "go"},
        {"student_id": "s4", "rank": 2, "activity_id": "chess"},
    ]
    given["teachers"][2]["unavailable"] = "c" if key == "never.leaders" else ""
    if "room_kinds" in change:
        given["rooms"].append({"room_id": "rg", "kinds": "hall", "capacity": 9, "groups": 0})
    school, plan = planned(given)
    said = of_student(school, plan, "s4")
    assert values(said, key) == [found]
    assert not [one.key for one in said if one.key.startswith(("student.claims", "student.not_held", "cost."))]


def test_a_pin_that_stands_against_it() -> None:
    given = tables()
    given["pin_placements"] = [{"student_id": "s1", "block": "c", "activity_id": "chess"}]
    school, plan = planned(given)
    assert values(of_student(school, plan, "s1"), "never.pinned") == [{"activity": "Chess"}]


def test_pins_of_others_that_stand_against_it() -> None:
    """Both seats of art are fixed by hand for s1 and s2, of whom s3's parents learn only that they are two."""
    given = tables()
    given["pin_placements"] = [{"student_id": s, "block": "c", "activity_id": "art"} for s in ("s1", "s2")]
    school, plan = planned(given)
    (found,) = values(of_student(school, plan, "s3"), "never.pins")
    assert found["pins"] == "2 other children are fixed in Art, Monday's clubs (16:50–17:30)"


def test_what_stands_against_it_is_not_known_after_a_stop() -> None:
    """As above, but stopped as soon as it is known that no plan can do it."""
    given = tables()
    given["pin_placements"] = [{"student_id": s, "block": "c", "activity_id": "art"} for s in ("s1", "s2")]
    school, plan = planned(given)
    facts = Facts(school, plan, "en")
    asker = Asker(facts.school, plan, QUICK)
    asker.on_answer = lambda _done, _all: asker.stop.set()
    said = explain_student(facts, asker, "s3")
    assert values(said, "never.not_known") == [{}]
    assert not values(said, "never.rules")


def test_students_who_stand_against_a_club_are_counted() -> None:
    """Go needs two, and both who listed it are fixed in chess."""
    given = tables()
    given["activities"].append({"activity_id": "go", "name": "Go", "kind": "club", "min_size": 2})
    given["teachers"][2]["skills"] = "go"
    given["rooms"].append({"room_id": "rc", "capacity": 9})
    given["choices"] += [{"student_id": s, "rank": 3, "activity_id": "go"} for s in ("s1", "s2")]
    given["pin_placements"] = [{"student_id": s, "block": "c", "activity_id": "chess"} for s in ("s1", "s2")]
    (found,) = values(of_club(given, "go"), "never.pins")
    assert found["pins"] == "1 child is fixed in Chess, Monday's clubs (16:50–17:30)"


def pinned_row(said: list[Said]) -> str:
    return next(str(one.values["row"]) for one in said if one.key.startswith("pin."))


@pytest.mark.parametrize(
    ("home", "row"),
    [
        (
            Home(),
            "在工作簿的“固定活动”表（没有就加一张；用CSV文件夹的，是文件 pins.csv）加一行，选课段、活动编号分别填c、go",
        ),
        (Home("workbook", {"pins": "固定"}), "在工作簿的“固定”表加一行，选课段、活动编号分别填c、go"),
        (Home("workbook", {}), "在工作簿里加一张“固定活动”表，第一行写选课段、活动编号，第二行分别填c、go"),
        (Home("folder", {"pins": "Pins.csv"}), "在文件 Pins.csv 里加一行，选课段、活动编号分别填c、go"),
        (Home("folder", {}), "在学校数据的文件夹里新建文件 pins.csv，写两行：第一行 选课段,活动编号，第二行 c,go"),
    ],
    ids=["unknown", "sheet", "no sheet", "file", "no file"],
)
def test_a_row_is_added_where_the_school_has_its_rows(home: Home, row: str) -> None:
    school, plan = planned(with_go())
    facts = Facts(school, plan, "zh", home)
    assert pinned_row(explain_club(facts, Asker(facts.school, plan, QUICK), "go")) == row


def with_go() -> Tables:
    """Cem could lead go, which s4 has second, and there is a room."""
    given = tables()
    given["teachers"][2]["skills"] = "go"
    given["rooms"].append({"room_id": "rc", "capacity": 9})
    given["activities"].append({"activity_id": "go", "name": "Go", "kind": "club"})
    given["choices"].append({"student_id": "s4", "rank": 2, "activity_id": "go"})
    return given


@pytest.mark.parametrize(
    ("priorities", "setting"),
    [
        ((), "coverage;choices;changes"),
        (("coverage", "fairness", "choices"), "coverage;fairness;choices;changes"),
        (("coverage", "choices", "cost"), "coverage;choices;changes;cost"),
        (("coverage", "choices", "changes"), None),
    ],
)
def test_how_a_rerun_keeps_the_choices_before_it_changes_little(
    priorities: tuple[str, ...], setting: str | None
) -> None:
    """The goals to name are as few as will do; where changes come after the choices already, there is nothing to set."""
    given = with_go()
    if priorities:
        given["policy"] = {"priorities": priorities}
    (pin,) = values(of_club(given, "go"), "pin.club")
    assert pin["ways"].count("kehou rerun") == (1 if setting is None else 2)
    if setting is not None:
        assert f"policy.priorities of the sheet school: {setting}, then" in pin["ways"]


def test_what_others_ranked_is_counted_without_their_names(small: tuple[School, Plan]) -> None:
    school, plan = small
    out = in_chess(plan)
    for lang in LANGS:
        facts = Facts(school, plan, lang)
        text = "\n".join(one.sentence for one in explain_student(facts, Asker(facts.school, plan, QUICK), out))
        assert out in text
        own = school.student_by_id[out].name
        assert not {s.student_id for s in school.students if s.student_id in text} - {out}
        assert not {s.name for s in school.students if f"{s.name} " in text or f"{s.name}（" in text} - {own}


def test_names_and_ids(small: tuple[School, Plan]) -> None:
    assert students_named(small[0], "s2") == ["s2"]
    assert students_named(small[0], "Ben") == ["s2"]
    assert students_named(small[0], "Ann") == ["s1", "s4"]
    assert students_named(small[0], "Zoe") == []


def test_no_time_is_said(small: tuple[School, Plan]) -> None:
    school, plan = small
    facts = Facts(school, plan, "en")
    student = in_chess(plan)
    said = explain_student(facts, Asker(facts.school, plan, Options(time_limit=0.01)), student)
    assert values(said, "cost.unknown") == [
        {
            "what": "Art (Monday's clubs (16:50–17:30))",
            "seconds": 300,
            "command": f"--student {student} --time-limit 300",
        }
    ]


def test_a_stop_is_not_called_the_end_of_the_time(small: tuple[School, Plan]) -> None:
    school, plan = small
    asker = Asker(school, plan, QUICK)
    asker.stop.set()
    said = explain_student(Facts(school, plan, "en"), asker, in_chess(plan))
    assert len(values(said, "cost.unknown_stopped")) == 1
    assert not values(said, "cost.unknown")


def _two_clubs(given: Tables, lists: dict[str, tuple[str, ...]], **sizes: dict[str, int]) -> None:
    """Students with these lists, of class a and b in turn; the clubs that they name are led by Ada, Bo and Cem in turn."""
    clubs = list(dict.fromkeys(club for one in lists.values() for club in one))
    given["students"] = [{"student_id": s, "class_id": "ab"[n % 2]} for n, s in enumerate(lists)]
    given["choices"] = [
        {"student_id": s, "rank": n, "activity_id": club}
        for s, wanted in lists.items()
        for n, club in enumerate(wanted, 1)
    ]
    given["activities"] = [{"activity_id": c, "name": c.title(), "kind": "club"} | sizes.get(c, {}) for c in clubs]
    for n, teacher in enumerate(given["teachers"]):
        teacher["skills"] = ";".join(clubs[n::3])


def test_a_free_seat_that_is_not_given_since_the_own_club_would_close() -> None:
    """Art needs all of s1, s2 and s3; chess has three free seats. Without art, s2 and s3 have nothing."""
    given = tables()
    lists = {"s1": ("chess", "art"), "s2": ("art",), "s3": ("art",), "s4": ("chess",)}
    _two_clubs(given, lists, chess={"max_size": 4}, art={"min_size": 3})
    school, plan = planned(given)
    said = of_student(school, plan, "s1")
    (close,) = values(said, "student.would_close")
    assert (close["left"], close["own"], close["inside"], close["fewest"], close["others"]) == (3, "Art", 3, 3, 2)


def test_who_stays_where_a_club_needs_them_is_drawn_though_seats_are_free() -> None:
    """Art has room for all three who want it, but chess needs one of them beside s4: which one, the lots say."""
    given = tables()
    given["activities"][0]["max_size"] = 4
    given["activities"][1]["min_size"] = 2
    school, plan = planned(given)
    said = of_student(school, plan, in_chess(plan))
    assert [one["left"] for one in values(said, "student.would_close")] == [2]
    (lot,) = values(said, "lot.drawn_closes")
    assert lot["count"] == 4
    assert not values(said, "lot.drawn")


def test_that_the_own_club_needs_the_student_is_told_once_of_a_block() -> None:
    """Art and drums seat one each; chess needs both s1, who wants it third, and s4."""
    given = tables()
    lists = {"s1": ("art", "drums", "chess"), "s2": ("art",), "s3": ("drums",), "s4": ("chess",)}
    _two_clubs(given, lists, art={"max_size": 1}, drums={"max_size": 1}, chess={"min_size": 2})
    given["rooms"].append({"room_id": "rc", "capacity": 9})
    school, plan = planned(given)
    said = of_student(school, plan, "s1")
    assert len(values(said, "student.wish")) == 2
    assert [one["inside"] for one in values(said, "student.own_would_close")] == [2]


def test_a_free_seat_in_a_club_of_two_sections() -> None:
    """Six in art, whose rooms seat three or four at a time and which needs three a section: five are one section too few."""
    given = tables()
    lists = {"s1": ("chess", "art"), "s7": ("chess",)} | {f"s{n}": ("art",) for n in range(2, 7)}
    _two_clubs(given, lists, art={"min_size": 3, "max_size": 3, "max_sections": 2})
    given["teachers"][1]["skills"] = given["teachers"][2]["skills"] = "art"
    given["rooms"].append({"room_id": "rc", "capacity": 9})
    school, plan = planned(given)
    (fewer,) = values(of_student(school, plan, "s1"), "student.would_be_fewer")
    assert (fewer["inside"], fewer["sections"], fewer["fewest"]) == (6, 2, 3)


def test_why_somebody_is_in_who_wanted_it_less() -> None:
    """s3 wants drums, which nobody leads, and has art second and last; s1 has chess too. Art has one seat."""
    given = tables()
    lists = {"s1": ("art", "chess"), "s3": ("drums", "art"), "s4": ("chess",)}
    _two_clubs(given, lists, art={"max_size": 1})
    for teacher in given["teachers"]:
        teacher["skills"] = "art;chess"
    school, plan = planned(given)
    said = of_student(school, plan, "s1")
    assert claims(said) == [(1, 0, 0, 1)]
    assert [(one["had"], one["full"], one["rest"]) for one in values(said, "student.claims_lower")] == [(0, 1, 0)]


def test_somebody_who_wanted_it_less_and_is_fixed_there() -> None:
    """Fixed by hand, s3 has the one seat of art although chess has seats left."""
    given = tables()
    lists = {"s1": ("art", "chess"), "s3": ("chess", "art"), "s4": ("chess",)}
    _two_clubs(given, lists, art={"max_size": 1}, chess={"max_size": 4})
    given["pin_placements"] = [{"student_id": "s3", "block": "c", "activity_id": "art"}]
    school, plan = planned(given)
    (lower,) = values(of_student(school, plan, "s1"), "student.claims_lower")
    assert {name: lower[name] for name in WHY_IN} == {
        "had": 0,
        "had_full": 0,
        "full": 0,
        "fixed": 1,
        "needed": 0,
        "rest": 0,
    }


def test_somebody_who_wanted_it_less_and_is_needed_there() -> None:
    """Art needs two: s2, who has nothing else, and one of s1 and s3, who want chess more; chess has seats left."""
    given = tables()
    lists = {"s2": ("art",), "s3": ("chess", "art"), "s4": ("chess",), "s1": ("chess", "art")}
    _two_clubs(given, lists, art={"min_size": 2}, chess={"max_size": 4})
    school, plan = planned(given)
    (inside,) = [p.student_id for p in plan.placements if p.activity_id == "art" and p.student_id != "s2"]
    other = {"s1": "s3", "s3": "s1"}[inside]
    said = claims_of(Facts(school, plan, "zh"), other, "c", school.activity_by_id["art"], 1)
    assert said.sentence == (
        "把它填为第1志愿的另有1人：1人进来了。还有1人把它填得更靠后，却进来了，因为："
        "更想去的社团还有空位，但少了其中一人，这里就不够开班人数。"
    )


def test_a_club_that_could_be_held_but_makes_it_worse() -> None:
    """Go needs both s1, who gains 1, and s2, who has it third: 3 worse, and 5 for a week with no better choice than that."""
    given = tables()
    given["students"] = given["students"][:2]
    lists = {"s1": ("go", "art"), "s2": ("art", "chess", "go")}
    _two_clubs(given, lists, go={"min_size": 2})
    given["rooms"].append({"room_id": "rc", "capacity": 9})
    school, plan = planned(given)
    said = of_student(school, plan, "s1")
    assert values(said, "student.not_held_dearer") == [{"activity": "Go"}]
    assert [one["amount"] for one in values(said, "cost.choices")] == [7]
    assert not claims(said)  # there is no seat for which anybody's claim could be stronger


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        (
            "zh",
            [
                "要开Go，Chess（现有2人）就得停开：两个都只有Cem能带；Go一个班最多1人，名额少了1个。",
                "如果为这名学生开班，会多出缺口：1人次没有社团；已证明：换哪种排法，缺口都不会更小。",
                "周一社团课（16:50–17:30）的Chess停开，现有的2人中，1人改去别的社团，1人没有社团。",
            ],
        ),
        (
            "en",
            [
                "To hold Go, Chess (2 children now) must close: Cem alone can lead either; a section of Go takes 1 at most, a seat "
                "fewer.",
                "If it were held for this child, more would be missing: student places without a club: 1; it is proven that no other "
                "plan does it with less.",
                "Monday's clubs (16:50–17:30): Chess is not held. Of the 2 children there now 1 goes to another club, and 1 is left "
                "without one.",
            ],
        ),
    ],
)
def test_why_some_are_left_without_a_club_where_one_opens(lang: Lang, sentences: list[str]) -> None:
    """Cem alone leads chess and go, which seats one: if s1 has it, one of the two in chess can have the seat left in art."""
    given = tables()
    lists = {"s1": ("go", "art"), "s2": ("art",), "s3": ("chess", "art"), "s4": ("chess", "art")}
    _two_clubs(given, lists, go={"max_size": 1}, art={"max_size": 2})
    given["teachers"][0]["skills"], given["teachers"][1]["skills"], given["teachers"][2]["skills"] = (
        "art",
        "",
        "chess;go",
    )
    school, plan = planned(given)
    facts = Facts(school, plan, lang)
    said = explain_student(facts, Asker(facts.school, plan, QUICK), "s1")
    found = [one.sentence for one in said if one.key in ("club.one_leader", "cost.coverage", "closes.one")]
    assert found == sentences


def test_some_of_those_who_wanted_it_less_would_have_nothing_better() -> None:
    """Both seats of art are fixed for s3, who could have chess, and for s2, who wants drums, which nobody leads."""
    given = tables()
    lists = {"s1": ("art", "chess"), "s2": ("drums", "art"), "s3": ("chess", "art"), "s4": ("chess",)}
    _two_clubs(given, lists, art={"max_size": 2}, chess={"max_size": 4})
    for teacher in given["teachers"]:
        teacher["skills"] = "art;chess"
    given["pin_placements"] = [{"student_id": s, "block": "c", "activity_id": "art"} for s in ("s2", "s3")]
    school, plan = planned(given)
    (some,) = values(of_student(school, plan, "s1"), "student.claims_lower")
    assert (some["weaker"], some["had"], some["full"], some["fixed"], some["rest"]) == (2, 0, 1, 1, 0)


@pytest.mark.parametrize(("weekday", "start", "end"), [(2, "16:50", "17:30"), (1, "17:40", "18:20")])
def test_a_place_at_another_time_is_told_apart_from_none(weekday: int, start: str, end: str) -> None:
    """Art seats one a block: s1 has it in the first, s2 in the second, on another weekday or not, s3 never. Of those in the first
    block's chess, which s4 wants first, s2 has art in the other one, and for s3 it is full."""
    given = tables()
    for teacher in given["teachers"]:
        teacher["max_sessions_day"] = 3
    given["slots"].append({"slot_id": "d", "weekday": weekday, "start": start, "end": end})
    given["pattern"].append({"grade": "1", "slot_id": "d", "kind": "elective"})
    lists = dict.fromkeys(("s1", "s2", "s3"), ("art", "chess", "go")) | {"s4": ("chess", "go")}
    _two_clubs(given, lists, art={"max_size": 1}, chess={"max_size": 2})
    given["rooms"].append({"room_id": "rc", "capacity": 9})
    fixed = {"s1": ("art", "chess"), "s2": ("chess", "art"), "s3": ("chess", "go"), "s4": ("go", "chess")}
    given["pin_placements"] = [
        {"student_id": s, "block": block, "activity_id": club}
        for s, clubs in fixed.items()
        for block, club in zip("cd", clubs, strict=True)
    ]
    school, plan = planned(given)
    facts = Facts(school, plan, "zh")
    assert claims_of(facts, "s3", "d", school.activity_by_id["art"], 1).sentence == (
        "把它填为第1志愿的另有2人：1人进来了，1人也没有进来（其中1人在另一节社团课上它）。"
    )
    assert claims_of(facts, "s4", "c", school.activity_by_id["chess"], 1).sentence == (
        "没有别人把它填为第1志愿。还有2人把它填得更靠后，却进来了，因为：1人更想去的社团，另一节社团课已经上了，不能再上；"
        "1人更想去的社团满了或没有开。这2人不进这里，就只能得更差的志愿，或没有社团。"
    )


def test_what_the_student_would_have_in_other_blocks_is_told() -> None:
    """Art and chess in both blocks, never one twice: s1, who wants art in both, has it in one; to have it in the other costs
    nothing, and the child's own other block becomes chess."""
    given = tables()
    given["slots"].append({"slot_id": "d", "weekday": 2, "start": "16:50", "end": "17:30"})
    given["pattern"].append({"grade": "1", "slot_id": "d", "kind": "elective"})
    _two_clubs(given, {"s1": ("art", "chess")})
    school, plan = planned(given)
    block = next(p.block for p in plan.placements if p.activity_id == "chess")
    said = of_student(school, plan, "s1")
    other = {"c": "Tuesday's clubs (16:50–17:30)", "d": "Monday's clubs (16:50–17:30)"}[block]
    assert len(values(said, "cost.nothing")) == 1
    assert values(said, "student.own") == [{"block": other, "was": "Art (choice 1)", "now": "Chess (choice 2)"}]
    keys = [one.key for one in said]
    assert keys[keys.index("student.wish") + 1] == "student.twice"
    assert not {"student.seats", "student.claims", "student.sections_limit"} & set(keys)
    assert not [key for key in keys if key.startswith("lot.")]
    (twice,) = values(said, "student.twice")
    assert (twice["activity"], twice["block"]) == ("Art", other)


def test_the_place_at_another_time_is_no_price_for_what_no_plan_can_hold() -> None:
    """Art is in block d, and its leader cannot come in block c: who has it in d would give it up for nothing."""
    given = tables()
    given["slots"].append({"slot_id": "d", "weekday": 2, "start": "16:50", "end": "17:30"})
    given["pattern"].append({"grade": "1", "slot_id": "d", "kind": "elective"})
    given["teachers"][0]["unavailable"] = "c"
    given["activities"][0]["max_size"] = 4
    given["activities"].append(
        {"activity_id": "go", "name": "Go", "kind": "club", "fallback": True, "skill_needed": False, "max_sections": 2}
    )
    school, plan = planned(given)
    held = next(row.student_id for row in plan.placements if (row.block, row.activity_id) == ("d", "art"))
    said = of_student(school, plan, held)
    (never,) = [one for one in said if one.key == "never.leaders"]
    assert "no plan can hold it" in never.sentence
    assert not values(said, "student.twice")


def test_with_a_list_for_each_block_a_club_may_be_had_twice() -> None:
    """Art has one seat a day: s1 has it on Monday, s2 on Tuesday, and what keeps s1 from it on Tuesday is the seat alone."""
    given = tables()
    given["slots"].append({"slot_id": "d", "weekday": 2, "start": "16:50", "end": "17:30"})
    given["pattern"].append({"grade": "1", "slot_id": "d", "kind": "elective"})
    _two_clubs(given, dict.fromkeys(("s1", "s2"), ("art", "chess")), art={"max_size": 1})
    given["choices"] = [row | {"block": block} for row in given["choices"] for block in "cd"]
    given["pin_placements"] = [
        {"student_id": s, "block": block, "activity_id": club}
        for s, block, club in (("s1", "c", "art"), ("s2", "c", "chess"), ("s2", "d", "art"))
    ]
    school, plan = planned(given)
    facts = Facts(school, plan, "zh")
    said = explain_student(facts, Asker(facts.school, plan, QUICK), "s1", ["d"])
    (may,) = [one.sentence for one in said if one.key == "student.twice_may"]
    assert may == (
        "周一社团课（16:50–17:30）已经安排该生上Art，这不是原因：该生各节社团课的志愿是分开填的，周二社团课（16:50–17:30）也可以再上它。"
    )
    assert not values(said, "student.twice")
    assert values(
        of_student(school, plan, "s2"), "student.twice_may"
    )  # on Monday, where chess is not what s2 wants first


def test_the_seats_of_a_club_that_the_student_has_at_another_time() -> None:
    """As above, with s2 fixed in art on Monday and s3 on Tuesday: wherever s1 is, the other one has one of its three seats taken."""
    given = tables()
    given["slots"].append({"slot_id": "d", "weekday": 2, "start": "16:50", "end": "17:30"})
    given["pattern"].append({"grade": "1", "slot_id": "d", "kind": "elective"})
    lists = dict.fromkeys(("s1", "s2", "s3"), ("art", "chess"))
    _two_clubs(given, lists, art={"max_size": 3}, chess={"max_size": 4})
    given["pin_placements"] = [
        {"student_id": s, "block": block, "activity_id": "art"} for s, block in (("s2", "c"), ("s3", "d"))
    ]
    school, plan = planned(given)
    (seats,) = values(of_student(school, plan, "s1"), "student.twice_seats")
    assert (seats["sections"], seats["seats"], seats["taken"]) == (1, 3, 1)


def test_a_club_that_is_not_held_for_want_of_a_leader() -> None:
    """Ada can lead art or go; s1 and s3 want go, s2 art: art for two costs nothing more, and Ada has only one hour."""
    given = tables()
    lists = {"s1": ("art",), "s2": ("art",), "s3": ("go", "art")}
    _two_clubs(given, lists, art={"max_size": 4})
    for teacher in given["teachers"]:
        teacher["skills"] = "art;go" if teacher["teacher_id"] == "ta" else ""
    given["rooms"].append({"room_id": "rc", "capacity": 9})
    school, plan = planned(given)
    (why,) = values(of_student(school, plan, "s3"), "student.not_held_why")
    assert why["why"] == "The only one who can lead Go could not: Ada (in Art then)."
    facts = Facts(school, plan, "zh")
    said = explain_student(facts, Asker(school, plan, QUICK), "s3")
    (why,) = [one for one in said if one.key == "student.not_held_why"]
    assert "能带Go的只有1人，这时不行：Ada（这时要上Art）。" in why.sentence


# -- teachers ------------------------------------------------------------------------------------------------
def test_a_teachers_sessions_and_why() -> None:
    """Ada alone can lead art; Bo teaches class b.

    Work is 2, 2 and 0: 8 for Ada and Bo. Bo's homework with Cem (3 periods): (3 + 1)² − 3² = 7, and Bo's 1: 8 + 4 = 12.
    """
    school, plan = planned(tables())
    said = explain_person(Facts(school, plan, "en"), "ta")
    (load,) = values(said, "teacher.load")
    assert (load["work"], load["average"], load["day"], load["day_average"]) == (2, "1.3", 0, "1.0")
    assert (load["total"], load["total_average"], load["fewest"], load["most"]) == (2, "2.3", 2, 3)
    assert values(said, "reason.head") == [{}]
    assert values(said, "reason.only_skill") == [{"activity": "Art"}]
    assert values(said, "reason.others_free") == [{"count": 1, "looked": 1}]
    assert values(said, "swap.worse.fairness") == [
        {
            "names": "Cem (does not teach the class, from 3 to 4 sessions)",
            "other": "Ada from 2 to 1 session",
            "count": 1,
        }
    ]


def test_the_only_one_who_is_free() -> None:
    """Cem can lead art too, but is away then."""
    given = tables()
    given["teachers"][2] |= {"skills": "art", "unavailable": "c"}
    school, plan = planned(given)
    said = explain_person(Facts(school, plan, "en"), "ta")
    assert values(said, "reason.only_free") == [{"who": "Cem (not available then)", "count": 1}]


def test_an_instructor_instead_of_a_teacher_keeps_the_teacher_beside_them() -> None:
    """Wu can lead chess for 60 CNY, and needs somebody with them: Bo, who leads it now. Work stays, fees are 60 more."""
    given = tables()
    given["instructors"] = [{"instructor_id": "w", "name": "Wu", "skills": "chess", "available": "c", "fee": 60}]
    school, plan = planned(given)
    said = explain_person(Facts(school, plan, "en"), "tb")
    assert [one["names"] for one in values(said, "swap.worse.cost")] == ["Wu (escorted by Bo)"]
    wu = explain_person(Facts(school, plan, "en"), "w")
    assert [one.sentence for one in wu[1:]] == ["Comes for 0 slots a week, at most 5; 60 CNY a slot, 0 CNY a week."]


def test_who_would_leave_an_instructor_with_too_short_a_visit() -> None:
    """Wu comes for two slots or more and leads both clubs of the day; with Bo in one of them the other would be a single slot."""
    given = tables()
    given["slots"].append({"slot_id": "d", "weekday": 1, "start": "17:40", "end": "18:20"})
    given["pattern"].append({"grade": "1", "slot_id": "d", "kind": "elective"})
    given["instructors"] = [
        {"instructor_id": "w", "name": "Wu", "skills": "chess;go", "available": "c;d", "min_sessions_visit": 2}
        | {"escort": "no"}
    ]
    given["teachers"][0]["skills"] = ""
    given["teachers"][1] |= {"skills": "chess", "day_load": 20}
    given["activities"] = [
        {"activity_id": "chess", "name": "Chess", "kind": "club", "blocks": "c"},
        {"activity_id": "go", "name": "Go", "kind": "club", "blocks": "d"},
    ]
    given["choices"] = [
        {"student_id": f"s{s}", "block": block, "rank": 1, "activity_id": club}
        for s in range(1, 5)
        for block, club in (("c", "chess"), ("d", "go"))
    ]
    school, plan = planned(given)
    said = explain_person(Facts(school, plan, "en"), "w")
    assert values(said, "reason.broken") == [{"who": "Bo (against the rule “staff limits”)", "count": 1}]


def test_who_has_no_place_for_a_child_is_not_among_those_who_could() -> None:
    """Cem's child must be fetched by 16:30, Dee could care but nobody does; Dee alone could have taken the homework."""
    given = tables()
    given["teachers"].append({"teacher_id": "td", "name": "Dee", "day_load": 9, "skills": "childcare"})
    given["childcare"] = [{"teacher_id": "tc", "group": "primary", "leave_by": "16:30"}]
    given["childcare_rooms"] = [{"room_id": "hut", "group": "primary", "places": 2, "carers": 1}]
    school, plan = planned(given)
    said = explain_person(Facts(school, plan, "en"), "ta")
    assert values(said, "reason.others_free") == [{"count": 1, "looked": 1}]
    assert values(said, "reason.broken") == [
        {"who": "Cem (must leave by 16:30 for a child; the childcare room is not open then)", "count": 1}
    ]
    (swap,) = values(said, "swap.worse.fairness")
    assert swap["names"] == "Dee (does not teach the class, from 9 to 10 sessions)"


def test_of_a_session_that_a_pin_alone_means_nobody_else_is_looked_at() -> None:
    """Class a has one session, its homework; a pin of Ada alone may mean that or her club."""
    given = tables()
    given["pins"] = [{"class_id": "a", "leader_id": "ta"}]
    school, plan = planned(given)
    said = explain_person(Facts(school, plan, "en"), "ta")
    assert values(said, "reason.pinned") == [{}]
    assert values(said, "reason.others_free") == []
    given["pins"] = [{"leader_id": "ta"}]
    school, plan = planned(given)
    said = explain_person(Facts(school, plan, "en"), "ta")
    assert values(said, "reason.pinned") == []
    assert values(said, "reason.pinned_one_of") == [{"count": 2}, {"count": 2}]
    assert values(said, "reason.others_free") == [{"count": 1, "looked": 1}]


def test_everybody_is_counted_once_among_those_who_could_have_led_it() -> None:
    """Of Ada's homework: Bo has the other class, Dee is away, Eve may do nothing in the week; Cem could have."""
    given = tables()
    given["teachers"] += [
        {"teacher_id": "td", "name": "Dee", "unavailable": "h;c"},
        {"teacher_id": "te", "name": "Eve", "max_sessions_week": 0},
    ]
    school, plan = planned(given)
    said = explain_person(Facts(school, plan, "en"), "ta")
    assert values(said, "reason.others_free") == [{"count": 1, "looked": 1}]
    assert values(said, "reason.broken") == [{"who": "Eve (weekly limit of 0 reached)", "count": 1}]
    assert values(said, "reason.rest") == [{"count": 2}]


def test_a_limit_that_is_not_reached_is_told_with_what_the_session_takes() -> None:
    """Art takes two slots. Eve, who could lead it too, has the homework of b and may do two slots a week."""
    given = tables()
    given["slots"].append({"slot_id": "d", "weekday": 1, "start": "17:30", "end": "18:10"})
    given["pattern"] = [given["pattern"][0]] + [
        {"grade": "1", "slot_id": slot, "kind": "elective", "block": "F"} for slot in ("c", "d")
    ]
    for one in given["teachers"]:
        one["max_sessions_day"] = 3
    eve = {"teacher_id": "te", "name": "Eve", "skills": "art", "max_sessions_week": 2, "max_sessions_day": 3}
    given["teachers"].append(eve)
    given["activities"][0]["skill_needed"] = "yes"
    given["pins"] = [{"class_id": "b", "block": "h", "leader_id": "te"}]
    school, plan = planned(given)
    said = explain_person(Facts(school, plan, "en"), "ta")
    (alone,) = values(said, "reason.only_free")
    assert alone["who"] == "Eve (has 1 slot a week and this takes 2, above the weekly limit of 2)"


def test_a_child_keeps_a_teacher_from_a_slot() -> None:
    given = tables()
    given["childcare"] = [{"teacher_id": "tc", "group": "primary", "leave_by": "17:00"}]
    school, plan = planned(given)
    (child,) = values(explain_person(Facts(school, plan, "en"), "tc"), "teacher.child")
    assert child["slots"] == "Monday 16:50–17:30"


def test_a_room_for_children_that_is_not_open_keeps_a_teacher_from_a_slot_too() -> None:
    """There would be a place for Cem's child, but nobody cares in the room, as nobody needs it."""
    given = tables()
    given["teachers"].append({"teacher_id": "td", "name": "Dee", "day_load": 9, "skills": "childcare"})
    given["childcare"] = [{"teacher_id": "tc", "group": "primary", "leave_by": "17:00"}]
    given["childcare_rooms"] = [{"room_id": "hut", "group": "primary", "places": 2, "carers": 1}]
    school, plan = planned(given)
    assert not plan.carers
    (child,) = values(explain_person(Facts(school, plan, "zh"), "tc"), "teacher.child")
    assert child == {"slots": "周一16:50–17:30", "why": "要照顾孩子，最晚17:00离校；小屋这时没有开"}
    given["childcare_rooms"][0]["carers"] = 0
    school, plan = planned(given)
    assert not values(explain_person(Facts(school, plan, "zh"), "tc"), "teacher.child")


# -- clubs ---------------------------------------------------------------------------------------------------
def of_club(given: Tables, club: str) -> list[Said]:
    school, plan = planned(given)
    facts = Facts(school, plan, "en")
    return explain_club(facts, Asker(facts.school, plan, QUICK), club)


def listed(said: list[Said], key: str) -> list[tuple[int, int, int, int]]:
    """How many listed the club, who of them have what they want more, have it on another day, would get a higher choice."""
    return [(one["count"], one["content"], one["elsewhere"], one["gain"]) for one in values(said, key)]


def test_a_club_that_is_held() -> None:
    said = of_club(tables(), "art")
    assert [(one["sections"], one["seats"], one["taken"]) for one in values(said, "club.held")] == [(1, 2, 2)]
    assert values(said, "club.wanted") == [{"count": 3, "first": 3}]
    assert values(said, "club.inside") == [{"count": 2, "ranks": "2 as choice 1"}]
    assert [one.key for one in said if one.depth == 2][3:] == ["student.sections_limit", "further.cannot_then"]


def test_a_club_that_is_held_and_not_full_or_of_single_classes() -> None:
    """Chess has four seats and two children, one of whom had art first; as a class club it is held for both of its classes."""
    said = of_club(tables(), "chess")
    assert values(said, "club.inside") == [{"count": 2, "ranks": "1 as choice 1, 1 as choice 2"}]
    assert not [one.key for one in said if one.key.startswith(("student.sections", "further."))]
    given = tables()
    given["teachers"][2]["skills"] = "chess"
    given["activities"][1]["scope"] = "class"
    given["choices"] = [row | {"rank": 1} for row in given["choices"] if row["activity_id"] == "chess"]
    held = values(of_club(given, "chess"), "club.held_classes")
    assert [(one["classes"], one["sections"], one["taken"]) for one in held] == [("a, b", 2, 4)]


@pytest.mark.parametrize(
    ("lists", "leaders", "key", "told"),
    [
        ("s1:chess s2:chess s4:chess", 2, "classes_few", {"count": 1, "fewest": 2, "classes": "class b (1)"}),
        (
            "s1:chess s2:chess s3:art,chess s4:art,chess",
            2,
            "classes_content",
            {"count": 1, "fewest": 2, "classes": "class b (0)"},
        ),
        ("s1:chess s2:chess s3:chess s4:chess", 1, "class_cannot", {"count": 2}),
    ],
)
def test_classes_without_a_section_of_a_class_club_that_others_have(
    lists: str, leaders: int, key: str, told: dict[str, Any]
) -> None:
    """Chess needs two of one class. Class a has two; class b one, or two who are in art, which they want more, or two and no leader."""
    given = tables()
    given["activities"][1] |= {"scope": "class", "min_size": 2}
    given["teachers"][2]["skills"] = "chess" if leaders == 2 else ""
    given["choices"] = [
        {"student_id": one.split(":")[0], "rank": rank, "activity_id": activity}
        for one in lists.split()
        for rank, activity in enumerate(one.split(":")[1].split(","), 1)
    ]
    said = of_club(given, "chess")
    others = [one for one in said if one.key.startswith("club.class")]
    assert [one.key for one in others] == [f"club.{key}"]
    assert others[0].values.items() >= told.items()


def test_a_club_that_would_cost_more_than_it_gains() -> None:
    """Go needs two: s3 and s4, who leave chess, their first choice, for it: 1 more each.

    Cem (3 periods) leads go, and nobody chess: work is 2, 1 and 1, so 4 + 1 + (16 − 9) = 12 for fairness, which was 4 + 4.
    """
    given = tables()
    given["teachers"][2]["skills"] = "go"
    given["activities"].append({"activity_id": "go", "name": "Go", "kind": "club", "min_size": 2})
    given["choices"] = [
        *({"student_id": s, "rank": 1, "activity_id": "art"} for s in ("s1", "s2")),
        *({"student_id": s, "rank": 1, "activity_id": "chess"} for s in ("s3", "s4")),
        *({"student_id": s, "rank": 2, "activity_id": "go"} for s in ("s3", "s4")),
    ]
    given["rooms"].append({"room_id": "rc", "capacity": 9})
    said = of_club(given, "go")
    assert values(said, "club.wanted_size") == [{"count": 2, "first": 0, "fewest": 2, "section": "a section needs 2"}]
    assert listed(said, "club.not_worth") == [(2, 2, 0, 0)]
    (cost,) = values(said, "cost.choices")
    assert cost["amount"] == 2
    assert moved(said) == [(2, 0, " (the furthest from choice 1 to choice 2)")]
    assert values(said, "cost.later") == [{"goals": "work is shared less evenly", "fairness": 4}]
    assert [one.key for one in said if is_legend(one)] == ["points"]


def test_a_club_that_is_not_worth_it_says_so_before_what_it_would_take() -> None:
    """As above, but Cem is the one who leads chess, so that it is chess that must close for go."""
    given = tables()
    given["teachers"][1]["skills"], given["teachers"][2]["skills"] = "", "chess;go"
    given["activities"].append({"activity_id": "go", "name": "Go", "kind": "club", "min_size": 2})
    given["choices"] = [
        *({"student_id": s, "rank": 1, "activity_id": "art"} for s in ("s1", "s2")),
        *({"student_id": s, "rank": 1, "activity_id": "chess"} for s in ("s3", "s4")),
        *({"student_id": s, "rank": 2, "activity_id": "go"} for s in ("s3", "s4")),
    ]
    said = of_club(given, "go")
    keys = [one.key for one in said if one.depth == 2]
    assert keys[:4] == ["club.wanted_size", "club.not_worth", "club.one_leader", "cost.choices"]
    assert keys[4:] == ["in_that_plan.several", "club.cannot_now"]
    (take,) = values(said, "club.cannot_now")
    assert take["why"] == (
        "The only one who can lead Go could not: Cem (in Chess then). "
        "No room for Go: ra (taken by Art then; groups is 1); rb (taken by Chess then; groups is 1)."
    )
    (closes,) = [one.sentence for one in said if one.key.startswith("closes.")]
    assert closes == "Monday's clubs (16:50–17:30): Chess is not held. All 2 children there now go to other clubs."
    (would,) = values(said, "club.would")
    assert (would["people"], would["joined"]) == ("Cem", 2)
    (both,) = values(said, "club.one_leader")
    assert (both["person"], both["other"], both["students"]) == ("Cem", "Chess", 2)


def test_clubs_that_need_the_one_room_of_a_kind() -> None:
    """Art and go both need the studio: with go art must close, of whose two children one wants go first."""
    given = tables()
    given["teachers"][2]["skills"] = "go"
    given["rooms"].append({"room_id": "rs", "name": "Studio", "kinds": "studio", "capacity": 9})
    given["activities"][0]["room_kinds"] = "studio"
    given["activities"].append({"activity_id": "go", "name": "Go", "kind": "club", "room_kinds": "studio"})
    given["students"] = given["students"][:3]
    given["choices"] = [
        {"student_id": s, "rank": n, "activity_id": club}
        for s, clubs in (("s1", ("art", "go")), ("s2", ("art", "chess")), ("s3", ("go", "art")))
        for n, club in enumerate(clubs, 1)
    ]
    given["activities"][0]["max_size"] = 3
    said = of_club(given, "go")
    (both,) = values(said, "club.one_room")
    assert (both["room"], both["other"], both["students"]) == ("Studio", "Art", 3)
    assert listed(said, "club.not_worth") == [(2, 1, 0, 1)]
    assert [one["amount"] for one in values(said, "cost.choices")] == [1]  # s3 gains 1, s1 and s2 lose 1 each


def test_a_fallback_that_nobody_needs() -> None:
    """All four have what they listed. Somebody must leave it for the fallback, which counts 20 against nothing."""
    given = tables()
    given["teachers"][2]["skills"] = "rest"
    given["activities"].append({"activity_id": "rest", "name": "Rest", "kind": "club", "fallback": True})
    given["rooms"].append({"room_id": "rc", "capacity": 9})
    said = of_club(given, "rest")
    keys = [one.key for one in said if one.depth == 2]
    assert keys[:3] == ["club.wanted_none", "club.size_fallback", "club.not_needed"]
    assert not values(said, "club.not_worth")


def test_a_club_that_nobody_can_lead() -> None:
    given = tables()
    given["activities"].append({"activity_id": "drums", "name": "Drums", "kind": "club"})
    given["choices"].append({"student_id": "s4", "rank": 2, "activity_id": "drums"})
    assert values(of_club(given, "drums"), "never.no_skill") == [{"activity": "Drums"}]


@pytest.mark.parametrize(
    ("instructor", "budget", "why"),
    [
        (
            {"available": "c", "min_sessions_visit": 2},
            None,
            "2 slots or more a day, and that day there is something to lead in only 1 slot",
        ),
        ({"available": "h;c", "min_sessions_visit": 2}, None, "something to lead in only 1 slot"),
        ({"available": "h;c", "min_sessions_visit": 2, "max_sessions_week": 1}, None, "for 1 a week at most"),
        ({"available": "c", "fee": 60}, 50, "60 CNY at least for a visit, over the weekly budget of 50 CNY"),
        ({"available": "c", "cleared_until": "2026-09-17"}, None, "check and contract end on 2026-09-17"),
        ({"available": "h"}, None, "cannot come then"),
    ],
)
def test_one_rule_of_the_only_leader_is_said_alone(instructor: Tables, budget: int | None, why: str) -> None:
    """Wu alone has the skill for go. In the homework slot h there is nothing that an instructor may lead."""
    given = tables()
    given["policy"] = {"weekly_budget": budget}
    given["instructors"] = [{"instructor_id": "w", "name": "Wu", "skills": "go"} | instructor]
    given["activities"].append({"activity_id": "go", "name": "Go", "kind": "club"})
    given["choices"].append({"student_id": "s4", "rank": 2, "activity_id": "go"})
    (found,) = values(of_club(given, "go"), "never.leaders")
    assert found["who"].startswith("Wu (")
    assert why in found["who"]


def test_nobody_who_could_escort_the_only_leader() -> None:
    """All three teachers are away then: no escort, whatever the plan."""
    given = tables()
    given["teachers"] = [row | {"unavailable": "c"} for row in given["teachers"]]
    given["instructors"] = [{"instructor_id": "w", "name": "Wu", "skills": "go", "available": "c"}]
    given["activities"].append({"activity_id": "go", "name": "Go", "kind": "club"})
    given["choices"].append({"student_id": "s4", "rank": 2, "activity_id": "go"})
    (found,) = values(of_club(given, "go"), "never.leaders")
    assert found["who"] == "Wu (needs a teacher as escort, and no teacher can ever work then)"


def test_a_visit_that_can_be_filled_is_possible() -> None:
    """A second club in a second block of the day fills the visit of two slots: so go can be opened at some cost."""
    given = tables()
    given["slots"].append({"slot_id": "d", "weekday": 1, "start": "17:40", "end": "18:20"})
    given["pattern"].append({"grade": "1", "slot_id": "d", "kind": "elective"})
    given["instructors"] = [
        {"instructor_id": "w", "name": "Wu", "skills": "go;run", "available": "c;d", "min_sessions_visit": 2}
    ]
    given["activities"] += [
        {"activity_id": "go", "name": "Go", "kind": "club", "blocks": "c"},
        {"activity_id": "run", "name": "Run", "kind": "club", "blocks": "d", "fallback": "no"},
    ]
    given["rooms"].append({"room_id": "rc", "capacity": 9})
    given["choices"] += [{"student_id": "s4", "rank": n, "activity_id": a} for n, a in ((2, "go"), (3, "run"))]
    assert not [one.key for one in of_club(given, "go") if one.key.startswith("never.")]


# -- duties --------------------------------------------------------------------------------------------------
def duties() -> Tables:
    """One post on Mondays and Tuesdays of two weeks; four people, of whom one is on leave and one has another role.

    Bo and Cem share the four duties: two each.
    """
    given = tables()
    given["duty_posts"] = [{"post_id": "gate", "name": "Gate", "role": "supervisor", "weekdays": "1;2"}]
    given["duty_staff"] = [
        {"staff_id": "tb", "roles": "supervisor"},
        {"staff_id": "tc", "roles": "supervisor"},
        {"staff_id": "x", "name": "Xu", "roles": "lead"},
        {"staff_id": "y", "name": "Yan", "roles": "supervisor", "weekdays": "3"},
    ]
    return given


def test_who_alone_has_a_role_is_compared_with_nobody() -> None:
    """Xu is the one lead, with duties on two Mondays; what Xu brings from earlier terms weighs nothing."""
    given = duties()
    given["duty_posts"] = [{"post_id": "head", "name": "Head", "role": "lead", "weekdays": "1"}]
    given["duty_staff"][2]["carry"] = 2
    school, plan = planned(given)
    facts = Facts(school, plan, "zh")
    mine = {one.key: one.sentence for one in explain_person(facts, "x")}
    assert mine["teacher.duties_alone"] == "带班领导值班2次。"
    assert "duty.only_one" in mine
    assert not {"teacher.duties", "rounds.same", "rounds.same_carried"} & set(mine)
    that_day = {one.key: one.sentence for one in explain_duty(facts, date(2026, 9, 7))}
    assert that_day["duty.share_alone"] == "本学期以带班领导身份值班2次。"
    assert "duty.share" not in that_day


def test_who_is_on_duty_and_who_could_not() -> None:
    """One a week each: on Monday Bo or Cem, on Tuesday the other. Nobody else could: Yan does not serve on Mondays."""
    school, plan = planned(duties())
    said = explain_duty(Facts(school, plan, "en"), date(2026, 9, 7))
    (who,) = values(said, "duty.who")
    assert who["post"] == "Gate"
    assert values(said, "duty.share") == [
        {"role": "supervisor", "count": 2, "average": "1.3", "people": 3, "carry": ""}
    ]
    other = {"Bo": "Cem", "Cem": "Bo"}[who["person"]]
    (blocked,) = values(said, "duty.blocked")
    theirs = (
        f"{other} (on duty on 2026-09-08 of the same week, where max_week is 1; "
        "and only 1 school day from the duty on 2026-09-08, where min_gap is 2)"
    )
    assert blocked["who"] in (
        f"{theirs}; Yan (not on this weekday)",
        f"Yan (not on this weekday); {theirs}",
    )
    assert values(said, "duty.free") == []


def test_of_a_duty_that_is_pinned_nobody_else_is_said_to_have_been_free() -> None:
    given = duties()
    for row in given["duty_staff"]:
        row |= {"max_week": 2, "min_gap": 0}
    given["pin_duties"] = [{"date": "2026-09-07", "post_id": "gate", "staff_id": "tb"}]
    school, plan = planned(given)
    said = explain_duty(Facts(school, plan, "en"), date(2026, 9, 7))
    assert values(said, "reason.pinned") == [{}]
    assert not values(said, "duty.free")
    assert not values(said, "reason.broken")


def test_who_could_have_come_and_what_it_would_change() -> None:
    """Two a week allowed, no gap: with the other one instead the shares are 1 and 3 instead of 2 and 2.

    10 × (1 + 9 − 4 − 4) by role, 1 + 9 − 4 − 4 by post, and 4 + 1 + 0 + 1 − (1 + 1 + 1 + 1) by weekday or less.
    """
    given = duties()
    for row in given["duty_staff"]:
        row |= {"max_week": 2, "min_gap": 0}
    school, plan = planned(given)
    said = explain_duty(Facts(school, plan, "en"), date(2026, 9, 7))
    assert values(said, "duty.free")[0]["count"] == 1
    first, other = [{"tb": "Bo", "tc": "Cem"}[s] for s in _first_and_other(plan)]
    assert values(said, "swap.worse.duty") == [{"names": f"{other} (2)", "count": 1, "who": f"{first} (2)"}]


def _first_and_other(plan: Plan) -> tuple[str, str]:
    first = min(plan.duties, key=lambda d: d.date).staff_id or ""
    return first, {"tb": "tc", "tc": "tb"}[first]


def carried_over(carry: int) -> tuple[School, Plan]:
    """Two people for four duties on any dates; Bo brings that many from earlier terms."""
    given = duties()
    for row in given["duty_staff"]:
        row |= {"max_week": 2, "min_gap": 0}
    given["duty_staff"][0]["carry"] = carry
    return planned(given)


def test_what_is_carried_over_is_part_of_the_comparison() -> None:
    """Bo brings 2, so Cem has 3 of the 4 duties: 3 and 3. With Bo instead of Cem it would be 4 and 2."""
    school, plan = carried_over(2)
    day = next(d.date for d in plan.duties if d.staff_id == "tc")
    said = explain_duty(Facts(school, plan, "en"), day)
    assert values(said, "swap.worse.duty") == [
        {"names": "Bo (1, and 2 more from earlier terms: 3)", "count": 1, "who": "Cem (3)"}
    ]
    own = explain_person(Facts(school, plan, "zh"), "tb")
    assert "以前学期比平均多值2次" in next(one.sentence for one in own if one.key == "teacher.duties")


def test_a_swap_that_evens_the_number_but_not_the_posts() -> None:
    """Bo brings 1: 2 and 2 are 3 and 2 with it. With Cem for one of Bo's it is 2 and 3: as even, the posts 1 and 3."""
    school, plan = carried_over(1)
    day = next(d.date for d in plan.duties if d.staff_id == "tb")
    said = explain_duty(Facts(school, plan, "en"), day)
    assert values(said, "swap.worse.rest") == [
        {"names": "Cem (2)", "count": 1, "who": "Bo (2, and 1 more from earlier terms: 3)"}
    ]


def test_who_is_not_looked_at_is_said() -> None:
    """Six could take any of the four duties: five others for each, four of whom are priced, those with none first; of the three
    who have one like each other, one is not, and is named."""
    given = duties()
    given["duty_staff"] = [
        {"staff_id": f"d{n}", "name": f"D{n}", "roles": "supervisor", "max_week": 2, "min_gap": 1} for n in range(6)
    ]
    school, plan = planned(given)
    said = explain_duty(Facts(school, plan, "en"), date(2026, 9, 7))
    assert values(said, "duty.free")[0]["count"] == 5
    (some,) = values(said, "duty.some_tied")
    left_out = {d.staff_id for d in plan.duties} - {d.staff_id for d in plan.duties if d.date == date(2026, 9, 7)}
    assert some == {"count": 4, "names": max(left_out, key=str).upper()}
    assert values(said, "duty.some") == []
    priced = [one for one in said if one.key.startswith("swap.")]
    assert sum(one.values["count"] for one in priced) == 4
    idle = {row.name for row in school.duty_staff} - {f"D{d.staff_id[1:]}" for d in plan.duties if d.staff_id}
    assert idle
    assert all(any(f"{name} (" in str(one.values["names"]) for one in priced) for name in idle)
    assert not is_legend(said[-1])


def test_whose_timetable_runs_on_a_date_is_told() -> None:
    """Saturday the 12th runs as a Monday."""
    given = tables()
    given["calendar"] = [{"date": "2026-09-12", "open": True, "weekday": 1}]
    school, plan = planned(given)
    facts = Facts(school, plan, "zh")
    assert values(explain_duty(facts, date(2026, 9, 12)), "duty.runs") == [{"weekday": "周一"}]
    assert not values(explain_duty(facts, date(2026, 9, 7)), "duty.runs")


@pytest.mark.parametrize("status", ["impossible", "unknown"])
def test_a_club_that_too_few_listed_needs_no_search_to_be_impossible(status: Any) -> None:
    """Go needs two, and one child alone listed it."""
    given = with_go()
    given["activities"][-1]["min_size"] = 2
    school, plan = planned(given)
    facts = Facts(school, plan, "en")

    class Told(Asker):
        def all(self, changes: Sequence[School]) -> list[WhatIf]:
            assert not changes
            return [WhatIf(status, ()) for _ in changes]

    said = explain_club(facts, Told(facts.school, plan, QUICK), "go")
    assert [one["count"] for one in values(said, "never.few_listed")] == [1]
    assert not [one.key for one in said if one.key.startswith(("cost.", "club.c"))]
    out = next(p.student_id for p in plan.placements if p.rank == 2)
    given["choices"] = [
        row | ({"activity_id": "go"} if (row["student_id"], row["rank"]) == (out, 1) else {})
        for row in given["choices"]
        if row["activity_id"] != "go"
    ]
    school, plan = planned(given)
    facts = Facts(school, plan, "en")
    said = explain_student(facts, Told(facts.school, plan, QUICK), out)
    assert len(values(said, "never.few_listed")) == 1
    assert not [one.key for one in said if one.key.startswith(("cost.", "student.not_held_"))]


def test_no_school_on_a_date() -> None:
    school, plan = planned(duties())
    given = duties() | {
        "term": {"name": "autumn", "start": "2026-09-07", "end": "2026-10-16"},
        "calendar": [{"date": "2026-09-08", "open": "no"}],
    }
    longer = Facts(School.model_validate(given), plan, "en")
    asked = {(9, 12): "weekend", (9, 8): "closed", (10, 1): "holiday", (10, 10): "make_up", (10, 19): "outside"}
    for (month, day), key in asked.items():
        assert [one.key for one in explain_duty(longer, date(2026, month, day))] == ["duty.head", f"duty.{key}"]
    assert [one.key for one in explain_duty(Facts(school, plan, "en"), date(2026, 9, 9))] == [
        "duty.head",
        "duty.no_posts",
    ]


# -- full clubs, bounds, time ----------------------------------------------------------------------------------
def test_a_full_club_says_why_it_has_no_further_section(small: tuple[School, Plan]) -> None:
    """Art seats two and may have one section; allowed two, Ada alone has the skill, and she leads the first."""
    school, plan = small
    said = of_student(school, plan, in_chess(plan))
    assert values(said, "student.sections_limit") == [{"most": 1}]
    reason = (
        "The only one who can lead Art could not: Ada (in Art then). "
        "No room for Art: ra (taken by Art then; groups is 1); rb (taken by Chess then; groups is 1)."
    )
    assert values(said, "further.cannot_then") == [{"why": reason}]
    given = tables()
    given["activities"][0]["max_sections"] = 2
    school, plan = planned(given)
    assert values(of_student(school, plan, in_chess(plan)), "further.cannot_now") == [{"why": reason}]


@pytest.mark.parametrize(("most", "key"), [(1, "further.few_then"), (2, "further.few_now")])
def test_a_full_club_that_too_few_want_for_two_sections(most: int, key: str) -> None:
    """Three listed art, and two sections would need four."""
    given = tables()
    given["activities"][0] |= {"min_size": 2, "max_sections": most}
    school, plan = planned(given)
    said = of_student(school, plan, in_chess(plan))
    assert values(said, key) == [{"count": 3, "sections": 2, "needed": 4}]
    assert not [one.key for one in said if one.key.startswith("further.") and one.key != key]


def _room_for_more(most: int) -> tuple[School, Plan]:
    """Cem could lead art too, in a third room. s5 wants it as s1, s2 and s3 do, and by pins two of them are in chess."""
    given = tables()
    given["activities"][0] |= {"max_sections": most}
    given["teachers"][2]["skills"] = "art"
    given["rooms"].append({"room_id": "rc", "capacity": 9})
    given["students"].append({"student_id": "s5", "class_id": "b"})
    given["choices"] += [{"student_id": "s5", "rank": n, "activity_id": a} for n, a in ((1, "art"), (2, "chess"))]
    given["pin_placements"] = [{"student_id": s, "block": "c", "activity_id": "chess"} for s in ("s3", "s5")]
    return planned(given)


def test_a_full_club_that_may_have_only_one_section_though_more_could_be_held() -> None:
    school, plan = _room_for_more(1)
    (could,) = values(of_student(school, plan, "s5"), "further.could_then")
    assert (could["gain"], could["fewest"], could["most"]) == (2, 1, 2)


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({}, "further.could_proven"),
        ({"parent": "0"}, "further.could_before"),
        ({"max_changes": 3}, "further.could_before"),
        ({"goals": ("coverage", "fairness", "choices")}, "further.could_before"),
    ],
)
def test_why_a_section_that_could_be_held_is_not(change: dict[str, Any], key: str) -> None:
    """The pins alone keep it from being better."""
    school, plan = _room_for_more(2)
    plan = plan.model_copy(update={"run": plan.run.model_copy(update=change)})
    said = of_student(school, plan, "s5")
    assert [one.key for one in said if one.key.startswith("further.")] == [key]
    (could,) = values(said, key)
    assert could["gain"] == 2


def test_whether_a_further_section_would_help_is_open_in_a_plan_that_is_not_proven() -> None:
    school, plan = _room_for_more(2)
    scores = [one.model_copy(update={"bound": 0}) if one.goal == "choices" else one for one in plan.scores]
    said = of_student(school, plan.model_copy(update={"scores": tuple(scores)}), "s5")
    assert len(values(said, "further.could_open")) == 1


def test_a_bound_that_is_near_is_told_beside_what_was_found(small: tuple[School, Plan]) -> None:
    """At least 9486 − 9485, at most 9488 − 9485."""
    school, plan = small
    facts = Facts(school, plan, "en")
    found = (Difference("coverage", 0, 0, 0), Difference("choices", 9485, 9488, 9486))
    (said,) = cost_of(facts, WhatIf("found", found), 1, "student")
    assert said.values["amount"] == 3
    assert said.sentence == (
        "If the child had this place, the school's total would be at most 3 points worse. "
        "This is the best plan found so far; with more time it may be less, but it is proven to be 1 point at least."
    )
    unproven = (Difference("coverage", 10, 10, 0), found[1])
    (said,) = cost_of(facts, WhatIf("found", unproven), 1, "student")
    assert said.sentence.endswith("This is the best plan found so far; with more time it may be less.")


def test_the_time_is_shared_among_what_is_asked(small: tuple[School, Plan], monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 60 s for three the first has 20; it takes 8, and the second has 26 of the 52 that are left; it takes 30, and the
    third has all of the 22."""
    now = 100.0
    monkeypatch.setattr(ask.time, "monotonic", lambda: now)
    school, plan = small
    asker = Asker(school, plan, Options(time_limit=60, workers=1))
    given: list[float] = []

    def heard(_question: int, limits: Options) -> WhatIf:
        given.append(limits.time_limit)
        return ask.UNKNOWN

    for left, took in ((3, 8.0), (2, 30.0), (1, 0.0)):
        asker.part(left)
        asker._asked += 1
        asker._one(0, heard, 1)
        now += took
    assert given == [20.0, 26.0, 22.0]


def test_others_who_wanted_it_are_told_apart(small: tuple[School, Plan]) -> None:
    """Two of s1, s2 and s3 are in art, which they want more than chess; s4 is in chess."""
    school, plan = small
    facts = Facts(school, plan, "zh")
    said = claims_of(facts, in_chess(plan), "c", school.activity_by_id["chess"], 2)
    assert said.sentence == "把它排在第2志愿或更前的另有3人：1人进来了，2人进了自己更想去的社团。"


def test_others_who_did_not_get_in_either_are_counted() -> None:
    """All four want art first, which seats two: whoever is left out is one of two."""
    given = tables()
    given["choices"] += [{"student_id": "s4", "rank": 2, "activity_id": "art"}]
    for row in given["choices"]:
        if row["student_id"] == "s4":
            row["rank"] = 3 - row["rank"]
    school, plan = planned(given)
    out = next(p.student_id for p in plan.placements if p.activity_id == "chess")
    said = claims_of(Facts(school, plan, "zh"), out, "c", school.activity_by_id["art"], 1)
    assert said.sentence == "把它填为第1志愿的另有3人：2人进来了，1人和这名学生一样没有进来。"


def test_a_block_that_a_student_leaves_out_is_told() -> None:
    """Clubs on Tuesday too, and s4 stays on Mondays only."""
    given = tables()
    given["slots"].append({"slot_id": "d", "weekday": 2, "start": "16:50", "end": "17:30"})
    given["pattern"].append({"grade": "1", "slot_id": "d", "kind": "elective"})
    given["activities"] = [a | {"blocks": "c"} for a in given["activities"]]
    given["activities"].append(
        {"activity_id": "go", "name": "Go", "kind": "club", "fallback": True, "skill_needed": False}
    )
    next(s for s in given["students"] if s["student_id"] == "s4")["weekdays"] = "1"
    school, plan = planned(given)
    assert [one["block"] for one in values(of_student(school, plan, "s4"), "student.absent_day")] == [
        "Tuesday's clubs (16:50–17:30)"
    ]
    assert not [one.key for one in of_student(school, plan, "s1") if one.key.startswith("student.absent")]
    chosen = next(s for s in given["students"] if s["student_id"] == "s4")
    chosen["weekdays"], chosen["blocks"] = "1;2", "c"
    school, plan = planned(given)
    assert [one["block"] for one in values(of_student(school, plan, "s4"), "student.absent")] == [
        "Tuesday's clubs (16:50–17:30)"
    ]


def test_who_stays_on_days_without_clubs_is_told_which() -> None:
    given = tables()
    given["slots"].append({"slot_id": "h2", "weekday": 2, "start": "16:00", "end": "16:40"})
    given["pattern"].append({"grade": "1", "slot_id": "h2", "kind": "homework"})
    next(s for s in given["students"] if s["student_id"] == "s4")["weekdays"] = "2"
    given["choices"] = [row for row in given["choices"] if row["student_id"] != "s4"]
    school, plan = planned(given)
    assert values(of_student(school, plan, "s4"), "student.no_block_then") == [{"weekdays": "Tuesday"}]


# -- a person's duties -----------------------------------------------------------------------------------------
def test_why_a_person_has_their_duties() -> None:
    """Two posts on Mondays and Tuesdays of two weeks are eight duties, and on each date Bo has one and Cem the other. Bo leads a
    club at 16:50 on Mondays, when the yard must be watched; Cem, who would like Tuesdays, is free then."""
    given = duties()
    given["duty_posts"] = [
        {"post_id": "gate", "name": "Gate", "role": "supervisor", "weekdays": "1;2"},
        {"post_id": "yard", "name": "Yard", "role": "supervisor", "weekdays": "1;2", "windows": "16:55-17:10"},
    ]
    given["duty_staff"] = [
        {"staff_id": "tb", "roles": "supervisor", "max_week": 2, "min_gap": 1},
        {"staff_id": "tc", "roles": "supervisor", "max_week": 2, "min_gap": 1, "wishes": "2", "weekdays": "1;2"},
    ]
    given["teachers"][2]["skills"] = ""
    given["pin_duties"] = [{"date": "2026-09-07", "post_id": "gate", "staff_id": "tb"}]
    school, plan = planned(given)
    assert {p.leader_id for p in plan.sessions if p.activity_id == "chess"} == {"tb"}
    bo, cem = (explain_person(Facts(school, plan, "en"), one) for one in ("tb", "tc"))
    assert values(bo, "rounds.same") == [{"fewest": 4, "most": 4, "own": 4}]
    assert values(bo, "rounds.engaged") == [{"post": "Yard", "weekdays": "Monday"}]
    assert values(bo, "rounds.pinned") == [{"count": 1}]
    assert values(bo, "rounds.which") == [{"date": "2026-09-07"}]
    by_post = "By weekday: Monday 2, Tuesday 2. By post: "
    assert next(one.sentence for one in bo if one.key == "rounds.when_posts").startswith(by_post)
    assert values(cem, "rounds.engaged") == []
    assert values(cem, "rounds.weekdays") == [{"weekdays": "Monday, Tuesday"}]
    assert values(cem, "rounds.wishes") == [{"weekdays": "Tuesday", "inside": 2, "outside": 2}]


def test_sessions_of_one_kind_are_told_together() -> None:
    """Ada leads her class's homework on Monday and Tuesday; Bo is away on Tuesday, so that only the reasons of that day differ."""
    given = tables()
    given["slots"].append({"slot_id": "h2", "weekday": 2, "start": "16:00", "end": "16:40"})
    given["pattern"].append({"grade": "1", "slot_id": "h2", "kind": "homework"})
    given["teachers"][1]["day_load"] = 8
    given["teachers"][1]["unavailable"] = "h2"
    given["teaching"] = [{"teacher_id": "tc", "class_id": "b", "subject": "maths"}]
    school, plan = planned(given)
    said = explain_person(Facts(school, plan, "en"), "ta")
    assert values(said, "teacher.class_session")[0]["when"] == "Monday 16:00–16:40, Tuesday 16:00–16:40"
    assert len(values(said, "reason.head")) == 1
    assert any(one.sentence.startswith("Tuesday: ") for one in said)


def test_reasons_of_several_days_are_one(small: tuple[School, Plan]) -> None:
    """On Monday 10 others could have come, of whom two are looked at; on Tuesday the same two of 12; on Wednesday one alone."""
    facts = Facts(*small, "en")

    def day(free: int, looked: int, names: str, rest: int) -> list[Said]:
        return [
            facts.said("reason.head", 2),
            facts.said("reason.others_some" if looked < free else "reason.others_free", 2, count=free, looked=looked),
            facts.said("swap.equal", 3, names=names),
            *([facts.said("reason.avoids", 2)] if free == 12 else []),
            facts.said("reason.rest", 2, count=rest),
        ]

    said = by_day(
        facts, ["Mon", "Tue", "Wed"], [day(10, 2, "Bo, Cem", 3), day(12, 2, "Bo, Cem", 1), day(1, 1, "Cem", 5)]
    )
    assert [one.sentence for one in said] == [
        "They are the class's head teacher: homework is for its head teacher first, then for its other teachers.",
        "Tue: The slot is one that they would rather not work.",
        "Others seem to have been free for it (Mon 10, Tue 12, Wed 1); only the 2 of them with the least to do are looked at each time:",
        "Mon, Tue: With Bo, Cem instead it would be just as good.",
        "Wed: With Cem instead it would be just as good.",
        "The rest (Mon 3, Tue 1, Wed 5) are in another session, on duty, caring for children or not available then.",
    ]
    alone = by_day(facts, ["Mon"], [day(1, 1, "Cem", 5)])
    assert [one.sentence for one in alone] == [one.sentence for one in day(1, 1, "Cem", 5)]


def test_those_who_could_be_on_no_post_are_told_once() -> None:
    """Two posts on Mondays, and Yan serves on Wednesdays only. Zoe and Wu could not be at the yard either, but for other causes."""
    given = duties()
    given["duty_posts"] = [
        {"post_id": post, "name": post.title(), "role": "supervisor", "weekdays": "1"} for post in ("gate", "yard")
    ]
    given["duty_staff"].append(
        {"staff_id": "z", "name": "Zoe", "roles": "supervisor", "posts": "yard", "weekdays": "3"}
    )
    given["duty_staff"].append({"staff_id": "w", "name": "Wu", "roles": "supervisor", "posts": "yard", "max_week": 0})
    school, plan = planned(given)
    said = explain_duty(Facts(school, plan, "en"), date(2026, 9, 7))
    (never,) = values(said, "duty.blocked_all")
    assert never == {"role": "supervisor", "who": "Yan (not on this weekday)"}
    blocked = [one["who"] for one in values(said, "duty.blocked_too")]
    assert len(blocked) == 2
    assert all("Yan" not in who for who in blocked)
    assert "Wu, Zoe (not for this post)" in blocked[0]
