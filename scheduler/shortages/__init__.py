"""What no plan can give completely, proved by counts, matchings and flows before any search."""

from collections.abc import Iterable, Iterator

from models.school import School
from scheduler.shortages import children, closed, places, sections, times, tutoring_week
from scheduler.shortages.fallback import with_cells
from scheduler.shortages.look import Look
from scheduler.shortages.merged import merged
from scheduler.shortages.notes import notes
from scheduler.shortages.shortage import Shortage
from scheduler.shortages.spans import with_causes
from scheduler.shortages.tutoring import too_many_tutorings
from scheduler.shortages.tutoring_rooms import together
from scheduler.shortages.twice import too_few_clubs
from scheduler.shortages.words import describe

__all__ = ["Shortage", "describe", "notes", "shortages"]


def shortages(school: School) -> tuple[Shortage, ...]:
    """Every shortage that can be proved before any search; fewest names first within each kind.

    ``school`` has passed its checks. Each shortage is true of every plan: coverage cannot be 0. Where a narrow
    shortage already accounts for a wide one (a slot for the week), the wide one is left out. Pins do not count.
    """
    look = Look(school)
    found = with_causes(school, tuple(_all(look)), lambda other: _all(Look(other), whole=False))
    return tuple(with_cells(look, found))


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


def _all(look: Look, *, whole: bool = True) -> Iterator[Shortage]:
    """``whole``: also money and duties, which are not asked for when causes among the limits of teachers are looked for."""
    school = look.school
    staff, blocks, groups, slots = look.staff, look.blocks, look.groups, look.slots
    yield from times.shortages(look.lost)
    yield from children.with_ways(school, (*look.classes, *look.forced), merged(slots))
    weekly = look.tutoring_weekly
    tutored = tuple(tutoring_week.untold((short for one in groups for short in one.shortages()), weekly))
    week = tuple(_not_tutored(look.week(), tutored))
    yield from week
    if whole:
        yield from look.money()
    rooms = look.rooms()
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
        yield from look.duties.shortages()
