"""Pins of which there are too many, where a count alone proves it: of people's time, of seats, sections, rooms and leaders.

Each reason is a proof: so many pins must be so many different sessions, slots, dates or students, and there can only be
fewer. Whatever a count cannot prove is left to the search. Where it says how many pins to take out at least, that is a
lower bound; the limit that it names is one that would do.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from models.people import Instructor, Teacher
from models.pins import PinDutyRow, PinPlacementRow, PinRow
from models.places import Room
from models.school import School
from models.titles import heading
from scheduler.calendar import SchoolDay
from scheduler.evident_children import too_few_carers, too_many_parents
from scheduler.evident_few import too_few_left
from scheduler.evident_leaders import bound_then, too_few_leaders, too_few_teachers
from scheduler.evident_pins import (
    Excess,
    Pin,
    different,
    fewest,
    implied,
    place,
    places,
    real_pins,
    rooms_for,
    slots_of,
    when,
    whose_table,
    with_earlier,
)
from scheduler.evident_same import all_but_one
from scheduler.evident_seats import room_for_sections, too_many_students
from scheduler.evident_tutoring import too_many_groups
from scheduler.messages import Lang, say
from scheduler.messages.names import activity_name, block_name, listing, person_name, room_name, weekday_name


def too_many(school: School, pins: Sequence[Pin], days: dict[date, SchoolDay], lang: Lang) -> Iterator[Excess]:
    """Each count that the pins exceed."""
    sessions = [pin for pin in pins if isinstance(pin, PinRow)]
    yield from all_but_one(school, pins, days, lang)
    yield from _staff(school, sessions, lang)
    yield from _fees(school, sessions, lang)
    yield from _sections(school, sessions, lang)
    yield from too_many_groups(school, sessions, lang)
    brought = _brought(school, sessions, [pin for pin in pins if isinstance(pin, PinPlacementRow)])
    duties = [pin for pin in pins if isinstance(pin, PinDutyRow)]
    placed = [pin for pin in pins if isinstance(pin, PinPlacementRow)]
    for one in too_few_left(school, [*sessions, *brought], placed, lang):
        yield _with_students(school, one, brought, (), lang)
    told: list[list[PinRow]] = []
    for slot_id in school.slot_by_id:
        here = [pin for pin in (*sessions, *brought) if slot_id in slots_of(school, pin)]
        if here in told:  # another slot of the same block
            continue
        found = [*_at_once(school, here, slot_id, lang), *_rooms(school, here, slot_id, lang)]
        bound = bound_then(school, duties, days, slot_id)
        leaders = list(too_few_leaders(school, here, slot_id, lang, bound))
        found += leaders
        fewer = too_few_teachers(school, here, slot_id, lang, bound)
        found += [one for one in fewer if not any(set(other.pins) <= set(one.pins) for other in leaders)]
        found = [_with_students(school, one, brought, placed, lang) for one in found]
        found += [*too_many_parents(school, here, slot_id, lang), *too_few_carers(school, here, slot_id, lang, bound)]
        told += [here] if found else []
        yield from found
    yield from too_many_students(school, sessions, [pin for pin in pins if isinstance(pin, PinPlacementRow)], lang)
    yield from _duties(school, duties, days, lang)


def _brought(
    school: School, sessions: Sequence[PinRow], pins: Sequence[PinPlacementRow]
) -> dict[PinRow, list[PinPlacementRow]]:
    """The clubs that must be held for the students who are pinned to them, as if pinned themselves; those that are pinned count already."""
    there = {(pin.activity_id, pin.block, pin.class_id) for pin in sessions}
    found: dict[PinRow, list[PinPlacementRow]] = defaultdict(list)
    for pin in pins:
        activity, student = school.activity_by_id.get(pin.activity_id), school.student_by_id.get(pin.student_id)
        if activity and student and pin.block in school.blocks:
            own = student.class_id if activity.scope == "class" else None
            if not {(pin.activity_id, pin.block, own), (pin.activity_id, pin.block, None)} & there:
                club = PinRow(block=pin.block, activity_id=pin.activity_id, class_id=own, section=1)
                found[club].append(pin)
    return found


def _with_students(
    school: School, one: Excess, brought: Mapping[PinRow, Sequence[Pin]], placed: Sequence[PinPlacementRow], lang: Lang
) -> Excess:
    """With the students for whom a club must be held: in place of the club, or beside its own pin, without which it is held all the
    same."""
    clubs = [pin for pin in one.pins if isinstance(pin, PinRow) and pin in brought]
    pins = [
        student
        for pin in one.pins
        for student in (brought[pin] if isinstance(pin, PinRow) and pin in brought else [pin])
    ]
    own = [pin for pin in one.pins if isinstance(pin, PinRow) and pin not in brought]
    besides = [pin for pin in placed if pin not in pins and any(_is_in(school, pin, club) for club in own)]
    text = say(lang, "blame.must_be_held", places=places(school, clubs, lang)) if clubs else ""
    return Excess(one.limit, (*pins, *besides), text + one.sentence)


def _is_in(school: School, pin: PinPlacementRow, club: PinRow) -> bool:
    """Whether a student is pinned to the club that a pin on sessions names."""
    own = school.student_by_id.get(pin.student_id)
    in_class = club.class_id is None or (own is not None and own.class_id == club.class_id)
    return (pin.activity_id, pin.block) == (club.activity_id, club.block) and in_class


# -- people ------------------------------------------------------------------------------------------------


def _staff(school: School, pins: Sequence[PinRow], lang: Lang) -> Iterator[Excess]:
    """More slots than a leader's limits of the day, the week and in all."""
    of: dict[str, list[PinRow]] = defaultdict(list)
    for pin in pins:
        if pin.leader_id and slots_of(school, pin):
            of[pin.leader_id].append(pin)
    for leader_id, own in of.items():
        person = school.teacher_by_id.get(leader_id) or school.instructor_by_id.get(leader_id)
        if person is None:
            continue
        column = heading(type(person), "max_sessions_week") if lang == "zh" else "max_sessions_week"
        yield from _busy(
            school, own, person, "week", person.max_sessions_week, lang, column=column, table=whose_table(person, lang)
        )
        if isinstance(person, Teacher):
            for weekday in range(1, 8):
                today = [p for p in own if school.slot_by_id[slots_of(school, p)[0]].weekday == weekday]
                blanks = {"weekday": weekday_name(lang, weekday)}
                yield from _busy(school, today, person, "day", person.max_sessions_day, lang, **blanks)
            if person.max_load is not None:
                left = person.max_load - person.day_load
                yield from _busy(school, own, person, "load", left, lang, day=person.day_load)


