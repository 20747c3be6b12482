"""Relaxations of the duty roster."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from models.duty import DutyStaff, Role
from models.people import LeaveRow
from models.plan import Plan
from models.school import School
from models.term import Term
from scheduler.calendar import open_days
from scheduler.messages import Lang, say
from scheduler.messages.names import listing, person_name
from scheduler.ways_out.steps import NEW


@dataclass(frozen=True)
class MoreDuties:
    """People of the roster who may take so many more duties a week."""

    people: tuple[str, ...]
    more: int = 1

    def apply(self, school: School) -> School:
        """``max_week`` grows."""
        chosen = set(self.people)
        return school.replaced(
            duty_staff=tuple(
                s.model_copy(update={"max_week": s.max_week + self.more}) if s.staff_id in chosen else s
                for s in school.duty_staff
            )
        )

    def cut(self, school: School, plan: Plan) -> "MoreDuties | None":
        """Those who have more in some week than they may now, and as many more as one of them has."""
        more = _more(school, plan)
        used = tuple(p for p in self.people if more[p])
        return replace(self, people=used, more=max(more[p] for p in used)) if used else None

    def words(self, lang: Lang, school: School) -> str:
        """Who, and the new limit."""
        names = listing(lang, [person_name(school, p) for p in self.people], of="people")
        limits = {s.max_week + self.more for s in school.duty_staff if s.staff_id in self.people}
        if len(limits) == 1:
            return say(lang, "ways.duties_limit", people=names, count=len(self.people), limit=limits.pop())
        return say(lang, "ways.duties_more", people=names, count=len(self.people), more=self.more)


@dataclass(frozen=True)
class DutyLimit:
    """People of the roster who may take so many duties a week, however many each may take now."""

    people: tuple[str, ...]
    limit: int

    def apply(self, school: School) -> School:
        """``max_week`` is at least so much."""
        chosen = set(self.people)
        return school.replaced(
            duty_staff=tuple(
                s.model_copy(update={"max_week": max(s.max_week, self.limit)}) if s.staff_id in chosen else s
                for s in school.duty_staff
            )
        )

    def cut(self, school: School, plan: Plan) -> "DutyLimit | None":
        """Those who have more in some week than they may now, and the most that one of them has."""
        more = _more(school, plan)
        used = tuple(p for p in self.people if more[p])
        most = {s.staff_id: s.max_week + more[s.staff_id] for s in school.duty_staff}
        return replace(self, people=used, limit=max(most[p] for p in used)) if used else None

    def words(self, lang: Lang, school: School) -> str:
        """Who, and the new limit."""
        names = listing(lang, [person_name(school, p) for p in self.people], of="people")
        return say(lang, "ways.duties_limit", people=names, count=len(self.people), limit=self.limit)


def _more(school: School, plan: Plan) -> Counter[str]:
    """How many duties people of the roster have in their fullest week above what they may have now."""
    weeks = Counter((d.staff_id, *d.date.isocalendar()[:2]) for d in plan.duties if d.staff_id)
    now, more = {s.staff_id: s.max_week for s in school.duty_staff}, Counter[str]()
    for (who, *_), n in weeks.items():
        if who in now:
            more[who] = max(more[who], n - now[who])
    return more


@dataclass(frozen=True)
class CloserDuties:
    """People of the roster whose duties may be closer together: ``gap`` school days from one to the next, 1 for days in a row."""

    people: tuple[str, ...]
    gap: int = 1

    def apply(self, school: School) -> School:
        """``min_gap`` is at most so much."""
        chosen = set(self.people)
        return school.replaced(
            duty_staff=tuple(
                s.model_copy(update={"min_gap": min(s.min_gap, self.gap)}) if s.staff_id in chosen else s
                for s in school.duty_staff
            )
        )

    def cut(self, school: School, plan: Plan) -> "CloserDuties | None":
        """Those with two duties closer than they may be now, and as close as two of one of them are."""
        number = {day.date: day.index for day in open_days(school)}
        gaps = {s.staff_id: s.min_gap for s in school.duty_staff}
        used: dict[str, int] = {}
        for person in self.people:
            mine = sorted(number[d.date] for d in plan.duties if d.staff_id == person and d.date in number)
            closest = min((b - a for a, b in pairwise(mine)), default=gaps[person])
            if closest < gaps[person]:
                used[person] = closest
        return replace(self, people=tuple(used), gap=max(self.gap, min(used.values()))) if used else None

    def words(self, lang: Lang, school: School) -> str:
        """Who."""
        names = listing(lang, [person_name(school, p) for p in self.people], of="people")
        return say(lang, "ways.duties_closer", people=names, count=len(self.people), gap=self.gap)


@dataclass(frozen=True)
class DutyPeople:
    """Further people for the roster, who do not teach. ``limit``: duties a week; ``spans``: the dates between which they are
    there, none for the whole term."""

    role: Role
    count: int = 1
    limit: int = 1
    spans: tuple[tuple[date, date], ...] = ()

    def _ids(self) -> list[str]:
        return [f"{NEW}{self.role}-{n}" for n in range(1, self.count + 1)]

    def apply(self, school: School) -> School:
        """With the usual distance between two duties; on leave outside of the spans."""
        rows = [DutyStaff(staff_id=i, roles=(self.role,), max_week=self.limit) for i in self._ids()]
        away = [LeaveRow(person_id=i, start=a, end=b) for i in self._ids() for a, b in self._between(school.term)]
        return school.replaced(duty_staff=(*school.duty_staff, *rows), leave=(*school.leave, *away))

    def _between(self, term: Term) -> Iterator[tuple[date, date]]:
        """The dates of the term outside of the spans, from the first to the last of each stretch."""
        day, start = timedelta(1), term.start
        for first, last in self.spans:
            if start < first:
                yield start, first - day
            start = last + day
        if self.spans and start <= term.end:
            yield start, term.end

    def cut(self, school: School, plan: Plan) -> "DutyPeople | None":  # noqa: ARG002 - every step is asked alike
        """Those who have a duty, and as often a week as they have one."""
        weeks = Counter((d.staff_id, *d.date.isocalendar()[:2]) for d in plan.duties)
        used = [max((n for (who, *_), n in weeks.items() if who == i), default=0) for i in self._ids()]
        last = max((n for n, most in enumerate(used, 1) if most), default=0)
        return replace(self, count=last, limit=max(used)) if last else None

    def words(self, lang: Lang, school: School) -> str:  # noqa: ARG002 - every step is asked alike
        """How many, for which role, and when; of those who only help out how often."""
        if not self.spans:
            return say(lang, f"ways.duty_people_{self.role}", count=self.count, limit=self.limit)
        times = [
            say(lang, "ways.date_span", first=first.isoformat(), last=last.isoformat())
            if first < last
            else first.isoformat()
            for first, last in self.spans
        ]
        often = f"ways.helps_{'once' if len(self.spans) == 1 else 'weekly'}{'' if self.limit == 1 else '_most'}"
        blanks = {"count": self.count, "limit": self.limit, "often": say(lang, often, limit=self.limit)}
        return say(lang, f"ways.helpers_{self.role}", times=listing(lang, times), **blanks)
