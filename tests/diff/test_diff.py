"""What changed, for whom, in words."""

from datetime import date, time

import pytest

from models.people import ChildRow, SchoolClass, Student, Teacher
from models.places import ChildcareRoom, Room
from models.plan import Duty, Gap, Placement, Plan, Run, Seat, Session
from models.school import School
from models.services import Activity
from models.term import PatternRow, Slot, Term
from scheduler.diff import Difference, difference, rows, text
from scheduler.messages import Lang

RUN = Run(version="0", digest="", seed=0, time_limit=1, gap=0, workers=1, seconds={})
SCHOOL = School(
    name="s",
    term=Term(name="t", start=date(2026, 9, 1), end=date(2026, 9, 30)),
    slots=(Slot(slot_id="mon", weekday=1, start=time(16, 10), end=time(17)),),
    pattern=(PatternRow(grade="1", slot_id="mon", kind="elective"),),
    classes=(SchoolClass(class_id="101", grade="1"),),
    teachers=(Teacher(teacher_id="T1", name="Wang"), Teacher(teacher_id="T2", name="Li")),
    rooms=(Room(room_id="R1", name="Hall", capacity=9), Room(room_id="R2", name="Lab", capacity=9)),
    activities=(
        Activity(activity_id="go", name="Go", kind="club"),
        Activity(activity_id="hw", name="Work", kind="homework"),
    ),
    students=(Student(student_id="S1", name="Ann", class_id="101"), Student(student_id="S2", class_id="101")),
)


def session(activity: str = "go", leader: str = "T1", room: str = "R1", class_id: str | None = None) -> Session:
    return Session(
        session_id=activity, kind="homework" if class_id else "club", activity_id=activity, section=1, class_id=class_id,
        block="mon", slots=("mon",), weekday=1, start=time(16, 10), end=time(17), leader_id=leader, escort_id=None,
        room_id=room, enrolled=1,
    )  # fmt: skip


def placed(student: str, activity: str | None = "go") -> Placement:
    return Placement(student_id=student, class_id="101", block="mon", session_id=activity, activity_id=activity, rank=1)


def duty(person: str | None) -> Duty:
    return Duty(date=date(2026, 9, 2), weekday=3, post_id="gate", role="lead", staff_id=person)


OLD = Plan(run=RUN, sessions=(session(),), placements=(placed("S1"),), duties=(duty("T1"),))


def found(new: Plan, old: Plan = OLD, lang: Lang = "en", now: School = SCHOOL) -> Difference:
    return difference(old, new, SCHOOL, now, lang)


def said(result: Difference) -> dict[str, list[str]]:
    return {entry.id: [change.sentence for change in entry.changes] for entry in result.entries}


@pytest.mark.parametrize(("lang", "words"), [("en", "Nothing changed."), ("zh", "没有变化。")])
def test_a_plan_and_itself(lang: Lang, words: str) -> None:
    result = found(OLD, lang=lang)
    assert result.empty
    assert result.entries == ()
    assert (rows(result), text(result, lang)) == ([], words)


def test_another_leader_tells_both_leaders_and_the_students() -> None:
    result = found(OLD.model_copy(update={"sessions": (session(leader="T2"),)}))
    assert said(result) == {
        "T1": ["Monday 16:10–17:00: no longer leading Go in Hall."],
        "T2": ["Monday 16:10–17:00: new: leading Go in Hall."],
        "S1": ["Monday 16:10–17:00: Go is now led by Li (before: Wang); the rest stays."],
    }
    assert tuple(result.counts) == (1, 0, 0)


def test_sessions_that_were_not_there_are_counted_apart() -> None:
    second = session().model_copy(update={"session_id": "go2", "section": 2, "leader_id": "T2"})
    result = found(OLD.model_copy(update={"sessions": (session(), second)}))
    assert (tuple(result.counts), result.more) == ((0, 0, 0), 1)
    lines = ["Of the sessions, clubs and duties that there were none has changed."]
    assert text(result, "en").splitlines()[:2] == [*lines, "1 more session than before (new ones are no changes)."]
    assert "课比原来多 1 节（新开的不算改动）。" in text(result, "zh")
    assert found(OLD, old=OLD.model_copy(update={"sessions": (session(), second)})).more == -1


