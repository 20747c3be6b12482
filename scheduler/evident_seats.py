"""More students pinned to a club than it has seats, and what would give enough of them.

Seats are counted by all that the tables limit them with: the sections that there may be, that somebody could lead, and that the
rooms take, the largest of these first. What is offered as enough is counted in the same way.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from models.pins import PinPlacementRow, PinRow
from models.places import Room
from models.school import School
from models.services import Activity
from scheduler.evident_pins import Excess, able, different, place, rooms_for
from scheduler.messages import Lang, say
from scheduler.messages.names import activity_name, block_name, listing, room_name


@dataclass(frozen=True)
class _Club:
    """A club in a block. ``leaders`` could lead it, ``rooms`` could hold it, ``inside``: rooms in each of which one section must be, by
    a pin. Without any leaders or rooms, which is told elsewhere, they limit nothing."""

    activity: Activity
    leaders: tuple[str, ...]
    rooms: tuple[Room, ...]
    inside: tuple[Room, ...] = ()

    @property
    def places(self) -> list[int]:
        """Students whom each section's room holds: of those that must be somewhere first, then one section after the other takes
        the best that is left."""
        left = sorted((room.capacity for room in self.rooms for _ in range(room.groups)), reverse=True)
        first = sorted((room.capacity for room in self.inside), reverse=True)
        for capacity in first:
            left.remove(capacity)
        return [*first, *left]

    @property
    def sections(self) -> int:
        """How many there can be at once."""
        known = [limit for limit in (len(self.leaders), len(self.places)) if limit]
        return min([self.activity.max_sections, *known])

    def sizes(self, sections: int, size: int | None) -> list[int] | None:
        """Students of each of so many sections, with the activity's limit of a section; None where nothing limits them."""
        if not self.places:
            return None if size is None else [size] * sections
        return [min(one, size) if size is not None else one for one in self.places[:sections]]


def too_many_students(
    school: School, sessions: Sequence[PinRow], pins: Sequence[PinPlacementRow], lang: Lang
) -> Iterator[Excess]:
    """More students in a club than its sections have seats: those of a class, where it is a class club."""
    groups: dict[tuple[str, str, str], list[PinPlacementRow]] = defaultdict(list)
    for pin in pins:
        activity, student = school.activity_by_id.get(pin.activity_id), school.student_by_id.get(pin.student_id)
        if activity and student and pin.block in school.blocks:
            own = student.class_id if activity.scope == "class" else ""
            groups[pin.activity_id, pin.block, own].append(pin)
    for (activity_id, block, own), held in groups.items():
        activity, found = school.activity_by_id[activity_id], len({pin.student_id for pin in held})
        rooms = [p for p in sessions if _in_room(p, activity_id, block, own)]
        free = _club(school, activity, block, own, ())
        club = _club(school, activity, block, own, rooms)
        sizes = club.sizes(club.sections, activity.max_size)
        if sizes is not None and found > sum(sizes) > 0:
            row = PinRow(activity_id=activity_id, class_id=own or None)
            names = {"block": block_name(lang, school, block), "place": place(school, row, lang)}
            counts = {"found": found, "seats": sum(sizes), "over": found - sum(sizes)}
            texts = {"why": _why(school, club, sizes, lang), "ways": _ways(school, club, found, lang)}
            text = say(lang, "blame.many_students", **names, **counts, **texts)
            because = rooms if sizes != free.sizes(free.sections, activity.max_size) else ()
            yield Excess(("seats", activity_id, block, own), (*because, *held), text)


def room_for_sections(school: School, activity: Activity, block: str, own: str, count: int) -> bool:
    """Whether there are leaders and rooms for so many sections of a club at once."""
    club = _club(school, activity, block, own, ())
    return len(club.leaders) >= count and len(club.places) >= count


