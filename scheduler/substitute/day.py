"""The tasks of a date and who has them: the state that substitutes are looked for in."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from models.duty import DutyPost, DutyStaff
from models.ledger import Change, Task, write_task
from models.people import ChildRow
from models.plan import Plan, Session
from models.school import School
from scheduler.calendar import SchoolDay, open_days
from scheduler.ledger import duties_of_term, plan_of_day, relieved


@dataclass(frozen=True)
class Job:
    """A task of one date. ``slots`` are those of a session or a room for children; ``was`` has it by plan and ledger."""

    on: date
    task: Task
    was: str | None
    slots: tuple[str, ...] = field(default=(), compare=False)
    session: Session | None = field(default=None, compare=False)
    post: DutyPost | None = field(default=None, compare=False)

    @property
    def what(self) -> str:
        """The task in the words of the ledger."""
        return write_task(self.task.kind, *self.task.ids)

    @property
    def is_duty(self) -> bool:
        """Whether it is a post of the roster and no work after school."""
        return self.task.kind == "duty"


@dataclass(frozen=True)
class Move:
    """A task that goes to ``now``; None: to nobody."""

    job: Job
    now: str | None


class Facts:
    """What stays the same while substitutes are looked for. ``absent``: who is not there on the date."""

    def __init__(
        self, school: School, plan: Plan, ledger: Sequence[Change], on: SchoolDay, absent: Collection[str] = ()
    ) -> None:
        self.school, self.plan, self.ledger, self.on = school, plan, ledger, on
        self.days = {day.date: day for day in open_days(school)}
        self.today = plan_of_day(plan, school, ledger, on)
        self.absent = frozenset(absent) | self.away(on.date)
        self.duty_staff: dict[str, DutyStaff] = {row.staff_id: row for row in school.duty_staff}
        self.children: dict[str, list[ChildRow]] = defaultdict(list)
        for row in school.childcare:
            self.children[row.teacher_id].append(row)
        self.teaching: dict[tuple[str, str], list[str]] = defaultdict(list)
        for row in school.teaching:
            self.teaching[row.class_id, row.teacher_id].append(row.subject)
        self.leads = {(s.leader_id, s.activity_id) for s in plan.sessions}
        self._held: dict[date, Plan] = {on.date: self.today}

    def away(self, on: date) -> frozenset[str]:
        """Who is on leave on a date, or was relieved on it."""
        return relieved(self.ledger, on) | self.on_leave(on)

    def on_leave(self, on: date) -> frozenset[str]:
        """Who is on leave on a date."""
        return frozenset(row.person_id for row in self.school.leave if row.start <= on <= row.end)

    def gone(self, job: Job) -> bool:
        """Whether whoever has a task of the date is not there, or not known for such tasks."""
        teachers, instructors = self.school.teacher_by_id, self.school.instructor_by_id
        if job.is_duty:
            known = job.was in self.duty_staff
        else:
            known = job.was in teachers or (job.task.kind == "leader" and job.was in instructors)
        return job.was in self.absent or not known

    def held(self, on: date) -> Plan:
        """What happens on an open date."""
        if on not in self._held:
            self._held[on] = plan_of_day(self.plan, self.school, self.ledger, self.days[on])
        return self._held[on]

    @cached_property
    def week(self) -> tuple[SchoolDay, ...]:
        """The open dates of the calendar week."""
        return tuple(day for day in self.days.values() if day.week == self.on.week)

    @cached_property
    def slots_elsewhere(self) -> Counter[str]:
        """The slots that each person works on the other dates of the week."""
        found: Counter[str] = Counter()
        for day in self.week:
            if day.date != self.on.date:
                found.update(worked(self.held(day.date)))
        return found

    @cached_property
    def slots_posted(self) -> Counter[str]:
        """The slots that the posted timetable alone gives each person in this calendar week."""
        runs = Counter(day.weekday for day in self.week)
        weekday = {slot.slot_id: slot.weekday for slot in self.school.slots}
        found: Counter[str] = Counter()
        for person, slot in _working(self.plan):
            found[person] += runs[weekday.get(slot, 0)]
        return found

    def slots_on(self, on: date) -> dict[str, set[str]]:
        """The slots in which each person works on another date."""
        found: dict[str, set[str]] = defaultdict(set)
        for person, slot in _working(self.held(on)):
            found[person].add(slot)
        return found

    def needs_seat(self, person: str, slot_id: str) -> list[ChildRow]:
        """The children of a person who would have to be gone before a slot ends."""
        slot = self.school.slot_by_id[slot_id]
        rows = self.children.get(person, ())
        return [c for c in rows if slot.weekday in c.weekdays and slot.end > c.leave_by]

    @cached_property
    def jobs(self) -> tuple[Job, ...]:
        """The work after school of the date, in order of time, and every duty of the term."""
        posts = {post.post_id: post for post in self.school.posts}
        found: list[Job] = []
        for s in self.today.sessions:
            found.append(Job(self.on.date, Task("leader", (s.session_id,)), s.leader_id, s.slots, s))
            if s.escort_id:
                found.append(Job(self.on.date, Task("escort", (s.session_id,)), s.escort_id, s.slots, s))
        for row in self.today.carers:
            ids = (row.slot_id, row.room_id)
            found.append(Job(self.on.date, Task("carer", ids), row.teacher_id, (row.slot_id,)))
        slots = self.school.slot_by_id
        found = [job for job in found if all(slot in slots for slot in job.slots)]
        found.sort(
            key=lambda j: (slots[j.slots[0]].start, j.task.kind == "carer", j.task.ids, j.task.kind, j.was or "")
        )
        for duty in duties_of_term(self.plan, self.ledger):
            if duty.date in self.days and duty.post_id in posts:
                task = Task("duty", (duty.post_id,))
                found.append(Job(duty.date, task, duty.staff_id, post=posts[duty.post_id]))
        return tuple(found)


def _working(plan: Plan) -> list[tuple[str, str]]:
    """Each person and slot in which they work after school."""
    found = {(s.leader_id, slot) for s in plan.sessions for slot in s.slots}
    found |= {(s.escort_id, slot) for s in plan.sessions if s.escort_id for slot in s.slots}
    return sorted(found | {(row.teacher_id, row.slot_id) for row in plan.carers})


def worked(plan: Plan) -> Counter[str]:
    """How many slots each person works."""
    return Counter(person for person, _ in _working(plan))


class Day:
    """Who has which task at some point of the search. Nothing here changes; :meth:`after` gives the next state."""

    def __init__(self, facts: Facts, holders: Mapping[Job, str | None]) -> None:
        self.facts = facts
        self.holders = holders

    @classmethod
    def begin(cls, facts: Facts) -> "Day":
        """The date as it stands, with nobody at the tasks of those who are absent, or no longer at the school."""
        return cls(facts, {j: None if j.on == facts.on.date and facts.gone(j) else j.was for j in facts.jobs})

    def after(self, moves: Iterable[Move]) -> "Day":
        """The state once some tasks have gone to others."""
        return Day(self.facts, {**self.holders, **{move.job: move.now for move in moves}})

    @cached_property
    def _by_person(self) -> dict[str, list[Job]]:
        found: dict[str, list[Job]] = defaultdict(list)
        for job, person in self.holders.items():
            if person is not None:
                found[person].append(job)
        return found

    def work(self, person: str) -> list[Job]:
        """What somebody does after school on the date."""
        return [job for job in self._by_person.get(person, ()) if not job.is_duty]

    def duties(self, person: str) -> list[Job]:
        """Somebody's duties of the term."""
        return [job for job in self._by_person.get(person, ()) if job.is_duty]

    def of_session(self, kind: str, session_id: str) -> Job | None:
        """The task of leading or escorting a session; None where there is none."""
        return self._of_session.get((kind, session_id))

    @cached_property
    def _of_session(self) -> dict[tuple[str, str], Job]:
        return {(job.task.kind, job.session.session_id): job for job in self.holders if job.session is not None}

    @cached_property
    def workers(self) -> dict[str, set[str]]:
        """Who works in each slot of the date."""
        found: dict[str, set[str]] = defaultdict(set)
        for job, person in self.holders.items():
            if person is not None:
                for slot in job.slots:
                    found[slot].add(person)
        return found

    def seats_left(self, slot_id: str, group: str, but: str) -> int:
        """Places for children of a group, in rooms with all their carers, that the children of others leave."""
        caring = Counter(j.task.ids for j, who in self.holders.items() if j.task.kind == "carer" and who is not None)
        places = sum(
            room.places
            for room in self.facts.school.childcare_rooms
            if room.group == group
            and (not room.slots or slot_id in room.slots)
            and caring[slot_id, room.room_id] == room.carers
        )
        others = self.workers.get(slot_id, set()) - {but}
        return places - sum(c.group == group for who in others for c in self.facts.needs_seat(who, slot_id))


def changes_of(moves: Sequence[Move], reason: str, when: datetime) -> tuple[Change, ...]:
    """The entries of the ledger for moves that are made together, in the order of tasks."""
    last = {move.job: move.now for move in moves}
    found = [
        Change(date=job.on, what=job.what, was=job.was, now=now, reason=reason, when=when)
        for job, now in last.items()
        if job.was != now
    ]
    return tuple(sorted(found, key=lambda c: (c.date, c.what, c.was or "")))
