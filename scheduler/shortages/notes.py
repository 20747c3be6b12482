"""What may surprise although planning is possible: people, rooms and activities of which the plan will make no use."""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date

from models.checks_slots import weekday_of_id
from models.checks_term import too_long
from models.people import CHILDCARE_SKILL, Instructor, Teacher
from models.school import School
from scheduler.calendar import open_days
from scheduler.messages import Lang, say
from scheduler.messages.names import activity_name, childcare_room_name, listing, person_name, weekday_name
from scheduler.shortages.kept import kept_carers
from scheduler.shortages.shortage import Shortage
from scheduler.shortages.staff import Staff
from scheduler.shortages.words_people import kept_words

#: School days from which on somebody's leave is told: a week of the timetable.
_WEEK = 5


def notes(school: School, lang: Lang, known: tuple[Shortage, ...] = ()) -> list[str]:
    """A sentence for each matter, all of them true of every plan. ``known``: shortages that are told anyway."""
    staff = Staff(school)
    return [
        *_empty_slots(school, lang),
        *_leaves(school, staff, lang),
        *_instructors(school, staff, lang, known),
        *_rooms(school, lang, known),
        *_leaderless(school, staff, lang, known),
        *_childcare(school, staff, lang, known),
    ]


def _empty_slots(school: School, lang: Lang) -> Iterator[str]:
    """Slots on a weekday on which nobody stays of those who are to be in them, or on which school is never open: nothing, or
    nothing that ever runs, is planned there. What is likelier is a wrong weekday."""
    stay: dict[str, set[int]] = {}
    for student in school.students:
        grade = school.class_by_id[student.class_id].grade
        stay.setdefault(grade, set()).update(student.weekdays)
    runs = {day.weekday for day in open_days(school)}
    for slot in school.slots:
        grades = {row.grade for row in school.pattern if row.slot_id == slot.slot_id} & set(stay)
        empty = not any(slot.weekday in stay[grade] for grade in grades)
        if not grades or not (empty or (runs and slot.weekday not in runs)):
            continue
        meant = weekday_of_id(slot, school.slots)
        likely = ""
        if meant and meant != slot.weekday:
            likely = say(lang, "shortages.note.slot_meant", weekday=weekday_name(lang, meant), number=meant)
        blanks = {"slot": slot.slot_id, "weekday": weekday_name(lang, slot.weekday), "likely": likely}
        yield say(lang, f"shortages.note.slot_{'empty' if empty else 'closed'}", **blanks)


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
    some = [
        say(lang, "shortages.note.away", name=p.name, dates=_leaves_of(school, who, lang))
        for who in long
        if (p := _person(school, who)) and len(away[who]) < len(days)
    ]
    if some:
        yield say(lang, "shortages.note.leave", people=listing(lang, some, of="people"))


def _leaves_of(school: School, who: str, lang: Lang) -> str:
    """The leaves of a person by their first and last dates."""
    rows = [row for row in school.leave if row.person_id == who]
    ends = [{"first": row.start.isoformat(), "last": row.end.isoformat()} for row in rows]
    return listing(lang, [say(lang, "shortages.note.from_to", **each) for each in ends])


def _person(school: School, who: str) -> Teacher | Instructor | None:
    return school.teacher_by_id.get(who) or school.instructor_by_id.get(who)


def _instructors(school: School, staff: Staff, lang: Lang, known: tuple[Shortage, ...]) -> Iterator[str]:
    """Instructors who cannot be used at all; where the term's end is itself likely wrong, it is not their clearance that is. Whom the
    budget is too small for is not told where a shortage says how large it must be, and whose clearance is told of a club not again."""
    ended = [i for i in school.instructors if i.cleared_until and i.cleared_until < school.term.end]
    told = {who for short in known for who in str(short.args.get("idle_cleared", "")).split(";")}
    for one in ended if not too_long(school) else ():
        if one.instructor_id in told:
            continue
        blanks = {"date": _date(one), "end": school.term.end.isoformat()}
        yield say(lang, "shortages.note.cleared", name=one.name, **blanks)
    short = [i for i in school.instructors if i not in ended and not staff.visits[i.instructor_id]]
    for one in short:
        rarely = one.max_sessions_week < max(1, one.min_sessions_visit)
        briefly = (most := _longest_visit(school, one)) < max(1, one.min_sessions_visit)
        key = "visits" if rarely and briefly else "rarely" if rarely else "briefly"
        blanks = {"name": one.name, "week": one.max_sessions_week, "least": one.min_sessions_visit, "most": most}
        yield say(lang, f"shortages.note.{key}", **blanks)
    if not any(short.kind == "budget" for short in known):
        yield from _too_dear(school, staff, lang)


