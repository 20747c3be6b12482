"""What a caller of the pipeline can choose, and what it hears while the search runs."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event

from scheduler.messages import Lang


@dataclass(frozen=True)
class Options:
    """``time_limit`` in seconds for the whole run; ``gap``: a goal counts as done at (value − bound) / max(1, bound)
    of no more than that; ``workers``: None for as many as the machine has; ``began``: when the run began on the clock of
    :func:`time.monotonic`, None for now."""

    time_limit: float = 60.0
    gap: float = 0.0
    seed: int = 0
    workers: int | None = None
    lang: Lang = "en"
    began: float | None = None


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
