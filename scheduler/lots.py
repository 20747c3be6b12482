"""The lottery: who has which place where the goals leave it open. Plain data; anyone can repeat it from a plan's files.

The rule, block by block, with the number of places of each club and all other blocks as they are. Of all ways to hand
out the places, those of the least total cost count. Among them the student with the first lot gets the best place that
any of these ways gives them, then the student with the second lot, and so on. The blocks are gone through again until
nothing moves. A student's lot is the SHA-256 of ``seed/name of the term/id`` in hexadecimal; smaller comes first.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from models.policy import Goal
from models.school import School
from models.services import Activity

#: An activity, the class of a class club (else ""); both blank: no place.
Club = tuple[str, str]
#: The activity of (student, block); None = no place.
Places = Mapping[tuple[str, str], str | None]

NOWHERE: Club = ("", "")
GOOD_RANKS = (1, 2)


def lot(seed: int, term: str, student_id: str) -> str:
    """A student's lot."""
    return sha256(f"{seed}/{term}/{student_id}".encode()).hexdigest()


def drawn(students: Iterable[str], seed: int, term: str) -> list[str]:
    """The students in the order of their lots."""
    return sorted(students, key=lambda s: (lot(seed, term, s), s))


def free(order: tuple[Goal, ...], max_changes: int | None) -> bool:
    """Whether lots may deal at all: not where a limit of changes is full for the sake of the choices, since whoever deals
    for the choices alone would change more."""
    return max_changes is None or order.index("changes") < order.index("choices")


def dealt(
    school: School, places: Places, seed: int, *, order: tuple[Goal, ...], before: Places | None = None
) -> tuple[dict[tuple[str, str], str | None], int]:
    """The places as the lots deal them, beginning with any way to hand them out; and how many the lots decided.

    ``order``: the goals; ``before``: the places of the plan that a rerun started from, which ``changes`` counts from.
    A place is decided by the lots where the student could have another in some other way of the same total cost.
    """
    now = dict(places)
    claims = _Claims(school, order, before)
    lots = drawn(school.attended, seed, school.term.name)
    moved = True
    while moved:
        moved, decided = False, 0
        for block in school.blocks:
            deal = _Deal(claims, block, now, lots)
            for student_id, activity in deal.run().items():
                if now[student_id, block] != activity:
                    now[student_id, block], moved = activity, True
            decided += deal.decided
        if not moved:
            return now, decided
    return now, 0


def left_to_lots(
    school: School,
    places: Places,
    student_id: str,
    block: str,
    *,
    order: tuple[Goal, ...],
    before: Places | None = None,
) -> set[str | None]:
    """The other activities (None: no place) that the student could have in the block in some other way of the same least
    total cost: between these and the student's own the lots decide. ``places`` are dealt already."""
    deal = _Deal(_Claims(school, order, before), block, places, list(school.attended))
    return deal.open_to(student_id)


