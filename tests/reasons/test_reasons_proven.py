"""What is ruled out by a row of the school is told as that, and what is proven of the gaps is told as proven."""

import pytest
from reason_plans import duty, full, of, placed, plan_of, session, tutored, without
from shortage_schools import acts, small

from models.plan import Score
from scheduler.options import Options
from scheduler.plan import solve
from scheduler.reasons import retold

RAISE = "To help, raise {} of Chess in activities{}."
CHESS = [{"student_id": "1A-1", "rank": 1, "activity_id": "chess"}]


def reasons(school, parts, lang="en", **proven):
    """The reasons by place."""
    return {where: why for _, where, why in of(school, parts, lang, **proven)}


# -- slots in which an activity may not run ------------------------------------------------------------------
SLOTS = [
    *(slot.model_dump() for slot in small().slot_by_id.values()),
    {"slot_id": "w1", "weekday": 3, "start": "16:00", "end": "17:00"},
]
BARRED = (
    "{} may not run then: blocks in activities does not name {}. "
    "Add it there, or use the slot for something else in pattern."
)


def with_wednesday(kind, **changes):
    """The small school with a further slot of a kind on Wednesday."""
    pattern = [*(p.model_dump() for p in small().pattern), {"grade": "1", "slot_id": "w1", "kind": kind}]
    return small(slots=SLOTS, pattern=pattern, activities=acts(**changes))


def test_homework_in_a_slot_that_its_blocks_leave_out():
    school = with_wednesday("homework", hw={"blocks": "m1"})
    assert reasons(school, full(school)) == dict.fromkeys(("1A;w1", "1B;w1"), BARRED.format("Homework", "w1"))
    assert reasons(school, full(school), "zh")["1A;w1"] == (
        "Homework这时不能上：“活动”表里，它的“选课段”没有写 w1。请加上，或在“课后安排”表把这个时段改作别用。"
    )
    allowed = with_wednesday("homework", hw={"blocks": "m1;w1"})
    assert reasons(allowed, full(allowed))["1A;w1"].startswith("A, B, C, D could have led it then, and Room r1 ")


def test_strands_in_a_slot_that_their_blocks_leave_out():
    """Two strands, both allowed on Tuesday alone: the one that is not held then has no slot left."""
    song = {"kind": "strand", "name": "Song"}
    school = with_wednesday("strand", art={"blocks": "t1"}, song=song | {"blocks": "t1"})
    assert reasons(school, full(school))["1A;w1"] == BARRED.format("Song", "w1")
    empty = {"sessions": [], "placements": [], "duties": [], "tutoring": []}
    assert reasons(school, empty)["1A;w1"] == BARRED.format("Art, Song", "w1")
    assert reasons(school, empty)["1A;t1"].startswith("Art: A, B, C, D could have led it then")


def test_a_strand_that_may_not_run_stands_beside_one_that_could_not():
    """On Wednesday Art is ruled out by its blocks, and Song has nobody; where somebody is free for Song, that is all there is to say."""
    empty = {"sessions": [], "placements": [], "duties": [], "tutoring": []}
    school = with_wednesday("strand", art={"blocks": "t1"}, song={"kind": "strand", "name": "Song"})
    nobody = "Nobody can lead Song: no one in teachers or instructors has song among their skills. Add it for somebody who can."
    assert reasons(school, empty)["1A;w1"] == f"{BARRED.format('Art', 'w1')} {nobody}"
    able = school.replaced(teachers=tuple(t.model_copy(update={"skills": ("art", "song")}) for t in school.teachers))
    assert reasons(able, empty)["1A;w1"].startswith("Song: A, B, C, D could have led it then")


def test_classes_that_may_not_have_it_then_are_not_counted_among_those_that_lack_it():
    """Nobody can come on Wednesday; Art may not run then, so only Song lacks two."""
    song = {"kind": "strand", "name": "Song", "skill_needed": "no"}
    school = with_wednesday("strand", art={"blocks": "t1"}, song=song)
    away = school.replaced(teachers=tuple(t.model_copy(update={"unavailable": ("w1",)}) for t in school.teachers))
    empty = {"sessions": [], "placements": [], "duties": [], "tutoring": []}
    assert "2 classes lack Song then" in reasons(away, empty)["1A;w1"]


def test_the_plan_of_such_a_school_says_so():
    school = with_wednesday("homework", hw={"blocks": "m1"})
    plan = solve(school, Options(time_limit=30, workers=1, lang="en"))
    assert plan.scores[0].status == "optimal"
    assert [gap.reason.partition("homework: ")[2] for gap in plan.gaps] == [BARRED.format("Homework", "w1")] * 2


