"""Why a person could not have led a session that was not held."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice

from models.people import CHILDCARE_SKILL, ChildRow, Instructor, Teacher
from models.places import ChildcareRoom
from models.services import Activity
from scheduler.messages import Lang, say
from scheduler.messages.names import activity_name, class_name, weekday_name
from scheduler.reasons.cause import Cause, Such, because
from scheduler.reasons.held import Held


class People:
    """Everybody who may lead something, against a finished plan."""

    def __init__(self, held: Held, lang: Lang) -> None:
        self.held, self.school = held, held.school
        self.lang: Lang = lang
        self._free_carers = cache(self._carers_in)

    def candidates(self, activity: Activity) -> Iterator[str]:
        """Who may lead the activity if nothing else stood against it: teachers first."""
        for one in (*self.school.teachers, *(() if activity.teacher_only else self.school.instructors)):
            if not activity.needs_skill or activity.activity_id in one.skills:
                yield one.teacher_id if isinstance(one, Teacher) else one.instructor_id

    def why_not(self, person_id: str, slots: Sequence[str]) -> Cause | None:
        """Why the person could not take one more session of these slots of a weekday; None if they could have."""
        return next(self.causes(person_id, slots), None)

    def causes(self, person_id: str, slots: Sequence[str]) -> Iterator[Cause]:
        """All that stands against one more session, the plainest first."""
        teacher = self.school.teacher_by_id.get(person_id)
        if teacher:
            return self._of_teacher(teacher, slots)
        return self._of_instructor(self.school.instructor_by_id[person_id], slots)

    # -- teachers ------------------------------------------------------------------------------------------
    def why_not_teacher(self, teacher: Teacher, slots: Sequence[str]) -> Cause | None:
        """The first cause among: unavailable, busy, on duty, limits, children."""
        return next(self._of_teacher(teacher, slots), None)

    def _of_teacher(self, teacher: Teacher, slots: Sequence[str]) -> Iterator[Cause]:
        if set(slots) & set(teacher.unavailable):
            yield because("unavailable")
        if busy := self._busy(teacher.teacher_id, slots):
            yield busy
        if duty := self._on_duty(teacher.teacher_id, slots):
            yield duty
        yield from self._limits(teacher, slots)
        yield from islice((c for s in slots if (c := self._child(teacher, s))), 1)

    def _busy(self, person_id: str, slots: Sequence[str]) -> Cause | None:
        tasks = self.held.tasks.get(person_id, {})
        for slot_id in slots:
            if slot_id in tasks:
                session = tasks[slot_id]
                if session is None:
                    return because("caring")
                what = activity_name(self.lang, self.school, session.activity_id)
                if session.class_id:
                    return because(
                        "busy_class", "busy", activity=what, school_class=class_name(self.lang, session.class_id)
                    )
                return because("busy_with", "busy", activity=what)
        return None

    def _on_duty(self, person_id: str, slots: Sequence[str]) -> Cause | None:
        spans = [self.school.slot_by_id[slot_id] for slot_id in slots]
        duties = self.held.duties_of.get(person_id, ())
        for duty in sorted(
            duties, key=lambda one: one.date.isoweekday() != one.weekday
        ):  # no make-up day where others are
            post = self.held.post(duty.post_id)
            if post and any(
                duty.weekday == s.weekday and w.overlaps(s.start, s.end) for s in spans for w in post.windows
            ):
                cause = because("has_duties", "on_duty_brief", weekday=weekday_name(self.lang, duty.weekday))
                date = duty.date.isoformat()
                return replace(cause, such=Such("such_duty", (("date", date), ("post", post.name))))
        return None

    def _limits(self, teacher: Teacher, slots: Sequence[str]) -> Iterator[Cause]:
        """Each limit that the slots would break."""
        person_id, more = teacher.teacher_id, len(slots)
        week = self.held.slots_in_week(person_id)
        today = self.held.slots_on(person_id, self.school.slot_by_id[slots[0]].weekday)
        above = (
            _above("week", week, more, teacher.max_sessions_week),
            _above_load(teacher, week, more),
            _above("day", today, more, teacher.max_sessions_day),
        )
        yield from filter(None, above)

    def _child(self, teacher: Teacher, slot_id: str) -> Cause | None:
        needy = self._needy(teacher.teacher_id, slot_id)
        for child in needy:
            if not child.may_use_room:
                return because("child_barred", time=child.leave_by.strftime("%H:%M"))
        for group in sorted({c.group for c in needy}):
            children = [c for c in needy if c.group == group]
            if self._places_left(group, slot_id, teacher.teacher_id) < len(children):
                time = min(c.leave_by for c in children).strftime("%H:%M")
                return self._no_place(group, slot_id, teacher.teacher_id, time)
        return None

    def _no_place(self, group: str, slot_id: str, parent: str, time: str) -> Cause:
        """Why there is no place for a child: no room of the group, one that nobody could open, or all places taken."""
        hut = say(self.lang, f"reasons.hut_{group}")
        rooms = [r for r in self._rooms_open(group, slot_id) if r.places]
        if not rooms:
            return because("child_no_hut", time=time, hut=hut)
        carers = [t for t in self.school.teachers if CHILDCARE_SKILL in t.skills and t.teacher_id != parent]
        shut = [r for r in rooms if self._shut(r, slot_id, parent)]
        if any(r.carers > len(carers) for r in shut):
            return because("child_no_carer", "child_no_carer_brief", time=time, hut=hut)
        if shut:
            return because("child_carers_busy", time=time, hut=hut)
        return because(f"child_{group}", time=time)

    def _rooms_open(self, group: str, slot_id: str) -> list[ChildcareRoom]:
        rooms = (r for r in self.school.childcare_rooms if r.group == group)
        return [r for r in rooms if not r.slots or slot_id in r.slots]

    def _shut(self, room: ChildcareRoom, slot_id: str, parent: str) -> bool:
        """Whether a room is not in use and has too few who could care in it."""
        if not room.carers or self.held.seats_taken[room.room_id, slot_id]:
            return False
        return len([c for c in self._free_carers(slot_id, room.group) if c != parent]) < room.carers

    def _places_left(self, group: str, slot_id: str, parent: str) -> int:
        rooms = self._rooms_open(group, slot_id)
        return sum(max(0, room.places - self._in_room(room, slot_id, parent)) for room in rooms)

    def _in_room(self, room: ChildcareRoom, slot_id: str, parent: str) -> int:
        """Children in the room; for one that is not in use, those whom its carers would bring: all places if none can."""
        taken = self.held.seats_taken[room.room_id, slot_id]
        if taken or not room.carers:
            return taken
        brought = sorted(number for carer, number in self._free_carers(slot_id, room.group).items() if carer != parent)
        return sum(brought[: room.carers]) if len(brought) >= room.carers else room.places

    def _carers_in(self, slot_id: str, group: str) -> dict[str, int]:
        """Teachers who could have cared in the slot, with how many children each would bring to a room of the group."""
        found: dict[str, int] = {}
        for one in self.school.teachers:
            if CHILDCARE_SKILL not in one.skills or slot_id in one.unavailable or any(self._limits(one, (slot_id,))):
                continue
            needy = self._needy(one.teacher_id, slot_id)
            elsewhere = [c for c in needy if c.group != group]
            bound = self._busy(one.teacher_id, (slot_id,)) or self._on_duty(one.teacher_id, (slot_id,))
            if not bound and all(c.may_use_room for c in needy) and self._seats_open(elsewhere, slot_id):
                found[one.teacher_id] = len(needy) - len(elsewhere)
        return found

    def _seats_open(self, children: Sequence[ChildRow], slot_id: str) -> bool:
        """Whether rooms that need no further carer have places for the children, who are of one group."""
        left = sum(
            room.places - self.held.seats_taken[room.room_id, slot_id]
            for room in self.school.childcare_rooms
            if children
            and room.group == children[0].group
            and (not room.slots or slot_id in room.slots)
            and (not room.carers or self.held.seats_taken[room.room_id, slot_id])
        )
        return left >= len(children)

    def _needy(self, teacher_id: str, slot_id: str) -> list[ChildRow]:
        """The teacher's children who would need a place in the slot."""
        slot = self.school.slot_by_id[slot_id]
        rows = self.held.children.get(teacher_id, ())
        return [c for c in rows if slot.weekday in c.weekdays and slot.end > c.leave_by]

    # -- instructors ---------------------------------------------------------------------------------------
    def _of_instructor(self, one: Instructor, slots: Sequence[str]) -> Iterator[Cause]:
        if one.cleared_until is not None and one.cleared_until < self.school.term.end:
            yield because("not_cleared", date=one.cleared_until.isoformat())
        if not set(slots) <= set(one.available):
            yield because("cannot_come")
        if busy := self._busy(one.instructor_id, slots):
            yield busy
        yield from self._visit(one, slots)
        if one.escort and all(self.why_not_teacher(t, slots) for t in self.school.teachers):
            yield because("no_escort")

    def _visit(self, one: Instructor, slots: Sequence[str]) -> Iterator[Cause]:
        week = self.held.slots_in_week(one.instructor_id)
        if above := _above("week", week, len(slots), one.max_sessions_week):
            yield above
        if self.slots_then(one, slots) < one.min_sessions_visit:
            yield because("short_visit", limit=one.min_sessions_visit)
        budget = self.school.policy.weekly_budget
        if budget is not None and self.fees_with(one, slots) > budget:
            yield because("budget", limit=budget)

    def slots_then(self, one: Instructor, slots: Sequence[str]) -> int:
        """How many slots an instructor would have on the weekday with one more session of these."""
        return self.held.slots_on(one.instructor_id, self.school.slot_by_id[slots[0]].weekday) + len(slots)

    def fees_with(self, one: Instructor, slots: Sequence[str]) -> int:
        """The fees of the week with one more session of these slots."""
        return self.held.fees() + one.fee * len(slots)


def _above(span: str, now: int, more: int, limit: int) -> Cause | None:
    """Why ``more`` slots are too many for a limit of the ``week`` or ``day``: none is left, all are too few, or some are left."""
    if now + more <= limit:
        return None
    if now >= limit:
        return because(f"{span}_limit", limit=limit)
    if more > limit:
        return because(f"long_{span}", slots=more, limit=limit)
    return because(f"{span}_limit_over", f"{span}_limit_over_brief", now=now, more=more, limit=limit)


def _above_load(teacher: Teacher, now: int, more: int) -> Cause | None:
    """The same of a teacher's lessons and slots together."""
    limit, day = teacher.max_load, teacher.day_load
    if limit is None or day + now + more <= limit:
        return None
    if day + now >= limit:
        return because("load_limit", limit=limit)
    if not now:
        return because("long_load", slots=more, day=day, limit=limit)
    return because("load_limit_over", "load_limit_over_brief", day=day, now=now, more=more, limit=limit)
