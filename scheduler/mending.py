"""The fewest pins to take out so that all others can hold: one may stand in several contradictions."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import ceil

import numpy as np

from models.pins import PinDutyRow
from models.school import School
from scheduler.evident_pins import Pin
from scheduler.messages import Lang, say
from scheduler.messages.origin import Origin, row_runs
from scheduler.search.highs import Answer, ExtraRow, Task
from scheduler.search.linear import LinearModel
from scheduler.told import brief

#: So many times the dates may say that what is left still cannot hold.
_ROUNDS = 200
_EXACT: dict[str, float] = {"mip_rel_gap": 0.0, "mip_abs_gap": 0.99}

Solve = Callable[[Task], Answer | None]
Clash = Callable[[list[Pin]], Sequence[Pin] | None]
#: Pins that cannot all hold with those that count towards the same limit, and how many complaints are told of them.
Complaints = tuple[Sequence[Pin], int]


def overlapping(sets: Sequence[Complaints]) -> bool:
    """Whether to take out one pin may mend more than one complaint."""
    every = [pin for pins, _ in sets for pin in pins]
    return len(set(every)) < len(every) or any(len(pins) > 1 and count > 1 for pins, count in sets)


def fewest_out(
    model: LinearModel,
    holds: Mapping[Pin, int],
    solve: Solve,
    rows_of: Mapping[Pin, int],
    among: Sequence[Pin],
    clash: Clash,
) -> list[Pin] | None:
    """Those among some of the pins without which all others can hold, in the fewest rows; None where none could be proved.
    ``rows_of``: every pin, and in how many rows it stands: it is gone when all of them are.

    The week's model, with a column that says of each pin whether it ``holds``, shows a week that keeps the others, and
    ``clash`` names no duties of theirs that the dates forbid.
    """
    lower, upper = model.lower.copy(), model.upper.copy()
    cost = np.zeros(model.columns, dtype=np.int64)
    for pin, column in holds.items():
        lower[column], upper[column] = (0, 1) if pin in among else (1, 1)
        cost[column] = -rows_of[pin] if pin in among else 0
    rows: list[ExtraRow] = []
    for _ in range(_ROUNDS):
        answer = solve(Task(cost, sum(map(rows_of.__getitem__, among)), lower, upper, rows=rows, options=dict(_EXACT)))
        if answer is None or answer.x is None:
            return None
        out = [pin for pin in among if answer.x[holds[pin]] < 0.5]
        if ceil(answer.bound - 1e-6) < sum(map(rows_of.__getitem__, out)):
            return None
        found = clash([pin for pin in rows_of if isinstance(pin, PinDutyRow) and pin not in out])
        if found is None:
            return out
        columns = np.array([holds[pin] for pin in found], dtype=np.int64)
        rows.append((columns, np.ones(len(columns), dtype=np.int64), 0, len(columns) - 1))
    return None


def advice(
    out: Sequence[Pin], rows: int, sets: Sequence[Complaints], lang: Lang, school: School, origin: Origin | None
) -> Iterator[str]:
    """How many ``rows`` of pins are enough to take out, and which, those of the same sets together, first those that mend most."""
    groups: dict[tuple[int, ...], list[Pin]] = {}
    for pin in out:
        groups.setdefault(tuple(n for n, (pins, _) in enumerate(sets, 1) if pin in pins), []).append(pin)
    yield say(lang, "blame.mend_sets" if len(sets) > 1 else "blame.mend_one", sets=len(sets), count=rows)
    for numbers, pins in sorted(groups.items(), key=lambda one: (-len(one[0]), one[0])):
        shared = any(set(numbers) & set(other) for other in groups if other != numbers)
        key = "all" if len(sets) == 1 else "part" if shared else "line" if len(numbers) > 1 else "single"
        said = say(lang, "names.comma").join(row_runs(numbers))
        yield "  - " + say(lang, f"blame.mend_{key}", pins=brief(pins, lang, school, origin), numbers=said)
