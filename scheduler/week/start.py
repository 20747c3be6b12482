"""What is known without a search: the empty plan, and the variables that follow from the others."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from scheduler.week.context import Context

Whole = NDArray[np.int64]


def empty_plan(ctx: Context) -> Whole:
    """Nothing held, nobody placed, every week a bad one. It keeps every rule but the pins: there is always a plan."""
    x = np.zeros(len(ctx.model.proto.variables), dtype=np.int64)
    for index, var in ctx.bad_week.items():
        x[var.index] = ctx.groups[index].count
    for gaps in (ctx.unplaced, ctx.unheld, ctx.untutored, ctx.unfilled):
        for var in gaps.values():
            x[var.index] = list(ctx.model.proto.variables[var.index].domain)[-1]
    return x


@dataclass
class Chains:
    """The steps of sums of squares, which follow from what they add up: the cheapest first.

    An engine may leave them fractional or out of order; :meth:`complete` puts them right, which never costs more, and says of nobody
    that they are busy who do not work.
    """

    steps: Whole = field(init=False)
    _parts: list[tuple[Whole, Whole]] = field(init=False)
    _busy: list[tuple[int, Whole]] = field(init=False)

    def __init__(self, ctx: Context) -> None:
        self._parts = [
            (np.array([v.index for v in steps]), np.array([v.index for v in summed])) for steps, summed in ctx.chains
        ]
        self._busy = [
            (busy.var.index, np.array([v.index for v in busy.working])) for own in ctx.busy.values() for busy in own
        ]
        self.steps = (
            np.concatenate([steps for steps, _ in self._parts]) if self._parts else np.array([], dtype=np.int64)
        )

    def complete(self, x: Whole) -> Whole:
        """The same solution with every chain in order."""
        found = x.copy()
        for steps, summed in self._parts:
            count = int(x[summed].sum())
            found[steps] = 0
            found[steps[:count]] = 1
        for busy, working in self._busy:
            found[busy] = found[working].max()
        return found
