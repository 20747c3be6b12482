"""Rooms that hold fewer than stay: all home rooms told as one, all other rooms by those that serve the same."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from models.school import School
from scheduler.shortages.shortage import Shortage


@dataclass(frozen=True)
class Small:
    """An activity that a class must have, with ``students`` of it at least, in one of ``rooms``, the largest of which holds
    ``seats``."""

    activity_id: str
    class_id: str
    students: int
    seats: int
    rooms: tuple[str, ...]


def shortages(school: School, several: Iterable[Small]) -> Iterator[Shortage]:
    """One for all home rooms, then one for each other set of rooms."""
    home: list[Small] = []
    shared: dict[tuple[str, ...], list[Small]] = {}
    for one in several:
        mine = school.activity_by_id[one.activity_id].in_home_room
        (home if mine else shared.setdefault(one.rooms, [])).append(one)
    if home:
        yield _shortage(school, home, "room.small_home")
    for members in shared.values():
        yield _shortage(school, members, "room.small")


def _shortage(school: School, several: list[Small], key: str) -> Shortage:
    """Each class with the most of its students of whom it is known."""
    of_class: dict[str, Small] = {}
    for one in several:
        if one.class_id not in of_class or one.students > of_class[one.class_id].students:
            of_class[one.class_id] = one
    rows = [of_class[one.class_id] for one in school.classes if one.class_id in of_class]
    worst = max(rows, key=lambda one: one.students - one.seats)
    acts = list(dict.fromkeys(one.activity_id for one in several))
    rooms = tuple(dict.fromkeys(room for one in rows for room in one.rooms))
    kinds = dict.fromkeys(kind for a in acts for kind in school.activity_by_id[a].room_kinds)
    args: dict[str, str | int] = {"activities": ";".join(acts), "rooms": ";".join(rooms), "kinds": ";".join(kinds)}
    args |= {"crowded": ";".join(one.class_id for one in rows), "students": ";".join(str(one.students) for one in rows)}
    args |= {"seats": ";".join(str(one.seats) for one in rows), "largest": max(one.students for one in rows)}
    return Shortage("room", key, rooms, worst.students, worst.seats, args)