class _Claims:
    """What each student may have in a block, and at what cost."""

    def __init__(self, school: School, order: tuple[Goal, ...], before: Places | None) -> None:
        self.school, self.before = school, before
        self._twice = {s: not school.nothing_twice(s) for s in school.attended}
        self._clubs = {block: list(_running(school, block)) for block in school.blocks}
        self._pins: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for pin in school.pin_placements:
            self._pins[pin.student_id, pin.block].add(pin.activity_id)
        policy = school.policy
        ranks = max((row.rank for row in school.choices), default=0)
        prices = [policy.cost_of_rank(n) for n in range(1, ranks + 1)]
        dear = 1 + len(school.students) * (max([policy.fallback_cost, *map(abs, prices)]) + policy.bad_week_cost)
        changes_first = before is not None and order.index("changes") < order.index("choices")
        self._choice, self._change = (1, dear) if changes_first else (2 + len(school.students), 1)

    def options(self, student_id: str, block: str, now: Places) -> dict[Club, tuple[int, tuple[int, str]]]:
        """Each club that the student may be in, with its cost and how much they like it: smaller is better."""
        school = self.school
        class_id = school.student_by_id[student_id].class_id
        grade = school.class_by_id[class_id].grade
        ranks, pinned = school.ranks(student_id, block), self._pins.get((student_id, block))
        others = [b for b in school.attended[student_id] if b != block]
        taken = set[str | None]() if self._twice[student_id] else {now.get((student_id, b)) for b in others}
        bad = school.policy.bad_week_cost
        if any(school.ranks(student_id, b).get(now.get((student_id, b)) or "") in GOOD_RANKS for b in others):
            bad = 0
        found: dict[Club, tuple[int, tuple[int, str]]] = {}
        for one in self._clubs[block]:
            name, rank = one.activity_id, ranks.get(one.activity_id, 0)
            if not one.for_grade(grade) or not (rank or one.fallback) or name in taken:
                continue
            if pinned and pinned != {name}:
                continue
            price = school.policy.cost_of_rank(rank) if rank else school.policy.fallback_cost
            price += 0 if rank in GOOD_RANKS else bad
            cost = self._choice * price + self._change * self._moved(student_id, block, name)
            found[name, class_id if one.scope == "class" else ""] = cost, (rank or 10**9, name)
        if not pinned:
            cost = self._choice * bad + self._change * self._moved(student_id, block, None)
            found[NOWHERE] = cost, (10**10, "")
        return found

    def _moved(self, student_id: str, block: str, activity: str | None) -> int:
        key = (student_id, block)
        return int(self.before is not None and key in self.before and self.before[key] != activity)

    def club(self, student_id: str, activity: str | None) -> Club:
        """The club that a place is in."""
        if activity is None:
            return NOWHERE
        found = self.school.activity_by_id.get(activity)
        own = self.school.student_by_id[student_id].class_id
        return activity, own if found and found.scope == "class" else ""


def _running(school: School, block: str) -> Iterator[Activity]:
    for one in school.activity_by_id.values():
        if one.kind == "club" and one.max_sections and one.runs_in(block):
            yield one


