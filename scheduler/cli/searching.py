"""A search under a command: watched, and ended by Ctrl-C with the best that was found."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from scheduler.cli.printing import complain
from scheduler.cli.progress import watching
from scheduler.cli.stop import Stopper, listening, run_beside
from scheduler.messages import Lang, say
from scheduler.options import OnProgress, Progress
from scheduler.search.processes import prepare

if TYPE_CHECKING:
    from threading import Event

_T = TypeVar("_T")


@dataclass(frozen=True)
class Searching:
    """``watcher`` hears the search; ``run`` does the work of one, which should end soon after ``stop`` is set."""

    watcher: OnProgress
    _stopper: Stopper
    _on_stop: Callable[[], None]

    @property
    def stop(self) -> "Event":
        """Set by the first Ctrl-C or SIGTERM."""
        return self._stopper.asked

    def run(self, work: Callable[[], _T]) -> _T:
        """What the work gives; it runs beside the main thread, which hears signals."""
        return run_beside(work, self._stopper, self._on_stop)


@contextmanager
def searching(lang: Lang, *, quiet: bool) -> Generator[Searching]:
    """Watch and listen for as long as this lasts; the school's data is read first."""

    def stopping() -> None:
        if not quiet:
            complain(say(lang, "cli.stopping"))

    with listening() as stopper, watching(lang, quiet=quiet) as watcher:
        prepare()
        watcher(Progress(0.0, "search.reading", ()))
        yield Searching(watcher, stopper, stopping)
