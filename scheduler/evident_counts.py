"""Pins of which there are too many, where a count alone proves it: of people's time, of seats, sections, rooms and leaders.

Each reason is a proof: so many pins must be so many different sessions, slots, dates or students, and there can only be
fewer. Whatever a count cannot prove is left to the search.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from models.people import Instructor, Teacher
from models.pins import PinDutyRow, PinPlacementRow, PinRow
from models.places import Room
from models.school import School
from models.services import Activity
from models.titles import heading
from scheduler.calendar import SchoolDay
from scheduler.messages import Lang, say
from scheduler.messages.names import (
    activity_name,
    block_name,
    class_name,
    listing,
    person_name,
    room_name,
    slot_name,
    weekday_name,
)

Pin = PinRow | PinPlacementRow | PinDutyRow

#: Cells in which two pins differ when they cannot mean the same session.
_CELLS = ("block", "activity_id", "class_id", "section", "leader_id", "room_id")


def too_many(school: School, pins: Sequence[Pin], days: dict[date, SchoolDay], lang: Lang) -> Iterator[str]:
    """A sentence for each count that the pins exceed."""
    sessions = [pin for pin in pins if isinstance(pin, PinRow)]
    yield from _staff(school, sessions, lang)
    yield from _fees(school, sessions, lang)
    yield from _sections(school, sessions, lang)
    told: list[list[PinRow]] = []
    for slot_id in school.slot_by_id:
        at_once = different([pin for pin in sessions if slot_id in slots_of(school, pin)])
        if at_once in told:  # another slot of the same block
            continue
        found = [*_rooms(school, at_once, slot_id, lang), *_leaders(school, at_once, slot_id, lang)]
        told += [at_once] if found else []
        yield from found
    yield from _students(school, sessions, [pin for pin in pins if isinstance(pin, PinPlacementRow)], lang)
    yield from _duties(school, [pin for pin in pins if isinstance(pin, PinDutyRow)], days, lang)


def slots_of(school: School, pin: PinRow) -> tuple[str, ...]:
    """The slots that the pinned session is sure to fill; none where the pin does not say when."""
    activity = school.activity_by_id.get(pin.activity_id or "")
    block = school.blocks.get(pin.block or "")
    is_slot = pin.block in school.slot_by_id
    if block and (not is_slot or (activity is not None and activity.kind == "club")):
        return block.slots
    return (pin.block,) if is_slot and pin.block else ()


def different(pins: Iterable[PinRow]) -> list[PinRow]:
    """Pins no two of which can mean the same session."""
    found: list[PinRow] = []
    for pin in pins:
        if all(_apart(pin, other) for other in found):
            found.append(pin)
    return found


def _apart(one: PinRow, other: PinRow) -> bool:
    cells = ((getattr(one, cell), getattr(other, cell)) for cell in _CELLS)
    return any(a is not None and b is not None and a != b for a, b in cells)


def place(school: School, pin: PinRow, lang: Lang) -> str:
    """The class and the activity, as far as the pin names them; else its room."""
    parts = [class_name(lang, pin.class_id)] if pin.class_id else []
    parts += [activity_name(lang, school, pin.activity_id)] if pin.activity_id else []
    parts += [room_name(school, pin.room_id)] if pin.room_id and not parts else []
    return say(lang, "blame.between_words").join(parts)


def _places(school: School, pins: Sequence[PinRow], lang: Lang) -> str:
    return listing(lang, [place(school, pin, lang) for pin in pins])


# -- people ------------------------------------------------------------------------------------------------


def _staff(school: School, pins: Sequence[PinRow], lang: Lang) -> Iterator[str]:
    """More slots than a leader's limits of the day, the week and in all."""
    slots: dict[str, set[str]] = defaultdict(set)
    for pin in pins:
        slots[pin.leader_id or ""].update(slots_of(school, pin))
    for leader_id, busy in slots.items():
        person = school.teacher_by_id.get(leader_id) or school.instructor_by_id.get(leader_id)
        if person is None:
            continue
        found = len(busy)
        if found > person.max_sessions_week:
            column = heading(type(person), "max_sessions_week") if lang == "zh" else "max_sessions_week"
            blanks = {"found": found, "limit": person.max_sessions_week, "column": column}
            yield say(lang, "blame.many_week", name=person.name, **blanks)
        if isinstance(person, Teacher):
            yield from _teacher(school, person, busy, lang)


