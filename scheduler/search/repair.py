"""A solution that was good before the model changed, mended: only what stands near the rows that it breaks may move."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from scheduler.search.linear import Ints, LinearModel

MOST_STEPS = 5
DENSE = 300
"""A row of more variables than that, such as a budget's, would connect everything with everything."""

Mask = NDArray[np.bool_]


def parts(model: LinearModel, point: Ints, always: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Bounds of the variables with all held at ``point`` but those near what it breaks; wider from part to part.

    The variables of ``always`` are free in every part; the last part is the whole model.
    """
    counts = np.diff(model.start)
    row = np.repeat(np.arange(model.rows), counts)
    thin = (counts <= DENSE)[row]
    free = _broken(model, point, row)
    inside = np.clip(point, model.lower, model.upper)
    for _ in range(MOST_STEPS):
        moving = free.copy()
        moving[always] = True
        yield np.where(moving, model.lower, inside), np.where(moving, model.upper, inside)
        touched = np.zeros(model.rows, dtype=bool)
        touched[row[thin & free[model.index]]] = True
        wider = free.copy()
        wider[model.index[thin & touched[row]]] = True
        if np.array_equal(wider, free):
            break
        free = wider
    yield model.lower, model.upper


def _broken(model: LinearModel, point: Ints, row: Ints) -> Mask:
    """The variables of the rows that a point breaks, and those outside their own bounds."""
    activity = model.activity(point)
    wrong = (activity < model.row_lower) | (activity > model.row_upper)
    free: Mask = (point < model.lower) | (point > model.upper)
    free[model.index[wrong[row]]] = True
    return free
