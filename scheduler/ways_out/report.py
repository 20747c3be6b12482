"""What is heard while ways out are tried, and what is told of them in the end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from models.plan import Gap
from scheduler.ways_out.compare import WayOut
from scheduler.ways_out.nearest import Nearest
from scheduler.ways_out.steps import Step
from scheduler.ways_out.together import Together

Ended = Literal["all", "enough", "stop", "time", "broken"]

#: What came of a way: a better plan; none, since there is none; none until its search was cut short; the program failed.
Result = Literal["helps", "vain", "cut", "failed"]


@dataclass(frozen=True)
class Try:
    """Way ``number`` of ``total`` is begun, with what it asks for; or, of those that help, its proof."""

    number: int
    total: int
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Tried:
    """What came of a way; ``found`` where it helps, which may ask for less."""

    way: Try
    result: Result
    found: WayOut | None = None


@dataclass(frozen=True)
class Failed:
    """An error of the program: in way ``number``; None where it was beside the ways, which are none the worse for it."""

    error: Exception
    number: int | None = None
    steps: tuple[Step, ...] = ()


def _nothing(_: object) -> None:
    """Nobody listens."""


@dataclass(frozen=True)
class News:
    """What is heard while ways are tried. ``on_spare``: less of one that helps is tried; ``on_broken``: what was found before
    something ends it all."""

    on_try: Callable[[Try], None] = _nothing
    on_tried: Callable[[Tried], None] = _nothing
    on_proof: Callable[[Try], None] = _nothing
    on_together: Callable[[None], None] = _nothing
    on_broken: Callable[["Report"], None] = _nothing
    on_spare: Callable[[Try], None] = _nothing


@dataclass(frozen=True)
class Tally:
    """Of the ways for one kind of gap: how many there are, how many were begun, and of how many of these the search was cut
    short, or failed; by their kind which were begun."""

    total: int
    begun: int = 0
    unknown: int = 0
    kinds: Mapping[str, int] = field(default_factory=dict[str, int])

    @property
    def over(self) -> bool:
        """Whether each was tried to its end."""
        return self.begun == self.total and not self.unknown


@dataclass(frozen=True)
class Report:
    """``ways``: what helps, what closes gaps first and the most gained first. ``total``: the ways that there were to try;
    ``tried``: how many were begun, by their kind; ``unknown``: of how many of these the search did not come to its end, so
    that they may help all the same; ``covered``: of how many a smaller one in ``ways`` brings as much. ``ended``: whether
    that were all, enough were found, somebody asked to stop, the time was over, or the program could not go on. ``lacking``: whether the plan has a gap,
    or refuses anybody a choice; ``better_alone``: whether it was made better without any way out before the first was tried. ``gaps``: what the plan
    lacks; ``left``: what of it each of the plans with one of ``ways`` lacks too; ``nearest``: by kind of gap of which some are closed,
    but not all, what there is left; ``together``: which of ``ways`` must go together, where none
    closes all gaps of a kind; ``tallies``: by the kind of gap how many of the ways for it were tried; ``untried``: how many were
    not, by their kind; ``rerun``: whether the plan is one that changes as little of an earlier one as can be; ``failed``: errors of the
    program that were passed over; ``seconds``: what it all took, with what came before the ways where the caller's time began earlier."""

    ways: tuple[WayOut, ...]
    total: int
    tried: Mapping[str, int]
    unknown: int
    covered: int
    ended: Ended
    lacking: bool
    better_alone: bool
    gaps: tuple[Gap, ...] = ()
    left: tuple[Gap, ...] = ()
    nearest: Mapping[str, Nearest] = field(default_factory=dict[str, Nearest])
    together: tuple[Together, ...] = ()
    tallies: Mapping[str, Tally] = field(default_factory=dict[str, Tally])
    untried: Mapping[str, int] = field(default_factory=dict[str, int])
    rerun: bool = False
    failed: tuple[Failed, ...] = ()
    seconds: float = 0.0

    @property
    def begun(self) -> int:
        """How many were tried."""
        return sum(self.tried.values())