def _longest_visit(school: School, one: Instructor) -> int:
    """In how many slots of one weekday the instructor can come at most."""
    days = Counter(school.slot_by_id[s].weekday for s in one.available if s in school.slot_by_id)
    return max(days.values(), default=0)


def _too_dear(school: School, staff: Staff, lang: Lang) -> Iterator[str]:
    """Instructors of whom not even one visit is within the week's budget, and the clubs that nobody else can lead."""
    budget = school.policy.weekly_budget
    fees = {i.instructor_id: fee for i in school.instructors if (fee := _least_fee(school, staff, i)) is not None}
    dear = [who for who, fee in fees.items() if budget is not None and fee > budget]
    if not dear:
        return
    said = [say(lang, "shortages.note.fee", name=school.instructor_by_id[who].name, fee=fees[who]) for who in dear]
    others = [*school.teachers, *(i for i in school.instructors if i.instructor_id not in dear)]
    lost = [
        activity.name
        for activity in school.activities
        if activity.kind == "club" and activity.needs_skill and not activity.teacher_only
        if any(activity.activity_id in school.instructor_by_id[who].skills for who in dear)
        if not any(activity.activity_id in one.skills for one in others)
    ]
    clubs = say(lang, "shortages.note.dear_clubs", activities=listing(lang, lost)) if lost else ""
    people = listing(lang, said, of="people")
    yield say(lang, "shortages.note.dear", budget=budget, people=people, clubs=clubs)


def _least_fee(school: School, staff: Staff, one: Instructor) -> int | None:
    """The fee of the shortest visit in which the instructor could lead something; None where they can lead nothing."""
    visits = staff.visits[one.instructor_id]
    lengths: list[int] = []
    for activity in school.activities:
        if activity.teacher_only or (activity.needs_skill and activity.activity_id not in one.skills):
            continue
        times = [b.slots for b in school.blocks.values() if activity.runs_in(b.block_id)]
        lengths += [len(slots) for slots in times if activity.kind == "club" and set(slots) <= visits]
        lengths += (
            [1]
            if activity.kind == "strand" and any(r.kind == "strand" and r.slot_id in visits for r in school.pattern)
            else []
        )
    return one.fee * max(min(lengths), one.min_sessions_visit) if lengths else None


def _date(one: Instructor) -> str:
    return one.cleared_until.isoformat() if one.cleared_until else ""


def _rooms(school: School, lang: Lang, known: tuple[Shortage, ...]) -> Iterator[str]:
    """Activities that want a kind of room which there is not, but those of which a shortage says it."""
    tags = {tag for room in school.rooms for tag in room.kinds}
    none = {str(short.args.get("kinds")) for short in known if short.key == "room.none"}
    lacking = (s for s in known if s.key == "tutoring.room.kind" or (s.key == "rooms.week" and not s.available))
    told = {one for short in lacking for one in str(short.args["activities"]).split(";")}
    for activity in school.activities:
        if ";".join(activity.room_kinds) in none and activity.kind in ("homework", "strand"):
            told.add(activity.activity_id)
    by_kinds: dict[tuple[str, ...], list[str]] = {}
    for activity in school.activities:
        wanted = () if activity.activity_id in told else tuple(activity.room_kinds)
        if wanted and not tags & set(wanted):
            by_kinds.setdefault(wanted, []).append(_chosen(school, activity.activity_id, lang))
    for kinds, names in by_kinds.items():
        yield say(lang, "shortages.note.room_kinds", activities=listing(lang, names), kinds=listing(lang, kinds))


def _chosen(school: School, activity_id: str, lang: Lang) -> str:
    """The activity, with how many students have it on a list."""
    name, wish = activity_name(lang, school, activity_id), _wishing(school, activity_id)
    return say(lang, "shortages.note.chosen", activity=name, count=wish) if wish else name


def _wishing(school: School, activity_id: str) -> int:
    return len({row.student_id for row in school.choices if row.activity_id == activity_id})


