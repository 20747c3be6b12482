"""The dated decisions: a person on a post on a date."""

from collections import defaultdict
from collections.abc import Callable, Collection
from functools import cached_property

from ortools.sat.python import cp_model

from scheduler.roster.context import Chosen, RosterData, Triple


class Dated:
    """A variable for each date, post and person of the allowed triples. Leave and weekdays have no variable at all."""

    def __init__(self, data: RosterData, allowed: Collection[Triple]) -> None:
        self.data = data
        self.model = cp_model.CpModel()
        self.on: dict[tuple[str, int, str], cp_model.IntVar] = {}
        for staff_id, weekday, post in sorted(set(allowed) & data.triples):
            for i in data.dates_of(staff_id, (weekday,)):
                self.on[staff_id, i, post] = self.model.new_bool_var("")

    @cached_property
    def of_place(self) -> dict[tuple[int, str], list[cp_model.IntVar]]:
        """The decisions of each (date index, post)."""
        found: dict[tuple[int, str], list[cp_model.IntVar]] = {place: [] for place in self.data.places}
        for (_, i, post), var in self.on.items():
            found[i, post].append(var)
        return found

    @cached_property
    def of_person(self) -> dict[str, dict[int, list[cp_model.IntVar]]]:
        """The decisions of each person by date index, dates in order."""
        found: dict[str, dict[int, list[cp_model.IntVar]]] = {}
        for (staff_id, i, _), var in sorted(self.on.items(), key=lambda item: item[0]):
            found.setdefault(staff_id, {}).setdefault(i, []).append(var)
        return found

    @cached_property
    def of_triple(self) -> dict[Triple, list[cp_model.IntVar]]:
        """The decisions of each (person, weekday, post)."""
        found: dict[Triple, list[cp_model.IntVar]] = defaultdict(list)
        for (staff_id, i, post), var in self.on.items():
            found[staff_id, self.data.days[i].weekday, post].append(var)
        return dict(found)

    def chosen(self, value: Callable[[cp_model.IntVar], int]) -> Chosen:
        """Who fills each (date index, post) where ``value`` tells a variable's; unfilled ones are missing."""
        return {(i, post): staff_id for (staff_id, i, post), var in self.on.items() if value(var)}
