"""What is shown while a search runs: a live table on a terminal, plain lines elsewhere; never anybody's name."""

import time
from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import Lock

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.text import Text

from scheduler.cli.printing import complain, console, table
from scheduler.messages import Lang, say
from scheduler.messages.names import mean_text
from scheduler.options import GoalState, Progress

_MOST_TIMES = 5
"""A value so many times its bound may be anywhere above it."""

_NEWS_AFTER, _ALIVE_AFTER = 2.0, 10.0  # seconds between lines of one phase


def goal_name(goal: str, lang: Lang) -> str:
    """A goal in the reader's language."""
    return say(lang, f"verify.goal.{goal}")


def phase_sentence(progress: Progress, lang: Lang) -> str:
    """What the search is doing; of a goal, which it is of how many."""
    key = _phase_key(progress)
    if key.split(".")[1] != "goal":
        return say(lang, key)
    goal = _goal_of(progress)
    if goal is None:
        return say(lang, "search.goals")
    names = [state.goal for state in progress.goals]
    if goal not in names:
        return say(lang, "search.goal", goal=goal_name(goal, lang))
    number = names.index(goal) + 1
    return say(lang, "search.goal_of", goal=goal_name(goal, lang), number=number, count=len(names))


def _phase_key(progress: Progress) -> str:
    return progress.phase if progress.phase.startswith("search.") else f"search.{progress.phase}"


def _goal_of(progress: Progress) -> str | None:
    """The goal that is being improved. ``search.goal`` may name it after a dot; else it is the first still open."""
    _, phase, *named = _phase_key(progress).split(".")
    if phase != "goal":
        return None
    still_open = (state.goal for state in progress.goals if state.value is None or state.value != state.bound)
    return named[0] if named else next(still_open, None)


def telling(value: int | None, bound: int | None) -> bool:
    """Whether a bound says anything of a value: not the nought that every figure has, nor one many times too low, nor one above it,
    which holds for other values of the goals before."""
    if value is None or bound is None:
        return bound is not None
    return value == bound or (bound < value and (value < 0 or 0 < bound >= value / _MOST_TIMES))


def bound_text(value: int | None, bound: int | None, lang: Lang) -> str:
    """A bound, or that it is not known."""
    return str(bound) if telling(value, bound) else say(lang, "cli.bound_unknown")


def gap_text(value: int | None, bound: int | None) -> str:
    """By how much a value could still fall, also as a share of it, where that says something."""
    if value is None or bound is None or not telling(value, bound):
        return ""
    share = f" ({mean_text(100 * (value - bound), value)} %)" if value > bound > 0 else ""
    return f"{value - bound}{share}"


def _figure(state: GoalState, lang: Lang) -> str:
    """The value of the goal that the sentence before names, and its bound where that says something."""
    key = "search.figure" if telling(state.value, state.bound) else "search.figure_open"
    return say(lang, key, value=state.value, bound=state.bound)


class Watcher:
    """Hears the search and shows it. Calls may come from any thread."""

    def __init__(self, lang: Lang) -> None:
        self._lang: Lang = lang
        self._lock = Lock()
        self._last: Progress | None = None
        self._began = time.monotonic()
        self._spoke = 0.0
        self._said = ""
        self._told: tuple[GoalState, ...] = ()

    def __call__(self, progress: Progress) -> None:
        """Take news; in plain lines say it, where the phase is new or some time has passed."""
        with self._lock:
            self._last = progress

    def now(self) -> RenderableType:
        """The live picture: the phase, the goals so far, the seconds."""
        with self._lock:
            last = self._last
        head = Text(f"{time.monotonic() - self._began:6.1f} s  {phase_sentence(last, self._lang) if last else ''}")
        if last is None or not last.goals:
            return head
        headings = [say(self._lang, f"cli.column_{name}") for name in ("goal", "value", "bound", "gap")]
        return Group(head, table(headings, [self._row(state) for state in last.goals], numbers=(1, 2, 3)))

    def _row(self, state: GoalState) -> list[str]:
        value = "" if state.value is None else str(state.value)
        bound = "" if state.bound is None else bound_text(state.value, state.bound, self._lang)
        return [goal_name(state.goal, self._lang), value, bound, gap_text(state.value, state.bound)]

    def say_line(self, progress: Progress) -> None:
        """The news as one line of plain text, where the phase is new or enough time has passed."""
        with self._lock:
            sentence = phase_sentence(progress, self._lang)
            goal = _goal_of(progress)
            news = [s for s in progress.goals if s.goal == goal and s.value is not None and s not in self._told]
            if sentence == self._said and progress.seconds - self._spoke < (_NEWS_AFTER if news else _ALIVE_AFTER):
                return
            self._said, self._spoke = sentence, progress.seconds
            self._told = progress.goals
            figures = [_figure(s, self._lang) for s in news]
            complain(f"{progress.seconds:6.1f} s  {sentence}  {'  '.join(figures)}".rstrip())


class Quiet:
    """Hears the search and shows nothing."""

    def __call__(self, progress: Progress) -> None:
        """Nothing."""


class Lines(Watcher):
    """Hears the search and shows it line by line."""

    def __call__(self, progress: Progress) -> None:
        """Say the news."""
        self.say_line(progress)


def live(watcher: Watcher, screen: Console) -> AbstractContextManager[object]:
    """The watcher's picture on a terminal, redrawn a few times a second."""
    return Live(get_renderable=watcher.now, console=screen, refresh_per_second=4, transient=True)


@contextmanager
def watching(lang: Lang, *, quiet: bool) -> Generator[Watcher | Quiet]:
    """Somebody to hear the search, in the way that fits where messages go."""
    if quiet:
        yield Quiet()
        return
    screen = console()
    watcher = Watcher(lang) if screen.is_terminal else Lines(lang)
    with live(watcher, screen) if screen.is_terminal else nullcontext():
        yield watcher
