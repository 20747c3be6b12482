"""Posts that are interchangeable, which the search need not tell apart."""

from collections import Counter
from collections.abc import Collection, Mapping

from scheduler.roster.context import RosterData, Triple

Kinds = Mapping[str, str]
"""The kind of each post id, named by one of its posts."""

Placed = tuple[str, int, str]
"""Staff id, date index, kind of post."""


def kinds_of(data: RosterData, allowed: Collection[Triple]) -> Kinds:
    """Posts that the same people may fill on the same weekdays are of one kind, named by its first post.

    Duties that are over tell posts apart, since each person's share of every post counts.
    """
    if data.past:
        return each_its_own(data)
    open_to: dict[str, set[tuple[str, int]]] = {post: set() for post in data.posts}
    for staff_id, weekday, post in allowed:
        open_to[post].add((staff_id, weekday))
    found: dict[str, str] = {}
    first: dict[object, str] = {}
    for post in sorted(data.posts):
        asked = frozenset(weekday for weekday, other in data.demand if other == post)
        found[post] = first.setdefault((data.posts[post].role, asked, frozenset(open_to[post])), post)
    return found


def each_its_own(data: RosterData) -> Kinds:
    """Every post told apart."""
    return {post: post for post in data.posts}


def sizes_of(kinds: Kinds) -> Counter[str]:
    """How many posts each kind has."""
    return Counter(kinds.values())