def _leaderless(school: School, staff: Staff, lang: Lang, known: tuple[Shortage, ...]) -> Iterator[str]:
    """Clubs that nobody has among their skills, but those of which a shortage says it."""
    told = {one for short in known for one in str(short.args.get("activities", "")).split(";") if short.kind == "seats"}
    for activity in school.activities:
        if activity.kind == "club" and activity.activity_id not in told and not staff.skilled(activity):
            one = activity.activity_id
            wish = _wishing(school, one)
            wanted = say(lang, "shortages.note.wanted", count=wish) if wish else ""
            key = "shortages.note.no_teacher" if activity.teacher_only else "shortages.note.no_skill"
            yield say(lang, key, activity=activity_name(lang, school, one), id=one, wanted=wanted)


def _childcare(school: School, staff: Staff, lang: Lang, known: tuple[Shortage, ...]) -> Iterator[str]:
    """Rooms for teachers' children that can never open, or take nobody in; but those of which a shortage says it."""
    told = {room for short in known for room in str(short.args.get("unmanned", "")).split(";")}
    carers = any(CHILDCARE_SKILL in t.skills for t in school.teachers)
    unmanned = [r.room_id for r in school.childcare_rooms if r.carers and r.places and not carers]
    empty = [r.room_id for r in school.childcare_rooms if not r.places]
    untold = [room for room in unmanned if room not in told]
    for key, rooms in (("unmanned", untold), ("empty", empty)):
        if rooms:
            named = listing(lang, [childcare_room_name(lang, school, r) for r in rooms], of="rooms")
            whose = _parents(school, _nowhere(school, staff, rooms), lang)
            yield say(lang, f"shortages.note.{key}", rooms=named, skill=CHILDCARE_SKILL, whose=whose)
    yield from _few_carers(school, staff, lang, known, unmanned)
    there = {row.group for row in school.childcare_rooms}
    for group in dict.fromkeys(c.group for c in school.childcare if c.may_use_room and c.group not in there):
        kind, whose = say(lang, f"shortages.note.group_{group}"), _parents(school, {group}, lang)
        yield say(lang, "shortages.note.no_childcare_room", group=kind, whose=whose)


def _few_carers(
    school: School, staff: Staff, lang: Lang, known: tuple[Shortage, ...], unmanned: Collection[str]
) -> Iterator[str]:
    """Rooms with some carers, but never enough at once; where enough teachers are carers, with what keeps these from coming. Not
    where it follows from limits that a shortage tells."""
    idle = {who for short in known if short.key == "idle_staff" for who in short.names}
    lines = (str(short.args.get(name, "")) for short in known for name in ("uncared", "unmanned"))
    uncared = {room for line in lines for room in line.split(";")}
    carers = [one.teacher_id for one in school.teachers if CHILDCARE_SKILL in one.skills]
    for room in school.childcare_rooms:
        slots = room.slots or tuple(school.slot_by_id)
        at_once = max((staff.most_carers(s) for s in slots), default=0)
        if not room.places or room.room_id in (*unmanned, *uncared) or room.carers <= at_once:
            continue
        if at_once + len(idle & set(carers)) >= room.carers:
            continue
        blanks = {"rooms": childcare_room_name(lang, school, room.room_id), "carers": room.carers, "count": at_once}
        blanks |= {"whose": _parents(school, _nowhere(school, staff, [room.room_id]), lang), "skill": CHILDCARE_SKILL}
        enough = len(carers) >= room.carers
        told = kept_words(kept_carers(staff, slots), lang, school, lambda _: say(lang, "shortages.among_carers"))
        blanks["kept"] = told if enough else ""
        yield say(lang, f"shortages.note.{'kept' if enough else 'few'}_carers", able=len(carers), **blanks)


def _nowhere(school: School, staff: Staff, rooms: Collection[str]) -> set[str]:
    """The groups of the rooms for which no room at all can open."""
    groups = {row.group for row in school.childcare_rooms if row.room_id in rooms}
    return groups - {group for (group, _), places in staff.places.items() if places}


def _parents(school: School, groups: Collection[str], lang: Lang) -> str:
    """Whose children of these groups have nowhere to be."""
    waiting = [c.teacher_id for c in school.childcare if c.group in groups and c.may_use_room]
    people = listing(lang, [person_name(school, p) for p in dict.fromkeys(waiting)], of="people")
    return say(lang, "shortages.note.parents", people=people) if people else ""
