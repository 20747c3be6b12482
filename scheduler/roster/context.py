"""What the roster is made from: dates that ask for people, and people with the dates on which they can serve."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import combinations

from models.duty import DutyPost, DutyStaff, Role
from models.plan import Duty
from models.school import School
from scheduler.calendar import SchoolDay, open_days

Triple = tuple[str, int, str]
"""Staff id, weekday whose timetable runs, post id."""

Chosen = dict[tuple[int, str], str]
"""Who fills which (date index, post id); unfilled ones are missing."""


@dataclass(frozen=True)
class Person:
    """Somebody who takes duties.

    ``posts``: the posts that they may fill, by weekday; ``dates``: indexes of the open dates on which they may serve.
    ``used``: duties that they have served already in a week (by its Monday) in which there are still such dates.
    """

    staff_id: str
    roles: frozenset[Role]
    carry: int
    wishes: frozenset[int]
    max_week: int
    min_gap: int
    posts: Mapping[int, tuple[str, ...]]
    dates: tuple[int, ...]
    used: Mapping[date, int] = field(default_factory=dict[date, int])


@dataclass(frozen=True)
class RosterData:
    """The duty problem as plain data.

    ``days``: the open dates, each at its ``index``; ``demand``: the indexes of the dates on which (weekday, post id)
    asks for a person; every post that is asked for is in ``posts``. ``past``: duties that are over, which count for
    the goal, and ``past_roles`` the roles of their posts.
    """

    days: tuple[SchoolDay, ...]
    posts: Mapping[str, DutyPost]
    staff: Mapping[str, Person]
    demand: Mapping[tuple[int, str], tuple[int, ...]]
    past: Mapping[Triple, int] = field(default_factory=dict[Triple, int])
    past_roles: Mapping[str, str] = field(default_factory=dict[str, str])

    @cached_property
    def triples(self) -> frozenset[Triple]:
        """Every (person, weekday, post) that is possible on at least one date, before any session is known."""
        found: set[Triple] = set()
        for person in self.staff.values():
            for weekday in {self.days[i].weekday for i in person.dates}:
                found.update((person.staff_id, weekday, post) for post in person.posts.get(weekday, ()))
        return frozenset(found)

    @cached_property
    def index_of(self) -> dict[date, int]:
        """The index of each open date."""
        return {day.date: day.index for day in self.days}

    @cached_property
    def places(self) -> tuple[tuple[int, str], ...]:
        """Every (date index, post id) that asks for a person, in order."""
        return tuple(sorted((i, post) for (_, post), dates in self.demand.items() for i in dates))

    def dates_of(self, staff_id: str, weekdays: Iterable[int] | None = None) -> tuple[int, ...]:
        """The person's possible dates, of these weekdays only if any are named."""
        dates = self.staff[staff_id].dates
        if weekdays is None:
            return dates
        wanted = frozenset(weekdays)
        return tuple(i for i in dates if self.days[i].weekday in wanted)

    def capacity(self, staff_id: str, weekdays: Iterable[int] | None = None) -> int:
        """The most duties that the person can have over the term on these weekdays; exact for the person alone."""
        person = self.staff[staff_id]
        dates = self.dates_of(staff_id, weekdays)
        return len(most_duties(self.days, dates, person.max_week, person.min_gap, person.used))

    def max_total(self, staff_id: str) -> int:
        """The most duties that the person can have over the term."""
        return self.capacity(staff_id)

    def max_on(self, staff_id: str, weekday: int) -> int:
        """The most duties that the person can have over the term on this weekday."""
        return self.capacity(staff_id, (weekday,))

    def capacities(self, staff_id: str) -> tuple[tuple[frozenset[int], int], ...]:
        """Every useful bound (weekdays, most duties on them together), smaller sets first.

        A set is left out where smaller ones imply its bound. With ``min_gap`` of at most 1 these bounds describe
        exactly what the person alone can do; with more they are implied by it.
        """
        weekdays = sorted({self.days[i].weekday for i in self.staff[staff_id].dates})
        least: dict[frozenset[int], int] = {frozenset(): 0}
        found: list[tuple[frozenset[int], int]] = []
        for size in range(1, len(weekdays) + 1):
            for group in map(frozenset, combinations(weekdays, size)):
                implied = min((least[part] + least[group - part] for part in _parts(group)), default=None)
                least[group] = self.capacity(staff_id, group)
                if implied is None or least[group] < implied:
                    found.append((group, least[group]))
        return tuple(found)


