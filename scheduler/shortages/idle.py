"""Students of a block none of whose clubs can run: what stands against each of these clubs, and what would help."""

from collections.abc import Iterable

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


def shortage(
    school: School, staff: Staff, block: str, wishes: Iterable[Wish], students: Iterable[str], *, others: bool
) -> Shortage:
    """The students together: of what can run, their lists have nothing in common. ``others``: whether any club can run."""
    slots, named = school.blocks[block].slots, tuple(sorted(students))
    causes: dict[tuple[str, str], tuple[str, ...]] = {}
    for wish in wishes:
        cause, about = why(school, staff, wish, slots)
        causes[wish[0].activity_id, cause] = (*causes.get((wish[0].activity_id, cause), ()), *about)
    for activity_id, cause in list(causes):  # of classes one may have too few besides, another not
        if (activity_id, f"{cause}_size") in causes:
            del causes[activity_id, cause]
    pairs = sorted(causes)
    args: dict[str, str | int] = {"block": block, "students": ";".join(named), "count": len(named)}
    args |= {"activities": ";".join(a for a, _ in pairs), "causes": ";".join(cause for _, cause in pairs)}
    for cause in (*_OF_PEOPLE, *_OF_ROOMS):
        args[f"idle_{cause}"] = ";".join(
            dict.fromkeys(one for pair in pairs if pair[1] == cause for one in causes[pair])
        )
    args |= {"span": len(slots), "others": int(others)}
    return Shortage("seats", "seats.none", tuple(dict.fromkeys(a for a, _ in pairs)), len(named), 0, args)
