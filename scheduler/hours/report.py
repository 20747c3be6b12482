"""The hours of a span of dates: everything that the tables, the summary and the workbook are made of."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from models.ledger import Change
from models.row import Row
from models.school import School
from scheduler.calendar import open_days
from scheduler.hours.sums import Burden, Fee, Person, TimeOff, burden, fees, people, time_off
from scheduler.hours.work import Day, Timeline, Work, days_of, then

_KEPT = {
    "slots": "slot_id",
    "rooms": "room_id",
    "activities": "activity_id",
    "teachers": "teacher_id",
    "instructors": "instructor_id",
    "childcare_rooms": "room_id",
    "duty_posts": "post_id",
    "duty_staff": "staff_id",
}
"""The tables that name what worked hours tell of, with the column that says who or what it is."""


@dataclass(frozen=True)
class Report:
    """Hours from ``start`` to ``end``, both inclusive, within the term."""

    school: School
    start: date
    end: date
    so_far: tuple[Day, ...]
    ledger: tuple[Change, ...] = ()

    @cached_property
    def days(self) -> tuple[Day, ...]:
        """The open dates of the span."""
        return tuple(day for day in self.so_far if day.day.date >= self.start)

    @cached_property
    def people(self) -> dict[str, Person]:
        """Everybody, with what they did in the span."""
        return people(self.school, self.days)

    @cached_property
    def fees(self) -> tuple[Fee, ...]:
        """What instructors are owed for the span."""
        return fees(self.school, self.days)

    @cached_property
    def time_off(self) -> tuple[TimeOff, ...]:
        """Half days earned and taken."""
        return time_off(self.school, self.so_far, self.start, self.end)

    @cached_property
    def unsettled(self) -> tuple[Work, ...]:
        """Tasks of people on leave for which nobody is written down."""
        return tuple(work for day in self.days for work in day.works if work.why == "away")

    @cached_property
    def stray(self) -> tuple[Change, ...]:
        """Entries of the ledger, within the span, that fit no task of their date: they changed nothing."""
        tasks = {(day.day.date, task) for day in self.days for task in day.tasks}
        within = (change for change in self.ledger if self.start <= change.date <= self.end)
        return tuple(
            change
            for change in within
            if (change.task.ids[0] not in self.people if change.is_absence else (change.date, change.what) not in tasks)
        )

    @cached_property
    def heads(self) -> dict[str, tuple[str, ...]]:
        """The classes of each head teacher."""
        found: dict[str, list[str]] = {}
        for row in self.school.classes:
            if row.head_teacher is not None:
                found.setdefault(row.head_teacher, []).append(row.class_id)
        return {person: tuple(classes) for person, classes in found.items()}

    def burden(self, *, heads: bool) -> Burden | None:
        """What head teachers, or all other teachers, carry together; None where there are none."""
        chosen = [p for p in self.people.values() if p.person_id in self.school.teacher_by_id]
        return burden([person for person in chosen if (person.person_id in self.heads) == heads])


def hours_of(
    school: School,
    timeline: Timeline,
    start: date,
    end: date,
    on_day: Callable[[int, int], None] = lambda _done, _all: None,
) -> Report:
    """The hours from ``start`` to ``end``; whatever lies outside the term, or before anything is known, counts for nothing.

    ``on_day`` hears how many dates are done, and of how many. People and things are named as they were at the ``end``,
    beside those who left within the span.
    """
    begins = timeline.begins or date.min
    so_far = tuple(day for day in open_days(school) if begins <= day.date <= end)
    known = _together(school, timeline, start, end)
    return Report(known, max(start, begins), end, days_of(school, timeline, so_far, on_day), timeline.entries())


def _together(school: School, timeline: Timeline, start: date, end: date) -> School:
    """The school at the ``end`` of a span, with whatever else was there since its ``start``."""
    running = timeline.at(end)
    found = then(school, running)
    while (since := running.plan.run.since) and running.earlier and start < since:
        running = running.earlier
        old = then(school, running)
        kept = {table: _added(getattr(found, table), getattr(old, table), column) for table, column in _KEPT.items()}
        # without a table of posts the usual ones are implied, which one row in it would end
        found = found.replaced(**kept | ({} if found.duty_posts else {"duty_posts": ()}))
    return found


def _added(rows: tuple[Row, ...], more: tuple[Row, ...], column: str) -> tuple[Row, ...]:
    known = {getattr(row, column) for row in rows}
    return (*rows, *(row for row in more if getattr(row, column) not in known))
