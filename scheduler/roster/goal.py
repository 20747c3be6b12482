"""The duty goal: fair shares of duties by role, post and weekday, and wishes. It depends on the counts alone."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from models.plan import Duty
from scheduler.roster.context import RosterData, Triple

ROLE_WEIGHT = 10


@dataclass(frozen=True)
class Square:
    """A term weight × ((base + n)² − base²), where n is the sum of the counts of ``triples``.

    With a ``width`` of more than one, n is spread evenly over so many such terms.
    """

    staff_id: str
    triples: tuple[Triple, ...]
    weight: int = 1
    base: int = 0
    width: int = 1

    def step(self, k: int) -> int:
        """What the (k + 1)-th duty adds; it never shrinks as k grows."""
        return self.weight * (2 * (self.base + k // self.width) + 1)

    def value(self, n: int) -> int:
        """The term for n duties."""
        each, more = divmod(n, self.width)
        full, rest = (self.base + each + 1) ** 2, (self.base + each) ** 2
        return self.weight * (more * full + (self.width - more) * rest - self.width * self.base**2)


def squares(data: RosterData, triples: Collection[Triple], sizes: Mapping[str, int] | None = None) -> list[Square]:
    """Every square of the goal over these triples: by role with the carry, by post, by weekday.

    ``sizes``: how many posts stand behind a post that is named for its kind.
    """
    role: dict[tuple[str, str], list[Triple]] = defaultdict(list)
    post: dict[tuple[str, str], list[Triple]] = defaultdict(list)
    weekday: dict[tuple[str, int], list[Triple]] = defaultdict(list)
    for triple in sorted(triples):
        staff_id, day, post_id = triple
        role[staff_id, data.posts[post_id].role].append(triple)
        post[staff_id, post_id].append(triple)
        weekday[staff_id, day].append(triple)
    width = sizes or {}
    past = Shares.of(data)
    found = [
        Square(who, tuple(of), ROLE_WEIGHT, data.staff[who].carry + past.role[who, name])
        for (who, name), of in role.items()
    ]
    found += [
        Square(who, tuple(of), base=past.post[who, post_id], width=width.get(post_id, 1))
        for (who, post_id), of in post.items()
    ]
    found += [Square(who, tuple(of), base=past.weekday[who, day]) for (who, day), of in weekday.items()]
    return found


@dataclass(frozen=True)
class Shares:
    """How many duties that are over each person had in each role, at each post and on each weekday."""

    role: Counter[tuple[str, str]]
    post: Counter[tuple[str, str]]
    weekday: Counter[tuple[str, int]]

    @classmethod
    def of(cls, data: RosterData) -> "Shares":
        """The shares of a roster's past."""
        found = cls(Counter(), Counter(), Counter())
        for (who, day, post_id), n in data.past.items():
            found.role[who, data.past_roles[post_id]] += n
            found.post[who, post_id] += n
            found.weekday[who, day] += n
        return found


def past_goal(data: RosterData) -> int:
    """What the duties that are over cost by themselves; the squares of later ones begin where these end."""
    past = Shares.of(data)
    value = sum(n**2 for n in past.post.values()) + sum(n**2 for n in past.weekday.values())
    value += sum(n * unwished(data, triple) for triple, n in data.past.items())
    for (who, role), n in past.role.items():
        if role in data.staff[who].roles:
            carry = data.staff[who].carry
            value += ROLE_WEIGHT * ((carry + n) ** 2 - carry**2)
    return value


def unwished(data: RosterData, triple: Triple) -> int:
    """1 for a duty on a weekday that the person did not name among their wishes, if they named any."""
    wishes = data.staff[triple[0]].wishes
    return int(bool(wishes) and triple[1] not in wishes)


def duty_goal(data: RosterData, counts: Mapping[Triple, int]) -> int:
    """What these duties add to the goal: its value, but for :func:`past_goal`."""
    value = sum(s.value(sum(counts[t] for t in s.triples)) for s in squares(data, counts))
    return value + sum(n * unwished(data, triple) for triple, n in counts.items())


def counts_of(duties: Iterable[Duty]) -> Counter[Triple]:
    """How many duties each person has on each weekday at each post."""
    return Counter((d.staff_id, d.weekday, d.post_id) for d in duties if d.staff_id is not None)
