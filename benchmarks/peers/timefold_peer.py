# pyright: basic, reportMissingImports=false, reportOptionalMemberAccess=false, reportAttributeAccessIssue=false
# pyright: reportArgumentType=false, reportCallIssue=false
# ruff: noqa: ARG005 - streams are typed at run time only, and a lambda takes all that a stream carries
"""(c) Timefold on homework, clubs and leaders: constraint streams, which it counts incrementally as it moves things.

It plans a lean school (:mod:`benchmarks.lean`). Three kinds of decision: which section a student is in (or none), who fills a post
(leader or escort of a section, or nobody), which room a section has. Rules are the hard level of a bendable score,
the goals its soft levels in the school's order. It proves no bounds. Its own default phases: construction, then late acceptance.
"""

from dataclasses import dataclass, field
from typing import Annotated, Any

from timefold.solver import SolverFactory
from timefold.solver.config import Duration, ScoreDirectorFactoryConfig, SolverConfig, TerminationConfig
from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningScore,
    PlanningVariable,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import (
    BendableScore,
    Constraint,
    ConstraintCollectors,
    ConstraintFactory,
    Joiners,
    constraint_provider,
)

from benchmarks.peers.making import Made, Order, finished, tell
from models.school import School

RESERVE = 0.06
"""Share of the time that is kept for reading back."""
LEVELS = 6


@dataclass(eq=False)
class Person:
    """A teacher or an instructor; a limit that there is not is a high number."""

    person_id: str
    teacher: bool
    load: int
    most_week: int
    most_day: int
    visit: int
    fee: int
    escort: bool


@dataclass(eq=False)
class Hall:
    """A room."""

    room_id: str
    capacity: int
    groups: int


@planning_entity
@dataclass(eq=False)
class Section:
    """A club section, or a class's homework in a slot. ``mask``: a bit for each of its slots."""

    id: Annotated[str, PlanningId]
    activity: str
    time: str
    class_id: str
    slots: list[str]
    mask: int
    weekday: int
    length: int
    least: int
    most: int
    number: int
    homework: bool
    rooms: Annotated[list[Hall], ValueRangeProvider(id="rooms")]
    room: Annotated[Hall | None, PlanningVariable(value_range_provider_refs=["rooms"], allows_unassigned=True)] = field(
        default=None
    )


@planning_entity
@dataclass(eq=False)
class Post:
    """Leader or escort of a section. ``wishes`` and ``unlike``: what each person costs in wishes and in continuity."""

    id: Annotated[str, PlanningId]
    section: Section
    leads: bool
    wishes: dict[str, int]
    unlike: dict[str, int]
    people: Annotated[list[Person], ValueRangeProvider(id="people")]
    person: Annotated[Person | None, PlanningVariable(value_range_provider_refs=["people"], allows_unassigned=True)] = (
        field(default=None)
    )


@planning_entity
@dataclass(eq=False)
class Seat:
    """A student in a block that they attend. ``costs`` and ``well`` (1 for a first or second choice) by activity."""

    id: Annotated[str, PlanningId]
    student: str
    once: bool
    bad_week: int
    costs: dict[str, int]
    well: dict[str, int]
    sections: Annotated[list[Section], ValueRangeProvider(id="sections")]
    section: Annotated[
        Section | None, PlanningVariable(value_range_provider_refs=["sections"], allows_unassigned=True)
    ] = field(default=None)


@planning_solution
@dataclass(eq=False)
class Week:
    """The whole."""

    sections: Annotated[list[Section], PlanningEntityCollectionProperty]
    posts: Annotated[list[Post], PlanningEntityCollectionProperty]
    seats: Annotated[list[Seat], PlanningEntityCollectionProperty]
    score: Annotated[
        BendableScore | None, PlanningScore(bendable_hard_levels_size=1, bendable_soft_levels_size=LEVELS)
    ] = field(default=None)


HARD = BendableScore.of_hard(1, LEVELS, 0, 1)


