"""Whether a session could have been added to a finished plan: its leader and its room, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from models.places import Room
from models.services import Activity
from scheduler.messages import Lang, say
from scheduler.messages.names import activity_name, listing, person_name, room_name, sentences
from scheduler.reasons.advice import advice
from scheduler.reasons.cause import Cause, because, grouped
from scheduler.reasons.held import Held
from scheduler.reasons.staff import People

#: What is proven of the gaps: nothing; that no plan has fewer; that none has which changes no more of an earlier plan than may be.
Proven = Literal["open", "settled", "limited"]

Lack = Literal["leader", "room"]

#: Of up to so many who could lead a club all are named, else so many with each cause.
_ALL_NAMED, _NAMED = 8, 3


@dataclass(frozen=True)
class Answer:
    """``words`` say why not, and ``steps`` what to do; where ``possible``, ``words`` say who could have, and in which room.
    ``lacks``: what there is none of for it."""

    possible: bool
    words: str
    steps: str = ""
    lacks: tuple[Lack, ...] = ()


class Offers:
    """What one more session would have needed, and what stood against it."""

    def __init__(self, held: Held, lang: Lang, proven: Proven = "open") -> None:
        self.proven: Proven = proven
        self.held, self.school = held, held.school
        self.lang: Lang = lang
        self.people = People(held, lang)
        self.session = cache(self._session)

    def say(self, key: str, **blanks: object) -> str:
        """A sentence of the room ``reasons``."""
        return say(self.lang, f"reasons.{key}", **blanks)

    def could(self, key: str, **blanks: object) -> str:
        """What seems to have been possible, and why it is not there all the same."""
        return self.say(key, **blanks) + self.say(f"yet.{self.proven}")

    @property
    def then(self) -> str:
        """What to do about what seems to have been possible."""
        return self.say(f"then.{self.proven}")

    def blocked(self, activities: Sequence[Activity], slot_id: str) -> str:
        """That activities may not run in a slot, by their own row."""
        return self.say("blocked", activity=listing(self.lang, [a.name for a in activities]), id=slot_id)

    def name_of(self, person_id: str) -> str:
        """A person's name."""
        return person_name(self.school, person_id)

    def rooms_for(self, activity: Activity, class_id: str | None) -> list[Room]:
        """The rooms that suit an activity by home room or tag."""
        home = self.school.class_by_id[class_id].room_id if class_id else None
        if activity.in_home_room and home is not None:
            return [room for room in self.school.rooms if room.room_id == home]
        tags = set(activity.room_kinds)
        return [room for room in self.school.rooms if not tags or tags & set(room.kinds)]

    def why_not_room(self, room: Room, slots: Sequence[str], students: int) -> Cause | None:
        """Why a room could not have taken one more session of these slots with so many students."""
        if set(slots) & set(room.unavailable):
            return because("closed")
        if room.capacity < students:
            return because("small", capacity=room.capacity, students=students)
        if not room.groups:
            return because("no_groups")
        for slot_id in slots:
            inside = self.held.room_use.get((room.room_id, slot_id), [])
            if len(inside) >= room.groups:
                names = [activity_name(self.lang, self.school, s.activity_id) for s in inside]
                by = listing(self.lang, list(dict.fromkeys(names)))
                return because("taken", "taken_brief", by=by, groups=room.groups)
        return None

    def _session(
        self, activity_id: str, class_id: str | None, slots: tuple[str, ...], students: int, seats: int = 0
    ) -> Answer:
        """Leader and room for one more session; ``students`` are the fewest that it would have, ``seats`` what a room to add
        should have where more would come."""
        activity = self.school.activity_by_id[activity_id]
        blocked: list[tuple[str, Cause]] = []
        free: list[str] = []
        for person in self.people.candidates(activity):
            cause = self.people.why_not(person, slots)
            if cause:
                blocked.append((person, cause))
            else:
                free.append(person)
        rooms = self.rooms_for(activity, class_id)
        shut = [(r.room_id, c) for r in rooms if (c := self.why_not_room(r, slots, students))]
        spare = [r.room_id for r in rooms if r.room_id not in {room_id for room_id, _ in shut}]
        against: list[tuple[str, str]] = []
        lacking = self.held.lacking.get((activity_id, slots[0]), []) if class_id else []
        if not free:
            against.append(self._nobody(activity, slots, blocked, len(lacking)))
        if not spare:
            at_once, most = self.held.lacking_at_once(activity_id) if class_id else (0, 0)
            if class_id and activity.in_home_room and activity.kind != "club" and len(rooms) == 1:
                most = self.held.most_lacking(class_id)  # each class has a room of its own
            against.append(self._nowhere(activity, rooms, shut, at_once, max(students, seats, most)))
        if against:
            words, steps = zip(*against, strict=True)
            lacks: tuple[Lack, ...] = (*(("leader",) if not free else ()), *(("room",) if not spare else ()))
            return Answer(False, sentences(self.lang, words), self._steps([one for one in steps if one]), lacks)
        who = listing(self.lang, [self.name_of(p) for p in free], of="people")
        where = listing(self.lang, [room_name(self.school, r) for r in spare], of="rooms")
        return Answer(True, self.could("could", people=who, rooms=where), self.then)

    def _steps(self, steps: Sequence[str]) -> str:
        """What to do about what is missing, in one sentence: about both where both are."""
        if len(steps) < 2:
            return sentences(self.lang, steps)
        first, second = (one.removesuffix(self.say("stop")) for one in steps)
        return self.say("both", first=first[0].lower() + first[1:], second=second[0].lower() + second[1:])

    def why_not(self, activity_id: str, class_id: str | None, slots: tuple[str, ...], students: int) -> str:
        """The answer for a session that is missing, with what to do."""
        answer = self.session(activity_id, class_id, slots, students)
        return sentences(self.lang, [answer.words, answer.steps])

    def _unasked(self, activity: Activity, slots: Sequence[str]) -> str:
        """Teachers who are free then and lack the skill alone, as something to see to; nothing where there are none."""
        if not activity.needs_skill:
            return ""
        others = [t for t in self.school.teachers if activity.activity_id not in t.skills]
        free = [t.name for t in others if not self.people.why_not_teacher(t, slots)]
        people = listing(self.lang, free, _NAMED, "people")
        return self.say("advice.skill", people=people, id=activity.activity_id) if free else ""

    def _nobody(
        self, activity: Activity, slots: Sequence[str], blocked: list[tuple[str, Cause]], lacking: int
    ) -> tuple[str, str]:
        """That nobody could lead it, and what to do; ``lacking``: how many are missing at that time, each with a leader of
        its own."""
        name = activity_name(self.lang, self.school, activity.activity_id)
        if not blocked:
            key = "no_skill_teachers" if activity.teacher_only else "no_skill"
            return self.say(key, activity=name, id=activity.activity_id), ""
        club = activity.kind == "club"  # of which one student's row names several
        who = grouped(self.lang, blocked, self.name_of, every=not club or len(blocked) <= _ALL_NAMED, most=_NAMED)
        what, who_adds = ("leaders", "several") if lacking > 1 else ("leader", "one")
        one = self.say(f"who.{who_adds}_teacher" if activity.teacher_only else f"who.{who_adds}")
        external = self.school.instructor_by_id.keys()
        skill = self._unasked(activity, slots)
        steps = advice(self.lang, what, blocked, external, skill, activity=name, who=one, count=lacking)
        return self.say("no_leader", activity=name, count=len(blocked), who=who), steps

    def _nowhere(
        self, activity: Activity, rooms: Sequence[Room], shut: list[tuple[str, Cause]], lacking: int, students: int
    ) -> tuple[str, str]:
        """That no room could have it, and what to do; ``lacking``: how many sessions are missing at one time at most, each with a
        room of its own, and ``students`` the most of one."""
        tag = self.say("tag", kinds=listing(self.lang, activity.room_kinds)) if activity.room_kinds else ""
        name = activity_name(self.lang, self.school, activity.activity_id)
        wanted: dict[str, str | int] = {"count": lacking, "students": students, "tag": tag, "activity": name}
        what = "rooms" if lacking > 1 else "room"
        if not rooms:
            kinds = listing(self.lang, activity.room_kinds)
            return self.say("no_tag", activity=name, kinds=kinds) if activity.room_kinds else self.say("no_rooms"), ""
        if len(shut) == 1:
            room, cause = room_name(self.school, shut[0][0]), shut[0][1]
            blanks = {"activity": name, "room": room, **dict(cause.blanks)}
            if cause.key == "small":
                key = "home_small" if activity.in_home_room and activity.kind != "club" else "room_small"
                return self.say(key, **blanks | {"students": students}), ""
            if cause.key == "closed" and activity.in_home_room:
                return self.say("home_closed", **blanks), ""
            if cause.key == "taken":
                steps = "advice.home_taken" if activity.in_home_room else f"advice.{what}_taken"
                return self.say("room_taken", **blanks), self.say(
                    steps, groups=max(1, lacking) + int(blanks["groups"]), **wanted
                )
        every = activity.kind != "tutoring" or len(shut) <= _ALL_NAMED  # of which one row tells several times
        which = grouped(self.lang, shut, lambda r: room_name(self.school, r), "rooms", every=every, most=_NAMED)
        return self.say("no_room", activity=name, which=which), advice(self.lang, what, shut, frozenset(), **wanted)
