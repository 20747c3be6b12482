"""What a search that time cut short says of itself and not of the school is not told."""

import pytest
from small import QUICK, planned, school, tables

from models.plan import Plan
from models.school import School
from scheduler.explain import Asker, Facts, explain_club, explain_student
from scheduler.explain.cost import cost_of, more_time
from scheduler.explain.weighed import weighed
from scheduler.messages import Lang
from scheduler.whatif import Difference, WhatIf


@pytest.fixture(scope="module")
def small() -> tuple[School, Plan]:
    """A section of art needs three children."""
    given = tables()
    made, plan = planned(given)
    clubs = [a.model_copy(update={"min_size": 3}) if a.activity_id == "art" else a for a in made.activities]
    return school(given).replaced(activities=tuple(clubs)), plan


def worse(plan: Plan, goal: str, after: int, bound: int | None) -> WhatIf:
    """Found ``after`` more in a goal, of which ``bound`` is proven; the goals before it are as they were."""
    coverage = Difference("coverage", 0, 0, 0)
    found = Difference(goal, 0 if goal == "coverage" else 1, after, bound)  # type: ignore[arg-type]
    goals = (found,) if goal == "coverage" else (coverage, found)
    return WhatIf("found", goals, plan, worse=9, lost=4)


@pytest.mark.parametrize(
    ("goal", "after", "bound", "told"),
    [
        ("coverage", 4350, 0, False),  # nobody in any club
        ("coverage", 300, 140, False),  # more is open than is proven
        ("coverage", 280, 140, True),
        ("coverage", 30, 0, True),  # as many as one section of art needs
        ("coverage", 40, 0, False),
        ("coverage", 300, 300, True),
        ("choices", 1 + 33, 1 + 13, False),
        ("choices", 1 + 33, 1 + 17, True),
        ("choices", 1 + 3, 1, True),
        ("choices", 1 + 4, 1, False),
        ("choices", 0, 0, True),
        ("fairness", 400, 2, True),  # told in words alone
    ],
)
def test_an_answer_is_told_where_not_much_more_is_open_than_proven(
    small: tuple[School, Plan], goal: str, after: int, bound: int, told: bool
) -> None:
    facts = Facts(*small, "en")
    art = facts.school.activity_by_id["art"]
    answer = worse(facts.plan, goal, after, bound)
    assert (weighed(facts, answer, art, "c") == answer) == told


def test_where_the_plan_itself_is_not_proven_only_what_is_worse_than_closing_every_club_is_left_out(
    small: tuple[School, Plan],
) -> None:
    """Four children are in clubs then: more places than these nobody loses by hand."""
    made, plan = small
    scores = tuple(s.model_copy(update={"value": s.bound + 1, "status": "bounded"}) for s in plan.scores)
    facts = Facts(made, plan.model_copy(update={"scores": scores}), "en")
    art = facts.school.activity_by_id["art"]
    for goal, after, told in (("coverage", 40, True), ("coverage", 50, False), ("choices", 90, True)):
        answer = worse(plan, goal, after, 0)
        assert (weighed(facts, answer, art, "c") == answer) == told


@pytest.mark.parametrize(
    ("lang", "goal", "sentence"),
    [
        (
            "zh",
            "coverage",
            "如果为这名学生开班，代价到此为止还没有算出；已证明：缺口至少会多140分（一人次没有社团或少一次辅导记10分；一节课或一个值班岗没有人记100分）。",
        ),
        ("zh", "choices", "如果为这名学生开班，代价到此为止还没有算出；已证明：全校合计至少会变差139分。"),
        (
            "en",
            "choices",
            "If it were held for this child, what it costs is not worked out so far; it is proven that the school's total would be "
            "139 points worse at least.",
        ),
    ],
)
def test_of_what_is_not_told_it_is_told_what_is_proven_and_that_more_time_helps(
    small: tuple[School, Plan], lang: Lang, goal: str, sentence: str
) -> None:
    facts = Facts(*small, lang)
    art = facts.school.activity_by_id["art"]
    answer = weighed(facts, worse(facts.plan, goal, 4350, 140), art, "c")
    said = cost_of(facts, answer, 3, "student_open")
    assert [one.sentence for one in said] == [sentence]
    (more,) = more_time(facts, Asker(*small, QUICK), [], said, ["--student", "s3"])
    assert more.key == "cost.unfinished"


class Hasty(Asker):
    """Who finds a plan with nothing in it, and proves nothing."""

    def all(self, changes: object) -> list[WhatIf]:
        sessions = {"sessions": (), "placements": ()}
        return [worse(self.plan.model_copy(update=sessions), "coverage", 4350, 0) for _ in changes]  # type: ignore[union-attr]


@pytest.mark.parametrize("what", ["student", "club"])
def test_nothing_of_a_plan_that_is_no_answer_is_listed(what: str) -> None:
    """Go could be held for s4, who has chess: what a plan without any club takes from others is no price of it."""
    given = tables()
    given["teachers"][2]["skills"] = "go"
    given["rooms"].append({"room_id": "rc", "capacity": 9})
    given["activities"].append({"activity_id": "go", "name": "Go", "kind": "club", "min_size": 2})
    rows = [row for row in given["choices"] if row["student_id"] != "s4"]
    mine = [{"student_id": "s4", "rank": n, "activity_id": club} for n, club in enumerate(("go", "chess"), 1)]
    given["choices"] = [*rows, *mine]
    given["choices"].append({"student_id": "s1", "rank": 3, "activity_id": "go"})
    made, plan = planned(given)
    facts = Facts(made, plan, "zh")
    asker = Hasty(facts.school, plan, QUICK)
    said = explain_student(facts, asker, "s4") if what == "student" else explain_club(facts, asker, "go")
    keys = {one.key for one in said}
    assert "cost.unknown" in keys
    assert not [
        key for key in keys if key.startswith(("closes.", "cost.coverage", "cost.clubs", "in_that_plan", "pin."))
    ]


def test_what_must_close_in_every_plan_is_told_though_no_plan_is() -> None:
    """Cem alone can lead go and chess, which is held: that does not hang on what the search has found."""
    given = tables()
    given["teachers"][1]["skills"], given["teachers"][2]["skills"] = "", "chess;go"
    given["activities"].append({"activity_id": "go", "name": "Go", "kind": "club"})
    given["choices"].append({"student_id": "s4", "rank": 2, "activity_id": "go"})
    made, plan = planned(given)
    facts = Facts(made, plan, "zh")
    said = [
        one.sentence
        for one in explain_club(facts, Hasty(facts.school, plan, QUICK), "go")
        if one.key.startswith("club.one")
    ]
    assert said == ["要开Go，Chess（现有2人）就得停开：两个都只有Cem能带。"]
