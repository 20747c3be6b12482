"""Why pins that cannot hold together cannot, where the plain data tell it: each reason a sentence with a way out.

Where it does not, :mod:`scheduler.blame` finds the settings by search.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

from models.duty import DutyPost, DutyStaff
from models.people import LeaveRow
from models.pins import PinDutyRow, PinPlacementRow, PinRow
from models.row import Row
from models.school import School
from scheduler.blame import never
from scheduler.calendar import SchoolDay, open_days
from scheduler.evident_cells import of_number, of_placement, of_session
from scheduler.evident_counts import too_many
from scheduler.evident_pins import Excess, Pin, place, slots_of, when
from scheduler.messages import Lang, say
from scheduler.messages.names import (
    activity_name,
    class_name,
    listing,
    person_name,
    post_name,
    room_name,
    slot_name,
    weekday_name,
)
from scheduler.messages.origin import Origin, rows_name
from scheduler.messages.pins import pin_cell


def told(
    school: School, pins: Sequence[Pin], every: Sequence[Pin], lang: Lang, origin: Origin | None = None
) -> tuple[list[Pin], list[str]]:
    """How a smallest set of pins that cannot all hold is told: with which others, and why, empty where it cannot be seen at a glance.

    Where there are too many for a limit, the others are all of ``every`` that count towards it, since whoever takes out one of a
    smallest set would only meet the next such set.
    """
    days = {day.date: day for day in open_days(school)}
    if len(pins) == 1 and isinstance(pins[0], PinRow) and (why := list(of_number(school, pins[0], every, lang))):
        return [], why
    counts = list(too_many(school, every, days, lang))
    over = [_among(one, counts) for one in too_many(school, pins, days, lang)]
    known = [*pins, *(pin for one in over for pin in one.pins)]
    over += [one for one in counts if one not in over and set(one.pins) == set(known)]
    why = _evident(school, pins, days, lang, origin) + [one.sentence for one in over]
    return [pin for pin in every if pin in known and pin not in pins], list(dict.fromkeys(why))


def _among(one: Excess, counts: Sequence[Excess]) -> Excess:
    """The same limit with all pins that count towards it."""
    return next((other for other in counts if _alike(one, other) and set(one.pins) <= set(other.pins)), one)


def _alike(one: Excess, other: Excess) -> bool:
    """Whether the limit is the same; with more sessions the people who are too few for them at a time may be more."""
    return one.limit == other.limit or one.limit[:2] == other.limit[:2] == ("leaders", one.limit[1])


def beside(school: School, pins: Sequence[Pin], known: Sequence[Sequence[Pin]], lang: Lang) -> Iterator[Excess]:
    """What two pins beside each other show of which one is ``known``: what goes beyond each of the sets that are known, to which
    the caller may add."""
    days = {day.date: day for day in open_days(school)}
    here = [pin for pin in pins if any(pin in each for each in known)]
    for one in here:
        for other in pins:
            if any(one in each and other in each for each in known):
                continue
            for text in _both(school, one, other, days, lang):
                yield Excess(("both",), (one, other), text)
                break


def counted(
    school: School, pins: Sequence[Pin], known: Sequence[Sequence[Pin]], lang: Lang
) -> Iterator[tuple[list[Pin], Excess]]:
    """Each count that the pins exceed beside what is ``known``: as few as exceed it, then all. A pin that is known to be wrong by
    itself is left out; and where one of two has to go, the count must be exceeded without either."""
    days = {day.date: day for day in open_days(school)}
    every = list(too_many(school, pins, days, lang))
    alone = [pins[0] for pins in known if len(pins) == 1]
    pairs = [(pins[0], pins[1]) for pins in known if len(pins) == 2 and _one_has_to_go(school, pins, days, lang)]
    for one in too_many(school, [pin for pin in pins if pin not in alone], days, lang):
        without = [[pin for pin in one.pins if pin != gone] for pair in pairs for gone in pair if gone in one.pins]
        if all(any(_alike(one, other) for other in too_many(school, rest, days, lang)) for rest in without):
            yield _fewest(school, one, days, lang), _among(one, every)


def _one_has_to_go(school: School, pins: Sequence[Pin], days: dict[date, SchoolDay], lang: Lang) -> bool:
    """Whether two pins contradict each other whatever the settings are."""
    match list(pins):
        case [PinRow() as one, PinRow() as other] | [PinPlacementRow() as one, PinPlacementRow() as other]:
            return any(_both(school, one, other, days, lang))
        case [PinDutyRow() as one, PinDutyRow() as other]:
            return one.date == other.date
        case _:
            return False


def _fewest(school: School, excess: Excess, days: dict[date, SchoolDay], lang: Lang) -> list[Pin]:
    """As few of the pins as exceed the limit."""
    held = list(excess.pins)
    for pin in excess.pins:
        fewer = [one for one in held if one != pin]
        if any(_alike(one, excess) for one in too_many(school, fewer, days, lang)):
            held = fewer
    return held


def at_a_glance(school: School, pins: Sequence[Pin], lang: Lang) -> Iterator[list[Pin]]:
    """Pins that cannot all hold as far as the plain data and counts tell, without any search: each by itself, then two beside
    each other, then those that exceed a count, as few of them as do."""
    days = {day.date: day for day in open_days(school)}
    alone = [
        pin
        for pin in pins
        if told(school, [pin], [pin], lang)[1] or (isinstance(pin, PinRow) and any(never(school, pin)))
    ]
    yield from ([pin] for pin in alone)
    rest = [pin for pin in pins if pin not in alone]
    paired: list[list[Pin]] = []
    for one, other in _neighbours(school, rest):
        if any(_both(school, one, other, days, lang)):
            paired.append([one, other])
            yield [one, other]
    for excess in too_many(school, rest, days, lang):
        held = _fewest(school, excess, days, lang)
        if not any(all(pin in held for pin in pair) for pair in paired):
            yield held


def _neighbours(school: School, pins: Sequence[Pin]) -> Iterator[tuple[Pin, Pin]]:
    """Each two pins that share a time, a student or a person: no others can be against each other by themselves."""
    groups: dict[tuple[str, object], list[Pin]] = defaultdict(list)
    for pin in pins:
        match pin:
            case PinRow():
                keys: list[tuple[str, object]] = [("slot", slot) for slot in slots_of(school, pin)]
                keys += [("person", pin.leader_id)] if pin.leader_id else []
            case PinPlacementRow():
                keys = [("student", pin.student_id)]
            case PinDutyRow():
                keys = [("person", pin.staff_id), ("date", pin.date)]
        for key in keys:
            groups[key].append(pin)
    yield from dict.fromkeys(pair for group in groups.values() for pair in combinations(group, 2))


def reasons(school: School, pins: Sequence[Pin], lang: Lang) -> list[str]:
    """What stands against pins that cannot all hold, seen by themselves; empty where it cannot be seen at a glance."""
    return told(school, pins, pins, lang)[1]


def _evident(
    school: School, pins: Sequence[Pin], days: dict[date, SchoolDay], lang: Lang, origin: Origin | None
) -> list[str]:
    """What one pin, or two beside each other, show without any counting."""
    match list(pins):
        case [PinDutyRow() as pin]:
            return list(_duty(school, pin, days, lang, origin))
        case [PinRow() as pin]:
            return list(of_session(school, pin, lang))
        case [PinPlacementRow() as pin]:
            return list(of_placement(school, pin, lang))
        case [one, other]:
            return list(dict.fromkeys(_both(school, one, other, days, lang)))
        case _:
            return []


def _duty(
    school: School, pin: PinDutyRow, days: dict[date, SchoolDay], lang: Lang, origin: Origin | None
) -> Iterator[str]:
    """A date without lessons, a post that the day has not, a person who may not."""
    post = next((p for p in school.posts if p.post_id == pin.post_id), None)
    person = next((s for s in school.duty_staff if s.staff_id == pin.staff_id), None)
    if post is None or person is None:
        return
    blanks: dict[str, object] = {
        "date": pin.date.isoformat(),
        "post": post_name(lang, school, pin.post_id),
        "name": person_name(school, pin.staff_id),
    }
    day = days.get(pin.date)
    if day is None:
        yield say(lang, "blame.why_closed", **blanks)
        return
    blanks["weekday"] = weekday_name(lang, day.weekday)
    if day.weekday not in post.weekdays:
        yield say(lang, "blame.why_no_post", **blanks)
    blanks["row"] = rows_name(lang, "leave", _leave_rows(school, pin, origin), None)
    for key in _unfit(school, person, post, pin, day):
        role = say(lang, f"blame.role_{post.role}")
        yield say(lang, f"blame.why_{key}", **blanks, role=role)
    children = [c for c in school.childcare if c.teacher_id == pin.staff_id and day.weekday in c.weekdays]
    if any(window.end > child.leave_by for window in post.windows for child in children):
        blanks["time"] = f"{min(child.leave_by for child in children):%H:%M}"
        blanks["end"] = f"{max(window.end for window in post.windows):%H:%M}"
        yield say(lang, "blame.why_fetches", **blanks)


def _unfit(school: School, person: DutyStaff, post: DutyPost, pin: PinDutyRow, day: SchoolDay) -> Iterator[str]:
    if post.role not in person.roles:
        yield "role"
    if person.posts and post.post_id not in person.posts:
        yield "posts"
    if day.weekday not in person.weekdays:
        yield "weekday"
    if person.max_week < 1:
        yield "never"
    if any(row.person_id == pin.staff_id and row.start <= pin.date <= row.end for row in school.leave):
        yield "leave"


def _leave_rows(school: School, pin: PinDutyRow, origin: Origin | None) -> list[int]:
    """Where the leave on the pinned date stands."""

    def meant(row: Row) -> bool:
        return isinstance(row, LeaveRow) and row.person_id == pin.staff_id and row.start <= pin.date <= row.end

    return origin.rows(school, "leave", meant) if origin else []


def _both(school: School, one: Pin, other: Pin, days: dict[date, SchoolDay], lang: Lang) -> Iterator[str]:
    """Two pins against each other; nothing where it takes more than these two cells to see it."""
    match one, other:
        case PinRow(), PinRow():
            yield from _sessions(school, one, other, lang)
        case PinPlacementRow(), PinPlacementRow():
            if (one.student_id, one.block) == (other.student_id, other.block):
                acts = [activity_name(lang, school, a) for a in (one.activity_id, other.activity_id)]
                yield say(
                    lang, "blame.why_student", student=_student(school, one, lang), activities=listing(lang, acts)
                )
            elif _repeats(school, one, other):
                name = activity_name(lang, school, one.activity_id)
                yield say(lang, "blame.why_repeats", student=_student(school, one, lang), activity=name)
        case PinDutyRow(), PinDutyRow():
            yield from _duties(school, one, other, days, lang)
        case (PinRow() as session, PinDutyRow() as duty) | (PinDutyRow() as duty, PinRow() as session):
            yield from _session_and_duty(school, session, duty, days, lang)
        case _:
            return


def _student(school: School, pin: PinPlacementRow, lang: Lang) -> str:
    return pin_cell(lang, school, PinPlacementRow, "student_id", pin.student_id)[1]


def _repeats(school: School, one: PinPlacementRow, other: PinPlacementRow) -> bool:
    """Whether a student whose one list is for the whole week would be in an activity twice."""
    same = (one.student_id, one.activity_id) == (other.student_id, other.activity_id)
    return same and one.block != other.block and school.nothing_twice(one.student_id)


def _sessions(school: School, one: PinRow, other: PinRow, lang: Lang) -> Iterator[str]:
    """Two leaders or rooms of one session, or two things for one class at a time."""
    shared = [s for s in slots_of(school, one) if s in slots_of(school, other)]
    if not shared:
        return
    time = when(school, [one, other], shared[0], lang)
    cells = ("activity_id", "class_id", "section", "leader_id", "room_id")
    filled = [(getattr(one, c), getattr(other, c)) for c in cells]
    apart = [c for c, (a, b) in zip(cells, filled, strict=True) if a is not None and b is not None and a != b]
    if apart and set(apart) <= {"leader_id", "room_id"} and _one_session(school, one, other):
        blanks = {"when": time, "place": place(school, one, lang)}
        if "leader_id" in apart:
            people = listing(lang, [person_name(school, str(pin.leader_id)) for pin in (one, other)])
            yield say(lang, "blame.why_two_leaders", people=people, **blanks)
        if "room_id" in apart:
            rooms = listing(lang, [room_name(school, str(pin.room_id)) for pin in (one, other)])
            yield say(lang, "blame.why_two_rooms", rooms=rooms, **blanks)
    elif "activity_id" in apart and one.class_id == other.class_id and one.class_id:
        both = [school.activity_by_id[str(pin.activity_id)] for pin in (one, other)]
        if all(activity.kind in ("homework", "strand") for activity in both):
            names = listing(lang, [activity_name(lang, school, activity.activity_id) for activity in both])
            whose = {"class": class_name(lang, one.class_id)}
            yield say(lang, "blame.why_class_twice", when=time, activities=names, **whose)


def _one_session(school: School, one: PinRow, other: PinRow) -> bool:
    """Whether both can only mean the same session: that of a class, or a section by its number."""
    activity = school.activity_by_id.get(one.activity_id or "")
    by_class = activity is not None and activity.kind in ("homework", "strand")
    return one.activity_id == other.activity_id and (
        (one.section is not None and one.section == other.section)
        or (by_class and one.class_id is not None and one.class_id == other.class_id)
    )


def _duties(
    school: School, one: PinDutyRow, other: PinDutyRow, days: dict[date, SchoolDay], lang: Lang
) -> Iterator[str]:
    names = [person_name(school, pin.staff_id) for pin in (one, other)]
    posts = [post_name(lang, school, pin.post_id) for pin in (one, other)]
    dates = {"first": min(one.date, other.date).isoformat(), "last": max(one.date, other.date).isoformat()}
    if one.date == other.date and one.post_id == other.post_id:
        yield say(
            lang, "blame.why_post_twice", date=dates["first"], post=posts[0], people=listing(lang, names, of="people")
        )
        return
    person = next((s for s in school.duty_staff if s.staff_id == one.staff_id), None)
    if person is None or one.staff_id != other.staff_id:
        return
    if one.date == other.date:
        yield say(lang, "blame.why_two_posts", date=dates["first"], name=names[0], posts=listing(lang, posts))
        return
    first, last = days.get(one.date), days.get(other.date)
    if first is None or last is None:
        return
    if (apart := abs(first.index - last.index)) < person.min_gap:
        yield say(lang, "blame.why_gap", **dates, name=names[0], apart=apart, gap=person.min_gap)
    if first.week == last.week and person.max_week < 2:
        yield say(lang, "blame.why_week", **dates, name=names[0])


def _session_and_duty(
    school: School, session: PinRow, duty: PinDutyRow, days: dict[date, SchoolDay], lang: Lang
) -> Iterator[str]:
    day = days.get(duty.date)
    post = next((p for p in school.posts if p.post_id == duty.post_id), None)
    if day is None or post is None or session.leader_id != duty.staff_id:
        return
    for slot in (school.slot_by_id[s] for s in slots_of(school, session)):
        if slot.weekday == day.weekday and any(w.overlaps(slot.start, slot.end) for w in post.windows):
            blanks = {"date": duty.date.isoformat(), "name": person_name(school, duty.staff_id)}
            when = slot_name(lang, school, slot.slot_id)
            where = place(school, session, lang)
            yield say(
                lang, "blame.why_duty", when=when, place=where, post=post_name(lang, school, duty.post_id), **blanks
            )
            return