def _busy(
    school: School,
    pins: list[PinRow],
    person: Teacher | Instructor,
    limit: str,
    most: int,
    lang: Lang,
    **blanks: object,
) -> Iterator[Excess]:
    """More slots than ``most``, by one of the limits of a person."""
    slots = {slot for pin in pins for slot in slots_of(school, pin)}
    found, day = len(slots), blanks.get("day", 0)
    if not slots or found <= most:
        return
    lengths = sorted(len(slots_of(school, pin)) for pin in pins)
    over, more = fewest(lengths, found - most), found - most
    cut = say(lang, "blame.cut", more=more) if sum(lengths[:over]) < more else ""
    known = most + day if isinstance(day, int) else most
    total = found + day if isinstance(day, int) else found
    blanks |= {"name": person.name, "found": found, "limit": known, "total": total, "over": over}
    text = say(lang, f"blame.many_{limit}", parts=_lengths(school, pins, lang), cut=cut, **blanks)
    who = person.teacher_id if isinstance(person, Teacher) else person.instructor_id
    yield Excess((limit, who, blanks.get("weekday", "")), tuple(pins), text)


def _lengths(school: School, pins: Sequence[PinRow], lang: Lang) -> str:
    """How many slots each pin counts, where that is not one for each, so that the sum can be done again."""
    of: dict[tuple[str, ...], list[PinRow]] = defaultdict(list)
    for pin in sorted(pins, key=lambda pin: _when(school, pin)):
        of[slots_of(school, pin)].append(pin)
    overlap = sum(map(len, of)) > len(set[str]().union(*of))
    if overlap or (all(len(slots) == 1 for slots in of) and len(of) == len(pins)):
        return ""
    named = [places(school, own, lang) for own in of.values()]
    days = [weekday_name(lang, _when(school, own[0])[0]) for own in of.values()]
    if len(set(named)) < len(named):
        named = [say(lang, "blame.on_day", day=day, places=one) for day, one in zip(days, named, strict=True)]
    said = [say(lang, "blame.length", places=one, count=len(slots)) for one, slots in zip(named, of, strict=True)]
    return say(lang, "blame.lengths", parts=listing(lang, said))


def _when(school: School, pin: PinRow) -> tuple[int, str]:
    """The weekday of a pinned session, and when it begins."""
    slot = school.slot_by_id[slots_of(school, pin)[0]]
    return slot.weekday, f"{slot.start:%H:%M}"


