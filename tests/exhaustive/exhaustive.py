"""The best plan of a tiny school by trying them all: lexicographically least goals, written from the contract alone.

The students' part and the staff's part share nothing but which sessions are held and which rooms and leaders a pin
names. Every goal but coverage belongs to one of them, and coverage is a sum over both; so for each set of sessions the
best of the whole is the best of each, added up.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import product

from tiny import Held, Tiny
from tiny_duty import Duties
from tiny_sessions import Day, Seats, days, seats
from tiny_staff import Staff
from tiny_students import Clubs, Tutoring

from models.pins import PinRow
from models.school import School

Values = tuple[int, ...]
GOALS = ("coverage", "choices", "fairness", "duty", "wishes", "continuity", "cost")


class Search:
    """A tiny school's search; :meth:`best` is its result."""

    def __init__(self, school: School) -> None:
        self.tiny = Tiny(school)
        named = [g for g in school.policy.priorities if g not in ("coverage", "changes")]
        self.order = ["coverage", *named, *(g for g in GOALS[1:] if g not in named)]
        self.clubs, self.tutoring = Clubs(self.tiny), Tutoring(self.tiny)
        self.staff, self.duties = Staff(self.tiny), Duties(self.tiny)
        self.sessions = len(self.tiny.wanted())
        self._seats: dict[object, list[Seats]] = {}
        self._outcomes: dict[object, object] = {}

    def best(self) -> dict[str, int] | None:
        """Every goal's value in the best plan; None where no plan keeps the pins."""
        found: Values | None = None
        for floor, students, week, forced in sorted(self._weeks(), key=lambda item: item[0]):
            if found is not None and floor > found:
                break
            for staff in self._staffed(week, forced, students):
                if found is None or staff < found:
                    found = staff
        return None if found is None else dict(zip(self.order, found, strict=True))

    def _vector(self, **values: int) -> Values:
        return tuple(values.get(goal, 0) for goal in self.order)

    # -- which sessions ------------------------------------------------------------------------------------
    def _weeks(self) -> Iterator[tuple[Values, tuple[int, int], tuple[Day, ...], dict[Held, PinRow]]]:
        """Every set of sessions that rooms and students allow: a bound, (coverage, choices), sessions, pins."""
        least_duty = -10 * sum(s.carry**2 * len(set(s.roles)) for s in self.tiny.school.duty_staff)
        for week in product(*(self._days(weekday) for weekday in self.tiny.weekdays)):
            if not self._strands_within(week):
                continue
            for forced in self._pinned(week):
                value = self._students(week, forced)
                if value is not None:
                    floor = self._vector(coverage=value[0], choices=value[1], duty=least_duty)
                    yield floor, value, week, forced

    def _days(self, weekday: int) -> list[Day]:
        return [day for day in days(self.tiny, weekday) if self._rooms(day, {})]

    def _strands_within(self, week: tuple[Day, ...]) -> bool:
        strands = Counter(
            (h.offer.class_id, h.offer.activity)
            for day in week
            for h in day
            if self.tiny.activities[h.offer.activity].kind == "strand"
        )
        return all(n <= self.tiny.activities[a].sessions_week for (_, a), n in strands.items())

    def _pinned(self, week: tuple[Day, ...]) -> Iterator[dict[Held, tuple[str | None, str | None]]]:
        """Every way to match the pins with sessions: the leader and room that each matched session must have."""
        school = self.tiny.school
        fits = [[h for day in week for h in day if self._agrees(pin, h)] for pin in school.pins]
        for chosen in product(*fits):
            forced: dict[Held, tuple[str | None, str | None]] = {}
            for held, pin in zip(chosen, school.pins, strict=True):
                leader, room = forced.get(held, (None, None))
                if (leader and pin.leader_id not in (None, leader)) or (room and pin.room_id not in (None, room)):
                    break
                forced[held] = (pin.leader_id or leader, pin.room_id or room)
            else:
                yield forced

    def _agrees(self, pin: PinRow, held: Held) -> bool:
        return (
            pin.block in (None, held.offer.time)
            and pin.activity_id in (None, held.offer.activity)
            and pin.class_id in (None, held.offer.class_id)
            and pin.section in (None, held.section)
        )

    # -- students ------------------------------------------------------------------------------------------
    def _rooms(self, day: Day, forced: dict[Held, str]) -> list[Seats]:
        key = (day, tuple(sorted(forced.items())))
        if key not in self._seats:
            self._seats[key] = seats(self.tiny, day, forced)
        return self._seats[key]

    def _students(self, week: tuple[Day, ...], forced: dict[Held, tuple[str | None, str | None]]):
        """(coverage without duties, choices) of the best placements and tutoring; None where a section stays too small."""
        held = Counter(h.offer for day in week for h in day)
        base = 100 * (
            self.sessions - sum(self.tiny.activities[o.activity].kind in ("homework", "strand") for o in held)
        )
        rooms = [self._rooms(day, {h: forced[h][1] for h in day if h in forced and forced[h][1]}) for day in week]
        found = []
        for parts in product(*rooms):
            given = {offer: n for part in parts for offer, n in part}
            placed = self.clubs.best(held, given)
            lacking = None if placed is None else self.tutoring.best(held, given)
            if lacking is not None:
                found.append((base + 10 * placed[0] + 10 * lacking, placed[1]))
        return min(found, default=None)

    # -- staff ---------------------------------------------------------------------------------------------
    def _staffed(self, week: tuple[Day, ...], forced, students: tuple[int, int]) -> Iterator[Values]:
        choices = []
        for day in week:
            leaders = {h: forced[h][0] for h in day if h in forced and forced[h][0]}
            key = (day, tuple(sorted(leaders.items())))
            if key not in self._outcomes:
                self._outcomes[key] = list(self.staff.outcomes(day, leaders).items())
            choices.append(self._outcomes[key])
        for parts in product(*choices):
            work = (
                tuple(sum(p[0][0][n] for p in parts) for n in range(len(self.staff.teachers))),
                tuple(sum(p[0][1][n] for p in parts) for n in range(len(self.staff.instructors))),
            )
            if not self.staff.within_week(work):
                continue
            duty = self.duties.best(
                self.duties.blocked(self.staff.slots_of(work)) if self.duties.staff else frozenset()
            )
            if duty is not None:
                yield self._vector(
                    coverage=students[0] + 100 * duty[0],
                    choices=students[1],
                    fairness=self.staff.fairness(work),
                    duty=duty[1],
                    wishes=self.staff.wishes(work),
                    continuity=sum(p[1] for p in parts),
                    cost=self.staff.cost(work),
                )


def best_values(school: School) -> dict[str, int] | None:
    """The lexicographically least goal values over all plans of a tiny school; None where the pins rule out all."""
    return Search(school).best()
