"""Each view of one small plan, cell by cell, worked out by hand."""

from datetime import date, time

import pytest
from view_cases import cells, session

from models.plan import Carer, Duty, Placement, Plan, Run, Seat, TutoringSeat
from models.school import School
from scheduler.messages import Lang
from scheduler.outputs import VIEWS, build_view

SCHOOL = School.model_validate(
    {
        "name": "一小",
        "term": {"name": "秋", "start": "2026-09-07", "end": "2026-09-11"},
        "slots": [
            {"slot_id": "mon1", "weekday": 1, "start": "16:10", "end": "16:50"},
            {"slot_id": "tue1", "weekday": 2, "start": "16:10", "end": "16:50"},
            {"slot_id": "fri1", "weekday": 5, "start": "16:10", "end": "16:50"},
            {"slot_id": "fri2", "weekday": 5, "start": "17:00", "end": "17:40"},
        ],
        "pattern": [
            {"grade": "1", "slot_id": "mon1", "kind": "homework"},
            {"grade": "1", "slot_id": "tue1", "kind": "strand"},
            {"grade": "1", "slot_id": "fri1", "kind": "elective", "block": "fri"},
            {"grade": "1", "slot_id": "fri2", "kind": "elective", "block": "fri"},
        ],
        "classes": [{"class_id": "101", "grade": "1", "room_id": "r1"}],
        "teachers": [{"teacher_id": "t1", "name": "王"}, {"teacher_id": "t2", "name": "李"}],
        "instructors": [{"instructor_id": "x1", "name": "赵", "skills": "chess", "available": "fri1;fri2"}],
        "rooms": [{"room_id": "r1", "name": "一班", "capacity": 40}, {"room_id": "r2", "capacity": 10}],
        "childcare_rooms": [{"room_id": "play", "group": "preschool", "places": 3, "carers": 1}],
        "activities": [
            {"activity_id": "art", "name": "美术", "kind": "strand"},
            {"activity_id": "chess", "name": "棋", "kind": "club"},
            {"activity_id": "help", "name": "小组", "kind": "tutoring"},
        ],
        "students": [
            {"student_id": "p1", "name": "甲", "class_id": "101"},
            {"student_id": "p2", "name": "乙", "class_id": "101", "weekdays": "1;5"},
        ],
        "duty_posts": [{"post_id": "gate", "name": "护学岗", "role": "lead", "windows": "07:20-07:50"}],
        "duty_staff": [{"staff_id": "d1", "name": "孙", "roles": "lead"}],
        "leave": [{"person_id": "t2", "start": "2026-09-11", "end": "2026-09-11"}],
    }
)


PLAN = Plan(
    run=Run(version="0", digest="", seed=0, time_limit=1, gap=0, workers=1, seconds={}),
    sessions=(
        session(SCHOOL, "a", "homework", "homework", "mon1", leader_id="t1", room_id="r1", class_id="101"),
        session(SCHOOL, "b", "tutoring", "help", "mon1", leader_id="t2", room_id="r2"),
        session(SCHOOL, "c", "club", "chess", "fri1;fri2", leader_id="x1", room_id="r2", block="fri", escort_id="t2"),
    ),
    placements=(
        Placement(student_id="p1", class_id="101", block="fri", session_id="c", activity_id="chess", rank=2),
        Placement(student_id="p2", class_id="101", block="fri", session_id=None, activity_id=None, rank=None),
    ),
    tutoring=(TutoringSeat(student_id="p2", activity_id="help", slot_id="mon1", session_id="b"),),
    duties=(
        Duty(date=date(2026, 9, 7), weekday=1, post_id="gate", role="lead", staff_id="d1"),
        Duty(date=date(2026, 9, 11), weekday=5, post_id="gate", role="lead", staff_id=None),
    ),
    childcare=(Seat(teacher_id="t2", child=1, slot_id="fri1", room_id="play"),),
    carers=(Carer(slot_id="fri1", room_id="play", teacher_id="t1"),),
)


def test_class_timetable_shows_what_is_missing_too() -> None:
    view = build_view("class", PLAN, SCHOOL, "en")
    wanted = ("Class", "Weekday", "From", "To", "Activity", "Leader", "Escort", "Room", "Students")
    assert cells(view, *wanted) == [
        ("101", "Monday", "16:10", "16:50", "作业辅导", "王", "", "一班", 1),
        ("101", "Monday", "16:10", "16:50", "小组", "李", "", "r2", 1),
        ("101", "Tuesday", "16:10", "16:50", "(not held)", "", "", "", 1),
        ("101", "Friday", "16:10", "17:40", "(no place)", "", "", "", 1),
        ("101", "Friday", "16:10", "17:40", "棋", "赵", "李", "r2", 1),
    ]


