"""Relaxations of rooms that are there."""

from collections import Counter
from dataclasses import dataclass, replace

from models.plan import Plan
from models.school import School
from scheduler.messages import Lang, say
from scheduler.messages.names import room_name
from scheduler.ways_out.steps import codes, slots_words


@dataclass(frozen=True)
class MoreGroups:
    """A room that may have so many more sessions at once."""

    room_id: str
    more: int = 1

    def apply(self, school: School) -> School:
        """``groups`` grows."""
        return school.replaced(
            rooms=tuple(
                r.model_copy(update={"groups": r.groups + self.more}) if r.room_id == self.room_id else r
                for r in school.rooms
            )
        )

    def cut(self, school: School, plan: Plan) -> "MoreGroups | None":
        """As many as are in it at once."""
        inside = Counter(slot for s in plan.sessions if s.room_id == self.room_id for slot in s.slots)
        used = max(inside.values(), default=0) - school.room_by_id[self.room_id].groups
        return replace(self, more=used) if used > 0 else None

    def words(self, lang: Lang, school: School) -> str:
        """The room, and how many now and then."""
        groups, name = school.room_by_id[self.room_id].groups, room_name(school, self.room_id)
        return say(lang, "ways.groups", room=name, groups=groups, most=groups + self.more)


@dataclass(frozen=True)
class OpenRoom:
    """A room that is open in slots in which it is closed now."""

    room_id: str
    slots: tuple[str, ...]

    def apply(self, school: School) -> School:
        """``unavailable`` loses the slots."""
        return school.replaced(
            rooms=tuple(
                r.model_copy(update={"unavailable": tuple(s for s in r.unavailable if s not in self.slots)})
                if r.room_id == self.room_id
                else r
                for r in school.rooms
            )
        )

    def cut(self, school: School, plan: Plan) -> "OpenRoom | None":
        """The slots in which something is in it that could not be."""
        closed = set(school.room_by_id[self.room_id].unavailable)
        used = {slot for s in plan.sessions if s.room_id == self.room_id for slot in s.slots} & closed
        slots = tuple(s for s in self.slots if s in used)
        return replace(self, slots=slots) if slots else None

    def words(self, lang: Lang, school: School) -> str:
        """The room and the slots."""
        name = room_name(school, self.room_id)
        slots = slots_words(lang, school, self.slots)
        return say(lang, "ways.open_room", room=name, slots=slots, codes=codes(self.slots))
