"""What a plan lacks, on screen: one word for it, places by name, long reasons cut."""

import pytest

from models.plan import Gap
from models.school import School
from scheduler.cli.gaps import gap_lines
from scheduler.generate import generate
from scheduler.messages import catalogue, say


def test_one_word_for_gaps() -> None:
    assert say("zh", "cli.gaps", count=3) == "方案有 3 个缺口："
    assert say("en", "cli.gaps", count=3) == "Gaps in the plan: 3"
    zh = catalogue("zh")
    assert [key for key, text in zh.items() if "处缺口" in text or "项缺口" in text] == []
    counted = ["cli.gap_group", "cli.gap_group_as", "cli.more_gaps", "cli.more_gaps_there", "explain.plan.gaps"]
    assert all("{count} 个" in zh[key] or "{count}个" in zh[key] for key in counted)
    assert "gap" in say("en", "cli.more_gaps", count=2, file="gaps.csv")


def test_what_a_person_can_lead_has_the_name_of_its_column() -> None:
    """The column is 可任活动; no sentence speaks of a skill by another word."""
    others = [k for k, text in catalogue("zh").items() if "专长" in text]
    assert others == []


@pytest.fixture(scope="module")
def school() -> School:
    return generate(2, 1)


def test_places_have_names(school: School, made_plan) -> None:
    slot = next(iter(school.slot_by_id.values()))
    post = school.posts[0]
    plan = made_plan(
        Gap(what="homework", where=f"1A;{slot.slot_id}", reason="why"),
        Gap(what="duty", where=f"2026-09-01;{post.post_id}", reason="who"),
    )
    day = "一二三四五六日"[slot.weekday - 1]
    assert gap_lines(plan, "zh", school=school) == [
        f"  - 1A班周{day}{slot.start:%H:%M}–{slot.end:%H:%M}作业：why",
        f"  - 值班 2026-09-01（周二）{post.name}：who",
    ]


def test_a_reason_that_names_a_whole_staff_is_cut_at_a_name(made_plan) -> None:
    names = [f"教师{n:03}" for n in range(100)]
    # fifty names of five characters, each with its comma, are 300
    (line,) = gap_lines(made_plan(Gap(what="homework", where="1A;m1", reason="、".join(names))), "zh")
    assert line.startswith("  - 1A;m1作业：教师000、教师001、")
    assert line.endswith("、教师049……（全文见 gaps.csv）")