def test_teachers_see_leading_escorting_and_caring() -> None:
    view = build_view("teacher", PLAN, SCHOOL, "zh")
    assert cells(view, "教师编号", "教师", "职责", "星期", "开始", "类型", "教室编号") == [
        ("t1", "王", "带班", "星期一", "16:10", "作业辅导", "r1"),
        ("t1", "王", "照看", "星期五", "16:10", "教师子女照看", "play"),
        ("t2", "李", "带班", "星期一", "16:10", "培优辅潜", "r2"),
        ("t2", "李", "陪同", "星期五", "16:10", "社团", "r2"),
        ("x1", "赵", "带班", "星期五", "16:10", "社团", "r2"),
    ]


def test_rooms_and_the_rooms_for_children() -> None:
    view = build_view("room", PLAN, SCHOOL, "en")
    assert cells(view, "Room id", "Weekday", "Kind", "Leader", "Students") == [
        ("r1", "Monday", "homework", "王", 1),
        ("r2", "Monday", "tutoring", "李", 1),
        ("r2", "Friday", "club", "赵", 1),
        ("play", "Friday", "staff children", "王", 1),
    ]


def test_a_student_who_is_tutored_misses_homework_and_one_who_goes_home_misses_the_strand() -> None:
    view = build_view("student", PLAN, SCHOOL, "en")
    assert cells(view, "Student id", "Student", "Weekday", "Activity", "Choice") == [
        ("p1", "甲", "Monday", "作业辅导", ""),
        ("p1", "甲", "Tuesday", "(not held)", ""),
        ("p1", "甲", "Friday", "棋", "choice 2"),
        ("p2", "乙", "Monday", "小组", ""),
        ("p2", "乙", "Friday", "(no place)", ""),
    ]


def test_club_rosters_name_the_members() -> None:
    view = build_view("club", PLAN, SCHOOL, "en")
    assert cells(view, "Activity", "Section", "Weekday", "Student id", "Student", "Class") == [
        ("棋", 1, "Friday", "p1", "甲", "101"),
        ("小组", 1, "Monday", "p2", "乙", "101"),
    ]


def test_duty_calendar() -> None:
    view = build_view("duty", PLAN, SCHOOL, "zh")
    assert view.rows == (
        ("2026-09-07", "星期一", "gate", "护学岗", "带班领导", "07:20–07:50", "d1", "孙"),
        ("2026-09-11", "星期五", "gate", "护学岗", "带班领导", "07:20–07:50", None, "（空缺）"),
    )


def test_today_has_duties_then_sessions_and_who_is_on_leave() -> None:
    view = build_view("today", PLAN, SCHOOL, "en", date(2026, 9, 11))
    assert cells(view, "From", "What", "Activity", "Leader", "Note") == [
        ("07:20", "duty", "护学岗", "(unfilled)", None),
        ("16:10", "session", "", "王", None),
        ("16:10", "session", "棋", "赵", "on leave: 李"),
    ]
    assert build_view("today", PLAN, SCHOOL, "en", date(2026, 9, 12)).rows == ()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", VIEWS)
def test_every_row_has_a_cell_for_each_heading(name: str, lang: Lang) -> None:
    view = build_view(name, PLAN, SCHOOL, lang, date(2026, 9, 7))
    assert view.rows
    assert {len(row) for row in view.rows} == {len(view.headings)}
    assert len(set(view.headings)) == len(view.headings)


def test_an_edited_plan_with_an_unknown_block_still_prints() -> None:
    place = Placement(student_id="p1", class_id="101", block="gone", session_id=None, activity_id=None, rank=None)
    view = build_view("student", PLAN.model_copy(update={"placements": (place,)}), SCHOOL, "en")
    assert [row[3] for row in view.rows] == ["Monday", "Tuesday", "Monday"]


def test_a_session_keeps_its_own_times() -> None:
    late = PLAN.sessions[0].model_copy(update={"start": time(16, 15)})
    view = build_view("room", PLAN.model_copy(update={"sessions": (late,)}), SCHOOL, "en")
    assert cells(view, "From")[0] == ("16:15",)
