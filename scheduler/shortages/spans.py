"""Teachers who may have no session at all, and blocks of several slots that they could lead but for their limits: told once, in
place of what follows from it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from models.people import Teacher
from models.school import School
from scheduler.shortages import needs, sections, times
from scheduler.shortages.kept import capped
from scheduler.shortages.leaders import slot_network
from scheduler.shortages.seats import BlockSeats
from scheduler.shortages.shortage import Shortage
from scheduler.shortages.staff import Staff

#: From so many lines on that follow from it, a limit of none is told in their place.
_MANY = 4
#: What limits of none are to become.
USUAL = {"load": 5, "week": 5, "day": 2}


def with_causes(
    school: School, found: Sequence[Shortage], again: Callable[[School], Iterable[Shortage]]
) -> Iterable[Shortage]:
    """``found``, the shortages of the school. Where many are none any more (``again``) with the usual limits for teachers who may have
    no session at all, these limits in their place, first; then the same of blocks that are longer than limits."""
    idle = [one.teacher_id for one in school.teachers if not Staff.week_limit(one) or not one.max_sessions_day]
    about = [short for short in found if _of_people(short)]
    if idle and len(about) >= _MANY:
        rest = again(_working(school, idle))
        left = {key for short in rest for key in _same(short)}
        gone = [short for short in about if not _same(short) & left]
        if len(gone) >= _MANY:
            found = [_none(school, idle, gone), *(short for short in found if short not in gone)]
    return _with_spans(school, found, again)


def _of_people(short: Shortage) -> bool:
    return short.key == "no_club.twice" or short.kind.startswith(
        ("slot_staff", "slot_strand", "slot_tutoring", "week_", "tutoring", "seats")
    )


def _same(short: Shortage) -> set[tuple[str, ...]]:
    """What tells a shortage from others, but for its size; those of a slot or a week are of all that is short there."""
    slots = {slot for name in ("slot", "slots") for slot in str(short.args.get(name, "")).split(";") if slot}
    if slots and short.kind.startswith(("slot_", "week_")):
        return {(short.kind.split("_")[0], slot) for slot in slots}
    return {(short.kind, *(str(short.args.get(name, "")) for name in ("block", "activity", "student")))}


def _working(school: School, idle: Sequence[str]) -> School:
    """The school with the usual size of those limits that are none for one of these teachers."""
    low = _limits_of_none(school, idle)
    week, day = (USUAL[limit] if limit in low else 0 for limit in ("week", "day"))

    def raised(one: Teacher) -> Teacher:
        load = one.max_load
        if load is not None and "load" in low:
            load = max(load, one.day_load + USUAL["load"])
        most = {
            "max_sessions_week": max(one.max_sessions_week, week),
            "max_sessions_day": max(one.max_sessions_day, day),
        }
        return one.model_copy(update=most | {"max_load": load})

    teachers = (raised(one) if one.teacher_id in idle else one for one in school.teachers)
    return school.replaced(teachers=tuple(teachers))


def _limits_of_none(school: School, idle: Sequence[str]) -> list[str]:
    """Which limits leave one of these teachers nothing."""
    mine = [one for one in school.teachers if one.teacher_id in idle]
    none = {
        "load": any(one.max_load is not None and one.max_load - one.day_load < 1 for one in mine),
        "week": not all(one.max_sessions_week for one in mine),
        "day": not all(one.max_sessions_day for one in mine),
    }
    return [limit for limit, so in none.items() if so]


def _none(school: School, idle: Sequence[str], gone: Sequence[Shortage]) -> Shortage:
    """Teachers who may have no session, by which limit: ``load``, ``week``, ``day``; and how many shortages follow from it."""
    by = {
        "load": [
            t.teacher_id for t in school.teachers if t.teacher_id in idle and t.max_sessions_week and t.max_sessions_day
        ],
        "week": [t.teacher_id for t in school.teachers if not t.max_sessions_week],
        "day": [t.teacher_id for t in school.teachers if t.max_sessions_week and not t.max_sessions_day],
    }
    needed, available = len(school.teachers), len(school.teachers) - len(idle)
    args: dict[str, str | int] = {"people": ";".join(idle), "count": len(idle), "lines": len(gone), "all": needed}
    args["raised"] = ";".join(_limits_of_none(school, idle))
    args |= {f"by_{limit}": len(who) for limit, who in by.items()} | {"needed": needed, "available": available}
    return Shortage("limits", "idle_staff", tuple(idle), needed, available, args)


def _with_spans(
    school: School, found: Sequence[Shortage], again: Callable[[School], Iterable[Shortage]]
) -> Iterable[Shortage]:
    """Where the shortages of a block are none any more once the limits of the teachers whom nothing else keeps from it are as long
    as the block, these limits in their place, first."""
    blocks = {block for short in found for block in _blocks(short) if len(school.blocks[block].slots) > 1}
    staff = Staff(school)
    people = {block: who for block in school.blocks if block in blocks and (who := _capped(school, staff, block))}
    if not people:
        return found
    still = {block for short in again(_raised(school, people)) for block in _blocks(short)}
    spans: dict[int, list[str]] = {}
    for block in people:
        if block not in still:
            spans.setdefault(len(school.blocks[block].slots), []).append(block)
    gone = {block for some in spans.values() for block in some}
    causes = [_cause(school, found, some, people) for some in spans.values()]
    others = [short for short in found if not _blocks(short) & gone]
    if causes and any(_weekly(short) for short in others):
        few = {who: "" for cause in causes for who in str(cause.args["few"]).split(";")}
        left = takewhile(_of_leaders, again(_raised(school, dict.fromkeys(gone, few))))
        times = {slot for block in gone for slot in school.blocks[block].slots}
        others = list(_still_short(others, [short for short in left if _weekly(short)], times))
    return [*causes, *others]


def _of_leaders(short: Shortage) -> bool:
    """Those come before all that is asked of rooms."""
    return short.kind.startswith(("block", "slot_", "week_"))


def _weekly(short: Shortage) -> bool:
    return short.kind.startswith("week_") and "slots" in short.args


def _still_short(found: Iterable[Shortage], left: Sequence[Shortage], times: set[str]) -> Iterator[Shortage]:
    """``found`` without what is short in a week no more; in place of what is ``left`` with the sessions at these ``times``, that."""
    told: list[Shortage] = []
    for short in found:
        if not _weekly(short):
            yield short
            continue
        meeting = [one for one in left if _slots(one) & _slots(short)]
        after = next((one for one in meeting if one.key == short.key == "week" and _slots(one) & times), None)
        if meeting and not (after and after in told):
            told += [after] if after else []
            yield replace(after, args=after.args | {"after": 1}) if after else short


def _slots(short: Shortage) -> set[str]:
    return set(str(short.args["slots"]).split(";"))


def _blocks(short: Shortage) -> set[str]:
    """The blocks that lack people or clubs by this shortage."""
    if short.kind == "seats" and "block" in short.args:
        return {str(short.args["block"])}
    if not short.key.startswith("slot"):
        return set()
    whats, ofs = (str(short.args.get(name, "")).split(";") for name in ("whats", "ofs"))
    return {of for what, of in zip(whats, ofs, strict=False) if what == "clubs"}


def _capped(school: School, staff: Staff, block_id: str) -> dict[str, str]:
    """Who could lead one of the clubs that somebody could be in there, but for these limits."""
    block = BlockSeats(school, staff, school.blocks[block_id])
    clubs = frozenset(activity_id for crowd in block.crowds for activity_id, _ in crowd.clubs)
    return capped(staff, clubs, frozenset(school.blocks[block_id].slots)) if clubs else {}


def _raised(school: School, people: dict[str, dict[str, str]]) -> School:
    """No limit of these people is shorter than their longest block."""
    most: dict[str, int] = {}
    for block, some in people.items():
        for who in some:
            most[who] = max(most.get(who, 0), len(school.blocks[block].slots))
    teachers = (_with_limits(one, most.get(one.teacher_id, 0)) for one in school.teachers)
    return school.replaced(teachers=tuple(teachers))


def _with_limits(one: Teacher, least: int) -> Teacher:
    load = one.max_load if one.max_load is None or not least else max(one.max_load, one.day_load + least)
    cells = {"max_sessions_day": max(one.max_sessions_day, least), "max_load": load}
    return one.model_copy(update=cells | {"max_sessions_week": max(one.max_sessions_week, least)})


def _fewest(school: School, blocks: list[str], who: list[str]) -> list[str]:
    """The first of these people, those who can lead most of the clubs first, with whose limits raised the blocks are short of nothing by the
    counts of their own slots; all of them are enough."""
    lost = times.ruled_out(school)
    others = (*needs.homework_needs(school), *needs.strand_slot_needs(school, lost))
    known = [BlockSeats(school, Staff(school), school.blocks[block]) for block in blocks]

    def seats(some: Sequence[str]) -> list[BlockSeats]:
        changed = _raised(school, {blocks[0]: dict.fromkeys(some, "")})
        staff = Staff(changed)
        return [BlockSeats(changed, staff, one.block, one.crowds) for one in known]

    def enough(some: Sequence[str]) -> bool:
        there = seats(some)
        if not all(one.open_to_all() for one in there):
            return False
        for need in (wanted := (*others, *needs.club_needs(tuple(there)))):
            here = [other for other in wanted if other.slots[0][0] == need.slots[0][0]]
            if need.what == "clubs" and slot_network(there[0].staff, here, need.slots[0][0], {}).deficits():
                return False
        return all(one.enough_of("leader") and not any(sections.shortages(one.school, one, ())) for one in there)

    clubs = {activity_id for one in known for crowd in one.crowds for activity_id, _ in crowd.clubs}
    order = sorted(who, key=lambda one: -len(clubs & set(school.teacher_by_id[one].skills)))
    low, high = 0, len(order)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(order[:middle]) else (middle, high)
    return order[:high] if all(one.enough_of("room") for one in seats(order[:high])) else order


def _at_once(short: Shortage, name: str) -> int:
    """The people needed (``needs``) or there (``haves``) in the first slot of a shortage, which may be of several."""
    whole = short.needed if name == "needs" else short.available
    return int(str(short.args.get(name, whole)).split(";")[0])


def _cause(school: School, found: Sequence[Shortage], blocks: list[str], people: dict[str, dict[str, str]]) -> Shortage:
    """``slot``, ``needs``, ``haves``: slots that need more leaders at once than can, who are ``those``, of whom ``stays`` of ``parents_of`` can stay;
    ``childless``: without their children there would be enough. ``lost`` of ``lost_of``:
    students of a block whose clubs nobody can lead, or for whom there are too few of them. ``limits``: of each of the people; ``few``: those
    of them who are enough."""
    mine = [short for short in found if _blocks(short) & set(blocks)]
    slots = [short for short in mine if short.kind.startswith("slot_")]
    seats = [short for short in mine if short.key in ("seats.none", "seats")]
    lost = {block: sum(s.missing for s in seats if s.args["block"] == block) for block in blocks}
    lost = {block: count for block, count in lost.items() if count}
    counted = slots or seats or mine
    slots = [] if lost else slots  # which only count the sections of clubs that can be led at all
    needed, available = (sum(_at_once(one, name) for one in counted) for name in ("needs", "haves"))
    limits = {one: low for block in blocks for one, low in people[block].items()}
    who = sorted(limits)
    args: dict[str, str | int] = {"of_blocks": ";".join(blocks), "span": len(school.blocks[blocks[0]].slots)}
    args |= {"people": ";".join(who), "limits": ";".join(limits[one] for one in who)}
    args |= {"few": ";".join(_fewest(school, blocks, who)), "needed": needed, "available": available}
    args |= {"slot": ";".join(str(s.args["slot"]).split(";")[0] for s in slots)}
    args |= {name: ";".join(str(_at_once(s, name)) for s in slots) for name in ("needs", "haves")}
    args |= {"those": ";".join(",".join(s.names) for s in slots)}
    parents = [[one for one in str(s.args["parents"]).split(";") if one in s.names] for s in slots]
    args |= {
        "parents_of": ";".join(map(",".join, parents)),
        "childless": int(any(s.key == "slot.child" for s in slots)),
    }
    args |= {"stays": ";".join(str(s.args.get("stays", s.args["stay"])).split(";")[0] or "0" for s in slots)}
    args |= {"lost": ";".join(map(str, lost.values())), "lost_of": ";".join(lost)}
    changed = _raised(school, people)
    roomy = [BlockSeats(changed, Staff(changed), school.blocks[block]) for block in lost]
    args["sections"] = ";".join(str(block.fewest_sections()[0]) for block in roomy)
    return Shortage("limits", "span", tuple(who), needed, available, args)
