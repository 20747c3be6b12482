"""The best roster of one part of the school: counts first, dates second, both together where that is not enough."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from scheduler.roster.context import Chosen, RosterData, Triple
from scheduler.roster.counts import Counts, Terms
from scheduler.roster.dated import Dated
from scheduler.roster.engine import Limits, search
from scheduler.roster.goal import duty_goal, squares
from scheduler.roster.greedy import greedy
from scheduler.roster.held import Held
from scheduler.roster.kinds import Kinds, each_its_own, kinds_of
from scheduler.roster.programme import Programme
from scheduler.roster.realise import find_dates
from scheduler.roster.rules import add_rules
from scheduler.roster.spread import spread

PROOF_SHARE = 0.7
"""The part of the time left that HiGHS has before CP-SAT improves what it left."""


@dataclass
class Best:
    """The best roster so far and what is proven; ``goal_bounds`` by the number of unfilled places they assume."""

    data: RosterData
    chosen: Chosen
    unfilled: int = 0
    goal: int = 0
    bound_unfilled: int = 0
    goal_bounds: dict[int, int] = field(default_factory=dict[int, int])

    def __post_init__(self) -> None:
        """Value the roster."""
        self.unfilled, self.goal = self._values(self.chosen)

    def _values(self, chosen: Chosen) -> tuple[int, int]:
        return len(self.data.places) - len(chosen), duty_goal(self.data, counts_of_chosen(self.data, chosen))

    def offer(self, chosen: Chosen) -> None:
        """Take a roster over if it is better."""
        values = self._values(chosen)
        if values < (self.unfilled, self.goal):
            self.chosen = chosen
            self.unfilled, self.goal = values

    def prove(self, unfilled: int, goal: int) -> None:
        """Note a bound on the goal of every roster with that many unfilled places."""
        self.goal_bounds[unfilled] = max(goal, self.goal_bounds.get(unfilled, goal))

    @property
    def covered(self) -> bool:
        """Whether no roster leaves fewer places unfilled."""
        return self.unfilled == self.bound_unfilled

    @property
    def bound_goal(self) -> int:
        """The bound on the goal, given as many unfilled places as in the best roster."""
        return self.goal_bounds.get(self.unfilled, least_goal(self.data))

    @property
    def done(self) -> bool:
        """Whether nothing better exists."""
        return self.covered and self.goal == self.bound_goal


def best_part(
    data: RosterData, allowed: Collection[Triple], held: Held, hint: Mapping[tuple[int, str], str], limits: Limits
) -> Best | None:
    """The best roster and its bounds; None where what is held breaks the rules."""
    first = greedy(data, allowed, held, hint)
    if first is None:
        return None
    best = Best(data, first)
    if limits.stopped:  # making a model takes a while, too
        return best
    counts_then_dates(best, allowed, held, limits)
    kinds = kinds_of(data, allowed)
    if not best.done and limits.left > 0:
        whole = together(best, allowed, held, kinds, limits.share(PROOF_SHARE))
        if not best.done and limits.left > 0 and held and len(set(kinds.values())) < len(kinds):
            whole = together(best, allowed, held, each_its_own(data), limits.share(PROOF_SHARE))
        if not best.done and limits.left > 0:
            improve(best, whole, limits)
    return best


def counts_then_dates(best: Best, allowed: Collection[Triple], held: Held, limits: Limits) -> None:
    """The best counts, which bound every roster, and dates for them."""
    model = cp_model.CpModel()
    kinds = kinds_of(best.data, allowed)
    counts = Counts(best.data, allowed, held, model, kinds)
    goal, unfilled = counts.goal_terms(), counts.unfilled_terms()
    with Programme(model, counts.loose, counts.settle, limits.clock) as programme:
        cover = programme.minimise(unfilled, limits)
        best.bound_unfilled = max(best.bound_unfilled, cover.bound or 0)
        if cover.value is None or not cover.optimal:
            return
        programme.fix(unfilled, cover.value)
        fair = programme.minimise(goal, limits)
    if fair.bound is not None:
        best.prove(cover.value, fair.bound)
    if fair.values is not None and not best.done:
        answer, placed = find_dates(best.data, counts.values(fair.values), held, limits, kinds, quick=True)
        if answer == "found":
            best.offer(spread(placed, kinds, held))


class Together:
    """Dates and counts in one model.

    Where posts of one kind are merged it is a relaxation only as far as places held beforehand keep a person's duties
    from being spread evenly over the kind.
    """

    def __init__(self, data: RosterData, allowed: Collection[Triple], held: Held, kinds: Kinds) -> None:
        self.data = data
        self.held = held
        self.kinds = kinds
        self.dated = Dated(data, allowed, kinds)
        add_rules(self.dated, held)
        self.counts = Counts(data, allowed, held, self.dated.model, kinds)
        for triple, var in self.counts.of.items():
            self.dated.model.add(sum(self.dated.of_triple[triple]) == var)
        self.goal: Terms = self.counts.goal_terms()
        self.unfilled: Terms = self.counts.unfilled_terms()

    def hint(self, chosen: Chosen) -> dict[int, int]:
        """Every variable's value for a roster."""
        taken = {(who, i, self.kinds[post]) for (i, post), who in chosen.items()}
        counts = Counter((who, self.data.days[i].weekday, kind) for who, i, kind in taken)
        return self.counts.hint(counts) | {var.index: int(key in taken) for key, var in self.dated.on.items()}

    def roster(self, value: Callable[[cp_model.IntVar], int]) -> Chosen:
        """The roster of a solution."""
        return spread(self.dated.placed(value), self.kinds, self.held)


