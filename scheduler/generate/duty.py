"""Duty staff and leaves of a made-up school."""

from datetime import timedelta
from math import ceil
from random import Random

from models.duty import DutyStaff, Role
from models.people import LeaveRow, Teacher
from scheduler.generate.names import person
from scheduler.generate.outline import Outline
from scheduler.generate.staff import Deck

_SLACK = 1.35
_REASONS = ("病假", "外出培训", "公差", "事假", "产检")


def duty_staff(
    outline: Outline, officers: tuple[Teacher, ...], leads: tuple[Teacher, ...], rng: Random
) -> tuple[DutyStaff, ...]:
    """The pool of each role: people who do not teach first, then teachers."""
    rows = _pool(outline, "lead", [*_outsiders("L", outline.leads, rng), *_insiders(leads)], rng)
    return (
        *rows,
        *_pool(outline, "supervisor", [*_outsiders("D", outline.officers, rng), *_insiders(officers)], rng),
    )


def _outsiders(letter: str, count: int, rng: Random) -> list[tuple[str, str]]:
    return [(f"{letter}{n:02d}", person(rng)) for n in range(1, count + 1)]


def _insiders(teachers: tuple[Teacher, ...]) -> list[tuple[str, str]]:
    return [(teacher.teacher_id, teacher.name) for teacher in teachers]


def _pool(outline: Outline, role: Role, people: list[tuple[str, str]], rng: Random) -> list[DutyStaff]:
    posts = [post for post in outline.duty_posts if post.role == role]
    if not people or not posts:
        return []
    week = sum(len(post.weekdays) for post in posts)
    most = ceil(_SLACK * week / len(people))
    per_day = len(posts)
    spare = len(people) * most / week
    gap = 1 if len(people) < 3 * per_day or most > 2 else 2
    away = Deck([1, 2, 3, 4, 5], rng)
    rows: list[DutyStaff] = []
    for n, (staff_id, name) in enumerate(people):
        weekdays = [1, 2, 3, 4, 5]
        if len(people) >= 6 and most == 1 and spare >= _SLACK and n % 4 == 1:
            weekdays.remove(away.draw())
        some = len(posts) > 2 and len(people) >= 4 * per_day and n % 9 == 4
        rows.append(
            DutyStaff(
                staff_id=staff_id,
                name=name,
                roles=(role,),
                posts=tuple(p.post_id for p in posts if p is not posts[n % per_day]) if some else (),
                weekdays=tuple(weekdays),
                max_week=most,
                min_gap=gap + (gap == 2 and n % 5 == 3),
                carry=rng.choice((0, 0, 0, 1, 1, 2, -1)),
                wishes=tuple(sorted(rng.sample(weekdays, 2))) if n % 3 == 0 else (),
            )
        )
    return rows


def leaves(outline: Outline, duty: tuple[DutyStaff, ...], teachers: tuple[Teacher, ...], rng: Random) -> list[LeaveRow]:
    """Absences on dates; of the duty staff at most one in eight has one, each at another time of the term."""
    days = (outline.term.end - outline.term.start).days
    pool = [member.staff_id for member in duty]
    rng.shuffle(pool)
    chosen = pool[: min(outline.leaves // 3, len(pool) // 8)]
    others = [teacher.teacher_id for teacher in teachers if teacher.teacher_id not in set(pool)]
    rng.shuffle(others)
    chosen += others[: outline.leaves - len(chosen)]
    rows: list[LeaveRow] = []
    for n, person_id in enumerate(chosen):
        length = rng.choice((1, 1, 2, 3, 5, 10))
        start = outline.term.start + timedelta(days=min(days - length, (n * days) // len(chosen) + rng.randint(0, 3)))
        rows.append(
            LeaveRow(
                person_id=person_id,
                start=start,
                end=start + timedelta(days=length - 1),
                reason=rng.choice(_REASONS),
            )
        )
    return rows
