"""Why pins that cannot hold together cannot, where the plain data tell it: each reason a sentence with a way out.

Where it does not, :mod:`scheduler.blame` finds the settings by search.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
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
from scheduler.evident_pins import Excess, Pin, slots_of
from scheduler.evident_same import all_but_one
from scheduler.messages import Lang, say
from scheduler.messages.names import (
    person_name,
    post_name,
    weekday_name,
)
from scheduler.messages.origin import Origin, rows_name


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


def beside(school: School, pins: Sequence[Pin], known: Sequence[Set[Pin]], lang: Lang) -> Iterator[Excess]:
    """What two pins beside each other show of which one is ``known``: what goes beyond each of the sets that are known, to which
    the caller may add."""
    days = {day.date: day for day in open_days(school)}
    near: dict[Pin, set[Pin]] = defaultdict(set)
    for one, other in _neighbours(school, pins):
        near[one].add(other)
        near[other].add(one)
    here = [pin for pin in pins if any(pin in each for each in known)]
    for one in here:
        for other in (pin for pin in pins if pin in near[one]):
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
    """What one pin shows by itself."""
    match list(pins):
        case [PinDutyRow() as pin]:
            return list(_duty(school, pin, days, lang, origin))
        case [PinRow() as pin]:
            return list(of_session(school, pin, lang))
        case [PinPlacementRow() as pin]:
            return list(of_placement(school, pin, lang))
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
    yield from (each.sentence for each in all_but_one(school, [one, other], days, lang))
