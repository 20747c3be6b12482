"""The hours as tables: names beside the ids, one list of cells a row."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from models.plan import Seat
from models.school import School
from models.titles import WORDS
from scheduler.hours.report import Report
from scheduler.hours.sums import Person, dinners
from scheduler.hours.work import Day, Work
from scheduler.messages import Lang, say
from scheduler.messages.names import activity_name, mean_text, person_name, post_name, room_name, weekday_name

Cell = str | int | Decimal | None


@dataclass(frozen=True)
class Table:
    """``columns`` are English keys; :func:`heading` has their names."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


COLUMNS: dict[str, tuple[str, ...]] = {
    "people": (
        "person_id", "person", "role", "head_of", "day_load",
        "planned_lessons", "held_lessons", "planned_minutes", "held_minutes",
        "led", "escorted", "cared", "stood_in", "missed",
        "evening_planned", "evening_held", "evening_minutes",
        "duties_planned", "duties_held", "duty_minutes", "dinners", "pay",
    ),
    "days": (
        "date", "weekday", "person_id", "person", "part", "what", "class_id", "start", "end",
        "lessons", "minutes", "counts_as", "planned", "held", "note",
    ),
    "instructors": (
        "instructor_id", "person", "organisation", "planned_lessons", "held_lessons", "visits", "fee", "amount",
    ),
    "dinners": ("date", "weekday", "people", "names"),
    "childcare": ("date", "weekday", "room_id", "group", "places", "children", "until", "parents"),
    "head_teachers": (
        "person_id", "person", "class_id", "day_load", "held_lessons", "evening_held", "duties_held", "all_minutes",
        "others_minutes", "more_minutes",
    ),
    "time_off": (
        "person_id", "person", "lessons_so_far", "earned", "taken", "earned_in_all", "taken_in_all", "left", "allowance",
    ),
}  # fmt: skip


def tables(report: Report, lang: Lang) -> tuple[Table, ...]:
    """Every table; that of time off only where the school exchanges lessons for it."""
    maker = _Maker(report, lang)
    makers: dict[str, Callable[[], list[tuple[Cell, ...]]]] = {
        "people": maker.people,
        "days": maker.days,
        "instructors": maker.instructors,
        "dinners": maker.dinners,
        "childcare": maker.childcare,
        "head_teachers": maker.head_teachers,
        "time_off": maker.time_off,
    }
    names = [name for name in COLUMNS if name != "time_off" or report.time_off]
    return tuple(Table(name, COLUMNS[name], tuple(makers[name]())) for name in names)


def heading(column: str, lang: Lang) -> str:
    """What a column is called."""
    return say(lang, f"hours.{column}")


