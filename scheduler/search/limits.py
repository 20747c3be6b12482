"""When a search has to end."""

from dataclasses import dataclass, field
from threading import Event

from scheduler.options import WALL, Timekeeper

GRACE = 1.0
"""Seconds that an engine has to hand over what it has found."""


@dataclass(frozen=True)
class Limits:
    """``deadline`` on the ``clock``; ``gap`` relative; ``stop`` may be set by another thread."""

    deadline: float
    gap: float = 0.0
    seed: int = 0
    workers: int = 1
    stop: Event = field(default_factory=Event)
    clock: Timekeeper = WALL
    _asked: dict[str, float] = field(default_factory=dict[str, float])

    def now(self) -> float:
        """The time on the clock."""
        return self.clock.now()

    def rest(self, seconds: float) -> None:
        """Let time go by for the engines."""
        self.clock.rest(seconds)

    @property
    def over(self) -> bool:
        """Whether an engine that was asked to end has had its grace: then it is left to be closed."""
        if self.stop.is_set():
            self._asked.setdefault("stop", self.now())
        asked = self._asked.get("stop", self.deadline)
        return self.now() > min(asked, self.deadline) + GRACE

    @property
    def left(self) -> float:
        """Seconds left; 0 if somebody asked to stop."""
        return 0.0 if self.stop.is_set() else max(0.0, self.deadline - self.now())
