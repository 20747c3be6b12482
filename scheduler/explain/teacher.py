"""Why a person has the sessions and duties that they have."""

from collections.abc import Iterable

from models.people import Instructor, Teacher
from models.plan import Session
from scheduler.explain.cost import legends
from scheduler.explain.days import by_day
from scheduler.explain.facts import Facts, Said
from scheduler.explain.fixed import Hold, fixed_by, only_with_another
from scheduler.explain.load import load_of
from scheduler.explain.rounds import explain_rounds
from scheduler.explain.swap import Found, difference, escort_with, led_by, no_seat, no_seat_then
from scheduler.explain.swapped import Told, outcome, swaps
from scheduler.messages import say
from scheduler.messages.names import listing, weekday_name
from scheduler.reasons.cause import Cause, grouped

SWAPS = 2
"""So many others are looked at for a session, those with the least to do first."""

MOST_BROKEN = 4
MOST_TRIED = 12
"""After so many who only seemed to be free nobody else is looked at: the first, where somebody else was found."""

ENGAGED = {"unavailable", "cannot_come", "busy_class", "busy_with", "caring", "has_duties"}
"""Causes that keep a person from the very time: they are counted, and nobody is named. All others who could not are."""


def explain_person(facts: Facts, person_id: str) -> list[Said]:
    """Their load beside the average, every session and the reason for it, their duties, and what children keep them from."""
    school = facts.school
    found = [facts.said("teacher.head", person=facts.person(person_id))]
    teacher = school.teacher_by_id.get(person_id)
    if teacher:
        found += load_of(facts, teacher)
    instructor = school.instructor_by_id.get(person_id)
    if instructor:
        found += _visits(facts, instructor)
    for sessions in _alike(facts, person_id):
        found += _together(facts, person_id, sessions)
    found += _cares(facts, person_id)
    found += explain_rounds(facts, person_id)
    found += _children(facts, teacher) if teacher else []
    return [*legends(facts, found), *found]


def _visits(facts: Facts, instructor: Instructor) -> Iterable[Said]:
    """How many slots a week an instructor comes for, how many they may, and what they cost; that their check ends too early, where
    they come for none for that."""
    work = facts.held.slots_in_week(instructor.instructor_id)
    limit, fee = instructor.max_sessions_week, instructor.fee
    yield facts.said("teacher.external", 1, work=work, limit=limit, fee=fee, total=work * fee)
    end, until = facts.school.term.end, instructor.cleared_until
    if until is not None and until < end:
        yield facts.said("teacher.not_cleared", 1, until=until.isoformat(), end=end.isoformat())


def _alike(facts: Facts, person_id: str) -> list[list[Session]]:
    """Their sessions by the week, those of one activity and class together."""
    mine = [s for s in facts.plan.sessions if person_id in (s.leader_id, s.escort_id)]
    by_kind: dict[tuple[str, str | None, bool], list[Session]] = {}
    for session in sorted(mine, key=lambda s: (s.weekday, s.start, s.session_id)):
        kind = session.activity_id, session.class_id, session.escort_id == person_id
        by_kind.setdefault(kind, []).append(session)
    return list(by_kind.values())


def _together(facts: Facts, person_id: str, sessions: list[Session]) -> list[Said]:
    """Sessions of one kind: the reasons that all of them have, then those of each by its day."""
    first = sessions[0]
    escort = first.escort_id == person_id
    key = "teacher.escort" if escort else "teacher.class_session" if first.class_id else "teacher.session"
    times = listing(facts.lang, [facts.block(s.block) for s in sessions], len(sessions))
    what = {"when": times, "activity": facts.activity(first.activity_id)}
    if first.class_id and not escort:
        what["school_class"] = first.class_id
    head = facts.said(key, 1, **what)
    reasons = [_reasons(facts, person_id, session, escort) for session in sessions]
    days = [weekday_name(facts.lang, s.weekday) for s in sessions]
    names = days if len(set(days)) == len(days) else [facts.block(s.block) for s in sessions]
    return [head, *by_day(facts, names, reasons)]


