"""The daily duty roster (日督导): posts and the people for them."""

from typing import Annotated, Literal

from pydantic import BeforeValidator

from models.row import EVERY_SCHOOL_DAY, Id, Ids, Int, Row, Text, Weekdays, Windows, column, split_list

Role = Literal["lead", "supervisor"]
Roles = Annotated[tuple[Role, ...], BeforeValidator(split_list)]


class DutyPost(Row):
    """A post that one person fills on every open date of its weekdays."""

    post_id: Id = column("岗位编号", "The post's id.", "岗位的编号。")
    name: Text = column("名称", "The post's name.", "岗位的名称。")
    role: Role = column("角色", "lead or supervisor.", "lead 带班领导或 supervisor 督导主任。")
    weekdays: Weekdays = column("星期", "Weekdays of the post.", "设岗的星期。", default=EVERY_SCHOOL_DAY)
    windows: Windows = column(
        "在岗时间",
        "Times at which the post binds the person, such as 07:20-07:50;16:00-17:50.",
        "必须在岗的时间，如 07:20-07:50;16:00-17:50。",
        default=(),
    )


class DutyStaff(Row):
    """A person who takes duties: a teacher, or somebody who does not teach."""

    staff_id: Id = column("人员编号", "A teacher's id, or any other.", "教师编号，或其他人员的编号。")
    name: Text | None = column("姓名", "The person's name.", "姓名。", default=None)
    roles: Roles = column("角色", "lead, supervisor or both.", "lead 带班领导、supervisor 督导主任，可都填。")
    posts: Ids = column(
        "岗位", "Posts they may fill; blank: all of their roles.", "可任岗位；留空为角色的全部岗位。", default=()
    )
    weekdays: Weekdays = column("星期", "Weekdays on which they may serve.", "可值班的星期。", default=EVERY_SCHOOL_DAY)
    max_week: Int = column(
        "每周上限", "Most duties a week, Monday to Sunday.", "每周（周一至周日）最多次数。", default=1, ge=0
    )
    min_gap: Int = column(
        "最小间隔",
        "School days from one duty to the next, at least; 1: may be on the next school day.",
        "两次值班至少相隔的上课日数；1 表示可连日。",
        default=2,
        ge=0,
    )
    carry: Int = column(
        "往期结转",
        "Duties above the average in earlier terms; may be negative.",
        "以往学期比平均多值的次数，可为负。",
        default=0,
    )
    wishes: Weekdays = column("愿意星期", "Weekdays on which they gladly serve.", "愿意值班的星期。", default=())


DEFAULT_POSTS = (
    DutyPost(post_id="lead", name="带班领导", role="lead"),
    *(DutyPost(post_id=f"supervisor-{n}", name=f"督导主任{n}", role="supervisor") for n in (1, 2, 3, 4)),
)
