"""What the engines of a lexicographic search work on, and how far each goal has come."""

from dataclasses import dataclass
from typing import Literal, Protocol

from scheduler.search.highs import Floats, Highs
from scheduler.search.pairs import Pair
from scheduler.search.state import Attempt

JobKind = Literal["attempt", "relaxation", "proof", "both", "settle"]
Mode = Literal["out", "priced", "counts", "rows", "whole"]


class Hear(Protocol):
    """What hears of an engine's solution; ``mode``: how it was asked for; ``last``: whether its task has ended with it."""

    def __call__(self, x: Floats, /, mode: Mode = "whole", *, last: bool = False) -> None:
        """Take note of the solution."""


@dataclass
class Job:
    """A task that an engine works on for goal ``index``; ``values``: all goals' when it began.

    It keeps the values of the goals before its own; ``most``: or asks for plans whose first two goals, as one, are no dearer
    than this (:mod:`.ahead`). ``stopped``: when it was asked to end. ``pair``: the
    goal with the next one, where they go together. ``began``: when an engine was given it.
    """

    engine: Highs
    index: int
    kind: JobKind
    number: int
    values: tuple[int, ...]
    mode: Mode = "whole"
    stopped: float | None = None
    most: int | None = None
    pair: Pair | None = None
    began: float = 0.0


@dataclass
class Turn:
    """How far a goal has come: its next attempt, whether it was tried before and is relaxed, its proofs begun.

    ``mode``: how the next proof is asked for (:mod:`.proofs`); ``without_inner``: the bound of one that ended without
    the inner variables, ``draft`` what is worth a try by its solution; ``cut_short``: whether its last attempt had too little time.
    ``even``: whether its relaxation's value is one that a plan can have; ``reduced``: whether it was relaxed without the inner variables.
    """

    attempt: int = 0
    again: bool = False
    relaxed: bool = False
    rounds: int = 0
    mode: Mode = "out"
    without_inner: float | None = None
    draft: Attempt | None = None
    cut_short: bool = False
    even: bool = False
    reduced: bool = False

    def restart(self) -> None:
        """An earlier goal is better now."""
        self.again = self.again or self.attempt > 0
        self.attempt, self.relaxed, self.mode = 0, False, "out"
        self.without_inner, self.draft = None, None
        self.cut_short = self.even = self.reduced = False

    def settle(self) -> None:
        """Another way to prove it is open now."""
        if self.mode != "out":
            self.mode, self.relaxed, self.rounds = "out", False, 0
