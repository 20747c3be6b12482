"""Teachers of a made-up school: subjects, classes, limits, wishes, skills and children of their own."""

from dataclasses import dataclass, field
from math import ceil
from random import Random
from typing import Generic, TypeVar, cast

from models.people import CHILDCARE_SKILL, ChildRow, SchoolClass, Teacher, TeachingRow
from scheduler.generate.names import person
from scheduler.generate.outline import Offer, Outline

T = TypeVar("T")
_SECTION = 24
_SLACK = 1.3


@dataclass
class Draft:
    """A teacher while being made up."""

    teacher_id: str
    name: str
    main: str
    subjects: list[str]
    load: int = 0
    part_time: bool = False
    parent: bool = False
    head: bool = False
    officer: bool = False
    skills: list[str] = field(default_factory=list[str])
    unavailable: list[str] = field(default_factory=list[str])


@dataclass(frozen=True)
class Staff:
    """What :func:`staff` makes; ``officers`` and ``leads`` are the teachers who also take duties."""

    teachers: tuple[Teacher, ...]
    teaching: tuple[TeachingRow, ...]
    classes: tuple[SchoolClass, ...]
    childcare: tuple[ChildRow, ...]
    officers: tuple[Teacher, ...]
    leads: tuple[Teacher, ...]


class Deck(Generic[T]):
    """Draws from a pack in random order and starts a new round when it is used up, so that shares stay even."""

    def __init__(self, items: list[T], rng: Random) -> None:
        self._items, self._rng, self._left = items, rng, cast("list[T]", [])

    def draw(self) -> T:
        """The next item."""
        if not self._left:
            self._left = list(self._items)
            self._rng.shuffle(self._left)
        return self._left.pop()


