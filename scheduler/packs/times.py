"""Rules about when the service is held."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import time

from models.term import Slot
from scheduler.calendar import kind_of_day
from scheduler.packs.finding import Broken, Facts
from scheduler.packs.pack import Ruling

_WORKING_DAYS = range(1, 6)


def latest_end(facts: Facts, ruling: Ruling) -> Iterator[Broken]:
    """The last slot of a weekday, for the grades that stay so long, where it ends later than is allowed."""
    yield from _late(facts, ruling, evening=False)


def evening_latest_end(facts: Facts, ruling: Ruling) -> Iterator[Broken]:
    """Evening study that ends later than is allowed, its last slot of a weekday."""
    yield from _late(facts, ruling, evening=True)


def _late(facts: Facts, ruling: Ruling, *, evening: bool) -> Iterator[Broken]:
    key = "evening_late" if evening else "late"
    last: dict[tuple[int, str], Slot] = {}
    for slot, grades in facts.slots(ruling, evening=evening):
        for grade in grades:
            day = slot.weekday, grade
            if slot.end > ruling.value and (day not in last or last[day].end < slot.end):
                last[day] = slot
    for slot in sorted(set(last.values()), key=lambda slot: (slot.weekday, slot.end)):
        late = sorted(grade for (_, grade), found in last.items() if found == slot)
        args: dict[str, str | int] = {"slot": slot.slot_id, "found": _clock(slot.end), "grades": ";".join(late)}
        yield key, (slot.slot_id,), args | {"limit": _clock(ruling.value)}


def earliest_start(facts: Facts, ruling: Ruling) -> Iterator[Broken]:
    """Slots that begin too early to come after the day's lessons."""
    for slot, _ in facts.slots(ruling):
        if slot.start < ruling.value:
            limit = _clock(ruling.value)
            yield "early", (slot.slot_id,), {"slot": slot.slot_id, "found": _clock(slot.start), "limit": limit}


def earliest_end(facts: Facts, ruling: Ruling) -> Iterator[Broken]:
    """Working days on which the service of all grades together ends too early."""
    days: dict[time, list[str]] = defaultdict(list)
    for weekday, (_, end) in _spans(facts, ruling).items():
        if weekday in _WORKING_DAYS and end < ruling.value:
            days[end].append(str(weekday))
    for end, found in days.items():
        args: dict[str, str | int] = {"weekdays": ";".join(found), "found": _clock(end), "limit": _clock(ruling.value)}
        yield "ends_early", tuple(found), args


def minutes_a_day(facts: Facts, ruling: Ruling) -> Iterator[Broken]:
    """Working days on which the service of all grades together is too short, from its first slot to its last."""
    days: dict[tuple[time, time], list[str]] = defaultdict(list)
    for weekday, span in _spans(facts, ruling).items():
        if weekday in _WORKING_DAYS and _minutes(span) < ruling.value:
            days[span].append(str(weekday))
    for span, found in days.items():
        args: dict[str, str | int] = {"weekdays": ";".join(found), "start": _clock(span[0]), "end": _clock(span[1])}
        yield "short_day", tuple(found), args | {"found": _minutes(span), "limit": ruling.value}


def days_a_week(facts: Facts, ruling: Ruling) -> Iterator[Broken]:
    """Too few working days with service."""
    found = [weekday for weekday in _spans(facts, ruling) if weekday in _WORKING_DAYS]
    if len(found) < ruling.value and facts.meant(ruling):
        missing = ";".join(str(day) for day in _WORKING_DAYS if day not in found)
        yield "few_days", (), {"weekdays": missing, "found": len(found), "limit": ruling.value}


def school_days_only(facts: Facts, ruling: Ruling) -> Iterator[Broken]:
    """Slots on weekends, and days off that the school's calendar opens without closing a working day for them."""
    for slot, _ in facts.slots(ruling):
        if slot.weekday not in _WORKING_DAYS:
            yield "weekend_slot", (slot.slot_id,), {"slot": slot.slot_id}
    kinds = {day.date.isoformat(): kind_of_day(day.date) for day in facts.days}
    for date, kind in kinds.items():
        if kind == "holiday":
            yield "opened_holiday", (date,), {"date": date}
    weekends = [date for date, kind in kinds.items() if kind == "weekend"]
    closed = sum(not row.open and kind_of_day(row.date) == "working" for row in facts.school.calendar)
    # A weekend day for a working day that is closed instead is a swap.
    if len(weekends) > closed:
        yield "opened_weekends", tuple(weekends), {"found": len(weekends), "limit": closed, "dates": ";".join(weekends)}


def _spans(facts: Facts, ruling: Ruling) -> dict[int, tuple[time, time]]:
    """When the service of a weekday begins and ends, for all grades that the clause is for."""
    slots: dict[int, list[Slot]] = defaultdict(list)
    for slot, _ in facts.slots(ruling):
        slots[slot.weekday].append(slot)
    return {day: (min(s.start for s in found), max(s.end for s in found)) for day, found in sorted(slots.items())}


def _minutes(span: tuple[time, time]) -> int:
    start, end = span
    return (end.hour - start.hour) * 60 + end.minute - start.minute


def _clock(clock: time) -> str:
    return f"{clock:%H:%M}"
