"""When a search has to end."""

import time
from dataclasses import dataclass, field
from threading import Event


@dataclass(frozen=True)
class Limits:
    """``deadline`` on the clock of :func:`time.monotonic`; ``gap`` relative; ``stop`` may be set by another thread."""

    deadline: float
    gap: float = 0.0
    seed: int = 0
    workers: int = 1
    stop: Event = field(default_factory=Event)

    @property
    def left(self) -> float:
        """Seconds left; 0 if somebody asked to stop."""
        return 0.0 if self.stop.is_set() else max(0.0, self.deadline - time.monotonic())
