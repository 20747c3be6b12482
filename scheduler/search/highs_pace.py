"""How much an engine has worked, and where it waits so as to stay in step with others (:mod:`.work`).

Runs in the solver's own process. Work is counted in what the solver does the same way each time: steps of the simplex,
looks at its callbacks, entries of the matrix. The weights make it come near a second of CPU on a usual machine.
"""

import re
from collections import deque
from collections.abc import Callable
from math import inf, sqrt
from queue import Queue
from typing import Any

PER_ENTRY = 3e-6
"""For reading and presolving, for each entry of a column that is not held."""

PER_LOOK, PER_STEP, PER_STEP_OF_LP = 2e-7, 6e-7, 2e-7
"""For a look at a branch and bound, times the entries; for a step of the simplex in one, or in a linear programme (there
for a look just as well), times their square root."""

LOG: dict[str, Any] = {
    "output_flag": True,
    "log_to_console": False,
    "timeless_log": True,
    "mip_min_logging_interval": 0.0,
}
"""Every line of the log, wherever it would be written after some time; none to be seen."""

LEAST_ENTRIES = 2_000
"""A matrix counts for so many more entries than it has: what a look or a step costs even in the smallest."""

_STEPS = re.compile(r"\s(\d+)(\.\d+)?([km]?)\s*$")
_UNIT = {"": 1, "k": 1_000, "m": 1_000_000}


TELL = 0.01
"""How much work the engine does before it tells how far it has come."""


class Pace:
    """``say`` sends a message, ``obey`` does what was asked of a task: each at its own time, not as it comes."""

    def __init__(self, say: Callable[[str, int], None], obey: Callable[..., None]) -> None:
        self.asked: Queue[tuple[Any, ...]] = Queue()
        self.time = 0.0
        self._say, self._obey = say, obey
        self._until = self._told = 0.0
        self._orders: deque[tuple[Any, ...]] = deque()

    def begin(self, time: float) -> None:
        """A task begins, at a time of the clock at the earliest."""
        self.time = max(self.time, time)

    def wait(self) -> None:
        """Stand still where the engine may not go on; do what was asked for the time up to now.

        An order is sent before the engine may go beyond the order's time, so that it is here by then.
        """
        if self.time >= min(self._until, self._told + TELL):
            self._say("reached", 0)
            self._told = self.time
        while self.time >= self._until or not self.asked.empty():
            order = self.asked.get()
            if order[0] == "until":
                self._until = max(self._until, order[1])
            else:
                self._orders.append(order)
        while self._orders and (self._orders[0][2] <= self.time or self._until == inf):
            self._obey(*self._orders.popleft())


class Work:
    """The work of one task with so many ``entries``; ``budget`` is the most that it may be."""

    def __init__(self, pace: Pace, entries: int, start: float, budget: float) -> None:
        self.pace, self.entries = pace, entries + LEAST_ENTRIES
        self.root = sqrt(self.entries)
        pace.begin(start)
        self.start, self.budget = pace.time, budget
        self.looks, self.steps, self.steps_of_lp = 0, 0, 0
        self.before = 0

    @property
    def done(self) -> float:
        """Work so far."""
        of_tree = self.looks * self.entries * PER_LOOK + (self.before + self.steps) * self.root * PER_STEP
        return self.entries * PER_ENTRY + of_tree + self.steps_of_lp * self.root * PER_STEP_OF_LP

    @property
    def over(self) -> bool:
        """Whether the budget is used up."""
        return self.done >= self.budget

    def note(self) -> None:
        """Set the time to where the work has come to."""
        self.pace.time = max(self.pace.time, self.start + self.done)

    def wait(self) -> None:
        """Stay in step."""
        self.note()
        self.pace.wait()

    def end_run(self, steps: int) -> None:
        """Note the end of a branch and bound and all its steps."""
        self.before, self.steps = self.before + max(self.steps, steps), 0

    def watch(self, solver: Any, stopped: Callable[[], bool]) -> None:
        """Read the log of a branch and bound for its steps; count those of one that turns out to be a linear programme."""

        def on_step(event: Any) -> None:
            self.steps_of_lp += 1
            self.wait()
            if self.over or stopped():
                event.interrupt()

        def on_log(event: Any) -> None:
            self.hear_log(event.message)

        for name, value in LOG.items():
            solver.setOptionValue(name, value)
        solver.cbLogging += on_log
        solver.cbSimplexInterrupt += on_step
        solver.cbIpmInterrupt += on_step

    def hear_log(self, line: str) -> None:
        """The steps of the simplex so far are the last figure in a line of the solver's table."""
        found = _STEPS.search(line)
        if found and line.count("%"):
            self.steps = max(self.steps, int(float(found[1] + (found[2] or "")) * _UNIT[found[3]]))