def _fees(school: School, pins: Sequence[PinRow], lang: Lang) -> Iterator[Excess]:
    """More fees than the week's budget; whoever comes stays for as long as they come at least."""
    budget = school.policy.weekly_budget
    visits: dict[tuple[str, int], list[PinRow]] = defaultdict(list)
    for pin in pins:
        if pin.leader_id in school.instructor_by_id and (slots := slots_of(school, pin)):
            visits[pin.leader_id or "", school.slot_by_id[slots[0]].weekday].append(pin)
    visited = sorted(visits.items(), key=lambda visit: _when(school, visit[1][0]))
    fees: list[int] = []
    for (who, _), own in visited:
        one = school.instructor_by_id[who]
        slots = {slot for pin in own for slot in slots_of(school, pin)}
        fees.append(one.fee * max(len(slots), one.min_sessions_visit))
    found = sum(fees)
    if budget is not None and found > budget:
        held = tuple(pin for _, own in visited for pin in own)
        over = fewest((fee for fee, (_, own) in zip(fees, visited, strict=True) for _ in own), found - budget)
        named = _visits(school, [own for _, own in visited], lang)
        single = [(fee, name) for fee, name, (_, own) in zip(fees, named, visited, strict=True) if len(own) == 1]
        which = _which(single, len(held), over, found - budget, budget, lang)
        said = [say(lang, "blame.fee", places=name, fee=fee) for fee, name in zip(fees, named, strict=True)]
        blanks = {"parts": listing(lang, said), "over": over, "which": which}
        text = say(lang, "blame.many_fees", found=found, limit=budget, **blanks)
        yield Excess(("fees",), held, text)


def _visits(school: School, visits: Sequence[Sequence[PinRow]], lang: Lang) -> list[str]:
    """What is pinned of each visit, with its weekday where the same is pinned for another visit, too."""
    named = [places(school, own, lang) for own in visits]
    if len(set(named)) == len(named):
        return named
    days = [weekday_name(lang, _when(school, own[0])[0]) for own in visits]
    return [say(lang, "blame.on_day", day=day, places=one) for day, one in zip(days, named, strict=True)]


def _which(single: Sequence[tuple[int, str]], held: int, over: int, excess: int, budget: int, lang: Lang) -> str:
    """Which of the visits pinned once have to go, where not any will do: one that is enough, or those dearer than the budget."""
    enough = [place for fee, place in single if fee >= excess]
    dear = [place for fee, place in single if fee > budget]
    key, named = ("enough", enough) if over == 1 else ("dear", dear)
    return say(lang, f"blame.fees_{key}", places=listing(lang, named)) if 0 < len(named) < held else ""


def _at_once(school: School, pins: Sequence[PinRow], slot_id: str, lang: Lang) -> Iterator[Excess]:
    """A leader in several places at one time."""
    of: dict[str, list[PinRow]] = defaultdict(list)
    for pin in pins:
        of[pin.leader_id or ""].append(pin)
    for leader_id, own in of.items():
        held = different(own, school)
        if leader_id and len(held) > 1:
            blanks = {"when": when(school, held, slot_id, lang), "places": places(school, held, lang)}
            name = person_name(school, leader_id)
            text = say(lang, "blame.why_twice", name=name, over=len(held) - 1, **blanks)
            yield Excess(("at", leader_id, slot_id), tuple(own), text)


def _duties(school: School, pins: Sequence[PinDutyRow], days: dict[date, SchoolDay], lang: Lang) -> Iterator[Excess]:
    """More duties in a calendar week than somebody's limit."""
    weeks: dict[tuple[str, date], list[PinDutyRow]] = defaultdict(list)
    for pin in pins:
        if pin.date in days:
            weeks[pin.staff_id, days[pin.date].week].append(pin)
    limits = {row.staff_id: row.max_week for row in school.duty_staff}
    for (who, monday), held in weeks.items():
        found = len({pin.date for pin in held})
        if who in limits and found > limits[who] > 0:
            blanks = {"found": found, "limit": limits[who], "over": found - limits[who], "monday": monday.isoformat()}
            text = say(lang, "blame.many_duties", name=person_name(school, who), **blanks)
            yield Excess(("duties", who, monday), tuple(held), text)


# -- sections, rooms and seats -----------------------------------------------------------------------------


