"""Reasons that begin with the place in words, and how it is taken off again."""

from reason_plans import plan_of
from shortage_schools import small

from models.plan import Gap
from scheduler.reasons import bare, placed

GAPS = (
    Gap(what="homework", where="1A;m1", reason="why"),
    Gap(what="strand", where="1B;t1", reason="why"),
    Gap(what="duty", where="2026-09-07;gate", reason="why"),
    Gap(what="placement", where="s1;F", reason="why"),
    Gap(what="tutoring", where="s1;help", reason="why"),
)


def school():
    post = {"post_id": "gate", "name": "Gate", "role": "supervisor", "weekdays": "1", "windows": "16:30-17:30"}
    return small(duty_posts=[post])


def test_each_kind_of_gap_says_where_it_is():
    assert [gap.reason for gap in placed(school(), GAPS, "zh")] == [
        "1A班 周一16:00–17:00 作业辅导：why",
        "1B班 周二16:00–17:00 共同课程：why",
        "周一（2026-09-07）Gate：why",
        "学生s1 周五社团课（16:00–17:00）没有社团：why",
        "学生s1 缺1次Help：why",
    ]
    assert [gap.reason for gap in placed(school(), GAPS, "en")] == [
        "Class 1A, Monday 16:00–17:00, homework: why",
        "Class 1B, Tuesday 16:00–17:00, strand: why",
        "Monday (2026-09-07), Gate: why",
        "Student s1, Friday's clubs (16:00–17:00), no club: why",
        "Student s1, one session of Help missing: why",
    ]


def test_several_sessions_of_one_tutoring_are_numbered():
    """Two rows of a file that look the same look like a mistake of the file's."""
    plan = plan_of(school(), {"sessions": [], "placements": [], "duties": [], "tutoring": []})
    plan = plan.model_copy(update={"gaps": placed(school(), (*GAPS, GAPS[-1]), "zh")})
    reasons = [gap.reason for gap in plan.gaps[-2:]]
    assert reasons == ["学生s1 缺2次Help，这是其中第1次：why", "学生s1 缺2次Help，这是其中第2次：why"]
    assert [gap.reason for gap in bare(school(), plan, "zh").gaps] == ["why"] * 6


def test_the_place_can_be_taken_off():
    """A reason without the place, as in a plan of an earlier version, stays as it is."""
    parts = {"sessions": [], "placements": [], "duties": [], "tutoring": []}
    plan = plan_of(school(), parts).model_copy(update={"gaps": (*placed(school(), GAPS[:3], "zh"), *GAPS[3:])})
    assert bare(school(), plan, "zh").gaps == GAPS
