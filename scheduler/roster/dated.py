"""The dated decisions: a person on a post, or on a kind of post, on a date."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from functools import cached_property

from ortools.sat.python import cp_model

from scheduler.roster.context import Chosen, RosterData, Triple

Kinds = Mapping[str, str]
"""The kind of each post id, named by one of its posts."""

PersonDate = tuple[str, int]


def kinds_of(data: RosterData, allowed: Collection[Triple]) -> Kinds:
    """Posts that the same people may fill on the same weekdays are of one kind, named by its first post."""
    open_to: dict[str, set[tuple[str, int]]] = {post: set() for post in data.posts}
    for staff_id, weekday, post in allowed:
        open_to[post].add((staff_id, weekday))
    found: dict[str, str] = {}
    first: dict[object, str] = {}
    for post in sorted(data.posts):
        asked = frozenset(weekday for weekday, other in data.demand if other == post)
        found[post] = first.setdefault((data.posts[post].role, asked, frozenset(open_to[post])), post)
    return found


class Dated:
    """A variable for each date, kind of post and person of the allowed triples.

    Leave and weekdays have no variable at all. Without ``kinds`` each post is its own; ``only``: no other (person,
    date index) has variables.
    """

    def __init__(
        self,
        data: RosterData,
        allowed: Collection[Triple],
        kinds: Kinds | None = None,
        only: Collection[PersonDate] | None = None,
    ) -> None:
        self.data = data
        self.model = cp_model.CpModel()
        self.kinds: Kinds = kinds or {post: post for post in data.posts}
        self.on: dict[tuple[str, int, str], cp_model.IntVar] = {}
        for staff_id, weekday, kind in sorted({(who, w, self.kinds[o]) for who, w, o in set(allowed) & data.triples}):
            for i in data.dates_of(staff_id, (weekday,)):
                if only is None or (staff_id, i) in only:
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

    def chosen(self, value: Callable[[cp_model.IntVar], int]) -> Chosen:
        """Who fills each (date index, post) where ``value`` tells a variable's; unfilled ones are missing.

        Only where each post is its own kind.
        """
        return {(i, post): staff_id for (staff_id, i, post), var in self.on.items() if value(var)}
