"""An empty plan of a whole school is told."""

import pytest
from shortage_schools import acts, rooms, small

from scheduler.calendar import open_days
from scheduler.generate import generate
from scheduler.reasons import gaps


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_empty_plan_lacks_everything(lang):
    school = generate(4, 1)
    days = open_days(school)
    found = gaps(school, (), (), (), (), (), (), days, lang)
    kinds = [gap.what for gap in found]
    assert kinds.count("placement") == sum(len(blocks) for blocks in school.attended.values())
    assert kinds.count("duty") == sum(day.weekday in post.weekdays for day in days for post in school.posts)
    per_week = [school.activity_by_id[row.activity_id].sessions_week for row in school.tutoring]
    assert kinds.count("tutoring") == sum(per_week)
    assert {"homework", "strand"} <= set(kinds)
    assert list(found) == sorted(found, key=lambda gap: (gap.what, gap.where))
    names = {s.name for s in school.students if s.name}
    assert all(gap.reason and "{" not in gap.reason for gap in found)
    assert not any(name in gap.reason for name in names if len(name) > 2 for gap in found[:50])


def _with_wednesday(**tables):
    """The small school with homework on Wednesday too."""
    school = small()
    slots = [*(s.model_dump() for s in school.slots), {"slot_id": "w1", "weekday": 3, "start": "16:00", "end": "17:00"}]
    pattern = [*(r.model_dump() for r in school.pattern), {"grade": "1", "slot_id": "w1", "kind": "homework"}]
    return small(**{"slots": slots, "pattern": pattern} | tables)


def _lacking(school, what="tutoring", lang="zh"):
    """Nothing is held: what is told of the first gap of each place."""
    return {
        one.where: one.reason
        for one in gaps(school, (), (), (), (), (), (), open_days(school), lang)
        if one.what == what
    }


def test_more_tutoring_than_homework_slots_is_told_first():
    """Two of Help and one of Read in Monday's and Wednesday's slot."""
    rows = [{"student_id": "1A-1", "activity_id": a} for a in ("help", "read")]
    read = {"kind": "tutoring", "skill_needed": False}
    school = _with_wednesday(activities=acts(help={"sessions_week": 2}, read=read), tutoring=rows)
    over = "学生一周共要3次辅导，作业时段只有2个，怎么排都至少缺1次：请在“活动”表减小“每周次数”"
    assert all(why.startswith(over) for why in _lacking(school).values())
    enough = _with_wednesday(activities=acts(read=read), tutoring=rows)
    assert not any("怎么排" in why for why in _lacking(enough).values())


def test_a_day_on_which_others_lack_the_tutoring_is_named():
    """1A-1 stays on Monday only, 1A-2 on Wednesday only."""
    students = [s.model_dump() for s in small().students]
    students[0]["weekdays"], students[1]["weekdays"] = (1,), (3,)
    rows = [{"student_id": s, "activity_id": "help"} for s in ("1A-1", "1A-2")]
    school = _with_wednesday(students=students, tutoring=rows)
    assert _lacking(school)["1A-1;help"].endswith(
        "也可以让学生周三来（“学生”表的“参加星期”）：那时还有人缺这门辅导，合起来够2人。"
    )
    alone = _with_wednesday(students=students, tutoring=rows[:1])
    assert "参加星期" not in _lacking(alone)["1A-1;help"]


def test_one_number_is_enough_for_a_room_that_is_too_small_on_several_days():
    """Five stay on Monday, four on Wednesday; the reason is the same."""
    students = [s.model_dump() for s in small().students]
    students[0]["weekdays"] = (1, 2)
    small_rooms = rooms(r1={"capacity": 3})
    found = _lacking(_with_wednesday(students=students, rooms=small_rooms), "homework")
    assert found["1A;m1"] == found["1A;w1"]
    assert "Room r1只能坐3人，学生最多有5人。坐得下的话，请把“教室”表里它的“容量”改到5" in found["1A;m1"]
