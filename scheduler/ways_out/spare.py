"""What a way out asks for and may do without: the same steps with one part less."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, cast

from scheduler.ways_out.compare import contains
from scheduler.ways_out.duty_steps import DutyLimit, DutyPeople, MoreDuties
from scheduler.ways_out.room_steps import MoreGroups, OpenRoom
from scheduler.ways_out.steps import ChildPlaces, MoreRooms, MoreSessions, Step, Teachers

Steps = tuple[Step, ...]

#: Says with which steps, these at most, as much is gained; None where less is, or where that is not known.
Enough = Callable[[Steps], Steps | None]

_NUMBERS: dict[type[Step], tuple[str, ...]] = {
    Teachers: ("count",),
    MoreRooms: ("count",),
    DutyPeople: ("count",),
    DutyLimit: ("limit",),
    MoreSessions: ("more",),
    MoreDuties: ("more",),
    MoreGroups: ("more",),
    ChildPlaces: ("more",),
}
"""The cells of a step that can be one less."""


def spared(steps: Steps, vain: Iterable[Steps], enough: Enough) -> Steps:
    """The steps without what is not needed: one part after the other left out, as long as as much is gained.

    ``vain``: steps with which less is gained; what asks for no more than these need not be asked.
    """
    less = list(vain)
    while True:
        fewer = next((one for one in smaller(steps) if not any(contains(old, one) for old in less)), None)
        if fewer is None:
            return steps
        found = enough(fewer)
        if found is None:
            less.append(fewer)
        else:
            steps = found


def smaller(steps: Steps) -> Iterator[Steps]:
    """The steps with one part less, the larger parts first: a whole step, then one of many people, rooms or times."""
    if len(steps) > 1:
        yield from (_without(steps, place) for place in reversed(range(len(steps))))
    for place in reversed(range(len(steps))):
        yield from (_without(steps, place, less) for less in _less(steps[place]))


def _less(step: Step) -> Iterator[Step]:
    for name in _NUMBERS.get(type(step), ()):
        number = int(getattr(step, name))
        if number > 1:
            yield replace(cast(Any, step), **{name: number - 1})
    name = "slots" if isinstance(step, MoreRooms | OpenRoom) else "people"
    members: tuple[str, ...] = getattr(step, name, ())
    if len(members) > 1:
        for one in members:
            yield replace(cast(Any, step), **{name: tuple(other for other in members if other != one)})


def _without(steps: Steps, place: int, *instead: Step) -> Steps:
    return (*steps[:place], *instead, *steps[place + 1 :])
