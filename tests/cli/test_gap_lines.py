"""What a plan lacks, on screen: one word for it, places by name, long reasons cut."""

from datetime import time
from pathlib import Path

import pytest

from models.people import ChoiceRow
from models.plan import Gap, Plan, Score, Session
from models.policy import Goal
from models.school import School
from models.term import CalendarRow
from scheduler.cli.gaps import gap_lines, gap_place
from scheduler.cli.solve import summarise
from scheduler.generate import generate
from scheduler.messages import Lang, catalogue, say
from scheduler.reasons import placed

NOW = "reasons.advice.place_now"


def unfolded(line: str, stop: str) -> str:
    """A point as one line again."""
    return line.replace("\n    ", stop)


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
    reason = f"能带的人都不行：{'、'.join(f'教师{n:03}' for n in range(100))}（这时另有活动）。请补一位教师。"
    (line,) = gap_lines(made_plan(Gap(what="homework", where="1A;m1", reason=reason)), "zh")
    assert line.startswith("  - 1A;m1作业：能带的人都不行：教师000、教师001、")
    assert line.endswith("……（全文见 gaps.csv）。\n    请补一位教师。")
    # 300 characters with the 7 of the last sentence: 293, of which 8 are the beginning and 6 a name with its comma
    assert "、教师046……" in line


def test_what_to_do_is_not_cut_in_english_where_it_takes_more_letters(made_plan) -> None:
    step = "To help, raise max_size of one of these clubs, or add somebody who can lead and a room that is free then, or ask again."
    reason = " ".join(
        [f"Club {n:02}: full (16 of 16 seats); at most 1 section by max_sections." for n in range(20)] + [step]
    )
    (line,) = gap_lines(made_plan(Gap(what="placement", where="S0;F", reason=reason)), "en")
    assert unfolded(line, " ").endswith(f"by max_sections. ... (in full in gaps.csv). {step}")
    assert "Club 04: full" in line
    assert "Club 06" not in line


@pytest.mark.parametrize(("lang", "stop"), [("zh", ""), ("en", " ")])
def test_what_only_qualifies_the_advice_stands_with_it(lang: Lang, stop: str, made_plan) -> None:
    """That additions may not be needed in another plan says nothing without the additions."""
    advice = say(lang, "reasons.advice.place", ways="Go" * 90)
    reason = stop.join(
        [say(lang, "reasons.club.no_more", why="x" * 90 + ("。" if lang == "zh" else "."))] * 9
        + [advice, say(lang, NOW)]
    )
    (line,) = gap_lines(made_plan(Gap(what="placement", where="S0;F", reason=reason)), lang)
    assert unfolded(line, stop).endswith(advice + stop + say(lang, NOW))
    assert "gaps.csv" in line


def test_ids_of_students_come_with_words(school: School) -> None:
    student = school.students[0].student_id
    block = next(iter(school.blocks))
    tutoring = next(a for a in school.activity_by_id.values() if a.kind == "tutoring")
    place = gap_place(Gap(what="placement", where=f"{student};{block}", reason=""), "zh", school)
    assert place.startswith(f"学生{student}的周")
    assert place.count("社团课（") == 1
    place = gap_place(Gap(what="tutoring", where=f"{student};{tutoring.activity_id}", reason=""), "en", school)
    assert place == f"student {student}, {tutoring.name}"


def test_sessions_of_a_tutoring_are_counted_with_their_students(school: School, made_plan) -> None:
    tutoring = next(a for a in school.activity_by_id.values() if a.kind == "tutoring")
    gaps = [
        Gap(what="tutoring", where=f"{one};{tutoring.activity_id}", reason="why") for one in ("S1", "S1", "S2", "S2")
    ]
    assert gap_lines(made_plan(*gaps), "zh", school=school) == [f"  - {tutoring.name}缺4次（2名学生：S1、S2）：why"]


def test_a_place_that_a_reason_begins_with_is_not_said_twice(school: School, made_plan) -> None:
    """In the file each reason tells its place; on screen equal reasons stand together."""
    first, second = list(school.slot_by_id)[:2]
    gaps = tuple(Gap(what="homework", where=f"1A;{slot}", reason="why") for slot in (first, second))
    plain, told = made_plan(*gaps), made_plan(*placed(school, gaps, "zh"))
    assert [gap.reason.startswith("1A班 周") for gap in told.gaps] == [True, True]
    assert gap_lines(told, "zh", school=school) == gap_lines(plain, "zh", school=school)
    assert len(gap_lines(told, "zh", school=school)) == 1


