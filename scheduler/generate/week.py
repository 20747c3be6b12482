"""The week of a made-up school: its slots, the 1+3+x of each grade, its strands."""

from datetime import time
from random import Random

from scheduler.generate.outline import Offer, SlotPlan
from scheduler.generate.profile import Profile

_DAYS = ("mon", "tue", "wed", "thu", "fri")
_TIMES = ((time(16, 0), time(16, 45)), (time(16, 50), time(17, 35)), (time(17, 35), time(18, 20)))
_STRANDS = (("sport", "阳光体育", "操场"), ("arts", "艺术素养", ""), ("hands-on", "科学劳动", ""))
_EARLY_GRADES = ("1", "2")


def week(grades: tuple[str, ...], profile: Profile, rng: Random) -> tuple[SlotPlan, ...]:
    """Homework first on every weekday, then a strand or an elective; Friday's block spans two slots.

    The lowest grades go home early on one strand day. ``profile.blocks`` may be 1 to 5.
    """
    low = tuple(grade for grade in grades if grade in _EARLY_GRADES) if len(grades) > 2 else ()
    high = tuple(grade for grade in grades if grade not in low)
    electives = _electives(grades, low, high, profile, rng)
    strand_days = [day for day in range(1, 6) if not set(grades) <= set(electives.get(day, ()))]
    common = [day for day in strand_days if day not in electives]
    early = common[0] if low and common else None
    slots: list[SlotPlan] = []
    for weekday, day in enumerate(_DAYS, start=1):
        slots.append(_slot(f"{day}1", weekday, 0, homework=grades))
        electing = electives.get(weekday, ())
        strand = tuple(g for g in grades if g not in electing and not (weekday == early and g in low))
        block = day if electing else None
        slots.append(_slot(f"{day}2", weekday, 1, strand=strand, elective=electing, block=block))
        if weekday == 5:
            slots.append(_slot(f"{day}3", weekday, 2, elective=electing, block=block))
    return tuple(slots)


def _slot(slot_id: str, weekday: int, at: int, **what: object) -> SlotPlan:
    start, end = _TIMES[at]
    return SlotPlan.model_validate({"slot_id": slot_id, "weekday": weekday, "start": start, "end": end, **what})


def _electives(
    grades: tuple[str, ...], low: tuple[str, ...], high: tuple[str, ...], profile: Profile, rng: Random
) -> dict[int, tuple[str, ...]]:
    """The grades that choose on each weekday; with two blocks a student, young and old may have different days."""
    if profile.blocks is not None:
        return dict.fromkeys((5, 2, 3, 4, 1)[: profile.blocks], grades)
    draw = rng.random()
    if len(grades) < 6 and draw < 0.3:
        return {5: grades}
    if low and draw > 0.5:
        return {2: low, 3: high, 5: grades}
    return {2: grades, 5: grades}


def strands(slots: tuple[SlotPlan, ...]) -> list[Offer]:
    """As many strand sessions a week for each grade as it has strand slots; 体育 on the sports ground."""
    times: dict[str, int] = {}
    for slot in slots:
        for grade in slot.strand:
            times[grade] = times.get(grade, 0) + 1
    found: list[Offer] = []
    for n, (strand_id, name, kind) in enumerate(_STRANDS):
        by_times: dict[int, list[str]] = {}
        for grade, count in times.items():
            often = count // len(_STRANDS) + (n < count % len(_STRANDS))
            if often:
                by_times.setdefault(often, []).append(grade)
        for often, members in sorted(by_times.items()):
            suffix = f"-{often}" if len(by_times) > 1 else ""
            found.append(
                Offer(
                    activity_id=f"strand-{strand_id}{suffix}",
                    name=name,
                    kind="strand",
                    category="共同课程",
                    grades=tuple(members),
                    room_kinds=(kind,) if kind else (),
                    sessions_week=often,
                )
            )
    return found