def _sections(school: School, pins: Sequence[PinRow], lang: Lang) -> Iterator[Excess]:
    """More sections of a club in a block than there may be, and a strand of a class more often than it is due."""
    groups: dict[tuple[str, str, str], list[PinRow]] = defaultdict(list)
    for pin in pins:
        activity = school.activity_by_id.get(pin.activity_id or "")
        if activity is None or (pin.class_id is None and (activity.kind == "strand" or activity.scope == "class")):
            continue
        if activity.kind == "club" and pin.block in school.blocks:
            groups[activity.activity_id, pin.block, pin.class_id or ""].append(pin)
        elif activity.kind == "strand" and pin.block:
            groups[activity.activity_id, "", pin.class_id or ""].append(pin)
    for (activity_id, block, class_id), group in groups.items():
        activity, held = school.activity_by_id[activity_id], different(with_earlier(school, group), school)
        limit = activity.max_sections if block else activity.sessions_week
        if len(held) > limit:
            when = block_name(lang, school, block) if block else ""
            key = "blame.many_sections" if block else "blame.many_times"
            blanks = {"when": when, "place": place(school, held[0], lang), "implied": implied(group, held, lang)}
            enough = not block or room_for_sections(school, activity, block, class_id, len(held))
            name = activity_name(lang, school, activity_id)
            more = say(lang, "blame.raise_sections", activity=name, sections=len(held)) if enough else ""
            blanks |= {"activity": name, "more": say(lang, "blame.or_words") + more if more else ""}
            text = say(lang, key, found=len(held), limit=limit, over=len(held) - limit, **blanks)
            yield Excess(("sections", activity_id, block, class_id), tuple(group), text)


def _rooms(school: School, pins: Sequence[PinRow], slot_id: str, lang: Lang) -> Iterator[Excess]:
    """More different sessions at one time than a room takes, or than all rooms of a kind take."""
    every, told = with_earlier(school, pins), set[str]()
    for room in school.rooms:
        here = [pin for pin in every if pin.room_id == room.room_id]
        held = different(here, school)
        if len(held) > room.groups > 0:
            told.add(room.room_id)
            blanks = {"when": when(school, held, slot_id, lang), "places": places(school, held, lang)}
            blanks |= {"found": len(held), "over": len(held) - room.groups, "implied": implied(pins, held, lang)}
            key = "blame.many_in_room" if _elsewhere(school, held, room) else "blame.many_in_only_room"
            text = say(lang, key, limit=room.groups, room=room_name(school, room.room_id), **blanks)
            yield Excess(("room", room.room_id, slot_id), real_pins(school, pins, here, room.groups), text)
    by_kinds: dict[tuple[str, ...], list[PinRow]] = defaultdict(list)
    for pin in every:
        activity = school.activity_by_id.get(pin.activity_id or "")
        if activity and activity.room_kinds:
            by_kinds[activity.room_kinds].append(pin)
    for kinds, group in by_kinds.items():
        rooms = [r for r in school.rooms if set(kinds) & set(r.kinds) and slot_id not in r.unavailable]
        limit, held = sum(room.groups for room in rooms), different(group, school)
        if len(held) > limit > 0 and {room.room_id for room in rooms} - told:
            named = listing(lang, [room_name(school, r.room_id) for r in rooms], of="rooms")
            blanks = {"when": when(school, held, slot_id, lang), "places": places(school, held, lang)}
            blanks |= {"kinds": listing(lang, kinds), "over": len(held) - limit, "implied": implied(pins, held, lang)}
            blanks["groups"] = _more_groups(school, rooms, len(held) - limit, lang)
            text = say(lang, "blame.many_of_kind", found=len(held), rooms=named, limit=limit, **blanks)
            yield Excess(("kinds", kinds, slot_id), real_pins(school, pins, group, limit), text)


def _more_groups(school: School, rooms: Sequence[Room], over: int, lang: Lang) -> str:
    """How much the groups of the rooms of a kind must be raised, to be enough for ``over`` sessions more."""
    if len(rooms) > 1:
        return say(lang, "blame.groups_of_all", over=over)
    return say(lang, "blame.groups_of_one", room=room_name(school, rooms[0].room_id), count=rooms[0].groups + over)


def _elsewhere(school: School, pins: Sequence[PinRow], room: Room) -> bool:
    """Whether one of the pinned sessions could be in another room."""
    for pin in pins:
        activity = school.activity_by_id.get(pin.activity_id or "")
        if activity is None or activity.in_home_room:
            continue
        block = pin.block if pin.block in school.blocks and activity.kind == "club" else ""
        if any(one.room_id != room.room_id for one in rooms_for(school, activity, block or "", "")):
            return True
    return False
