"""Single relaxations of a school: what each changes, what of it a plan really uses, and how it is said."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from models.people import ChildGroup, Teacher
from models.places import ChildcareRoom, Room
from models.plan import Plan
from models.school import School
from models.services import Activity
from models.titles import heading
from scheduler.messages import Lang, say
from scheduler.messages.names import (
    activity_name,
    block_name,
    childcare_room_name,
    listing,
    person_name,
    weekday_name,
)
from scheduler.ways_out.reach import most_fees, most_places

#: Ids of people, rooms and clubs that do not exist yet begin so; no id of a real table may be taken for one.
NEW = "\u2063new-"

FALLBACK_SIZE = 40
"""Students of a new fallback activity's section at most."""


class Step(Protocol):
    """A relaxation. ``cut`` gives what of it a plan of the relaxed school uses, None where it uses nothing."""

    def apply(self, school: School) -> School:
        """The school with it."""
        ...

    def cut(self, school: School, plan: Plan) -> "Step | None":
        """The same, no larger than the plan needs; ``school`` is the one without it."""
        ...

    def words(self, lang: Lang, school: School) -> str:
        """What it is, for a table."""
        ...


def slots_words(lang: Lang, school: School, slots: tuple[str, ...]) -> str:
    """The weekdays and times of slots; those of one weekday as one stretch."""
    days: dict[int, list[str]] = {}
    for slot_id in school.slot_by_id:
        if slot_id in slots:
            days.setdefault(school.slot_by_id[slot_id].weekday, []).append(slot_id)
    stretches: list[str] = []
    for weekday, mine in days.items():
        start, end = school.slot_by_id[mine[0]].start, school.slot_by_id[mine[-1]].end
        name = weekday_name(lang, weekday)
        stretches.append(say(lang, "names.slot", weekday=name, start=f"{start:%H:%M}", end=f"{end:%H:%M}"))
    return listing(lang, stretches)


def codes(ids: Iterable[str]) -> str:
    """Ids as they are typed into one cell."""
    return ";".join(ids)


def _changed(activities: Iterable[Activity], activity_id: str, cells: dict[str, object]) -> tuple[Activity, ...]:
    return tuple(a.model_copy(update=cells) if a.activity_id == activity_id else a for a in activities)


@dataclass(frozen=True)
class Seats:
    """More seats in each section of an activity."""

    activity_id: str
    more: int

    def apply(self, school: School) -> School:
        """``max_size`` grows."""
        size = school.activity_by_id[self.activity_id].max_size or 0
        cells: dict[str, object] = {"max_size": size + self.more}
        return school.replaced(activities=_changed(school.activities, self.activity_id, cells))

    def cut(self, school: School, plan: Plan) -> "Seats | None":
        """As many as the largest section has."""
        size = school.activity_by_id[self.activity_id].max_size or 0
        used = max((s.enrolled for s in plan.sessions if s.activity_id == self.activity_id), default=0) - size
        return replace(self, more=used) if used > 0 else None

    def words(self, lang: Lang, school: School) -> str:
        """The activity and how many."""
        name, size = activity_name(lang, school, self.activity_id), school.activity_by_id[self.activity_id].max_size
        return say(lang, "ways.seats", activity=name, most=(size or 0) + self.more, size=size)


@dataclass(frozen=True)
class Sections:
    """More sections of an activity at once."""

    activity_id: str
    more: int = 1

    def apply(self, school: School) -> School:
        """``max_sections`` grows."""
        cells: dict[str, object] = {"max_sections": school.activity_by_id[self.activity_id].max_sections + self.more}
        return school.replaced(activities=_changed(school.activities, self.activity_id, cells))

    def cut(self, school: School, plan: Plan) -> "Sections | None":
        """As many as are held at once."""
        held = Counter((s.block, s.class_id) for s in plan.sessions if s.activity_id == self.activity_id)
        used = max(held.values(), default=0) - school.activity_by_id[self.activity_id].max_sections
        return replace(self, more=used) if used > 0 else None

    def words(self, lang: Lang, school: School) -> str:
        """The activity and how many there may be then."""
        name, now = activity_name(lang, school, self.activity_id), school.activity_by_id[self.activity_id].max_sections
        return say(lang, "ways.sections", activity=name, now=now, most=now + self.more)


