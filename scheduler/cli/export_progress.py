"""How far an export is: a bar on a terminal, a line now and then elsewhere, nothing for what takes a moment."""

import time
from collections.abc import Generator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from scheduler.cli.printing import complain, console
from scheduler.messages import Lang, say

#: Seconds before the first plain line, and from one to the next.
_FIRST, _NEXT = 1.0, 5.0


class Counter:
    """Hears how many pages are done. Shows nothing."""

    def phase(self, key: str) -> None:
        """A new phase, named by a key of the catalogue's room ``cli``."""

    def __call__(self, done: int, of: int) -> None:
        """So many of so many."""


class Lines(Counter):
    """Says it in plain lines."""

    def __init__(self, lang: Lang) -> None:
        self._lang: Lang = lang
        self._spoke = time.monotonic() - _NEXT + _FIRST
        self._phase = ""

    def phase(self, key: str) -> None:
        """Keep the phase for the next line."""
        self._phase = say(self._lang, f"cli.{key}")

    def __call__(self, done: int, of: int) -> None:
        """A line where some time has passed."""
        now = time.monotonic()
        if now - self._spoke >= _NEXT:
            self._spoke = now
            complain(f"{self._phase} {done}/{of}")


class Bar(Counter):
    """Shows it as a bar."""

    def __init__(self, lang: Lang, progress: Progress) -> None:
        self._lang: Lang = lang
        self._progress = progress
        self._task: TaskID = progress.add_task("", total=None)

    def phase(self, key: str) -> None:
        """The words before the bar."""
        self._progress.update(self._task, description=say(self._lang, f"cli.{key}"), total=None, completed=0)

    def __call__(self, done: int, of: int) -> None:
        """The length of the bar."""
        self._progress.update(self._task, completed=done, total=of)


@contextmanager
def counting(lang: Lang, *, quiet: bool) -> Generator[Counter]:
    """Somebody to hear it, in the way that fits where messages go."""
    screen = console()
    if quiet:
        yield Counter()
    elif not screen.is_terminal:
        yield Lines(lang)
    else:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=screen, transient=True) as progress:
            yield Bar(lang, progress)
