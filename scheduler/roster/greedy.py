"""A first roster at once: place after place, the person whose share grows least."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date

from scheduler.roster.context import Chosen, RosterData, Triple
from scheduler.roster.goal import ROLE_WEIGHT, unwished
from scheduler.roster.held import Held


class Placing:
    """A roster that grows by duties that keep the rules."""

    def __init__(self, data: RosterData, allowed: Collection[Triple]) -> None:
        self.data = data
        self.allowed = set(allowed) & data.triples
        self.chosen: Chosen = {}
        self.dates: dict[str, set[int]] = {staff_id: set() for staff_id in data.staff}
        self.weeks: Counter[tuple[str, date]] = Counter(
            {(who, week): n for who, person in data.staff.items() for week, n in person.used.items()}
        )
        self.shares: Counter[tuple[str, str | int]] = Counter()
        for (who, weekday, post), n in data.past.items():
            self.shares.update({(who, post): n, (who, weekday): n, (who, f"role {data.past_roles[post]}"): n})

    def may(self, staff_id: str, i: int, post: str) -> bool:
        """Whether the person can take the place beside all that is placed already."""
        person = self.data.staff.get(staff_id)
        if (
            person is None
            or (i, post) in self.chosen
            or (staff_id, self.data.days[i].weekday, post) not in self.allowed
        ):
            return False
        gap = max(1, person.min_gap)
        near = any(j in self.dates[staff_id] for j in range(i - gap + 1, i + gap))
        full = self.weeks[staff_id, self.data.days[i].week] >= person.max_week
        return not near and not full and i in person.dates

    def cost(self, staff_id: str, i: int, post: str) -> int:
        """What the duty adds to the goal."""
        weekday = self.data.days[i].weekday
        role = self.data.posts[post].role
        steps = [2 * self.shares[staff_id, share] + 1 for share in (post, weekday)]
        carried = 2 * (self.data.staff[staff_id].carry + self.shares[staff_id, f"role {role}"]) + 1
        return ROLE_WEIGHT * carried + sum(steps) + unwished(self.data, (staff_id, weekday, post))

    def put(self, staff_id: str, i: int, post: str) -> None:
        """Place the duty."""
        day = self.data.days[i]
        self.chosen[i, post] = staff_id
        self.dates[staff_id].add(i)
        self.weeks[staff_id, day.week] += 1
        self.shares.update([(staff_id, post), (staff_id, day.weekday)])
        self.shares[staff_id, f"role {self.data.posts[post].role}"] += 1


def greedy(
    data: RosterData, allowed: Collection[Triple], held: Held, hint: Mapping[tuple[int, str], str] | None = None
) -> Chosen | None:
    """A roster that keeps the rules and what is held; None where what is held breaks them.

    ``hint``: by (date index, post id), taken over where it keeps the rules. Places that few can fill come first.
    """
    placing = Placing(data, allowed)
    for (i, post), staff_id in held.items():
        if staff_id is not None:
            if not placing.may(staff_id, i, post):
                return None
            placing.put(staff_id, i, post)
    for (i, post), staff_id in (hint or {}).items():
        if (i, post) not in held and placing.may(staff_id, i, post):
            placing.put(staff_id, i, post)
    able = Counter((weekday, post) for _, weekday, post in placing.allowed)
    people: dict[tuple[int, str], list[str]] = {}
    for staff_id, weekday, post in sorted(placing.allowed):
        people.setdefault((weekday, post), []).append(staff_id)
    for i, post in sorted(data.places, key=lambda place: (place[0], able[data.days[place[0]].weekday, place[1]])):
        if (i, post) in held or (i, post) in placing.chosen:
            continue
        free = [who for who in people.get((data.days[i].weekday, post), ()) if placing.may(who, i, post)]
        if free:
            placing.put(min(free, key=lambda who: (placing.cost(who, i, post), who)), i, post)
    return placing.chosen
