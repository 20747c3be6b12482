"""What a school must lack, whatever the plan: by counts and flows, without a search.

A way out gains at most what is missing now less what must be missing with it. What leaves out a rule gives a number that is too
small, never one that is too large: nothing is said to be of no use that could be of any.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from functools import cached_property

from models.duty import Role
from models.plan import Plan
from models.school import School
from models.services import Activity
from models.term import PatternKind
from scheduler.calendar import SchoolDay, open_days
from scheduler.shortages.duty import Duties
from scheduler.shortages.needs import sessions_due
from scheduler.shortages.network import Network
from scheduler.shortages.rooms import room_fits
from scheduler.shortages.seats import BlockSeats
from scheduler.shortages.served import most
from scheduler.shortages.staff import Staff
from scheduler.shortages.tutoring import Groups

#: By kind of session the classes and slots in which there should be one.
Due = dict[str, tuple[tuple[str, str], ...]]

_KINDS: tuple[PatternKind, ...] = ("homework", "strand")


# -- homework and strands ------------------------------------------------------------------------------------
def least_sessions(school: School, lacking: Collection[str] | None = None) -> int:
    """Sessions of homework and strands that no plan holds. ``lacking``: the only activities of which any are thought to be
    missing; of the others all that could be due are taken to be held."""
    due = _due(school)
    held = Counter[str]()
    staff = Staff(school)
    for activity in _daily(school):
        wanted = _wanted(school, activity, due)
        every = sum(wanted.values())
        missing = (
            _missing(school, staff, activity, due, wanted) if lacking is None or activity.activity_id in lacking else 0
        )
        held[activity.kind] += every - missing
    return sum(max(0, len(slots) - held[kind]) for kind, slots in due.items())


def lacking_activities(school: School) -> frozenset[str]:
    """Homework and strands of which not all can be held."""
    due, staff = _due(school), Staff(school)
    return frozenset(a.activity_id for a in _daily(school) if _missing(school, staff, a, due, _wanted(school, a, due)))


def _daily(school: School) -> Iterator[Activity]:
    return (a for a in school.activity_by_id.values() if a.kind in ("homework", "strand"))


def _due(school: School) -> Due:
    return {kind: sessions_due(school, kind) for kind in _KINDS}


def _wanted(school: School, activity: Activity, due: Due) -> Counter[str]:
    """By class how many sessions of it there are at most."""
    times = Counter(
        class_id
        for class_id, slot_id in due[activity.kind]
        if activity.for_grade(school.class_by_id[class_id].grade) and activity.runs_in(slot_id)
    )
    week = activity.sessions_week if activity.kind == "strand" else len(school.slots)
    return Counter({class_id: min(week, count) for class_id, count in times.items()})


def _missing(school: School, staff: Staff, activity: Activity, due: Due, wanted: Counter[str]) -> int:
    """Of so many sessions those for which there are no leaders and rooms, were these and the budget there for nothing else."""
    missing = sum(d.missing for d in _held(school, staff, activity, due, wanted, external=True).deficits())
    paid = _payable(school, staff, activity)
    if paid is None:
        return missing
    alone = _held(school, staff, activity, due, wanted, external=False)
    return max(missing, sum(deficit.missing for deficit in alone.deficits()) - paid)


def _payable(school: School, staff: Staff, activity: Activity) -> int | None:
    """How many of its sessions instructors could lead for the weekly budget, the cheapest first; None without a budget."""
    left, count = school.policy.weekly_budget, 0
    if left is None:
        return None
    acts = frozenset((activity.activity_id,))
    able = [(kind, one) for kind in staff.kinds if kind.external and staff.can_lead(kind, acts) for one in kind.members]
    fees = sorted((school.instructor_by_id[one].fee, min(kind.week, len(kind.free))) for kind, one in able)
    for fee, week in fees:
        times = min(week, left // fee) if fee else week
        left, count = left - times * fee, count + times
    return count


def _held(
    school: School, staff: Staff, activity: Activity, due: Due, wanted: Counter[str], *, external: bool
) -> Network:
    """The sessions, their slots, rooms and leaders; ``external``: instructors too."""
    network = Network()
    for class_id, amount in wanted.items():
        network.need(("class", class_id), amount)
    slots = dict.fromkeys(slot for class_id, slot in due[activity.kind] if wanted[class_id] and activity.runs_in(slot))
    for class_id, slot_id in due[activity.kind]:
        home = school.room_by_id.get(school.class_by_id[class_id].room_id or "")
        closed = activity.in_home_room and home and (slot_id in home.unavailable or not home.groups)
        if wanted[class_id] and slot_id in slots and not closed:
            network.link(("class", class_id), ("room", slot_id), 1)
    acts = frozenset((activity.activity_id,))
    for slot_id in slots:
        places = None if activity.in_home_room else _places(school, activity, slot_id)
        network.link(("room", slot_id), ("lead", slot_id), places)
        for number, kind in enumerate(staff.kinds):
            if slot_id in kind.free and staff.can_lead(kind, acts) and (external or not kind.external):
                day = ("day", number, school.slot_by_id[slot_id].weekday)
                network.link(("lead", slot_id), day, len(kind.members))
                network.link(day, ("who", number), len(kind.members) * kind.day)
                network.limit(("who", number), len(kind.members) * kind.week)
    return network


def _places(school: School, activity: Activity, slot_id: str) -> int:
    fit = (r for r in school.rooms if room_fits(activity, r.kinds) and slot_id not in r.unavailable)
    return sum(room.groups for room in fit)


# -- places in clubs -----------------------------------------------------------------------------------------
def least_unplaced(seats: BlockSeats) -> int:
    """Students of a block for whom no plan has a place: by the seats of clubs, each section with a leader of its own."""
    network, sizes = Network(), dict[str, int]()
    for crowd in seats.crowds:
        network.need(("crowd", crowd.clubs), len(crowd.students))
        for club in crowd.clubs & seats.offers.keys():
            network.link(("crowd", crowd.clubs), ("club", club))
    for club, offer in seats.offers.items():
        network.link(("club", club), ("open", club), offer.seats)
        for who in offer.leaders:
            network.link(("open", club), ("by", who), offer.sections[0])
            sizes[who] = max(sizes.get(who, 0), offer.sections[0])
    for who, size in sizes.items():
        network.limit(("by", who), size)
    return sum(deficit.missing for deficit in network.deficits())


# -- tutoring ------------------------------------------------------------------------------------------------
def least_untutored(school: School, activities: Collection[str]) -> int:
    """Sessions of these tutorings that named students do not get: by the days on which they stay, and the seats of each slot."""
    staff = Staff(school)
    return sum(Groups(school, staff, school.activity_by_id[one]).fewest_missing() for one in activities)


# -- duties --------------------------------------------------------------------------------------------------
def least_duties(school: School) -> int:
    """Duties that nobody can have: in each week, of each role, more posts than its people may take, their days apart."""
    days = open_days(school)
    duties, weeks = Duties(school, days), defaultdict[object, list[SchoolDay]](list)
    for day in days:
        weeks[day.week].append(day)
    roles: dict[Role, None] = {post.role: None for post in school.posts}
    return sum(_short(duties, role, week) for role in roles for week in weeks.values())


def _short(duties: Duties, role: Role, days: list[SchoolDay]) -> int:
    needed, free = 0, defaultdict[str, list[SchoolDay]](list)
    for day in days:
        posts = [post.post_id for post in duties.posts_on(day.weekday) if post.role == role]
        needed += len(posts)
        for person in {person for post in posts for person in duties.free(post, day)}:
            free[person].append(day)
    staff = {person.staff_id: person for person in duties.school.duty_staff}
    return max(0, needed - sum(most(staff[person], own) for person, own in free.items()))


# -- what a way gains at most --------------------------------------------------------------------------------
class Floors:
    """What a plan lacks beside what every plan of a school must lack, by the kind of gap."""

    def __init__(self, school: School, plan: Plan) -> None:
        self.school = school
        counts = Counter(gap.what for gap in plan.gaps)
        self.lacks = {"sessions": counts["homework"] + counts["strand"], "duties": counts["duty"]}
        self.untutored = Counter(gap.where.split(";")[1] for gap in plan.gaps if gap.what == "tutoring")
        self.unplaced = Counter(gap.where.split(";")[1] for gap in plan.gaps if gap.what == "placement")
        self._blocks: dict[str, tuple[BlockSeats, int]] = {}

    @cached_property
    def _short_of(self) -> frozenset[str]:
        return lacking_activities(self.school)

    def most(self, kind: str, block: str, changed: School) -> int | None:
        """How many gaps of a kind there can be fewer of in a changed school, which has more of everything; None where no count
        tells."""
        if kind == "sessions":
            return self.lacks[kind] - least_sessions(changed, self._short_of)
        if kind == "duties":
            return self.lacks[kind] - least_duties(changed)
        if kind == "tutoring":
            return self.untutored.total() - least_untutored(changed, self.untutored.keys())
        if kind == "places" and block in self.school.blocks:
            return self._places(block, changed)
        return None

    def _places(self, block: str, changed: School) -> int | None:
        """Seats are counted once for each block: a change that gives none, and no leader, leaves the number as it is."""
        cells = ("activities", "rooms", "pattern", "slots", "students", "choices")
        if any(getattr(changed, cell) != getattr(self.school, cell) for cell in cells):
            return None
        if block not in self._blocks:
            seats = BlockSeats(self.school, Staff(self.school), self.school.blocks[block])
            self._blocks[block] = seats, least_unplaced(seats)
        before, least = self._blocks[block]
        staff, slots = Staff(changed), before.block.slots
        acts = {activity for crowd in before.crowds for activity, _ in crowd.clubs}
        same = all(
            staff.leaders_through(slots, frozenset((a,))) == before.staff.leaders_through(slots, frozenset((a,)))
            for a in acts
        )
        return self.unplaced[block] - least if same else None
