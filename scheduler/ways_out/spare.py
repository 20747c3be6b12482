"""What a way out asks for and may do without: the same steps with less, in ever smaller pieces."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, cast

from scheduler.ways_out.cell_steps import Items, Values
from scheduler.ways_out.compare import contains
from scheduler.ways_out.duty_steps import CloserDuties, DutyLimit, DutyPeople, MoreDuties
from scheduler.ways_out.room_steps import MoreGroups, OpenRoom
from scheduler.ways_out.steps import (
    Budget,
    ChildPlaces,
    Fallback,
    MoreRooms,
    MoreSessions,
    Seats,
    Sections,
    Step,
    Teachers,
)

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
    Seats: ("more",),
    Sections: ("more",),
    Budget: ("more",),
    Fallback: ("sections",),
}
"""The cells of a step that can be less."""

_WIDEST = 10
"""School days between two duties: more are not asked of anybody."""

_HALVINGS = 4
"""A number is tried with a half, a fourth, an eighth and a sixteenth less, then with one less."""


def spared(steps: Steps, vain: Iterable[Steps], enough: Enough) -> Steps:
    """The steps without what is not needed: large pieces left out first, then smaller ones, as long as as much is gained, until
    nothing can be left out any more, were it one person or one place.

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
    """The steps with less, the larger pieces first: a whole step, then half of the people, rooms, times or seats, and so on."""
    if len(steps) > 1:
        yield from (_without(steps, place) for place in reversed(range(len(steps))))
    for place in reversed(range(len(steps))):
        yield from (_without(steps, place, less) for less in _less(steps[place]))


def _less(step: Step) -> Iterator[Step]:
    for name in _NUMBERS.get(type(step), ()):
        number = int(getattr(step, name))
        for fewer in _numbers(number):
            yield replace(cast(Any, step), **{name: fewer})
    name = (
        "changes"
        if isinstance(step, Items | Values)
        else "slots"
        if isinstance(step, MoreRooms | OpenRoom)
        else "people"
    )
    members: tuple[object, ...] = getattr(step, name, ())
    for left in _parts(members):
        yield replace(cast(Any, step), **{name: left})
    if isinstance(step, CloserDuties) and step.gap < _WIDEST:
        yield replace(step, gap=step.gap + 1)


def _numbers(number: int) -> list[int]:
    """Less than a number, but not nothing, the least first."""
    halved = (number - (number >> times) for times in range(1, _HALVINGS + 1))
    return sorted({fewer for fewer in (*halved, number - 1) if 0 < fewer < number})


def _parts(members: tuple[object, ...]) -> Iterator[tuple[object, ...]]:
    """All but one of two halves, of four fourths and so on; in the end all but one."""
    size = len(members)
    while size > 1:
        size = -(-size // 2)
        for start in range(0, len(members), size):
            left = (*members[:start], *members[start + size :])
            if left:
                yield left


def _without(steps: Steps, place: int, *instead: Step) -> Steps:
    return (*steps[:place], *instead, *steps[place + 1 :])