@dataclass(frozen=True)
class Teachers:
    """Further teachers who can come in some slots and have some skills; ``where``: the block or slot, for the words."""

    slots: tuple[str, ...]
    skills: tuple[str, ...]
    where: str
    count: int = 1

    def _ids(self) -> list[str]:
        return [f"{NEW}{self.where}-{n}" for n in range(1, self.count + 1)]

    def apply(self, school: School) -> School:
        """Teachers with nothing else to do, of whom each works in these slots at most."""
        closed = tuple(s for s in school.slot_by_id if s not in self.slots)
        rows = [
            Teacher(
                teacher_id=i, name=i, skills=self.skills, unavailable=closed,
                max_sessions_week=len(self.slots), max_sessions_day=len(self.slots),
            )
            for i in self._ids()
        ]  # fmt: skip
        return school.replaced(teachers=(*school.teachers, *rows))

    def cut(self, school: School, plan: Plan) -> "Teachers | None":  # noqa: ARG002 - every step is asked alike
        """Those who work."""
        busy = {p for s in plan.sessions for p in (s.leader_id, s.escort_id)} | {c.teacher_id for c in plan.carers}
        last = max((n for n, i in enumerate(self._ids(), 1) if i in busy), default=0)
        led = {s.activity_id for s in plan.sessions if s.leader_id in self._ids()}
        return replace(self, count=last, skills=tuple(s for s in self.skills if s in led)) if last else None

    def words(self, lang: Lang, school: School) -> str:
        """How many, for what and when; and what to type for somebody new, or for one who is there."""
        blanks = {"count": self.count, "where": slots_words(lang, school, self.slots), "codes": codes(self.slots)}
        if self.skills:
            skills = listing(lang, [activity_name(lang, school, s) for s in self.skills])
            return say(lang, "ways.teachers_skilled", skills=skills, skill_codes=codes(self.skills), **blanks)
        kept_away = [t for t in school.teachers if set(self.slots) & set(t.unavailable) and most_sessions(t) > 0]
        return say(lang, "ways.teachers_or" if len(kept_away) >= self.count else "ways.teachers", **blanks)


@dataclass(frozen=True)
class Skilled:
    """Teachers who learn to lead an activity."""

    activity_id: str
    people: tuple[str, ...]

    def apply(self, school: School) -> School:
        """One more skill for each."""
        return school.replaced(
            teachers=tuple(
                t.model_copy(update={"skills": (*t.skills, self.activity_id)}) if t.teacher_id in self.people else t
                for t in school.teachers
            )
        )

    def cut(self, school: School, plan: Plan) -> "Skilled | None":  # noqa: ARG002 - every step is asked alike
        """Those who lead it."""
        leaders = {s.leader_id for s in plan.sessions if s.activity_id == self.activity_id}
        used = tuple(p for p in self.people if p in leaders)
        return replace(self, people=used) if used else None

    def words(self, lang: Lang, school: School) -> str:
        """Who, and what."""
        names = listing(lang, [person_name(school, p) for p in self.people], of="people")
        name = activity_name(lang, school, self.activity_id)
        blanks = {"code": self.activity_id, "activity": name, "count": len(self.people)}
        return say(lang, "ways.skilled", people=names, **blanks)


@dataclass(frozen=True)
class MoreRooms:
    """Further rooms with a tag, or with none, in some slots."""

    kinds: tuple[str, ...]
    capacity: int
    slots: tuple[str, ...]
    count: int = 1

    def _ids(self) -> list[str]:
        return [f"{NEW}room-{n}" for n in range(1, self.count + 1)]

    def apply(self, school: School) -> School:
        """Each for one session at once."""
        closed = tuple(s for s in school.slot_by_id if s not in self.slots)
        rooms = [Room(room_id=i, kinds=self.kinds[:1], capacity=self.capacity, unavailable=closed) for i in self._ids()]
        return school.replaced(rooms=(*school.rooms, *rooms))

    def cut(self, school: School, plan: Plan) -> "MoreRooms | None":  # noqa: ARG002 - every step is asked alike
        """Those in which there are sessions, as large and as often as need be."""
        mine = [s for s in plan.sessions if s.room_id in self._ids()]
        if not mine:
            return None
        used = {s for session in mine for s in session.slots}
        last = max(self._ids().index(s.room_id) for s in mine) + 1
        slots = tuple(s for s in self.slots if s in used)
        return replace(self, capacity=max(s.enrolled for s in mine), count=last, slots=slots)

    def words(self, lang: Lang, school: School) -> str:
        """How many, their tag, when, and how many they have to hold."""
        where, tag = slots_words(lang, school, self.slots), self.kinds[0] if self.kinds else ""
        key = "ways.room_tag" if tag else "ways.room"
        return say(lang, key, tag=tag, where=where, capacity=self.capacity, count=self.count)


@dataclass(frozen=True)
class ChildPlaces:
    """More places for teachers' children."""

    group: ChildGroup
    more: int

    def _grown(self, school: School) -> ChildcareRoom | None:
        rooms = [r for r in school.childcare_rooms if r.group == self.group]
        return max(rooms, key=lambda r: (not r.slots, r.places), default=None)

    def apply(self, school: School) -> School:
        """In the largest room of the group; where there is none, a new one that its own staff run."""
        grown = self._grown(school)
        if grown is None:
            room = ChildcareRoom(room_id=f"{NEW}care", group=self.group, places=self.more)
            return school.replaced(childcare_rooms=(*school.childcare_rooms, room))
        return school.replaced(
            childcare_rooms=tuple(
                r.model_copy(update={"places": r.places + self.more}) if r is grown else r
                for r in school.childcare_rooms
            )
        )

    def within(self, school: School) -> "ChildPlaces | None":
        """No more than all children who could ever take one at once."""
        grown = self._grown(school)
        most = min(self.more, most_places(school, self.group) - (grown.places if grown else 0))
        return replace(self, more=most) if most > 0 else None

    def cut(self, school: School, plan: Plan) -> "ChildPlaces | None":
        """As many as the fullest slot needs."""
        places = {r.room_id: r.places for r in school.childcare_rooms}
        grown = {r.room_id for r in self.apply(school).childcare_rooms if r.places != places.get(r.room_id)}
        full = Counter((s.room_id, s.slot_id) for s in plan.childcare if s.room_id in grown)
        used = max((n - places.get(room, 0) for (room, _), n in full.items()), default=0)
        return replace(self, more=used) if used > 0 else None

    def words(self, lang: Lang, school: School) -> str:
        """The room, and how many now and then; the new room where there is none."""
        grown = self._grown(school)
        if grown is None:
            return say(lang, "ways.places_new", group=say(lang, f"ways.group.{self.group}"), more=self.more)
        name = childcare_room_name(lang, school, grown.room_id)
        return say(lang, "ways.places", room=name, places=grown.places, most=grown.places + self.more)


