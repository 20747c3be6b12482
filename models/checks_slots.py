"""Whether the weekdays and times of slots can be, and which cell is likelier wrong where two of them cannot."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import time

from models.checks_base import Facts
from models.fault import Fault
from models.term import Slot

#: So many students at least speak against a weekday before it is said to be wrong.
_FEW = 3

_NOON = 12

_NUMBER = re.compile("[-_ .]*[0-9一二三四五六]$|[-_ .]+[0-9]+$")

#: How ids begin that say which weekday they are on.
_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SIGNS = "一二三四五六日"


def weekday_of_id(slot: Slot, slots: tuple[Slot, ...]) -> int | None:
    """The weekday that a slot's id says: by its name (``wed2``, ``周三2``), or as all others whose ids differ in the last
    number alone; None where the id says nothing."""
    if named := weekday_named(slot.slot_id):
        return named
    stem = _NUMBER.sub("", slot.slot_id)
    others = {s.weekday for s in slots if s.slot_id != slot.slot_id and _NUMBER.sub("", s.slot_id) == stem}
    return min(others) if stem and stem != slot.slot_id and len(others) == 1 else None


def weekday_named(slot_id: str) -> int | None:
    """The weekday with whose name a slot's id begins: ``wed2``, ``周三2``."""
    text = slot_id.casefold()
    for number, (name, sign) in enumerate(zip(_NAMES, _SIGNS, strict=True), 1):
        if text.startswith((name, f"周{sign}", f"星期{sign}", f"礼拜{sign}")):
            return number
    return None


def overlaps(facts: Facts) -> Iterator[Fault]:
    """Slots of one weekday that share time. Where one of the two would fit on another weekday, which its id or those who chose
    its block name, that weekday is wrong; where one begins in the morning and would fit twelve hours later, its beginning is;
    else the later one is named, with the one that it runs into."""
    by_day: dict[int, list[tuple[int, Slot]]] = defaultdict(list)
    for index, slot in enumerate(facts.school.slots):
        if slot.start < slot.end and slot.slot_id not in facts.moved_slots:
            by_day[slot.weekday].append((index, slot))
    for day in by_day.values():
        last: tuple[int, Slot] | None = None
        for index, slot in sorted(day, key=lambda pair: (pair[1].start, pair[0])):
            if last and slot.start < last[1].end and slot.slot_id != last[1].slot_id:
                fault = _wrong_cell(facts, (index, slot), last)
                yield fault or _overlap(index, slot, *last)
                if fault and fault.index == index:
                    continue
                if fault:
                    last = None
                else:
                    facts.doubted_slots |= {slot.slot_id, last[1].slot_id}
            if last is None or slot.end > last[1].end:
                last = index, slot


def _wrong_cell(facts: Facts, one: tuple[int, Slot], other: tuple[int, Slot]) -> Fault | None:
    """The weekday or the beginning of one of two slots that overlap, where it alone would explain it."""
    for look in (_morning, _moved):
        found = [fault for a, b in ((one, other), (other, one)) if (fault := look(facts, *a, b[1]))]
        if len(found) == 1:
            if found[0].column == "weekday":
                facts.moved_slots.add(str(found[0].args["slot"]))
            return found[0]
    return None


def _morning(facts: Facts, index: int, slot: Slot, other: Slot) -> Fault | None:
    """That a slot which runs into one of the afternoon begins twelve hours too early: 4:50 for 16:50."""
    if slot.start.hour >= _NOON or other.start.hour < _NOON:
        return None
    meant = slot.start.replace(hour=slot.start.hour + _NOON)
    if meant >= slot.end or not fits(facts, slot.model_copy(update={"start": meant}), slot.weekday):
        return None
    found = _clock(slot.start)
    args: dict[str, str | int] = {
        "slot": slot.slot_id,
        "found": found,
        "end": _clock(slot.end),
        "nearest": _clock(meant),
    }
    args |= {"other": other.slot_id, "begins": _clock(other.start)}
    return Fault(table="slots", index=index, column="start", found=found, wanted="files.slot_morning", args=args)


def _clock(when: time) -> str:
    return f"{when.hour}:{when.minute:02}"


def _overlap(index: int, slot: Slot, earlier: int, other: Slot) -> Fault:
    args: dict[str, str | int] = {"slot": slot.slot_id, "other": other.slot_id, "end": _clock(other.end)}
    args |= {
        "first": earlier,
        "weekday": slot.weekday,
        "begins": _clock(slot.start),
        "other_begins": _clock(other.start),
    }
    found = f"{slot.start:%H:%M}"
    return Fault(table="slots", index=index, column="start", found=found, wanted="files.slot_overlap", args=args)


def _moved(facts: Facts, index: int, slot: Slot, other: Slot) -> Fault | None:
    """That a slot which runs into another one is on a wrong weekday, where something says on which it is meant to be."""
    args: dict[str, str | int] = {"slot": slot.slot_id, "other": other.slot_id, "day": slot.weekday}
    stay = _stay(facts, slot)
    if stay:
        block, count, meant = stay
        args |= {"block": block, "count": count}
    else:
        meant = weekday_of_id(slot, facts.school.slots)
    if meant is None or meant == slot.weekday or not fits(facts, slot, meant):
        return None
    key = "files.slot_day_students" if stay else "files.slot_day_id"
    args |= {"weekday": meant, "number": meant}
    found = str(slot.weekday)
    return Fault(table="slots", index=index, column="weekday", found=found, wanted=key, args=args)


def fits(facts: Facts, slot: Slot, weekday: int) -> bool:
    """Whether a slot would overlap no other on a weekday."""
    others = (s for s in facts.slots.values() if s.weekday == weekday and s.slot_id != slot.slot_id)
    return not any(one.start < slot.end and slot.start < one.end for one in others)


def _stay(facts: Facts, slot: Slot) -> tuple[str, int, int] | None:
    """The block of a slot, how many who chose for it do not stay on its weekday, and the only other one on which the slot fits
    and all of them stay."""
    blocks = {row.block_id for _, row in facts.electives if row.slot_id == slot.slot_id}
    if len(blocks) != 1:
        return None
    (block,) = blocks
    asking = {
        row.student_id for row in facts.school.choices if row.block == block and facts.sound_student(row.student_id)
    }
    days = [set(facts.school.students[facts.students[one]].weekdays) for one in asking]
    away = sum(slot.weekday not in own for own in days)
    meant = meant_weekday(facts, slot, days)
    return (block, away, meant) if away >= _FEW and meant else None


def meant_weekday(facts: Facts, slot: Slot, days: list[set[int]]) -> int | None:
    """The only other weekday on which a slot overlaps nothing and all of the people with these weekdays stay."""
    others = set.intersection(*days) - {slot.weekday} if days else set[int]()
    fitting = [day for day in sorted(others) if fits(facts, slot, day)]
    return fitting[0] if len(fitting) == 1 else None
