"""Students of a block none of whose clubs can run: what stands against each of these clubs, and what would help."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import networkx as nx

from models.school import School
from models.services import Activity
from scheduler.shortages.kept import kept, why_idle
from scheduler.shortages.rooms import roomless
from scheduler.shortages.shortage import Shortage
from scheduler.shortages.staff import Staff

#: Causes that are about people or rooms who are named.
_OF_PEOPLE = ("cleared", "least", "few", "child", "away", "visit", "away_visit")
_OF_ROOMS = ("room_closed", "room_groups", "room_idle", "room_small")
#: A club, its class (blank: any), and how many students could be in it.
Wish = tuple[Activity, str, int]
#: Students who could be in exactly the same clubs.
Crowd = tuple[Sequence[Wish], Sequence[str]]


def why(school: School, staff: Staff, wish: Wish, slots: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """Why a club cannot run at all in these slots, and who or which rooms that is about: ``skill``, ``skill_teacher``; ``cleared``, ``least``, ``few``, ``child``,
    ``away``, ``visit``, ``away_visit``, ``limit:…``, ``both:…`` or ``leader`` of those who could lead it; ``size``; ``sections``, ``places`` or ``nothing`` of what is 0, with ``_size`` where they are too few as well; ``room`` with the cause."""
    activity, class_id, count = wish
    times, acts = frozenset(slots), frozenset((activity.activity_id,))
    if not staff.skilled(activity):
        return ("skill_teacher" if activity.teacher_only else "skill"), ()
    if not staff.leaders_through(times, acts):
        return _unled(staff, acts, times)
    few = count < activity.min_size
    if not activity.max_sections or activity.max_size == 0:
        zero = "places" if activity.max_sections else "sections" if activity.max_size != 0 else "nothing"
        return (f"{zero}_size" if few else zero), ()
    if few:
        return "size", ()
    cause, rooms = roomless(school, activity, class_id, times)
    return (f"room_{cause}" if cause else "room"), rooms


def _unled(staff: Staff, acts: frozenset[str], slots: frozenset[str]) -> tuple[str, tuple[str, ...]]:
    """The one thing that keeps all of those away who could lead it, with these people; else what :func:`why_idle` says."""
    found = kept(staff, [(acts, slots)])
    people = {
        name.removeprefix("kept_"): tuple(str(ids).split(";"))
        for name, ids in found.items()
        if name not in ("kept_slots", "kept_span")
    }
    only = next(iter(people), "")
    if len(people) == 1 and only in ("cleared", "least", "few", "barred", "child"):
        return "child" if only == "barred" else only, people[only]
    if people and set(people) <= {"away", "visit"}:
        return "away_visit" if len(people) > 1 else only, tuple(one for some in people.values() for one in some)
    return why_idle(staff, acts, slots), ()


def shortages(
    school: School, staff: Staff, block: str, crowds: Sequence[Crowd], *, others: Callable[[Sequence[str]], bool]
) -> Iterator[Shortage]:
    """Of the students' lists nothing can run: each crowd the clubs that it could be in and its students. Crowds with a cause in common are told
    together, all others by themselves. ``others``: whether any club that runs is
    for the grade of one of the students."""
    slots = school.blocks[block].slots
    wishes: dict[tuple[str, str], Wish] = {}
    for wish in (wish for some, _ in crowds for wish in some):
        wishes[wish[0].activity_id, wish[1]] = wish
    found = {club: why(school, staff, wish, slots) for club, wish in sorted(wishes.items())}
    graph: nx.Graph[Any] = nx.Graph()
    for number, (some, _) in enumerate(crowds):
        graph.add_edges_from((number, found[wish[0].activity_id, wish[1]][0]) for wish in some)
    for part in nx.connected_components(graph):
        mine = [crowds[number] for number in sorted(node for node in part if isinstance(node, int))]
        clubs = {(wish[0].activity_id, wish[1]) for some, _ in mine for wish in some}
        students = tuple(sorted(one for _, here in mine for one in here))
        causes = [(club, wishes[club][2], *found[club]) for club in sorted(clubs)]
        yield _shortage(block, causes, students, span=len(slots), others=others(students))


def _shortage(
    block: str,
    clubs: Iterable[tuple[tuple[str, str], int, str, tuple[str, ...]]],
    students: tuple[str, ...],
    *,
    span: int,
    others: bool,
) -> Shortage:
    """``clubs``: each with how many students could be in it, its cause, and whom or what that is about."""
    causes: dict[tuple[str, str], tuple[str, ...]] = {}
    most: dict[tuple[str, str], int] = {}
    for (activity_id, _), wish, cause, about in clubs:
        pair = activity_id, cause
        causes[pair] = (*causes.get(pair, ()), *about)
        most[pair] = max(wish, most.get(pair, 0))
    for activity_id, cause in list(causes):  # of classes one may have too few besides, another not
        if (activity_id, f"{cause}_size") in causes:
            del causes[activity_id, cause]
    pairs = sorted(causes)
    args: dict[str, str | int] = {"block": block, "students": ";".join(students), "count": len(students)}
    args |= {"activities": ";".join(a for a, _ in pairs), "causes": ";".join(cause for _, cause in pairs)}
    args["wishes"] = ";".join(str(most[pair]) for pair in pairs)
    for cause in (*_OF_PEOPLE, *_OF_ROOMS):
        args[f"idle_{cause}"] = ";".join(
            dict.fromkeys(one for pair in pairs if pair[1] == cause for one in causes[pair])
        )
    args |= {"span": span, "others": int(others)}
    return Shortage("seats", "seats.none", tuple(dict.fromkeys(a for a, _ in pairs)), len(students), 0, args)
