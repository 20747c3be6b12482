"""The term, its weekly slots, the pattern of each grade, and the calendar."""

from typing import Literal

from models.row import Clock, Day, Frozen, Id, Row, Text, Weekday, YesNo, column


class Term(Frozen):
    """First and last day of the term, both inclusive."""

    name: Text = column("学期名称", "The term's name.", "学期的名称。")
    start: Day = column("学期开始", "First day of the term.", "学期第一天。")
    end: Day = column("学期结束", "Last day of the term.", "学期最后一天。")


class Slot(Row):
    """A weekly after-school slot."""

    slot_id: Id = column("时段编号", "The slot's id.", "时段的编号。")
    weekday: Weekday = column("星期", "Weekday 1 to 7, Monday = 1.", "星期几，1 至 7，星期一为 1。")
    start: Clock = column("开始时间", "When the slot begins.", "时段开始的时间。")
    end: Clock = column("结束时间", "When the slot ends.", "时段结束的时间。")


PatternKind = Literal["homework", "strand", "elective"]


class PatternRow(Row):
    """What a grade does in a slot: the 1 (homework), the 3 (strand) or the x (elective)."""

    grade: Id = column("年级", "The grade.", "年级。")
    slot_id: Id = column("时段编号", "The slot.", "时段的编号。")
    kind: PatternKind = column(
        "类型",
        "homework (the 1), strand (the 3) or elective (the x).",
        "homework 作业（1）、strand 共同课程（3）或 elective 自选（x）。",
    )
    block: Id | None = column(
        "选课段",
        "Elective slots of one weekday that share a block are one undivided session; blank: the slot's id.",
        "同一天内选课段相同的自选时段连上、不拆开；留空为时段编号。",
        default=None,
    )

    @property
    def block_id(self) -> str:
        """The block, which is the slot's own id where none is given."""
        return self.block or self.slot_id


class CalendarRow(Row):
    """A date that differs from the official calendar."""

    date: Day = column("日期", "The date.", "日期。")
    open: YesNo = column("上课", "Whether school is open on it.", "当天是否上课。")
    weekday: Weekday | None = column(
        "按星期几上课",
        "Whose timetable runs on that date; blank: the date's own weekday.",
        "当天执行星期几的课表；留空为当天的星期。",
        default=None,
    )
