"""Pins as they are told: which of them cannot mean the same session, which slots they are sure to fill, what they imply."""

from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass

from models.people import Instructor, Teacher
from models.pins import PinDutyRow, PinPlacementRow, PinRow
from models.places import Room
from models.school import School
from models.services import Activity
from models.titles import TABLE_TITLES
from scheduler.messages import Lang, say
from scheduler.messages.names import activity_name, block_times, class_name, listing, room_name, slot_name

Pin = PinRow | PinPlacementRow | PinDutyRow

#: Cells in which two pins differ when they cannot mean the same session.
_CELLS = ("block", "activity_id", "class_id", "section", "leader_id", "room_id")
#: Cells that say which session is meant: with a section's number they are one session, whoever leads it and wherever.
_NAMES = ("activity_id", "block", "class_id", "section")
#: A section's number is no larger than this in any school; a mistyped one is not to fill the memory.
_MOST_SECTIONS = 100


@dataclass(frozen=True)
class Excess:
    """A limit that pins exceed, all ``pins`` that count towards it, and the sentence. ``limit`` is equal where the same limit is
    meant, whichever pins are looked at."""

    limit: tuple[Hashable, ...]
    pins: tuple[Pin, ...]
    sentence: str


def all_pins(school: School) -> list[Pin]:
    """Every pin of a school once, in the order of its tables."""
    return list(dict.fromkeys([*school.pins, *school.pin_placements, *school.pin_duties]))


def slots_of(school: School, pin: PinRow) -> tuple[str, ...]:
    """The slots that the pinned session is sure to fill; none where the pin does not say when."""
    activity = school.activity_by_id.get(pin.activity_id or "")
    block = school.blocks.get(pin.block or "")
    is_slot = pin.block in school.slot_by_id
    if block and (not is_slot or (activity is not None and activity.kind == "club")):
        return block.slots
    return (pin.block,) if is_slot and pin.block else ()


def different(pins: Iterable[PinRow], school: School | None = None) -> list[PinRow]:
    """Pins no two of which can mean the same session; the ``school`` tells what a class has no more than once at a time."""
    found: list[PinRow] = []
    for pin in pins:
        if all(_apart(pin, other, school) for other in found):
            found.append(pin)
    return found


def _apart(one: PinRow, other: PinRow, school: School | None) -> bool:
    activity = school.activity_by_id.get(one.activity_id or "") if school else None
    once = one.class_id and one.block and activity and activity.kind in ("homework", "strand")
    if (once or one.section is not None) and all(getattr(one, cell) == getattr(other, cell) for cell in _NAMES):
        return False  # two leaders or rooms for one session: it is one all the same
    cells = ((getattr(one, cell), getattr(other, cell)) for cell in _CELLS)
    return any(a is not None and b is not None and a != b for a, b in cells)


def with_earlier(school: School, pins: Sequence[PinRow]) -> list[PinRow]:
    """The pins, then what they imply: where a second section is pinned there is a first one, in the only room for it if
    there is but one."""
    found: list[PinRow] = []
    for pin in pins:
        activity = school.activity_by_id.get(pin.activity_id or "")
        is_club = activity is not None and activity.kind == "club" and pin.block in school.blocks
        is_group = activity is not None and activity.kind == "tutoring" and pin.block in school.slot_by_id
        if activity is None or not (is_club or is_group) or (activity.scope == "class" and pin.class_id is None):
            continue
        rooms = rooms_for(school, activity, pin.block or "" if is_club else "", pin.class_id or "")
        only = rooms[0].room_id if len(rooms) == 1 else None
        cells = {"block": pin.block, "activity_id": pin.activity_id, "class_id": pin.class_id, "room_id": only}
        found += [PinRow(section=number, **cells) for number in range(1, min(pin.section or 1, _MOST_SECTIONS))]
    return [*pins, *found]


def place(school: School, pin: PinRow, lang: Lang) -> str:
    """The class and the activity, as far as the pin names them; else its room, or that it is some session."""
    parts = [class_name(lang, pin.class_id)] if pin.class_id else []
    parts += [activity_name(lang, school, pin.activity_id)] if pin.activity_id else []
    parts += [room_name(school, pin.room_id)] if pin.room_id and not parts else []
    return say(lang, "blame.between_words").join(parts) or say(lang, "blame.some_session")