class _Maker:
    """Fills the tables in one language."""

    def __init__(self, report: Report, lang: Lang) -> None:
        self.report = report
        self.school: School = report.school
        self.lang: Lang = lang

    def word(self, key: str, **blanks: object) -> str:
        return say(self.lang, f"hours.{key}", **blanks)

    def name(self, person: str | None) -> str:
        return person_name(self.school, person) if person else ""

    def together(self, names: list[str]) -> str:
        return say(self.lang, "names.comma").join(names)

    def people(self) -> list[tuple[Cell, ...]]:
        return [self._person(person) for person in self.report.people.values()]

    def _person(self, person: Person) -> tuple[Cell, ...]:
        one, service, evening = person.person_id, person.service, person.evening
        teacher = self.school.teacher_by_id.get(one)
        role = "teacher" if teacher else "instructor" if one in self.school.instructor_by_id else "staff"
        return (
            one, self.name(one), self.word(f"role_{role}"), ";".join(self.report.heads.get(one, ())) or None,
            teacher.day_load if teacher else None,
            service.planned_lessons, service.held_lessons, service.planned_minutes, service.held_minutes,
            person.led, person.escorted, person.cared, person.stood_in, person.missed,
            evening.planned_lessons, evening.held_lessons, evening.held_minutes,
            person.duties_planned, person.duties_held, person.duty_minutes, person.dinners, person.pay,
        )  # fmt: skip

    def days(self) -> list[tuple[Cell, ...]]:
        return [
            row
            for day in self.report.days
            for row in sorted(
                (self._work(work) for work in day.works), key=lambda row: [str(cell or "") for cell in row]
            )
        ]

    def _work(self, work: Work) -> tuple[Cell, ...]:
        counts = "duty" if work.part == "duty" else "evening" if work.evening else "service"
        yes, no = self.word("yes"), self.word("no")
        return (
            work.date.isoformat(), weekday_name(self.lang, work.weekday), work.person, self.name(work.person),
            self.word(f"part_{work.part}"), self._what(work), work.session.class_id if work.session else None,
            f"{work.start:%H:%M}" if work.start else None, f"{work.end:%H:%M}" if work.end else None,
            work.lessons, work.minutes, self.word(f"counts_{counts}"),
            yes if work.planned else no, yes if work.held else no,
            self.word(f"why_{work.why}", other=self.name(work.other)) if work.why else None,
        )  # fmt: skip

    def _what(self, work: Work) -> str:
        if work.session:
            return activity_name(self.lang, self.school, work.session.activity_id)
        if work.part == "duty":
            return post_name(self.lang, self.school, work.what)
        return room_name(self.school, work.what)

    def instructors(self) -> list[tuple[Cell, ...]]:
        known = self.school.instructor_by_id
        return [
            (fee.instructor_id, known[fee.instructor_id].name, known[fee.instructor_id].organisation,
             fee.planned_lessons, fee.held_lessons, fee.visits, fee.fee, fee.amount)
            for fee in self.report.fees
        ]  # fmt: skip

    def dinners(self) -> list[tuple[Cell, ...]]:
        found = ((day, dinners(self.school, day)) for day in self.report.days)
        return [(*self._date(day), len(who), self.together([self.name(p) for p in who])) for day, who in found if who]

    def childcare(self) -> list[tuple[Cell, ...]]:
        """The children in each room on each date: how many different ones, to when, and whose."""
        rows: list[tuple[Cell, ...]] = []
        for day in self.report.days:
            rooms: dict[str, list[Seat]] = {}
            for seat in day.seats:
                rooms.setdefault(seat.room_id, []).append(seat)
            rows += [self._room(day, room, rooms[room]) for room in sorted(rooms)]
        return rows

    def _room(self, day: Day, room_id: str, seats: list[Seat]) -> tuple[Cell, ...]:
        room = next((room for room in self.school.childcare_rooms if room.room_id == room_id), None)
        group = (WORDS[room.group][0] if self.lang == "zh" else room.group) if room else None
        children = {(seat.teacher_id, seat.child) for seat in seats}
        until = max(self.school.slot_by_id[seat.slot_id].end for seat in seats)
        parents = self.together([self.name(p) for p in dict.fromkeys(sorted(parent for parent, _ in children))])
        return (
            *self._date(day),
            room_id,
            group,
            room.places if room else None,
            len(children),
            f"{until:%H:%M}",
            parents,
        )

    def head_teachers(self) -> list[tuple[Cell, ...]]:
        """Each head teacher beside the mean of the teachers who are none."""
        others = self.report.burden(heads=False)
        mean = int(mean_text(others.minutes, others.people, 0)) if others else None
        rows: list[tuple[Cell, ...]] = []
        for one, classes in self.report.heads.items():
            person = self.report.people[one]
            more = None if mean is None else person.minutes - mean
            load = self.school.teacher_by_id[one].day_load
            rows.append(
                (one, self.name(one), ";".join(classes), load, person.service.held_lessons, person.evening.held_lessons,
                 person.duties_held, person.minutes, mean, more)
            )  # fmt: skip
        return rows

    def time_off(self) -> list[tuple[Cell, ...]]:
        return [
            (row.person_id, self.name(row.person_id), row.lessons, row.earned, row.taken, row.earned_in_all,
             row.taken_in_all, row.left, row.allowance)
            for row in self.report.time_off
        ]  # fmt: skip

    def _date(self, day: Day) -> tuple[str, str]:
        return day.day.date.isoformat(), weekday_name(self.lang, day.day.weekday)
