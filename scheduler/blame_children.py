"""The settings of a teacher's own children, and of the rooms for these, that can keep the teacher from a pinned session."""

from collections.abc import Iterator

from models.people import ChildGroup, Teacher
from models.places import ChildcareRoom
from models.school import School
from scheduler.blame_setting import PLENTY, Lift, Setting, row_changed


def leaving(school: School, teacher_id: str | None) -> Iterator[Setting]:
    """When the children of somebody must leave."""
    leave_by = [child.leave_by for child in school.childcare if child.teacher_id == teacher_id]
    if teacher_id and leave_by:
        yield Setting("person_leaves", teacher_id, f"{min(leave_by):%H:%M}", _childless(teacher_id))


def cared_for(school: School, one: Teacher) -> Iterator[Setting]:
    """Whether a teacher's children may use a room, and what the rooms of their groups can take; a room where there is none."""
    children = [child for child in school.childcare if child.teacher_id == one.teacher_id]
    barred = {child.group for child in children if not child.may_use_room}
    rooms = [room for room in school.childcare_rooms if room.group in {child.group for child in children} - barred]
    if barred & {room.group for room in school.childcare_rooms if room.places}:
        yield Setting(
            "child_barred",
            one.teacher_id,
            "",
            row_changed("childcare", "teacher_id", one.teacher_id, may_use_room=True),
        )
    for room in rooms:
        yield from _room(room)
    groups: list[ChildGroup] = [child.group for child in children if child.group not in barred]
    for group in dict.fromkeys(groups):
        if group not in {room.group for room in rooms}:
            new = ChildcareRoom(room_id=f"\u2063{group}", group=group, places=PLENTY)
            yield Setting(
                "care_none", group, "", lambda s, new=new: s.replaced(childcare_rooms=(*s.childcare_rooms, new))
            )


def _room(room: ChildcareRoom) -> Iterator[Setting]:
    cells: list[tuple[str, str, dict[str, object]]] = [("places", str(room.places), {"places": PLENTY})]
    if room.slots:
        cells.append(("slots", ";".join(room.slots), {"slots": ()}))
    if room.carers:
        cells.append(("carers", str(room.carers), {"carers": 0}))
    for name, value, change in cells:
        yield Setting(
            f"care_{name}", room.room_id, value, row_changed("childcare_rooms", "room_id", room.room_id, **change)
        )


def _childless(teacher_id: str) -> Lift:
    return lambda s: s.replaced(childcare=tuple(c for c in s.childcare if c.teacher_id != teacher_id))