def places(school: School, pins: Sequence[PinRow], lang: Lang) -> str:
    """Where the pinned sessions are, with the number of the section where there are several of one club."""
    said: list[str] = []
    for pin in pins:
        alike = [one for one in pins if (one.activity_id, one.class_id) == (pin.activity_id, pin.class_id)]
        numbered = pin.section is not None and len(alike) > 1
        here = place(school, pin, lang)
        said.append(say(lang, "blame.section", place=here, number=pin.section) if numbered else here)
    return listing(lang, said)


def implied(pins: Sequence[PinRow], held: Sequence[PinRow], lang: Lang) -> str:
    """That a second section brings a first one, where that counts."""
    brought = any(pin not in pins for pin in held) or any(
        (one.section or 1) > (other.section or 1) and one.activity_id == other.activity_id
        for one in held
        for other in held
    )
    return say(lang, "blame.many_implied") if brought else ""


def when(school: School, pins: Sequence[PinRow], slot_id: str, lang: Lang) -> str:
    """The block where it is that of all the pins, else the slot."""
    blocks = {pin.block for pin in pins}
    (block,) = blocks if len(blocks) == 1 else (None,)
    return block_times(lang, school, block) if block in school.blocks else slot_name(lang, school, slot_id)


def whose_table(person: Teacher | Instructor, lang: Lang) -> str:
    """The table in which somebody who leads sessions is, as a sentence names it."""
    table = "teachers" if isinstance(person, Teacher) else "instructors"
    return f"“{TABLE_TITLES[table]}”" if lang == "zh" else table


def fewest(shares: Iterable[int], over: int) -> int:
    """How many pins have to go at least, where each takes away no more than its share."""
    count = 0
    for share in sorted(shares, reverse=True):
        if over <= 0:
            break
        over, count = over - share, count + 1
    return max(1, count)


def rooms_for(school: School, activity: Activity, block: str, own: str) -> list[Room]:
    """The rooms in which a club may be in the block (blank: whenever), that of a class where it is a class club."""
    slots = school.blocks[block].slots if block else ()
    rooms: list[Room] = [r for r in school.rooms if not set(slots) & set(r.unavailable)]
    if activity.room_kinds:
        return [r for r in rooms if set(activity.room_kinds) & set(r.kinds)]
    if activity.in_home_room and (home := school.class_by_id[own].room_id if own in school.class_by_id else None):
        return [r for r in rooms if r.room_id == home]
    return rooms


def able(school: School, activity: Activity, slots: Collection[str]) -> list[str]:
    """The names of those who could lead an activity in all of the slots, as far as their own rows tell."""
    people = (*school.teachers, *school.instructors)
    return [one.name for one in people if _can_lead(school, one, activity, slots)]


def able_ids(school: School, activity: Activity, slots: Collection[str]) -> list[str]:
    """The same by their ids."""
    people = (*school.teachers, *school.instructors)
    return [
        one.teacher_id if isinstance(one, Teacher) else one.instructor_id
        for one in people
        if _can_lead(school, one, activity, slots)
    ]


def _can_lead(school: School, person: Teacher | Instructor, activity: Activity, slots: Collection[str]) -> bool:
    if activity.needs_skill and activity.activity_id not in person.skills:
        return False
    if isinstance(person, Teacher):
        return not set(slots) & set(person.unavailable)
    cleared = person.cleared_until is None or person.cleared_until >= school.term.end
    return cleared and set(slots) <= set(person.available) and not activity.teacher_only


def real_pins(school: School, pins: Sequence[PinRow], counted: Sequence[PinRow], limit: int) -> tuple[PinRow, ...]:
    """Those of the pins that count, and those that bring a section which does; without a section that another pin brings,
    where taking it out would never help: whichever later ones went before it, too few would be left to exceed the limit."""
    brought = {_club(pin) for pin in counted if pin not in pins}
    real = [p for p in pins if p in counted or ((p.section or 1) > 1 and _club(p) in brought)]
    told: list[PinRow] = []
    for pin in real:
        later = [one for one in real if _club(one) == _club(pin) and (one.section or 1) > (pin.section or 1)]
        as_many = _left(school, real, counted, [pin]) == _left(school, real, counted, [])
        if pin.section is None or not later or not as_many or _left(school, real, counted, later) > limit:
            told.append(pin)
    return tuple(told)


def _left(school: School, real: Sequence[PinRow], counted: Sequence[PinRow], gone: Sequence[PinRow]) -> int:
    """How many different sessions of those that count are left without some pins."""
    left = with_earlier(school, [one for one in real if one not in gone])
    return len(different([one for one in left if one in counted], school))


def _club(pin: PinRow) -> tuple[str | None, ...]:
    return pin.activity_id, pin.block, pin.class_id
