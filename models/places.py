"""Rooms of the school and the rooms for teachers' children."""

from models.people import ChildGroup
from models.row import Id, Ids, Int, Row, Text, column


class Room(Row):
    """A room that sessions can use."""

    room_id: Id = column("教室编号", "The room's id.", "教室的编号。")
    name: Text | None = column("名称", "The room's name.", "教室的名称。", default=None)
    kinds: Ids = column("类别", "Tags such as gym, music, computer.", "标签，如 体育、音乐、机房。", default=())
    capacity: Int = column("容量", "Students that a session in it can have.", "每个活动最多容纳的学生数。", ge=0)
    groups: Int = column("同时组数", "Sessions that it takes at once.", "可同时进行的活动数。", default=1, ge=0)
    unavailable: Ids = column("不可用时段", "Slots in which it is closed.", "不开放的时段。", default=())


class ChildcareRoom(Row):
    """A room for teachers' children: 乐玩小屋 (preschool) or 乐学小屋 (primary)."""

    room_id: Id = column("小屋编号", "The room's id.", "小屋的编号。")
    group: ChildGroup = column(
        "组别", "preschool (乐玩小屋) or primary (乐学小屋).", "preschool 学前（乐玩小屋）或 primary 小学（乐学小屋）。"
    )
    places: Int = column("位置数", "Children at once.", "同时可照看的孩子数。", ge=0)
    slots: Ids = column("开放时段", "Slots in which it is open; blank: all.", "开放的时段；留空为全部。", default=())
    carers: Int = column(
        "照看教师数",
        "Teachers with the skill `childcare` in each slot in which it is used; 0: its own staff run it.",
        "使用时每个时段需要的照看教师（技能 childcare）人数；0 为有专人照看。",
        default=0,
        ge=0,
    )
