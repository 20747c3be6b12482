"""Engines that hold one model, lent to several searches in turn.

Whoever looks for a first solution comes before whoever proves or betters one, so that what is easy does not wait for
what is hard.
"""

from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from math import ceil
from threading import Condition

from scheduler.search.highs import Basis, EngineLost, Highs
from scheduler.search.limits import Limits

LOOK_SECONDS = 0.1
"""How often somebody who waits looks whether time is over."""


class Lender:
    """Up to ``most`` engines at once; ``prepare`` gives one its model before it is lent for the first time.

    ``basis``: where a relaxation of the first two goals ended in them, for those that begin there.
    """

    def __init__(self, most: int, prepare: Callable[[Highs], None]) -> None:
        self._most, self._prepare = most, prepare
        self.basis: Basis | None = None
        self._change = Condition()
        self._ready: list[Highs] = []
        self._begun: list[Highs] = []
        self._lent = 0
        self._waiting = {True: 0, False: 0}

    def begin(self, count: int) -> None:
        """Start processes beforehand."""
        self._begun += [Highs() for _ in range(min(count, self._most))]

    def close(self) -> None:
        """End the engines that are not lent."""
        for engine in (*self._ready, *self._begun):
            engine.close()
        self._ready, self._begun = [], []

    @property
    def waiting(self) -> int:
        """How many wait for an engine."""
        return sum(self._waiting.values())

    @contextmanager
    def turn(self, limits: Limits, *, first: bool) -> Generator[tuple[Highs, float]]:
        """An engine, and the share of the time that is left which leaves as much to all who wait for the same.

        ``first``: to look for a first solution. One that still works at a task when it is given back is ended. Raises EngineLost where time is
        over first.
        """
        share = self._wait(limits, first)
        engine: Highs | None = None
        try:
            engine = self._engine()
            yield engine, share
        finally:
            kept = engine is not None and engine.alive and not engine.busy
            if engine is not None and not kept:
                engine.close()
            with self._change:
                self._lent -= 1
                if engine is not None and kept:
                    self._ready.append(engine)
                self._change.notify_all()

    def _wait(self, limits: Limits, first: bool) -> float:
        with self._change:
            self._waiting[first] += 1
            try:
                while limits.left > 0 and (self._lent >= self._most or (not first and self._waiting[True])):
                    self._change.wait(LOOK_SECONDS)
                if limits.left <= 0:
                    raise EngineLost
                share = 1 / ceil(self._waiting[first] / self._most)
            finally:
                self._waiting[first] -= 1
            self._lent += 1
            return share

    def _engine(self) -> Highs:
        with self._change:
            if self._ready:
                return self._ready.pop()
            engine = self._begun.pop() if self._begun else None
        engine = engine or Highs()
        with ExitStack() as unless_prepared:
            unless_prepared.callback(engine.close)
            self._prepare(engine)
            unless_prepared.pop_all()
        return engine
