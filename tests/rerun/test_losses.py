"""What a rerun says is lost: a line for each cause, in names."""

import re
import sys
from pathlib import Path

import pytest

from models.people import LeaveRow
from models.plan import Plan
from models.school import School
from scheduler.losses import Losses
from scheduler.messages import Lang
from scheduler.rerun import lost

sys.path.append(str(Path(__file__).parent.parent / "verify"))
from small_school import small_plan, small_school

NAMES = {"T1": "郑志博", "T2": "李念", "E1": "周国妍", "E2": "胡梓轩"}
THEN = small_school().replaced(
    activities=tuple(
        a.model_copy(update={"name": {"chess": "国际象棋", "hw1": "作业"}.get(a.activity_id, a.name), "blocks": ()})
        for a in small_school().activities
    ),
    teachers=tuple(t.model_copy(update={"name": NAMES.get(t.teacher_id, t.name)}) for t in small_school().teachers),
    instructors=tuple(
        i.model_copy(update={"name": NAMES.get(i.instructor_id, i.name)}) for i in small_school().instructors
    ),
    pins=(),
    pin_placements=(),
    pin_duties=(),
)
PLAN = small_plan()


def said(now: School, lang: Lang = "zh", then: School | None = THEN, plan: Plan = PLAN) -> list[str]:
    return Losses(plan, now, then, lang).sentences(lost(now, plan))


def test_nothing_is_lost_of_the_school_as_it_was() -> None:
    assert said(THEN) == []


def test_a_teacher_who_left_is_one_line_with_all_sessions_by_weekday() -> None:
    now = THEN.replaced(teachers=tuple(t for t in THEN.teachers if t.teacher_id != "T1"))
    theirs = [s for s in PLAN.sessions if s.leader_id == "T1"]
    assert [(s.weekday, s.activity_id, s.class_id) for s in theirs].count((1, "hw1", "1A")) == 1
    assert len(theirs) > 1
    lines = [line for line in said(now) if "郑志博" in line]
    assert len(lines) == 1
    assert lines[0].startswith("郑志博（T1）已不在教师表，原来的工作：带周一 1A班 作业、周一 1A班 reading、")
    assert not any(re.search(r"sessions\.csv|leader_id", line) for line in said(now))


def test_without_the_earlier_school_the_id_stands_for_the_name() -> None:
    now = THEN.replaced(teachers=tuple(t for t in THEN.teachers if t.teacher_id != "T1"))
    (line,) = [line for line in said(now, "en", None) if "T1" in line]
    assert line.startswith("T1 is no longer in the tables of people; their work was: leading ")


def test_an_instructor_is_missed_in_the_table_of_instructors() -> None:
    now = THEN.replaced(instructors=())
    gone = {s.leader_id for s in PLAN.sessions} & {"E1", "E2"}
    lines = [line for line in said(now) if "已不在外聘教师表，原来的工作：带" in line]
    assert len(lines) == len(gone) > 0


@pytest.mark.parametrize(
    ("lang", "line"), [("zh", "2 名学生已不在学生表：a1、b1。"), ("en", "Students who have left: 2 (a1, b1).")]
)
def test_students_who_left_are_one_line(lang: Lang, line: str) -> None:
    now = THEN.replaced(
        students=tuple(s for s in THEN.students if s.student_id not in ("a1", "b1")),
        choices=tuple(c for c in THEN.choices if c.student_id not in ("a1", "b1")),
        tutoring=tuple(t for t in THEN.tutoring if t.student_id not in ("a1", "b1")),
    )
    assert line in said(now, lang)


def test_a_change_of_choices_or_a_student_who_left_forces_nothing() -> None:
    """a1's club comes second now, b1 is gone, and so is the room that the chess is in: only the last must be mended."""
    mine = next(p for p in PLAN.placements if p.student_id == "a1" and p.rank == 1)
    row = next(c for c in THEN.choices if (c.student_id, c.activity_id) == ("a1", mine.activity_id))
    lists = tuple(c for c in THEN.choices if c.student_id not in ("a1", "b1"))
    now = THEN.replaced(
        rooms=tuple(r for r in THEN.rooms if r.room_id != "quiet"),
        students=tuple(s for s in THEN.students if s.student_id != "b1"),
        tutoring=tuple(t for t in THEN.tutoring if t.student_id != "b1"),
        choices=(*lists, row.model_copy(update={"rank": 2})),
    )
    must, may = Losses(PLAN, now, THEN, "zh").split(lost(now, PLAN))
    assert any(line.startswith("教室quiet已不存在，原来涉及：") for line in must)
    assert not any("位次" in line or "学生表" in line for line in must)
    assert {"1 名学生现在的社团，在志愿里的位次变了：a1。", "1 名学生已不在学生表：b1。"} <= set(may)


def test_a_room_that_is_gone_has_its_sessions() -> None:
    used = next(s for s in PLAN.sessions if s.room_id == "quiet")
    now = THEN.replaced(rooms=tuple(r for r in THEN.rooms if r.room_id != "quiet"))
    (line,) = [line for line in said(now) if line.startswith("教室quiet已不存在，原来涉及：")]
    assert {used.activity_id: "国际象棋"}[used.activity_id] in line


def test_students_of_a_club_that_is_gone_are_counted() -> None:
    now = THEN.replaced(activities=tuple(a for a in THEN.activities if a.activity_id != "chess"))
    places = sum(row.activity_id == "chess" for row in PLAN.placements)
    assert places
    (line,) = [line for line in said(now) if line.startswith("活动国际象棋（chess）已不存在")]
    assert line.endswith(f"；学生 {places} 人次。")
    assert ";wed1" not in line


def test_somebody_who_cannot_come_any_more_is_one_line_with_every_time() -> None:
    teachers = (
        t.model_copy(update={"unavailable": ("mon1", "mon2")}) if t.teacher_id == "T1" else t for t in THEN.teachers
    )
    now = THEN.replaced(teachers=tuple(teachers))
    (line,) = [line for line in said(now) if "郑志博" in line]
    assert line.startswith("郑志博（T1）这些时段不能来，原来都排了工作：周一")
    assert line.count("周一") == 2


def test_a_leave_over_many_dates_is_one_line() -> None:
    person = next(d.staff_id for d in PLAN.duties if d.staff_id)
    held = [d for d in PLAN.duties if d.staff_id == person]
    assert len(held) > 1
    row = LeaveRow(person_id=person, start=THEN.term.start, end=THEN.term.end)
    lines = [line for line in said(THEN.replaced(leave=(*THEN.leave, row))) if "正在请假" in line]
    assert len(lines) == 1
    dates = [d.date.isoformat() for d in held]
    assert f"（同样的还有 {len(held) - 1} 处：" in lines[0]
    assert all(date in lines[0] for date in dates)


def test_whatever_is_lost_can_be_said_in_both_languages() -> None:
    """Every table emptied in turn: each breach that follows has its words."""
    tables = ("teachers", "instructors", "rooms", "activities", "students", "duty_staff", "childcare_rooms", "pattern")
    for table in tables:
        now = THEN.replaced(**{table: ()} | ({"slots": ()} if table == "pattern" else {}))
        for lang in ("zh", "en"):
            assert all("{" not in line and ".csv" not in line for line in said(now, lang)), table
