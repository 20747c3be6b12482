"""What the time of a run is counted on, and where it went."""

import time
from dataclasses import dataclass, field, replace

from scheduler.options import Options, Stop, Timekeeper
from scheduler.search.work import WorkClock


def begun(options: Options, stop: Stop) -> Options:
    """The options of a run that begins now, unless it has begun already; with a clock that counts work where it is to be
    reproducible."""
    if options.reproducible and not isinstance(options.clock, WorkClock):
        clock = WorkClock(stop)
        return replace(options, clock=clock, began=clock.now())
    return replace(options, began=options.clock.now()) if options.began is None else options


@dataclass
class Clock:
    """When the run began and where its time went, on the run's own clock; ``shown``: seconds for people, which are real."""

    keeper: Timekeeper
    began: float
    seconds: dict[str, float] = field(default_factory=dict[str, float])
    _last: float = field(init=False)
    _started: float = field(init=False)

    def __post_init__(self) -> None:
        """Start."""
        self._last = self.keeper.now()
        self._started = time.monotonic() if self.keeper.exact else self.began

    def lap(self, name: str) -> None:
        """Book the time since the last lap under a name."""
        now = self.keeper.now()
        self.seconds[name] = round(self.seconds.get(name, 0.0) + now - self._last, 3)
        self._last = now

    @property
    def gone(self) -> float:
        """The time since the run began."""
        return self.keeper.now() - self.began

    @property
    def shown(self) -> float:
        """Real seconds since then."""
        return time.monotonic() - self._started
