"""What a caller of the pipeline can choose, and what it hears while the search runs."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from typing import Protocol

from scheduler.messages import Lang
from scheduler.messages.origin import Origin


class Timekeeper(Protocol):
    """What the time of a run is counted on, in seconds."""

    @property
    def exact(self) -> bool:
        """Whether it counts work, so that the same run always takes the same time."""
        ...

    @property
    def repeatable(self) -> bool:
        """Whether all that was decided so far would be decided again."""
        ...

    def now(self) -> float:
        """The time."""
        ...

    def rest(self, seconds: float) -> None:
        """Let time go by."""
        ...

    def spent(self, seconds: float) -> None:
        """Take note of work that was done beside the engines."""
        ...


class WallClock:
    """The time on the wall: that of :func:`time.monotonic`."""

    exact = False
    repeatable = False

    def now(self) -> float:
        """The time."""
        return time.monotonic()

    def rest(self, seconds: float) -> None:
        """Sleep."""
        time.sleep(seconds)

    def spent(self, seconds: float) -> None:
        """Nothing: it has gone by already."""


WALL = WallClock()


@dataclass(frozen=True)
class Options:
    """``time_limit`` in seconds for the whole run; ``gap``: a goal counts as done at (value − bound) / max(1, bound)
    of no more than that; ``workers``: None for as many as the machine has; ``began``: when the run began on the ``clock``,
    None for now. ``reproducible``: count work instead of time, so that the plan does not depend on the machine's load; the
    pipeline then has a clock of its own. ``origin``: where the school's rows stand in what its user filled in, for sentences
    that name them; nothing is decided by it."""

    time_limit: float = 60.0
    gap: float = 0.0
    seed: int = 0
    workers: int | None = None
    lang: Lang = "en"
    began: float | None = None
    reproducible: bool = False
    clock: Timekeeper = field(default=WALL, repr=False)
    origin: Origin | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class GoalState:
    """Where a goal stands: its best value and its proven bound so far; None = nothing known yet."""

    goal: str
    value: int | None
    bound: int | None


@dataclass(frozen=True)
class Progress:
    """``phase`` is a key of the message catalogue's room ``search``; ``seconds`` since the start."""

    seconds: float
    phase: str
    goals: tuple[GoalState, ...]


OnProgress = Callable[[Progress], None]
Stop = Event

GIVEN_UP = "given up"
"""How the names of threads begin that nobody waits for once their time is over."""
