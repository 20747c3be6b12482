"""Money: what sessions that no teacher can lead cost at least, against the weekly budget."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import networkx as nx

from models.school import School
from scheduler.shortages.leaders import Count, week_network
from scheduler.shortages.needs import Need
from scheduler.shortages.network import Deficit
from scheduler.shortages.people import asked
from scheduler.shortages.seats import BlockSeats, Club, Crowd
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


@dataclass(frozen=True)
class Outside:
    """Students of a block whom teachers alone cannot seat: ``lacking`` of them, who need so many ``sections`` of the ``clubs`` more at
    least, led by some of the instructors in ``people``."""

    block: str
    clubs: frozenset[Club]
    lacking: int
    sections: int
    people: frozenset[str]


def club_shortages(
    school: School, staff: Staff, blocks: Iterable[BlockSeats], by_slot: tuple[Need, ...], by_strand: tuple[Need, ...]
) -> Iterator[Shortage]:
    """Clubs that instructors must lead so that everybody has one, at the lowest fees, beside strands that they must lead, against the
    weekly budget; told where the budget is not."""
    budget = school.policy.weekly_budget
    if budget is None or not any(one.fee for one in school.instructors):
        return
    teachers = school.replaced(instructors=())
    alone = Staff(teachers)
    found = [one for block in blocks for one in _outside(block, BlockSeats(teachers, alone, block.block, block.crowds))]
    if not found:
        return
    others = tuple(need for need in by_slot if need.what not in ("strands", "clubs"))
    deficits = week_network(school, staff, (*others, *by_strand), "teachers_alone").deficits()
    strands = sum(_hired(school, staff, deficit).cost for deficit in deficits)
    taken = {block: _cheapest(school, block, [one for one in found if one.block == block]) for block in school.blocks}
    clubs = sum(cost for _, cost in taken.values())
    if clubs + strands <= budget:
        return
    found = [one for one in found if taken[one.block][1]]
    names = tuple(dict.fromkeys(activity_id for one in found for activity_id, _ in sorted(one.clubs)))
    people = tuple(dict.fromkeys(who for some, _ in taken.values() for who in some))
    args: dict[str, str | int] = {"needed": clubs + strands, "available": budget, "strands": strands}
    args |= {"people": ";".join(people), "activities": ";".join(names)}
    for name in ("block", "lacking", "sections"):
        args[f"of_{name}"] = ";".join(str(getattr(one, name)) for one in found)
    args["of_clubs"] = ";".join(",".join(sorted({activity_id for activity_id, _ in one.clubs})) for one in found)
    yield Shortage("budget", "budget.clubs", names, clubs + strands, budget, args)


def _outside(block: BlockSeats, alone: BlockSeats) -> Iterator[Outside]:
    """Of the block, sets of students who share no club with each other. ``alone``: the block without instructors."""
    crowds = tuple(crowd for crowd in block.crowds if any(club in block.offers for club in crowd.clubs))
    parts = [(deficit.missing, _crowds(crowds, deficit)) for deficit in alone.lacking(crowds, "leader")]
    beyond = {id(crowd) for deficit in block.lacking(crowds, "leader") for crowd in _crowds(crowds, deficit)}
    merged: list[tuple[int, frozenset[Club]]] = []
    for lacking, mine in parts:
        if beyond & {id(crowd) for crowd in mine}:
            continue  # leaders are short whatever the budget
        clubs = frozenset(club for crowd in mine for club in crowd.clubs if _hired_for(block, club))
        touching = [one for one in merged if one[1] & clubs]
        merged = [one for one in merged if not one[1] & clubs]
        both = frozenset(club for _, others in touching for club in others)
        merged.append((lacking + sum(count for count, _ in touching), clubs | both))
    yield from (_least(block, lacking, clubs) for lacking, clubs in merged if clubs)


def _crowds(crowds: Iterable[Crowd], deficit: Deficit) -> list[Crowd]:
    """The crowds that a deficit is of."""
    wanted = {node[1] for node in deficit.needs if isinstance(node, tuple)}
    return [crowd for crowd in crowds if crowd.clubs in wanted]


def _hired_for(block: BlockSeats, club: Club) -> list[str]:
    """The instructors who could lead the club in the block."""
    offer = block.offers.get(club)
    return [who for who in offer.leaders if who in block.school.instructor_by_id] if offer else []


def _least(block: BlockSeats, lacking: int, clubs: frozenset[Club]) -> Outside:
    """The fewest sections that seat those who are lacking."""
    sizes = sorted((size for club in clubs for size in block.offers[club].sections), reverse=True)
    count, seats = 0, 0
    while seats < lacking and count < len(sizes):
        seats, count = seats + sizes[count], count + 1
    able = frozenset(who for club in clubs for who in _hired_for(block, club))
    return Outside(block.block.block_id, clubs, lacking, count, able)


def _cheapest(school: School, block_id: str, needs: list[Outside]) -> tuple[list[str], int]:
    """Who leads the sections of a block at the lowest fees, each one of them, and what that costs."""
    graph: nx.DiGraph[Any] = nx.DiGraph()
    for number, need in enumerate(needs):
        graph.add_edge("all", number, capacity=need.sections)
        for who in sorted(need.people):
            graph.add_edge(number, ("who", who))
            graph.add_edge(("who", who), "paid", capacity=1, weight=school.instructor_by_id[who].fee)
    if not needs:
        return [], 0
    flow = nx.max_flow_min_cost(graph, "all", "paid")
    taken = sorted(node[1] for node, heads in flow.items() if isinstance(node, tuple) and heads["paid"])
    return taken, sum(school.instructor_by_id[who].fee for who in taken) * len(school.blocks[block_id].slots)
