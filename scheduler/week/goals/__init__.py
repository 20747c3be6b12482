"""The goals of the week, one file each, in the order of the contract; each adds priced terms to the context."""

from collections.abc import Callable

from models.policy import Goal
from scheduler.week.context import Context
from scheduler.week.goals import changes, choices, continuity, cost, coverage, duty, fairness, wishes

GOALS: dict[Goal, Callable[[Context], None]] = {
    "coverage": coverage.add,
    "choices": choices.add,
    "fairness": fairness.add,
    "duty": duty.add,
    "wishes": wishes.add,
    "continuity": continuity.add,
    "cost": cost.add,
    "changes": changes.add,
}
