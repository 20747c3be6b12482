"""What more changes would buy: plans from the fewest changes on, each with the best that so many changes allow."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from models.ledger import Change
from models.plan import Plan, Score
from models.policy import Goal
from models.school import School
from scheduler.clock import begun
from scheduler.earlier import Earlier
from scheduler.errors import NoPlanInTime, TooManyChanges
from scheduler.options import OnProgress, Options, Progress, Stop
from scheduler.plan import Pipeline
from scheduler.rerun import mended, started_from
from scheduler.search.linear import Ints

FIRST_SHARE = 0.4
"""Share of the time for the plan with the fewest changes."""

MOST_ROWS = 6
"""How many further plans the rest of the time is for."""

FIRST_STEP = 0.25
"""The first of these has so much more changes than the fewest; each further step is twice as long."""

MOST_IDLE = 3
"""After so many searches in a row that found nothing better there is no further one."""

LEAST_SECONDS = 2.0
"""A search that has less is not worth its start."""

OnPlan = Callable[[Plan], None]


@dataclass(frozen=True)
class Frontier:
    """Plans with ever more changes, each better than the one before in the first other goal in which they differ.

    ``goal``: the one by which steps are judged, the first that the whole way improves; None for a single plan. ``best``:
    the number of the last plan that is worth its changes.
    """

    plans: tuple[Plan, ...]
    goal: Goal | None
    best: int


def frontier(
    school: School,
    previous: Plan,
    options: Options | None = None,
    *,
    from_date: date | None = None,
    max_changes: int | None = None,
    ledger: Sequence[Change] = (),
    then: School | None = None,
    on_plan: OnPlan | None = None,
    on_progress: OnProgress | None = None,
    stop: Stop | None = None,
) -> Frontier:
    """Verified plans from the fewest changes on, up to ``max_changes``, as far as the time limit goes.

    ``ledger`` and ``then``: as for a rerun. ``on_plan`` hears of each as soon as it is found. A stop, or the end of the time, leaves what was found until then.
    Raises what :func:`scheduler.rerun.rerun` does where not even the first plan can be had.
    """
    options, stop = options or Options(), stop or Stop()
    options = begun(options, stop)
    earlier = started_from(previous, from_date, max_changes, ledger, then)
    search = _Search(school, earlier, options, on_progress, stop)
    plans: list[Plan] = []
    for plan in search.plans():
        plans.append(plan)
        if on_plan:
            on_plan(plan)
    return Frontier(tuple(plans), *judged(plans, search.order))


class _Search:
    """One run after the other, each from where the one before ended."""

    def __init__(
        self, school: School, earlier: Earlier, options: Options, on_progress: OnProgress | None, stop: Stop
    ) -> None:
        self.school, self.earlier, self.options = school, earlier, options
        self.on_progress, self.stop = on_progress, stop
        self.order = school.policy.order(rerun=True)
        self.start: Ints | None = None

    def plans(self) -> Iterator[Plan]:
        """The plan with the fewest changes, then each that is better for having more."""
        best = first = self._run(self.earlier, FIRST_SHARE * self._left())
        yield first
        idle = 0
        step = max(1, int(FIRST_STEP * _value(first, "changes")))
        for number in range(MOST_ROWS):
            more = _value(first, "changes") + step * (2 ** (number + 1) - 1)
            ceiling = self.earlier.max_changes
            limit = more if ceiling is None else min(more, ceiling)
            seconds = self._left() / (MOST_ROWS - number)
            if self.stop.is_set() or seconds < LEAST_SECONDS or limit <= _value(best, "changes"):
                return
            try:
                plan = self._run(replace(self.earlier, max_changes=limit, changes_last=True), seconds)
            except (NoPlanInTime, TooManyChanges):
                continue  # dates force more changes than that, or time was too short: perhaps with more
            plan = self._as_ordered(plan, first)
            idle += 1
            if _others(plan) < _others(best):
                best, idle = plan, 0
                yield plan
            if idle == MOST_IDLE:
                return

    def _left(self) -> float:
        assert self.options.began is not None
        return self.options.time_limit - (self.options.clock.now() - self.options.began)

    def _run(self, earlier: Earlier, seconds: float) -> Plan:
        options = replace(self.options, time_limit=seconds, began=None)
        before = self.options.time_limit - self._left()

        def watched(news: Progress) -> None:
            if self.on_progress:
                self.on_progress(replace(news, seconds=before + news.seconds))

        pipeline = Pipeline(self.school, options, watched, self.stop, earlier, self.start)
        plan = mended(pipeline, earlier, self.options.lang)
        if pipeline.state is not None and not pipeline.by_date:
            self.start = pipeline.state.x
        return plan

    def _as_ordered(self, plan: Plan, first: Plan) -> Plan:
        """The scores in the school's order. Up to ``changes`` the first plan's bounds hold, which no limit was put on."""
        scores = {score.goal: score for score in plan.scores}
        for score in first.scores[: self.order.index("changes") + 1]:
            value = scores[score.goal].value
            scores[score.goal] = Score(goal=score.goal, value=value, bound=min(value, score.bound))
        return plan.model_copy(update={"scores": tuple(scores[goal] for goal in self.order)})


def _others(plan: Plan) -> tuple[int, ...]:
    return tuple(score.value for score in plan.scores if score.goal != "changes")


def judged(plans: Sequence[Plan], order: Sequence[Goal]) -> tuple[Goal | None, int]:
    """The goal by which the steps are judged, and the number of the last plan that is worth its changes.

    From the first plan to the last a change buys so much of the goal on average. The last worthwhile plan is the one that is
    furthest ahead of that average: up to it each change bought at least as much on the whole, beyond it less.
    """
    others: list[Goal] = [goal for goal in order if goal != "changes"]
    goal: Goal | None = next((g for g in others if _value(plans[0], g) > _value(plans[-1], g)), None)
    if goal is None:
        return None, 0
    first, last = plans[0], plans[-1]
    changes, gain = (_value(last, "changes") - _value(first, "changes"), _value(first, goal) - _value(last, goal))
    ahead = [
        (_value(first, goal) - _value(p, goal)) * changes - gain * (_value(p, "changes") - _value(first, "changes"))
        for p in plans
    ]
    return goal, max(n for n, lead in enumerate(ahead) if lead == max(ahead))


def _value(plan: Plan, goal: Goal) -> int:
    return next(score.value for score in plan.scores if score.goal == goal)
