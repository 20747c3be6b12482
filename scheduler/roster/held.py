"""What was settled beforehand: pins, and the part of a term that is over."""

from collections.abc import Iterable, Mapping
from datetime import date

from models.pins import PinDutyRow
from scheduler.roster.context import RosterData

Held = Mapping[tuple[int, str], str | None]
"""By (date index, post id): the person; None = the post stays unfilled."""

Fixed = Mapping[tuple[date, str], str | None]


def settled(data: RosterData, pins: Iterable[PinDutyRow], fixed: Fixed | None = None) -> Held | None:
    """Pins and fixed places together; None where they contradict each other or name a place that is not open."""
    wanted: list[tuple[tuple[date, str], str | None]] = [((pin.date, pin.post_id), pin.staff_id) for pin in pins]
    wanted += (fixed or {}).items()
    places = set(data.places)
    found: dict[tuple[int, str], str | None] = {}
    for (day, post), staff_id in wanted:
        place = (data.index_of.get(day, -1), post)
        if place not in places or found.setdefault(place, staff_id) != staff_id:
            return None
    return found