def lacking_for(school: School, activity: Activity, block: str, own: str, count: int, lang: Lang) -> str:
    """What else so many sections of a club need at once, in brackets; empty where there is enough."""
    club = _club(school, activity, block, own, ())
    counts = {"leaders": count - len(club.leaders), "rooms": count - len(club.places)}
    said = [say(lang, f"blame.more_{name}", count=more) for name, more in counts.items() if more > 0]
    return say(lang, "blame.needs_too", what=listing(lang, said)) if said else ""


def _club(school: School, activity: Activity, block: str, own: str, pinned: Sequence[PinRow]) -> _Club:
    people = able(school, activity, school.blocks[block].slots)
    rooms = tuple(room for room in rooms_for(school, activity, block, own) if room.groups > 0)
    found: list[Room] = []
    for pin in different(pinned, school):
        room = next((one for one in rooms if one.room_id == pin.room_id), None)
        if room and found.count(room) < room.groups:  # more than it takes is told by itself
            found.append(room)
    most = activity.max_sections  # so are more sections than there may be
    inside = tuple(found if len(found) <= most else found[:0])
    return _Club(activity, tuple(people), rooms, inside)


def _in_room(pin: PinRow, activity_id: str, block: str, own: str) -> bool:
    return pin.room_id is not None and (pin.activity_id, pin.block, pin.class_id or "") == (activity_id, block, own)


def _lacking(club: _Club, sections: int) -> list[str]:
    """What there is too little of for so many sections at once."""
    counts = {"leaders": len(club.leaders), "rooms": len(club.places)}
    return [name for name, count in counts.items() if 0 < count < sections]


def _named(school: School, club: _Club, lacking: Sequence[str], lang: Lang) -> str:
    """Who and what there is of it."""
    names = {
        "leaders": listing(lang, club.leaders, of="people"),
        "rooms": listing(lang, [room_name(school, room.room_id) for room in club.rooms], of="rooms"),
    }
    return listing(lang, [say(lang, f"blame.only_{name}", names=names[name]) for name in lacking])


def _why(school: School, club: _Club, sizes: Sequence[int], lang: Lang) -> str:
    """How many sections there are at most, and how many students each has."""
    lacking = _lacking(club, club.activity.max_sections)
    key, named = ("blame.sections_had", _named(school, club, lacking, lang)) if lacking else ("blame.sections_set", "")
    sections = say(lang, key, sections=club.sections, named=named)
    if len(set(sizes)) > 1:
        return say(lang, "blame.sizes_of_each", sections=sections, sizes=listing(lang, [str(size) for size in sizes]))
    own = club.activity.max_size == sizes[0]
    return say(lang, "blame.size_set" if own else "blame.size_of_room", sections=sections, size=sizes[0])


def _ways(school: School, club: _Club, found: int, lang: Lang) -> str:
    """The limits that would be enough if one of them is raised; what it needs besides, where more sections need more."""
    activity, ways = club.activity, list[str]()
    named = activity_name(lang, school, activity.activity_id)
    size = ceil(found / club.sections)
    while activity.max_size is not None and size <= found:
        sizes = club.sizes(club.sections, size) or []
        if sum(sizes) >= found:
            ways.append(say(lang, "blame.raise_size", size=size, activity=named))
            break
        size += 1
    if not ways:
        larger = ceil(found / club.sections)
        small = activity.max_size is not None and activity.max_size < larger
        ways.append(
            say(lang, "blame.larger_room_and_size" if small else "blame.larger_room", size=larger, activity=named)
        )
    more, note = club.sections + 1, ""
    while more <= found and not _lacking(club, more) and sum(club.sizes(more, activity.max_size) or []) < found:
        more += 1
    if not (lacking := _lacking(club, more)):
        ways.append(say(lang, "blame.raise_sections", sections=more, activity=named))
    elif not _lacking(club, activity.max_sections):
        note = say(lang, "blame.more_sections_need", sections=more, named=_named(school, club, lacking, lang))
    return say(lang, "blame.or_words").join(["", *ways]) + say(lang, "blame.stop") + note
