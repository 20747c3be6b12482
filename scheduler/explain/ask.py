"""Questions to the search, several at a time, within one limit of time."""

import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from math import ceil, inf
from threading import Event, Lock
from typing import TypeVar

from models.plan import Plan
from models.school import School
from scheduler.conflict import Pin
from scheduler.options import Options, Stop
from scheduler.whatif import PinsAsked, WhatIf, conflict, pin_added, what_if

MOST_AT_ONCE = 2
"""More at a time would each be slower: every question has an engine of its own."""

MOST_THREADS = 16

LEAST_SECONDS = 1.0
LATER_SECONDS = 3.0
"""For goals after the first that differs: enough that none of them is bad for want of a look."""

UNKNOWN = WhatIf("unknown", ())

T = TypeVar("T")


@dataclass
class Asker:
    """Asks what changed schools would cost beside one plan. ``options.time_limit`` is for all questions together.

    ``on_answer`` hears how many of how many are answered. ``prove_until``: a moment of ``time.monotonic`` after which what was
    found is no longer proven to be the least.
    """

    school: School
    plan: Plan
    options: Options = field(default_factory=Options)
    stop: Stop = field(default_factory=Event)
    on_answer: Callable[[int, int], None] | None = None
    prove_until: float = inf

    def __post_init__(self) -> None:
        began = time.monotonic() if self.options.began is None else self.options.began
        self._began = began
        self._last = self._end = began + self.options.time_limit
        self._lock = Lock()
        self._asked = self._answered = self._started = 0

    def part(self, left: int, prove: float = inf) -> None:
        """Begin one of ``left`` explanations, among which the time that is left is shared alike; what one does not use is
        the others'. ``prove``: seconds after which nothing more is proven in it; those of the first one count from the beginning of all."""
        now = time.monotonic()
        self._end = now + (self._last - now) / max(1, left)
        self.prove_until = (now if self._asked else self._began) + prove

    def all(self, changes: Sequence[School]) -> list[WhatIf]:
        """An answer for each changed school; ``unknown`` for those that the time does not allow."""
        if not changes:
            return []
        self._asked += len(changes)
        found = [pin_added(self.school, changed) for changed in changes]
        pins = [pin for pin in found if pin is not None]
        engines = max(1, min(MOST_AT_ONCE, os.cpu_count() or 1, len(changes)))
        if len(pins) < len(changes):
            return self._each(changes, self._alone, engines, engines)
        with PinsAsked(self.school, self.plan, pins, self.options, self.stop, engines) as shared:

            def ask(pin: Pin, limits: Options) -> WhatIf:
                return shared.ask(pin, limits, later=LATER_SECONDS, until=self.prove_until)

            return self._each(pins, ask, min(MOST_THREADS, len(pins)), inf)

    def _each(
        self, questions: Sequence[T], ask: Callable[[T, Options], WhatIf], threads: int, engines: float
    ) -> list[WhatIf]:
        """``engines``: how many share the time; where they share it out themselves, each question may have all of it."""

        def one(question: T) -> WhatIf:
            return self._one(question, ask, engines)

        with ThreadPoolExecutor(threads, "question") as pool:
            return list(pool.map(one, questions))

    def _alone(self, changed: School, limits: Options) -> WhatIf:
        return what_if(self.school, self.plan, changed, limits, self.stop, later=LATER_SECONDS)

    @property
    def over(self) -> bool:
        """Whether nothing more can be asked: the time is used up, or somebody stopped it."""
        return self._end - time.monotonic() < LEAST_SECONDS or self.stop.is_set()

    def conflict(self, changed: School) -> tuple[str, ...]:
        """A smallest set of pins that cannot hold together in a changed school; empty where the time is over first."""
        if self.over:
            return ()
        left = self._end - time.monotonic()
        return conflict(changed, replace(self.options, time_limit=left, began=None, workers=1), self.stop)

    def _one(self, question: T, ask: Callable[[T, Options], WhatIf], engines: float) -> WhatIf:
        with self._lock:
            rounds = ceil((self._asked - self._started) / engines)
            self._started += 1
        seconds = (self._end - time.monotonic()) / max(1, rounds)
        if seconds < LEAST_SECONDS or self.stop.is_set():
            found = UNKNOWN
        else:
            limits = replace(self.options, time_limit=seconds, began=None, workers=1)
            found = ask(question, limits)
        with self._lock:
            self._answered += 1
            if self.on_answer:
                self.on_answer(self._answered, self._asked)
        return found
