"""Money: what sessions that no teacher can lead cost at least, against the weekly budget."""

from collections.abc import Iterator
from dataclasses import dataclass

from models.school import School
from scheduler.shortages.needs import Need
from scheduler.shortages.network import Deficit
from scheduler.shortages.people import Count, asked, week_network
from scheduler.shortages.shortage import Shortage
from scheduler.shortages.staff import Staff


@dataclass(frozen=True)
class Hired:
    """``sessions`` that instructors must lead, who come cheapest for them, and the fees of a week; ``lacking``: sessions for
    which with all instructors there is still nobody."""

    sessions: int
    people: frozenset[str]
    cost: int
    lacking: int


def budget_shortages(
    school: School, staff: Staff, by_slot: tuple[Need, ...], by_strand: tuple[Need, ...]
) -> Iterator[Shortage]:
    """Sessions that no teacher can lead, at the lowest fees, against the weekly budget.

    Where people are lacking for some of them even with every instructor, these are counted apart: they cost nothing.
    """
    budget = school.policy.weekly_budget
    if budget is None:
        return
    others = tuple(need for need in by_slot if need.what != "strands")
    for needs in (by_slot, (*others, *by_strand)):
        deficits = week_network(school, staff, needs, "teachers_alone").deficits()
        hired = [_hired(school, staff, deficit) for deficit in deficits]
        cost, sessions = sum(one.cost for one in hired), sum(one.sessions for one in hired)
        people = frozenset[str]().union(*(one.people for one in hired))
        if cost > budget and sessions <= sum(_week(school, staff, member) for member in people):
            lacking = sum(one.lacking for one in hired)
            paid = [deficit for deficit, one in zip(deficits, hired, strict=True) if one.sessions]
            names = tuple(sorted(people))
            args: dict[str, str | int] = {"sessions": sessions, "people": ";".join(names), "lacking": lacking}
            args |= {"needed": cost, "available": budget} | asked(paid)
            args |= {"asked": sum(one.needed for one in paid), "led": sum(one.available for one in paid)}
            key = "budget.lacking" if lacking else "budget"
            yield Shortage("budget", key, names, cost, budget, args)
            return


def _week(school: School, staff: Staff, member: str) -> int:
    """So many slots a week an instructor can come at most."""
    return min(school.instructor_by_id[member].max_sessions_week, len(staff.visits[member]))


def _hired(school: School, staff: Staff, deficit: Deficit) -> Hired:
    needs = [need for need in deficit.needs if isinstance(need, Need)]
    acts = frozenset(activity for need in needs for activity in need.activities)
    counts: tuple[Count, ...] = ("leaders", "teachers")
    lacking = max(sum(d.missing for d in week_network(school, staff, needs, count).deficits()) for count in counts)
    able = [m for kind in staff.kinds if kind.external and staff.can_lead(kind, acts) for m in kind.members]
    cost, people, left = 0, set[str](), deficit.missing - lacking
    for fee, week, member in sorted((school.instructor_by_id[m].fee, _week(school, staff, m), m) for m in able):
        if left > 0:
            cost += fee * min(week, left)
            left -= week
            people.add(member)
    return Hired(deficit.missing - lacking, frozenset(people), cost, lacking)
