"""More pinned sessions at one time than people who can lead them, whoever of these is pinned elsewhere then.

Sessions and people are matched. Where some sessions stay without anybody, those that they would have to take somebody from are the
reason: so many sessions have no more than those few people, which is a proof (Hall's theorem).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from models.pins import PinDutyRow, PinRow
from models.school import School
from scheduler.calendar import SchoolDay
from scheduler.evident_pins import (
    Excess,
    able_ids,
    different,
    implied,
    place,
    places,
    real_pins,
    slots_of,
    when,
    with_earlier,
)
from scheduler.messages import Lang, say
from scheduler.messages.names import date_name, listing, person_name, post_name

#: So many dates of somebody's duties are named.
_DATES = 3
#: The pinned duties of each person in a slot.
Bound = Mapping[str, Sequence[PinDutyRow]]


def bound_then(school: School, pins: Sequence[PinDutyRow], days: Mapping[date, SchoolDay], slot_id: str) -> Bound:
    """Whom pinned duties keep from leading anything in the slot."""
    slot, posts = school.slot_by_id[slot_id], {post.post_id: post for post in school.posts}
    found: dict[str, list[PinDutyRow]] = {}
    for pin in pins:
        post, day = posts.get(pin.post_id), days.get(pin.date)
        windows = post.windows if post and day and day.weekday == slot.weekday else ()
        if any(window.overlaps(slot.start, slot.end) for window in windows):
            found.setdefault(pin.staff_id, []).append(pin)
    return found


def too_few_leaders(
    school: School, pins: Sequence[PinRow], slot_id: str, lang: Lang, bound: Bound | None = None
) -> Iterator[Excess]:
    """Sessions pinned in the slot for which there are too few people, each group of them that shares these people. ``bound``:
    who is pinned to a duty then, which takes them as a session does."""
    bound = bound or {}
    every = with_earlier(school, pins)
    able: dict[tuple[str, tuple[str, ...]], tuple[str, ...]] = {}
    people = {pin: _people(school, pin, able) for pin in every}
    known = [pin for pin in every if people[pin]]
    held: list[PinRow] = []
    for pin in different(sorted(known, key=lambda pin: pin.leader_id is None), school):
        if pin.leader_id is None or all(pin.leader_id != other.leader_id for other in held):
            held.append(pin)  # one person in two places is told by itself
    leading = {pin.leader_id for pin in held}
    on_duty = {PinRow(block=slot_id, leader_id=who): who for who in bound if who not in leading}
    people |= {pin: (who,) for pin, who in on_duty.items()}
    held = sorted([*on_duty, *held], key=lambda pin: pin.leader_id is None)
    for group in _short(held, people):
        those = list(dict.fromkeys(who for pin in group for who in people[pin]))
        counted = [pin for pin in known if set(people[pin]) <= set(those)]
        duties = {on_duty[pin]: bound[on_duty[pin]] for pin in group if pin in on_duty}
        sessions = [pin for pin in group if pin not in on_duty]
        text = _sentence(school, pins, sessions, those, slot_id, lang, duties)
        real = real_pins(school, pins, counted, len(those) - len(duties))
        also = [pin for those_pins in duties.values() for pin in those_pins]
        yield Excess(("leaders", slot_id, frozenset(those)), (*real, *also), text)


def too_few_teachers(
    school: School, pins: Sequence[PinRow], slot_id: str, lang: Lang, bound: Bound | None = None
) -> Iterator[Excess]:
    """More sessions in the slot than teachers who can come then: each takes one, whoever leads it, but where somebody from outside
    may who comes alone."""
    every = with_earlier(school, pins)
    able: dict[tuple[str, tuple[str, ...]], tuple[str, ...]] = {}
    alone = {one.instructor_id for one in school.instructors if not one.escort}
    counted = [pin for pin in every if (people := _people(school, pin, able)) and not alone & set(people)]
    held = different(counted, school)
    there = [one for one in school.teachers if slot_id not in one.unavailable and one.teacher_id not in (bound or {})]
    if not there or len(held) <= len(there):  # where nobody can come, each is told by itself
        return
    also = [pin for who, own in (bound or {}).items() if who in school.teacher_by_id for pin in own]
    on_duty = sum(who in school.teacher_by_id for who in bound or {})
    blanks = {"when": when(school, held, slot_id, lang), "places": places(school, held, lang), "found": len(held)}
    people = listing(lang, [one.name for one in there], of="people")
    blanks |= {"count": len(there), "people": people, "over": len(held) - len(there), "duty": on_duty}
    blanks["implied"] = implied(pins, held, lang)
    text = say(lang, f"blame.many_teachers{'_duty' if on_duty else ''}", **blanks)
    yield Excess(("teachers", slot_id), (*real_pins(school, pins, counted, len(there)), *also), text)


def _people(school: School, pin: PinRow, able: dict[tuple[str, tuple[str, ...]], tuple[str, ...]]) -> tuple[str, ...]:
    """Who can lead the pinned session; nobody where the pin does not tell."""
    if pin.leader_id:
        return (pin.leader_id,)
    activity = school.activity_by_id.get(pin.activity_id or "")
    if activity is None:
        return ()
    key = activity.activity_id, slots_of(school, pin)
    if key not in able:
        able[key] = tuple(able_ids(school, activity, key[1]))
    return able[key]


def _short(held: Sequence[PinRow], people: Mapping[PinRow, Sequence[str]]) -> Iterator[list[PinRow]]:
    """Groups of sessions with fewer people than sessions: all that would have to give somebody up for one that has nobody."""
    leads: dict[str, int] = {}

    def seat(number: int, seen: dict[str, None]) -> bool:
        for who in people[held[number]]:
            if who not in seen:
                seen[who] = None
                if who not in leads or seat(leads[who], seen):
                    leads[who] = number
                    return True
        return False

    without = [number for number in range(len(held)) if not seat(number, {})]
    groups: list[tuple[set[int], set[str]]] = []
    for number in without:
        seen: dict[str, None] = {}
        seat(number, seen)
        some, those = {number, *(leads[who] for who in seen)}, set(seen)
        for other in [one for one in groups if one[1] & those]:
            groups.remove(other)
            some, those = some | other[0], those | other[1]
        groups.append((some, those))
    yield from ([held[number] for number in sorted(some)] for some, _ in groups)


def _sentence(
    school: School,
    pins: Sequence[PinRow],
    group: Sequence[PinRow],
    people: Sequence[str],
    slot_id: str,
    lang: Lang,
    duties: Bound,
) -> str:
    """How many sessions there are for how many people, and who of them is pinned to what besides."""
    group = sorted(group, key=lambda pin: pins.index(pin) if pin in pins else len(pins))
    theirs = [pin for pin in group if pin.leader_id]
    free = [pin for pin in group if not pin.leader_id]
    named = listing(lang, [person_name(school, who) for who in people], of="people")
    over = len(group) + len(duties) - len(people)
    blanks = {"when": when(school, group, slot_id, lang), "people": named, "implied": implied(pins, group, lang)}
    blanks |= {"over": over, "count": len(people)}
    if not theirs and not duties:
        return say(lang, "blame.many_leaders", found=len(group), places=places(school, group, lang), **blanks)
    taken = [
        say(lang, "blame.leads", name=person_name(school, pin.leader_id or ""), place=place(school, pin, lang))
        for pin in theirs
    ]
    taken += [on_duty(school, who, held, lang) for who, held in duties.items()]
    other = [pin for pin in theirs if _replaceable(school, pin, people)]
    instead = say(lang, "blame.others_lead", places=places(school, other, lang)) if other else ""
    instead += others_on_duty(school, duties, lang)
    clubs = listing(lang, list(dict.fromkeys(place(school, pin, lang) for pin in free)))
    blanks |= {
        "taken": listing(lang, taken),
        "left": len(people) - len(theirs) - len(duties),
        "found": len(free),
        "places": clubs,
    }
    return say(lang, f"blame.many_leaders_{'taken' if blanks['left'] else 'none'}", instead=instead, **blanks)


def others_on_duty(school: School, duties: Bound, lang: Lang) -> str:
    """That somebody else could be on these duties; nothing where there are none."""
    posts = dict.fromkeys(post_name(lang, school, pin.post_id) for held in duties.values() for pin in held)
    return say(lang, "blame.others_on_duty", posts=listing(lang, list(posts))) if posts else ""


def on_duty(school: School, who: str, pins: Sequence[PinDutyRow], lang: Lang) -> str:
    """That somebody is pinned to these duties."""
    return say(lang, "blame.is_on_duty", name=person_name(school, who), duties=duties_named(school, pins, lang))


def duties_named(school: School, pins: Sequence[PinDutyRow], lang: Lang) -> str:
    """The dates and posts of somebody's pinned duties."""
    told: list[str] = []
    for post_id in dict.fromkeys(pin.post_id for pin in pins):
        post = next(post for post in school.posts if post.post_id == post_id)
        times = listing(lang, [f"{window.start:%H:%M}–{window.end:%H:%M}" for window in post.windows])
        dates = listing(lang, [date_name(lang, school, pin.date) for pin in pins if pin.post_id == post_id], _DATES)
        told.append(say(lang, "blame.duty_then", dates=dates, post=post_name(lang, school, post_id), times=times))
    return listing(lang, told)


def _replaceable(school: School, pin: PinRow, people: Collection[str]) -> bool:
    """Whether somebody else than these could lead it."""
    activity = school.activity_by_id.get(pin.activity_id or "")
    return activity is not None and bool(set(able_ids(school, activity, slots_of(school, pin))) - set(people))
