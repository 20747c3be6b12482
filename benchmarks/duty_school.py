"""Made-up schools for the duty roster alone: dates, posts, people with leave, carry, wishes and limits of all kinds."""

import random
from datetime import date, time, timedelta

from models.duty import DutyPost, DutyStaff
from models.people import LeaveRow
from models.row import Window
from models.school import School
from models.term import Term
from scheduler.calendar import open_days

START = date(2026, 9, 1)


def duty_school(dates: int, people: int, seed: int = 0) -> School:
    """A school with this many open dates, one lead and four supervisors a day, and this many people for them."""
    rng = random.Random(seed)
    posts = (_post("lead", "lead"), *(_post(f"supervisor-{n}", "supervisor") for n in (1, 2, 3, 4)))
    staff = tuple(_person(rng, n, people) for n in range(people))
    end = START
    while len(open_days(_school(end, posts, staff, ()))) < dates:
        end += timedelta(days=1)
    leave = [_leave(rng, person.staff_id, end) for person in staff if rng.random() < 0.5]
    return _school(end, posts, staff, tuple(leave))


def _school(
    end: date, posts: tuple[DutyPost, ...], staff: tuple[DutyStaff, ...], leave: tuple[LeaveRow, ...]
) -> School:
    term = Term(name="term", start=START, end=end)
    return School(name="duty", term=term, duty_posts=posts, duty_staff=staff, leave=leave)


def _post(post_id: str, role: str) -> DutyPost:
    windows = (Window(start=time(7, 20), end=time(7, 50)), Window(start=time(16), end=time(17, 50)))
    return DutyPost.model_validate({"post_id": post_id, "name": post_id, "role": role, "windows": windows})


def _person(rng: random.Random, n: int, people: int) -> DutyStaff:
    leads = n < max(2, people // 4)
    roles = ("lead", "supervisor") if leads and rng.random() < 0.4 else ("lead",) if leads else ("supervisor",)
    return DutyStaff.model_validate(
        {
            "staff_id": f"P{n:03}",
            "roles": roles,
            "weekdays": tuple(sorted(rng.sample(range(1, 6), rng.choice((3, 4, 5, 5, 5))))),
            "max_week": rng.choice((1, 1, 2)),
            "min_gap": 2,
            "carry": rng.choice((0, 0, 0, 1, 2, -1)),
            "wishes": tuple(sorted(rng.sample(range(1, 6), rng.choice((0, 0, 1, 2))))),
        }
    )


def _leave(rng: random.Random, staff_id: str, end: date) -> LeaveRow:
    first = START + timedelta(days=rng.randrange((end - START).days))
    return LeaveRow(person_id=staff_id, start=first, end=first + timedelta(days=rng.choice((0, 2, 6, 13))))
