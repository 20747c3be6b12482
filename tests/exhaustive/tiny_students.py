"""Every way to place the students, and every way to tutor them, as tables by what matters to the sessions."""

from collections import Counter
from collections.abc import Iterable
from itertools import combinations, product

from tiny import Offer, Tiny

Row = tuple[tuple[int, int], tuple[int, ...], tuple[int, ...]]
"""(missing, price), students in each offer, and (tutoring) students taken out of each class's homework."""


class Clubs:
    """All placements of the students in their blocks: the cheapest for each number of students in each club."""

    def __init__(self, tiny: Tiny) -> None:
        self.tiny = tiny
        self.offers = [o for o in tiny.offers if tiny.activities[o.activity].kind == "club"]
        self.rows = self._table()

    def _table(self) -> list[Row]:
        table: dict[tuple[int, ...], tuple[int, int]] = {(0,) * len(self.offers): (0, 0)}
        for student in self.tiny.students:
            after: dict[tuple[int, ...], tuple[int, int]] = {}
            for places, missing, price in self._weeks(student):
                for counts, value in table.items():
                    now = tuple(n + places[i] for i, n in enumerate(counts))
                    new = (value[0] + missing, value[1] + price)
                    if now not in after or new < after[now]:
                        after[now] = new
            table = after
        return sorted((value, counts, ()) for counts, value in table.items())

    def _weeks(self, student: str) -> list[tuple[Counter[int], int, int]]:
        """What one student's week could be: places by offer, blocks without a place, price."""
        policy = self.tiny.school.policy
        blocks = self.tiny.attended[student]
        found: list[tuple[Counter[int], int, int]] = []
        for week in product(*(self._options(student, block) for block in blocks)):
            names = [self.offers[i].activity for i, _ in week if i >= 0]
            if self.tiny.nothing_twice(student) and len(set(names)) < len(names):
                continue
            price = sum(self._price(rank) for i, rank in week if i >= 0)
            if blocks and not any(rank in (1, 2) for _, rank in week):
                price += policy.bad_week_cost
            found.append((Counter(i for i, _ in week if i >= 0), sum(i < 0 for i, _ in week), price))
        return found

    def _options(self, student: str, block: str) -> list[tuple[int, int]]:
        pinned = {p.activity_id for p in self.tiny.school.pin_placements if (p.student_id, p.block) == (student, block)}
        ranks = self.tiny.ranks(student, block)
        found = [
            (i, ranks.get(offer.activity, 0))
            for i, offer in enumerate(self.offers)
            if offer.time == block and student in self.tiny.may_attend(offer) and pinned <= {offer.activity}
        ]
        return found if pinned else [*found, (-1, 0)]

    def _price(self, rank: int) -> int:
        """Of a place at a rank; 0 = fallback. A list longer than the prices goes on with the last step."""
        costs = self.tiny.school.policy.rank_cost
        if not rank:
            return self.tiny.school.policy.fallback_cost
        if rank <= len(costs):
            return costs[rank - 1]
        return costs[-1] + (costs[-1] - costs[-2] if len(costs) > 1 else 0) * (rank - len(costs))

    def best(self, held: Counter[Offer], seats: dict[Offer, int]) -> tuple[int, int] | None:
        """Fewest without a place, then least price, where these sections are held with these seats."""
        for value, counts, _ in self.rows:
            if _fit(self.tiny, self.offers, counts, held, seats):
                return value
        return None


class Tutoring:
    """All ways to give tutoring: fewest lacking by students in each group and out of each homework."""

    def __init__(self, tiny: Tiny) -> None:
        self.tiny = tiny
        self.offers = [o for o in tiny.offers if tiny.activities[o.activity].kind == "tutoring"]
        self.homework = [o for o in tiny.offers if tiny.activities[o.activity].kind == "homework"]
        self.rows = self._table()

    def _table(self) -> list[Row]:
        zero = ((0,) * len(self.offers), (0,) * len(self.homework))
        table: dict[tuple[tuple[int, ...], tuple[int, ...]], int] = {zero: 0}
        for student in dict.fromkeys(row.student_id for row in self.tiny.school.tutoring):
            after: dict[tuple[tuple[int, ...], tuple[int, ...]], int] = {}
            for offers, out, lack in self._weeks(student):
                for (groups, away), value in table.items():
                    now = (
                        tuple(n + (i in offers) for i, n in enumerate(groups)),
                        tuple(n + (i in out) for i, n in enumerate(away)),
                    )
                    after[now] = min(value + lack, after.get(now, value + lack))
            table = after
        return sorted(((value, 0), *key) for key, value in table.items())

    def _weeks(self, student: str) -> Iterable[tuple[set[int], set[int], int]]:
        named = [r.activity_id for r in self.tiny.school.tutoring if r.student_id == student]
        own_class = self.tiny.students[student].class_id
        mine = [i for i, o in enumerate(self.offers) if student in self.tiny.may_attend(o) and o.activity in named]
        for size in range(len(mine) + 1):
            for chosen in combinations(mine, size):
                offers = [self.offers[i] for i in chosen]
                if len({o.time for o in offers}) < len(offers):
                    continue
                if len({(o.activity, self.tiny.weekday(o.time)) for o in offers}) < len(offers):
                    continue
                got = Counter(o.activity for o in offers)
                wanted = {a: self.tiny.activities[a].sessions_week for a in named}
                if any(got[a] > n for a, n in wanted.items()):
                    continue
                times = {o.time for o in offers}
                out = {i for i, o in enumerate(self.homework) if o.class_id == own_class and o.time in times}
                yield set(chosen), out, sum(wanted.values()) - len(offers)

    def best(self, held: Counter[Offer], seats: dict[Offer, int]) -> int | None:
        """Fewest lacking where these groups are held, and homework rooms hold those who are left."""
        for value, counts, out in self.rows:
            fits = all(
                len(self.tiny.stay(o.class_id, self.tiny.weekday(o.time))) - n <= seats[o]
                for o, n in zip(self.homework, out, strict=True)
                if held[o]
            )
            if fits and _fit(self.tiny, self.offers, counts, held, seats):
                return value[0]
        return None


def _fit(
    tiny: Tiny, offers: list[Offer], counts: tuple[int, ...], held: Counter[Offer], seats: dict[Offer, int]
) -> bool:
    """Whether the students of each offer can be shared out over its sections."""
    for offer, n in zip(offers, counts, strict=True):
        least = max(1, tiny.activities[offer.activity].min_size)
        if not (held[offer] * least <= n <= (seats[offer] if held[offer] else 0)):
            return False
    return True