# -- a search that was not finished, and one that was ---------------------------------------------------------
THEN = "请加大时限（--time-limit）重排。"


def scored(plan: Plan, *values: tuple[Goal, int, int]) -> Plan:
    return plan.model_copy(update={"scores": tuple(Score(goal=g, value=v, bound=b) for g, v, b in values)})


def held() -> Session:
    """A session, so that the plan is not one that nobody had time for."""
    times = {"weekday": 1, "start": time(16), "end": time(17)}
    return Session.model_validate(
        {"session_id": "s", "kind": "homework", "activity_id": "hw", "section": 1, "class_id": "1C", "block": "m1",
         "slots": ("m1",), "leader_id": "T1", "escort_id": None, "room_id": "R1", "enrolled": 9, **times}
    )  # fmt: skip


def test_more_time_is_asked_for_once_where_fewer_gaps_may_be_possible(made_plan, tmp_path: Path, capsys) -> None:
    """Two gaps of 100 each, of which one is proven: the second may go with more time; ways out are not asked for yet."""
    gaps = [Gap(what="homework", where=f"1{x};m1", reason=f"{x}有空，只是还没有排到这里。{THEN}") for x in "AB"]
    plan = scored(made_plan(*gaps), ("coverage", 200, 100)).model_copy(update={"sessions": (held(),)})
    assert gap_lines(plan, "zh") == [
        "  搜索没有算完，缺口也许还能更少：请先加大时限（--time-limit）重排，排完仍缺的再想办法补。kehou check 列出的不足例外：加大时限也不会少，现在就可以补。现在缺的：",
        "  - 1A;m1作业：A有空，只是还没有排到这里。",
        "  - 1B;m1作业：B有空，只是还没有排到这里。",
    ]
    summarise(plan, tmp_path / "p", "zh", again=("solve", "a", "--out", "p"))
    said = capsys.readouterr().err
    assert said.count("时限（--time-limit）重排") == 1
    assert "先这样重排：\n  kehou solve a --out p --time-limit 240\n" in said  # four times the 60 s that it had
    assert "--ways-out" not in said


def test_of_proven_gaps_ways_out_are_the_next_thing(made_plan, tmp_path: Path, capsys) -> None:
    plan = scored(made_plan(Gap(what="homework", where="1A;m1", reason="没有人。")), ("coverage", 100, 100))
    assert gap_lines(plan, "zh") == ["  - 1A;m1作业：没有人。"]
    summarise(plan, tmp_path / "p", "zh", again=("solve", "a", "--out", "p"))
    said = capsys.readouterr().err
    assert "kehou explain a " in said
    assert "--time-limit" not in said


@pytest.mark.parametrize(
    ("lang", "states"),
    [
        ("zh", ["也许还能更好", "要等上面各行排定", "要等上面各行排定"]),
        ("en", ["may get better", "waits for lines above", "waits for lines above"]),
    ],
)
def test_no_goal_is_at_its_best_while_one_above_is_open(made_plan, tmp_path: Path, capsys, lang, states) -> None:
    """388 posts are empty, so that nobody has more duties than others: 0, and no best."""
    gap = Gap(what="duty", where="2026-09-01;gate", reason="why")
    values = (("coverage", 38800, 7200), ("duty", 0, 0), ("wishes", 3, 2))
    plan = scored(made_plan(gap), *values).model_copy(update={"sessions": (held(),)})
    summarise(plan, tmp_path / "p", lang, again=("solve", "a"))
    said = capsys.readouterr().err
    assert [said.count(state) for state in states] == [1, 2, 2]
    assert say(lang, "cli.status_optimal") not in said
    settled = scored(plan, ("coverage", 38800, 38800), ("duty", 0, 0), ("wishes", 3, 2))
    summarise(settled, tmp_path / "p", lang, again=("solve", "a"))
    again = capsys.readouterr().err
    assert say(lang, "cli.status_optimal") in again
    assert states[1] not in again