def work_of_week(outline: Outline) -> float:
    """Slots of leading, escorting and caring in a week, with clubs of the usual size."""
    size = outline.students / max(1, sum(outline.grades.values()))
    here = outline.stay_all + 0.6 * (1 - outline.stay_all)
    total = 0.0
    for slot in outline.slots:
        total += sum(outline.grades[grade] for grade in (*slot.homework, *slot.strand))
        total += sum(outline.grades[grade] for grade in slot.elective) * max(1.0, size * here / _SECTION)
        total += sum(room.carers for room in outline.childcare_rooms if not room.slots or slot.slot_id in room.slots)
    for offer in outline.activities:
        if offer.kind == "tutoring":
            total += ceil(offer.named / (offer.max_size or 8)) * offer.sessions_week
    return total + sum(i.max_sessions_week // 2 for i in outline.instructors if i.escort)


def _drafts(outline: Outline, rng: Random) -> list[Draft]:
    periods = sum(subject.periods for subject in outline.subjects)
    seats: list[tuple[float, str]] = []
    for subject in outline.subjects:
        quota = outline.teachers * subject.periods / periods
        # Each further teacher of a subject weighs less, so that taking the heaviest seats first keeps the shares.
        seats += [((n + 0.5) / quota, subject.name) for n in range(ceil(quota) + 1)]
    chosen = [name for _, name in sorted(seats)[: outline.teachers]]
    order = {subject.name: n for n, subject in enumerate(outline.subjects)}
    chosen.sort(key=order.__getitem__)
    return [
        Draft(teacher_id=f"T{n:03d}", name=person(rng), main=name, subjects=[name])
        for n, name in enumerate(chosen, start=1)
    ]


def _teach(outline: Outline, drafts: list[Draft]) -> tuple[list[TeachingRow], dict[str, Draft]]:
    """Who teaches what in each class, lightest load first; and the head teacher of each class."""
    rows: list[TeachingRow] = []
    heads: dict[str, Draft] = {}
    classes = outline.class_ids()
    for subject in outline.subjects:
        own = [d for d in drafts if d.main == subject.name]
        for class_id, _ in classes:
            if class_id in heads and heads[class_id].main == subject.name:
                teacher = heads[class_id]
            else:
                teacher = min(own or drafts, key=lambda d: (d.load, d.teacher_id))
            teacher.load += subject.periods
            if subject.name not in teacher.subjects:
                teacher.subjects.append(subject.name)
            rows.append(TeachingRow(teacher_id=teacher.teacher_id, class_id=class_id, subject=subject.name))
            if class_id not in heads and not teacher.head:
                heads[class_id] = teacher
                teacher.head = True
    return rows, heads


def _roles(outline: Outline, drafts: list[Draft], rng: Random) -> tuple[list[Draft], list[Draft]]:
    """Marks part-timers, parents and duty staff among the teachers; returns officers and leads."""
    pool = list(drafts)
    rng.shuffle(pool)
    pool.sort(key=lambda d: d.head)
    on_duty = pool[: outline.officer_teachers + outline.lead_teachers]
    rest = pool[len(on_duty) :]
    part = rest[: int(outline.part_time * len(drafts))]
    rest = rest[len(part) :]
    rng.shuffle(rest)
    for draft in part:
        draft.part_time = True
    for draft in rest[: outline.parents]:
        draft.parent = True
    for draft in on_duty:
        draft.officer = True
    return on_duty[outline.lead_teachers :], on_duty[: outline.lead_teachers]


def _absences(outline: Outline, drafts: list[Draft], rng: Random) -> None:
    weekdays = sorted({slot.weekday for slot in outline.slots})
    days, single = Deck(weekdays, rng), Deck([slot.slot_id for slot in outline.slots], rng)
    for draft in drafts:
        if draft.part_time:
            away = {days.draw()}
            while len(away) < 2 and len(weekdays) > 3:
                away.add(days.draw())
            draft.unavailable = [slot.slot_id for slot in outline.slots if slot.weekday in away]
        elif not draft.officer and not draft.parent and len(drafts) > 5 and rng.random() < 0.1:
            draft.unavailable = [single.draw()]


def _give(drafts: list[Draft], offer: Offer, count: int, rng: Random) -> None:
    pool = list(drafts)
    rng.shuffle(pool)
    pool.sort(key=lambda d: len(d.skills) + 4 * (d.main not in offer.subjects) + 6 * d.part_time)
    for draft in pool[:count]:
        draft.skills.append(offer.activity_id)


def _skills(outline: Outline, drafts: list[Draft], rng: Random) -> None:
    strands = [offer for offer in outline.activities if offer.kind == "strand" and offer.needs_skill]
    for offer in outline.activities:
        if not offer.needs_skill or offer.kind == "strand":
            continue
        if offer.leaders is not None:
            _give(drafts, offer, offer.leaders, rng)
        elif offer.scope == "class":
            for draft in drafts:
                if draft.head or rng.random() < 0.25:
                    draft.skills.append(offer.activity_id)
        elif offer.kind == "tutoring":
            groups = ceil(offer.named / (offer.max_size or 8)) * offer.sessions_week
            _give(drafts, offer, max(3, groups), rng)
        else:
            _give(drafts, offer, offer.max_sections + 2, rng)
    for n, draft in enumerate(drafts):
        # All but one in turn: in every slot each strand then has leaders for most classes.
        left_out = n % len(strands) if len(strands) > 1 else None
        draft.skills += [offer.activity_id for k, offer in enumerate(strands) if k != left_out]
    need = sum(room.carers for room in outline.childcare_rooms)
    carers = [draft for draft in drafts if not draft.parent and not draft.part_time]
    rng.shuffle(carers)
    for draft in carers[: max(4 * need, len(drafts) // 10) if need else 0]:
        draft.skills.append(CHILDCARE_SKILL)


def _teacher(draft: Draft, outline: Outline, work: int, rng: Random) -> Teacher:
    ids = [slot.slot_id for slot in outline.slots]
    per_day = max(sum(s.weekday == day for s in outline.slots) for day in range(1, 8))
    free = [slot_id for slot_id in ids if slot_id not in draft.unavailable]
    most = max(2, work // 2) if draft.part_time else work + rng.choice((0, 0, 1)) - draft.officer
    avoid: list[str] = []
    prefer: list[str] = []
    if rng.random() < 0.3:
        avoid = rng.sample(free, min(len(free), rng.choice((1, 2))))
    if rng.random() < 0.25:
        rest = [slot_id for slot_id in free if slot_id not in avoid]
        prefer = rng.sample(rest, min(len(rest), rng.choice((2, 3, 4))))
    return Teacher(
        teacher_id=draft.teacher_id,
        name=draft.name,
        subjects=tuple(draft.subjects),
        day_load=draft.load,
        max_load=draft.load + most if rng.random() < 0.4 else None,
        max_sessions_week=most,
        max_sessions_day=max(2, per_day if rng.random() < 0.5 else per_day - 1),
        unavailable=tuple(draft.unavailable),
        avoid=tuple(s for s in ids if s in avoid),
        prefer=tuple(s for s in ids if s in prefer),
        skills=tuple(draft.skills),
    )


def _children(outline: Outline, drafts: list[Draft], rng: Random) -> tuple[ChildRow, ...]:
    rows: list[ChildRow] = []
    for n, draft in enumerate(d for d in drafts if d.parent):
        for child in range(2 if n % 6 == 5 else 1):
            rows.append(
                ChildRow(
                    teacher_id=draft.teacher_id,
                    group="preschool" if (n + child) % 2 else "primary",
                    weekdays=(1, 2, 3, 4, 5) if rng.random() < 0.7 else tuple(sorted(rng.sample(range(1, 6), 3))),
                    leave_by=outline.leave_by,
                    may_use_room=n % 6 != 4,
                )
            )
    return tuple(rows)


def staff(outline: Outline, rng: Random) -> Staff:
    """Teachers, their classes and their children."""
    drafts = _drafts(outline, rng)
    teaching, heads = _teach(outline, drafts)
    officers, leads = _roles(outline, drafts, rng)
    _absences(outline, drafts, rng)
    _skills(outline, drafts, rng)
    hands = sum(0.5 if draft.part_time else 1.0 for draft in drafts)
    work = outline.work or max(4, ceil(_SLACK * work_of_week(outline) / hands))
    teachers = {draft.teacher_id: _teacher(draft, outline, work, rng) for draft in drafts}
    classes = tuple(
        SchoolClass(class_id=c, grade=g, room_id=f"R{c}", head_teacher=heads[c].teacher_id if c in heads else None)
        for c, g in outline.class_ids()
    )
    return Staff(
        teachers=tuple(teachers.values()),
        teaching=tuple(teaching),
        classes=classes,
        childcare=_children(outline, drafts, rng),
        officers=tuple(teachers[draft.teacher_id] for draft in officers),
        leads=tuple(teachers[draft.teacher_id] for draft in leads),
    )
