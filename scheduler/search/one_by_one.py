"""One goal after the other: quick attempts on parts of the plan, proofs on the whole, two or more engines at a time.

Each goal is first tried on small parts of the plan, in order, which soon gives a good plan. What is not proven by then is
proven on the whole model, several goals at a time: the proof of a goal needs only the values of the goals before it, which
rarely change any more. Once it is settled which numbers of sections can differ at all (:mod:`.settling`), a goal is proven
without the inner variables, and its draft is crossed with the best plan (:mod:`.proofs`); the goals are then gone
through strictly in order.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from scheduler.search.ahead import Ahead
from scheduler.search.blend import Blend
from scheduler.search.goals import LinearGoal
from scheduler.search.highs import Answer, Floats, Highs
from scheduler.search.jobs import Hear, Job, JobKind, Mode, Turn
from scheduler.search.limits import Limits
from scheduler.search.linear import Ints
from scheduler.search.proofs import BY_COUNTS, Proofs
from scheduler.search.settling import FIRST, Settling
from scheduler.search.state import Attempt, Known, State

FIRST_SHARE, ATTEMPT_SHARE, DRAFT_SHARE, PROOF_SHARE = 0.3, 0.12, 0.6, 0.5
"""Shares of the time that is left: for a quick attempt at the first goal that is not proven and at a later one, for making a plan
of a proof's draft, which is mostly the best one, and for one proof of several."""

LAST_SHARE = 0.1
"""Share of all time at its end in which goals are tried again though a goal before them is not proven yet."""

NEARLY = 0.002
"""Relative gap below which the proof of another goal is worth more."""

ROUNDS_FIRST = 2
"""After so many proofs of the first goal that is not proven the ones after it have their turn, too."""

PATIENCE = 0.3
"""Seconds that an engine has to end a task: it may be deep in a node, and a new one is there sooner."""

LEAST_SECONDS, LEAST_SHARE = 0.5, 0.05
"""An attempt that has less is not worth its start; and a share of all time, since on a large model it takes longer."""


