"""When a search has to end."""

import time
from dataclasses import dataclass, field
from threading import Event

GRACE = 1.0
"""Seconds that an engine has to hand over what it has found."""


@dataclass(frozen=True)
class Limits:
    """``deadline`` on the clock of :func:`time.monotonic`; ``gap`` relative; ``stop`` may be set by another thread."""

    deadline: float
    gap: float = 0.0
    seed: int = 0
    workers: int = 1
    stop: Event = field(default_factory=Event)
    _asked: dict[str, float] = field(default_factory=dict[str, float])

    @property
    def over(self) -> bool:
        """Whether an engine that was asked to end has had its grace: then it is left to be closed."""
        if self.stop.is_set():
            self._asked.setdefault("stop", time.monotonic())
        asked = self._asked.get("stop", self.deadline)
        return time.monotonic() > min(asked, self.deadline) + GRACE

    @property
    def left(self) -> float:
        """Seconds left; 0 if somebody asked to stop."""
        return 0.0 if self.stop.is_set() else max(0.0, self.deadline - time.monotonic())
