"""What can go wrong, as exceptions that carry data; the command line turns them into words and exit codes."""

from collections.abc import Sequence
from dataclasses import dataclass, field


class SchedulerError(Exception):
    """Base of every error that a user can meet."""


@dataclass(frozen=True)
class InputProblem:
    """One fault of the input, placed in its file: ``row`` counts as the user's spreadsheet does, from 1.

    ``wanted`` is a key of the message catalogue, ``args`` its blanks; ``in_table`` among them names the table whose column
    ``column`` is, where the file is not that of a table.
    """

    file: str
    row: int | None
    column: str | None
    found: str
    wanted: str
    args: dict[str, str | int] = field(default_factory=dict[str, str | int])


class InputFault(SchedulerError):
    """The input is wrong; carries every fault at once. ``partial``: rows were lost in reading, so that what refers to them
    could not be checked."""

    def __init__(self, problems: Sequence[InputProblem], *, partial: bool = False) -> None:
        super().__init__(f"{len(problems)} faults")
        self.problems = tuple(problems)
        self.partial = partial


class PinConflict(SchedulerError):
    """The pins contradict the rules; ``pins`` names a smallest set of them that cannot hold together; ``settings`` a smallest set
    of settings that stand against them (none where the pins contradict each other, or time ended first). ``others``: further
    such sets, which may share pins with the others, with ``other_settings``. ``also``: for each of these sets, that of ``pins`` first, the pins that
    count towards the same limit where they are too many for one. ``reasons``: what stands against each of these sets, that of
    ``pins`` first, in sentences; empty where it cannot be seen at a glance. ``cut_short``: the ``seconds`` that there were ended before all was looked at, so that there
    may be more such sets, and the last one may name more than is needed. ``lines``: each of these sets with what is in ``also``, as it is
    shown, many rows of one kind in one line; by default a line for each. ``mending``: sentences that say which pins are
    enough to take out where one mends several complaints."""

    def __init__(
        self,
        pins: Sequence[str],
        settings: Sequence[str] = (),
        others: Sequence[Sequence[str]] = (),
        *,
        also: Sequence[Sequence[str]] = (),
        reasons: Sequence[Sequence[str]] = (),
        other_settings: Sequence[Sequence[str]] = (),
        cut_short: bool = False,
        seconds: float = 0.0,
        lines: Sequence[Sequence[str]] = (),
        mending: Sequence[str] = (),
    ) -> None:
        super().__init__("; ".join(pins))
        self.pins = tuple(pins)
        self.settings = tuple(settings)
        self.others = tuple(tuple(pins) for pins in others)
        self.also = tuple(tuple(each) for each in also)
        self.reasons = tuple(tuple(each) for each in reasons)
        self.other_settings = tuple(tuple(each) for each in other_settings)
        self.lines = tuple(tuple(each) for each in lines)
        self.mending = tuple(mending)
        self.cut_short = cut_short
        self.seconds = seconds


class NoPlanInTime(SchedulerError):
    """No plan was found in the time limit; ``stopped``: or before somebody asked to stop."""

    def __init__(self, *, stopped: bool = False) -> None:
        super().__init__("stopped" if stopped else "time")
        self.stopped = stopped


class TooManyChanges(SchedulerError):
    """No plan has as few changes as was asked for: ``least`` is proven. ``alone`` of these are forced each by itself, since
    what it rests on is gone or no longer allowed, which ``forced`` says; the rest follow."""

    def __init__(self, limit: int, least: int, alone: int = 0, forced: Sequence[str] = ()) -> None:
        super().__init__(f"{least} > {limit}")
        self.limit = limit
        self.least = least
        self.alone = alone
        self.forced = tuple(forced)


class PlanBroken(SchedulerError):
    """A plan failed its own verification before it was written: a bug of the program."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = tuple(faults)


class DayBroken(SchedulerError):
    """What was to be arranged for a date breaks a rule there; nothing was written. ``faults`` are sentences."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = tuple(faults)


class OutputRefused(SchedulerError):
    """An output place that must not be touched; ``key`` is a message of the catalogue."""

    def __init__(self, key: str, path: str) -> None:
        super().__init__(f"{key}: {path}")
        self.key = key
        self.path = path