def _reasons(facts: Facts, person_id: str, session: Session, escort: bool) -> Iterable[Said]:
    """Every reason that holds; where others were free, what the session would be worth with them."""
    activity = facts.school.activity_by_id[session.activity_id]
    hold, fixed = ("", []) if escort else fixed_by(facts, session, person_id)
    yield from fixed
    yield from _ties(facts, person_id, session, escort)
    if hold == "session":
        return  # nobody else can
    able = [t.teacher_id for t in facts.school.teachers] if escort else list(facts.people.candidates(activity))
    others = [p for p in able if p != person_id]
    causes = [(p, _why_not(facts, session, p, escort=escort)) for p in others]
    free = [p for p, cause in causes if cause is None]
    skilled = activity.needs_skill and not escort
    if not others:
        yield facts.said("reason.only_skill", 2, activity=activity.name)
    elif not free:
        blocked: list[tuple[str, Cause]] = [(p, cause) for p, cause in causes if cause]
        who = grouped(facts.lang, blocked, facts.offers.name_of)
        yield facts.said("reason.only_free" if skilled else "reason.nobody_else", 2, who=who, count=len(blocked))
    else:
        idle = [(p, cause) for p, cause in causes if cause and cause.key not in ENGAGED]
        yield from _swaps(facts, session, free, idle, escort, hold)
        rest = len(others) - len(free) - len(idle)
        if rest:
            yield facts.said("reason.rest_skilled" if skilled else "reason.rest", 2, count=rest)


def _ties(facts: Facts, person_id: str, session: Session, escort: bool) -> Iterable[Said]:
    """What ties the person to the session: their class, what they wish."""
    tie = "" if escort else _tie(facts, person_id, session)
    if tie:
        yield facts.said(f"reason.{tie}", 2)
    teacher = facts.school.teacher_by_id.get(person_id)
    if teacher and set(session.slots) <= set(teacher.prefer):
        yield facts.said("reason.prefers", 2)
    if teacher and set(session.slots) & set(teacher.avoid):
        yield facts.said("reason.avoids", 2)


def _tie(facts: Facts, person_id: str, session: Session) -> str:
    """What a person is to the class of a homework session: ``head``, ``teaches`` or ``stranger``; blank for other sessions."""
    if session.kind != "homework" or session.class_id is None:
        return ""
    if facts.school.class_by_id[session.class_id].head_teacher == person_id:
        return "head"
    teaches = any((row.teacher_id, row.class_id) == (person_id, session.class_id) for row in facts.school.teaching)
    return "teaches" if teaches else "stranger"


def _why_not(facts: Facts, session: Session, person: str, *, escort: bool) -> Cause | None:
    cause = facts.people.why_not(person, session.slots)
    return cause or (no_seat(facts, session, person, escort=escort) if person in facts.school.teacher_by_id else None)


def _swaps(
    facts: Facts, session: Session, free: list[str], unable: list[tuple[str, Cause]], escort: bool, hold: Hold
) -> Iterable[Said]:
    """What would change with one of those who were free, each by a check of the whole plan; who only seems to be free.

    ``unable``: those who have nothing else to do then, and yet cannot. ``hold``: how a pin holds the one who has the session; one
    that this alone keeps would be broken by everybody.
    """
    if hold == "open":
        yield only_with_another(facts, session.leader_id, free)
        yield from _broken(facts, unable)
        return
    looked: list[tuple[str, Found]] = []
    broken: list[tuple[str, Cause]] = []
    for person in sorted(free, key=lambda p: (_periods(facts, p), p)):
        found = difference(facts, led_by(facts, session, person, escort=escort))
        if isinstance(found, Cause):
            broken.append((person, found))
        else:
            looked.append((person, found))
        if len(looked) == SWAPS or len(broken) >= (MOST_BROKEN if looked else MOST_TRIED):
            break
    count = len(free) - len(broken)
    if count and not looked:
        yield facts.said("reason.unseen", 2, count=count)
    elif count:
        key = "reason.others_some" if len(looked) < count else "reason.others_free"
        yield facts.said(key, 2, count=count, looked=len(looked))
        yield from _told(facts, session, looked, escort)
    yield from _broken(facts, [*unable, *broken])


