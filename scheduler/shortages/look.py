"""All that shortages are counted from, once for a school; and the same with one cell of a club changed."""

from collections.abc import Collection, Iterator
from functools import cached_property

from models.school import School
from scheduler.calendar import open_days
from scheduler.shortages import money, needs, people, places, times, tutoring_week
from scheduler.shortages.duty import Duties
from scheduler.shortages.needs import Need
from scheduler.shortages.seats import BlockSeats
from scheduler.shortages.shortage import Shortage
from scheduler.shortages.staff import Staff
from scheduler.shortages.tutoring import Groups


class Look:
    """A school with what its sessions need, and what of that people, money and rooms are short for."""

    def __init__(self, school: School, like: "Look | None" = None) -> None:
        """``like``: the same school but for sizes and numbers of sections of clubs."""
        self.school = school
        self.staff = like.staff if like else Staff(school)
        self.days = like.days if like else open_days(school)
        self.duties = like.duties if like else Duties(school, self.days)
        self.groups = like.groups if like else tuple(self._groups())
        self.lost = like.lost if like else times.ruled_out(school)
        self.forced = like.forced if like else tuple(needs.tutoring_slot_needs(self.groups))
        self.by_strand = like.by_strand if like else tuple(needs.strand_week_needs(school))
        if like:
            self.blocks = tuple(block.within(school) for block in like.blocks)
        else:
            self.blocks = tuple(BlockSeats(school, self.staff, block) for block in school.blocks.values())

    def _groups(self) -> Iterator[Groups]:
        tutorings = (a for a in self.school.activity_by_id.values() if a.kind == "tutoring")
        return (Groups(self.school, self.staff, activity) for activity in tutorings)

    def with_cell(self, activity_id: str, cell: str, value: int) -> "Look":
        """The look at the school in which this club has another number of sections or another size."""
        rows = (
            row.model_copy(update={cell: value}) if row.activity_id == activity_id else row
            for row in self.school.activities
        )
        return Look(self.school.replaced(activities=tuple(rows)), self)

    @cached_property
    def classes(self) -> tuple[Need, ...]:
        """What the classes and blocks need in each slot."""
        strands = needs.strand_slot_needs(self.school, self.lost)
        return (*needs.homework_needs(self.school), *strands, *needs.club_needs(self.blocks))

    @cached_property
    def by_slot(self) -> tuple[Need, ...]:
        """These and the tutoring groups of the week."""
        return (*self.classes, *needs.tutoring_needs(self.groups))

    @cached_property
    def slots(self) -> tuple[Shortage, ...]:
        """Slots that are short of people."""
        return self.slots_among(self.school.slot_by_id)

    def slots_among(self, slots: Collection[str]) -> tuple[Shortage, ...]:
        """Of some slots those that are short of people."""
        here = tuple(need for need in (*self.classes, *self.forced) if need.slots[0][0] in slots)
        return tuple(people.slot_shortages(self.school, self.staff, here, self.duties, self.days))

    @cached_property
    def tutoring_weekly(self) -> tuple[Shortage, ...]:
        """Tutoring groups of the week that rooms are lacking for."""
        return tuple(tutoring_week.shortages(self.school, self.staff, self.groups))

    def week(self) -> Iterator[Shortage]:
        """Leaders that are short in the week."""
        return people.week_shortages(self.school, self.staff, self.by_slot, self.by_strand, self.slots)

    def money(self) -> tuple[Shortage, ...]:
        """What costs more than the budget; clubs by themselves only where all that is counted at once does not."""
        return self.money_in_all() or self.money_of_clubs()

    def money_in_all(self) -> tuple[Shortage, ...]:
        """What costs more than the budget of all that only instructors can lead."""
        return tuple(money.budget_shortages(self.school, self.staff, self.by_slot, self.by_strand))

    def money_of_clubs(self) -> tuple[Shortage, ...]:
        """The same of clubs that seat students for whom teachers have none."""
        return tuple(money.club_shortages(self.school, self.staff, self.blocks, self.by_slot, self.by_strand))

    def rooms(self) -> tuple[Shortage, ...]:
        """Rooms that are short."""
        return tuple(
            tutoring_week.untold(places.shortages(self.school, self.blocks, self.forced), self.tutoring_weekly)
        )
