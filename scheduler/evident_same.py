"""Pins no two of which can hold: several leaders or rooms of one session, several people at a post, several things for one at a time.

However many there are, all but one have to go, so they are told together, and not two by two; so are sessions and duties of one person
that overlap.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import TypeVar

from models.pins import PinDutyRow, PinPlacementRow, PinRow
from models.school import School
from scheduler.calendar import SchoolDay
from scheduler.evident_leaders import duties_named
from scheduler.evident_pins import Excess, Pin, place, slots_of, when
from scheduler.messages import Lang, say
from scheduler.messages.names import activity_name, class_name, listing, person_name, post_name, room_name
from scheduler.messages.pins import pin_cell

P = TypeVar("P", PinRow, PinPlacementRow, PinDutyRow)
Days = Mapping[date, SchoolDay]


def all_but_one(school: School, pins: Sequence[Pin], days: Days, lang: Lang) -> Iterator[Excess]:
    """Each such group of two pins or more."""
    sessions = [pin for pin in pins if isinstance(pin, PinRow)]
    yield from _sessions(school, sessions, lang)
    yield from _students(school, [pin for pin in pins if isinstance(pin, PinPlacementRow)], lang)
    duties = [pin for pin in pins if isinstance(pin, PinDutyRow)]
    yield from _posts(school, duties, lang)
    yield from _too_close(school, duties, days, lang)
    yield from _on_duty(school, sessions, duties, days, lang)


def _crowds(
    pins: Sequence[P], key: Callable[[P], Hashable | None], value: Callable[[P], str | None]
) -> Iterator[tuple[Hashable, list[P], list[str]]]:
    """Pins that are alike in ``key`` and have several values, with these."""
    groups: dict[Hashable, list[P]] = defaultdict(list)
    for pin in pins:
        if (alike := key(pin)) is not None and value(pin) is not None:
            groups[alike].append(pin)
    for alike, group in groups.items():
        values = list(dict.fromkeys(str(value(pin)) for pin in group))
        if len(values) > 1:
            yield alike, group, values


def _out(group: Sequence[P], value: Callable[[P], str | None]) -> int:
    """How many of the pins have to go at least, so that all others have one value."""
    values = [value(pin) for pin in group]
    return len(group) - max(map(values.count, values))


def _sessions(school: School, pins: Sequence[PinRow], lang: Lang) -> Iterator[Excess]:
    """Leaders and rooms of one session, and what one class does at a time."""

    def one_session(pin: PinRow) -> Hashable | None:
        activity = school.activity_by_id.get(pin.activity_id or "")
        if activity is None or not slots_of(school, pin):
            return None
        if activity.kind in ("homework", "strand"):
            return (pin.activity_id, pin.block, pin.class_id) if pin.class_id else None
        if pin.section is None or (activity.scope == "class" and pin.class_id is None):
            return None
        return pin.activity_id, pin.block, pin.class_id, pin.section

    def one_class(pin: PinRow) -> Hashable | None:
        activity = school.activity_by_id.get(pin.activity_id or "")
        of_class = pin.class_id and slots_of(school, pin) and activity and activity.kind in ("homework", "strand")
        return (pin.class_id, pin.block) if of_class else None

    def leader(pin: PinRow) -> str | None:
        return pin.leader_id

    def room(pin: PinRow) -> str | None:
        return pin.room_id

    def activity(pin: PinRow) -> str | None:
        return pin.activity_id

    for key, group, people in _crowds(pins, one_session, leader):
        named = listing(lang, [person_name(school, one) for one in people], of="people")
        blanks = {"place": place(school, group[0], lang), "people": named, "over": _out(group, leader)}
        text = say(
            lang, "blame.why_two_leaders", when=when(school, group, slots_of(school, group[0])[0], lang), **blanks
        )
        yield Excess(("leaders of", key), tuple(group), text)
    for key, group, rooms in _crowds(pins, one_session, room):
        named = listing(lang, [room_name(school, one) for one in rooms], of="rooms")
        blanks = {"place": place(school, group[0], lang), "rooms": named, "over": _out(group, room)}
        text = say(lang, "blame.why_two_rooms", when=when(school, group, slots_of(school, group[0])[0], lang), **blanks)
        yield Excess(("rooms of", key), tuple(group), text)
    for key, group, activities in _crowds(pins, one_class, activity):
        named = listing(lang, [activity_name(lang, school, one) for one in activities])
        blanks = {"class": class_name(lang, str(group[0].class_id)), "activities": named, "over": _out(group, activity)}
        text = say(
            lang, "blame.why_class_twice", when=when(school, group, slots_of(school, group[0])[0], lang), **blanks
        )
        yield Excess(("class", key), tuple(group), text)


def _students(school: School, pins: Sequence[PinPlacementRow], lang: Lang) -> Iterator[Excess]:
    """A student in several clubs at a time, or in one of them several times a week."""

    def nothing_twice(pin: PinPlacementRow) -> Hashable | None:
        return (pin.student_id, pin.activity_id) if school.nothing_twice(pin.student_id) else None

    for key, group, activities in _crowds(pins, lambda pin: (pin.student_id, pin.block), lambda pin: pin.activity_id):
        student = pin_cell(lang, school, PinPlacementRow, "student_id", group[0].student_id)[1]
        named = listing(lang, [activity_name(lang, school, one) for one in activities])
        over = _out(group, lambda pin: pin.activity_id)
        text = say(lang, "blame.why_student", student=student, activities=named, count=len(activities), over=over)
        yield Excess(("student", key), tuple(group), text)
    for key, group, blocks in _crowds(pins, nothing_twice, lambda pin: pin.block):
        student = pin_cell(lang, school, PinPlacementRow, "student_id", group[0].student_id)[1]
        blanks = {"activity": activity_name(lang, school, group[0].activity_id), "count": len(blocks)}
        over = _out(group, lambda pin: pin.block)
        text = say(lang, "blame.why_repeats", student=student, over=over, **blanks)
        yield Excess(("repeats", key), tuple(group), text)


def _posts(school: School, pins: Sequence[PinDutyRow], lang: Lang) -> Iterator[Excess]:
    """Several people at one post, and one person at several, on one date."""
    for key, group, people in _crowds(pins, lambda pin: (pin.date, pin.post_id), lambda pin: pin.staff_id):
        named = listing(lang, [person_name(school, one) for one in people], of="people")
        blanks = {"date": group[0].date.isoformat(), "post": post_name(lang, school, group[0].post_id)}
        over = _out(group, lambda pin: pin.staff_id)
        text = say(lang, "blame.why_post_twice", people=named, over=over, **blanks)
        yield Excess(("post", key), tuple(group), text)
    for key, group, posts in _crowds(pins, lambda pin: (pin.date, pin.staff_id), lambda pin: pin.post_id):
        named = listing(lang, [post_name(lang, school, one) for one in posts])
        blanks = {"date": group[0].date.isoformat(), "name": person_name(school, group[0].staff_id)}
        over = _out(group, lambda pin: pin.post_id)
        text = say(lang, "blame.why_two_posts", posts=named, over=over, **blanks)
        yield Excess(("posts", key), tuple(group), text)


def _too_close(school: School, pins: Sequence[PinDutyRow], days: Days, lang: Lang) -> Iterator[Excess]:
    """Dates of one person each two of which are too close to each other: of the school days of ``min_gap``, one may be theirs."""
    gaps = {row.staff_id: row.min_gap for row in school.duty_staff}
    of: dict[str, dict[int, list[PinDutyRow]]] = defaultdict(lambda: defaultdict(list))
    for pin in pins:
        if pin.date in days and pin.staff_id in gaps:
            of[pin.staff_id][days[pin.date].index].append(pin)
    for who, own in of.items():
        windows = [[day for day in sorted(own) if first <= day < first + gaps[who]] for first in sorted(own)]
        for before, window in zip([[], *windows], windows, strict=False):
            if len(window) > 1 and not set(window) <= set(before):
                held = [pin for day in window for pin in own[day]]
                yield Excess(("gap", who), tuple(held), _gap(school, held, window, gaps[who], lang))


def _gap(school: School, pins: Sequence[PinDutyRow], window: Sequence[int], gap: int, lang: Lang) -> str:
    dates = list(dict.fromkeys(pin.date.isoformat() for pin in pins))
    blanks = {"name": person_name(school, pins[0].staff_id), "gap": gap}
    if len(window) == 2:
        apart = window[1] - window[0]
        return say(lang, "blame.why_gap", first=dates[0], last=dates[1], apart=apart, **blanks)
    nearest = min(later - earlier for earlier, later in pairwise(window))
    named = listing(lang, dates, len(dates))
    return say(lang, "blame.many_gap", dates=named, over=len(window) - 1, nearest=nearest, **blanks)


def _on_duty(
    school: School, sessions: Sequence[PinRow], duties: Sequence[PinDutyRow], days: Days, lang: Lang
) -> Iterator[Excess]:
    """Sessions and duties of one person on one weekday that overlap: all of the ones or all of the others have to go, where each
    overlaps each."""
    found: dict[tuple[str, int], list[tuple[PinRow, PinDutyRow]]] = defaultdict(list)
    posts = {post.post_id: post for post in school.posts}
    for duty in duties:
        day, post = days.get(duty.date), posts.get(duty.post_id)
        if day is None or post is None:
            continue
        for pin in (one for one in sessions if one.leader_id == duty.staff_id):
            slots = [school.slot_by_id[slot] for slot in slots_of(school, pin)]
            if any(s.weekday == day.weekday and w.overlaps(s.start, s.end) for s in slots for w in post.windows):
                found[duty.staff_id, day.weekday].append((pin, duty))
    for (who, weekday), pairs in found.items():
        led = list(dict.fromkeys(pin for pin, _ in pairs))
        served = list(dict.fromkeys(duty for _, duty in pairs))
        text = _overlap(school, who, led, served, lang)
        yield Excess(("on duty", who, weekday), (*led, *served), text)


def _overlap(school: School, who: str, led: Sequence[PinRow], served: Sequence[PinDutyRow], lang: Lang) -> str:
    """What somebody is pinned to lead, and to which duties at that time."""
    name, times = person_name(school, who), [when(school, [pin], slots_of(school, pin)[0], lang) for pin in led]
    what = [
        say(lang, "blame.session_at", when=time, place=place(school, pin, lang))
        for time, pin in zip(times, led, strict=True)
    ]
    blanks = {"sessions": len(led), "places": listing(lang, what), "count": len(served)}
    return say(lang, "blame.many_on_duty", name=name, duties=duties_named(school, served, lang), **blanks)