def _broken(facts: Facts, every: list[tuple[str, Cause]]) -> Iterable[Said]:
    """Those who have nothing else to do then, and yet cannot."""
    if every:
        yield facts.said("reason.broken", 2, who=grouped(facts.lang, every, facts.offers.name_of), count=len(every))


def _told(facts: Facts, session: Session, looked: list[tuple[str, Found]], escort: bool) -> Iterable[Said]:
    one = (session.escort_id if escort else session.leader_id) or ""
    n = len(session.slots)

    def named(person: str) -> list[str]:
        tie = "" if escort else _tie(facts, person, session)
        return [say(facts.lang, f"explain.tie.{tie}")] if tie else []

    def changing(person: str, more: int) -> str:
        now = _periods(facts, person)
        return say(facts.lang, "explain.periods", now=now, then=now + more)

    def beside(person: str, notes: list[str]) -> str:
        return (
            say(
                facts.lang,
                "explain.beside",
                name=facts.person(person),
                notes=say(facts.lang, "explain.and").join(notes),
            )
            if notes
            else facts.person(person)
        )

    def counted(person: str, found: Found) -> bool:
        teachers = {one, person} <= set(facts.school.teacher_by_id)
        return teachers and outcome(found, {}) == "worse.fairness"

    def tell(person: str, found: Found) -> Told:
        key = outcome(found, {"fairness": "worse.uneven"})
        kept = None if escort else escort_with(facts, session, person)
        if kept:
            return key, say(facts.lang, "explain.escorted", name=facts.person(person), escort=facts.person(kept))
        return key, beside(person, named(person))

    yield from swaps(facts, [(p, found) for p, found in looked if not counted(p, found)], 3, tell, facts.person(one))
    less_even = [p for p, found in looked if counted(p, found)]
    if less_even:
        names = listing(facts.lang, [beside(p, [*named(p), changing(p, n)]) for p in less_even], of="people")
        other = say(facts.lang, "explain.periods_of", name=facts.person(one), change=changing(one, -n))
        yield facts.said("swap.worse.fairness", 3, names=names, other=other, count=len(less_even))


def _periods(facts: Facts, person: str) -> int:
    """Slots after school and, of a teacher, periods in the daytime: what they work in a week."""
    teacher = facts.school.teacher_by_id.get(person)
    return facts.held.slots_in_week(person) + (teacher.day_load if teacher else 0)


def _cares(facts: Facts, person_id: str) -> Iterable[Said]:
    for row in facts.plan.carers:
        if row.teacher_id == person_id:
            yield facts.said("teacher.care", 1, when=facts.slot(row.slot_id), room=row.room_id)


def _children(facts: Facts, teacher: Teacher) -> Iterable[Said]:
    """The slots that they do not work because of a child, by what stands against each."""
    worked = facts.held.tasks.get(teacher.teacher_id, {})
    by_words: dict[str, list[str]] = {}
    for slot_id in facts.school.slot_by_id:
        if slot_id in worked:
            continue
        cause = facts.people.why_not_teacher(teacher, (slot_id,)) or no_seat_then(facts, teacher.teacher_id, slot_id)
        if cause and cause.key.startswith("child"):
            by_words.setdefault(cause.words(facts.lang, False), []).append(facts.slot(slot_id))
    for why, slots in by_words.items():
        yield facts.said("teacher.child", 1, slots=listing(facts.lang, slots, 12), why=why)
