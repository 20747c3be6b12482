"""Who was to do what on each date, and who did it, by the plan and its ledger."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Literal

from models.ledger import Change, write_task
from models.past import Past
from models.plan import Carer, Plan, Seat, Session
from models.school import School
from scheduler.calendar import SchoolDay
from scheduler.ledger import in_force, missing, plan_of_day

Part = Literal["lead", "escort", "care", "duty"]
Why = Literal["", "stands_in", "took_on", "replaced", "not_held", "away"]


@dataclass(frozen=True)
class Work:
    """One task of one person on one date.

    ``what`` is the session's, post's or childcare room's id; ``slots`` those of the service or the evening (none for a
    duty). ``minutes`` are from beginning to end, breaks inside a block included; those of a duty are its windows'.
    ``why`` says what is out of the ordinary: the person ``stands_in`` for ``other`` or ``took_on`` what was nobody's, was
    ``replaced`` by ``other``, the task was ``not_held``, or they were ``away`` on leave and nobody wrote down who took their
    place. ``task`` is how the ledger names it.
    """

    date: date
    weekday: int
    person: str
    part: Part
    task: str
    what: str
    slots: tuple[str, ...]
    start: time | None
    end: time | None
    minutes: int
    evening: bool
    planned: bool
    held: bool
    why: Why = ""
    other: str | None = None
    session: Session | None = None

    @property
    def lessons(self) -> int:
        """One for each slot."""
        return len(self.slots)

    @property
    def of_service(self) -> bool:
        """Whether it is the paid after-school service: no duty, no evening study."""
        return self.part != "duty" and not self.evening


@dataclass(frozen=True)
class Day:
    """One open date: what everybody did, every task as the ledger names it, and the seats of teachers' children whose parent was at work."""

    day: SchoolDay
    works: tuple[Work, ...]
    tasks: frozenset[str]
    seats: tuple[Seat, ...]
    planned_sessions: int
    held_sessions: int


@dataclass(frozen=True)
class Timeline:
    """Which plan runs: ``plan`` with its ledger, and before its own first day (``plan.run.since``) an earlier one.

    ``school``: the one it was made for (None: the one that is reported on).
    """

    plan: Plan
    ledger: tuple[Change, ...] = ()
    earlier: "Timeline | None" = None
    school: School | None = None

    @classmethod
    def of(cls, past: Sequence[Past]) -> "Timeline | None":
        """What ran before a plan, from its record; None where there is none."""
        found: Timeline | None = None
        for one in past:
            found = cls(one.plan, one.ledger, found, one.school)
        return found

    def at(self, on: date) -> "Timeline":
        """The plan that runs on a date, with its ledger."""
        since = self.plan.run.since
        return self.earlier.at(on) if self.earlier and since and on < since else self

    @property
    def begins(self) -> date | None:
        """The first date of which it is known what ran; None: the term's."""
        since = self.plan.run.since
        return self.earlier.begins if self.earlier and since else since

    def entries(self) -> tuple[Change, ...]:
        """The entries of every ledger, each for a date on which its own plan runs."""
        own = tuple(change for change in self.ledger if self.at(change.date) is self)
        since = self.plan.run.since
        before = self.earlier.entries() if self.earlier else ()
        return (*(change for change in before if since and change.date < since), *own)


def days_of(
    school: School,
    timeline: Timeline,
    days: Sequence[SchoolDay],
    on_day: Callable[[int, int], None] = lambda _done, _all: None,
) -> tuple[Day, ...]:
    """Everything that was planned and held on the dates."""
    makers: dict[int, _Maker] = {}
    found: list[Day] = []
    for day in days:
        running = timeline.at(day.date)
        if id(running) not in makers:
            makers[id(running)] = _Maker(then(school, running), running)
        found.append(makers[id(running)].day(day))
        on_day(len(found), len(days))
    return tuple(found)


def then(now: School, running: Timeline) -> School:
    """The school that a plan was made for, with what is written down ``now``: rules, dates, leave, time off."""
    if running.school is None:
        return now
    leave = tuple(dict.fromkeys((*running.school.leave, *now.leave)))
    return running.school.replaced(
        term=now.term, hours=now.hours, calendar=now.calendar, time_off=now.time_off, leave=leave
    )


