"""Pins that contradict the rules: a smallest set of them that cannot hold together."""

from collections.abc import Callable, Sequence

from models.pins import PinDutyRow, PinPlacementRow, PinRow
from models.school import School
from scheduler.errors import NoPlanInTime, PinConflict, SchedulerError

Pin = PinRow | PinPlacementRow | PinDutyRow
Feasible = Callable[[School], bool | None]


def conflicting_pins(school: School, feasible: Feasible) -> SchedulerError:
    """The error to raise for a school in which no plan keeps the pins.

    Found by deletion in halves (Junker 2004, QuickXplain) on models without objective: removing any one member of the
    set makes the rest possible. Where time ends first the set may be larger than it must be.
    """
    pins: list[Pin] = [*school.pins, *school.pin_placements, *school.pin_duties]
    if not pins:
        return NoPlanInTime()

    def possible(chosen: Sequence[Pin]) -> bool:
        return feasible(_with_pins(school, chosen)) is not False

    return PinConflict([name(pin) for pin in _explain(possible, [], pins, False)])


def _explain(possible: Callable[[Sequence[Pin]], bool], base: list[Pin], pins: list[Pin], grew: bool) -> list[Pin]:
    if grew and not possible(base):
        return []
    if len(pins) <= 1:
        return pins
    half = len(pins) // 2
    first, second = pins[:half], pins[half:]
    of_second = _explain(possible, [*base, *first], second, True)
    of_first = _explain(possible, [*base, *of_second], first, bool(of_second))
    return [*of_first, *of_second]


def _with_pins(school: School, chosen: Sequence[Pin]) -> School:
    return school.replaced(
        pins=tuple(p for p in chosen if isinstance(p, PinRow)),
        pin_placements=tuple(p for p in chosen if isinstance(p, PinPlacementRow)),
        pin_duties=tuple(p for p in chosen if isinstance(p, PinDutyRow)),
    )


def name(pin: Pin) -> str:
    """A pin as its table's name and the cells that are filled in."""
    table = {PinRow: "pins", PinPlacementRow: "pin_placements", PinDutyRow: "pin_duties"}[type(pin)]
    cells = ", ".join(f"{k}={v}" for k, v in pin.model_dump(mode="json").items() if v is not None)
    return f"{table}: {cells}"
