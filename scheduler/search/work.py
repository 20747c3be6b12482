"""A clock that counts work, so that a search takes the same decisions on a busy machine as on an idle one.

Engines tell how much they have worked, in units that come near a second on a usual machine, and when they found what they say.
The clock goes on when all of them have come as far; what they found before is heard then. Whatever is decided, is decided at
such a time. They may be ahead of the clock by the :func:`lead`, so that they need not wait for each other at every turn; an
order reaches a running task just so much later. A stop that a person asks for sets the engines free, and the clock counts real seconds
from then on: such a run cannot be repeated.
"""

import time
from math import inf
from threading import Event
from typing import Protocol

MOST_LEAD, LEAST_LEAD, LEAD = 1.0, 0.1, 0.02


def lead(now: float) -> float:
    """How far an engine may be ahead: a small part of the time that has gone by."""
    return min(MOST_LEAD, LEAST_LEAD + LEAD * now)


class Paced(Protocol):
    """An engine that works in step."""

    @property
    def busy(self) -> bool:
        """Whether it has a task."""
        ...

    def run_until(self, until: float) -> None:
        """Let it work until that time, and do what it is asked by then; infinity: as long as it likes."""
        ...

    def reached(self, until: float, seconds: float) -> bool:
        """Wait up to real ``seconds`` for it to get there, or to have nothing left to do; whether it has."""
        ...


class WorkClock:
    """``stop`` is what a person may set. Not for two threads at once."""

    def __init__(self, stop: Event) -> None:
        self.stop = stop
        self.disturbed = False  # whether an engine was lost, which another run may be spared
        self._now = 0.0
        self._free_since: float | None = None
        self._engines: list[Paced] = []

    @property
    def exact(self) -> bool:
        """Whether it still counts work."""
        if self._free_since is None and self.stop.is_set():
            self._free()
        return self._free_since is None

    @property
    def repeatable(self) -> bool:
        """Whether all that was decided so far would be decided again: no stop, and no engine that was killed."""
        return self.exact and not self.disturbed

    def now(self) -> float:
        """Work that was done so far, in seconds of a usual machine."""
        return self._now if self.exact else self._now + time.monotonic() - (self._free_since or 0.0)

    def rest(self, seconds: float) -> None:
        """Let the engines work for so long."""
        if not self.exact:
            time.sleep(seconds)
            return
        until = self._now + seconds
        busy = [engine for engine in self._engines if engine.busy]
        for engine in busy:
            engine.run_until(until + lead(until))
        for engine in busy:
            while self.exact and not engine.reached(until, 0.1):
                pass
        if self.exact:
            self._now = until

    def spent(self, seconds: float) -> None:
        """Take note of work that was done beside the engines."""
        if self.exact:
            self._now += seconds

    def join(self, engine: Paced) -> None:
        """Keep an engine in step from now on."""
        self._engines.append(engine)

    def leave(self, engine: Paced) -> None:
        """Forget an engine that has ended."""
        if engine in self._engines:
            self._engines.remove(engine)

    def _free(self) -> None:
        self._free_since = time.monotonic()
        for engine in self._engines:
            engine.run_until(inf)
