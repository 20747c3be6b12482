"""Sums of squares, exactly and linearly: (c + n)² − c² is the sum of the increments 2(c + k) + 1 for k < n.

The increments grow, so that a chain of 0-1 variables that add up to n takes the cheapest first by itself.
"""

from models.policy import Goal
from scheduler.week.context import Context, Var, Where, total


def add_square(
    ctx: Context, goal: Goal, where: Where, variables: list[Var], most: int, start: int, weight: int
) -> list[Var]:
    """Add ``weight`` × ((start + n)² − start²) to the goal, n = the sum of the variables, at most ``most``.

    Returns the steps of the chain.
    """
    if not variables or most <= 0:
        return []
    if most == 1 and len(variables) == 1:
        ctx.penalise(goal, where, variables[0], weight * (2 * start + 1))
        return variables
    steps = [ctx.boolean("step", *where, str(k)) for k in range(most)]
    ctx.model.add(total(steps) == total(variables))
    ctx.chains.append((steps, variables))
    for k, step in enumerate(steps):
        ctx.penalise(goal, where, step, weight * (2 * (start + k) + 1))
    return steps
