"""Classes, students and the staff of the after-school service."""

from typing import Literal

from models.row import EVERY_SCHOOL_DAY, Clock, Day, Id, Ids, Int, Row, Text, Weekdays, YesNo, column

CHILDCARE_SKILL = "childcare"

ChildGroup = Literal["preschool", "primary"]


class SchoolClass(Row):
    """A class, with its home room and head teacher (班主任)."""

    class_id: Id = column("班级编号", "The class's id.", "班级的编号。")
    grade: Id = column("年级", "The grade.", "年级。")
    room_id: Id | None = column("教室编号", "The class's home room.", "班级的固定教室。", default=None)
    head_teacher: Id | None = column("班主任", "The head teacher's id.", "班主任的教师编号。", default=None)


class Teacher(Row):
    """A teacher of the school, with limits and wishes."""

    teacher_id: Id = column("教师编号", "The teacher's id.", "教师的编号。")
    name: Text = column("姓名", "The teacher's name.", "教师的姓名。")
    subjects: Ids = column("任教学科", "Subjects taught in the daytime.", "白天任教的学科。", default=())
    day_load: Int = column("白天课时", "Daytime periods a week.", "每周白天的课时数。", default=0, ge=0)
    max_load: Int | None = column(
        "总课时上限",
        "Most daytime periods and after-school slots a week together; blank: no limit.",
        "每周白天课时与课后时段合计的上限；留空为不限。",
        default=None,
        ge=0,
    )
    max_sessions_week: Int = column(
        "每周课后上限", "Most after-school slots a week.", "每周课后服务时段的上限。", default=5, ge=0
    )
    max_sessions_day: Int = column(
        "每日课后上限", "Most after-school slots a day.", "每日课后服务时段的上限。", default=2, ge=0
    )
    unavailable: Ids = column("不可用时段", "Slots in which they never work.", "绝不能安排的时段。", default=())
    avoid: Ids = column("尽量避开时段", "Slots in which they would rather not work.", "希望避开的时段。", default=())
    prefer: Ids = column("愿意时段", "Slots in which they gladly work.", "愿意上的时段。", default=())
    skills: Ids = column(
        "可任活动",
        "Activities that they can lead; `childcare` lets them care in a childcare room.",
        "能带的活动编号；childcare 表示可在乐玩、乐学小屋照看孩子。",
        default=(),
    )


class TeachingRow(Row):
    """Who teaches which class in the daytime."""

    teacher_id: Id = column("教师编号", "The teacher.", "教师的编号。")
    class_id: Id = column("班级编号", "The class.", "班级的编号。")
    subject: Text = column("学科", "The subject taught.", "任教的学科。")


class ChildRow(Row):
    """A teacher's own child. One row a child."""

    teacher_id: Id = column("教师编号", "The parent.", "孩子家长（教师）的编号。")
    group: ChildGroup = column(
        "组别", "preschool (乐玩小屋) or primary (乐学小屋).", "preschool 学前（乐玩小屋）或 primary 小学（乐学小屋）。"
    )
    weekdays: Weekdays = column("星期", "Weekdays on which it counts.", "在哪几天需要照看。", default=EVERY_SCHOOL_DAY)
    leave_by: Clock = column(
        "最晚离校", "The parent must leave by then, unless the child has a place.", "没有照看时家长最晚离校的时间。"
    )
    may_use_room: YesNo = column(
        "可用小屋", "Whether the child may use a childcare room.", "孩子能否进照看小屋。", default=True
    )


class Instructor(Row):
    """An external instructor."""

    instructor_id: Id = column("外聘编号", "The instructor's id.", "外聘教师的编号。")
    name: Text = column("姓名", "The instructor's name.", "外聘教师的姓名。")
    organisation: Text | None = column("机构", "Where they come from.", "所属机构。", default=None)
    skills: Ids = column("可任活动", "Activities that they can lead.", "能带的活动编号。")
    available: Ids = column("可用时段", "Slots in which they can come.", "可以来校的时段。")
    fee: Int = column("课时费", "CNY a slot.", "每个时段的费用（元）。", default=0, ge=0)
    max_sessions_week: Int = column("每周上限", "Most slots a week.", "每周时段的上限。", default=5, ge=0)
    min_sessions_visit: Int = column(
        "每次最少",
        "Fewest slots on a weekday on which they come at all.",
        "来校当天至少要上的时段数。",
        default=1,
        ge=0,
    )
    cleared_until: Day | None = column(
        "审查有效期", "Background check and contract hold until then.", "背景审查与合同的有效期。", default=None
    )
    escort: YesNo = column(
        "需教师陪同", "Whether a teacher must be with them.", "上课时是否须有本校教师陪同。", default=True
    )


class Student(Row):
    """A student of the school and the days on which they stay."""

    student_id: Id = column("学号", "The student's id.", "学生的编号。")
    name: Text | None = column("姓名", "The student's name.", "学生的姓名。", default=None)
    class_id: Id = column("班级编号", "The student's class.", "学生所在班级。")
    weekdays: Weekdays = column(
        "参加星期", "Weekdays on which they stay.", "参加课后服务的星期。", default=EVERY_SCHOOL_DAY
    )
    blocks: Ids = column(
        "参加选课段",
        "Elective blocks attended; blank: all of the grade's on those weekdays.",
        "参加的选课段；留空为这些天本年级的全部选课段。",
        default=(),
    )


class ChoiceRow(Row):
    """A line of a student's ranked list of clubs."""

    student_id: Id = column("学号", "The student.", "学生的编号。")
    block: Id | None = column(
        "选课段",
        "The block; blank: for every attended block with no list of its own, and then nothing twice in the week.",
        "选课段；留空则用于没有单独志愿的每个选课段，且一周内不重复同一活动。",
        default=None,
    )
    rank: Int = column("志愿", "1 = first choice.", "第几志愿，1 为第一志愿。", ge=1)
    activity_id: Id = column("活动编号", "The activity wished for.", "志愿的活动编号。")


class TutoringRow(Row):
    """A student who is to be tutored."""

    student_id: Id = column("学号", "The student.", "学生的编号。")
    activity_id: Id = column("活动编号", "The tutoring activity.", "辅导活动的编号。")


class LeaveRow(Row):
    """Dates on which a person is away."""

    person_id: Id = column("人员编号", "Who is away.", "请假人的编号。")
    start: Day = column("开始日期", "First day away.", "请假第一天。")
    end: Day = column("结束日期", "Last day away.", "请假最后一天。")
    reason: Text | None = column("原因", "Why.", "请假原因。", default=None)
