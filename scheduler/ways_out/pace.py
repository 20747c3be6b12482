"""How ways are tried: several side by side, none begun that would not end in time, none that is late or fails ending the others."""

import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from threading import Event
from typing import Any, TypeVar

from models.school import School
from scheduler.options import GIVEN_UP, Stop

T = TypeVar("T")
R = TypeVar("R")

MOST_AT_ONCE = 2
"""Ways that are tried side by side: each holds a model of the whole school."""

MOST_SECONDS = 30.0
"""No try gets more."""

FIRST_SECONDS, STUDENTS_A_SECOND = 4.0, 1000
"""What a try needs where nothing is known yet: so much, and a second for so many students."""

SEARCH_SECONDS, ROOM, RECENT = 1.0, 1.5, 4
"""What it needs to search; how much longer than in the last few tries that may take which cannot be cut short."""

LATE_SECONDS, LOOK_SECONDS = 1.0, 0.1
"""How long after the end, or after somebody asked to stop, jobs are waited for that cannot be cut short; how often is looked."""


@dataclass
class Pace:
    """The time for tries up to ``end``, a moment of ``time.monotonic``; ``needs``: seconds that a try takes, whatever it finds."""

    end: float
    needs: float
    stop: Stop = field(default_factory=Event)
    _asked: float | None = None  # when that was first seen
    _late: float = 0.0  # by how much a try outlasted its time at most
    _fixed: deque[float] = field(default_factory=lambda: deque[float](maxlen=RECENT))

    @classmethod
    def of(cls, school: School, seconds: float, stop: Stop) -> "Pace":
        """That of a school, with so much time from now."""
        return cls(time.monotonic() + seconds, FIRST_SECONDS + len(school.students) / STUDENTS_A_SECOND, stop)

    @property
    def over(self) -> bool:
        """Whether what still runs is waited for no longer: a limit is a promise, and so is an end at once when it is asked for."""
        now = time.monotonic()
        if self._asked is None and self.stop.is_set():
            self._asked = now
        return now > min(self.end, self._asked or self.end) + LATE_SECONDS

    def seconds(self, reserve: float = 0.0) -> float | None:
        """For the next try; None where too little is left beside what is kept for later."""
        left = self.end - time.monotonic() - self._late - reserve
        return None if left < self.needs else min(left, MOST_SECONDS)

    def took(self, seconds: float, given: float, searched: float) -> None:
        """Learn from a try that is over: building and checking, all that was not ``searched``, cannot be cut short."""
        self._late = max(self._late, seconds - given)
        self._fixed.append(seconds - searched)
        self.needs = SEARCH_SECONDS + ROOM * max(self._fixed)


def side_by_side(
    jobs: Iterator[tuple[T, Callable[[], R]]], at_once: int, pace: Pace
) -> Iterator[tuple[T, "Future[R]"]]:
    """Every job with what came of it, in the order of the jobs; each is asked for when there is room for it.

    What still runs when the pace is over is cancelled: its thread ends by itself some time, and nobody hears of it.
    """
    begun = deque[tuple[T, Future[R]]]()
    pool = ThreadPoolExecutor(at_once, GIVEN_UP)
    try:
        while True:
            if begun and begun[0][1].done():  # what is known is heard before more is begun
                yield begun.popleft()
                continue
            running = [future for _, future in begun if not future.done()]
            job = next(jobs, None) if len(running) < at_once else None
            if job is not None:
                begun.append((job[0], pool.submit(job[1])))
            elif running:
                wait(running, LOOK_SECONDS, FIRST_COMPLETED)
                if pace.over:
                    begun = deque((one, future if future.done() else _late()) for one, future in begun)
            elif not begun:
                return
    finally:
        pool.shutdown(wait=False)


def _late() -> "Future[Any]":
    """In the place of what is not waited for."""
    future: Future[Any] = Future()
    future.cancel()
    return future


def by_itself(job: Callable[[], R], pace: Pace) -> "Future[R]":
    """What comes of a single job."""
    return next(side_by_side(iter([(None, job)]), 1, pace))[1]


def fault(done: "Future[R]") -> Exception | None:
    """The fault of the program that ended a job. What ended it otherwise would end the next one too, and is raised: no memory,
    no file."""
    error = None if done.cancelled() else done.exception()
    if error is None or (isinstance(error, Exception) and not isinstance(error, MemoryError | OSError)):
        return error
    raise error
