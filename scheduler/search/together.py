"""Two goals at once: the whole model is proven on one engine (:mod:`.blend`) while quick plans (:mod:`.quick`) are found on another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from scheduler.search.blend import Blend
from scheduler.search.cuts import Sections
from scheduler.search.goals import within
from scheduler.search.highs import Answer, Highs, Task
from scheduler.search.limits import GRACE
from scheduler.search.quick import GOOD_GAP, QuickPlans

QUICK_TRIES = 2
"""After so many quick plans other work is worth more than another one."""

TIGHTENING_SHARE = 0.5
"""Share of the time for both goals after which their relaxation is tight enough for the proof to begin."""

QUICK_SHARE_ALONE = 0.4
"""Share of the time for quick plans where one engine has to do everything."""

CLOSE_GAP = 0.03
"""Relative gap of a plan from which a small model's relaxation need not be made tighter before the proof begins; and from
which a large one's proof is worth more than another quick plan."""


@dataclass
class Together:
    """The search for the least of a ``blend``: its proof beside the quick plans and the relaxation that is made tighter for it.

    ``summed``: whether what is asked by counts goes to a smaller model.
    """

    blend: Blend
    finish_drafts: Callable[[], bool]
    activities: Sequence[Sections] = ()
    summed: Callable[[], bool] = lambda: False
    tightening: int | None = None

    def __post_init__(self) -> None:
        blend = self.blend
        self.state, self.limits = blend.state, blend.limits
        self.quick = QuickPlans(
            blend.state, blend.goal, blend.hear_quick, blend.options, blend.inner, blend.large, blend.lean
        )
        self.quick.counts, self.quick.draft, self.quick.crossing = blend.counts, lambda: blend.draft, self.summed

    def run(self, engines: Sequence[Highs], seconds: float) -> Answer | None:
        """The proof's answer; None if it goes on, as the blend's, on the first engine.

        With a second engine the wait ends when quick plans are good enough, or the second part brought nothing more;
        the proof may go on beside other work.
        """
        self.blend.hear_proof(self.blend.relaxed.bound)
        end, patience = self.limits.now() + seconds, self.limits.now() + TIGHTENING_SHARE * seconds
        if len(engines) == 1:
            self._alone(engines[0], end)
        if not self.blend.met():
            self._begin_proof(engines, end - self.limits.now())
        quick: int | None = None
        stopped: int | None = None  # a part that makes way for a better one
        answer: Answer | None = None
        while self.limits.now() < end + GRACE and not self.limits.over and self.limits.left > 0:
            drafting = self.finish_drafts()
            if answer is not None and not drafting and not self.blend.met() and self.blend.in_full(engines[0]):
                answer = None
            if self.blend.met() or (answer is not None and (self._known or not drafting)):
                break
            free = len(engines) > 1 and quick is None
            idle = free and not drafting and answer is None
            closing = idle and not self.blend.large and self.blend.close(CLOSE_GAP)
            if self.tightening is not None and (closing or self.limits.now() > patience):
                engines[0].stop(self.tightening)  # what it has found by now is where the proof begins
            elif self.blend.large and self.tightening is not None and self.quick.tries and not self.quick.of_counts:
                pass  # another part is worth more once the relaxation is tight
            elif idle or (free and drafting and (self.quick.of_counts or self.quick.mode == "counts")):
                if self.tightening is None and self._good_enough():
                    self._leave(engines[0])
                    return None
                quick = self.quick.start(engines[1], self.blend.relaxed, end - self.limits.now())
            before = self.state.x
            if self.tightening is not None:
                self._poll_tightening(engines)
            if self.tightening is None and self.blend.proof is None and answer is None and not self.blend.met():
                self.blend.begin(engines[0])
                of_rows = quick is not None and self.quick.mode == "rows"
                if quick is not None and of_rows and self.blend.large and self.blend.close(CLOSE_GAP):
                    engines[1].stop(quick)  # the proof has the better relaxation, and all of the model
            if self.blend.proof is not None:
                answer = self.blend.poll(engines[0])
            if quick is not None and quick != stopped and self.quick.crosses:
                stopped = quick
                engines[1].stop(quick)
            if quick is not None and self.quick.poll(engines[1], quick):
                quick = None
            if self.blend.proof is None and quick is None and self.tightening is None:
                self.limits.rest(0.01)  # only a draft is left to wait for
            if self.blend.proof is not None and self.state.x is not None and self.state.x is not before:
                self.blend.tell(engines[0], self.state.x)
        self._end(engines, quick, answer)
        return answer

    @property
    def _known(self) -> bool:
        """Whether there is a draft of the best plan, and a plan nearly as good: the next proof need not wait for it (:mod:`.ahead`).

        What there is before any search will not do: attempts at later goals would be made on it.
        """
        drafted, x = self.blend.drafted, self.state.x
        return drafted is not None and x is not None and within(self.blend.goal.value(x), drafted, CLOSE_GAP)

    def _leave(self, engine: Highs) -> None:
        """Begin the proof, which goes on beside other work, unless it has begun."""
        if self.blend.proof is None and not self.blend.met():
            self.blend.begin(engine)

    def _end(self, engines: Sequence[Highs], quick: int | None, answer: Answer | None) -> None:
        """Stop what nobody needs any more; a proof goes on beside other work."""
        alone = len(engines) == 1 or self.state.x is None or self.limits.left <= 0
        if self.blend.proof is not None and (alone or self.blend.met()):
            engines[0].stop(self.blend.proof)
            self.blend.proof = None
        if self.tightening is not None:
            engines[0].stop(self.tightening)
            self.tightening = None
        if quick is not None:
            engines[1].stop(quick)
        if not alone and answer is None:
            self._leave(engines[0])

    def _alone(self, engine: Highs, end: float) -> None:
        """Quick plans, where one engine has to do everything."""
        share = (end - self.limits.now()) * QUICK_SHARE_ALONE
        until = self.limits.now() + share
        number = self.quick.start(engine, self.blend.relaxed, share)
        if number is not None:
            while not self.quick.poll(engine, number):
                self.finish_drafts()
                if self.limits.left <= 0 or self.limits.now() > until + GRACE:
                    engine.stop(number)
                    return
        while self.finish_drafts() and self.limits.left > 0:
            self.limits.rest(0.01)

    def _good_enough(self) -> bool:
        """Whether quick plans have done their part."""
        if self.quick.tries == 0 or self.state.x is None or self.blend.bound is None:
            return False
        if self.quick.of_counts and not self.blend.close(0.0):
            return False
        return self.quick.tries >= QUICK_TRIES or self.blend.close(CLOSE_GAP if self.blend.large else GOOD_GAP)

    def _begin_proof(self, engines: Sequence[Highs], seconds: float) -> None:
        """The proof, or before it a relaxation as tight as can be, where another engine makes plans meanwhile."""
        if len(engines) == 1 or not self.blend.relaxed.rows:
            self.blend.begin(engines[0])
            return
        model = self.state.model
        task = Task(
            self.blend.goal.cost,
            self.blend.goal.offset,
            model.lower,
            model.upper,
            kind="relax",
            seconds=max(0.1, seconds),
        )
        self.tightening = engines[0].start(
            replace(task, activities=self.activities, basis=self.blend.relaxed.basis, patient=True)
        )

    def _poll_tightening(self, engines: Sequence[Highs]) -> None:
        assert self.tightening is not None
        answer = engines[0].poll(self.tightening, 0.05)
        if answer is None:
            return
        self.tightening = None
        if answer.status == "Optimal":
            self.blend.hear_proof(answer.bound)
            for engine in engines:
                engine.strengthen(answer.rows)
            self.blend.relaxed = answer