def cover_dates(best: Best, allowed: Collection[Triple], held: Held, limits: Limits) -> None:
    """The least number of unfilled places, dates and all."""
    whole = Together(best.data, allowed, held, kinds_of(best.data, allowed))
    with Programme(whole.dated.model, whole.counts.loose, whole.counts.settle, limits.clock) as programme:
        _cover(best, whole, programme, limits)


def _cover(best: Best, whole: Together, programme: Programme, limits: Limits) -> None:
    if best.covered:
        return
    cover = programme.minimise(whole.unfilled, limits, whole.hint(best.chosen))
    best.bound_unfilled = max(best.bound_unfilled, cover.bound or 0)
    if (values := cover.values) is not None:
        best.offer(whole.roster(lambda var: values[var.index]))


def together(best: Best, allowed: Collection[Triple], held: Held, kinds: Kinds, limits: Limits) -> Together:
    """Coverage, then the goal, over dates and counts at once; hands back the model."""
    whole = Together(best.data, allowed, held, kinds)
    with Programme(whole.dated.model, whole.counts.loose, whole.counts.settle, limits.clock) as programme:
        _cover(best, whole, programme, limits)
        programme.fix(whole.unfilled, best.unfilled)
        fair = programme.minimise(whole.goal, limits)
    if fair.bound is not None:
        best.prove(best.unfilled, fair.bound)
    if (values := fair.values) is not None:
        best.offer(whole.roster(lambda var: values[var.index]))
    return whole


def improve(best: Best, whole: Together, limits: Limits) -> None:
    """CP-SAT's neighbourhoods around the best roster."""
    model = whole.dated.model
    model.add(sum(var for var, _ in whole.unfilled) == best.unfilled)
    model.minimize(sum(weight * var for var, weight in whole.goal))
    model.clear_hints()
    for index, value in whole.hint(best.chosen).items():
        model.add_hint(model.get_int_var_from_proto_index(index), value)
    outcome = search(model, limits, num_workers=8)
    if outcome.found:
        best.prove(best.unfilled, round(outcome.solver.best_objective_bound))
        best.offer(whole.roster(outcome.solver.value))


def counts_of_chosen(data: RosterData, chosen: Chosen) -> Counter[Triple]:
    """How many duties each person has on each weekday at each post."""
    return Counter((who, data.days[i].weekday, post) for (i, post), who in chosen.items())


def least_goal(data: RosterData) -> int:
    """A bound that needs no search: each square at its least on its own (below 0 where a carry is)."""
    return sum(min(s.value(n) for n in (0, max(0, -s.base))) for s in squares(data, data.triples))
