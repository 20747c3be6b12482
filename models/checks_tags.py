"""Tags of rooms that were typed with a slip, in the room or where an activity asks for it: no such room would be found."""

from collections import defaultdict
from collections.abc import Iterator

from models.checks_base import slip
from models.fault import Fault
from models.school import School

#: Of a tag of two signs one is too much for a slip: 画室 is no 教室.
_LEAST = 3


def without_slips(school: School) -> School:
    """The school with the tags that were meant, so that what follows from the slips is not said besides."""
    activities, rooms = list(school.activities), list(school.rooms)
    for fault in slips_of_tags(school):
        index, meant = int(fault.index or 0), str(fault.args["nearest"])
        if fault.table == "rooms":
            kinds = tuple(meant if tag == fault.found else tag for tag in rooms[index].kinds)
            rooms[index] = rooms[index].model_copy(update={"kinds": kinds})
        else:
            kinds = tuple(meant if tag == fault.found else tag for tag in activities[index].room_kinds)
            activities[index] = activities[index].model_copy(update={"room_kinds": kinds})
    changed = (tuple(activities), tuple(rooms)) != (school.activities, school.rooms)
    return school.replaced(activities=tuple(activities), rooms=tuple(rooms)) if changed else school


def slips_of_tags(school: School) -> Iterator[Fault]:
    """Tags that activities ask for and no room has, where one that a room has is the same but for one sign. Where other activities
    ask for that one, the activity is wrong, else the room."""
    asked: dict[str, list[int]] = defaultdict(list)
    held: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(school.activities):
        for tag in row.room_kinds:
            asked[tag].append(index)
    for index, row in enumerate(school.rooms):
        for tag in row.kinds:
            held[tag].append(index)
    for tag in [one for one in asked if one not in held]:
        near = [one for one in held if slip(one, tag) and min(len(one), len(tag)) >= _LEAST]
        if len(near) != 1:
            continue
        (other,) = near
        args: dict[str, str | int] = {"nearest": other}
        if other in asked:
            for index in asked[tag]:
                wanted = "files.tag_asked"
                yield Fault(table="activities", index=index, column="room_kinds", found=tag, wanted=wanted, args=args)
            continue
        args = {"nearest": tag, "tag": tag, "count": len(asked[tag])}
        for index in held[other]:
            yield Fault(table="rooms", index=index, column="kinds", found=other, wanted="files.tag_held", args=args)
