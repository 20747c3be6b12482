"""The dated decisions: a person on a post, or on a kind of post, on a date."""

from collections import defaultdict
from collections.abc import Callable, Collection
from functools import cached_property

from ortools.sat.python import cp_model

from scheduler.roster.context import RosterData, Triple
from scheduler.roster.kinds import Kinds, Placed


class Dated:
    """A variable for each date, kind of post and person of the allowed triples.

    Leave and weekdays have no variable at all.
    """

    def __init__(
        self,
        data: RosterData,
        allowed: Collection[Triple],
        kinds: Kinds,
    ) -> None:
        self.data = data
        self.model = cp_model.CpModel()
        self.kinds = kinds
        self.on: dict[tuple[str, int, str], cp_model.IntVar] = {}
        for staff_id, weekday, kind in sorted({(who, w, self.kinds[o]) for who, w, o in set(allowed) & data.triples}):
            for i in data.dates_of(staff_id, (weekday,)):
                self.on[staff_id, i, kind] = self.model.new_bool_var("")

    @cached_property
    def seats(self) -> dict[tuple[int, str], int]:
        """How many people each (date index, kind) asks for."""
        found: dict[tuple[int, str], int] = defaultdict(int)
        for i, post in self.data.places:
            found[i, self.kinds[post]] += 1
        return dict(found)

    @cached_property
    def of_place(self) -> dict[tuple[int, str], list[cp_model.IntVar]]:
        """The decisions of each (date index, kind)."""
        found: dict[tuple[int, str], list[cp_model.IntVar]] = {place: [] for place in self.seats}
        for (_, i, kind), var in self.on.items():
            found[i, kind].append(var)
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
        """The decisions of each (person, weekday, kind)."""
        found: dict[Triple, list[cp_model.IntVar]] = defaultdict(list)
        for (staff_id, i, kind), var in self.on.items():
            found[staff_id, self.data.days[i].weekday, kind].append(var)
        return dict(found)

    def placed(self, value: Callable[[cp_model.IntVar], int]) -> list[Placed]:
        """Who serves on which date at which kind of post, where ``value`` tells a variable's."""
        return [key for key, var in self.on.items() if value(var)]
