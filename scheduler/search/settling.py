"""When the counts are settled, and what that serves (:mod:`.highs_settle`)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from scheduler.search.cuts import Sections
from scheduler.search.goals import LinearGoal
from scheduler.search.highs import Answer, Floats, Highs, Inner, Task
from scheduler.search.jobs import Job
from scheduler.search.quick import FOR_COUNTS, NO_HEURISTICS
from scheduler.search.state import State

FIRST = 3
"""The goals that are proven before: the first two are about the students, the third is about all who work, and with it hardly any
other number of sections is as good."""

NEARLY = 0.0005
"""Relative gap of the last of them from which it is worth while: plans as good as the best are asked for, whether a better one is possible or not."""

SHARE = 0.3
"""Share of the time that is left.

Each of its rounds searches what the proof of the last of these goals by counts has searched: where that took longer than this share,
it would not come to its end, and the time is better spent on plans.
"""

PATIENCE = 0.5
"""Settling by counts on a small model is given so much of the time that all before took; where it comes to something it takes less."""


@dataclass
class Settling:
    """``both``: the first two goals as one; ``activities``: whose counts are settled; ``searched``: seconds that the last
    of the goals before took by counts. ``small``: whether it is begun anew with all but the inner variables whole (``again``) where
    counts alone have come to nothing when it has taken half as long as all before: there they say too little, and with more of it whole it is
    soon settled."""

    state: State
    goals: Sequence[LinearGoal]
    both: LinearGoal
    activities: Sequence[Sections]
    lean: Callable[[], Floats | None]
    small: bool = False
    tried: bool = False
    again: bool = False
    searched: float = 0.0

    @property
    def waits(self) -> bool:
        """Whether it is still to come."""
        return not self.tried and len(self.goals) > FIRST and len(self.activities) > 0

    def ripe(self, seconds: float) -> bool:
        """Whether it is time, with so many ``seconds`` left; where these are too few it is left out."""
        if not self.waits or not all(
            self.state.done(goal, NEARLY if i == FIRST - 1 else 0.0) for i, goal in enumerate(self.goals[:FIRST])
        ):
            return False
        self.tried = self.searched > SHARE * seconds
        return not self.tried

    def note(self, job: Job, now: float) -> None:
        """A job has ended."""
        if job.index == FIRST - 1 and job.kind == "proof" and job.mode == "counts":
            self.searched = now - job.began

    def over(self, index: int) -> bool:
        """Whether it has been tried, and the goals before the one of this number will hardly change any more."""
        return self.tried and all(self.state.done(goal, NEARLY) for goal in self.goals[:index])

    def start(self, engine: Highs, seconds: float, of: float, options: dict[str, Any]) -> Job:
        """Begin, with a share of the ``seconds`` that are left ``of`` those that the search had."""
        self.tried = True
        assert self.state.x is not None
        rows = [self.state.row(goal) for goal in self.goals[2:FIRST]]
        moves = np.array([activity.count for activity in self.activities], dtype=np.int64)
        inner: Inner = "loose" if self.again else "counts"
        hold = PATIENCE * (of - seconds) if self.small and not self.again else None
        task = Task(self.both.cost, self.both.offset, *self.state.limits(FIRST - 1), rows, self.state.x, inner=inner)
        options = options | NO_HEURISTICS | FOR_COUNTS | {"mip_rel_gap": 0.0, "mip_abs_gap": 0.99}
        task = replace(
            task, kind="settle", candidates=moves, seconds=SHARE * seconds, options=options, lean=self.lean(), hold=hold
        )
        return Job(engine, FIRST - 1, "settle", engine.start(task), self.state.values())

    def hear(self, answer: Answer, values: tuple[int, ...], engines: Sequence[Highs]) -> bool:
        """Whether something was found, for plans with these ``values``.

        It serves every goal after the first ones: they are proven, so that no plan is lost by the rows that the ``engines`` get.
        """
        if answer.box is None or answer.status != "Optimal":
            self.tried, self.again = self.again or not self.small, True
            return False
        lower, upper = (np.rint(side).astype(np.int64) for side in answer.box)
        self.state.box(values[:FIRST], lower, upper)
        self.state.settle(values[:FIRST])
        for engine in engines:
            engine.strengthen(answer.rows)
        return True