def rules(f: ConstraintFactory, budget: int) -> list[Constraint]:
    """The hard level."""
    count, total = ConstraintCollectors.count, ConstraintCollectors.sum
    return [
        f.for_each_unique_pair(Post, Joiners.equal(lambda p: p.person))
        .filter(lambda a, b: a.section.mask & b.section.mask != 0)
        .penalize(HARD)
        .as_constraint("R1 one place"),
        f.for_each_unique_pair(Seat, Joiners.equal(lambda s: s.student))
        .filter(lambda a, b: a.once and a.section.activity == b.section.activity)
        .penalize(HARD)
        .as_constraint("R10 nothing twice"),
        f.for_each(Seat)
        .group_by(lambda s: s.section.id, lambda s: s.section.most, count())
        .filter(lambda i, most, n: n > most)
        .penalize(HARD, lambda i, most, n: n - most)
        .as_constraint("R4 most size"),
        f.for_each(Post)
        .filter(lambda p: p.section.homework)
        .if_not_exists(Section, Joiners.equal(lambda p: p.section.id, lambda x: x.id))
        .penalize(HARD)
        .as_constraint("R8 a room for homework"),
        f.for_each(Seat)
        .group_by(lambda s: s.section.id, count())
        .join(Section, Joiners.equal(lambda i, n: i, lambda x: x.id))
        .filter(lambda i, n, x: n > x.room.capacity)
        .penalize(HARD, lambda i, n, x: n - x.room.capacity)
        .as_constraint("R8 capacity"),
        f.for_each(Section)
        .expand(lambda x: x.slots)
        .flatten_last(lambda slots: slots)
        .group_by(lambda x, slot: x.room, lambda x, slot: slot, ConstraintCollectors.count_bi())
        .filter(lambda room, slot, n: n > room.groups)
        .penalize(HARD, lambda room, slot, n: n - room.groups)
        .as_constraint("R8 groups"),
        f.for_each(Post)
        .filter(lambda p: p.leads and p.person.escort)
        .if_not_exists(
            Post,
            Joiners.equal(lambda p: p.section.id, lambda q: q.section.id),
            Joiners.filtering(lambda p, q: not q.leads),
        )
        .penalize(HARD)
        .as_constraint("R5 an escort"),
        f.for_each(Post)
        .group_by(lambda p: p.person, total(lambda p: p.section.length))
        .filter(lambda who, n: n > who.most_week)
        .penalize(HARD, lambda who, n: n - who.most_week)
        .as_constraint("R6 week"),
        f.for_each(Post)
        .group_by(lambda p: p.person, lambda p: p.section.weekday, total(lambda p: p.section.length))
        .filter(lambda who, day, n: n > who.most_day or n < who.visit)
        .penalize(HARD, lambda who, day, n: n - who.most_day if n > who.most_day else who.visit - n)
        .as_constraint("R6 day and visit"),
        f.for_each(Post)
        .group_by(total(lambda p: p.person.fee * p.section.length))
        .filter(lambda n: n > budget)
        .penalize(HARD, lambda n: n - budget)
        .as_constraint("R6 budget"),
    ]


