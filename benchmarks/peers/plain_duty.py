"""The dated roster of the plain model: a 0–1 variable for each date, post and person."""

from collections import defaultdict
from datetime import date

from benchmarks.peers.plain_week import PlainWeek, Var
from models.duty import DutyPost, DutyStaff
from scheduler.calendar import SchoolDay, open_days


class PlainDuty:
    """R11, R12 and the duty goal, on the week's own model."""

    def __init__(self, week: PlainWeek) -> None:
        self.week = week
        self.school = week.school
        self.days = open_days(self.school)
        self.places = [(day, p) for day in self.days for p in self.school.posts if day.weekday in p.weekdays]
        self.on: dict[tuple[date, str, str], Var] = {}
        self._fill()
        for person in self.school.duty_staff:
            self._rhythm(person)
            self._spread(person)
        self._pins()

    def _may(self, person: DutyStaff, post: DutyPost, day: SchoolDay) -> bool:
        if post.role not in person.roles or (person.posts and post.post_id not in person.posts):
            return False
        if day.weekday not in person.weekdays:
            return False
        away = (r for r in self.school.leave if r.person_id == person.staff_id)
        if any(row.start <= day.date <= row.end for row in away):
            return False
        children = (c for c in self.school.childcare if c.teacher_id == person.staff_id and day.weekday in c.weekdays)
        return not any(window.end > child.leave_by for child in children for window in post.windows)

    def _fill(self) -> None:
        """A person or a gap on each post of each date; nobody while they work after school."""
        for day, post in self.places:
            here: list[Var] = []
            for person in self.school.duty_staff:
                if self._may(person, post, day):
                    var = self.on[day.date, post.post_id, person.staff_id] = self.week.boolean()
                    here.append(var)
                    for slot in self.school.slots:
                        working = self.week.work.get((person.staff_id, slot.slot_id))
                        meets = any(window.overlaps(slot.start, slot.end) for window in post.windows)
                        if slot.weekday == day.weekday and working is not None and meets:
                            self.week.model.add_at_most_one([var, working])
            unfilled = self.week.boolean()
            self.week.model.add_exactly_one([*here, unfilled])
            self.week.goals["coverage"].append((unfilled, 100))

    def _rhythm(self, person: DutyStaff) -> None:
        by_day: defaultdict[int, list[Var]] = defaultdict(list)
        by_week: defaultdict[date, list[Var]] = defaultdict(list)
        for day, post in self.places:
            var = self.on.get((day.date, post.post_id, person.staff_id))
            if var is not None:
                by_day[day.index].append(var)
                by_week[day.week].append(var)
        for found in by_week.values():
            self.week.model.add(sum(found) <= person.max_week)
        gap = max(1, person.min_gap)
        for first in range(len(self.days)):
            near = [var for index in range(first, first + gap) for var in by_day.get(index, ())]
            if len(near) > 1:
                self.week.model.add_at_most_one(near)

    def _spread(self, person: DutyStaff) -> None:
        by_role: defaultdict[str, list[Var]] = defaultdict(list)
        by_post: defaultdict[str, list[Var]] = defaultdict(list)
        by_weekday: defaultdict[int, list[Var]] = defaultdict(list)
        for day, post in self.places:
            var = self.on.get((day.date, post.post_id, person.staff_id))
            if var is not None:
                by_role[post.role].append(var)
                by_post[post.post_id].append(var)
                by_weekday[day.weekday].append(var)
                if person.wishes and day.weekday not in person.wishes:
                    self.week.goals["duty"].append((var, 1))
        for found in by_role.values():
            self.week.squares("duty", found, len(found), 10, person.carry)
        for found in (*by_post.values(), *by_weekday.values()):
            self.week.squares("duty", found, len(found), 1)

    def _pins(self) -> None:
        for pin in self.school.pin_duties:
            var = self.on.get((pin.date, pin.post_id, pin.staff_id))
            self.week.model.add_bool_or([] if var is None else [var])
