"""What is only the best found so far is told as such, with what to do; sums are told as sums."""

import pytest
from small import QUICK, planned, tables

from models.plan import Gap, Plan
from models.school import School
from scheduler.explain import Asker, Facts, Home, Said, explain_club, explain_person, explain_student, is_legend
from scheduler.explain.cost import cost_of, more_time
from scheduler.explain.effects import effects_of, in_that_plan
from scheduler.messages import Lang
from scheduler.options import Options
from scheduler.whatif import Difference, WhatIf


@pytest.fixture(scope="module")
def small() -> tuple[School, Plan]:
    return planned(tables())


def without(plan: Plan, *students: str) -> Plan:
    """The plan with these students in no club, and a gap for each."""
    rows = [r.model_copy(update={"activity_id": None}) if r.student_id in students else r for r in plan.placements]
    gaps = [Gap(what="placement", where=s, reason="") for s in students]
    return plan.model_copy(update={"placements": tuple(rows), "gaps": tuple(gaps)})


def worse(plan: Plan, bound: int) -> WhatIf:
    """Two more places without a club, of which ``bound`` points are proven."""
    goals = (Difference("coverage", 0, 20, bound), Difference("choices", 1, 1, 1))
    return WhatIf("found", goals, without(plan, "s1", "s2"), lost=2)


@pytest.mark.parametrize(
    ("lang", "bound", "sentence"),
    [
        (
            "zh",
            0,
            "如果给这名学生这个名额，最多会多出缺口：2人次没有社团；这是到此为止找到的最好排法，给更长的时间，也许能避免。",
        ),
        (
            "zh",
            10,
            "如果给这名学生这个名额，最多会多出缺口：2人次没有社团；这是到此为止找到的最好排法，给更长的时间，也许能少些。",
        ),
        ("zh", 20, "如果给这名学生这个名额，会多出缺口：2人次没有社团；已证明：换哪种排法，缺口都不会更小。"),
        (
            "en",
            0,
            "If the child had this place, at most so far, more would be missing: student places without a club: 2; "
            "this is the best plan found so far, and with more time it may be avoided.",
        ),
    ],
)
def test_what_is_missing_in_a_plan_that_is_not_proven_is_at_most_so_much(
    small: tuple[School, Plan], lang: Lang, bound: int, sentence: str
) -> None:
    school, plan = small
    (said,) = cost_of(Facts(school, plan, lang), worse(plan, bound), 3, "student")
    assert said.sentence == sentence


@pytest.mark.parametrize(
    ("goal", "sentence"),
    [
        ("choices", "如果给这名学生这个名额，最多会让全校合计变差3分。"),
        ("cost", "如果给这名学生这个名额，最多要让外聘费用每周多3元。"),
    ],
)
def test_other_numbers_are_at_most_so_much_too(small: tuple[School, Plan], goal: str, sentence: str) -> None:
    """But where a goal before may still become better, this one may have to become worse than was found."""
    school, plan = small
    facts = Facts(school, plan, "zh")
    coverage, found = Difference("coverage", 10, 10, 10), Difference(goal, 4, 7, 4)  # type: ignore[arg-type]
    (said,) = cost_of(facts, WhatIf("found", (coverage, found)), 3, "student")
    assert said.sentence.startswith(sentence)
    (proven,) = cost_of(facts, WhatIf("found", (coverage, Difference(found.goal, 4, 7, 7))), 3, "student")
    (open_before,) = cost_of(facts, WhatIf("found", (Difference("coverage", 10, 10, 0), found)), 3, "student")
    assert "最多" not in proven.sentence
    (english,) = cost_of(Facts(school, plan, "en"), WhatIf("found", (coverage, found)), 3, "student")
    assert " at most 3 " in english.sentence
    assert "最多" not in open_before.sentence
    assert "到此为止" in open_before.sentence


def test_a_plan_that_is_better_is_so_by_at_least_so_much(small: tuple[School, Plan]) -> None:
    school, plan = small
    facts = Facts(school, plan, "zh")
    for bound, words in ((2, "全校合计至少还能好4分"), (5, "全校合计还能好4分")):
        (said,) = cost_of(facts, WhatIf("found", (Difference("choices", 9, 5, bound),)), 3, "student")
        assert words in said.sentence
    (said,) = cost_of(facts, WhatIf("found", (Difference("coverage", 40, 10, 10),)), 3, "student")
    assert "缺口还能少30分" in said.sentence


def ended(facts: Facts, plan: Plan, answer: WhatIf) -> list[Said]:
    """What is said at the end of an answer."""
    asker = Asker(facts.school, plan, QUICK)
    found = cost_of(facts, answer, 3, "student")
    found += in_that_plan(facts, answer, 3, [*effects_of(facts, answer, "s3")])
    return more_time(facts, asker, [], found, ["--student", "s3"])


