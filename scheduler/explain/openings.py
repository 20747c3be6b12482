"""What a club that opens takes from others, in the plan that was found with it; which others it can never stand beside."""

from collections import Counter
from collections.abc import Iterable, Sequence

from models.plan import Session
from models.services import Activity
from scheduler.explain.facts import Facts, Said, Value
from scheduler.explain.impossible import ever_free
from scheduler.messages import say
from scheduler.messages.names import class_name, listing, room_name
from scheduler.whatif import WhatIf

_LAST = 10**9


def closings(facts: Facts, answer: WhatIf, block: str) -> Iterable[Said]:
    """The clubs that have fewer sections in the answer's plan, with how many children are in them now: a statement for each time,
    that of ``block`` first."""
    fewer = _fewer(facts, answer)
    for time in sorted(
        {time for _, time, _ in fewer}, key=lambda time: (time != block, list(facts.school.blocks).index(time))
    ):
        yield from _closing(facts, answer, [club for club in fewer if club[1] == time], time)


Club = tuple[str, str, str | None]
"""A club with its time; of a class club also the class, as each class has its own."""


def _fewer(facts: Facts, answer: WhatIf) -> list[Club]:
    """Those that have fewer sections in the answer's plan."""

    def clubs(sessions: Iterable[Session]) -> Counter[Club]:
        return Counter(_club(facts, s) for s in sessions if s.kind == "club")

    if answer.plan is None:
        return []
    now, then = clubs(facts.plan.sessions), clubs(answer.plan.sessions)
    return [club for club, count in now.items() if then[club] < count]


def _club(facts: Facts, session: Session) -> Club:
    scope = facts.school.activity_by_id[session.activity_id].scope
    return session.activity_id, session.block, session.class_id if scope == "class" else None


def _closing(facts: Facts, answer: WhatIf, clubs: Sequence[Club], block: str) -> Iterable[Said]:
    """Those of one time: first all that are not held any more, then each that has fewer sections."""
    every = answer.plan.sessions if answer.plan else ()
    now = {club: [s for s in facts.plan.sessions if _club(facts, s) == club] for club in clubs}
    then = {club: [s for s in every if _club(facts, s) == club] for club in clubs}
    inside = {club: sum(s.enrolled for s in now[club]) for club in clubs}
    gone = [club for club in clubs if not then[club]]
    if gone:
        where = _where_to(facts, answer, [s for club in gone for s in now[club]], block)
        numbers = {"count": len(gone), "students": sum(inside[club] for club in gone)}
        named = [
            say(facts.lang, "explain.closing.club", club=_named(facts, club), students=inside[club]) for club in gone
        ]
        names = listing(facts.lang, [_named(facts, gone[0])] if len(gone) == 1 else named, len(named))
        key = "closes.one" if len(gone) == 1 else "closes.several"
        yield facts.said(key, 0, block=facts.block(block), clubs=names, **numbers, **where)
    for club in [club for club in clubs if then[club]]:
        numbers = {"fewer": len(now[club]) - len(then[club]), "students": inside[club]}
        numbers["left"] = sum(s.enrolled for s in then[club])
        yield facts.said("closes.fewer", block=facts.block(block), club=_named(facts, club), **numbers)


def _where_to(facts: Facts, answer: WhatIf, closed: Sequence[Session], block: str) -> dict[str, Value]:
    """What becomes of the children in sections that close, in the answer's plan: how many are in another club at that time, and how
    many in none."""
    ids = {session.session_id for session in closed}
    there = {row.student_id for row in facts.plan.placements if row.session_id in ids}
    rows = [row for row in answer.plan.placements if row.block == block] if answer.plan else []
    without = sum(row.student_id in there and row.activity_id is None for row in rows)
    numbers = {"moved": len(there) - without, "without": without}
    kind = "split" if all(numbers.values()) else "none" if without else "all"
    students = len(there)
    return {"where": say(facts.lang, f"explain.closing.where_{kind}", students=students, **numbers), **numbers}


def _named(facts: Facts, club: Club) -> str:
    activity_id, _, class_id = club
    name = facts.activity(activity_id)
    return (
        name
        if class_id is None
        else say(facts.lang, "explain.closing.of_class", activity=name, school_class=class_name(facts.lang, class_id))
    )


def in_block(facts: Facts, activity_id: str, block: str) -> str:
    """A club with its block."""
    return say(facts.lang, "explain.closing.elsewhere", block=facts.block(block), activity=facts.activity(activity_id))


