"""The solution that a branch and bound begins with. Runs in the solver's own process."""

from typing import Any

import highspy

ASKED = (highspy.HIGHS_VERSION_MAJOR, highspy.HIGHS_VERSION_MINOR) >= (1, 16)
"""Whether it is told when the solver asks for one. HiGHS 1.16.0 makes a better solution of one that is set, where presolve
can, tells that one's value, and gives back the one that was set."""


class Start:
    """Tells a solver where to begin; to be made before it runs."""

    def __init__(self, solver: Any) -> None:
        self._next: Any = None
        if ASKED:
            solver.cbMipUserSolution += self._on_asked

    def tell(self, solver: Any, x: Any | None) -> None:
        """Let its next run begin with this solution, or with none."""
        if ASKED:
            self._next = x
        elif x is not None:
            solution = highspy.HighsSolution()
            solution.col_value = x.tolist()
            solver.setSolution(solution)

    def _on_asked(self, event: Any) -> None:
        x, self._next = self._next, None
        if x is not None:
            event.data_in.setSolution(x)
