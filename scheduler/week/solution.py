"""The values of a solution, asked by what a variable says."""

from collections.abc import Mapping
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from scheduler.week.context import Context, Var

Key = TypeVar("Key")


class Solution:
    """A solution of the week's model: whole numbers by the index of their variable."""

    def __init__(self, ctx: Context, x: NDArray[np.int64]) -> None:
        self.ctx = ctx
        self.x = x

    def value(self, var: Var) -> int:
        """The value of a variable."""
        return int(self.x[var.index])

    def true(self, table: Mapping[Key, Var]) -> list[Key]:
        """The keys whose variable is not 0, in the table's order."""
        return [key for key, var in table.items() if self.x[var.index]]
