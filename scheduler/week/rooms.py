"""Room classes: rooms that nothing tells apart are counted in the search and told apart afterwards (R8)."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from models.places import Room
from scheduler.week.data import Offer, RoomClass, WeekData


@dataclass
class RoomPlan:
    """Which rooms each offer may use. An offer with one room only (a home room) is *fixed* to it."""

    data: WeekData

    @cached_property
    def home_use(self) -> dict[str, dict[str, int]]:
        """How many fixed homework or strand sessions may want a home room, by room and slot.

        Strands that may go elsewhere make the use uncertain, which tells the room apart from a certain one.
        """
        found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for offer in self.data.offers:
            room = self._home(offer)
            if room and self.data.activity(offer).kind in ("homework", "strand"):
                found[room][offer.time] += 1
        return {room: dict(use) for room, use in found.items()}

    def _home(self, offer: Offer) -> str | None:
        if offer.class_id is None or not self.data.activity(offer).in_home_room:
            return None
        return self.data.school.class_by_id[offer.class_id].room_id

    @cached_property
    def classes(self) -> tuple[RoomClass, ...]:
        """Every room class. A pinned room, and any room on a weekday that needs exact rooms, stands alone."""
        members: dict[object, list[Room]] = defaultdict(list)
        alone = bool(self.data.exact_rooms)
        for room in self.data.school.rooms:
            use = tuple(sorted(self.home_use.get(room.room_id, {}).items()))
            key: object = (frozenset(room.kinds), room.capacity, room.groups, frozenset(room.unavailable), use)
            if alone or room.room_id in self.data.pinned_rooms:
                key = room.room_id
            members[key].append(room)
        return tuple(
            RoomClass(
                rooms=tuple(r.room_id for r in rooms),
                kinds=frozenset(rooms[0].kinds),
                capacity=rooms[0].capacity,
                groups=sum(r.groups for r in rooms),
                closed=frozenset(rooms[0].unavailable),
            )
            for rooms in members.values()
        )

    @cached_property
    def class_of(self) -> dict[str, int]:
        """The index of each room's class."""
        return {room: index for index, item in enumerate(self.classes) for room in item.rooms}

    def fixed(self, offer: Offer) -> str | None:
        """The one room of an offer that is held in its class's home room; None where there is a choice."""
        return self._home(offer)

    @cached_property
    def choices(self) -> dict[Offer, tuple[int, ...]]:
        """The room classes that each offer may use; none at all if no room fits."""
        return {offer: self._choices(offer) for offer in self.data.offers}

    def _choices(self, offer: Offer) -> tuple[int, ...]:
        slots = self.data.times[offer.time]
        activity = self.data.activity(offer)
        home = self.fixed(offer)
        if home is not None:
            room = self.data.school.room_by_id[home]
            fits = room.groups and not set(slots) & set(room.unavailable) and self._holds(offer, room.capacity)
            return (self.class_of[home],) if fits else ()
        kinds = set(activity.room_kinds)
        return tuple(
            index
            for index, item in enumerate(self.classes)
            if (not kinds or kinds & item.kinds)
            and item.groups
            and not item.closed & set(slots)
            and self._holds(offer, item.capacity)
        )

    def _holds(self, offer: Offer, capacity: int) -> bool:
        activity = self.data.activity(offer)
        if activity.kind in ("club", "tutoring"):
            return capacity >= max(1, activity.min_size)
        return capacity >= self.size(offer) - self.most_out(offer)

    def size(self, offer: Offer) -> int:
        """Students of the offer's class who stay on its weekday (homework and strands)."""
        assert offer.class_id is not None
        return self.data.school.staying.get((offer.class_id, self.data.weekday(offer.time)), 0)

    def most_out(self, offer: Offer) -> int:
        """The most students of the class who can be in tutoring at the time of a homework offer."""
        return (
            len(self.out.get((offer.class_id, offer.time), ())) if self.data.activity(offer).kind == "homework" else 0
        )

    @cached_property
    def out(self) -> dict[tuple[str | None, str], list[str]]:
        """Students of (class, slot) who may be in tutoring then."""
        found: dict[tuple[str | None, str], dict[str, None]] = defaultdict(dict)
        for student_id, _, slot_id in self.data.tutoring_slots:
            found[self.data.school.student_by_id[student_id].class_id, slot_id][student_id] = None
        return {key: list(students) for key, students in found.items()}
