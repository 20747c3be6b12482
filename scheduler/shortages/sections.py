"""Sections that a block needs because of students who can go nowhere else, against rooms and leaders: a section takes the whole of
either, however few it has."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from models.school import School
from scheduler.shortages.network import Deficit, Network
from scheduler.shortages.seats import BlockSeats, Club
from scheduler.shortages.shortage import Shortage

_PLENTY = 10**6
_FEW = 3
"""Students who can go to more clubs than that are seldom what a club is held for, and have too many different lists."""


@dataclass(frozen=True)
class Forced:
    """``students`` of the block can only go to these clubs, which need ``sections`` of them at least."""

    clubs: frozenset[Club]
    students: int
    sections: int


def forced(block: BlockSeats) -> Iterator[Forced]:
    """Small sets of clubs, none of which share a club: the smallest first, of these those with most students."""
    counts: dict[frozenset[Club], int] = {}
    for crowd in block.crowds:
        clubs = frozenset(club for club in crowd.clubs if club in block.offers)
        if 0 < len(clubs) <= _FEW:
            counts[clubs] = counts.get(clubs, 0) + len(crowd.students)
    within = {clubs: sum(count for other, count in counts.items() if other <= clubs) for clubs in counts}
    taken: set[Club] = set()
    for clubs, students in sorted(within.items(), key=lambda one: (len(one[0]), -one[1], sorted(one[0]))):
        if clubs & taken:
            continue
        taken |= clubs
        sizes = sorted((size for club in clubs for size in block.offers[club].sections), reverse=True)
        seats, count = 0, 0
        while seats < students and count < len(sizes):
            seats, count = seats + sizes[count], count + 1
        yield Forced(clubs, students, count)


def shortages(school: School, block: BlockSeats, told: Sequence[Shortage]) -> Iterator[Shortage]:
    """Rooms first; then leaders, where these are not the same clubs. What is ``told`` of the block is not told again: clubs of
    which seats are short, and all of its rooms or leaders."""
    of, own = block.block.block_id, [short for short in told if short.args.get("block") == block.block.block_id]
    known = {activity for short in own for activity in short.names}
    limited = {"rooms": False, "leaders": False}
    for short in told:
        limited["rooms"] |= of in str(short.args.get("blocks", "")).split(";")
        pairs = zip(*(str(short.args.get(name, "")).split(";") for name in ("whats", "ofs")), strict=False)
        limited["leaders"] |= ("clubs", of) in pairs
    needs = [one for one in forced(block) if not known & {activity for activity, _ in one.clubs}]
    for by in (one for one, already in limited.items() if not already):
        for deficit in _network(school, block, needs, by).deficits():
            short = [one for one in deficit.needs if isinstance(one, Forced)]
            if not known & {activity for one in short for activity, _ in one.clubs}:
                known |= {activity for one in short for activity, _ in one.clubs}
                yield _shortage(block, deficit, short, by)


def _network(school: School, block: BlockSeats, needs: Iterable[Forced], by: str) -> Network:
    network = Network()
    for need in needs:
        network.need(need, need.sections)
        for club in need.clubs:
            offer = block.offers[club]
            least = max(1, school.activity_by_id[club[0]].min_size)
            rooms = {name: groups for name, size, groups in offer.rooms if size >= least}
            for name, most in (rooms if by == "rooms" else dict.fromkeys(offer.leaders, 1)).items():
                network.link(need, (by, name))
                network.limit((by, name), _PLENTY if name.startswith("?") else most)  # a home room that is not known
                network.own((by, name), (name,))
    return network


def _shortage(block: BlockSeats, deficit: Deficit, short: list[Forced], by: str) -> Shortage:
    order = sorted(short, key=lambda one: sorted(one.clubs))
    args: dict[str, str | int] = {
        "block": block.block.block_id,
        "needed": deficit.needed,
        "available": deficit.available,
    }
    clubs = [(number, club) for number, one in enumerate(order) for club in sorted(one.clubs)]
    args |= {"forced": ";".join(club[0] for _, club in clubs), "own": ";".join(club[1] for _, club in clubs)}
    args |= {"parts_of": ";".join(str(number) for number, _ in clubs)}
    args |= {"counts": ";".join(str(one.students) for one in order)}
    args |= {"sections": ";".join(str(one.sections) for one in order)}
    args["rooms" if by == "rooms" else "people"] = ";".join(deficit.names)
    names = tuple(sorted({activity for one in short for activity, _ in one.clubs}))
    return Shortage("seats", f"sections.{by}", names, deficit.needed, deficit.available, args)
