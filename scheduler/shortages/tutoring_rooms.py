"""Tutoring for which no room will do in any of its students' homework slots: what keeps it from them; and all that is alike as one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from models.school import School
from models.services import Activity
from scheduler.shortages.rooms import room_fits
from scheduler.shortages.shortage import Shortage

#: What tells those apart that are alike in all else.
_OWN = ("activity", "activities", "students")


def roomless(school: School, activity: Activity, slots: Iterable[str]) -> Shortage:
    """The activity can meet in no room in these slots: it may have no group of its least size at all; or no room is of its kind, or
    none is large enough, or none of these is open."""
    least, slots = max(1, activity.min_size), set(slots)
    rooms = [room for room in school.rooms if room_fits(activity, room.kinds)]
    usable = [room for room in rooms if room.groups > 0 and not slots <= set(room.unavailable)]
    largest = max((room.capacity for room in usable), default=0)
    args: dict[str, str | int] = {
        "activities": activity.activity_id,
        "least": least,
        "kinds": ";".join(activity.room_kinds),
    }
    few = not activity.max_sections or (activity.max_size is not None and activity.max_size < least)
    small = usable and largest < least
    shut = (
        "all_closed" if all(r.groups for r in rooms) else "no_groups" if not any(r.groups for r in rooms) else "closed"
    )
    key = "sizes" if few else "kind" if not rooms else shut if not usable else "small" if small else "mixed"
    named = () if key in ("sizes", "kind", "mixed") else tuple(room.room_id for room in (usable or rooms))
    args |= {"rooms": ";".join(named), "largest": largest}
    return Shortage("tutoring", f"tutoring.room.{key}", (), least, 0 if key != "small" else largest, args)


def together(found: Iterable[Shortage]) -> Iterator[Shortage]:
    """Those of rooms alike as one, at the place of the first, and those of as many seats that are too few; all others as they are."""
    alike: dict[object, list[Shortage]] = {}
    for number, short in enumerate(found):
        seats = short.key.startswith("tutoring.sections")
        cells = tuple((name, value) for name, value in short.args.items() if name not in _OWN)
        same = seats or short.key.startswith("tutoring.room.")
        alike.setdefault((short.key, cells) if same else number, []).append(short)
    for several in alike.values():
        first = several[0]
        if len(several) > 1:
            joined = {name: _all(several, name) for name in _OWN if name in first.args}
            names = tuple(dict.fromkeys(name for one in several for name in one.names))
            first = replace(first, names=names, args=first.args | joined | {"each": len(several)})
        yield first


def _all(several: Sequence[Shortage], name: str) -> str:
    return ";".join(dict.fromkeys(one for short in several for one in str(short.args[name]).split(";") if one))
