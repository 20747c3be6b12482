"""What a plan lacks, on screen: one word for it, places by name, long reasons cut."""

import pytest

from models.plan import Gap
from models.school import School
from scheduler.cli.gaps import gap_lines, gap_place
from scheduler.generate import generate
from scheduler.messages import catalogue, say
from scheduler.reasons import placed


def test_one_word_for_gaps() -> None:
    assert say("zh", "cli.gaps", count=3) == "方案有 3 个缺口："
    assert say("en", "cli.gaps", count=3) == "Gaps in the plan: 3"
    zh = catalogue("zh")
    assert [key for key, text in zh.items() if "处缺口" in text or "项缺口" in text] == []
    counted = ["cli.gap_group", "cli.gap_group_as", "cli.more_gaps", "cli.more_gaps_there", "explain.plan.gaps"]
    assert all("{count} 个" in zh[key] or "{count}个" in zh[key] for key in counted)
    assert "gap" in say("en", "cli.more_gaps", count=2, file="gaps.csv")


def test_what_a_person_can_lead_has_the_name_of_its_column() -> None:
    """The column is 可任活动; no sentence speaks of a skill by another word, but for the name of another column."""
    others = [k for k, text in catalogue("zh").items() if "专长" in text.replace("“需专长”", "")]
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


def test_what_to_do_is_not_cut(made_plan) -> None:
    """The reason is 5 × 100 characters and the sentence after it; what to do is its last sentence."""
    reason = f"能带的人都不行：{'、'.join(f'教师{n:03}' for n in range(100))}（当时另有活动）。请补一位教师。"
    (line,) = gap_lines(made_plan(Gap(what="homework", where="1A;m1", reason=reason)), "zh")
    assert line.startswith("  - 1A;m1作业：能带的人都不行：教师000、教师001、")
    assert line.endswith("……（全文见 gaps.csv）。请补一位教师。")
    # 300 characters with the 7 of the last sentence: 293, of which 8 are the beginning and 6 a name with its comma
    assert "、教师046……" in line


def test_ids_of_students_come_with_words(school: School) -> None:
    student = school.students[0].student_id
    block = next(iter(school.blocks))
    tutoring = next(a for a in school.activity_by_id.values() if a.kind == "tutoring")
    place = gap_place(Gap(what="placement", where=f"{student};{block}", reason=""), "zh", school)
    assert place.startswith(f"学生{student}的周")
    assert place.count("社团课（") == 1
    place = gap_place(Gap(what="tutoring", where=f"{student};{tutoring.activity_id}", reason=""), "en", school)
    assert place == f"student {student}, {tutoring.name}"


def test_a_place_that_a_reason_begins_with_is_not_said_twice(school: School, made_plan) -> None:
    """In the file each reason tells its place; on screen equal reasons stand together."""
    first, second = list(school.slot_by_id)[:2]
    gaps = tuple(Gap(what="homework", where=f"1A;{slot}", reason="why") for slot in (first, second))
    plain, told = made_plan(*gaps), made_plan(*placed(school, gaps, "zh"))
    assert [gap.reason.startswith("1A班 周") for gap in told.gaps] == [True, True]
    assert gap_lines(told, "zh", school=school) == gap_lines(plain, "zh", school=school)
    assert len(gap_lines(told, "zh", school=school)) == 1
