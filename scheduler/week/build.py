"""The week as one CP-SAT model: variables, then every rule, then every goal, in a fixed order."""

from scheduler.week.context import Context
from scheduler.week.data import WeekData
from scheduler.week.goals import GOALS
from scheduler.week.rules import RULES
from scheduler.week.variables import add_variables


def build(data: WeekData) -> Context:
    """The complete model of a school's week."""
    ctx = Context(data)
    add_variables(ctx)
    for add in RULES.values():
        add(ctx)
    for add in GOALS.values():
        add(ctx)
    return ctx
