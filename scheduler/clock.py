"""Where the time of a run went."""

import time
from dataclasses import dataclass, field


@dataclass
class Clock:
    """When the run began and where its time went."""

    began: float
    seconds: dict[str, float] = field(default_factory=dict[str, float])
    _last: float = field(default_factory=time.monotonic)

    def lap(self, name: str) -> None:
        """Book the time since the last lap under a name."""
        now = time.monotonic()
        self.seconds[name] = round(self.seconds.get(name, 0.0) + now - self._last, 3)
        self._last = now