class _Maker:
    """Turns a plan and its ledger into work, date by date."""

    def __init__(self, school: School, running: Timeline) -> None:
        self.school = school
        self.plan = running.plan
        self.ledger = running.ledger
        self._changed = {change.date for change in running.ledger}
        self._posts = {post.post_id: post for post in school.posts}
        self._away: dict[str, list[tuple[date, date]]] = defaultdict(list)
        for row in school.leave:
            self._away[row.person_id].append((row.start, row.end))
        self._sessions: dict[int, list[Session]] = defaultdict(list)
        for session in running.plan.sessions:
            self._sessions[session.weekday].append(session)

    def day(self, day: SchoolDay) -> Day:
        """One date."""
        planned = self._planned(day)
        real, named = planned, frozenset[str]()
        if day.date in self._changed:
            real = plan_of_day(self.plan, self.school, self.ledger, day)
            named = frozenset(change.what for change in in_force(self.ledger, day.date))
        works = tuple(self._works(day, planned, real, named))
        working = {(work.person, slot) for work in works if work.held for slot in work.slots}
        seats = tuple(seat for seat in real.childcare if (seat.teacher_id, seat.slot_id) in working)
        held = {work.what for work in works if work.held and work.part == "lead"}
        tasks = frozenset(work.task for work in works) | self._vacant(planned)
        return Day(day, works, tasks, seats, len(planned.sessions), len(held))

    def _vacant(self, planned: Plan) -> frozenset[str]:
        """Posts of the date that nobody has: the ledger may name them, with nobody again."""
        return frozenset(write_task("duty", duty.post_id) for duty in planned.duties if duty.staff_id is None)

    def _planned(self, day: SchoolDay) -> Plan:
        """What the plan has for the date, as if nothing had been arranged."""
        here = {slot.slot_id for slot in self.school.slots if slot.weekday == day.weekday}
        return Plan(
            run=self.plan.run,
            sessions=tuple(self._sessions[day.weekday]),
            duties=tuple(duty for duty in self.plan.duties if duty.date == day.date),
            childcare=tuple(seat for seat in self.plan.childcare if seat.slot_id in here),
            carers=tuple(carer for carer in self.plan.carers if carer.slot_id in here),
        )

    def _works(self, day: SchoolDay, planned: Plan, real: Plan, named: frozenset[str]) -> Iterator[Work]:
        now = {session.session_id: session for session in real.sessions}
        for session in planned.sessions:
            then = now.get(session.session_id)
            for part, was, after in (
                ("lead", session.leader_id, then and then.leader_id),
                ("escort", session.escort_id, then and then.escort_id),
            ):
                blank = self._session(day, session, "lead" if part == "lead" else "escort")
                yield from self._change(blank, was, after, settled=blank.task in named)
        yield from self._carers(day, planned.carers, real.carers, named)
        filled = {duty.post_id: duty.staff_id for duty in real.duties}
        for duty in planned.duties:
            blank = self._duty(day, duty.post_id)
            yield from self._change(blank, duty.staff_id, filled.get(duty.post_id), settled=blank.task in named)

    def _change(self, blank: Work, was: str | None, now: str | None, *, settled: bool) -> Iterator[Work]:
        """A task that ``was`` somebody's and is somebody's ``now``."""
        if was is not None and was == now:
            away = was in missing(self.ledger, blank.date) or (not settled and self._is_away(was, blank.date))
            yield replace(blank, person=was, planned=True, held=not away, why="away" if away else "")
            return
        if was is not None:
            why: Why = "not_held" if now is None else "replaced"
            yield replace(blank, person=was, planned=True, held=False, why=why, other=now)
        if now is not None:
            why = "stands_in" if was else "took_on"
            yield replace(blank, person=now, planned=False, held=True, why=why, other=was)

    def _carers(
        self, day: SchoolDay, before: Sequence[Carer], after: Sequence[Carer], named: frozenset[str]
    ) -> Iterator[Work]:
        was, now = _by_place(before), _by_place(after)
        for place in dict.fromkeys([*was, *now]):
            old, new = was.get(place, []), now.get(place, [])
            blank = self._care(day, *place)
            left, came = [p for p in old if p not in new], [p for p in new if p not in old]
            for person in old:
                if person in new:
                    yield from self._change(blank, person, person, settled=blank.task in named)
            for number in range(max(len(left), len(came))):
                one = left[number] if number < len(left) else None
                other = came[number] if number < len(came) else None
                yield from self._change(blank, one, other, settled=True)

    def _is_away(self, person: str, on: date) -> bool:
        return any(start <= on <= end for start, end in self._away.get(person, ()))

    # -- tasks that nobody has yet ---------------------------------------------------------------------------
    def _session(self, day: SchoolDay, session: Session, part: Literal["lead", "escort"]) -> Work:
        task = write_task("leader" if part == "lead" else part, session.session_id)
        span = (session.start, session.end)
        blank = self._blank(day, part, task, session.session_id, session.slots, span)
        return replace(blank, session=session)

    def _care(self, day: SchoolDay, slot_id: str, room_id: str) -> Work:
        slot = self.school.slot_by_id[slot_id]
        task = write_task("carer", slot_id, room_id)
        return self._blank(day, "care", task, room_id, (slot_id,), (slot.start, slot.end))

    def _blank(
        self, day: SchoolDay, part: Part, task: str, what: str, slots: tuple[str, ...], span: tuple[time, time]
    ) -> Work:
        start, end = span
        evening = start >= self.school.hours.evening_from
        minutes = _minutes(start, end)
        return Work(day.date, day.weekday, "", part, task, what, slots, start, end, minutes, evening, False, False)

    def _duty(self, day: SchoolDay, post_id: str) -> Work:
        post = self._posts.get(post_id)
        windows = post.windows if post else ()
        start = min((window.start for window in windows), default=None)
        end = max((window.end for window in windows), default=None)
        minutes = sum(_minutes(window.start, window.end) for window in windows)
        task = write_task("duty", post_id)
        return Work(day.date, day.weekday, "", "duty", task, post_id, (), start, end, minutes, False, False, False)


def _by_place(carers: Sequence[Carer]) -> Mapping[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for carer in carers:
        found[carer.slot_id, carer.room_id].append(carer.teacher_id)
    return found


def _minutes(start: time, end: time) -> int:
    return (end.hour - start.hour) * 60 + end.minute - start.minute
