"""What each post looks at, for the posts of schools that run daily supervision."""

from datetime import date, time

import pytest

from models.duty import DutyPost
from models.plan import Duty
from models.school import School
from scheduler.outputs.checks import checks
from scheduler.outputs.names import Names
from scheduler.outputs.week import Meeting

ARRIVAL, DISMISSAL = "入校秩序与校门安全", "离校秩序与家长接送"
LESSONS, NOON, SAFETY = "上课秩序与课间纪律", "午间就餐与午休秩序", "水、暖、电、消防与门窗安全"
STUDENTS, EVENING = "学生到位、人数与纪律", "晚间值守与宿舍就寝"
#: Two sessions of a day, the last of which ends at 17:30.
MEETINGS = [
    Meeting("homework", 3, time(16, 0), time(16, 40), ("wed1",)),
    Meeting("club", 3, time(16, 50), time(17, 30), ("wed2",)),
]


def looked_at(school: School, name: str, windows: str, role: str = "supervisor") -> list[str]:
    post = DutyPost.model_validate({"post_id": "p", "name": name, "role": role, "windows": windows})
    names = Names(school.replaced(duty_posts=(post,)), "zh")
    duty = Duty.model_validate({"date": date(2026, 9, 9), "weekday": 3, "post_id": "p", "role": role, "staff_id": None})
    return checks(duty, MEETINGS, names)


@pytest.mark.parametrize(
    ("name", "windows", "wanted"),
    [
        ("护学岗", "07:20-07:50;17:35-18:00", [ARRIVAL, DISMISSAL, SAFETY]),
        ("护学岗", "07:20-07:50", [ARRIVAL, SAFETY]),
        ("卫生三操岗", "09:40-10:10", ["教室、走廊与公共区域卫生", "三操到位情况与质量", SAFETY]),
        ("食堂午休岗", "11:40-13:00", ["就餐秩序与食堂卫生", SAFETY]),
        ("宿舍食堂与水电暖安全督导", "20:00-21:50", ["就餐秩序与食堂卫生", "宿舍秩序、就寝人数", SAFETY]),
        ("课后服务巡查岗", "16:45-17:35", ["课后服务1个班次带班教师到岗", STUDENTS, SAFETY]),
        ("After-school patrol", "16:00-17:35", ["课后服务2个班次带班教师到岗", STUDENTS, SAFETY]),
        ("第二岗", "09:40-10:10", [LESSONS, SAFETY]),
        ("第三岗", "12:10-12:50", [NOON, SAFETY]),
        ("第四岗", "17:00-17:40", ["课后服务1个班次带班教师到岗", STUDENTS, DISMISSAL, SAFETY]),
        ("第五岗", "", [ARRIVAL, LESSONS, DISMISSAL, SAFETY]),
    ],
)
def test_a_supervisor_looks_at_what_the_post_is_for(school: School, name: str, windows: str, wanted: list[str]) -> None:
    assert looked_at(school, name, windows) == wanted


def test_the_lead_of_the_whole_day_looks_at_all_of_it(school: School) -> None:
    assert looked_at(school, "带班领导", "06:30-22:00", "lead") == [
        ARRIVAL, LESSONS, NOON, "课后服务2个班次带班教师到岗", STUDENTS, DISMISSAL, EVENING,
        "各岗到岗情况", "防火、防盗、防汛，突发情况处置与上报",
    ]  # fmt: skip
