"""Goals one before the other, with a proven bound for each, on one linear model.

A goal is minimised while every goal before it keeps the value that it has. The bound is proven under just these
rows, hence valid for every plan that is at least as good in each goal before. When an earlier goal improves and one
between gets worse for it, the bound serves no more (:mod:`.state`).

The first two goals are searched together, with a price on the first that no usual trade can pay; whether that price
was enough is checked against the first goal's own bound, never assumed. Then each goal is first tried on small parts
of the plan, in order, which soon gives a good plan; what is not proven by then is proven on the whole model, several
goals at a time: the proof of a goal needs only the values of the goals before it, which rarely change any more.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from scheduler.search.cuts import Sections
from scheduler.search.drafts import Drafts
from scheduler.search.goals import PRICE_OF_FIRST, LinearGoal, first_two
from scheduler.search.highs import Answer, EngineLost, Floats, Highs, Inner, Task, no_variables
from scheduler.search.jobs import Job, JobKind, Mode, Turn
from scheduler.search.limits import Limits
from scheduler.search.linear import Ints, LinearModel
from scheduler.search.proofs import AFTER, Proofs
from scheduler.search.repair import parts
from scheduler.search.settling import Settling
from scheduler.search.state import Attempt, Known, State
from scheduler.search.together import Together
from scheduler.search.waiting import relax, wait

TOGETHER_SHARE, FIRST_SHARE, ATTEMPT_SHARE, PROOF_SHARE = 0.4, 0.3, 0.12, 0.5
"""Shares of the time that is left: for the first two goals, for a quick attempt at the first goal that is not proven and at a later
one, for one proof of several."""

MEND_SHARE = 0.1
"""Share of the time that is left for one part in which a solution from before a change is mended."""

LAST_SHARE = 0.1
"""Share of all time at its end in which goals are tried again though a goal before them is not proven yet."""

NEARLY = 0.002
"""Relative gap below which the proof of another goal is worth more."""

LEAST_SECONDS = 0.5
"""An attempt that has less is not worth its start."""


class Infeasible(Exception):
    """No solution keeps every row."""


@dataclass
class Lexicographic:
    """The search.

    ``attempts`` are by goal; ``hint`` is a complete solution to begin with, ``draft`` one that was complete before the
    model changed, and is mended first (:mod:`.repair`); the ``loose`` variables follow from the
    others by ``complete``, so that an engine need not keep them whole; the ``inner`` ones nearly do (:mod:`.drafts`).
    ``candidates``: variables that are worth probing (:mod:`.highs_probe`); ``activities``: those that cuts are made for.
    """

    model: LinearModel
    goals: Sequence[LinearGoal]
    limits: Limits
    hint: Ints | None = None
    draft: Ints | None = None
    attempts: dict[str, list[Attempt]] = field(default_factory=dict[str, list[Attempt]])
    known: Sequence[Known] = ()
    loose: Ints = field(default_factory=no_variables)
    complete: Callable[[Ints], Ints] = np.copy
    inner: Ints = field(default_factory=no_variables)
    candidates: Ints = field(default_factory=no_variables)
    activities: Sequence[Sections] = ()
    on_improved: Callable[[], None] | None = None

    def __post_init__(self) -> None:
        self.state = State(self.model, self.goals)
        self._turns = [Turn() for _ in self.goals]
        self._seconds = self.limits.left
        self._blend: Together | None = None
        self._held = False
        self._root = dict[str, str]()
        self._proofs = Proofs(self.state, self.goals, first_two(self.goals), self.inner, len(self.candidates) > 0)
        self._settling = Settling(self.state, self.goals, self._proofs.both, self.activities, [])
        self._drafts = Drafts(self.state, self.inner, self.candidates, self.goals, self.complete, self.limits)
        for goal in self.goals:
            self.state.prove(goal, goal.floor(self.model.lower, self.model.upper))
        if self.hint is not None:
            self.state.offer(self.hint)

    def run(self) -> State:
        """Search until every goal is proven or time is over. Raises Infeasible if there is no solution at all.

        An engine that is lost (killed, out of memory) is replaced once; what was found and proven stays.
        """
        if not self.model.columns:  # nothing to decide, which engines do not call infeasible
            self.state.offer(np.zeros(0, dtype=np.int64))
            if self.state.x is None:
                raise Infeasible
            return self.state
        for _ in range(2):
            engines: list[Highs] = []
            try:
                engines += [self._engine() for _ in range(self.limits.workers)]
                self._settling.engines = engines
                self._mend(engines[0])
                self._together(engines)
                if self.state.x is not None:
                    self._one_by_one(engines)
            except EngineLost:
                continue
            finally:
                self._drafts.close()
                for engine in engines:
                    engine.close()
            break
        return self.state

    def _engine(self) -> Highs:
        engine = Highs(self.limits.clock)
        engine.load(self.model, self.loose, self.inner, self.candidates)
        return engine

    def _finish_drafts(self) -> bool:
        """Make drafts whole beside all else; whether there are any left."""
        self._drafts.work(self._engine, self.limits.left, self._offer)
        return self._drafts.busy

    def _open(self) -> list[int]:
        return [i for i, goal in enumerate(self.goals) if not self.state.done(goal, self.limits.gap)]

    def _mend(self, engine: Highs) -> None:
        """Make the draft whole again, moving as little of it as can be."""
        if self.draft is None:
            return
        goal, before = self._proofs.both, self.state.x
        always = np.concatenate((self.loose, self.goals[0].support))
        for lower, upper in list(parts(self.model, self.draft, always))[:-1]:
            seconds = self.limits.left * MEND_SHARE
            task = Task(goal.cost, goal.offset, lower, upper, (), None, False, seconds, self._options(goal))
            wait(engine, engine.start(task), self.limits, self._on_solution, self.limits.now() + seconds)
            if self.state.x is not before or self.limits.left <= 0:
                break
        self.draft = None

    # -- the first two goals together ----------------------------------------------------------------------
    def _together(self, engines: list[Highs]) -> None:
        blend = self._proofs.both
        relaxed = self._relax(engines, blend)
        if relaxed.status == "Infeasible":
            raise Infeasible
        for engine in engines:
            engine.strengthen(relaxed.rows)
        for inner in ("loose", "whole") if len(self.inner) else ("whole",):
            self._blend = self._search_of_both(blend, relaxed, inner)
            answer = self._blend.run(engines, self.limits.left * TOGETHER_SHARE)
            if answer and answer.status == "Infeasible":
                raise Infeasible
            if self.state.x is not None or self.limits.left <= 0:
                break
        self._read_blend()
        self._say()

    def _search_of_both(self, blend: LinearGoal, relaxed: Answer, inner: Inner) -> Together:
        ways = self._on_solution, self._finish_drafts, self._options(blend)
        return Together(self.state, self.limits, blend, relaxed, *ways, inner, self.candidates, self.activities)

    def _read_blend(self) -> None:
        """What the blend says of the second goal: once the first is proven, it has just that value in all that follow."""
        both, x = self._blend, self.state.x
        if both is None or x is None:
            return
        first = self.goals[0]
        if len(self.goals) == 1:
            self.state.prove(first, both.bound)
        elif both.bound is not None and self.state.done(first, 0.0):
            value, second = first.value(x), self.goals[1]
            self.state.prove(second, second.round_bound(float(both.bound - PRICE_OF_FIRST * value)), (value,))
            if both.proof is None and both.probing is None and not self._held:
                self.state.fix(both.relaxed, both.goal.value(x), 2)
                self._held = True

    def _relax(self, engines: Sequence[Highs], goal: LinearGoal) -> Answer:
        left, bounds = self.limits.left, (self.model.lower, self.model.upper)
        task = Task(goal.cost, goal.offset, *bounds, relax=True, seconds=left, activities=self.activities)
        answer, interior = relax(engines, task, self.limits)
        if interior:  # then it is the way for every relaxation that begins a search
            self._root = {"mip_lp_solver": "ipm"}
        return answer

    def _options(self, goal: LinearGoal) -> dict[str, Any]:
        gap = self.limits.gap if goal in self.goals else 0.0
        own = {"random_seed": self.limits.seed % 2**31, "mip_rel_gap": gap, "mip_abs_gap": 0.99 * goal.step}
        return own | self._root

    # -- one goal after the other --------------------------------------------------------------------------
    def _one_by_one(self, engines: list[Highs]) -> None:
        jobs = self._left_of_both(engines)
        while True:
            for engine in engines:
                idle = self.limits.left > 0 and not any(job.engine is engine for job in jobs)
                if idle and (job := self._next(engine, jobs)):
                    jobs.append(job)
            if not jobs:
                return
            before = self.state.x
            self._finish_drafts()
            for job in list(jobs):
                if self._step(job, 0.1 / len(jobs)):
                    jobs.remove(job)
            if self.state.x is not before:
                self._share(jobs)

    def _left_of_both(self, engines: list[Highs]) -> list[Job]:
        """The proof and the probing of the first two goals, where they still run."""
        both, found = self._blend, list[Job]()
        if both is not None and both.proof is not None:
            found.append(self._job_of(both, engines[0], "both", both.proof))
        if both is not None and both.probing is not None and both.prober is not None:
            found.append(self._job_of(both, both.prober, "probe", both.probing))
        return found

    def _job_of(self, both: Together, engine: Highs, kind: JobKind, number: int) -> Job:
        return Job(engine, min(1, len(self.goals) - 1), kind, number, self.state.values(), both.mode)

    def _share(self, jobs: list[Job]) -> None:
        """Tell running proofs of the best plan, where it keeps what they keep."""
        for job in jobs:
            now = self.state.values()[: job.index]
            kept = all(mine <= then for mine, then in zip(now, job.values, strict=False))
            if (job.kind == "proof" and kept) or job.kind == "both":
                job.engine.offer(job.number, self._best())

    def _next(self, engine: Highs, jobs: list[Job]) -> Job | None:
        """Probing and settling, once it is time; the next attempt, one at a time; else the proof that was tried least."""
        open_goals = self._open()
        both = self._blend
        if both and both.restarting and both.proof is None and both.probing is None:
            number = both.resume(engine)
            if number is not None:
                return self._job_of(both, engine, "both", number)
        if open_goals and open_goals[0] > 1 and both and both.met() and both.probing is None:
            both.probe_on(engine)
            if both.probing is not None:
                return self._job_of(both, engine, "probe", both.probing)
        if self._settling.ripe:
            return self._settling.start(engine, self.limits.left, self._options(self._proofs.both))
        for i in open_goals if all(job.kind != "attempt" for job in jobs) else ():
            share = FIRST_SHARE if i == open_goals[0] else ATTEMPT_SHARE
            if self._untried(i, open_goals[0]) and (job := self._attempt(engine, i, share)):
                return job
        idle = [i for i in open_goals if i not in [job.index for job in jobs]]
        waiting = [i for i in idle if not self._untried(i, open_goals[0])]
        if not waiting and all(job.kind == "attempt" for job in jobs):
            waiting = open_goals[:1]  # the values before it are the last ones, so that its proof is not in vain
        if not waiting:
            return self._beside(engine, jobs, open_goals)
        index = min(waiting, key=lambda i: (self._turns[i].rounds, self.state.done(self.goals[i], NEARLY), i))
        seconds = self.limits.left * (PROOF_SHARE if len(open_goals) > 1 else 1.0)
        kind: JobKind = "proof" if self._turns[index].relaxed else "relaxation"
        self._turns[index].rounds += kind == "proof"
        return self._start(engine, index, kind, seconds)

    def _beside(self, engine: Highs, jobs: list[Job], open_goals: list[int]) -> Job | None:
        """Where nothing else is left to do: an attempt that had too little time, a second proof in another way."""
        short = [i for i in open_goals if self._turns[i].cut_short]
        if short and all(job.kind != "attempt" for job in jobs):
            self._turns[short[0]].attempt -= 1
            return self._attempt(engine, short[0], 1.0)
        running = [job.index for job in jobs]
        for job in jobs:
            if job.kind == "proof" and job.index in open_goals and running.count(job.index) == 1:
                return self._start(engine, job.index, "proof", self.limits.left, mode=AFTER[job.mode])
        return None

    def _untried(self, index: int, first_open: int) -> bool:
        """Whether the goal has an attempt to make now.

        When an earlier goal improves, later ones are tried anew: on small parts at once, on others only when the goals
        before are proven, or time is nearly over, since they may improve again.
        """
        turn, tries = self._turns[index], self._tries(index)
        if not turn.again or index <= first_open or self.limits.left < LAST_SHARE * self._seconds:
            return turn.attempt < len(tries)
        return turn.attempt < sum(trial.small for trial in tries)

    def _tries(self, index: int) -> list[Attempt]:
        return self.attempts.get(self.goals[index].name, [])

    def _attempt(self, engine: Highs, index: int, share: float) -> Job | None:
        """The goal's next attempt, None if a bound that is known makes it needless."""
        turn, goal = self._turns[index], self.goals[index]
        for known in self.known:
            if known.goal == goal.name:
                self.state.prove(goal, known.bound, (known.first,))
        if self.state.done(goal, self.limits.gap):
            return None
        trial = self._tries(index)[turn.attempt]
        turn.attempt, turn.cut_short = turn.attempt + 1, False
        seconds = max(LEAST_SECONDS, self.limits.left * share)
        task = self._proofs.attempt(index, trial, seconds, self._options(goal))
        return Job(engine, index, "attempt", engine.start(task), self.state.values())

    def _start(self, engine: Highs, index: int, kind: JobKind, seconds: float, mode: Mode | None = None) -> Job:
        """Begin a job: a proof begins with the relaxation, whose bound and reduced costs make it smaller."""
        if mode is None:
            mode = self._turns[index].mode = self._proofs.mode(index, self._turns[index].mode)
        if kind == "relaxation" and mode == "priced":
            mode = "rows"  # the price of what the relaxation lacks in the first two goals would swallow its bound
        task = self._proofs.task(index, mode, kind == "relaxation", seconds, self._options(self.goals[index]))
        return Job(engine, index, kind, engine.start(task), self.state.values(), mode)

    def _step(self, job: Job, seconds: float) -> bool:
        """Hear the job's engine once; whether the job has ended. A relaxation goes on as a proof."""

        def on_bound(value: float) -> None:
            if job.kind in ("both", "probe") and self._blend:
                (self._blend.hear_proof if job.kind == "both" else self._blend.hear_probe)(value)
                self._read_blend()
            if job.kind == "proof" and self._prove(job, value):
                self._say()

        answer = job.engine.poll(job.number, seconds, partial(self._on_solution, mode=job.mode), on_bound)
        if answer is not None:
            self._ended(job, answer)
            return True
        met = self._met(job)
        if not job.stopped and (self.limits.left <= 0 or met):
            job.engine.stop(job.number)
            job.stopped = True
        return self.limits.over

    def _met(self, job: Job) -> bool:
        """Whether there is nothing left for a job to find."""
        if job.kind == "both":
            return self._blend is None or self._blend.met()
        return job.kind not in ("probe", "settle") and self.state.done(self.goals[job.index], self.limits.gap)

    def _ended(self, job: Job, answer: Answer) -> None:
        goal = self.goals[job.index]
        if job.kind == "both" and self._blend:
            self._blend.finish(answer)
        elif job.kind == "relaxation":
            self._turns[job.index].relaxed = True
            self._prove(job, answer.bound)
            if self.state.values()[: job.index] == job.values[: job.index]:
                value = goal.value(self._best()) + self._proofs.shift(job.index, job.mode)
                self.state.fix(answer, value, job.index + 1)
        elif job.kind == "probe" and self._blend:
            self._blend.finish_probe(answer)
        elif job.kind == "settle":
            self._settling.hear(answer, job.values)
        elif answer.x is not None:
            self._on_solution(answer.x, job.mode, last=True)
        if job.kind == "attempt":
            self._turns[job.index].cut_short = answer.status not in ("Optimal", "Infeasible") and not job.stopped
        if job.kind == "proof":
            self._prove(job, answer.bound)
            if answer.status == "Optimal":  # all that can be said in this way has been said
                self._turns[job.index].mode = AFTER[job.mode]
                self._judge(job, answer)
        self._read_blend()
        self._say()

    def _judge(self, job: Job, answer: Answer) -> None:
        """Give up proofs without the inner variables once one of them is known to have said too little."""
        turn = self._turns[job.index]
        if job.mode == "out":
            turn.without_inner = answer.bound
        elif turn.without_inner is not None and answer.bound > turn.without_inner + 0.5:
            self.state.unsettle()

    def _prove(self, job: Job, value: float) -> bool:
        """Note what an engine's bound says of the job's goal."""
        goal = self.goals[job.index]
        bound = goal.round_bound(value - self._proofs.shift(job.index, job.mode))
        return self.state.prove(goal, bound, self._proofs.given(job.index, job.mode, job.values))

    def _best(self) -> Ints:
        assert self.state.x is not None
        return self.state.x

    def _on_solution(self, x: Floats, mode: Mode = "whole", *, last: bool = False) -> None:
        point = self._drafts.read(x, mode, last=last)
        if point is not None:
            self._offer(point)

    def _offer(self, point: Ints) -> None:
        improved = self.state.offer(point)
        if improved is not None:
            for turn in self._turns[improved + 1 :]:
                turn.restart()
            self._say()

    def _say(self) -> None:
        if self.on_improved:
            self.on_improved()
