"""CP-SAT on the clock of a run."""

from collections.abc import Generator
from contextlib import contextmanager

from ortools.sat.python import cp_model

from scheduler.options import Timekeeper


@contextmanager
def within(solver: cp_model.CpSolver, seconds: float, clock: Timekeeper) -> Generator[None]:
    """Let the solver have so many seconds of the clock for what is solved inside.

    On a clock that counts work the limit is CP-SAT's own deterministic time, which is near a second, and several workers take
    turns.
    """
    if not clock.exact:
        solver.parameters.max_time_in_seconds = seconds
        yield
        return
    asked = solver.parameters.max_deterministic_time
    solver.parameters.max_deterministic_time = min(asked, seconds)
    solver.parameters.interleave_search = solver.parameters.num_workers > 1
    yield
    clock.spent(solver.response_proto.deterministic_time)
