"""Leaders: slot by slot, strand by strand, and the whole week, against everybody's limits."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from models.people import Teacher
from models.school import School
from scheduler.calendar import SchoolDay
from scheduler.shortages import children_week, joint, posted
from scheduler.shortages.duty import Duties
from scheduler.shortages.kept import kept
from scheduler.shortages.leaders import Count, slot_network, week_network, with_more
from scheduler.shortages.needs import Need
from scheduler.shortages.network import Deficit
from scheduler.shortages.shares import shares
from scheduler.shortages.shortage import Shortage
from scheduler.shortages.staff import Acts, Staff

_USUAL_WEEK, _MOST_WEEK = 5, 10
"""Slots a week that a teacher may have where the table says nothing, and the most that anybody is thought to take on."""
_DAYS = (2, 3)
"""Slots a day to which the limit may have to be raised."""
_EACH = 8
"""Of so many people who could come it is looked at each whether that helps."""


def slot_shortages(
    school: School, staff: Staff, needs: tuple[Need, ...], duties: Duties, days: tuple[SchoolDay, ...]
) -> Iterator[Shortage]:
    """A slot that needs more people at once than are free in it; each of ``needs`` is of one slot."""
    childless = Staff(school.replaced(childcare=()))
    for slot_id, slot in school.slot_by_id.items():
        here = [need for need in needs if need.slots[0][0] == slot_id]
        if not here:
            continue
        found = [_in_slot(staff, d, slot_id) for d in slot_network(staff, here, slot_id, {}).deficits()]
        found = _with_carers(staff, here, slot_id, found)
        of_parents = ("parents", "kept_barred", "kept_child")
        parents = any(short.args.get(name) for short in found for name in of_parents)
        if parents and not slot_network(childless, here, slot_id, {}).deficits():
            found = [replace(short, key="slot.child") for short in found]
        posts = duties.posts_over(slot) if any(day.weekday == slot.weekday for day in days) else {}
        if not found and posts:
            deficits = slot_network(staff, here, slot_id, posts).deficits()
            for one in (d for d in deficits if any(isinstance(n, Need) for n in d.needs)):
                told = posted.others(school, slot, one, partial(_missing_beside, staff, here, slot_id))
                short = _in_slot(staff, one, slot_id)
                found.append(replace(short, args=short.args | told))
        yield from found


def _missing_beside(staff: Staff, here: list[Need], slot_id: str, posts: Mapping[str, tuple[str, ...]]) -> int:
    """How many are short in the slot beside these posts, each with who may fill it."""
    return sum(one.missing for one in slot_network(staff, here, slot_id, posts).deficits())


def _with_carers(staff: Staff, here: list[Need], slot_id: str, found: list[Shortage]) -> list[Shortage]:
    """What is short in the slot where the places for children take carers: with a room open and the fewest of these, or with no such room,
    whichever lacks less."""
    carers = staff.fewest_carers(slot_id)
    if not carers or not (closed := slot_network(staff, here, slot_id, {}, staff.own_places).deficits()):
        return found
    deficits = slot_network(staff, here, slot_id, {}, carers=carers).deficits()
    missing, least = (sum(one.missing for one in some) for some in (deficits, closed))
    if sum(short.missing for short in found) >= min(missing, least):
        return found
    if least < missing:
        return [_in_slot(staff, one, slot_id, key="slot.child") for one in closed]
    return [_in_slot(staff, one, slot_id, key="slot.care", carers=carers) for one in deficits]


def week_shortages(
    school: School,
    staff: Staff,
    by_slot: tuple[Need, ...],
    by_strand: tuple[Need, ...],
    slots: tuple[Shortage, ...],
) -> Iterator[Shortage]:
    """Sessions of the week against what their leaders can lead, unless the shortages of ``slots`` say as much."""
    told = [({str(short.args["slot"])}, short.missing) for short in slots]
    told_strands = [
        one for one, short in zip(told, slots, strict=True) if "strands" in str(short.args["whats"]).split(";")
    ]
    for activity_id in dict.fromkeys(need.of for need in by_strand):
        of_one = [need for need in by_strand if need.of == activity_id]
        for deficit in _untold(week_network(school, staff, of_one, "leaders").deficits(), told_strands):
            told.append((_slots_of(deficit), deficit.missing))
            yield _in_week(school, staff, deficit, "leaders")
    others = tuple(need for need in by_slot if need.what != "strands")
    counts: tuple[Count, ...] = ("leaders", "teachers")
    for needs in (by_slot, (*others, *by_strand)):
        found = {count: _untold(week_network(school, staff, needs, count).deficits(), told) for count in counts}
        count = max(counts, key=lambda one: sum(d.missing for d in found[one]))
        if found[count]:
            yield from (_in_week(school, staff, deficit, count) for deficit in found[count])
            return


def _untold(deficits: Iterable[Deficit], told: Iterable[tuple[set[str], int]]) -> list[Deficit]:
    """Those that lack more than is told to be lacking in slots of theirs: what is short on another day tells nothing of them."""
    return [d for d in deficits if d.missing > sum(missing for slots, missing in told if slots & _slots_of(d))]


def _slots_of(deficit: Deficit) -> set[str]:
    """The slots that its needs are of."""
    return {slot for need in deficit.needs if isinstance(need, Need) for slot, _ in need.slots}


def _in_week(school: School, staff: Staff, deficit: Deficit, count: Count) -> Shortage:
    """A shortage of the week, and whether higher limits of the same people could make up for it."""
    needs = [node for node in deficit.needs if isinstance(node, Need)]
    short = _shortage(deficit)
    if deficit.available and week_network(school, staff, needs, count, lifted=True).deficits():
        short = replace(short, key="week.people")
        times = [slot for slot in school.slot_by_id if slot in _slots_of(deficit)]
        short = replace(short, args=short.args | shares(staff, deficit.names, times, deficit.available))
        short = replace(short, args=short.args | {"more": _people_more(school, needs, count)})
    told = {name: value for name, value in _kept_from(staff, needs).items() if name != "kept_away"}
    if coming := _could_come(school, needs, count, deficit.missing):
        visits = str(told["kept_slots"]).split(";") if "kept_visit" in told else []
        told |= coming | {"kept_span": told.get("kept_span", 1)}
        closed = {*visits, *str(coming["kept_slots"]).split(";")}
        told["kept_slots"] = ";".join(slot for slot in school.slot_by_id if slot in closed)
    children = children_week.causes(school, staff, needs, lambda other: _missing(other, needs, count))
    told = {name: value for name, value in told.items() if not children or name not in ("kept_child", "kept_barred")}
    told |= children
    if short.key == "week":
        told |= _raises(school, needs, count, deficit.names) | joint.told(school, staff, deficit)
        told["escorted"] = int(count == "teachers" and joint.escorted(staff, needs))
    return replace(short, args=short.args | told)


def _missing(school: School, needs: Sequence[Need], count: Count) -> int:
    """How many of the needs go short in this school, a changed one."""
    return sum(one.missing for one in week_network(school, Staff(school), needs, count).deficits())


def _raises(school: School, needs: Sequence[Need], count: Count, people: Iterable[str]) -> dict[str, str | int]:
    """The least limits of the week for all these teachers, of the day where it takes that, with which the needs have leaders enough:
    ``raise_day``, ``raise_week``, ``raise_load`` (beyond the lessons of the day) of those that some have less of; ``add``: so many with the
    usual limits (``usual``; those of the day where all is on one) would have to come at least instead; ``few``: those of the day for
    as many as are missing are enough."""
    known = set(people)

    def missing(week: int, day: int, who: Iterable[str] = known) -> int:
        changed = school.replaced(
            teachers=tuple(_limited(one, week, day) if one.teacher_id in who else one for one in school.teachers)
        )
        return sum(d.missing for d in week_network(changed, Staff(changed), needs, count).deficits())

    slots, lacking = {slot for need in needs for slot, _ in need.slots}, missing(0, 0)
    one_day = len({school.slot_by_id[slot].weekday for slot in slots}) == 1
    usual = min(len(slots), _DAYS[0]) if one_day else _USUAL_WEEK
    found: dict[str, str | int] = {"add": -(-lacking // usual), "usual": usual, "one_day": int(one_day)}
    day = next((day for day in (0, *_DAYS) if not missing(_MOST_WEEK, day)), None)
    if day is None:
        return found
    least, high = 0, _MOST_WEEK
    while high - least > 1:
        middle = (least + high) // 2
        least, high = (middle, high) if missing(middle, day) else (least, middle)
    mine = [one for one in school.teachers if one.teacher_id in known]
    low_of = {
        "day": any(one.max_sessions_day < day for one in mine) and day,
        "week": any(one.max_sessions_week < high for one in mine) and high,
        "load": any(one.max_load is not None and one.max_load - one.day_load < high for one in mine) and high,
    }
    if one_day and not low_of["week"] and not low_of["load"]:
        low = [one.teacher_id for one in mine if one.max_sessions_day < day][:lacking]
        found["few"] = ";".join(low) if len(low) < len(mine) and not missing(0, day, low) else ""
    return found | {f"raise_{limit}": value for limit, value in low_of.items() if value}


def _limited(one: Teacher, week: int, day: int) -> Teacher:
    """The teacher with limits that are at least so high."""
    load = None if one.max_load is None else max(one.max_load, one.day_load + week)
    cells = {"max_sessions_week": max(one.max_sessions_week, week), "max_sessions_day": max(one.max_sessions_day, day)}
    return one.model_copy(update=cells | {"max_load": load})


def _people_more(school: School, needs: Sequence[Need], count: Count) -> int:
    """The fewest people more who could lead all of it, at any time and as often as it takes, with whom nothing is short."""
    skills = tuple({activity for need in needs for activity in need.activities})
    most = sum(need.amount for need in needs)
    return next((n for n in range(1, most) if not _missing(with_more(school, n, skills), needs, count)), most)


def _could_come(school: School, needs: Sequence[Need], count: Count, missing: int) -> dict[str, str | int]:
    """Teachers who are not available in some slots of the needs, and if they came would help (``kept_away``, ``kept_slots``); what is short all the
    same (``kept_left``), and how many people more it takes then (``kept_more``). Nothing where it does not help."""
    away, slots = _away(school, needs)

    def come(people: Collection[str]) -> School:
        teachers = (_coming(one, slots) if one.teacher_id in people else one for one in school.teachers)
        return school.replaced(teachers=tuple(teachers))

    if _missing(come(away), needs, count) >= missing:
        return {}
    if 1 < len(away) <= _EACH:  # somebody of them may have another limit that keeps them from more
        away = [one for one in away if _missing(come([one]), needs, count) < missing] or away
    left = _missing(come(away), needs, count)
    mine = {slot for one in away for slot in school.teacher_by_id[one].unavailable} & set(slots)
    told: dict[str, str | int] = {"kept_away": ";".join(away), "kept_left": left}
    told["kept_slots"] = ";".join(slot for slot in slots if slot in mine)
    return told | {"kept_more": _people_more(come(away), needs, count) if left else 0}


def _away(school: School, needs: Iterable[Need]) -> tuple[list[str], list[str]]:
    """Teachers who could lead some of the needs in slots that they are not available in, and these slots."""
    people, slots = dict[str, None](), set[str]()
    for need in needs:
        acts = [school.activity_by_id[a] for a in need.activities]
        for one in school.teachers:
            closed = {slot for slot, _ in need.slots} & set(one.unavailable)
            limits = Staff.week_limit(one) and one.max_sessions_day
            if closed and limits and any(not a.needs_skill or a.activity_id in one.skills for a in acts):
                people[one.teacher_id] = None
                slots |= closed
    return list(people), [slot for slot in school.slot_by_id if slot in slots]


def _coming(one: Teacher, slots: Iterable[str]) -> Teacher:
    return one.model_copy(update={"unavailable": tuple(s for s in one.unavailable if s not in slots)})


def _in_slot(staff: Staff, deficit: Deficit, slot_id: str, key: str = "", carers: int = 0) -> Shortage:
    """A shortage of a slot; who has a child to fetch (``parents``), of whom ``stay`` at most can stay (blank: no such limit), and
    who is kept from coming; teachers who could come and can lead none of it (``unable``), and whether anybody is so (``unskilled``)."""
    needs = [node for node in deficit.needs if isinstance(node, Need)]
    groups = {str(node[1]) for node in deficit.nodes if isinstance(node, tuple) and node[0] == "door"}
    busy = [str(node[1]) for node in deficit.nodes if isinstance(node, tuple) and node[0] == "busy"]
    parents = sorted(who for who in busy if groups and staff.scarce_group(who, slot_id) in groups)
    if carers:  # whoever's child is looked after is a reason to open a room; told where not all of them can stay
        every = sorted(who for who in {*busy, *deficit.names} if staff.children_in(who, slot_id))
        parents = every if deficit.available - len({*deficit.names} - {*every}) < len(every) else parents
    short = _shortage(deficit, slot_id, key, carers)
    kept_back = _without_guests(staff, needs, slot_id, deficit.missing, _kept_from(staff, needs, slot_id))
    args = short.args | kept_back | {"parents": ";".join(parents)}
    args["stay"] = deficit.available - len({*deficit.names} - {*parents}) if parents else ""
    acts = frozenset(activity for need in needs for activity in need.activities)
    unable = [kind for kind in staff.kinds if acts and slot_id in kind.free and not staff.can_lead(kind, acts)]
    teachers = {one for kind in unable if not kind.external for one in kind.members}
    args["unable"], args["unskilled"] = ";".join(sorted(teachers - {*deficit.names, *busy})), int(bool(unable))
    return replace(short, names=tuple(sorted({*deficit.names, *parents})), args=args)


def _without_guests(
    staff: Staff, needs: Sequence[Need], slot_id: str, missing: int, told: dict[str, str | int]
) -> dict[str, str | int]:
    """What keeps people from a slot, but for instructors who bring nothing if they come, since each takes a teacher along."""
    hired = {one.instructor_id: one for one in staff.school.instructors}
    kept_of = {name: str(ids).split(";") for name, ids in told.items() if name not in ("kept_slots", "kept_span")}
    guests = {who for some in kept_of.values() for who in some if who in hired and hired[who].escort}
    if not guests:
        return told
    slots = tuple({slot_id}.union(*(need.through for need in needs)))
    cells = {"available": slots, "cleared_until": None, "max_sessions_week": len(slots), "min_sessions_visit": 1}
    there = (one.model_copy(update=cells) if one.instructor_id in guests else one for one in staff.school.instructors)
    come = Staff(staff.school.replaced(instructors=tuple(there)))
    if sum(one.missing for one in slot_network(come, needs, slot_id, {}).deficits()) < missing:
        return told
    left = {name: ";".join(who for who in some if who not in guests) for name, some in kept_of.items()}
    left = {name: ids for name, ids in left.items() if ids}
    return {**left, "kept_slots": told["kept_slots"], "kept_span": told["kept_span"]} if left else {}


def _kept_from(staff: Staff, needs: Sequence[Need], slot_id: str = "") -> dict[str, str | int]:
    """Who could lead the needs, in the slot or in all of theirs, and what keeps them from it."""
    wanted: dict[tuple[Acts, frozenset[str]], None] = {}
    for need in needs:
        for slot in [slot_id] if slot_id else [s for s, _ in need.slots]:
            wanted[need.activities, need.through or frozenset((slot,))] = None
    return kept(staff, wanted)


def asked(deficits: Iterable[Deficit], carers: int = 0) -> dict[str, str | int]:
    """What is needed: of each part ``whats``, ``ofs``, ``amounts``, ``grades`` and in how many slots each section is counted
    (``per``); all the slots, and the activities that somebody must be able to lead (``able``)."""
    deficits = tuple(deficits)
    needs = [node for deficit in deficits for node in deficit.needs if isinstance(node, Need)]
    counts: dict[tuple[str, str, str], int] = {}
    per: dict[tuple[str, str, str], int] = {}
    for need in needs:
        part = (need.what, need.of, need.grade)
        counts[part] = counts.get(part, 0) + need.amount
        per[part] = per.get(part, 0) + 1
    for node in (node for deficit in deficits for node in deficit.needs if isinstance(node, tuple)):
        counts[str(node[0]), str(node[1]), ""] = carers if node[0] == "care" else 1
    parts = sorted(counts.items())
    args: dict[str, str | int] = {"slots": ";".join(sorted({s for need in needs for s, _ in need.slots}))}
    args |= {"whats": ";".join(p[0][0] for p in parts), "ofs": ";".join(p[0][1] for p in parts)}
    args |= {"amounts": ";".join(str(p[1]) for p in parts), "grades": ";".join(p[0][2] for p in parts)}
    args["per"] = ";".join(str(per.get(part, 1)) for part, _ in parts)
    return args | {"able": ";".join(sorted({a for need in needs for a in need.activities}))}


def _shortage(deficit: Deficit, slot_id: str = "", key: str = "", carers: int = 0) -> Shortage:
    kinds = {need.what for need in deficit.needs if isinstance(need, Need)}
    kind = "staff"
    if kinds <= {"strand"} or kinds <= {"strands"}:
        kind = "strand_leaders"
    elif kinds == {"tutoring"}:
        kind = "tutoring_leaders"
    args: dict[str, str | int] = {"slot": slot_id} | asked([deficit], carers)
    args |= {"people": ";".join(deficit.names), "needed": deficit.needed, "available": deficit.available}
    scope = "slot" if slot_id else "week"
    return Shortage(f"{scope}_{kind}", key or scope, deficit.names, deficit.needed, deficit.available, args)
