"""The third goal's proof, begun as soon as that of the first two has ended by counts alone, before there is a plan as good.

Its draft is being made whole then, which takes seconds on a large model, and no other proof could say anything. With the first two
goals at a price in its objective this one need not have a plan: plans dearer than the draft are left out. What it says is heard
once the plan is there; if there is none after all, nothing of it is.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from scheduler.search.blend import Blend
from scheduler.search.goals import LinearGoal
from scheduler.search.highs import Answer, Highs
from scheduler.search.jobs import Job
from scheduler.search.proofs import BY_COUNTS, Proofs


@dataclass
class Ahead:
    """``options``: an engine's for a goal; ``begun``: the value of the first two goals that it was begun for; ``held``: what it said too early."""

    proofs: Proofs
    options: Callable[[LinearGoal], dict[str, Any]]
    begun: int | None = None
    held: tuple[Job, Answer] | None = None

    def start(self, engine: Highs, both: Blend, seconds: float) -> Job | None:
        """Begin, once, where the proof of ``both`` has ended with a draft that no plan is as good as yet."""
        index, most = BY_COUNTS, both.drafted
        if self.begun is not None or most is None or len(self.proofs.goals) <= index or self._is_there(most):
            return None
        self.begun = most
        task = self.proofs.task(index, "counts", False, seconds, self.options(self.proofs.goals[index]))
        lower, upper = both.within(most)
        number = engine.start(replace(task, lower=lower, upper=upper, hint=both.draft))
        return Job(engine, index, "proof", number, self.proofs.state.values(), "counts", most=most)

    def serves(self, job: Job) -> bool:
        """Whether what the job says holds for the best plan and all that are as good."""
        return job.most is None or self._is_there(job.most)

    def hold(self, job: Job, answer: Answer) -> bool:
        """Whether the answer came too early, and is kept."""
        if self.serves(job):
            return False
        self.held = job, answer
        return True

    def ready(self) -> tuple[Job, Answer] | None:
        """What was kept, if its time has come."""
        if self.held is None or not self.serves(self.held[0]):
            return None
        found, self.held = self.held, None
        return found

    def _is_there(self, most: int) -> bool:
        x = self.proofs.state.x
        return x is not None and self.proofs.both.value(x) <= most