def test_students_with_reasons_of_their_own_are_not_told_as_one(made_plan) -> None:
    reasons = ("小记者：没有开班。", "益智桌游：已满。")
    gaps = [Gap(what="placement", where=f"S{n};F", reason=why) for n, why in enumerate(reasons)]
    assert gap_lines(made_plan(*gaps), "zh") == [
        "  - F没有社团的学生2人（各人原因不同，每人的原因见 gaps.csv，这里只说S0的）：小记者：没有开班。"
    ]
    assert gap_lines(made_plan(*gaps), "en") == [
        "  - F: 2 students without a club (each for reasons of their own, which are in gaps.csv; here those of S0): 小记者：没有开班。"
    ]


def test_the_clubs_that_they_chose_most_are_told_with_them(made_plan, school: School) -> None:
    block = next(iter(school.blocks))
    chosen = [("A", "B"), ("A", "C"), ("A", "B"), ("D",)]
    students = [s.student_id for s in school.students if block in school.attended[s.student_id]][:4]
    clubs = tuple(
        ChoiceRow(student_id=one, block=block, rank=rank, activity_id=club)
        for one, row in zip(students, chosen, strict=True)
        for rank, club in enumerate(row, 1)
    )
    wished = school.replaced(choices=clubs)
    plan = made_plan(*(Gap(what="placement", where=f"{one};{block}", reason=f"R{one}.") for one in students))
    first = students[0]
    assert (
        f"（填得最多的：A3人、B2人；各人原因不同，每人的原因见 gaps.csv，这里只说{first}的）"
        in gap_lines(plan, "zh", None, wished)[0]
    )
    assert (
        f"(they chose A (3), B (2) most; each for reasons of their own, which are in gaps.csv; here those of {first})"
        in (gap_lines(plan, "en", None, wished)[0])
    )


def test_a_reason_of_many_clubs_is_cut_where_a_club_ends(made_plan) -> None:
    """Twenty clubs with 30 characters each; 300 less the last sentence has nine of them whole."""
    clubs = [f"社团{n:02}：没有开班。" + "甲、" * 9 + "乙不行。" for n in range(20)]
    reason = "".join(clubs) + "请补一位教师。"
    (line,) = gap_lines(made_plan(Gap(what="placement", where="S0;F", reason=reason)), "zh")
    assert unfolded(line, "").endswith("乙不行。……（全文见 gaps.csv）。请补一位教师。")


def test_a_saturday_with_the_timetable_of_friday_says_so(school: School) -> None:
    """Who was busy then, was so by Friday's timetable."""
    post = school.posts[0]
    row = CalendarRow.model_validate({"date": "2026-10-10", "open": True, "weekday": 5})
    moved = school.replaced(calendar=(row,))
    gap = Gap(what="duty", where=f"2026-10-10;{post.post_id}", reason="why")
    assert gap_place(gap, "zh", moved) == f"2026-10-10（周六，按周五的课表）{post.name}"
    assert placed(moved, [gap], "zh")[0].reason == f"周六（2026-10-10，按周五的课表）{post.name}：why"
    assert gap_place(gap, "en", moved) == f"2026-10-10 (Saturday, with the timetable of Friday) {post.name}"
    own = school.replaced(calendar=(row.model_copy(update={"weekday": None}),))
    assert gap_place(gap, "zh", own) == f"2026-10-10（周六）{post.name}"


def test_a_class_that_is_called_one_already_is_not_called_so_twice() -> None:
    """Ids such as 一（2）班: what names a class adds the word where the id lacks it, so that no sentence does."""
    gap = Gap(what="homework", where="一（2）班;m1", reason="why")
    assert gap_place(gap, "zh", generate(2, 1)) == "一（2）班m1"
    twice = [k for k, text in catalogue("zh").items() if "{school_class}班" in text.replace("班主任", "")]
    assert twice == []


def test_a_cause_of_all_who_have_no_club_is_told_once(made_plan) -> None:
    """Their own reasons, which differ, are in the file."""
    rows = [Gap(what="placement", where=f"s{n};F", reason=f"没有兜底。社团{n}已满。") for n in range(2)]
    (line,) = gap_lines(made_plan(*rows), "zh")
    assert line.endswith("没有社团的学生2人（s0、s1）：没有兜底。各人的志愿为什么没有排上，见 gaps.csv。")
