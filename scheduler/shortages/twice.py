"""Students with one list for the whole week, who would have to be in the same club twice."""

from collections.abc import Iterable, Iterator, Mapping

from models.school import School
from scheduler.shortages.network import Deficit, Network
from scheduler.shortages.seats import BlockSeats, Club
from scheduler.shortages.shortage import Shortage


def too_few_clubs(school: School, blocks: Iterable[BlockSeats]) -> Iterator[Shortage]:
    """Students with one list for the week, and so nothing twice, who have fewer clubs that can run than blocks.

    A block in which no club of theirs can run is told with the block.
    """
    clubs_of: dict[str, dict[str, frozenset[Club]]] = {}
    blocks = tuple(blocks)
    for block in blocks:
        for crowd in block.crowds:
            for student_id in crowd.students:
                running = crowd.clubs & block.offers.keys()
                clubs_of.setdefault(student_id, {})[block.block.block_id] = running
    alike: dict[tuple[int, int, str], list[str]] = {}
    by_id = {block.block.block_id: block for block in blocks}
    for student_id, lists in sorted(clubs_of.items()):
        if not school.nothing_twice(student_id) or len(lists) < 2:
            continue
        wanted = {block_id: [activity_id for activity_id, _ in clubs] for block_id, clubs in lists.items() if clubs}
        if deficits := _different(wanted):
            counts = sum(deficit.needed for deficit in deficits), sum(deficit.available for deficit in deficits)
            grade = school.class_by_id[school.student_by_id[student_id].class_id].grade
            every = {block_id: by_id[block_id].open_to(grade) for block_id in wanted}
            alike.setdefault((*counts, grade if _different(every) else ""), []).append(student_id)
    for (needed, available, grade), students in alike.items():
        args: dict[str, str | int] = {"students": ";".join(students), "needed": needed, "available": available}
        args |= {"count": len(students), "of_grades": grade}
        key = "no_club.twice_grade" if grade else "no_club.twice"
        yield Shortage("no_club", key, tuple(students), needed, available, args)


def _different(clubs_of: Mapping[str, Iterable[str]]) -> tuple[Deficit, ...]:
    """What is missing for a different club in each of the blocks."""
    network = Network()
    for block_id, clubs in clubs_of.items():
        network.need(("block", block_id), 1)
        for activity_id in clubs:
            network.link(("block", block_id), ("club", activity_id))
            network.limit(("club", activity_id), 1)
    return network.deficits()