@dataclass
class OneByOne:
    """The search for each goal's least value, given those before it.

    ``attempts`` are by goal. ``hear`` takes solutions, ``heard_both`` reads what the first two goals' own search says,
    ``finish_drafts`` makes drafts whole, ``options`` are an engine's for a goal, ``say`` tells of progress.
    """

    state: State
    limits: Limits
    proofs: Proofs
    settling: Settling
    attempts: dict[str, list[Attempt]]
    known: Sequence[Known]
    hear: Hear
    heard_both: Callable[[], None]
    finish_drafts: Callable[[], bool]
    options: Callable[[LinearGoal], dict[str, Any]]
    complete: Callable[[Floats], Ints]
    say: Callable[[], None]
    jobs: list[Job] = field(default_factory=list[Job])
    engines: Sequence[Highs] = ()
    both: Blend | None = None

    def __post_init__(self) -> None:
        self.goals = self.state.goals
        self.turns = [Turn() for _ in self.goals]
        self._seconds = self.limits.left
        self._drafting = False
        self.ahead = Ahead(self.proofs, self.options)

    def run(self, engines: Sequence[Highs], both: Blend | None) -> None:
        """Go on until every goal is proven or time is over; ``both``: the search of the first two, where its proof still runs."""
        self.engines, self.both, jobs = engines, both, self.jobs
        jobs.clear()
        if both is not None and both.proof is not None:
            jobs.append(self._job_of(both, engines[0], both.proof))
        self._drafting = self.finish_drafts()
        while True:
            for engine in engines:
                idle = self.limits.left > 0 and not any(job.engine is engine for job in jobs)
                if idle and (job := self._next(engine)):
                    job.began = self.limits.now()
                    jobs.append(job)
            if not jobs or not self._open():
                return
            before = self.state.x
            self._drafting = self.finish_drafts()
            for job in list(jobs):
                if self._step(job, 0.1 / len(jobs)):
                    jobs.remove(job)
            if self.state.x is not before:
                self._share()
            if said := self.ahead.ready():
                self._ended(*said)

    def improved(self, index: int) -> None:
        """Take note of a plan that is better in this goal: those after it are to be tried anew."""
        for turn in self.turns[index + 1 :]:
            turn.restart()

    def _open(self) -> list[int]:
        """The goals that are not proven, in the order in which they are worked on: once all is settled, what that rests on is last."""
        found = [i for i, goal in enumerate(self.goals) if not self.state.done(goal, self.limits.gap)]
        if self.state.settled(FIRST):
            found.sort(key=lambda i: i in range(2, FIRST))
        return found

    def _best(self) -> Ints:
        assert self.state.x is not None
        return self.state.x

    def _job_of(self, both: Blend, engine: Highs, number: int) -> Job:
        return Job(engine, min(1, len(self.goals) - 1), "both", number, self.state.values(), both.mode)

    def _share(self) -> None:
        """Tell running proofs of the best plan, where it keeps what they keep."""
        for job in self.jobs:
            now = self.state.values()[: job.index]
            kept = all(mine <= then for mine, then in zip(now, job.values, strict=False))
            if (job.kind == "proof" and kept) or job.kind == "both":
                job.engine.offer(job.number, self._best())

    # -- what an engine does next --------------------------------------------------------------------------
    def _next(self, engine: Highs) -> Job | None:
        """What cannot wait; the next attempt, one at a time; else the proof that was tried least."""
        open_goals = self._open()
        if job := self._urgent(engine, open_goals):
            return job
        if self.both and self._drafting and (job := self.ahead.start(engine, self.both, self.limits.left)):
            return job
        for i in self._in_turn(open_goals) if self._nothing_but_proofs() else ():
            share = FIRST_SHARE if i == open_goals[0] else ATTEMPT_SHARE
            if self._untried(i, open_goals[0]) and (job := self._attempt(engine, i, share)):
                return job
        idle = [i for i in open_goals if i not in [job.index for job in self.jobs]]
        waiting = [i for i in idle if self._may_prove(i, open_goals)]
        if open_goals and self._is_out(open_goals[0]) and self.turns[open_goals[0]].rounds < ROUNDS_FIRST:
            waiting = [i for i in waiting if i == open_goals[0]]
        if not waiting and all(job.kind == "attempt" for job in self.jobs):
            waiting = open_goals[:1]  # the values before it are the last ones, so that its proof is not in vain
        if not waiting:
            return self._beside(engine, open_goals)
        index = min(waiting, key=self._turn_of)
        now = self.proofs.mode(index, self.turns[index].mode)
        last = len(open_goals) == 1 or (now == "counts" and self._large)  # more hangs on it than on any other
        hopeless = self._large and index == BY_COUNTS  # what counts alone do not say takes very long
        seconds = self.limits.left * (1.0 if last else ATTEMPT_SHARE if hopeless else PROOF_SHARE)
        kind: JobKind = "proof" if self.turns[index].relaxed or self.proofs.priced(index, now) else "relaxation"
        self.turns[index].rounds += kind == "proof"
        return self._start(engine, index, kind, seconds)

    def _in_turn(self, open_goals: Sequence[int]) -> list[int]:
        """The goals in the order in which they are tried: where settling came to nothing, those that were tried least first."""
        if not self.settling.tried or self.state.ever_settled:
            return list(open_goals)
        return sorted(open_goals, key=lambda i: self.turns[i].attempt)

    def _turn_of(self, index: int) -> tuple[bool, int, bool, int]:
        """The order of proofs: settling makes the later goals' far shorter, and waits for the first ones."""
        later = index >= FIRST and self.settling.waits
        return later, self.turns[index].rounds, self.state.done(self.goals[index], NEARLY), index

    def _urgent(self, engine: Highs, open_goals: Sequence[int]) -> Job | None:
        """The proof of the first two goals that begins anew, the crossing of a draft, settling, what proven goals' relaxations hold."""
        both = self.both
        if both and both.restarting and both.proof is None:
            number = both.resume(engine)
            if number is not None:
                return self._job_of(both, engine, number)
        for i in open_goals:
            draft, self.turns[i].draft = self.turns[i].draft, None
            if draft is not None:
                return self._trial(engine, i, draft, DRAFT_SHARE)
        if self.settling.ripe(self.limits.left):
            return self.settling.start(engine, self.limits.left, self._seconds, self.options(self.proofs.both))
        for i in range(BY_COUNTS, open_goals[0] if open_goals else 0):
            if not self.turns[i].reduced and self.proofs.without_inner(i):
                return self._start(engine, i, "relaxation", self.limits.left, "out")
        return None

    def _beside(self, engine: Highs, open_goals: Sequence[int]) -> Job | None:
        """Where nothing else is left to do: an attempt that had too little time, a second proof in another way."""
        short = [i for i in open_goals if self.turns[i].cut_short and self.turns[i].attempt]
        if short and self._nothing_but_proofs():
            self.turns[short[0]].attempt -= 1
            return self._attempt(engine, short[0], 1.0)
        running = [job.index for job in self.jobs]
        for job in self.jobs:
            slow = job.mode == "counts" and self._large  # what comes after it takes several times as long
            if job.kind == "proof" and job.index in open_goals and running.count(job.index) == 1 and not slow:
                out = job.mode == "out"
                mode = "out" if out else self.proofs.after(job.index, job.mode)
                return self._start(engine, job.index, "proof", self.limits.left, mode, seed=int(out))
        return None

    @property
    def _large(self) -> bool:
        return self.both is not None and self.both.large

    def _nothing_but_proofs(self) -> bool:
        return all(job.kind != "attempt" for job in self.jobs)

    def _untried(self, index: int, first_open: int) -> bool:
        """Whether the goal has an attempt to make now.

        When an earlier goal improves, later ones are tried anew: on small parts at once, on others only when the goals
        before are proven, or hardly change any more, or time is nearly over, since they may improve again. So it is, too, where the goals before
        will soon be proven; and while the proof of the first two goals of a large model goes on, which such work slows, not even these.
        """
        turn, tries = self.turns[index], self._tries(index)
        early = self.limits.left > LAST_SHARE * self._seconds and index > first_open and not self.settling.over(index)
        beside = self._large and any(job.kind == "both" for job in self.jobs)
        if early and turn.again and beside:
            return False
        if self._is_out(index) or (early and (turn.again or beside or self._is_out(first_open))):
            return turn.attempt < sum(trial.small for trial in tries)
        return turn.attempt < len(tries)

    def _is_out(self, index: int) -> bool:
        """Whether the goal's next proof is one without the inner variables, since it is settled what they rest on."""
        mode = self.turns[index].mode
        return self.state.settled(index) and mode == "out" and self.proofs.mode(index, mode) == "out"

    def _may_prove(self, index: int, open_goals: Sequence[int]) -> bool:
        """Whether a proof of the goal is worth while now.

        One with nothing whole but the counts need not wait for a better plan, but for the goals before it. So does every
        proof on a large model, until what is held is settled.
        """
        first, mode = open_goals[0], self.proofs.mode(index, self.turns[index].mode)
        if index > 1 and mode == "counts":
            return index == first
        if index > 1 and mode != "out" and self._large:
            if index < FIRST and not self.settling.tried:
                return False  # settling comes first
            far = [i for i in open_goals if i < 2 or not self.state.done(self.goals[i], NEARLY)]
            return index == min(far, default=first) and not self._untried(index, first)
        return not self._untried(index, first)

    def _tries(self, index: int) -> list[Attempt]:
        return self.attempts.get(self.goals[index].name, [])

    def _attempt(self, engine: Highs, index: int, share: float) -> Job | None:
        """The goal's next attempt, None if a bound that is known makes it needless."""
        turn, goal = self.turns[index], self.goals[index]
        for known in self.known:
            if known.goal == goal.name:
                self.state.prove(goal, known.bound, (known.first,))
        if self.state.done(goal, self.limits.gap):
            return None
        trial = self._tries(index)[turn.attempt]
        turn.attempt, turn.cut_short = turn.attempt + 1, False
        return self._trial(engine, index, trial, share)

    def _trial(self, engine: Highs, index: int, trial: Attempt, share: float) -> Job:
        seconds = max(LEAST_SECONDS, LEAST_SHARE * self._seconds, self.limits.left * share)
        task = self.proofs.attempt(index, trial, seconds, self.options(self.goals[index]))
        mode: Mode = "priced" if trial.draft else "whole"
        return Job(engine, index, "attempt", engine.start(task), self.state.values(), mode)

    def _start(
        self, engine: Highs, index: int, kind: JobKind, seconds: float, mode: Mode | None = None, seed: int = 0
    ) -> Job:
        """Begin a job: a proof begins with the relaxation, whose bound and reduced costs make it smaller."""
        if mode is None:
            mode = self.turns[index].mode = self.proofs.mode(index, self.turns[index].mode)
        if kind == "relaxation" and mode == "priced":
            mode = "rows"  # the price of what the relaxation lacks in the first two goals would swallow its bound
        options = self.options(self.goals[index])
        options["random_seed"] = (options["random_seed"] + seed) % 2**31
        turn = self.turns[index]
        turn.reduced = turn.reduced or (kind == "relaxation" and mode == "out")
        reach = turn.even or turn.rounds > 1 or seed > 0  # a second proof knows a bound that a first one has raised
        task = self.proofs.task(index, mode, kind == "relaxation", seconds, options, reach)
        pair = self.proofs.pair(index, options) if kind == "proof" and mode == "out" else None
        return Job(engine, index, kind, engine.start(task), self.state.values(), mode, pair=pair)

    # -- what an engine says -------------------------------------------------------------------------------
    def _step(self, job: Job, seconds: float) -> bool:
        """Hear the job's engine once; whether the job has ended. A relaxation goes on as a proof."""

        def on_bound(value: float) -> None:
            if job.kind == "both" and self.both:
                self.both.hear_proof(value)
                self.heard_both()
            if job.kind == "proof" and self._prove(job, value):
                self.say()

        answer = job.engine.poll(job.number, seconds, partial(self.hear, mode=job.mode), on_bound)
        if answer is not None:
            self.settling.note(job, self.limits.now())
            if not self.ahead.hold(job, answer):
                self._ended(job, answer)
            return True
        in_vain = not self._drafting and not self.ahead.serves(job)
        if self.limits.left <= 0 or self._met(job) or in_vain:
            self._stop(job)
        return self._renewed(job) or self.limits.over

    def _stop(self, job: Job) -> None:
        if job.stopped is None:
            job.engine.stop(job.number)
            job.stopped = self.limits.now()

    def _renewed(self, job: Job) -> bool:
        """Whether the engine was given up, since it takes too long to end the job; all but its last word was heard."""
        if job.stopped is None or job.kind in ("both", "settle") or job.engine.in_step or self.limits.left <= 0:
            return False
        if self.limits.now() - job.stopped < PATIENCE:
            return False
        job.engine.renew()
        return True

    def _met(self, job: Job) -> bool:
        """Whether there is nothing left for a job to find."""
        if job.kind == "both":
            return self.both is None or self.both.met()
        reduces = job.kind == "relaxation" and job.mode == "out"  # what it holds serves the goals after it
        heard = job.kind != "settle" and self.ahead.serves(job) and not reduces
        sought = [job.pair.first, job.pair.second] if job.pair else [self.goals[job.index]]
        return heard and all(self.state.done(goal, self.limits.gap) for goal in sought)

    def _ended(self, job: Job, answer: Answer) -> None:
        if job.kind == "both" and self.both:
            self.both.finish(answer)
        elif job.kind == "relaxation":
            self._relaxed(job, answer)
        elif job.kind == "settle":
            self._settled(job, answer)
        elif answer.x is not None:
            self.hear(answer.x, job.mode, last=True)
        if job.kind == "attempt":
            self.turns[job.index].cut_short = answer.status not in ("Optimal", "Infeasible") and job.stopped is None
        if job.kind == "proof":
            self._prove(job, answer.bound)
            self._draft(job, answer)
            if answer.status == "Optimal":  # all that can be said in this way has been said
                self._proven(job, answer)
        self.heard_both()
        self.say()

    def _relaxed(self, job: Job, answer: Answer) -> None:
        turn = self.turns[job.index]
        turn.relaxed = job.stopped is None
        self._prove(job, answer.bound)
        turn.even = job.mode == "out" and self.goals[job.index].even(answer.bound)
        if self.state.values()[: job.index] == job.values[: job.index]:
            self.state.relax(answer, job.index)

    def _proven(self, job: Job, answer: Answer) -> None:
        """The next way to ask, as far as one is needed."""
        turn = self.turns[job.index]
        turn.mode = self.proofs.after(job.index, job.mode)
        if job.mode == "out":
            turn.without_inner = answer.bound
        elif turn.without_inner is not None and answer.bound > turn.without_inner + 0.5:
            self.state.unsettle()  # proofs without the inner variables are known to say too little
        for other in self.jobs:
            if other.index == job.index and other.kind == "proof" and other.mode == job.mode:
                self._stop(other)

    def _draft(self, job: Job, answer: Answer) -> None:
        """What is worth a try by a proof's solution, which is no plan yet."""
        turn, x = self.turns[job.index], answer.x
        if x is None or job.stopped is not None or self._met(job):
            return
        counts = self.proofs.counts
        if job.mode == "counts" and np.any(np.rint(x[counts]) != self._best()[counts]):
            turn.draft = self.proofs.with_counts(x)
        if job.mode == "out" and answer.status == "Optimal":
            turn.draft = self.proofs.crossing(self.complete(x))

    def _settled(self, job: Job, answer: Answer) -> None:
        """Every later goal is proven without the inner variables first."""
        if not self.settling.hear(answer, job.values, self.engines):
            return
        for turn in self.turns[job.index + 1 :]:
            turn.settle()
        for other in self.jobs:
            if other.index > job.index and other.kind in ("proof", "relaxation") and other.mode != "out":
                self._stop(other)

    def _prove(self, job: Job, value: float) -> bool:
        """Note what an engine's bound says of the job's goal."""
        if not self.ahead.serves(job):
            return False
        goal, given = self.goals[job.index], self.proofs.given(job.index, job.mode, job.values)
        if job.pair:
            said = job.pair.bounds(value)
            of_next = said is not None and self.state.prove(job.pair.second, said[1], (*given, said[0]))
            return said is not None and (self.state.prove(goal, said[0], given) or of_next)
        return self.state.prove(goal, goal.round_bound(value - self.proofs.shift(job.index, job.mode)), given)
