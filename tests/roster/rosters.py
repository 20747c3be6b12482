"""Small duty schools for the tests, the rules of R11 checked from the plain tables, and every roster by enumeration."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise, product
from typing import Any

from models.duty import DutyPost, DutyStaff
from models.people import ChildRow, LeaveRow
from models.pins import PinDutyRow
from models.plan import Duty
from models.school import School
from models.term import CalendarRow, Term

MONDAY = date(2026, 11, 2)  # no official holiday for weeks


def school(
    days: int,
    posts: Sequence[Mapping[str, Any]],
    staff: Sequence[Mapping[str, Any]],
    start: date = MONDAY,
    **tables: Any,
) -> School:
    """A school whose term has this many calendar days from ``start``."""
    return School(
        name="s",
        term=Term(name="t", start=start, end=start + timedelta(days=days - 1)),
        duty_posts=tuple(DutyPost.model_validate({"name": "p", "role": "supervisor", **post}) for post in posts),
        duty_staff=tuple(DutyStaff.model_validate({"roles": "supervisor", **row}) for row in staff),
        **tables,
    )


def leave(person: str, start: date, end: date | None = None) -> LeaveRow:
    return LeaveRow(person_id=person, start=start, end=end or start)


def opened(day: date, weekday: int | None = None) -> CalendarRow:
    return CalendarRow(date=day, open=True, weekday=weekday)


def child(person: str, leave_by: str, weekdays: str = "1;2;3;4;5") -> ChildRow:
    return ChildRow.model_validate(
        {"teacher_id": person, "group": "primary", "leave_by": leave_by, "weekdays": weekdays}
    )


def pin(day: date, post: str, person: str) -> PinDutyRow:
    return PinDutyRow(date=day, post_id=post, staff_id=person)


def dates_by_hand(found: School) -> list[tuple[date, int]]:
    """Open dates with the weekday that runs, for terms without official holidays."""
    rows = {row.date: row for row in found.calendar}
    listed: list[tuple[date, int]] = []
    day = found.term.start
    while day <= found.term.end:
        row = rows.get(day)
        if row.open if row else day.isoweekday() <= 5:
            listed.append((day, (row and row.weekday) or day.isoweekday()))
        day += timedelta(days=1)
    return listed


def broken_rules(found: School, duties: Iterable[Duty], pins: Iterable[PinDutyRow] = ()) -> list[str]:
    """Every breach of R11, R12's second half and R13, from the tables alone."""
    days = dates_by_hand(found)
    order = {day: i for i, (day, _) in enumerate(days)}
    staff = {row.staff_id: row for row in found.duty_staff}
    posts = {post.post_id: post for post in found.posts}
    wrong: list[str] = []
    duties = list(duties)
    asked = Counter((day, post.post_id) for day, weekday in days for post in posts.values() if weekday in post.weekdays)
    if Counter((d.date, d.post_id) for d in duties) != asked:
        wrong.append("places")
    for duty in duties:
        post = posts[duty.post_id]
        if duty.weekday != dict(days)[duty.date] or duty.role != post.role:
            wrong.append("weekday or role")
        if duty.staff_id is not None:
            wrong += _wrong_person(found, staff[duty.staff_id], post, duty)
    for staff_id, row in staff.items():
        mine = sorted(order[d.date] for d in duties if d.staff_id == staff_id)
        if any(b - a < max(1, row.min_gap) for a, b in pairwise(mine)):
            wrong.append("gap")
        weeks = Counter(days[i][0].isocalendar()[:2] for i in mine)
        if any(n > row.max_week for n in weeks.values()):
            wrong.append("max_week")
    filled = {(d.date, d.post_id): d.staff_id for d in duties}
    wrong += ["pin" for p in pins if filled.get((p.date, p.post_id)) != p.staff_id]
    return wrong


def _wrong_person(found: School, row: DutyStaff, post: DutyPost, duty: Duty) -> list[str]:
    wrong: list[str] = []
    if post.role not in row.roles or (row.posts and post.post_id not in row.posts):
        wrong.append("role or posts")
    if duty.weekday not in row.weekdays:
        wrong.append("weekdays")
    if any(a.person_id == row.staff_id and a.start <= duty.date <= a.end for a in found.leave):
        wrong.append("leave")
    for kid in found.childcare:
        if kid.teacher_id == row.staff_id and duty.weekday in kid.weekdays:
            wrong += ["child" for window in post.windows if window.end > kid.leave_by]
    return wrong


def goal_by_hand(found: School, duties: Iterable[Duty]) -> int:
    """The duty goal, written straight from the contract."""
    mine = [d for d in duties if d.staff_id is not None]
    value = 0
    for row in found.duty_staff:
        own = [d for d in mine if d.staff_id == row.staff_id]
        for role in set(row.roles):
            n = sum(d.role == role for d in own)
            value += 10 * ((row.carry + n) ** 2 - row.carry**2)
        value += sum(n * n for n in Counter(d.post_id for d in own).values())
        value += sum(n * n for n in Counter(d.weekday for d in own).values())
        if row.wishes:
            value += sum(d.weekday not in row.wishes for d in own)
    return value


def every_roster(found: School, pins: Sequence[PinDutyRow] = ()) -> Iterator[tuple[Duty, ...]]:
    """Every roster that keeps the rules, by enumeration."""
    days = dates_by_hand(found)
    places = [(day, weekday, post) for day, weekday in days for post in found.posts if weekday in post.weekdays]
    people = [None, *(row.staff_id for row in found.duty_staff)]
    for choice in product(people, repeat=len(places)):
        duties = tuple(
            Duty(date=day, weekday=weekday, post_id=post.post_id, role=post.role, staff_id=who)
            for (day, weekday, post), who in zip(places, choice, strict=True)
        )
        if not broken_rules(found, duties, pins):
            yield duties


def best_by_hand(found: School, pins: Sequence[PinDutyRow] = ()) -> tuple[int, int] | None:
    """Least (unfilled, duty goal) over every roster; None where the pins cannot hold."""
    values = (
        (sum(d.staff_id is None for d in duties), goal_by_hand(found, duties)) for duties in every_roster(found, pins)
    )
    return min(values, default=None)