def goals(f: ConstraintFactory, level: dict[str, int]) -> list[Constraint]:
    """The soft levels.

    Students in a section without leader or room, or in one that is too small, count as 3 of the 10 for nobody placed, for each of
    these: so the search can fill a section before it can be held. Such sections are closed at the end.
    """
    soft = {goal: BendableScore.of_soft(1, LEVELS, number, 1) for goal, number in level.items()}
    total = ConstraintCollectors.sum
    return [
        f.for_each_including_unassigned(Post)
        .filter(lambda p: p.leads and p.section.homework and p.person is None)
        .penalize(soft["coverage"], lambda p: 100)
        .as_constraint("homework held"),
        f.for_each_including_unassigned(Seat)
        .filter(lambda s: s.section is None)
        .penalize(soft["coverage"], lambda s: 10)
        .as_constraint("students placed"),
        f.for_each(Seat)
        .if_not_exists(
            Post, Joiners.equal(lambda s: s.section.id, lambda p: p.section.id), Joiners.filtering(lambda s, p: p.leads)
        )
        .penalize(soft["coverage"], lambda s: 3)
        .as_constraint("R5 a leader"),
        f.for_each(Seat)
        .if_not_exists(Section, Joiners.equal(lambda s: s.section.id, lambda x: x.id))
        .penalize(soft["coverage"], lambda s: 3)
        .as_constraint("R8 a room"),
        f.for_each(Seat)
        .group_by(lambda s: s.section.id, lambda s: s.section.least, ConstraintCollectors.count())
        .filter(lambda i, least, n: n < least)
        .penalize(soft["coverage"], lambda i, least, n: 3 * n)
        .as_constraint("R4 least size"),
        f.for_each(Seat).penalize(soft["choices"], lambda s: s.costs[s.section.activity]).as_constraint("choices"),
        f.for_each_including_unassigned(Seat)
        .group_by(
            lambda s: s.student,
            lambda s: s.bad_week,
            total(lambda s: 0 if s.section is None else s.well[s.section.activity]),
        )
        .filter(lambda student, price, n: n == 0)
        .penalize(soft["choices"], lambda student, price, n: price)
        .as_constraint("bad weeks"),
        f.for_each(Post)
        .filter(lambda p: p.person.teacher)
        .group_by(lambda p: p.person, total(lambda p: p.section.length))
        .penalize(soft["fairness"], lambda who, n: n * n + 2 * n * who.load)
        .as_constraint("fairness"),
        f.for_each(Post).penalize(soft["wishes"], lambda p: p.wishes[p.person.person_id]).as_constraint("wishes"),
        f.for_each(Post)
        .filter(lambda p: p.section.homework)
        .penalize(soft["continuity"], lambda p: p.unlike[p.person.person_id])
        .as_constraint("continuity"),
        f.for_each(Post)
        .filter(lambda p: not p.person.teacher)
        .penalize(soft["cost"], lambda p: p.person.fee * p.section.length)
        .as_constraint("cost"),
    ]


def make(school: School, order: Order) -> Made:
    """The best week of the time; no bounds."""
    from benchmarks.peers.timefold_school import read, week_of

    level = {goal: n for n, goal in enumerate(g for g in school.policy.order() if g != "duty")}
    budget = school.policy.weekly_budget if school.policy.weekly_budget is not None else 10**9

    @constraint_provider
    def constraints(f: ConstraintFactory) -> list[Constraint]:
        return [*rules(f, budget), *goals(f, level)]

    week = week_of(school)
    seconds = max(1.0, order.left - RESERVE * order.limit)
    config = SolverConfig(
        solution_class=Week,
        entity_class_list=[Section, Post, Seat],
        score_director_factory_config=ScoreDirectorFactoryConfig(constraint_provider_function=constraints),
        termination_config=TerminationConfig(spent_limit=Duration(milliseconds=int(1000 * seconds))),
        random_seed=order.seed,
    )
    solver = SolverFactory.create(config).build_solver()
    _listen(solver, level)
    best = solver.solve(week)
    return finished(school, read(school, best), order, {})


def _listen(solver: Any, level: dict[str, int]) -> None:
    """Tell of each better week that breaks no rule.

    Straight from Java: the package's own listener turns every better week into Python objects, which takes a hundred times as
    long as finding it.
    """
    from ai.timefold.solver.core.api.solver.event import SolverEventListener
    from jpype import JImplements, JOverride

    @JImplements(SolverEventListener)
    class Listener:
        """Hears the scores alone."""

        @JOverride
        def bestSolutionChanged(self, event: Any) -> None:
            """Hear of a better week."""
            score = event.getNewBestScore()
            if int(score.hardScore(0)) == 0:
                tell({goal: -int(score.softScore(number)) for goal, number in level.items()} | {"duty": 0})

    solver._delegate.addEventListener(Listener())
