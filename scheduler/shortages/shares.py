"""How many of some sessions each of a few people can lead in a week, and what keeps them from more."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence

from models.people import Instructor, Teacher
from models.school import School
from scheduler.messages import Lang, say
from scheduler.messages.names import listing, person_name, slot_name
from scheduler.shortages.staff import Staff

#: Of more people it is not told one by one.
_FEW = 5


def shares(staff: Staff, names: Sequence[str], slots: Iterable[str], available: int) -> dict[str, str | int]:
    """``shares``: the most that each of ``names`` can lead in these slots, if there are few of them and the sum is ``available``."""
    times = tuple(slots)
    found = [_most(staff, one, times) for one in names]
    if not 1 <= len(names) <= _FEW or sum(found) != available:
        return {}
    return {"shares": ";".join(map(str, found))}


def _free(staff: Staff, who: str, slots: Sequence[str]) -> list[str]:
    free = staff.free.get(who) or staff.visits.get(who, frozenset())
    return [slot for slot in slots if slot in free]


def _most(staff: Staff, who: str, slots: Sequence[str]) -> int:
    return min([len(_free(staff, who, slots)), *(most for most, _ in _limits(staff, who, slots).values())])


def _limits(staff: Staff, who: str, slots: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Of each limit how many of the slots it leaves, and its size."""
    one = staff.school.teacher_by_id.get(who)
    if one is None:
        most = next(i.max_sessions_week for i in staff.school.instructors if i.instructor_id == who)
        return {"cap": (most, most)}
    days = Counter(staff.school.slot_by_id[slot].weekday for slot in _free(staff, who, slots))
    found = {
        "day": (sum(min(n, one.max_sessions_day) for n in days.values()), one.max_sessions_day),
        "week": (one.max_sessions_week, one.max_sessions_week),
    }
    if one.max_load is not None:
        left = max(0, one.max_load - one.day_load)
        found["load"] = (left, left)
    return found


def share_words(
    shares: dict[str, str], slots: Sequence[str], lang: Lang, school: School, parents: Container[str] = ()
) -> str:
    """Each of the people with their share, and why it is no more; ``parents``: of whom it is told besides when they must fetch a child."""
    staff, people = Staff(school), {one.teacher_id: one for one in school.teachers}
    hired = {one.instructor_id: one for one in school.instructors}
    said: list[str] = []
    for who, count in shares.items():
        told = who in parents
        reasons = listing(lang, list(_reasons(staff, people.get(who) or hired[who], who, slots, lang, told=told)))
        why = say(lang, "shortages.share_why", why=reasons) if reasons else ""
        said.append(say(lang, "shortages.share", name=person_name(school, who), count=int(count), why=why))
    return say(lang, "shortages.shares", shares=listing(lang, said))


def _reasons(
    staff: Staff, one: Teacher | Instructor, who: str, slots: Sequence[str], lang: Lang, *, told: bool
) -> Iterator[str]:
    free = _free(staff, who, slots)
    closed = [s for s in slots if (s in one.unavailable if isinstance(one, Teacher) else s not in one.available)]
    fetching = [s for s in slots if isinstance(one, Teacher) and s not in (*free, *closed)]
    for name, some in (("away", closed), ("child", fetching)):
        if some:
            times = listing(lang, [slot_name(lang, staff.school, slot) for slot in some])
            short = name == "child" and told
            yield (
                say(lang, "shortages.share_child_short") if short else say(lang, f"shortages.share_{name}", slots=times)
            )
    limits = _limits(staff, who, slots)
    least = min(most for most, _ in limits.values())
    for limit, (most, size) in limits.items():
        if most == least < len(free):
            yield say(lang, "shortages.share_limit", column=say(lang, f"shortages.limit.{limit}"), size=size)
