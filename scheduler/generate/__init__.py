"""Made-up schools of any size, for trying the program out, for tests and for benchmarks."""

from datetime import date
from math import ceil
from random import Random

from models.duty import DutyPost
from models.people import Instructor
from models.policy import Policy
from models.school import School
from models.term import CalendarRow, Term
from scheduler.generate import offers as make
from scheduler.generate.build import build
from scheduler.generate.outline import Offer, Outline, SlotPlan, elective_blocks
from scheduler.generate.profile import HARD, Profile
from scheduler.generate.week import strands, week

__all__ = ["HARD", "Outline", "Profile", "build", "generate", "outline"]

_CLASS_SIZE = 40
_FALLBACK_SIZE = 40
_POSTS = (
    ("patrol", "课后服务巡查岗", "16:00-18:20"),
    ("gate", "护学岗", "07:20-07:50;17:35-18:00"),
    ("hygiene", "卫生三操岗", "09:20-10:00;15:20-15:50"),
    ("canteen", "食堂午休岗", "11:40-13:00"),
    ("safety", "安全巡视岗", "13:40-14:10;17:35-18:20"),
    ("campus", "校园秩序岗", "07:20-07:50;12:00-12:40"),
)


def generate(classes: int, seed: int, profile: Profile = Profile()) -> School:  # noqa: B008 - frozen
    """A made-up school of ``classes`` classes with about 40 students each.

    The same arguments give the same school on every machine. With the usual profile it has a complete plan with
    slack, and more wishes for the popular clubs than seats in them. Raises ValueError for fewer than one class.
    """
    return build(outline(classes, seed, profile))


def outline(classes: int, seed: int, profile: Profile = Profile()) -> Outline:  # noqa: B008 - frozen
    """The outline from which :func:`generate` builds; for those who want to change something first."""
    if classes < 1:
        raise ValueError("a school has at least one class")
    rng = Random(seed * 1_000_003 + classes)
    grades = _grades(classes)
    slots = week(tuple(grades), profile, rng)
    term = Term(name="2026—2027学年第一学期", start=date(2026, 9, 1), end=date(2027, 1, 22))
    blocks = elective_blocks(slots)
    club_offers = make.clubs(blocks, classes, profile, rng)
    activities = [_homework(), *make.tutoring(grades, rng), *strands(slots), *club_offers]
    count = max(1, sum(o.leaders == 0 for o in club_offers)) if profile.instructors_only else (classes + 1) // 3
    hired = make.instructors(club_offers, blocks, count, term, rng)
    students = _CLASS_SIZE * classes
    teachers, work = _teachers(classes, grades, slots, students, profile)
    parents = teachers // 8
    posts = _posts(classes)
    supervisors = sum(post.role == "supervisor" for post in posts)
    return Outline(
        name=f"虚拟第{seed}小学",
        seed=rng.randrange(2**31),
        term=term,
        policy=Policy(weekly_budget=_budget(hired)) if hired else Policy(),
        grades=grades,
        students=students,
        slots=slots,
        activities=tuple(activities),
        rooms=make.rooms(classes, profile, rng),
        childcare_rooms=make.childcare_rooms(parents) if parents else (),
        instructors=hired,
        duty_posts=posts,
        calendar=(
            CalendarRow(date=date(2026, 10, 10), open=True, weekday=5),
            CalendarRow(date=date(2026, 11, 12), open=False),
        ),
        teachers=teachers,
        work=work,
        part_time=profile.part_time,
        parents=parents,
        one_list=profile.one_list,
        leads=max(2, min(8, 2 + classes // 4)),
        officers=2 * supervisors,
        officer_teachers=min(5 * supervisors, teachers // 4) if classes >= 6 else 0,
        leaves=max(1, teachers // 8),
    )


def _grades(classes: int) -> dict[str, int]:
    count = min(6, classes)
    return {str(n + 1): classes // count + (n < classes % count) for n in range(count)}


def _homework() -> Offer:
    return Offer(activity_id="homework", name="作业辅导", kind="homework")


def _teachers(
    classes: int, grades: dict[str, int], slots: tuple[SlotPlan, ...], students: int, profile: Profile
) -> tuple[int, int | None]:
    """Number of teachers, and the sessions a week of each where that is to fall short of the least work."""
    usual = max(2, ceil(profile.teachers_per_class * classes))
    if not profile.shortage:
        return usual, None
    least = 0
    for slot in slots:
        least += sum(grades[grade] for grade in (*slot.homework, *slot.strand))
        least += ceil(sum(grades[grade] for grade in slot.elective) * students / classes / _FALLBACK_SIZE)
    work = ceil(least / usual)
    # A third of the teachers may work one session more than the others.
    return max(1, int((1 - profile.shortage) * least / (work + 1 / 3))), work


def _budget(hired: tuple[Instructor, ...]) -> int:
    return int(0.8 * sum(i.fee * i.max_sessions_week for i in hired)) // 10 * 10


def _posts(classes: int) -> tuple[DutyPost, ...]:
    count = next(n for limit, n in ((6, 1), (12, 2), (18, 3), (80, 4), (10**9, 6)) if classes < limit)
    lead = {"post_id": "lead", "name": "带班领导", "role": "lead", "windows": "07:20-07:50;15:50-18:20"}
    rows = [{"post_id": i, "name": name, "role": "supervisor", "windows": windows} for i, name, windows in _POSTS]
    return tuple(DutyPost.model_validate(row) for row in [lead, *rows[:count]])