def _teacher(school: School, teacher: Teacher, busy: set[str], lang: Lang) -> Iterator[str]:
    for weekday in range(1, 8):
        found = sum(school.slot_by_id[slot].weekday == weekday for slot in busy)
        if found > teacher.max_sessions_day:
            blanks = {"found": found, "limit": teacher.max_sessions_day, "weekday": weekday_name(lang, weekday)}
            yield say(lang, "blame.many_day", name=teacher.name, **blanks)
    if teacher.max_load is not None and busy and teacher.day_load + len(busy) > teacher.max_load:
        blanks = {"day": teacher.day_load, "found": len(busy), "limit": teacher.max_load}
        yield say(lang, "blame.many_load", name=teacher.name, **blanks)


def _fees(school: School, pins: Sequence[PinRow], lang: Lang) -> Iterator[str]:
    """More fees than the week's budget."""
    busy = {(pin.leader_id or "", slot) for pin in pins for slot in slots_of(school, pin)}
    fees = sum(school.instructor_by_id[who].fee for who, _ in busy if who in school.instructor_by_id)
    budget = school.policy.weekly_budget
    if budget is not None and fees > budget:
        yield say(lang, "blame.many_fees", found=fees, limit=budget)


def _leaders(school: School, pins: Sequence[PinRow], slot_id: str, lang: Lang) -> Iterator[str]:
    """More different sessions at one time than people who can lead them: those of one activity, else all together."""
    known = [pin for pin in pins if pin.activity_id in school.activity_by_id]
    groups = [[p for p in known if p.activity_id == a] for a in dict.fromkeys(p.activity_id for p in known)]
    for group in [*groups, known] if len(groups) > 1 else groups:
        activities = [school.activity_by_id[one] for one in dict.fromkeys(pin.activity_id or "" for pin in group)]
        people = [
            p.name
            for p in (*school.teachers, *school.instructors)
            if any(_can_lead(school, p, activity, slot_id) for activity in activities)
        ]
        if len(group) > len(people) > 0:
            named = listing(lang, people, of="people")
            blanks = {"when": slot_name(lang, school, slot_id), "places": _places(school, group, lang)}
            yield say(lang, "blame.many_leaders", found=len(group), count=len(people), people=named, **blanks)
            return


def _can_lead(school: School, person: Teacher | Instructor, activity: Activity, slot_id: str) -> bool:
    if activity.needs_skill and activity.activity_id not in person.skills:
        return False
    if isinstance(person, Teacher):
        return slot_id not in person.unavailable
    cleared = person.cleared_until is None or person.cleared_until >= school.term.end
    return cleared and slot_id in person.available and not activity.teacher_only


def _duties(school: School, pins: Sequence[PinDutyRow], days: dict[date, SchoolDay], lang: Lang) -> Iterator[str]:
    """More duties in a calendar week than somebody's limit."""
    dates: dict[tuple[str, date], set[date]] = defaultdict(set)
    for pin in pins:
        if pin.date in days:
            dates[pin.staff_id, days[pin.date].week].add(pin.date)
    limits = {row.staff_id: row.max_week for row in school.duty_staff}
    for (who, monday), held in dates.items():
        if who in limits and len(held) > limits[who] > 0:
            blanks = {"found": len(held), "limit": limits[who], "monday": monday.isoformat()}
            yield say(lang, "blame.many_duties", name=person_name(school, who), **blanks)


# -- sections, rooms and seats -----------------------------------------------------------------------------


