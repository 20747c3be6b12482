"""Which places say nearly the same: those of a student with one list for several blocks, in the same club."""

from collections.abc import Hashable
from itertools import count

import numpy as np

from scheduler.search.merged import Alike
from scheduler.week.context import Context


def alike(ctx: Context) -> Alike:
    """Places and gaps of students who have one list for several blocks, by student and club, and by club and block.

    Sums over students are of those only who attend the same blocks, so that each block's students are known.
    """
    columns = len(ctx.model.proto.variables)
    wide, deep = np.full((2, columns), -1, dtype=np.int64)
    gap = np.zeros(columns, dtype=np.bool_)
    numbers: dict[Hashable, int] = {}
    fresh = count()

    def number(*key: Hashable) -> int:
        if key not in numbers:
            numbers[key] = next(fresh)
        return numbers[key]

    attended = [tuple(block for block, _ in group.options) for group in ctx.groups]
    for (index, block, option), var in ctx.place.items():
        if ctx.groups[index].once:
            club = option.offer.activity, option.offer.class_id
            wide[var.index] = number("student", index, club, option.rank, option.cost)
            deep[var.index] = number("block", attended[index], block, club)
    for (index, block), var in ctx.unplaced.items():
        if ctx.groups[index].once:
            wide[var.index] = number("student", index)
            deep[var.index] = number("block", attended[index], block)
            gap[var.index] = True
    return Alike(wide, deep, gap)
