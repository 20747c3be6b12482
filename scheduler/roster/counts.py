"""The roster without dates: how many duties each person has on each weekday at each post over the term.

All of the duty goal and the number of unfilled places depend on these counts alone, so the small model over them gives
proven bounds; what a person can do alone bounds them from above.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping

from ortools.sat.python import cp_model

from scheduler.roster.context import RosterData, Triple
from scheduler.roster.goal import Square, squares, unwished
from scheduler.roster.held import Held
from scheduler.roster.kinds import Kinds, sizes_of

Terms = list[tuple[cp_model.IntVar, int]]
"""A linear sum: variables with their coefficients."""


class Counts:
    """A whole number for each allowed (person, weekday, kind of post); for each (weekday, kind) how many places stay
    unfilled."""

    def __init__(
        self, data: RosterData, allowed: Collection[Triple], held: Held, model: cp_model.CpModel, kinds: Kinds
    ) -> None:
        self.data = data
        self.model = model
        self.kinds = kinds
        self.sizes = sizes_of(kinds)
        most = {(s, w): data.max_on(s, w) for s, person in data.staff.items() for w in person.posts}
        triples = sorted({(who, w, kinds[post]) for who, w, post in set(allowed) & data.triples})
        self.of: dict[Triple, cp_model.IntVar] = {t: model.new_int_var(0, most[t[:2]], "") for t in triples}
        self.asked = asked(data, kinds)
        self.unfilled = {place: model.new_int_var(0, n, "") for place, n in self.asked.items()}
        self.steps: list[tuple[Square, list[cp_model.IntVar]]] = []
        self._places()
        self._capacities()
        self._held(held)

    def _places(self) -> None:
        filled: dict[tuple[int, str], list[cp_model.IntVar]] = defaultdict(list)
        for (_, weekday, kind), var in self.of.items():
            filled[weekday, kind].append(var)
        for place, n in self.asked.items():
            self.model.add(sum(filled[place]) + self.unfilled[place] == n)

    def _capacities(self) -> None:
        for staff_id in self.data.staff:
            own = [(weekday, var) for (who, weekday, _), var in self.of.items() if who == staff_id]
            for weekdays, most in self.data.capacities(staff_id):
                inside = [var for weekday, var in own if weekday in weekdays]
                if inside:
                    self.model.add(sum(inside) <= most)

    def _held(self, held: Held) -> None:
        """What is settled beforehand counts; a person who may not be there makes the model impossible."""
        settled: Counter[Triple] = Counter()
        empty: Counter[tuple[int, str]] = Counter()
        for (i, post), staff_id in held.items():
            weekday, post = self.data.days[i].weekday, self.kinds[post]
            if staff_id is None:
                empty[weekday, post] += 1
            else:
                settled[staff_id, weekday, post] += 1
        for triple, n in settled.items():
            if triple in self.of:
                self.model.add(self.of[triple] >= n)
            else:
                self.model.add_bool_or([])
        for place, n in empty.items():
            self.model.add(self.unfilled[place] >= n)

    def values(self, solution: Mapping[int, int]) -> dict[Triple, int]:
        """The counts above 0 in a solution (value by variable index)."""
        return {triple: solution[var.index] for triple, var in self.of.items() if solution[var.index]}

    @property
    def loose(self) -> list[cp_model.IntVar]:
        """Variables that the counts settle: they need not be asked to be whole."""
        return [*self.unfilled.values(), *(var for _, steps in self.steps for var in steps)]

    def settle(self, solution: Mapping[int, int]) -> dict[int, int]:
        """Those variables' values in a solution, and the counts' own."""
        return self.hint(self.values(solution))

    def hint(self, counts: Mapping[Triple, int]) -> dict[int, int]:
        """Every variable's value, by index, for given counts."""
        found = {var.index: counts.get(triple, 0) for triple, var in self.of.items()}
        left = dict(self.asked)
        for (_, weekday, kind), n in counts.items():
            left[weekday, kind] -= n
        found |= {var.index: left[place] for place, var in self.unfilled.items()}
        for square, steps in self.steps:
            n = sum(counts.get(triple, 0) for triple in square.triples)
            found |= {var.index: int(k < n) for k, var in enumerate(steps)}
        return found

    def goal_terms(self) -> Terms:
        """The duty goal as a linear sum.

        A square is a sum of steps that never shrink, each behind a variable of its own; the least sum takes the first ones, so that no order needs to be asked for.
        """
        terms: Terms = [(var, 1) for triple, var in self.of.items() if unwished(self.data, triple)]
        for square in squares(self.data, self.of, self.sizes):
            most = self.data.capacity(square.staff_id, {weekday for _, weekday, _ in square.triples})
            steps = [self.model.new_bool_var("") for _ in range(most)]
            self.model.add(sum(steps) == sum(self.of[triple] for triple in square.triples))
            self.steps.append((square, steps))
            terms += [(var, square.step(k)) for k, var in enumerate(steps)]
        return terms

    def unfilled_terms(self) -> Terms:
        """The number of unfilled places."""
        return [(var, 1) for var in self.unfilled.values()]


def asked(data: RosterData, kinds: Kinds) -> Counter[tuple[int, str]]:
    """How many people each (weekday, kind of post) asks for over the term."""
    found: Counter[tuple[int, str]] = Counter()
    for (weekday, post), dates in data.demand.items():
        found[weekday, kinds[post]] += len(dates)
    return found