def _sections(school: School, pins: Sequence[PinRow], lang: Lang) -> Iterator[str]:
    """More sections of a club in a block than there may be, and a strand of a class more often than it is due."""
    groups: dict[tuple[str, str, str], list[PinRow]] = defaultdict(list)
    for pin in pins:
        activity = school.activity_by_id.get(pin.activity_id or "")
        if activity is None or (pin.class_id is None and (activity.kind == "strand" or activity.scope == "class")):
            continue
        if activity.kind == "club" and pin.block:
            groups[activity.activity_id, pin.block, pin.class_id or ""].append(pin)
        elif activity.kind == "strand" and pin.block:
            groups[activity.activity_id, "", pin.class_id or ""].append(pin)
    for (activity_id, block, _), group in groups.items():
        activity, held = school.activity_by_id[activity_id], different(group)
        limit = activity.max_sections if block else activity.sessions_week
        if len(held) > limit:
            when = block_name(lang, school, block) if block else ""
            key = "blame.many_sections" if block else "blame.many_times"
            yield say(lang, key, when=when, place=place(school, held[0], lang), found=len(held), limit=limit)


def _rooms(school: School, pins: Sequence[PinRow], slot_id: str, lang: Lang) -> Iterator[str]:
    """More different sessions at one time than a room takes, or than all rooms of a kind take."""
    when = slot_name(lang, school, slot_id)
    for room in school.rooms:
        held = [pin for pin in pins if pin.room_id == room.room_id]
        if len(held) > room.groups > 0:
            blanks = {"when": when, "room": room_name(school, room.room_id), "places": _places(school, held, lang)}
            yield say(lang, "blame.many_in_room", limit=room.groups, **blanks)
    by_kinds: dict[tuple[str, ...], list[PinRow]] = defaultdict(list)
    for pin in pins:
        activity = school.activity_by_id.get(pin.activity_id or "")
        if activity and activity.room_kinds:
            by_kinds[activity.room_kinds].append(pin)
    for kinds, held in by_kinds.items():
        rooms = [r for r in school.rooms if set(kinds) & set(r.kinds) and slot_id not in r.unavailable]
        limit = sum(room.groups for room in rooms)
        if len(held) > limit > 0:
            named = listing(lang, [room_name(school, r.room_id) for r in rooms], of="rooms")
            blanks = {"when": when, "kinds": listing(lang, kinds), "places": _places(school, held, lang)}
            yield say(lang, "blame.many_of_kind", found=len(held), rooms=named, limit=limit, **blanks)


def _students(school: School, sessions: Sequence[PinRow], pins: Sequence[PinPlacementRow], lang: Lang) -> Iterator[str]:
    """More students in a club than its sections have seats: those of a class, where it is a class club."""
    groups: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for pin in pins:
        activity, student = school.activity_by_id.get(pin.activity_id), school.student_by_id.get(pin.student_id)
        if activity and student and pin.block in school.blocks:
            own = student.class_id if activity.scope == "class" else ""
            groups[pin.activity_id, pin.block, own].add(pin.student_id)
    for (activity_id, block, own), students in groups.items():
        activity = school.activity_by_id[activity_id]
        size = _largest(school, activity, block, own, sessions)
        if size is not None and len(students) > size * activity.max_sections > 0:
            row = PinRow(activity_id=activity_id, class_id=own or None)
            blanks = {"sections": activity.max_sections, "size": size, "seats": size * activity.max_sections}
            named = {"block": block_name(lang, school, block), "place": place(school, row, lang)}
            yield say(lang, "blame.many_students", found=len(students), **named, **blanks)


def _largest(school: School, activity: Activity, block: str, own: str, sessions: Sequence[PinRow]) -> int | None:
    """Most students of one section: by its own limit, and by the largest room that it may be in; None where neither says."""
    slots = school.blocks[block].slots
    rooms: list[Room] = [r for r in school.rooms if not set(slots) & set(r.unavailable)]
    if activity.room_kinds:
        rooms = [r for r in rooms if set(activity.room_kinds) & set(r.kinds)]
    elif activity.in_home_room and (home := school.class_by_id[own].room_id if own in school.class_by_id else None):
        rooms = [r for r in rooms if r.room_id == home]
    if activity.max_sections == 1:
        for pin in sessions:
            if (pin.activity_id, pin.block, pin.class_id or "") == (activity.activity_id, block, own) and pin.room_id:
                rooms = [r for r in rooms if r.room_id == pin.room_id]
    limits = [n for n in (activity.max_size, max((r.capacity for r in rooms), default=None)) if n is not None]
    return min(limits, default=None)
