"""Who could lead what, as networks: a slot at once, and the whole week against everybody's limits."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal

from models.people import CHILDCARE_SKILL
from models.school import School
from scheduler.shortages import joint
from scheduler.shortages.needs import Need
from scheduler.shortages.network import Network, Node
from scheduler.shortages.staff import Acts, Kind, Staff

#: What a network counts: the leaders of sessions, with instructors' own limits; or the teachers whom sessions bind, as
#: leaders or as escorts; or teachers as leaders only, as if no instructor came.
Count = Literal["leaders", "teachers", "teachers_alone"]
_UNLIMITED = 99


def _offer(network: Network, staff: Staff, needs: Iterable[Need], count: Count, *, whole: bool = False) -> None:
    """Needs, their slots, and who could lead what in each. ``whole``: of all the week, where no place for a child is counted apart."""
    wanted: dict[tuple[Acts, str, frozenset[str]], None] = {}
    for need in needs:
        if need.amount <= 0:
            continue
        network.need(need, need.amount)
        for slot_id, most in need.slots:
            node = ("lead", need.activities, slot_id, need.through)
            network.link(need, ("in", need, slot_id), most)
            network.link(("in", need, slot_id), node)
            wanted[need.activities, slot_id, need.through] = None
    for acts, slot_id, through in wanted:
        lead = ("lead", acts, slot_id, through)
        scarce = whole and _at_once(network, staff, lead, acts, slot_id)
        for number, kind in enumerate(staff.kinds):
            if slot_id not in kind.free or (kind.external and count == "teachers_alone"):
                continue
            if staff.can_stay(kind, through) and staff.can_lead(kind, acts):
                if count == "teachers" and kind.escort:
                    here = _escorted(network, staff, number, kind, slot_id, through)
                else:
                    here = ("at", number, slot_id)
                if scarce:
                    _through_doors(network, staff, ("most", lead), here, kind, slot_id)
                else:
                    network.link(lead, here)


def _at_once(network: Network, staff: Staff, lead: Node, acts: Acts, slot_id: str) -> bool:
    """Whether places for their children keep some of those who can lead it from it; then so many as can be there at once may go on."""
    able = [who for kind in staff.kinds if slot_id in kind.free and staff.can_lead(kind, acts) for who in kind.members]
    most = staff.most_leaders(acts, slot_id)
    if most < len(able):
        network.own(lead, able)
        network.link(lead, ("most", lead), most)
        network.own(("most", lead), [who for who in able if who in staff.free and staff.scarce_group(who, slot_id)])
    return most < len(able)


def _through_doors(network: Network, staff: Staff, most: Node, here: Node, kind: Kind, slot_id: str) -> None:
    """Those of the kind who need a place for a child come by the places of its group, all others freely: whose children share a place
    do not make up for each other's other limits."""
    groups = Counter(None if kind.external else staff.scarce_group(who, slot_id) for who in kind.members)
    for group, many in groups.items():
        door = most if group is None else ("door", most, group)
        network.link(door, here, many if len(groups) > 1 else None)
        if group is not None:
            network.link(most, door, staff.places.get((group, slot_id), 0))


def _escorted(
    network: Network, staff: Staff, number: int, kind: Kind, slot_id: str, through: frozenset[str]
) -> tuple[object, ...]:
    """The node of those who come with an escort, a teacher who can stay as long as they do."""
    node, escort = ("with", number, slot_id, through), ("escort", slot_id, through)
    if node in network:
        return node
    known = escort in network
    network.link(node, escort, len(kind.members))
    network.own(node, kind.members)
    for other, teachers in enumerate(staff.kinds) if not known else ():
        if not teachers.external and slot_id in teachers.free and staff.can_stay(teachers, through):
            network.link(escort, ("at", other, slot_id))
    return node


