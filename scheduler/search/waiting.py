"""Waiting for engines' answers within a search's limits."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import inf

import numpy as np

from scheduler.search.highs import Answer, Highs, OnBound, OnSolution, Task
from scheduler.search.limits import GRACE, Limits

RACE_SHARE = 0.1
"""Share of the time that is left after which the interior point method is tried beside the simplex."""


def wait(
    engine: Highs,
    number: int,
    limits: Limits,
    hear: OnSolution,
    end: float = inf,
    hear_bound: OnBound | None = None,
) -> Answer:
    """The task's answer; every solution on the way goes to ``hear``, every bound to ``hear_bound``.

    Abandoned where it does not come in time: the engine still works at it then.
    """
    asked = False
    while True:
        answer = engine.poll(number, 0.1, hear, hear_bound)
        if answer is not None:
            if answer.x is not None and answer.reduced is None:
                hear(answer.x)
            return answer
        if not asked and limits.left <= 0:
            engine.stop(number)
            asked = True
        if limits.now() > end + GRACE or limits.over:
            return Answer("Abandoned", None, -np.inf, None)


def relax(
    engines: Sequence[Highs],
    task: Task,
    limits: Limits,
    needless: Callable[[], bool] = lambda: False,
    hear_early: Callable[[Answer], None] = lambda _: None,
) -> tuple[Answer, bool]:
    """A relaxation's answer by the simplex, or by the interior point method where that takes long; whether by that.

    The simplex is several times faster on most schools, and may take a hundred times longer where many solutions are
    equally good. One engine alone gives it three times as long, then tries the other. ``needless`` is asked again and again; then
    the answer is that it was abandoned. What the simplex has before it goes on to make it tighter goes to ``hear_early``; the other engines are
    free from then on.
    """
    begun, left, turned = limits.now(), limits.left, False
    running = [(engines[0], engines[0].start(task), False)]
    while True:
        if needless():
            for other, its, _ in running:
                other.stop(its)
            return Answer("Abandoned", None, -np.inf, None), False
        for engine, number, interior in list(running):
            answer = engine.poll(number, 0.1 / len(running))
            if answer is not None and answer.early:
                for other, its, _ in running[1:]:
                    other.stop(its)
                del running[1:]
                turned = True
                hear_early(answer)
                break
            if answer is not None:
                running.remove((engine, number, interior))
                if answer.status in ("Optimal", "Infeasible") or not running:
                    for other, its, _ in running:
                        other.stop(its)
                    return answer, interior
        late = RACE_SHARE * left * (3 if len(engines) == 1 else 1)
        if not turned and limits.now() - begun > late:
            turned = True
            if len(engines) == 1:
                engines[0].stop(running.pop()[1])
            again = replace(task, seconds=limits.left, early=False, options=task.options | {"solver": "ipm"})
            running.append((engines[-1], engines[-1].start(again), True))
        if limits.left <= 0:
            for engine, number, _ in running:
                engine.stop(number)
        if limits.over:
            return Answer("Abandoned", None, -np.inf, None), False