# -- limits of nothing ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("cells", "en", "zh"),
    [
        (
            {"max_size": 0},
            "Chess: not held, since max_size is 0, and a section needs 1 student at least.",
            "Chess：“最多人数”是0，而开班至少要1人，开不了班。",
        ),
        ({"max_sections": 0}, "Chess: not held, since max_sections is 0.", "Chess：“最多班数”是0，不开班。"),
    ],
)
def test_a_club_that_takes_nobody(cells, en, zh):
    school = small(activities=acts(chess=cells), choices=CHESS)
    parts = without(full(school), "chess--F")
    parts["placements"] = [placed(school, s.student_id, None) for s in school.students]
    assert (
        reasons(school, parts)["1A-1;F"]
        == f"{en} {RAISE.format(next(iter(cells)), ' to 1 or more' if 'max_size' in cells else '')}"
    )
    assert reasons(school, parts, "zh")["1A-1;F"].startswith(zh)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"max_size": 1}, "Monday 16:00–17:00: max_size in activities is 1, and a group needs 2 students at least."),
        ({"max_sections": 0}, "Monday 16:00–17:00: max_sections in activities is 0, so there is no group."),
        ({"grades": "2"}, "Help is not for grade 1. Correct its grades in activities, or take the student out of tutoring."),
        ({"blocks": "t1"}, "None of the homework slots of the grade is among the blocks of Help in activities. Add one there."),
    ],
)  # fmt: skip
def test_tutoring_that_its_row_rules_out(cells, words):
    names = [{"student_id": one, "activity_id": "help"} for one in ("1A-1", "1A-2")]
    school = small(tutoring=names, activities=acts(help=cells))
    assert reasons(school, full(school)) == dict.fromkeys(("1A-1;help", "1A-2;help"), words)


def test_a_grade_without_homework_has_no_slot_for_tutoring():
    pattern = [p.model_dump() for p in small().pattern if p.kind != "homework"]
    school = small(tutoring=[{"student_id": "1A-1", "activity_id": "help"}], pattern=pattern)
    parts = full(school)
    parts["sessions"] = [s for s in parts["sessions"] if s.kind != "homework"]
    assert reasons(school, parts) == {"1A-1;help": "Grade 1 has no homework slot in pattern, so Help cannot be held."}


def test_fallback_clubs_of_other_blocks_are_not_gone_through():
    """Go runs in another block; the student did not choose it, so it is no word worth."""
    go = {"kind": "club", "fallback": True, "blocks": "G"}
    school = small(activities=acts(chess={"fallback": False, "max_sections": 0}, go=go), choices=CHESS)
    parts = without(full(school), "chess--F")
    parts["placements"] = [placed(school, "1A-1", None)]
    assert reasons(school, parts)["1A-1;F"] == (
        "No fallback club then for grade 1, and 10 students without a club: in activities, make a club of that time a fallback. "
        "Chess: not held, since max_sections is 0. " + RAISE.format("max_sections", "")
    )


# -- what is proven ------------------------------------------------------------------------------------------
def test_what_is_proven_of_the_gaps_is_told_as_proven():
    """One homework session is missing, and a, c and d are free for it: 100. A plan of the hands, not of the search: no proof could say
    that it cannot be better, but what is said follows the bound."""
    school = small()
    parts = without(full(school), "hw-1A-m1")
    free = "A, C, D could have led it then, and Room r1 had room for it"
    searched = f"{free}, but the search ended before that was planned. Plan again with a longer --time-limit."
    assert reasons(school, parts)["1A;m1"] == searched
    assert reasons(school, parts, bound=99)["1A;m1"] == searched
    assert reasons(school, parts, bound=100)["1A;m1"] == (
        f"{free}, but it is proven that no plan lacks less: with this gap closed, others would open. "
        "kehou explain ... --ways-out looks for help."
    )
    assert reasons(school, parts, bound=100, limited=True)["1A;m1"] == (
        f"{free}, but it is proven that no plan with so few changes lacks less. Plan again with a larger --max-changes."
    )


def test_a_plan_that_is_told_again_knows_its_own_bound():
    school = small()
    plan = plan_of(school, without(full(school), "hw-1A-m1"))
    for bound, words in (
        (0, "只是搜索结束前还没有排到这里。请加大时限"),
        (100, "但已证明缺口不能再少：补上这里，别处就要多缺。"),
    ):
        scored = plan.model_copy(update={"scores": (Score(goal="coverage", value=100, bound=bound),)})
        assert words in retold(school, scored, "zh").gaps[0].reason
    few = scored.model_copy(update={"run": scored.run.model_copy(update={"max_changes": 3})})
    assert "在这次允许的改动数内缺口不能再少。请加大 --max-changes 重排。" in retold(school, few, "zh").gaps[0].reason


def test_the_gaps_are_weighed_as_the_goal_weighs_them():
    """A homework session and a duty of each of two Mondays: 300; two places and one tutoring session: 30."""
    post = {"post_id": "gate", "name": "Gate", "role": "supervisor", "weekdays": "1"}
    school = small(
        duty_posts=[post],
        duty_staff=[{"staff_id": "x", "roles": "supervisor"}],
        tutoring=[{"student_id": one, "activity_id": "help"} for one in ("1B-1", "1B-2")],
    )
    parts = without(full(school), "hw-1A-m1")
    rows = [placed(school, p.student_id, None) if p.student_id in ("1A-1", "1A-2") else p for p in parts["placements"]]
    parts |= {"placements": rows, "tutoring": [tutored("1B-1")]}
    parts["sessions"] = [*parts["sessions"], session(school, "help", "m1", "d", "hall")]
    for bound, settled in ((330, True), (329, False)):
        assert ("it is proven" in reasons(school, parts, bound=bound)["1A;m1"]) == settled
    filled = parts | {"duties": [duty(school.term.start, "gate", "x")]}
    assert "it is proven" in reasons(school, filled, bound=230)["1A;m1"]
