"""What the engines of a lexicographic search work on, and how far each goal has come."""

from dataclasses import dataclass
from typing import Literal

from scheduler.search.highs import Highs, Inner

JobKind = Literal["attempt", "relaxation", "proof", "both", "probe"]


@dataclass
class Job:
    """A task that an engine works on for goal ``index``; ``values``: all goals' when it began.

    It keeps the values of the goals before its own.
    """

    engine: Highs
    index: int
    kind: JobKind
    number: int
    values: tuple[int, ...]
    inner: Inner = "whole"
    stopped: bool = False


@dataclass
class Turn:
    """How far a goal has come: its next attempt, whether it was tried before and is relaxed, its proofs begun.

    ``inner``: how the next proof takes the inner variables; less is faster, but may prove less.
    """

    attempt: int = 0
    again: bool = False
    relaxed: bool = False
    rounds: int = 0
    inner: Inner = "out"
