"""The solution that a branch and bound begins with. Runs in the solver's own process.

HiGHS 1.16.0 makes a better solution of one that is set, where its presolve can, tells that one's value, and gives back the one that was
set. So it is told when it asks.
"""

from typing import Any


class Start:
    """Tells a solver where to begin; to be made before it runs."""

    def __init__(self, solver: Any) -> None:
        self._next: Any = None
        solver.cbMipUserSolution += self._on_asked

    def tell(self, x: Any | None) -> None:
        """Let its next run begin with this solution, or with none."""
        self._next = x

    def _on_asked(self, event: Any) -> None:
        x, self._next = self._next, None
        if x is not None:
            event.data_in.setSolution(x)
