"""A calendar for each person: every session and duty on its real date."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneStandard

from models.ledger import Change
from models.plan import Duty, Plan
from models.school import School
from scheduler.calendar import SchoolDay, open_days
from scheduler.ledger import duties_of_term, missing
from scheduler.messages import Lang
from scheduler.outputs.dates import Day
from scheduler.outputs.names import Names
from scheduler.outputs.pages import OnPage
from scheduler.outputs.sheet_names import FileNames
from scheduler.outputs.week import Meeting, Week

ZONE = "Asia/Shanghai"
PRODUCT = "-//kehou//"
_CHINA = ZoneInfo(ZONE)


def build_calendars(
    plan: Plan,
    school: School,
    lang: Lang,
    views: Collection[str],
    stamp: datetime,
    on_page: OnPage = lambda _done, _all: None,
    ledger: Sequence[Change] = (),
) -> dict[str, bytes]:
    """A file for each teacher, instructor and person on duty, by its name, with the sessions (view ``teacher``) and
    duties (view ``duty``) of the open dates. On a date for which the ledger has entries they are what really happens.

    ``stamp`` is when the plan was made. An event keeps its identity from plan to plan as long as the person has
    something then, so that a calendar that is read again is brought up to date.
    """
    maker = _Maker(plan, school, lang, stamp, ledger, sessions="teacher" in views)
    week = maker.by_person if "teacher" in views else {}
    duties: dict[str, list[Duty]] = defaultdict(list)
    posted = duties_of_term(plan, ledger) if "duty" in views else ()
    for duty in sorted(posted, key=lambda d: (d.date, d.post_id)):
        if duty.staff_id:
            duties[duty.staff_id].append(duty)
    people = dict.fromkeys((*week, *maker.substitutes, *duties))
    files, found = FileNames(".ics"), dict[str, bytes]()
    for done, person in enumerate(people, 1):
        name = maker.names.staff(person)
        wanted = name if name == person else f"{name}-{person}"
        found[files.take(wanted)] = maker.calendar(person, week.get(person, []), duties.get(person, []))
        on_page(done, len(people))
    return found


class _Maker:
    """Turns what people do into events."""

    def __init__(
        self, plan: Plan, school: School, lang: Lang, stamp: datetime, ledger: Sequence[Change], *, sessions: bool
    ) -> None:
        self.names = Names(school, lang)
        self.school = school
        self.by_person = Week(plan, school).by_person()
        self._stamp = stamp.astimezone(UTC).replace(microsecond=0)
        self._open = open_days(school)
        self._missing = {on: missing(ledger, on) for on in {change.date for change in ledger}}
        dates = self._missing.keys() if sessions else ()
        self._changed = {day.date: Day(plan, school, ledger, day) for day in self._open if day.date in dates}
        self._really = {on: day.week.by_person() for on, day in self._changed.items()}
        self._lang = lang
        self._term = f"{school.name}|{school.term.name}|{school.term.start.isoformat()}"

    @property
    def substitutes(self) -> list[str]:
        """Everybody who works on a date with entries of the ledger."""
        return [person for found in self._really.values() for person in found]

    def calendar(self, person: str, parts: list[tuple[str, Meeting]], duties: list[Duty]) -> bytes:
        """The calendar of one person as a file."""
        calendar = Calendar()
        calendar.add("prodid", f"{PRODUCT}kehou//{self._lang.upper()}")
        calendar.add("version", "2.0")
        calendar.add("calscale", "GREGORIAN")
        calendar.add("method", "PUBLISH")
        title = self.names.word("calendar_title", name=self.names.staff(person), term=self.school.term.name)
        calendar.add("x-wr-calname", title)
        calendar.add("x-wr-timezone", ZONE)
        calendar.add_component(_zone())
        events = [
            self._session(person, part, meeting, day)
            for day in self._open
            for part, meeting in self._really.get(day.date, {person: parts}).get(person, ())
            if meeting.weekday == day.weekday
        ]
        for duty in duties:
            events += self._duty(person, duty)
        for event in sorted(events, key=_order):
            calendar.add_component(event)
        return calendar.to_ical()

    def _away(self, person: str, on: date) -> bool:
        return self.names.away(person, on) or person in self._missing.get(on, ())

    def _event(self, uid: tuple[str, ...], summary: str) -> Event:
        event = Event()
        event.add("uid", f"{sha256('|'.join((self._term, *uid)).encode()).hexdigest()[:32]}@kehou")
        event.add("dtstamp", self._stamp)
        event.add("summary", summary)
        return event

    def _session(self, person: str, part: str, meeting: Meeting, day: SchoolDay) -> Event:
        names = self.names
        title = names.titled(meeting)
        where = names.class_name(meeting.class_id) if meeting.class_id else ""
        summary = names.word("event_session", part=names.part(part), name=f"{title} {where}".strip())
        if day.date in self._changed and self._changed[day.date].covers(meeting, person):
            summary = f"{summary}{names.word('event_cover')}"
        if self._away(person, day.date):
            summary = f"{summary}{names.word('event_away')}"
        event = self._event((person, day.date.isoformat(), "session", *meeting.slots[:1]), summary)
        _times(event, day.date, meeting.start, meeting.end)
        event.add("location", names.room(meeting.room_id))
        facts = [names.kind(meeting.kind)] if meeting.kind != "childcare" else []
        facts.append(names.leaders(meeting))
        if meeting.enrolled is not None:
            facts.append(names.word("students", count=meeting.enrolled))
        event.add("description", "\n".join(fact for fact in facts if fact))
        return event

    def _duty(self, person: str, duty: Duty) -> list[Event]:
        """An event for each window of the post; one for the whole day where it has none."""
        names = self.names
        summary = names.word("event_duty", post=names.post(duty.post_id))
        if self._away(person, duty.date):
            summary = f"{summary}{names.word('event_away')}"
        found: list[Event] = []
        for number, window in enumerate(names.post_windows(duty.post_id) or (None,)):
            event = self._event((person, duty.date.isoformat(), "duty", str(number)), summary)
            if window is None:
                event.add("dtstart", duty.date)
                event.add("dtend", duty.date + timedelta(days=1))
                event.add("transp", "TRANSPARENT")
            else:
                _times(event, duty.date, window.start, window.end)
            event.add("description", names.role(duty.role))
            found.append(event)
        return found


def _order(event: Event) -> tuple[str, str]:
    start: Any = event["dtstart"]
    return start.dt.isoformat(), str(event["uid"])


def _times(event: Event, on: date, start: time, end: time) -> None:
    event.add("dtstart", datetime.combine(on, start, _CHINA))
    event.add("dtend", datetime.combine(on, end, _CHINA))


def _zone() -> Timezone:
    """China's one time, without summer time since 1991."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", ZONE)
    standard.add("dtstart", datetime(1991, 9, 15, 1))
    standard.add("tzoffsetfrom", timedelta(hours=9))
    standard.add("tzoffsetto", timedelta(hours=8))
    standard.add("tzname", "CST")
    zone.add_component(standard)
    return zone
