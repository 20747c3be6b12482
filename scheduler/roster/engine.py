"""CP-SAT with a clock and a stop that another thread can ask for."""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

from ortools.sat.python import cp_model

from scheduler.options import WALL, Stop, Timekeeper
from scheduler.search.cp import within

CHECK_EVERY = 0.05
PORTFOLIO = 8


@dataclass(frozen=True)
class Limits:
    """When and how a search runs: ``end`` on the ``clock``."""

    end: float
    seed: int = 0
    stop: Stop | None = None
    clock: Timekeeper = WALL

    @property
    def left(self) -> float:
        """Seconds left; 0 once a stop was asked for."""
        return 0.0 if self.stopped else max(0.0, self.end - self.clock.now())

    @property
    def stopped(self) -> bool:
        """Whether a stop was asked for."""
        return self.stop is not None and self.stop.is_set()

    def share(self, part: float) -> "Limits":
        """The same limits with only this part of the time left."""
        return Limits(self.clock.now() + part * self.left, self.seed, self.stop, self.clock)


@dataclass(frozen=True)
class Outcome:
    """What a search said: a solution (``solver`` has its values), a proof that there is none, or neither."""

    solver: cp_model.CpSolver
    found: bool
    optimal: bool
    impossible: bool


def search(model: cp_model.CpModel, limits: Limits, **parameters: float) -> Outcome:
    """Search until done, out of time, or stopped. ``parameters`` are CP-SAT's own; one worker unless they say so."""
    solver = cp_model.CpSolver()
    solver.parameters.catch_sigint_signal = False  # its handler would stay, and take the program's own away
    left = limits.left
    if left <= 0:
        return Outcome(solver, False, False, False)
    solver.parameters.random_seed = limits.seed
    solver.parameters.num_workers = 1
    for name, value in parameters.items():
        setattr(solver.parameters, name, value)
    with _stopping(solver, limits.stop), within(solver, left, limits.clock):
        status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return Outcome(solver, found, status == cp_model.OPTIMAL, status == cp_model.INFEASIBLE)


def settle_quickly(model: cp_model.CpModel, limits: Limits) -> Outcome:
    """Search a model without a goal for a moment, so that the same seed gives the same answer.

    Clauses alone settle most rosters at once; CP-SAT's portfolio with little presolve, taking turns, nearly all others.
    """
    light: dict[str, float] = {"linearization_level": 0, "symmetry_level": 0, "cp_model_probing_level": 0}
    outcome = search(model, limits, **light, max_deterministic_time=0.2)
    if outcome.found or outcome.impossible:
        return outcome
    return search(model, limits, **light, num_workers=PORTFOLIO, interleave_search=True, max_deterministic_time=2.0)


def settle(model: cp_model.CpModel, limits: Limits) -> Outcome:
    """Search a model without a goal with CP-SAT's whole portfolio until done or out of time."""
    return search(model, limits, num_workers=PORTFOLIO, interleave_search=True)


@contextmanager
def _stopping(solver: cp_model.CpSolver, stop: Stop | None) -> Generator[None]:
    if stop is None:
        yield
        return
    done = threading.Event()

    def watch() -> None:
        while not done.wait(CHECK_EVERY):
            # Asked again each time: a stop that comes before the search has begun would otherwise be lost.
            if stop.is_set():
                solver.stop_search()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
