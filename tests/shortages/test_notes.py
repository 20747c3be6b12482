"""What `check` notes though planning is possible. The term has ten school days, 2026-09-07 to 2026-09-18."""

import json

import pytest
from shortage_schools import acts, small, teachers

from scheduler.cli import check
from scheduler.cli.app import run
from scheduler.files import save_school
from scheduler.shortages import notes, shortages

ALL = "art;chess;help"


def away(start, end, who="a"):
    return {"leave": [{"person_id": who, "start": start, "end": end}]}


def outside(**cells):
    return {"instructors": [{"instructor_id": "e", "name": "E", "skills": "chess", "available": "f1;f2", **cells}]}


def care(**cells):
    return {"childcare_rooms": [{"room_id": "nest", "group": "primary", "places": 3, "carers": 1, **cells}]}


CARER = {"teachers": teachers("a", "b", "c", "d", skills=f"{ALL};childcare")}
LEAVE = "请假只影响值班和代课，不影响每周课表。"

#: E leads a club in the block of two slots.
BUDGET = outside(skills="sing", fee=60) | {"activities": acts(sing={"kind": "club"})}

CASES = {
    "nothing": ({}, None),
    "four days": (away("2026-09-07", "2026-09-10"), None),
    "a week": (
        away("2026-09-07", "2026-09-11"),
        LEAVE + "请假5个上课日以上的A（2026-09-07至2026-09-11），每周课表里仍可能有课，请假那几天要找人代课。",
    ),
    "two leaves make a week": (
        {"leave": away("2026-09-07", "2026-09-08")["leave"] + away("2026-09-14", "2026-09-16")["leave"]},
        LEAVE + "请假5个上课日以上的A（2026-09-07至2026-09-08、2026-09-14至2026-09-16），每周课表里仍可能有课，请假那几天要找人代课。",
    ),
    "the whole term": (
        away("2026-09-01", "2026-09-30"),
        LEAVE
        + "A在2026-09-07至2026-09-18全学期请假，仍可能被排课；整学期不来的教师，请把“每周课后上限”填0。",
    ),
    "the whole term, and not planned": (
        away("2026-09-01", "2026-09-30")
        | {"teachers": [*teachers("a", max_sessions_week=0), *teachers("b", "c", "d", skills=ALL)]},
        None,
    ),
    "an instructor all term": (
        away("2026-09-01", "2026-09-30", "e") | outside(),
        LEAVE
        + "E在2026-09-07至2026-09-18全学期请假，仍可能被排课；整学期不来的外聘教师，请把“每周上限”填0。",
    ),
    "cleared to the last day": (outside(cleared_until="2026-09-18"), None),
    "cleared to the day before": (
        outside(cleared_until="2026-09-17"),
        "“外聘教师”表E的“审查有效期”到2026-09-17为止，早于学期结束（2026-09-18），整个学期都不会排课。续审以后请改这一格。",
    ),
    "never three slots on a day": (
        outside(min_sessions_visit=3),
        "“外聘教师”表E不会被排课：一天的“可用时段”最多2个，“每次最少”是3。",
    ),
    "fewer sessions a week than a visit has": (
        outside(min_sessions_visit=2, max_sessions_week=1),
        "“外聘教师”表E不会被排课：“每周上限”是1，“每次最少”是2。",
    ),
    "neither the day nor the week is long enough": (
        outside(min_sessions_visit=3, max_sessions_week=1),
        "“外聘教师”表E不会被排课：“每周上限”是1，一天的“可用时段”最多2个，都不到“每次最少”3。",
    ),
    "no room of a kind": (
        {"activities": acts(swim={"kind": "club", "room_kinds": "pool;lake"})}
        | {"teachers": teachers("a", "b", "c", "d", skills=f"{ALL};swim")},
        "Swim开不了：要的教室类别是pool、lake，“教室”表里没有这样的教室。请给合用的教室的“类别”加上它，或改“活动”表的“教室类别”。",
    ),
    "no room of a kind, and two chose one of two clubs for it": (
        {"activities": acts(dive={"kind": "club", "room_kinds": "pool"}, swim={"kind": "club", "room_kinds": "pool"})}
        | {"teachers": teachers("a", "b", "c", "d", skills=f"{ALL};swim;dive")}
        | {"choices": [{"student_id": f"1A-{n}", "rank": 1, "activity_id": "swim"} for n in (1, 2)]},
        "Dive、Swim（2名学生填了它）开不了：要的教室类别是pool，“教室”表里没有这样的教室。请给合用的教室的“类别”加上它，或改“活动”表的“教室类别”。",
    ),
    "one of two kinds will do": (
        {"activities": acts(swim={"kind": "club", "room_kinds": "pool;hall"})}
        | {"teachers": teachers("a", "b", "c", "d", skills=f"{ALL};swim")},
        None,
    ),
    "a kind of which a shortage tells": ({"activities": acts(art={"room_kinds": "studio"})}, None),
    "a club that nobody can lead": (
        {"activities": acts(sing={"kind": "club"})},
        "Sing开不了：没有教师或外聘教师的“可任活动”写了sing。请给能带的人加上，或请学生改选。",
    ),
    "a club that nobody can lead, and two chose": (
        {"activities": acts(sing={"kind": "club"})}
        | {"choices": [{"student_id": f"1A-{n}", "rank": 1, "activity_id": "sing"} for n in (1, 2)]},
        "Sing开不了：没有教师或外聘教师的“可任活动”写了sing。有2名学生填了它。请给能带的人加上，或请学生改选。",
    ),
    "a parent of a child for a room without a carer": (
        care() | {"childcare": [{"teacher_id": "a", "group": "primary", "leave_by": "17:00"}]},
        "乐学小屋（nest）没有照看教师，开不了。A的孩子没有去处，“教师子女”表里“最晚离校”以后的课排不了。请在“教师”表给一个人的“可任活动”写上childcare。",
    ),
    "parents of children for whose group there is no room": (
        {"childcare": [{"teacher_id": t, "group": "preschool", "leave_by": "17:00"} for t in "ab"]},
        "“照看小屋”表里没有学前组的小屋。A、B的孩子没有去处，“教师子女”表里“最晚离校”以后的课排不了。请加一间，或推迟这些人的“最晚离校”。",
    ),
    "a parent whose child goes to no room": (
        {"childcare": [{"teacher_id": "a", "group": "preschool", "leave_by": "17:00", "may_use_room": False}]},
        None,
    ),
    "a budget for one visit": (BUDGET | {"policy": {"weekly_budget": 120}}, None),
    "a budget too small for the shortest visit": (
        BUDGET | {"policy": {"weekly_budget": 119}},
        "“学校”表的“每周预算”是119元，请不起E（来一次至少120元），一节也不会排。没有别人能带的Sing开不了。请核对这个数。",
    ),
    "a small budget and clubs that teachers lead too": (
        BUDGET | CARER | {"policy": {"weekly_budget": 119}, "teachers": teachers("a", "b", "c", "d", skills=f"{ALL};sing")},
        "“学校”表的“每周预算”是119元，请不起E（来一次至少120元），一节也不会排。请核对这个数。",
    ),
    "no carer": (care(), "乐学小屋（nest）没有照看教师，开不了。请在“教师”表给一个人的“可任活动”写上childcare。"),
    "as many carers as are wanted": (CARER | care(carers=4), None),
    "a carer": (CARER | care(), None),
    "four carers where five are wanted": (
        CARER | care(carers=5) | {"childcare": [{"teacher_id": "a", "group": "primary", "leave_by": "17:00"}]},
        "乐学小屋（nest）每个时段要5名照看教师，能同时照看的最多只有4人，开不了。A的孩子没有去处，“教师子女”表里“最晚离校”以后的课排不了。"
        "请在“教师”表给更多人的“可任活动”写上childcare，或改小“照看小屋”表的“照看教师数”。",
    ),
    "no place": (CARER | care(places=0), "乐学小屋（nest）的“位置数”是0，一个孩子也进不了。"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_exactly_what_may_surprise(case):
    tables, expected = CASES[case]
    school = small(**tables)
    assert notes(school, "zh", shortages(school)) == ([expected] if expected else [])


def test_a_note_changes_no_exit_code_and_is_among_the_warnings(tmp_path, capsys):
    save_school(small(**outside(cleared_until="2026-09-17")), tmp_path / "s.json")
    assert check.run("en", tmp_path / "s.json", False) == 0
    said = capsys.readouterr().err
    assert "Please note:\n" in said
    assert "\n  - E is cleared until 2026-09-17, before the end of the term" in said
    assert check.run("en", tmp_path / "s.json", True) == 0
    # A term of two weeks is doubted first, and then that nobody has chosen anything.
    term, choices, warning = json.loads(capsys.readouterr().out)["warnings"]
    assert "There are no choices" in choices
    assert "column term.end: From 2026-09-07 to 2026-09-18 are only 12 days" in term
    assert warning.startswith("E is cleared until 2026-09-17")


def test_solve_says_what_check_notes_before_it_searches(tmp_path, capsys):
    """A term of two weeks and no choices, which are doubted; what the plan makes no use of; a time before dawn."""
    school = small(**outside(cleared_until="2026-09-17"))
    save_school(school, tmp_path / "s.json")
    assert check.run("en", tmp_path / "s.json", False) == 0
    noted = [line for line in capsys.readouterr().err.splitlines() if line.startswith("  ")]
    noted = noted[: noted.index(next(line for line in noted if "kehou solve" in line))]
    assert sum(line.startswith("  - ") for line in noted) == 3
    asked = ["solve", str(tmp_path / "s.json"), "--out", str(tmp_path / "plan"), "--lang", "en"]
    assert run(asked) in (0, 6)
    said = capsys.readouterr().err.splitlines()
    begin = said.index("Please note:")
    assert said[begin + 1 : begin + 1 + len(noted)] == noted


def test_tutoring_without_a_room_of_its_kind_is_told_once():
    cells = {"tutoring": [{"student_id": f"1A-{n}", "activity_id": "help"} for n in (1, 2)]}
    school = small(activities=acts(help={"room_kinds": "lab"}), **cells)
    known = shortages(school)
    assert [one.key for one in known] == ["tutoring.room.kind"]
    assert len(notes(school, "zh")) == 1
    assert notes(school, "zh", known) == []


def test_a_clearance_that_is_told_of_a_club_is_not_noted_again():
    """Two students chose chess alone, which only E can lead."""
    rows = [(f"1{c}-{n}", "chess" if c == "A" and n < 3 else "sing") for c in "AB" for n in range(1, 6)]
    school = small(
        teachers=teachers("a", "b", "c", "d", skills="art;help;sing"),
        activities=acts(chess={"fallback": "no"}, sing={"kind": "club"}),
        choices=[{"student_id": who, "block": "F", "rank": 1, "activity_id": club} for who, club in rows],
        **outside(cleared_until="2026-09-17"),
    )
    known = shortages(school)
    assert [one.args["idle_cleared"] for one in known] == ["e"]
    assert any("审查有效期" in note for note in notes(school, "zh"))
    assert not any("审查有效期" in note for note in notes(school, "zh", known))
