"""What each person's work comes to: lessons, minutes, duties, dinners, money, time off."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from models.hours import TimeOffRow
from models.school import School
from scheduler.hours.work import Day, Work
from scheduler.messages.names import mean_text


@dataclass
class Amount:
    """Lessons and minutes that were planned, and that were held."""

    planned_lessons: int = 0
    held_lessons: int = 0
    planned_minutes: int = 0
    held_minutes: int = 0

    def add(self, work: Work) -> None:
        """Count one task."""
        if work.planned:
            self.planned_lessons += work.lessons
            self.planned_minutes += work.minutes
        if work.held:
            self.held_lessons += work.lessons
            self.held_minutes += work.minutes


@dataclass
class Person:
    """What one person did. ``led``, ``escorted``, ``cared``: lessons held of the service; ``stood_in`` and ``missed`` are
    lessons of service and evening; ``pay`` is None where the school sets none or it is no teacher of the school's."""

    person_id: str
    service: Amount = field(default_factory=Amount)
    evening: Amount = field(default_factory=Amount)
    led: int = 0
    escorted: int = 0
    cared: int = 0
    stood_in: int = 0
    missed: int = 0
    duties_planned: int = 0
    duties_held: int = 0
    duty_minutes: int = 0
    dinners: int = 0
    pay: Decimal | None = None

    @property
    def minutes(self) -> int:
        """All minutes held: service, evening and duties."""
        return self.service.held_minutes + self.evening.held_minutes + self.duty_minutes

    def add(self, work: Work) -> None:
        """Count one task."""
        if work.part == "duty":
            self.duties_planned += work.planned
            self.duties_held += work.held
            self.duty_minutes += work.minutes if work.held else 0
            return
        (self.evening if work.evening else self.service).add(work)
        if work.held and not work.evening:
            self.led += work.lessons if work.part == "lead" else 0
            self.escorted += work.lessons if work.part == "escort" else 0
            self.cared += work.lessons if work.part == "care" else 0
        if work.held and not work.planned:
            self.stood_in += work.lessons
        if work.planned and not work.held:
            self.missed += work.lessons


@dataclass(frozen=True)
class Fee:
    """What an instructor is owed: lessons held, of service and evening, at the fee of a slot. ``visits`` are dates."""

    instructor_id: str
    planned_lessons: int
    held_lessons: int
    visits: int
    fee: int

    @property
    def amount(self) -> int:
        """CNY."""
        return self.held_lessons * self.fee


@dataclass(frozen=True)
class TimeOff:
    """Half days of a teacher. ``lessons`` of service held since the term began; ``earned`` and ``taken`` in the span,
    ``earned_in_all`` and ``taken_in_all`` since the term began, to the span's last day."""

    person_id: str
    lessons: int
    earned: int
    taken: int
    earned_in_all: int
    taken_in_all: int
    allowance: Decimal | None

    @property
    def left(self) -> int:
        """Half days that may still be taken; below 0 where more were taken than earned."""
        return self.earned_in_all - self.taken_in_all


@dataclass(frozen=True)
class Burden:
    """What some teachers carry together: lessons held of service and evening, duties held, minutes of all of it."""

    people: int
    lessons: int
    evening: int
    duties: int
    minutes: int

    def each(self, total: int) -> str:
        """A total for one of them, with one decimal."""
        return mean_text(total, self.people)


def burden(of: Sequence[Person]) -> Burden | None:
    """What these people carry together; None where there are none."""
    if not of:
        return None
    lessons = sum(person.service.held_lessons for person in of)
    evening = sum(person.evening.held_lessons for person in of)
    duties, minutes = sum(person.duties_held for person in of), sum(person.minutes for person in of)
    return Burden(len(of), lessons, evening, duties, minutes)


def people(school: School, days: Sequence[Day]) -> dict[str, Person]:
    """Every teacher, instructor and person on duty, in the order of the school's tables, with what they did."""
    ids = [t.teacher_id for t in school.teachers] + [i.instructor_id for i in school.instructors]
    ids += [row.staff_id for row in school.duty_staff]
    ids += [work.person for day in days for work in day.works]
    found = {person: Person(person) for person in dict.fromkeys(ids)}
    for day in days:
        for work in day.works:
            found[work.person].add(work)
        for person in dinners(school, day):
            found[person].dinners += 1
    rate, escort_rate = school.hours.pay, school.hours.pay_escort
    for teacher in school.teachers:
        person = found[teacher.teacher_id]
        if rate is not None or escort_rate is not None:
            other = rate if escort_rate is None else escort_rate
            person.pay = person.led * (rate or 0) + (person.escorted + person.cared) * (other or Decimal(0))
    return found


def dinners(school: School, day: Day) -> tuple[str, ...]:
    """Who was still at work after the hour at which the canteen counts: sessions, care and duties that were held."""
    late = (work.person for work in day.works if work.held and work.end and work.end > school.policy.meal_after)
    return tuple(sorted(dict.fromkeys(late)))


def fees(school: School, days: Iterable[Day]) -> tuple[Fee, ...]:
    """What each instructor is owed who was to come or came."""
    planned, held = Counter[str](), Counter[str]()
    visits: dict[str, set[date]] = defaultdict(set)
    known = {instructor.instructor_id: instructor for instructor in school.instructors}
    for day in days:
        for work in day.works:
            if work.person in known and work.part != "duty":
                planned[work.person] += work.lessons if work.planned else 0
                if work.held:
                    held[work.person] += work.lessons
                    visits[work.person].add(work.date)
    return tuple(
        Fee(one, planned[one], held[one], len(visits[one]), instructor.fee)
        for one, instructor in known.items()
        if planned[one] or held[one]
    )


def counted_time_off(school: School) -> tuple[TimeOffRow, ...]:
    """The entries that count: within the term, and not of instructors, who are paid by the lesson."""
    first, last = school.term.start, school.term.end
    return tuple(
        row for row in school.time_off if first <= row.date <= last and row.person_id not in school.instructor_by_id
    )


def time_off(school: School, so_far: Sequence[Day], start: date, end: date) -> tuple[TimeOff, ...]:
    """Half days earned and taken by every teacher; none where the school exchanges none. Instructors have none.

    ``so_far`` are the days from the term's first on. What is earned counts whole half days since the term began, so that
    the months of a term add up.
    """
    per, rate = school.hours.lessons_per_half_day, school.hours.half_day_pay
    if per is None and not school.time_off:
        return ()
    before, lessons = Counter[str](), Counter[str]()
    for day in so_far:
        for work in day.works:
            if work.held and work.of_service:
                lessons[work.person] += work.lessons
                before[work.person] += work.lessons if work.date < start else 0
    taken, in_all = Counter[str](), Counter[str]()
    for row in counted_time_off(school):
        if row.date <= end:
            in_all[row.person_id] += row.half_days
            taken[row.person_id] += row.half_days if row.date >= start else 0
    found: list[TimeOff] = []
    for one in dict.fromkeys([*(t.teacher_id for t in school.teachers), *in_all]):
        earned_in_all = lessons[one] // per if per else 0
        earned = earned_in_all - (before[one] // per if per else 0)
        left = earned_in_all - in_all[one]
        allowance = None if rate is None else rate * max(0, left)
        found.append(TimeOff(one, lessons[one], earned, taken[one], earned_in_all, in_all[one], allowance))
    return tuple(found)