@dataclass(frozen=True)
class MoreSessions:
    """Teachers who may work so many more slots a week."""

    people: tuple[str, ...]
    more: int = 1

    def apply(self, school: School) -> School:
        """``max_sessions_week``, and ``max_load`` where there is one."""
        chosen = set(self.people)
        return school.replaced(
            teachers=tuple(
                t.model_copy(
                    update={
                        "max_sessions_week": t.max_sessions_week + self.more,
                        "max_load": None if t.max_load is None else t.max_load + self.more,
                    }
                )
                if t.teacher_id in chosen
                else t
                for t in school.teachers
            )
        )

    def cut(self, school: School, plan: Plan) -> "MoreSessions | None":
        """Those who work more than they may now, and as many more as one of them does."""
        work: Counter[str] = Counter()
        for session in plan.sessions:
            for person in {session.leader_id, session.escort_id}:
                work[person or ""] += len(session.slots)
        for carer in plan.carers:
            work[carer.teacher_id] += 1
        beyond = {p: work[p] - most_sessions(school.teacher_by_id[p]) for p in self.people}
        used = tuple(p for p in self.people if beyond[p] > 0)
        return replace(self, people=used, more=max(beyond[p] for p in used)) if used else None

    def words(self, lang: Lang, school: School) -> str:
        """Who, and how many more."""
        names = listing(lang, [person_name(school, p) for p in self.people], of="people")
        return say(lang, "ways.more_sessions", count=len(self.people), people=names, more=self.more)


def most_sessions(one: Teacher) -> int:
    """How many slots a week a teacher may work."""
    return min(one.max_sessions_week, 10**6 if one.max_load is None else one.max_load - one.day_load)


@dataclass(frozen=True)
class Budget:
    """A larger weekly budget, CNY."""

    more: int

    def apply(self, school: School) -> School:
        """``policy.weekly_budget`` grows."""
        budget = (school.policy.weekly_budget or 0) + self.more
        return school.replaced(policy=school.policy.model_copy(update={"weekly_budget": budget}))

    def within(self, school: School) -> "Budget | None":
        """No more than what all instructors cost in all the slots that they could work."""
        most = min(self.more, most_fees(school) - (school.policy.weekly_budget or 0))
        return replace(self, more=most) if most > 0 else None

    def cut(self, school: School, plan: Plan) -> "Budget | None":
        """As much as the plan costs."""
        fees = {i.instructor_id: i.fee for i in school.instructors}
        cost = sum(fees.get(s.leader_id, 0) * len(s.slots) for s in plan.sessions)
        used = cost - (school.policy.weekly_budget or 0)
        return replace(self, more=used) if used > 0 else None

    def words(self, lang: Lang, school: School) -> str:
        """The new budget."""
        budget = school.policy.weekly_budget or 0
        return say(lang, "ways.budget", cell=say(lang, "ways.budget_cell"), more=self.more, budget=budget + self.more)


@dataclass(frozen=True)
class Fallback:
    """A fallback activity for some grades in a block."""

    block: str
    grades: tuple[str, ...]
    sections: int = 99

    def apply(self, school: School) -> School:
        """A club for anybody, in any room, that any teacher may lead."""
        club = Activity(
            activity_id=f"{NEW}fallback", name=f"{NEW}fallback", kind="club", grades=self.grades, blocks=(self.block,),
            max_size=FALLBACK_SIZE, max_sections=self.sections, fallback=True, skill_needed=False,
        )  # fmt: skip
        return school.replaced(activities=(*school.activities, club))

    def cut(self, school: School, plan: Plan) -> "Fallback | None":  # noqa: ARG002 - every step is asked alike
        """As many sections as are held."""
        held = sum(s.activity_id == f"{NEW}fallback" for s in plan.sessions)
        return replace(self, sections=held) if held else None

    def words(self, lang: Lang, school: School) -> str:
        """For whom and when, cell by cell."""
        skill = heading(Activity, "skill_needed") if lang == "zh" else "skill_needed"
        cells = {
            "skill": skill,
            "code": self.block,
            "grades": codes(self.grades),
            "size": FALLBACK_SIZE,
            "sections": self.sections,
        }
        return say(lang, "ways.fallback", block=block_name(lang, school, self.block), **cells)
