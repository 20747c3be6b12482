"""R11 and R12: the dated duty roster, and the weekly service beside it."""

from collections import Counter, defaultdict
from itertools import pairwise

from models.duty import DutyPost, DutyStaff
from models.plan import Duty, Plan
from scheduler.verify.given import OpenDay
from scheduler.verify.planned import Planned
from scheduler.verify.report import Breaches, breach


def check_roster(planned: Planned) -> Breaches:
    """R11: every post on every open date, by people who may and can."""
    given = planned.given
    rows = {(row.date, row.post_id) for row in planned.plan.duties}
    for day in given.days.values():
        for post_id in given.due(day):
            if (day.date, post_id) not in rows:
                yield breach("R11.no_row", day.date.isoformat(), post_id, date=day.date.isoformat(), post=post_id)
    taken: defaultdict[str, list[OpenDay]] = defaultdict(list)
    for row, day, post, person in _filled(planned):
        if not planned.over(row.date):
            yield from _person(planned, row, day, post, person)
        taken[person.staff_id].append(day)
    for staff_id, days in taken.items():
        coming = {day for day in days if not planned.over(day.date)}
        yield from _rhythm(given.duty_staff[staff_id], days, coming)


def _filled(planned: Planned) -> list[tuple[Duty, OpenDay, DutyPost, DutyStaff]]:
    """The filled rows on open dates whose post and person the school knows."""
    given = planned.given
    found: list[tuple[Duty, OpenDay, DutyPost, DutyStaff]] = []
    for row in planned.plan.duties:
        day, post, person = (
            given.days.get(row.date),
            given.posts.get(row.post_id),
            given.duty_staff.get(row.staff_id or ""),
        )
        if day is not None and post is not None and person is not None:
            found.append((row, day, post, person))
    return found


def _person(planned: Planned, row: Duty, day: OpenDay, post: DutyPost, person: DutyStaff) -> Breaches:
    where = (day.date.isoformat(), row.post_id, person.staff_id)
    args: dict[str, str | int] = {"date": where[0], "post": row.post_id, "person": person.staff_id}
    if post.role not in person.roles:
        yield breach("R11.role", *where, **args)
    if person.posts and row.post_id not in person.posts:
        yield breach("R11.posts", *where, **args)
    if day.weekday not in person.weekdays:
        yield breach("R11.weekday", *where, weekday=day.weekday, **args)
    away = planned.given.school.leave
    if any(leave.person_id == person.staff_id and leave.start <= day.date <= leave.end for leave in away):
        yield breach("R11.leave", *where, **args)


def _rhythm(person: DutyStaff, days: list[OpenDay], coming: set[OpenDay]) -> Breaches:
    """Among ``days``, as far as duties that are still to come (which are more than a rerun left as it was) break it."""
    staff_id = person.staff_id
    for day, times in Counter(days).items():
        if times > 1 and day in coming:
            yield breach("R11.two", day.date.isoformat(), staff_id, person=staff_id, date=day.date.isoformat())
    for monday, found in Counter(day.monday for day in days).items():
        if found > person.max_week and any(day.monday == monday for day in coming):
            args: dict[str, str | int] = {"person": staff_id, "date": monday.isoformat(), "found": found}
            yield breach("R11.week", monday.isoformat(), staff_id, limit=person.max_week, **args)
    ordered = sorted(set(days), key=lambda day: day.position)
    for first, second in pairwise(ordered):
        gap = second.position - first.position
        if gap < person.min_gap and second in coming:
            dates = (first.date.isoformat(), second.date.isoformat())
            args = {"person": staff_id, "first": dates[0], "second": dates[1], "found": gap}
            yield breach("R11.gap", *dates, staff_id, limit=person.min_gap, **args)


def check_past(planned: Planned, previous: Plan) -> Breaches:
    """Duties that were over when a rerun began are those of the plan before it."""
    before = {(row.date, row.post_id): row.staff_id for row in previous.duties if planned.over(row.date)}
    after = {(row.date, row.post_id): row.staff_id for row in planned.plan.duties if planned.over(row.date)}
    for day, post_id in sorted(before.keys() | after.keys()):
        if before.get((day, post_id)) != after.get((day, post_id)):
            yield breach("R11.past", day.isoformat(), post_id, date=day.isoformat(), post=post_id)


def check_duty_and_service(planned: Planned) -> Breaches:
    """R12: nobody is bound by a post while they work after school, nor after their child must leave."""
    given = planned.given
    for row, day, post, person in _filled(planned):
        if planned.over(row.date):
            continue
        where = (day.date.isoformat(), row.post_id, person.staff_id)
        args: dict[str, str | int] = {"date": where[0], "post": row.post_id, "person": person.staff_id}
        for slot_id in sorted(planned.engaged(person.staff_id)):
            slot = given.slots[slot_id]
            meets = any(window.start < slot.end and slot.start < window.end for window in post.windows)
            if slot.weekday == day.weekday and meets:
                yield breach("R12.service", *where, slot_id, slot=slot_id, **args)
        for child in given.children.get(person.staff_id, []):
            if day.weekday in child.weekdays and any(window.end > child.leave_by for window in post.windows):
                yield breach("R12.child", *where, time=child.leave_by.isoformat("minutes"), **args)
