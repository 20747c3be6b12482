"""Waiting for an engine's answer within a search's limits."""

from math import inf

import numpy as np

from scheduler.search.highs import Answer, Highs, OnBound, OnSolution
from scheduler.search.limits import GRACE, Limits


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
