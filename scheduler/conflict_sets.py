"""Whether pins can hold together, and a smallest set of them that cannot.

One model of the week without objective, in which a decision of its own says whether each pin holds; and the roster alone for
what only dates tell. Both are asked again and again with other pins; neither is made again.
"""

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from threading import Event, Thread
from typing import TypeVar

import numpy as np
from ortools.sat.python import cp_model

from models.pins import PinDutyRow
from models.school import School
from scheduler.duties import duty_pool
from scheduler.evident_pins import Pin
from scheduler.roster.context import RosterData
from scheduler.roster.greedy import greedy
from scheduler.roster.held import settled
from scheduler.search.cp import within
from scheduler.search.highs import Answer, Highs, Task
from scheduler.search.limits import GRACE, Limits
from scheduler.search.linear import LinearModel, translate
from scheduler.week.build import build
from scheduler.week.context import Context
from scheduler.week.data import WeekData

T = TypeVar("T")

CORE_SHARE = 0.3
"""Share of the time for a first set that cannot hold together, which is then made smaller."""


def contradicting(school: School, pins: list[Pin], roster: RosterData, limits: Limits) -> list[Pin] | None:
    """A smallest set among the pins that cannot hold together; None where they can, or time was over first."""
    found = of_dates(roster, [p for p in pins if isinstance(p, PinDutyRow)])
    if found is None:
        with PinWeek(school, roster, limits) as week:
            found = week.contradicting(pins)
    return found


def smallest(possible: Callable[[Sequence[T]], bool], pins: list[T]) -> list[T]:
    """A smallest set among pins, or settings, that cannot hold together: without any one of its members the rest can.

    By deletion in halves (Junker 2004, QuickXplain).
    """
    return _explain(possible, [], pins, False)


def _explain(possible: Callable[[Sequence[T]], bool], base: list[T], pins: list[T], grew: bool) -> list[T]:
    if grew and not possible(base):
        return []
    if len(pins) <= 1:
        return pins
    half = len(pins) // 2
    first, second = pins[:half], pins[half:]
    of_second = _explain(possible, [*base, *first], second, True)
    of_first = _explain(possible, [*base, *of_second], first, bool(of_second))
    return [*of_first, *of_second]


def of_dates(roster: RosterData, pins: list[Pin]) -> list[Pin] | None:
    """Pinned duties that contradict each other or the rules of duty; None where they do not."""

    def possible(chosen: Sequence[Pin]) -> bool:
        held = settled(roster, [pin for pin in chosen if isinstance(pin, PinDutyRow)])
        return held is not None and greedy(roster, roster.triples, held) is not None

    return None if possible(pins) else smallest(possible, pins)


@contextmanager
def _stopping(solver: cp_model.CpSolver, limits: Limits) -> Generator[None]:
    """Let whoever asks to stop end the solver."""
    done = Event()

    def watch() -> None:
        while not done.wait(0.1):
            if limits.stop.is_set():
                solver.stop_search()

    thread = Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


class PinWeek:
    """The week's model with pins that can be switched off, in an engine that keeps it. Use it as a context manager."""

    def __init__(self, school: School, roster: RosterData, limits: Limits) -> None:
        self.ctx: Context = build(WeekData(school, duty_pool(roster, school.pin_duties), loose_pins=True))
        self.model: LinearModel = translate(self.ctx.model)
        self.limits = limits
        self.engine = Highs(limits.clock)
        self.nothing = np.array([], dtype=np.int64)

    def __enter__(self) -> "PinWeek":
        self.engine.load(self.model, self.nothing)
        return self

    def __exit__(self, *_: object) -> None:
        self.engine.close()

    def contradicting(self, pins: list[Pin]) -> list[Pin] | None:
        """A smallest set among the pins that no week keeps; None where one does, or time was over first."""
        if self.feasible(pins) is not False:
            return None
        core = self._core(pins)
        if len(core) < len(pins) and self.feasible(core) is False:
            pins = core
        return smallest(lambda chosen: self.feasible(chosen) is not False, pins)

    def feasible(self, chosen: Sequence[Pin]) -> bool | None:
        """Whether any week keeps the chosen pins; None if time was over first."""
        lower, upper = self.model.lower.copy(), self.model.upper.copy()
        on = set(chosen)
        for pin, var in self.ctx.pin_holds.items():
            lower[var.index] = upper[var.index] = pin in on
        zero = np.zeros(self.model.columns, dtype=np.int64)
        answer = self.solve(Task(zero, 0, lower, upper))
        if answer is None:
            return None
        return False if answer.status == "Infeasible" else None if answer.x is None else True

    def solve(self, task: Task) -> Answer | None:
        """How a task ends in the time that is left; None where it does not."""
        number = self.engine.start(replace(task, seconds=self.limits.left))
        asked = False
        while True:
            answer = self.engine.poll(number, 0.1)
            if answer is not None:
                return answer
            if not asked and self.limits.left <= 0:
                self.engine.stop(number)
                asked = True
            if self.limits.over:
                return None

    def _core(self, pins: list[Pin]) -> list[Pin]:
        """Pins that a proof of contradiction rests on; all of them where none is found in time."""
        model = self.ctx.model.clone()
        of_index = {self.ctx.pin_holds[pin].index: pin for pin in pins if pin in self.ctx.pin_holds}
        model.add_assumptions([self.ctx.pin_holds[pin] for pin in pins if pin in self.ctx.pin_holds])
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.linearization_level = 2
        solver.parameters.random_seed = self.limits.seed % 2**31
        seconds = max(GRACE, CORE_SHARE * self.limits.left)
        with _stopping(solver, self.limits), within(solver, seconds, self.limits.clock):
            status = solver.solve(model)
        if status != cp_model.INFEASIBLE:
            return pins
        found = [of_index[index] for index in solver.sufficient_assumptions_for_infeasibility() if index in of_index]
        return found or pins
