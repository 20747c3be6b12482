"""Duties date by date: an exact search, for what counts and flows do not see of gaps between duties."""

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from models.duty import DutyStaff
from scheduler.calendar import SchoolDay

#: Of each person of a kind: the day from which they may serve again, and their duties of the week.
State = tuple[tuple[tuple[int, int], ...], ...]

#: So many ways to begin are kept in turn, until it is decided.
_WIDTHS = (1, 30, 300)
#: So many duties are tried in each of these searches.
_TRIALS = 60_000


class Dated:
    """Posts of some dates with those who could fill each; people who could do the same are one kind."""

    def __init__(
        self, days: Sequence[SchoolDay], staff: Sequence[DutyStaff], able: Sequence[Mapping[str, Collection[str]]]
    ) -> None:
        """``able``: of each date its posts, each with the ids of those who could fill it."""
        self._days, self._posts = days, [tuple(sorted(posts, key=lambda one: len(posts[one]))) for posts in able]
        kinds: dict[object, list[DutyStaff]] = {}
        for person in staff:
            where = tuple(frozenset(post for post, who in posts.items() if person.staff_id in who) for posts in able)
            if any(where):
                kinds.setdefault((where, person.max_week, max(1, person.min_gap)), []).append(person)
        self._kinds = [people[0] for people in kinds.values()]
        self._start: State = tuple(((0, 0),) * len(people) for people in kinds.values())
        self._able = able

    def possible(self, spared: Sequence[int]) -> bool | None:
        """Whether on each date all but so many posts can be filled; none where that is not decided."""
        for width in _WIDTHS:
            lost, whole = self._fewest(width, spared)
            if lost is not None or whole:
                return lost is not None
        return None

    def fewest(self) -> int | None:
        """The fewest posts that nobody can fill; none where that is not proven."""
        lost, whole = self._fewest(_WIDTHS[-1])
        return lost if whole else None

    def _fewest(self, width: int, spared: Sequence[int] | None = None) -> tuple[int | None, bool]:
        """The fewest empty posts found, and whether nothing was left out. A post stays empty only if nobody can fill it: whoever
        fills it gives up one later duty at most."""
        states, whole, allowed, trials = {self._start: 0}, True, 0, 0
        weeks = [False, *(one.week != other.week for one, other in pairwise(self._days))]
        for place, day in enumerate(self._days):
            states = self._begun(states, day.index, new_week=weeks[place])
            allowed += spared[place] if spared is not None else len(self._posts[place])
            for post in self._posts[place]:
                found: dict[State, int] = {}
                for state, lost in states.items():
                    ways = self._ways(state, place, post)
                    trials += len(ways)
                    count = lost if ways else lost + 1
                    for way in ways or (state,):
                        if count <= min(allowed, found.get(way, allowed)):
                            found[way] = count
                if trials > _TRIALS:
                    return None, False
                if len(found) > width:
                    whole = False
                    found = dict(sorted(found.items(), key=lambda one: (one[1], _used(one[0])))[:width])
                states = found
        return min(states.values(), default=None), whole

    def _begun(self, states: Mapping[State, int], today: int, *, new_week: bool) -> dict[State, int]:
        """The states on the morning of a day; those that are alike then as one."""
        found: dict[State, int] = {}
        for state, lost in states.items():
            fresh = tuple(
                tuple(sorted((max(ready, today), 0 if new_week else used) for ready, used in people))
                for people in state
            )
            found[fresh] = min(lost, found.get(fresh, lost))
        return found

    def _ways(self, state: State, place: int, post: str) -> list[State]:
        """The state with somebody of each kind on the post."""
        today, found = self._days[place].index, list[State]()
        for kind, person in enumerate(self._kinds):
            if person.staff_id not in self._able[place][post]:
                continue
            people = state[kind]
            for one in dict.fromkeys(people):
                ready, used = one
                if ready <= today and used < person.max_week:
                    left = list(people)
                    left.remove(one)
                    left.append((today + max(1, person.min_gap), used + 1))
                    found.append((*state[:kind], tuple(sorted(left)), *state[kind + 1 :]))
        return found


def _used(state: State) -> tuple[int, int]:
    """The less, the more is left of people."""
    pairs = [pair for people in state for pair in people]
    return sum(ready for ready, _ in pairs), sum(used * used for _, used in pairs)
