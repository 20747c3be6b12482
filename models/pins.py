"""What was fixed by hand: pins on sessions, placements and duties."""

from models.row import Day, Id, Int, Row, column


class PinRow(Row):
    """There must be a session that agrees with every cell that is filled in."""

    block: Id | None = column(
        "选课段", "A block, or a slot for homework and strands.", "选课段；作业与共同课程填时段编号。", default=None
    )
    activity_id: Id | None = column("活动编号", "The activity.", "活动的编号。", default=None)
    class_id: Id | None = column("班级编号", "The class.", "班级的编号。", default=None)
    section: Int | None = column("班次", "The section's number.", "第几个班。", default=None, ge=1)
    leader_id: Id | None = column("带班人", "The leader.", "带班人的编号。", default=None)
    room_id: Id | None = column("教室编号", "The room.", "教室的编号。", default=None)


class PinPlacementRow(Row):
    """A student who must be in an activity in a block."""

    student_id: Id = column("学号", "The student.", "学生的编号。")
    block: Id = column("选课段", "The block.", "选课段。")
    activity_id: Id = column("活动编号", "The activity.", "活动的编号。")


class PinDutyRow(Row):
    """A person who must fill a post on a date."""

    date: Day = column("日期", "The date.", "日期。")
    post_id: Id = column("岗位编号", "The post.", "岗位的编号。")
    staff_id: Id = column("人员编号", "The person.", "人员的编号。")
