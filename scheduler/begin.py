"""What a run has before any search: what it begins with, and the plan in which nothing is held."""

from collections.abc import Sequence

from models.plan import Placement
from models.policy import Goal
from models.school import School
from scheduler.conflict import all_pins
from scheduler.lots import drawn
from scheduler.roster.context import RosterData
from scheduler.roster.goal import past_goal
from scheduler.roster.part import least_goal
from scheduler.search.linear import Ints, LinearModel
from scheduler.week.context import Context
from scheduler.week.plan import WeekPlan
from scheduler.week.recall import recalled
from scheduler.week.start import empty_plan


def start(ctx: Context, model: LinearModel, known: Ints | None) -> Ints:
    """What the search begins with: a solution that is known, what is left of the earlier plan (which may break rows of the
    model as it is now), else nothing at all."""
    if known is not None and len(known) == model.columns and model.holds(known):
        return known
    found = recalled(ctx)
    return empty_plan(ctx) if found is None else found


def nothing_held(school: School, seed: int) -> WeekPlan | None:
    """The week in which nothing is held and nobody placed, without any model; None where pins ask for more."""
    if all_pins(school):
        return None
    unplaced = [
        Placement(
            student_id=who,
            class_id=school.student_by_id[who].class_id,
            block=block,
            session_id=None,
            activity_id=None,
            rank=None,
        )
        for who, blocks in school.attended.items()
        for block in blocks
    ]
    return WeekPlan(
        sessions=(),
        placements=tuple(sorted(unplaced, key=lambda row: (row.student_id, row.block))),
        seats=(),
        carers=(),
        tutoring=(),
        duties={},
        working={},
        lots=tuple(drawn(school.attended, seed, school.term.name)),
    )


def floors(school: School, order: Sequence[Goal], roster: RosterData, least_coverage: int) -> dict[str, int]:
    """A bound of each goal that needs no model: below 0 are only shares of duties with a negative carry, and places where
    the list of prices falls."""
    longest = max((row.rank for row in school.choices), default=1)
    cheapest = min(0, *(school.policy.cost_of_rank(rank) for rank in range(1, longest + 1)))
    places = sum(map(len, school.attended.values()))
    duty = past_goal(roster) + least_goal(roster)
    known: dict[Goal, int] = {"coverage": least_coverage, "choices": cheapest * places, "duty": duty}
    return {goal: known.get(goal, 0) for goal in order}