def test_the_command_with_a_longer_limit_is_told_where_something_is_not_finished(small: tuple[School, Plan]) -> None:
    school, plan = small

    def command(*words: str) -> str:
        return " ".join(("kehou explain school plan", *words))

    facts = Facts(school, plan, "zh", Home(command=command))
    (said,) = ended(facts, plan, worse(plan, 0))
    assert said.sentence == (
        "写着“到此为止”的，还没有算完。要算准，请再运行一次，多给些时间："
        "kehou explain school plan --student s3 --time-limit 480"
    )
    assert ended(facts, plan, worse(plan, 20)) == []
    moves = (Difference("coverage", 0, 20, 20), Difference("choices", 1, 9, 3))
    assert len(ended(facts, plan, WhatIf("found", moves, without(plan, "s1", "s2"), lost=2))) == 1


def test_a_goal_after_the_choices_that_could_be_better_is_no_gain_of_the_wish(small: tuple[School, Plan]) -> None:
    """A rerun weighs changes before it: for students the answer is as good as the plan, and others move all the same."""
    school, plan = small
    facts = Facts(school, plan, "zh")
    even = (Difference("coverage", 0, 0, 0), Difference("choices", 1, 1, 1), Difference("fairness", 90, 14, 14))
    answer = WhatIf("found", even, plan, worse=2, better=1, furthest=(1, 2))
    (said,) = cost_of(facts, answer, 3, "student")
    assert said.sentence == (
        "如果给这名学生这个名额，全校合计不变，并不更好，别的学生还要跟着动。"
        "（“工作量均衡”这一项还能更好，那是本方案在这一项上没有排到最好：编排时时间到了，或者是为了少改动而保留了原方案。）"
    )
    assert [one.key for one in effects_of(facts, answer, "s3")] == ["cost.others"]
    earlier = (Difference("coverage", 0, 0, 0), Difference("fairness", 90, 14, 14), Difference("choices", 1, 1, 1))
    (first,) = cost_of(facts, WhatIf("found", earlier, plan), 3, "student")
    assert first.key == "cost.better"


@pytest.mark.parametrize(
    ("lang", "lost", "gained", "sentence"),
    [
        (
            "zh",
            16,
            1,
            "该生多1次社团，其他学生有16人次现在有社团、会变成没有，1人次由没有变成有；合起来，没有社团的多14人次（16−1−1＝14）。",
        ),
        (
            "zh",
            2,
            1,
            "该生多1次社团，其他学生有2人次现在有社团、会变成没有，1人次由没有变成有；合起来，没有社团的不多不少（2−1−1＝0）。",
        ),
        (
            "zh",
            0,
            2,
            "该生多1次社团，其他学生有2人次现在没有社团、会变成有；合起来，没有社团的少3人次（2+1＝3）。",
        ),
        ("zh", 1, 0, "该生会有社团，另一名学生却会没有社团。"),
        (
            "en",
            16,
            1,
            "this child gets a club more, 16 places of other children who have a club now are left without one, "
            "1 of those who have none gets one; in all 14 more without a club (16−1−1 = 14).",
        ),
    ],
)
def test_what_losses_and_gains_come_to_is_told(
    small: tuple[School, Plan], lang: Lang, lost: int, gained: int, sentence: str
) -> None:
    school, plan = small
    answer = WhatIf("found", (Difference("coverage", 0, 10, 10),), plan, lost=lost, gained=gained)
    said, *_ = effects_of(Facts(school, without(plan, "s3"), lang), answer, "s3")
    assert said.sentence == sentence


def test_who_gets_a_club_for_another_is_told_why_points_differ(small: tuple[School, Plan]) -> None:
    """One club more at one time and one fewer at another are as many clubs, yet the points are of different places."""
    school, plan = small
    rows = plan.placements
    s3 = next(r for r in rows if r.student_id == "s3")
    had = plan.model_copy(
        update={"placements": (*rows, s3.model_copy(update={"block": "d", "activity_id": None})), "gaps": ()}
    )
    gets = had.model_copy(
        update={
            "placements": (
                *(r for r in rows if r != s3),
                s3.model_copy(update={"activity_id": None}),
                s3.model_copy(update={"block": "d", "rank": 3}),
            )
        }
    )
    answer = WhatIf(
        "found", (Difference("coverage", 0, 0, 0), Difference("choices", 1, 9, 9)), gets, worse=1, furthest=(1, 2)
    )
    facts = Facts(school, plan, "zh")
    facts.plan = had
    said = {one.key: one.sentence for one in effects_of(facts, answer, "s3")}
    assert "分" not in said["cost.others"]
    assert said["cost.points"].startswith("算成分：该生多记")
    assert "（没有社团的那次不记分），其他学生合起来" in said["cost.points"]


