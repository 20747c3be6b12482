"""The instances load, are what their outlines make, and keep what the schools' reports say."""

import importlib.util
import re
from collections import Counter
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from models.school import School
from scheduler.calendar import open_days
from scheduler.files import load_school
from scheduler.shortages import shortages

INSTANCES = Path(__file__).parents[2] / "instances"


@cache
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_instances", INSTANCES / "make.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def path_of(name: str) -> Path:
    return INSTANCES / (name + maker().ENDINGS[maker().read(name)[1]])


@cache
def instance(name: str) -> School:
    return load_school(path_of(name))


def clubs(school: School) -> dict[str, str | None]:
    """Name and category of every club that nobody is put into unasked."""
    return {a.name: a.category for a in school.activities if a.kind == "club" and not a.fallback}


NAMES = (
    "demo",
    "gaoxin-first-primary",
    "qiyi-middle",
    "shiyan-primary",
    "survey-primary",
    "third-middle",
    "wanxue-primary",
    "xincheng-second-primary",
)


def test_every_outline_is_an_instance() -> None:
    assert tuple(maker().names()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_is_what_its_outline_makes(name: str) -> None:
    assert instance(name) == maker().school(name)


@pytest.mark.parametrize("name", NAMES)
def test_has_no_provable_shortage(name: str) -> None:
    assert shortages(instance(name)) == ()


@pytest.mark.parametrize("name", NAMES)
def test_readme_has_its_numbers(name: str) -> None:
    line = re.search(rf"^\| `{name}` \|[^|]*\|(.*)\|$", (INSTANCES / "README.md").read_text("utf-8"), re.MULTILINE)
    assert line
    school = instance(name)
    assert [int(cell) for cell in line[1].split("|")] == [
        len(school.classes),
        len(school.students),
        sum(len(blocks) for blocks in school.attended.values()),
        len(school.teachers),
        len(school.instructors),
        len(clubs(school)),
        len(school.slots),
        len(open_days(school)),
    ]


@pytest.mark.parametrize("name", NAMES)
def test_term(name: str) -> None:
    term = instance(name).term
    assert (term.start.isoformat(), term.end.isoformat()) == ("2026-09-01", "2027-01-22")


def test_forms() -> None:
    assert path_of("shiyan-primary").suffix == ".xlsx"
    assert path_of("wanxue-primary").suffix == ".json"
    with pytest.raises(UnicodeDecodeError):
        (path_of("survey-primary") / "classes.csv").read_text("utf-8")
    assert (path_of("survey-primary") / "classes.csv").read_text("gb18030").startswith("班级编号,年级")
    assert (path_of("demo") / "classes.csv").read_bytes().startswith(b"\xef\xbb\xbfclass_id,")


def test_friday_menu_has_school_and_class_clubs() -> None:
    school = instance("gaoxin-first-primary")
    assert {block.weekday for block in school.blocks.values()} == {5}
    scopes = Counter(a.scope for a in school.activities if a.kind == "club" and not a.fallback)
    assert scopes == {"school": 22, "class": 3}
    # 1+3+x: homework, three strands for the upper grades, clubs.
    assert [len(school.slots_of("6", kind)) for kind in ("homework", "strand", "elective")] == [4, 3, 2]
    assert len(school.slots_of("1", "strand")) == 2


def test_leads_of_the_boarding_school_teach_no_session_that_day() -> None:
    school = instance("third-middle")
    lead, *supervisors = school.posts
    assert (lead.role, len(supervisors)) == ("lead", 4)
    assert {post.role for post in supervisors} == {"supervisor"}
    assert all(window.overlaps(slot.start, slot.end) for window in lead.windows for slot in school.slots)
    leads = [member for member in school.duty_staff if "lead" in member.roles]
    assert any(member.staff_id in school.teacher_by_id for member in leads)
    assert clubs(school) == {}
    assert school.tutoring


def test_three_classrooms_and_both_rooms_for_children() -> None:
    school = instance("qiyi-middle")
    assert Counter(clubs(school).values()) == {"健康身心": 7, "艺术修养": 8, "科技创新": 6, "发展潜质": 7}
    assert {a.name for a in school.activities if a.kind == "strand"} == {"人居环境整治", "爱老敬老", "职业体验"}
    assert {room.group for room in school.childcare_rooms if room.carers} == {"preschool", "primary"}
    assert {row.group for row in school.childcare} == {"preschool", "primary"}
    tutoring = {a.name for a in school.activities if a.kind == "tutoring"}
    assert {name[-2:] for name in tutoring} == {"辅潜", "培优"}


def test_one_plus_x_with_instructors() -> None:
    school = instance("shiyan-primary")
    assert {row.kind for row in school.pattern} == {"homework", "elective"}
    assert len(clubs(school)) > 20
    assert {"写字", "武术", "STEM", "篮球操"} <= set(clubs(school))
    assert len(school.instructors) == 10
    assert school.policy.weekly_budget
    assert {slot.weekday for slot in school.slots} == {1, 2, 3, 4, 5}


def test_survey_school_has_936_students_and_23_courses() -> None:
    school = instance("survey-primary")
    assert len(school.students) == 936
    assert len(clubs(school)) == 23
    named = [
        "少儿舞蹈",
        "少儿合唱",
        "少儿绘画",
        "心脑珠算",
        "体育游戏",
        "手工",
        "健体游戏",
        "棋类",
        "衍纸",
        "足球",
        "篮球",
    ]
    assert set(named) <= set(clubs(school))
    assert [block.weekday for block in school.blocks.values()] == [4]
    assert len(school.instructors) == 3
    strands = {a.name for a in school.activities if a.kind == "strand"}
    assert strands == {"知识作业", "游戏作业", "实践作业"}
    days = {school.slot_by_id[row.slot_id].weekday for row in school.pattern if row.kind == "strand"}
    assert days == {1, 2, 3}


def test_eleven_clubs_by_name() -> None:
    school = instance("xincheng-second-primary")
    named = [
        "特色篮球操",
        "花样跳绳",
        "国际跳棋",
        "机器人梦工厂",
        "手工制作",
        "绘画",
        "口风琴",
        "舞蹈",
        "书法",
        "粘贴画",
        "中国象棋",
    ]
    assert set(clubs(school)) == set(named)
    groups = [a for a in school.activities if a.kind == "tutoring"]
    assert max(a.max_size or 99 for a in groups) == 5
    ranked = {row.student_id for row in school.choices}
    assert ranked == {student for student, blocks in school.attended.items() if blocks}


def test_evening_study_for_upper_grades_and_an_early_end_for_the_lowest() -> None:
    school = instance("wanxue-primary")
    evening = [slot.slot_id for slot in school.slots if slot.start.hour >= 18]
    assert len(evening) == 4
    grades = {row.grade for row in school.pattern if row.slot_id in evening}
    assert grades == {"5", "6"}
    wednesday = [slot.slot_id for slot in school.slots if slot.weekday == 3]
    assert [len([s for s in wednesday if (grade, s) in school.pattern_of]) for grade in "126"] == [1, 1, 3]


@pytest.mark.parametrize("name", NAMES)
def test_attendance_is_voluntary(name: str) -> None:
    school = instance(name)
    days = {slot.weekday for slot in school.slots}
    some = sum(set(student.weekdays) < days for student in school.students)
    assert 0 < some < len(school.students) / 3


@pytest.mark.parametrize("name", [name for name in NAMES if name != "third-middle"])
def test_popular_clubs_have_too_few_seats_and_the_fallback_enough(name: str) -> None:
    school = instance(name)
    for block in school.blocks.values():
        here = [student for student, blocks in school.attended.items() if block.block_id in blocks]
        first = Counter(a for s in here for a, rank in school.ranks(s, block.block_id).items() if rank == 1)
        open_here = [a for a in school.activities if a.kind == "club" and block.block_id in (a.blocks or school.blocks)]
        seats = {a.activity_id: (a.max_size or 0) * a.max_sections for a in open_here if a.scope == "school"}
        assert any(first[club] > seats[club] for club in seats)
        assert any(a.fallback and seats[a.activity_id] >= len(here) for a in open_here)


@pytest.mark.parametrize("name", NAMES)
def test_nobody_is_fixed_to_a_duty_while_on_leave(name: str) -> None:
    school = instance(name)
    away = {row.person_id: (row.start, row.end) for row in school.leave}
    for pin in school.pin_duties:
        start, end = away.get(pin.staff_id, (None, None))
        assert not (start and end and start <= pin.date <= end)