def week_network(school: School, staff: Staff, needs: Iterable[Need], count: Count, *, lifted: bool = False) -> Network:
    """Needs against everybody's slots, days and week. Who comes with an escort costs a teacher, not an instructor.

    Where a limit keeps whoever leads in a block of several slots from other sessions of that day, such a section counts as one of
    these (``both``). ``lifted``: as if nobody had a limit for a day or a week; each is in one place at a time all the same.
    """
    network, needs = Network(), tuple(needs)
    _offer(network, staff, needs, count, whole=True)
    long = {} if lifted else joint.long_blocks(school, needs)
    for number, kind in enumerate(staff.kinds):
        many, person = len(kind.members), ("who", number)
        by_day: dict[int, list[str]] = {}
        for slot_id in kind.free:
            if ("at", number, slot_id) in network:
                by_day.setdefault(school.slot_by_id[slot_id].weekday, []).append(slot_id)
        for weekday, slots in by_day.items():
            day, both = ("day", number, weekday), ("both", number, weekday)
            one, most = joint.shared(kind, slots, *long[weekday]) if weekday in long else ([], 0)
            for slot_id in slots:
                network.link(("at", number, slot_id), both if slot_id in one else day, many)
                network.own(("at", number, slot_id), kind.members)
            for node in (both,) if one else ():
                network.link(node, day, many * most)
                network.own(node, kind.members)
            network.link(day, person, None if lifted else many * kind.day)
            network.own(day, kind.members)
        network.limit(person, many * (len(kind.free) if lifted else kind.week))
        network.own(person, kind.members)
    return network


def with_more(school: School, count: int, skills: tuple[str, ...]) -> School:
    """The school with so many teachers more, of these skills and without limits."""
    if not school.teachers:
        return school
    cells: dict[str, object] = {"skills": skills, "unavailable": (), "max_load": None}
    cells |= {"max_sessions_day": _UNLIMITED, "max_sessions_week": _UNLIMITED}
    more = (school.teachers[0].model_copy(update=cells | {"teacher_id": f"+{n}"}) for n in range(count))
    return school.replaced(teachers=(*school.teachers, *more))


def slot_network(
    staff: Staff,
    needs: Iterable[Need],
    slot_id: str,
    posts: Mapping[str, tuple[str, ...]],
    places: dict[tuple[str, str], int] | None = None,
    carers: int = 0,
) -> Network:
    """Needs of one slot against the people free in it, the places for their children, and duties at that time.

    ``places`` by (group, slot id), where not all rooms are open; ``carers`` of childcare rooms are needed as well.
    """
    network = Network()
    _offer(network, staff, needs, "teachers")
    for number, kind in enumerate(staff.kinds):
        here = ("at", number, slot_id)
        if slot_id not in kind.free:
            continue
        if kind.external:
            if here in network:
                network.own(here, kind.members)
                network.limit(here, len(kind.members))
            continue
        for member in kind.members:
            network.link(here, ("busy", member))
            _one(network, staff, member, slot_id, staff.places if places is None else places, bool(posts))
    network.need(("care", "childcare"), carers)
    for person, slots in staff.free.items() if carers else ():
        if slot_id in slots and CHILDCARE_SKILL in staff.school.teacher_by_id[person].skills:
            network.link(("care", "childcare"), ("busy", person))
    for post_id, people in posts.items():
        network.need(("post", post_id), 1)
        for person in people:
            network.link(("post", post_id), ("busy", person))
            _one(network, staff, person, slot_id, {}, True)
    return network


def _one(
    network: Network, staff: Staff, person: str, slot_id: str, places: dict[tuple[str, str], int], childless: bool
) -> None:
    """One person in one slot: once, and with a place for their child where one is needed."""
    busy, group = ("busy", person), None if childless else staff.scarce_group(person, slot_id)
    network.own(busy, (person,))
    if group is None:
        network.limit(busy, 1)
        return
    door = ("door", group)
    network.link(busy, door, 1)
    network.limit(door, places.get((group, slot_id), 0))
    network.own(door, ())  # whose places these are is told apart: they are fewer than those who need one
