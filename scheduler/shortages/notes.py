"""What may surprise although planning is possible: people, rooms and activities of which the plan will make no use."""

from collections.abc import Iterator
from datetime import date

from models.people import CHILDCARE_SKILL, Instructor, Teacher
from models.school import School
from scheduler.calendar import open_days
from scheduler.messages import Lang, say
from scheduler.messages.names import activity_name, listing, room_name
from scheduler.shortages.shortage import Shortage
from scheduler.shortages.staff import Staff

#: School days from which on somebody's leave is told: a week of the timetable.
_WEEK = 5


def notes(school: School, lang: Lang, known: tuple[Shortage, ...] = ()) -> list[str]:
    """A sentence for each matter, all of them true of every plan. ``known``: shortages that are told anyway."""
    staff = Staff(school)
    return [
        *_leaves(school, staff, lang),
        *_instructors(school, staff, lang),
        *_rooms(school, lang, known),
        *_leaderless(school, staff, lang, known),
        *_childcare(school, lang),
    ]


def _leaves(school: School, staff: Staff, lang: Lang) -> Iterator[str]:
    """Leave counts for duties and substitutes alone: who is away for a week or longer and would still be planned."""
    days = [day.date for day in open_days(school)]
    away: dict[str, set[date]] = {}
    for row in school.leave:
        away.setdefault(row.person_id, set()).update(d for d in days if row.start <= d <= row.end)
    planned = {who for who, slots in {**staff.free, **staff.visits}.items() if slots}
    long = [who for who, dates in away.items() if who in planned and len(dates) >= min(_WEEK, len(days)) > 0]
    for table, people in (("teachers", school.teacher_by_id), ("instructors", school.instructor_by_id)):
        whole = [people[who].name for who in long if who in people and len(away[who]) == len(days)]
        if whole:
            blanks = {"first": school.term.start.isoformat(), "last": school.term.end.isoformat()}
            yield say(lang, f"shortages.note.leave_term.{table}", people=listing(lang, whole, of="people"), **blanks)
    some = [p.name for who in long if (p := _person(school, who)) and len(away[who]) < len(days)]
    if some:
        yield say(lang, "shortages.note.leave", people=listing(lang, some, of="people"))


def _person(school: School, who: str) -> Teacher | Instructor | None:
    return school.teacher_by_id.get(who) or school.instructor_by_id.get(who)


def _instructors(school: School, staff: Staff, lang: Lang) -> Iterator[str]:
    """Instructors who cannot be used at all."""
    ended = [i for i in school.instructors if i.cleared_until and i.cleared_until < school.term.end]
    if ended:
        names = [say(lang, "shortages.note.until", name=i.name, date=_date(i)) for i in ended]
        end = school.term.end.isoformat()
        yield say(lang, "shortages.note.cleared", people=listing(lang, names, of="people"), end=end)
    short = [i.name for i in school.instructors if i not in ended and not staff.visits[i.instructor_id]]
    if short:
        yield say(lang, "shortages.note.visits", people=listing(lang, short, of="people"))


def _date(one: Instructor) -> str:
    return one.cleared_until.isoformat() if one.cleared_until else ""


def _rooms(school: School, lang: Lang, known: tuple[Shortage, ...]) -> Iterator[str]:
    """Activities that want a kind of room which there is not."""
    tags = {tag for room in school.rooms for tag in room.kinds}
    told = {str(short.args.get("kinds")) for short in known if short.key == "room.none"}
    by_kinds: dict[tuple[str, ...], list[str]] = {}
    for activity in school.activities:
        wanted = tuple(activity.room_kinds)
        if wanted and not tags & set(wanted) and ";".join(wanted) not in told:
            by_kinds.setdefault(wanted, []).append(activity_name(lang, school, activity.activity_id))
    for kinds, names in by_kinds.items():
        yield say(lang, "shortages.note.room_kinds", activities=listing(lang, names), kinds=listing(lang, kinds))


def _leaderless(school: School, staff: Staff, lang: Lang, known: tuple[Shortage, ...]) -> Iterator[str]:
    """Clubs that nobody has among their skills, but those of which a shortage says it."""
    told = {one for short in known for one in str(short.args.get("activities", "")).split(";") if short.kind == "seats"}
    clubs = [a for a in school.activities if a.kind == "club" and a.activity_id not in told and not staff.skilled(a)]
    if clubs:
        names = [activity_name(lang, school, a.activity_id) for a in clubs]
        yield say(lang, "shortages.note.no_skill", activities=listing(lang, names))


def _childcare(school: School, lang: Lang) -> Iterator[str]:
    """Rooms for teachers' children that can never open, or take nobody in."""
    carers = any(CHILDCARE_SKILL in t.skills for t in school.teachers)
    unmanned = [r.room_id for r in school.childcare_rooms if r.carers and r.places and not carers]
    empty = [r.room_id for r in school.childcare_rooms if not r.places]
    for key, rooms in (("unmanned", unmanned), ("empty", empty)):
        if rooms:
            named = listing(lang, [room_name(school, r) for r in rooms], of="rooms")
            yield say(lang, f"shortages.note.{key}", rooms=named, skill=CHILDCARE_SKILL)