def _parts(group: frozenset[int]) -> list[frozenset[int]]:
    items = sorted(group)
    return [frozenset(part) for size in range(1, len(items)) for part in combinations(items, size)]


def most_duties(
    days: Sequence[SchoolDay], dates: Sequence[int], max_week: int, min_gap: int, used: Mapping[date, int] | None = None
) -> list[int]:
    """A largest set of these dates (indexes in order) that keeps the weekly limit and the gap.

    ``used``: duties that a week, by its Monday, has already.

    Taking each date as early as the rules let is best: the first date of any other choice can be moved to it without
    breaking a rule.
    """
    taken: list[int] = []
    in_week: dict[date, int] = defaultdict(int, used or {})
    for i in dates:
        week = days[i].week
        if in_week[week] < max_week and (not taken or i - taken[-1] >= min_gap):
            taken.append(i)
            in_week[week] += 1
    return taken


def roster_data(
    school: School,
    days: Sequence[SchoolDay] | None = None,
    *,
    since: date | None = None,
    past: Iterable[Duty] = (),
) -> RosterData:
    """The duty problem of a school; ``days`` are its open dates where the caller already has them.

    With ``since`` only dates from then on ask for anybody; ``past`` are the duties before it.
    """
    days = tuple(open_days(school) if days is None else days)
    on: dict[int, list[int]] = defaultdict(list)
    for day in days:
        if since is None or day.date >= since:
            on[day.weekday].append(day.index)
    demand = {(w, post.post_id): tuple(on[w]) for post in school.posts for w in post.weekdays if on.get(w)}
    coming = [day for day in days if since is None or day.date >= since]
    staff = {row.staff_id: _person(school, row, coming, demand) for row in school.duty_staff}
    asked = {post_id for _, post_id in demand}
    data = RosterData(days, {p.post_id: p for p in school.posts if p.post_id in asked}, staff, demand)
    return _with_past(
        data, [row for row in past if since and row.date < since], {p.post_id: p.role for p in school.posts}
    )


def _with_past(data: RosterData, past: Sequence[Duty], roles: Mapping[str, str]) -> RosterData:
    """Duties that are over: they count for the goal, and keep people from dates that come too soon after."""
    served: dict[str, list[int]] = defaultdict(list)
    counts: Counter[Triple] = Counter()
    for row in past:
        i = data.index_of.get(row.date)
        if i is not None and row.staff_id is not None and row.staff_id in data.staff and row.post_id in roles:
            served[row.staff_id].append(i)
            counts[row.staff_id, data.days[i].weekday, row.post_id] += 1
    staff = dict(data.staff)
    for staff_id, indexes in served.items():
        person = staff[staff_id]
        used = Counter(data.days[i].week for i in indexes)
        dates = tuple(
            i for i in person.dates if i - max(indexes) >= person.min_gap and used[data.days[i].week] < person.max_week
        )
        staff[staff_id] = replace(person, dates=dates, used={data.days[i].week: used[data.days[i].week] for i in dates})
    return replace(data, staff=staff, past=dict(counts), past_roles=roles)


def _person(
    school: School, row: DutyStaff, days: Sequence[SchoolDay], demand: Mapping[tuple[int, str], tuple[int, ...]]
) -> Person:
    open_to: dict[int, list[str]] = defaultdict(list)
    for post in school.posts:
        for weekday in row.weekdays:
            if (weekday, post.post_id) in demand and _may_fill(school, row, post, weekday):
                open_to[weekday].append(post.post_id)
    away = [(leave.start, leave.end) for leave in school.leave if leave.person_id == row.staff_id]
    dates = tuple(
        day.index
        for day in days
        if row.max_week > 0 and day.weekday in open_to and not any(a <= day.date <= b for a, b in away)
    )
    posts = {weekday: tuple(sorted(found)) for weekday, found in sorted(open_to.items())}
    return Person(
        row.staff_id,
        frozenset(row.roles),
        row.carry,
        frozenset(row.wishes),
        row.max_week,
        row.min_gap,
        posts,
        dates,
    )


def _may_fill(school: School, row: DutyStaff, post: DutyPost, weekday: int) -> bool:
    """R11's role and posts; R12's second half: a parent has left before a window that ends after ``leave_by``."""
    if post.role not in row.roles or (row.posts and post.post_id not in row.posts):
        return False
    leave_by = [c.leave_by for c in school.childcare if c.teacher_id == row.staff_id and weekday in c.weekdays]
    return not any(window.end > latest for window in post.windows for latest in leave_by)
