"""What no plan can give completely, proved by counts, matchings and flows before any search."""

from collections.abc import Iterable, Iterator

from models.school import School
from scheduler.calendar import open_days
from scheduler.shortages import children, closed, money, needs, people, places, sections, times, tutoring_week
from scheduler.shortages.duty import Duties
from scheduler.shortages.merged import merged
from scheduler.shortages.notes import notes
from scheduler.shortages.seats import BlockSeats
from scheduler.shortages.shortage import Shortage
from scheduler.shortages.spans import with_causes
from scheduler.shortages.staff import Staff
from scheduler.shortages.tutoring import Groups, too_many_tutorings
from scheduler.shortages.tutoring_rooms import together
from scheduler.shortages.twice import too_few_clubs
from scheduler.shortages.words import describe

__all__ = ["Shortage", "describe", "notes", "shortages"]


def shortages(school: School) -> tuple[Shortage, ...]:
    """Every shortage that can be proved before any search; fewest names first within each kind.

    ``school`` has passed its checks. Each shortage is true of every plan: coverage cannot be 0. Where a narrow
    shortage already accounts for a wide one (a slot for the week), the wide one is left out. Pins do not count.
    """
    return tuple(with_causes(school, tuple(_all(school)), lambda other: _all(other, whole=False)))


def _untold(seats: Iterable[Shortage], people: Iterable[Shortage]) -> Iterator[Shortage]:
    """Seats; but for those that leaders are lacking for where it is told already that too few people can lead the block's clubs."""
    led = {
        of
        for short in people
        for what, of in zip(*(str(short.args[name]).split(";") for name in ("whats", "ofs")), strict=True)
        if what == "clubs"
    }
    for short in seats:
        if not str(short.args.get("by", "")).startswith("leader") or short.args["block"] not in led:
            yield short


def _not_tutored(week: Iterable[Shortage], tutored: Iterable[Shortage]) -> Iterator[Shortage]:
    """Shortages of the week, but for those of one tutoring alone of which it is told why its students have too few days or leaders."""
    told = {str(short.args["activity"]) for short in tutored if "activity" in short.args}
    return (s for s in week if s.kind != "week_tutoring_leaders" or not {*str(s.args["ofs"]).split(";")} <= told)


def _all(school: School, *, whole: bool = True) -> Iterator[Shortage]:
    """``whole``: also money and duties, which are not asked for when causes among the limits of teachers are looked for."""
    staff, days = Staff(school), open_days(school)
    blocks = tuple(BlockSeats(school, staff, block) for block in school.blocks.values())
    tutorings = (a for a in school.activity_by_id.values() if a.kind == "tutoring")
    groups = tuple(Groups(school, staff, activity) for activity in tutorings)
    duties = Duties(school, days)
    lost = times.ruled_out(school)
    classes = (*needs.homework_needs(school), *needs.strand_slot_needs(school, lost), *needs.club_needs(blocks))
    by_slot = (*classes, *needs.tutoring_needs(groups))
    forced = tuple(needs.tutoring_slot_needs(groups))
    by_strand = tuple(needs.strand_week_needs(school))
    slots = tuple(people.slot_shortages(school, staff, (*classes, *forced), duties, days))
    yield from times.shortages(lost)
    yield from children.with_ways(school, (*classes, *forced), merged(slots))
    weekly = tuple(tutoring_week.shortages(school, staff, groups))
    tutored = tuple(tutoring_week.untold((short for one in groups for short in one.shortages()), weekly))
    week = tuple(_not_tutored(people.week_shortages(school, staff, by_slot, by_strand, slots), tutored))
    yield from week
    if whole:
        dear = tuple(money.budget_shortages(school, staff, by_slot, by_strand))
        yield from dear or money.club_shortages(school, staff, blocks, by_slot, by_strand)
    rooms = tuple(tutoring_week.untold(places.shortages(school, blocks, forced), weekly))
    seats_of = {block.block.block_id: tuple(_untold(closed.told(block, rooms), (*slots, *week))) for block in blocks}
    yield from (short for short in rooms if not places.told_as_seats(short, seats_of))
    for block in blocks:
        seats = seats_of[block.block.block_id]
        yield from seats
        yield from sections.shortages(school, block, (*slots, *week, *rooms, *seats))
    yield from too_few_clubs(school, blocks)
    yield from weekly
    yield from tutoring_week.with_rooms(school, staff, together(tutored))
    yield from too_many_tutorings(school, groups)
    if whole:
        yield from duties.shortages()