def cannot_both(facts: Facts, activity: Activity, block: str, depth: int) -> Iterable[Said]:
    """Of the clubs that are held in the block, those that close for this one in every plan: both need one room, or one person."""
    held = dict.fromkeys(s.activity_id for s in facts.plan.sessions if (s.kind, s.block) == ("club", block))
    for other_id in held:
        other = facts.school.activity_by_id[other_id]
        if "class" in (activity.scope, other.scope):
            continue
        students = sum(s.enrolled for s in facts.sections(other_id, block))
        names: dict[str, Value] = {"activity": activity.name, "other": other.name, "students": students}
        rooms = {room for club in (activity, other) for room in _rooms(facts, club, block)}
        people = {person for club in (activity, other) for person in _leaders(facts, club, block)}
        names["seats"] = _fewer_seats(facts, activity, block, students)
        if len(rooms) == 1 and facts.school.room_by_id[next(iter(rooms))].groups == 1:
            yield facts.said("club.one_room", depth, room=room_name(facts.school, next(iter(rooms))), **names)
        elif len(people) == 1:
            yield facts.said("club.one_leader", depth, person=facts.person(next(iter(people))), **names)


def _fewer_seats(facts: Facts, activity: Activity, block: str, students: int) -> str:
    """That one section of a club, in whatever room, has not seats enough for so many; nothing where it has."""
    largest = max((facts.school.room_by_id[room].capacity for room in _rooms(facts, activity, block)), default=0)
    seats = largest if activity.max_size is None else min(largest, activity.max_size)
    fewer = students - seats
    return say(facts.lang, "explain.seats_fewer", activity=activity.name, seats=seats, fewer=fewer) if fewer > 0 else ""


def _rooms(facts: Facts, activity: Activity, block: str) -> Iterable[str]:
    """The rooms in which a section can be in any plan."""
    slots = set(facts.school.blocks[block].slots)
    for room in facts.offers.rooms_for(activity, None):
        if room.groups and room.capacity >= max(1, activity.min_size) and not slots & set(room.unavailable):
            yield room.room_id


def _leaders(facts: Facts, activity: Activity, block: str) -> list[str]:
    """Those who can lead it in any plan."""
    return [p for p in facts.people.candidates(activity) if ever_free(facts.school, facts.week, p, block) is None]


def listed(
    facts: Facts, activity: Activity, block: str, depth: int, own: str | None = None, *, proven: bool = False
) -> list[Said]:
    """What became of those who listed it, of class ``own`` where it is a class club; nothing where nobody did. ``proven``: it would
    do more harm than good."""
    numbers = who_listed(facts, activity, block, own)
    total = sum(numbers.values())
    if not total:
        return []
    parts = [say(facts.lang, f"explain.listed.{name}", count=count) for name, count in numbers.items() if count]
    fewest = max(1, activity.min_size)
    enough = not activity.fallback and (own or activity.scope == "school") and numbers["gain"] < fewest
    few = say(facts.lang, "explain.listed.few", fewest=fewest) if enough else ""
    told = say(facts.lang, "explain.and").join(parts)
    key = "club.not_worth" if proven else "club.listed"
    return [facts.said(key, depth, count=total, told=told, few=few, **numbers)]


def who_listed(facts: Facts, activity: Activity, block: str, own: str | None = None) -> dict[str, int]:
    """Of those who have the club on their list for the block: how many have what they want more (``content``), how many have
    the club itself at another time, where nobody has it twice (``elsewhere``), and how many would get a higher choice (``gain``)."""
    school, found = facts.school, Counter({"content": 0, "elsewhere": 0, "gain": 0})
    for student_id, blocks in school.attended.items():
        ranks = school.ranks(student_id, block) if block in blocks else {}
        if activity.activity_id not in ranks or own not in (None, school.student_by_id[student_id].class_id):
            continue
        other = any(facts.place.get((student_id, b)) == activity.activity_id for b in blocks if b != block)
        if ranks.get(facts.place.get((student_id, block)) or "", _LAST) < ranks[activity.activity_id]:
            found["content"] += 1
        else:
            found["elsewhere" if other and school.nothing_twice(student_id) else "gain"] += 1
    return dict(found)


def who_joins(facts: Facts, answer: WhatIf, activity: Activity, block: str) -> Iterable[Said]:
    """How many are in the club in the answer's plan, who leads it, and where."""
    plan = answer.plan
    mine = [s for s in plan.sessions if (s.activity_id, s.block) == (activity.activity_id, block)] if plan else []
    if mine:
        people = listing(facts.lang, list(dict.fromkeys(facts.person(s.leader_id) for s in mine)), of="people")
        rooms = listing(facts.lang, list(dict.fromkeys(room_name(facts.school, s.room_id) for s in mine)), of="rooms")
        joined = sum(s.enrolled for s in mine)
        yield facts.said("club.would", activity=activity.name, people=people, rooms=rooms, joined=joined)
