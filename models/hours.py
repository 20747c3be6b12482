"""How hours are counted, paid and exchanged for time off: nothing here changes a plan."""

from datetime import time
from typing import Literal

from models.row import Clock, Day, Frozen, Id, Int, Money, Row, Text, column

#: No school is open before this hour: an earlier time lacks its twelve hours.
DAWN = 6

FeePeriod = Literal["lesson", "month", "term"]


class Hours(Frozen):
    """The school's rules for hours and money. A lesson is one slot; amounts are CNY."""

    evening_from: Clock = column(
        "晚自习开始",
        "A slot that begins then or later is evening study, which is not the paid after-school service.",
        "此时及以后开始的时段算晚自习，不算课后服务，单独统计。",
        default=time(18, 30),
    )
    pay: Money | None = column(
        "课时补助",
        "CNY that a teacher gets for leading a lesson of the after-school service; blank: pay is not counted.",
        "教师带一课时课后服务的补助（元）；留空为不计算补助。",
        default=None,
    )
    pay_escort: Money | None = column(
        "陪同课时补助",
        "CNY for a lesson of escorting an instructor or caring for children; blank: as for leading.",
        "陪同外聘教师或照看教师子女一课时的补助（元）；留空与带班相同。",
        default=None,
    )
    student_fee: Money | None = column(
        "学生收费",
        "CNY that a student pays for the service; blank: not stated. Only regional rules read it.",
        "向学生收取的课后服务费（元）；留空为不填。只用于核对地区规定。",
        default=None,
    )
    student_fee_per: FeePeriod = column(
        "收费单位",
        "What the fee is for: a lesson, a month or a term.",
        "收费按课时 lesson、按月 month 还是按学期 term。",
        default="lesson",
    )
    lessons_per_half_day: Int | None = column(
        "折合半日课时数",
        "Lessons of service that earn a half day of time off; blank: none can be earned.",
        "多少课时的课后服务可换半日零星假期；留空为不兑换。",
        default=None,
        ge=1,
    )
    half_day_pay: Money | None = column(
        "半日假补贴",
        "CNY for an earned half day that was not taken; blank: no such pay.",
        "应休未休的每个半日补贴（元）；留空为没有补贴。",
        default=None,
    )


class TimeOffRow(Row):
    """Time off that a person took in exchange for lessons (零星假期). It binds nothing: absence is ``leave``."""

    person_id: Id = column(
        "人员编号",
        "Who took time off: a teacher of the school's, no instructor.",
        "休假人的编号：本校教师；外聘教师没有。",
    )
    date: Day = column("日期", "The date.", "日期。")
    half_days: Int = column("半日数", "Half days that were taken.", "休了几个半日。", default=1, ge=1)
    note: Text | None = column("备注", "A note of your own.", "备注。", default=None)