@dataclass
class _Deal:
    """One block: least total cost first, then the lots."""

    claims: _Claims
    block: str
    now: Places
    lots: list[str]
    decided: int = 0
    at: dict[str, Club] = field(default_factory=dict[str, Club])
    inside: dict[Club, set[str]] = field(default_factory=dict[Club, set[str]])

    def run(self) -> dict[str, str | None]:
        """The activity of each student of the block. Students whose place is none that they may have stay out of it."""
        self._begin()
        self._favour()
        return {s: club[0] or None for s, club in self.at.items()}

    def open_to(self, student: str) -> set[str | None]:
        """The activities that the student could have instead of their own at the same total cost."""
        self._begin()
        here = self.at.get(student)
        if here is None or here[0] != (self.now[student, self.block] or ""):
            return set()
        movable = self._movable()
        return {c[0] or None for c in self.tied[student] if c != here and here in self._reached(c, movable)}

    def _begin(self) -> None:
        """Places of the least total cost, and who could be where at that cost."""
        everyone = [s for s in self.lots if (s, self.block) in self.now]
        self.options = {s: self.claims.options(s, self.block, self.now) for s in everyone}
        for s in everyone:
            club = self.claims.club(s, self.now[s, self.block])
            if club in self.options[s]:
                self.at[s] = club
                self.inside.setdefault(club, set()).add(s)
        height = self._cheapest()
        self._tied(height)

    # -- the least cost ------------------------------------------------------------------------------------
    def _cheapest(self) -> dict[Club, int]:
        """Move students round in circles as long as that saves anything; then what a place in each club is worth."""
        while True:
            steps = self._steps()
            height = dict.fromkeys(self.inside, 0)
            by: dict[Club, Club] = {}
            last: Club | None = None
            for _ in self.inside:
                last = None
                for (tail, head), (cost, _) in steps.items():
                    if height[tail] + cost < height[head]:
                        height[head], by[head], last = height[tail] + cost, tail, head
                if last is None:
                    return height
            if last is None:
                return height
            for _ in self.inside:
                last = by[last]
            circle = [last]
            while by[circle[-1]] != last:
                circle.append(by[circle[-1]])
            edges = [(by[head], head) for head in circle]
            for student, head in [(steps[edge][1], edge[1]) for edge in edges]:
                self._move(student, head)

    def _steps(self) -> dict[tuple[Club, Club], tuple[int, str]]:
        """The cheapest move from club to club, and whose it is."""
        found: dict[tuple[Club, Club], tuple[int, str]] = {}
        for s, tail in self.at.items():
            here = self.options[s][tail][0]
            for head, (cost, _) in self.options[s].items():
                if head != tail and head in self.inside:
                    edge = (tail, head)
                    if edge not in found or cost - here < found[edge][0]:
                        found[edge] = cost - here, s
        return found

    def _move(self, student: str, head: Club) -> None:
        self.inside[self.at[student]].discard(student)
        self.inside[head].add(student)
        self.at[student] = head

    # -- the lots ------------------------------------------------------------------------------------------
    def _tied(self, height: dict[Club, int]) -> None:
        """The clubs that each student can be in at the least total cost."""
        self.tied: dict[str, list[Club]] = {}
        for s, club in self.at.items():
            base = self.options[s][club][0] - height[club]
            clubs = [c for c in self.options[s] if c in height and self.options[s][c][0] - height[c] == base]
            self.tied[s] = sorted(clubs, key=lambda c, mine=self.options[s]: mine[c][1])

    def _favour(self) -> None:
        """In the order of the lots each takes the best place that the others can make free at no cost."""
        movable = self._movable()
        self.decided = self._open_places(movable)
        for s in self.lots:
            if s not in self.at:
                continue
            for club in self.tied[s]:
                self._free(s, movable)
                if club == self.at[s]:
                    break
                way = self._way(club, self.at[s], movable)
                if way:
                    for tail, head in way:
                        other = min(movable[tail, head])
                        self._free(other, movable)
                        self._move(other, head)
                        for more in self.tied[other]:
                            if more != head:
                                movable[head, more].add(other)
                    self._move(s, club)
                    break

    def _movable(self) -> dict[tuple[Club, Club], set[str]]:
        """Who could go from club to club at no cost."""
        found: dict[tuple[Club, Club], set[str]] = defaultdict(set)
        for s, club in self.at.items():
            for head in self.tied[s]:
                if head != club:
                    found[club, head].add(s)
        return found

    def _free(self, student: str, movable: dict[tuple[Club, Club], set[str]]) -> None:
        for club in self.tied[student]:
            movable[self.at[student], club].discard(student)

    def _way(self, start: Club, goal: Club, movable: dict[tuple[Club, Club], set[str]]) -> list[tuple[Club, Club]]:
        """Moves that bring one student from each club to the next, from ``start`` to ``goal``; none if there is no way."""
        by = self._reached(start, movable)
        if goal not in by:
            return []
        found: list[tuple[Club, Club]] = []
        while goal != start:
            found.append((by[goal], goal))
            goal = by[goal]
        return found[::-1]

    def _reached(self, start: Club, movable: dict[tuple[Club, Club], set[str]]) -> dict[Club, Club]:
        """The clubs that such moves lead to from ``start``, each with the one before it."""
        by: dict[Club, Club] = {}
        line = [start]
        for tail in line:
            for head in self.inside:
                if head not in by and head != start and movable.get((tail, head)):
                    by[head] = tail
                    line.append(head)
        return by

    def _open_places(self, movable: dict[tuple[Club, Club], set[str]]) -> int:
        """How many students could be elsewhere at the same total cost."""
        behind = {club: set(self._reached(club, movable)) for club in self.inside}
        return sum(any(c != club and club in behind[c] for c in self.tied[s]) for s, club in self.at.items())
