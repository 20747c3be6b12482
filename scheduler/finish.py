"""What becomes of a found week and roster: scored beside the proven bounds, verified, recorded."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import cast

from models.plan import Plan, Run, Score
from models.policy import Goal
from models.school import School
from scheduler import __version__
from scheduler.earlier import Earlier
from scheduler.errors import PlanBroken
from scheduler.files import school_digest
from scheduler.options import Options
from scheduler.search.state import State
from scheduler.verify import describe, verify


def record(
    school: School, options: Options, earlier: Earlier | None, order: tuple[Goal, ...], lots: tuple[str, ...] | None
) -> Run:
    """How a plan of the school was made, but for the seconds that it took."""
    return Run(
        version=__version__,
        digest=school_digest(school),
        seed=options.seed,
        time_limit=options.time_limit,
        gap=options.gap,
        workers=options.workers or 0,
        seconds={},
        parent=earlier.digest if earlier else None,
        since=earlier.since if earlier else None,
        goals=order if earlier and earlier.changes_last else (),
        max_changes=earlier.max_changes if earlier else None,
        made=None if options.clock.repeatable else datetime.now(UTC).replace(microsecond=0),
        reproducible=options.clock.repeatable,
        lots=lots,
    )


def verified(
    school: School,
    plan: Plan,
    earlier: Earlier | None,
    state: State | None,
    bounds: Mapping[str, int],
    floors: Mapping[str, int],
    options: Options,
) -> Plan | None:
    """The plan with its scores; None where it has more changes than may be.

    ``bounds``: what is proven of each goal; ``floors``: what needs no proof. Raises PlanBroken, which is a bug of this
    program.
    """
    previous = earlier.plan if earlier else None
    values = verify(school, plan, previous).scores
    most = earlier.max_changes if earlier else None
    if most is not None and values["changes"] > most:
        return None
    plan = plan.model_copy(update={"scores": scores(values, state, bounds, floors)})
    breaches = verify(school, plan, previous).breaches
    if breaches:
        raise PlanBroken([describe(b, options.lang) for b in breaches])
    return plan


def scores(
    values: Mapping[Goal, int], state: State | None, bounds: Mapping[str, int], floors: Mapping[str, int]
) -> tuple[Score, ...]:
    """The verifier's values beside the search's bounds.

    A bound holds for plans as good as the search's in the goals before. Where dates could not keep the duties that
    the week had counted on, an earlier goal is worse than that, and later goals have only the bound that needs
    no proof. A bound above a value is left as it is: verification then says that the plan is broken. ``state``: None where
    nothing was searched.
    """
    if state is None:
        goals = cast("list[Goal]", list(bounds))
        return tuple(Score(goal=goal, value=values[goal], bound=bounds[goal]) for goal in goals)
    assert state.x is not None
    found: list[Score] = []
    as_searched = True
    for goal in state.goals:
        name = cast("Goal", goal.name)
        bound = bounds[name] if as_searched else min(values[name], floors[name])
        found.append(Score(goal=name, value=values[name], bound=bound))
        as_searched = as_searched and values[name] <= goal.value(state.x)
    return tuple(found)
