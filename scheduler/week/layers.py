"""Parts of the week's variables that a quick first attempt at a goal may move while all others are held."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from models.policy import Goal
from scheduler.search.state import Attempt
from scheduler.week.context import Context, Var

Indexes = NDArray[np.int64]


def attempts(
    ctx: Context, order: Sequence[Goal], duties: Mapping[tuple[str, int, str], int]
) -> dict[str, list[Attempt]]:
    """Quick attempts for every goal but the first two, small ones first.

    ``duties``: counts that are best for the duty goal by themselves; where the week can make room for them, that goal
    is at its bound at once.
    """
    staff, staff_only, duty = staff_layer(ctx), staff_only_layer(ctx), duty_layer(ctx)
    clubs_apart = but_clubs(ctx)
    wanted = Attempt(
        staff,
        np.array([var.index for var in ctx.duties.values()], dtype=np.int64),
        np.array([duties.get(key, 0) for key in ctx.duties], dtype=np.int64),
        small=True,
    )
    found: dict[str, list[Attempt]] = {
        goal: [Attempt(staff_only, small=True), Attempt(clubs_apart)]
        for goal in order[2:]
        if goal not in ("choices", "changes")
    }
    if "duty" in found:
        found["duty"] = [wanted, Attempt(duty, small=True), Attempt(staff)]
    return found


def student_layer(ctx: Context) -> Indexes:
    """Where students are. Once it is settled what is held, with how many seats, this nearly follows."""
    variables = [*ctx.place.values(), *ctx.unplaced.values(), *ctx.bad_week.values()]
    return np.array(sorted(var.index for var in variables), dtype=np.int64)


def section_counts(ctx: Context) -> Indexes:
    """What the students' places rest on: how many sections of each club and tutoring group are held."""
    kinds = ("club", "tutoring")
    return np.array([v.index for o, v in ctx.held.items() if ctx.data.activity(o).kind in kinds], dtype=np.int64)


def staff_layer(ctx: Context) -> Indexes:
    """Who leads, escorts, covers and cares, homework and strands, and the duties; clubs and students stay put."""
    clubs = {o for o in ctx.held if ctx.data.activity(o).kind in ("club", "tutoring")}
    held = [var for offer, var in ctx.held.items() if offer in clubs]
    rooms = [var for (offer, _), var in ctx.rooms.items() if offer in clubs]
    return _but(
        ctx, [*ctx.place.values(), *ctx.unplaced.values(), *ctx.bad_week.values(), *ctx.tutored.values(), *held, *rooms]
    )


def but_clubs(ctx: Context) -> Indexes:
    """Everything but the clubs with their rooms and students: tutoring groups may move with those who lead them."""
    clubs = {o for o in ctx.held if ctx.data.activity(o).kind == "club"}
    held = [var for offer, var in ctx.held.items() if offer in clubs]
    rooms = [var for (offer, _), var in ctx.rooms.items() if offer in clubs]
    return _but(ctx, [*ctx.place.values(), *ctx.unplaced.values(), *ctx.bad_week.values(), *held, *rooms])


def staff_only_layer(ctx: Context) -> Indexes:
    """The staff layer while the duties stay put too."""
    staff, duty = staff_layer(ctx), duty_layer(ctx)
    return np.setdiff1d(staff, duty)


def duty_layer(ctx: Context) -> Indexes:
    """The duties and the chains that price them; the week stays as it is."""
    kept = [*ctx.kept_duties.values(), *ctx.kept_empty.values(), *ctx.dated.values()]
    return np.array(
        sorted({v.index for v in [*ctx.duties.values(), *kept, *(t.var for t in ctx.terms["duty"])]}), dtype=np.int64
    )


def _but(ctx: Context, variables: list[Var]) -> Indexes:
    fixed = {var.index for var in variables}
    return np.array([i for i in range(len(ctx.model.proto.variables)) if i not in fixed], dtype=np.int64)