@pytest.mark.parametrize(
    ("rank", "sentence"),
    [
        (1, "该生多记3分（原来没有社团、不记分，有了社团才开始记，不是变差），"),
        (2, "该生多记4分（其中新得的社团记3分，原来没有、不记分，这不是变差；别的安排也变了，多记1分），"),
    ],
)
def test_points_of_a_club_that_is_got_are_told_from_those_of_another_that_is_worse(
    small: tuple[School, Plan], rank: int, sentence: str
) -> None:
    """A third choice, 3 points, where there was no club; and elsewhere the first choice, or the second in its place, 1 point more."""
    school, plan = small
    row = next(r for r in plan.placements if r.student_id == "s3").model_copy(update={"rank": 1})
    others = tuple(r for r in plan.placements if r.student_id != "s3")
    second = row.model_copy(update={"block": "d"})
    had = (*others, row, second.model_copy(update={"activity_id": None, "rank": None}))
    gets = (*others, row.model_copy(update={"rank": rank}), second.model_copy(update={"rank": 3}))
    facts = Facts(school, plan, "zh")
    facts.plan = plan.model_copy(update={"placements": had})
    answer = WhatIf("found", (Difference("choices", 0, 9, 9),), plan.model_copy(update={"placements": gets}), gained=1)
    told = {one.key: one.sentence for one in effects_of(facts, answer, "s3")}
    assert sentence in told["cost.points"]


def test_of_a_plan_that_may_lack_less_that_is_told_first(small: tuple[School, Plan]) -> None:
    """One place lacks, and nothing is proven; of who has the first choice, and of a plan that is proven, nothing is said of that."""
    school, plan = small
    scores = [
        s.model_copy(update={"value": 10, "bound": 0, "status": "feasible"})
        for s in plan.scores
        if s.goal == "coverage"
    ]
    scores += [s for s in plan.scores if s.goal != "coverage"]
    lacking = without(plan, "s3").model_copy(update={"scores": tuple(scores)})

    def keys(one: Plan, student: str) -> list[str]:
        facts = Facts(school, one, "zh")
        asker = Asker(facts.school, one, Options(time_limit=0.01))
        return [said.key for said in explain_student(facts, asker, student) if not is_legend(said)]

    assert keys(lacking, "s3")[:2] == ["student.head", "plan.open"]
    assert "plan.open" not in keys(lacking, "s4")
    assert "plan.open" not in keys(without(plan, "s3"), "s3")
    facts = Facts(school, lacking, "zh")
    club = explain_club(facts, Asker(facts.school, lacking, Options(time_limit=0.01)), "art")
    assert "plan.open" not in [said.key for said in club]  # it is held


def test_what_a_student_lacks_is_told_with_its_reason_and_what_helps(small: tuple[School, Plan]) -> None:
    """s1 is in no club, and lacks one of the two sessions of Help: two rows of a plan with one reason are one."""
    given = tables()
    given["activities"] += [{"activity_id": "help", "name": "Help", "kind": "tutoring", "sessions_week": 2}]
    given["tutoring"] = [{"student_id": "s1", "activity_id": "help"}]
    school = School.model_validate(given)
    why = Gap(what="placement", where="s1;c", reason="Art：已满。请加开Art。")
    help_row = Gap(what="tutoring", where="s1;help", reason="没有场地。请添1间。")
    plan = without(small[1], "s1").model_copy(update={"gaps": (why, help_row, help_row)})
    facts = Facts(school, plan, "zh")
    asker = Asker(facts.school, plan, Options(time_limit=0.01))
    told = [
        said.sentence for said in explain_student(facts, asker, "s1") if said.key in ("because", "student.untutored")
    ]
    assert told == ["请加开Art。", "Help：每周应有2次，还缺2次。", "没有场地。请添1间。"]
    assert "student.untutored" not in [said.key for said in explain_student(facts, asker, "s1", ["c"])]
    assert "student.untutored" not in [said.key for said in explain_student(facts, asker, "s2")]


@pytest.mark.parametrize(("until", "told"), [("2026-09-17", True), ("2026-09-18", False)])
def test_that_a_check_ends_before_the_term_is_told(until: str, told: bool, small: tuple[School, Plan]) -> None:
    """The term ends on the 18th."""
    given = tables()
    given["instructors"] = [
        {"instructor_id": "w", "name": "Wu", "skills": "chess", "available": "c", "cleared_until": until}
    ]
    said = [one.sentence for one in explain_person(Facts(School.model_validate(given), small[1], "zh"), "w")]
    assert any(one.startswith(f"“审查有效期”到{until}为止，早于学期结束（2026-09-18）") for one in said) == told
