"""Ways out beside each other: of two that bring the same, where one asks for all that the other does, the smaller one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from scheduler.ways_out.duty_steps import DutyPeople
from scheduler.ways_out.gains import Gain
from scheduler.ways_out.steps import MoreRooms, Step, Teachers


@dataclass(frozen=True)
class WayOut:
    """Steps that help, no larger than the plan that shows it needs them. ``seconds``: what finding out took.

    ``sure``: the plan before was proven best in the goal that improves, so that the gain is due to the steps alone.
    ``proven``: no plan with these steps gains more in that goal; else there may be more to gain. ``exact``: nor in the choices
    after it; else the gain says nothing of these where something is missing no longer.
    ``least``: less of it was tried and brings less; else less may be enough.
    ``beyond``: a way out that asks for less and is contained in this one, which gains more.
    """

    steps: tuple[Step, ...]
    gain: Gain
    sure: bool
    seconds: float
    proven: bool = False
    exact: bool = False
    least: bool = False
    beyond: "WayOut | None" = None

    @property
    def worth(self) -> tuple[int, int]:
        """To compare gains: what is no longer missing; only where that is nothing, the choices."""
        return self.gain.coverage, 0 if self.gain.coverage else self.gain.cost


def contains(large: Sequence[Step], small: Sequence[Step]) -> bool:
    """Whether the steps of ``large`` relax everything that those of ``small`` do."""
    return len(small) <= len(large) and all(any(_within(one, other) for other in large) for one in small)


def _within(small: Step, large: Step) -> bool:
    """Of the same sort, of the same thing, for no more people, times and skills, and no more of it."""
    if type(small) is not type(large):
        return False
    cells: dict[str, object] = vars(large)
    for name, one in vars(small).items():
        other: Any = cells[name]
        if name == "where":  # only a name for the words
            continue
        if isinstance(one, tuple) and isinstance(other, tuple):
            if not set(cast("tuple[str, ...]", one)) <= set(cast("tuple[str, ...]", other)):
                return False
        elif one != other if isinstance(one, str) else one < other if name == "gap" else one > other:
            return False
    return True


def compared(found: Sequence[WayOut]) -> tuple[WayOut, ...]:
    """What they close first, with what is there before what is new, and the least asked for first: then the most gained, else in the order given; without those that gain no more than one that
    they contain, the others beside the best that they contain."""
    in_order = sorted(found, key=_place)
    smaller = [
        [other for n, other in enumerate(in_order) if _smaller(in_order, n, place)] for place in range(len(found))
    ]
    kept = [
        one for one, inside in zip(in_order, smaller, strict=True) if all(one.worth > other.worth for other in inside)
    ]
    return tuple(replace(one, beyond=_best(one, kept)) for one in kept)


def _place(one: WayOut) -> tuple[int, bool, int, int]:
    """Of those that close as many gaps, the ones that make do with the people and rooms that are there come first, then the ones
    that want fewer of them."""
    closes = one.gain.coverage > 0
    new = closes and any(isinstance(step, Teachers | MoreRooms | DutyPeople) for step in one.steps)
    return -one.gain.coverage, new, closes * sum(map(_demand, one.steps)), -one.gain.cost


def _demand(step: Step) -> int:
    """How many people or rooms it is about; 1 for anything else."""
    if isinstance(step, Teachers | MoreRooms | DutyPeople):
        return step.count
    people = getattr(step, "people", ())
    return max(1, len(people))


def _smaller(found: Sequence[WayOut], this: int, than: int) -> bool:
    """Whether one asks for less than another; of two alike the first is the smaller one."""
    if this == than or not _less(found[than].steps, found[this].steps):
        return False
    return this < than or not _less(found[this].steps, found[than].steps)


def _less(large: Sequence[Step], small: Sequence[Step]) -> bool:
    """Whether one is contained in the other, or wants fewer rooms of the same kind: a room costs more than its hours do."""
    if len(small) == len(large) == 1:
        few, many = small[0], large[0]
        if isinstance(few, MoreRooms) and isinstance(many, MoreRooms) and few.count != many.count:
            return few.kinds == many.kinds and few.count < many.count
    return contains(large, small)


def _best(one: WayOut, kept: Sequence[WayOut]) -> WayOut | None:
    inside = [other for other in kept if other is not one and _less(one.steps, other.steps)]
    return max(inside, key=lambda other: other.worth, default=None)
