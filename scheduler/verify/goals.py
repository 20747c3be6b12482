"""Every goal's value, worked out again from the tables, and what changed between two plans."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from models.plan import Duty, Plan, Session
from models.policy import Goal
from models.school import School
from scheduler.verify.given import open_days
from scheduler.verify.missing import missing
from scheduler.verify.planned import Planned
from scheduler.verify.report import NOTHING, Breaches, breach

_GAP_WEIGHT = {"homework": 100, "strand": 100, "duty": 100, "placement": 10, "tutoring": 10}


def coverage(planned: Planned) -> int:
    """What is missing, by weight."""
    return sum(_GAP_WEIGHT[what] * times for (what, _), times in missing(planned).items())


def choices(planned: Planned) -> int:
    """The price of every place, and of every student's bad week."""
    given, policy, total = planned.given, planned.given.policy, 0
    for student_id, blocks in given.attended.items():
        well = False
        for block in blocks:
            row = planned.placements.get((student_id, block))
            if row is None or row.activity_id is None:
                continue
            rank = given.list_for(student_id, block).get(row.activity_id)
            total += policy.fallback_cost if rank is None else _price(policy.rank_cost, rank)
            well = well or rank in (1, 2)
        if blocks and not well:
            total += policy.bad_week_cost
    return total


def _price(costs: tuple[int, ...], rank: int) -> int:
    beyond = max(0, rank - len(costs))
    step = costs[-1] - costs[-2] if len(costs) >= 2 else 0
    return costs[rank - beyond - 1] + beyond * step


def fairness(planned: Planned) -> int:
    """How unevenly day load and after-school work together weigh."""
    total = 0
    for teacher_id, teacher in planned.given.teachers.items():
        total += (teacher.day_load + len(planned.work(teacher_id))) ** 2 - teacher.day_load**2
    return total


def duty(planned: Planned) -> int:
    """How unevenly duties fall on people, posts and weekdays, and how far from their wishes."""
    given = planned.given
    by_role: Counter[tuple[str, str]] = Counter()
    spread: Counter[tuple[str, str, str | int]] = Counter()
    against = 0
    for row in planned.plan.duties:
        day, post, person = (
            given.days.get(row.date),
            given.posts.get(row.post_id),
            given.duty_staff.get(row.staff_id or ""),
        )
        if day is None or post is None or person is None:
            continue
        by_role[person.staff_id, post.role] += 1
        spread[person.staff_id, "post", row.post_id] += 1
        spread[person.staff_id, "weekday", day.weekday] += 1
        against += bool(person.wishes) and day.weekday not in person.wishes
    total = sum(times**2 for times in spread.values()) + against
    for person in given.duty_staff.values():
        for role in set(person.roles):
            total += 10 * ((person.carry + by_role[person.staff_id, role]) ** 2 - person.carry**2)
    return total


def wishes(planned: Planned) -> int:
    """Teachers' slots that they would rather not have, or did not ask for."""
    total = 0
    for teacher_id, teacher in planned.given.teachers.items():
        work = planned.work(teacher_id)
        total += 3 * len(work & set(teacher.avoid))
        if teacher.prefer:
            total += len(work - set(teacher.prefer))
    return total


def continuity(planned: Planned) -> int:
    """Homework led by others than the class's head teacher, and by others than its teachers."""
    given, total = planned.given, 0
    for session in planned.plan.sessions:
        school_class = given.classes.get(session.class_id or "")
        if session.kind != "homework" or school_class is None or session.leader_id == school_class.head_teacher:
            continue
        total += 1 if (school_class.class_id, session.leader_id) in given.taught_by else 3
    return total


def cost(planned: Planned) -> int:
    """External fees a week, CNY."""
    people = planned.given.instructors.items()
    return sum(person.fee * len(planned.instructor_tasks.get(instructor_id, ())) for instructor_id, person in people)


GOALS: dict[Goal, Callable[[Planned], int]] = {
    "coverage": coverage,
    "choices": choices,
    "fairness": fairness,
    "duty": duty,
    "wishes": wishes,
    "continuity": continuity,
    "cost": cost,
}


def check_scores(planned: Planned, scores: dict[Goal, int]) -> Breaches:
    """Every goal is reported once, with the value that the tables give and a bound not above it."""
    stated: defaultdict[Goal, list[tuple[int, int]]] = defaultdict(list)
    for score in planned.plan.scores:
        stated[score.goal].append((score.value, score.bound))
    for goal, value in scores.items():
        if goal not in stated:
            yield breach("scores.absent", goal, goal=goal)
        for found, _ in stated.get(goal, []):
            if found != value:
                yield breach("scores.value", goal, goal=goal, found=found, wanted=value)
    for goal, rows in stated.items():
        if len(rows) > 1:
            yield breach("scores.twice", goal, goal=goal)
        for value, bound in rows:
            if bound > value:
                yield breach("scores.bound", goal, goal=goal, bound=bound, value=value)


def check_statuses(planned: Planned, scores: dict[Goal, int], statuses: Mapping[str, str]) -> Breaches:
    """A goal whose value is right is called optimal where that is its bound, and nowhere else."""
    for score in planned.plan.scores:
        found = statuses.get(score.goal, score.status)
        if found != score.status and scores.get(score.goal) == score.value:
            yield breach("scores.status", score.goal, goal=score.goal, found=found or NOTHING, wanted=score.status)


class Changes(NamedTuple):
    """The parts of the goal ``changes``, in the order of the contract."""

    sessions: int
    students: int
    duties: int


def changed(old: Plan, new: Plan, school: School, from_date: date | None = None) -> Changes:
    """The goal ``changes`` in its parts: what differs from an earlier plan; ``school`` is the new plan's.

    Sessions of the old plan without a twin in the new one, plus students' blocks in both plans whose activity differs,
    plus duties on dates open in both, and not before ``from_date``, whose person differs.
    """
    gone = Counter(map(_twin, old.sessions)) - Counter(map(_twin, new.sessions))
    before = {(row.student_id, row.block): row.activity_id for row in old.placements}
    after = {(row.student_id, row.block): row.activity_id for row in new.placements}
    moved = sum(before[key] != after[key] for key in before.keys() & after.keys())
    open_now = open_days(school)

    def free(rows: tuple[Duty, ...]) -> dict[tuple[date, str], str | None]:
        return {
            (row.date, row.post_id): row.staff_id
            for row in rows
            if row.date in open_now and (from_date is None or row.date >= from_date)
        }

    was, now = free(old.duties), free(new.duties)
    return Changes(gone.total(), moved, sum(was[key] != now[key] for key in was.keys() & now.keys()))


def changes(old: Plan, new: Plan, school: School, from_date: date | None = None) -> int:
    """The goal ``changes``; arguments as for :func:`changed`."""
    return sum(changed(old, new, school, from_date))


def _twin(session: Session) -> tuple[str | None, ...]:
    return (
        session.activity_id,
        session.class_id,
        session.block,
        session.leader_id,
        session.escort_id,
        session.room_id,
    )
