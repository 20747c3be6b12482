"""One real date: what meets on it with the ledger's substitutes, and who takes somebody's place."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from models.ledger import Change
from models.plan import Plan
from models.school import School
from scheduler.calendar import SchoolDay
from scheduler.ledger import in_force, missing, plan_of_day
from scheduler.outputs.names import Names
from scheduler.outputs.week import Meeting, Week


class Day:
    """The meetings of a date. ``week`` is the week of what really happens, of which only this date is meant."""

    def __init__(self, plan: Plan, school: School, ledger: Sequence[Change], day: SchoolDay) -> None:
        self.day = day
        self._changes = in_force(ledger, day.date)
        self._missing = missing(ledger, day.date)
        planned = Week(plan, school)
        self.plan = plan_of_day(plan, school, ledger, day) if self._changes else _on(plan, day)
        self.week = Week(self.plan, school) if self._changes else planned
        self._posted = {duty.post_id: duty.staff_id for duty in plan.duties if duty.date == day.date}
        self._on_post = {duty.post_id: duty.staff_id for duty in self.plan.duties}
        duties = (d.model_copy(update={"staff_id": self.present(d.staff_id)}) for d in self.plan.duties)
        self.plan = self.plan.model_copy(update={"duties": tuple(duties)})
        self._planned = [meeting for meeting in planned.on(day.weekday) if meeting.session_id]

    def meetings(self) -> list[Meeting]:
        """What meets, and what should and does not: what nobody leads on this date keeps its name, without people."""
        held = self.week.on(self.day.weekday)
        there = {meeting.session_id for meeting in held}
        dropped = [meeting for meeting in self._planned if meeting.session_id not in there]
        places = {(meeting.class_id, meeting.slots) for meeting in dropped if meeting.class_id}
        found = [m for m in held if not (m.missing and (m.class_id, m.slots) in places)]
        found = [replace(m, leaders=self._there(m.leaders), escort_id=self.present(m.escort_id)) for m in found]
        found += [replace(m, missing="session", leaders=(), escort_id=None, enrolled=None) for m in dropped]
        return sorted(found, key=lambda m: (m.start, m.kind, m.class_id or "", m.session_id))

    def present(self, person: str | None) -> str | None:
        """The person, unless they were declared absent on this date."""
        return None if person in self._missing else person

    def _there(self, people: Iterable[str]) -> tuple[str, ...]:
        return tuple(person for person in people if person not in self._missing)

    def still_named(self, meeting: Meeting) -> tuple[str, ...]:
        """Whose place in a meeting nobody has taken, though they were declared absent."""
        if meeting.missing:
            return ()
        posted = next((m for m in self.week.on(self.day.weekday) if _same(m, meeting)), meeting)
        return tuple(person for person in posted.staff if person in self._missing)

    def covers(self, meeting: Meeting, person: str) -> bool:
        """Whether a person is in a meeting in somebody's place."""
        return any(change.now == person and change.was != person for change in self._of(meeting))

    def absent(self, meeting: Meeting) -> tuple[str, ...]:
        """Who of the plan is not in a meeting on this date, each once."""
        if meeting.kind == "childcare":
            left = dict.fromkeys(change.was for change in self._of(meeting) if change.was)
        else:
            posted = (one.staff for one in self._planned if one.session_id == meeting.session_id)
            left = dict.fromkeys(person for staff in posted for person in staff) if self._of(meeting) else {}
        return tuple(person for person in left if person not in meeting.staff)

    def relieved(self, post_id: str) -> tuple[str, ...]:
        """Whose duty on a post somebody else has on this date, or nobody."""
        posted = self._posted.get(post_id)
        return (posted,) if posted is not None and posted != self._on_post.get(post_id) else ()

    def gone_from(self, post_id: str) -> str | None:
        """Who has a post on this date and was declared absent; None where nobody."""
        person = self._on_post.get(post_id)
        return person if person in self._missing else None

    def _of(self, meeting: Meeting) -> list[Change]:
        if meeting.kind == "childcare":
            return [c for c in self._changes if c.task == ("carer", (*meeting.slots, meeting.room_id))]
        return [c for c in self._changes if c.task[0] != "duty" and c.task[1] == (meeting.session_id,)]


def _same(one: Meeting, other: Meeting) -> bool:
    return (one.session_id, one.slots, one.room_id) == (other.session_id, other.slots, other.room_id)


def _on(plan: Plan, day: SchoolDay) -> Plan:
    """The plan with the duties of one date."""
    return plan.model_copy(update={"duties": tuple(duty for duty in plan.duties if duty.date == day.date)})


def meeting_note(day: Day, meeting: Meeting, names: Names) -> str | None:
    """What is special about a meeting of a date: who was meant to be there, who is on leave and still named."""
    found: list[str] = []
    absent = [person for person in day.absent(meeting) if person not in day.still_named(meeting)]
    if absent:
        found.append(names.word("planned_was", people=_called(absent, names)))
    open_now = day.still_named(meeting)
    if open_now:
        found.append(names.word("absent_open", people=_called(open_now, names)))
    away = [person for person in meeting.staff if names.away(person, day.day.date)]
    if away:
        found.append(names.word("on_leave", people=_called(away, names)))
    return names.word("comma_long").join(found) or None


def duty_note(day: Day, post_id: str, names: Names) -> str | None:
    """Who was meant to be on a post, where it is somebody else on this date."""
    gone = day.gone_from(post_id)
    if gone is not None:
        return names.word("absent_open", people=names.staff(gone))
    people = day.relieved(post_id)
    return names.word("planned_was", people=names.word("comma").join(map(names.staff, people))) if people else None


def _called(people: Iterable[str], names: Names) -> str:
    return names.word("comma").join(names.called(person) for person in people)