def test_another_room_in_chinese() -> None:
    result = found(OLD.model_copy(update={"sessions": (session(room="R2"),)}), lang="zh")
    assert said(result)["S1"] == ["周一 16:10–17:00：Go的教室改为Lab（原Hall），其他不变。"]
    assert text(result, "zh").splitlines() == [
        "一共改了 1 处：1 节课（换了带班人、教室，或不再开）。",
        "学生：1 名社团不变，只换了带班人或教室。",
        "教职工：1 名有变动。",
        "",
        "== 各班学生 ==",
        "101 班",
        "  周一 16:10–17:00：Go的教室改为Lab（原Hall），其他不变。",
        "    1 名：Ann（S1）",
        "",
        "== 教职工 ==",
        "Wang（T1）",
        "  周一 16:10–17:00：Go的教室改为Lab（原Hall），其他不变。",
    ]


def test_a_student_loses_the_place() -> None:
    result = found(OLD.model_copy(update={"placements": (placed("S1", None),)}))
    assert said(result) == {"S1": ["Monday 16:10–17:00: no club now (before: Go with Wang in Hall)."]}
    assert tuple(result.counts) == (0, 1, 0)
    assert text(result, "zh").startswith("一共改了 1 处：1 人次学生的社团变了（其中 1 人次现在没有社团）。")
    now = SCHOOL.replaced(students=(*SCHOOL.students, Student(student_id="S3", class_id="101")))
    came = found(OLD.model_copy(update={"placements": (placed("S1"), placed("S3", None))}), lang="zh", now=now)
    assert said(came) == {"S3": ["周一 16:10–17:00：没有排上社团。"]}
    assert came.unplaced == 0


def test_a_duty_changes_hands() -> None:
    result = found(OLD.model_copy(update={"duties": (duty("T2"),)}))
    assert said(result) == {
        "T1": ["2026-09-02 (Wednesday): no longer on duty as gate; Li has it now."],
        "T2": ["2026-09-02 (Wednesday): new: on duty: gate."],
    }
    assert tuple(result.counts) == (0, 0, 1)


def test_a_duty_that_nobody_has_now_is_not_called_off() -> None:
    """The post stays due; only where the date has no such post any more is there none."""
    gap = Gap(what="duty", where="2026-09-02;gate", reason="nobody")
    result = found(OLD.model_copy(update={"duties": (duty(None),), "gaps": (gap,)}), lang="zh")
    assert said(result) == {"T1": ["2026-09-02（周三）：不再值“gate”，这一岗现在没有人值。"]}
    assert (result.unfilled, tuple(result.counts)) == (1, (0, 0, 1))
    first, _, last, _, head, line = text(result, "zh").splitlines()
    assert first == "一共改了 1 处：1 次值班换了人（其中 1 次现在没有人值）。"
    assert last.startswith("新方案有 1 个缺口，原方案有 0 个。")
    assert (head, line) == ("== 值班 ==", "  2026-09-02（周三）“gate”：原来是Wang，现在没有人值。")
    closed = found(OLD.model_copy(update={"duties": ()}))
    assert said(closed) == {"T1": ["2026-09-02 (Wednesday): no longer on duty: gate."]}
    assert closed.unfilled == 0
    assert text(closed, "en").endswith("2026-09-02 (Wednesday), gate: no such post any more (Wang before).")
    again = found(OLD, old=OLD.model_copy(update={"duties": (duty(None),)}))
    assert text(again, "en").endswith("2026-09-02 (Wednesday), gate: Wang now, nobody before.")


def test_homework_is_told_to_the_class() -> None:
    old = OLD.model_copy(update={"sessions": (session("hw", class_id="101"),), "placements": ()})
    new = old.model_copy(update={"sessions": (session("hw", leader="T2", class_id="101"),)})
    result = found(new, old)
    assert [entry.kind for entry in result.entries] == ["class", "staff", "staff"]
    assert said(result)["101"] == ["Monday 16:10–17:00: Work is now led by Li (before: Wang); the rest stays."]
    assert said(result)["T2"] == ["Monday 16:10–17:00: new: leading Work of class 101 in Hall."]


def test_students_who_came_and_left() -> None:
    now = SCHOOL.replaced(students=(SCHOOL.students[1], Student(student_id="S3", name="Bo", class_id="101")))
    result = found(OLD.model_copy(update={"placements": (placed("S3"),)}), now=now)
    assert (result.came, result.left) == (("S3",), ("S1",))
    assert "Students: 1 is new; 1 has left." in text(result, "en")
    lines = text(result, "en").splitlines()
    assert lines[lines.index("Class 101") + 1 :] == [
        "  Left (1): Ann (S1).",
        "  Monday 16:10–17:00: new: Go with Wang in Hall.",
        "    1 student: Bo (S3)",
    ]
    assert said(result) == {
        "S1": ["Monday 16:10–17:00: no longer Go with Wang in Hall."],
        "S3": ["Monday 16:10–17:00: new: Go with Wang in Hall."],
    }
    assert rows(result)[0][:4] == ["student", "S1", "Ann", "101"]


