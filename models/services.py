"""Activities: homework, tutoring, strands and clubs."""

from typing import Literal

from models.row import Id, Ids, Int, Row, Text, YesNo, column

ActivityKind = Literal["homework", "tutoring", "strand", "club"]
Scope = Literal["school", "class"]
HOMEWORK_ID = "homework"


class Activity(Row):
    """Something that a session can be."""

    activity_id: Id = column("活动编号", "The activity's id.", "活动的编号。")
    name: Text = column("名称", "The activity's name.", "活动的名称。")
    kind: ActivityKind = column(
        "类型",
        "homework, tutoring (taken out of the homework slot), strand or club.",
        "homework 作业、tutoring 培优辅潜、strand 共同课程或 club 社团。",
    )
    category: Text | None = column("类别", "A category of your own.", "自定的类别。", default=None)
    scope: Scope = column(
        "范围",
        "school, or class: a section takes students of one class only.",
        "school 校级社团；class 班级社团，只收一个班的学生。",
        default="school",
    )
    grades: Ids = column("年级", "Grades that may take part; blank: all.", "可参加的年级；留空为全部。", default=())
    min_size: Int = column("最少人数", "Fewest students in a section.", "开班最少人数。", default=1, ge=0)
    max_size: Int | None = column(
        "最多人数", "Most students in a section; blank: no limit.", "每班最多人数；留空为不限。", default=None, ge=0
    )
    max_sections: Int = column(
        "最多班数",
        "Most sections in one block (scope class: in one class and block).",
        "每个选课段最多开班数（班级社团：每班每段）。",
        default=1,
        ge=0,
    )
    room_kinds: Ids = column(
        "教室类别",
        "A room with one of these tags; blank: any room, or for homework, strands and class clubs the home room.",
        "所需教室标签之一；留空为任意教室，作业、共同课程与班级社团则为本班教室。",
        default=(),
    )
    blocks: Ids = column(
        "选课段", "Blocks in which it may run; blank: all.", "可开设的选课段；留空为全部。", default=()
    )
    sessions_week: Int = column(
        "每周次数",
        "Strands: times a week for each class; tutoring: times a week for each student.",
        "共同课程：每班每周次数；辅导：每名学生每周次数。",
        default=1,
        ge=0,
    )
    fallback: YesNo = column(
        "兜底",
        "Whether any student of its grades may be put here unasked.",
        "是否可把未选到的学生安排在此。",
        default=False,
    )
    skill_needed: YesNo | None = column(
        "需专长",
        "Whether a leader needs the skill; blank: no for homework, yes for all others.",
        "带班人是否须有此专长；留空：作业不需要，其余需要。",
        default=None,
    )

    @property
    def needs_skill(self) -> bool:
        """Whether a leader must have this activity among their skills."""
        return self.kind != "homework" if self.skill_needed is None else self.skill_needed

    @property
    def teacher_only(self) -> bool:
        """Whether only a teacher may lead it (R5)."""
        return self.kind in ("homework", "tutoring") or self.fallback

    @property
    def in_home_room(self) -> bool:
        """Whether a blank ``room_kinds`` means the class's home room (R8)."""
        return not self.room_kinds and (self.kind in ("homework", "strand") or self.scope == "class")

    def for_grade(self, grade: str) -> bool:
        """Whether students of the grade may take part."""
        return not self.grades or grade in self.grades

    def runs_in(self, block: str) -> bool:
        """Whether it may run in a block; for homework, strands and tutoring, in a slot."""
        return not self.blocks or block in self.blocks