@pytest.mark.parametrize(
    ("lang", "children", "rooms", "words"),
    [
        ("zh", 1, 1, "孩子在乐玩小屋"),
        ("zh", 2, 1, "第 1 个孩子在乐玩小屋"),
        ("zh", 1, 2, "孩子在乐玩小屋 东楼一层"),
        ("en", 1, 1, "child in preschool childcare"),
        ("en", 2, 2, "child 1 in preschool childcare, 东楼一层"),
    ],
)
def test_rooms_for_children_have_names(lang: Lang, children: int, rooms: int, words: str) -> None:
    huts = tuple(ChildcareRoom(room_id=f"PLAY{n}", group="preschool", places=2) for n in range(rooms))
    child = ChildRow(teacher_id="T1", group="preschool", leave_by=time(16))
    now = SCHOOL.replaced(
        childcare_rooms=huts,
        childcare=(child,) * children,
        rooms=(*SCHOOL.rooms, Room(room_id="PLAY0", name="东楼一层", capacity=9)),
    )
    new = OLD.model_copy(update={"childcare": (Seat(teacher_id="T1", child=1, slot_id="mon", room_id="PLAY0"),)})
    (sentence,) = said(found(new, lang=lang, now=now))["T1"]
    assert words in sentence
    assert "PLAY" not in sentence


def test_another_leader_and_room_are_told_together() -> None:
    result = found(OLD.model_copy(update={"sessions": (session(leader="T2", room="R2"),)}), lang="zh")
    assert said(result)["S1"] == ["周一 16:10–17:00：改为Go（Li带，Lab），原为Go（Wang带，Hall）。"]


def test_students_with_the_same_change_are_told_in_one_line() -> None:
    """Both are in one club, which has another leader; then S2 is in none besides."""
    both = OLD.model_copy(update={"placements": (placed("S1"), placed("S2"))})
    other = both.model_copy(update={"sessions": (session(leader="T2"),)})
    lines = text(found(other, both, "zh"), "zh").splitlines()
    assert "学生：2 名社团不变，只换了带班人或教室。" in lines
    assert lines[lines.index("101 班") + 1 :][:2] == [
        "  周一 16:10–17:00：Go的带班人改为Li（原Wang），其他不变。",
        "    2 名：Ann（S1）、S2",
    ]
    apart = found(other.model_copy(update={"placements": (placed("S1"), placed("S2", None))}), both, "zh")
    assert "学生：1 名的社团变了；1 名社团不变，只换了带班人或教室。" in text(apart, "zh")


def test_a_student_in_another_class_is_told_though_no_club_changes() -> None:
    moved = SCHOOL.students[0].model_copy(update={"class_id": "102"})
    classes = (*SCHOOL.classes, SchoolClass(class_id="102", grade="1"))
    result = found(OLD, now=SCHOOL.replaced(classes=classes, students=(moved, SCHOOL.students[1])))
    assert not result.empty
    assert text(result, "zh").splitlines() == [
        "原来的课、学生的社团和值班，一处都没有改。",
        "学生：1 名转了班。",
        "",
        "== 各班学生 ==",
        "102 班",
        "  Ann（S1）从 101 班转来：作业辅导和共同课程跟本班上。",
    ]


@pytest.mark.parametrize(
    ("goal", "line"),
    [
        (None, False),
        ((1, False), False),
        ((3, True), "新方案里的“改动”是 3 处，那是改排时的数；之后又登记了单日的调换，所以与这里不同。"),
        (
            (3, False),
            "新方案里的“改动”写的是 3 处，与这里不同：方案排好以后有人改过。用 kehou verify 可以查出改在哪里。",
        ),
    ],
)
def test_a_number_that_differs_from_the_goal_is_told_with_the_reason(goal: tuple[int, bool] | None, line: str) -> None:
    result = found(OLD.model_copy(update={"duties": (duty("T2"),)}), lang="zh")
    lines = text(result, "zh", ["有人病了。"], goal).splitlines()
    assert lines[0] == "一共改了 1 处：1 次值班换了人。"
    assert ([one for one in lines if "“改动”" in one] or [False]) == [line]
    assert lines[lines.index("起因（学校资料的变化）：") + 1] == "  - 有人病了。"
    assert lines[-1] == "  2026-09-02（周三）“gate”：原来是Wang，改由Li值。"
